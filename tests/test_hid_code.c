/*
 * Report descriptors, and codes out of the reports they describe.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "devices/hid_code.h"
#include "tests/devices/descriptors.h"
#include "tests/suite.h"

static const uint8_t honeywell[] = { DESCRIPTOR_HONEYWELL };
static const uint8_t newland[] = { DESCRIPTOR_NEWLAND };
static const uint8_t keyboard[] = { DESCRIPTOR_KEYBOARD };

static struct hid_report report;
static struct hid_code code;
static uint8_t sent[65];

/* ---- descriptors ---- */

START_TEST(a_field_is_found_by_its_usage_wherever_it_lies)
{
	const struct hid_field *data, *length;

	ck_assert(hid_report_parse(&report, honeywell, sizeof honeywell));
	ck_assert(report.is_numbered);
	ck_assert_uint_eq(report.input_bytes, 64);
	ck_assert(hid_report_is(&report, HID_USAGE(0x8c, 2)));
	data = hid_report_find(&report, HID_INPUT, 2, HID_USAGE(0x8c, 0xfe));
	length = hid_report_find(&report, HID_INPUT, -1, HID_USAGE(1, 0x3b));
	ck_assert(data && length);
	ck_assert_uint_eq(data->at, 4 * 8);
	ck_assert_uint_eq(data->bits, 8);
	ck_assert_uint_eq(data->count, 56);
	ck_assert_uint_eq(data->application, HID_USAGE(0x8c, 2));
	ck_assert_uint_eq(length->at, 0);
	ck_assert_ptr_null(hid_report_find(&report, HID_INPUT, 3, HID_USAGE(0x8c, 0xfe)));
	ck_assert_ptr_null(hid_report_find(&report, HID_OUTPUT, 2, HID_USAGE(0x8c, 0xfe)));
	ck_assert_ptr_nonnull(hid_report_find(&report, HID_FEATURE, 254, HID_USAGE(0xff66, 0x20)));
	ck_assert(hid_report_parse(&report, newland, sizeof newland));
	data = hid_report_find(&report, HID_INPUT, 2, HID_USAGE(0x8c, 0xfe));
	ck_assert_uint_eq(data->at, 8);
	ck_assert_uint_eq(report.input_bytes, 64);
}
END_TEST

START_TEST(a_usage_said_once_or_for_each_byte_is_the_same_field)
{
	static const uint8_t bytes[] = { 0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x75, 0x08, 0x95,
		                         0x03, 0x09, 0xfe, 0x09, 0xfe, 0x09, 0xfe, 0x81, 0x02,
		                         0x95, 0x02, 0x09, 0xfe, 0x81, 0x02, 0xc0 };

	ck_assert(hid_report_parse(&report, bytes, sizeof bytes));
	ck_assert_uint_eq(report.count, 1);
	ck_assert_uint_eq(report.fields[0].count, 5);
	ck_assert(!report.is_numbered);
	ck_assert_uint_eq(report.input_bytes, 5);
}
END_TEST

START_TEST(a_range_of_usages_makes_a_field_each_and_an_array_one)
{
	const struct hid_field *keys;

	ck_assert(hid_report_parse(&report, keyboard, sizeof keyboard));
	ck_assert_uint_eq(report.input_bytes, 8);
	ck_assert(hid_report_is(&report, HID_USAGE(1, 6)));
	ck_assert_uint_eq(hid_report_find(&report, HID_INPUT, 0, HID_USAGE(7, 0xe7))->at, 7);
	keys = hid_report_find(&report, HID_INPUT, 0, HID_USAGE(7, 0));
	ck_assert(keys->is_array);
	ck_assert_uint_eq(keys->at, 16);
	ck_assert_uint_eq(keys->count, 6);
}
END_TEST

