#include <config.h>

#include "checkout/empties.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "shop/in_store.h"
#include "checkout/capacity.h"
#include "checkout/rung.h"

/*
 * Bottles and crates that come back: their deposit is a line the other way, of the linked item's
 * department and tax.  A machine that takes bottles gives slips instead; each is paid out once,
 * which the ledger knows by its number.
 */

/* What is given back, before it is a line. */
struct empties {
	struct item_row deposit;
	char slip[CODE_MAX]; /* "" none */
	bool by_slip;
	int64_t pieces;
	struct unit_price price;
};

/* ---- what it is ---- */

static enum outcome
of_item(struct till *till, const char *code, const struct item_row *item, struct empties *empties,
        struct err *err)
{
	bool linked = item->deposit_item[0] != '\0';
	enum outcome outcome = RC_OK;

	if (linked)
		outcome = catalogue_item(till->ledger, item->deposit_item, &empties->deposit, err);
	else
		empties->deposit = *item;
	if (outcome == RC_OK && !linked && !catalogue_is_deposit(till->ledger, item->number))
		return err_set(err, RC_REFUSED, _("there is no deposit on %s"), item->name);
	if (outcome == RC_NOT_FOUND || (outcome == RC_OK && !empties->deposit.has_price))
		return err_set(err, RC_REFUSED, _("the deposit of %.60s is not set up"), code);
	empties->price = empties->deposit.price;
	return outcome;
}

static enum outcome
by_code(struct till *till, const char *code, struct empties *empties, struct err *err)
{
	struct found found = { 0 };
	char shown[CODE_MAX];
	enum outcome outcome =
	        items_look_up(till->ledger, till->settings, code, false, 0, &found, err);

	if (outcome)
		return outcome;
	if (found.kind == FOUND_SEVERAL)
		found.item = found.hits[0];
	else if (found.kind != FOUND_ITEM)
		return err_set(err, RC_NOT_FOUND, _("%.60s is not known"),
		               rung_typed_code(code, shown));
	if (till->next_qty_milli % QTY_ONE != 0 || till->next_is_weight)
		return err_set(err, RC_REFUSED, _("bottles come back in whole pieces"));
	empties->pieces = till->next_qty_milli > 0 ? till->next_qty_milli / QTY_ONE : 1;
	if (found.kind == FOUND_ITEM && found.pack > 1)
		empties->pieces *= found.pack;
	return of_item(till, code, &found.item, empties, err);
}

/* Booked as the first deposit there is: all have their department and taxes. */
static enum outcome
by_slip(struct till *till, const char *slip, struct money amount, struct empties *empties,
        struct err *err)
{
	enum outcome outcome = catalogue_some_deposit(till->ledger, &empties->deposit, err);

	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("this shop has no deposits"));
	if (outcome)
		return outcome;
	if (amount.minor <= 0)
		return err_set(err, RC_REFUSED, _("nothing is to be given back for that"));
	empties->by_slip = true;
	empties->pieces = 1;
	empties->price = unit_price_of(amount);
	text_copy(empties->slip, sizeof empties->slip, slip);
	return RC_OK;
}

/* ---- a slip once ---- */

static enum outcome
check_slip(const struct till *till, const char *slip, const struct sale_line *but, struct err *err)
{
	if (slip[0] == '\0')
		return RC_OK;
	for (size_t i = 0; !till->paid && i < till->basket.line_count; i++) {
		const struct sale_line *is = &till->basket.lines[i].is;

		if (is != but && !is->voided && is->kind == LINE_EMPTIES &&
		    strcmp(is->code, slip) == 0)
			return err_set(err, RC_REFUSED, _("slip %.60s is in this basket already"),
			               slip);
	}
	if (slip_is_used(till->ledger, till->series, slip))
		return err_set(err, RC_REFUSED, _("slip %.60s was paid out before"), slip);
	return RC_OK;
}

enum outcome
empties_still_hold(const struct till *till, struct err *err)
{
	enum outcome outcome = RC_OK;

	for (size_t i = 0; outcome == RC_OK && i < till->basket.line_count; i++) {
		const struct sale_line *is = &till->basket.lines[i].is;

		if (!is->voided && is->kind == LINE_EMPTIES)
			outcome = check_slip(till, is->code, is, err);
	}
	return outcome;
}

/* ---- the line ---- */

/* Up to the shop's limit for one basket nobody is asked. */
static bool
agrees(struct till *till, struct money amount)
{
	struct reach reach = { .amount = amount };

	for (size_t i = 0; !till->paid && i < till->basket.line_count; i++)
		if (till->basket.lines[i].is.kind == LINE_EMPTIES)
			reach.amount = money_sub(reach.amount, till->basket.lines[i].is.total);
	return money_cmp(reach.amount, till->settings->empties_limit) <= 0 ||
	       till_agrees(till, RIGHT_RETURN_NO_SALE, &reach);
}

