#include <config.h>

#include "checkout/tender.h"

#include "base/gettext.h"
#include "base/json.h"
#include "base/paths.h"
#include "tests/cases.h"
#include "tests/engine.h"
#include "tests/suite.h"

static const struct tender_rules five_cents = { .cash_step_minor = 5, .scope = CASH_ROUND_CASH };
static const struct tender_rules to_the_cent = { .scope = CASH_ROUND_NONE };

static const struct tender_row cash = { .kind = "cash", .label = "Cash", .over = OVER_CHANGE,
	                                .refundable = true };
static const struct tender_row card = { .kind = "card", .label = "Card", .over = OVER_EXACT,
	                                .refundable = true };
static const struct tender_row tipped = { .kind = "card", .label = "Card", .over = OVER_TIP };
static const struct tender_row voucher = { .kind = "voucher", .label = "Voucher", .over = OVER_KEEP_REST,
	                                   .needs_reference = true };
static const struct tender_row cheque = { .kind = "cheque", .label = "Cheque", .over = OVER_CHANGE,
	                                  .max_change = { 500 } };

static struct sale_tender
tender_of(const char *kind, const char *amount)
{
	struct sale_tender tender = { .amount = engine_money(amount) };

	snprintf(tender.kind, sizeof tender.kind, "%s", kind);
	return tender;
}

/* ---- published cases ---- */

static const char *
text_of(const struct json_node *object, const char *key)
{
	return json_text(json_get(object, key));
}

static void
rules_from(const struct json_node *node, struct tender_rules *rules)
{
	const char *step = text_of(node, "cash_step"), *mode = text_of(node, "cash_mode");
	const char *scope = text_of(node, "rounding_scope");

	*rules = (struct tender_rules){ .scope = CASH_ROUND_NONE };
	if (step[0] != '\0')
		rules->cash_step_minor = engine_money(step).minor;
	if (mode[0] != '\0')
		ck_assert_int_eq(rounding_parse(mode, &rules->cash_rounding, NULL), RC_OK);
	if (strcmp(scope, "cash") == 0)
		rules->scope = CASH_ROUND_CASH;
	if (strcmp(scope, "all") == 0)
		rules->scope = CASH_ROUND_ALL;
}

static void
assert_figure(const char *id, const char *what, struct money got, const char *expected)
{
	char text[MONEY_TEXT_MAX];

	if (expected[0] != '\0')
		ck_assert_msg(strcmp(money_text(text, got, &number_plain_2), expected) == 0,
		              "%s: %s is %s, should be %s", id, what, text, expected);
}

static void
check_case(const struct json_node *node)
{
	const struct json_node *tenders = json_get(node, "tenders"), *expected = json_get(node, "expected");
	const char *id = text_of(node, "id");
	struct sale_tender all[8];
	struct tender_rules rules;
	struct settlement settlement;
	struct money total = engine_money(text_of(node, "total"));

	rules_from(node, &rules);
	ck_assert_uint_le(json_count(tenders), 8);
	for (size_t i = 0; i < json_count(tenders); i++)
		all[i] = tender_of(text_of(json_at(tenders, i), "kind"), text_of(json_at(tenders, i), "amount"));
	tender_settle(&rules, total, all, json_count(tenders), &settlement);
	ck_assert_msg(settlement.complete == json_bool(json_get(expected, "complete")), "%s: complete", id);
	assert_figure(id, "remaining", settlement.remaining, text_of(expected, "remaining"));
	assert_figure(id, "rounding", settlement.rounding, text_of(expected, "rounding"));
	assert_figure(id, "change", settlement.change, text_of(expected, "change"));
	if (settlement.complete) /* tenders - change = total + rounding */
		ck_assert_int_eq(settlement.tendered.minor - settlement.change.minor,
		                 total.minor + settlement.rounding.minor);
}

START_TEST(change_is_given_as_published)
{
	struct json_doc *doc;
	struct err err;
	char *text;
	size_t length;

	ck_assert_int_eq(paths_read_file(TESTS_SRCDIR "/cases/tender_change.json", 1 << 20, &text, &length,
	                                 &err), RC_OK);
	ck_assert_msg(json_parse(&doc, text, length, &err) == RC_OK, "%s", err.msg);
	ck_assert_uint_gt(json_count(json_root(doc)), 10);
	for (size_t i = 0; i < json_count(json_root(doc)); i++)
		check_case(json_at(json_root(doc), i));
	json_free(&doc);
	free(text);
}
END_TEST

