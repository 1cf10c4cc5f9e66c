#include <config.h>

#include <string.h>

#include "ledger/postings.h"
#include "ledger_fixture.h"
#include "suite.h"

static int64_t
expected(int64_t shift)
{
	struct money sum;
	fixture_ok(shift_expected(fixture, SERIES_LIVE, shift, &sum, &fixture_err));
	return sum.minor;
}

static struct total
figure(int64_t shift, const char *account, const char *key)
{
	struct total *totals, found;
	size_t count;
	fixture_ok(shift_totals(fixture, SERIES_LIVE, shift, shift, &totals, &count, &fixture_err));
	found = totals_get(totals, count, account, key);
	free(totals);
	return found;
}

static void
move_cash(enum cash_kind kind, int64_t minor)
{
	struct entry entry = fixture_entry(ENTRY_CASH);
	entry.is.cash.shift = 1;
	entry.is.cash.kind = kind;
	entry.is.cash.amount = money_of(minor);
	fixture_append(&entry);
}

START_TEST(a_shift_runs_from_float_to_count)
{
	struct shift_row row;
	ck_assert_int_eq(shift_current(fixture, SERIES_LIVE, &row, &fixture_err), RC_NOT_FOUND);
	ck_assert_str_eq(fixture_err.msg, "no shift is open");
	ck_assert_int_eq(fixture_open_shift(10000), 1);
	fixture_ok(shift_current(fixture, SERIES_LIVE, &row, &fixture_err));
	ck_assert(row.open);
	ck_assert_int_eq(row.day, 20261122);
	ck_assert_int_eq(row.staff, 3);
	ck_assert_int_eq(row.opening_float.minor, 10000);
	fixture_sell();
	ck_assert_int_eq(expected(1), 10597);
	fixture_close_shift(-7);
	ck_assert_int_eq(expected(1), 0);
	ck_assert_int_eq(shift_current(fixture, SERIES_LIVE, &row, &fixture_err), RC_NOT_FOUND);
	fixture_ok(shift_last(fixture, SERIES_LIVE, &row, &fixture_err));
	ck_assert(!row.open);
	ck_assert_int_eq(row.over_short.minor, -7);
	ck_assert_int_eq(fixture_open_shift(0), 2);
}
END_TEST

START_TEST(one_shift_is_open_at_a_time)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	fixture_open_shift(0);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "a shift is open already");
	fixture_close_shift(0);
	entry = fixture_entry(ENTRY_SHIFT_CLOSE);
	entry.is.shift_close.shift = 1;
	fixture_refused(fixture_try(&entry), RC_REFUSED, "no shift is open");
}
END_TEST

START_TEST(nothing_is_sold_without_a_shift)
{
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	fixture_refused(fixture_try(&sale), RC_REFUSED, "no shift is open");
	fixture_open_shift(0);
	sale = fixture_sale();
	sale.is.sale.shift = 2;
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	fixture_refused(fixture_try(&sale), RC_REFUSED, "this shift is not open any more");
}
END_TEST

START_TEST(the_drawer_is_the_sum_of_its_terms)
{
	fixture_open_shift(10000);
	fixture_sell(); /* 10.00 in, 4.03 out */
	move_cash(CASH_PAID_IN, 300);
	move_cash(CASH_PAID_OUT, 250);
	move_cash(CASH_PICKUP, 5000);
	move_cash(CASH_LOAN, 1000);
	ck_assert_int_eq(figure(1, "cash", "float").amount.minor, 10000);
	ck_assert_int_eq(figure(1, "cash", "sale").amount.minor, 1000);
	ck_assert_int_eq(figure(1, "cash", "change").amount.minor, -403);
	ck_assert_int_eq(expected(1), 10000 + 597 + 300 - 250 - 5000 + 1000);
}
END_TEST

