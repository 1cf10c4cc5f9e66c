#include <config.h>

#include "checkout/pricing.h"

#include "base/alloc.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/paths.h"
#include "checkout/pricing_inside.h"
#include "tests/engine.h"
#include "tests/suite.h"

static const struct price_rules per_line = { .exponent = 2, .tax_rounding = TAX_PER_LINE };
static const struct price_rules per_total = { .exponent = 2, .tax_rounding = TAX_PER_TOTAL };

/* ---- published documents ---- */

static const char *
text_of(const struct json_node *object, const char *key)
{
	const struct json_node *node = json_get(object, key);

	return node ? json_text(node) : NULL;
}

static bool
is_true(const struct json_node *object, const char *key)
{
	return json_get(object, key) && json_bool(json_get(object, key));
}

/* One tax as text; the same text is the same tax. */
static void
spec_of(const struct json_node *tax, bool turned, char out[static 96])
{
	snprintf(out, 96, "%s:%s%s%s%s%s", text_of(tax, "type"), turned ? "-" : "", text_of(tax, "amount"),
	         is_true(tax, "price_include") ? ":incl" : "",
	         is_true(tax, "include_base_amount") ? ":compound" : "",
	         is_true(tax, "is_base_affected") ? "" : ":unaffected");
}

/* Codes "T0", "T1" ... in order of first use, with the case's group. */
struct codes {
	char spec[24][96];
	const char *group[24];
	int count;
};

static void
add_rule(struct basket_line *line, const struct json_node *tax, bool turned, struct codes *codes)
{
	char spec[96], code[16];
	const char *group = text_of(tax, "group");
	int i = 0;

	spec_of(tax, turned, spec);
	while (i < codes->count && (strcmp(codes->spec[i], spec) != 0 ||
	                            strcmp(codes->group[i], group ? group : "") != 0))
		i++;
	if (i == codes->count) {
		ck_assert_int_lt(codes->count, 24);
		snprintf(codes->spec[i], sizeof codes->spec[i], "%s", spec);
		codes->group[codes->count++] = group ? group : "";
	}
	snprintf(code, sizeof code, "T%d", i);
	engine_rule(&line->rules[line->rule_count++], code, spec);
}

static void
add_line(struct basket *basket, const struct json_node *node, struct codes *codes)
{
	const struct json_node *taxes = json_get(node, "taxes");
	struct basket_line *line = engine_line(basket, "item", text_of(node, "qty"),
	                                       text_of(node, "price_unit"), "");
	char percent[40];

	snprintf(percent, sizeof percent, "%s%%", text_of(node, "discount_percent"));
	if (engine_micro(text_of(node, "discount_percent")) != 0)
		engine_give(line, percent);
	for (size_t i = 0; i < json_count(taxes); i++) {
		const struct json_node *tax = json_at(taxes, i);

		add_rule(line, tax, false, codes);
		if (json_get(tax, "repartition_percent")) /* parts 100 and -100: reverse charge */
			add_rule(line, tax, true, codes);
	}
}

static void
assert_amount(const char *id, const char *what, struct money got, const char *expected)
{
	ck_assert_msg(got.minor * 10000 == engine_micro(expected), "%s: %s is %lld cents, should be %s", id, what,
	              (long long)got.minor, expected);
}

static void
check_group(const char *id, const struct basket *basket, const struct codes *codes,
            const struct json_node *expected, bool discounted)
{
	const char *group = text_of(expected, "group");
	struct money tax = { 0 };
	const struct sale_tax *only = NULL;
	int rows = 0;

	for (size_t i = 0; i < basket->tax_count; i++) {
		int code = atoi(basket->taxes[i].tax + 1);

		if (strcmp(codes->group[code], group ? group : "") != 0)
			continue;
		tax = money_add(tax, basket->taxes[i].amount);
		only = &basket->taxes[i];
		rows++;
	}
	if (rows == 0)
		return; /* the case names no groups */
	assert_amount(id, "a group's tax", tax, text_of(expected, "tax"));
	/* Of discounted documents the source scales each group's base by itself, so that its bases
	 * and the net need not agree; here they always do. */
	if (rows == 1 && !discounted)
		assert_amount(id, "a group's base", only->base, text_of(expected, "base"));
}

