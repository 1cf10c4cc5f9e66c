#include <config.h>

#include "checkout/rung.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "checkout/capacity.h"

/*
 * Ringing up: from a number to a line.
 *
 * Everything is looked at first (what is it, how much of it, at what price, how old is the
 * shopper), each of which may be a question; only add_rung() changes the basket.
 */

/* ---- price ---- */

enum outcome
rung_price_limits(const struct till *till, struct money price, bool zero_allowed, struct err *err)
{
	char text[MONEY_TEXT_MAX];

	if (price.minor == 0 && !zero_allowed)
		return err_set(err, RC_REFUSED, _("it cannot be sold for nothing"));
	if (till->settings->max_price.minor > 0 && money_cmp(price, till->settings->max_price) > 0)
		return err_set(err, RC_REFUSED, _("the price is above the limit of %s"),
		               settings_money(till->settings, till->settings->max_price, text));
	return RC_OK;
}

/* An item without a price asks for it. */
static enum outcome
find_price(struct till *till, struct rung *rung, struct err *err)
{
	const char *answered = till_answered(till, ASK_PRICE);
	struct money typed;
	enum outcome outcome;

	if (rung->label_price || !rung->has_item || rung->price_known)
		return RC_OK;
	if (rung->item.has_price) {
		rung->price = rung->item.price;
		return RC_OK;
	}
	if (!answered) {
		till_ask(till, ASK_PRICE, _("%s has no price: what does it cost?"),
		         rung->item.name);
		return RC_OK;
	}
	outcome = money_parse(answered, till->settings->currency.exponent, &typed, err);
	if (outcome == RC_OK)
		outcome = rung_price_limits(till, typed, rung->item.zero_price_allowed, err);
	if (outcome)
		return outcome;
	rung->price = unit_price_of(typed);
	rung->flags |= LINE_PRICE_TYPED;
	return RC_OK;
}

/* ---- age ---- */

/* The sale is refused, and that is recorded. */
static enum outcome
too_young(struct till *till, const struct rung *rung, struct answer *answer, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	till_entry(till, &entry, ENTRY_AGE_REFUSED);
	entry.is.age.min_age = rung->min_age;
	text_copy(entry.is.age.item, ITEM_NUMBER_MAX, rung->item.number);
	if (!till->paid)
		text_copy(entry.is.age.basket, ID_TEXT_MAX, till->basket.id);
	outcome = till_append(till, &entry, 0, answer, err);
	if (outcome)
		return outcome;
	return err_set(err, RC_REFUSED, _("not for anyone under %d: %s"), rung->min_age,
	               rung->has_item ? rung->item.name : rung->name);
}

/* Asked once a basket; only the years are kept, not the date. */
static enum outcome
check_age(struct till *till, struct rung *rung, struct answer *answer, struct err *err)
{
	const char *answered = till_answered(till, ASK_BIRTH_DATE);
	day_number today = when_day(till_now(till)), birth;

	if (rung->min_age <= 0)
		return RC_OK;
	rung->age_years = till->paid ? 0 : till->basket.age_years;
	if (rung->age_years == 0 && !answered) {
		till_ask(till, ASK_BIRTH_DATE, _("From %d years on. Date of birth?"),
		         rung->min_age);
		return RC_OK;
	}
	if (answered && strcmp(answered, "no") == 0)
		return too_young(till, rung, answer, err);
	if (answered &&
	    day_parse_typed(answered, till->settings->date_pattern, today, &birth, NULL) == RC_OK) {
		rung->age_years = years_between(birth, today);
		if (basket_is_open(&till->basket) && !till->paid)
			till->basket.age_years = rung->age_years;
	}
	return rung->age_years < rung->min_age ? too_young(till, rung, answer, err) : RC_OK;
}

/* ---- the line ---- */

