#include <config.h>

#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "tests/folder.h"
#include "tests/suite.h"

static struct csv *csv;
static const char **fields;
static struct err err;

static void
tear_down(void)
{
	csv_close(&csv);
	folder_remove();
}

static void
open_text(const char *text, size_t length)
{
	ck_assert_int_eq(csv_open(&csv, file_in_folder("a.csv", text, length), &err), RC_OK);
}

static void
expect_row(const char *joined)
{
	struct buf buf = { 0 };
	enum outcome outcome = csv_row(csv, &fields, &err);

	ck_assert_msg(outcome == RC_OK, "%s", err.msg);
	for (size_t i = 0; i < csv_columns(csv); i++)
		buf_format(&buf, "%s%s", i ? "|" : "", fields[i]);
	ck_assert_str_eq(buf.text, joined);
	buf_done(&buf);
}

static void
expect_end(void)
{
	ck_assert_int_eq(csv_row(csv, &fields, &err), RC_NOT_FOUND);
}

static void
expect_refusal(const char *sentence)
{
	ck_assert_int_eq(csv_row(csv, &fields, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, sentence);
}

START_TEST(columns_are_found_by_name)
{
	open_text("gtin, Name ,price\n1,2,3\n", 24);
	ck_assert_uint_eq(csv_columns(csv), 3);
	ck_assert_str_eq(csv_column_name(csv, 1), "Name");
	ck_assert_ptr_null(csv_column_name(csv, 3));
	ck_assert_int_eq(csv_column(csv, "name"), 1);
	ck_assert_int_eq(csv_column(csv, "colour"), -1);
	expect_row("1|2|3");
	expect_end();
	expect_end();
}
END_TEST

static const struct {
	const char *text, *row;
} dialects[] = {
	{ "a,b\n1,2\n", "1|2" },
	{ "a;b\n1,5;2\n", "1,5|2" },
	{ "a\tb\n1,5;6\t2", "1,5;6|2" },
	{ "\xEF\xBB\xBF"
	  "a,b\r\n1,2\r\n",
	  "1|2" },
	{ "\"a,x\";b\n1;2\n", "1|2" },
	{ "a,b\n\n\r\n1,2\n", "1|2" },
	{ "a,b\n,\n", "|" },
	{ "a,b\n\"1\",\"2\"", "1|2" },
	{ "a,b\n\"say \"\"hi\"\"\",\"\"\n", "say \"hi\"|" },
	{ "a,b\n\"two\nlines\",2\n", "two\nlines|2" },
	{ "a,b\n12\" pizza,2\n", "12\" pizza|2" },
	{ "a,b\n 1 , 2 \n", " 1 | 2 " },
	{ "a,b\nx\ry,2\n", "x\ry|2" },
};

START_TEST(files_of_many_programs_are_read)
{
	open_text(dialects[_i].text, strlen(dialects[_i].text));
	expect_row(dialects[_i].row);
	expect_end();
}
END_TEST

START_TEST(a_bad_row_is_named_and_the_next_is_read)
{
	static const char text[] = "a,b\n1,2,3\n\"x\"y,2\n3,4\n\xFF,5\n6\n7,8\n9,\"open\n";

	open_text(text, strlen(text));
	expect_refusal("line 2 has 3 fields, the header has 2");
	expect_refusal("line 3: there is text after a closing quote");
	expect_row("3|4");
	ck_assert_int_eq(csv_line(csv), 4);
	expect_refusal("line 5 is not UTF-8 text");
	expect_refusal("line 6 has 1 fields, the header has 2");
	expect_row("7|8");
	expect_refusal("line 8: a quote is opened and never closed");
	expect_end();
}
END_TEST

START_TEST(line_numbers_count_line_breaks_in_fields)
{
	static const char text[] = "a,b\n\"1\n1\n1\",2\n3,4\n";

	open_text(text, strlen(text));
	expect_row("1\n1\n1|2");
	ck_assert_int_eq(csv_line(csv), 2);
	expect_row("3|4");
	ck_assert_int_eq(csv_line(csv), 5);
}
END_TEST

START_TEST(a_nul_is_not_text)
{
	open_text("a,b\n1\0"
	          "1,2\n3,4\n",
	          14);
	expect_refusal("line 2 is not UTF-8 text");
	expect_row("3|4");
}
END_TEST

START_TEST(a_row_may_be_long_but_not_endless)
{
	char *text = alloc_zero(CSV_ROW_MAX + 100, 1);
	size_t length = CSV_ROW_MAX - 1;

	strcpy(text, "a\n");
	memset(text + 2, 'x', length);
	strcpy(text + 2 + length, "\n1\n");
	open_text(text, strlen(text));
	ck_assert_int_eq(csv_row(csv, &fields, &err), RC_OK);
	ck_assert_uint_eq(strlen(fields[0]), length);
	expect_row("1");
	csv_close(&csv);
	strcpy(text + 2 + length, "xx\n1\n");
	open_text(text, strlen(text));
	expect_refusal("line 2: the row is too long");
	expect_row("1");
	free(text);
}
END_TEST

START_TEST(too_many_fields_are_refused)
{
	char text[4 * CSV_FIELDS_MAX + 8] = "";

	for (int i = 0; i < CSV_FIELDS_MAX; i++)
		strcat(text, "a,");
	strcat(text, "a\n");
	ck_assert_int_eq(csv_open(&csv, file_in_folder("a.csv", text, strlen(text)), &err),
	                 RC_REFUSED);
	ck_assert_str_eq(err.msg, "line 1: the row has too many fields");
	ck_assert_ptr_null(csv);
}
END_TEST

START_TEST(a_file_that_is_none_is_refused)
{
	ck_assert_int_eq(csv_open(&csv, in_folder("absent.csv"), &err), RC_NOT_FOUND);
	ck_assert_int_eq(csv_open(&csv, file_in_folder("a.csv", "", 0), &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the file is empty");
	ck_assert_int_eq(csv_open(&csv,
	                          file_in_folder("a.csv",
	                                         "\xFF\xFE"
	                                         "a\0,\0",
	                                         6),
	                          &err),
	                 RC_REFUSED); /* UTF-16 */
	ck_assert_int_eq(csv_open(&csv, test_folder, &err), RC_REFUSED);
	ck_assert_ptr_nonnull(strstr(err.msg, "is a folder, not a file"));
	ck_assert_int_eq(csv_open(&csv, "/dev/zero", &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "/dev/zero is not an ordinary file");
	ck_assert_ptr_null(csv);
}
END_TEST

START_TEST(rows_across_the_readers_buffer_stay_whole)
{
	struct buf buf = { 0 };

	buf_add(&buf, "number,text\n");
	for (int i = 0; i < 20000; i++)
		buf_format(&buf, "%d,\"a \"\"quoted\"\" %d\"\n", i, i);
	open_text(buf.text, buf.length);
	for (int i = 0; i < 20000; i++) {
		char text[64];

		snprintf(text, sizeof(text), "%d|a \"quoted\" %d", i, i);
		expect_row(text);
	}
	expect_end();
	buf_done(&buf);
}
END_TEST

static const struct {
	const char *text;
	int for_spreadsheet;
	const char *written;
} written[] = {
	{ "Milk", 0, "Milk" },
	{ "Milk, 1 l", 0, "\"Milk, 1 l\"" },
	{ "12\" pizza", 0, "\"12\"\" pizza\"" },
	{ "two\nlines", 0, "\"two\nlines\"" },
	{ " x", 0, "\" x\"" },
	{ "", 0, "" },
	{ "=1+1", 0, "=1+1" },
	{ "=1+1", 1, "'=1+1" },
	{ "@SUM(A1,A2)", 1, "\"'@SUM(A1,A2)\"" },
	{ "-5", 1, "'-5" },
	{ "Milk-5", 1, "Milk-5" },
};

START_TEST(fields_are_quoted_where_they_must_be)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	csv_write_field(file, written[_i].text, ',', written[_i].for_spreadsheet);
	fclose(file);
	ck_assert_str_eq(text, written[_i].written);
	free(text);
}
END_TEST

START_TEST(what_is_written_is_read_back)
{
	static const char *const texts[] = { "a,b;c\td", "\"", "\r\n", " ", "=x", "" };
	FILE *file = fopen(in_folder("a.csv"), "we");
	size_t count = sizeof(texts) / sizeof(texts[0]);

	fputs("a;b;c;d;e;f\n", file);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			putc(';', file);
		csv_write_field(file, texts[i], ';', 0);
	}
	fclose(file);
	ck_assert_int_eq(csv_open(&csv, in_folder("a.csv"), &err), RC_OK);
	ck_assert_int_eq(csv_row(csv, &fields, &err), RC_OK);
	for (size_t i = 0; i < count; i++)
		ck_assert_str_eq(fields[i], texts[i]);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("csv");
	TCase *tcase = tcase_create("csv");

	tcase_add_checked_fixture(tcase, folder_make, tear_down);
	tcase_add_test(tcase, columns_are_found_by_name);
	tcase_add_loop_test(tcase, files_of_many_programs_are_read, 0,
	                    sizeof(dialects) / sizeof(dialects[0]));
	tcase_add_test(tcase, a_bad_row_is_named_and_the_next_is_read);
	tcase_add_test(tcase, line_numbers_count_line_breaks_in_fields);
	tcase_add_test(tcase, a_nul_is_not_text);
	tcase_add_test(tcase, a_row_may_be_long_but_not_endless);
	tcase_add_test(tcase, too_many_fields_are_refused);
	tcase_add_test(tcase, a_file_that_is_none_is_refused);
	tcase_add_test(tcase, rows_across_the_readers_buffer_stay_whole);
	tcase_add_loop_test(tcase, fields_are_quoted_where_they_must_be, 0,
	                    sizeof(written) / sizeof(written[0]));
	tcase_add_test(tcase, what_is_written_is_read_back);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