START_TEST(globals_are_pushed_and_popped)
{
	static const uint8_t bytes[] = { 0x05, 0x8d, 0x09, 0x20, 0xa1, 0x01, 0x75, 0x08,
		                         0x95, 0x01, 0x55, 0x0e, 0xa4, 0x05, 0x01, 0x55,
		                         0x00, 0x75, 0x10, 0x09, 0x30, 0x81, 0x02, 0xb4,
		                         0x15, 0x81, 0x09, 0x40, 0x81, 0x02, 0xc0 };
	const struct hid_field *inner, *outer;

	ck_assert(hid_report_parse(&report, bytes, sizeof bytes));
	inner = hid_report_find(&report, HID_INPUT, 0, HID_USAGE(1, 0x30));
	outer = hid_report_find(&report, HID_INPUT, 0, HID_USAGE(0x8d, 0x40));
	ck_assert_uint_eq(inner->bits, 16);
	ck_assert_int_eq(inner->exponent, 0);
	ck_assert_uint_eq(outer->at, 16);
	ck_assert_uint_eq(outer->bits, 8);
	ck_assert_int_eq(outer->exponent, -2);
	ck_assert(outer->is_signed && !inner->is_signed);
}
END_TEST

START_TEST(what_is_no_descriptor_is_refused)
{
	static const struct {
		uint8_t bytes[12];
		size_t count;
	} wrong[] = {
		{ { 0 }, 0 },
		{ { 0x05 }, 1 },                   /* ends in an item */
		{ { 0x26, 0xff }, 2 },             /* the same */
		{ { 0xfe, 0x05, 0x00, 0x01 }, 4 }, /* in a long item */
		{ { 0xfe }, 1 },
		{ { 0xb4 }, 1 },       /* pops what was not pushed */
		{ { 0x85, 0x00 }, 2 }, /* a report without a number */
		{ { 0x77, 0xff, 0xff, 0xff, 0xff, 0x95, 0xff, 0x81, 0x02 }, 9 }, /* huge */
		{ { 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0xa4, 0xa4 }, 9 },
	};

	for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++)
		ck_assert_msg(!hid_report_parse(&report, wrong[index].bytes, wrong[index].count),
		              "number %zu", index);
	ck_assert(hid_report_parse(&report, (const uint8_t *)"\xfe\x01\x00\x55\xc0", 5));
}
END_TEST

START_TEST(bits_behind_the_end_are_zero)
{
	const uint8_t bytes[] = { 0x81, 0xff };

	ck_assert_uint_eq(hid_bits(bytes, 2, 0, 8), 0x81);
	ck_assert_uint_eq(hid_bits(bytes, 2, 7, 3), 7);
	ck_assert_uint_eq(hid_bits(bytes, 2, 8, 16), 0xff);
	ck_assert_uint_eq(hid_bits(bytes, 2, 1000, 32), 0);
}
END_TEST

/* ---- codes ---- */

static enum hid_code_news
feed_at(int64_t now_ms)
{
	return hid_code_feed(&code, sent, 64, now_ms);
}

/* As Honeywell has it. */
static void
make(const char *aim, const char *data, size_t length, bool continued)
{
	memset(sent, 0, sizeof sent);
	sent[0] = 2;
	sent[1] = (uint8_t)length;
	memcpy(sent + 2, aim, strlen(aim));
	memcpy(sent + 5, data, length);
	sent[61] = 'd';
	sent[63] = continued;
}

static void
expect(const char *aim, const char *data, size_t length)
{
	ck_assert_str_eq(code.aim, aim);
	ck_assert_uint_eq(code.length, length);
	ck_assert_mem_eq(code.data, data, length);
}

static void
begin_honeywell(void)
{
	ck_assert(hid_code_init(&code, honeywell, sizeof honeywell));
}

START_TEST(a_keyboard_is_no_scanner)
{
	ck_assert(!hid_code_init(&code, keyboard, sizeof keyboard));
	ck_assert(!hid_code_init(&code, honeywell, 0));
	ck_assert(!hid_code_init(&code, honeywell, 10));
}
END_TEST

START_TEST(honeywell_sends_the_aim_identifier_before_the_data)
{
	make("]E0", "4006381333931", 13, false);
	ck_assert_int_eq(feed_at(0), HID_CODE_WHOLE);
	expect("]E0", "4006381333931", 13);
	make("]C1",
	     "0109506000134352\x1d"
	     "10A\0B",
	     22, false);
	ck_assert_int_eq(feed_at(1), HID_CODE_WHOLE);
	expect("]C1",
	       "0109506000134352\x1d"
	       "10A\0B",
	       22);
}
END_TEST

