/*
 * The wedge filter: what a scanner that types may do, and what fingers may.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "devices/scanner_wedge.h"
#include "tests/suite.h"

/* What came out, as one text: keys as they are, a scan as <DATA>. */
static struct buf out;
static struct wedge wedge;
static int64_t now_ms;

static void
take_keys(void *context, const char *bytes, size_t count)
{
	(void)context;
	buf_add_bytes(&out, bytes, count);
}

static void
take_scan(void *context, const struct scan *scan)
{
	(void)context;
	buf_add_char(&out, '<');
	buf_add_bytes(&out, scan->data, scan->length);
	buf_add_char(&out, '>');
}

static void
begin(const char *prefix)
{
	wedge_init(&wedge, prefix);
	now_ms = 100000;
	buf_done(&out);
	buf_add(&out, "");
}

static void
feed_bytes(const char *bytes, size_t count)
{
	wedge_feed(&wedge, bytes, count, now_ms, take_keys, take_scan, NULL);
}

static void
feed(const char *text)
{
	feed_bytes(text, strlen(text));
}

static void
pause_ms(int64_t ms)
{
	now_ms += ms;
	wedge_expire(&wedge, now_ms, take_keys, NULL);
}

/* One byte every gap_ms, as a scanner or a person types. */
static void
type(const char *text, int64_t gap_ms)
{
	for (; *text; text++) {
		feed_bytes(text, 1);
		pause_ms(gap_ms);
	}
}

START_TEST(a_fast_burst_up_to_enter_is_a_scan)
{
	begin("");
	feed("4006381333931\r");
	ck_assert_str_eq(out.text, "<4006381333931>");
}
END_TEST

START_TEST(a_burst_is_a_scan_however_it_is_split)
{
	const char *burst = "4006381333931\r";
	size_t length = strlen(burst), first, second;

	for (first = 0; first <= length; first++) {
		for (second = first; second <= length; second++) {
			begin("");
			feed_bytes(burst, first);
			now_ms += WEDGE_GAP_MS;
			feed_bytes(burst + first, second - first);
			now_ms += WEDGE_GAP_MS;
			feed_bytes(burst + second, length - second);
			pause_ms(WEDGE_GAP_MS + 1);
			ck_assert_str_eq(out.text, "<4006381333931>");
		}
	}
}
END_TEST

START_TEST(a_scan_may_come_one_byte_at_a_time)
{
	begin("");
	type("4006381333931\r", 5);
	ck_assert_str_eq(out.text, "<4006381333931>");
}
END_TEST

START_TEST(cr_lf_is_one_end_however_it_is_split)
{
	begin("");
	feed("400638133\r\n500112233\r");
	feed("\n");
	pause_ms(50);
	ck_assert_str_eq(out.text, "<400638133><500112233>");
}
END_TEST

START_TEST(tab_ends_a_scan_too)
{
	begin("");
	feed("4006381333931\t");
	ck_assert_str_eq(out.text, "<4006381333931>");
}
END_TEST

START_TEST(slow_typing_passes_unchanged)
{
	const char *typed = "3*4006381333931\r+2000\033[20~ \t\r\n\033\x7f";

	begin("");
	type(typed, WEDGE_GAP_MS + 1);
	ck_assert_str_eq(out.text, typed);
}
END_TEST

START_TEST(a_short_burst_passes_unchanged)
{
	begin("");
	feed("12345\r");
	ck_assert_str_eq(out.text, "12345\r");
}
END_TEST

START_TEST(six_bytes_are_enough)
{
	begin("");
	feed("123456\r");
	ck_assert_str_eq(out.text, "<123456>");
}
END_TEST

START_TEST(a_burst_without_an_end_passes_unchanged_after_a_pause)
{
	begin("");
	feed("+20000\033[20~");
	ck_assert_str_eq(out.text, "");
	ck_assert_int_eq(wedge_due_ms(&wedge, now_ms), WEDGE_GAP_MS + 1);
	pause_ms(WEDGE_GAP_MS);
	ck_assert_str_eq(out.text, "");
	pause_ms(1);
	ck_assert_str_eq(out.text, "+20000\033[20~");
	ck_assert_int_eq(wedge_due_ms(&wedge, now_ms), -1);
}
END_TEST

