/*
 * Bytes as terminals send them, whole and split over reads with delays, and the keys that come out.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/lang.h"
#include "screens/input.h"
#include "suite.h"

static void
collect(void *context, const struct key *key)
{
	struct buf *keys = context;
	char text[KEY_TEXT_MAX];

	buf_format(keys, "%s%s", keys->length ? " " : "", key_text(key, text));
}

/* What comes out when the bytes come `step` at a time, `pause_ms` apart; held ones expire
 * meanwhile. */
static char *
keys_of(const char *term, const char *bytes, size_t count, size_t step, int64_t pause_ms)
{
	struct input *input = input_new(term);
	struct buf keys = { 0 };
	int64_t now_ms = 1000;

	for (size_t at = 0; at < count; at += step) {
		input_feed(input, bytes + at, count - at < step ? count - at : step, now_ms,
		           collect, &keys);
		now_ms += pause_ms;
		if (input_due_ms(input, now_ms) == 0)
			input_expire(input, now_ms, collect, &keys);
	}
	input_expire(input, now_ms + 10000, collect, &keys);
	ck_assert_int_eq(input_due_ms(input, now_ms + 10000), -1);
	input_free(&input);
	buf_add(&keys, "");
	return buf_take(&keys);
}

static void
expect(const char *bytes, const char *keys)
{
	static const char *const terms[] = { "xterm",        "xterm-256color", "linux",
		                             "rxvt-unicode", "screen",         "tmux-256color",
		                             "vt220",        "putty",          "no-such-terminal" };
	size_t count = strlen(bytes);

	for (size_t i = 0; i < sizeof(terms) / sizeof(terms[0]); i++) {
		char *whole = keys_of(terms[i], bytes, count, count, 0);
		char *split = keys_of(terms[i], bytes, count, 1, 20);
		char *halves = keys_of(terms[i], bytes, count, 2, 24);

		ck_assert_msg(strcmp(whole, keys) == 0, "%s on %s: %s, not %s", bytes + 1, terms[i],
		              whole, keys);
		ck_assert_msg(strcmp(split, keys) == 0, "%s on %s, split: %s, not %s", bytes + 1,
		              terms[i], split, keys);
		ck_assert_msg(strcmp(halves, keys) == 0, "%s on %s, in halves: %s, not %s",
		              bytes + 1, terms[i], halves, keys);
		free(whole);
		free(split);
		free(halves);
	}
}

