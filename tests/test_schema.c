#include <config.h>

#include <string.h>

#include <unistd.h>

#include "ledger/forward.h"
#include "ledger/rebuild.h"
#include "ledger/schema.h"
#include "folder.h"
#include "ledger_fixture.h"
#include "suite.h"

/* A file of ours in three versions. */
static const char *const first[] = { "CREATE TABLE a(x INTEGER) STRICT;",
	                             "INSERT INTO a VALUES(1);", NULL };
static const char *const second[] = { "ALTER TABLE a ADD COLUMN y INTEGER;", NULL };
static const char *const third[] = { "CREATE TABLE b(z TEXT) STRICT;", NULL };
static const char *const wrong[] = { "CREATE TABLE c(z TEXT) STRICT;", "no SQL at all", NULL };
static const char *const *const steps[] = { first, second, third };
static const char *const *const broken_steps[] = { first, wrong };

static struct schema
version(int number)
{
	return (struct schema){ .application_id = 77, .migrations = steps, .version = number };
}

static struct db *db;
static struct err err;

static void
open_file(void)
{
	ck_assert_int_eq(db_open(&db, in_folder("x.db"), DB_WRITE | DB_CREATE, &err), RC_OK);
}

static int64_t
user_version(void)
{
	int64_t number = -1;
	ck_assert_int_eq(db_pragma(db, "user_version", &number, &err), RC_OK);
	return number;
}

START_TEST(an_empty_file_is_made_in_one_go)
{
	struct schema newest = version(3);
	open_file();
	ck_assert_int_eq(schema_migrate(db, &newest, &err), RC_OK);
	ck_assert_int_eq(user_version(), 3);
	ck_assert_int_eq(schema_verify(db, &newest, &err), RC_OK);
	db_close(&db);
}
END_TEST

START_TEST(each_version_is_brought_to_the_newest)
{
	for (int from = 1; from <= 3; from++) {
		struct schema old = version(from), newest = version(3);
		unlink(in_folder("x.db"));
		open_file();
		ck_assert_int_eq(schema_migrate(db, &old, &err), RC_OK);
		ck_assert_int_eq(user_version(), from);
		db_close(&db);
		open_file();
		ck_assert_int_eq(schema_migrate(db, &newest, &err), RC_OK);
		ck_assert_int_eq(user_version(), 3);
		ck_assert_int_eq(schema_verify(db, &newest, &err), RC_OK);
		db_close(&db);
	}
}
END_TEST

START_TEST(a_migration_that_fails_leaves_the_old_version)
{
	struct schema old = version(1);
	struct schema broken = { .application_id = 77, .migrations = broken_steps, .version = 2 };
	open_file();
	ck_assert_int_eq(schema_migrate(db, &old, &err), RC_OK);
	ck_assert_int_ne(schema_migrate(db, &broken, &err), RC_OK);
	ck_assert(!db_in_transaction(db));
	ck_assert_int_eq(user_version(), 1);
	ck_assert_int_eq(schema_verify(db, &old, &err), RC_OK);
	db_close(&db);
}
END_TEST

