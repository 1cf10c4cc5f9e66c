#include <config.h>

#include "checkout/tax.h"

#include "checkout/exact.h"
#include "checkout/spread.h"
#include "tests/cases.h"
#include "tests/engine.h"
#include "tests/suite.h"

/* ---- published cases ---- */

/* "[[100.0, 6.0], [\"8.4\", \"1.6\"]]" as numbers one after the other. */
static int
numbers_in(const char *list, int64_t out[], int room)
{
	int count = 0;

	while (*list) {
		size_t length = strspn(list, "-0123456789.");
		char number[40];

		if (length == 0) {
			list++;
			continue;
		}
		ck_assert_int_lt(count, room);
		snprintf(number, sizeof number, "%.*s", (int)length, list);
		out[count++] = engine_micro(number);
		list += length;
	}
	return count;
}

/* Reverse charge: the tax is charged in parts that cancel out, which are taxes of their own. */
static int
rules_of(const struct cases *cases, struct tax_rule rules[static LINE_TAXES_MAX])
{
	int count = engine_rules(rules, cases_get(cases, "taxes"));

	if (strstr(cases_get(cases, "note"), "parts [100.0, -100.0]")) {
		rules[count] = rules[count - 1];
		rules[count].code[0]++;
		rules[count].rate_ppm = -rules[count].rate_ppm;
		count++;
	}
	return count;
}

static int64_t
to_micro(__int128 numerator, __int128 denominator)
{
	return round_div(numerator * 10000, denominator, ROUND_HALF_UP); /* cents to millionths */
}

struct line_case {
	const struct cases *cases;
	struct tax_plan plan;
	struct money left;
	int64_t units;
	int64_t expected[2 * LINE_TAXES_MAX];
	int expected_count;
};

static void
assert_micro(const struct line_case *line, const char *what, int64_t got, int64_t expected)
{
	ck_assert_msg(got == expected, "%s: %s is %lld, should be %lld", cases_get(line->cases, "id"), what,
	              (long long)got, (long long)expected);
}

static void
check_exact(const struct line_case *line)
{
	struct tax_exact exact;
	__int128 tax = 0;

	tax_line_exact(&line->plan, line->left, line->units, &exact);
	for (int i = 0; i < line->plan.count; i++) {
		tax += exact.amount[i];
		assert_micro(line, "a base", to_micro(exact.base[i], exact.denominator), line->expected[2 * i]);
		assert_micro(line, "a tax", to_micro(exact.amount[i], exact.denominator),
		             line->expected[2 * i + 1]);
	}
	assert_micro(line, "net", to_micro(exact.net, exact.denominator),
	             engine_micro(cases_get(line->cases, "expected_base")));
	assert_micro(line, "tax", to_micro(tax, exact.denominator),
	             engine_micro(cases_get(line->cases, "expected_tax")));
	assert_micro(line, "total", to_micro(exact.total, exact.denominator),
	             engine_micro(cases_get(line->cases, "expected_total")));
}

static void
check_rounded(const struct line_case *line)
{
	struct tax_amounts amounts;
	struct money tax;

	tax_line(&line->plan, line->left, line->units, ROUND_HALF_UP, &amounts);
	tax = money_sub(amounts.total, amounts.net);
	for (int i = 0; i < line->plan.count; i++) {
		assert_micro(line, "a base", amounts.base[i].minor * 10000, line->expected[2 * i]);
		assert_micro(line, "a tax", amounts.amount[i].minor * 10000, line->expected[2 * i + 1]);
	}
	assert_micro(line, "net", amounts.net.minor * 10000,
	             engine_micro(cases_get(line->cases, "expected_base")));
	assert_micro(line, "tax", tax.minor * 10000, engine_micro(cases_get(line->cases, "expected_tax")));
	assert_micro(line, "total", amounts.total.minor * 10000,
	             engine_micro(cases_get(line->cases, "expected_total")));
}