/* A down payment: a part of everything. */
static void
check_deposit(const char *id, const struct basket *basket, const struct json_node *node)
{
	const struct json_node *expected = json_get(node, "expected");
	struct price_deposit deposit;

	price_deposit(basket, engine_micro(text_of(json_get(node, "deposit"), "amount")) / 100, ROUND_HALF_UP,
	              &deposit);
	assert_amount(id, "the deposit", deposit.total, text_of(expected, "total"));
	if (text_of(expected, "tax")) {
		assert_amount(id, "its tax", deposit.tax, text_of(expected, "tax"));
		assert_amount(id, "its net", deposit.net, text_of(expected, "base"));
	}
}

static void
check_document(const struct json_node *node)
{
	const struct json_node *lines = json_get(node, "lines"), *expected = json_get(node, "expected");
	const struct json_node *discount = json_get(node, "order_discount"), *groups;
	const char *id = text_of(node, "id");
	bool globally = strcmp(text_of(node, "rounding_method"), "round_globally") == 0;
	struct codes codes = { .count = 0 };
	struct basket basket;
	char percent[40];

	basket_init(&basket);
	for (size_t i = 0; i < json_count(lines); i++)
		add_line(&basket, json_at(lines, i), &codes);
	if (discount) {
		snprintf(percent, sizeof percent, "%s%%", text_of(discount, "amount"));
		engine_give_basket(&basket, percent);
	}
	price_basket(globally ? &per_total : &per_line, &basket);
	if (json_get(node, "deposit")) {
		check_deposit(id, &basket, node);
		basket_done(&basket);
		return;
	}
	assert_amount(id, "the total", basket.total, text_of(expected, "total"));
	if (text_of(expected, "tax")) {
		assert_amount(id, "the tax", basket.tax, text_of(expected, "tax"));
		assert_amount(id, "the net", basket.net, text_of(expected, "base"));
	}
	groups = json_get(expected, "groups");
	for (size_t i = 0; groups && i < json_count(groups); i++)
		check_group(id, &basket, &codes, json_at(groups, i), discount != NULL);
	basket_done(&basket);
}

START_TEST(documents_are_priced_as_published)
{
	struct json_doc *doc;
	struct err err;
	char *text;
	size_t length;

	ck_assert_int_eq(paths_read_file(TESTS_SRCDIR "/cases/tax_document_cases.json", 1 << 20, &text, &length,
	                                 &err), RC_OK);
	ck_assert_msg(json_parse(&doc, text, length, &err) == RC_OK, "%s", err.msg);
	ck_assert_uint_gt(json_count(json_root(doc)), 50);
	for (size_t i = 0; i < json_count(json_root(doc)); i++)
		check_document(json_at(json_root(doc), i));
	json_free(&doc);
	free(text);
}
END_TEST

/* ---- discounts ---- */

/* The example of `ringup quote`. */
START_TEST(discounts_on_lines_and_basket_add_up)
{
	struct basket basket;
	struct sale_line *cola, *repair;

	basket_init(&basket);
	engine_give(engine_line(&basket, "cola", "1", "3.98", "percent:21:incl"), "0.00");
	engine_give(engine_line(&basket, "", "1", "33.33", "percent:21:incl"), "10%");
	engine_give_basket(&basket, "5%");
	price_basket(&per_line, &basket);
	cola = &basket.lines[0].is;
	repair = &basket.lines[1].is;
	assert_money(cola->total, "3.78");
	assert_money(cola->taxes[0].amount, "0.66");
	assert_money(cola->taxes[0].base, "3.12");
	ck_assert_int_eq(cola->discount_count, 1);
	assert_money(cola->discounts[0].amount, "0.20");
	assert_money(repair->discounts[0].amount, "3.33");
	ck_assert_int_eq(repair->discounts[0].kind, DISCOUNT_LINE);
	assert_money(repair->discounts[1].amount, "1.50");
	ck_assert_int_eq(repair->discounts[1].kind, DISCOUNT_BASKET);
	assert_money(repair->total, "28.50");
	assert_money(basket.total, "32.28");
	assert_money(basket.net, "26.67");
	assert_money(basket.tax, "5.61");
	assert_money(basket.taxes[0].base, "26.67");
	assert_money(basket.saved, "5.03");
	basket_done(&basket);
}
END_TEST

