#include <config.h>

#include "devices/printout.h"

#include <stdio.h>
#include <string.h>

#include "devices/escpos_profile.h"
#include "tests/suite.h"

/* Code page 858 and no pictures. */
static const struct escpos_profile plain = {
	.id = "plain",
	.name = "plain",
	.cols = 96,
	.dots = 1152,
	.pages = { { 19, "CP858" } },
	.page_count = 1,
	.cut = CUT_PARTIAL,
	.drawer = true,
	.barcode = true,
	.qr = true,
};

static struct printout printout;
static struct buf out;

static void
begin(void)
{
	printout_init(&printout);
	out = (struct buf){ .length = 0 };
}

static void
end(void)
{
	printout_done(&printout);
	buf_done(&out);
}

static const char *
as_text(int cols)
{
	buf_clear(&out);
	printout_render_text(&printout, cols, &out);
	return out.text;
}

/* ---- text ---- */

START_TEST(amounts_stand_at_the_right_edge)
{
	printout_columns(&printout, 0, "Coffee beans", "12.50 A");
	printout_rule(&printout, 0);
	printout_rule(&printout, STYLE_DOUBLE_RULE);
	printout_blank(&printout);
	printout_text(&printout, ALIGN_CENTRE, STYLE_BOLD, "Corner Shop");
	printout_text(&printout, ALIGN_RIGHT, 0, "right");
	ck_assert_str_eq(as_text(32), "Coffee beans             12.50 A\n"
	                              "--------------------------------\n"
	                              "================================\n"
	                              "\n"
	                              "          Corner Shop\n"
	                              "                           right\n");
}
END_TEST

START_TEST(long_names_wrap_and_the_amount_stays_with_the_last_line)
{
	printout_columns(&printout, 0, "Organic wholemeal spelt bread with sunflower seeds", "3.49 B");
	printout_columns(&printout, 0, "  with a note that is longer than the paper", "-1.00");
	ck_assert_str_eq(as_text(32), "Organic wholemeal spelt\n"
	                              "bread with sunflower\n"
	                              "seeds                     3.49 B\n"
	                              "  with a note that is\n"
	                              "  longer than the paper    -1.00\n");
}
END_TEST

START_TEST(an_amount_too_wide_for_company_gets_a_line_of_its_own)
{
	printout_columns(&printout, 0, "Grand total since the beginning", "9,999,999,999,999.99 EUR");
	ck_assert_str_eq(as_text(32), "Grand total since the beginning\n"
	                              "        9,999,999,999,999.99 EUR\n");
}
END_TEST

START_TEST(wide_characters_keep_the_columns)
{
	printout_columns(&printout, 0, "精选咖啡豆 1 公斤", "¥125.00");
	printout_columns(&printout, 0, "没有空格的很长很长很长很长的商品名称", "¥8.00");
	printout_text(&printout, ALIGN_CENTRE, 0, "街角小店");
	ck_assert_str_eq(as_text(32), "精选咖啡豆 1 公斤        ¥125.00\n"
	                              "没有空格的很长很长很长很长\n"
	                              "的商品名称                 ¥8.00\n"
	                              "            街角小店\n");
}
END_TEST

START_TEST(line_breaks_begin_lines)
{
	printout_text(&printout, ALIGN_LEFT, 0, "1 High Street\nOldtown");
	ck_assert_str_eq(as_text(32), "1 High Street\nOldtown\n");
}
END_TEST

START_TEST(codes_stand_for_themselves_and_cuts_are_seen)
{
	printout_barcode(&printout, "98000100000000000012");
	printout_qr(&printout, "https://shop.example/r/1-000001");
	printout_drawer(&printout);
	printout_cut(&printout);
	ck_assert_str_eq(as_text(32), "      98000100000000000012\n"
	                              "https://shop.example/r/1-000001\n"
	                              "- - - - - - - - - - - - - - - -\n");
}
END_TEST

/* ---- a printer of our own: what do the bytes do? ---- */

