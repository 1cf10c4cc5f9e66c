#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/count.h"
#include "checkout/payment.h"
#include "checkout/pieces.h"

/* Cash that moves without a sale: petty cash, the safe, and the drawer opened for nothing. */

enum outcome
do_no_sale(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct entry entry;

	till_entry(till, &entry, ENTRY_NO_SALE);
	entry.is.no_sale.shift = till->shift.shift;
	text_copy(entry.is.no_sale.reason, REASON_MAX, command_word(command, "REASON"));
	return till_append(till, &entry, AFTER_BIT(AFTER_DRAWER), answer, err);
}

static const struct {
	enum right right;
	bool out, to_safe;
} movements[CASH_KINDS] = {
	[CASH_PAID_IN] = { RIGHT_PAID_IN, false, false },
	[CASH_PAID_OUT] = { RIGHT_PAID_OUT, true, false },
	[CASH_PICKUP] = { RIGHT_PICKUP, true, true },
	[CASH_LOAN] = { RIGHT_LOAN, false, true },
};

bool
till_shows_expected(const struct till *till)
{
	return !till->settings->blind_count || till->person.rights[RIGHT_EXPECTED].allowed;
}

/* The euro's one and two cents are money also where totals are rounded; elsewhere coins below the
 * step of rounding are gone. */
enum outcome
till_check_coins(const struct till *till, struct money amount, struct err *err)
{
	const struct settings *settings = till->settings;
	char text[MONEY_TEXT_MAX], coin[MONEY_TEXT_MAX];
	int64_t step = strcmp(settings->currency.code, "EUR") == 0 ? 1 : settings->cash_step_minor;

	if (step <= 1 || amount.minor % step == 0)
		return RC_OK;
	return err_set(err, RC_REFUSED, _("%s cannot be paid in cash: the smallest coin is %s"),
	               settings_money(settings, amount, text),
	               settings_money(settings, money_of(step), coin));
}

/* Nothing comes out of the drawer that is not in it.  Who counts blind is not refused: trying one
 * amount after the other would find what the drawer should hold.  What is said to have moved is
 * recorded as it was said, and the count shows the difference. */
static enum outcome
check_drawer(struct till *till, enum cash_kind kind, struct money amount, struct err *err)
{
	struct money expected;
	char text[MONEY_TEXT_MAX];
	enum outcome outcome;

	if (amount.minor == 0)
		return err_set(err, RC_REFUSED, _("an amount is missing"));
	if (!movements[kind].out || !till_shows_expected(till))
		return RC_OK;
	outcome = shift_expected(till->ledger, till->series, till->shift.shift, &expected, err);
	if (outcome == RC_OK && money_cmp(amount, expected) > 0)
		return err_set(err, RC_REFUSED, _("only %s is in the drawer"),
		               settings_money(till->settings, expected, text));
	return outcome;
}

static enum outcome
move_cash(struct till *till, enum cash_kind kind, const char *typed, const char *reason,
          struct answer *answer, struct err *err)
{
	struct reach reach = { 0 };
	struct pieces moved;
	struct entry entry;
	enum outcome outcome = count_cash(till, typed, &moved, err);

	if (outcome == RC_OK) {
		reach.amount = moved.sum;
		outcome = check_drawer(till, kind, reach.amount, err);
	}
	if (outcome || !till_agrees(till, movements[kind].right, &reach))
		return outcome;
	till_entry(till, &entry, ENTRY_CASH);
	entry.is.cash.shift = till->shift.shift;
	entry.is.cash.kind = kind;
	entry.is.cash.amount = reach.amount;
	text_copy(entry.is.cash.reason, REASON_MAX, reason);
	entry.is.cash.piece_count = moved.count;
	memcpy(entry.is.cash.pieces, moved.piece, sizeof moved.piece);
	outcome = till_append(till, &entry, AFTER_BIT(AFTER_DRAWER) | AFTER_BIT(AFTER_RECEIPT),
	                      answer, err);
	if (outcome)
		return outcome;
	say_money(till, answer, "amount", reach.amount);
	payment_note_pickup(till, answer);
	return RC_OK;
}

enum outcome
do_paid_in(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return move_cash(till, CASH_PAID_IN, command_word(command, "AMOUNT"),
	                 command_word(command, "REASON"), answer, err);
}

enum outcome
do_paid_out(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	struct money amount, limit = till->settings->max_paid_out;
	char text[MONEY_TEXT_MAX];

	if (limit.minor > 0 &&
	    money_parse(command_word(command, "AMOUNT"), till->settings->currency.exponent, &amount,
	                NULL) == RC_OK &&
	    money_cmp(amount, limit) > 0)
		return err_set(err, RC_REFUSED, _("at most %s is paid out at once"),
		               settings_money(till->settings, limit, text));
	return move_cash(till, CASH_PAID_OUT, command_word(command, "AMOUNT"),
	                 command_word(command, "REASON"), answer, err);
}

enum outcome
do_pickup(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return move_cash(till, CASH_PICKUP, command_word(command, "AMOUNT|PIECES..."), "", answer,
	                 err);
}

enum outcome
do_loan(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	return move_cash(till, CASH_LOAN, command_word(command, "AMOUNT|PIECES..."), "", answer,
	                 err);
}