/* clang-format off */
static const struct { const char *bytes, *keys; } forms[] = {
	/* xterm, screen, tmux, VT220 with PF keys */
	{ "\033OP", "F1" }, { "\033OQ", "F2" }, { "\033OR", "F3" }, { "\033OS", "F4" },
	{ "\033[15~", "F5" }, { "\033[17~", "F6" }, { "\033[18~", "F7" }, { "\033[19~", "F8" },
	{ "\033[20~", "F9" }, { "\033[21~", "F10" }, { "\033[23~", "F11" }, { "\033[24~", "F12" },
	{ "\033[28~", "F15" }, { "\033[29~", "F16" }, { "\033[34~", "F20" },
	/* PuTTY and rxvt */
	{ "\033[11~", "F1" }, { "\033[12~", "F2" }, { "\033[13~", "F3" }, { "\033[14~", "F4" },
	/* Linux console; PuTTY as one */
	{ "\033[[A", "F1" }, { "\033[[B", "F2" }, { "\033[[C", "F3" }, { "\033[[D", "F4" }, { "\033[[E", "F5" },
	/* PuTTY as SCO console and as VT100+ */
	{ "\033[M", "F1" }, { "\033[U", "F9" }, { "\033[X", "F12" },
	{ "\033OT", "F5" }, { "\033OW", "F8" }, { "\033OX", "F9" }, { "\033O[", "F12" },
	/* with modifiers: xterm, older xterm, rxvt */
	{ "\033[1;2P", "Shift-F1" }, { "\033[1;5S", "Ctrl-F4" }, { "\033[18;2~", "Shift-F7" },
	{ "\033[20;5~", "Ctrl-F9" }, { "\033[20;3~", "Alt-F9" }, { "\033[24;8~", "Ctrl-Alt-Shift-F12" },
	{ "\033O2P", "Shift-F1" }, { "\033O5S", "Ctrl-F4" }, { "\033O1;2Q", "Shift-F2" },
	{ "\033[23$", "Shift-F11" }, { "\033[18^", "Ctrl-F7" }, { "\033[20@", "Ctrl-Shift-F9" },
	{ "\033\033[20~", "Alt-F9" }, { "\033\033OP", "Alt-F1" },
	/* arrows and the block above them */
	{ "\033[A", "Up" }, { "\033OB", "Down" }, { "\033[C", "Right" }, { "\033OD", "Left" },
	{ "\033[1;5A", "Ctrl-Up" }, { "\033[a", "Shift-Up" }, { "\033Ob", "Ctrl-Down" },
	{ "\033[H", "Home" }, { "\033OH", "Home" }, { "\033[1~", "Home" }, { "\033[7~", "Home" },
	{ "\033[F", "End" }, { "\033OF", "End" }, { "\033[4~", "End" }, { "\033[8~", "End" },
	{ "\033[2~", "Ins" }, { "\033[3~", "Del" }, { "\033[5~", "PgUp" }, { "\033[6~", "PgDn" },
	{ "\033[3$", "Shift-Del" }, { "\033[2^", "Ctrl-Ins" }, { "\033[Z", "Shift-Tab" },
	/* keypad: with NumLock off, and in application mode */
	{ "\033[E", "Middle" }, { "\033OE", "Middle" }, { "\033[G", "Middle" },
	{ "\033Op", "0" }, { "\033Oq", "1" }, { "\033Oy", "9" }, { "\033On", "." }, { "\033Ol", "," },
	{ "\033Oj", "*" }, { "\033Ok", "+" }, { "\033Om", "-" }, { "\033Oo", "/" }, { "\033OM", "Enter" },
	/* plain keys */
	{ "\r", "Enter" }, { "\n", "Enter" }, { "\t", "Tab" }, { "\177", "Backspace" }, { "\b", "Backspace" },
	{ "7", "7" }, { "*", "*" }, { " ", "Space" }, { "a", "a" }, { "A", "A" },
	{ "\007", "Ctrl-G" }, { "\014", "Ctrl-L" }, { "\021", "Ctrl-Q" },
	{ "é", "é" }, { "牛奶", "牛 奶" }, { "ß€", "ß €" },
	/* newer terminals */
	{ "\033[103;5u", "Ctrl-G" },
	/* type-ahead */
	{ "+2000\033[20~", "+ 2 0 0 0 F9" }, { "3*\033[[B5\r", "3 * F2 5 Enter" },
};

/* Each of them is one unknown key, whatever is in it. */
static const char *const unknown[] = {
	"\033[99~", "\033[27~", "\033[200~", "\033[201~", "\033[1;2;3;4Q", "\033[>0;276;0c", "\033[?1;2c", "\033[?64;1;2;6c",
	"\033[?2026;2$y", "\033[12;40R", "\033[<0;10;20m", "\033[[7", "\033[55;9999999999~", "\033O7", "\033Oz",
	"\033]10;rgb:ffff/ffff/ffff\007", "\033]11;rgb:0/0/0\033\\", "\033P1$r0m\033\\", "\033_Ga=1234;\033\\",
	"\033[1234567890123456789012345678901234567890123456789012345678901234567890123456789~",
	"\033[0n", "\033[I", "\033[5;7y", "\033[200;201;202~",
};
/* clang-format on */

START_TEST(function_keys_of_every_terminal_whatever_term_says)
{
	expect(forms[_i].bytes, forms[_i].keys);
}
END_TEST

START_TEST(an_unknown_sequence_is_swallowed_whole_as_one_key)
{
	char *keys = keys_of("xterm", unknown[_i], strlen(unknown[_i]), 1, 20);

	ck_assert_str_eq(keys, "Unknown");
	free(keys);
	keys = keys_of("linux", unknown[_i], strlen(unknown[_i]), strlen(unknown[_i]), 0);
	ck_assert_str_eq(keys, "Unknown");
	free(keys);
}
END_TEST

