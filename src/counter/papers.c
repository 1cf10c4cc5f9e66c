/*
 * Papers and drawer: working off the outbox.
 *
 * The transaction that records a sale also writes what is to follow into the outbox: print the
 * receipt, open the drawer.  Here its rows are taken in order, one at a time for each printer, by
 * a helper "print"; a printer that is away, slow or dead holds up nobody but itself:
 *
 *   it came out         the row goes
 *   nothing came out    the row stays; tried again after a while, at the next paper, and on demand
 *   the queue has it    (a print server) the row stays `taken`, and the queue is asked what became
 *                       of it, after growing rests; papers behind it wait here, where they can
 *                       still go elsewhere
 *   unknown             a print server is asked for the job by its name before anything is sent
 *                       again; where nobody can be asked the row is `unsure` and asks the cashier,
 *                       and the next row goes on
 *
 * A paper's row is marked *before* its bytes leave, so that a till killed meanwhile asks rather
 * than prints twice.  While papers wait for a printer, drawers are still tried: many printers open
 * them without paper; and a drawer comes before its paper.  But never late: a drawer that cannot be
 * opened at once is given up, for nobody wants one that opens ten minutes after its sale.  In
 * training it never opens.
 */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "counter/inside.h"

#define DRAWER_LATE_MS 60000
#define FIRST_WAIT_MS 5000
#define LONGEST_WAIT_MS 60000
#define FIRST_ASK_MS 500 /* a queue that has it: is it out? */
#define LONGEST_ASK_MS 10000
#define ROWS_A_TURN 64 /* that make no paper; then keys are looked at first */
#define JOB_NAME_MAX 64
#define ANSWER_MS 4000 /* what a helper may take beyond the printer's patience */

static void look(void *context);

static void
look_after(struct papers *papers, int64_t wait_ms)
{
	if (papers->timer)
		loop_timer_remove(papers->counter->loop, papers->timer);
	papers->timer = loop_timer(papers->counter->loop, wait_ms, 0, look, papers);
	papers->soon = wait_ms == 0;
}

void
papers_say(struct papers *papers, enum printer_state state, const char *status)
{
	if (strcmp(papers->status, status) != 0 || papers->state != state)
		papers->since_ms = counter_now(papers->counter).utc_ms;
	papers->state = state;
	text_copy(papers->status, sizeof papers->status, status);
	counter_changed(papers->counter);
}

/* ---- whose papers ---- */

static const char *
address_of(const struct papers *papers)
{
	return settings_printer(&papers->counter->settings, papers->role);
}

/* The first role with that address works off the rows of all that share it. */
struct papers *
papers_for(struct counter *counter, enum printer_role role)
{
	const char *address = settings_printer(&counter->settings, role);
	enum printer_role first = PRINTER_RECEIPT;

	while (strcmp(settings_printer(&counter->settings, first), address) != 0)
		first++;
	return &counter->papers[first];
}

/* Settings may have changed: what was passed over before may be ours now. */
static void
find_roles(struct papers *papers)
{
	unsigned roles = 0;
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++) {
		if (papers_for(papers->counter, role) == papers)
			roles |= 1u << role;
	}
	if (roles != papers->roles)
		papers->papers_after = papers->drawers_after = 0;
	papers->roles = roles;
}

/* ---- what became of it ---- */

static void
came_out(struct papers *papers)
{
	if (papers->row.id)
		outbox_finish(papers->counter, &papers->row);
	papers->wait_ms = FIRST_WAIT_MS;
	papers->again_ms = 0;
	papers_say(papers, PRINTER_READY, "");
	look_after(papers, 0);
}

/* Papers leave the printer alone for a while, longer each time; drawers do not. */
static void
rest(struct papers *papers, int64_t longest_ms)
{
	int64_t twice = papers->wait_ms * 2;

	papers->again_ms = when_monotonic_ms() + papers->wait_ms;
	papers->wait_ms = twice < longest_ms ? twice : longest_ms;
	look_after(papers, 0);
}

/* Keeps the row as it is now; lazily, for the mark before sending is on disk as it must be. */
static void
keep_row(struct papers *papers, enum outbox_state state, const char *status)
{
	struct outbox_row *row = &papers->row;

	if (row->state == state && strcmp(row->status, status) == 0)
		return;
	row->state = state;
	row->tries++;
	text_copy(row->status, sizeof row->status, status);
	outbox_keep(papers->counter, row, true);
}

