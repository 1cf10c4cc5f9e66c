#include <config.h>

#include "tests/oracle/random.h"

#include <stdio.h>
#include <string.h>

#include "tests/oracle/dice.h"

/* How a country taxes: what its shops look like. */
enum regime { CONTAINED, ADDED, MIXED, BRAZIL, NO_TAX, REGIMES };

struct plan {
	struct shop_plan shop;
	enum regime regime;
	int tax_count;
	bool ways;
	bool returns; /* goods come back too */
	struct json_writer *out;
};

void
random_amount(char out[24], int units, int decimals)
{
	long scale = 1, value;

	for (int i = 0; i < decimals; i++)
		scale *= 10;
	value = (long)(dice_next() % ((uint64_t)units * (uint64_t)scale + 1));
	if (one_in(4))
		value -= value % 5;
	if (decimals == 0)
		snprintf(out, 24, "%ld", value);
	else
		snprintf(out, 24, "%ld.%0*ld", value / scale, decimals, value % scale);
}

/* ---- taxes ---- */

static const char *const rates[] = { "19",  "7",  "21", "20", "5.5",    "8.875",
	                             "2.1", "25", "3",  "0",  "9.9999", "33.3333" };
#define RATES ((int)(sizeof rates / sizeof *rates))

static void
put_rate(struct plan *plan, const char *kind)
{
	if (strcmp(kind, "fixed") == 0) {
		char amount[24];

		random_amount(amount, 1, plan->shop.digits + (one_in(3) ? 2 : 0));
		json_put_text(plan->out, "rate", amount);
		return;
	}
	json_put_text(plan->out, "rate",
	              strcmp(kind, "division") == 0 ? rates[roll(2) ? 8 : 4] : rates[roll(RATES)]);
	if (!one_in(6) || plan->shop.mix->at_till)
		return;
	json_open_array(plan->out, "rates");
	for (int i = 0; i < 2; i++) {
		json_open_object(plan->out, NULL);
		json_put_text(plan->out, "from",
		              i == 0      ? "2026-01-01"
		              : one_in(2) ? "2026-11-22"
		                          : "2026-12-01");
		json_put_text(plan->out, "rate", rates[roll(RATES)]);
		json_close_object(plan->out);
	}
	json_close_array(plan->out);
}

static void
put_tax(struct plan *plan, int number)
{
	char code[2] = { (char)('A' + number), '\0' };
	const char *kind = "percent";
	bool included = plan->regime == CONTAINED || (plan->regime == MIXED && one_in(2));

	if (plan->regime == BRAZIL && !one_in(3))
		kind = "division";
	else if (number > 0 && one_in(5))
		kind = "fixed";
	if (plan->regime == BRAZIL)
		included = one_in(4);
	if (strcmp(kind, "fixed") == 0 && !plan->shop.mix->open_finds)
		included = false;
	json_open_object(plan->out, code);
	json_put_text(plan->out, "kind", kind);
	put_rate(plan, kind);
	json_put_bool(plan->out, "included", included);
	if (one_in(5))
		json_put_bool(plan->out, "compound", true);
	if (one_in(8))
		json_put_bool(plan->out, "affected", false);
	json_close_object(plan->out);
}

static void
put_codes(struct plan *plan)
{
	int count = one_in(4) ? 2 + one_in(4) : 1, first;

	if (plan->tax_count == 0)
		return;
	first = roll(plan->tax_count);
	json_open_array(plan->out, "taxes");
	for (int i = 0; i < count && i < plan->tax_count; i++) {
		char code[2] = { (char)('A' + (first + i) % plan->tax_count), '\0' };

		json_put_text(plan->out, NULL, code);
	}
	if (plan->ways && one_in(3)) {
		char code[12];

		snprintf(code, sizeof code, "%s:%c", one_in(2) ? "eat-in" : "take-away",
		         'A' + roll(plan->tax_count));
		json_put_text(plan->out, NULL, code);
	}
	json_close_array(plan->out);
}

/* ---- goods ---- */

static void
put_price(struct plan *plan)
{
	char price[24];

	do
		random_amount(price, one_in(3) ? 120 : 12,
		              plan->shop.digits + (one_in(8) ? roll(5) : 0));
	while (strspn(price, "0.") == strlen(price));
	json_put_text(plan->out, "price", price);
}

static void
put_category(struct plan *plan)
{
	static const char *const names[] = { "drinks", "food", "tools", "drinks/cola",
		                             "food/fresh" };

	json_open_array(plan->out, "category");
	json_put_text(plan->out, NULL, names[roll(5)]);
	if (one_in(4))
		json_put_text(plan->out, NULL, names[roll(5)]);
	json_close_array(plan->out);
}

static void
put_items(struct plan *plan)
{
	json_open_object(plan->out, "items");
	for (int i = 0; i < plan->shop.item_count; i++) {
		char number[16];

		snprintf(number, sizeof number, "i%d", i);
		json_open_object(plan->out, number);
		put_price(plan);
		put_codes(plan);
		if (one_in(2))
			put_category(plan);
		json_close_object(plan->out);
	}
	json_close_object(plan->out);
}

static void
put_quantity(struct plan *plan)
{
	char quantity[24];
	const char *side = plan->returns && one_in(2) ? "-" : "";

	if (one_in(6))
		snprintf(quantity, sizeof quantity, "%s%d.%03d", side, roll(3), roll(999) + 1);
	else
		snprintf(quantity, sizeof quantity, "%s%d", side,
		         one_in(3) ? roll(9) + 1 : roll(3) + 1);
	json_put_text(plan->out, "quantity", quantity);
}

