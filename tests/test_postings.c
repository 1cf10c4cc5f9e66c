#include <config.h>

#include <string.h>

#include "ledger/postings.h"
#include "ledger_fixture.h"
#include "suite.h"

static struct total rows[POSTINGS_MAX];
static size_t count;

static void
tally(struct entry *entry)
{
	struct posting postings[POSTINGS_MAX];
	int64_t sum = 0;
	size_t posting_count = postings_of(entry, postings);
	for (size_t i = 0; i < posting_count; i++) {
		ck_assert_int_ne(postings[i].amount.minor, 0);
		ck_assert_int_ne(postings[i].account[0], '#');
		sum += postings[i].amount.minor;
	}
	ck_assert_int_eq(sum, 0);
	count = totals_of(entry, rows);
	entry_done(entry);
}

static int64_t
amount(const char *account, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].account, account) == 0 && strcmp(rows[i].key, key) == 0)
			return rows[i].amount.minor;
	return 0;
}

static int64_t
times(const char *account, const char *key)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(rows[i].account, account) == 0 && strcmp(rows[i].key, key) == 0)
			return rows[i].count;
	return 0;
}

START_TEST(a_cash_sale_goes_to_departments_tax_and_drawer)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 2, 121, 2);
	fixture_line(&sale, "2050", 1, 363, 5);
	fixture_tender(&sale, "cash", 1000, 395);
	fixture_finish(&sale);
	tally(&sale);
	ck_assert_int_eq(amount("cash", "sale"), 1000);
	ck_assert_int_eq(amount("cash", "change"), -395);
	ck_assert_int_eq(amount("sales", "2"), -200);
	ck_assert_int_eq(amount("sales", "5"), -300);
	ck_assert_int_eq(amount("tax", "A"), -105);
	ck_assert_int_eq(amount("#gross", "A"), 605);
	ck_assert_int_eq(amount("#sales", ""), 605);
	ck_assert_int_eq(times("#lines", ""), 2);
	ck_assert_int_eq(times("#pieces", ""), 3);
	ck_assert_int_eq(times("#staff", "3"), 1);
	ck_assert_int_eq(amount("#staff", "3"), 605);
}
END_TEST

START_TEST(half_cash_half_card_with_rounding_and_a_tip)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 2728, 2);
	fixture_tender(&sale, "card", 1100, 0)->tip = money_of(100);
	fixture_tender(&sale, "cash", 1730, 0);
	fixture_finish(&sale);
	sale.is.sale.rounding = money_of(2);
	tally(&sale);
	ck_assert_int_eq(amount("tender", "card"), 1100);
	ck_assert_int_eq(amount("cash", "sale"), 1730);
	ck_assert_int_eq(amount("rounding", ""), -2);
	ck_assert_int_eq(amount("tips", "card"), -100);
}
END_TEST

START_TEST(what_comes_back_stands_apart_from_what_is_sold)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 242, 2);
	fixture_line(&sale, "2050", -1, 605, 5);
	fixture_tender(&sale, "cash", -363, 0);
	fixture_finish(&sale);
	tally(&sale);
	ck_assert_int_eq(amount("sales", "2"), -200);
	ck_assert_int_eq(amount("returns", "5"), 500);
	ck_assert_int_eq(amount("tax", "A"), 63);
	ck_assert_int_eq(amount("cash", "refund"), -363);
	ck_assert_int_eq(times("#returns", ""), 1);
	ck_assert_int_eq(amount("#returns", ""), -605);
}
END_TEST

START_TEST(a_post_void_has_an_account_of_its_own)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", -1, 121, 2);
	fixture_tender(&sale, "card", -121, 0);
	fixture_finish(&sale);
	sale.is.sale.post_void_of = (struct receipt_ref){ 1, SERIES_LIVE, 7 };
	tally(&sale);
	ck_assert_int_eq(amount("post-void", "2"), 100);
	ck_assert_int_eq(amount("tender", "card"), -121);
	ck_assert_int_eq(times("#post-void", ""), 1);
	ck_assert_int_eq(times("#sales", ""), 0);
	ck_assert_int_eq(times("#returns", ""), 0);
}
END_TEST

