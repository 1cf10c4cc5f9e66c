#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "shop/labels.h"
#include "checkout/inside.h"

/*
 * The shift: one drawer and one responsible person, from float to count.  A difference is recorded
 * with its reason and never "fixed"; the float that was left is what the next shift is expected to
 * find.
 */

/* ---- opening ---- */

/* Month and year closings that are due are written by the first opening of the next period. */
static enum outcome
close_periods(struct till *till, day_number day, struct err *err)
{
	for (;;) {
		struct entry entry;
		bool is_due = false;
		enum outcome outcome;

		till_entry(till, &entry, ENTRY_PERIOD);
		outcome = period_due(till->ledger, day, &entry.is.period, &is_due, err);
		if (outcome == RC_OK && is_due)
			outcome = till_append(till, &entry, 0, NULL, err);
		entry_done(&entry);
		if (outcome || !is_due)
			return outcome;
	}
}

enum outcome
do_open_shift(struct till *till, const struct command *command, struct answer *answer,
              struct err *err)
{
	struct shift_row last = { 0 };
	struct money opening_float;
	struct entry entry;
	char text[MONEY_TEXT_MAX];
	enum outcome outcome = money_parse(command_word(command, "FLOAT"),
	                                   till->settings->currency.exponent, &opening_float, err);

	if (outcome == RC_OK)
		outcome = shift_last(till->ledger, till->series, &last, err);
	if (outcome == RC_OK || outcome == RC_NOT_FOUND)
		outcome =
		        till->training ? RC_OK : close_periods(till, till_business_day(till), err);
	if (outcome)
		return outcome;
	till_entry(till, &entry, ENTRY_SHIFT_OPEN);
	entry.is.shift_open.shift = last.shift + 1;
	entry.is.shift_open.opening_float = opening_float;
	entry.is.shift_open.left = last.float_left;
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome == RC_OK)
		outcome = till_refresh(till, err);
	if (outcome)
		return outcome;
	till_rest(till);
	say_int(answer, "shift", till->shift.shift);
	say_money(till, answer, "float", opening_float);
	if (last.shift > 0 && money_cmp(opening_float, last.float_left) != 0)
		till_remark(answer,
		            _("the last shift left %s as float: the difference is recorded"),
		            settings_money(till->settings, last.float_left, text));
	return RC_OK;
}

/* ---- counting ---- */

enum outcome
do_count(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const struct tender_row *row;
	struct money amount;
	struct entry entry;
	enum outcome outcome =
	        tables_tender(&till->tables, command_word(command, "KIND"), &row, err);

	if (outcome == RC_OK)
		outcome = money_parse(command_word(command, "AMOUNT"),
		                      till->settings->currency.exponent, &amount, err);
	if (outcome)
		return outcome;
	till_entry(till, &entry, ENTRY_COUNT);
	entry.is.count.shift = till->shift.shift;
	entry.is.count.amount = amount;
	text_copy(entry.is.count.kind, TENDER_KIND_MAX, row->kind);
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome)
		return outcome;
	till_rest(till);
	say_text(answer, "kind", row->kind);
	say_money(till, answer, "counted", amount);
	return RC_OK;
}

/* ---- closing ---- */

enum { COUNTED_ROOM = 50 };

static enum outcome
read_counts(struct till *till, struct shift_close_facts *facts, struct err *err)
{
	size_t count = 0;
	enum outcome outcome;

	facts->counted = alloc_zero(COUNTED_ROOM, sizeof *facts->counted);
	outcome = shift_counted(till->ledger, till->series, till->shift.shift, facts->counted,
	                        COUNTED_ROOM, &count, err);
	facts->counted_count = outcome == RC_OK ? count : 0;
	return outcome;
}

static bool
counted_of(const struct shift_close_facts *facts, const char *kind, struct money *amount)
{
	for (size_t i = 0; i < facts->counted_count; i++) {
		if (strcmp(facts->counted[i].key, kind) == 0) {
			*amount = facts->counted[i].amount;
			return true;
		}
	}
	return false;
}