START_TEST(lines_are_taxed_as_published)
{
	struct cases cases;
	int checked = 0;

	cases_open(&cases, "tax_line_cases.csv");
	while (cases_next(&cases)) {
		struct tax_rule rules[LINE_TAXES_MAX];
		struct line_case line = { .cases = &cases };
		struct unit_price price;
		int64_t qty, off = engine_micro(cases_get(&cases, "discount_percent"));
		struct money amount;

		ck_assert_int_eq(unit_price_parse(cases_get(&cases, "price_unit"), 2, &price, NULL), RC_OK);
		ck_assert_int_eq(qty_parse(cases_get(&cases, "qty"), &qty, NULL), RC_OK);
		ck_assert_int_eq(tax_plan_make(&line.plan, rules, rules_of(&cases, rules), NULL), RC_OK);
		amount = money_times_milli(price, qty, ROUND_HALF_UP);
		line.left.minor = round_div((__int128)amount.minor * (100000000 - off), 100000000, ROUND_HALF_UP);
		line.units = tax_units(price, qty);
		line.expected_count = numbers_in(cases_get(&cases, "expected_per_tax_json_base_tax"),
		                                 line.expected, 2 * LINE_TAXES_MAX);
		ck_assert_int_eq(line.expected_count, 2 * line.plan.count);
		if (strcmp(cases_get(&cases, "rounding_method"), "round_globally") == 0)
			check_exact(&line);
		else
			check_rounded(&line);
		checked++;
	}
	ck_assert_int_gt(checked, 15);
}
END_TEST

/* ---- plans ---- */

static void
plan_from(struct tax_plan *plan, const char *specs)
{
	struct tax_rule rules[LINE_TAXES_MAX];

	ck_assert_int_eq(tax_plan_make(plan, rules, engine_rules(rules, specs), NULL), RC_OK);
}

START_TEST(an_included_tax_is_rounded_and_the_base_is_the_rest)
{
	struct tax_plan plan;
	struct tax_amounts amounts;

	plan_from(&plan, "percent:19:incl");
	tax_line(&plan, engine_money("0.10"), 1000, ROUND_HALF_UP, &amounts);
	assert_money(amounts.amount[0], "0.02");
	assert_money(amounts.base[0], "0.08");
	assert_money(amounts.total, "0.10");
}
END_TEST

START_TEST(a_fixed_tax_follows_the_goods)
{
	struct unit_price out = { 1000 }, back = { -1000 };

	ck_assert_int_eq(tax_units(out, 2000), 2000);
	ck_assert_int_eq(tax_units(out, -2000), -2000);
	ck_assert_int_eq(tax_units(back, 2000), -2000);
	ck_assert_int_eq(tax_units(back, -2000), 2000);
}
END_TEST

START_TEST(discounts_leave_fixed_taxes_and_the_tax_on_them)
{
	struct tax_plan plan;

	plan_from(&plan, "fixed:1:incl:compound | percent:21:incl");
	assert_money(tax_discountable(&plan, engine_money("21.53"), 1000), "20.32");
	assert_money(tax_discountable(&plan, engine_money("-21.53"), -1000), "-20.32");
	plan_from(&plan, "fixed:1:compound | percent:21");
	assert_money(tax_discountable(&plan, engine_money("21.53"), 1000), "21.53");
}
END_TEST

START_TEST(taxes_that_take_the_whole_price_are_refused)
{
	static const char *const all[] = { "division:100", "division:60 | division:40",
		                           "division:60:incl | division:40:incl", "percent:-100:incl" };
	struct tax_rule rules[LINE_TAXES_MAX];
	struct tax_plan plan;
	struct err err;

	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
		ck_assert_int_eq(tax_plan_make(&plan, rules, engine_rules(rules, all[i]), &err), RC_REFUSED);
		ck_assert_str_eq(err.msg, "these taxes take the whole price");
	}
}
END_TEST

