/*
 * The counter: papers, drawer, backup and imports around an open till.
 *
 * This program is its own helper: started as "ringup helper KIND" it does what the shipped one
 * does.
 */
#include <config.h>

#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/crypto.h"
#include "base/helper.h"
#include "base/lang.h"
#include "ledger/journal.h"
#include "shop/exchange.h"
#include "shop/setup.h"
#include "shop/staff.h"
#include "devices/printer_send.h"
#include "counter/backup.h"
#include "counter/counter.h"
#include "tests/folder.h"
#include "tests/suite.h"

#define PIN "246810"
#define MANY_ITEMS 20000
#define DRAWER_PULSE "\033p"

static char shop[PATH_MAX];
static struct loop *loop;
static struct counter *counter;
static struct when now;
static struct err err;

static struct when
read_clock(void *context)
{
	(void)context;
	return now;
}

static const struct clock test_clock = { read_clock, NULL };

/* ---- a shop ---- */

static void
set(const char *key, const char *value)
{
	struct ledger *ledger;
	struct settings settings;
	struct entry entry;

	ck_assert_msg(!ledger_open(&ledger, shop, LEDGER_WRITE, &err), "%s", err.msg);
	ck_assert_int_eq(settings_load(&settings, ledger, &err), RC_OK);
	entry_init(&entry, ENTRY_SETTING);
	entry.till = ledger_till(ledger);
	entry.at = now;
	ck_assert_msg(!settings_set(&settings, ledger, key, value, &entry, &err), "%s", err.msg);
	entry_done(&entry);
	ledger_close(&ledger);
}

static void
make_shop(void)
{
	struct setup setup = {
		.name = "Corner Shop",
		.country = "DE",
		.till = 1,
		.manager_name = "Anna",
		.manager_pin = PIN,
		.departments = "grocery",
	};
	char recovery[512];

	folder_make();
	snprintf(shop, sizeof shop, "%s", in_folder("shop"));
	now = (struct when){ INT64_C(1795341600000), 60 };
	setup.at = now;
	ck_assert_msg(!setup_make(shop, &setup, recovery, &err), "%s", err.msg);
	set("language", "en");
	printer_patience_ms = 8000;
	helper_set_program("/proc/self/exe");
}

static void
open_counter(void)
{
	const struct counter_options options = { .folder = shop,
		                                 .clock = &test_clock,
		                                 .pin_here = true };

	loop = loop_new();
	ck_assert_msg(!counter_open(&counter, &options, loop, &err), "%s", err.msg);
}

/* As a kill would: whatever is on its way is dropped. */
static void
close_counter(void)
{
	counter_close(&counter);
	if (loop)
		loop_free(&loop);
}

static void
remove_shop(void)
{
	close_counter();
	folder_remove();
}

static void
act(const char *line)
{
	struct command command;
	struct answer answer = { 0 };

	ck_assert_msg(!command_parse(&command, line, false, 2, &err), "%s: %s", line, err.msg);
	ck_assert_msg(!counter_do_wait(counter, &command, &answer, &err), "%s: %s", line, err.msg);
	answer_done(&answer);
}

/* The same without a turn of the loop: as if the power went right after it. */
static void
act_at_once(const char *line)
{
	struct command command;

	ck_assert_int_eq(command_parse(&command, line, false, 2, &err), RC_OK);
	counter_do(counter, &command);
	ck_assert(!counter_busy(counter));
}

static void
begin_day(void)
{
	open_counter();
	act("sign-on 1 " PIN);
	act("open-shift 100.00");
}

static void
ring_up(void)
{
	act("open 1 3.50");
	act("total");
}

static void
sell(void)
{
	ring_up();
	act("cash 10.00");
	counter_finish(counter);
}

/* How often a text stands in a file, which may not be there. */
static int
times(const char *path, const char *text)
{
	char *all, *at;
	size_t length;
	int count = 0;

	if (paths_read_file(path, 1 << 20, &all, &length, NULL))
		return 0;
	for (at = all; (at = memmem(at, length - (size_t)(at - all), text, strlen(text))); at++)
		count++;
	free(all);
	return count;
}

static void
use_faults(const char *fault)
{
	char address[PATH_MAX + 8];

	file_in_folder("printer", fault, strlen(fault));
	snprintf(address, sizeof address, "faults:%s", in_folder("printer"));
	set("printer", address);
}

static void
mend(void)
{
	file_in_folder("printer", "ready", 5);
}