START_TEST(each_term_opens_to_its_entries)
{
	struct drawer_row rows[8];
	size_t count;
	fixture_open_shift(10000);
	fixture_sell();
	move_cash(CASH_PICKUP, 500);
	fixture_sell();
	fixture_ok(shift_drawer_rows(fixture, SERIES_LIVE, 1, "change", rows, 8, &count,
	                             &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[0].sale.number, 2);
	ck_assert_int_eq(rows[1].sale.number, 1);
	ck_assert_int_eq(rows[0].amount.minor, -403);
	fixture_ok(shift_drawer_rows(fixture, SERIES_LIVE, 1, "pickup", rows, 8, &count,
	                             &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(rows[0].kind, ENTRY_CASH);
	ck_assert_int_eq(rows[0].sale.number, 0);
	fixture_ok(shift_drawer_rows(fixture, SERIES_LIVE, 1, "refund", rows, 8, &count,
	                             &fixture_err));
	ck_assert_uint_eq(count, 0);
}
END_TEST

START_TEST(a_count_replaces_the_one_before)
{
	struct total counted[4];
	size_t count;
	fixture_open_shift(10000);
	for (int i = 0; i < 3; i++) {
		struct entry entry = fixture_entry(ENTRY_COUNT);
		entry.is.count.shift = 1;
		strcpy(entry.is.count.kind, i == 2 ? "card" : "cash");
		entry.is.count.amount = money_of(9990 + i);
		fixture_append(&entry);
	}
	fixture_ok(shift_counted(fixture, SERIES_LIVE, 1, counted, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(counted[1].key, "cash");
	ck_assert_int_eq(counted[1].amount.minor, 9991);
}
END_TEST

START_TEST(a_closing_with_another_expected_amount_is_refused)
{
	fixture_open_shift(10000);
	struct entry entry = fixture_entry(ENTRY_SHIFT_CLOSE);
	entry.is.shift_close.shift = 1;
	entry.is.shift_close.expected = money_of(9999);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "the drawer should hold another amount");
}
END_TEST

START_TEST(a_shifts_report_has_its_figures)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_CLOSE);
	fixture_open_shift(10000);
	fixture_sell();
	entry.is.shift_close.shift = 1;
	entry.is.shift_close.expected = money_of(10597);
	fixture_ok(shift_totals(fixture, SERIES_LIVE, 1, 1, &entry.is.shift_close.totals,
	                        &entry.is.shift_close.total_count, &fixture_err));
	for (size_t i = 0; i < entry.is.shift_close.total_count; i++)
		if (strcmp(entry.is.shift_close.totals[i].account, "sales") == 0)
			strcpy(entry.is.shift_close.totals[i].name, "Groceries");
	fixture_ok(ledger_append(fixture, &entry, 0, &fixture_err));
	const struct shift_close_facts *close = &entry.is.shift_close;
	ck_assert_int_eq(close->first_seq, 2);
	ck_assert_int_eq(totals_get(close->totals, close->total_count, "#sales", "").count, 1);
	ck_assert_int_eq(totals_get(close->totals, close->total_count, "sales", "2").amount.minor,
	                 -371);
	ck_assert_str_eq(totals_get(close->totals, close->total_count, "sales", "2").name,
	                 "Groceries");
	ck_assert_str_eq(totals_get(close->totals, close->total_count, "cash", "sale").name, "");
	entry_done(&entry);
}
END_TEST

START_TEST(a_z_closes_all_shifts_of_its_day)
{
	struct day_row day;
	struct entry z, next;
	fixture_open_shift(10000);
	fixture_sell();
	struct entry early = fixture_entry(ENTRY_Z);
	fixture_refused(fixture_try(&early), RC_REFUSED, "a shift is still open: close it first");
	fixture_close_shift(0);
	fixture_open_shift(5000);
	fixture_sell();
	fixture_close_shift(2);
	fixture_ok(day_current(fixture, SERIES_LIVE, &day, &fixture_err));
	ck_assert(day.open && day.first_shift == 1 && day.last_shift == 2 && day.next_z == 1);
	ck_assert(day.first_receipt == 1 && day.last_receipt == 2);
	int64_t last_seq = ledger_last_seq(fixture);
	struct hash head;
	ledger_last_hash(fixture, &head);
	fixture_z();
	fixture_ok(journal_read_z(fixture, SERIES_LIVE, 1, &z, &fixture_err));
	ck_assert(z.is.z.first_shift == 1 && z.is.z.last_shift == 2);
	ck_assert(z.is.z.first_receipt == 1 && z.is.z.last_receipt == 2);
	ck_assert(z.is.z.first_seq == 1 && z.is.z.last_seq == last_seq);
	ck_assert(hash_equal(&z.is.z.head, &head));
	ck_assert_int_eq(z.is.z.before.sold.minor, 0);
	ck_assert_int_eq(z.after.sold.minor, 1194);
	ck_assert_int_eq(totals_get(z.is.z.totals, z.is.z.total_count, "#sales", "").count, 2);
	ck_assert_int_eq(
	        totals_get(z.is.z.totals, z.is.z.total_count, "over-short", "").amount.minor, -2);
	entry_done(&z);

	fixture_ok(day_current(fixture, SERIES_LIVE, &day, &fixture_err));
	ck_assert(!day.open && day.next_z == 2 && day.first_receipt == 0);
	next = fixture_entry(ENTRY_Z);
	fixture_refused(fixture_try(&next), RC_REFUSED, "the day is closed already");
}
END_TEST

START_TEST(the_next_z_begins_where_the_last_ended)
{
	struct entry z;
	fixture_open_shift(0);
	fixture_sell();
	fixture_close_shift(0);
	int64_t first_z = fixture_z();
	fixture_open_shift(0);
	fixture_sell();
	fixture_close_shift(0);
	fixture_z();
	fixture_ok(journal_read_z(fixture, SERIES_LIVE, 2, &z, &fixture_err));
	ck_assert_int_eq(z.is.z.first_seq, first_z + 1);
	ck_assert_int_eq(z.is.z.before.sold.minor, 597);
	ck_assert_int_eq(z.after.sold.minor, 1194);
	ck_assert(z.is.z.first_receipt == 2 && z.is.z.last_receipt == 2);
	entry_done(&z);
}
END_TEST

START_TEST(the_business_day_does_not_go_back)
{
	struct entry entry;
	fixture_open_shift(0);
	fixture_close_shift(0);
	fixture_z();
	entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.day = 20261121;
	fixture_refused(fixture_try(&entry), RC_REFUSED, "the business day does not go back");
	entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.day = 20261123;
	fixture_append(&entry);
	fixture_close_shift(0);
	/* the day stays until its Z, whatever the calendar says */
	entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.day = 20261124;
	fixture_refused(fixture_try(&entry), RC_REFUSED, "the business day does not go back");
}
END_TEST

/* What a closed shift reported stays; a copy printed after it counts for the next. */
START_TEST(what_happens_between_shifts_counts_for_the_next)
{
	fixture_open_shift(0);
	struct receipt_ref sale = fixture_sell();
	fixture_close_shift(0);
	struct entry paper = fixture_entry(ENTRY_PAPER);
	paper.is.paper.choice = PAPER_COPY;
	paper.is.paper.sale = sale;
	fixture_append(&paper);
	ck_assert_int_eq(figure(1, "#copy", "").count, 0);
	fixture_open_shift(0);
	ck_assert_int_eq(figure(2, "#copy", "").count, 1);
}
END_TEST

/* The grand total that the last sale of a series carries. */
static int64_t
sold_up_to(enum series series)
{
	struct receipt_ref last;
	struct entry sale;
	fixture_ok(sale_last(fixture, series, &last, &fixture_err));
	fixture_ok(journal_read_sale(fixture, last, &sale, &fixture_err));
	int64_t sold = sale.after.sold.minor;
	entry_done(&sale);
	return sold;
}

START_TEST(training_has_numbers_and_figures_of_its_own)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	struct receipt_ref last;
	struct day_row day;
	fixture_open_shift(10000);
	fixture_sell();
	entry.series = SERIES_TRAINING;
	entry.is.shift_open.opening_float = money_of(777);
	fixture_append(&entry);
	struct entry sale = fixture_sale();
	sale.series = SERIES_TRAINING;
	sale.is.sale.shift = 1;
	fixture_line(&sale, "1012", 1, 500, 2);
	fixture_finish(&sale);
	fixture_append(&sale);
	fixture_ok(sale_last(fixture, SERIES_TRAINING, &last, &fixture_err));
	ck_assert(last.series == SERIES_TRAINING && last.number == 1);
	ck_assert_int_eq(sold_up_to(SERIES_TRAINING), 500);
	ck_assert_int_eq(sold_up_to(SERIES_LIVE), 597);
	ck_assert_int_eq(expected(1), 10597);
	struct total *totals;
	size_t count;
	fixture_ok(day_totals(fixture, 20261122, 20261122, &totals, &count, &fixture_err));
	ck_assert_int_eq(totals_get(totals, count, "#sales", "").count, 1);
	free(totals);
	fixture_ok(day_current(fixture, SERIES_TRAINING, &day, &fixture_err));
	ck_assert(day.open && day.last_receipt == 1);
}
END_TEST

static void
open_on(day_number day)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	entry.day = day;
	fixture_append(&entry);
}

