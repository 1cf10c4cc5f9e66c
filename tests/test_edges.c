/*
 * The corners of the engine that no shop comes near: numbers that do not fit, tables that fill up, searches
 * that are given up.
 */
#include <config.h>

#include "checkout/exact.h"
#include "checkout/pricing.h"
#include "checkout/promotion_best.h"
#include "checkout/spread.h"
#include "tests/engine.h"
#include "tests/suite.h"

#define BILLION INT64_C(1000000000)

static struct promotion
promotion_of(const char *json)
{
	struct promotion promotion;
	struct err err;

	ck_assert_msg(promotion_parse(&promotion, json, 2, &err) == RC_OK, "%s", err.msg);
	return promotion;
}

/* ---- fractions ---- */

static bool
near(struct exact a, __int128 num, __int128 den)
{
	struct exact off = exact_div(exact_sub(a, exact_of(num, den)), exact_of(num, den));

	return exact_round(exact_mul(off, exact_whole(BILLION * BILLION)), ROUND_HALF_UP) == 0;
}

START_TEST(fractions_that_do_not_fit_keep_their_leading_digits)
{
	__int128 big = (__int128)BILLION * BILLION * BILLION * BILLION; /* 10^36 */
	struct exact third = exact_of(big, 3 * (big - 1)), seventh = exact_of(big - 1, 7 * (big / 2 - 1));

	ck_assert(near(exact_add(third, seventh), 13, 21));
	ck_assert(near(exact_mul(third, seventh), 2, 21));
	ck_assert(near(exact_add(exact_of(big * 100, 1), exact_of(big * 100, 1)), big, 1) == false);
	ck_assert(exact_lcm(big, big - 1, big) == 0);
	ck_assert(exact_lcm(6, 4, 100) == 12);
	ck_assert(exact_lcm(6, 4, 11) == 0);
	ck_assert(exact_of(6, -4).num == -3 && exact_of(6, -4).den == 2);
	ck_assert(exact_of(-6, -3).num == 2);
}
END_TEST

START_TEST(a_spread_of_nothing_or_onto_nothing_ends)
{
	__int128 none[2] = { 0, 0 }, some[2] = { 600000, 600000 };
	struct money limits[2] = { { 1 }, { 1 } }, out[2];

	spread_round(none, 0, money_of(5), NULL, out);
	spread_round(none, 2, money_of(5), NULL, out);
	ck_assert_int_eq(out[0].minor + out[1].minor, 0);
	spread_round(some, 2, money_of(5), limits, out); /* more than the limits hold goes beyond them */
	ck_assert_int_eq(out[0].minor + out[1].minor, 5);
	spread_round(some, 2, money_of(1), NULL, out);
	ck_assert_int_eq(out[0].minor, 0);
	ck_assert_int_eq(out[1].minor, 1);
	ck_assert(spread_value((__int128)1 << 120, ((__int128)1 << 121) + 1) == 500000);
	ck_assert(spread_value(-((__int128)1 << 120), ((__int128)1 << 121) + 1) == -500000);
}
END_TEST

/* ---- steps ---- */

START_TEST(another_price_is_a_step_with_or_without_a_reason)
{
	struct price_steps steps = { .count = 0 };
	struct price_rules rules = { .exponent = 2, .steps = &steps };
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < 2; i++) {
		struct sale_line *line = &engine_line(&basket, "a", "2", "3.00", "percent:19:incl")->is;

		line->flags = LINE_PRICE_CHANGED;
		line->shelf_price.e4 = 4000000;
		strcpy(line->reason, i ? "bruised" : "");
	}
	price_basket(&rules, &basket);
	ck_assert_uint_eq(steps.count, 4);
	ck_assert_str_eq(steps.steps[1].text, "price changed");
	ck_assert_str_eq(steps.steps[3].text, "bruised");
	assert_money(steps.steps[3].amount, "-2.00");
	steps_done(&steps);
	basket_done(&basket);
}
END_TEST