/* The printer was away, or broke off in the middle. */
static void
not_out(struct papers *papers, enum outcome outcome, const struct err *err)
{
	struct outbox_row *row = &papers->row;
	enum outbox_state state = OUTBOX_FRESH;
	bool is_drawer = row->id && row->kind == AFTER_DRAWER;

	if (outcome == RC_SYSTEM)
		state = printer_can_be_asked(row->place) ? OUTBOX_GIVEN : OUTBOX_UNSURE;
	if (is_drawer)
		outbox_finish(papers->counter, row);
	else if (row->id)
		keep_row(papers, state, err->msg);
	papers_say(papers, papers->state, err->msg);
	if (is_drawer && printer_can_be_asked(address_of(papers))) {
		look_after(papers, 0); /* a queue takes the paper all the same */
		return;
	}
	if (state == OUTBOX_GIVEN)
		papers->wait_ms = FIRST_ASK_MS;
	rest(papers, LONGEST_WAIT_MS);
}

static void
taken(struct papers *papers, const struct err *err)
{
	if (!papers->row.id || papers->row.kind == AFTER_DRAWER) {
		came_out(papers);
		return;
	}
	if (papers->row.state != OUTBOX_TAKEN)
		papers->wait_ms = FIRST_ASK_MS;
	keep_row(papers, OUTBOX_TAKEN, err->msg);
	papers_say(papers, papers->state, err->msg);
	rest(papers, LONGEST_ASK_MS);
}

static void
printed(struct papers *papers, enum outcome outcome, const struct err *err)
{
	if (outcome == RC_OK)
		came_out(papers);
	else if (outcome == RC_BUSY)
		taken(papers, err);
	else
		not_out(papers, outcome, err);
}

/* The queue's answer about a row that was given to it. */
static void
told(struct papers *papers, enum outcome outcome, const struct err *err)
{
	switch (outcome) {
	case RC_OK:
		came_out(papers);
		break;
	case RC_BUSY:
		taken(papers, err);
		break;
	case RC_NOT_FOUND: /* it can be sent again without a mark */
		keep_row(papers, OUTBOX_FRESH, "");
		look_after(papers, 0);
		break;
	case RC_SYSTEM:
		keep_row(papers, OUTBOX_UNSURE, err->msg);
		papers_say(papers, papers->state, err->msg);
		look_after(papers, 0);
		break;
	default:
		papers_say(papers, PRINTER_OFFLINE, err->msg);
		rest(papers, LONGEST_WAIT_MS);
	}
}

static void
sent(void *context, enum outcome helper, const char *answer, size_t length)
{
	struct papers *papers = context;
	struct err err = { 0 };
	enum outcome outcome = printer_answer(helper, answer, length, &papers->state, &err);
	bool asked = papers->verb != PRINTER_PRINT;

	papers->helper = NULL;
	if (asked && helper)
		outcome = err_set(&err, RC_OFFLINE,
		                  _("the print server does not answer: does it run?"));
	if (papers->verb == PRINTER_CANCEL || papers->verb == PRINTER_CANCEL_TAKEN)
		errand_answered(papers, outcome, &err);
	else if (asked)
		told(papers, outcome, &err);
	else
		printed(papers, outcome, &err);
}

/* ---- sending ---- */

static void
start(struct papers *papers, const struct printer_task *task)
{
	struct buf request = { 0 };
	struct err err = { 0 };
	enum outcome outcome;

	papers->verb = task->verb;
	printer_request(&request, task);
	outcome = helper_start(&papers->helper, papers->counter->loop, PRINTER_HELPER, request.text,
	                       request.length, printer_patience_ms + ANSWER_MS, sent, papers, &err);
	buf_done(&request);
	if (!outcome)
		return;
	papers->state = PRINTER_OFFLINE;
	if (task->verb == PRINTER_PRINT)
		not_out(papers, RC_OFFLINE, &err);
	else
		sent(papers, outcome, "", 0);
}

/* A name that no other paper has, here or on another till, in any shop that printed there. */
static void
name_job(char name[static JOB_NAME_MAX], const struct outbox_row *row, const struct entry *entry)
{
	snprintf(name, JOB_NAME_MAX, "till %d paper %" PRId64 " %.8s%s", entry->till, row->id,
	         entry->id, row->copy ? " copy" : "");
}

