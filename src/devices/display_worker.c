/*
 * The worker of a display: shows the newest it was told and forgets what it could not show in time.
 * A display that is lost is looked for again and shows what is true then.
 */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "base/when.h"
#include "base/worker.h"
#include "devices/device.h"
#include "devices/display_show.h"
#include "devices/serial_line.h"

#define LOOK_AGAIN_MS 2000

struct work {
	const struct display_kind *kind;
	const char *where;
	int fd; /* -1: it is not there */
	bool begun;
	struct display_facts facts; /* the newest */
	bool is_new;
	struct buf bytes; /* on their way */
	size_t sent;
	struct device_status said;
	bool gone; /* the till is */
};

/* ---- how it is ---- */

static void
tell(struct work *work, enum device_state state, const struct err *err)
{
	struct device_status status = { .state = state };
	struct buf message = { 0 };

	if (err) {
		text_copy(status.sentence, sizeof status.sentence, err->msg);
		text_copy(status.hint, sizeof status.hint, err->hint);
	}
	if (memcmp(&status, &work->said, sizeof status) == 0)
		return;
	work->said = status;
	device_status_put(&message, &status);
	work->gone |= worker_say(message.text, message.length, NULL) != RC_OK;
	buf_done(&message);
}

static void
lose(struct work *work)
{
	close(work->fd);
	work->fd = -1;
	work->is_new = true;
	buf_clear(&work->bytes);
}

static void
find(struct work *work)
{
	struct err err = { 0 };
	enum outcome outcome = serial_line_open(&work->fd, work->where, &err);

	if (outcome) {
		work->fd = -1;
		tell(work, outcome == RC_OFFLINE ? DEVICE_AWAY : DEVICE_TROUBLE, &err);
		return;
	}
	work->begun = false;
	work->is_new = true;
	work->sent = 0;
	buf_clear(&work->bytes);
	tell(work, DEVICE_READY, NULL);
}

/* ---- showing ---- */

static bool
is_sent(const struct work *work)
{
	return work->sent == work->bytes.length;
}

static void
encode_newest(struct work *work)
{
	char upper[DISPLAY_TEXT_MAX], lower[DISPLAY_TEXT_MAX];

	buf_clear(&work->bytes);
	work->sent = 0;
	display_lines(&work->facts, DISPLAY_COLS, upper, lower);
	display_encode(work->kind, !work->begun, upper, lower, &work->bytes);
	work->begun = true;
	work->is_new = false;
}

/* What is on its way goes out whole, so that no command is cut; then the newest. */
static void
send_bytes(struct work *work)
{
	while (work->fd >= 0 && (work->is_new || !is_sent(work))) {
		ssize_t count;

		if (is_sent(work))
			encode_newest(work);
		count = write(work->fd, work->bytes.text + work->sent,
		              work->bytes.length - work->sent);
		if (count < 0 && errno == EAGAIN)
			return;
		if (count < 0 && errno != EINTR)
			lose(work);
		else if (count > 0)
			work->sent += (size_t)count;
	}
}

/* ---- the till ---- */

static void
hear(struct work *work)
{
	struct buf message = { 0 };
	struct display_facts facts;

	if (worker_receive(&message, NULL))
		work->gone = true;
	else if (display_take(&facts, message.text, message.length)) {
		work->facts = facts;
		work->is_new = true;
	}
	buf_done(&message);
}

/* Displays say nothing; that one is readable means that it was torn out. */
static void
wait_for_it(struct work *work)
{
	struct pollfd watched[2] = { { .fd = worker_fd(), .events = POLLIN }, { .fd = work->fd } };
	char ignored[64];

	if (work->fd >= 0)
		watched[1].events = is_sent(work) ? POLLIN : POLLIN | POLLOUT;
	poll(watched, 2, work->fd >= 0 ? -1 : LOOK_AGAIN_MS);
	if (watched[0].revents)
		hear(work);
	if (work->fd >= 0 && (watched[1].revents & (POLLIN | POLLHUP | POLLERR)) &&
	    read(work->fd, ignored, sizeof ignored) <= 0 && errno != EAGAIN)
		lose(work);
}

static void
run(struct work *work)
{
	while (!work->gone) {
		if (work->fd < 0)
			find(work);
		send_bytes(work);
		if (!work->gone)
			wait_for_it(work);
	}
}

int
display_worker(void)
{
	struct work work = { .fd = -1, .said.state = DEVICE_CONNECTING };
	struct buf message = { 0 };
	struct err err = { 0 };
	char address[200];
	const char *bytes;

	if (worker_receive(&message, NULL))
		return 0;
	bytes = message.text;
	work.gone = !device_field_take(&bytes, &message.length, address, sizeof address);
	buf_done(&message);
	if (!work.gone && display_find(address, &work.kind, &work.where, &err)) {
		tell(&work, DEVICE_TROUBLE, &err);
		work.gone = true;
	}
	run(&work);
	if (work.fd >= 0)
		close(work.fd);
	buf_done(&work.bytes);
	return 0;
}