static void
describe(struct sale_line *line, const struct rung *rung)
{
	line->flags = rung->flags;
	line->qty_milli = rung->back ? -rung->qty_milli : rung->qty_milli;
	line->tare_milli = rung->tare_milli;
	line->price = rung->price;
	line->shelf_price = rung->shelf_price;
	line->department = rung->department;
	line->min_age = rung->min_age;
	memcpy(line->code, rung->code, sizeof line->code);
	memcpy(line->name, rung->name, sizeof line->name);
	memcpy(line->reason, rung->reason, sizeof line->reason);
	memcpy(line->lot, rung->lot, sizeof line->lot);
	memcpy(line->serial, rung->serial, sizeof line->serial);
	line->expiry = rung->expiry;
	line->best_before = rung->best_before;
	if (!rung->has_item)
		return;
	memcpy(line->item, rung->item.number, sizeof line->item);
	memcpy(line->name, rung->item.name, sizeof line->name);
	if (rung->flags & LINE_LABEL_PRICE)
		line->amount = rung->back ? money_neg(rung->amount) : rung->amount;
	if (!rung->label_price || rung->flags & LINE_LABEL_PRICE)
		memcpy(line->unit, rung->item.unit, sizeof line->unit);
}

enum outcome
rung_room(const struct till *till, size_t lines, struct err *err)
{
	if ((till->paid ? 0 : till->basket.line_count) + lines <= BASKET_LINES_MAX)
		return RC_OK;
	err_set(err, RC_REFUSED, _("the basket is full"));
	return err_hint(err, _("take payment for it and go on with a new one"));
}

/* Of the basket the line goes to, which may not be open yet. */
static enum sale_way
rung_way(const struct till *till)
{
	return till->paid ? WAY_NONE : till->basket.way;
}

/* The linked deposit of an item, as it will be charged. */
struct deposit {
	bool there;
	struct item_row item;
	struct tax_rule rules[LINE_TAXES_MAX];
	int rule_count;
};

/* What a deposit costs and how it is taxed, before anything is added. */
static enum outcome
find_deposit(struct till *till, const struct rung *rung, struct deposit *deposit, struct err *err)
{
	enum outcome outcome;

	*deposit = (struct deposit){ .there = rung->has_item && rung->item.deposit_item[0] };
	if (!deposit->there)
		return RC_OK;
	outcome = catalogue_item(till->ledger, rung->item.deposit_item, &deposit->item, err);
	if (outcome == RC_NOT_FOUND || (outcome == RC_OK && !deposit->item.has_price))
		return err_set(err, RC_REFUSED, _("the deposit of %s is not set up"),
		               rung->item.name);
	if (outcome)
		return outcome;
	return tables_rules(
	        &till->tables, tables_way_codes(&till->tables, &deposit->item, rung_way(till)),
	        till_business_day(till), rung_way(till), deposit->rules, &deposit->rule_count, err);
}

/* A line of its own under its item, with its own department and tax. */
static enum outcome
add_deposit(struct till *till, const struct deposit *deposit, int parent, int64_t qty_milli,
            struct err *err)
{
	const struct item_row *item = &deposit->item;
	struct basket_line *line;
	enum outcome outcome = basket_add(&till->basket, &line, err);

	if (outcome)
		return outcome;
	line->is.kind = LINE_DEPOSIT;
	line->is.parent = parent;
	line->is.qty_milli = qty_milli;
	line->is.price = item->price;
	line->is.department = item->department;
	memcpy(line->is.item, item->number, sizeof line->is.item);
	memcpy(line->is.name, item->name, sizeof line->is.name);
	memcpy(line->rules, deposit->rules, sizeof line->rules);
	line->rule_count = deposit->rule_count;
	line->no_promotion = true;
	return RC_OK;
}

