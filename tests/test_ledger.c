#include <config.h>

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"
#include "ledger/chain.h"
#include "ledger/head.h"
#include "ledger/inside.h"
#include "ledger/outbox.h"
#include "ledger/people.h"
#include "ledger/schema.h"
#include "ledger_fixture.h"
#include "suite.h"

static void
verify_all(void)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report;
	enum outcome outcome = journal_verify(fixture, &options, &report, &fixture_err);
	ck_assert_msg(outcome == RC_OK, "entry %lld: %s", (long long)report.first_bad_seq,
	              report.what);
}

/* Opening must fail like this; with a good file again afterwards the till goes on. */
static void
refuses_to_open(enum ledger_mode mode, enum outcome expected, const char *sentence)
{
	struct ledger *other = NULL;
	enum outcome outcome = ledger_open(&other, fixture_folder, mode, &fixture_err);
	ck_assert_ptr_null(other);
	fixture_refused(outcome, expected, sentence);
}

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
	verify_all();
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
	verify_all();
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
	refuses_to_open(LEDGER_WRITE, RC_BUSY, sentence);
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
	refuses_to_open(LEDGER_WRITE, RC_REFUSED,
	                "these files were made by a newer version of Ringup");
	refuses_to_open(LEDGER_READ, RC_REFUSED,
	                "these files were made by a newer version of Ringup");
	char sql[60];
	snprintf(sql, sizeof(sql), "PRAGMA user_version=%d", schema_ledger.version);
	fixture_sql(sql);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	verify_all();
}
END_TEST

START_TEST(another_programs_file_is_not_taken_for_ours)
{
	ledger_close(&fixture);
	fixture_sql("PRAGMA application_id=7");
	refuses_to_open(LEDGER_WRITE, RC_BROKEN, "this is not a file of Ringup");
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
	refuses_to_open(LEDGER_WRITE, RC_BROKEN, "the till's files are damaged");
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

/* ---- the head file ---- */

static void
copy_file(const char *from, const char *to)
{
	char *bytes = NULL, path[PATH_MAX];
	size_t length;
	fixture_ok(paths_join(path, fixture_folder, from, &fixture_err));
	fixture_ok(paths_read_file(path, 1 << 26, &bytes, &length, &fixture_err));
	fixture_ok(paths_replace_file(fixture_path(to), bytes, length, 0600, &fixture_err));
	free(bytes);
}

/* Two sales, and then the ledger as it was before them: what a damaged log does. */
static void
lose_two_sales(void)
{
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(10000);
	fixture_sell();
	ledger_close(&fixture);
	copy_file("ledger.db", "kept");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
	fixture_sell();
	ledger_close(&fixture);
	unlink(fixture_path("ledger.db-wal"));
	unlink(fixture_path("ledger.db-shm"));
	copy_file("kept", "ledger.db");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
}

START_TEST(lost_sales_are_noticed_and_close_selling)
{
	struct gap_facts gap;
	lose_two_sales();
	ck_assert(ledger_has_gap(fixture, &gap));
	ck_assert_int_eq(gap.first_seq, 4);
	ck_assert_int_eq(gap.last_seq, 5);
	ck_assert_int_eq(gap.receipt[SERIES_LIVE], 3);
	struct entry sale = fixture_sale();
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	fixture_refused(fixture_try(&sale), RC_REFUSED, "entries are lost: selling is closed");

	struct verify_options options = { 0 };
	struct verify_report report;
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_BROKEN);
	ck_assert_str_eq(report.what, "entries 4 to 5 are missing at the end");
}
END_TEST

