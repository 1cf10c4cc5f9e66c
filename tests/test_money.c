#include <config.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/money.h"
#include "base/qty.h"
#include "tests/cases.h"
#include "tests/suite.h"

static const struct {
	int64_t numerator, denominator;
	int64_t result[ROUNDINGS]; /* half_up, half_even, half_down, up, down */
} quotients[] = {
	{ 0, 3, { 0, 0, 0, 0, 0 } },       { 1, 3, { 0, 0, 0, 1, 0 } },
	{ 1, 2, { 1, 0, 0, 1, 0 } },       { 3, 2, { 2, 2, 1, 2, 1 } },
	{ 5, 2, { 3, 2, 2, 3, 2 } },       { 2, 3, { 1, 1, 1, 1, 0 } },
	{ -1, 2, { -1, 0, 0, -1, 0 } },    { -3, 2, { -2, -2, -1, -2, -1 } },
	{ -5, 2, { -3, -2, -2, -3, -2 } }, { -1, 3, { 0, 0, 0, -1, 0 } },
	{ 7, 1, { 7, 7, 7, 7, 7 } },       { 2675, 10, { 268, 268, 267, 268, 267 } },
};

START_TEST(each_mode_rounds_as_its_name_says)
{
	for (int mode = 0; mode < ROUNDINGS; mode++)
		ck_assert_int_eq(round_div(quotients[_i].numerator, quotients[_i].denominator,
		                           (enum rounding)mode),
		                 quotients[_i].result[mode]);
}
END_TEST

START_TEST(a_refund_rounds_to_the_opposite_of_its_sale)
{
	for (int mode = 0; mode < ROUNDINGS; mode++)
		for (int64_t n = 0; n < 100; n++)
			for (int64_t d = 1; d < 12; d++)
				ck_assert_int_eq(round_div(-n, d, (enum rounding)mode),
				                 -round_div(n, d, (enum rounding)mode));
}
END_TEST

START_TEST(rounding_works_at_the_edge_of_128_bits)
{
	__int128 large = (__int128)INT64_MAX * INT64_MAX;

	ck_assert_int_eq(round_div(large, INT64_MAX, ROUND_HALF_UP), INT64_MAX);
	ck_assert_int_eq(round_div(large - 1, large, ROUND_HALF_UP), 1);
	ck_assert_int_eq(round_div(large / 2, large, ROUND_HALF_UP), 0);
	ck_assert_int_eq(round_div(INT64_MIN + 1, 1, ROUND_DOWN), INT64_MIN + 1);
}
END_TEST

START_TEST(three_times_a_third_of_a_kilo_is_rounded_once)
{
	struct unit_price price = unit_price_of(money_of(199));

	ck_assert_int_eq(money_times_milli(price, 333, ROUND_HALF_UP).minor, 66);
	ck_assert_int_eq(money_times_milli(price, 999, ROUND_HALF_UP).minor, 199);
	ck_assert_int_eq(money_times_milli(price, -333, ROUND_HALF_UP).minor, -66);
	price.e4 = 15999; /* fuel: 1.5999 cents */
	ck_assert_int_eq(money_times_milli(price, 41370, ROUND_HALF_UP).minor, 66);
}
END_TEST

START_TEST(shares_of_a_line_add_up_to_the_line)
{
	struct money amount = money_of(1000);
	struct money sum = money_of(0);

	for (int64_t part = 0; part < 7; part++)
		sum = money_add(sum, money_sub(money_share(amount, part + 1, 7, ROUND_HALF_UP),
		                               money_share(amount, part, 7, ROUND_HALF_UP)));
	ck_assert_int_eq(sum.minor, amount.minor);
	ck_assert_int_eq(money_share(money_of(-1000), 1, 3, ROUND_HALF_UP).minor, -333);
}
END_TEST

START_TEST(cash_rounds_to_the_coins_there_are)
{
	ck_assert_int_eq(money_to_step(money_of(2728), 5, ROUND_HALF_UP).minor, 2730);
	ck_assert_int_eq(money_to_step(money_of(2727), 5, ROUND_HALF_UP).minor, 2725);
	ck_assert_int_eq(money_to_step(money_of(-2728), 5, ROUND_HALF_UP).minor, -2730);
	ck_assert_int_eq(money_to_step(money_of(505), 10, ROUND_HALF_DOWN).minor, 500);
	ck_assert_int_eq(money_to_step(money_of(2728), 1, ROUND_HALF_UP).minor, 2728);
	ck_assert_int_eq(money_to_step(money_of(2728), 0, ROUND_HALF_UP).minor, 2728);
}
END_TEST

START_TEST(money_outside_its_range_stops_the_program)
{
	money_add(money_of(MONEY_MAX_MINOR), money_of(1));
}
END_TEST

START_TEST(dividing_by_nothing_stops_the_program)
{
	round_div(1, 0, ROUND_HALF_UP);
}
END_TEST