static void
whole_day(day_number day)
{
	open_on(day);
	fixture_sell();
	fixture_close_shift(0);
	fixture_z();
}

START_TEST(months_and_years_are_closed_by_the_first_opening_after_them)
{
	struct period_facts due;
	bool is_due;
	whole_day(20261130);
	fixture_ok(period_due(fixture, 20261130, &due, &is_due, &fixture_err));
	ck_assert(!is_due);
	whole_day(20261231);
	/* November was not closed: nobody asked on 31 December; only what the last Z is in is due
	 */
	fixture_ok(period_due(fixture, 20270102, &due, &is_due, &fixture_err));
	ck_assert(is_due && !due.year && due.first == 20261201 && due.last == 20261231);
	struct entry entry = fixture_entry(ENTRY_PERIOD);
	entry.is.period = due;
	fixture_ok(ledger_append(fixture, &entry, 0, &fixture_err));
	ck_assert(entry.is.period.first_z == 2 && entry.is.period.last_z == 2);
	ck_assert_int_eq(
	        totals_get(entry.is.period.totals, entry.is.period.total_count, "#sales", "").count,
	        1);
	entry_done(&entry);

	fixture_ok(period_due(fixture, 20270102, &due, &is_due, &fixture_err));
	ck_assert(is_due && due.year && due.first == 20260101 && due.last == 20261231);
	entry = fixture_entry(ENTRY_PERIOD);
	entry.is.period = due;
	fixture_ok(ledger_append(fixture, &entry, 0, &fixture_err));
	ck_assert_int_eq(
	        totals_get(entry.is.period.totals, entry.is.period.total_count, "#sales", "").count,
	        2);
	entry_done(&entry);
	fixture_ok(period_due(fixture, 20270102, &due, &is_due, &fixture_err));
	ck_assert(!is_due);
}
END_TEST

