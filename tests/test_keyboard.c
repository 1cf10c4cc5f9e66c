/*
 * What scanners type, out of the reports of keyboards.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "devices/keyboard.h"
#include "tests/suite.h"

enum { SHIFT = 0x02, ALT = 0x04, ALTGR = 0x40, CTRL = 0x01, ENTER = 0x28, TAB = 0x2b };

static struct keyboard keyboard;
static int64_t now_ms;

static void
begin(const char *layout)
{
	ck_assert_ptr_nonnull(keyboard_layout(layout));
	keyboard_init(&keyboard, keyboard_layout(layout));
	now_ms = 1000;
}

static bool
report(uint8_t modifiers, uint8_t key)
{
	const uint8_t bytes[8] = { modifiers, 0, key };

	return keyboard_feed(&keyboard, bytes, sizeof bytes, now_ms++);
}

/* Down and up. */
static bool
press(uint8_t modifiers, uint8_t key)
{
	bool is_whole = report(modifiers, key);

	if (report(0, 0))
		ck_abort_msg("a key that comes up ends no code");
	return is_whole;
}

static void
expect(const char *text, size_t length)
{
	ck_assert(report(0, ENTER));
	ck_assert_uint_eq(keyboard.length, length);
	ck_assert_mem_eq(keyboard.text, text, length);
	report(0, 0);
}

#define expect_text(text) expect(text, strlen(text))

START_TEST(digits_and_letters_up_to_enter)
{
	begin("us");
	press(0, 0x1e), press(0, 0x27), press(0, 0x04), press(SHIFT, 0x04), press(0, 0x2d);
	expect_text("10aA-");
	press(0, 0x21);
	ck_assert(press(0, TAB));
	ck_assert_str_eq(keyboard.text, "4");
	ck_assert(!press(0, ENTER));
}
END_TEST

START_TEST(a_key_held_over_several_reports_counts_once)
{
	const uint8_t both[8] = { 0, 0, 0x1e, 0x1f }, second[8] = { 0, 0, 0x1f, 0x1e };

	begin("us");
	report(0, 0x1e);
	report(0, 0x1e);
	keyboard_feed(&keyboard, both, 8, now_ms++);
	keyboard_feed(&keyboard, second, 8, now_ms++);
	expect_text("12");
}
END_TEST

START_TEST(two_equal_digits_without_a_pause_between_reports_are_two)
{
	begin("us");
	press(0, 0x1e), press(0, 0x1e), press(0, 0x1e);
	expect_text("111");
}
END_TEST

START_TEST(each_layout_reads_what_its_country_types)
{
	static const struct {
		const char *layout;
		uint8_t modifiers, key;
		const char *character;
	} keys[] = {
		{ "us", SHIFT, 0x1f, "@" }, { "uk", SHIFT, 0x1f, "\"" }, { "uk", SHIFT, 0x34, "@" },
		{ "uk", SHIFT, 0x20, "£" }, { "uk", 0, 0x32, "#" },      { "de", 0, 0x1c, "z" },
		{ "de", 0, 0x1d, "y" },     { "de", SHIFT, 0x1d, "Y" },  { "de", 0, 0x38, "-" },
		{ "de", ALTGR, 0x14, "@" }, { "de", ALTGR, 0x24, "{" },  { "de", SHIFT, 0x24, "/" },
		{ "de", 0, 0x2d, "ß" },     { "fr", SHIFT, 0x1e, "1" },  { "fr", 0, 0x1e, "&" },
		{ "fr", 0, 0x1f, "é" },     { "fr", 0, 0x14, "a" },      { "fr", SHIFT, 0x1a, "Z" },
		{ "fr", 0, 0x33, "m" },     { "fr", 0, 0x23, "-" },      { "fr", ALTGR, 0x27, "@" },
		{ "es", 0, 0x33, "ñ" },     { "es", SHIFT, 0x24, "/" },  { "es", ALTGR, 0x1f, "@" },
		{ "es", 0, 0x38, "-" },     { "us", 0, 0x59, "1" },      { "de", 0, 0x62, "0" },
		{ "fr", 0, 0x57, "+" },
	};

	for (size_t index = 0; index < sizeof keys / sizeof *keys; index++) {
		begin(keys[index].layout);
		press(keys[index].modifiers, keys[index].key);
		expect_text(keys[index].character);
	}
	ck_assert_ptr_null(keyboard_layout("dvorak"));
}
END_TEST

