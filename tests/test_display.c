/*
 * What stands on a customer's display of two lines, and the bytes that put it there.
 */
#include <config.h>

#include <string.h>

#include "base/text.h"
#include "devices/display_show.h"
#include "tests/suite.h"

static char upper[DISPLAY_TEXT_MAX], lower[DISPLAY_TEXT_MAX];

static void
lines(enum display_moment moment, const char *text, const char *amount, const char *label,
      const char *sum)
{
	struct display_facts facts = { .moment = moment };

	strcpy(facts.text, text);
	strcpy(facts.amount, amount);
	strcpy(facts.label, label);
	strcpy(facts.sum, sum);
	display_lines(&facts, DISPLAY_COLS, upper, lower);
}

START_TEST(amounts_are_kept_whole_and_names_are_cut)
{
	lines(DISPLAY_ITEM, "Organic wholemeal bread", "3.49", "Total", "1,234.56");
	ck_assert_str_eq(upper, "Organic wholeme 3.49");
	ck_assert_str_eq(lower, "Total       1,234.56");
	lines(DISPLAY_ITEM, "Bread", "", "Total", "1,234,567,890,123.45");
	ck_assert_str_eq(upper, "Bread               ");
	ck_assert_str_eq(lower, "1,234,567,890,123.45");
}
END_TEST

START_TEST(a_wide_name_takes_its_columns)
{
	lines(DISPLAY_ITEM, "街角牛奶面包咖啡茶水果", "3.49", "", "");
	ck_assert_int_eq(text_cols(upper), DISPLAY_COLS);
	ck_assert_str_eq(upper + strlen(upper) - 5, " 3.49");
}
END_TEST

START_TEST(between_customers_the_text_stands_in_the_middle)
{
	lines(DISPLAY_IDLE, "Corner Shop", "", "", "");
	ck_assert_str_eq(upper, "    Corner Shop     ");
	ck_assert_str_eq(lower, "                    ");
}
END_TEST

START_TEST(what_is_shown_goes_through_a_message)
{
	const struct display_facts facts = { DISPLAY_CHANGE, "TRAINING", "Total",
		                             "5.00",         "Change",   "1.20" };
	struct display_facts back = { 0 };
	struct buf message = { 0 };

	display_put(&message, &facts);
	ck_assert(display_take(&back, message.text, message.length));
	ck_assert_mem_eq(&back, &facts, sizeof facts);
	for (size_t cut = 0; cut < message.length; cut++)
		ck_assert(!display_take(&back, message.text, cut));
	buf_done(&message);
}
END_TEST

static const struct display_kind *
kind_of(const char *address)
{
	const struct display_kind *kind;
	const char *where;

	ck_assert_int_eq(display_find(address, &kind, &where, NULL), RC_OK);
	ck_assert_str_eq(where, "/dev/ttyS1 9600");
	return kind;
}

START_TEST(cd5220_gets_whole_lines)
{
	struct buf out = { 0 };

	display_encode(kind_of("cd5220:/dev/ttyS1 9600"), false, "Caf\xc3\xa9            3.00",
	               "Total           3.00", &out);
	ck_assert_uint_eq(out.length, 2 * (3 + 20 + 1));
	ck_assert_mem_eq(out.text, "\x1bQACaf\x82            3.00\r", 24);
	ck_assert_mem_eq(out.text + 24, "\x1bQBTotal           3.00\r", 24);
	buf_done(&out);
}
END_TEST

START_TEST(epson_gets_its_euro_sign)
{
	struct buf out = { 0 };

	display_encode(kind_of("epson:/dev/ttyS1 9600"), true, "1 \xe2\x82\xac", "", &out);
	ck_assert_mem_eq(out.text,
	                 "\x1b@\x1bt\x13\x1f"
	                 "C\0\x1f$\x01\x01"
	                 "1 \xd5   ",
	                 18);
	ck_assert_uint_eq(out.length, 8 + 2 * (4 + 20));
	buf_done(&out);
}
END_TEST

START_TEST(no_name_commands_the_display)
{
	struct buf out = { 0 };

	display_encode(kind_of("epson:/dev/ttyS1 9600"), false, "a\x0c\x1b@\x1f\r\xc2\x9b!", "",
	               &out);
	for (size_t i = 4; i < 24; i++)
		ck_assert_int_ge((unsigned char)out.text[i], 0x20);
	buf_done(&out);
}
END_TEST

START_TEST(an_unknown_kind_is_refused)
{
	const struct display_kind *kind;
	const char *where;
	struct err err;

	ck_assert_int_eq(display_find("neon:1", &kind, &where, &err), RC_REFUSED);
	ck_assert_str_eq(err.hint, "\"ringup devices list\" names them");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("display");
	TCase *tests = tcase_create("display");

	tcase_add_test(tests, amounts_are_kept_whole_and_names_are_cut);
	tcase_add_test(tests, a_wide_name_takes_its_columns);
	tcase_add_test(tests, between_customers_the_text_stands_in_the_middle);
	tcase_add_test(tests, what_is_shown_goes_through_a_message);
	tcase_add_test(tests, cd5220_gets_whole_lines);
	tcase_add_test(tests, epson_gets_its_euro_sign);
	tcase_add_test(tests, no_name_commands_the_display);
	tcase_add_test(tests, an_unknown_kind_is_refused);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
