#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "shop/labels.h"
#include "checkout/count.h"
#include "checkout/pieces.h"

/* Days that this program can have seen. */
#define FIRST_DAY 20200101
#define LAST_DAY 20991231

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

/* A business day never goes back, so a battery that is empty or a slip of the finger must not fix
 * one. */
static enum outcome
check_clock(const struct till *till, struct err *err)
{
	char text[WHEN_TEXT_MAX];
	day_number day = till_business_day(till);

	if (till->day.open || (day >= FIRST_DAY && day <= LAST_DAY))
		return RC_OK;
	err_set(err, RC_REFUSED, _("the computer's clock says %s"), day_iso(text, day));
	return err_hint(err, "%s", _("set the clock, then open the shift"));
}

enum outcome
do_open_shift(struct till *till, const struct command *command, struct answer *answer,
              struct err *err)
{
	struct shift_row last = { 0 };
	struct pieces counted;
	struct entry entry;
	char text[MONEY_TEXT_MAX];
	enum outcome outcome =
	        count_cash(till, command_word(command, "FLOAT|PIECES..."), &counted, err);

	if (outcome == RC_OK)
		outcome = check_clock(till, err);
	if (outcome == RC_OK)
		outcome = shift_last(till->ledger, till->series, &last, err);
	if (outcome == RC_OK || outcome == RC_NOT_FOUND)
		outcome =
		        till->training ? RC_OK : close_periods(till, till_business_day(till), err);
	if (outcome)
		return outcome;
	till_entry(till, &entry, ENTRY_SHIFT_OPEN);
	entry.is.shift_open.shift = last.shift + 1;
	entry.is.shift_open.opening_float = counted.sum;
	entry.is.shift_open.left = last.float_left;
	entry.is.shift_open.piece_count = counted.count;
	memcpy(entry.is.shift_open.pieces, counted.piece, sizeof counted.piece);
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome == RC_OK)
		outcome = till_refresh(till, err);
	if (outcome)
		return outcome;
	till_rest(till);
	say_int(answer, "shift", till->shift.shift);
	say_money(till, answer, "float", counted.sum);
	if (last.shift > 0 && money_cmp(counted.sum, last.float_left) != 0)
		till_remark(answer,
		            _("the last shift left %s as float: the difference is recorded"),
		            settings_money(till->settings, last.float_left, text));
	return RC_OK;
}

/* ---- closing ---- */

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

	if (bank[0])
		outcome = money_parse(bank, exponent, &facts->to_bank, err);
	facts->float_left = bank[0] ? money_sub(counted, facts->to_bank)
	                            : money_min(till->shift.opening_float, counted);
	if (outcome == RC_OK && left[0])
		outcome = money_parse(left, exponent, &facts->float_left, err);
	if (outcome == RC_OK && !bank[0])
		facts->to_bank = money_sub(counted, facts->float_left);
	if (outcome == RC_OK)
		outcome = till_check_coins(till, facts->float_left, err);
	if (outcome)
		return outcome;
	if (facts->to_bank.minor < 0 || facts->float_left.minor < 0)
		return err_set(err, RC_REFUSED, _("only %s was counted"),
		               settings_money(till->settings, counted, b));
	if (money_cmp(money_add(facts->float_left, facts->to_bank), counted) != 0)
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

	text_copy(facts->reason, REASON_MAX, command_word(command, "REASON"));
	outcome = count_read(till, facts, err);
	if (outcome)
		return outcome;
	if (!count_of(facts, "cash", &counted)) {
		err_set(err, RC_REFUSED, _("the cash in the drawer is not counted yet"));
		return err_hint(err, "count cash AMOUNT");
	}
	facts->over_short = money_sub(counted, facts->expected);
	outcome = count_check(till, facts, err);
	if (outcome == RC_OK)
		outcome = divide(till, command, counted, facts, err);
	if (outcome == RC_OK)
		outcome = labels_name_totals(till->ledger, facts->totals, facts->total_count, err);
	if (outcome == RC_OK)
		outcome =
		        labels_name_totals(till->ledger, facts->counted, facts->counted_count, err);
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
	say_foreign(till, answer, facts->foreign, facts->foreign_count);
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
