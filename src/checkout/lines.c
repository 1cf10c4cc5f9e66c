#include <config.h>

#include "checkout/lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "checkout/capacity.h"
#include "checkout/rung.h"

/* ---- which line ---- */

enum outcome
lines_find(struct till *till, const struct command *command, struct basket_line **line,
           struct err *err)
{
	const char *word = command_word(command, "LINE");
	int number = word[0] ? atoi(word) : till->selected;
	struct basket_line *found =
	        number > 0 ? basket_line(&till->basket, number) : basket_last(&till->basket);

	if (!found)
		return err_set(err, RC_NOT_FOUND, _("there is no line %d"), number);
	if (found->is.flags & LINE_FREE)
		return err_set(err, RC_REFUSED, _("%s comes free with other goods"),
		               found->is.name);
	if (found->is.voided)
		return err_set(err, RC_REFUSED, _("line %d is void already"), found->is.number);
	if (found->is.kind == LINE_DEPOSIT)
		return err_set(err, RC_REFUSED, _("the deposit follows its item, line %d"),
		               found->is.parent);
	*line = found;
	return RC_OK;
}

void
lines_changed(struct till *till, struct basket_line *line, struct answer *answer)
{
	struct basket_line *linked = basket_deposit_of(&till->basket, line->is.number);
	int number = line->is.number, deposit = linked ? linked->is.number : 0;

	till_changed(till, number, number, answer);
	if (deposit)
		till_changed(till, deposit, deposit, answer);
	till->selected = 0;
	say_line(till, answer, basket_line(&till->basket, number));
	say_basket(till, answer);
}

enum outcome
lines_fit(const struct till *till, const struct basket_line *line,
          const struct basket_line *deposit, struct err *err)
{
	struct capacity capacity = { .amount = 0 };

	capacity_add_basket(&capacity, &till->basket, line->is.number,
	                    deposit ? deposit->is.number : 0);
	capacity_add(&capacity, line);
	if (deposit)
		capacity_add(&capacity, deposit);
	return capacity_ask(&capacity, err);
}

enum outcome
do_select(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct basket_line *line = basket_line(&till->basket, atoi(command_word(command, "LINE")));

	if (!line)
		return err_set(err, RC_NOT_FOUND, _("there is no line %s"),
		               command_word(command, "LINE"));
	till->selected = line->is.number;
	say_line(till, answer, line);
	return RC_OK;
}

/* ---- quantity ---- */

/* Lines void and lines lowered; what a right allows of both together. */
static int64_t
taken_back_so_far(const struct basket *basket)
{
	int64_t count = 0;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *is = &basket->lines[i].is;

		if (is->kind != LINE_DEPOSIT && !(is->flags & LINE_FREE))
			count += is->voided || is->flags & LINE_LOWERED;
	}
	return count;
}

/* Before an item: kept until the item comes. */
static enum outcome
next_quantity(struct till *till, int64_t qty_milli, bool is_weight, struct answer *answer)
{
	till->next_qty_milli = qty_milli;
	till->next_is_weight = is_weight;
	say_qty(answer, "quantity", qty_milli);
	return RC_OK;
}

/* Would the basket still hold it? */
static enum outcome
check_quantity(const struct till *till, const struct basket_line *line,
               const struct basket_line *deposit, int64_t qty_milli, struct err *err)
{
	struct basket_line trial = *line, linked;

	trial.is.qty_milli = qty_milli;
	if (deposit) {
		linked = *deposit;
		linked.is.qty_milli = qty_milli;
	}
	return lines_fit(till, &trial, deposit ? &linked : NULL, err);
}

static enum outcome
change_quantity(struct till *till, struct basket_line *line, int64_t qty_milli,
                struct answer *answer, struct err *err)
{
	struct basket_line *deposit = basket_deposit_of(&till->basket, line->is.number);
	struct item_row item = { 0 };
	bool known = line->is.item[0] &&
	             catalogue_item(till->ledger, line->is.item, &item, NULL) == RC_OK;