START_TEST(a_gap_stays_until_a_manager_accepts_it)
{
	struct gap_facts gap;
	lose_two_sales();
	struct entry start = fixture_entry(ENTRY_START);
	fixture_ok(ledger_append(fixture, &start, 0, &fixture_err));
	ck_assert_int_eq(start.seq, 6);
	ck_assert_int_eq(start.is.start.head_seq, 5);
	fixture_reopen(LEDGER_WRITE);
	ck_assert(ledger_has_gap(fixture, &gap));
	ck_assert_int_eq(gap.first_seq, 4);
	ck_assert_int_eq(gap.last_seq, 5);
	ck_assert_int_eq(gap.receipt[SERIES_LIVE], 3);

	struct entry accept = fixture_entry(ENTRY_GAP);
	strcpy(accept.is.gap.reason, "power cut");
	fixture_ok(ledger_append(fixture, &accept, 0, &fixture_err));
	ck_assert_int_eq(accept.is.gap.last_seq, 5);
	ck_assert(!ledger_has_gap(fixture, NULL));
	struct receipt_ref next = fixture_sell();
	ck_assert_int_eq(next.number, 4);
	verify_all();
	fixture_reopen(LEDGER_WRITE);
	ck_assert(!ledger_has_gap(fixture, NULL));
	next = fixture_sell();
	ck_assert_int_eq(next.number, 5);
	verify_all();
}
END_TEST

START_TEST(a_gap_can_be_accepted_at_once)
{
	lose_two_sales();
	struct entry accept = fixture_entry(ENTRY_GAP);
	fixture_append(&accept);
	ck_assert_int_eq(fixture_sell().number, 4);
	fixture_close_shift(0);
	fixture_z();
	verify_all();
}
END_TEST

/* The head file of a till that had two entries more, kept by nobody else. */
static void
put_head_ahead(void)
{
	struct head_record record;
	struct head *head = NULL;
	ledger_close(&fixture);
	ck_assert(head_peek(fixture_folder, &record));
	record.seq += 2;
	fixture_ok(head_open(&head, fixture_folder, true, &fixture_err));
	fixture_ok(head_write(head, &record, &fixture_err));
	head_close(&head);
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
}

START_TEST(what_is_lost_in_many_places_is_all_counted)
{
	struct verify_options options = { .all_signatures = true };
	struct verify_report report;
	struct entry entry;
	fixture_reopen(LEDGER_WRITE);
	for (int i = 0; i < 20; i++) {
		put_head_ahead();
		entry = fixture_entry(ENTRY_START);
		fixture_append(&entry);
	}
	ck_assert_int_eq(journal_verify(fixture, &options, &report, NULL), RC_BROKEN);
	ck_assert_str_eq(report.what, "40 entries are missing in 20 places, first 2 to 3");
	ck_assert_int_eq(report.first_bad_seq, 2);
	entry = fixture_entry(ENTRY_GAP);
	fixture_append(&entry);
	verify_all();
}
END_TEST

/* The write-ahead log as a power cut leaves it, with one bit turned: SQLite drops what follows it
 * and says nothing. */
START_TEST(a_flipped_bit_in_the_log_never_loses_a_sale_silently)
{
	char *log;
	size_t length;
	int lost = 0;
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(0);
	for (int i = 0; i < 6; i++)
		fixture_sell();
	copy_file("ledger.db", "kept");
	copy_file("ledger.db-wal", "kept-wal");
	copy_file("head", "kept-head");
	fixture_ok(paths_read_file(fixture_path("kept-wal"), 1 << 26, &log, &length, &fixture_err));
	for (size_t at = 40; at < length; at += length / 40) {
		ledger_close(&fixture);
		unlink(fixture_path("ledger.db-shm"));
		copy_file("kept", "ledger.db");
		copy_file("kept-head", "head");
		log[at] ^= 1;
		fixture_ok(paths_replace_file(fixture_path("ledger.db-wal"), log, length, 0600,
		                              &fixture_err));
		log[at] ^= 1;
		enum outcome outcome =
		        ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err);
		if (outcome) {
			ck_assert(outcome == RC_BROKEN || outcome == RC_NOT_FOUND);
			lost++;
			continue;
		}
		ck_assert_msg(ledger_last_seq(fixture) == 8 || ledger_has_gap(fixture, NULL),
		              "byte %zu", at);
		lost += ledger_last_seq(fixture) < 8;
	}
	ck_assert_int_gt(lost, 10);
	free(log);
}
END_TEST