/* Rows with a step name the mode; tables of a country are one of these. */
struct system { const char *name; int64_t step; enum rounding mode; };
static const struct system systems[] = {
	{ "Australian", 5, ROUND_HALF_UP },     { "Danish total", 50, ROUND_HALF_UP },
	{ "Danish change", 50, ROUND_HALF_DOWN }, { "Malaysian", 5, ROUND_HALF_UP },
	{ "New Zealand A", 10, ROUND_HALF_DOWN }, { "Swedish (old)", 50, ROUND_HALF_UP },
	{ "South Africa", 5, ROUND_DOWN },      { "Japanese 5 yen", 5, ROUND_DOWN },
};

static void
rounding_of(const struct cases *cases, int exponent, struct tender_rules *rules)
{
	const char *step = cases_get(cases, "step_or_system");
	struct money minor;

	rules->scope = CASH_ROUND_CASH;
	for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
		if (strcmp(systems[i].name, step) == 0) {
			rules->cash_step_minor = systems[i].step;
			rules->cash_rounding = systems[i].mode;
			return;
		}
	ck_assert_int_eq(money_parse(step, exponent, &minor, NULL), RC_OK);
	rules->cash_step_minor = minor.minor;
	ck_assert_int_eq(rounding_parse(cases_get(cases, "mode"), &rules->cash_rounding, NULL), RC_OK);
}

START_TEST(cash_is_rounded_as_countries_do)
{
	struct cases cases;

	cases_open(&cases, "cash_rounding.csv");
	while (cases_next(&cases)) {
		struct currency currency;
		struct tender_rules rules = { .cash_step_minor = 0 };
		struct settlement settlement;
		struct money amount, payable;
		struct sale_tender tender = { .kind = "cash" };

		ck_assert_int_eq(currency_find(cases_get(&cases, "currency"), &currency, NULL), RC_OK);
		rounding_of(&cases, currency.exponent, &rules);
		ck_assert_int_eq(money_parse(cases_get(&cases, "amount"), currency.exponent, &amount, NULL), RC_OK);
		ck_assert_int_eq(money_parse(cases_get(&cases, "payable"), currency.exponent, &payable, NULL), RC_OK);
		for (int sign = 1; sign >= -1; sign -= 2) { /* refunds are the mirror image */
			tender.amount = money_of(sign * payable.minor);
			tender_settle(&rules, money_of(sign * amount.minor), &tender, 1, &settlement);
			ck_assert_msg(settlement.complete, "%s", cases_get(&cases, "id"));
			ck_assert_int_eq(settlement.rounding.minor, sign * (payable.minor - amount.minor));
			ck_assert_int_eq(settlement.change.minor, 0);
		}
	}
}
END_TEST

/* ---- settling ---- */

/* The example at the top of tender.h. */
START_TEST(only_what_cash_settles_is_rounded)
{
	struct sale_tender tenders[2] = { tender_of("card", "5.00"), tender_of("cash", "50.00") };
	struct settlement settlement;

	tender_settle(&five_cents, engine_money("32.28"), tenders, 1, &settlement);
	ck_assert(!settlement.complete);
	assert_money(settlement.remaining, "27.28");
	assert_money(settlement.remaining_cash, "27.30");
	tender_settle(&five_cents, engine_money("32.28"), tenders, 2, &settlement);
	ck_assert(settlement.complete);
	assert_money(settlement.rounding, "0.02");
	assert_money(settlement.change, "22.70");
	assert_money(settlement.tendered, "55.00");
}
END_TEST

START_TEST(a_card_after_cash_leaves_nothing_to_round)
{
	struct sale_tender tenders[2] = { tender_of("cash", "20.00"), tender_of("card", "7.28") };
	struct settlement settlement;

	tender_settle(&five_cents, engine_money("27.28"), tenders, 1, &settlement);
	assert_money(settlement.remaining, "7.28");
	assert_money(settlement.remaining_cash, "7.30");
	tender_settle(&five_cents, engine_money("27.28"), tenders, 2, &settlement);
	ck_assert(settlement.complete);
	assert_money(settlement.rounding, "0.00");
}
END_TEST