START_TEST(two_percentages_for_one_reason_are_one_step)
{
	struct price_steps steps = { .count = 0 };
	struct price_rules rules = { .exponent = 2, .steps = &steps };
	struct basket basket;
	struct basket_line *line;

	basket_init(&basket);
	line = engine_line(&basket, "a", "1", "10.00", "percent:10");
	engine_give(line, "10%");
	engine_give(line, "10%");
	strcpy(line->given[0].reason, "damaged");
	strcpy(line->given[1].reason, "damaged");
	engine_line(&basket, "b", "1", "10.00", "percent:10");
	price_basket(&rules, &basket);
	ck_assert_uint_eq(steps.count, 4);
	ck_assert_str_eq(steps.steps[2].text, "damaged");
	assert_money(steps.steps[2].amount, "-1.90");
	assert_money(steps.steps[3].amount, "1.81");
	steps_done(&steps);
	basket_done(&basket);
}
END_TEST

/* Percentages of less than a cent: what they come to over the lines goes into the discounts there are. */
START_TEST(an_odd_cent_may_be_all_of_a_discount)
{
	struct price_rules rules = { .exponent = 2, .tax_rounding = TAX_PER_TOTAL };
	struct basket basket;
	struct money sum = { 0 };

	basket_init(&basket);
	for (int i = 0; i < 7; i++) {
		struct basket_line *line = engine_line(&basket, "a", "1", "0.15", "");

		engine_give(line, "4%");
		engine_give(line, "3%");
		engine_give(line, "0.01");
	}
	price_basket(&rules, &basket);
	for (int i = 0; i < 7; i++) {
		const struct sale_line *line = &basket.lines[i].is;
		struct money left = line->amount;

		for (int d = 0; d < line->discount_count; d++) {
			ck_assert_int_gt(line->discounts[d].amount.minor, 0);
			left = money_sub(left, line->discounts[d].amount);
		}
		ck_assert_int_eq(left.minor, line->total.minor);
		sum = money_add(sum, left);
	}
	assert_money(sum, "0.91"); /* 7 x (0.15 x 0.96 x 0.97 - 0.01) = 0.90776 */
	basket_done(&basket);
}
END_TEST

START_TEST(a_tax_without_a_name_is_told_by_its_code)
{
	struct price_steps steps = { .count = 0 };
	struct price_rules rules = { .exponent = 2, .steps = &steps };
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "a", "1", "10.00", "percent:10")->rules[0].name[0] = '\0';
	price_basket(&rules, &basket);
	ck_assert_str_eq(steps.steps[1].text, "A");
	assert_money(steps.steps[1].amount, "1.00");
	steps_done(&steps);
	basket_done(&basket);
}
END_TEST

/* ---- sums ---- */

/* Goods that came back know how they were taxed, and no rules; the part paid ahead counts them by their rate. */
START_TEST(a_part_paid_ahead_counts_goods_that_came_back)
{
	struct price_rules rules = { .exponent = 2 };
	struct price_deposit part;
	struct basket basket;
	struct basket_line *back;

	basket_init(&basket);
	engine_line(&basket, "a", "1", "100.00", "percent:19");
	back = engine_line(&basket, "b", "-1", "50.00", "percent:19");
	price_basket(&rules, &basket);
	back->fixed = true;
	back->rule_count = 0;
	price_basket(&rules, &basket);
	assert_money(basket.total, "59.50");
	price_deposit(&basket, 100000, ROUND_HALF_UP, &part);
	assert_money(part.total, "5.95");
	assert_money(part.tax, "0.95");
	assert_money(part.net, "5.00");
	basket_done(&basket);
}
END_TEST

START_TEST(an_exempt_buyer_pays_nothing_where_taxes_are_more_than_the_price)
{
	struct price_rules rules = { .exponent = 2 };
	struct basket basket;

	basket_init(&basket);
	strcpy(basket.exempt, "EX-1");
	engine_line(&basket, "a", "1", "1.00", "fixed:3:incl");
	price_basket(&rules, &basket);
	assert_money(basket.total, "0.00");
	basket_done(&basket);
}
END_TEST

