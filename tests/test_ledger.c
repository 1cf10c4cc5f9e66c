/*
 * An open ledger: the numbers it gives, what it refuses, who is beside it, and files that are not
 * as they should be.
 */
#include <config.h>

#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ledger/head.h"
#include "ledger/inside.h"
#include "ledger/outbox.h"
#include "ledger/people.h"
#include "ledger/schema.h"
#include "ledger_fixture.h"
#include "suite.h"

/* ---- a till and its numbers ---- */

START_TEST(a_new_till_has_one_entry_and_knows_itself)
{
	ck_assert_int_eq(ledger_till(fixture), 1);
	ck_assert_str_eq(ledger_currency(fixture).code, "EUR");
	ck_assert_int_eq(ledger_currency(fixture).exponent, 2);
	ck_assert_int_eq(ledger_last_seq(fixture), 1);
	ck_assert_int_eq(ledger_next_receipt(fixture, SERIES_LIVE), 1);
	ck_assert(!ledger_is_live(fixture));
	ck_assert(!ledger_has_gap(fixture, NULL));
	struct entry live = fixture_entry(ENTRY_LIVE);
	fixture_append(&live);
	ck_assert(ledger_is_live(fixture));
	fixture_reopen(LEDGER_READ);
	ck_assert(ledger_is_live(fixture));
}
END_TEST

START_TEST(a_folder_is_made_a_till_once)
{
	struct ledger_new new = { .till = 2, .currency = { "EUR", 2 }, .country = "DE" };
	unsigned char root[32];
	char sentence[PATH_MAX + 40];
	snprintf(sentence, sizeof(sentence), "there is a till in %.100s already", fixture_folder);
	fixture_refused(ledger_create(fixture_folder, &new, root, &fixture_err), RC_REFUSED,
	                sentence);
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
	fixture_refused(journal_read_sale(fixture, (struct receipt_ref){ 1, SERIES_LIVE, 2 },
	                                  &again, &fixture_err),
	                RC_NOT_FOUND, "there is no sale 1-000002");
}
END_TEST

START_TEST(live_and_training_count_apart_in_one_chain)
{
	struct entry entry = fixture_entry(ENTRY_SHIFT_OPEN);
	fixture_open_shift(0);
	entry.series = SERIES_TRAINING;
	fixture_append(&entry);
	for (int i = 0; i < 6; i++) {
		struct entry sale = fixture_sale();
		sale.series = i % 2 ? SERIES_TRAINING : SERIES_LIVE;
		sale.is.sale.shift = 1;
		fixture_line(&sale, "1012", 1, 100, 2);
		fixture_finish(&sale);
		fixture_ok(ledger_append(fixture, &sale, 0, &fixture_err));
		ck_assert_int_eq(sale.seq, 4 + i);
		ck_assert_int_eq(sale.is.sale.number, 1 + i / 2);
		ck_assert_int_eq(sale.after.sold.minor, 100 * (1 + i / 2));
		entry_done(&sale);
	}
	fixture_verify();
}
END_TEST

START_TEST(an_unbalanced_sale_is_refused_by_the_database)
{
	fixture_open_shift(0);
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	sale.is.sale.tenders[0].amount = money_of(99);
	ck_assert_int_eq(ledger_append(fixture, &sale, 0, &fixture_err), RC_REFUSED);
	ck_assert_ptr_nonnull(strstr(fixture_err.detail, "the postings do not add up to zero"));
	ck_assert_int_eq(ledger_last_seq(fixture), 2);
	sale.is.sale.tenders[0].amount = money_of(100);
	fixture_append(&sale);
}
END_TEST

/* A sale is not stopped by a name that came in broken; but a text must not grow out of its field.
 */
START_TEST(text_that_is_no_utf8_is_mended_or_refused)
{
	struct entry entry = fixture_entry(ENTRY_NO_SALE), again;
	fixture_open_shift(0);
	entry.is.no_sale.shift = 1;
	strcpy(entry.is.no_sale.reason, "caf\xe9");
	int64_t seq = fixture_append(&entry);
	fixture_ok(journal_read(fixture, 1, seq, &again, &fixture_err));
	ck_assert_str_eq(again.is.no_sale.reason, "caf\xef\xbf\xbd");
	entry = fixture_entry(ENTRY_NO_SALE);
	entry.is.no_sale.shift = 1;
	memset(entry.is.no_sale.reason, '\xe9', sizeof(entry.is.no_sale.reason) - 1);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "a text that is no UTF-8 is not recorded");
	ck_assert_int_eq(ledger_last_seq(fixture), seq);
}
END_TEST