struct off {
	const char *qty, *price, *taxes;
	const char *discount;
	bool without_tax;
	const char *total, *net;
};
static const struct off offs[] = {
	/* five off the total, whichever way prices are given */
	{ "1", "140", "percent:15", "5", false, "156.00", "135.65" },
	{ "1", "60", "percent:20:incl", "10", false, "50.00", "41.67" },
	/* and five off the price without tax */
	{ "1", "140", "percent:15", "5", true, "155.25", "135.00" },
	{ "1", "60", "percent:20:incl", "10", true, "48.00", "40.00" },
	/* a fixed tax stays whole */
	{ "1", "100", "percent:15 | fixed:10", "50", false, "75.00", "56.52" },
	{ "1", "100", "percent:15 | fixed:10", "500", false, "10.00", "0.00" },
	{ "1", "21.53", "fixed:1:incl:compound | percent:21:incl", "100%", false, "1.21", "0.00" },
	/* never below nothing; a refund is the opposite */
	{ "1", "25", "percent:15", "249", false, "0.00", "0.00" },
	{ "-1", "25", "percent:15", "249", false, "0.00", "0.00" },
	{ "-1", "140", "percent:15", "5", false, "-156.00", "-135.65" },
	{ "1", "-140", "percent:15", "5", false, "-156.00", "-135.65" },
};

static void
check_off(const struct off *off, bool on_line, const struct price_rules *base)
{
	struct price_rules rules = *base;
	struct basket basket;
	struct basket_line *line;

	rules.discount_without_tax = off->without_tax;
	basket_init(&basket);
	line = engine_line(&basket, "a", off->qty, off->price, off->taxes);
	if (on_line)
		engine_give(line, off->discount);
	else
		engine_give_basket(&basket, off->discount);
	price_basket(&rules, &basket);
	assert_money(basket.total, off->total);
	assert_money(basket.net, off->net);
	assert_money(line->is.total, off->total);
	basket_done(&basket);
}

START_TEST(an_amount_off_comes_off_exactly_on_its_side_of_the_tax)
{
	check_off(&offs[_i], true, &per_line);
	check_off(&offs[_i], false, &per_line);
	check_off(&offs[_i], true, &per_total);
	check_off(&offs[_i], false, &per_total);
}
END_TEST

START_TEST(deposits_are_not_discounted)
{
	struct basket basket;
	struct basket_line *deposit;

	basket_init(&basket);
	engine_line(&basket, "cola", "2", "1.49", "percent:19:incl");
	deposit = engine_line(&basket, "bottle", "2", "0.25", "percent:19:incl");
	deposit->is.kind = LINE_DEPOSIT;
	deposit->is.parent = 1;
	engine_give_basket(&basket, "50%");
	price_basket(&per_line, &basket);
	assert_money(basket.lines[0].is.total, "1.49");
	assert_money(basket.lines[1].is.total, "0.50");
	ck_assert_int_eq(basket.lines[1].is.discount_count, 0);
	basket_done(&basket);
}
END_TEST

START_TEST(an_amount_off_the_basket_is_for_goods_that_go_out)
{
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "bought", "1", "60.00", "percent:19:incl");
	engine_line(&basket, "brought back", "-1", "20.00", "percent:19:incl");
	engine_line(&basket, "taxed on top", "1", "10.00", "percent:10");
	engine_give_basket(&basket, "7.10");
	price_basket(&per_line, &basket);
	assert_money(basket.lines[0].is.total, "54.00");
	assert_money(basket.lines[1].is.total, "-20.00");
	assert_money(basket.lines[2].is.total, "9.90");
	engine_give_basket(&basket, "1000.00");
	price_basket(&per_line, &basket);
	assert_money(basket.total, "0.00");
	assert_money(basket.lines[1].is.total, "-20.00");
	basket_done(&basket);
}
END_TEST

START_TEST(more_reasons_than_rows_still_add_up)
{
	struct sale_line line = { .discount_count = 0 };
	struct money sum = { 0 };

	for (int i = 0; i < LINE_DISCOUNTS_MAX + 3; i++) {
		char reason[16];

		snprintf(reason, sizeof reason, "%d", i);
		pricing_note_discount(&line, DISCOUNT_PROMOTION, money_of(i + 1), reason, 0);
	}
	pricing_note_discount(&line, DISCOUNT_PROMOTION, money_of(7), "0", 0);
	ck_assert_int_eq(line.discount_count, LINE_DISCOUNTS_MAX);
	assert_money(line.discounts[0].amount, "0.08");
	for (int i = 0; i < line.discount_count; i++)
		sum = money_add(sum, line.discounts[i].amount);
	assert_money(sum, "0.73");
}
END_TEST

/* ---- rounded once ---- */