START_TEST(an_accent_that_stands_alone_swallows_its_space)
{
	begin("de");
	press(0, 0x35), press(0, 0x2c), press(0, 0x2c), press(0, 0x1e);
	expect_text("^ 1");
	press(SHIFT, 0x2e), press(0, 0x04);
	expect_text("`a");
}
END_TEST

START_TEST(alt_and_digits_of_the_keypad_are_a_character)
{
	static const uint8_t digits[] = { 0x62, 0x62, 0x5a, 0x61 }; /* 0029: GS */

	begin("fr");
	report(ALT, 0);
	for (size_t index = 0; index < sizeof digits; index++) {
		report(ALT, digits[index]);
		report(ALT, 0);
	}
	report(0, 0);
	for (size_t index = 0; index < 2; index++) { /* 065 and 0233 */
		report(ALT, 0x62);
		report(ALT, 0);
		report(ALT, index ? 0x5a : 0x5e);
		report(ALT, 0);
		report(ALT, index ? 0x5b : 0x5d);
		report(ALT, 0);
		if (index)
			report(ALT, 0), report(ALT, 0x59 + 4), report(ALT, 0);
		report(0, 0);
	}
	expect_text("\x1d"
	            "A\xc3\xab"); /* 235 is e with two dots */
}
END_TEST

START_TEST(ctrl_and_a_letter_are_a_control_character)
{
	begin("us");
	press(0, 0x1e), press(CTRL, 0x30), press(CTRL, 0x04), press(0, 0x1f);
	expect("1\x1d\x01"
	       "2",
	       4);
}
END_TEST

START_TEST(what_is_not_ended_is_dropped)
{
	begin("us");
	press(0, 0x1e);
	ck_assert_int_gt(keyboard_due_ms(&keyboard, now_ms), 0);
	ck_assert(!keyboard_drop(&keyboard, now_ms));
	now_ms += KEYBOARD_WAIT_MS + 1;
	ck_assert(keyboard_drop(&keyboard, now_ms));
	ck_assert(!keyboard_drop(&keyboard, now_ms));
	press(0, 0x1f);
	expect_text("2");
	ck_assert_int_eq(keyboard_due_ms(&keyboard, now_ms), -1);
}
END_TEST

START_TEST(short_reports_and_too_many_keys_are_nothing)
{
	const uint8_t rollover[8] = { 0, 0, 1, 1, 1, 1, 1, 1 };

	begin("us");
	ck_assert(!keyboard_feed(&keyboard, rollover, 7, now_ms));
	ck_assert(!keyboard_feed(&keyboard, rollover, 8, now_ms));
	ck_assert_uint_eq(keyboard.length, 0);
}
END_TEST

START_TEST(a_code_without_end_is_cut)
{
	begin("us");
	for (int count = 0; count < 2000; count++)
		press(0, 0x1e);
	ck_assert(report(0, ENTER));
	ck_assert_uint_eq(keyboard.length, SCAN_DATA_MAX - 1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("keyboard");
	TCase *tests = tcase_create("keyboard");

	tcase_add_test(tests, digits_and_letters_up_to_enter);
	tcase_add_test(tests, a_key_held_over_several_reports_counts_once);
	tcase_add_test(tests, two_equal_digits_without_a_pause_between_reports_are_two);
	tcase_add_test(tests, each_layout_reads_what_its_country_types);
	tcase_add_test(tests, an_accent_that_stands_alone_swallows_its_space);
	tcase_add_test(tests, alt_and_digits_of_the_keypad_are_a_character);
	tcase_add_test(tests, ctrl_and_a_letter_are_a_control_character);
	tcase_add_test(tests, what_is_not_ended_is_dropped);
	tcase_add_test(tests, short_reports_and_too_many_keys_are_nothing);
	tcase_add_test(tests, a_code_without_end_is_cut);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