START_TEST(an_id_that_is_none_is_refused)
{
	struct entry entry = fixture_entry(ENTRY_LOCK);
	strcpy(entry.id, "basket 7");
	fixture_refused(fixture_try(&entry), RC_REFUSED, "an entry's id is 32 hex digits");
}
END_TEST

START_TEST(what_follows_an_entry_stands_in_the_outbox)
{
	struct outbox_row rows[4];
	size_t count;
	fixture_open_shift(0);
	struct entry entry = fixture_entry(ENTRY_NO_SALE);
	entry.is.no_sale.shift = 1;
	fixture_ok(ledger_append(fixture, &entry,
	                         AFTER_BIT(AFTER_DRAWER) | AFTER_BIT(AFTER_RECEIPT), &fixture_err));
	fixture_ok(outbox_list(fixture, rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_int_eq(rows[0].kind, AFTER_RECEIPT);
	ck_assert_int_eq(rows[1].kind, AFTER_DRAWER);
	ck_assert_int_eq(rows[1].seq, entry.seq);
	/* a refused entry leaves nothing behind */
	entry.is.no_sale.shift = 2;
	entry.id[0] = '\0';
	ck_assert_int_eq(ledger_append(fixture, &entry, AFTER_BIT(AFTER_DRAWER), NULL), RC_REFUSED);
	fixture_ok(outbox_list(fixture, rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
}
END_TEST

START_TEST(a_sale_costs_two_syncs_and_prepares_nothing)
{
	fixture_open_shift(10000);
	fixture_sell();
	fixture_reopen(LEDGER_WRITE);
	while (ledger_idle(fixture))
		;
	struct ledger_counters before = ledger_counters(fixture);
	for (int i = 0; i < 20; i++)
		fixture_sell();
	struct ledger_counters after = ledger_counters(fixture);
	ck_assert_int_eq(after.commits - before.commits, 20);
	ck_assert_int_eq(after.head_syncs - before.head_syncs, 20);
	ck_assert_int_eq(after.statements_prepared, before.statements_prepared);
}
END_TEST

/* ---- the journal is only added to ---- */

/* SQL on ledger.db by someone else, with our triggers in the way. */
static int
try_sql(const char *sql)
{
	sqlite3 *sqlite = NULL;
	ck_assert_int_eq(sqlite3_open(fixture_path("ledger.db"), &sqlite), SQLITE_OK);
	int code = sqlite3_exec(sqlite, sql, NULL, NULL, NULL);
	sqlite3_close(sqlite);
	return code;
}

START_TEST(triggers_refuse_to_change_what_happened)
{
	fixture_open_shift(10000);
	fixture_sell();
	ledger_close(&fixture);
	ck_assert_int_eq(try_sql("UPDATE journal SET body = 'x'"), SQLITE_CONSTRAINT);
	ck_assert_int_eq(try_sql("DELETE FROM journal"), SQLITE_CONSTRAINT);
	ck_assert_int_eq(
	        try_sql("INSERT INTO journal SELECT place - 1, kind, series, day, at, offset,"
	                " staff, approver, number, amount, body, hash, signature"
	                " FROM journal"),
	        SQLITE_CONSTRAINT);
	ck_assert_int_eq(try_sql("REPLACE INTO journal SELECT * FROM journal"), SQLITE_CONSTRAINT);
	ck_assert_int_eq(try_sql("UPDATE posting SET amount = 0"), SQLITE_CONSTRAINT);
	ck_assert_int_eq(try_sql("DELETE FROM posting"), SQLITE_CONSTRAINT);
	ck_assert_int_eq(try_sql("INSERT INTO posting VALUES(1000000003 * 100000 + 99, 5)"),
	                 SQLITE_CONSTRAINT);
	fixture_reopen(LEDGER_WRITE);
	fixture_verify();
}
END_TEST

/* What an attacker's SQL could try through our own connection. */
START_TEST(our_own_connection_refuses_dangerous_sql)
{
	static const char *const refused[] = {
		"ATTACH ':memory:' AS other",
		"PRAGMA writable_schema=ON",
		"PRAGMA journal_mode=OFF",
		"PRAGMA synchronous=OFF",
		"DROP TABLE journal",
		"CREATE TABLE more(a)",
		"CREATE TEMP TRIGGER t BEFORE INSERT ON journal BEGIN SELECT 1; END",
		"DROP TRIGGER journal_stays",
		"ALTER TABLE journal RENAME TO old",
		"SELECT load_extension('x')",
		"VACUUM INTO '/tmp/ringup-copy.db'",
		"REINDEX",
	};
	sqlite3 *sqlite = db_handle(ledger_db(fixture));
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		ck_assert_msg(sqlite3_exec(sqlite, refused[i], NULL, NULL, NULL) != SQLITE_OK, "%s",
		              refused[i]);
	ck_assert_int_eq(sqlite3_exec(sqlite, "PRAGMA integrity_check", NULL, NULL, NULL),
	                 SQLITE_OK);
}
END_TEST

/* ---- others beside us ---- */

/* A change of ours that is no entry. */
static void
put_tries(int count)
{
	struct tries tries = { .count = count };
	fixture_ok(tries_put(fixture, &tries, 1, &fixture_err));
}

START_TEST(readers_see_what_is_committed_and_cannot_write)
{
	struct ledger *reader = NULL;
	fixture_open_shift(0);
	fixture_ok(ledger_open(&reader, fixture_folder, LEDGER_READ, &fixture_err));
	ck_assert_int_eq(ledger_next_receipt(reader, SERIES_LIVE), 1);
	fixture_sell();
	ck_assert_int_eq(ledger_next_receipt(reader, SERIES_LIVE), 2);
	struct entry entry = fixture_entry(ENTRY_LOCK);
	fixture_refused(ledger_append(reader, &entry, 0, &fixture_err), RC_REFUSED,
	                "the ledger is open for reading only");
	ledger_close(&reader);
	fixture_sell();
}
END_TEST

START_TEST(a_second_writer_is_told_who_has_the_till)
{
	char sentence[100];
	snprintf(sentence, sizeof(sentence), "this till is open in another window (process %ld)",
	         (long)getpid());
	fixture_refuses_to_open(LEDGER_WRITE, RC_BUSY, sentence);
	ledger_close(&fixture);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
}
END_TEST

START_TEST(a_stranger_who_writes_stops_the_till)
{
	fixture_open_shift(0);
	fixture_sell();
	fixture_sql("INSERT INTO setting VALUES('name', 'stranger')");
	struct entry entry = fixture_entry(ENTRY_LOCK);
	fixture_refused(fixture_try(&entry), RC_BROKEN, "another program wrote to the ledger");
	entry = fixture_entry(ENTRY_LOCK);
	fixture_refused(fixture_try(&entry), RC_BROKEN, "another program wrote to the ledger");
	fixture_reopen(LEDGER_WRITE_FAST);
	fixture_sell();
}
END_TEST

START_TEST(a_stranger_is_seen_past_our_own_changes)
{
	fixture_open_shift(0);
	fixture_sql("INSERT INTO setting VALUES('name', 'stranger')");
	put_tries(3);
	struct entry entry = fixture_entry(ENTRY_LOCK);
	fixture_refused(fixture_try(&entry), RC_BROKEN, "another program wrote to the ledger");
}
END_TEST

START_TEST(we_are_no_strangers_to_ourselves)
{
	struct outbox_row row;
	size_t count;
	fixture_open_shift(0);
	for (int i = 0; i < 5; i++) {
		put_tries(i);
		fixture_ok(outbox_done(fixture, 12345, false, &fixture_err));
		fixture_ok(outbox_list(fixture, &row, 1, &count, &fixture_err));
		fixture_sell();
		while (ledger_idle(fixture))
			;
	}
}
END_TEST

/* ---- files that are not as they should be ---- */

START_TEST(where_no_till_is_none_is_found)
{
	char sentence[PATH_MAX + 40];
	struct ledger *none = NULL;
	ck_assert_int_eq(ledger_open(&none, "/nowhere/at/all", LEDGER_WRITE, &fixture_err),
	                 RC_NOT_FOUND);
	snprintf(sentence, sizeof(sentence), "there is no till in /nowhere/at/all");
	ck_assert_str_eq(fixture_err.msg, sentence);
	ck_assert_int_ne(fixture_err.hint[0], '\0');
}
END_TEST

START_TEST(files_of_a_newer_version_are_left_alone)
{
	ledger_close(&fixture);
	fixture_sql("PRAGMA user_version=99");
	fixture_refuses_to_open(LEDGER_WRITE, RC_REFUSED,
	                        "these files were made by a newer version of Ringup");
	fixture_refuses_to_open(LEDGER_READ, RC_REFUSED,
	                        "these files were made by a newer version of Ringup");
	char sql[60];
	snprintf(sql, sizeof(sql), "PRAGMA user_version=%d", schema_ledger.version);
	fixture_sql(sql);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_verify();
}
END_TEST

START_TEST(another_programs_file_is_not_taken_for_ours)
{
	ledger_close(&fixture);
	fixture_sql("PRAGMA application_id=7");
	fixture_refuses_to_open(LEDGER_WRITE, RC_BROKEN, "this is not a file of Ringup");
}
END_TEST

START_TEST(a_file_that_is_no_database_is_damaged)
{
	ledger_close(&fixture);
	int fd = open(fixture_path("ledger.db"), O_WRONLY | O_TRUNC);
	ck_assert_int_eq(write(fd, "no database at all, but long enough to be looked at", 51), 51);
	close(fd);
	unlink(fixture_path("ledger.db-wal"));
	unlink(fixture_path("ledger.db-shm"));
	fixture_refuses_to_open(LEDGER_WRITE, RC_BROKEN, "the till's files are damaged");
}
END_TEST

/* Root may write anywhere, so root becomes nobody for this. */
START_TEST(a_folder_that_cannot_be_written_is_told_as_such)
{
	bool root = geteuid() == 0;
	ledger_close(&fixture);
	ck_assert_int_eq(chmod(fixture_path("lock"), 0444), 0);
	ck_assert_int_eq(chmod(fixture_path("ledger.db"), 0444), 0);
	ck_assert_int_eq(chmod(fixture_folder, 0555), 0);
	char *slash = strrchr(fixture_folder, '/');
	*slash = '\0';
	ck_assert_int_eq(chmod(fixture_folder, 0755), 0);
	*slash = '/';
	if (root)
		ck_assert_int_eq(seteuid(65534), 0);
	struct ledger *other = NULL;
	enum outcome outcome = ledger_open(&other, fixture_folder, LEDGER_WRITE, &fixture_err);
	if (root)
		ck_assert_int_eq(seteuid(0), 0);
	ck_assert_int_eq(chmod(fixture_folder, 0750), 0);
	ck_assert_int_eq(outcome, RC_SYSTEM);
	ck_assert_str_eq(fixture_err.msg, "the till's folder cannot be written");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tcase = tcase_create("ledger");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, a_new_till_has_one_entry_and_knows_itself);
	tcase_add_test(tcase, a_folder_is_made_a_till_once);
	tcase_add_test(tcase, a_sale_gets_numbers_and_running_totals);
	tcase_add_test(tcase, live_and_training_count_apart_in_one_chain);
	tcase_add_test(tcase, an_unbalanced_sale_is_refused_by_the_database);
	tcase_add_test(tcase, text_that_is_no_utf8_is_mended_or_refused);
	tcase_add_test(tcase, an_id_that_is_none_is_refused);
	tcase_add_test(tcase, what_follows_an_entry_stands_in_the_outbox);
	tcase_add_test(tcase, a_sale_costs_two_syncs_and_prepares_nothing);
	tcase_add_test(tcase, triggers_refuse_to_change_what_happened);
	tcase_add_test(tcase, our_own_connection_refuses_dangerous_sql);
	tcase_add_test(tcase, readers_see_what_is_committed_and_cannot_write);
	tcase_add_test(tcase, a_second_writer_is_told_who_has_the_till);
	tcase_add_test(tcase, a_stranger_who_writes_stops_the_till);
	tcase_add_test(tcase, a_stranger_is_seen_past_our_own_changes);
	tcase_add_test(tcase, we_are_no_strangers_to_ourselves);
	tcase_add_test(tcase, where_no_till_is_none_is_found);
	tcase_add_test(tcase, files_of_a_newer_version_are_left_alone);
	tcase_add_test(tcase, another_programs_file_is_not_taken_for_ours);
	tcase_add_test(tcase, a_file_that_is_no_database_is_damaged);
	tcase_add_test(tcase, a_folder_that_cannot_be_written_is_told_as_such);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