/* The crash between COMMIT and head file: the ledger is ahead, and that is no trouble. */
START_TEST(a_head_file_that_is_late_is_brought_up)
{
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(0);
	copy_file("head", "kept");
	fixture_sell();
	ledger_close(&fixture);
	copy_file("kept", "head");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert(!ledger_has_gap(fixture, NULL));
	struct head_record record;
	ck_assert(head_peek(fixture_folder, &record));
	ck_assert_int_eq(record.seq, 3);
	ck_assert_int_eq(record.receipt[SERIES_LIVE], 1);
}
END_TEST

START_TEST(a_torn_block_of_the_head_file_leaves_the_other)
{
	struct head_record record;
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(0);
	fixture_sell();
	ck_assert(head_peek(fixture_folder, &record));
	ck_assert_int_eq(record.seq, 3);
	ledger_close(&fixture);
	for (int block = 0; block < 2; block++) {
		copy_file("head", "kept");
		int fd = open(fixture_path("head"), O_RDWR);
		ck_assert_int_eq(pwrite(fd, "torn", 4, block * HEAD_BLOCK_BYTES + 30), 4);
		close(fd);
		ck_assert(head_peek(fixture_folder, &record));
		ck_assert_int_ge(record.seq, 2);
		fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
		ck_assert(!ledger_has_gap(fixture, NULL));
		ledger_close(&fixture);
		copy_file("kept", "head");
	}
}
END_TEST

START_TEST(a_head_file_that_is_gone_is_made_again)
{
	struct head_record record;
	fixture_open_shift(0);
	ledger_close(&fixture);
	unlink(fixture_path("head"));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert(head_peek(fixture_folder, &record));
	ck_assert_int_eq(record.seq, 2);
	struct entry start = fixture_entry(ENTRY_START);
	fixture_ok(ledger_append(fixture, &start, 0, &fixture_err));
	ck_assert_int_eq(start.is.start.head_seq, 0);
}
END_TEST

/* The same number, another history: an old copy was put back and sold on. */
START_TEST(two_histories_are_told_apart)
{
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(0);
	ledger_close(&fixture);
	copy_file("ledger.db", "kept");
	copy_file("head", "kept-head");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
	ledger_close(&fixture);
	copy_file("head", "other-head");
	unlink(fixture_path("ledger.db-wal"));
	unlink(fixture_path("ledger.db-shm"));
	copy_file("kept", "ledger.db");
	copy_file("kept-head", "head");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
	fixture_sell();
	ledger_close(&fixture);
	copy_file("other-head", "head");
	refuses_to_open(LEDGER_WRITE, RC_BROKEN,
	                "the ledger and its head file tell different stories");
}
END_TEST

/* ---- keys ---- */

START_TEST(the_key_is_renewed_at_each_z)
{
	char *before, *after;
	size_t length;
	fixture_reopen(LEDGER_WRITE);
	fixture_ok(paths_read_file(fixture_path("keys/key"), 200, &before, &length, &fixture_err));
	fixture_open_shift(0);
	fixture_sell();
	fixture_close_shift(0);
	fixture_z();
	fixture_ok(paths_read_file(fixture_path("keys/key"), 200, &after, &length, &fixture_err));
	ck_assert_str_ne(before, after);
	ck_assert_int_ne(access(fixture_path("keys/key.next"), F_OK), 0);
	struct stat status;
	ck_assert_int_eq(stat(fixture_path("keys/key"), &status), 0);
	ck_assert_int_eq(status.st_mode & 0777, 0600);
	free(before);
	free(after);
	fixture_open_shift(0);
	fixture_sell();
	verify_all();
}
END_TEST