static const struct {
	const char *text;
	int exponent;
	int64_t minor;
} amounts[] = {
	{ "12.50", 2, 1250 },   { "12,5", 2, 1250 },    { "-0.99", 2, -99 },
	{ "12", 2, 1200 },      { ".5", 2, 50 },        { "0", 2, 0 },
	{ "-0", 2, 0 },         { "500", 0, 500 },      { "1.234", 3, 1234 },
	{ "1.2345", 4, 12345 }, { "0000012", 2, 1200 }, { "10000000000000", 2, MONEY_MAX_MINOR },
};

START_TEST(amounts_are_read)
{
	struct money money = { -1 };

	ck_assert_int_eq(money_parse(amounts[_i].text, amounts[_i].exponent, &money, NULL), RC_OK);
	ck_assert_int_eq(money.minor, amounts[_i].minor);
}
END_TEST

static const struct {
	const char *text;
	int exponent;
	const char *sentence;
} refused_amounts[] = {
	{ "", 2, "\"\" is not an amount" },
	{ "-", 2, "\"-\" is not an amount" },
	{ ".", 2, "\".\" is not an amount" },
	{ "12.", 2, "\"12.\" is not an amount" },
	{ "1.2.3", 2, "\"1.2.3\" is not an amount" },
	{ "1,234.50", 2, "\"1,234.50\" has too many decimal places" },
	{ "1 234", 2, "\"1 234\" is not an amount" },
	{ "+5", 2, "\"+5\" is not an amount" },
	{ "1e3", 2, "\"1e3\" is not an amount" },
	{ "12.505", 2, "\"12.505\" has too many decimal places" },
	{ "1.0", 0, "\"1.0\" has too many decimal places" },
	{ "10000000000000.01", 2, "the amount 10000000000000.01 is too large" },
	{ "99999999999999999999999999999999999999999999", 2,
	  "the amount 99999999999999999999999999999999999999999999 is too large" },
};

START_TEST(what_is_no_amount_is_refused)
{
	struct money money = { -1 };
	struct err err;

	ck_assert_int_eq(
	        money_parse(refused_amounts[_i].text, refused_amounts[_i].exponent, &money, &err),
	        RC_REFUSED);
	ck_assert_str_eq(err.msg, refused_amounts[_i].sentence);
	ck_assert_int_eq(money.minor, -1);
}
END_TEST

START_TEST(amounts_are_written_in_the_shops_style)
{
	struct number_style german = { .decimal = ",", .group = ".", .exponent = 2 };
	struct number_style swiss = { .decimal = ".", .group = "\xE2\x80\x99", .exponent = 2 };
	struct number_style yen = number_plain(0);
	char out[MONEY_TEXT_MAX];

	ck_assert_str_eq(money_text(out, money_of(123450), &number_plain_2), "1234.50");
	ck_assert_str_eq(money_text(out, money_of(123456789), &german), "1.234.567,89");
	ck_assert_str_eq(money_text(out, money_of(-123450), &swiss), "-1\xE2\x80\x99"
	                                                             "234.50");
	ck_assert_str_eq(money_text(out, money_of(5), &number_plain_2), "0.05");
	ck_assert_str_eq(money_text(out, money_of(-5), &german), "-0,05");
	ck_assert_str_eq(money_text(out, money_of(100), &german), "1,00");
	ck_assert_str_eq(money_text(out, money_of(500), &yen), "500");
	ck_assert_str_eq(money_text(out, money_of(-MONEY_MAX_MINOR), &swiss),
	                 "-10’000’000’000’000.00");
}
END_TEST

START_TEST(unit_prices_show_only_the_decimals_they_need)
{
	struct unit_price price;
	char out[MONEY_TEXT_MAX];

	ck_assert_int_eq(unit_price_parse("1.599", 2, &price, NULL), RC_OK);
	ck_assert_int_eq(price.e4, 1599000);
	ck_assert_str_eq(unit_price_text(out, price, &number_plain_2), "1.599");
	ck_assert_str_eq(unit_price_text(out, unit_price_of(money_of(150)), &number_plain_2),
	                 "1.50");
	ck_assert_int_eq(unit_price_parse("0.123456", 2, &price, NULL), RC_OK);
	ck_assert_str_eq(unit_price_text(out, price, &number_plain_2), "0.123456");
	ck_assert_int_eq(unit_price_parse("0.1234567", 2, &price, NULL), RC_REFUSED);
}
END_TEST

