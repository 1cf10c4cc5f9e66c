#include <config.h>

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/paths.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
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

static int64_t
change(struct customer_row *row)
{
	struct entry entry = fixture_entry(ENTRY_RECORD);
	enum outcome outcome = customer_change(fixture, row, &entry, &fixture_err);
	entry_done(&entry);
	fixture_ok(outcome);
	return row->number;
}

START_TEST(a_customer_added_by_hand_is_an_entry_without_a_name)
{
	struct customer_row row = { .name = "Ann Other", .note = "no nuts" }, found;
	struct entry entry;
	int64_t number = change(&row);
	fixture_ok(customer_get(fixture, number, &found, &fixture_err));
	ck_assert_str_eq(found.note, "no nuts");
	fixture_ok(journal_read(fixture, ledger_till(fixture), ledger_last_seq(fixture), &entry,
	                        &fixture_err));
	ck_assert_int_eq(entry.kind, ENTRY_RECORD);
	ck_assert_str_eq(entry.is.record.table, "customer");
	ck_assert(!entry.is.record.before || !*entry.is.record.before);
	ck_assert_str_eq(entry.is.record.after, "{\"number\":1}");
	entry_done(&entry);
	text_copy(row.name, sizeof(row.name), "Ann Author");
	ck_assert_int_eq(change(&row), number);
	row = (struct customer_row){ .name = "Bob" };
	ck_assert_int_eq(change(&row), number + 1);
	/* the catalogue passes such entries over */
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_ok(customer_get(fixture, number, &found, &fixture_err));
	ck_assert_str_eq(found.name, "Ann Author");
}
END_TEST

/* Is it anywhere in the file of the ledger, or its log? */
static bool
file_holds(const char *name, const char *what)
{
	char path[PATH_MAX], *text;
	size_t length;
	bool holds;
	fixture_ok(paths_join(path, ledger_folder(fixture), name, &fixture_err));
	fixture_ok(paths_read_file(path, 64 << 20, &text, &length, &fixture_err));
	holds = memmem(text, length, what, strlen(what)) != NULL;
	free(text);
	return holds;
}

START_TEST(who_is_forgotten_leaves_a_number_and_an_entry)
{
	struct customer_row row = { .name = "Zebulon Quist", .card = "29000017", .email = "zq@x" };
	struct customer_row found, again = { .name = "Zebulon Quist", .card = "29000017" };
	struct entry entry = fixture_entry(ENTRY_RECORD);
	size_t count = 1;
	int64_t number = change(&row);
	fixture_reopen(LEDGER_WRITE_FAST);
	ck_assert(file_holds("ledger.db", "Zebulon"));
	fixture_ok(customer_forget(fixture, number, &entry, &fixture_err));
	entry_done(&entry);
	fixture_refused(customer_get(fixture, number, &found, &fixture_err), RC_NOT_FOUND,
	                "customer 1 was forgotten");
	fixture_ok(customer_find(fixture, "Zebulon", &found, 1, &count, &fixture_err));
	ck_assert_uint_eq(count, 0);
	fixture_ok(customer_list(fixture, 0, &found, 1, &count, &fixture_err));
	ck_assert_uint_eq(count, 0);
	fixture_ok(journal_read(fixture, ledger_till(fixture), ledger_last_seq(fixture), &entry,
	                        &fixture_err));
	ck_assert_str_eq(entry.is.record.before, "{\"number\":1}");
	ck_assert(!entry.is.record.after || !*entry.is.record.after);
	entry_done(&entry);
	/* neither by hand nor by a file the number comes to life again */
	row.number = number;
	fixture_refused(customer_put(fixture, &row, &fixture_err), RC_REFUSED, "customer 1 was forgotten");
	entry = fixture_entry(ENTRY_CATALOGUE);
	fixture_refused(customer_put_all(fixture, &row, 1, &entry, &fixture_err), RC_REFUSED,
	                "customer 1 was forgotten");
	entry = fixture_entry(ENTRY_RECORD);
	fixture_refused(customer_forget(fixture, number, &entry, &fixture_err), RC_NOT_FOUND,
	                "customer 1 was forgotten");
	ck_assert_int_eq(change(&again), number + 1);
}
END_TEST

START_TEST(what_was_personal_is_gone_from_the_file)
{
	struct customer_row row = { .name = "Zebulon Quist", .address = "1 Quiet Lane" };
	struct entry entry = fixture_entry(ENTRY_RECORD);
	int64_t number = change(&row);
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_ok(customer_forget(fixture, number, &entry, &fixture_err));
	entry_done(&entry);
	fixture_reopen(LEDGER_WRITE_FAST);
	ck_assert(!file_holds("ledger.db", "Zebulon"));
	ck_assert(!file_holds("ledger.db", "zebulon"));
	ck_assert(!file_holds("ledger.db", "Quiet Lane"));
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
		"ALTER TABLE customer DROP COLUMN note",
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
	tcase_add_test(tcase, a_customer_added_by_hand_is_an_entry_without_a_name);
	tcase_add_test(tcase, who_is_forgotten_leaves_a_number_and_an_entry);
	tcase_add_test(tcase, what_was_personal_is_gone_from_the_file);
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