START_TEST(typing_before_a_scan_passes_first)
{
	begin("");
	feed("3*");
	pause_ms(40);
	feed("4006381333931\r");
	ck_assert_str_eq(out.text, "3*<4006381333931>");
}
END_TEST

START_TEST(typing_before_a_scan_passes_first_without_a_call_to_expire)
{
	begin("");
	feed("3*");
	now_ms += 40;
	feed("4006381333931\r");
	ck_assert_str_eq(out.text, "3*<4006381333931>");
}
END_TEST

START_TEST(function_keys_in_one_read_are_keys)
{
	begin("");
	feed("\033[20~\033[B\033[B\033OP\033[[A\r");
	pause_ms(50);
	ck_assert_str_eq(out.text, "\033[20~\033[B\033[B\033OP\033[[A\r");
}
END_TEST

START_TEST(a_function_key_by_itself_need_not_wait)
{
	static const char *const sequences[] = { "\033[20~", "\033OP", "\033[[A", "\033[3;5~",
		                                 "\033[A" };

	for (size_t i = 0; i < sizeof sequences / sizeof sequences[0]; i++) {
		begin("");
		feed(sequences[i]);
		ck_assert_str_eq(out.text, sequences[i]);
	}
	begin("");
	feed("\033[2"); /* the rest is under way */
	ck_assert_str_eq(out.text, "");
	feed("0~");
	pause_ms(WEDGE_GAP_MS + 1);
	ck_assert_str_eq(out.text, "\033[20~");
}
END_TEST

START_TEST(no_byte_inside_a_burst_acts)
{
	static const char *const hostile[] = {
		"A\033[20~",       "ABCDEF\033[20~", "123456\033",      "123+456",
		"ABC\x1b\x1b\x1b", "12345\x03",      "123\x7f\x7f\x7f", "0-12345",
		"*00000",          "/cash 5",        " 123456",         "\033[20~123456",
	};
	size_t index;

	for (index = 0; index < sizeof hostile / sizeof *hostile; index++) {
		struct buf expected = { 0 };

		begin("");
		buf_format(&expected, "<%s>", hostile[index]);
		feed(hostile[index]);
		feed("\r");
		pause_ms(50);
		ck_assert_str_eq(out.text, expected.text);
		buf_done(&expected);
	}
}
END_TEST

START_TEST(what_follows_an_enter_inside_a_code_is_a_scan_again)
{
	begin("");
	feed("ABCDEF\r-\r+\r");
	pause_ms(50);
	ck_assert_str_eq(out.text, "<ABCDEF><-><+>");
}
END_TEST

START_TEST(a_second_enter_of_a_scan_does_nothing)
{
	begin("");
	feed("4006381333931\r\r");
	ck_assert_str_eq(out.text, "<4006381333931>");
	pause_ms(50);
	feed("\r");
	ck_assert_str_eq(out.text, "<4006381333931>\r");
}
END_TEST

START_TEST(what_fingers_type_at_once_behind_a_scan_is_not_its_second_end)
{
	begin("");
	feed("4006381333931\r");
	now_ms += 3;
	feed("5");
	pause_ms(WEDGE_GAP_MS + 1);
	feed("\r");
	ck_assert_str_eq(out.text, "<4006381333931>5\r");
}
END_TEST

START_TEST(a_scan_in_the_middle_of_typed_digits_leaves_them_typed)
{
	begin("");
	feed("1");
	pause_ms(60);
	feed("2");
	pause_ms(60);
	feed("4006381333931\r");
	pause_ms(60);
	feed("3");
	pause_ms(60);
	ck_assert_str_eq(out.text, "12<4006381333931>3");
}
END_TEST