START_TEST(a_newer_file_is_refused_and_left_alone)
{
	struct schema newest = version(3), old = version(2);
	open_file();
	ck_assert_int_eq(schema_migrate(db, &newest, &err), RC_OK);
	ck_assert_int_eq(schema_migrate(db, &old, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "these files were made by a newer version of Ringup");
	ck_assert_int_eq(user_version(), 3);
	db_close(&db);
}
END_TEST

START_TEST(a_file_of_another_kind_is_refused)
{
	struct schema ours = version(1), other = version(1);
	other.application_id = 78;
	open_file();
	ck_assert_int_eq(schema_migrate(db, &other, &err), RC_OK);
	ck_assert_int_eq(schema_migrate(db, &ours, &err), RC_BROKEN);
	ck_assert_str_eq(err.msg, "this is not a file of Ringup");
	db_close(&db);
}
END_TEST

START_TEST(a_column_more_is_seen)
{
	struct schema ours = version(1);
	open_file();
	ck_assert_int_eq(schema_migrate(db, &ours, &err), RC_OK);
	db_building(db, true);
	ck_assert_int_eq(db_script(db, "ALTER TABLE a ADD COLUMN more TEXT", &err), RC_OK);
	db_building(db, false);
	ck_assert_int_eq(schema_verify(db, &ours, &err), RC_BROKEN);
	db_close(&db);
}
END_TEST

START_TEST(papers_that_wait_are_brought_along)
{
	struct schema older = schema_ledger;
	static const char *const queries[] = {
		"SELECT state * 100 + printer * 10 + copy FROM outbox WHERE id = 8 AND place = ''",
	};
	static const struct db_set set = { queries, 1 };
	int64_t state = 0;
	older.version = 3;
	open_file();
	ck_assert_int_eq(schema_migrate(db, &older, &err), RC_OK);
	ck_assert_int_eq(db_script(db,
	                           "INSERT INTO outbox VALUES(8, 0, 1, 2, 'away', 1);"
	                           "INSERT INTO own VALUES(1, 0)",
	                           &err),
	                 RC_OK);
	ck_assert_int_eq(schema_migrate(db, &schema_ledger, &err), RC_OK);
	ck_assert_int_eq(schema_verify(db, &schema_ledger, &err), RC_OK);
	db_add_set(db, &set);
	ck_assert_int_eq(db_number(db, db_use(db, &set, 0), &state, &err), RC_OK);
	ck_assert_int_eq(state, 100);
	db_close(&db);
}
END_TEST

/* What opening an older ledger does: a copy, the steps, and everything derived anew. */
START_TEST(a_ledger_is_copied_and_derived_anew)
{
	struct verify_options options = { .derived = true, .integrity = true };
	struct verify_report report;
	struct db *copy = NULL;
	char path[PATH_MAX];
	int64_t head;
	fixture_begin();
	fixture_live();
	head = ledger_last_seq(fixture);
	ledger_close(&fixture);
	fixture_ok(paths_join(path, fixture_folder, "ledger.db", &fixture_err));
	fixture_ok(db_open(&db, path, DB_WRITE, &fixture_err));
	fixture_ok(forward_keep_copy(db, &schema_ledger, fixture_folder, &fixture_err));
	fixture_ok(rebuild_in_place(db, &fixture_err));
	db_close(&db);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_ok(journal_verify(fixture, &options, &report, &fixture_err));
	char name[40];
	snprintf(name, sizeof(name), "backup/before-version-%d.db", schema_ledger.version);
	fixture_ok(paths_join(path, fixture_folder, name, &fixture_err));
	fixture_ok(db_open(&copy, path, 0, &fixture_err));
	static const char *const sql[] = { "SELECT count(*) FROM journal" };
	static const struct db_set set = { sql, 1 };
	int64_t count = 0;
	db_add_set(copy, &set);
	fixture_ok(db_number(copy, db_use(copy, &set, 0), &count, &fixture_err));
	ck_assert_int_eq(count, head);
	db_close(&copy);
	fixture_end();
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("schema");
	TCase *tcase = tcase_create("schema");
	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, an_empty_file_is_made_in_one_go);
	tcase_add_test(tcase, each_version_is_brought_to_the_newest);
	tcase_add_test(tcase, a_migration_that_fails_leaves_the_old_version);
	tcase_add_test(tcase, a_newer_file_is_refused_and_left_alone);
	tcase_add_test(tcase, a_file_of_another_kind_is_refused);
	tcase_add_test(tcase, a_column_more_is_seen);
	tcase_add_test(tcase, papers_that_wait_are_brought_along);
	tcase_add_test(tcase, a_ledger_is_copied_and_derived_anew);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