START_TEST(a_crash_between_z_and_its_key_is_mended)
{
	fixture_open_shift(0);
	copy_file("keys/key", "kept");
	fixture_close_shift(0);
	fixture_z();
	ledger_close(&fixture);
	copy_file("keys/key", "keys/key.next");
	copy_file("kept", "keys/key");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert(!ledger_needs_key(fixture));
	ck_assert_int_ne(access(fixture_path("keys/key.next"), F_OK), 0);
	fixture_open_shift(0);
	verify_all();
}
END_TEST

START_TEST(a_key_for_a_z_that_never_came_is_dropped)
{
	ledger_close(&fixture);
	copy_file("keys/key", "keys/key.next");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert_int_ne(access(fixture_path("keys/key.next"), F_OK), 0);
	fixture_open_shift(0);
	verify_all();
}
END_TEST

static enum outcome
recover(const unsigned char seed[static 32])
{
	struct key_pair root;
	struct entry entry = fixture_entry(ENTRY_KEY_RECOVERY);
	struct key_recovery_facts *facts = &entry.is.key_recovery;
	key_pair_from_seed(&root, seed);
	fixture_ok(ledger_recovery_key(fixture, &facts->new_key, &fixture_err));
	facts->by_root = true;
	chain_sign_key(&facts->root_signature, &root, &facts->new_key);
	return fixture_try(&entry);
}

START_TEST(a_lost_key_is_recovered_with_the_root_secret)
{
	struct entry entry;
	ledger_close(&fixture);
	unlink(fixture_path("keys/key"));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert(ledger_needs_key(fixture));
	entry = fixture_entry(ENTRY_LOCK);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "the till's signing key is missing");
	fixture_ok(recover(fixture_root));
	ck_assert(!ledger_needs_key(fixture));
	fixture_open_shift(0);
	fixture_sell();
	verify_all();
	fixture_reopen(LEDGER_WRITE);
	ck_assert(!ledger_needs_key(fixture));
}
END_TEST

START_TEST(a_wrong_root_secret_shows)
{
	struct verify_options options = { 0 };
	struct verify_report report;
	unsigned char wrong[32] = { 1 };
	ledger_close(&fixture);
	unlink(fixture_path("keys/key"));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_ok(recover(wrong));
	ck_assert_int_eq(journal_verify(fixture, &options, &report, &fixture_err), RC_BROKEN);
	ck_assert_str_eq(report.what, "the new key of entry 2 is not signed by the root");
}
END_TEST

/* ---- kill ---- */

#define KILLS 25

/* Sells and says so until it is killed. */
static void
sell_until_killed(int say)
{
	struct ledger *ledger = NULL;
	if (ledger_open(&ledger, fixture_folder, LEDGER_WRITE, NULL))
		_exit(3);
	fixture = ledger;
	for (;;) {
		int64_t number = fixture_sell().number;
		if (write(say, &number, sizeof(number)) != sizeof(number))
			_exit(4);
	}
}

/* The child is killed when it has said some numbers: it is anywhere in its next sale then. */
static int64_t
kill_after(int says)
{
	int ends[2], status;
	int64_t number = 0;
	ck_assert_int_eq(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		close(ends[0]);
		sell_until_killed(ends[1]);
	}
	close(ends[1]);
	while (says-- > 0)
		ck_assert_int_eq(read(ends[0], &number, sizeof(number)), sizeof(number));
	kill(child, SIGKILL);
	waitpid(child, &status, 0);
	ck_assert(WIFSIGNALED(status));
	int64_t more;
	while (read(ends[0], &more, sizeof(more)) == sizeof(more))
		number = more;
	close(ends[0]);
	return number;
}

START_TEST(nothing_that_was_said_is_lost_by_a_kill)
{
	fixture_open_shift(10000);
	ledger_close(&fixture);
	for (int i = 0; i < KILLS; i++) {
		int64_t said = kill_after(1 + i % 7);
		fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
		ck_assert(!ledger_has_gap(fixture, NULL));
		int64_t next = ledger_next_receipt(fixture, SERIES_LIVE);
		ck_assert_msg(next == said + 1 || next == said + 2, "said %lld, next %lld",
		              (long long)said, (long long)next);
		ledger_close(&fixture);
	}
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	verify_all();
}
END_TEST