START_TEST(what_follows_an_unknown_sequence_is_typed)
{
	char *keys = keys_of("xterm", "\033[77;88x42\r", 11, 11, 0);

	ck_assert_str_eq(keys, "Unknown 4 2 Enter");
	free(keys);
}
END_TEST

START_TEST(esc_alone_is_clear_after_its_wait)
{
	struct input *input = input_new("xterm");
	struct buf keys = { 0 };

	input_feed(input, "\033", 1, 100, collect, &keys);
	ck_assert_int_eq(input_due_ms(input, 100), ESC_WAIT_MS);
	input_expire(input, 100 + ESC_WAIT_MS - 1, collect, &keys);
	ck_assert_uint_eq(keys.length, 0);
	input_expire(input, 100 + ESC_WAIT_MS, collect, &keys);
	ck_assert_str_eq(keys.text, "Esc");
	input_free(&input);
	buf_done(&keys);
}
END_TEST

START_TEST(two_escapes_are_two_keys)
{
	char *keys = keys_of("xterm", "\033\033", 2, 2, 30);

	ck_assert_str_eq(keys, "Esc Esc");
	free(keys);
}
END_TEST

START_TEST(a_sequence_that_comes_after_its_esc_was_taken_types_nothing)
{
	/* 40 ms between all bytes: longer than the wait for a lone Esc */
	static const char *const sequences[] = { "\033[20~", "\033[18;2~", "\033[[A", "\033[23$",
		                                 "\033[1;2P" };

	for (size_t i = 0; i < sizeof(sequences) / sizeof(sequences[0]); i++) {
		char *keys = keys_of("xterm", sequences[i], strlen(sequences[i]), 1, 40);

		ck_assert_str_eq(keys, "Esc Unknown");
		free(keys);
	}
}
END_TEST

START_TEST(the_rest_of_an_ss3_after_its_esc_types_nothing)
{
	struct input *input = input_new("xterm");
	struct buf keys = { 0 };

	input_feed(input, "\033", 1, 100, collect, &keys);
	input_expire(input, 130, collect, &keys);
	input_feed(input, "OP", 2, 140, collect, &keys);
	ck_assert_str_eq(keys.text, "Esc Unknown");
	input_free(&input);
	buf_done(&keys);
}
END_TEST

START_TEST(letters_typed_after_esc_are_letters)
{
	struct input *input = input_new("xterm");
	struct buf keys = { 0 };

	input_feed(input, "\033", 1, 100, collect, &keys);
	input_expire(input, 130, collect, &keys);
	input_feed(input, "O", 1, 180, collect, &keys);
	input_feed(input, "a", 1, 260, collect, &keys);
	ck_assert_str_eq(keys.text, "Esc O a");
	input_free(&input);
	buf_done(&keys);
}
END_TEST

START_TEST(a_sequence_cut_off_is_given_up_without_typing)
{
	struct input *input = input_new("xterm");
	struct buf keys = { 0 };

	input_feed(input, "\033[2", 3, 100, collect, &keys);
	input_expire(input, 100 + SEQUENCE_WAIT_MS, collect, &keys);
	input_feed(input, "5", 1, 1000, collect, &keys);
	ck_assert_str_eq(keys.text, "Unknown 5");
	input_free(&input);
	buf_done(&keys);
}
END_TEST

START_TEST(bytes_that_are_no_utf8_harm_nothing)
{
	char *keys = keys_of("xterm",
	                     "\xe7\x89"
	                     "5\xff\xfe"
	                     "6",
	                     6, 1, 5);

	ck_assert_ptr_nonnull(strstr(keys, "5"));
	ck_assert_ptr_nonnull(strstr(keys, "6"));
	free(keys);
}
END_TEST

