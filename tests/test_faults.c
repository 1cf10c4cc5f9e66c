/*
 * What the ledger says, and what it keeps, when the disk fails in the middle of a sale: every call
 * in turn, once and from then on.  It must never say "paid" of what is lost, nor "not recorded" of
 * what is there.
 */
#include <config.h>

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/paths.h"
#include "faulty_vfs.h"
#include "ledger_fixture.h"
#include "suite.h"

static void
begin(void)
{
	static bool installed;
	if (!installed)
		faulty_vfs_install();
	installed = true;
	faulty_vfs_disarm();
	fixture_begin();
	fixture_open_shift(10000);
	fixture_sell();
	fixture_reopen(LEDGER_WRITE);
}

static struct entry
simple_sale(char id[static ID_TEXT_MAX])
{
	struct entry sale = fixture_sale();
	memcpy(id, sale.id, ID_TEXT_MAX);
	fixture_line(&sale, "1012", 1, 199, 2);
	fixture_finish(&sale);
	return sale;
}

static bool
is_there(const char *id)
{
	enum entry_kind kind;
	int64_t seq;
	return basket_outcome(fixture, id, &kind, &seq, NULL) == RC_OK;
}

static void
check_all(void)
{
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report;
	enum outcome outcome = journal_verify(fixture, &options, &report, &fixture_err);
	ck_assert_msg(outcome == RC_OK, "%s", report.what);
	ck_assert(!ledger_has_gap(fixture, NULL));
}

/* Sells with the nth call failing; false when there is no nth call any more. */
static bool
sell_with_fault(int nth, int code, bool lasting)
{
	char id[ID_TEXT_MAX];
	struct entry sale = simple_sale(id);
	struct err err = { 0 };
	faulty_vfs_arm(nth, code, lasting);
	enum outcome outcome = ledger_append(fixture, &sale, 0, &err);
	bool failed = faulty_vfs_failed();
	faulty_vfs_disarm();
	entry_done(&sale);
	bool unknown = outcome == RC_UNKNOWN;
	if (outcome == RC_OK || !unknown)
		ck_assert_msg(is_there(id) == (outcome == RC_OK), "call %d: %s", nth, err.msg);
	fixture_reopen(LEDGER_WRITE);
	if (outcome == RC_OK)
		ck_assert_msg(is_there(id), "call %d: a paid sale is lost", nth);
	else if (!unknown)
		ck_assert_msg(!is_there(id), "call %d: a refused sale is there (%s)", nth, err.msg);
	check_all();
	fixture_sell();
	return failed;
}

static int
sweep(int code, bool lasting)
{
	int nth = 1;
	while (sell_with_fault(nth, code, lasting)) {
		ck_assert_int_lt(nth, 200);
		nth++;
	}
	return nth - 1;
}

START_TEST(a_sync_that_fails_loses_nothing)
{
	ck_assert_int_gt(sweep(SQLITE_IOERR_FSYNC, false), 2);
}
END_TEST

START_TEST(a_disk_that_stays_broken_loses_nothing)
{
	ck_assert_int_gt(sweep(SQLITE_IOERR_WRITE, true), 2);
}
END_TEST

START_TEST(a_disk_that_fills_up_loses_nothing)
{
	ck_assert_int_gt(sweep(SQLITE_FULL, true), 2);
}
END_TEST

START_TEST(a_write_that_fails_once_is_done_again)
{
	char id[ID_TEXT_MAX];
	struct entry sale = simple_sale(id);
	faulty_vfs_arm(1, SQLITE_IOERR_WRITE, false);
	fixture_ok(ledger_append(fixture, &sale, 0, &fixture_err));
	ck_assert(faulty_vfs_failed());
	ck_assert_int_eq(sale.is.sale.number, 2);
	entry_done(&sale);
	ck_assert_int_eq(ledger_last_seq(fixture), 4);
}
END_TEST

START_TEST(when_nobody_can_say_nothing_more_is_accepted)
{
	char id[ID_TEXT_MAX];
	struct entry sale = simple_sale(id), other;
	faulty_vfs_arm(1, SQLITE_IOERR_FSYNC, true);
	ck_assert_int_eq(ledger_append(fixture, &sale, 0, &fixture_err), RC_UNKNOWN);
	faulty_vfs_disarm();
	ck_assert_str_eq(fixture_err.msg, "it is not known yet whether the last sale was recorded");
	entry_done(&sale);
	other = simple_sale(id);
	fixture_refused(fixture_try(&other), RC_UNKNOWN,
	                "it is not known yet whether the last sale was recorded");
	fixture_reopen(LEDGER_WRITE);
	fixture_sell();
}
END_TEST