START_TEST(small_coins_pay_to_the_cent)
{
	struct sale_tender tender = tender_of("cash", "27.28");
	struct settlement settlement;

	tender_settle(&five_cents, engine_money("27.28"), &tender, 1, &settlement);
	ck_assert(settlement.complete);
	assert_money(settlement.rounding, "0.00");
	assert_money(settlement.change, "0.00");
}
END_TEST

START_TEST(what_rounds_to_nothing_is_settled_by_no_cash)
{
	struct sale_tender tender = tender_of("cash", "0.00");
	struct settlement settlement;
	struct err err;

	tender_settle(&five_cents, engine_money("0.02"), NULL, 0, &settlement);
	ck_assert(!settlement.complete);
	assert_money(settlement.remaining_cash, "0.00");
	ck_assert_int_eq(tender_check(&five_cents, &cash, engine_money("0.02"), NULL, 0, &tender, &err), RC_OK);
	tender_settle(&five_cents, engine_money("0.02"), &tender, 1, &settlement);
	ck_assert(settlement.complete);
	assert_money(settlement.rounding, "-0.02");
}
END_TEST

START_TEST(a_total_of_nothing_needs_no_tender)
{
	struct settlement settlement;

	tender_settle(&five_cents, money_of(0), NULL, 0, &settlement);
	ck_assert(settlement.complete);
	assert_money(settlement.rounding, "0.00");
}
END_TEST

START_TEST(tips_pay_nothing)
{
	struct sale_tender tender = tender_of("card", "22.00");
	struct settlement settlement;

	ck_assert_int_eq(tender_check(&to_the_cent, &tipped, engine_money("20.00"), NULL, 0, &tender, NULL),
	                 RC_OK);
	assert_money(tender.tip, "2.00");
	tender_settle(&to_the_cent, engine_money("20.00"), &tender, 1, &settlement);
	ck_assert(settlement.complete);
	assert_money(settlement.tendered, "20.00");
	assert_money(settlement.change, "0.00");
}
END_TEST

/* ---- what may be taken ---- */

struct taking {
	const struct tender_row *row;
	const char *total, *amount;
	const char *refusal;            /* NULL it is taken, and then: */
	const char *taken, *change;
};
static const struct taking takings[] = {
	{ &cash, "12.32", "20.00", NULL, "20.00", "7.70" },
	{ &cash, "12.32", "5.00", NULL, "5.00", "0.00" },
	{ &cash, "12.32", "0.00", "no amount was given", NULL, NULL },
	{ &cash, "12.32", "-5.00", "nothing is owed to the customer", NULL, NULL },
	{ &cash, "0.00", "5.00", "nothing remains to be paid", NULL, NULL },
	{ &card, "12.32", "12.32", NULL, "12.32", "0.00" },
	{ &card, "12.32", "12.33", "Card pays exactly: that is more than is due", NULL, NULL },
	{ &voucher, "12.32", "20.00", NULL, "12.32", "0.00" },
	{ &cheque, "12.32", "17.30", NULL, "17.30", "5.00" },
	{ &cheque, "12.32", "17.40", "that is more change than Cheque may give", NULL, NULL },
	{ &cash, "-12.32", "-12.30", NULL, "-12.30", "0.00" },
	{ &cash, "-12.32", "-10.00", NULL, "-10.00", "0.00" },
	{ &cash, "-12.32", "-12.35", "that is more than the customer is owed", NULL, NULL },
	{ &cash, "-12.32", "20.00", "the customer is owed money: pay it out", NULL, NULL },
	{ &cheque, "-12.32", "-12.32", "Cheque cannot be paid out", NULL, NULL },
	{ &card, "-12.32", "-12.32", NULL, "-12.32", "0.00" },
};

START_TEST(tenders_keep_the_rule_of_their_kind)
{
	const struct taking *taking = &takings[_i];
	struct sale_tender tender = tender_of(taking->row->kind, taking->amount);
	struct err err = { .outcome = RC_OK };
	enum outcome outcome;

	snprintf(tender.reference, sizeof tender.reference, "123");
	outcome = tender_check(&five_cents, taking->row, engine_money(taking->total), NULL, 0, &tender, &err);
	if (taking->refusal) {
		ck_assert_int_eq(outcome, RC_REFUSED);
		ck_assert_str_eq(err.msg, taking->refusal);
		return;
	}
	ck_assert_msg(outcome == RC_OK, "%s", err.msg);
	assert_money(tender.amount, taking->taken);
	assert_money(tender.change, taking->change);
}
END_TEST

