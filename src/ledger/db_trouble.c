/*
 * What SQLite and the disk say, as an outcome with a sentence for the person at the till.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>

#include "base/gettext.h"
#include "ledger/db_parts.h"

static bool
means_full(int code, int system_errno)
{
	return (code & 0xff) == SQLITE_FULL || system_errno == ENOSPC || system_errno == EDQUOT ||
	       system_errno == EFBIG;
}

struct trouble {
	enum outcome outcome;
	const char *msg, *hint;
};

static struct trouble
trouble_of(int code, int system_errno)
{
	int primary = code & 0xff;
	if (primary == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
		return (struct trouble){ RC_SYSTEM, N_("the machine is out of memory"),
			                 N_("close other programs, then try again") };
	if (means_full(code, system_errno))
		return (struct trouble){ RC_SYSTEM, N_("the disk is full: nothing was recorded"),
			                 N_("make room on the disk, then try again") };
	if (primary == SQLITE_READONLY || system_errno == EROFS)
		return (struct trouble){ RC_SYSTEM, N_("the till's folder cannot be written"),
			                 N_("check that disk and folder are not read-only") };
	if (primary == SQLITE_BUSY || primary == SQLITE_LOCKED)
		return (struct trouble){ RC_BUSY, N_("another program holds the till's files"),
			                 N_("close it, then try again") };
	if (primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB)
		return (struct trouble){ RC_BROKEN, N_("the till's files are damaged"),
			                 N_("run ringup verify; restore a backup if it says so") };
	if (primary == SQLITE_CANTOPEN || primary == SQLITE_PERM)
		return (struct trouble){ RC_SYSTEM, N_("the till's files cannot be opened"),
			                 N_("check who owns the till's folder") };
	if (primary == SQLITE_IOERR)
		return (struct trouble){ RC_SYSTEM, N_("the disk does not answer as it should"),
			                 N_("check the disk and its cable") };
	if (primary == SQLITE_CONSTRAINT || primary == SQLITE_AUTH || primary == SQLITE_TOOBIG)
		return (struct trouble){ RC_REFUSED, N_("the ledger refuses this"), NULL };
	return (struct trouble){ RC_SYSTEM, N_("the till's files could not be used"), NULL };
}

static int
system_errno_of(struct db *db, int code)
{
	if (!db || ((code & 0xff) != SQLITE_IOERR && (code & 0xff) != SQLITE_CANTOPEN))
		return 0;
	int told = sqlite3_system_errno(db->sqlite);
	return told ? told : db->step_errno;
}

enum outcome
db_trouble(struct db *db, int code, const char *doing, struct err *err)
{
	sqlite3 *sqlite = db ? db->sqlite : NULL;
	int system_errno = system_errno_of(db, code);
	struct trouble trouble = trouble_of(code, system_errno);
	if (db)
		db->disk_was_full = means_full(code, system_errno);

	char text[200];
	snprintf(text, sizeof(text), "%s", sqlite ? sqlite3_errmsg(sqlite) : sqlite3_errstr(code));
	err_set(err, trouble.outcome, "%s", _(trouble.msg));
	if (trouble.hint)
		err_hint(err, "%s", _(trouble.hint));
	err_detail(err, "%s (%d, errno %d): %s", text, code, system_errno, doing);
	return trouble.outcome;
}

bool
db_disk_was_full(const struct db *db)
{
	return db->disk_was_full;
}
