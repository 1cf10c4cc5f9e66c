/*
 * A helper's life, seen by its owner: spawned with one end of a socket pair on its descriptor 0;
 * the request goes down the pair and is followed by its end; the answer comes up; the process
 * ends, which its pidfd tells.  The exit decides, not the end of the answer: only then is it known
 * whether the work was done.  Past its deadline it is killed, and reaped by the loop when the
 * kernel lets it go, because a process stuck in a driver does not die at once.
 */
#include <config.h>

#include "base/helper.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "base/log.h"

#define READ_BYTES 65536

struct helper {
	struct loop *loop; /* borrowed */
	pid_t pid;
	int pid_fd, fd; /* fd -1: the helper closed its end */
	char *request;
	size_t length, sent;
	struct buf answer;
	int timer;
	helper_done_fn *done;
	void *context;
};

static char *program; /* of helper_set_program() */

void
helper_set_program(const char *path)
{
	free(program);
	program = alloc_text(path);
}

/* ---- starting ---- */

/* Our own signal mask and handlers stay with us, terminal signals too (a group of its own). */
static void
set_attributes(posix_spawnattr_t *attributes)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(attributes);
	posix_spawnattr_setsigmask(attributes, &none);
	posix_spawnattr_setsigdefault(attributes, &all);
	posix_spawnattr_setpgroup(attributes, 0);
	posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
	                                             POSIX_SPAWN_SETPGROUP);
}

