#include <config.h>

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger_fixture.h"
#include "suite.h"

START_TEST(a_new_till_has_one_entry_and_knows_itself)
{
	ck_assert_int_eq(ledger_till(fixture), 1);
	ck_assert_str_eq(ledger_currency(fixture).code, "EUR");
	ck_assert_int_eq(ledger_currency(fixture).exponent, 2);
	ck_assert_int_eq(ledger_last_seq(fixture), 1);
	ck_assert_int_eq(ledger_next_receipt(fixture, SERIES_LIVE), 1);
	ck_assert(!ledger_is_live(fixture));
	ck_assert(!ledger_has_gap(fixture, NULL));
}
END_TEST

START_TEST(a_sale_gets_numbers_and_running_totals)
{
	fixture_open_shift(10000);
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 3, 199, 2);
	fixture_finish(&sale);
	fixture_ok(ledger_append(fixture, &sale, 0, &fixture_err));
	ck_assert_int_eq(sale.seq, 3);
	ck_assert_int_eq(sale.is.sale.number, 1);
	ck_assert_int_eq(sale.after.sold.minor, 597);
	ck_assert_int_eq(ledger_next_receipt(fixture, SERIES_LIVE), 2);
	entry_done(&sale);

	struct entry again;
	fixture_ok(journal_read_sale(fixture, (struct receipt_ref){ 1, SERIES_LIVE, 1 }, &again,
	                             &fixture_err));
	ck_assert_int_eq(again.is.sale.line_count, 1);
	ck_assert_str_eq(again.is.sale.lines[0].item, "1012");
	ck_assert_int_eq(again.is.sale.total.minor, 597);
	entry_done(&again);
}
END_TEST

static void
add_cases(TCase *tcase)
{
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, a_new_till_has_one_entry_and_knows_itself);
	tcase_add_test(tcase, a_sale_gets_numbers_and_running_totals);
}

int
main(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tcase = tcase_create("ledger");
	add_cases(tcase);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