START_TEST(what_was_taught_is_that_key_and_nothing_else_can_be_taught)
{
	static const char *const right[] = { "\033[42z", "\033[[Z", "\033OZ", "\033[21~" };
	static const char *const wrong[] = { "13", "\033", "\033[", "\033x1", "" };
	struct input *input = input_new("xterm");
	struct key key = { .cap = CAP_F, .number = 40 };
	struct buf keys = { 0 };

	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++) {
		ck_assert(input_teach(input, right[i], strlen(right[i]), &key));
		input_feed(input, right[i], strlen(right[i]), 1000, collect, &keys);
		key.number++;
	}
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert(!input_teach(input, wrong[i], strlen(wrong[i]), &key));
	input_feed(input, "\033[20~13", 7, 1000, collect, &keys);
	ck_assert_str_eq(keys.text, "F40 F41 F42 F43 F9 1 3");
	buf_done(&keys);
	input_free(&input);
}
END_TEST

START_TEST(no_bytes_ever_crash_or_hang_the_decoder)
{
	unsigned seed = 7;
	struct input *input = input_new("xterm");
	struct buf keys = { 0 };
	int64_t now_ms = 0;

	for (int i = 0; i < 200000; i++) {
		static const char likely[] = "\033\033\033[[OO;0123456789~$^@ABCPQ\\P]\007";
		char byte = rand_r(&seed) % 4 ? likely[(size_t)rand_r(&seed) % (sizeof(likely) - 1)]
		                              : (char)rand_r(&seed);

		now_ms += rand_r(&seed) % 40;
		input_expire(input, now_ms, collect, &keys);
		input_feed(input, &byte, 1, now_ms, collect, &keys);
		if (keys.length > 100000)
			buf_clear(&keys);
	}
	input_expire(input, now_ms + 10000, collect, &keys);
	ck_assert_int_eq(input_due_ms(input, now_ms + 10000), -1);
	input_free(&input);
	buf_done(&keys);
}
END_TEST

START_TEST(key_names_read_back)
{
	static const char *const names[] = { "F1",
		                             "F20",
		                             "Ctrl-G",
		                             "Space",
		                             "Enter",
		                             "Esc",
		                             "PgUp",
		                             "+",
		                             "é",
		                             "Alt-F9",
		                             "Ctrl-Alt-Shift-F12",
		                             "Equals",
		                             "Hash",
		                             "Shift-Tab",
		                             "-",
		                             "/",
		                             "牛" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		struct key key;
		char text[KEY_TEXT_MAX];

		ck_assert_msg(key_parse(names[i], &key), "%s", names[i]);
		ck_assert_str_eq(key_text(&key, text), names[i]);
	}
}
END_TEST

START_TEST(no_key_has_a_wrong_name)
{
	static const char *const names[] = { "", "F0", "F99", "Foo", "Ctrl-", "ab" };
	struct key key;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		ck_assert_msg(!key_parse(names[i], &key), "%s", names[i]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("input");
	TCase *tcase = tcase_create("input");

	lang_start();
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, function_keys_of_every_terminal_whatever_term_says, 0,
	                    (int)(sizeof(forms) / sizeof(forms[0])));
	tcase_add_loop_test(tcase, an_unknown_sequence_is_swallowed_whole_as_one_key, 0,
	                    (int)(sizeof(unknown) / sizeof(unknown[0])));
	tcase_add_test(tcase, what_follows_an_unknown_sequence_is_typed);
	tcase_add_test(tcase, esc_alone_is_clear_after_its_wait);
	tcase_add_test(tcase, two_escapes_are_two_keys);
	tcase_add_test(tcase, a_sequence_that_comes_after_its_esc_was_taken_types_nothing);
	tcase_add_test(tcase, the_rest_of_an_ss3_after_its_esc_types_nothing);
	tcase_add_test(tcase, letters_typed_after_esc_are_letters);
	tcase_add_test(tcase, a_sequence_cut_off_is_given_up_without_typing);
	tcase_add_test(tcase, bytes_that_are_no_utf8_harm_nothing);
	tcase_add_test(tcase, what_was_taught_is_that_key_and_nothing_else_can_be_taught);
	tcase_add_test(tcase, no_bytes_ever_crash_or_hang_the_decoder);
	tcase_add_test(tcase, key_names_read_back);
	tcase_add_test(tcase, no_key_has_a_wrong_name);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