static int
spawn(pid_t *pid, const char *kind, int fd)
{
	char *argv[] = { (char *)"ringup", (char *)"helper", (char *)kind, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failed;

	set_attributes(&attributes);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	failed = posix_spawn(pid, program ? program : "/proc/self/exe", &actions, &attributes, argv,
	                     environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return failed;
}

/* Fills in pid, pid_fd and fd. */
static enum outcome
spawn_connected(struct helper *helper, const char *kind, struct err *err)
{
	int pair[2], failed;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return err_system(err, "socketpair");
	failed = spawn(&helper->pid, kind, pair[1]);
	close(pair[1]);
	if (failed) {
		close(pair[0]);
		errno = failed;
		return err_system(err, "starting the helper \"%s\"", kind);
	}
	helper->pid_fd = pidfd_open(helper->pid, 0);
	if (helper->pid_fd < 0) {
		enum outcome outcome = err_system(err, "pidfd_open");

		kill(helper->pid, SIGKILL);
		waitpid(helper->pid, NULL, 0);
		close(pair[0]);
		return outcome;
	}
	helper->fd = pair[0];
	fcntl(helper->fd, F_SETFL, O_NONBLOCK);
	return RC_OK;
}

/* ---- ending ---- */

static void
reap(void *context, int fd, short revents)
{
	siginfo_t info;

	(void)revents;
	waitid(P_PIDFD, (id_t)fd, &info, WEXITED | WNOHANG);
	loop_unwatch(context, fd);
	close(fd);
}

static void
free_helper(struct helper *helper)
{
	loop_timer_remove(helper->loop, helper->timer);
	if (helper->fd >= 0) {
		loop_unwatch(helper->loop, helper->fd);
		close(helper->fd);
	}
	free(helper->request);
	buf_done(&helper->answer);
	free(helper);
}

static void
kill_helper(struct helper *helper)
{
	kill(-helper->pid, SIGKILL);
	loop_unwatch(helper->loop, helper->pid_fd);
	loop_watch(helper->loop, helper->pid_fd, POLLIN, reap, helper->loop);
}

static void
finish(struct helper *helper, enum outcome outcome)
{
	const char *answer = helper->answer.text ? helper->answer.text : "";

	helper->done(helper->context, outcome, answer, helper->answer.length);
	free_helper(helper);
}

static void
deadline_passed(void *context)
{
	struct helper *helper = context;

	log_line("the helper %d missed its deadline and is killed", (int)helper->pid);
	kill_helper(helper);
	finish(helper, RC_OFFLINE);
}

void
helper_stop(struct helper **helper)
{
	if (!*helper)
		return;
	kill_helper(*helper);
	free_helper(*helper);
	*helper = NULL;
}

/* ---- talking ---- */

static void
stop_reading(struct helper *helper)
{
	loop_unwatch(helper->loop, helper->fd);
	close(helper->fd);
	helper->fd = -1;
}

static void
read_answer(struct helper *helper)
{
	char bytes[READ_BYTES];
	ssize_t got;

	while ((got = read(helper->fd, bytes, sizeof(bytes))) > 0) {
		buf_add_bytes(&helper->answer, bytes, (size_t)got);
		if (helper->answer.length > HELPER_BYTES_MAX) {
			kill(-helper->pid, SIGKILL); /* its exit then says RC_SYSTEM */
			break;
		}
	}
	if (got >= 0 || (errno != EAGAIN && errno != EINTR))
		stop_reading(helper);
}

static void talk(void *context, int fd, short revents);

/* The whole request, then its end.  A helper that died does not matter here: its exit tells. */
static void
send_request(struct helper *helper)
{
	ssize_t count = send(helper->fd, helper->request + helper->sent,
	                     helper->length - helper->sent, MSG_NOSIGNAL);

	if (count < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	helper->sent = count < 0 ? helper->length : helper->sent + (size_t)count;
	if (helper->sent < helper->length)
		return;
	shutdown(helper->fd, SHUT_WR);
	loop_unwatch(helper->loop, helper->fd);
	loop_watch(helper->loop, helper->fd, POLLIN, talk, helper);
}

static void
talk(void *context, int fd, short revents)
{
	struct helper *helper = context;

	(void)fd;
	if (revents & POLLOUT)
		send_request(helper);
	if (revents & (POLLIN | POLLHUP | POLLERR))
		read_answer(helper);
}

static void
process_ended(void *context, int fd, short revents)
{
	struct helper *helper = context;
	siginfo_t info = { 0 };
	bool well;

	(void)revents;
	if (waitid(P_PIDFD, (id_t)fd, &info, WEXITED | WNOHANG) == 0 && info.si_pid == 0)
		return;
	if (helper->fd >= 0)
		read_answer(helper); /* what it wrote last */
	loop_unwatch(helper->loop, fd);
	close(fd);
	well = info.si_code == CLD_EXITED && info.si_status == 0;
	if (!well)
		log_line("the helper %d failed: %s %d", (int)helper->pid,
		         info.si_code == CLD_EXITED ? "exit status" : "signal", info.si_status);
	finish(helper, well ? RC_OK : RC_SYSTEM);
}

enum outcome
helper_start(struct helper **helper, struct loop *loop, const char *kind, const void *request,
             size_t length, int64_t deadline_ms, helper_done_fn *done, void *context,
             struct err *err)
{
	struct helper *started = alloc_zero(1, sizeof(*started));
	enum outcome outcome;

	assert(length <= HELPER_BYTES_MAX);
	outcome = spawn_connected(started, kind, err);
	if (outcome) {
		free(started);
		return outcome;
	}
	started->loop = loop;
	started->request = alloc_zero(length + 1, 1);
	if (length)
		memcpy(started->request, request, length);
	started->length = length;
	started->done = done;
	started->context = context;
	started->timer = loop_timer(loop, deadline_ms, 0, deadline_passed, started);
	loop_watch(loop, started->fd, POLLIN | POLLOUT, talk, started);
	loop_watch(loop, started->pid_fd, POLLIN, process_ended, started);
	if (helper)
		*helper = started;
	return RC_OK;
}

/* ---- in the helper ---- */

/* The owner made the pair, so the pair knows the owner's number: if our parent is another by now,
 * the owner died before we asked to die with it. */
void
helper_begin(void)
{
	struct ucred owner;
	socklen_t size = sizeof(owner);
	struct rlimit none = { 0 };

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getsockopt(STDIN_FILENO, SOL_SOCKET, SO_PEERCRED, &owner, &size) == 0 &&
	    owner.pid != getppid())
		_exit(err_exit_status(RC_SYSTEM));
	setrlimit(RLIMIT_CORE, &none);
}

enum outcome
helper_read_request(char **request, size_t *length, struct err *err)
{
	char bytes[READ_BYTES];
	struct buf whole = { 0 };
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got > 0)
			buf_add_bytes(&whole, bytes, (size_t)got);
		if (got < 0 || whole.length > HELPER_BYTES_MAX) {
			buf_done(&whole);
			return err_system(err, "reading the request");
		}
	}
	*length = whole.length;
	*request = buf_take(&whole);
	return RC_OK;
}

enum outcome
helper_write_answer(const void *answer, size_t length, struct err *err)
{
	const char *at = answer;

	while (length > 0) {
		ssize_t count = send(STDIN_FILENO, at, length, MSG_NOSIGNAL);

		if (count < 0 && errno == ENOTSOCK) /* started by hand */
			count = write(STDOUT_FILENO, at, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return err_system(err, "writing the answer");
		at += count;
		length -= (size_t)count;
	}
	return RC_OK;
}
