/*
 * Entries found again: by what people remember, by their day; and what was changed is not given
 * out.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ledger/people.h"
#include "ledger_fixture.h"
#include "suite.h"

/* ---- finding ---- */

static size_t
find(const struct journal_query *query, struct journal_row rows[10])
{
	size_t count = 0;
	fixture_ok(journal_find(fixture, query, rows, 10, &count, &fixture_err));
	return count;
}

START_TEST(entries_are_found_by_what_people_remember)
{
	struct journal_row rows[10];
	struct journal_query any = { .kind = ENTRY_KINDS, .series = SERIES_COUNT }, query;
	fixture_open_shift(10000);
	for (int i = 0; i < 3; i++) {
		struct entry sale = fixture_sale();
		sale.staff = 3 + i;
		fixture_line(&sale, i == 1 ? "77" : "78", 1, 50, 2);
		fixture_line(&sale, i == 1 ? "77" : "78", 1, 50 + i, 2);
		fixture_finish(&sale);
		fixture_append(&sale);
	}
	struct entry cash = fixture_entry(ENTRY_CASH);
	cash.is.cash.shift = 1;
	cash.is.cash.amount = money_of(555);
	fixture_append(&cash);

	ck_assert_uint_eq(find(&any, rows), 6);
	ck_assert_int_eq(rows[0].kind, ENTRY_CASH);
	ck_assert_int_eq(rows[0].amount.minor, 555);
	ck_assert_int_eq(rows[0].sale.number, 0);
	ck_assert_int_eq(rows[1].sale.number, 3);

	query = any;
	query.sales_only = true;
	ck_assert_uint_eq(find(&query, rows), 3);
	query.before_seq = rows[0].seq;
	ck_assert_uint_eq(find(&query, rows), 2);
	query = any;
	query.kind = ENTRY_SHIFT_OPEN;
	ck_assert_uint_eq(find(&query, rows), 1);
	query.kind = ENTRY_SALE;
	ck_assert_uint_eq(find(&query, rows), 3);
	query.kind = ENTRY_PAPER;
	ck_assert_uint_eq(find(&query, rows), 0);
	query = any;
	query.staff = 5;
	ck_assert_uint_eq(find(&query, rows), 1);
	query = any;
	query.has_amount = true;
	query.amount = money_of(101);
	ck_assert_uint_eq(find(&query, rows), 1);
	ck_assert_int_eq(rows[0].sale.number, 2);
	query = any;
	strcpy(query.item, "78");
	ck_assert_uint_eq(find(&query, rows), 2);
	query.staff = 3;
	ck_assert_uint_eq(find(&query, rows), 1);
	query = any;
	query.shift = 1;
	ck_assert_uint_eq(find(&query, rows), 5);
	query.shift = 2;
	ck_assert_uint_eq(find(&query, rows), 0);
	query = any;
	query.first = 20261123;
	ck_assert_uint_eq(find(&query, rows), 0);
	query = any;
	query.series = SERIES_TRAINING;
	ck_assert_uint_eq(find(&query, rows), 0);
}
END_TEST

START_TEST(entries_are_found_by_their_day)
{
	struct journal_row rows[10];
	struct journal_query query = { .kind = ENTRY_KINDS, .series = SERIES_COUNT };
	query.sales_only = true;
	for (int day = 0; day < 4; day++) {
		for (int shift = 0; shift < 2; shift++) {
			struct entry open = fixture_entry(ENTRY_SHIFT_OPEN);
			open.day = 20261122 + day;
			fixture_append(&open);
			struct entry sale = fixture_sale();
			sale.day = 20261122 + day;
			fixture_line(&sale, "1012", 1, 100, 2);
			fixture_finish(&sale);
			fixture_append(&sale);
			if (day < 3 || shift == 0)
				fixture_close_shift(0);
		}
		if (day < 3)
			fixture_z();
	}
	query.first = query.last = 20261123;
	ck_assert_uint_eq(find(&query, rows), 2);
	ck_assert_int_eq(rows[0].sale.number, 4);
	query.last = 20261124;
	ck_assert_uint_eq(find(&query, rows), 4);
	query.first = 0;
	ck_assert_uint_eq(find(&query, rows), 6);
	query.last = 0;
	query.first = 20261125;
	ck_assert_uint_eq(find(&query, rows), 2);
	query.first = query.last = 20261126;
	ck_assert_uint_eq(find(&query, rows), 0);
	query.first = query.last = 20261121;
	ck_assert_uint_eq(find(&query, rows), 0);
	query.first = query.last = 20261122;
	query.series = SERIES_TRAINING;
	ck_assert_uint_eq(find(&query, rows), 0);
}
END_TEST

START_TEST(an_entry_that_was_changed_is_not_given_out)
{
	struct entry entry;
	fixture_open_shift(0);
	fixture_sell();
	ledger_close(&fixture);
	fixture_sql(
	        "DROP TRIGGER journal_stays;"
	        "UPDATE journal SET body = replace(body, '199', '198') WHERE place = 1000000003");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	fixture_refused(journal_read(fixture, 1, 3, &entry, &fixture_err), RC_BROKEN,
	                "entry 3 of the journal was changed");
}
END_TEST

/* A start looks at the last entry and the last Z. */
START_TEST(a_changed_end_is_seen_at_the_next_start)
{
	fixture_open_shift(0);
	fixture_close_shift(0);
	int64_t z = fixture_z();
	fixture_open_shift(0);
	fixture_sell();
	ledger_close(&fixture);
	fixture_copy("ledger.db", "kept");
	char sql[200];
	for (int i = 0; i < 2; i++) {
		snprintf(sql, sizeof(sql),
		         "DROP TRIGGER journal_stays; UPDATE journal SET %s"
		         " WHERE place = 1000000000 + %lld",
		         i ? "signature = zeroblob(64)" : "body = replace(body, '\"t\"', '\"T\"')",
		         i ? (long long)z + 2 : (long long)z);
		fixture_sql(sql);
		if (i == 0)
			fixture_refuses_to_open(LEDGER_WRITE, RC_BROKEN,
			                        "entry 4 of the journal was changed");
		else
			fixture_refuses_to_open(LEDGER_WRITE, RC_BROKEN,
			                        "the signature of entry 6 is wrong");
		unlink(fixture_path("ledger.db-wal"));
		unlink(fixture_path("ledger.db-shm"));
		fixture_copy("kept", "ledger.db");
	}
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("journal");
	TCase *tcase = tcase_create("journal");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, entries_are_found_by_what_people_remember);
	tcase_add_test(tcase, entries_are_found_by_their_day);
	tcase_add_test(tcase, an_entry_that_was_changed_is_not_given_out);
	tcase_add_test(tcase, a_changed_end_is_seen_at_the_next_start);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
