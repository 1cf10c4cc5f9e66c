/*
 * Shops of older releases, opened with the program of today.
 *
 * Each tests/old/version-*.tar.gz is a till's folder as an older program left it, killed in the
 * middle of a basket: its last entries are in the log beside ledger.db only.  A new version of the
 * tables needs an archive more (tests/old/make-shop) and no new line here.
 */
#include <config.h>

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/paths.h"
#include "ledger/catalogue_file.h"
#include "ledger/journal.h"
#include "ledger/schema.h"
#include "faulty_vfs.h"
#include "folder.h"
#include "suite.h"

static glob_t archives;
static struct err err;

static void
ok(enum outcome outcome)
{
	ck_assert_msg(outcome == RC_OK, "%s (%s)", err.msg, err.detail);
}

/* A program with two more words. */
static void
run(const char *words, const char *first, const char *second)
{
	char command[2 * PATH_MAX + 100];
	snprintf(command, sizeof(command), "%s '%s' '%s'", words, first, second);
	ck_assert_msg(system(command) == 0, "%s", command);
}

/* ---- what is in the files ---- */

static sqlite3 *
look_into(const char *path)
{
	sqlite3 *db = NULL;
	ck_assert_int_eq(sqlite3_open(path, &db), SQLITE_OK);
	return db;
}

