/*
 * Every cell of the journal and of the derived tables is edited in turn: each edit must be found.
 */
#include <config.h>

#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "ledger/schema.h"
#include "ledger_fixture.h"
#include "suite.h"

static char *pristine;
static size_t pristine_length;

/* A little life, closed, its journal's triggers out of the way, and kept to begin from again. */
static void
begin(void)
{
	fixture_begin();
	fixture_live();
	ledger_close(&fixture);
	fixture_sql("DROP TRIGGER journal_stays; DROP TRIGGER journal_keeps;"
	            "DROP TRIGGER journal_grows; DROP TRIGGER posting_stays;"
	            "DROP TRIGGER posting_keeps; DROP TRIGGER posting_closed;"
	            "DROP TRIGGER series_balances; PRAGMA wal_checkpoint(TRUNCATE)");
	fixture_ok(paths_read_file(fixture_path("ledger.db"), 1 << 26, &pristine, &pristine_length,
	                           &fixture_err));
}

static void
end(void)
{
	free(pristine);
	fixture_end();
}

static void
put_back(void)
{
	unlink(fixture_path("ledger.db-wal"));
	unlink(fixture_path("ledger.db-shm"));
	int fd = open(fixture_path("ledger.db"), O_WRONLY | O_TRUNC);
	ck_assert_int_eq(write(fd, pristine, pristine_length), (ssize_t)pristine_length);
	close(fd);
}

/* What verify says of the ledger as it is now: "" if all is well. */
static const char *
verdict(bool derived)
{
	static char what[400];
	struct verify_options options = { .all_signatures = true, .derived = derived };
	struct verify_report report = { 0 };
	enum outcome outcome = ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err);
	if (!outcome) {
		outcome = journal_verify(fixture, &options, &report, &fixture_err);
		ledger_close(&fixture);
	}
	snprintf(what, sizeof(what), "%s",
	         outcome ? report.what[0] ? report.what : fixture_err.msg : "");
	ck_assert_msg(outcome == RC_OK || outcome == RC_BROKEN, "%s", fixture_err.msg);
	return what;
}

static void
must_be_found(const char *sql, bool derived)
{
	fixture_sql(sql);
	ck_assert_msg(verdict(derived)[0] != '\0', "not found: %s", sql);
	put_back();
}

/* Runs call with each number that a query gives. */
static size_t
numbers_of(const char *query, int64_t out[], size_t room)
{
	sqlite3 *sqlite;
	sqlite3_stmt *statement;
	size_t count = 0;
	ck_assert_int_eq(sqlite3_open(fixture_path("ledger.db"), &sqlite), SQLITE_OK);
	ck_assert_int_eq(sqlite3_prepare_v2(sqlite, query, -1, &statement, NULL), SQLITE_OK);
	while (count < room && sqlite3_step(statement) == SQLITE_ROW)
		out[count++] = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(sqlite);
	return count;
}

START_TEST(a_ledger_as_it_was_made_is_found_well)
{
	ck_assert_str_eq(verdict(true), "");
}
END_TEST

/* Loop test: one edit each, on every row. */
static const char *const edits[] = {
	"kind = kind + 1",
	"series = 1 - series",
	"day = day + 1",
	"at = at + 1",
	"offset = offset + 1",
	"staff = staff + 1",
	"approver = approver + 1",
	"number = number + 1",
	"amount = amount + 1",
	"place = place + 1000000",
	"body = body || ' '",
	"body = replace(body, '\"t\":1', '\"t\":2')",
	"body = replace(body, '\"a\":1', '\"a\":2')",
	"hash = zeroblob(32)",
	"hash = x'00'",
	"signature = zeroblob(64)",
	"signature = x''",
};

START_TEST(every_cell_of_the_journal_that_is_edited_is_found)
{
	int64_t places[100];
	char sql[200];
	size_t count = numbers_of("SELECT place FROM journal", places, 100);
	ck_assert_uint_gt(count, 20);
	for (size_t i = 0; i < count; i++) {
		snprintf(sql, sizeof(sql), "UPDATE journal SET %s WHERE place = %lld", edits[_i],
		         (long long)places[i]);
		must_be_found(sql, false);
	}
}
END_TEST