/* The item's own line, but for its number. */
static enum outcome
make_line(struct till *till, const struct rung *rung, struct basket_line *line, struct err *err)
{
	*line = (struct basket_line){ .no_promotion = rung->back };
	line->is.kind = rung->has_item ? LINE_ITEM : LINE_OPEN;
	describe(&line->is, rung);
	line->is.approver = till_approver(till);
	memcpy(line->category, rung->item.category, sizeof line->category);
	return tables_rules(&till->tables, rung->tax_codes, till_business_day(till), rung_way(till),
	                    line->rules, &line->rule_count, err);
}

/* Do both fit into the basket, by their number, their amounts and their taxes? */
static enum outcome
check_capacity(const struct till *till, const struct basket_line *line,
               const struct deposit *deposit, struct err *err)
{
	struct capacity capacity = { .amount = 0 };
	enum outcome outcome = rung_room(till, 1 + deposit->there, err);

	if (outcome)
		return outcome;
	if (!till->paid)
		capacity_add_basket(&capacity, &till->basket, 0, 0);
	capacity_add(&capacity, line);
	if (deposit->there) {
		struct basket_line linked = { .rule_count = deposit->rule_count };

		linked.is.price = deposit->item.price;
		linked.is.qty_milli = line->is.qty_milli;
		memcpy(linked.rules, deposit->rules, sizeof linked.rules);
		capacity_add(&capacity, &linked);
	}
	return capacity_ask(&capacity, err);
}

static enum outcome
add_line(struct till *till, const struct basket_line *new, int *number, struct err *err)
{
	struct basket_line *line;
	enum outcome outcome;

	till_basket(till);
	outcome = basket_add(&till->basket, &line, err);
	if (outcome)
		return outcome;
	*number = line->is.number;
	*line = *new;
	line->is.number = *number;
	return RC_OK;
}

static enum outcome
add_rung(struct till *till, const struct rung *rung, struct answer *answer, struct err *err)
{
	struct basket_line line;
	struct deposit deposit;
	int number;
	enum outcome outcome = find_deposit(till, rung, &deposit, err);

	if (outcome == RC_OK)
		outcome = make_line(till, rung, &line, err);
	if (outcome == RC_OK)
		outcome = check_capacity(till, &line, &deposit, err);
	if (outcome == RC_OK)
		outcome = add_line(till, &line, &number, err);
	if (outcome == RC_OK && deposit.there)
		outcome = add_deposit(till, &deposit, number, line.is.qty_milli, err);
	if (outcome)
		return outcome;
	if (rung->age_years > 0)
		till->basket.age_years = rung->age_years;
	till->next_qty_milli = till->next_tare_milli = 0;
	till->next_is_weight = false;
	till->selected = 0;
	till_changed(till, number, number + deposit.there, answer);
	say_line(till, answer, basket_line(&till->basket, number));
	say_basket(till, answer);
	return RC_OK;
}

/* Who is too young for it does not sell it alone. */
static bool
agrees_to_sell(struct till *till, const struct rung *rung)
{
	struct reach reach = { .min_age = rung->min_age };

	return rung->back || rung->min_age <= 0 || till_agrees(till, RIGHT_SELL_AGE, &reach);
}

/* What has expired is sold by consent only; what was best before an earlier day as the shop
 * decided. */
static bool
agrees_to_expired(struct till *till, const struct rung *rung, struct answer *answer)
{
	day_number today = when_day(till_now(till)), day = rung->expiry;
	char text[WHEN_TEXT_MAX];

	if (day == 0 || day >= today) {
		day = rung->best_before;
		if (rung->back || day == 0 || day >= today ||
		    till->settings->best_before == BEST_BEFORE_IGNORE)
			return true;
		till_remark(answer, _("%s was best before %s"), rung->item.name,
		            day_text(text, day, till->settings->date_pattern));
		return till->settings->best_before == BEST_BEFORE_WARN ||
		       till_agrees(till, RIGHT_SELL_EXPIRED, NULL);
	}
	if (rung->back)
		return true;
	till_remark(answer, _("%s expired on %s"), rung->item.name,
	            day_text(text, day, till->settings->date_pattern));
	return till_agrees(till, RIGHT_SELL_EXPIRED, NULL);
}

