#include <config.h>

#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ledger/customers.h"
#include "ledger_fixture.h"
#include "suite.h"

START_TEST(customers_get_numbers_that_are_never_given_again)
{
	struct customer_row row = { .name = "Ann Other",
		                    .address = "1 Lane\nTown",
		                    .tax_number = "X1" };
	struct customer_row found;
	fixture_ok(customer_put(fixture, &row, &fixture_err));
	int64_t first = row.number;
	ck_assert_int_gt(first, 0);
	text_copy(row.name, sizeof(row.name), "Ann Author");
	fixture_ok(customer_put(fixture, &row, &fixture_err));
	ck_assert_int_eq(row.number, first);
	fixture_ok(customer_get(fixture, first, &found, &fixture_err));
	ck_assert_str_eq(found.name, "Ann Author");
	ck_assert_str_eq(found.address, "1 Lane\nTown");
	ck_assert_str_eq(found.tax_number, "X1");
	row.number = 0;
	fixture_ok(customer_put(fixture, &row, &fixture_err));
	ck_assert_int_eq(row.number, first + 1);
	row.number = 99;
	fixture_refused(customer_put(fixture, &row, &fixture_err), RC_NOT_FOUND,
	                "there is no customer number 99");
	fixture_refused(customer_get(fixture, 99, &found, &fixture_err), RC_NOT_FOUND,
	                "there is no customer number 99");
}
END_TEST

START_TEST(customers_are_found_by_number_card_and_words_of_their_name)
{
	struct customer_row rows[5], found[5];
	size_t count = 0;
	struct entry entry = fixture_entry(ENTRY_CATALOGUE);
	memset(rows, 0, sizeof(rows));
	rows[0] = (struct customer_row){ .name = "Zoë Ähnlich", .card = "2900001" };
	rows[1] =
	        (struct customer_row){ .number = 40, .name = "Bo Zoellner", .groups = "VIP staff" };
	rows[2] =
	        (struct customer_row){ .number = 41, .name = "Zoe", .phone = "1", .email = "z@x" };
	text_copy(entry.is.catalogue.what, sizeof(entry.is.catalogue.what), "customers");
	fixture_ok(customer_put_all(fixture, rows, 3, &entry, &fixture_err));
	ck_assert_int_eq(rows[0].number, 42);
	fixture_reopen(LEDGER_WRITE_FAST);

	fixture_ok(customer_find(fixture, "zoe", found, 5, &count, &fixture_err));
	ck_assert_uint_eq(count, 3);
	ck_assert_str_eq(found[0].name, "Bo Zoellner");
	fixture_ok(customer_find(fixture, "ahn ZOE", found, 5, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(found[0].name, "Zoë Ähnlich");
	fixture_ok(customer_find(fixture, "41", found, 5, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_str_eq(found[0].email, "z@x");
	fixture_ok(customer_find(fixture, "2900001", found, 5, &count, &fixture_err));
	ck_assert_int_eq(found[0].number, 42);
	fixture_ok(customer_find(fixture, " ", found, 5, &count, &fixture_err));
	ck_assert_uint_eq(count, 0);
	fixture_ok(customer_list(fixture, 40, found, 5, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(found[1].number, 42);
}
END_TEST

START_TEST(a_card_is_one_customers)
{
	struct customer_row one = { .name = "Ann", .card = "77" };
	struct customer_row rows[2] = { { .name = "Bob" }, { .name = "Cy", .card = "77" } };
	struct entry entry = fixture_entry(ENTRY_CATALOGUE);
	size_t count = 0;
	fixture_ok(customer_put(fixture, &one, &fixture_err));
	fixture_refused(customer_put_all(fixture, rows, 2, &entry, &fixture_err), RC_REFUSED,
	                "card 77 belongs to customer 1 already");
	/* all or none */
	fixture_ok(customer_find(fixture, "bob", rows, 2, &count, &fixture_err));
	ck_assert_uint_eq(count, 0);
	fixture_ok(customer_put(fixture, &one, &fixture_err));
}
END_TEST

START_TEST(groups_are_whole_words)
{
	struct customer_row row = { .groups = "VIP staff" };
	ck_assert(customer_in_group(&row, "VIP"));
	ck_assert(customer_in_group(&row, "staff"));
	ck_assert(!customer_in_group(&row, "sta"));
	ck_assert(!customer_in_group(&row, "VIP staff"));
	ck_assert(!customer_in_group(&row, ""));
}
END_TEST

/* A folder of the first version: customers without cards and groups. */
START_TEST(customers_of_the_first_version_are_kept)
{
	static const char *const steps[] = {
		"DROP INDEX customer_card",
		"ALTER TABLE customer DROP COLUMN folded",
		"ALTER TABLE customer DROP COLUMN email",
		"ALTER TABLE customer DROP COLUMN phone",
		"ALTER TABLE customer DROP COLUMN card",
		"ALTER TABLE customer DROP COLUMN groups",
		"ALTER TABLE outbox DROP COLUMN printer",
		"ALTER TABLE outbox DROP COLUMN copy",
		"ALTER TABLE outbox DROP COLUMN place",
		"ALTER TABLE outbox RENAME COLUMN state TO unsure",
		"ALTER TABLE own DROP COLUMN boot",
		"ALTER TABLE own DROP COLUMN synced",
		"PRAGMA user_version = 1",
	};
	struct customer_row row = { .name = "Ann Other" }, found;
	char path[5000];
	sqlite3 *sqlite;
	fixture_ok(customer_put(fixture, &row, &fixture_err));
	ledger_close(&fixture);
	snprintf(path, sizeof(path), "%s/ledger.db", fixture_folder);
	ck_assert_int_eq(sqlite3_open(path, &sqlite), SQLITE_OK);
	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		ck_assert_int_eq(sqlite3_exec(sqlite, steps[i], NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(sqlite);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE_FAST, &fixture_err));
	fixture_ok(customer_get(fixture, 1, &found, &fixture_err));
	ck_assert_str_eq(found.name, "Ann Other");
	ck_assert_str_eq(found.groups, "");
}
END_TEST

static Suite *
customers_suite(void)
{
	Suite *suite = suite_create("customers");
	TCase *tcase = tcase_create("customers");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_add_test(tcase, customers_get_numbers_that_are_never_given_again);
	tcase_add_test(tcase, customers_are_found_by_number_card_and_words_of_their_name);
	tcase_add_test(tcase, a_card_is_one_customers);
	tcase_add_test(tcase, groups_are_whole_words);
	tcase_add_test(tcase, customers_of_the_first_version_are_kept);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(customers_suite());
}