START_TEST(quantities_are_thousandths)
{
	int64_t qty = -1;
	char out[QTY_TEXT_MAX];
	struct number_style german = { .decimal = ",", .group = ".", .exponent = 2 };
	struct err err;

	ck_assert_int_eq(qty_parse("3", &qty, NULL), RC_OK);
	ck_assert_int_eq(qty, 3 * QTY_ONE);
	ck_assert_str_eq(qty_text(out, qty, 0, &number_plain_2), "3");
	ck_assert_str_eq(qty_text(out, qty, 3, &number_plain_2), "3.000");
	ck_assert_int_eq(qty_parse("0,786", &qty, NULL), RC_OK);
	ck_assert_int_eq(qty, 786);
	ck_assert_str_eq(qty_text(out, -786, 0, &german), "-0,786");
	ck_assert_str_eq(qty_text(out, 1500, 0, &german), "1,5");
	ck_assert_int_eq(qty_parse("0.1234", &qty, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the quantity 0.1234 has more than three decimal places");
	ck_assert_int_eq(qty_parse("1000000", &qty, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the quantity 1000000 is too large");
	ck_assert_int_eq(qty, 786);
}
END_TEST

START_TEST(rounding_modes_have_names)
{
	enum rounding mode;
	struct err err;

	for (int i = 0; i < ROUNDINGS; i++) {
		ck_assert_int_eq(rounding_parse(rounding_names[i], &mode, NULL), RC_OK);
		ck_assert_int_eq(mode, i);
	}
	ck_assert_int_eq(rounding_parse("bankers", &mode, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "\"bankers\" is not a way to round");
}
END_TEST

START_TEST(currencies_are_found_in_any_case)
{
	struct currency currency;
	struct err err;

	ck_assert_int_eq(currency_find("eur", &currency, NULL), RC_OK);
	ck_assert_str_eq(currency.code, "EUR");
	ck_assert_int_eq(currency.exponent, 2);
	ck_assert_int_eq(currency_find("JPY", &currency, NULL), RC_OK);
	ck_assert_int_eq(currency.exponent, 0);
	ck_assert_int_eq(currency_find("KWD", &currency, NULL), RC_OK);
	ck_assert_int_eq(currency.exponent, 3);
	ck_assert_int_eq(currency_find("DEM", &currency, &err), RC_NOT_FOUND);
	ck_assert_str_eq(err.msg, "there is no currency \"DEM\"");
	ck_assert_int_eq(currency_find("UR ", &currency, NULL), RC_NOT_FOUND);
	ck_assert_int_eq(currency_find("", &currency, NULL), RC_NOT_FOUND);
}
END_TEST

START_TEST(minor_units_agree_with_iso_4217)
{
	struct cases cases;
	int count = 0;

	cases_open(&cases, "currency_minor_units.csv");
	while (cases_next(&cases)) {
		const char *code = cases_get(&cases, "currency");
		struct currency currency;

		count++;
		ck_assert_msg(currency_find(code, &currency, NULL) == RC_OK, "%s", code);
		ck_assert_str_eq(currency.code, code);
		ck_assert_msg(currency.exponent == atoi(cases_get(&cases, "iso4217_digits")), "%s",
		              code);
	}
	ck_assert_int_ge(count, 179);
}
END_TEST

/* The rules that are a step and a mode; the others are the checkout's to test. */
START_TEST(cash_rounds_as_the_central_banks_say)
{
	struct cases cases;
	int count = 0;

	cases_open(&cases, "cash_rounding.csv");
	while (cases_next(&cases)) {
		enum rounding mode;
		struct currency currency;
		struct money step, amount, payable;

		if (rounding_parse(cases_get(&cases, "mode"), &mode, NULL))
			continue;
		count++;
		ck_assert_int_eq(currency_find(cases_get(&cases, "currency"), &currency, NULL),
		                 RC_OK);
		money_parse(cases_get(&cases, "step_or_system"), currency.exponent, &step, NULL);
		money_parse(cases_get(&cases, "amount"), currency.exponent, &amount, NULL);
		money_parse(cases_get(&cases, "payable"), currency.exponent, &payable, NULL);
		ck_assert_msg(money_to_step(amount, step.minor, mode).minor == payable.minor, "%s",
		              cases_get(&cases, "id"));
	}
	ck_assert_int_ge(count, 8);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("money");
	TCase *tcase = tcase_create("money");

	tcase_add_loop_test(tcase, each_mode_rounds_as_its_name_says, 0,
	                    sizeof(quotients) / sizeof(quotients[0]));
	tcase_add_test(tcase, a_refund_rounds_to_the_opposite_of_its_sale);
	tcase_add_test(tcase, rounding_works_at_the_edge_of_128_bits);
	tcase_add_test(tcase, three_times_a_third_of_a_kilo_is_rounded_once);
	tcase_add_test(tcase, shares_of_a_line_add_up_to_the_line);
	tcase_add_test(tcase, cash_rounds_to_the_coins_there_are);
	tcase_add_test_raise_signal(tcase, money_outside_its_range_stops_the_program, SIGABRT);
	tcase_add_test_raise_signal(tcase, dividing_by_nothing_stops_the_program, SIGABRT);
	tcase_add_loop_test(tcase, amounts_are_read, 0, sizeof(amounts) / sizeof(amounts[0]));
	tcase_add_loop_test(tcase, what_is_no_amount_is_refused, 0,
	                    sizeof(refused_amounts) / sizeof(refused_amounts[0]));
	tcase_add_test(tcase, amounts_are_written_in_the_shops_style);
	tcase_add_test(tcase, unit_prices_show_only_the_decimals_they_need);
	tcase_add_test(tcase, quantities_are_thousandths);
	tcase_add_test(tcase, rounding_modes_have_names);
	tcase_add_test(tcase, currencies_are_found_in_any_case);
	tcase_add_test(tcase, minor_units_agree_with_iso_4217);
	tcase_add_test(tcase, cash_rounds_as_the_central_banks_say);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
