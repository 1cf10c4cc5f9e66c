/*
 * "Did it come out?"  A paper that nobody knows about is asked for; a no sends it again, marked
 * COPY.
 *
 * A copy of a receipt or a Z is an entry, numbered and with its own row in the outbox.  Slips and
 * shift reports have no numbered copies: their row goes again, remembered here as a copy.
 */
#include <config.h>

#include "base/text.h"
#include "ledger/journal.h"
#include "counter/inside.h"

bool
copies_has(const struct counter *counter, int64_t id)
{
	size_t index;

	for (index = 0; index < COPIES_MAX; index++) {
		if (counter->copies[index] == id)
			return true;
	}
	return false;
}

/* Puts `to` where `from` is; 0 is a free place. */
static void
replace(struct counter *counter, int64_t from, int64_t to)
{
	size_t index;

	for (index = 0; index < COPIES_MAX; index++) {
		if (counter->copies[index] == from) {
			counter->copies[index] = to;
			return;
		}
	}
}

void
copies_forget(struct counter *counter, int64_t id)
{
	replace(counter, id, 0);
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

/* RC_NOT_FOUND for papers that have no numbered copies. */
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
		outcome = ledger_append(
		        counter->ledger, &copy,
		        copy.is.paper.z ? AFTER_BIT(AFTER_REPORT) : AFTER_BIT(AFTER_RECEIPT), err);
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
		outbox_finish(counter, row);
		break;
	case RC_NOT_FOUND:
		replace(counter, 0, row->id);
		outbox_remark(counter, row->id, "", false);
		break;
	default:
		papers_say(counter, err.msg);
	}
}

void
counter_paper_came_out(struct counter *counter, int64_t outbox_id, bool came_out)
{
	struct outbox_row row;

	if (!outbox_find(counter, outbox_id, &row))
		return;
	if (came_out) {
		copies_forget(counter, outbox_id);
		outbox_finish(counter, &row);
	} else {
		send_again(counter, &row);
	}
	papers_kick(counter);
}