static enum outcome
make_line(struct till *till, const struct empties *empties, struct basket_line *line,
          struct err *err)
{
	const struct item_row *item = &empties->deposit;

	*line = (struct basket_line){ .no_promotion = true };
	line->is.kind = LINE_EMPTIES;
	line->is.qty_milli = -empties->pieces * QTY_ONE;
	line->is.price = empties->price;
	line->is.department = item->department;
	line->is.approver = till_approver(till);
	if (!empties->by_slip)
		memcpy(line->is.item, item->number, sizeof line->is.item);
	memcpy(line->is.code, empties->slip, sizeof line->is.code);
	text_copy(line->is.name, sizeof line->is.name,
	          empties->by_slip ? _("Empties, by slip") : item->name);
	return tables_rules(&till->tables, tables_way_codes(&till->tables, item, till->basket.way),
	                    till_business_day(till), till->basket.way, line->rules,
	                    &line->rule_count, err);
}

static enum outcome
check_capacity(const struct till *till, const struct basket_line *line, struct err *err)
{
	struct capacity capacity = { .amount = 0 };
	enum outcome outcome = rung_room(till, 1, err);

	if (!till->paid)
		capacity_add_basket(&capacity, &till->basket, 0, 0);
	capacity_add(&capacity, line);
	return outcome ? outcome : capacity_ask(&capacity, err);
}

static enum outcome
add(struct till *till, const struct empties *empties, struct answer *answer, struct err *err)
{
	struct basket_line *line, new;
	enum outcome outcome = make_line(till, empties, &new, err);

	if (outcome == RC_OK)
		outcome = check_capacity(till, &new, err);
	if (outcome)
		return outcome;
	till_basket(till);
	outcome = basket_add(&till->basket, &line, err);
	if (outcome)
		return outcome;
	new.is.number = line->is.number;
	*line = new;
	till->next_qty_milli = till->next_tare_milli = 0;
	till->selected = 0;
	till_changed(till, new.is.number, new.is.number, answer);
	say_line(till, answer, basket_line(&till->basket, new.is.number));
	say_basket(till, answer);
	return RC_OK;
}

static enum outcome
give_back(struct till *till, const struct empties *empties, struct answer *answer, struct err *err)
{
	int64_t qty_milli = empties->pieces * QTY_ONE;
	struct money amount = { 0 };
	enum outcome outcome = check_slip(till, empties->slip, NULL, err);

	if (outcome == RC_OK)
		outcome = capacity_of_price(empties->price, qty_milli, err);
	if (outcome == RC_OK) {
		amount = money_times_milli(empties->price, qty_milli, till->settings->rounding);
		outcome = rung_price_limits(till, amount, false, err);
	}
	if (outcome || !agrees(till, amount))
		return outcome;
	return add(till, empties, answer, err);
}

/* ---- commands ---- */

enum outcome
empties_scanned(struct till *till, const char *code, bool *is_slip, struct answer *answer,
                struct err *err)
{
	struct empties empties = { .pieces = 1 };
	struct in_store read;
	int exponent = till->settings->currency.exponent;
	struct money amount;
	enum outcome outcome;

	*is_slip = in_store_read(till->settings->in_store, till->settings->in_store_rules, code,
	                         &read, NULL) == RC_OK &&
	           read.kind == IN_STORE_SLIP;
	if (!*is_slip)
		return RC_OK;
	amount.minor = read.value;
	for (int i = read.decimals; i < exponent; i++)
		amount.minor *= 10;
	for (int i = exponent; i < read.decimals; i++)
		amount.minor /= 10;
	outcome = by_slip(till, code, amount, &empties, err);
	return outcome ? outcome : give_back(till, &empties, answer, err);
}

/* With a point it is an amount, as a slip says it; else a code. */
enum outcome
do_empties(struct till *till, const struct command *command, struct answer *answer, struct err *err)
{
	const char *word = command_word(command, "CODE|AMOUNT");
	struct empties empties = { .pieces = 1 };
	struct money amount;
	bool is_slip;
	enum outcome outcome = empties_scanned(till, word, &is_slip, answer, err);

	if (is_slip)
		return outcome;
	if (!strpbrk(word, ".,"))
		outcome = by_code(till, word, &empties, err);
	else if ((outcome = money_parse(word, till->settings->currency.exponent, &amount, err)) ==
	         RC_OK)
		outcome = by_slip(till, command_word(command, "REFERENCE"), amount, &empties, err);
	return outcome ? outcome : give_back(till, &empties, answer, err);
}
