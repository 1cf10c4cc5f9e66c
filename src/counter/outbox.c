/*
 * The outbox's rows as the counter sees them: which comes next, how many wait, which are done.
 *
 * A row that made no paper (there is no printer, the drawer stays shut) is only remembered as done
 * and deleted later, many in one transaction: a sale without a printer costs no sync of its own
 * for it.  A crash meanwhile brings such a row back, and it is found again to make no paper.
 *
 * A row that did make paper is marked and deleted lazily: no sync either.  That outlives the till's
 * process; a power cut may take it back to "never tried", which is why such rows of an earlier
 * start of the machine are not believed.
 *
 * However many rows wait (a printer that was away all week), a look costs the same: rows only ever
 * come at the end, so the papers are counted once each, and the search goes on from where nothing
 * before can go.
 */
#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "counter/inside.h"

#define FLUSH_MS 20000
#define PAGE 32

bool
outbox_is_done(const struct outbox *outbox, int64_t id)
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

static void
flush_soon(struct counter *counter)
{
	struct outbox *outbox = &counter->outbox;

	if (!outbox->timer)
		outbox->timer = loop_timer(counter->loop, FLUSH_MS, 0, flush_late, counter);
}

/* Deletes what is done, or at least puts lazy marks on disk: one sync. */
void
outbox_flush(struct counter *counter)
{
	struct outbox *outbox = &counter->outbox;
	struct err err = { 0 };

	if (outbox->timer)
		loop_timer_remove(counter->loop, outbox->timer);
	outbox->timer = 0;
	if (outbox->done_count > 0)
		outbox_done_all(counter->ledger, outbox->done, outbox->done_count, &err);
	else if (outbox->lazy)
		outbox_sync(counter->ledger, &err);
	if (err.msg[0])
		log_line("outbox: %s", err.msg);
	outbox->done_count = 0;
	outbox->lazy = false;
}

/* A row that is done with is not waited for any more. */
static void
uncount(struct outbox *outbox, const struct outbox_row *row)
{
	outbox->waiting -= row->kind != AFTER_DRAWER && row->id <= outbox->counted;
}

static void
count_unsure(struct counter *counter)
{
	outbox_count_unsure(counter->ledger, &counter->outbox.unsure, NULL);
}

void
outbox_finish_later(struct counter *counter, const struct outbox_row *row)
{
	struct outbox *outbox = &counter->outbox;

	uncount(outbox, row);
	outbox->done[outbox->done_count++] = row->id;
	if (outbox->done_count == OUTBOX_DONE_MAX)
		outbox_flush(counter);
	else
		flush_soon(counter);
}

void
outbox_finish(struct counter *counter, const struct outbox_row *row)
{
	struct err err;

	if (outbox_done(counter->ledger, row->id, true, &err)) {
		log_line("outbox %" PRId64 ": %s", row->id, err.msg);
		return;
	}
	uncount(&counter->outbox, row);
	counter->outbox.lazy = true;
	flush_soon(counter);
	count_unsure(counter);
}

/* The search of its printer begins before it again. */
static void
look_back(struct counter *counter, const struct outbox_row *row)
{
	struct papers *papers = papers_for(counter, row->printer);

	if (row->id <= papers->papers_after)
		papers->papers_after = row->id - 1;
}

void
outbox_keep(struct counter *counter, const struct outbox_row *row, bool lazily)
{
	struct err err;

	if (outbox_put(counter->ledger, row, lazily, &err)) {
		log_line("outbox %" PRId64 ": %s", row->id, err.msg);
		return;
	}
	if (lazily) {
		counter->outbox.lazy = true;
		flush_soon(counter);
	}
	if (row->state != OUTBOX_UNSURE)
		look_back(counter, row);
	count_unsure(counter);
}

bool
outbox_next(struct papers *papers, bool drawers_only, struct outbox_row *next)
{
	struct counter *counter = papers->counter;
	struct outbox *outbox = &counter->outbox;
	int64_t *after = drawers_only ? &papers->drawers_after : &papers->papers_after;
	int64_t from = *after;
	enum outcome outcome =
	        outbox_count_after(counter->ledger, &outbox->counted, &outbox->waiting, NULL);

	while (!outcome) {
		outcome = outbox_next_after(counter->ledger, from, drawers_only, papers->roles,
		                            next, NULL);
		if (outcome || !outbox_is_done(outbox, next->id))
			break;
		from = next->id;
	}
	if (!outcome)
		*after = next->id - 1;
	else if (outcome == RC_NOT_FOUND)
		*after = outbox->counted;
	return !outcome;
}

/* ---- the machine was started anew ---- */

static void
distrust(struct counter *counter, struct outbox_row *row)
{
	const char *address = settings_printer(&counter->settings, row->printer);

	if (row->state != OUTBOX_FRESH || row->tries > 0 || row->kind == AFTER_DRAWER ||
	    !printer_makes_paper(address))
		return;
	row->tries = 1;
	row->state = printer_can_be_asked(address) ? OUTBOX_GIVEN : OUTBOX_UNSURE;
	text_copy(row->place, sizeof row->place, address);
	outbox_keep(counter, row, true);
}

/* Marks of the last papers may be lost: a person is asked about them, or the queue. */
void
outbox_after_boot(struct counter *counter, const char *boot)
{
	struct outbox_row rows[PAGE];
	size_t count, index;
	int64_t after = 0;
	bool is_new = false;

	if (outbox_new_boot(counter->ledger, boot, &is_new, NULL) || !is_new)
		return;
	while (!outbox_after(counter->ledger, after, rows, PAGE, &count, NULL) && count > 0) {
		for (index = 0; index < count; index++)
			distrust(counter, &rows[index]);
		after = rows[count - 1].id;
	}
	outbox_flush(counter);
}
