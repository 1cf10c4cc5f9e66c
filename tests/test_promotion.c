#include <config.h>

#include "checkout/promotion.h"

#include "tests/cases.h"
#include "tests/engine.h"
#include "tests/suite.h"

static struct promotion
promotion_of(const char *json)
{
	struct promotion promotion;
	struct err err;

	ck_assert_msg(promotion_parse(&promotion, json, 2, &err) == RC_OK, "%s", err.msg);
	return promotion;
}

#define THREE_FOR_TWO "{\"name\":\"3 for 2\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":2,\"get\":1"

static const struct price_rules *
rules_with(const struct promotion promotions[], size_t count, bool best)
{
	static struct price_rules rules;

	rules = (struct price_rules){ .exponent = 2, .promotions = promotions, .promotion_count = count,
		                      .promotions_best = best };
	return &rules;
}

/* ---- n for m ---- */

START_TEST(the_cheapest_of_three_is_free_and_bears_no_tax)
{
	struct promotion offer = promotion_of(THREE_FOR_TWO "}}");
	struct basket basket;

	for (int best = 0; best < 2; best++) {
		basket_init(&basket);
		engine_line(&basket, "soap", "1", "2.00", "percent:7:incl");
		engine_line(&basket, "shampoo", "1", "3.00", "percent:19:incl");
		engine_line(&basket, "cream", "1", "3.00", "percent:19:incl");
		price_basket(rules_with(&offer, 1, best), &basket);
		assert_money(basket.total, "6.00");
		assert_money(basket.tax, "0.96"); /* of the two that are paid */
		assert_money(basket.lines[0].is.discounts[0].amount, "2.00");
		assert_money(basket.lines[0].is.taxes[0].amount, "0.00");
		ck_assert_int_eq(basket.lines[1].is.discount_count, 0);
		ck_assert_int_eq(basket.lines[2].is.discount_count, 0);
		ck_assert_str_eq(basket.lines[0].is.discounts[0].reason, "3 for 2");
		ck_assert_int_eq(basket.lines[0].is.discounts[0].kind, DISCOUNT_PROMOTION);
		basket_done(&basket);
	}
}
END_TEST

START_TEST(a_price_for_three_is_spread_over_the_three)
{
	struct promotion offer = promotion_of("{\"name\":\"3 for 6\",\"effect\":{\"type\":\"n_for_price\",\"n\":3,"
	                                      "\"price\":\"6.00\"}}");
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "soap", "1", "2.00", "percent:19:incl");
	engine_line(&basket, "shampoo", "1", "3.00", "percent:19:incl");
	engine_line(&basket, "cream", "1", "3.00", "percent:19:incl");
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.total, "6.00");
	assert_money(basket.lines[0].is.discounts[0].amount, "0.50");
	assert_money(basket.lines[1].is.discounts[0].amount, "0.75");
	assert_money(basket.lines[2].is.discounts[0].amount, "0.75");
	basket_done(&basket);
}
END_TEST

struct offer_case {
	const char *what;
	const char *lines[4][2];        /* item, quantity; prices below */
	const char *total;
};
/* a 5.00, b 4.00, c 1.00 */
static const struct offer_case offer_cases[] = {
	{ "two are not three", { { "a", "2" } }, "10.00" },
	{ "three", { { "a", "3" } }, "10.00" },
	{ "five", { { "a", "5" } }, "20.00" },
	{ "seven", { { "a", "7" } }, "25.00" },
	{ "dearest make the groups", { { "c", "1" }, { "b", "2" }, { "a", "1" } }, "10.00" },
	{ "two groups", { { "c", "2" }, { "b", "2" }, { "a", "2" } }, "15.00" },
	{ "coming back", { { "a", "-3" } }, "-10.00" },
	{ "coming back is not going out", { { "a", "2" }, { "a", "-1" } }, "5.00" },
	{ "half a piece is none", { { "a", "2.5" } }, "12.50" },
};