struct paper {
	struct buf text;        /* in code page 858, a line feed a line */
	char styles[64];        /* of each line's first character: "b", "L", "B" both, "-" */
	size_t lines;
	int cuts, pulses, barcodes, codes, unknown;
	bool bold, large, reset, page_858;
	char code[128];         /* the last barcode, digits written out; or the QR's text */
};

struct commands {
	const char *bytes;
	size_t count;           /* of the parameters behind it */
	void (*act)(struct paper *paper, const unsigned char *parameters);
};

static void act_reset(struct paper *paper, const unsigned char *at) { (void)at; paper->reset = true; }
static void act_nothing(struct paper *paper, const unsigned char *at) { (void)paper, (void)at; }
static void act_page(struct paper *paper, const unsigned char *at) { paper->page_858 = at[0] == 19; }
static void act_bold(struct paper *paper, const unsigned char *at) { paper->bold = at[0] & 1; }
static void act_size(struct paper *paper, const unsigned char *at) { paper->large = at[0] == 0x11; }
static void act_cut(struct paper *paper, const unsigned char *at) { paper->cuts += at[0] == 66; }
static void act_pulse(struct paper *paper, const unsigned char *at) { paper->pulses += at[0] < 2; }

static const struct commands commands[] = {
	{ "\x1b@", 0, act_reset },  { "\x1c.", 0, act_nothing }, { "\x1bt", 1, act_page },
	{ "\x1b" "E", 1, act_bold }, { "\x1d!", 1, act_size },   { "\x1b" "a", 1, act_nothing },
	{ "\x1dh", 1, act_nothing }, { "\x1dw", 1, act_nothing }, { "\x1dH", 1, act_nothing },
	{ "\x1dV", 2, act_cut },     { "\x1bp", 3, act_pulse },
};

static void
code128(struct paper *paper, const unsigned char *data, size_t count)
{
	char set = '?';
	size_t length = 0;

	for (size_t i = 0; i < count && length + 3 < sizeof paper->code; i++) {
		if (data[i] == '{' && i + 1 < count && data[i + 1] != '{')
			set = (char)data[++i];
		else if (set == 'C')
			length += (size_t)snprintf(paper->code + length, 4, "%02d", data[i]);
		else
			paper->code[length++] = (char)data[data[i] == '{' ? ++i : i];
	}
	paper->code[length] = '\0';
	paper->barcodes++;
}

/* Bytes of the command at `at`, or 0 if it is none this printer knows. */
static size_t
obey(struct paper *paper, const unsigned char *at, size_t left)
{
	if (left >= 4 && memcmp(at, "\x1dk\x49", 3) == 0 && left >= 4u + at[3]) {
		code128(paper, at + 4, at[3]);
		return 4u + at[3];
	}
	if (left >= 7 && memcmp(at, "\x1d(k", 3) == 0) {
		size_t count = at[3] + 256u * at[4];

		if (at[6] == 'P')
			snprintf(paper->code, sizeof paper->code, "%.*s", (int)count - 3, at + 8);
		paper->codes += at[6] == 'Q';
		return left >= 5 + count ? 5 + count : 0;
	}
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (left >= 2 + commands[i].count && memcmp(at, commands[i].bytes, 2) == 0) {
			commands[i].act(paper, at + 2);
			return 2 + commands[i].count;
		}
	return 0;
}

static void
print(struct paper *paper, const char *bytes, size_t count)
{
	const unsigned char *at = (const unsigned char *)bytes;

	*paper = (struct paper){ .lines = 0 };
	buf_add(&paper->text, "");
	for (size_t i = 0; i < count;) {
		size_t used = at[i] < 0x20 && at[i] != '\n' ? obey(paper, at + i, count - i) : 1;

		if (used == 0) {
			paper->unknown++;
			used = 1;
		} else if (used == 1) {
			if (paper->lines + 1 < sizeof paper->styles)
				paper->styles[paper->lines] =
					paper->bold ? (paper->large ? 'B' : 'b') : paper->large ? 'L' : '-';
			paper->lines += at[i] == '\n';
			buf_add_char(&paper->text, (char)at[i]);
		}
		i += used;
	}
}

