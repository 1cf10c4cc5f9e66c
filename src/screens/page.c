#include <config.h>

#include "screens/page.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE 65536

static FILE *out;
static int memory = -1; /* -1: ncurses writes straight to the terminal */

FILE *
page_open(void)
{
	int fd = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);

	out = fd < 0 ? NULL : fdopen(fd, "w");
	if (!out && fd >= 0)
		close(fd);
	if (out)
		memory = memfd_create("ringup page", MFD_CLOEXEC);
	return out;
}

void
page_close(void)
{
	if (memory >= 0)
		close(memory);
	memory = -1;
	if (out)
		fclose(out);
	out = NULL;
}

void
page_begin(void)
{
	if (memory >= 0)
		dup3(memory, fileno(out), O_CLOEXEC);
}

void
page_abandon(void)
{
	if (memory >= 0)
		dup3(STDOUT_FILENO, fileno(out), O_CLOEXEC);
}

/* False if the terminal is gone. */
static bool
send_all(const char *bytes, ssize_t count)
{
	struct pollfd fd = { .fd = STDOUT_FILENO, .events = POLLOUT };

	while (count > 0) {
		ssize_t sent = write(STDOUT_FILENO, bytes, (size_t)count);

		if (sent < 0 && errno == EAGAIN)
			poll(&fd, 1, -1);
		else if (sent < 0 && errno != EINTR)
			return false;
		if (sent > 0) {
			bytes += sent;
			count -= sent;
		}
	}
	return true;
}

void
page_end(void)
{
	static char bytes[PIECE];
	off_t length, at = 0;

	if (memory < 0)
		return;
	page_abandon();
	length = lseek(memory, 0, SEEK_CUR);
	while (at < length) {
		ssize_t wanted = length - at < PIECE ? (ssize_t)(length - at) : PIECE;
		ssize_t count = pread(memory, bytes, (size_t)wanted, at);

		if (count <= 0 || !send_all(bytes, count))
			break;
		at += count;
	}
	lseek(memory, 0, SEEK_SET);
}