START_TEST(a_thousand_queued_scans_come_in_order)
{
	struct buf burst = { 0 }, expected = { 0 };
	int number;

	for (number = 0; number < 1000; number++) {
		buf_format(&burst, "%013d\r", number);
		buf_format(&expected, "<%013d>", number);
	}
	begin("");
	feed(burst.text);
	ck_assert_str_eq(out.text, expected.text);
	buf_done(&burst);
	buf_done(&expected);
}
END_TEST

START_TEST(a_code_without_end_does_not_overflow)
{
	char junk[5000];

	memset(junk, 'x', sizeof junk);
	begin("");
	feed_bytes(junk, sizeof junk);
	feed("\r");
	ck_assert_uint_eq(out.length, SCAN_DATA_MAX - 1 + 2);
	ck_assert_int_eq(out.text[0], '<');
}
END_TEST

START_TEST(nul_and_gs_are_data)
{
	begin("");
	feed_bytes("01095\0\x1d"
	           "10A\r",
	           11);
	ck_assert_uint_eq(out.length, 12);
	ck_assert_mem_eq(out.text,
	                 "<01095\0\x1d"
	                 "10A>",
	                 12);
}
END_TEST

START_TEST(an_aim_identifier_is_taken_off)
{
	begin("");
	feed("]E04006381333931\r");
	ck_assert_str_eq(out.text, "<4006381333931>");
}
END_TEST

START_TEST(with_a_prefix_typing_never_waits)
{
	begin("#");
	feed("4006381333931\r+2000\033[20~");
	ck_assert_str_eq(out.text, "4006381333931\r+2000\033[20~");
}
END_TEST

START_TEST(a_prefix_makes_anything_a_scan_up_to_its_end)
{
	begin("~");
	feed("3*~12\r5~\033[20~\r\n7");
	ck_assert_str_eq(out.text, "3*<12>5<\033[20~>7");
}
END_TEST

START_TEST(a_prefix_inside_a_function_key_is_none)
{
	begin("~");
	feed("5\033[20~~4711\r\033[3~");
	pause_ms(WEDGE_STALL_MS + 1);
	ck_assert_str_eq(out.text, "5\033[20~<4711>\033[3~");
}
END_TEST

START_TEST(a_long_prefix_may_be_split_and_may_overlap_itself)
{
	begin("aab");
	feed("a");
	feed("aa");
	feed("b123");
	feed("\raax");
	ck_assert_str_eq(out.text, "a<123>aax");
}
END_TEST

START_TEST(the_beginning_of_a_prefix_alone_is_typing)
{
	begin("aab");
	feed("aa");
	ck_assert_str_eq(out.text, "");
	pause_ms(WEDGE_GAP_MS + 1);
	ck_assert_str_eq(out.text, "aa");
}
END_TEST

START_TEST(a_prefixed_scan_that_lost_its_end_is_dropped)
{
	begin("~");
	feed("~40063\033[20~");
	pause_ms(WEDGE_STALL_MS + 1);
	feed("7");
	ck_assert_str_eq(out.text, "7");
}
END_TEST

START_TEST(a_typed_prefix_alone_is_a_key)
{
	begin("~");
	feed("~");
	pause_ms(WEDGE_STALL_MS + 1);
	ck_assert_str_eq(out.text, "~");
}
END_TEST

/* Any bytes at all, any timing: nothing is lost but what the rules drop, and nothing overflows. */
START_TEST(random_bytes_at_random_times_do_no_harm)
{
	static const char *const prefixes[] = { "", "~", "ab" };
	unsigned seed = 20261122;
	int step;

	for (step = 0; step < 50000; step++) {
		char bytes[8];
		size_t count, index;

		if (step % 1000 == 0)
			begin(prefixes[step / 1000 % 3]);
		count = (size_t)rand_r(&seed) % sizeof bytes;
		for (index = 0; index < count; index++)
			bytes[index] =
			        (char)(rand_r(&seed) % 3 ? "ab~\r\n\t\033["[rand_r(&seed) % 8]
			                                 : rand_r(&seed));
		feed_bytes(bytes, count);
		pause_ms(rand_r(&seed) % 20);
		ck_assert_uint_lt(wedge.held_count, sizeof wedge.held);
		ck_assert_int_ge(wedge_due_ms(&wedge, now_ms), -1);
	}
	pause_ms(WEDGE_STALL_MS + 1);
	ck_assert_uint_eq(wedge.held_count, 0);
}
END_TEST

