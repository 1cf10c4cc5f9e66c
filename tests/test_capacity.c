#include <config.h>

#include "checkout/capacity.h"

#include "tests/engine.h"
#include "tests/suite.h"

static enum outcome
ask(const struct basket *basket, int but, struct err *err)
{
	struct capacity capacity = { .amount = 0 };

	capacity_add_basket(&capacity, basket, but, 0);
	return capacity_ask(&capacity, err);
}

START_TEST(a_basket_holds_sixty_four_taxes)
{
	struct basket basket;
	struct err err;

	basket_init(&basket);
	for (int i = 0; i < BASKET_TAXES_MAX; i++)
		snprintf(engine_line(&basket, "a", "1", "1.00", "percent:5")->rules[0].code, TAX_CODE_MAX, "%d", i);
	strcpy(engine_line(&basket, "a", "1", "1.00", "percent:5")->rules[0].code, "0");
	ck_assert_int_eq(ask(&basket, 0, &err), RC_OK);
	price_basket(&(struct price_rules){ .exponent = 2 }, &basket);
	ck_assert_uint_eq(basket.tax_count, BASKET_TAXES_MAX);
	engine_line(&basket, "a", "1", "1.00", "percent:5");
	ck_assert_int_eq(ask(&basket, 0, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "at most 64 taxes in one basket");
	ck_assert_int_eq(ask(&basket, basket_last_number(&basket), &err), RC_OK);
	basket.lines[5].is.voided = true;
	ck_assert_int_eq(ask(&basket, 0, &err), RC_OK);
	basket_done(&basket);
}
END_TEST

/* One line of it, and what the limit is for. */
static const struct { const char *qty, *price, *taxes; enum outcome outcome; } amounts[] = {
	{ "1", "99000000000.00", "", RC_OK },
	{ "1", "101000000000.00", "", RC_REFUSED },
	{ "-1", "101000000000.00", "", RC_REFUSED },
	{ "1", "-101000000000.00", "", RC_REFUSED },
	{ "999999.999", "99999999.99", "percent:21:incl", RC_REFUSED },
	{ "1", "60000000000.00", "percent:50", RC_OK },
	{ "1", "60000000000.00", "percent:50:compound | percent:50", RC_REFUSED },
	{ "1", "60000000000.00", "division:30 | division:30", RC_REFUSED },
	{ "1", "1.00", "division:99.9999", RC_OK },
	{ "1", "1.00", "division:60 | division:60", RC_REFUSED }, /* these take the whole price */
	{ "1000", "1.00", "fixed:10000000", RC_OK },
	{ "100000", "1.00", "fixed:10000000", RC_REFUSED },
};

START_TEST(amounts_stay_far_inside_what_money_holds)
{
	struct basket basket;
	struct err err;

	basket_init(&basket);
	engine_line(&basket, "a", amounts[_i].qty, amounts[_i].price, amounts[_i].taxes);
	ck_assert_int_eq(ask(&basket, 0, &err), amounts[_i].outcome);
	if (amounts[_i].outcome == RC_OK)
		price_basket(&(struct price_rules){ .exponent = 2 }, &basket);
	else
		ck_assert_str_eq(err.msg, "this is more than a basket can hold");
	basket_done(&basket);
}
END_TEST

START_TEST(goods_that_come_back_count_as_they_were_recorded)
{
	struct capacity capacity = { .amount = 0 };
	struct basket basket;
	struct basket_line *line;
	struct err err;

	basket_init(&basket);
	line = engine_line(&basket, "a", "1", "10.00", "percent:10");
	price_basket(&(struct price_rules){ .exponent = 2 }, &basket);
	line->fixed = true;
	line->rule_count = 0;
	line->is.amount = money_of(-CAPACITY_MINOR + 2000);
	capacity_add_basket(&capacity, &basket, 0, 0);
	ck_assert_int_eq(capacity_ask(&capacity, &err), RC_OK);
	ck_assert_uint_eq(capacity.tax_count, 1);
	capacity_add_recorded(&capacity, &line->is);
	ck_assert_int_eq(capacity_ask(&capacity, &err), RC_REFUSED);
	basket_done(&basket);
}
END_TEST

START_TEST(a_code_has_a_row_for_each_way_it_is_charged)
{
	static const char *const ways[] = { "percent:5", "percent:5:incl", "percent:6", "division:5", "fixed:5", "fixed:6",
		                            "percent:5" };
	struct capacity capacity = { .amount = 0 };
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < 7; i++)
		engine_line(&basket, "a", "1", "10.00", ways[i]);
	capacity_add_basket(&capacity, &basket, 0, 0);
	price_basket(&(struct price_rules){ .exponent = 2 }, &basket);
	ck_assert_uint_eq(capacity.tax_count, 5);
	ck_assert_uint_eq(basket.tax_count, 5);
	basket_done(&basket);
}
END_TEST

START_TEST(a_price_by_itself_is_asked_first)
{
	struct err err;

	ck_assert_int_eq(capacity_of_price((struct unit_price){ 10000 }, QTY_MAX_MILLI, &err), RC_OK);
	ck_assert_int_eq(capacity_of_price((struct unit_price){ INT64_C(1000000000000000000) }, -QTY_MAX_MILLI, &err),
	                 RC_REFUSED);
	ck_assert_str_eq(err.hint, "take payment for it and go on with a new one");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("capacity");
	TCase *lines = tcase_create("lines");

	tcase_add_test(lines, a_basket_holds_sixty_four_taxes);
	tcase_add_loop_test(lines, amounts_stay_far_inside_what_money_holds, 0, sizeof amounts / sizeof amounts[0]);
	tcase_add_test(lines, goods_that_come_back_count_as_they_were_recorded);
	tcase_add_test(lines, a_code_has_a_row_for_each_way_it_is_charged);
	tcase_add_test(lines, a_price_by_itself_is_asked_first);
	suite_add_tcase(suite, lines);
	return run_suite(suite);
}
