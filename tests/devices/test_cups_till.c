/*
 * The whole register in a terminal, as it is shipped, with a print server whose paper runs out,
 * that is frozen, killed, and comes back: the screen says so, nothing is lost, nothing doubled.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/devices/cupsd.h"
#include "tests/screens/harness.h"
#include "tests/screens/shop.h"
#include "tests/suite.h"

#define COPY_MARK "DUPLICATE"

static struct server server;
static struct harness *till;

static void
begin(void)
{
	memset(&server, 0, sizeof server);
	server_start(&server);
	server_queue(&server, "front", "thermal");
	server_queue(&server, "office", "raw");
	shop_copy();
	till = shop_open(NULL);
}

static void
end(void)
{
	harness_stop(&till);
	shop_remove();
	server_stop(&server);
}

/* A whole sale; the next one begins over its change. */
static void
sell(void)
{
	harness_type(till, "21<Enter>+<F9>");
	harness_until(till, "PAID");
}

/* What every receipt of the demo has once. */
#define RECEIPT "Goods back within"

START_TEST(a_receipt_comes_out_as_soon_as_it_is_paid)
{
	sell();
	server_wait_printed(&server, "front", RECEIPT, 1);
	sell();
	server_wait_printed(&server, "front", RECEIPT, 2);
	ck_assert_int_eq(server_printed(&server, "front", "\033p"), 2);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

START_TEST(the_paper_runs_out_and_everybody_sees_it)
{
	sell();
	server_wait_printed(&server, "front", RECEIPT, 1);
	server_printer_is(&server, "front", "media-empty-error");
	sell();
	harness_until(till, "printer: out of paper, 1 waits");
	sell(); /* nobody has to wait for the printer */
	harness_until(till, "printer: out of paper, 2 wait");
	harness_type(till, "/papers<Enter>");
	harness_until(till, "the printer is out of paper since");
	ck_assert(harness_shows(till, "waits its turn"));
	server_printer_is(&server, "front", "ok");
	harness_until(till, "Every paper is printed.");
	ck_assert_int_eq(server_printed(&server, "front", RECEIPT), 3);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

START_TEST(a_frozen_print_server_stops_no_sale)
{
	sell();
	server_wait_printed(&server, "front", RECEIPT, 1);
	server_freeze(&server);
	sell();
	sell();
	sell();
	harness_type(till, "/papers<Enter>");
	ck_assert(harness_shows(till, "is on its way"));
	server_thaw(&server);
	harness_until(till, "Every paper is printed.");
	ck_assert_int_eq(server_printed(&server, "front", RECEIPT), 4);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

/* The till knows that all is out. */
static void
wait_settled(void)
{
	harness_type(till, "/papers<Enter>");
	harness_until(till, "Every paper is printed.");
	harness_type(till, "<Esc>");
}

START_TEST(a_killed_print_server_is_told_and_comes_back)
{
	sell();
	wait_settled();
	server_kill(&server);
	sell();
	harness_until(till, "printer: away, 1 waits");
	server_again(&server);
	harness_type(till, "/papers<Enter><Enter>");
	harness_until(till, "try again now");
	harness_type(till, "1");
	harness_until(till, "Every paper is printed.");
	ck_assert_int_eq(server_printed(&server, "front", RECEIPT), 2);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

START_TEST(a_till_that_is_killed_while_paper_is_out_prints_it_once)
{
	server_printer_is(&server, "front", "media-empty-error");
	sell();
	harness_until(till, "printer: out of paper, 1 waits");
	harness_kill(till);
	harness_stop(&till);
	server_printer_is(&server, "front", "ok");
	till = shop_open(NULL);
	server_wait_printed(&server, "front", RECEIPT, 1);
	sell();
	harness_type(till, "/papers<Enter>");
	harness_until(till, "Every paper is printed.");
	ck_assert_int_eq(server_printed(&server, "front", RECEIPT), 2);
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 0);
}
END_TEST

START_TEST(half_a_receipt_is_asked_about_and_comes_again_as_a_copy)
{
	ck_assert_int_eq(system("lpadmin -p front -o printer-error-policy=abort-job 2>/dev/null"),
	                 0);
	server_printer_is(&server, "front", "half");
	sell();
	harness_until(till, "did 1 paper come out? /papers");
	server_printer_is(&server, "front", "ok");
	harness_type(till, "/papers<Enter><Enter>");
	harness_until(till, "Did this come out? receipt 1-");
	harness_type(till, "2");
	harness_until(till, "Every paper is printed.");
	ck_assert_int_eq(server_printed(&server, "front", COPY_MARK), 1);
}
END_TEST

START_TEST(a_paper_goes_to_another_printer)
{
	server_run(&server, "cupsdisable", NULL, "front");
	sell();
	harness_until(till, "printer: stopped, 1 waits");
	harness_type(till, "/papers<Enter><Enter>");
	harness_until(till, "print it elsewhere: printer of reports");
	harness_type(till, "2");
	harness_until(till, "Every paper is printed.");
	ck_assert_int_eq(server_printed(&server, "office", RECEIPT), 1);
	ck_assert_int_eq(server_printed(&server, "office", COPY_MARK), 0);
	server_run(&server, "cupsenable", NULL, "front");
	harness_type(till, "<Esc>");
	sell();
	server_wait_printed(&server, "front", RECEIPT, 1);
	ck_assert_int_eq(server_printed(&server, "front", RECEIPT), 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("cups_till");
	TCase *tests = tcase_create("till");
	int status;

	if (!server_possible()) {
		puts("no cupsd or lpadmin here: a till with a print server is not tested");
		return 77;
	}
	shop_as_shipped();
	shop_prepare();
	shop_set("receipt", "always");
	shop_set("printer", "cups:front");
	shop_set("printer-report", "cups:office");
	tcase_set_timeout(tests, 120);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_receipt_comes_out_as_soon_as_it_is_paid);
	tcase_add_test(tests, the_paper_runs_out_and_everybody_sees_it);
	tcase_add_test(tests, a_frozen_print_server_stops_no_sale);
	tcase_add_test(tests, a_killed_print_server_is_told_and_comes_back);
	tcase_add_test(tests, a_till_that_is_killed_while_paper_is_out_prints_it_once);
	tcase_add_test(tests, half_a_receipt_is_asked_about_and_comes_again_as_a_copy);
	tcase_add_test(tests, a_paper_goes_to_another_printer);
	suite_add_tcase(suite, tests);
	status = run_suite(suite);
	shop_forget();
	return status;
}
