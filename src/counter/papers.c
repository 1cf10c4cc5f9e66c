/*
 * Papers and drawer: working off the outbox.
 *
 * The transaction that records a sale also writes what is to follow into the outbox: print the
 * receipt, open the drawer.  Here its rows are taken in order, one at a time, by the helper
 * "print":
 *
 *   it came out         the row goes
 *   nothing came out    the row stays; tried again after a while, at the next paper, and on demand
 *   unknown             the row is `unsure` and asks the cashier; the next row goes on
 *
 * A paper's row is marked unsure *before* its bytes leave, so that a till killed meanwhile asks
 * rather than prints twice.  While papers wait for a printer, drawers are still tried: many
 * printers open them without paper.  But never late: a drawer that cannot be opened at once is
 * given up, for nobody wants one that opens ten minutes after its sale.  In training it never
 * opens.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "devices/printer.h"
#include "counter/inside.h"

#define DRAWER_LATE_MS 60000
#define FIRST_WAIT_MS 5000
#define LONGEST_WAIT_MS 60000
#define ROWS_A_TURN 64 /* that make no paper; then keys are looked at first */
#define ANSWER_MS 4000 /* what a helper may take beyond the printer's patience */

static void look(void *context);

static void
look_after(struct counter *counter, int64_t wait_ms)
{
	struct papers *papers = &counter->papers;

	if (papers->timer)
		loop_timer_remove(counter->loop, papers->timer);
	papers->timer = loop_timer(counter->loop, wait_ms, 0, look, counter);
	papers->soon = wait_ms == 0;
}

void
papers_say(struct counter *counter, const char *status)
{
	text_copy(counter->papers.status, sizeof counter->papers.status, status);
	counter_changed(counter);
}

/* ---- sending ---- */

static void
came_out(struct counter *counter)
{
	struct papers *papers = &counter->papers;

	if (papers->row.id) {
		copies_forget(counter, papers->row.id);
		outbox_finish(counter, &papers->row);
	}
	papers->wait_ms = FIRST_WAIT_MS;
	papers->again_ms = 0;
	papers_say(counter, "");
	look_after(counter, 0);
}

/* The printer is away or unsure of itself: papers leave it alone for a while. */
static void
failed(struct counter *counter, enum outcome outcome, const struct err *err)
{
	struct papers *papers = &counter->papers;

	if (papers->row.id && papers->row.kind == AFTER_DRAWER)
		outbox_finish(counter, &papers->row);
	else if (papers->row.id)
		outbox_remark(counter, papers->row.id, err->msg, outcome == RC_SYSTEM);
	papers_say(counter, err->msg);
	look_after(counter, 0);
	papers->again_ms = when_monotonic_ms() + papers->wait_ms;
	papers->wait_ms =
	        papers->wait_ms * 2 < LONGEST_WAIT_MS ? papers->wait_ms * 2 : LONGEST_WAIT_MS;
}

static void
sent(void *context, enum outcome outcome, const char *answer, size_t length)
{
	struct counter *counter = context;
	struct err err = { 0 };

	counter->papers.helper = NULL;
	outcome = printer_answer(outcome, answer, length, &err);
	if (outcome)
		failed(counter, outcome, &err);
	else
		came_out(counter);
}

static void
send_bytes(struct counter *counter, const struct buf *bytes)
{
	struct papers *papers = &counter->papers;
	struct buf request = { 0 };
	struct err err = { 0 };
	enum outcome outcome;

	printer_request(&request, counter->settings.printer, bytes->text, bytes->length);
	outcome =
	        helper_start(&papers->helper, counter->loop, PRINTER_PRINT, request.text, request.length,
	                     printer_patience_ms + ANSWER_MS, sent, counter, &err);
	buf_done(&request);
	if (outcome)
		failed(counter, RC_OFFLINE, &err);
}

/* ---- rows ---- */

/* A wrong address makes paper too: it waits until somebody puts the address right.  A shop that is
 * built aside prints nothing. */
static bool
makes_paper(const struct counter *counter)
{
	const struct printer_kind *kind;
	const char *where;

	if (counter->options.fast)
		return false;
	return printer_find(counter->settings.printer, &kind, &where, NULL) || kind->paper;
}

static bool
has_drawer(const struct counter *counter)
{
	const struct printer_kind *kind;
	const char *where;

	return !printer_find(counter->settings.printer, &kind, &where, NULL) && kind->escpos;
}

static bool
is_late(const struct counter *counter, const struct entry *entry)
{
	int64_t late_ms = counter_now(counter).utc_ms - entry->at.utc_ms;

	return late_ms > DRAWER_LATE_MS || late_ms < -DRAWER_LATE_MS;
}

/* True: it is on its way; false: the row is done with. */
static bool
open_drawer(struct counter *counter, const struct entry *entry)
{
	struct printout printout;
	struct buf bytes = { 0 };
	bool opens =
	        entry->series != SERIES_TRAINING && has_drawer(counter) && !is_late(counter, entry);

	printout_init(&printout);
	printout_drawer(&printout);
	opens = opens && !printer_render(counter->settings.printer, &printout,
	                                 counter->settings.receipt_cols, &bytes, NULL);
	if (opens)
		send_bytes(counter, &bytes);
	else
		outbox_finish_later(counter, &counter->papers.row);
	printout_done(&printout);
	buf_done(&bytes);
	return opens;
}

/* The row of a paper that cannot be made waits for a person, and holds nobody up. */
static bool
set_aside(struct counter *counter, const struct err *err)
{
	outbox_remark(counter, counter->papers.row.id, err->msg, true);
	papers_say(counter, err->msg);
	return false;
}

