/*
 * The whole register in a terminal, as it is shipped, with USB scanners that come and go.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/devices/emulator.h"
#include "tests/screens/harness.h"
#include "tests/screens/shop.h"
#include "tests/suite.h"

static const struct emulated left = { EMULATED_HONEYWELL, 0x0c2e, 0x0b61,
	                              "Voyager 1450g",    "S1",   .is_deaf = false };
static const struct emulated right = { EMULATED_NEWLAND, 0x1eab, 0x0006,
	                               "FM430",          "S2",   .is_deaf = false };
static const struct emulated typing = { EMULATED_KEYBOARD, 0x05e0, 0x1200,
	                                "DS2208",          "K1",   .is_deaf = false };

/* Of the demo shop. */
#define FLOUR "9521000000100"     /* 1.19 */
#define SUGAR "9521274000103"     /* 0.99 */
#define SPAGHETTI "9521548000105" /* 1.79 */

static struct emulator *emulator;
static struct emulator_device *device, *other;
static struct harness *till;

static void
begin(void)
{
	emulator = emulator_start();
	shop_copy();
}

static void
end(void)
{
	harness_stop(&till);
	shop_remove();
	emulator_stop(&emulator);
	device = other = NULL;
}

static void
open_till(void)
{
	till = shop_open(NULL);
}

/* Waits for what it makes of the screen: keys and scans that were handled are not told apart. */
static void
scan(struct emulator_device *with, const char *code, const char *shown)
{
	emulator_scan_text(with, code);
	harness_until(till, shown);
}

START_TEST(a_basket_is_rung_up_by_two_scanners_alone)
{
	device = emulator_plug(emulator, &left);
	other = emulator_plug(emulator, &right);
	open_till();
	emulator_await_reader(device);
	emulator_await_reader(other);
	scan(device, FLOUR, "Wheat flour");
	scan(other, SUGAR, "Sugar");
	scan(device, SPAGHETTI, "3.97");
	harness_until(till, "Spaghetti");
}
END_TEST

START_TEST(unplugged_in_the_middle_of_a_sale_it_is_told_and_found_again)
{
	char half[100];

	memset(half, '7', sizeof half);
	device = emulator_plug(emulator, &left);
	open_till();
	emulator_await_reader(device);
	scan(device, FLOUR, "Wheat flour");
	emulator_scan(device, "]Q1", half, sizeof half, 1);
	emulator_unplug(&device);
	harness_until(till, "the scanner is unplugged");
	harness_type(till, SUGAR "<Enter>");
	harness_until(till, "Sugar");
	device = emulator_plug(emulator, &left);
	emulator_await_reader(device);
	scan(device, SPAGHETTI, "3.97");
	ck_assert(!harness_shows(till, "unplugged"));
	ck_assert(!harness_shows(till, "7777"));
}
END_TEST

START_TEST(a_burst_is_rung_up_whole)
{
	enum { SCANS = 60 };

	device = emulator_plug(emulator, &left);
	other = emulator_plug(emulator, &right);
	open_till();
	emulator_await_reader(device);
	emulator_await_reader(other);
	for (int count = 0; count < SCANS / 2; count++) {
		emulator_scan_text(device, FLOUR);
		emulator_scan_text(other, FLOUR);
	}
	harness_until(till, "71.40"); /* 60 of them */
}
END_TEST

START_TEST(a_scan_that_makes_no_sense_is_refused_with_a_sentence)
{
	device = emulator_plug(emulator, &left);
	open_till();
	emulator_await_reader(device);
	scan(device, FLOUR, "1.19");
	harness_type(till, "<F10>");
	harness_until(till, "Menu");
	scan(device, SUGAR, "that scan was not taken");
	harness_type(till, "<Esc>");
	harness_until(till, "scan, or number and Enter");
	scan(device, SPAGHETTI, "2.98"); /* and the one before is not there */
	ck_assert(!harness_shows(till, "Sugar"));
}
END_TEST

START_TEST(a_scanner_that_types_leaks_nothing_into_the_terminal)
{
	device = emulator_plug(emulator, &typing);
	open_till();
	emulator_await_reader(device);
	ck_assert(!emulator_facts(device).has_driver);
	scan(device, FLOUR, "1.19");
	scan(device, SUGAR, "2.18");
}
END_TEST

/* Moves down to the row that says so; the cursor stands in the marked one. */
static void
mark(const char *text)
{
	char row[HARNESS_TEXT_MAX];
	int at, col;

	for (int steps = 0; steps < 40; steps++) {
		harness_cursor(till, &at, &col);
		if (strstr(harness_row(till, at, row, sizeof row), text))
			return;
		harness_type(till, "<Down>");
	}
	ck_abort_msg("there is no row \"%s\"", text);
}

START_TEST(a_scanner_that_types_is_added_by_a_scan)
{
	const struct emulated other_one = { EMULATED_KEYBOARD, 0x1eab, 0x1303, "HR22", "N7",
		                            .is_deaf = false };
	char keys[40];

	device = emulator_plug(emulator, &other_one);
	open_till();
	harness_type(till, "/sign-off<Enter>1<Enter>111111<Enter>");
	harness_until(till, "READY");
	harness_type(till, "<F10>");
	harness_pick(till, "Manager", keys);
	mark("Devices");
	harness_type(till, "<Enter>");
	harness_until(till, "add a scanner");
	harness_type(till, "<End>");
	mark("add a scanner");
	harness_press(till, "<Enter>");
	emulator_await_reader(device);
	emulator_scan_text(device, FLOUR);
	harness_until(till, "It is one of the shop's scanners now");
	harness_until(till, "HR22"); /* its own worker has it now */
	emulator_await_reader(device);
	harness_type(till, "<Esc><Esc>");
	harness_until(till, "Ready for the next customer");
	scan(device, SUGAR, "Sugar");
	ck_assert(!harness_shows(till, "Wheat flour"));
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("usb_till");
	TCase *tests = tcase_create("till");
	int status;

	(void)argc;
	emulator_enter(argv);
	shop_as_shipped();
	shop_prepare();
	shop_set("scanners", "hidpos:\nhidkbd:05e0:1200");
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_basket_is_rung_up_by_two_scanners_alone);
	tcase_add_test(tests, unplugged_in_the_middle_of_a_sale_it_is_told_and_found_again);
	tcase_add_test(tests, a_burst_is_rung_up_whole);
	tcase_add_test(tests, a_scan_that_makes_no_sense_is_refused_with_a_sentence);
	tcase_add_test(tests, a_scanner_that_types_leaks_nothing_into_the_terminal);
	tcase_add_test(tests, a_scanner_that_types_is_added_by_a_scan);
	suite_add_tcase(suite, tests);
	status = run_suite(suite);
	shop_forget();
	return status;
}