	if (line->fixed || line->is.qty_milli < 0)
		return err_set(err, RC_REFUSED, _("void the line and take back another quantity"));
	if (line->is.flags & LINE_LABEL_PRICE)
		return err_set(err, RC_REFUSED,
		               _("its label says how much it is: void the line, or scan another"));
	if (!line->is.unit[0] && qty_milli % QTY_ONE != 0)
		return err_set(err, RC_REFUSED, _("%s is sold in whole pieces"), line->is.name);
	if (check_quantity(till, line, deposit, qty_milli, err))
		return RC_REFUSED;
	memcpy(item.unit, line->is.unit, sizeof item.unit);
	if (!rung_quantity(till, known || item.unit[0] ? &item : NULL, &qty_milli))
		return RC_OK;
	if (qty_milli > line->is.qty_milli &&
	    !till_agrees(till, RIGHT_SELL_AGE, &(struct reach){ .min_age = (int)line->is.min_age }))
		return RC_OK;
	/* Less of something after the customer saw it is as a line taken back, and leaves its mark.
	 */
	if (qty_milli < line->is.qty_milli) {
		struct reach reach = { .count = taken_back_so_far(&till->basket) + 1 };

		if (!till_agrees(till, RIGHT_VOID, &reach))
			return RC_OK;
		line->is.flags |= LINE_LOWERED;
		line->is.approver = till_approver(till);
	}
	line->is.qty_milli = qty_milli;
	line->is.tare_milli = 0;
	if (deposit)
		deposit->is.qty_milli = qty_milli;
	lines_changed(till, line, answer);
	return RC_OK;
}

enum outcome
do_quantity(struct till *till, const struct command *command, struct answer *answer,
            struct err *err)
{
	struct basket_line *line;
	int64_t qty_milli;
	enum outcome outcome = qty_parse(command_word(command, "QTY"), &qty_milli, err);

	if (outcome)
		return outcome;
	if (qty_milli <= 0)
		return err_set(err, RC_REFUSED,
		               _("the quantity must be more than nothing: void takes a line back"));
	if (command_word(command, "LINE")[0] == '\0')
		return next_quantity(till, qty_milli, false, answer);
	outcome = lines_find(till, command, &line, err);
	return outcome ? outcome : change_quantity(till, line, qty_milli, answer, err);
}

enum outcome
do_weight(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	int64_t qty_milli;
	enum outcome outcome = qty_parse(command_word(command, "WEIGHT"), &qty_milli, err);

	if (outcome)
		return outcome;
	if (qty_milli <= 0)
		return err_set(err, RC_REFUSED, _("the weight must be more than nothing"));
	return next_quantity(till, qty_milli, true, answer);
}

enum outcome
do_tare(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	int64_t tare_milli;
	enum outcome outcome = qty_parse(command_word(command, "WEIGHT"), &tare_milli, err);

	if (outcome)
		return outcome;
	if (tare_milli < 0)
		return err_set(err, RC_REFUSED, _("a container weighs more than nothing"));
	if (tare_milli > till->settings->max_weight_milli && till->settings->max_weight_milli > 0)
		return err_set(err, RC_REFUSED, _("that is too heavy for a container"));
	till->next_tare_milli = tare_milli ? tare_milli : NO_TARE;
	say_qty(answer, "tare", tare_milli);
	return RC_OK;
}

/* ---- void ---- */

static void
void_line(struct basket_line *line, const char *reason, int approver)
{
	line->is.voided = true;
	line->is.approver = approver;
	text_copy(line->is.reason, REASON_MAX, reason);
}