struct once {
	const char *qty, *price, *taxes;
	const char *discount;
	int lines;              /* so many of it */
	bool per_total;
	const char *total, *tax;
};
static const struct once onces[] = {
	/* 44.525 less a third is 29.83175, not 44.53 less a third */
	{ "0.5", "89.05", "percent:21:incl", "33%", 1, false, "29.83", "5.18" },
	{ "0.5", "89.05", "percent:21", "33%", 1, false, "36.09", "6.26" },
	{ "0.5", "0.05", "", "", 2, false, "0.06", "0.00" },
	/* over the total, fractions of a cent add up first */
	{ "0.5", "0.05", "", "", 2, true, "0.05", "0.00" },
	{ "0.5", "0.05", "percent:10:incl", "", 3, true, "0.08", "0.01" },
	{ "0.1", "1.04", "percent:10", "", 10, true, "1.14", "0.10" },
	{ "5", "5.75", "percent:21:incl", "18%", 6, true, "141.45", "24.55" },
	{ "1", "0.15", "percent:20:incl", "10%", 4, true, "0.54", "0.09" },
	{ "1", "0.03", "", "1%", 3, true, "0.09", "0.00" },
	{ "-0.5", "0.05", "percent:10:incl", "", 3, true, "-0.08", "-0.01" },
};

static void
check_once(const struct once *once, const struct price_rules *rules)
{
	struct basket basket;
	struct money amounts = { 0 };

	basket_init(&basket);
	for (int i = 0; i < once->lines; i++) {
		struct basket_line *line = engine_line(&basket, "a", once->qty, once->price, once->taxes);

		if (once->discount[0])
			engine_give(line, once->discount);
	}
	price_basket(rules, &basket);
	assert_money(basket.total, once->total);
	assert_money(basket.tax, once->tax);
	for (int i = 0; i < once->lines; i++) {
		const struct sale_line *line = &basket.lines[i].is;

		amounts = money_add(amounts, line->amount);
		for (int d = 0; d < line->discount_count; d++) {
			ck_assert_int_gt(line->discounts[d].amount.minor, 0);
			amounts = money_sub(amounts, line->discounts[d].amount);
		}
		for (int t = 0; t < line->tax_count; t++)
			if (!line->taxes[t].included)
				amounts = money_add(amounts, line->taxes[t].amount);
	}
	ck_assert_int_eq(amounts.minor, basket.total.minor);
	basket_done(&basket);
}

START_TEST(an_amount_is_rounded_once)
{
	check_once(&onces[_i], onces[_i].per_total ? &per_total : &per_line);
}
END_TEST

START_TEST(a_promotions_percentage_counts_what_was_not_rounded)
{
	struct promotion third = { .name = "third", .effect = PROMOTION_PERCENT, .percent_ppm = 330000 };
	struct price_rules rules = per_line;
	struct basket basket;

	rules.promotions = &third;
	rules.promotion_count = 1;
	basket_init(&basket);
	engine_line(&basket, "a", "0.5", "89.05", "percent:21:incl");
	price_basket(&rules, &basket);
	assert_money(basket.total, "29.83");
	engine_give(&basket.lines[0], "10%");
	price_basket(&rules, &basket);
	assert_money(basket.total, "26.85"); /* 26.848575 */
	basket_done(&basket);
}
END_TEST

START_TEST(what_a_scale_says_is_paid_whatever_else_is_in_the_basket)
{
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < 3; i++)
		strcpy(engine_line(&basket, "a", "0.5", "0.05", "percent:10:incl")->is.unit, "kg");
	price_basket(&per_total, &basket);
	for (int i = 0; i < 3; i++)
		assert_money(basket.lines[i].is.amount, "0.03");
	assert_money(basket.total, "0.09");
	basket_done(&basket);
}
END_TEST

/* ---- explained ---- */

