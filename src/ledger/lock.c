#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/log.h"
#include "base/paths.h"
#include "ledger/opened.h"

static enum outcome
say_who_holds_it(int fd, struct err *err)
{
	char who[24] = "";
	ssize_t length = pread(fd, who, sizeof(who) - 1, 0);
	who[length > 0 ? strcspn(who, " \n") : 0] = '\0';
	err_set(err, RC_BUSY, _("this till is open in another window (process %s)"),
	        who[0] ? who : "?");
	return err_hint(err, "%s", _("use that one, or close it first"));
}

/* One writer: the lock goes with the descriptor, so it ends with the process however it ends. */
enum outcome
ledger_lock(const char *folder, int *lock, struct err *err)
{
	char path[PATH_MAX], pid[24];
	enum outcome outcome = paths_join(path, folder, "lock", err);
	if (outcome)
		return outcome;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (fd < 0 && (errno == EROFS || errno == EACCES)) {
		int why = errno;
		err_set(err, RC_SYSTEM, _("the till's folder cannot be written"));
		err_hint(err, "%s",
		         why == EROFS ? _("check that disk and folder are not read-only")
		                      : _("check who owns the till's folder"));
		err_detail(err, "%s: %s", path, strerror(why));
		return RC_SYSTEM;
	}
	if (fd < 0 && errno == ENOENT)
		return ledger_refuse_absent(folder, err);
	if (fd < 0)
		return err_system(err, _("the till's lock file cannot be opened"));
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		outcome = errno == EWOULDBLOCK ? say_who_holds_it(fd, err)
		                               : err_system(err, _("the till cannot be locked"));
		close(fd);
		return outcome;
	}
	/* always as long, over the one before: making the file shorter first takes milliseconds */
	int length = snprintf(pid, sizeof(pid), "%-11ld\n", (long)getpid());
	if (pwrite(fd, pid, (size_t)length, 0) != length)
		log_line("lock: %s", strerror(errno));
	*lock = fd;
	return RC_OK;
}

enum outcome
ledger_in_use(const char *folder, struct err *err)
{
	int lock;
	enum outcome outcome = ledger_lock(folder, &lock, err);
	if (!outcome)
		close(lock);
	return outcome;
}
