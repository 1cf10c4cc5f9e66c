/*
 * USB scanners that come, go and misbehave, read by `ringup devices test`.
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/devices/emulator.h"
#include "tests/devices/listener.h"
#include "tests/suite.h"

static const struct emulated voyager = { EMULATED_HONEYWELL, 0x0c2e, 0x0b61,
	                                 "Voyager 1450g",    "S1",   .is_deaf = false };
static const struct emulated second = { EMULATED_HONEYWELL, 0x0c2e, 0x0b61,
	                                "Voyager 1450g",    "S2",   .is_deaf = false };
static const struct emulated newland = { EMULATED_NEWLAND, 0x1eab, 0x0006, .product = "FM430" };
static const struct emulated keyboard = { EMULATED_KEYBOARD, 0x046d, 0xc31c, .product = "K120" };

#define VOYAGER_READY "0c2e:0b61:S1: Voyager 1450g: ready"
#define VOYAGER_GONE "0c2e:0b61:S1: Voyager 1450g: the scanner is unplugged"

static struct emulator *emulator;
static struct emulator_device *device, *other;
static struct listener *listener;

static void
begin(void)
{
	emulator = emulator_start();
}

static void
end(void)
{
	listener_stop(&listener);
	emulator_stop(&emulator);
	device = other = NULL;
}

/* One scanner, and it is read. */
static void
plug_and_listen(const struct emulated *model)
{
	device = emulator_plug(emulator, model);
	listener = listener_start("hidpos:");
	emulator_await_reader(device);
}

START_TEST(a_scanner_that_is_plugged_in_is_read)
{
	plug_and_listen(&voyager);
	listener_expect(listener, VOYAGER_READY);
	emulator_scan_text(device, "4006381333931");
	listener_expect_next(listener, "]E0 4006381333931");
}
END_TEST

START_TEST(a_scanner_that_is_plugged_in_later_is_read)
{
	listener = listener_start("hidpos:");
	listener_expect(listener, "the scanner is not plugged in");
	device = emulator_plug(emulator, &newland);
	listener_expect(listener, "1eab:0006: FM430: ready");
	emulator_scan_text(device, "96385074");
	listener_expect_next(listener, "96385074");
}
END_TEST

START_TEST(a_long_code_with_nul_and_gs_comes_whole)
{
	char code[130], line[600] = "]Q1 ";

	for (size_t index = 0; index < sizeof code; index++)
		code[index] = index == 3 ? 0 : index == 80 ? 0x1d : (char)('0' + index % 10);
	plug_and_listen(&voyager);
	emulator_scan(device, "]Q1", code, sizeof code, 0);
	for (size_t index = 0; index < sizeof code; index++) {
		char *end = line + strlen(line);

		if (code[index] < ' ')
			sprintf(end, "\\x%02X", code[index]);
		else
			sprintf(end, "%c", code[index]);
	}
	listener_expect(listener, line);
}
END_TEST

START_TEST(unplugged_in_the_middle_of_a_code_it_loses_that_code_only)
{
	char code[100];

	memset(code, '7', sizeof code);
	plug_and_listen(&voyager);
	emulator_scan(device, "]Q1", code, sizeof code, 1);
	emulator_await_taken(device);
	emulator_unplug(&device);
	listener_expect(listener, VOYAGER_GONE);
	device = emulator_plug(emulator, &voyager);
	listener_expect(listener, VOYAGER_READY);
	emulator_scan_text(device, "4006381333931");
	listener_expect_next(listener, "]E0 4006381333931");
}
END_TEST

START_TEST(half_a_code_is_told_and_the_next_one_is_whole)
{
	char code[100];

	memset(code, '7', sizeof code);
	plug_and_listen(&voyager);
	emulator_scan(device, "]Q1", code, sizeof code, 1);
	listener_expect(listener, "0c2e:0b61:S1: Voyager 1450g: only a part of a code came");
	emulator_scan_text(device, "96385074");
	listener_expect(listener, VOYAGER_READY);
	listener_expect(listener, "]E0 96385074");
}
END_TEST

START_TEST(two_scanners_and_bursts_lose_nothing_and_keep_their_order)
{
	enum { CODES = 150 };
	int next[2] = { 0, 0 };

	plug_and_listen(&voyager);
	other = emulator_plug(emulator, &second);
	emulator_await_reader(other);
	listener_expect(listener, "0c2e:0b61:S2: Voyager 1450g: ready");
	for (int index = 0; index < CODES; index++) {
		char code[20];

		sprintf(code, "1%07d", index);
		emulator_scan_text(device, code);
		sprintf(code, "2%07d", index);
		emulator_scan_text(other, code);
	}
	while (next[0] + next[1] < 2 * CODES) {
		char line[100];
		int which, number;

		listener_line(listener, line, sizeof line);
		if (sscanf(line, "]E0 %1d%7d", &which, &number) != 2)
			continue;
		ck_assert_int_eq(number, next[which - 1]++);
	}
}
END_TEST