START_TEST(a_recorded_sale_is_explained_from_its_lines)
{
	struct price_steps steps = { .count = 0 };
	struct sale_line lines[3];
	struct sale_facts sale = { .lines = lines, .line_count = 3, .rounding = { 2 } };
	struct basket basket;
	struct money sum = { 0 };

	basket_init(&basket);
	engine_give(engine_line(&basket, "apples", "1.5", "2.00", "percent:10"), "10%");
	strcpy(basket.lines[0].is.unit, "kg");
	engine_line(&basket, "pears", "2", "1.00", "percent:10");
	engine_line(&basket, "plums", "1", "1.00", "")->is.voided = true;
	engine_give_basket(&basket, "0.50");
	price_basket(&per_line, &basket);
	for (int i = 0; i < 3; i++)
		lines[i] = basket.lines[i].is;
	sale.taxes = basket.taxes;
	sale.tax_count = basket.tax_count;
	sale.total = basket.total;
	explain_sale(&sale, &number_plain_2, &steps);
	for (size_t i = 0; i < steps.count; i++)
		sum = money_add(sum, steps.steps[i].amount);
	ck_assert_int_eq(sum.minor, sale.total.minor + 2);
	ck_assert_str_eq(steps.steps[0].text, "1.5 kg apples at 2.00");
	ck_assert_str_eq(steps.steps[1].text, "2 x pears at 1.00");
	ck_assert_str_eq(steps.steps[2].text, "10%");
	ck_assert_str_eq(steps.steps[3].text, "0.50");
	ck_assert_str_eq(steps.steps[4].text, "tax A");
	ck_assert_int_eq(steps.steps[4].kind, PRICE_STEP_TAX);
	ck_assert_str_eq(steps.steps[5].text, "cash rounding");
	steps_done(&steps);
	basket_done(&basket);
}
END_TEST

struct told {
	const char *percent, *reason, *step;
};
static const struct told tolds[] = {
	{ "10%", "damaged", "discount 10 % (damaged)" }, { "12.5%", "", "discount 12.5 %" },
	{ "10%", "10 % today", "10 % today" },           { "0.50", "damaged", "damaged" },
	{ "0.50", "", "discount" },
};

START_TEST(a_step_says_how_much_was_given_and_why)
{
	const struct told *told = &tolds[_i];
	struct price_steps steps = { .count = 0 };
	struct price_rules rules = per_line;
	struct basket basket;

	rules.steps = &steps;
	basket_init(&basket);
	engine_give(engine_line(&basket, "a", "1", "8.00", ""), told->percent);
	strcpy(basket.lines[0].given[0].reason, told->reason);
	engine_give_basket(&basket, told->percent);
	strcpy(basket.discount.reason, told->reason);
	price_basket(&rules, &basket);
	ck_assert_uint_eq(steps.count, 3);
	ck_assert_str_eq(steps.steps[1].text, told->step);
	ck_assert_int_eq(steps.steps[1].line, 1);
	ck_assert_str_eq(steps.steps[2].text, told->step);
	ck_assert_int_eq(steps.steps[2].line, 0);
	steps_done(&steps);
	basket_done(&basket);
}
END_TEST

/* ---- lines that are not sold ---- */

START_TEST(void_lines_count_nothing_and_keep_their_price)
{
	struct basket basket;
	struct basket_line *line;

	basket_init(&basket);
	line = engine_line(&basket, "a", "2", "5.00", "percent:19:incl");
	engine_give(line, "10%");
	price_basket(&per_line, &basket);
	assert_money(basket.total, "9.00");
	line->is.voided = true;
	price_basket(&per_line, &basket);
	assert_money(basket.total, "0.00");
	assert_money(line->is.amount, "0.00");
	ck_assert_int_eq(line->is.price.e4, 5000000);
	ck_assert_int_eq(line->is.qty_milli, 2000);
	ck_assert_int_eq(line->is.discount_count, 0);
	ck_assert_int_eq(line->is.tax_count, 0);
	ck_assert_uint_eq(basket.tax_count, 0);
	basket_done(&basket);
}
END_TEST

START_TEST(taxes_are_listed_by_their_codes)
{
	struct basket basket;
	struct basket_line *line;

	basket_init(&basket);
	line = engine_line(&basket, "a", "1", "1.00", "percent:7:incl");
	strcpy(line->rules[0].code, "B");
	engine_line(&basket, "b", "1", "1.00", "percent:19:incl");
	line = engine_line(&basket, "c", "1", "2.00", "percent:7:incl");
	strcpy(line->rules[0].code, "B");
	price_basket(&per_line, &basket);
	ck_assert_uint_eq(basket.tax_count, 2);
	ck_assert_str_eq(basket.taxes[0].tax, "A");
	ck_assert_str_eq(basket.taxes[0].name, "tax A");
	ck_assert_str_eq(basket.taxes[1].tax, "B");
	assert_money(basket.taxes[1].amount, "0.20");
	basket_done(&basket);
}
END_TEST

/* ---- shares ---- */

