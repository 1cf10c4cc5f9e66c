/*
 * The outbox's rows as the counter sees them: which comes next, how many wait, which are done.
 *
 * A row that made no paper (there is no printer, the drawer stays shut) is only remembered as done
 * and deleted later, many in one transaction: a sale without a printer costs no sync of its own
 * for it.  A crash meanwhile brings such a row back, and it is found again to make no paper.
 */
#include <config.h>

#include <inttypes.h>

#include "base/log.h"
#include "counter/inside.h"

#define ROWS_MAX 64
#define FLUSH_MS 20000

static bool
is_done(const struct outbox *outbox, int64_t id)
{
	size_t index;

	for (index = 0; index < outbox->done_count; index++) {
		if (outbox->done[index] == id)
			return true;
	}
	return false;
}

static void
flush_late(void *context)
{
	struct counter *counter = context;

	counter->outbox.timer = 0;
	outbox_flush(counter);
}

void
outbox_flush(struct counter *counter)
{
	struct outbox *outbox = &counter->outbox;
	struct err err;

	if (outbox->timer)
		loop_timer_remove(counter->loop, outbox->timer);
	outbox->timer = 0;
	if (outbox->done_count == 0)
		return;
	if (outbox_done_all(counter->ledger, outbox->done, outbox->done_count, &err))
		log_line("outbox: %s", err.msg);
	outbox->done_count = 0;
}

void
outbox_finish_later(struct counter *counter, int64_t id)
{
	struct outbox *outbox = &counter->outbox;

	outbox->done[outbox->done_count++] = id;
	if (outbox->done_count == OUTBOX_DONE_MAX)
		outbox_flush(counter);
	else if (!outbox->timer)
		outbox->timer = loop_timer(counter->loop, FLUSH_MS, 0, flush_late, counter);
}

void
outbox_finish(struct counter *counter, int64_t id)
{
	struct err err;

	if (outbox_done(counter->ledger, id, &err))
		log_line("outbox %" PRId64 ": %s", id, err.msg);
}

void
outbox_remark(struct counter *counter, int64_t id, const char *status, bool unsure)
{
	struct err err;

	if (outbox_note(counter->ledger, id, status, unsure, &err))
		log_line("outbox %" PRId64 ": %s", id, err.msg);
}

/* Counts the rows of a page, and finds the first that can go. */
static bool
look_through(struct outbox *outbox, const struct outbox_row rows[], size_t count, bool drawers_only,
             struct outbox_row *next)
{
	bool found = false;
	size_t index;

	for (index = 0; index < count; index++) {
		const struct outbox_row *row = &rows[index];

		if (is_done(outbox, row->id))
			continue;
		outbox->waiting += row->kind != AFTER_DRAWER;
		if (found || row->unsure || (drawers_only && row->kind != AFTER_DRAWER))
			continue;
		*next = *row;
		found = true;
	}
	return found;
}

bool
outbox_next(struct counter *counter, bool drawers_only, struct outbox_row *next)
{
	struct outbox *outbox = &counter->outbox;
	struct outbox_row rows[ROWS_MAX], other;
	int64_t after = 0;
	size_t count;
	bool found = false;

	outbox->waiting = 0;
	do {
		if (outbox_after(counter->ledger, after, rows, ROWS_MAX, &count, NULL))
			return found;
		found |= look_through(outbox, rows, count, drawers_only, found ? &other : next);
		after = count > 0 ? rows[count - 1].id : after;
	} while (count == ROWS_MAX);
	return found;
}

bool
outbox_find(struct counter *counter, int64_t id, struct outbox_row *row)
{
	size_t count = 0;

	return !outbox_after(counter->ledger, id - 1, row, 1, &count, NULL) && count == 1 &&
	       row->id == id;
}