START_TEST(n_for_m_takes_the_best_groups)
{
	struct promotion offer = promotion_of(THREE_FOR_TWO "}}");
	const struct offer_case *offered = &offer_cases[_i];
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < 4 && offered->lines[i][0]; i++) {
		const char *item = offered->lines[i][0];

		engine_line(&basket, item, offered->lines[i][1],
		            *item == 'a' ? "5.00" : *item == 'b' ? "4.00" : "1.00", "percent:19:incl");
	}
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.total, offered->total);
	basket_done(&basket);
}
END_TEST

START_TEST(only_targeted_lines_take_part)
{
	struct promotion offer = promotion_of(THREE_FOR_TWO ",\"target\":{\"skus\":[\"a\"],"
	                                      "\"category\":[\"food/drinks\",\"tea\"]}}}");
	struct basket basket;
	struct basket_line *line;

	basket_init(&basket);
	engine_line(&basket, "a", "1", "5.00", "");
	line = engine_line(&basket, "x", "1", "5.00", "");
	strcpy(line->category, "food/drinks/cola");
	line = engine_line(&basket, "y", "1", "5.00", "");
	strcpy(line->category, "food/drinksalike");
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.total, "15.00");
	strcpy(line->category, "food/drinks");
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.total, "10.00");
	strcpy(line->category, "green|hot | teapots");
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.total, "15.00");
	strcpy(line->category, "green|hot | tea");
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.total, "10.00");
	promotion_done(&offer);
	basket_done(&basket);
}
END_TEST

START_TEST(weighed_goods_deposits_and_barred_lines_take_no_part)
{
	struct promotion offer = promotion_of(THREE_FOR_TWO "}}");
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "a", "2", "5.00", "");
	strcpy(engine_line(&basket, "b", "3", "5.00", "")->is.unit, "kg");
	engine_line(&basket, "c", "1", "5.00", "")->is.kind = LINE_DEPOSIT;
	engine_line(&basket, "d", "1", "5.00", "")->no_promotion = true;
	engine_line(&basket, "e", "1", "5.00", "")->is.voided = true;
	price_basket(rules_with(&offer, 1, false), &basket);
	assert_money(basket.saved, "0.00");
	basket_done(&basket);
}
END_TEST

START_TEST(a_unit_counts_in_one_promotion_only)
{
	struct promotion offers[2] = { promotion_of(THREE_FOR_TWO "}}"), promotion_of(
		"{\"name\":\"1 for 2\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":1,\"get\":1}}") };
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "a", "4", "5.00", "");
	price_basket(rules_with(offers, 2, false), &basket);
	assert_money(basket.total, "15.00");    /* 3 for 2, and one stays over */
	price_basket(rules_with(offers, 2, true), &basket);
	assert_money(basket.total, "10.00");    /* the better one first: 2 times 1 for 2 */
	basket_done(&basket);
}
END_TEST

/* ---- units that are added ---- */

START_TEST(what_is_added_stays_as_long_as_it_is_earned)
{
	struct promotion offer = promotion_of("{\"name\":\"gift\",\"effect\":{\"type\":\"free_extra\",\"buy\":2,\"get\":1,"
	                                      "\"item\":\"cup\",\"repeat\":true,\"target\":{\"skus\":[\"a\"]}}}");
	struct basket_line cup = { .is = { .item = "cup", .name = "cup", .price = { 2000000 } } };
	struct price_rules rules = { .exponent = 2, .promotions = &offer, .promotion_count = 1, .extras = &cup,
		                     .extra_count = 1 };
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "a", "4", "5.00", "");
	price_basket(&rules, &basket);
	ck_assert_uint_eq(basket.line_count, 2);
	ck_assert_int_eq(basket.lines[1].is.qty_milli, 2000);
	ck_assert(basket.lines[1].is.flags & LINE_FREE);
	assert_money(basket.total, "20.00");
	basket.lines[0].is.qty_milli = 1000;
	price_basket(&rules, &basket);
	ck_assert(basket.lines[1].is.voided);
	basket.lines[0].is.qty_milli = 2000;
	price_basket(&rules, &basket);
	ck_assert_uint_eq(basket.line_count, 2); /* the same line again */
	ck_assert(!basket.lines[1].is.voided);
	ck_assert_int_eq(basket.lines[1].is.qty_milli, 1000);
	basket.lines[0].is.qty_milli = 99999000; /* gifts have their limit */
	price_basket(&rules, &basket);
	ck_assert_int_eq(basket.lines[1].is.qty_milli, 9999000);
	basket.lines[0].is.qty_milli = -99999000;
	price_basket(&rules, &basket);
	ck_assert_int_eq(basket.lines[1].is.qty_milli, -9999000);
	assert_money(basket.lines[1].is.total, "0.00");
	basket_done(&basket);
	promotion_done(&offer);
}
END_TEST

