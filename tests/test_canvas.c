/*
 * Cells, columns and what is typed: the arithmetic of the screens, without a terminal.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/lang.h"
#include "screens/canvas.h"
#include "screens/digits.h"
#include "screens/field.h"
#include "screens/lines.h"
#include "screens/list.h"
#include "screens/panel.h"
#include "screens/typed.h"
#include "suite.h"

static void
expect_row(const struct canvas *canvas, int row, const char *text)
{
	struct buf out = { 0 };

	canvas_row_text(canvas, row, &out);
	buf_add(&out, "");
	ck_assert_str_eq(out.text, text);
	buf_done(&out);
}

/* Every wide cell has its right half, and no half stands alone. */
static void
expect_whole(const struct canvas *canvas)
{
	for (int row = 0; row < canvas->rows; row++) {
		const struct cell *cells = &canvas->cells[row * canvas->cols];

		for (int col = 0; col < canvas->cols; col++) {
			if (cells[col].width == 2)
				ck_assert(col + 1 < canvas->cols && cells[col + 1].width == 0);
			if (cells[col].width == 0)
				ck_assert(col > 0 && cells[col - 1].width == 2);
		}
	}
}

/* ---- canvas ---- */

START_TEST(text_is_cut_with_an_ellipsis)
{
	struct canvas canvas;

	canvas_init(&canvas, 2, 20);
	ck_assert_int_eq(canvas_put(&canvas, 0, 0, 8, INK_BODY, "Coffee beans"), 8);
	expect_row(&canvas, 0, "Coffee …");
	ck_assert_int_eq(canvas_put(&canvas, 1, 0, 12, INK_BODY, "Coffee beans"), 12);
	expect_row(&canvas, 1, "Coffee beans");
	canvas_done(&canvas);
}
END_TEST

START_TEST(wide_and_combining_characters_keep_their_columns)
{
	struct canvas canvas;

	canvas_init(&canvas, 3, 12);
	ck_assert_int_eq(canvas_put(&canvas, 0, 0, 12, INK_BODY, "牛奶 1 l"), 8);
	ck_assert_int_eq(canvas_put(&canvas, 0, 9, 3, INK_BODY, "2.0"), 3);
	expect_row(&canvas, 0, "牛奶 1 l 2.0");
	/* e and a combining acute are one cell */
	ck_assert_int_eq(canvas_put(&canvas, 1, 0, 12, INK_BODY, "cafe\xcc\x81!"), 5);
	ck_assert_str_eq(canvas.cells[12 + 3].text, "e\xcc\x81");
	/* a wide character that would be halved is left out */
	ck_assert_int_eq(canvas_put(&canvas, 2, 0, 4, INK_BODY, "牛奶茶"), 3);
	expect_row(&canvas, 2, "牛…");
	expect_whole(&canvas);
	canvas_done(&canvas);
}
END_TEST

START_TEST(half_of_a_wide_character_never_stays)
{
	struct canvas canvas;

	canvas_init(&canvas, 3, 8);
	for (int row = 0; row < 3; row++)
		canvas_put(&canvas, row, 0, 8, INK_BODY, "牛奶牛奶");
	canvas_put(&canvas, 0, 1, 1, INK_BODY, "x");
	expect_row(&canvas, 0, " x奶牛奶");
	canvas_put(&canvas, 1, 2, 1, INK_BODY, "x");
	expect_row(&canvas, 1, "牛x 牛奶");
	canvas_fill(&canvas, (struct area){ 2, 3, 1, 2 }, INK_BODY);
	expect_row(&canvas, 2, "牛    奶");
	expect_whole(&canvas);
	canvas_done(&canvas);
}
END_TEST