START_TEST(malformed_reports_are_told_and_harm_nothing)
{
	const uint8_t too_much[64] = { 2, 200, ']', 'E', '0', '1' };
	const uint8_t short_one[3] = { 2, 13, ']' };
	const uint8_t foreign[64] = { 7, 1, 2, 3 };

	plug_and_listen(&voyager);
	emulator_report(device, foreign, sizeof foreign);
	emulator_report(device, "", 0);
	emulator_report(device, too_much, sizeof too_much);
	emulator_report(device, short_one, sizeof short_one);
	listener_expect(listener, "0c2e:0b61:S1: Voyager 1450g: the scanner sent what is no code");
	emulator_scan_text(device, "4006381333931");
	listener_expect(listener, VOYAGER_READY);
	listener_expect(listener, "]E0 4006381333931");
}
END_TEST

START_TEST(a_stall_is_cleared)
{
	plug_and_listen(&voyager);
	emulator_fail(device, EPIPE);
	emulator_scan_text(device, "4006381333931");
	listener_expect(listener, "]E0 4006381333931");
	ck_assert_int_eq(emulator_facts(device).cleared, 1);
}
END_TEST

START_TEST(a_storm_of_errors_is_told_and_survived)
{
	plug_and_listen(&voyager);
	for (int count = 0; count < 7; count++)
		emulator_fail(device, EPROTO);
	listener_expect(listener, "0c2e:0b61:S1: Voyager 1450g: the connection to the scanner is "
	                          "disturbed");
	emulator_scan_text(device, "4006381333931");
	listener_expect(listener, VOYAGER_READY);
	listener_expect(listener, "]E0 4006381333931");
}
END_TEST

START_TEST(a_keyboard_is_left_alone)
{
	other = emulator_plug(emulator, &keyboard);
	plug_and_listen(&voyager);
	emulator_scan_text(device, "96385074");
	listener_expect(listener, "]E0 96385074");
	ck_assert(!emulator_facts(other).is_claimed && emulator_facts(other).has_driver);
	ck_assert_int_eq(emulator_facts(other).calls, 0);
}
END_TEST

START_TEST(one_that_no_driver_took_is_asked_what_it_is)
{
	const struct emulated unbound = { EMULATED_NEWLAND, 0x1eab, 0x0006, .is_unbound = true };

	plug_and_listen(&unbound);
	listener_expect(listener, "1eab:0006: Newland: ready");
	emulator_scan_text(device, "96385074");
	listener_expect_next(listener, "96385074");
}
END_TEST

START_TEST(it_is_given_back_at_the_end)
{
	plug_and_listen(&voyager);
	listener_expect(listener, VOYAGER_READY);
	ck_assert_int_eq(emulator_facts(device).detached, 1);
	listener_stop(&listener);
	emulator_await_given_back(device);
}
END_TEST

START_TEST(honeywell_is_woken_by_a_feature_report)
{
	plug_and_listen(&voyager);
	ck_assert_int_eq(emulator_facts(device).requests, 1);
	ck_assert_int_eq(emulator_facts(device).request_value, 0x0903fe);
	ck_assert_mem_eq(emulator_facts(device).request_bytes, "\xfe\x01", 2);
}
END_TEST

START_TEST(one_that_does_not_know_the_feature_report_is_read_all_the_same)
{
	struct emulated deaf = voyager;

	deaf.is_deaf = true;
	plug_and_listen(&deaf);
	emulator_scan_text(device, "96385074");
	listener_expect(listener, "]E0 96385074");
}
END_TEST

START_TEST(one_that_another_program_holds_is_read_once_it_is_free)
{
	struct emulated held = voyager;

	held.is_held = true;
	device = emulator_plug(emulator, &held);
	listener = listener_start("hidpos:");
	listener_expect(listener, "0c2e:0b61:S1: Voyager 1450g: another program holds the scanner");
	emulator_free_hold(device);
	listener_expect(listener, VOYAGER_READY);
	emulator_scan_text(device, "96385074");
	listener_expect_next(listener, "]E0 96385074");
}
END_TEST

START_TEST(what_may_not_be_opened_is_told_with_the_remedy)
{
	device = emulator_plug(emulator, &voyager);
	emulator_allow_others(emulator, false);
	listener = listener_start_as_nobody("hidpos:");
	listener_expect(listener, "0c2e:0b61:S1: Voyager 1450g: this user may not use the scanner");
	listener_expect_next(listener, "install 70-ringup.rules for udev, or join the group "
	                               "\"plugdev\"; then plug it in again");
	emulator_allow_others(emulator, true);
	listener_expect(listener, VOYAGER_READY);
}
END_TEST