/* ---- as text ---- */

struct refusal { const char *json, *message; };
static const struct refusal refusals[] = {
	{ "[]", "this must be an object, with { and }" },
	{ "{\"nam\":1}", "nam: not a key of a promotion" },
	{ "{\"name\":\"\",\"effect\":{}}", "name: this must be a text" },
	{ "{\"effect\":{}}", "name: missing" },
	{ "{\"name\":\"x\"}", "effect: missing" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"magic\"}}", "effect.type: \"magic\" is no effect of a promotion" },
	{ "{\"name\":\"x\",\"trigger\":\"moon\",\"effect\":{}}", "trigger: this must be one of: automatic, code" },
	{ "{\"name\":\"x\",\"trigger\":\"code\",\"effect\":{}}", "code: missing" },
	{ "{\"name\":\"x\",\"trigger\":\"automatic\",\"code\":\"C\",\"effect\":{}}",
	  "code: only a promotion with the trigger \"code\" has one" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":0}}",
	  "effect.buy: a whole number from 1 to 9999" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":1}}", "effect.get: missing" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":1,\"get\":1,\"gets\":1}}",
	  "effect.gets: not a key of a promotion" },
	{ THREE_FOR_TWO ",\"target\":{\"sku\":[]}}}", "effect.target.sku: not a key of a promotion" },
	{ THREE_FOR_TWO ",\"target\":{}}}", "effect.target: name skus or a category" },
	{ THREE_FOR_TWO ",\"target\":[]}}", "effect.target: this must be an object, with { and }" },
	{ THREE_FOR_TWO ",\"target\":{\"skus\":[7]}}}", "effect.target.skus[0]: this must be a text" },
	{ THREE_FOR_TWO ",\"target\":{\"skus\":7}}}", "effect.target.skus: this must be a list, with [ and ]" },
	{ THREE_FOR_TWO ",\"target\":{\"category\":\"\"}}}", "effect.target.category: this must be a text" },
	{ THREE_FOR_TWO ",\"target\":{\"category\":[]}}}", "effect.target.category: a list of names" },
	{ THREE_FOR_TWO ",\"target\":{\"category\":[\"01234567890123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234\"]}}}",
	  "effect.target.category[0]: this is longer than 160 bytes" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"percent\",\"percent\":\"100.1\"}}",
	  "effect.percent: a percentage from 0 to 100" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"percent\",\"percent\":\"ten\"}}",
	  "effect.percent: \"ten\" is not a number" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"fixed_order\",\"amount\":\"-1\"}}",
	  "effect.amount: an amount that is not negative" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"fixed_order\",\"amount\":\"1.234\"}}",
	  "effect.amount: \"1.234\" has more than 2 decimal places" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"fixed_order\",\"amount\":\"99999999999999\"}}",
	  "effect.amount: \"99999999999999\" is too large" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"unit_price_from\",\"n\":1,\"price\":\"-2\"}}",
	  "effect.price: an amount that is not negative" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"free_units_in_cart\",\"units\":1,\"pick\":\"best\"}}",
	  "effect.pick: this must be one of: cheapest, dearest, order" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"free_extra\",\"buy\":1,\"get\":1,\"item\":\"a\",\"repeat\":1}}",
	  "effect.repeat: this must be true or false" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"tier_flat\",\"tiers\":[[\"2\",\"1\"],[\"2\",\"1\"]]}}",
	  "effect.tiers[1]: another tier begins there too" },
	{ "{\"name\":\"x\",\"effect\":{\"type\":\"tier_flat\",\"tiers\":[[\"2\"]]}}", "effect.tiers[0][1]: missing" },
	{ "{\"name\":\"x\",\"conditions\":{\"moon\":1}}", "conditions.moon: not a key of a promotion" },
	{ "{\"name\":\"x\",\"conditions\":{\"days\":[\"someday\"]}}",
	  "conditions.days[0]: a day is one of mon, tue, wed, thu, fri, sat, sun" },
	{ "{\"name\":\"x\",\"conditions\":{\"hours\":\"9-17\"}}",
	  "conditions.hours: hours are written \"09:00-17:30\"" },
	{ "{\"name\":\"x\",\"conditions\":{\"hours\":[\"9:00-25:00\"]}}",
	  "conditions.hours[0]: hours are written \"09:00-17:30\"" },
	{ "{\"name\":\"x\",\"conditions\":{\"hours\":{\"from\":\"9:00\"}}}",
	  "conditions.hours: hours are written \"09:00-17:30\"" },
	{ "{\"name\":\"x\",\"conditions\":{\"hours\":{\"till\":\"9:00\"}}}", "conditions.hours.till: not a key of a promotion" },
	{ "{\"name\":\"x\",\"conditions\":{\"hours\":7}}", "conditions.hours: hours are written \"09:00-17:30\"" },
	{ "{\"name\":\"x\",\"conditions\":{\"from\":\"22.11.2026\"}}",
	  "conditions.from: a day is written \"2026-11-22\", a moment \"2026-11-22T10:00\"" },
	{ "{\"name\":\"x\",\"conditions\":{\"until\":\"2026-11-22Tnoon\"}}",
	  "conditions.until: a day is written \"2026-11-22\", a moment \"2026-11-22T10:00\"" },
	{ "{\"name\":\"x\",\"conditions\":{\"min_qty\":\"3.5\"}}",
	  "conditions.min_qty: a whole number from 1 to 9999" },
};