START_TEST(nothing_is_drawn_outside)
{
	struct canvas canvas;

	canvas_init(&canvas, 2, 6);
	canvas_put(&canvas, -1, 0, 6, INK_BODY, "above");
	canvas_put(&canvas, 2, 0, 6, INK_BODY, "below");
	canvas_put(&canvas, 0, -2, 6, INK_BODY, "abcdef");
	canvas_put(&canvas, 1, 4, 60, INK_BODY, "abcdef");
	canvas_fill(&canvas, (struct area){ -5, -5, 3, 200 }, INK_MARK);
	canvas_border(&canvas, (struct area){ 0, 3, 9, 9 }, INK_RULE);
	canvas_cursor(&canvas, 99, 99);
	ck_assert_int_eq(canvas.cursor_row, 1);
	ck_assert_int_eq(canvas.cursor_col, 5);
	expect_whole(&canvas);
	canvas_done(&canvas);
}
END_TEST

START_TEST(padding_aligns_and_wide_text_too)
{
	struct canvas canvas;

	canvas_init(&canvas, 3, 10);
	canvas_pad(&canvas, 0, 0, 10, INK_BODY, ALIGN_RIGHT, "12.50");
	expect_row(&canvas, 0, "     12.50");
	canvas_pad(&canvas, 1, 0, 10, INK_BODY, ALIGN_RIGHT, "¥牛奶");
	expect_row(&canvas, 1, "     ¥牛奶");
	canvas_pad(&canvas, 2, 0, 10, INK_BODY, ALIGN_CENTRE, "ab");
	expect_row(&canvas, 2, "    ab");
	canvas_done(&canvas);
}
END_TEST

START_TEST(wrapping_says_how_many_rows_it_takes)
{
	struct canvas canvas;

	canvas_init(&canvas, 4, 12);
	ck_assert_int_eq(canvas_wrap_rows("the drawer holds what it should", 12), 3);
	ck_assert_int_eq(canvas_wrap(&canvas, (struct area){ 0, 0, 4, 12 }, INK_BODY,
	                             "the drawer holds what it should"),
	                 3);
	expect_row(&canvas, 0, "the drawer");
	expect_row(&canvas, 1, "holds what");
	expect_row(&canvas, 2, "it should");
	ck_assert_int_eq(canvas_wrap_rows("two\nlines", 12), 2);
	ck_assert_int_eq(canvas_wrap_rows("", 12), 0);
	canvas_done(&canvas);
}
END_TEST

/* ---- columns ---- */

START_TEST(columns_of_a_line_never_overlap_at_any_width)
{
	for (int cols = 40; cols <= 240; cols++) {
		struct lines_columns at = lines_columns(cols);

		ck_assert_int_ge(at.name, 0);
		ck_assert_int_ge(at.name_cols, 24);
		ck_assert_int_le(at.name + at.name_cols, at.qty_cols ? at.qty : at.amount);
		ck_assert_int_ge(at.amount_cols, (int)strlen("1,234,567.00"));
		if (at.qty_cols)
			ck_assert_int_le(at.qty + at.qty_cols, at.amount);
		if (at.tax_cols)
			ck_assert_int_le(at.amount + at.amount_cols, at.tax);
		ck_assert_int_le((at.tax_cols ? at.tax + at.tax_cols : at.amount + at.amount_cols),
		                 cols);
		if (cols >= 60)
			ck_assert_int_gt(at.qty_cols, 0);
	}
}
END_TEST

START_TEST(the_parts_of_the_sale_fit_every_window)
{
	for (int rows = 8; rows <= 80; rows++) {
		for (int cols = 40; cols <= 200; cols += 8) {
			struct area room = { 1, 0, rows - 2, cols };
			struct panel_layout layout = panel_layout(room);

			ck_assert_int_ge(layout.lines.rows, 3);
			ck_assert_int_eq(layout.lines.row + layout.lines.rows, layout.top);
			ck_assert_int_lt(layout.top, layout.note);
			ck_assert_int_lt(layout.note, layout.buffer);
			ck_assert_int_eq(layout.buffer, room.row + room.rows - 1);
		}
	}
}
END_TEST

/* ---- digits ---- */