START_TEST(a_gift_needs_no_row_among_sixty_four_taxes)
{
	struct promotion gift = promotion_of("{\"name\":\"gift\",\"effect\":{\"type\":\"free_extra\",\"buy\":1,\"get\":1,"
	                                     "\"item\":\"pen\"}}");
	struct basket_line pen = { .rule_count = 1 };
	struct price_rules rules = { .exponent = 2, .promotions = &gift, .promotion_count = 1, .extras = &pen,
		                     .extra_count = 1 };
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < BASKET_TAXES_MAX; i++)
		snprintf(engine_line(&basket, "pen", "1", "1.00", "percent:5")->rules[0].code, TAX_CODE_MAX, "%d", i);
	pen.rules[0] = basket.lines[0].rules[0];
	strcpy(pen.rules[0].code, "own");
	strcpy(pen.is.item, "pen");
	pen.is.price.e4 = 1000000;
	price_basket(&rules, &basket);
	ck_assert_uint_eq(basket.line_count, BASKET_TAXES_MAX + 1);
	ck_assert_uint_eq(basket.tax_count, BASKET_TAXES_MAX);
	basket_done(&basket);
	promotion_done(&gift);
}
END_TEST

/* ---- promotions ---- */

START_TEST(promotions_of_a_time_wait_until_the_time_is_known)
{
	struct promotion morning = promotion_of("{\"name\":\"m\",\"conditions\":{\"hours\":[\"08:00-10:00\"]},"
	                                        "\"effect\":{\"type\":\"percent\",\"percent\":\"10\"}}");
	struct price_rules rules = { .exponent = 2, .promotions = &morning, .promotion_count = 1 };
	struct basket basket;

	basket_init(&basket);
	engine_line(&basket, "a", "1", "10.00", "");
	price_basket(&rules, &basket);
	assert_money(basket.total, "10.00");
	rules.moment = (struct price_moment){ .day = 20000, .minute = 9 * 60 };
	price_basket(&rules, &basket);
	assert_money(basket.total, "9.00");
	basket_done(&basket);
	promotion_done(&morning);
}
END_TEST

START_TEST(a_basket_of_a_hundred_categories_finds_each)
{
	struct promotion offer = promotion_of("{\"name\":\"p\",\"effect\":{\"type\":\"percent\",\"percent\":\"50\","
	                                      "\"target\":{\"category\":[\"shelf/97\",\"none\",\"shelf/13\",\"top\"]}}}");
	struct price_rules rules = { .exponent = 2, .promotions = &offer, .promotion_count = 1 };
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < 100; i++)
		snprintf(engine_line(&basket, "a", "1", "10.00", "")->category, CATEGORY_MAX, "shelf/%d/x|all %d", i, i);
	price_basket(&rules, &basket);
	assert_money(basket.saved, "10.00");
	assert_money(basket.lines[97].is.total, "5.00");
	assert_money(basket.lines[13].is.total, "5.00");
	basket_done(&basket);
	promotion_done(&offer);
}
END_TEST

START_TEST(nothing_is_added_to_a_full_basket_or_for_a_fortune)
{
	struct promotion gift = promotion_of("{\"name\":\"gift\",\"effect\":{\"type\":\"free_extra\",\"buy\":1,\"get\":9000,"
	                                     "\"item\":\"pen\"}}");
	struct basket_line pens[2] = { { .rule_count = 0 }, { .rule_count = 0 } };
	struct price_rules rules = { .exponent = 2, .promotions = &gift, .promotion_count = 1, .extras = pens,
		                     .extra_count = 2 };
	struct basket basket;

	strcpy(pens[0].is.item, "ink");
	strcpy(pens[1].is.item, "pen");
	pens[1].is.price.e4 = 1000000;
	basket_init(&basket);
	engine_line(&basket, "pen", "1", "1.00", "");
	price_basket(&rules, &basket);
	ck_assert_uint_eq(basket.line_count, 2);
	assert_money(basket.saved, "9000.00");
	basket_clear(&basket);
	engine_line(&basket, "pen", "1", "1.00", "");
	pens[1].is.price.e4 = BILLION * 1000000;
	price_basket(&rules, &basket);
	ck_assert_uint_eq(basket.line_count, 1);
	pens[1].is.price.e4 = 1000000;
	while (basket.line_count < BASKET_LINES_MAX)
		engine_line(&basket, "other", "1", "1.00", "");
	price_basket(&rules, &basket);
	assert_money(basket.saved, "0.00");
	basket_done(&basket);
	promotion_done(&gift);
}
END_TEST

