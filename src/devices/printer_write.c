#include <config.h>

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"

/* What kept the bytes from going out, once we know how many did. */
static enum outcome
stopped(size_t sent, int error, struct err *err)
{
	enum outcome outcome = sent > 0 ? RC_SYSTEM : RC_OFFLINE;

	if (error == ENOSPC) /* usblp(4) says so when paper is out; a disk when it is full */
		return err_set(err, outcome, _("the printer is out of paper, or its disk is full"));
	if (error == ETIMEDOUT)
		return err_set(err, outcome,
		               _("the printer takes nothing: is it switched on, has it paper?"));
	err_set(err, outcome, _("the connection to the printer broke"));
	err_detail(err, "write: errno %d", error);
	return outcome;
}

static bool
wait_for_room(int fd, int64_t due_ms)
{
	struct pollfd watch = { .fd = fd, .events = POLLOUT };
	int64_t left;

	while ((left = due_ms - when_monotonic_ms()) > 0) {
		int ready = poll(&watch, 1, (int)left);

		if (ready > 0)
			return true; /* errors too: write() names them */
		if (ready < 0 && errno != EINTR)
			return false;
	}
	return false;
}

enum outcome
printer_write(int fd, const void *bytes, size_t count, int64_t due_ms, struct err *err)
{
	const char *from = bytes;
	size_t sent = 0;

	while (sent < count) {
		ssize_t wrote = write(fd, from + sent, count - sent);

		if (wrote > 0) {
			sent += (size_t)wrote;
			continue;
		}
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0 && errno != EAGAIN)
			return stopped(sent, errno, err);
		if (!wait_for_room(fd, due_ms))
			return stopped(sent, ETIMEDOUT, err);
	}
	return RC_OK;
}