START_TEST(without_a_device_manager_it_is_found_too)
{
	emulator_be_silent(emulator);
	listener = listener_start("hidpos:");
	listener_expect(listener, "the scanner is not plugged in");
	device = emulator_plug(emulator, &voyager);
	listener_expect(listener, VOYAGER_READY);
	emulator_scan_text(device, "96385074");
	listener_expect_next(listener, "]E0 96385074");
	emulator_unplug(&device);
	listener_expect(listener, VOYAGER_GONE);
	device = emulator_plug(emulator, &voyager);
	listener_expect(listener, VOYAGER_READY);
	emulator_scan_text(device, "4006381333931");
	listener_expect_next(listener, "]E0 4006381333931");
}
END_TEST

START_TEST(a_mode_of_the_makers_own_is_told_with_the_setup_code)
{
	const struct emulated snapi = { EMULATED_IBM, 0x05e0, 0x1900, .product = "DS2208" };

	device = emulator_plug(emulator, &snapi);
	listener = listener_start("hidpos:");
	listener_expect(listener, "05e0:1900: DS2208: the scanner is in a mode that only its "
	                          "maker's program reads (SNAPI)");
	ck_assert(emulator_facts(device).has_driver);
}
END_TEST

START_TEST(only_the_named_one_of_two_is_read)
{
	device = emulator_plug(emulator, &voyager);
	other = emulator_plug(emulator, &second);
	listener = listener_start("hidpos:0c2e:0b61:S2");
	emulator_await_reader(other);
	emulator_scan_text(other, "96385074");
	listener_expect(listener, "]E0 96385074");
	ck_assert_int_eq(emulator_facts(device).calls, 0);
}
END_TEST

/* ---- the other modes ---- */

START_TEST(a_scanner_that_types_is_taken_from_the_keyboard)
{
	const struct emulated typing = { EMULATED_KEYBOARD, 0x05e0, 0x1200,
		                         "DS2208",          "K1",   .is_deaf = false };

	other = emulator_plug(emulator, &keyboard);
	device = emulator_plug(emulator, &typing);
	listener = listener_start("hidkbd:05e0:1200:K1 us");
	emulator_await_reader(device);
	listener_expect(listener, "05e0:1200:K1: DS2208: ready");
	ck_assert(!emulator_facts(device).has_driver);
	ck_assert_int_eq(emulator_facts(other).calls, 0);
	emulator_scan_text(device, "4006381333931");
	listener_expect_next(listener, "4006381333931");
	emulator_scan_text(device, "ABC0009");
	listener_expect_next(listener, "ABC0009");
	listener_stop(&listener);
	emulator_await_given_back(device);
}
END_TEST

START_TEST(a_scanner_that_types_in_german_is_read_in_german)
{
	const struct emulated typing = { EMULATED_KEYBOARD, 0x05e0, 0x1200, .product = "DS2208" };

	device = emulator_plug(emulator, &typing);
	listener = listener_start("hidkbd:05e0:1200 de");
	emulator_await_reader(device);
	emulator_scan_text(device, "YZ1");
	listener_expect(listener, "ZY1");
}
END_TEST

START_TEST(a_scanner_that_ends_no_code_with_enter_is_told_so)
{
	const struct emulated typing = { EMULATED_KEYBOARD, 0x05e0, 0x1200, .product = "DS2208" };
	const uint8_t one[8] = { 0, 0, 0x1e }, up[8] = { 0 };

	device = emulator_plug(emulator, &typing);
	listener = listener_start("hidkbd:05e0:1200");
	emulator_await_reader(device);
	emulator_report(device, one, sizeof one);
	emulator_report(device, up, sizeof up);
	listener_expect(listener, "05e0:1200: DS2208: only a part of a code came");
	listener_expect_next(listener, "scan it again; the scanner must be set up to end each code "
	                               "with Enter");
}
END_TEST

START_TEST(ibms_mode_is_enabled_and_read)
{
	const struct emulated handheld = { EMULATED_IBM, 0x05f9, 0x2204, .product = "Gryphon" };

	device = emulator_plug(emulator, &handheld);
	listener = listener_start("ibm:");
	emulator_await_reader(device);
	listener_expect(listener, "05f9:2204: Gryphon: ready");
	ck_assert_int_eq(emulator_facts(device).request_value, 0x090200);
	ck_assert_int_eq(emulator_facts(device).request_bytes[0], 0x11);
	emulator_report(device, "\x04\x08\0\0", 4); /* a status alone */
	emulator_scan_text(device, "4006381333931");
	listener_expect_next(listener, "]E0 4006381333931");
}
END_TEST

/* ---- recording and enrolling ---- */