START_TEST(large_figures_are_as_wide_as_they_say)
{
	static const char *const amounts[] = { "40.28",    "1,234,567.00",  "-0.05",
		                               "1'000.50", "1\u202f234,50", "0" };

	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		for (int size = DIGITS_SMALL; size <= DIGITS_LARGE; size++) {
			struct canvas canvas;
			int cols = digits_cols((enum digits_size)size, amounts[i]), used = 0;

			canvas_init(&canvas, 6, 200);
			digits_draw(&canvas, 0, 0, INK_DUE, (enum digits_size)size, amounts[i]);
			for (int cell = 0; cell < 6 * 200; cell++) {
				if (strcmp(canvas.cells[cell].text, " ") != 0 &&
				    cell % 200 + 1 > used)
					used = cell % 200 + 1;
			}
			ck_assert_int_eq(used, cols);
			canvas_done(&canvas);
		}
	}
}
END_TEST

/* ---- fields ---- */

static bool
press(struct field *field, const char *name)
{
	struct key key;

	ck_assert_msg(key_parse(name, &key), "%s", name);
	return field_key(field, &key, true);
}

START_TEST(a_field_edits_whole_characters)
{
	struct field field = { .room = 0 };

	press(&field, "牛");
	press(&field, "e");
	press(&field, "é");
	ck_assert_str_eq(field.text, "牛eé");
	press(&field, "Left");
	press(&field, "Backspace");
	ck_assert_str_eq(field.text, "牛é");
	press(&field, "Home");
	press(&field, "Del");
	ck_assert_str_eq(field.text, "é");
	ck_assert(!press(&field, "Backspace"));
	press(&field, "End");
	press(&field, "x");
	ck_assert_str_eq(field.text, "éx");
}
END_TEST

START_TEST(a_full_field_takes_no_more)
{
	struct field field = { .room = 3 };

	ck_assert(press(&field, "1"));
	ck_assert(press(&field, "2"));
	ck_assert(!press(&field, "牛"));
	ck_assert(press(&field, "3"));
	ck_assert(!press(&field, "4"));
	ck_assert_str_eq(field.text, "123");
}
END_TEST

START_TEST(a_secret_field_shows_no_digit)
{
	struct field field = { .secret = true };
	struct canvas canvas;

	canvas_init(&canvas, 1, 12);
	press(&field, "4");
	press(&field, "7");
	ck_assert_int_eq(field_draw(&field, &canvas, 0, 2, 8, INK_BODY), 4);
	expect_row(&canvas, 0, "  ••");
	canvas_done(&canvas);
}
END_TEST

START_TEST(a_long_text_is_shown_around_the_cursor)
{
	struct field field = { .room = 0 };
	struct canvas canvas;

	canvas_init(&canvas, 1, 10);
	field_set(&field, "abcdefghijklmnop");
	ck_assert_int_eq(field_draw(&field, &canvas, 0, 0, 8, INK_BODY), 7);
	expect_row(&canvas, 0, "jklmnop");
	canvas_done(&canvas);
}
END_TEST

/* ---- lists ---- */

START_TEST(the_marked_row_is_always_in_sight)
{
	struct list list = { 0 };
	unsigned seed = 3;

	list_set_count(&list, 0);
	for (int i = 0; i < 20000; i++) {
		if (rand_r(&seed) % 7 == 0)
			list_set_count(&list, rand_r(&seed) % 40);
		list_fit(&list, 1 + rand_r(&seed) % 12);
		list_move(&list, (enum action)(ACT_UP + rand_r(&seed) % 6));
		list_fit(&list, list.height);
		if (list.count == 0) {
			ck_assert_int_eq(list.marked, -1);
			continue;
		}
		ck_assert(list.marked >= list.first && list.marked < list.first + list.height);
		ck_assert(list.first >= 0 &&
		          (list.first == 0 || list.first + list.height <= list.count));
	}
}
END_TEST

