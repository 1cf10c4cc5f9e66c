/*
 * The worker of one address: opens its scanner, says what it reads and how it is, and when it is
 * lost looks for it again, for as long as the till is there.
 */
#include <config.h>

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "base/worker.h"
#include "devices/scanner_backend.h"

#define LOOK_AGAIN_MS 2000
#define HUNG_UP_MS 100

struct work {
	char address[200];
	struct scanner *scanner;
	struct device_status said; /* of the address itself, last */
	bool gone;                 /* the till is */
	bool raw;                  /* it wants what comes, too */
};

static void
say(struct work *work, const struct buf *message)
{
	if (worker_say(message->text, message->length, NULL))
		work->gone = true;
}

static void
tell(void *context, const struct device_status *status)
{
	struct work *work = context;
	struct buf message = { 0 };

	device_status_put(&message, status);
	say(work, &message);
	buf_done(&message);
}

static void
tell_raw(void *context, const struct scanner_raw *raw)
{
	struct work *work = context;
	struct buf message = { 0 };

	scanner_raw_put(&message, raw);
	say(work, &message);
	buf_done(&message);
}

/* How the address itself is, if that is news. */
static void
tell_state(struct work *work, enum device_state state, const struct err *err)
{
	struct device_status status = { .state = state };

	if (err) {
		text_copy(status.sentence, sizeof status.sentence, err->msg);
		text_copy(status.hint, sizeof status.hint, err->hint);
	}
	if (memcmp(&status, &work->said, sizeof status) == 0)
		return;
	work->said = status;
	tell(work, &status);
}

static enum device_state
state_of(enum outcome outcome)
{
	switch (outcome) {
	case RC_NOT_FOUND:
	case RC_OFFLINE:
		return DEVICE_AWAY;
	default:
		return DEVICE_TROUBLE;
	}
}

static void
open_scanner(struct work *work)
{
	struct err err = { 0 };
	enum outcome outcome = scanner_open(&work->scanner, work->address, tell, work, &err);

	if (outcome)
		tell_state(work, state_of(outcome), &err);
	else if (!work->scanner->ops->tells)
		tell_state(work, DEVICE_READY, NULL);
	if (!outcome && work->raw)
		scanner_hear_raw(work->scanner, tell_raw);
}

static void
read_scans(struct work *work)
{
	struct buf message = { 0 };
	struct scan scan;
	struct err err = { 0 };
	enum outcome outcome = RC_OK;

	while (!work->gone) {
		outcome = scanner_read(work->scanner, &scan, &err);
		if (outcome == RC_REFUSED)
			continue;
		if (outcome)
			break;
		buf_clear(&message);
		scan_put(&message, &scan);
		say(work, &message);
	}
	buf_done(&message);
	if (work->gone || outcome == RC_NOT_FOUND)
		return;
	tell_state(work, state_of(outcome), &err);
	scanner_close(&work->scanner);
}

/* Until the scanner, the till, or the time wants something.  A FIFO that nobody writes to is always
 * readable: it is looked at now and then. */
static void
wait_for_it(struct work *work)
{
	struct pollfd watched[2] = { { .fd = worker_fd(), .events = POLLIN },
		                     { .fd = -1, .events = POLLIN } };
	struct buf message = { 0 };

	if (work->scanner)
		watched[1].fd = scanner_fd(work->scanner);
	poll(watched, 2, work->scanner ? scanner_wait_ms(work->scanner) : LOOK_AGAIN_MS);
	if ((watched[1].revents & POLLHUP) && !(watched[1].revents & POLLIN))
		poll(watched, 1, HUNG_UP_MS);
	if (watched[0].revents && worker_receive(&message, NULL))
		work->gone = true; /* there is nothing to be told but the end */
	buf_done(&message);
}

/* A file was read to its end, and nothing will come any more. */
static bool
is_at_end(const struct work *work)
{
	return work->scanner && scanner_fd(work->scanner) < 0 && scanner_wait_ms(work->scanner) < 0;
}

static void
tell_end(struct work *work)
{
	struct err err;

	err_set(&err, RC_NOT_FOUND, _("all its scans were read"));
	tell_state(work, DEVICE_AWAY, &err);
	work->gone = true;
}

int
scanner_worker(void)
{
	struct work work = { .said.state = DEVICE_CONNECTING };
	struct buf message = { 0 };
	const char *bytes;

	worker_end_gently();
	if (worker_receive(&message, NULL))
		return 0;
	bytes = message.text;
	work.gone = !device_field_take(&bytes, &message.length, work.address, sizeof work.address);
	work.raw = message.length == sizeof SCANNER_RAW && strcmp(bytes, SCANNER_RAW) == 0;
	buf_done(&message);
	while (!work.gone) {
		if (!work.scanner)
			open_scanner(&work);
		if (work.scanner)
			read_scans(&work);
		if (is_at_end(&work))
			tell_end(&work);
		if (!work.gone)
			wait_for_it(&work);
	}
	scanner_close(&work.scanner);
	return 0;
}