START_TEST(void_lines_count_but_bring_nothing)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 121, 2);
	struct sale_line *line = fixture_line(&sale, "2050", 2, 300, 5);
	line->voided = true;
	line->amount = line->total = line->taxes[0].base = line->taxes[0].amount = money_of(0);
	fixture_finish(&sale);
	tally(&sale);
	ck_assert_int_eq(times("sales", "5"), 0);
	ck_assert_int_eq(times("#void", ""), 1);
	ck_assert_int_eq(amount("#void", ""), 600);
	ck_assert_int_eq(times("#lines", ""), 1);
}
END_TEST

START_TEST(weighed_lines_count_one_and_deposits_none)
{
	struct entry sale = fixture_sale();
	struct sale_line *line = fixture_line(&sale, "3001", 1, 121, 3);
	line->qty_milli = 786;
	strcpy(line->unit, "kg");
	fixture_line(&sale, "9000", 6, 25, 9)->kind = LINE_DEPOSIT;
	fixture_finish(&sale);
	tally(&sale);
	ck_assert_int_eq(times("#pieces", ""), 1);
	ck_assert_int_eq(times("#lines", ""), 2);
}
END_TEST

START_TEST(discounts_and_changed_prices_are_counted)
{
	struct entry sale = fixture_sale();
	struct sale_line *line = fixture_line(&sale, "1012", 2, 121, 2);
	line->flags = LINE_PRICE_CHANGED;
	line->shelf_price = unit_price_of(money_of(150));
	line->discount_count = 2;
	line->discounts[0] =
	        (struct line_discount){ DISCOUNT_PROMOTION, money_of(40), "3 for 2", 0 };
	line->discounts[1] = (struct line_discount){ DISCOUNT_LINE, money_of(2), "dent", 0 };
	fixture_finish(&sale);
	tally(&sale);
	ck_assert_int_eq(amount("#discount", "promotion"), 40);
	ck_assert_int_eq(amount("#discount", "line"), 2);
	ck_assert_int_eq(times("#price", ""), 1);
	ck_assert_int_eq(amount("#price", ""), -58);
}
END_TEST

static struct entry
held(const char *kind, int64_t minor, int64_t change, bool back)
{
	struct entry entry = fixture_entry(ENTRY_TENDER);
	strcpy(entry.is.tender.tender.kind, kind);
	entry.is.tender.tender.amount = money_of(minor);
	entry.is.tender.tender.change = money_of(change);
	entry.is.tender.taken_back = back;
	return entry;
}

START_TEST(a_tender_before_the_end_is_held)
{
	struct entry entry = held("cash", 500, 0, false);
	tally(&entry);
	ck_assert_int_eq(amount("cash", "held"), 500);
	ck_assert_int_eq(amount("held", "cash"), -500);
	entry = held("card", 500, 0, true);
	tally(&entry);
	ck_assert_int_eq(amount("tender", "card"), -500);
	ck_assert_int_eq(amount("held", "card"), 500);
	/* a voucher that gives change gives it from the drawer */
	entry = held("voucher", 500, 120, false);
	tally(&entry);
	ck_assert_int_eq(amount("tender", "voucher"), 500);
	ck_assert_int_eq(amount("cash", "change"), -120);
	ck_assert_int_eq(amount("held", "voucher"), -380);
}
END_TEST

START_TEST(a_held_tender_is_used_by_its_sale)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 1210, 2);
	fixture_tender(&sale, "cash", 500, 0)->accepted_seq = 9;
	fixture_tender(&sale, "card", 500, 0)->accepted_seq = 10;
	fixture_tender(&sale, "cash", 210, 0);
	fixture_finish(&sale);
	tally(&sale);
	ck_assert_int_eq(amount("held", "cash"), 500);
	ck_assert_int_eq(amount("held", "card"), 500);
	ck_assert_int_eq(amount("cash", "held"), -500);
	ck_assert_int_eq(amount("cash", "sale"), 710);
	ck_assert_int_eq(amount("tender", "card"), 0);
}
END_TEST

START_TEST(the_drawer_moves_against_safe_and_petty_cash)
{
	static const struct {
		enum cash_kind kind;
		const char *term, *account;
		int64_t amount;
	} ways[CASH_KINDS] = {
		{ CASH_PAID_IN, "paid-in", "paid-in", 700 },
		{ CASH_PAID_OUT, "paid-out", "paid-out", -700 },
		{ CASH_PICKUP, "pickup", "safe", -700 },
		{ CASH_LOAN, "loan", "safe", 700 },
	};
	for (int i = 0; i < CASH_KINDS; i++) {
		struct entry entry = fixture_entry(ENTRY_CASH);
		entry.is.cash.kind = ways[i].kind;
		entry.is.cash.amount = money_of(700);
		tally(&entry);
		ck_assert_int_eq(amount("cash", ways[i].term), ways[i].amount);
		ck_assert_int_eq(amount(ways[i].account, ""), -ways[i].amount);
	}
}
END_TEST

