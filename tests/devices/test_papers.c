/*
 * What a till does with its papers when there are several printers, when they fail, when a print
 * server has them, and when it is killed itself.
 *
 * This program is its own helper: started as "ringup helper print" it does what the shipped one
 * does.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/helper.h"
#include "base/lang.h"
#include "ledger/journal.h"
#include "shop/setup.h"
#include "shop/staff.h"
#include "devices/printer_send.h"
#include "counter/counter.h"
#include "tests/devices/cupsd.h"
#include "tests/folder.h"
#include "tests/suite.h"

#define PIN "246810"
#define COPY_MARK "DUPLICATE"

static char shop[PATH_MAX];
static struct loop *loop;
static struct counter *counter;
static struct err err;
static const char *boot = "first";

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
	entry.at = clock_system.now(NULL);
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
		.at = clock_system.now(NULL),
	};
	char recovery[512];

	folder_make();
	snprintf(shop, sizeof shop, "%s", in_folder("shop"));
	ck_assert_msg(!setup_make(shop, &setup, recovery, &err), "%s", err.msg);
	set("language", "en");
	printer_patience_ms = 8000;
	boot = "first";
	helper_set_program("/proc/self/exe");
}

static void
open_counter(void)
{
	const struct counter_options options = { .folder = shop, .pin_here = true, .boot = boot };

	loop = loop_new();
	ck_assert_msg(!counter_open(&counter, &options, loop, &err), "%s", err.msg);
}

/* As a kill would: whatever is on its way is dropped, helpers die. */
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

/* Without a turn of the loop: nothing of its paper is on its way yet. */
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
	counter_finish(counter);
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

static int
times(const char *name, const char *text)
{
	char *all, *at;
	size_t length;
	int count = 0;

	if (paths_read_file(in_folder(name), 1 << 20, &all, &length, NULL))
		return 0;
	for (at = all; (at = memmem(at, length - (size_t)(at - all), text, strlen(text))); at++)
		count++;
	free(all);
	return count;
}

/* A printer out of order, and where its paper is. */
static void
faults(const char *key, const char *name, const char *fault)
{
	char address[PATH_MAX + 8];

	file_in_folder(name, fault, strlen(fault));
	snprintf(address, sizeof address, "faults:%s", in_folder(name));
	set(key, address);
}

static void
mend(const char *name)
{
	file_in_folder(name, "ready", 5);
}

static struct outbox_row
only_row(void)
{
	struct outbox_row rows[4];
	size_t count = counter_papers_list(counter, rows, 4);

	ck_assert_msg(count == 1, "%zu rows, %s", count, counter_printer_status(counter));
	return rows[0];
}

/* Turns the loop until it is so. */
#define wait_until(condition)                                                                      \
	do {                                                                                       \
		int64_t due_ms = when_monotonic_ms() + WAIT_MS;                                    \
		while (!(condition)) {                                                             \
			ck_assert_msg(when_monotonic_ms() < due_ms, "never: " #condition " (%s)",  \
			              counter_printer_status(counter));                            \
			loop_turn(loop, 20);                                                       \
		}                                                                                  \
	} while (0)

/* ---- several printers ---- */

static void
close_day(void)
{
	act("count cash 103.50");
	act("close-shift 103.50");
	act("close-day");
	counter_finish(counter);
}

