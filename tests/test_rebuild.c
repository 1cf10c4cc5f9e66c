#include <config.h>

#include <string.h>

#include "ledger_fixture.h"
#include "suite.h"

static int64_t differences;
static char what[300];

static void
begin(void)
{
	fixture_begin();
	fixture_live();
	ledger_close(&fixture);
}

static enum outcome
rebuild(bool repair)
{
	struct when now = fixture_now();
	return journal_rebuild(fixture_folder, repair, &now, &differences, what, &fixture_err);
}

static void
damage_tables(void)
{
	fixture_sql("UPDATE total SET amount = amount + 1;"
	            "DELETE FROM sale WHERE key % 1000000000000 = 1;"
	            "INSERT INTO line VALUES(5, 'x', 1, 1, 1)");
}

START_TEST(tables_derived_again_are_the_same)
{
	fixture_ok(rebuild(false));
	ck_assert_int_eq(differences, 0);
	ck_assert_str_eq(what, "");
}
END_TEST

START_TEST(differences_are_counted_and_left_alone)
{
	damage_tables();
	for (int i = 0; i < 2; i++) {
		fixture_ok(rebuild(false));
		ck_assert_int_gt(differences, 3);
		ck_assert_ptr_nonnull(strstr(what, "sale (2)"));
		ck_assert_ptr_nonnull(strstr(what, "line (1)"));
		ck_assert_ptr_nonnull(strstr(what, "total ("));
	}
}
END_TEST

START_TEST(a_repair_puts_them_right_and_says_so)
{
	struct journal_query query = { .kind = ENTRY_REPAIR, .series = SERIES_COUNT };
	struct journal_row rows[2];
	struct verify_options options = { .derived = true, .integrity = true };
	struct verify_report report;
	size_t count;
	damage_tables();
	fixture_ok(rebuild(true));
	ck_assert_int_gt(differences, 3);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_ok(journal_verify(fixture, &options, &report, &fixture_err));
	fixture_ok(journal_find(fixture, &query, rows, 2, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	fixture_sell();
	ledger_close(&fixture);
	fixture_ok(rebuild(true));
	ck_assert_int_eq(differences, 0);
}
END_TEST

START_TEST(nothing_is_repaired_where_nothing_differs)
{
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	int64_t before = ledger_last_seq(fixture);
	ledger_close(&fixture);
	fixture_ok(rebuild(true));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_eq(ledger_last_seq(fixture), before);
}
END_TEST

/* Even what the ledger needs to open at all. */
START_TEST(tables_that_are_gone_altogether_come_back)
{
	struct ledger *none = NULL;
	fixture_sql("DELETE FROM till; DELETE FROM series; DELETE FROM epoch");
	ck_assert_int_eq(ledger_open(&none, fixture_folder, LEDGER_WRITE, &fixture_err), RC_BROKEN);
	fixture_ok(rebuild(true));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
}
END_TEST

START_TEST(an_open_till_is_not_repaired)
{
	damage_tables();
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert_int_eq(rebuild(true), RC_BUSY);
	fixture_ok(rebuild(false));
	ck_assert_int_gt(differences, 3);
}
END_TEST

START_TEST(people_and_settings_are_never_touched)
{
	fixture_sql("INSERT INTO setting VALUES('name', 'Corner shop'); DELETE FROM total");
	fixture_ok(rebuild(true));
	fixture_sql("CREATE TEMP TABLE t(a CHECK (a = 'Corner shop'));"
	            "INSERT INTO t SELECT value FROM setting WHERE key = 'name';"
	            "CREATE TEMP TABLE u(a CHECK (a = 1)); INSERT INTO u SELECT count(*) FROM t");
}
END_TEST

START_TEST(a_journal_that_cannot_be_is_not_derived)
{
	fixture_sql("DROP TRIGGER journal_keeps; DELETE FROM journal WHERE kind = 12");
	ck_assert_int_eq(rebuild(false), RC_BROKEN);
	ck_assert_str_eq(fixture_err.msg,
	                 "entry 4 cannot follow what is before it: no shift is open");
}
END_TEST

START_TEST(where_there_is_no_till_nothing_is_rebuilt)
{
	struct when now = fixture_now();
	ck_assert_int_eq(journal_rebuild("/nowhere", false, &now, &differences, what, &fixture_err),
	                 RC_NOT_FOUND);
	ck_assert_str_eq(fixture_err.msg, "there is no till in /nowhere");
	ck_assert_int_eq(journal_rebuild("/nowhere", true, &now, &differences, what, &fixture_err),
	                 RC_NOT_FOUND);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("rebuild");
	TCase *tcase = tcase_create("rebuild");
	tcase_add_checked_fixture(tcase, begin, fixture_end);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, tables_derived_again_are_the_same);
	tcase_add_test(tcase, differences_are_counted_and_left_alone);
	tcase_add_test(tcase, a_repair_puts_them_right_and_says_so);
	tcase_add_test(tcase, nothing_is_repaired_where_nothing_differs);
	tcase_add_test(tcase, tables_that_are_gone_altogether_come_back);
	tcase_add_test(tcase, an_open_till_is_not_repaired);
	tcase_add_test(tcase, people_and_settings_are_never_touched);
	tcase_add_test(tcase, a_journal_that_cannot_be_is_not_derived);
	tcase_add_test(tcase, where_there_is_no_till_nothing_is_rebuilt);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