enum outcome
do_void(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct reach reach = { .count = taken_back_so_far(&till->basket) + 1 };
	struct basket_line *line, *deposit;
	char reason[REASON_MAX];
	enum outcome outcome = lines_find(till, command, &line, err);

	if (outcome || !till_agrees(till, RIGHT_VOID, &reach) ||
	    !till_reason(till, command, reason))
		return outcome;
	void_line(line, reason, till_approver(till));
	deposit = basket_deposit_of(&till->basket, line->is.number);
	if (deposit)
		void_line(deposit, "", 0);
	lines_changed(till, line, answer);
	return RC_OK;
}

/* ---- price ---- */

/* How far the new price is from the one on the shelf; the limit of a right is a percentage. */
static int64_t
off_ppm(struct unit_price shelf, struct unit_price price)
{
	int64_t difference = shelf.e4 > price.e4 ? shelf.e4 - price.e4 : price.e4 - shelf.e4;

	return shelf.e4 == 0 ? 1000000
	                     : round_div((__int128)difference * 1000000, shelf.e4, ROUND_HALF_UP);
}

enum outcome
do_price(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct basket_line *line, trial;
	struct unit_price price, shelf;
	struct reach reach = { 0 };
	struct money amount;
	enum outcome outcome = lines_find(till, command, &line, err);

	if (outcome == RC_OK)
		outcome = money_parse(command_word(command, "AMOUNT"),
		                      till->settings->currency.exponent, &amount, err);
	if (outcome == RC_OK)
		outcome = rung_price_limits(till, amount, false, err);
	if (outcome)
		return outcome;
	if (line->fixed || line->is.kind == LINE_EMPTIES)
		return err_set(err, RC_REFUSED, _("what comes back is worth what was paid for it"));
	price = unit_price_of(amount);
	shelf = line->is.flags & LINE_PRICE_CHANGED ? line->is.shelf_price : line->is.price;
	trial = *line;
	trial.is.flags &= ~(unsigned)LINE_LABEL_PRICE;
	trial.is.price = price;
	if (lines_fit(till, &trial, NULL, err))
		return RC_REFUSED;
	reach.percent_ppm = off_ppm(shelf, price);
	if (!till_agrees(till, RIGHT_PRICE, &reach))
		return RC_OK;
	line->is.flags &= ~(unsigned)LINE_LABEL_PRICE;
	line->is.flags |= LINE_PRICE_CHANGED;
	line->is.shelf_price = shelf;
	line->is.price = price;
	line->is.approver = till_approver(till);
	text_copy(line->is.reason, REASON_MAX, command_word(command, "REASON"));
	lines_changed(till, line, answer);
	return RC_OK;
}

/* ---- notes and buyer ---- */

enum outcome
do_note(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *text = command_word(command, "TEXT");
	struct basket_line *line;
	enum outcome outcome;

	if (command_word(command, "LINE")[0] == '\0') {
		text_copy(till->basket.note, NOTE_MAX, text);
		till_changed(till, 0, 0, answer);
		return RC_OK;
	}
	outcome = lines_find(till, command, &line, err);
	if (outcome)
		return outcome;
	text_copy(line->is.note, NOTE_MAX, text);
	lines_changed(till, line, answer);
	return RC_OK;
}

/* Name and tax number go to the customer table; entries hold the number only. */
enum outcome
do_buyer(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	struct customer_row row = { 0 };
	enum outcome outcome;

	text_copy(row.name, sizeof row.name, command_word(command, "NAME"));
	text_copy(row.tax_number, sizeof row.tax_number, command_word(command, "TAX-NUMBER"));
	if (row.name[0] == '\0')
		return err_set(err, RC_REFUSED, _("a buyer has a name"));
	outcome = customer_put(till->ledger, &row, err);
	if (outcome)
		return outcome;
	say_int(answer, "customer", row.number);
	if (till->state == TILL_CHANGE) {
		till->buyer = row.number;
		return RC_OK;
	}
	till->basket.customer = row.number;
	till_find_customer(till);
	till_changed(till, 0, 0, answer);
	return RC_OK;
}
