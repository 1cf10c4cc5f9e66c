#include <config.h>

#include "base/text.h"

#include <string.h>

#include "tests/suite.h"

#define E_ACUTE "\xC3\xA9" /* é */
#define ACUTE "\xCC\x81"   /* a combining mark */
#define GRAVE "\xCC\x80"
#define APPLE "\xE8\x8B\xB9\xE6\x9E\x9C" /* 苹果: two characters of two columns */
#define RTL_OVERRIDE "\xE2\x80\xAE"
#define BOM "\xEF\xBB\xBF"

static const struct {
	const char *text;
	int cols;
} widths[] = {
	{ "", 0 },           { "abc", 3 },   { "caf" E_ACUTE, 4 },
	{ "cafe" ACUTE, 4 }, { APPLE, 4 },   { "1" APPLE "2", 6 },
	{ "\xFF\xFE", 2 },   { "a\xC3", 2 }, { "\xE2\x82\xAC", 1 }, /* € */
};

START_TEST(columns_are_what_the_screen_shows)
{
	ck_assert_int_eq(text_cols(widths[_i].text), widths[_i].cols);
}
END_TEST

START_TEST(a_copy_ends_at_a_whole_character)
{
	char out[8];

	ck_assert_uint_eq(text_copy(out, 4, "abcdef"), 3);
	ck_assert_str_eq(out, "abc");
	ck_assert_uint_eq(text_copy(out, 5, "caf" E_ACUTE), 3);
	ck_assert_str_eq(out, "caf");
	ck_assert_uint_eq(text_copy(out, 6, "caf" E_ACUTE), 5);
	ck_assert_str_eq(out, "caf" E_ACUTE);
	ck_assert_uint_eq(text_copy(out, 1, "x"), 0);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(a_mark_is_never_cut_from_its_letter)
{
	char out[16];

	ck_assert_uint_eq(text_copy(out, 3, "ae" ACUTE), 1); /* e fits, its mark does not */
	ck_assert_str_eq(out, "a");
	text_cut(out, sizeof(out), "cafe" ACUTE "x", 4);
	ck_assert_str_eq(out, "cafe" ACUTE);
}
END_TEST

START_TEST(a_wide_character_is_not_halved)
{
	char out[16];

	text_cut(out, sizeof(out), APPLE, 3);
	ck_assert_int_eq(text_cols(out), 2);
	ck_assert_uint_eq(text_fit(APPLE, 1), 0);
	ck_assert_uint_eq(text_fit(APPLE, 4), 6);
}
END_TEST

START_TEST(padding_fills_to_the_column)
{
	char out[32];

	ck_assert_uint_eq(text_pad(out, sizeof(out), "ab", 5, ALIGN_LEFT), 5);
	ck_assert_str_eq(out, "ab   ");
	text_pad(out, sizeof(out), "ab", 5, ALIGN_RIGHT);
	ck_assert_str_eq(out, "   ab");
	text_pad(out, sizeof(out), "ab", 5, ALIGN_CENTRE);
	ck_assert_str_eq(out, " ab  ");
	text_pad(out, sizeof(out), "abcdefgh", 5, ALIGN_RIGHT);
	ck_assert_str_eq(out, "abcde");
	text_pad(out, sizeof(out), APPLE, 3, ALIGN_LEFT);
	ck_assert_int_eq(text_cols(out), 3);
	text_pad(out, sizeof(out), "", 0, ALIGN_LEFT);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(padding_without_room_for_the_spaces_stops_the_program)
{
	char out[4];

	text_pad(out, sizeof(out), "a", 4, ALIGN_LEFT);
}
END_TEST

static const struct {
	const char *text;
	int cols;
	const char *first, *rest;
} wraps[] = {
	{ "one two three", 8, "one two", "three" },
	{ "one two three", 7, "one two", "three" },
	{ "one two", 40, "one two", "" },
	{ "one  two", 4, "one", "two" },
	{ "unbreakable", 5, "unbre", "akable" },
	{ "an unbreakable", 5, "an", "unbreakable" },
	{ APPLE APPLE, 5, APPLE, APPLE },
	{ APPLE, 1, "\xE8\x8B\xB9", "\xE6\x9E\x9C" }, /* a column too few: goes on all the same */
	{ "", 5, "", "" },
};

START_TEST(lines_break_at_a_space_or_between_wide_characters)
{
	size_t next, length = text_wrap(wraps[_i].text, wraps[_i].cols, &next);

	ck_assert_uint_eq(length, strlen(wraps[_i].first));
	ck_assert_int_eq(strncmp(wraps[_i].text, wraps[_i].first, length), 0);
	ck_assert_str_eq(wraps[_i].text + next, wraps[_i].rest);
}
END_TEST

static const struct {
	const char *text, *folded;
} folds[] = {
	{ "Cafe", "cafe" },
	{ "Caf" E_ACUTE, "cafe" },
	{ "CAFE" ACUTE, "cafe" },
	{ "STRASSE", "strasse" },
	{ "Stra\xC3\x9F"
	  "e",
	  "strasse" },
	{ "\xC3\x9C"
	  "ber",
	  "uber" },                                           /* Ü */
	{ "\xEF\xBC\xA1\xEF\xBC\x91", "a1" },                 /* full width A1 */
	{ "\xEF\xAC\x81sh", "fish" },                         /* the ligature fi */
	{ "\xD0\x9C\xD0\x9E\xD0\x9B\xD0\x9E\xD0\x9A\xD0\x9E", /* МОЛОКО */
	  "\xD0\xBC\xD0\xBE\xD0\xBB\xD0\xBE\xD0\xBA\xD0\xBE" },
	{ APPLE, APPLE },
};

START_TEST(search_finds_it_without_accents_and_case)
{
	char out[64];

	ck_assert_uint_eq(text_fold(out, sizeof(out), folds[_i].text), strlen(folds[_i].folded));
	ck_assert_str_eq(out, folds[_i].folded);
}
END_TEST

START_TEST(a_folded_text_ends_at_a_whole_character)
{
	char out[4];

	text_fold(out, sizeof(out), "ab" APPLE);
	ck_assert_str_eq(out, "ab");
	text_fold(out, sizeof(out), "ABCDE");
	ck_assert_str_eq(out, "abc");
}
END_TEST

static const struct {
	const char *dirty, *clean;
} cleanings[] = {
	{ "Milk", "Milk" },
	{ "  Milk \t 1\n l ", "Milk 1 l" },
	{ "cafe" ACUTE, "caf" E_ACUTE }, /* NFC */
	{ "Mi\x1B[2Jlk", "Mi[2Jlk" },    /* no escape reaches a terminal */
	{ "a\b\rb\x7F", "a b" },
	{ "\xC2\x9B"
	  "31mred",
	  "31mred" }, /* C1 control sequence introducer */
	{ "abc" RTL_OVERRIDE "99.9", "abc99.9" },
	{ "\xE2\x80\x8E"
	  "a\xE2\x80\x8F\xE2\x81\xA6"
	  "b\xE2\x81\xA9",
	  "ab" },
	{ BOM "Milk", "Milk" },
	{ "a\xEF\xBF\xBE"
	  "b\xEF\xB7\x90",
	  "ab" }, /* U+FFFE, U+FDD0 */
	{ "\xE3\x80\x80"
	  "Milk\xC2\xA0"
	  "1",
	  "Milk 1" },                                           /* wide and no-break spaces */
	{ "x\xE2\x80\xA8y", "x y" },                            /* line separator */
	{ "a" GRAVE ACUTE GRAVE ACUTE, "\xC3\xA0" ACUTE },      /* à with one more */
	{ "x" GRAVE ACUTE GRAVE ACUTE GRAVE, "x" GRAVE ACUTE }, /* no tower of marks */
	{ "x" GRAVE "\x01" GRAVE "\x01" GRAVE, "x" GRAVE GRAVE },
	{ "\xE1\x80\x99\xE1\x80\xBC\xE1\x80\xAD\xE1\x80\xAF\xE1\x80\xB7", /* Burmese keeps its
	                                                                     vowels */
	  "\xE1\x80\x99\xE1\x80\xBC\xE1\x80\xAD\xE1\x80\xAF\xE1\x80\xB7" },
	{ APPLE, APPLE },
	{ "", "" },
	{ " \t ", "" },
};

START_TEST(names_are_cleaned_once_where_they_enter)
{
	char out[64];

	ck_assert_int_eq(text_clean(out, sizeof(out), cleanings[_i].dirty,
	                            strlen(cleanings[_i].dirty), NULL),
	                 RC_OK);
	ck_assert_str_eq(out, cleanings[_i].clean);
}
END_TEST

START_TEST(cleaning_twice_changes_nothing_more)
{
	char once[64], twice[64];

	text_clean(once, sizeof(once), cleanings[_i].dirty, strlen(cleanings[_i].dirty), NULL);
	ck_assert_int_eq(text_clean(twice, sizeof(twice), once, strlen(once), NULL), RC_OK);
	ck_assert_str_eq(once, twice);
}
END_TEST

START_TEST(what_cannot_be_cleaned_is_refused)
{
	char out[8] = "before";
	struct err err;

	ck_assert_int_eq(text_clean(out, sizeof(out), "a\xC3(", 3, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the text is not UTF-8");
	ck_assert_int_eq(text_clean(out, sizeof(out), "\xED\xA0\x80", 3, &err), RC_REFUSED);
	ck_assert_int_eq(text_clean(out, sizeof(out), "\xC0\x80", 2, &err), RC_REFUSED);
	ck_assert_int_eq(text_clean(out, sizeof(out), "12345678", 8, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the text is longer than 7 bytes");
	ck_assert_str_eq(out, "before");
	ck_assert_int_eq(text_clean(out, sizeof(out),
	                            "12\0"
	                            "345",
	                            6, &err),
	                 RC_OK);
	ck_assert_str_eq(out, "12345");
}
END_TEST

START_TEST(random_bytes_are_refused_or_become_clean)
{
	unsigned seed = 7;
	int cleaned = 0;

	for (int run = 0; run < 20000; run++) {
		unsigned char bytes[12];
		char out[64], again[64];
		size_t length = 1 + (unsigned)run % sizeof(bytes);

		for (size_t i = 0; i < length; i++) {
			static const unsigned char likely[] = { 0xCC, 0x81, 0xE2, 0x80, 0xAE,
				                                0xC2, 0x9B, 0xEF, 0xBB, 0xBF,
				                                ' ',  'a',  0x1B };
			seed = seed * 1103515245 + 12345;
			bytes[i] = likely[(seed >> 16) % sizeof(likely)];
		}
		if (text_clean(out, sizeof(out), (char *)bytes, length, NULL))
			continue;
		cleaned++;
		ck_assert(text_is_utf8(out, strlen(out)));
		ck_assert_ptr_null(strpbrk(out, "\x1B\x7F\t\n"));
		ck_assert_ptr_null(strstr(out, RTL_OVERRIDE));
		ck_assert_ptr_null(strstr(out, "  "));
		ck_assert_int_eq(text_clean(again, sizeof(again), out, strlen(out), NULL), RC_OK);
		ck_assert_str_eq(out, again);
	}
	ck_assert_int_gt(cleaned, 100);
}
END_TEST

START_TEST(messages_that_quote_anything_are_scrubbed)
{
	char text[] = "a\x1B[1m\xFF"
	              "b" RTL_OVERRIDE "c\n" APPLE;

	text_scrub(text);
	ck_assert_str_eq(text, "a [1m?b c " APPLE);
}
END_TEST

static const struct {
	const char *text;
	bool card;
} card_numbers[] = {
	{ "4111111111111111", true },
	{ "pays with 4111 1111 1111 1111 today", true },
	{ "4111-1111-1111-1111", true },
	{ "378282246310005", true },
	{ "5555555555554444", true },
	{ "2223003122003222", true },
	{ "6011111111111117", true },
	{ "30569309025904", true },
	{ "room 12 4111 1111 1111 1111", true },
	{ "4111.1111.1111.1111", true },
	{ "4111 - 1111 - 1111 - 1111", true },
	{ "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", true },
	{ "\uFF14\uFF11\uFF11\uFF11 1111\u30001111\u20101111", true },
	{ "\u0664111111111111111", true },
	{ "4111 and 1111 and 1111 and 1111", false },
	{ "4111    1111 1111 1111", false },
	{ "\xFF\xFE", false },
	{ "4111111111111112", false },     /* Luhn */
	{ "1111111111111117", false },     /* no network begins with 1 */
	{ "98000100000000001234", false }, /* a receipt: 20 digits */
	{ "41111111111111111111", false }, /* longer than a card */
	{ "4111 1111 1111 111", false },
	{ "4006381333931", false }, /* a GTIN */
	{ "0171 2345678", false },
	{ "", false },
};

START_TEST(card_numbers_are_seen_in_any_text)
{
	ck_assert_int_eq(text_has_card_number(card_numbers[_i].text), card_numbers[_i].card);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("text");
	TCase *tcase = tcase_create("text");
	int cleaning_count = sizeof(cleanings) / sizeof(cleanings[0]);

	tcase_add_loop_test(tcase, columns_are_what_the_screen_shows, 0,
	                    sizeof(widths) / sizeof(widths[0]));
	tcase_add_test(tcase, a_copy_ends_at_a_whole_character);
	tcase_add_test(tcase, a_mark_is_never_cut_from_its_letter);
	tcase_add_test(tcase, a_wide_character_is_not_halved);
	tcase_add_test(tcase, padding_fills_to_the_column);
	tcase_add_test_raise_signal(tcase, padding_without_room_for_the_spaces_stops_the_program,
	                            6);
	tcase_add_loop_test(tcase, lines_break_at_a_space_or_between_wide_characters, 0,
	                    sizeof(wraps) / sizeof(wraps[0]));
	tcase_add_loop_test(tcase, search_finds_it_without_accents_and_case, 0,
	                    sizeof(folds) / sizeof(folds[0]));
	tcase_add_test(tcase, a_folded_text_ends_at_a_whole_character);
	tcase_add_loop_test(tcase, names_are_cleaned_once_where_they_enter, 0, cleaning_count);
	tcase_add_loop_test(tcase, cleaning_twice_changes_nothing_more, 0, cleaning_count);
	tcase_add_test(tcase, what_cannot_be_cleaned_is_refused);
	tcase_add_test(tcase, random_bytes_are_refused_or_become_clean);
	tcase_add_test(tcase, messages_that_quote_anything_are_scrubbed);
	tcase_add_loop_test(tcase, card_numbers_are_seen_in_any_text, 0,
	                    sizeof(card_numbers) / sizeof(card_numbers[0]));
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
