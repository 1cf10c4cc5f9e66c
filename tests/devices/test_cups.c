/*
 * Printing through a print server: a real one, of our own, with a printer that does as it is told.
 * The main tests run with a server that has root's rights and with one that has none.
 */
#include <config.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/when.h"
#include "devices/printer_cups.h"
#include "tests/devices/cupsd.h"
#include "tests/suite.h"

static struct server server;
static struct printout paper;
static struct err err;
static int as_nobody;

static void
begin(void)
{
	memset(&server, 0, sizeof server);
	server.as_nobody = as_nobody;
	server_start(&server);
	printer_patience_ms = 8000;
	printer_set_pdf(NULL);
	printout_init(&paper);
	printout_text(&paper, ALIGN_LEFT, 0, "receipt 1-000123");
	memset(&err, 0, sizeof err);
}

static void
end(void)
{
	printout_done(&paper);
	server_stop(&server);
}

/* The same with another kind of server. */
static void
begin_again(bool forgets, bool is_private)
{
	server_stop(&server);
	memset(&server, 0, sizeof server);
	server.as_nobody = as_nobody;
	server.forgets = forgets;
	server.is_private = is_private;
	server_start(&server);
}

static struct printer_job job;

static enum outcome
print_on(const char *address, const char *name)
{
	job = (struct printer_job){ .printout = &paper, .cols = 42, .name = name, .model = "" };
	return printer_send(address, &job, &err);
}

static enum outcome
ask(const char *address, const char *name, bool taken, bool cancel)
{
	job = (struct printer_job){ .name = name };
	return printer_ask(address, &job, taken, cancel, &err);
}

static void
ck_outcome(enum outcome is, enum outcome expected)
{
	ck_assert_msg(is == expected, "outcome %d, not %d: %s (%s)", (int)is, (int)expected,
	              err.msg, err.detail);
}

/* Asks until the answer is that one. */
static void
wait_told(const char *address, const char *name, enum outcome expected)
{
	int64_t due_ms = when_monotonic_ms() + WAIT_MS;
	enum outcome outcome;

	while ((outcome = ask(address, name, true, false)) != expected) {
		ck_assert_msg(when_monotonic_ms() < due_ms, "still %d: %s", (int)outcome, err.msg);
		poll(NULL, 0, 10);
	}
}

/* ---- what a queue takes ---- */

START_TEST(a_queue_without_a_driver_gets_escpos)
{
	server_queue(&server, "q", "raw");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 1);
	ck_assert_int_eq(server_printed(&server, "q", "receipt 1-000123"), 1);
}
END_TEST

START_TEST(a_driver_that_takes_raw_bytes_alone_gets_escpos)
{
	server_queue(&server, "q", "thermal");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 1);
}
END_TEST

static enum outcome
draw(const struct printout *printout, int cols, struct buf *out, struct err *why)
{
	(void)printout, (void)cols, (void)why;
	buf_add(out, "%PDF-1.4 receipt 1-000123");
	return RC_OK;
}

START_TEST(a_driver_for_pages_gets_text_or_pages)
{
	server_queue(&server, "q", "pages");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 0);
	ck_assert_int_eq(server_printed(&server, "q", "receipt 1-000123\n"), 1);
	printer_set_pdf(draw);
	ck_outcome(print_on("cups:q", "two"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "%PDF-1.4"), 1);
}
END_TEST