START_TEST(figures_of_many_days_add_up)
{
	struct total *totals;
	size_t count;
	for (int i = 1; i <= 5; i++)
		whole_day(20261201 + i);
	fixture_ok(day_totals(fixture, 20261203, 20261205, &totals, &count, &fixture_err));
	ck_assert_int_eq(totals_get(totals, count, "#sales", "").count, 3);
	ck_assert_int_eq(totals_get(totals, count, "sales", "2").amount.minor, -3 * 371);
	free(totals);
	fixture_ok(day_totals(fixture, 20270101, 20270131, &totals, &count, &fixture_err));
	ck_assert_uint_eq(count, 0);
	free(totals);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("shifts");
	TCase *tcase = tcase_create("shifts");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, a_shift_runs_from_float_to_count);
	tcase_add_test(tcase, one_shift_is_open_at_a_time);
	tcase_add_test(tcase, nothing_is_sold_without_a_shift);
	tcase_add_test(tcase, the_drawer_is_the_sum_of_its_terms);
	tcase_add_test(tcase, each_term_opens_to_its_entries);
	tcase_add_test(tcase, a_count_replaces_the_one_before);
	tcase_add_test(tcase, a_closing_with_another_expected_amount_is_refused);
	tcase_add_test(tcase, a_shifts_report_has_its_figures);
	tcase_add_test(tcase, a_z_closes_all_shifts_of_its_day);
	tcase_add_test(tcase, the_next_z_begins_where_the_last_ended);
	tcase_add_test(tcase, the_business_day_does_not_go_back);
	tcase_add_test(tcase, what_happens_between_shifts_counts_for_the_next);
	tcase_add_test(tcase, training_has_numbers_and_figures_of_its_own);
	tcase_add_test(tcase, months_and_years_are_closed_by_the_first_opening_after_them);
	tcase_add_test(tcase, figures_of_many_days_add_up);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