START_TEST(digits_from_a_french_keyboard_are_repaired)
{
	begin("");
	feed("'àà-\"(\"\"\"ç\"&_\r");
	ck_assert_str_eq(out.text, "<4006353339318>");
	begin("~");
	feed("~ç-\"_(àè'\r");
	ck_assert_str_eq(out.text, "<96385074>");
	begin("");
	feed("AB-\"_(àè'\r--------1\r");
	ck_assert_str_eq(out.text, "<AB-\"_(àè'><--------1>");
	begin("");
	feed("&é\"'(-è\r");
	ck_assert_str_eq(out.text, "<&é\"'(-è>");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("wedge");
	TCase *speed = tcase_create("speed"), *prefix = tcase_create("prefix");

	tcase_add_test(speed, a_fast_burst_up_to_enter_is_a_scan);
	tcase_add_test(speed, a_burst_is_a_scan_however_it_is_split);
	tcase_add_test(speed, a_scan_may_come_one_byte_at_a_time);
	tcase_add_test(speed, cr_lf_is_one_end_however_it_is_split);
	tcase_add_test(speed, tab_ends_a_scan_too);
	tcase_add_test(speed, slow_typing_passes_unchanged);
	tcase_add_test(speed, a_short_burst_passes_unchanged);
	tcase_add_test(speed, six_bytes_are_enough);
	tcase_add_test(speed, a_burst_without_an_end_passes_unchanged_after_a_pause);
	tcase_add_test(speed, typing_before_a_scan_passes_first);
	tcase_add_test(speed, typing_before_a_scan_passes_first_without_a_call_to_expire);
	tcase_add_test(speed, function_keys_in_one_read_are_keys);
	tcase_add_test(speed, a_function_key_by_itself_need_not_wait);
	tcase_add_test(speed, no_byte_inside_a_burst_acts);
	tcase_add_test(speed, what_follows_an_enter_inside_a_code_is_a_scan_again);
	tcase_add_test(speed, a_second_enter_of_a_scan_does_nothing);
	tcase_add_test(speed, what_fingers_type_at_once_behind_a_scan_is_not_its_second_end);
	tcase_add_test(speed, a_scan_in_the_middle_of_typed_digits_leaves_them_typed);
	tcase_add_test(speed, a_thousand_queued_scans_come_in_order);
	tcase_add_test(speed, a_code_without_end_does_not_overflow);
	tcase_add_test(speed, nul_and_gs_are_data);
	tcase_add_test(speed, an_aim_identifier_is_taken_off);
	tcase_add_test(speed, digits_from_a_french_keyboard_are_repaired);
	suite_add_tcase(suite, speed);
	tcase_add_test(prefix, with_a_prefix_typing_never_waits);
	tcase_add_test(prefix, a_prefix_makes_anything_a_scan_up_to_its_end);
	tcase_add_test(prefix, a_prefix_inside_a_function_key_is_none);
	tcase_add_test(prefix, a_long_prefix_may_be_split_and_may_overlap_itself);
	tcase_add_test(prefix, the_beginning_of_a_prefix_alone_is_typing);
	tcase_add_test(prefix, a_prefixed_scan_that_lost_its_end_is_dropped);
	tcase_add_test(prefix, a_typed_prefix_alone_is_a_key);
	tcase_add_test(prefix, random_bytes_at_random_times_do_no_harm);
	suite_add_tcase(suite, prefix);
	return run_suite(suite);
}