static struct outbox_row
only_row(void)
{
	struct outbox_row rows[4];

	ck_assert_uint_eq(counter_papers_list(counter, rows, 4), 1);
	return rows[0];
}

/* ---- papers ---- */

START_TEST(a_receipt_is_printed_once)
{
	use_faults("ready");
	begin_day();
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	ck_assert_str_eq(counter_printer_status(counter), "");
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000001"), 1);
}
END_TEST

START_TEST(a_receipt_waits_while_paper_is_out_and_then_comes_once)
{
	use_faults("paper-out");
	begin_day();
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 1);
	ck_assert_str_eq(counter_printer_status(counter), "the printer is out of paper");
	ck_assert_int_eq(only_row().state, OUTBOX_FRESH);
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 2);
	mend();
	counter_printer_retry(counter);
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	ck_assert_str_eq(counter_printer_status(counter), "");
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000001"), 1);
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000002"), 1);
}
END_TEST

START_TEST(a_till_killed_before_printing_prints_at_its_next_start)
{
	use_faults("ready");
	begin_day();
	ring_up();
	act_at_once("cash 10.00");
	close_counter();
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000001"), 0);
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000001"), 1);
	close_counter();
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000001"), 1);
}
END_TEST

START_TEST(a_till_killed_while_printing_asks)
{
	use_faults("stall");
	begin_day();
	ring_up();
	act("cash 10.00"); /* and the helper is on its way */
	close_counter();
	mend();
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 1);
	ck_assert(only_row().state == OUTBOX_UNSURE);
	counter_paper_came_out(counter, only_row().id, true);
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

START_TEST(a_receipt_that_may_be_out_is_sent_again_as_a_copy)
{
	use_faults("drop");
	begin_day();
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 1);
	ck_assert_str_eq(counter_printer_status(counter), "the connection to the printer broke");
	ck_assert(only_row().state == OUTBOX_UNSURE);
	mend();
	counter_printer_retry(counter);
	counter_finish(counter);
	ck_assert(only_row().state == OUTBOX_UNSURE);
	counter_paper_came_out(counter, only_row().id, false);
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	ck_assert_int_eq(times(in_folder("printer.paper"), "DUPLICATE"), 1);
}
END_TEST

START_TEST(one_paper_nobody_knows_about_does_not_hold_up_the_next)
{
	use_faults("drop");
	begin_day();
	sell();
	mend();
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 1);
	ck_assert_int_eq(times(in_folder("printer.paper"), "1-000002"), 1);
}
END_TEST

static int shown;

static void
count_paper(void *context, const struct printout *printout, enum after_kind kind)
{
	(void)context;
	ck_assert_uint_gt(printout->count, 0);
	shown += kind == AFTER_RECEIPT;
}