/* Every byte of every text, of every hash and of every signature of one sale and one Z. */
START_TEST(every_byte_of_an_entry_that_is_edited_is_found)
{
	static const char *const columns[] = { "body", "hash", "signature" };
	int64_t places[3], lengths[1];
	char sql[300];
	size_t count = numbers_of(
	        "SELECT max(place) FROM journal WHERE kind IN (15, 17) GROUP BY kind", places, 3);
	ck_assert_uint_eq(count, 2);
	snprintf(sql, sizeof(sql),
	         "SELECT length(CAST(%s AS BLOB)) FROM journal WHERE place = %lld", columns[_i],
	         (long long)places[1]);
	numbers_of(sql, lengths, 1);
	for (int64_t at = 1; at <= lengths[0]; at += _i == 0 ? 7 : 3) {
		if (_i == 0)
			snprintf(sql, sizeof(sql),
			         "UPDATE journal SET body = substr(body, 1, %lld - 1) || '~' ||"
			         " substr(body, %lld + 1) WHERE place = %lld",
			         (long long)at, (long long)at, (long long)places[1]);
		else
			snprintf(sql, sizeof(sql),
			         "UPDATE journal SET %s = CAST(substr(%s, 1, %lld - 1) ||"
			         " CASE substr(%s, %lld, 1) WHEN x'41' THEN x'42' ELSE x'41' END ||"
			         " substr(%s, %lld + 1) AS BLOB) WHERE place = %lld",
			         columns[_i], columns[_i], (long long)at, columns[_i],
			         (long long)at, columns[_i], (long long)at, (long long)places[1]);
		must_be_found(sql, false);
	}
}
END_TEST

START_TEST(rows_that_are_deleted_swapped_or_doubled_are_found)
{
	static const char *const sql[] = {
		"DELETE FROM journal WHERE place = 1000000001",
		"DELETE FROM journal WHERE place = 1000000005",
		"DELETE FROM journal WHERE kind = 17",
		"UPDATE journal SET place = 1 WHERE place = 1000000004;"
		"UPDATE journal SET place = 1000000004 WHERE place = 1000000005;"
		"UPDATE journal SET place = 1000000005 WHERE place = 1",
		"DELETE FROM journal WHERE place = 1000000005;"
		"UPDATE journal SET place = -place WHERE place > 1000000005;"
		"UPDATE journal SET place = -place - 1 WHERE place < 0",
		"INSERT INTO journal SELECT 1000000900, kind, series, day, at, offset, staff, "
		"approver,"
		" number, amount, body, hash, signature FROM journal WHERE place = 1000000005",
		"DELETE FROM journal",
	};
	must_be_found(sql[_i], false);
}
END_TEST

/* The chain alone does not notice; the head file does, or a piece of a hash on paper. */
START_TEST(a_tail_that_was_cut_is_found_by_what_stands_outside)
{
	struct verify_options options = { 0 };
	struct verify_report report;
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	options.anchor_seq = ledger_last_seq(fixture);
	ledger_last_hash(fixture, &options.anchor);
	options.anchor_bytes = 8;
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_OK);
	ledger_close(&fixture);
	fixture_sql("DELETE FROM journal WHERE place = (SELECT max(place) FROM journal)");
	ck_assert_ptr_nonnull(strstr(verdict(false), "missing at the end"));

	unlink(fixture_path("head"));
	ck_assert_str_eq(verdict(false), "");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_BROKEN);
	ck_assert_ptr_nonnull(strstr(report.what, "the anchor's entry"));
	ledger_close(&fixture);
	put_back();
	options.anchor.bytes[3] ^= 1;
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_BROKEN);
	ck_assert_int_eq(report.first_bad_seq, options.anchor_seq);
}
END_TEST

START_TEST(the_report_says_where_and_up_to_which_z_all_is_well)
{
	struct verify_options options = { 0 };
	struct verify_report report;
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_OK);
	ck_assert_int_eq(report.entries, ledger_last_seq(fixture));
	ck_assert_int_eq(report.head_seq, ledger_last_seq(fixture));
	ck_assert_int_eq(report.last_good_z, 2);
	ck_assert_int_eq(report.signatures, 4); /* the first entry, two Zs and the last entry */
	ledger_close(&fixture);
	fixture_sql("UPDATE journal SET staff = 99 WHERE place = (SELECT max(place) FROM journal)");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	int64_t last = ledger_last_seq(fixture);
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_BROKEN);
	ck_assert_int_eq(report.first_bad_seq, last);
	ck_assert_int_eq(report.entries, last - 1);
}
END_TEST

/* ---- the file itself ---- */

#define FLIP_STRIDE 311

/* A byte that nobody uses may change; then the journal is still the same, and verify has said so.
 */
START_TEST(a_flipped_byte_of_the_file_is_found_or_changes_nothing)
{
	struct verify_options options = { .derived = true };
	struct verify_report report = { 0 };
	struct hash head;
	int found = 0, unused = 0;
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ledger_last_hash(fixture, &head);
	ledger_close(&fixture);
	for (size_t at = 18 + (size_t)_i; at < pristine_length; at += FLIP_STRIDE) {
		pristine[at] ^= 0x10;
		put_back();
		pristine[at] ^= 0x10;
		enum outcome outcome =
		        ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err);
		if (!outcome) {
			outcome = journal_verify(fixture, &options, &report, &fixture_err);
			if (!outcome)
				ck_assert(hash_equal(&head, &report.head));
			ledger_close(&fixture);
		}
		found += outcome != RC_OK;
		unused += outcome == RC_OK;
	}
	ck_assert_int_gt(found, 20);
	ck_assert_int_gt(unused, 0);
}
END_TEST