/* Two offers on the same units: too many units, too many prices, too many offers. */
static struct money
saved_by(const struct promotion offers[], size_t count, const char *qty, int prices)
{
	struct price_steps steps = { .count = 0 };
	struct price_rules rules = { .exponent = 2, .promotions = offers, .promotion_count = count,
		                     .promotions_best = true, .steps = &steps };
	struct basket basket;
	struct money saved;

	basket_init(&basket);
	for (int i = 0; i < prices; i++) {
		char price[16];

		snprintf(price, sizeof price, "%d.00", 10 + i);
		engine_line(&basket, "a", qty, price, "");
	}
	price_basket(&rules, &basket);
	ck_assert_str_eq(step_names[steps.steps[steps.count - 1].kind], "note");
	saved = basket.saved;
	steps_done(&steps);
	basket_done(&basket);
	return saved;
}

START_TEST(what_is_too_much_to_look_at_is_taken_one_after_the_other)
{
	struct promotion offers[BEST_PROMOTIONS_MAX + 1];

	for (int i = 0; i <= BEST_PROMOTIONS_MAX; i++) {
		char json[200];

		snprintf(json, sizeof json, "{\"name\":\"%d\",\"effect\":{\"type\":\"buy_x_get_y\",\"buy\":%d,\"get\":1,"
		         "\"target\":{\"skus\":[\"a\"]}}}", i, i / 2 + 2);
		offers[i] = promotion_of(json);
	}
	assert_money(saved_by(offers, 2, "301", 1), "1000.00");
	ck_assert_int_gt(saved_by(offers, 2, "3", BEST_CLASSES_MAX + 1).minor, 0);
	assert_money(saved_by(offers, BEST_PROMOTIONS_MAX + 1, "3", 1), "10.00");
	for (int i = 0; i <= BEST_PROMOTIONS_MAX; i++)
		promotion_done(&offers[i]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("edges");
	TCase *numbers = tcase_create("numbers"), *steps = tcase_create("steps"), *offers = tcase_create("offers");

	tcase_add_test(numbers, fractions_that_do_not_fit_keep_their_leading_digits);
	tcase_add_test(numbers, a_spread_of_nothing_or_onto_nothing_ends);
	tcase_add_test(steps, another_price_is_a_step_with_or_without_a_reason);
	tcase_add_test(steps, two_percentages_for_one_reason_are_one_step);
	tcase_add_test(steps, an_odd_cent_may_be_all_of_a_discount);
	tcase_add_test(steps, a_tax_without_a_name_is_told_by_its_code);
	tcase_add_test(steps, a_part_paid_ahead_counts_goods_that_came_back);
	tcase_add_test(steps, an_exempt_buyer_pays_nothing_where_taxes_are_more_than_the_price);
	tcase_add_test(offers, a_gift_needs_no_row_among_sixty_four_taxes);
	tcase_add_test(offers, promotions_of_a_time_wait_until_the_time_is_known);
	tcase_add_test(offers, a_basket_of_a_hundred_categories_finds_each);
	tcase_add_test(offers, nothing_is_added_to_a_full_basket_or_for_a_fortune);
	tcase_add_test(offers, what_is_too_much_to_look_at_is_taken_one_after_the_other);
	suite_add_tcase(suite, numbers);
	suite_add_tcase(suite, steps);
	suite_add_tcase(suite, offers);
	return run_suite(suite);
}
