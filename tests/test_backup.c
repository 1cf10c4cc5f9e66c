#include <config.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/backup.h"
#include "ledger/catalogue.h"
#include "ledger/people.h"
#include "ledger_fixture.h"
#include "suite.h"

static char place[PATH_MAX], copy[PATH_MAX];
static struct hash digest;
static int64_t head_seq;

static void
begin(void)
{
	fixture_begin();
	char *above = alloc_text(fixture_folder);
	*strrchr(above, '/') = '\0';
	fixture_ok(paths_join(place, above, "stick", &fixture_err));
	fixture_ok(paths_make_folder(place, &fixture_err));
	free(above);
	fixture_open_shift(10000);
}

static enum outcome
back_up(void)
{
	return backup_make(fixture_folder, place, fixture_now(), copy, sizeof(copy), &digest,
	                   &head_seq, &fixture_err);
}

/* Names in a folder, sorted, with spaces. */
static const char *
listing(const char *folder)
{
	static char names[1000];
	struct dirent **files;
	size_t length = 0;
	int count = scandir(folder, &files, NULL, alphasort);
	names[0] = '\0';
	for (int i = 0; i < count; i++) {
		if (strcmp(files[i]->d_name, ".") && strcmp(files[i]->d_name, ".."))
			length += (size_t)snprintf(names + length, sizeof(names) - length, "%s%s",
			                           length ? " " : "", files[i]->d_name);
		free(files[i]);
	}
	free(files);
	return names;
}

START_TEST(a_backup_holds_both_files_and_no_secret)
{
	fixture_sell();
	fixture_ok(back_up());
	ck_assert_str_eq(listing(copy), "catalogue.db ledger.db manifest");
	ck_assert_int_eq(head_seq, ledger_last_seq(fixture));
	ck_assert_ptr_nonnull(strstr(copy, "/ringup-1-20261122-"));
	ck_assert_str_eq(listing(place), strrchr(copy, '/') + 1);

	struct hash again;
	char path[PATH_MAX];
	fixture_ok(paths_join(path, copy, "ledger.db", &fixture_err));
	fixture_ok(hash_file(&again, path, &fixture_err));
	ck_assert(hash_equal(&digest, &again));
}
END_TEST

START_TEST(it_verifies_and_goes_on_where_it_was)
{
	struct ledger *found = NULL;
	struct verify_options options = { .all_signatures = true,
		                          .derived = true,
		                          .integrity = true };
	struct verify_report report;
	struct hash here, there;
	fixture_sell();
	fixture_sell();
	fixture_ok(back_up());
	ledger_last_hash(fixture, &here);
	fixture_ok(ledger_open(&found, copy, LEDGER_READ, &fixture_err));
	ledger_last_hash(found, &there);
	ck_assert(hash_equal(&here, &there));
	fixture_ok(journal_verify(found, &options, &report, &fixture_err));
	ck_assert_int_eq(report.head_seq, head_seq);
	ledger_close(&found);
}
END_TEST

START_TEST(two_in_one_second_are_two)
{
	struct when at = fixture_now();
	char first[PATH_MAX];
	fixture_ok(backup_make(fixture_folder, place, at, first, sizeof(first), &digest, &head_seq,
	                       &fixture_err));
	fixture_ok(backup_make(fixture_folder, place, at, copy, sizeof(copy), &digest, &head_seq,
	                       &fixture_err));
	ck_assert_str_ne(first, copy);
	ck_assert_str_eq(listing(first), listing(copy));
}
END_TEST

START_TEST(a_place_that_is_not_there_is_said_so)
{
	strcat(place, "-gone");
	fixture_refused(back_up(), RC_NOT_FOUND, fixture_err.msg);
	ck_assert_ptr_nonnull(strstr(fixture_err.msg, "stick-gone"));
	ck_assert_ptr_nonnull(strstr(fixture_err.hint, "plugged in"));
}
END_TEST

START_TEST(a_till_that_is_damaged_gives_no_backup)
{
	fixture_sell();
	fixture_sql("DROP TRIGGER journal_stays;"
	            "UPDATE journal SET body = replace(body, '597', '997') WHERE kind = 17");
	ck_assert_int_eq(back_up(), RC_BROKEN);
	ck_assert_str_eq(listing(place), "");
}
END_TEST