/* Goods without their sale come back by consent only, and up to an amount. */
static bool
agrees_to_take_back(struct till *till, const struct rung *rung)
{
	struct reach reach = { .amount = rung->flags & LINE_LABEL_PRICE
		                                 ? rung->amount
		                                 : money_times_milli(rung->price, rung->qty_milli,
		                                                     till->settings->rounding) };

	return till_agrees(till, RIGHT_RETURN_NO_SALE, &reach);
}

enum outcome
rung_add(struct till *till, struct rung *rung, struct answer *answer, struct err *err)
{
	enum outcome outcome = rung_find_quantity(till, rung, err);

	if (outcome == RC_OK && !till->pending.waits)
		outcome = find_price(till, rung, err);
	if (outcome == RC_OK && !till->pending.waits)
		outcome = capacity_of_price(rung->price, rung->qty_milli, err);
	if (outcome == RC_OK && !till->pending.waits && !rung->back)
		outcome = check_age(till, rung, answer, err);
	if (outcome || till->pending.waits || !agrees_to_sell(till, rung) ||
	    !agrees_to_expired(till, rung, answer) ||
	    (rung->back && !agrees_to_take_back(till, rung)))
		return outcome;
	return add_rung(till, rung, answer, err);
}

/* ---- what a number is ---- */

enum outcome
rung_item(struct till *till, const struct item_row *item, struct rung *rung, struct err *err)
{
	if (item->retired && !rung->back)
		return err_set(err, RC_REFUSED, _("%s is not sold any more"), item->name);
	rung->has_item = true;
	rung->item = *item;
	rung->department = item->department;
	rung->min_age = tables_min_age(&till->tables, item);
	rung->tax_codes = tables_way_codes(&till->tables, item, rung_way(till));
	if (rung->pack == 0)
		rung->pack = 1;
	return RC_OK;
}

/* An amount in a department. */
enum outcome
rung_department(struct till *till, int number, struct money amount, struct rung *rung,
                struct err *err)
{
	const struct department_row *row;
	char text[MONEY_TEXT_MAX];
	enum outcome outcome = tables_department(&till->tables, number, &row, err);

	if (outcome)
		return outcome;
	if (!row->open_ring)
		return err_set(err, RC_REFUSED, _("nothing is rung up by amount in %s"), row->name);
	if (row->min_price.minor > 0 && money_cmp(amount, row->min_price) < 0)
		return err_set(err, RC_REFUSED, _("%s starts at %s: was a quantity meant?"),
		               row->name, settings_money(till->settings, row->min_price, text));
	if (row->max_price.minor > 0 && money_cmp(amount, row->max_price) > 0)
		return err_set(err, RC_REFUSED, _("%s ends at %s"), row->name,
		               settings_money(till->settings, row->max_price, text));
	outcome = rung_price_limits(till, amount, false, err);
	if (outcome)
		return outcome;
	rung->price = unit_price_of(amount);
	rung->department = row->number;
	rung->min_age = row->min_age;
	rung->tax_codes = tables_way_codes(
	        &till->tables, &(struct item_row){ .department = row->number }, rung_way(till));
	rung->pack = 1;
	memcpy(rung->name, row->name, sizeof rung->name);
	return RC_OK;
}

enum outcome
rung_open(struct till *till, const struct command *command, struct rung *rung,
          struct answer *answer, struct err *err)
{
	struct reach reach = { 0 };
	enum outcome outcome = money_parse(command_word(command, "AMOUNT"),
	                                   till->settings->currency.exponent, &reach.amount, err);

	if (outcome == RC_OK)
		outcome = rung_department(till, atoi(command_word(command, "DEPARTMENT")),
		                          reach.amount, rung, err);
	if (outcome || !till_agrees(till, RIGHT_OPEN_RING, &reach))
		return outcome;
	return rung_add(till, rung, answer, err);
}