START_TEST(what_was_recorded_is_decoded_again)
{
	const char *const record[] = { "devices", "record", "--scanner", "hidpos:", NULL };
	char path[] = "/tmp/ringup-test-XXXXXX", line[2048];
	const char *const replay[] = { "devices", "replay", path, NULL };
	FILE *file = fdopen(mkstemp(path), "w");

	device = emulator_plug(emulator, &voyager);
	listener = listener_run(record);
	emulator_await_reader(device);
	emulator_scan_text(device, "4006381333931");
	do {
		listener_line(listener, line, sizeof line);
		fprintf(file, "%s\n", line);
	} while (strcmp(line, "]E04006381333931") != 0);
	fclose(file);
	listener_stop(&listener);
	listener = listener_run(replay);
	listener_expect_next(listener, "]E0 4006381333931");
	listener_expect_next(listener, "1 scan.");
	unlink(path);
}
END_TEST

START_TEST(a_scan_tells_which_keyboard_is_the_scanner)
{
	const struct emulated typing = { EMULATED_KEYBOARD, 0x05e0, 0x1200,
		                         "DS2208",          "K1",   .is_deaf = false };
	const char *const enrol[] = { "devices", "enrol", "--shop", "/nowhere", NULL };

	other = emulator_plug(emulator, &keyboard);
	device = emulator_plug(emulator, &typing);
	listener = listener_run(enrol);
	emulator_await_reader(device);
	emulator_await_reader(other);
	emulator_scan_text(other, "12"); /* somebody types */
	emulator_scan_text(device, "4006381333931");
	listener_expect(listener, "hidkbd:05e0:1200:K1 us");
	emulator_await_given_back(device);
	emulator_await_given_back(other);
}
END_TEST

START_TEST(a_french_scanner_is_known_by_its_digits)
{
	const struct emulated typing = { EMULATED_KEYBOARD, 0x05e0, 0x1200, .product = "DS2208" };
	const char *const enrol[] = { "devices", "enrol", "--shop", "/nowhere", NULL };
	const uint8_t up[8] = { 0 }, enter[8] = { 0, 0, 0x28 };

	device = emulator_plug(emulator, &typing);
	listener = listener_run(enrol);
	emulator_await_reader(device);
	for (uint8_t key = 0x1e; key <= 0x25; key++) {
		const uint8_t down[8] = { 0x02, 0, key };

		emulator_report(device, down, sizeof down);
		emulator_report(device, up, sizeof up);
	}
	emulator_report(device, enter, sizeof enter);
	listener_expect(listener, "hidkbd:05e0:1200 fr");
}
END_TEST

int
main(int argc, char **argv)
{
	Suite *suite = suite_create("usb_scanners");
	TCase *tests = tcase_create("hidpos");

	(void)argc;
	emulator_enter(argv);
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_scanner_that_is_plugged_in_is_read);
	tcase_add_test(tests, a_scanner_that_is_plugged_in_later_is_read);
	tcase_add_test(tests, a_long_code_with_nul_and_gs_comes_whole);
	tcase_add_test(tests, unplugged_in_the_middle_of_a_code_it_loses_that_code_only);
	tcase_add_test(tests, half_a_code_is_told_and_the_next_one_is_whole);
	tcase_add_test(tests, two_scanners_and_bursts_lose_nothing_and_keep_their_order);
	tcase_add_test(tests, malformed_reports_are_told_and_harm_nothing);
	tcase_add_test(tests, a_stall_is_cleared);
	tcase_add_test(tests, a_storm_of_errors_is_told_and_survived);
	tcase_add_test(tests, a_keyboard_is_left_alone);
	tcase_add_test(tests, one_that_no_driver_took_is_asked_what_it_is);
	tcase_add_test(tests, it_is_given_back_at_the_end);
	tcase_add_test(tests, honeywell_is_woken_by_a_feature_report);
	tcase_add_test(tests, one_that_does_not_know_the_feature_report_is_read_all_the_same);
	tcase_add_test(tests, one_that_another_program_holds_is_read_once_it_is_free);
	tcase_add_test(tests, what_may_not_be_opened_is_told_with_the_remedy);
	tcase_add_test(tests, without_a_device_manager_it_is_found_too);
	tcase_add_test(tests, a_mode_of_the_makers_own_is_told_with_the_setup_code);
	tcase_add_test(tests, only_the_named_one_of_two_is_read);
	suite_add_tcase(suite, tests);
	tests = tcase_create("other modes");
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, a_scanner_that_types_is_taken_from_the_keyboard);
	tcase_add_test(tests, a_scanner_that_types_in_german_is_read_in_german);
	tcase_add_test(tests, a_scanner_that_ends_no_code_with_enter_is_told_so);
	tcase_add_test(tests, ibms_mode_is_enabled_and_read);
	tcase_add_test(tests, what_was_recorded_is_decoded_again);
	tcase_add_test(tests, a_scan_tells_which_keyboard_is_the_scanner);
	tcase_add_test(tests, a_french_scanner_is_known_by_its_digits);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
