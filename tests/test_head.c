/*
 * What the head file notices: sales that were lost, a cut or exchanged ledger, blocks half written.
 */
#include <config.h>

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "ledger/head.h"
#include "ledger/people.h"
#include "ledger_fixture.h"
#include "suite.h"

/* ---- the head file ---- */

/* Two sales, and then the ledger as it was before them: what a damaged log does. */
static void
lose_two_sales(void)
{
	fixture_reopen(LEDGER_WRITE);
	fixture_open_shift(10000);
	fixture_sell();
	ledger_close(&fixture);
	fixture_copy("ledger.db", "kept");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
	fixture_sell();
	ledger_close(&fixture);
	unlink(fixture_path("ledger.db-wal"));
	unlink(fixture_path("ledger.db-shm"));
	fixture_copy("kept", "ledger.db");
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
	fixture_verify();
	fixture_reopen(LEDGER_WRITE);
	ck_assert(!ledger_has_gap(fixture, NULL));
	next = fixture_sell();
	ck_assert_int_eq(next.number, 5);
	fixture_verify();
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
	fixture_verify();
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
	fixture_verify();
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
	fixture_copy("ledger.db", "kept");
	fixture_copy("ledger.db-wal", "kept-wal");
	fixture_copy("head", "kept-head");
	fixture_ok(paths_read_file(fixture_path("kept-wal"), 1 << 26, &log, &length, &fixture_err));
	for (size_t at = 40; at < length; at += length / 40) {
		ledger_close(&fixture);
		unlink(fixture_path("ledger.db-shm"));
		fixture_copy("kept", "ledger.db");
		fixture_copy("kept-head", "head");
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
	fixture_copy("head", "kept");
	fixture_sell();
	ledger_close(&fixture);
	fixture_copy("kept", "head");
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
		fixture_copy("head", "kept");
		int fd = open(fixture_path("head"), O_RDWR);
		ck_assert_int_eq(pwrite(fd, "torn", 4, block * HEAD_BLOCK_BYTES + 30), 4);
		close(fd);
		ck_assert(head_peek(fixture_folder, &record));
		ck_assert_int_ge(record.seq, 2);
		fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
		ck_assert(!ledger_has_gap(fixture, NULL));
		ledger_close(&fixture);
		fixture_copy("kept", "head");
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
	fixture_copy("ledger.db", "kept");
	fixture_copy("head", "kept-head");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
	ledger_close(&fixture);
	fixture_copy("head", "other-head");
	unlink(fixture_path("ledger.db-wal"));
	unlink(fixture_path("ledger.db-shm"));
	fixture_copy("kept", "ledger.db");
	fixture_copy("kept-head", "head");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	fixture_sell();
	fixture_sell();
	ledger_close(&fixture);
	fixture_copy("other-head", "head");
	fixture_refuses_to_open(LEDGER_WRITE, RC_BROKEN,
	                        "the ledger and its head file tell different stories");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("head");
	TCase *tcase = tcase_create("head");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, lost_sales_are_noticed_and_close_selling);
	tcase_add_test(tcase, a_gap_stays_until_a_manager_accepts_it);
	tcase_add_test(tcase, a_gap_can_be_accepted_at_once);
	tcase_add_test(tcase, what_is_lost_in_many_places_is_all_counted);
	tcase_add_test(tcase, a_flipped_bit_in_the_log_never_loses_a_sale_silently);
	tcase_add_test(tcase, a_head_file_that_is_late_is_brought_up);
	tcase_add_test(tcase, a_torn_block_of_the_head_file_leaves_the_other);
	tcase_add_test(tcase, a_head_file_that_is_gone_is_made_again);
	tcase_add_test(tcase, two_histories_are_told_apart);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
