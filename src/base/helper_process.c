#include <config.h>

#include "base/helper_process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/helper.h"
#include "base/log.h"
#include "base/paths.h"

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

/* kind is "PROGRAM/KIND". */
static void
find_program(char path[static PATH_MAX], const char *kind, size_t length)
{
	char name[NAME_MAX + 1];

	snprintf(name, sizeof(name), "%.*s", (int)length, kind);
	if (paths_program(path, name, NULL))
		path[0] = '\0'; /* which cannot be started, and says so */
}

static int
spawn(pid_t *pid, const char *kind, int fd)
{
	const char *slash = strchr(kind, '/');
	char *argv[] = { (char *)"ringup", (char *)"helper", (char *)(slash ? slash + 1 : kind),
		         NULL };
	char path[PATH_MAX] = "/proc/self/exe";
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int failed;

	set_attributes(&attributes);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, fd, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	if (slash)
		find_program(path, kind, (size_t)(slash - kind));
	failed = posix_spawn(pid, program ? program : path, &actions, &attributes, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return failed;
}

enum outcome
helper_process_start(struct helper_process *process, const char *kind, int socket_type,
                     struct err *err)
{
	int pair[2], failed;

	if (socketpair(AF_UNIX, socket_type | SOCK_CLOEXEC, 0, pair))
		return err_system(err, "socketpair");
	failed = spawn(&process->pid, kind, pair[1]);
	close(pair[1]);
	if (failed) {
		close(pair[0]);
		errno = failed;
		return err_system(err, "starting the helper \"%s\"", kind);
	}
	process->pid_fd = pidfd_open(process->pid, 0);
	if (process->pid_fd < 0) {
		enum outcome outcome = err_system(err, "pidfd_open");

		kill(process->pid, SIGKILL);
		waitpid(process->pid, NULL, 0);
		close(pair[0]);
		return outcome;
	}
	process->fd = pair[0];
	fcntl(process->fd, F_SETFL, O_NONBLOCK);
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

void
helper_process_kill(struct helper_process *process, struct loop *loop, int signal_number)
{
	kill(-process->pid, signal_number);
	loop_unwatch(loop, process->pid_fd);
	loop_watch(loop, process->pid_fd, POLLIN, reap, loop);
}

bool
helper_process_ended(struct helper_process *process, struct loop *loop, bool *well)
{
	siginfo_t info = { 0 };

	if (waitid(P_PIDFD, (id_t)process->pid_fd, &info, WEXITED | WNOHANG) == 0 &&
	    info.si_pid == 0)
		return false;
	loop_unwatch(loop, process->pid_fd);
	close(process->pid_fd);
	*well = info.si_code == CLD_EXITED && info.si_status == 0;
	if (!*well)
		log_line("the helper %d failed: %s %d", (int)process->pid,
		         info.si_code == CLD_EXITED ? "exit status" : "signal", info.si_status);
	return true;
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