/* Over or short; without a reason it is asked for, and what is missing is told only now. */
static enum outcome
check_difference(struct till *till, const struct shift_close_facts *facts, struct err *err)
{
	char text[MONEY_TEXT_MAX];
	int64_t difference = facts->over_short.minor;

	if (difference == 0 || facts->reason[0])
		return RC_OK;
	settings_money(till->settings, money_abs(facts->over_short), text);
	if (difference < 0)
		err_set(err, RC_REFUSED,
		        _("%s too little in the drawer: count again, or give a reason"), text);
	else
		err_set(err, RC_REFUSED,
		        _("%s too much in the drawer: count again, or give a reason"), text);
	return err_hint(err, "close-shift FLOAT-LEFT TO-BANK REASON");
}

/* What was counted stays as float or goes to the bank; what is not said is worked out. */
static enum outcome
divide(struct till *till, const struct command *command, struct money counted,
       struct shift_close_facts *facts, struct err *err)
{
	const char *left = command_word(command, "FLOAT-LEFT"),
	           *bank = command_word(command, "TO-BANK");
	int exponent = till->settings->currency.exponent;
	char a[MONEY_TEXT_MAX], b[MONEY_TEXT_MAX];
	enum outcome outcome = RC_OK;

	facts->float_left = money_min(till->shift.opening_float, counted);
	if (left[0])
		outcome = money_parse(left, exponent, &facts->float_left, err);
	facts->to_bank = money_sub(counted, facts->float_left);
	if (outcome == RC_OK && bank[0])
		outcome = money_parse(bank, exponent, &facts->to_bank, err);
	if (outcome)
		return outcome;
	if (facts->to_bank.minor < 0 ||
	    money_cmp(money_add(facts->float_left, facts->to_bank), counted) != 0)
		return err_set(err, RC_REFUSED, _("float and bank make %s, but %s was counted"),
		               settings_money(till->settings,
		                              money_add(facts->float_left, facts->to_bank), a),
		               settings_money(till->settings, counted, b));
	return RC_OK;
}

static enum outcome
fill_close(struct till *till, const struct command *command, struct shift_close_facts *facts,
           struct err *err)
{
	struct money counted;
	enum outcome outcome;

	facts->shift = till->shift.shift;
	facts->first_seq = till->shift.first_seq;
	text_copy(facts->reason, REASON_MAX, command_word(command, "REASON"));
	outcome = read_counts(till, facts, err);
	if (outcome)
		return outcome;
	if (!counted_of(facts, "cash", &counted)) {
		err_set(err, RC_REFUSED, _("the cash in the drawer is not counted yet"));
		return err_hint(err, "count cash AMOUNT");
	}
	outcome = shift_expected(till->ledger, till->series, facts->shift, &facts->expected, err);
	if (outcome)
		return outcome;
	facts->over_short = money_sub(counted, facts->expected);
	outcome = check_difference(till, facts, err);
	if (outcome == RC_OK)
		outcome = divide(till, command, counted, facts, err);
	if (outcome == RC_OK)
		outcome = shift_totals(till->ledger, till->series, facts->shift, facts->shift,
		                       &facts->totals, &facts->total_count, err);
	if (outcome == RC_OK)
		outcome = labels_name_totals(till->ledger, facts->totals, facts->total_count, err);
	return outcome;
}

static void
say_close(const struct till *till, struct answer *answer, const struct shift_close_facts *facts)
{
	say_int(answer, "shift", facts->shift);
	say_money(till, answer, "expected", facts->expected);
	say_money(till, answer, "over-short", facts->over_short);
	say_money(till, answer, "float-left", facts->float_left);
	say_money(till, answer, "to-bank", facts->to_bank);
	say_totals(till, answer, "counted", facts->counted, facts->counted_count);
	say_totals(till, answer, "totals", facts->totals, facts->total_count);
}

enum outcome
do_close_shift(struct till *till, const struct command *command, struct answer *answer,
               struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_SHIFT_CLOSE);
	outcome = fill_close(till, command, &entry.is.shift_close, err);
	if (outcome == RC_OK)
		outcome = till_append(till, &entry, AFTER_BIT(AFTER_REPORT), answer, err);
	if (outcome == RC_OK)
		say_close(till, answer, &entry.is.shift_close);
	entry_done(&entry);
	if (outcome)
		return outcome;
	till_rest(till);
	answer->effects |= EFFECT_SHIFT_CLOSED;
	return till_refresh(till, err);
}