START_TEST(newland_has_the_data_at_once)
{
	ck_assert(hid_code_init(&code, newland, sizeof newland));
	memset(sent, 0, sizeof sent);
	sent[0] = 2;
	sent[1] = 8;
	memcpy(sent + 2, "96385074", 8);
	ck_assert_int_eq(feed_at(0), HID_CODE_WHOLE);
	expect("", "96385074", 8);
}
END_TEST

START_TEST(a_long_code_comes_in_several_reports)
{
	char all[118];

	for (size_t index = 0; index < sizeof all; index++)
		all[index] = (char)('!' + index % 90);
	make("]Q1", all, 56, true);
	ck_assert_int_eq(feed_at(0), HID_CODE_HALF);
	make("]Q1", all + 56, 56, true);
	ck_assert_int_eq(feed_at(100), HID_CODE_HALF);
	make("]Q1", all + 112, 6, false);
	ck_assert_int_eq(feed_at(200), HID_CODE_WHOLE);
	expect("]Q1", all, sizeof all);
}
END_TEST

START_TEST(half_a_code_is_dropped_after_a_pause)
{
	make("]Q1", "lost", 4, true);
	ck_assert_int_eq(feed_at(1000), HID_CODE_HALF);
	ck_assert_int_eq(hid_code_due_ms(&code, 1000), HID_CODE_WAIT_MS + 1);
	ck_assert(!hid_code_drop(&code, 1000 + HID_CODE_WAIT_MS));
	ck_assert(hid_code_drop(&code, 1001 + HID_CODE_WAIT_MS));
	ck_assert_int_eq(hid_code_due_ms(&code, 2000), -1);
	make("]E0", "96385074", 8, false);
	ck_assert_int_eq(feed_at(2000), HID_CODE_WHOLE);
	expect("]E0", "96385074", 8);
	/* also when nobody asked meanwhile, and at once when the device went */
	make("]Q1", "lost", 4, true);
	feed_at(3000);
	make("]E0", "96385074", 8, false);
	ck_assert_int_eq(feed_at(4000), HID_CODE_WHOLE);
	expect("]E0", "96385074", 8);
	make("]Q1", "lost", 4, true);
	feed_at(5000);
	ck_assert(hid_code_drop(&code, INT64_MAX));
	ck_assert(!hid_code_drop(&code, INT64_MAX));
}
END_TEST

START_TEST(empty_and_foreign_reports_are_nothing)
{
	ck_assert_int_eq(hid_code_feed(&code, sent, 0, 0), HID_CODE_NONE);
	make("]E0", "", 0, false);
	ck_assert_int_eq(feed_at(0), HID_CODE_NONE);
	make("]E0", "96385074", 8, false);
	sent[0] = 3;
	ck_assert_int_eq(feed_at(0), HID_CODE_NONE);
	/* an empty completion between two halves loses nothing */
	make("]E0", "9638", 4, true);
	feed_at(0);
	ck_assert_int_eq(hid_code_feed(&code, sent, 0, 1), HID_CODE_NONE);
	make("]E0", "5074", 4, false);
	ck_assert_int_eq(feed_at(2), HID_CODE_WHOLE);
	expect("]E0", "96385074", 8);
}
END_TEST

START_TEST(a_report_that_says_more_than_it_has_is_broken)
{
	make("]E0", "96385074", 8, false);
	sent[1] = 57;
	ck_assert_int_eq(feed_at(0), HID_CODE_BROKEN);
	sent[1] = 8;
	ck_assert_int_eq(hid_code_feed(&code, sent, 12, 0), HID_CODE_BROKEN);
	ck_assert_int_eq(hid_code_feed(&code, sent, 1, 0), HID_CODE_BROKEN);
	ck_assert_int_eq(hid_code_feed(&code, sent, 13, 0), HID_CODE_WHOLE);
	/* and takes the half before it along */
	make("]E0", "lost", 4, true);
	feed_at(0);
	sent[1] = 200;
	ck_assert_int_eq(feed_at(1), HID_CODE_BROKEN);
	make("]E0", "96385074", 8, false);
	ck_assert_int_eq(feed_at(2), HID_CODE_WHOLE);
	expect("]E0", "96385074", 8);
}
END_TEST

