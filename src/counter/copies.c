/*
 * What a person decides about a paper: did it come out, print it elsewhere, nobody needs it.
 *
 * "No, it did not come out" sends it again, marked COPY.  A copy of a receipt or a Z is an entry,
 * numbered and with its own row in the outbox.  Slips and shift reports have no numbered copies:
 * their row goes again and remembers that it is a copy.
 *
 * A paper that a print server has is first taken back from it (an errand, carried out by the
 * helper of its printer): what it does not give back may come out, so what goes elsewhere then is
 * a copy.  That nobody needs a receipt is an entry too.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "counter/inside.h"

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
}

/* The entry of what becomes of a paper.  RC_NOT_FOUND for papers that have none; *id is the row of
 * the paper it makes. */
static enum outcome
append_paper(struct counter *counter, int64_t seq, enum paper_choice choice, int64_t *id,
             struct err *err)
{
	struct entry entry, copy;
	unsigned after;
	enum outcome outcome =
	        journal_read(counter->ledger, ledger_till(counter->ledger), seq, &entry, err);

	if (outcome)
		return outcome;
	entry_init(&copy, ENTRY_PAPER);
	till_header(counter->till, &copy);
	copy.series = entry.series;
	name_paper(&entry, &copy.is.paper);
	copy.is.paper.choice = choice;
	after = AFTER_BIT(copy.is.paper.z ? AFTER_REPORT : AFTER_RECEIPT);
	if (copy.is.paper.sale.number || (copy.is.paper.z && choice == PAPER_COPY))
		outcome = ledger_append(counter->ledger, &copy, choice == PAPER_COPY ? after : 0,
		                        err);
	else
		outcome = RC_NOT_FOUND;
	*id = outbox_id(copy.seq, copy.is.paper.z ? AFTER_REPORT : AFTER_RECEIPT);
	entry_done(&copy);
	entry_done(&entry);
	return outcome;
}

static void
move_row(struct counter *counter, struct outbox_row *row, enum printer_role printer)
{
	row->printer = printer;
	row->state = OUTBOX_FRESH;
	row->status[0] = '\0';
	outbox_keep(counter, row, false);
}

static void
send_again(struct counter *counter, struct outbox_row *row, enum printer_role printer)
{
	struct outbox_row copy;
	struct err err;
	int64_t id;

	switch (append_paper(counter, row->seq, PAPER_COPY, &id, &err)) {
	case RC_OK:
		outbox_finish(counter, row);
		if (printer != row->printer && !outbox_get(counter->ledger, id, &copy, NULL))
			move_row(counter, &copy, printer);
		break;
	case RC_NOT_FOUND:
		row->copy = true;
		move_row(counter, row, printer);
		break;
	default:
		papers_say(papers_for(counter, row->printer), PRINTER_READY, err.msg);
	}
}

static void
drop(struct counter *counter, struct outbox_row *row)
{
	struct err err;
	int64_t id;

	switch (append_paper(counter, row->seq, PAPER_NONE, &id, &err)) {
	case RC_OK:
	case RC_NOT_FOUND:
		outbox_finish(counter, row);
		break;
	default:
		papers_say(papers_for(counter, row->printer), PRINTER_READY, err.msg);
	}
}

void
counter_paper_came_out(struct counter *counter, int64_t id, bool came_out)
{
	struct outbox_row row;

	if (outbox_get(counter->ledger, id, &row, NULL) || row.state != OUTBOX_UNSURE)
		return;
	if (came_out)
		outbox_finish(counter, &row);
	else
		send_again(counter, &row, row.printer);
	papers_kick(counter);
}

/* ---- errands ---- */

/* The row as it is: nothing of it is out, or that cannot be known. */
static void
carry_out(struct counter *counter, const struct errand *errand, struct outbox_row *row)
{
	if (errand->drops)
		drop(counter, row);
	else if (row->state == OUTBOX_UNSURE)
		send_again(counter, row, errand->to);
	else
		move_row(counter, row, errand->to);
	papers_kick(counter);
}

static bool
is_with_queue(const struct outbox_row *row)
{
	return row->state == OUTBOX_GIVEN || row->state == OUTBOX_TAKEN;
}

static void
decide(struct counter *counter, const struct errand *errand)
{
	struct outbox_row row;
	struct papers *papers;

	if (outbox_get(counter->ledger, errand->id, &row, NULL))
		return;
	papers = papers_for(counter, row.printer);
	if (papers->helper && papers->row.id == row.id)
		papers->errand = *errand; /* when the helper is done */
	else if (!is_with_queue(&row))
		carry_out(counter, errand, &row);
	else {
		papers->errand = *errand;
		papers_kick_one(papers);
	}
}

void
counter_paper_move(struct counter *counter, int64_t id, enum printer_role to)
{
	const struct errand errand = { .id = id, .to = to };

	decide(counter, &errand);
}

void
counter_paper_drop(struct counter *counter, int64_t id)
{
	const struct errand errand = { .id = id, .drops = true };

	decide(counter, &errand);
}

bool
errand_begin(struct papers *papers)
{
	struct errand errand = papers->errand;
	struct counter *counter = papers->counter;

	if (!errand.id)
		return false;
	if (outbox_get(counter->ledger, errand.id, &papers->row, NULL)) {
		papers->errand.id = 0; /* it came out meanwhile */
		return false;
	}
	if (!is_with_queue(&papers->row)) {
		papers->errand.id = 0;
		carry_out(counter, &errand, &papers->row);
		return false;
	}
	papers_ask(papers,
	           papers->row.state == OUTBOX_TAKEN ? PRINTER_CANCEL_TAKEN : PRINTER_CANCEL);
	return papers->helper != NULL;
}

void
errand_answered(struct papers *papers, enum outcome outcome, const struct err *err)
{
	struct errand errand = papers->errand;
	struct outbox_row *row = &papers->row;

	papers->errand.id = 0;
	if (outcome == RC_OFFLINE || outcome == RC_BUSY) {
		papers_say(papers, papers->state, err->msg);
		papers_kick_one(papers);
		return;
	}
	if (outcome == RC_OK) { /* too late: it is out */
		outbox_finish(papers->counter, row);
		papers_kick_one(papers);
		return;
	}
	row->state = outcome == RC_NOT_FOUND ? OUTBOX_FRESH : OUTBOX_UNSURE;
	carry_out(papers->counter, &errand, row);
}