static int64_t
number_of(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	ck_assert_msg(sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK, "%s: %s", sql,
	              sqlite3_errmsg(db));
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	int64_t number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

static int64_t
number_in(const char *path, const char *sql)
{
	sqlite3 *db = look_into(path);
	int64_t number = number_of(db, sql);
	sqlite3_close(db);
	return number;
}

static int64_t
version_of(const char *path)
{
	return number_in(path, "PRAGMA user_version");
}

/* Every row of the older table is in the new one, as far as the columns go. */
static void
rows_are_kept(sqlite3 *both, const char *table, const char *columns)
{
	char sql[2000];
	snprintf(sql, sizeof(sql),
	         "SELECT count(*) FROM (SELECT %s FROM before.%s EXCEPT SELECT %s FROM main.%s)",
	         columns, table, columns, table);
	ck_assert_msg(number_of(both, sql) == 0, "%s: rows are lost", table);
	snprintf(sql, sizeof(sql),
	         "SELECT (SELECT count(*) FROM main.%s) - (SELECT count(*) FROM before.%s)", table,
	         table);
	ck_assert_msg(number_of(both, sql) == 0, "%s: rows have come", table);
}

/* The columns of a table as it was, with commas. */
static const char *
columns_before(sqlite3 *both, const char *table)
{
	static char columns[1000];
	sqlite3_stmt *statement = NULL;
	ck_assert_int_eq(sqlite3_prepare_v2(both,
	                                    "SELECT group_concat('\"' || name || '\"')"
	                                    " FROM pragma_table_info(?1, 'before')",
	                                    -1, &statement, NULL),
	                 SQLITE_OK);
	sqlite3_bind_text(statement, 1, table, -1, SQLITE_STATIC);
	ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
	snprintf(columns, sizeof(columns), "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_finalize(statement);
	return columns;
}

static sqlite3 *
look_into_both(const char *now, const char *before)
{
	char sql[PATH_MAX + 50];
	sqlite3 *both = look_into(now);
	snprintf(sql, sizeof(sql), "ATTACH '%s' AS before", before);
	ck_assert_int_eq(sqlite3_exec(both, sql, NULL, NULL, NULL), SQLITE_OK);
	return both;
}

/* ---- a shop ---- */

/* The shop; as it was, to be looked into; and as it was, untouched. */
static void
unpack(int which)
{
	if (chdir(test_folder) != 0)
		ck_abort();
	run("tar -xzf", archives.gl_pathv[which], "shop");
	run("cp -a", in_folder("shop"), in_folder("before"));
	run("cp -a", in_folder("shop"), in_folder("untouched"));
}

static void
begin_again(void)
{
	ok(paths_remove_tree(in_folder("shop"), &err));
	run("cp -a", in_folder("untouched"), in_folder("shop"));
}

static void
check_whole(void)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report;
	struct ledger *ledger = NULL;
	char what[300] = "";
	int64_t differences = -1;
	ok(ledger_open(&ledger, in_folder("shop"), LEDGER_READ, &err));
	ck_assert_msg(journal_verify(ledger, &options, &report, &err) == RC_OK, "%s", report.what);
	ledger_close(&ledger);
	ok(journal_rebuild(in_folder("shop"), false, NULL, &differences, what, &err));
	ck_assert_msg(differences == 0, "%s", what);
}

static void
check_kept(void)
{
	static const char *const figures[][2] = {
		{ "journal", "place, body, hash, signature" },
		{ "sale", "key, place, total" },
		{ "series",
		  "key, place, receipt, z, shift, suspended, sold, returned, open_shift" },
		{ "z", "key, place, day" },
		{ "suspended", "key, place, basket, lines, total, label" },
	};
	size_t count;
	const char *const *tables = schema_tables(TABLE_PRIMARY, &count);
	sqlite3 *both = look_into_both(in_folder("shop/ledger.db"), in_folder("before/ledger.db"));
	for (size_t i = 0; i < count; i++)
		rows_are_kept(both, tables[i], columns_before(both, tables[i]));
	for (size_t i = 0; i < sizeof(figures) / sizeof(*figures); i++)
		rows_are_kept(both, figures[i][0], figures[i][1]);
	ck_assert_int_gt(number_of(both, "SELECT count(*) FROM sale"), 3);
	ck_assert_int_gt(number_of(both, "SELECT count(*) FROM staff"), 0);
	sqlite3_close(both);
	both = look_into_both(in_folder("shop/catalogue.db"), in_folder("before/catalogue.db"));
	rows_are_kept(both, "item", columns_before(both, "item"));
	rows_are_kept(both, "code", columns_before(both, "code"));
	rows_are_kept(both, "department", columns_before(both, "department"));
	rows_are_kept(both, "tax", columns_before(both, "tax"));
	rows_are_kept(both, "tender", columns_before(both, "tender"));
	ck_assert_int_gt(number_of(both, "SELECT count(*) FROM item"), 3);
	sqlite3_close(both);
}

/* How the file was is there too, if it was another one. */
static void
check_copy(const struct schema *schema, const char *name, const char *rows)
{
	char copy[100], was[100], is[100];
	snprintf(was, sizeof(was), "before/%s", name);
	snprintf(is, sizeof(is), "shop/%s", name);
	snprintf(copy, sizeof(copy), "shop/backup/%s-%d.db", schema->copy, schema->version);
	int64_t version = version_of(in_folder(was));
	ck_assert_int_eq(version_of(in_folder(is)), schema->version);
	ck_assert_int_eq(access(in_folder(copy), F_OK) == 0, version < schema->version);
	ck_assert_int_ne(access(in_folder("shop/backup/part.db"), F_OK), 0);
	if (version == schema->version)
		return;
	ck_assert_int_eq(version_of(in_folder(copy)), version);
	ck_assert_int_eq(number_in(in_folder(copy), rows), number_in(in_folder(was), rows));
}

static void
check_all(void)
{
	check_whole();
	check_kept();
	check_copy(&schema_ledger, "ledger.db", "SELECT max(place) FROM journal");
	check_copy(&schema_catalogue, "catalogue.db", "SELECT count(*) FROM item");
}

START_TEST(an_older_shop_keeps_all_it_has)
{
	struct ledger *ledger = NULL;
	unpack(_i);
	ok(ledger_open(&ledger, in_folder("shop"), LEDGER_WRITE, &err));
	ledger_close(&ledger);
	check_all();
}
END_TEST

START_TEST(who_only_reads_leaves_an_older_shop_alone)
{
	struct ledger *ledger = NULL;
	unpack(_i);
	int64_t version = version_of(in_folder("before/ledger.db"));
	enum outcome outcome = ledger_open(&ledger, in_folder("shop"), LEDGER_READ, &err);
	ck_assert_int_eq(outcome, version < schema_ledger.version ? RC_REFUSED : RC_OK);
	ledger_close(&ledger);
	ck_assert_int_eq(version_of(in_folder("shop/ledger.db")), version);
}
END_TEST

/* ---- killed on the way ---- */

/* Opens the shop in a process that ends at its nth write, sync or truncation; false: it had fewer.
 */
static bool
open_and_die(int nth)
{
	int status;
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0) {
		struct ledger *ledger = NULL;
		faulty_vfs_install();
		faulty_vfs_die_at(nth);
		_exit(ledger_open(&ledger, in_folder("shop"), LEDGER_WRITE, &err) ? 1 : 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFEXITED(status));
	ck_assert(WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == FAULTY_VFS_DIED);
	return WEXITSTATUS(status) == FAULTY_VFS_DIED;
}

/* Every call of the disk with $RINGUP_KILLS=all; else a few, others for each archive. */
START_TEST(killed_at_any_step_it_comes_up_again)
{
	const char *kills = getenv("RINGUP_KILLS");
	int step = kills && strcmp(kills, "all") == 0 ? 1 : 11;
	struct ledger *ledger = NULL;
	int died = 0;
	unpack(_i);
	for (int nth = 1 + _i % step; open_and_die(nth); nth += step, died++) {
		ok(ledger_open(&ledger, in_folder("shop"), LEDGER_WRITE, &err));
		ledger_close(&ledger);
		check_all();
		begin_again();
	}
	if (version_of(in_folder("before/ledger.db")) < schema_ledger.version)
		ck_assert_int_gt(died, 3);
	printf("%s: %d kills\n", archives.gl_pathv[_i], died);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("old");
	TCase *tcase = tcase_create("old");
	char pattern[PATH_MAX];
	const char *top = getenv("top_srcdir");
	snprintf(pattern, sizeof(pattern), "%s/tests/old/version-*.tar.gz", top ? top : ".");
	if (glob(pattern, 0, NULL, &archives) != 0 || archives.gl_pathc < 3) {
		fprintf(stderr, "%s: no shops\n", pattern);
		return EXIT_FAILURE;
	}
	if (crypto_start(&err) != RC_OK)
		return EXIT_FAILURE;
	tcase_set_timeout(tcase, 600);
	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	int count = (int)archives.gl_pathc;
	tcase_add_loop_test(tcase, an_older_shop_keeps_all_it_has, 0, count);
	tcase_add_loop_test(tcase, who_only_reads_leaves_an_older_shop_alone, 0, count);
	tcase_add_loop_test(tcase, killed_at_any_step_it_comes_up_again, 0, count);
	suite_add_tcase(suite, tcase);
	int status = run_suite(suite);
	globfree(&archives);
	return status;
}