START_TEST(without_a_printer_the_paper_is_shown)
{
	const struct counter_events events = { .paper = count_paper };

	set("printer", "screen:");
	begin_day();
	counter_listen(counter, &events);
	shown = 0;
	sell();
	ck_assert_int_eq(shown, 1);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

START_TEST(without_a_printer_a_sale_costs_no_sync_for_its_paper)
{
	struct ledger_counters before, after;

	set("printer", "none:");
	begin_day();
	sell();
	before = ledger_counters(till_ledger(counter_till(counter)));
	sell();
	after = ledger_counters(till_ledger(counter_till(counter)));
	ck_assert_int_eq(after.commits - before.commits, 1);
	ck_assert_int_eq(after.head_syncs - before.head_syncs, 1);
	close_counter();
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

START_TEST(a_hundred_papers_wait_and_come_out_in_order)
{
	char address[PATH_MAX + 8];
	int sale;

	snprintf(address, sizeof address, "file:%s", in_folder("lp0"));
	set("printer", address);
	begin_day();
	for (sale = 0; sale < 100; sale++)
		sell();
	ck_assert_int_ge(counter_papers_waiting(counter), 100);
	file_in_folder("lp0", "", 0);
	counter_printer_retry(counter);
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	ck_assert_int_eq(times(in_folder("lp0"), "1-000001"), 1);
	ck_assert_int_eq(times(in_folder("lp0"), "1-000100"), 1);
}
END_TEST

START_TEST(what_is_no_entry_can_be_printed_too)
{
	struct printout printout;

	use_faults("ready");
	begin_day();
	printout_init(&printout);
	printout_text(&printout, ALIGN_LEFT, 0, "hello");
	ck_assert_int_eq(counter_print(counter, PRINTER_REPORT, &printout, &err), RC_OK);
	printout_done(&printout);
	counter_finish(counter);
	ck_assert_int_eq(times(in_folder("printer.paper"), "hello"), 1);
}
END_TEST

START_TEST(a_printer_that_does_not_exist_stops_nothing)
{
	begin_day();
	close_counter();
	set("printer", "file:/nowhere/lp0");
	open_counter();
	act("sign-on 1 " PIN);
	sell();
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 2);
	ck_assert_str_ne(counter_printer_status(counter), "");
}
END_TEST

/* ---- the drawer ---- */

static void
use_device(void)
{
	char address[PATH_MAX + 8];

	file_in_folder("lp0", "", 0);
	snprintf(address, sizeof address, "file:%s", in_folder("lp0"));
	set("printer", address);
}

START_TEST(the_drawer_opens_after_a_cash_sale)
{
	use_device();
	begin_day();
	counter_finish(counter);
	file_in_folder("lp0", "", 0);
	sell();
	ck_assert_int_eq(times(in_folder("lp0"), DRAWER_PULSE), 1);
}
END_TEST

START_TEST(the_drawer_never_opens_in_training)
{
	use_device();
	open_counter();
	act("sign-on 1 " PIN);
	act("training on");
	act("open-shift 100.00");
	sell();
	act("no-sale \"a look\"");
	counter_finish(counter);
	ck_assert_int_eq(times(in_folder("lp0"), "1-T000001"), 1);
	ck_assert_int_eq(times(in_folder("lp0"), DRAWER_PULSE), 0);
}
END_TEST

START_TEST(a_drawer_does_not_open_long_after_its_sale)
{
	use_device();
	begin_day();
	counter_finish(counter);
	ring_up();
	act_at_once("cash 10.00");
	close_counter();
	file_in_folder("lp0", "", 0);
	now.utc_ms += 600000;
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(times(in_folder("lp0"), "1-000001"), 1);
	ck_assert_int_eq(times(in_folder("lp0"), DRAWER_PULSE), 0);
}
END_TEST

/* ---- the backup ---- */

static void
close_day(void)
{
	act("count cash 100.00");
	act("close-shift 100.00");
	act("close-day");
	counter_finish(counter);
}

static bool
last_backup(struct entry *entry)
{
	const struct journal_query query = { .kind = ENTRY_BACKUP, .series = SERIES_COUNT };
	struct ledger *ledger = till_ledger(counter_till(counter));
	struct journal_row row;
	size_t count;

	ck_assert_int_eq(journal_find(ledger, &query, &row, 1, &count, &err), RC_OK);
	return count == 1 && !journal_read(ledger, 1, row.seq, entry, &err);
}

START_TEST(a_closed_day_is_backed_up_and_an_entry_says_so)
{
	struct entry entry;

	ck_assert_int_eq(paths_make_folder(in_folder("stick"), &err), RC_OK);
	set("backup-place", in_folder("stick"));
	begin_day();
	ck_assert_int_eq(counter_backup_age_ms(counter), -1);
	close_day();
	ck_assert_str_eq(counter_backup_status(counter), "");
	ck_assert(last_backup(&entry));
	ck_assert(entry.is.backup.ok);
	ck_assert_int_gt(entry.is.backup.head_seq, 0);
	entry_done(&entry);
	now.utc_ms += 5000;
	ck_assert_int_eq(counter_backup_age_ms(counter), 5000);
	close_counter();
	open_counter();
	ck_assert_int_eq(counter_backup_age_ms(counter), 5000);
}
END_TEST

START_TEST(a_backup_that_fails_is_told)
{
	struct entry entry;

	set("backup-place", "/nowhere/at/all");
	begin_day();
	close_day();
	ck_assert_str_ne(counter_backup_status(counter), "");
	ck_assert_int_eq(counter_backup_age_ms(counter), -1);
	ck_assert(last_backup(&entry));
	ck_assert(!entry.is.backup.ok);
	entry_done(&entry);
}
END_TEST

/* ---- imports and idle moments ---- */

START_TEST(an_import_waits_for_the_end_of_the_basket)
{
	const char *csv = "number,name,price\n77,Tea,2.50\n";
	const struct import_options options = { 0 };
	struct import_report report = { 0 };
	struct till_view view;
	struct command item;
	struct answer answer = { 0 };

	begin_day();
	act("open 1 3.50");
	file_in_folder("items.csv", csv, strlen(csv));
	ck_assert_msg(!items_import(shop, in_folder("items.csv"), &options, &report, &err), "%s",
	              err.msg);
	ck_assert_int_eq(report.added, 1);
	command_make(&item, CMD_CHECK, "77", NULL);
	ck_assert_int_ne(counter_do_wait(counter, &item, &answer, &err), RC_OK);
	answer_done(&answer);
	act("total");
	act("cash 10.00");
	act("item 77");
	till_view(counter_till(counter), &view);
	ck_assert_str_eq(view.basket->lines[0].is.name, "Tea");
}
END_TEST

/* An import is a process of its own: this program again. */
static int
import_here(const char *folder, const char *file)
{
	const struct import_options options = { 0 };
	struct import_report report = { 0 };

	return items_import(folder, file, &options, &report, &err) || report.added != MANY_ITEMS;
}

static pid_t
start_import(void)
{
	struct buf csv = { 0 };
	pid_t pid;

	buf_add(&csv, "number,name,price\n");
	for (int i = 0; i < MANY_ITEMS; i++)
		buf_format(&csv, "%d,Tea number %d,2.50\n", 1000 + i, i);
	file_in_folder("items.csv", csv.text, csv.length);
	buf_done(&csv);
	char *const argv[] = { "ringup", "import", shop, (char *)in_folder("items.csv"), NULL };
	ck_assert_int_eq(posix_spawn(&pid, "/proc/self/exe", NULL, NULL, argv, environ), 0);
	return pid;
}

START_TEST(tills_keep_selling_while_many_items_come_in)
{
	struct till_view view;
	int64_t sales = 0;
	int status = 0;
	pid_t import;

	begin_day();
	import = start_import();
	do {
		sell();
		sales++;
	} while (waitpid(import, &status, WNOHANG) == 0);
	ck_assert_int_eq(status, 0);
	act("item 1000");
	till_view(counter_till(counter), &view);
	ck_assert_str_eq(view.basket->lines[0].is.name, "Tea number 0");
	ck_assert_int_eq(view.next_receipt, sales + 1);
	act("void");
	act("item 20999");
}
END_TEST

START_TEST(a_start_that_is_recorded_late_still_comes_first)
{
	const struct counter_options options = {
		.folder = shop, .clock = &test_clock, .pin_here = true, .late_start = true
	};
	struct ledger *ledger;
	struct entry entry;
	int64_t before;

	loop = loop_new();
	ck_assert_int_eq(counter_open(&counter, &options, loop, &err), RC_OK);
	ledger = till_ledger(counter_till(counter));
	before = ledger_last_seq(ledger);
	act("sign-on 1 " PIN);
	ck_assert_int_eq(ledger_last_seq(ledger), before + 2);
	ck_assert_int_eq(journal_read(ledger, 1, before + 1, &entry, &err), RC_OK);
	ck_assert_int_eq(entry.kind, ENTRY_START);
	ck_assert_int_eq(entry.staff, 0);
	entry_done(&entry);
	ck_assert_int_eq(till_begin(counter_till(counter), &err), RC_OK);
	ck_assert_int_eq(ledger_last_seq(ledger), before + 2);
}
END_TEST

START_TEST(a_head_file_that_is_gone_is_told_the_manager)
{
	char path[PATH_MAX];

	begin_day();
	sell();
	ck_assert_str_eq(counter_trouble(counter), "");
	close_counter();
	ck_assert(!paths_join(path, shop, "head", &err));
	ck_assert_int_eq(unlink(path), 0);
	open_counter();
	ck_assert_ptr_nonnull(strstr(counter_trouble(counter), "the file head was missing"));
	close_counter();
	open_counter();
	ck_assert_str_eq(counter_trouble(counter), "");
}
END_TEST

START_TEST(idle_moments_come_to_an_end)
{
	int turns = 0;

	begin_day();
	sell();
	while (!name_index_ready(till_names(counter_till(counter))) && turns++ < 10000)
		loop_turn(loop, -1);
	for (turns = 0; turns < 1000; turns++)
		loop_turn(loop, 0);
	ck_assert(name_index_ready(till_names(counter_till(counter))));
	ck_assert_str_eq(counter_trouble(counter), "");
}
END_TEST

/* ---- PINs ---- */

static enum outcome last_outcome;
static int answers;

static void
take_answer(void *context, enum outcome outcome, const struct answer *answer, const struct err *why)
{
	(void)context, (void)answer;
	last_outcome = outcome;
	err = *why;
	answers++;
}

START_TEST(a_pin_is_checked_by_a_helper_and_the_answer_comes_later)
{
	const struct counter_options options = { .folder = shop, .clock = &test_clock };
	const struct counter_events events = { .answered = take_answer };
	struct command command;

	loop = loop_new();
	ck_assert_int_eq(counter_open(&counter, &options, loop, &err), RC_OK);
	counter_listen(counter, &events);
	answers = 0;
	command_make(&command, CMD_SIGN_ON, "1", PIN, NULL);
	counter_do(counter, &command);
	ck_assert_int_eq(answers, 0);
	ck_assert(counter_busy(counter));
	counter_do(counter, &command);
	ck_assert_int_eq(answers, 1);
	ck_assert_int_eq(last_outcome, RC_BUSY);
	while (answers < 2)
		loop_turn(loop, -1);
	ck_assert_int_eq(last_outcome, RC_OK);
	ck_assert(!counter_busy(counter));
}
END_TEST

START_TEST(a_wrong_pin_is_refused_by_way_of_the_helper)
{
	const struct counter_options options = { .folder = shop, .clock = &test_clock };
	struct command command;
	struct answer answer = { 0 };

	loop = loop_new();
	ck_assert_int_eq(counter_open(&counter, &options, loop, &err), RC_OK);
	command_make(&command, CMD_SIGN_ON, "1", "135791", NULL);
	ck_assert_int_eq(counter_do_wait(counter, &command, &answer, &err), RC_REFUSED);
	answer_done(&answer);
}
END_TEST

START_TEST(a_second_till_is_refused_in_words)
{
	const struct counter_options options = { .folder = shop, .clock = &test_clock };
	struct counter *second;

	open_counter();
	ck_assert_int_eq(counter_open(&second, &options, loop, &err), RC_BUSY);
	ck_assert_str_ne(err.msg, "");
}
END_TEST

static int
help(const char *kind)
{
	helper_begin();
	if (strcmp(kind, "print") == 0)
		return printer_helper();
	if (strcmp(kind, "pin") == 0)
		return staff_pin_helper();
	return backup_helper();
}

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tests;

	lang_start();
	if (crypto_start(NULL))
		return EXIT_FAILURE;
	if (argc == 3 && strcmp(argv[1], "helper") == 0)
		return help(argv[2]);
	if (argc == 4 && strcmp(argv[1], "import") == 0)
		return import_here(argv[2], argv[3]);
	suite = suite_create("counter");
	tests = tcase_create("an open till");
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, make_shop, remove_shop);
	tcase_add_test(tests, a_receipt_is_printed_once);
	tcase_add_test(tests, a_receipt_waits_while_paper_is_out_and_then_comes_once);
	tcase_add_test(tests, a_till_killed_before_printing_prints_at_its_next_start);
	tcase_add_test(tests, a_till_killed_while_printing_asks);
	tcase_add_test(tests, a_receipt_that_may_be_out_is_sent_again_as_a_copy);
	tcase_add_test(tests, one_paper_nobody_knows_about_does_not_hold_up_the_next);
	tcase_add_test(tests, without_a_printer_the_paper_is_shown);
	tcase_add_test(tests, without_a_printer_a_sale_costs_no_sync_for_its_paper);
	tcase_add_test(tests, a_hundred_papers_wait_and_come_out_in_order);
	tcase_add_test(tests, what_is_no_entry_can_be_printed_too);
	tcase_add_test(tests, a_printer_that_does_not_exist_stops_nothing);
	tcase_add_test(tests, the_drawer_opens_after_a_cash_sale);
	tcase_add_test(tests, the_drawer_never_opens_in_training);
	tcase_add_test(tests, a_drawer_does_not_open_long_after_its_sale);
	tcase_add_test(tests, a_closed_day_is_backed_up_and_an_entry_says_so);
	tcase_add_test(tests, a_backup_that_fails_is_told);
	tcase_add_test(tests, an_import_waits_for_the_end_of_the_basket);
	tcase_add_test(tests, tills_keep_selling_while_many_items_come_in);
	tcase_add_test(tests, a_start_that_is_recorded_late_still_comes_first);
	tcase_add_test(tests, a_head_file_that_is_gone_is_told_the_manager);
	tcase_add_test(tests, idle_moments_come_to_an_end);
	tcase_add_test(tests, a_pin_is_checked_by_a_helper_and_the_answer_comes_later);
	tcase_add_test(tests, a_wrong_pin_is_refused_by_way_of_the_helper);
	tcase_add_test(tests, a_second_till_is_refused_in_words);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