START_TEST(a_shift_takes_its_float_from_the_safe_and_brings_all_back)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.is.shift_open.opening_float = money_of(10000);
	tally(&entry);
	ck_assert_int_eq(amount("cash", "float"), 10000);
	ck_assert_int_eq(amount("safe", ""), -10000);

	entry = fixture_entry(ENTRY_SHIFT_CLOSE);
	entry.is.shift_close.expected = money_of(12345);
	entry.is.shift_close.over_short = money_of(-45);
	tally(&entry);
	ck_assert_int_eq(amount("cash", "over-short"), -45);
	ck_assert_int_eq(amount("over-short", ""), 45);
	ck_assert_int_eq(amount("cash", "close"), -12300);
	ck_assert_int_eq(amount("safe", ""), 12300);
}
END_TEST

START_TEST(what_only_happened_is_counted)
{
	struct entry entry = fixture_entry(ENTRY_NO_SALE);
	tally(&entry);
	ck_assert_int_eq(times("#no-sale", ""), 1);
	entry = fixture_entry(ENTRY_PAPER);
	tally(&entry);
	ck_assert_int_eq(times("#copy", ""), 0);
	entry = fixture_entry(ENTRY_PAPER);
	entry.is.paper.choice = PAPER_COPY;
	tally(&entry);
	ck_assert_int_eq(times("#copy", ""), 1);
	entry = fixture_entry(ENTRY_AGE_REFUSED);
	tally(&entry);
	ck_assert_int_eq(times("#age", ""), 1);
	entry = fixture_entry(ENTRY_CANCELLED);
	entry.is.basket.total = money_of(99);
	tally(&entry);
	ck_assert_int_eq(times("#cancelled", ""), 1);
	ck_assert_int_eq(amount("#cancelled", ""), 99);
	entry = fixture_entry(ENTRY_SUSPENDED);
	tally(&entry);
	ck_assert_int_eq(times("#suspended", ""), 1);
	entry = fixture_entry(ENTRY_SIGN_ON);
	tally(&entry);
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(lists_of_totals_add_up_sorted)
{
	struct total first[] = { { "sales", "2", 1, { 100 }, "" },
		                 { "cash", "sale", 1, { -100 }, "" } };
	struct total second[] = { { "sales", "10", 1, { 5 }, "" }, { "sales", "2", 2, { 7 }, "" } };
	struct total *sum = NULL;
	size_t sum_count = 0;
	totals_add(&sum, &sum_count, first, 2);
	totals_add(&sum, &sum_count, second, 2);
	ck_assert_uint_eq(sum_count, 3);
	ck_assert_str_eq(sum[0].account, "cash");
	ck_assert_str_eq(sum[1].key, "10");
	ck_assert_int_eq(totals_get(sum, sum_count, "sales", "2").amount.minor, 107);
	ck_assert_int_eq(totals_get(sum, sum_count, "sales", "2").count, 3);
	ck_assert_int_eq(totals_get(sum, sum_count, "sales", "3").count, 0);
	free(sum);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("postings");
	TCase *tcase = tcase_create("postings");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, a_cash_sale_goes_to_departments_tax_and_drawer);
	tcase_add_test(tcase, half_cash_half_card_with_rounding_and_a_tip);
	tcase_add_test(tcase, what_comes_back_stands_apart_from_what_is_sold);
	tcase_add_test(tcase, a_post_void_has_an_account_of_its_own);
	tcase_add_test(tcase, void_lines_count_but_bring_nothing);
	tcase_add_test(tcase, weighed_lines_count_one_and_deposits_none);
	tcase_add_test(tcase, discounts_and_changed_prices_are_counted);
	tcase_add_test(tcase, a_tender_before_the_end_is_held);
	tcase_add_test(tcase, a_held_tender_is_used_by_its_sale);
	tcase_add_test(tcase, the_drawer_moves_against_safe_and_petty_cash);
	tcase_add_test(tcase, a_shift_takes_its_float_from_the_safe_and_brings_all_back);
	tcase_add_test(tcase, what_only_happened_is_counted);
	tcase_add_test(tcase, lists_of_totals_add_up_sorted);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