static void
print_out(struct paper *paper, int cols)
{
	buf_clear(&out);
	printout_render_escpos(&printout, cols, &plain, &out);
	print(paper, out.text, out.length);
	ck_assert(paper->reset && paper->page_858 && !paper->bold && !paper->large);
	ck_assert_int_eq(paper->unknown, 0);
}

START_TEST(a_printer_gets_text_emphasis_and_size)
{
	struct paper paper;

	printout_text(&printout, ALIGN_CENTRE, STYLE_BOLD, "Shop");
	printout_columns(&printout, STYLE_BOLD | STYLE_LARGE, "TOTAL", "12.50");
	printout_columns(&printout, 0, "Kaffee", "12.50");
	print_out(&paper, 32);
	ck_assert_str_eq(paper.text.text, "              Shop\n"
	                                  "TOTAL      12.50\n"
	                                  "Kaffee                     12.50\n");
	ck_assert_int_eq(strncmp(paper.styles, "bB-", 3), 0);
	buf_done(&paper.text);
}
END_TEST

START_TEST(a_large_amount_that_does_not_fit_is_printed_small_and_whole)
{
	struct paper paper;

	printout_columns(&printout, STYLE_LARGE, "TOTAL", "EUR 1,234,567,890.00");
	print_out(&paper, 32);
	ck_assert_str_eq(paper.text.text, "TOTAL       EUR 1,234,567,890.00\n");
	ck_assert_int_eq(paper.styles[0], '-');
	buf_done(&paper.text);
}
END_TEST

START_TEST(code_page_858_has_the_euro_and_neighbours_for_the_rest)
{
	struct paper paper;

	printout_text(&printout, ALIGN_LEFT, 0, "€ ÄÖÜß é ñ ×");
	printout_text(&printout, ALIGN_LEFT, 0, "Żółć Dvořák – “Şirin” …");
	printout_columns(&printout, 0, "街角 e\xcc\x81", "1");
	print_out(&paper, 32);
	ck_assert_str_eq(paper.text.text, "\xd5 \x8e\x99\x9a\xe1 \x82 \xa4 \x9e\n"
	                                  "Z\xa2lc Dvor\xa0k - \"Sirin\" .\n"
	                                  "???? e                         1\n");
	buf_done(&paper.text);
}
END_TEST

START_TEST(codes_cut_and_drawer_reach_the_printer)
{
	struct paper paper;

	printout_barcode(&printout, "98000100000000000012");
	print_out(&paper, 32);
	ck_assert_int_eq(paper.barcodes, 1);
	ck_assert_str_eq(paper.code, "98000100000000000012");
	buf_done(&paper.text);
	printout_barcode(&printout, "123");
	print_out(&paper, 32);
	ck_assert_str_eq(paper.code, "123");
	buf_done(&paper.text);
	printout_barcode(&printout, "S-7{x}");
	printout_qr(&printout, "https://shop.example/?a=1");
	printout_cut(&printout);
	printout_drawer(&printout);
	print_out(&paper, 32);
	ck_assert_int_eq(paper.barcodes, 3);
	ck_assert_int_eq(paper.codes, 1);
	ck_assert_str_eq(paper.code, "https://shop.example/?a=1");
	ck_assert_int_eq(paper.cuts, 1);
	ck_assert_int_eq(paper.pulses, 1);
	buf_done(&paper.text);
}
END_TEST

START_TEST(a_barcode_of_any_text_is_one_code)
{
	struct paper paper;

	printout_barcode(&printout, "S-7{x}\x1b@");
	print_out(&paper, 32);
	ck_assert_int_eq(paper.barcodes, 1);
	ck_assert_str_eq(paper.code, "S-7{x}?@");
	buf_done(&paper.text);
}
END_TEST

/* ---- hostile names ---- */

