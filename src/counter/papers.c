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

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "devices/printer.h"
#include "counter/inside.h"

#define ROWS_MAX 64
#define DRAWER_LATE_MS 60000
#define FIRST_WAIT_MS 5000
#define LONGEST_WAIT_MS 60000
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

static void
say(struct counter *counter, const char *status)
{
	text_copy(counter->papers.status, sizeof counter->papers.status, status);
	counter_changed(counter);
}

static bool
is_copy(const struct papers *papers, int64_t id)
{
	size_t index;

	for (index = 0; index < COPIES_MAX; index++) {
		if (papers->copies[index] == id)
			return true;
	}
	return false;
}

/* id 0 in `from` finds a free place. */
static void
swap_copy(struct papers *papers, int64_t from, int64_t to)
{
	size_t index;

	for (index = 0; index < COPIES_MAX; index++) {
		if (papers->copies[index] == from) {
			papers->copies[index] = to;
			return;
		}
	}
}

static void
finish_row(struct counter *counter, int64_t id)
{
	struct err err;

	swap_copy(&counter->papers, id, 0);
	if (outbox_done(counter->ledger, id, &err))
		log_line("outbox %" PRId64 ": %s", id, err.msg);
}

static void
note_row(struct counter *counter, int64_t id, const char *status, bool unsure)
{
	struct err err;

	if (outbox_note(counter->ledger, id, status, unsure, &err))
		log_line("outbox %" PRId64 ": %s", id, err.msg);
}

/* ---- sending ---- */

static void
came_out(struct counter *counter)
{
	struct papers *papers = &counter->papers;

	if (papers->row.id)
		finish_row(counter, papers->row.id);
	papers->wait_ms = FIRST_WAIT_MS;
	papers->again_ms = 0;
	say(counter, "");
	look_after(counter, 0);
}

/* The printer is away or unsure of itself: papers leave it alone for a while. */
static void
failed(struct counter *counter, enum outcome outcome, const struct err *err)
{
	struct papers *papers = &counter->papers;

	if (papers->row.id && papers->row.kind == AFTER_DRAWER)
		finish_row(counter, papers->row.id);
	else if (papers->row.id)
		note_row(counter, papers->row.id, err->msg, outcome == RC_SYSTEM);
	say(counter, err->msg);
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
	        helper_start(&papers->helper, counter->loop, "print", request.text, request.length,
	                     printer_patience_ms + ANSWER_MS, sent, counter, &err);
	buf_done(&request);
	if (outcome)
		failed(counter, RC_OFFLINE, &err);
}

/* ---- rows ---- */

static bool
makes_paper(const struct counter *counter)
{
	const struct printer_ops *ops;
	const char *where;

	return printer_find(counter->settings.printer, &ops, &where, NULL) || ops->paper;
}

static bool
has_drawer(const struct counter *counter)
{
	const struct printer_ops *ops;
	const char *where;

	return !printer_find(counter->settings.printer, &ops, &where, NULL) && ops->escpos;
}

/* True: it is on its way; false: the row is done with. */
static bool
open_drawer(struct counter *counter, const struct entry *entry)
{
	struct printout printout;
	struct buf bytes = { 0 };
	int64_t late_ms = counter_now(counter).utc_ms - entry->at.utc_ms;

	if (entry->series == SERIES_TRAINING || !has_drawer(counter) || late_ms > DRAWER_LATE_MS ||
	    late_ms < -DRAWER_LATE_MS) {
		finish_row(counter, counter->papers.row.id);
		return false;
	}
	printout_init(&printout);
	printout_drawer(&printout);
	if (!printer_render(counter->settings.printer, &printout, counter->settings.receipt_cols,
	                    &bytes, NULL))
		send_bytes(counter, &bytes);
	printout_done(&printout);
	buf_done(&bytes);
	return true;
}

static bool
print_paper(struct counter *counter, const struct entry *entry)
{
	struct papers *papers = &counter->papers;
	struct printout printout;
	struct buf bytes = { 0 };
	struct err err = { 0 };
	bool on_its_way = false;

	printout_init(&printout);
	if (counter_compose(counter, entry, PAPER_PRINT, is_copy(papers, papers->row.id), &printout,
	                    &err)) {
		note_row(counter, papers->row.id, err.msg, true);
		say(counter, err.msg);
		goto done;
	}
	if (counter->events.paper && papers->row.tries == 0)
		counter->events.paper(counter->events.context, &printout, papers->row.kind);
	if (!makes_paper(counter)) {
		finish_row(counter, papers->row.id);
		goto done;
	}
	if (printer_render(counter->settings.printer, &printout, counter->settings.receipt_cols,
	                   &bytes, &err)) {
		failed(counter, RC_OFFLINE, &err);
	} else {
		note_row(counter, papers->row.id, "", true);
		send_bytes(counter, &bytes);
	}
	on_its_way = true;
done:
	printout_done(&printout);
	buf_done(&bytes);
	return on_its_way;
}