static void
assert_share_adds_up(const struct sale_line *share)
{
	struct money rest = money_sub(share->total, share->amount);

	for (int i = 0; i < share->discount_count; i++)
		rest = money_add(rest, share->discounts[i].amount);
	for (int i = 0; i < share->tax_count; i++)
		if (!share->taxes[i].included)
			rest = money_sub(rest, share->taxes[i].amount);
	ck_assert_int_eq(rest.minor, 0);
}

START_TEST(three_thirds_of_a_line_give_back_all_of_it)
{
	struct basket basket;
	struct sale_line *sold, share = { .number = 7 };
	static const char *const totals[] = { "-3.33", "-3.34", "-3.33" };
	struct money discount = { 0 }, tax = { 0 };

	basket_init(&basket);
	engine_give(engine_line(&basket, "a", "3", "4.00", "percent:19:incl"), "2.00");
	price_basket(&per_line, &basket);
	sold = &basket.lines[0].is;
	assert_money(sold->total, "10.00");
	for (int i = 0; i < 3; i++) {
		price_returned_share(sold, i * 1000, 1000, &share);
		assert_money(share.total, totals[i]);
		assert_share_adds_up(&share);
		assert_money(money_add(share.taxes[0].base, share.taxes[0].amount), totals[i]);
		ck_assert_int_eq(share.qty_milli, -1000);
		ck_assert_int_eq(share.number, 7);
		discount = money_add(discount, share.discounts[0].amount);
		tax = money_add(tax, share.taxes[0].amount);
	}
	assert_money(discount, "-2.00");
	ck_assert_int_eq(tax.minor, -sold->taxes[0].amount.minor);
	basket_done(&basket);
}
END_TEST

START_TEST(a_returned_line_keeps_its_amounts_in_the_basket)
{
	struct basket basket;
	struct basket_line *line;
	struct sale_line sold;

	basket_init(&basket);
	engine_give(engine_line(&basket, "a", "3", "4.00", "percent:19:incl"), "2.00");
	price_basket(&per_line, &basket);
	sold = basket.lines[0].is;
	basket_clear(&basket);
	line = engine_line(&basket, "a", "1", "4.00", "percent:19:incl");
	line->fixed = true;
	price_returned_share(&sold, 0, 1000, &line->is);
	engine_line(&basket, "b", "1", "5.00", "percent:19:incl");
	engine_give_basket(&basket, "10%");
	price_basket(&per_line, &basket);
	assert_money(line->is.total, "-3.33");
	assert_money(basket.total, "1.17");
	assert_money(basket.tax, "0.19");       /* 0.72 - 0.53 */
	ck_assert_uint_eq(basket.tax_count, 1);
	basket_done(&basket);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("pricing");
	TCase *documents = tcase_create("documents"), *discounts = tcase_create("discounts");
	TCase *lines = tcase_create("lines");

	tcase_add_test(documents, documents_are_priced_as_published);
	tcase_add_test(discounts, discounts_on_lines_and_basket_add_up);
	tcase_add_loop_test(discounts, an_amount_off_comes_off_exactly_on_its_side_of_the_tax, 0,
	                    sizeof offs / sizeof offs[0]);
	tcase_add_test(discounts, deposits_are_not_discounted);
	tcase_add_loop_test(discounts, an_amount_is_rounded_once, 0, sizeof onces / sizeof onces[0]);
	tcase_add_test(discounts, a_promotions_percentage_counts_what_was_not_rounded);
	tcase_add_test(discounts, what_a_scale_says_is_paid_whatever_else_is_in_the_basket);
	tcase_add_test(discounts, a_recorded_sale_is_explained_from_its_lines);
	tcase_add_loop_test(discounts, a_step_says_how_much_was_given_and_why, 0,
	                    sizeof tolds / sizeof tolds[0]);
	tcase_add_test(discounts, an_amount_off_the_basket_is_for_goods_that_go_out);
	tcase_add_test(discounts, more_reasons_than_rows_still_add_up);
	tcase_add_test(lines, void_lines_count_nothing_and_keep_their_price);
	tcase_add_test(lines, taxes_are_listed_by_their_codes);
	tcase_add_test(lines, three_thirds_of_a_line_give_back_all_of_it);
	tcase_add_test(lines, a_returned_line_keeps_its_amounts_in_the_basket);
	suite_add_tcase(suite, documents);
	suite_add_tcase(suite, discounts);
	suite_add_tcase(suite, lines);
	return run_suite(suite);
}