START_TEST(what_is_wrong_with_a_promotion_is_named_by_its_path)
{
	struct promotion promotion;
	struct err err;

	ck_assert_int_eq(promotion_parse(&promotion, refusals[_i].json, 2, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, refusals[_i].message);
}
END_TEST

/* Every effect, every condition: written back as it was read. */
#define EFFECT(effect) "{\"name\":\"x\",\"trigger\":\"automatic\",\"effect\":{\"type\":" effect "}}"
static const char *const forms[] = {
	EFFECT("\"percent\",\"percent\":\"10.5\",\"max_amount\":\"5.00\",\"target\":{\"skus\":[\"a\",\"b\"]}"),
	EFFECT("\"fixed_order\",\"amount\":\"15.00\",\"target\":{\"category\":[\"food\",\"sweet\"]}"),
	EFFECT("\"fixed_per_line\",\"amount\":\"1.00\""),
	EFFECT("\"fixed_per_unit\",\"amount\":\"1.00\",\"max_units\":3"),
	EFFECT("\"cheapest_percent\",\"percent\":\"90\""),
	EFFECT("\"free_units_in_cart\",\"units\":4,\"pick\":\"dearest\""),
	EFFECT("\"buy_x_get_y\",\"buy\":2,\"get\":1,\"target\":{\"skus\":[\"E\"]},\"get_target\":{\"skus\":[\"B\"]}"),
	EFFECT("\"free_extra\",\"buy\":2,\"get\":1,\"item\":\"cup\",\"repeat\":true"),
	EFFECT("\"group_flat\",\"group\":3,\"amount\":\"2.00\""),
	EFFECT("\"group_percent\",\"group\":3,\"percent\":\"0.0001\""),
	EFFECT("\"tier_flat\",\"base\":\"10.00\",\"tiers\":[[\"100.00\",\"15.00\"],[\"200.00\",\"20.00\"]]"),
	EFFECT("\"tier_percent\",\"base\":\"10\",\"tiers\":[[\"20.00\",\"15\"],[\"30.00\",\"20\"]]"),
	EFFECT("\"first_additional\",\"first\":\"0.00\",\"additional\":\"1.23\""),
	EFFECT("\"n_for_price\",\"n\":3,\"price\":\"130.00\""),
	EFFECT("\"unit_price_from\",\"n\":2,\"price\":\"0.123456\""),
	"{\"name\":\"x\",\"trigger\":\"code\",\"code\":\"WELCOME\",\"conditions\":{\"min_subtotal\":\"20.00\","
	"\"min_subtotal_without_tax\":\"10.00\",\"min_qty\":3,\"target\":{\"skus\":[\"a\"]},"
	"\"customer_group\":[\"VIP\",\"staff\"],\"usage_limit\":100,\"usage_limit_per_customer\":1,"
	"\"not_with\":[\"3 for 2\",\"other\"],\"days\":[\"mon\",\"sun\"],\"hours\":[\"09:00-12:00\",\"22:00-02:30\"],"
	"\"from\":\"2026-11-01\",\"until\":\"2026-11-22T18:30\"},\"effect\":{\"type\":\"percent\",\"percent\":\"1\"}}",
};

START_TEST(what_is_read_is_written_back)
{
	struct promotion promotion = promotion_of(forms[_i]);
	struct buf text = { .length = 0 };

	promotion_write(&promotion, 2, &text);
	ck_assert_str_eq(text.text, forms[_i]);
	buf_clear(&text);
	promotion_about(&promotion, &number_plain_2, &text);
	ck_assert_uint_gt(text.length, 5);
	buf_done(&text);
	promotion_done(&promotion);
}
END_TEST

START_TEST(other_ways_to_write_the_same)
{
	struct promotion promotion = promotion_of(
	        "{\"name\":\"x\",\"conditions\":{\"days\":[1,\"Saturday\"],\"hours\":[\"09:00\",\"12:30\"],"
	        "\"customer_group\":\"gold card\",\"from\":\"2026-11-22T10:00:00+01:00\"},"
	        "\"effect\":{\"type\":\"fixed_order\",\"amount\":15}}");

	ck_assert_uint_eq(promotion.when.days, 1u << 1 | 1u << 6);
	ck_assert_int_eq(promotion.when.hour_count, 1);
	ck_assert_int_eq(promotion.when.hours[0].from, 540);
	ck_assert_int_eq(promotion.when.hours[0].until, 750);
	ck_assert_str_eq(promotion.when.groups, "gold_card");
	ck_assert_int_eq(promotion.when.from.minute, 600);
	assert_money(promotion.amount, "15.00");
	promotion_done(&promotion);
	promotion = promotion_of("{\"name\":\"x\",\"conditions\":{\"hours\":{\"from\":\"9:30\",\"until\":\"17:00:00\"}},"
	                         "\"effect\":{\"type\":\"fixed_order\",\"amount\":15}}");
	ck_assert_int_eq(promotion.when.hours[0].from, 570);
	ck_assert_int_eq(promotion.when.hours[0].until, 1020);
	promotion_done(&promotion);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("promotion");
	TCase *offers = tcase_create("offers"), *text = tcase_create("text");

	tcase_add_test(offers, the_cheapest_of_three_is_free_and_bears_no_tax);
	tcase_add_test(offers, a_price_for_three_is_spread_over_the_three);
	tcase_add_loop_test(offers, n_for_m_takes_the_best_groups, 0,
	                    sizeof offer_cases / sizeof offer_cases[0]);
	tcase_add_test(offers, only_targeted_lines_take_part);
	tcase_add_test(offers, what_is_added_stays_as_long_as_it_is_earned);
	tcase_add_test(offers, weighed_goods_deposits_and_barred_lines_take_no_part);
	tcase_add_test(offers, a_unit_counts_in_one_promotion_only);
	tcase_add_loop_test(text, what_is_wrong_with_a_promotion_is_named_by_its_path, 0,
	                    sizeof refusals / sizeof refusals[0]);
	tcase_add_loop_test(text, what_is_read_is_written_back, 0, sizeof forms / sizeof forms[0]);
	tcase_add_test(text, other_ways_to_write_the_same);
	suite_add_tcase(suite, offers);
	suite_add_tcase(suite, text);
	return run_suite(suite);
}