/* Every byte, alone and behind an escape, in every place where text can stand. */
START_TEST(no_name_commands_the_printer)
{
	struct paper paper;

	for (int byte = 1; byte < 256; byte++) {
		char name[64];

		snprintf(name, sizeof name, "a%c\x1b" "p%c\x19\xfa\x1d" "V%cb\xc2\x9b" "1m", byte, byte, byte);
		printout_done(&printout);
		printout_text(&printout, ALIGN_LEFT, 0, name);
		printout_columns(&printout, STYLE_BOLD, name, name);
		printout_qr(&printout, name);
		print_out(&paper, 42);
		ck_assert_int_eq(paper.cuts, 0);
		ck_assert_int_eq(paper.pulses, 0);
		ck_assert_int_eq(paper.barcodes, 0);
		ck_assert_int_eq(paper.codes, 1);
		for (const char *at = paper.text.text; *at; at++)
			ck_assert(*at == '\n' || (unsigned char)*at >= 0x20);
		buf_done(&paper.text);
	}
}
END_TEST

START_TEST(no_name_leaves_its_line)
{
	static const char *const names[] = {
		"\xe2\x80\xae" "backwards", "no\rreturn", "tab\there", "bell\a", "\xff\xfe broken \xc3",
		"esc \x1b[31m", "e\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81\xcc\x81",
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		printout_columns(&printout, 0, names[i], "1.00");
	as_text(32);
	ck_assert_ptr_null(strpbrk(out.text, "\a\b\t\v\f\r\x1b"));
	ck_assert_ptr_null(strstr(out.text, "\xe2\x80\xae"));
	for (char *line = strtok(out.text, "\n"); line; line = strtok(NULL, "\n")) {
		ck_assert_int_eq(text_cols(line), 32);
		ck_assert_str_eq(line + strlen(line) - 4, "1.00");
	}
}
END_TEST

START_TEST(no_length_of_name_is_too_much)
{
	struct buf name = { .length = 0 };
	struct paper paper;

	for (int i = 0; i < 3000; i++)
		buf_add(&name, i % 7 ? "e\xcc\x81" : "长 ");
	printout_columns(&printout, STYLE_LARGE, name.text, name.text);
	printout_text(&printout, ALIGN_RIGHT, STYLE_LARGE, name.text);
	printout_barcode(&printout, name.text);
	printout_qr(&printout, name.text);
	print_out(&paper, 32);
	as_text(48);
	for (char *line = strtok(out.text, "\n"); line; line = strtok(NULL, "\n"))
		ck_assert_int_le(text_cols(line), 48);
	buf_done(&paper.text);
	buf_done(&name);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("printout");
	TCase *text = tcase_create("text"), *printer = tcase_create("printer");
	TCase *hostile = tcase_create("hostile");

	tcase_add_checked_fixture(text, begin, end);
	tcase_add_test(text, amounts_stand_at_the_right_edge);
	tcase_add_test(text, long_names_wrap_and_the_amount_stays_with_the_last_line);
	tcase_add_test(text, an_amount_too_wide_for_company_gets_a_line_of_its_own);
	tcase_add_test(text, wide_characters_keep_the_columns);
	tcase_add_test(text, line_breaks_begin_lines);
	tcase_add_test(text, codes_stand_for_themselves_and_cuts_are_seen);
	tcase_add_checked_fixture(printer, begin, end);
	tcase_add_test(printer, a_printer_gets_text_emphasis_and_size);
	tcase_add_test(printer, a_large_amount_that_does_not_fit_is_printed_small_and_whole);
	tcase_add_test(printer, code_page_858_has_the_euro_and_neighbours_for_the_rest);
	tcase_add_test(printer, codes_cut_and_drawer_reach_the_printer);
	tcase_add_test(printer, a_barcode_of_any_text_is_one_code);
	tcase_add_checked_fixture(hostile, begin, end);
	tcase_add_test(hostile, no_name_commands_the_printer);
	tcase_add_test(hostile, no_name_leaves_its_line);
	tcase_add_test(hostile, no_length_of_name_is_too_much);
	suite_add_tcase(suite, text);
	suite_add_tcase(suite, printer);
	suite_add_tcase(suite, hostile);
	return run_suite(suite);
}