static void
put_discount(struct plan *plan, const char *key, const char *reason)
{
	static const char *const percents[] = { "10",  "5", "50", "2.5", "33.3333",
		                                "100", "1", "15", "99" };
	char amount[24];

	json_open_object(plan->out, key);
	if (one_in(2)) {
		json_put_text(plan->out, "percent", percents[roll(9)]);
	} else {
		random_amount(amount, 6, plan->shop.digits);
		json_put_text(plan->out, "amount", amount);
	}
	json_put_text(plan->out, "reason", reason);
	json_close_object(plan->out);
}

static void
put_line(struct plan *plan, bool discounts)
{
	json_open_object(plan->out, NULL);
	if (one_in(6)) {
		json_put_text(plan->out, "name", "open");
		put_price(plan);
		put_codes(plan);
	} else {
		char number[16];

		snprintf(number, sizeof number, "i%d", roll(plan->shop.item_count));
		json_put_text(plan->out, "item", number);
		if (one_in(12))
			put_price(plan);
	}
	put_quantity(plan);
	if (discounts && one_in(4)) {
		json_open_array(plan->out, "discount");
		put_discount(plan, NULL, "one");
		if (one_in(4))
			put_discount(plan, NULL, "two");
		json_close_array(plan->out);
	}
	json_close_object(plan->out);
}

/* ---- the shop and the moment ---- */

static void
put_cash(struct plan *plan)
{
	static const char *const steps[4][3] = { { "5", "10", "1" },
		                                 { "", "", "" },
		                                 { "0.05", "0.10", "1.00" },
		                                 { "0.005", "0.050", "0.250" } };
	static const char *const modes[] = { "half_up", "half_even", "half_down", "up", "down" };
	static const char *const scopes[] = { "cash", "cash", "all", "none" };

	json_open_object(plan->out, "cash_rounding");
	json_put_text(plan->out, "step", steps[plan->shop.digits][roll(3)]);
	json_put_text(plan->out, "mode", modes[one_in(2) ? 0 : roll(5)]);
	json_put_text(plan->out, "scope", scopes[roll(4)]);
	json_close_object(plan->out);
}

static void
put_tenders(struct plan *plan)
{
	static const char *const kinds[] = { "card", "cash", "cash" };
	int count = roll(2) + 1;

	json_open_array(plan->out, "tenders");
	for (int i = 0; i < count; i++) {
		char amount[24];

		random_amount(amount, one_in(2) ? 20 : 400, plan->shop.digits);
		json_open_object(plan->out, NULL);
		json_put_text(plan->out, "kind", kinds[roll(3)]);
		json_put_text(plan->out, "amount", amount);
		json_close_object(plan->out);
	}
	json_close_array(plan->out);
}

static void
put_settings(struct plan *plan)
{
	static const char *const currencies[] = { "JPY", "", "EUR", "KWD" };
	static const char *const modes[] = { "half_even", "half_down" };

	json_put_text(plan->out, "currency", currencies[plan->shop.digits]);
	json_put_text(plan->out, "tax_rounding", one_in(2) ? "line" : "total");
	if (one_in(20) && !plan->shop.mix->at_till)
		json_put_text(plan->out, "rounding", modes[roll(2)]);
	if (!plan->shop.mix->at_till)
		json_put_text(plan->out, "discount_basis",
		              (plan->regime == ADDED) == !one_in(6) ? "without_tax" : "with_tax");
	json_put_text(plan->out, "at",
	              one_in(4) ? "2026-11-25T23:30:00+01:00" : "2026-11-22T10:00:00+01:00");
	if (plan->ways)
		json_put_text(plan->out, "way", one_in(2) ? "eat-in" : "take-away");
	if (one_in(15) && !plan->shop.mix->at_till)
		json_put_text(plan->out, "exempt", "12345");
	if (one_in(3))
		put_cash(plan);
}

static void
put_lists(struct plan *plan, const struct mix *mix)
{
	int lines = one_in(8) ? roll(20) + 1 : roll(6) + 1;
	bool discounts = one_in(2);

	json_open_object(plan->out, "taxes");
	for (int i = 0; i < plan->tax_count; i++)
		put_tax(plan, i);
	json_close_object(plan->out);
	put_items(plan);
	if (mix->promotions_max > 0)
		random_offers(&plan->shop, roll(mix->promotions_max + 1), plan->out);
	json_open_array(plan->out, "lines");
	for (int i = 0; i < lines; i++)
		put_line(plan, discounts);
	json_close_array(plan->out);
	if (one_in(4))
		put_discount(plan, "discount", "whole");
	if (one_in(2))
		put_tenders(plan);
}

void
random_question(uint64_t seed, const struct mix *mix, struct buf *out)
{
	static const enum regime regimes[] = { CONTAINED, CONTAINED, CONTAINED, ADDED,
		                               ADDED,     MIXED,     BRAZIL,    NO_TAX };
	struct json_writer writer = { .buf = out };
	struct plan plan = { .out = &writer };

	dice_seed(seed);
	plan.shop.mix = mix;
	plan.shop.digits = one_in(6) ? 0 : one_in(6) ? 3 : 2;
	plan.shop.item_count = roll(6) + 2;
	plan.regime = regimes[roll(8)];
	if (mix->at_till && plan.regime == NO_TAX)
		plan.regime = CONTAINED; /* an item of a till always has a tax code */
	plan.tax_count = plan.regime == NO_TAX ? 0 : roll(5) + 1;
	plan.ways = plan.tax_count > 0 && one_in(6);
	if (mix->at_till) {
		plan.shop.digits = 2;
		plan.ways = false;
	}
	plan.returns = one_in(5);
	json_open_object(&writer, NULL);
	put_settings(&plan);
	put_lists(&plan, mix);
	json_close_object(&writer);
}