static void
start_printing(struct papers *papers, const struct entry *entry, const struct printout *printout)
{
	char name[JOB_NAME_MAX];
	const struct printer_task task = {
		.verb = PRINTER_PRINT,
		.address = address_of(papers),
		.name = name,
		.cols = papers->counter->settings.receipt_cols,
		.printout = printout,
	};

	name_job(name, &papers->row, entry);
	start(papers, &task);
}

void
papers_ask(struct papers *papers, enum printer_verb verb)
{
	const struct outbox_row *row = &papers->row;
	struct ledger *ledger = papers->counter->ledger;
	char name[JOB_NAME_MAX];
	const struct printer_task task = { .verb = verb, .address = row->place, .name = name };
	struct entry entry;
	struct err err = { 0 };

	if (journal_read(ledger, ledger_till(ledger), row->seq, &entry, &err)) {
		keep_row(papers, OUTBOX_UNSURE, err.msg);
		look_after(papers, 0);
		return;
	}
	name_job(name, row, &entry);
	entry_done(&entry);
	start(papers, &task);
}

/* ---- rows ---- */

/* A shop that is built aside prints nothing. */
static bool
makes_paper(const struct papers *papers)
{
	return !papers->counter->options.fast && printer_makes_paper(address_of(papers));
}

static bool
is_late(const struct counter *counter, const struct entry *entry)
{
	int64_t late_ms = counter_now(counter).utc_ms - entry->at.utc_ms;

	return late_ms > DRAWER_LATE_MS || late_ms < -DRAWER_LATE_MS;
}

/* True: it is on its way; false: the row is done with. */
static bool
open_drawer(struct papers *papers, const struct entry *entry)
{
	struct printout printout;
	bool opens = entry->series != SERIES_TRAINING && printer_has_drawer(address_of(papers)) &&
	             !is_late(papers->counter, entry);

	printout_init(&printout);
	printout_drawer(&printout);
	if (opens)
		start_printing(papers, entry, &printout);
	else
		outbox_finish_later(papers->counter, &papers->row);
	printout_done(&printout);
	return opens;
}

/* The row of a paper that cannot be made waits for a person, and holds nobody up. */
static bool
set_aside(struct papers *papers, const struct err *err)
{
	keep_row(papers, OUTBOX_UNSURE, err->msg);
	papers_say(papers, papers->state, err->msg);
	return false;
}

/* The mark may be lazy at the first try alone: of such a row it is known that it says too little
 * after a power cut. */
static void
mark_row(struct papers *papers)
{
	struct outbox_row *row = &papers->row;
	bool lazily = row->tries == 0;

	text_copy(row->place, sizeof row->place, address_of(papers));
	row->state = printer_can_be_asked(row->place) ? OUTBOX_GIVEN : OUTBOX_UNSURE;
	row->status[0] = '\0';
	row->tries++;
	outbox_keep(papers->counter, row, lazily);
}

static bool
print_paper(struct papers *papers, const struct entry *entry)
{
	struct counter *counter = papers->counter;
	const struct outbox_row *row = &papers->row;
	struct printout printout;
	struct err err = { 0 };
	bool on_its_way = false;

	printout_init(&printout);
	if (counter_compose(counter, entry, PAPER_PRINT, row->copy, &printout, &err)) {
		set_aside(papers, &err);
	} else {
		if (counter->events.paper && row->tries == 0)
			counter->events.paper(counter->events.context, &printout, row->kind);
		on_its_way = makes_paper(papers);
		if (on_its_way) {
			mark_row(papers);
			start_printing(papers, entry, &printout);
		} else {
			outbox_finish_later(counter, row);
		}
	}
	printout_done(&printout);
	return on_its_way;
}

static bool
work_row(struct papers *papers, const struct outbox_row *row)
{
	struct counter *counter = papers->counter;
	struct entry entry;
	struct err err = { 0 };
	bool on_its_way;

	papers->row = *row;
	if (row->state == OUTBOX_GIVEN || row->state == OUTBOX_TAKEN) {
		papers_ask(papers, row->state == OUTBOX_TAKEN ? PRINTER_ASK_TAKEN : PRINTER_ASK);
		return papers->helper != NULL;
	}
	if (!makes_paper(papers) && !counter->events.paper) {
		outbox_finish_later(counter, row);
		return false;
	}
	if (journal_read(counter->ledger, ledger_till(counter->ledger), row->seq, &entry, &err))
		return set_aside(papers, &err);
	on_its_way = row->kind == AFTER_DRAWER ? open_drawer(papers, &entry)
	                                       : print_paper(papers, &entry);
	entry_done(&entry);
	return on_its_way;
}