static enum outcome
die(void *context, struct ledger *ledger, struct err *err)
{
	(void)context;
	(void)ledger;
	(void)err;
	kill(getpid(), SIGKILL);
	return RC_OK;
}

/* Everything is written but the COMMIT. */
START_TEST(a_kill_before_commit_leaves_nothing)
{
	int status;
	fixture_open_shift(10000);
	ledger_close(&fixture);
	pid_t child = fork();
	if (child == 0) {
		if (ledger_open(&fixture, fixture_folder, LEDGER_WRITE, NULL))
			_exit(3);
		struct entry sale = fixture_sale();
		fixture_line(&sale, "1012", 1, 100, 2);
		fixture_finish(&sale);
		ledger_append_also(fixture, &sale, 0, die, NULL, NULL);
		_exit(4);
	}
	waitpid(child, &status, 0);
	ck_assert(WIFSIGNALED(status));
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert_int_eq(ledger_last_seq(fixture), 2);
	ck_assert(!ledger_has_gap(fixture, NULL));
	fixture_sell();
	verify_all();
}
END_TEST

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
	copy_file("ledger.db", "kept");
	char sql[200];
	for (int i = 0; i < 2; i++) {
		snprintf(sql, sizeof(sql),
		         "DROP TRIGGER journal_stays; UPDATE journal SET %s"
		         " WHERE place = 1000000000 + %lld",
		         i ? "signature = zeroblob(64)" : "body = replace(body, '\"t\"', '\"T\"')",
		         i ? (long long)z + 2 : (long long)z);
		fixture_sql(sql);
		if (i == 0)
			refuses_to_open(LEDGER_WRITE, RC_BROKEN,
			                "entry 4 of the journal was changed");
		else
			refuses_to_open(LEDGER_WRITE, RC_BROKEN,
			                "the signature of entry 6 is wrong");
		unlink(fixture_path("ledger.db-wal"));
		unlink(fixture_path("ledger.db-shm"));
		copy_file("kept", "ledger.db");
	}
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
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
	tcase_add_test(tcase, lost_sales_are_noticed_and_close_selling);
	tcase_add_test(tcase, a_gap_stays_until_a_manager_accepts_it);
	tcase_add_test(tcase, a_gap_can_be_accepted_at_once);
	tcase_add_test(tcase, what_is_lost_in_many_places_is_all_counted);
	tcase_add_test(tcase, a_flipped_bit_in_the_log_never_loses_a_sale_silently);
	tcase_add_test(tcase, a_head_file_that_is_late_is_brought_up);
	tcase_add_test(tcase, a_torn_block_of_the_head_file_leaves_the_other);
	tcase_add_test(tcase, a_head_file_that_is_gone_is_made_again);
	tcase_add_test(tcase, two_histories_are_told_apart);
	tcase_add_test(tcase, the_key_is_renewed_at_each_z);
	tcase_add_test(tcase, a_crash_between_z_and_its_key_is_mended);
	tcase_add_test(tcase, a_key_for_a_z_that_never_came_is_dropped);
	tcase_add_test(tcase, a_lost_key_is_recovered_with_the_root_secret);
	tcase_add_test(tcase, a_wrong_root_secret_shows);
	tcase_add_test(tcase, nothing_that_was_said_is_lost_by_a_kill);
	tcase_add_test(tcase, a_kill_before_commit_leaves_nothing);
	tcase_add_test(tcase, entries_are_found_by_what_people_remember);
	tcase_add_test(tcase, entries_are_found_by_their_day);
	tcase_add_test(tcase, an_entry_that_was_changed_is_not_given_out);
	tcase_add_test(tcase, a_changed_end_is_seen_at_the_next_start);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
