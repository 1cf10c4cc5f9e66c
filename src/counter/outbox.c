/*
 * The outbox's rows as the counter sees them: which comes next, how many wait, which are done.
 *
 * A row that made no paper (there is no printer, the drawer stays shut) is only remembered as done
 * and deleted later, many in one transaction: a sale without a printer costs no sync of its own
 * for it.  A crash meanwhile brings such a row back, and it is found again to make no paper.
 *
 * However many rows wait (a printer that was away all week), a look costs the same: rows only ever
 * come at the end, so the papers are counted once each, and the search goes on from where nothing
 * before can go.
 */
#include <config.h>

#include <inttypes.h>

#include "base/log.h"
#include "counter/inside.h"

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

/* A row that is done with is not waited for any more. */
static void
uncount(struct outbox *outbox, const struct outbox_row *row)
{
	outbox->waiting -= row->kind != AFTER_DRAWER && row->id <= outbox->counted;
}

void
outbox_finish_later(struct counter *counter, const struct outbox_row *row)
{
	struct outbox *outbox = &counter->outbox;

	uncount(outbox, row);
	outbox->done[outbox->done_count++] = row->id;
	if (outbox->done_count == OUTBOX_DONE_MAX)
		outbox_flush(counter);
	else if (!outbox->timer)
		outbox->timer = loop_timer(counter->loop, FLUSH_MS, 0, flush_late, counter);
}

void
outbox_finish(struct counter *counter, const struct outbox_row *row)
{
	struct err err;

	if (outbox_done(counter->ledger, row->id, &err))
		log_line("outbox %" PRId64 ": %s", row->id, err.msg);
	else
		uncount(&counter->outbox, row);
}

void
outbox_remark(struct counter *counter, int64_t id, const char *status, bool unsure)
{
	struct outbox *outbox = &counter->outbox;
	struct err err;

	if (outbox_note(counter->ledger, id, status, unsure, &err))
		log_line("outbox %" PRId64 ": %s", id, err.msg);
	if (!unsure && id <= outbox->papers_after)
		outbox->papers_after = id - 1;
}

bool
outbox_next(struct counter *counter, bool drawers_only, struct outbox_row *next)
{
	struct outbox *outbox = &counter->outbox;
	int64_t *after = drawers_only ? &outbox->drawers_after : &outbox->papers_after;
	int64_t from = *after;
	enum outcome outcome =
	        outbox_count_after(counter->ledger, &outbox->counted, &outbox->waiting, NULL);

	while (!outcome) {
		outcome = outbox_next_after(counter->ledger, from, drawers_only, next, NULL);
		if (outcome || !is_done(outbox, next->id))
			break;
		from = next->id;
	}
	if (!outcome)
		*after = next->id - 1;
	else if (outcome == RC_NOT_FOUND)
		*after = outbox->counted;
	return !outcome;
}

bool
outbox_find(struct counter *counter, int64_t id, struct outbox_row *row)
{
	size_t count = 0;

	return !outbox_after(counter->ledger, id - 1, row, 1, &count, NULL) && count == 1 &&
	       row->id == id;
}
