#include <config.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "shop/labels.h"
#include "checkout/inside.h"

/* The till's day: its Z, the figures so far, and what may change only between two days. */

/* ---- Z ---- */

static enum outcome
fill_z(struct till *till, struct z_facts *facts, struct err *err)
{
	const struct day_row *day = &till->day;

	facts->first_shift = day->first_shift;
	facts->last_shift = day->last_shift;
	facts->first_seq = day->first_seq;
	facts->last_seq = ledger_last_seq(till->ledger);
	facts->first_receipt = day->first_receipt;
	facts->last_receipt = day->last_receipt;
	ledger_last_hash(till->ledger, &facts->head);
	enum outcome outcome =
	        shift_totals(till->ledger, till->series, day->first_shift, day->last_shift,
	                     &facts->totals, &facts->total_count, err);

	return outcome ? outcome
	               : labels_name_totals(till->ledger, facts->totals, facts->total_count, err);
}

static void
say_z(const struct till *till, struct answer *answer, const struct entry *entry)
{
	char day[WHEN_TEXT_MAX];

	say_int(answer, "z", entry->is.z.number);
	say_text(answer, "day", day_iso(day, entry->day));
	say_int(answer, "first-receipt", entry->is.z.first_receipt);
	say_int(answer, "last-receipt", entry->is.z.last_receipt);
	say_money(till, answer, "grand-sold", entry->after.sold);
	say_money(till, answer, "grand-returned", entry->after.returned);
	say_totals(till, answer, "totals", entry->is.z.totals, entry->is.z.total_count);
}

enum outcome
do_close_day(struct till *till, const struct command *command, struct answer *answer,
             struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	(void)command;
	till_entry(till, &entry, ENTRY_Z);
	outcome = fill_z(till, &entry.is.z, err);
	if (outcome == RC_OK)
		outcome = till_append(till, &entry, AFTER_BIT(AFTER_REPORT), answer, err);
	if (outcome == RC_OK)
		say_z(till, answer, &entry);
	entry_done(&entry);
	if (outcome)
		return outcome;
	till_rest(till);
	till->old_day = false;
	answer->effects |= EFFECT_DAY_CLOSED;
	if (till->suspended > 0)
		till_remark(answer,
		            ngettext("%d basket is carried over", "%d baskets are carried over",
		                     (unsigned long)till->suspended),
		            till->suspended);
	return till_refresh(till, err);
}

/* ---- reports ---- */

/* Who counts blind is not told what the drawer should hold. */
static size_t
without_drawer(struct total totals[], size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (strcmp(totals[i].account, "cash") != 0)
			totals[kept++] = totals[i];
	return kept;
}

enum outcome
do_x_report(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	bool shows_drawer = till_shows_expected(till);
	struct total *totals = NULL;
	struct money expected;
	size_t count = 0;
	enum outcome outcome = shift_totals(till->ledger, till->series, till->shift.shift,
	                                    till->shift.shift, &totals, &count, err);

	(void)command;
	if (outcome == RC_OK)
		outcome = shift_expected(till->ledger, till->series, till->shift.shift, &expected,
		                         err);
	if (outcome == RC_OK) {
		if (!shows_drawer)
			count = without_drawer(totals, count);
		say_int(answer, "shift", till->shift.shift);
		if (shows_drawer)
			say_money(till, answer, "expected", expected);
		say_totals(till, answer, "totals", totals, count);
		answer->effects |= EFFECT_X_REPORT;
	}
	free(totals);
	return outcome;
}

/* A kept Z; "print" makes a numbered copy. */
enum outcome
do_z_report(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	const char *word = command_word(command, "NUMBER");
	int64_t number = word[0] ? atoll(word) : till->day.next_z - 1;
	struct entry z, copy;
	enum outcome outcome = journal_read_z(till->ledger, till->series, number, &z, err);

	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no Z report %d"), (int)number);
	if (outcome)
		return outcome;
	if (strcmp(command_word(command, "CHOICE"), "print") == 0) {
		till_entry(till, &copy, ENTRY_PAPER);
		copy.is.paper.choice = PAPER_COPY;
		copy.is.paper.z = number;
		outcome = till_append(till, &copy, AFTER_BIT(AFTER_REPORT), answer, err);
	}
	if (outcome == RC_OK) {
		say_z(till, answer, &z);
		answer->seq = z.seq;
		answer->effects |= EFFECT_Z_REPORT;
	}
	entry_done(&z);
	return outcome;
}

/* ---- training ---- */

enum outcome
till_switch_training(struct till *till, bool on, struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	if (till->day.open || till->recovered) {
		err_set(err, RC_REFUSED, _("a day is open: training is switched after its Z"));
		return err_hint(err, "close-day");
	}
	till_entry(till, &entry, ENTRY_TRAINING);
	entry.is.training.on = on;
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome)
		return outcome;
	till->training = on;
	till->series = on ? SERIES_TRAINING : SERIES_LIVE;
	till->last_sale = (struct receipt_ref){ 0 };
	return till_refresh(till, err);
}

enum outcome
do_training(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	bool on = strcmp(command_word(command, "ON"), "on") == 0;
	enum outcome outcome;

	assert(on != till->training);
	outcome = till_switch_training(till, on, answer, err);
	if (outcome)
		return outcome;
	till_rest(till);
	say_bool(answer, "training", on);
	return RC_OK;
}

/* ---- lost numbers ---- */

enum outcome
do_accept_gap(struct till *till, const struct command *command, struct answer *answer,
              struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	if (!till->has_gap)
		return err_set(err, RC_REFUSED, _("no numbers are missing"));
	till_entry(till, &entry, ENTRY_GAP);
	entry.is.gap = till->gap;
	text_copy(entry.is.gap.reason, REASON_MAX, command_word(command, "REASON"));
	outcome = till_append(till, &entry, 0, answer, err);
	return outcome ? outcome : till_refresh(till, err);
}