START_TEST(a_voucher_needs_its_number)
{
	struct sale_tender tender = tender_of("voucher", "5.00");
	struct err err;

	ck_assert_int_eq(tender_check(&to_the_cent, &voucher, engine_money("9.00"), NULL, 0, &tender, &err),
	                 RC_REFUSED);
	ck_assert_str_eq(err.msg, "Voucher needs its number");
}
END_TEST

START_TEST(tenders_are_not_without_end)
{
	struct sale_tender tenders[BASKET_TENDERS_MAX], more = tender_of("cash", "0.05");
	struct err err;

	for (int i = 0; i < BASKET_TENDERS_MAX; i++)
		tenders[i] = tender_of("cash", "0.05");
	ck_assert_int_eq(tender_check(&to_the_cent, &cash, engine_money("90.00"), tenders,
	                              BASKET_TENDERS_MAX - 1, &more, &err),
	                 RC_OK);
	ck_assert_int_eq(tender_check(&to_the_cent, &cash, engine_money("90.00"), tenders,
	                              BASKET_TENDERS_MAX, &more, &err),
	                 RC_REFUSED);
	ck_assert_str_eq(err.msg, "a sale takes 40 tenders: take one back");
	ck_assert_str_eq(err.hint, "take-back");
}
END_TEST

/* ---- proposals ---- */

static void
assert_proposals(const struct tender_rules *rules, int64_t remaining, const struct settings *settings,
                 const char *expected)
{
	struct money out[8];
	char text[256] = "";
	size_t count = tender_proposals(rules, money_of(remaining), settings, out, 8);

	for (size_t i = 0; i < count; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%lld", i ? " " : "",
		         (long long)out[i].minor);
	ck_assert_str_eq(text, expected);
}

START_TEST(proposals_are_exact_then_the_next_notes)
{
	struct settings euro = { .currency = { "EUR", 2 }, .notes = { { 500 }, { 1000 }, { 2000 }, { 5000 }, { 10000 } } };
	struct settings yen = { .currency = { "JPY", 0 }, .notes = { { 1000 }, { 5000 }, { 10000 } } };

	assert_proposals(&to_the_cent, 1167, &euro, "1167 1500 2000 5000 10000");
	assert_proposals(&five_cents, 1167, &euro, "1165 1500 2000 5000 10000");
	assert_proposals(&to_the_cent, 4100, &euro, "4100 4500 5000 6000 10000");
	assert_proposals(&to_the_cent, 2000, &euro, "2000 5000 10000");
	assert_proposals(&to_the_cent, -1167, &euro, "-1167");
	assert_proposals(&to_the_cent, 1340, &yen, "1340 1500 2000 5000 10000");
}
END_TEST

START_TEST(proposals_keep_to_their_room)
{
	struct settings euro = { .currency = { "EUR", 2 }, .notes = { { 500 }, { 1000 }, { 2000 } } };
	struct money out[2];

	ck_assert_uint_eq(tender_proposals(&to_the_cent, money_of(101), &euro, out, 2), 2);
	ck_assert_int_eq(out[0].minor, 101);
	ck_assert_int_eq(out[1].minor, 500);
}
END_TEST

/* ---- change, other currencies ---- */

static void
assert_change(int64_t amount, const char *expected)
{
	static const struct settings settings = {
		.notes = { { 500 }, { 1000 }, { 2000 }, { 5000 } },
		.coins = { { 5 }, { 10 }, { 20 }, { 50 }, { 100 }, { 200 } },
	};
	struct cash_piece pieces[CASH_PIECES_MAX];
	struct money rest;
	size_t count = tender_change(money_of(amount), &settings, pieces, &rest);
	char text[200] = "";

	for (size_t i = 0; i < count; i++)
		sprintf(text + strlen(text), "%lldx%lld ", (long long)pieces[i].count,
		        (long long)pieces[i].value.minor);
	sprintf(text + strlen(text), "%lld", (long long)rest.minor);
	ck_assert_str_eq(text, expected);
}