static bool
work_loose(struct papers *papers)
{
	struct loose_paper *paper = papers->loose;
	struct printer_task task = { .verb = PRINTER_PRINT, .name = "" };

	if (!paper)
		return false;
	papers->loose = paper->next;
	memset(&papers->row, 0, sizeof papers->row);
	task.address = address_of(papers);
	task.cols = papers->counter->settings.receipt_cols;
	task.printout = &paper->printout;
	start(papers, &task);
	printout_done(&paper->printout);
	free(paper);
	return true;
}

/* Takes the next row that can go; later ones follow when it is done.  A row that comes twice could
 * not be marked: the disk is full or damaged, and the next paper tries again. */
static void
look(void *context)
{
	struct papers *papers = context;
	int64_t away_ms = papers->again_ms - when_monotonic_ms(), last = 0;
	struct outbox_row row;

	papers->timer = 0;
	papers->soon = false;
	find_roles(papers);
	if (papers->helper || errand_begin(papers) || (away_ms <= 0 && work_loose(papers)))
		return;
	for (int worked = 0;
	     outbox_next(papers, true, &row) || (away_ms <= 0 && outbox_next(papers, false, &row));
	     worked++) {
		if (row.id == last)
			break;
		if (worked == ROWS_A_TURN) {
			look_after(papers, 0);
			return;
		}
		if (work_row(papers, &row))
			return;
		last = row.id;
	}
	if (away_ms > 0)
		look_after(papers, away_ms);
	counter_changed(papers->counter);
}

void
papers_kick_one(struct papers *papers)
{
	if (papers->wait_ms == 0)
		papers->wait_ms = FIRST_WAIT_MS;
	papers->again_ms = 0;
	if (!papers->helper)
		look_after(papers, 0);
}

void
papers_kick(struct counter *counter)
{
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++)
		papers_kick_one(&counter->papers[role]);
}

void
papers_retry(struct counter *counter)
{
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++)
		counter->papers[role].wait_ms = FIRST_WAIT_MS;
	papers_kick(counter);
}

void
papers_init(struct counter *counter)
{
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++) {
		counter->papers[role].counter = counter;
		counter->papers[role].role = role;
	}
}

static void
stop(struct papers *papers)
{
	struct loose_paper *paper;

	if (papers->helper)
		helper_stop(&papers->helper);
	if (papers->timer)
		loop_timer_remove(papers->counter->loop, papers->timer);
	papers->timer = 0;
	while ((paper = papers->loose)) {
		papers->loose = paper->next;
		printout_done(&paper->printout);
		free(paper);
	}
}

void
papers_stop(struct counter *counter)
{
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++)
		stop(&counter->papers[role]);
}

bool
papers_on_the_way(const struct counter *counter)
{
	enum printer_role role;

	for (role = PRINTER_RECEIPT; role < PRINTER_ROLES; role++) {
		if (counter->papers[role].helper || counter->papers[role].soon)
			return true;
	}
	return false;
}

enum outcome
counter_print(struct counter *counter, enum printer_role role, const struct printout *printout,
              struct err *err)
{
	struct papers *papers = papers_for(counter, role);
	struct loose_paper *paper, **end = &papers->loose;
	const struct printer_kind *kind;
	char where[PRINTER_ADDRESS_MAX];
	struct buf packed = { 0 };

	if (counter->events.paper)
		counter->events.paper(counter->events.context, printout, AFTER_REPORT);
	if (!makes_paper(papers))
		return RC_OK;
	if (printer_find(address_of(papers), &kind, where, err))
		return RC_REFUSED;
	paper = alloc_zero(1, sizeof *paper);
	printout_pack(printout, &packed);
	printout_unpack(&paper->printout, packed.text, packed.length);
	buf_done(&packed);
	while (*end)
		end = &(*end)->next;
	*end = paper;
	papers_kick_one(papers);
	return RC_OK;
}