START_TEST(a_full_disk_is_told_and_selling_goes_on_when_there_is_room)
{
	char id[ID_TEXT_MAX];
	struct entry sale = simple_sale(id);
	faulty_vfs_arm(1, SQLITE_FULL, true);
	ck_assert_int_eq(ledger_append(fixture, &sale, 0, &fixture_err), RC_SYSTEM);
	ck_assert_str_eq(fixture_err.msg, "the disk is full: nothing was recorded");
	faulty_vfs_disarm();
	fixture_ok(ledger_append(fixture, &sale, 0, &fixture_err));
	ck_assert_int_eq(sale.is.sale.number, 2);
	entry_done(&sale);
	check_all();
}
END_TEST

/* Another way for a disk to be full: the process may not make files any larger. */
START_TEST(a_file_that_may_not_grow_is_a_full_disk)
{
	char id[ID_TEXT_MAX];
	struct rlimit limit, small = { 4096, RLIM_INFINITY };
	struct entry sale = simple_sale(id);
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	small.rlim_max = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &small), 0);
	enum outcome outcome = ledger_append(fixture, &sale, 0, &fixture_err);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
	ck_assert_int_eq(outcome, RC_SYSTEM);
	ck_assert_str_eq(fixture_err.msg, "the disk is full: nothing was recorded");
	fixture_ok(ledger_append(fixture, &sale, 0, &fixture_err));
	entry_done(&sale);
}
END_TEST

static off_t
reserve_size(void)
{
	struct stat status = { 0 };
	char path[PATH_MAX];
	fixture_ok(paths_join(path, fixture_folder, "reserve", &fixture_err));
	stat(path, &status);
	return status.st_size;
}

START_TEST(the_day_can_be_closed_on_a_full_disk)
{
	char id[ID_TEXT_MAX];
	struct entry sale = simple_sale(id);
	ck_assert_int_gt(reserve_size(), 1 << 20);
	faulty_vfs_arm(1, SQLITE_FULL, false);
	fixture_refused(fixture_try(&sale), RC_SYSTEM, "the disk is full: nothing was recorded");
	ck_assert_int_gt(reserve_size(), 1 << 20);
	faulty_vfs_arm(1, SQLITE_FULL, false);
	fixture_close_shift(0);
	ck_assert(faulty_vfs_failed());
	ck_assert_int_eq(reserve_size(), 0);
	faulty_vfs_disarm();
	fixture_z();
	fixture_reopen(LEDGER_WRITE);
	ck_assert_int_gt(reserve_size(), 1 << 20);
	check_all();
}
END_TEST

START_TEST(a_till_starts_on_a_full_disk_so_that_it_can_be_closed)
{
	struct entry start = fixture_entry(ENTRY_START);
	faulty_vfs_arm(1, SQLITE_FULL, false);
	fixture_append(&start);
	ck_assert(faulty_vfs_failed());
	ck_assert_int_eq(reserve_size(), 0);
	faulty_vfs_disarm();
	fixture_close_shift(0);
	check_all();
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("faults");
	TCase *tcase = tcase_create("faults");
	tcase_set_timeout(tcase, 120);
	tcase_add_checked_fixture(tcase, begin, fixture_end);
	tcase_add_test(tcase, a_sync_that_fails_loses_nothing);
	tcase_add_test(tcase, a_disk_that_stays_broken_loses_nothing);
	tcase_add_test(tcase, a_disk_that_fills_up_loses_nothing);
	tcase_add_test(tcase, a_write_that_fails_once_is_done_again);
	tcase_add_test(tcase, when_nobody_can_say_nothing_more_is_accepted);
	tcase_add_test(tcase, a_full_disk_is_told_and_selling_goes_on_when_there_is_room);
	tcase_add_test(tcase, a_file_that_may_not_grow_is_a_full_disk);
	tcase_add_test(tcase, the_day_can_be_closed_on_a_full_disk);
	tcase_add_test(tcase, a_till_starts_on_a_full_disk_so_that_it_can_be_closed);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
