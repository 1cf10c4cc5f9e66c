#include <config.h>

#include "listener.h"

#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"

#define NOBODY 65534

struct listener {
	pid_t pid;
	int fd;
	char text[65536];
	size_t length;
	char said[4096]; /* the first lines, for when a test fails */
};

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
become(const char *const words[], int fd, bool as_nobody)
{
	const char *argv[16] = { "ringup" };
	char path[4096];

	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANGUAGE", "en", 1);
	if (as_nobody && geteuid() == 0 && (setgid(NOBODY) || setuid(NOBODY)))
		_exit(126);
	snprintf(path, sizeof path, "%s/ringup", getenv("top_builddir"));
	for (int index = 0; words[index] && index < 14; index++)
		argv[index + 1] = words[index];
	execv(path, (char *const *)argv);
	_exit(127);
}

static struct listener *
start(const char *const words[], bool as_nobody)
{
	struct listener *listener = alloc_zero(1, sizeof *listener);
	int fds[2];

	ck_assert_int_eq(pipe2(fds, O_CLOEXEC), 0);
	fflush(NULL);
	listener->pid = fork();
	ck_assert_int_ge(listener->pid, 0);
	if (listener->pid == 0)
		become(words, fds[1], as_nobody);
	close(fds[1]);
	listener->fd = fds[0];
	return listener;
}

static struct listener *
start_test(const char *address, bool as_nobody)
{
	const char *const words[] = { "devices",   "test",  "--shop", "/nowhere",
		                      "--scanner", address, NULL };

	return start(words, as_nobody);
}

struct listener *
listener_run(const char *const words[])
{
	return start(words, false);
}

struct listener *
listener_start(const char *address)
{
	return start_test(address, false);
}

struct listener *
listener_start_as_nobody(const char *address)
{
	return start_test(address, true);
}

void
listener_stop(struct listener **listener)
{
	if (!*listener)
		return;
	kill((*listener)->pid, SIGTERM);
	waitpid((*listener)->pid, NULL, 0);
	close((*listener)->fd);
	free(*listener);
	*listener = NULL;
}

/* ---- lines ---- */

static bool
take_line(struct listener *listener, char *out, size_t size)
{
	char *end = memchr(listener->text, '\n', listener->length);
	size_t length;

	if (!end)
		return false;
	length = (size_t)(end - listener->text);
	snprintf(out, size, "%.*s", (int)length, listener->text);
	snprintf(listener->said + strlen(listener->said),
	         sizeof listener->said - strlen(listener->said), "  %s\n", out);
	listener->length -= length + 1;
	memmove(listener->text, end + 1, listener->length);
	return true;
}

static bool
read_more(struct listener *listener, long wait_ms)
{
	struct pollfd watched = { .fd = listener->fd, .events = POLLIN };
	ssize_t count;

	if (poll(&watched, 1, (int)wait_ms) <= 0)
		return false;
	count = read(listener->fd, listener->text + listener->length,
	             sizeof listener->text - listener->length);
	if (count <= 0)
		return false;
	listener->length += (size_t)count;
	return true;
}

static void
next_line(struct listener *listener, char *out, size_t size, const char *wanted)
{
	long due_ms = now_ms() + LISTENER_PATIENCE_MS;

	while (!take_line(listener, out, size)) {
		long left_ms = due_ms - now_ms();

		ck_assert_msg(left_ms > 0 && read_more(listener, left_ms),
		              "it did not say \"%s\", but\n%s", wanted, listener->said);
	}
}

void
listener_line(struct listener *listener, char *out, size_t size)
{
	next_line(listener, out, size, "anything");
}

void
listener_expect(struct listener *listener, const char *line)
{
	char got[1024];

	do
		next_line(listener, got, sizeof got, line);
	while (strcmp(got, line) != 0);
}

void
listener_expect_next(struct listener *listener, const char *line)
{
	char got[1024];

	next_line(listener, got, sizeof got, line);
	ck_assert_str_eq(got, line);
}