START_TEST(reports_come_out_of_their_own_printer)
{
	faults("printer", "front", "ready");
	faults("printer-report", "office", "ready");
	begin_day();
	sell();
	close_day();
	ck_assert_int_eq(times("front.paper", "1-000001"), 1);
	ck_assert_int_eq(times("front.paper", "Z REPORT"), 0);
	ck_assert_int_eq(times("office.paper", "1-000001"), 0);
	ck_assert_int_ge(times("office.paper", "Z REPORT"), 1);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

START_TEST(without_a_printer_of_their_own_they_come_after_the_receipts)
{
	faults("printer", "front", "ready");
	begin_day();
	sell();
	close_day();
	ck_assert_int_eq(times("front.paper", "1-000001"), 1);
	ck_assert_int_ge(times("front.paper", "Z REPORT"), 1);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

START_TEST(one_dead_printer_stops_nothing_else)
{
	faults("printer", "front", "stall");
	faults("printer-report", "office", "ready");
	begin_day();
	ring_up();
	act("cash 10.00"); /* whose helper hangs from here on */
	act("count cash 103.50");
	act("close-shift 103.50");
	act("close-day");
	wait_until(times("office.paper", "Z REPORT") >= 1);
	ck_assert_int_ge(counter_papers_waiting(counter), 1);
	ck_assert_int_eq(times("front.paper", "THANK YOU"), 0);
}
END_TEST

START_TEST(a_waiting_paper_is_moved_to_another_printer)
{
	faults("printer", "front", "paper-out");
	faults("printer-report", "office", "ready");
	begin_day();
	sell();
	ck_assert_int_eq(only_row().state, OUTBOX_FRESH);
	counter_paper_move(counter, only_row().id, PRINTER_REPORT);
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	ck_assert_int_eq(times("office.paper", "1-000001"), 1);
	ck_assert_int_eq(times("office.paper", COPY_MARK), 0);
	ck_assert_int_eq(times("front.paper", "1-000001"), 0);
}
END_TEST

START_TEST(what_may_be_out_already_is_moved_as_a_copy)
{
	faults("printer", "front", "drop");
	faults("printer-report", "office", "ready");
	begin_day();
	sell();
	ck_assert_int_eq(only_row().state, OUTBOX_UNSURE);
	ck_assert_int_eq(counter_papers_unsure(counter), 1);
	counter_paper_move(counter, only_row().id, PRINTER_REPORT);
	counter_finish(counter);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	ck_assert_int_eq(counter_papers_unsure(counter), 0);
	ck_assert_int_eq(times("office.paper", COPY_MARK), 1);
}
END_TEST

START_TEST(that_nobody_needs_a_receipt_is_an_entry)
{
	struct journal_query query = { .kind = ENTRY_PAPER, .series = SERIES_COUNT };
	struct journal_row row;
	struct entry entry;
	size_t count;

	faults("printer", "front", "paper-out");
	begin_day();
	sell();
	counter_paper_drop(counter, only_row().id);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
	mend("front");
	counter_printer_retry(counter);
	counter_finish(counter);
	ck_assert_int_eq(times("front.paper", "1-000001"), 0);
	ck_assert_int_eq(
	        journal_find(till_ledger(counter_till(counter)), &query, &row, 1, &count, &err),
	        RC_OK);
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(journal_read(till_ledger(counter_till(counter)), 1, row.seq, &entry, &err),
	                 RC_OK);
	ck_assert_int_eq(entry.is.paper.choice, PAPER_NONE);
	ck_assert_int_eq(entry.is.paper.sale.number, 1);
	entry_done(&entry);
}
END_TEST

/* ---- marks ---- */

START_TEST(a_printed_receipt_costs_no_sync_of_its_own)
{
	struct ledger_counters before, after;

	faults("printer", "front", "ready");
	begin_day();
	sell();
	before = ledger_counters(till_ledger(counter_till(counter)));
	sell();
	after = ledger_counters(till_ledger(counter_till(counter)));
	ck_assert_int_eq(times("front.paper", "1-000002"), 1);
	ck_assert_int_eq(after.commits - before.commits, 1);
	ck_assert_int_eq(after.head_syncs - before.head_syncs, 1);
	ck_assert_int_ge(after.lazy_commits - before.lazy_commits, 2);
}
END_TEST

START_TEST(after_a_power_cut_the_last_papers_are_asked_about)
{
	faults("printer", "front", "ready");
	begin_day();
	ring_up();
	act_at_once("cash 10.00");
	close_counter();
	boot = "second";
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(times("front.paper", "1-000001"), 0);
	ck_assert_int_eq(only_row().state, OUTBOX_UNSURE);
	ck_assert_int_eq(counter_papers_unsure(counter), 1);
	counter_paper_came_out(counter, only_row().id, false);
	counter_finish(counter);
	ck_assert_int_eq(times("front.paper", COPY_MARK), 1);
}
END_TEST

START_TEST(papers_that_waited_before_a_power_cut_come_out_by_themselves)
{
	faults("printer", "front", "paper-out");
	begin_day();
	sell();
	close_counter();
	boot = "second";
	mend("front");
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(times("front.paper", "1-000001"), 1);
	ck_assert_int_eq(times("front.paper", COPY_MARK), 0);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

START_TEST(a_slip_that_goes_again_is_a_copy_even_after_a_kill)
{
	faults("printer", "front", "drop");
	begin_day();
	act("paid-out 5.00 \"window cleaner\"");
	counter_finish(counter);
	ck_assert_int_eq(only_row().state, OUTBOX_UNSURE);
	mend("front");
	counter_paper_came_out(counter, only_row().id, false);
	close_counter(); /* before anything is sent */
	ck_assert_int_eq(times("front.paper", COPY_MARK), 0);
	open_counter();
	counter_finish(counter);
	ck_assert_int_eq(times("front.paper", COPY_MARK), 1);
	ck_assert_int_eq(counter_papers_waiting(counter), 0);
}
END_TEST

#ifdef HAVE_CUPS
/* ---- through a print server ---- */

static struct server server;

static void
start_server(void)
{
	make_shop();
	memset(&server, 0, sizeof server);
	server_start(&server);
	server_queue(&server, "front", "raw");
	set("printer", "cups:front");
}

static void
stop_server(void)
{
	remove_shop();
	server_stop(&server);
}

START_TEST(a_receipt_comes_out_of_a_queue_once)
{
	begin_day();
	sell();
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000001"), 1);
	ck_assert_int_eq(server_printed(&server, "front", "\033p"), 1);
	ck_assert_str_eq(counter_printer_status(counter), "");
}
END_TEST

START_TEST(paper_out_is_told_and_what_waits_comes_out_in_order)
{
	struct printer_view view;

	begin_day();
	server_printer_is(&server, "front", "media-empty-error");
	sell();
	wait_until(only_row().state == OUTBOX_TAKEN);
	ck_assert_str_eq(counter_printer_status(counter), "the printer is out of paper");
	ck_assert(counter_printer_trouble(counter, &view));
	ck_assert_int_eq(view.state, PRINTER_OUT_OF_PAPER);
	ck_assert_int_gt(view.since_ms, 0);
	sell();
	ck_assert_int_eq(counter_papers_waiting(counter), 2);
	server_printer_is(&server, "front", "ok");
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000001"), 1);
	ck_assert_int_eq(server_printed(&server, "front", "1-000002"), 1);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
	ck_assert_str_eq(counter_printer_status(counter), "");
}
END_TEST

START_TEST(a_till_killed_while_the_queue_has_it_asks_the_queue)
{
	begin_day();
	server_printer_is(&server, "front", "media-empty-error");
	sell();
	wait_until(only_row().state == OUTBOX_TAKEN);
	close_counter();
	server_printer_is(&server, "front", "ok");
	server_wait_printed(&server, "front", "1-000001", 1);
	open_counter();
	counter_finish(counter);
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(counter_papers_unsure(counter), 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000001"), 1);
}
END_TEST

START_TEST(a_till_killed_while_sending_asks_the_queue_too)
{
	begin_day();
	ring_up();
	act("cash 10.00"); /* the helper of the drawer, or of the paper, is on its way */
	close_counter();
	open_counter();
	wait_until(server_printed(&server, "front", "1-000001") > 0);
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000001"), 1);
}
END_TEST

START_TEST(a_frozen_server_holds_up_nobody_and_doubles_nothing)
{
	begin_day();
	sell();
	wait_until(counter_papers_waiting(counter) == 0);
	printer_patience_ms = 700;
	setenv("RINGUP_PATIENCE_MS", "700", 1);
	server_freeze(&server);
	sell();
	sell();
	wait_until(counter_printer_status(counter)[0]);
	ck_assert_int_eq(counter_papers_waiting(counter), 2);
	server_thaw(&server);
	counter_printer_retry(counter);
	wait_until(counter_papers_waiting(counter) == 0);
	unsetenv("RINGUP_PATIENCE_MS");
	ck_assert_int_eq(server_printed(&server, "front", "1-000002"), 1);
	ck_assert_int_eq(server_printed(&server, "front", "1-000003"), 1);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

START_TEST(a_killed_server_comes_back_and_nothing_is_lost)
{
	begin_day();
	sell();
	wait_until(counter_papers_waiting(counter) == 0);
	server_kill(&server);
	sell();
	wait_until(counter_printer_status(counter)[0]);
	ck_assert_str_eq(counter_printer_status(counter),
	                 "the print server does not answer: does it run?");
	server_again(&server);
	counter_printer_retry(counter);
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000002"), 1);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

START_TEST(a_paper_is_taken_back_from_its_queue_before_it_goes_elsewhere)
{
	server_queue(&server, "office", "raw");
	set("printer-report", "cups:office");
	begin_day();
	server_run(&server, "cupsdisable", NULL, "front");
	sell();
	wait_until(only_row().state == OUTBOX_TAKEN);
	ck_assert_str_eq(counter_printer_status(counter),
	                 "the printer's queue is stopped: somebody must start it");
	counter_paper_move(counter, only_row().id, PRINTER_REPORT);
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "office", "1-000001"), 1);
	ck_assert_int_eq(server_printed(&server, "office", COPY_MARK), 0);
	server_run(&server, "cupsenable", NULL, "front");
	sell();
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000001"), 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000002"), 1);
}
END_TEST

START_TEST(a_paper_that_is_dropped_is_taken_back_too)
{
	begin_day();
	server_run(&server, "cupsdisable", NULL, "front");
	sell();
	wait_until(only_row().state == OUTBOX_TAKEN);
	counter_paper_drop(counter, only_row().id);
	wait_until(counter_papers_waiting(counter) == 0);
	server_run(&server, "cupsenable", NULL, "front");
	sell();
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000001"), 0);
	ck_assert_int_eq(server_printed(&server, "front", "1-000002"), 1);
}
END_TEST

START_TEST(an_address_changed_meanwhile_prints_nothing_twice)
{
	server_queue(&server, "back", "raw");
	begin_day();
	server_printer_is(&server, "front", "media-empty-error");
	sell();
	wait_until(only_row().state == OUTBOX_TAKEN);
	close_counter();
	set("printer", "cups:back");
	server_printer_is(&server, "front", "ok");
	server_wait_printed(&server, "front", "1-000001", 1);
	open_counter();
	counter_finish(counter);
	wait_until(counter_papers_waiting(counter) == 0);
	ck_assert_int_eq(server_printed(&server, "back", "1-000001"), 0);
}
END_TEST

static void
add_queues(Suite *suite)
{
	TCase *tests = tcase_create("through a print server");

	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, start_server, stop_server);
	tcase_add_test(tests, a_receipt_comes_out_of_a_queue_once);
	tcase_add_test(tests, paper_out_is_told_and_what_waits_comes_out_in_order);
	tcase_add_test(tests, a_till_killed_while_the_queue_has_it_asks_the_queue);
	tcase_add_test(tests, a_till_killed_while_sending_asks_the_queue_too);
	tcase_add_test(tests, a_frozen_server_holds_up_nobody_and_doubles_nothing);
	tcase_add_test(tests, a_killed_server_comes_back_and_nothing_is_lost);
	tcase_add_test(tests, a_paper_is_taken_back_from_its_queue_before_it_goes_elsewhere);
	tcase_add_test(tests, a_paper_that_is_dropped_is_taken_back_too);
	tcase_add_test(tests, an_address_changed_meanwhile_prints_nothing_twice);
	suite_add_tcase(suite, tests);
}

#endif

static Suite *
plain_suite(void)
{
	Suite *suite = suite_create("papers");
	TCase *tests = tcase_create("printers of a till");

	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, make_shop, remove_shop);
	tcase_add_test(tests, reports_come_out_of_their_own_printer);
	tcase_add_test(tests, without_a_printer_of_their_own_they_come_after_the_receipts);
	tcase_add_test(tests, one_dead_printer_stops_nothing_else);
	tcase_add_test(tests, a_waiting_paper_is_moved_to_another_printer);
	tcase_add_test(tests, what_may_be_out_already_is_moved_as_a_copy);
	tcase_add_test(tests, that_nobody_needs_a_receipt_is_an_entry);
	tcase_add_test(tests, a_printed_receipt_costs_no_sync_of_its_own);
	tcase_add_test(tests, after_a_power_cut_the_last_papers_are_asked_about);
	tcase_add_test(tests, papers_that_waited_before_a_power_cut_come_out_by_themselves);
	tcase_add_test(tests, a_slip_that_goes_again_is_a_copy_even_after_a_kill);
	suite_add_tcase(suite, tests);
	return suite;
}

static int
help(const char *kind)
{
	const char *patience = getenv("RINGUP_PATIENCE_MS");

	helper_begin();
	if (patience)
		printer_patience_ms = atoi(patience);
	return strcmp(kind, "print") == 0 ? printer_helper() : staff_pin_helper();
}

int
main(int argc, char **argv)
{
	Suite *suite;

	lang_start();
	if (crypto_start(NULL))
		return EXIT_FAILURE;
	if (argc == 3 && strcmp(argv[1], "helper") == 0)
		return help(argv[2]);
	suite = plain_suite();
#ifdef HAVE_CUPS
	if (server_possible())
		add_queues(suite);
	else
#endif
		puts("no cupsd or lpadmin here: papers through a print server are not tested");
	return run_suite(suite);
}