START_TEST(six_compound_taxes_of_six_decimals_still_fit)
{
	struct tax_plan plan;
	struct tax_exact exact;

	plan_from(&plan, "percent:5.5555:incl:compound | percent:7.7777:incl:compound | "
	                 "percent:9.1111:incl:compound | percent:3.3333:incl:compound | "
	                 "percent:1.2345:incl:compound | percent:6.7891:incl:compound");
	tax_line_exact(&plan, money_of(1000000000000), 1000, &exact);
	/* 10^10 / 1.055555 / 1.077777 / 1.091111 / 1.033333 / 1.012345 / 1.067891 = 7211498534.415113 */
	ck_assert_int_eq(to_micro(exact.net, exact.denominator), 7211498534415113);
	ck_assert_int_eq(to_micro(exact.total, exact.denominator), 10000000000000000);
}
END_TEST

/* ---- fractions and odd cents ---- */

START_TEST(fractions_are_kept_in_lowest_terms)
{
	struct exact sum = exact_add(exact_of(1, 6), exact_of(-2, -3));

	ck_assert(sum.num == 5 && sum.den == 6);
	sum = exact_mul(sum, exact_of(6, 5));
	ck_assert(sum.num == 1 && sum.den == 1);
	sum = exact_div(exact_sub(sum, exact_of(3, 2)), exact_of(1, -4));
	ck_assert(sum.num == 2 && sum.den == 1);
	ck_assert(exact_lcm(12, 18, 36) == 36);
	ck_assert(exact_lcm(12, 18, 35) == 0);
}
END_TEST

START_TEST(what_is_too_long_for_a_fraction_keeps_its_leading_digits)
{
	__int128 big = (__int128)1 << 100;
	struct exact product = exact_mul(exact_of(big + 1, big), exact_of(big - 1, big + 3));

	ck_assert(round_div(product.num, product.den / 1000000000, ROUND_HALF_UP) == 1000000000);
}
END_TEST

START_TEST(odd_cents_go_where_rounding_was_furthest_off)
{
	__int128 values[] = { 1300000, 1400000, 1300000, 0 }, mirrored[4];
	struct money out[4], back[4];

	spread_round(values, 4, money_of(4), NULL, out);
	ck_assert_int_eq(out[0].minor, 1);
	ck_assert_int_eq(out[1].minor, 2);
	ck_assert_int_eq(out[2].minor, 1);
	ck_assert_int_eq(out[3].minor, 0);
	for (int i = 0; i < 4; i++)
		mirrored[i] = -values[i];
	spread_round(mirrored, 4, money_of(-4), NULL, back);
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(back[i].minor, -out[i].minor);
}
END_TEST

START_TEST(the_first_line_wins_a_tie_for_the_odd_cent)
{
	__int128 values[] = { 333333, 333333, 333333 };
	struct money out[3];

	spread_round(values, 3, money_of(1), NULL, out);
	ck_assert_int_eq(out[0].minor, 1);
	ck_assert_int_eq(out[1].minor, 0);
	ck_assert_int_eq(out[2].minor, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("tax");
	TCase *lines = tcase_create("lines"), *parts = tcase_create("parts");

	tcase_add_test(lines, lines_are_taxed_as_published);
	tcase_add_test(lines, an_included_tax_is_rounded_and_the_base_is_the_rest);
	tcase_add_test(lines, a_fixed_tax_follows_the_goods);
	tcase_add_test(lines, discounts_leave_fixed_taxes_and_the_tax_on_them);
	tcase_add_test(lines, taxes_that_take_the_whole_price_are_refused);
	tcase_add_test(lines, six_compound_taxes_of_six_decimals_still_fit);
	tcase_add_test(parts, fractions_are_kept_in_lowest_terms);
	tcase_add_test(parts, what_is_too_long_for_a_fraction_keeps_its_leading_digits);
	tcase_add_test(parts, odd_cents_go_where_rounding_was_furthest_off);
	tcase_add_test(parts, the_first_line_wins_a_tie_for_the_odd_cent);
	suite_add_tcase(suite, lines);
	suite_add_tcase(suite, parts);
	return run_suite(suite);
}