START_TEST(an_address_can_say_what_its_queue_gets)
{
	server_queue(&server, "q", "raw");
	ck_outcome(print_on("cups:q#text", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 0);
	ck_assert_int_eq(server_printed(&server, "q", "receipt 1-000123"), 1);
	ck_outcome(print_on("cups:q#woodcut", "two"), RC_REFUSED);
	ck_outcome(print_on("cups:q#pdf", "two"), RC_REFUSED);
	ck_assert_str_eq(err.msg, "this Ringup was built without PDF");
	ck_outcome(print_on("cups:", "two"), RC_REFUSED);
	ck_outcome(print_on("cups:a/b", "two"), RC_REFUSED);
	ck_assert_str_eq(err.msg, "a print queue is written cups:QUEUE");
}
END_TEST

START_TEST(a_queue_that_is_not_there_is_told)
{
	ck_outcome(print_on("cups:nowhere", "one"), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the print server has no queue \"nowhere\"");
}
END_TEST

static char listed[400];

static void
note_queue(void *context, const char *address, enum printer_state state, const char *about)
{
	(void)context;
	snprintf(listed + strlen(listed), sizeof listed - strlen(listed), "%s %d %s\n", address,
	         (int)state, about);
}

START_TEST(queues_are_listed_with_how_they_are)
{
	server_queue(&server, "bar", "thermal");
	server_queue(&server, "office", "raw");
	server_run(&server, "cupsdisable", NULL, "office");
	listed[0] = '\0';
	printer_queues(note_queue, NULL);
	ck_assert_ptr_nonnull(strstr(listed, "cups:bar 0 Test\n"));
	ck_assert_ptr_nonnull(strstr(listed, "cups:office 5 Local Raw Printer\n"));
}
END_TEST

/* ---- printers in trouble ---- */

static const struct {
	const char *word;
	enum printer_state state;
} troubles[] = {
	{ "media-empty-error", PRINTER_OUT_OF_PAPER },
	{ "media-empty-warning", PRINTER_OUT_OF_PAPER },
	{ "media-needed-error", PRINTER_OUT_OF_PAPER },
	{ "input-tray-missing", PRINTER_OUT_OF_PAPER },
	{ "media-jam-error", PRINTER_JAMMED },
	{ "cover-open-error", PRINTER_COVER_OPEN },
	{ "door-open-report", PRINTER_COVER_OPEN },
	{ "interlock-open-error", PRINTER_COVER_OPEN },
	{ "offline-report", PRINTER_OFFLINE },
	{ "shutdown", PRINTER_OFFLINE },
	{ "timed-out-error", PRINTER_OFFLINE },
	{ "connecting-to-device", PRINTER_OFFLINE },
	{ "output-area-full-error", PRINTER_TROUBLE },
	{ "toner-empty-error", PRINTER_TROUBLE },
	{ "marker-supply-empty-error", PRINTER_TROUBLE },
	{ "spool-area-full-report", PRINTER_TROUBLE },
	{ "say The printer may not exist or is unavailable at this time.", PRINTER_OFFLINE },
};
#define TROUBLES (sizeof troubles / sizeof *troubles)

START_TEST(each_trouble_is_told_and_then_the_paper_comes_out_once)
{
	const char *sentence = printer_state_sentence(troubles[_i].state);

	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", troubles[_i].word);
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_assert_int_eq(job.state, troubles[_i].state);
	ck_assert_str_eq(err.msg, sentence);
	ck_outcome(ask("cups:q", "one", true, false), RC_BUSY);
	ck_assert_int_eq(job.state, troubles[_i].state);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 0);
	server_printer_is(&server, "q", "ok");
	wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

START_TEST(a_stopped_queue_keeps_the_paper_until_it_is_started)
{
	server_queue(&server, "q", "raw");
	server_run(&server, "cupsdisable", NULL, "q");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_assert_int_eq(job.state, PRINTER_STOPPED);
	ck_assert_str_eq(err.msg, "the printer's queue is stopped: somebody must start it");
	server_run(&server, "cupsenable", NULL, "q");
	wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

START_TEST(a_queue_that_rejects_gets_nothing)
{
	server_queue(&server, "q", "raw");
	server_run(&server, "cupsreject", NULL, "q");
	ck_outcome(print_on("cups:q", "one"), RC_OFFLINE);
	ck_assert_int_eq(job.state, PRINTER_STOPPED);
	server_run(&server, "cupsaccept", NULL, "q");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

START_TEST(a_printer_that_stops_its_queue_is_stopped)
{
	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", "stop");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_assert_int_eq(job.state, PRINTER_STOPPED);
	server_printer_is(&server, "q", "ok");
	server_run(&server, "cupsenable", NULL, "q");
	wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

START_TEST(what_the_server_tries_again_itself_is_left_to_it)
{
	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", "fail");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_assert_int_ge(server_tries(&server, "q"), 1);
	ck_outcome(ask("cups:q", "one", true, false), RC_BUSY);
	server_printer_is(&server, "q", "ok");
	wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

static void
give_up_at_once(void)
{
	char *const words[] = { "q", "printer-error-policy=abort-job" };
	char command[200];

	snprintf(command, sizeof command, "lpadmin -p %s -o %s 2>/dev/null", words[0], words[1]);
	ck_assert_int_eq(system(command), 0);
}

START_TEST(a_job_that_broke_off_in_the_middle_is_asked_about)
{
	server_queue(&server, "q", "raw");
	give_up_at_once();
	server_printer_is(&server, "q", "half");
	ck_outcome(print_on("cups:q", "one"), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the printer stopped in the middle");
	ck_outcome(ask("cups:q", "one", false, false), RC_SYSTEM);
}
END_TEST

START_TEST(a_drawer_that_cannot_open_now_does_not_open_later)
{
	struct printout pulse;

	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", "media-empty-error");
	printout_init(&pulse);
	printout_drawer(&pulse);
	job = (struct printer_job){ .printout = &pulse, .cols = 42, .name = "drawer", .model = "" };
	ck_outcome(printer_send("cups:q", &job, &err), RC_OFFLINE);
	server_printer_is(&server, "q", "ok");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033p"), 0);
	job = (struct printer_job){ .printout = &pulse, .cols = 42, .name = "drawer", .model = "" };
	ck_outcome(printer_send("cups:q", &job, &err), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033p"), 1);
	printout_done(&pulse);
}
END_TEST

/* ---- servers in trouble ---- */

START_TEST(a_server_that_does_not_run_is_away)
{
	server_queue(&server, "q", "raw");
	server_kill(&server);
	ck_outcome(print_on("cups:q", "one"), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the print server does not answer: does it run?");
	ck_outcome(ask("cups:q", "one", false, false), RC_OFFLINE);
	server_again(&server);
	ck_outcome(print_on("cups:q", "one"), RC_OK);
}
END_TEST

START_TEST(a_frozen_server_was_not_given_anything)
{
	server_queue(&server, "q", "raw");
	server_freeze(&server);
	printer_patience_ms = 600;
	ck_outcome(print_on("cups:q", "one"), RC_OFFLINE);
	server_thaw(&server);
	printer_patience_ms = 8000;
	ck_outcome(print_on("cups:q", "two"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

/* What happens right after the paper has left, before the server's answer. */
static void (*strike)(struct server *server);
static __typeof__(libcups.cupsWriteRequestData) write_data;

static http_status_t
write_and_strike(http_t *http, const char *bytes, size_t length)
{
	http_status_t status = write_data(http, bytes, length);

	strike(&server);
	return status;
}

/* A printer that had an earlier paper, and is sent one that gets no answer. */
static void
send_and_strike(void (*how)(struct server *server))
{
	server_queue(&server, "q", "raw");
	ck_outcome(print_on("cups:q#text", "earlier"), RC_OK);
	printer_patience_ms = 2500;
	strike = how;
	write_data = libcups.cupsWriteRequestData;
	libcups.cupsWriteRequestData = write_and_strike;
	ck_outcome(print_on("cups:q", "one"), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the print server did not answer in time");
	libcups.cupsWriteRequestData = write_data;
	printer_patience_ms = 8000;
}

START_TEST(a_job_that_is_done_after_we_gave_up_is_found_by_its_name)
{
	send_and_strike(server_freeze);
	printer_patience_ms = 600;
	ck_outcome(ask("cups:q", "one", false, false), RC_OFFLINE);
	printer_patience_ms = 8000;
	server_thaw(&server);
	wait_told("cups:q", "one", RC_OK);
	ck_outcome(ask("cups:q", "one", false, false), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 1);
}
END_TEST

START_TEST(right_after_the_thaw_it_is_found_too)
{
	send_and_strike(server_freeze);
	server_thaw(&server);
	ck_assert_int_ne(ask("cups:q", "one", false, false), RC_NOT_FOUND);
	wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 1);
}
END_TEST

START_TEST(what_a_killed_server_never_had_can_be_sent_again)
{
	send_and_strike(server_kill);
	ck_outcome(ask("cups:q", "one", false, false), RC_OFFLINE);
	server_again(&server);
	if (ask("cups:q", "one", false, false) == RC_NOT_FOUND)
		ck_outcome(print_on("cups:q", "one"), RC_OK);
	else
		wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "\033@"), 1);
}
END_TEST

START_TEST(a_server_that_lost_what_it_had_taken_makes_nobody_sure)
{
	server_queue(&server, "q", "raw");
	ck_outcome(print_on("cups:q", "earlier"), RC_OK);
	server_printer_is(&server, "q", "media-empty-error");
	server_kill(&server);
	server.is_lazy = true;
	server_again(&server);
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	server_kill(&server);
	server_again(&server);
	ck_outcome(ask("cups:q", "one", true, false), RC_SYSTEM);
}
END_TEST

START_TEST(a_job_outlives_its_server)
{
	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", "media-empty-error");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	server_kill(&server);
	ck_outcome(ask("cups:q", "one", true, false), RC_OFFLINE);
	server_printer_is(&server, "q", "ok");
	server_again(&server);
	wait_told("cups:q", "one", RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

START_TEST(a_server_that_forgets_cannot_tell)
{
	begin_again(true, false);
	server_queue(&server, "q", "raw");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_outcome(ask("cups:q", "one", true, false), RC_OK);
	ck_outcome(ask("cups:q", "one", false, false), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the print server does not know any more what came out");
}
END_TEST

START_TEST(a_server_that_tells_nobody_about_others_tells_us_about_ours)
{
	begin_again(false, true);
	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", "media-empty-error");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_outcome(ask("cups:q", "one", false, false), RC_BUSY);
	server_printer_is(&server, "q", "ok");
	wait_told("cups:q", "one", RC_OK);
}
END_TEST

/* ---- taking back ---- */

START_TEST(a_job_that_was_not_begun_is_taken_back_whole)
{
	server_queue(&server, "q", "raw");
	server_run(&server, "cupsdisable", NULL, "q");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_outcome(ask("cups:q", "one", true, true), RC_NOT_FOUND);
	server_run(&server, "cupsenable", NULL, "q");
	ck_outcome(print_on("cups:q", "two"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
	ck_outcome(ask("cups:q", "two", true, true), RC_OK);
}
END_TEST

START_TEST(of_a_job_that_was_begun_nobody_knows_how_much_came_out)
{
	server_queue(&server, "q", "raw");
	server_printer_is(&server, "q", "media-empty-error");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_outcome(ask("cups:q", "one", true, true), RC_SYSTEM);
	server_printer_is(&server, "q", "ok");
	ck_outcome(print_on("cups:q", "two"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
}
END_TEST

START_TEST(a_job_held_for_a_hand_is_taken_back)
{
	server_queue(&server, "q", "raw");
	server_run(&server, "cupsdisable", NULL, "q");
	ck_outcome(print_on("cups:q", "one"), RC_BUSY);
	ck_assert_int_eq(system("lp -i $(lpstat -o q | cut -d' ' -f1) -H hold >/dev/null 2>&1"), 0);
	ck_outcome(ask("cups:q", "one", true, false), RC_NOT_FOUND);
	server_run(&server, "cupsenable", NULL, "q");
	ck_outcome(print_on("cups:q", "one"), RC_OK);
	ck_assert_int_eq(server_printed(&server, "q", "receipt"), 1);
	ck_outcome(ask("cups:q", "one", false, false), RC_OK);
}
END_TEST

/* What a server without rights is tried with too. */
static void
add_main_tests(TCase *tests)
{
	tcase_add_checked_fixture(tests, begin, end);
	tcase_set_timeout(tests, 120);
	tcase_add_test(tests, a_queue_without_a_driver_gets_escpos);
	tcase_add_test(tests, a_stopped_queue_keeps_the_paper_until_it_is_started);
	tcase_add_test(tests, a_drawer_that_cannot_open_now_does_not_open_later);
	tcase_add_test(tests, a_job_that_is_done_after_we_gave_up_is_found_by_its_name);
	tcase_add_test(tests, a_job_outlives_its_server);
	tcase_add_test(tests, a_job_that_was_not_begun_is_taken_back_whole);
}

static void
add_other_tests(TCase *tests)
{
	tcase_add_test(tests, a_driver_that_takes_raw_bytes_alone_gets_escpos);
	tcase_add_test(tests, a_driver_for_pages_gets_text_or_pages);
	tcase_add_test(tests, an_address_can_say_what_its_queue_gets);
	tcase_add_test(tests, a_queue_that_is_not_there_is_told);
	tcase_add_test(tests, queues_are_listed_with_how_they_are);
	tcase_add_loop_test(tests, each_trouble_is_told_and_then_the_paper_comes_out_once, 0,
	                    TROUBLES);
	tcase_add_test(tests, a_queue_that_rejects_gets_nothing);
	tcase_add_test(tests, a_printer_that_stops_its_queue_is_stopped);
	tcase_add_test(tests, what_the_server_tries_again_itself_is_left_to_it);
	tcase_add_test(tests, a_job_that_broke_off_in_the_middle_is_asked_about);
	tcase_add_test(tests, a_server_that_does_not_run_is_away);
	tcase_add_test(tests, a_frozen_server_was_not_given_anything);
	tcase_add_test(tests, right_after_the_thaw_it_is_found_too);
	tcase_add_test(tests, what_a_killed_server_never_had_can_be_sent_again);
	tcase_add_test(tests, a_server_that_lost_what_it_had_taken_makes_nobody_sure);
	tcase_add_test(tests, a_server_that_forgets_cannot_tell);
	tcase_add_test(tests, a_server_that_tells_nobody_about_others_tells_us_about_ours);
	tcase_add_test(tests, of_a_job_that_was_begun_nobody_knows_how_much_came_out);
	tcase_add_test(tests, a_job_held_for_a_hand_is_taken_back);
}

static int
run_as(int nobody)
{
	Suite *suite = suite_create(nobody ? "cups, a server without rights" : "cups");
	TCase *tests = tcase_create("queues");

	as_nobody = nobody;
	add_main_tests(tests);
	if (!nobody)
		add_other_tests(tests);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}

int
main(void)
{
	int failed;

	if (!server_possible()) {
		puts("no cupsd or lpadmin here: printing through a print server is not tested");
		return 77;
	}
	failed = run_as(0);
	return getuid() == 0 && run_as(1) ? EXIT_FAILURE : failed;
}
