#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "reports/drawing_face.h"
#include "suite.h"

/* A page with these words, drawn by one of the two. */
static void
draw_with(const struct drawing_face *face, const char *words, struct buf *out)
{
	void *canvas = face->start();
	face->page(canvas, DRAWING_A4_WIDTH, DRAWING_A4_HEIGHT);
	face->text(canvas, DRAWING_NORMAL, 9000, 40000, 40000, words);
	face->fill(canvas, 40000, 80000, 10000, 5000);
	face->finish(canvas, out);
}

static bool
holds(const struct buf *file, const char *what)
{
	return memmem(file->text, file->length, what, strlen(what)) != NULL;
}

START_TEST(latin_letters_and_the_euro_are_drawn_without_any_library)
{
	struct buf file = { 0 };
	draw_with(&drawing_plain, "Käse (1 \xE2\x82\xAC)", &file);
	ck_assert(memcmp(file.text, "%PDF-", 5) == 0);
	ck_assert(holds(&file, "(K\\344se \\(1 \\200\\))"));
	ck_assert(holds(&file, "40.000 80.000 10.000 5.000 re f"));
	ck_assert(holds(&file, "%%EOF"));
	buf_done(&file);
}
END_TEST

START_TEST(letters_without_a_font_of_their_own_are_left_out_by_it)
{
	struct buf file = { 0 };
	draw_with(&drawing_plain, "a\xE8\xB1\x86z", &file);
	ck_assert(holds(&file, "(az)"));
	buf_done(&file);
}
END_TEST

START_TEST(other_scripts_bring_their_font_along)
{
	struct buf file = { 0 }, again = { 0 };
	const char *words = "\xE8\xB1\x86\xE6\xB5\x86 1.99";
	if (!drawing_cairo())
		return;
	draw_with(drawing_cairo(), words, &file);
	draw_with(drawing_cairo(), words, &again);
	ck_assert(memcmp(file.text, "%PDF-", 5) == 0);
	ck_assert(holds(&file, "/FontFile"));
	ck_assert(holds(&file, "/MediaBox [ 0 0 595.276"));
	ck_assert_uint_eq(file.length, again.length);
	ck_assert(memcmp(file.text, again.text, file.length) == 0);
	buf_done(&file);
	buf_done(&again);
}
END_TEST

START_TEST(each_page_has_its_own_size)
{
	struct buf file = { 0 };
	void *canvas = drawing_plain.start();
	drawing_plain.page(canvas, 200000, 300000);
	drawing_plain.page(canvas, 80 * DRAWING_MM, 900000);
	drawing_plain.finish(canvas, &file);
	ck_assert(holds(&file, "/Count 2"));
	ck_assert(holds(&file, "[0 0 200.000 300.000 ]"));
	ck_assert(holds(&file, "[0 0 226.800 900.000 ]"));
	buf_done(&file);
}
END_TEST

START_TEST(what_is_too_wide_ends_in_three_points)
{
	struct drawing *drawing = drawing_new();
	struct buf file = { 0 };
	int whole = drawing_text_width(drawing, DRAWING_BOLD, 9000, "Coffee beans, 1 kg");
	ck_assert_int_gt(whole, 40000);
	ck_assert_int_lt(whole, 120000);
	ck_assert_int_eq(drawing_text_width(drawing, DRAWING_BOLD, 9000, ""), 0);
	drawing_page(drawing, DRAWING_A4_WIDTH, DRAWING_A4_HEIGHT);
	drawing_text_in(drawing, DRAWING_BOLD, 9000, 0, 0, whole / 2, "Coffee beans, 1 kg");
	drawing_text_in(drawing, DRAWING_BOLD, 9000, 0, 0, whole, "Coffee beans, 1 kg");
	drawing_text_in(drawing, DRAWING_BOLD, 9000, 0, 0, 10, "Coffee beans, 1 kg");
	drawing_finish(&drawing, &file);
	ck_assert_ptr_null(drawing);
	if (!drawing_shows_all()) {
		ck_assert(holds(&file, "(Coffee...)"));
		ck_assert(holds(&file, "(Coffee beans, 1 kg)"));
		ck_assert(holds(&file, "(...)"));
	}
	buf_done(&file);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("drawing");
	TCase *tcase = tcase_create("drawing");
	tcase_add_test(tcase, latin_letters_and_the_euro_are_drawn_without_any_library);
	tcase_add_test(tcase, letters_without_a_font_of_their_own_are_left_out_by_it);
	tcase_add_test(tcase, other_scripts_bring_their_font_along);
	tcase_add_test(tcase, each_page_has_its_own_size);
	tcase_add_test(tcase, what_is_too_wide_ends_in_three_points);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
