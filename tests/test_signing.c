/*
 * Keys that turn with each Z, and what a crash or a loss does to them; a till killed while it
 * writes.
 */
#include <config.h>

#include <signal.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/paths.h"
#include "ledger/chain.h"
#include "ledger/inside.h"
#include "ledger_fixture.h"
#include "suite.h"

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
	fixture_verify();
}
END_TEST

START_TEST(a_crash_between_z_and_its_key_is_mended)
{
	fixture_open_shift(0);
	fixture_copy("keys/key", "kept");
	fixture_close_shift(0);
	fixture_z();
	ledger_close(&fixture);
	fixture_copy("keys/key", "keys/key.next");
	fixture_copy("kept", "keys/key");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert(!ledger_needs_key(fixture));
	ck_assert_int_ne(access(fixture_path("keys/key.next"), F_OK), 0);
	fixture_open_shift(0);
	fixture_verify();
}
END_TEST

START_TEST(a_key_for_a_z_that_never_came_is_dropped)
{
	ledger_close(&fixture);
	fixture_copy("keys/key", "keys/key.next");
	fixture_ok(ledger_open(&fixture, fixture_folder, LEDGER_WRITE, &fixture_err));
	ck_assert_int_ne(access(fixture_path("keys/key.next"), F_OK), 0);
	fixture_open_shift(0);
	fixture_verify();
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
	fixture_verify();
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
	fixture_verify();
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
	fixture_verify();
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("signing");
	TCase *tcase = tcase_create("signing");
	tcase_add_checked_fixture(tcase, fixture_begin, fixture_end);
	tcase_set_timeout(tcase, 60);
	tcase_add_test(tcase, the_key_is_renewed_at_each_z);
	tcase_add_test(tcase, a_crash_between_z_and_its_key_is_mended);
	tcase_add_test(tcase, a_key_for_a_z_that_never_came_is_dropped);
	tcase_add_test(tcase, a_lost_key_is_recovered_with_the_root_secret);
	tcase_add_test(tcase, a_wrong_root_secret_shows);
	tcase_add_test(tcase, nothing_that_was_said_is_lost_by_a_kill);
	tcase_add_test(tcase, a_kill_before_commit_leaves_nothing);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