START_TEST(change_is_the_fewest_notes_and_coins)
{
	assert_change(2270, "1x2000 1x200 1x50 1x20 0");
	assert_change(-2270, "1x2000 1x200 1x50 1x20 0");
	assert_change(40, "2x20 0");
	assert_change(15000, "3x5000 0");
	assert_change(8, "1x5 3");
	assert_change(0, "0");
}
END_TEST

START_TEST(another_currency_counts_as_what_it_is_worth)
{
	struct currency euro = { "EUR", 2 }, yen = { "JPY", 0 };
	struct foreign_rate rate;
	struct err err;

	ck_assert_int_eq(foreign_rate_parse(&rate, "USD", "0.92", &euro, &err), RC_OK);
	assert_money(foreign_to_ours(&rate, money_of(2000), ROUND_HALF_UP), "18.40");
	assert_money(foreign_to_theirs(&rate, money_of(1840)), "20.00");
	assert_money(foreign_to_theirs(&rate, money_of(1841)), "20.02"); /* never too little */
	ck_assert_int_eq(foreign_rate_parse(&rate, "JPY", "0.0061", &euro, &err), RC_OK);
	assert_money(foreign_to_ours(&rate, money_of(10000), ROUND_HALF_UP), "61.00");
	ck_assert_int_eq(foreign_rate_parse(&rate, "KWD", "485.5", &yen, &err), RC_OK);
	ck_assert_int_eq(foreign_to_ours(&rate, money_of(1500), ROUND_HALF_UP).minor, 728);
	ck_assert_int_eq(foreign_rate_parse(&rate, "USD", "0", &euro, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "\"0\" is not a rate of exchange");
	ck_assert_int_eq(foreign_rate_parse(&rate, "XXQ", "1", &euro, &err), RC_NOT_FOUND);
}
END_TEST

/* Belgium: five cents and less are paid as they are. */
START_TEST(small_totals_are_not_rounded_where_the_law_says_so)
{
	struct tender_rules belgian = { .cash_step_minor = 5, .scope = CASH_ROUND_CASH, .exact_minor = 5 };
	struct sale_tender coins = tender_of("cash", "0.02");
	struct settlement settlement;

	tender_settle(&belgian, money_of(2), &coins, 1, &settlement);
	ck_assert(settlement.complete);
	ck_assert_int_eq(settlement.rounding.minor, 0);
	tender_settle(&belgian, money_of(2), NULL, 0, &settlement);
	ck_assert_int_eq(settlement.remaining_cash.minor, 2);
	coins = tender_of("cash", "0.05");
	tender_settle(&belgian, money_of(7), &coins, 1, &settlement);
	ck_assert_int_eq(settlement.rounding.minor, -2);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("tender");
	TCase *settling = tcase_create("settling"), *taking = tcase_create("taking");

	tcase_add_test(settling, change_is_given_as_published);
	tcase_add_test(settling, cash_is_rounded_as_countries_do);
	tcase_add_test(settling, only_what_cash_settles_is_rounded);
	tcase_add_test(settling, a_card_after_cash_leaves_nothing_to_round);
	tcase_add_test(settling, small_coins_pay_to_the_cent);
	tcase_add_test(settling, what_rounds_to_nothing_is_settled_by_no_cash);
	tcase_add_test(settling, a_total_of_nothing_needs_no_tender);
	tcase_add_test(settling, tips_pay_nothing);
	tcase_add_loop_test(taking, tenders_keep_the_rule_of_their_kind, 0, sizeof takings / sizeof takings[0]);
	tcase_add_test(taking, a_voucher_needs_its_number);
	tcase_add_test(taking, tenders_are_not_without_end);
	tcase_add_test(taking, proposals_are_exact_then_the_next_notes);
	tcase_add_test(taking, proposals_keep_to_their_room);
	tcase_add_test(settling, change_is_the_fewest_notes_and_coins);
	tcase_add_test(settling, another_currency_counts_as_what_it_is_worth);
	tcase_add_test(settling, small_totals_are_not_rounded_where_the_law_says_so);
	suite_add_tcase(suite, settling);
	suite_add_tcase(suite, taking);
	return run_suite(suite);
}