static bool
send_paper(struct counter *counter, const struct printout *printout)
{
	const struct outbox_row *row = &counter->papers.row;
	struct buf bytes = { 0 };
	struct err err = { 0 };

	if (!makes_paper(counter)) {
		outbox_finish_later(counter, row);
		return false;
	}
	if (printer_render(counter->settings.printer, printout, counter->settings.receipt_cols,
	                   &bytes, &err)) {
		failed(counter, RC_OFFLINE, &err);
	} else {
		outbox_remark(counter, row->id, "", true);
		send_bytes(counter, &bytes);
	}
	buf_done(&bytes);
	return true;
}

static bool
print_paper(struct counter *counter, const struct entry *entry)
{
	const struct outbox_row *row = &counter->papers.row;
	struct printout printout;
	struct err err = { 0 };
	bool on_its_way;

	printout_init(&printout);
	if (counter_compose(counter, entry, PAPER_PRINT, copies_has(counter, row->id), &printout,
	                    &err)) {
		on_its_way = set_aside(counter, &err);
	} else {
		if (counter->events.paper && row->tries == 0)
			counter->events.paper(counter->events.context, &printout, row->kind);
		on_its_way = send_paper(counter, &printout);
	}
	printout_done(&printout);
	return on_its_way;
}

static bool
work_row(struct counter *counter, const struct outbox_row *row)
{
	struct entry entry;
	struct err err = { 0 };
	bool on_its_way;

	counter->papers.row = *row;
	if (!makes_paper(counter) && !counter->events.paper) {
		outbox_finish_later(counter, row);
		return false;
	}
	if (journal_read(counter->ledger, ledger_till(counter->ledger), row->seq, &entry, &err))
		return set_aside(counter, &err);
	on_its_way = row->kind == AFTER_DRAWER ? open_drawer(counter, &entry)
	                                       : print_paper(counter, &entry);
	entry_done(&entry);
	return on_its_way;
}

static bool
work_loose(struct counter *counter)
{
	struct papers *papers = &counter->papers;
	struct loose_paper *paper = papers->loose;

	if (!paper)
		return false;
	papers->loose = paper->next;
	memset(&papers->row, 0, sizeof papers->row);
	send_bytes(counter, &paper->bytes);
	buf_done(&paper->bytes);
	free(paper);
	return true;
}

/* Takes the next row that can go; later ones follow when it is done.  A row that comes twice could
 * not be marked: the disk is full or damaged, and the next paper tries again. */
static void
look(void *context)
{
	struct counter *counter = context;
	struct papers *papers = &counter->papers;
	int64_t away_ms = papers->again_ms - when_monotonic_ms(), last = 0;
	struct outbox_row row;

	papers->timer = 0;
	papers->soon = false;
	if (papers->helper || (away_ms <= 0 && work_loose(counter)))
		return;
	for (int worked = 0; outbox_next(counter, away_ms > 0, &row) && row.id != last; worked++) {
		if (worked == ROWS_A_TURN) {
			look_after(counter, 0);
			return;
		}
		if (work_row(counter, &row))
			return;
		last = row.id;
	}
	if (away_ms > 0)
		look_after(counter, away_ms);
	counter_changed(counter);
}

void
papers_kick(struct counter *counter)
{
	if (counter->papers.wait_ms == 0)
		counter->papers.wait_ms = FIRST_WAIT_MS;
	counter->papers.again_ms = 0;
	if (!counter->papers.helper)
		look_after(counter, 0);
}

void
papers_stop(struct counter *counter)
{
	struct papers *papers = &counter->papers;
	struct loose_paper *paper;

	if (papers->helper)
		helper_stop(&papers->helper);
	if (papers->timer)
		loop_timer_remove(counter->loop, papers->timer);
	papers->timer = 0;
	while ((paper = papers->loose)) {
		papers->loose = paper->next;
		buf_done(&paper->bytes);
		free(paper);
	}
}

bool
papers_on_the_way(const struct counter *counter)
{
	return counter->papers.helper || counter->papers.soon;
}

/* ---- what others ask ---- */

int
counter_papers_waiting(const struct counter *counter)
{
	return counter->outbox.waiting;
}

size_t
counter_papers_list(struct counter *counter, struct outbox_row rows[], size_t room)
{
	struct outbox_row row;
	int64_t after = 0;
	size_t count = 0, found;

	outbox_flush(counter);
	while (count < room && !outbox_after(counter->ledger, after, &row, 1, &found, NULL) &&
	       found) {
		if (row.kind != AFTER_DRAWER)
			rows[count++] = row;
		after = row.id;
	}
	return count;
}

const char *
counter_printer_status(const struct counter *counter)
{
	return counter->papers.status;
}

void
counter_printer_retry(struct counter *counter)
{
	counter->papers.wait_ms = FIRST_WAIT_MS;
	papers_kick(counter);
}

enum outcome
counter_print(struct counter *counter, const struct printout *printout, struct err *err)
{
	struct loose_paper *paper, **end = &counter->papers.loose;
	enum outcome outcome;

	if (counter->events.paper)
		counter->events.paper(counter->events.context, printout, AFTER_REPORT);
	if (!makes_paper(counter))
		return RC_OK;
	paper = alloc_zero(1, sizeof *paper);
	outcome = printer_render(counter->settings.printer, printout,
	                         counter->settings.receipt_cols, &paper->bytes, err);
	if (outcome) {
		buf_done(&paper->bytes);
		free(paper);
		return outcome;
	}
	while (*end)
		end = &(*end)->next;
	*end = paper;
	papers_kick(counter);
	return RC_OK;
}