/* ---- typed numbers ---- */

static struct settings
shop(int exponent, enum amount_entry entry)
{
	struct settings settings = { .amount_entry = entry };

	settings.currency.exponent = exponent;
	return settings;
}

START_TEST(amounts_are_read_as_they_are_typed)
{
	static const struct {
		int exponent;
		enum amount_entry entry;
		const char *typed, *word;
	} rows[] = {
		{ 2, AMOUNTS_MINOR, "2000", "20.00" }, { 2, AMOUNTS_MINOR, "5", "0.05" },
		{ 2, AMOUNTS_MINOR, "50", "0.50" },    { 2, AMOUNTS_MINOR, "20.", "20" },
		{ 2, AMOUNTS_MINOR, "20,5", "20.5" },  { 2, AMOUNTS_MINOR, ",5", "0.5" },
		{ 2, AMOUNTS_UNITS, "2000", "2000" },  { 2, AMOUNTS_UNITS, "20.50", "20.50" },
		{ 0, AMOUNTS_MINOR, "2000", "2000" },  { 3, AMOUNTS_MINOR, "1234", "1.234" },
		{ 3, AMOUNTS_MINOR, "7", "0.007" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct settings settings = shop(rows[i].exponent, rows[i].entry);
		char word[TYPED_MAX];

		ck_assert_int_eq(typed_amount(&settings, rows[i].typed, word, NULL), RC_OK);
		ck_assert_str_eq(word, rows[i].word);
	}
}
END_TEST

START_TEST(what_is_no_number_is_refused)
{
	static const char *const wrong[] = { "",   ".",      "1.2.3",
		                             "1a", "12.345", "99999999999999999999999" };
	struct settings settings = shop(2, AMOUNTS_MINOR);

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		char word[TYPED_MAX];
		struct err err;

		ck_assert_int_eq(typed_amount(&settings, wrong[i], word, &err), RC_REFUSED);
		ck_assert_str_ne(err.msg, "");
	}
}
END_TEST

START_TEST(quantities_have_a_point_or_a_comma)
{
	char word[TYPED_MAX];

	ck_assert_int_eq(typed_qty("0,786", word, NULL), RC_OK);
	ck_assert_str_eq(word, "0.786");
	ck_assert_int_eq(typed_qty("3", word, NULL), RC_OK);
	ck_assert_str_eq(word, "3");
	ck_assert_int_eq(typed_qty("3x", word, NULL), RC_REFUSED);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("canvas");
	TCase *tcase = tcase_create("canvas");

	lang_start();
	suite_add_tcase(suite, tcase);
	tcase_add_test(tcase, text_is_cut_with_an_ellipsis);
	tcase_add_test(tcase, wide_and_combining_characters_keep_their_columns);
	tcase_add_test(tcase, half_of_a_wide_character_never_stays);
	tcase_add_test(tcase, nothing_is_drawn_outside);
	tcase_add_test(tcase, padding_aligns_and_wide_text_too);
	tcase_add_test(tcase, wrapping_says_how_many_rows_it_takes);
	tcase_add_test(tcase, columns_of_a_line_never_overlap_at_any_width);
	tcase_add_test(tcase, the_parts_of_the_sale_fit_every_window);
	tcase_add_test(tcase, large_figures_are_as_wide_as_they_say);
	tcase_add_test(tcase, a_field_edits_whole_characters);
	tcase_add_test(tcase, a_full_field_takes_no_more);
	tcase_add_test(tcase, a_secret_field_shows_no_digit);
	tcase_add_test(tcase, a_long_text_is_shown_around_the_cursor);
	tcase_add_test(tcase, the_marked_row_is_always_in_sight);
	tcase_add_test(tcase, amounts_are_read_as_they_are_typed);
	tcase_add_test(tcase, what_is_no_number_is_refused);
	tcase_add_test(tcase, quantities_have_a_point_or_a_comma);
	return run_suite(suite);
}