/* ---- derived tables ---- */

/* One edit for each column: its numbers, texts or keys become others. */
static int
edits_of(const char *table, char out[20][120])
{
	sqlite3 *sqlite;
	sqlite3_stmt *statement;
	char sql[100];
	int count = 0;
	ck_assert_int_eq(sqlite3_open(fixture_path("ledger.db"), &sqlite), SQLITE_OK);
	snprintf(sql, sizeof(sql), "SELECT name, type FROM pragma_table_info('%s')", table);
	ck_assert_int_eq(sqlite3_prepare_v2(sqlite, sql, -1, &statement, NULL), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(statement, 0);
		const char *type = (const char *)sqlite3_column_text(statement, 1);
		if (strcmp(type, "INTEGER") == 0)
			snprintf(out[count++], 120, "UPDATE %s SET %s = -1 - %s", table, name,
			         name);
		else if (strcmp(type, "TEXT") == 0)
			snprintf(out[count++], 120, "UPDATE %s SET %s = %s || 'x'", table, name,
			         name);
		else
			snprintf(out[count++], 120, "UPDATE %s SET %s = zeroblob(32)", table, name);
	}
	sqlite3_finalize(statement);
	sqlite3_close(sqlite);
	return count;
}

/* Loop test: one derived table each.  The little life leaves a row in all of them but "gap". */
START_TEST(every_column_of_a_derived_table_that_is_edited_is_found)
{
	size_t count;
	const char *const *tables = schema_tables(TABLE_DERIVED, &count);
	char sql[100];
	int64_t rows;
	ck_assert_uint_eq(count, 23);
	if (strcmp(tables[_i], "gap") == 0) {
		must_be_found("INSERT INTO gap VALUES(1000000004, 1000000004, 0)", true);
		return;
	}
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", tables[_i]);
	numbers_of(sql, &rows, 1);
	ck_assert_msg(rows > 0, "%s is empty", tables[_i]);
	char edits_here[20][120];
	int edit_count = edits_of(tables[_i], edits_here);
	ck_assert_int_gt(edit_count, 1);
	for (int i = 0; i < edit_count; i++)
		must_be_found(edits_here[i], true);
	snprintf(sql, sizeof(sql), "DELETE FROM %s", tables[_i]);
	must_be_found(sql, true);
}
END_TEST

START_TEST(a_table_or_trigger_too_many_is_found)
{
	struct verify_options options = { .integrity = true };
	struct verify_report report;
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_BROKEN);
	ck_assert_str_eq(report.what, "the tables of the till's files are not as they should be");
}
END_TEST

START_TEST(the_idle_till_finds_it_in_slices)
{
	int64_t seq = 0;
	int slices = 0;
	enum outcome outcome;
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	while ((outcome = journal_verify_slice(fixture, &seq, 7, &fixture_err)) == RC_BUSY)
		slices++;
	fixture_ok(outcome);
	ck_assert_int_gt(slices, 2);
	ledger_close(&fixture);
	fixture_sql("UPDATE journal SET body = replace(body, '\"t\":1', '\"t\":2')"
	            " WHERE place = 1000000009");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_READ, &fixture_err));
	seq = 0;
	while ((outcome = journal_verify_slice(fixture, &seq, 7, &fixture_err)) == RC_BUSY)
		;
	ck_assert_int_eq(outcome, RC_BROKEN);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("verify");
	TCase *tcase = tcase_create("verify");
	tcase_add_checked_fixture(tcase, begin, end);
	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, a_ledger_as_it_was_made_is_found_well);
	tcase_add_loop_test(tcase, every_cell_of_the_journal_that_is_edited_is_found, 0,
	                    sizeof(edits) / sizeof(*edits));
	tcase_add_loop_test(tcase, every_byte_of_an_entry_that_is_edited_is_found, 0, 3);
	tcase_add_loop_test(tcase, rows_that_are_deleted_swapped_or_doubled_are_found, 0, 7);
	tcase_add_test(tcase, a_tail_that_was_cut_is_found_by_what_stands_outside);
	tcase_add_test(tcase, the_report_says_where_and_up_to_which_z_all_is_well);
	tcase_add_loop_test(tcase, a_flipped_byte_of_the_file_is_found_or_changes_nothing, 0, 4);
	tcase_add_loop_test(tcase, every_column_of_a_derived_table_that_is_edited_is_found, 0, 23);
	tcase_add_test(tcase, a_table_or_trigger_too_many_is_found);
	tcase_add_test(tcase, the_idle_till_finds_it_in_slices);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