static bool
work_row(struct counter *counter, const struct outbox_row *row)
{
	struct entry entry;
	struct err err = { 0 };
	bool on_its_way;

	counter->papers.row = *row;
	if (journal_read(counter->ledger, ledger_till(counter->ledger), row->seq, &entry, &err)) {
		note_row(counter, row->id, err.msg, true);
		say(counter, err.msg);
		return false;
	}
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

/* Without syncs nobody waits for paper: the demo shop's history is not printed. */
static void
drop_all(struct counter *counter, const struct outbox_row rows[], size_t count)
{
	size_t index;

	for (index = 0; index < count; index++)
		finish_row(counter, rows[index].id);
}

static void
count_rows(struct papers *papers, const struct outbox_row rows[], size_t count)
{
	size_t index;

	papers->waiting = papers->unsure = 0;
	for (index = 0; index < count; index++) {
		papers->waiting += rows[index].kind != AFTER_DRAWER;
		papers->unsure += rows[index].unsure;
	}
}

/* Takes the first row that can go.  True: it is on its way, and the rest follows when it is done.
 */
static bool
work_first(struct counter *counter, const struct outbox_row rows[], size_t count, bool drawers_only)
{
	size_t index;

	for (index = 0; index < count; index++) {
		if (rows[index].unsure || (drawers_only && rows[index].kind != AFTER_DRAWER))
			continue;
		if (work_row(counter, &rows[index]))
			return true;
	}
	return false;
}

static void
look(void *context)
{
	struct counter *counter = context;
	struct papers *papers = &counter->papers;
	struct outbox_row rows[ROWS_MAX];
	int64_t away_ms = papers->again_ms - when_monotonic_ms();
	struct err err;
	size_t count = 0;

	papers->timer = 0;
	papers->soon = false;
	if (papers->helper || (away_ms <= 0 && work_loose(counter)))
		return;
	if (outbox_list(counter->ledger, rows, ROWS_MAX, &count, &err)) {
		say(counter, err.msg);
		return;
	}
	if (counter->options.fast) {
		drop_all(counter, rows, count);
		return;
	}
	count_rows(papers, rows, count);
	if (work_first(counter, rows, count, away_ms > 0))
		return;
	if (away_ms > 0)
		look_after(counter, away_ms);
	if (!outbox_list(counter->ledger, rows, ROWS_MAX, &count, &err))
		count_rows(papers, rows, count);
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
	return counter->papers.waiting;
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

/* Which sale or Z a paper is of; neither for slips and shift reports. */
static void
name_paper(const struct entry *entry, struct paper_facts *paper)
{
	if (entry->kind == ENTRY_SALE)
		paper->sale =
		        (struct receipt_ref){ entry->till, entry->series, entry->is.sale.number };
	if (entry->kind == ENTRY_PAPER)
		*paper = entry->is.paper;
	if (entry->kind == ENTRY_Z)
		paper->z = entry->is.z.number;
	paper->choice = PAPER_COPY;
}

/* A copy of a receipt or Z is an entry, numbered and with its own place in the outbox. RC_NOT_FOUND
 * for papers that have no numbered copies. */
static enum outcome
append_copy(struct counter *counter, int64_t seq, struct err *err)
{
	struct entry entry, copy;
	enum outcome outcome =
	        journal_read(counter->ledger, ledger_till(counter->ledger), seq, &entry, err);

	if (outcome)
		return outcome;
	entry_init(&copy, ENTRY_PAPER);
	till_header(counter->till, &copy);
	copy.series = entry.series;
	name_paper(&entry, &copy.is.paper);
	if (copy.is.paper.sale.number || copy.is.paper.z)
		outcome = ledger_append(counter->ledger, &copy,
		                        copy.is.paper.z ? AFTER_BIT(AFTER_REPORT)
		                                        : AFTER_BIT(AFTER_RECEIPT),
		                        err);
	else
		outcome = RC_NOT_FOUND;
	entry_done(&copy);
	entry_done(&entry);
	return outcome;
}

static void
send_again(struct counter *counter, const struct outbox_row *row)
{
	struct err err;

	switch (append_copy(counter, row->seq, &err)) {
	case RC_OK:
		finish_row(counter, row->id);
		break;
	case RC_NOT_FOUND:
		swap_copy(&counter->papers, 0, row->id);
		note_row(counter, row->id, "", false);
		break;
	default:
		say(counter, err.msg);
	}
}

void
counter_paper_came_out(struct counter *counter, int64_t outbox_id, bool out)
{
	struct outbox_row rows[ROWS_MAX];
	size_t count = 0, index;

	if (outbox_list(counter->ledger, rows, ROWS_MAX, &count, NULL))
		return;
	for (index = 0; index < count; index++) {
		if (rows[index].id != outbox_id)
			continue;
		if (out)
			finish_row(counter, outbox_id);
		else
			send_again(counter, &rows[index]);
	}
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