START_TEST(an_end_that_the_scanner_adds_is_taken_off)
{
	make("]E0", "96385074\r", 9, false);
	feed_at(0);
	expect("]E0", "96385074", 8);
	make("]E0", "96385074\r\n", 10, false);
	feed_at(0);
	expect("]E0", "96385074", 8);
}
END_TEST

START_TEST(an_aim_identifier_one_byte_late_is_found)
{
	make("", "", 0, false);
	sent[1] = 8;
	memcpy(sent + 3, "]E096385074", 11);
	ck_assert_int_eq(feed_at(0), HID_CODE_WHOLE);
	expect("]E0", "96385074", 8);
}
END_TEST

START_TEST(rubbish_for_an_aim_identifier_is_none)
{
	make("\1\2\3", "96385074", 8, false);
	ck_assert_int_eq(feed_at(0), HID_CODE_WHOLE);
	expect("", "96385074", 8);
}
END_TEST

START_TEST(a_code_without_end_is_cut)
{
	char part[57];

	memset(part, '7', sizeof part);
	for (int count = 0; count < 20; count++) {
		make("]Q1", part, 56, true);
		ck_assert_int_eq(feed_at(count), HID_CODE_HALF);
	}
	make("]Q1", part, 56, false);
	ck_assert_int_eq(feed_at(20), HID_CODE_WHOLE);
	ck_assert_uint_eq(code.length, SCAN_DATA_MAX - 1);
	ck_assert_uint_eq(strlen(code.data), SCAN_DATA_MAX - 1);
}
END_TEST

START_TEST(without_a_length_the_data_ends_before_its_padding)
{
	static const uint8_t plain[] = { 0x05, 0x8c, 0x09, 0x02, 0xa1, 0x01, 0x75, 0x08,
		                         0x95, 0x20, 0x09, 0xfe, 0x81, 0x02, 0xc0 };
	uint8_t bytes[32] = "9638\0005074";

	ck_assert(hid_code_init(&code, plain, sizeof plain));
	ck_assert_int_eq(hid_code_feed(&code, bytes, sizeof bytes, 0), HID_CODE_WHOLE);
	expect("", "9638\0005074", 9);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("hid_code");
	TCase *tests = tcase_create("descriptors");

	tcase_add_test(tests, a_field_is_found_by_its_usage_wherever_it_lies);
	tcase_add_test(tests, a_usage_said_once_or_for_each_byte_is_the_same_field);
	tcase_add_test(tests, a_range_of_usages_makes_a_field_each_and_an_array_one);
	tcase_add_test(tests, globals_are_pushed_and_popped);
	tcase_add_test(tests, what_is_no_descriptor_is_refused);
	tcase_add_test(tests, bits_behind_the_end_are_zero);
	suite_add_tcase(suite, tests);
	tests = tcase_create("codes");
	tcase_add_checked_fixture(tests, begin_honeywell, NULL);
	tcase_add_test(tests, a_keyboard_is_no_scanner);
	tcase_add_test(tests, honeywell_sends_the_aim_identifier_before_the_data);
	tcase_add_test(tests, newland_has_the_data_at_once);
	tcase_add_test(tests, a_long_code_comes_in_several_reports);
	tcase_add_test(tests, half_a_code_is_dropped_after_a_pause);
	tcase_add_test(tests, empty_and_foreign_reports_are_nothing);
	tcase_add_test(tests, a_report_that_says_more_than_it_has_is_broken);
	tcase_add_test(tests, an_end_that_the_scanner_adds_is_taken_off);
	tcase_add_test(tests, an_aim_identifier_one_byte_late_is_found);
	tcase_add_test(tests, rubbish_for_an_aim_identifier_is_none);
	tcase_add_test(tests, a_code_without_end_is_cut);
	tcase_add_test(tests, without_a_length_the_data_ends_before_its_padding);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