/* A sale is made after every piece of the copy: it must come to its end, and be of one moment. */
START_TEST(it_can_be_made_while_the_till_sells)
{
	for (int i = 0; i < 60; i++)
		fixture_sell();
	int64_t before = ledger_last_seq(fixture);
	pid_t child = fork();
	ck_assert_int_ge(child, 0);
	if (child == 0)
		_exit(backup_make(fixture_folder, place,
		                  (struct when){ .utc_ms = INT64_C(1795338000000) }, copy,
		                  sizeof(copy), &digest, &head_seq, NULL));
	int status = -1;
	while (waitpid(child, &status, WNOHANG) == 0)
		fixture_sell();
	ck_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	struct ledger *found = NULL;
	struct verify_options options = { .derived = true, .integrity = true };
	struct verify_report report;
	fixture_ok(paths_join(copy, place, listing(place), &fixture_err));
	fixture_ok(ledger_open(&found, copy, LEDGER_READ, &fixture_err));
	ck_assert_int_ge(ledger_last_seq(found), before);
	fixture_ok(journal_verify(found, &options, &report, &fixture_err));
	ledger_close(&found);
}
END_TEST

/* ---- back again ---- */

static const char *
new_folder(void)
{
	static char folder[PATH_MAX];
	fixture_ok(paths_join(folder, place, "../restored", &fixture_err));
	return folder;
}

START_TEST(a_restored_till_has_everything_and_waits_for_a_key)
{
	struct item_row row = { .number = "12", .name = "Tea" };
	struct entry entry = fixture_entry(ENTRY_RECORD);
	struct receipt_ref sale = fixture_sell();
	fixture_ok(catalogue_put_item(fixture, &row, NULL, 0, &entry, &fixture_err));
	fixture_ok(back_up());
	int64_t last = ledger_last_seq(fixture);
	ledger_close(&fixture);
	fixture_ok(backup_restore(copy, new_folder(), &fixture_err));
	struct stat status;
	ck_assert_int_eq(stat(new_folder(), &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0750);

	fixture_ok(ledger_open(&fixture, new_folder(), LEDGER_WRITE_FAST, &fixture_err));
	ck_assert_int_eq(ledger_last_seq(fixture), last);
	fixture_ok(catalogue_item(fixture, "12", &row, &fixture_err));
	fixture_ok(journal_read_sale(fixture, sale, &entry, &fixture_err));
	entry_done(&entry);
	struct entry next = fixture_sale();
	fixture_line(&next, "1012", 1000, 199, 1);
	fixture_finish(&next);
	ck_assert_int_ne(fixture_try(&next), RC_OK);
}
END_TEST

START_TEST(a_folder_with_something_in_it_is_refused)
{
	fixture_ok(back_up());
	ck_assert_int_eq(backup_restore(copy, fixture_folder, &fixture_err), RC_REFUSED);
	ck_assert_ptr_nonnull(strstr(fixture_err.msg, "already"));
	ck_assert_int_eq(backup_restore(place, new_folder(), &fixture_err), RC_NOT_FOUND);
}
END_TEST

START_TEST(a_backup_that_was_changed_is_not_restored)
{
	static const char *const names[] = { "ledger.db", "catalogue.db", "manifest" };
	char path[PATH_MAX], *bytes = NULL;
	size_t size;
	fixture_sell();
	fixture_ok(back_up());
	fixture_ok(paths_join(path, copy, names[_i], &fixture_err));
	fixture_ok(paths_read_file(path, 1 << 24, &bytes, &size, &fixture_err));
	bytes[size / 2] ^= 1;
	fixture_ok(paths_replace_file(path, bytes, size, 0640, &fixture_err));
	free(bytes);
	enum outcome outcome = backup_restore(copy, new_folder(), &fixture_err);
	ck_assert_int_eq(outcome, RC_BROKEN);
	ck_assert_int_ne(access(new_folder(), F_OK), 0);
}
END_TEST

static Suite *
backup_suite(void)
{
	Suite *suite = suite_create("backup");
	TCase *tcase = tcase_create("backup");
	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, begin, fixture_end);
	tcase_add_test(tcase, a_backup_holds_both_files_and_no_secret);
	tcase_add_test(tcase, it_verifies_and_goes_on_where_it_was);
	tcase_add_test(tcase, two_in_one_second_are_two);
	tcase_add_test(tcase, a_place_that_is_not_there_is_said_so);
	tcase_add_test(tcase, a_till_that_is_damaged_gives_no_backup);
	tcase_add_test(tcase, it_can_be_made_while_the_till_sells);
	tcase_add_test(tcase, a_restored_till_has_everything_and_waits_for_a_key);
	tcase_add_test(tcase, a_folder_with_something_in_it_is_refused);
	tcase_add_loop_test(tcase, a_backup_that_was_changed_is_not_restored, 0, 3);
	suite_add_tcase(suite, tcase);
	return suite;
}

int
main(void)
{
	return run_suite(backup_suite());
}
