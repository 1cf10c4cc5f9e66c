/*
 * Keys and scans against a real shop, without a terminal: what a key may do, what is dropped, where
 * the cursor stands, and that every screen draws in every window.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "screens/head.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "tests/face_fixture.h"

/* ---- entering ---- */

START_TEST(a_scan_and_a_number_ring)
{
	scan("4006381333931");
	ck_assert_int_eq(total(), 599);
	press("4 0 0 Enter");
	ck_assert_int_eq(total(), 714);
	ck_assert(shows("牛奶 Milk"));
	ck_assert(shows("RINGING"));
}
END_TEST

START_TEST(a_number_before_an_item_is_its_quantity)
{
	press("3 *");
	ck_assert(shows("3 ×"));
	press("1 0 0 Enter");
	ck_assert_int_eq(total(), 3 * 599);
	press("*");
	ck_assert_int_eq(total(), 4 * 599);
}
END_TEST

START_TEST(digits_after_an_item_change_nothing_until_they_are_used)
{
	scan("4006381333931");
	press("2");
	ck_assert_int_eq(total(), 599);
	press("Esc");
	ck_assert_int_eq(total(), 599);
	ck_assert(field_is_empty(&face->buffer));
}
END_TEST

START_TEST(an_amount_and_a_department_ring)
{
	press("3 5 0 F5 2");
	ck_assert_int_eq(total(), 350);
}
END_TEST

START_TEST(a_number_that_a_key_does_not_take_is_not_lost)
{
	scan("4006381333931");
	press("2 0 +");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	ck_assert_str_eq(face->buffer.text, "20");
	ck_assert(shows("20 is still typed"));
}
END_TEST

START_TEST(minus_takes_back_the_last_line_and_it_stays_as_void)
{
	scan("4006381333931");
	press("-");
	ck_assert_int_eq(total(), 0);
	ck_assert(shows("VOID"));
}
END_TEST

START_TEST(letters_search_and_enter_takes_the_marked_item)
{
	press("m i l");
	ck_assert_str_eq(face->top->ops->name, "find");
	press("Enter");
	ck_assert_int_eq(total(), 115);
	ck_assert_str_eq(face->top->ops->name, "sale");
}
END_TEST

START_TEST(signs_are_plain_characters_in_a_search)
{
	press("m + - * /");
	ck_assert_str_eq(face->top->ops->name, "find");
	ck_assert(shows("m+-*/"));
	ck_assert_int_eq(face->view.state, TILL_READY);
}
END_TEST

START_TEST(without_numlock_nothing_is_sold_or_taken_back)
{
	static const char keys[] = "Ins Del Home End PgUp PgDn Middle Left Right Up Down";

	press(keys);
	ck_assert_int_eq(face->view.state, TILL_READY);
	scan("4006381333931");
	press(keys);
	ck_assert_int_eq(total(), 599);
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	press("Esc Esc Ins");
	ck_assert(shows("is NumLock on?"));
}
END_TEST

START_TEST(modified_and_unknown_keys_do_nothing)
{
	struct key unknown = { .cap = CAP_UNKNOWN };

	scan("4006381333931");
	press("Shift-F7 Ctrl-F9 Alt-F9 Shift-F1 Ctrl-Alt-Shift-F12 Shift-Del F13 F20");
	face_key(face, &unknown);
	face_drained(face);
	ck_assert_int_eq(total(), 599);
	ck_assert(field_is_empty(&face->buffer));
	ck_assert_int_eq(face->view.state, TILL_RINGING);
}
END_TEST

/* ---- paying ---- */

START_TEST(enter_never_pays)
{
	scan("4006381333931");
	press("+ Enter Enter");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	/* with an amount it lists the ways to pay, and takes none of them */
	press("1 0 0 0 Enter Enter Enter");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	ck_assert_int_eq((int)face->view.basket->tender_count, 0);
	press("1");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	ck_assert_int_eq(face->view.last_change.minor, 401);
}
END_TEST

START_TEST(a_tender_with_its_amount_may_be_typed_ahead)
{
	scan("4006381333931");
	press_together("+ 2 0 0 0 F9");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	ck_assert_int_eq(face->view.last_change.minor, 2000 - 599);
}
END_TEST

START_TEST(a_bare_tender_wants_a_key_pressed_after_the_amount_was_shown)
{
	struct key cash = { .cap = CAP_F, .number = 9, .stale = true };

	scan("4006381333931");
	press_together("+ F9");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	ck_assert(shows("press it again"));
	/* one that waited in the terminal's queue was pressed before, too */
	face_key(face, &cash);
	face_drained(face);
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	press("F9");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	ck_assert_int_eq(face->view.last_change.minor, 0);
}
END_TEST

START_TEST(a_scan_while_paying_is_refused_and_is_no_amount)
{
	scan("4006381333931");
	press("+");
	scan("4006381333931");
	ck_assert_int_eq(total(), 599);
	ck_assert(field_is_empty(&face->buffer));
	ck_assert(shows("that scan was not taken"));
	press("Esc");
	scan("4006381333931");
	ck_assert_int_eq(total(), 1198);
}
END_TEST

START_TEST(the_arrows_walk_through_notes_and_cash_takes_the_one_shown)
{
	scan("4006381333931");
	press("+ Down");
	ck_assert(shows("10,00"));
	press("F9");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	ck_assert_int_gt(face->view.last_change.minor, 0);
}
END_TEST

START_TEST(half_in_cash_and_half_by_card)
{
	scan("4006381333931");
	press("+ 3 0 0 F9");
	ck_assert_int_eq(face->view.settlement.remaining.minor, 299);
	ck_assert(shows("STILL TO PAY"));
	press("F8");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
}
END_TEST

START_TEST(the_change_stays_until_the_next_entry)
{
	scan("4006381333931");
	press("+ 2 0 0 0 F9");
	ck_assert(shows("CHANGE"));
	ck_assert(shows("14,01"));
	press("x q F1 Esc");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	scan("4006381333931");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	ck_assert_int_eq(total(), 599);
}
END_TEST

/* ---- questions, errors ---- */

START_TEST(a_question_drops_what_was_typed_ahead)
{
	press_together("3 0 0 Enter + 5 0 0 0 F9");
	ck_assert_int_eq(face->view.state, TILL_QUESTION);
	ck_assert_int_eq(face->view.question, ASK_BIRTH_DATE);
	press("Enter");
	ck_assert_int_eq(face->view.state, TILL_QUESTION);
	press("0 1 0 1 1 9 9 0 Enter");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	ck_assert_int_eq(total(), 1299);
}
END_TEST

START_TEST(a_refused_birthday_sells_nothing)
{
	press("3 0 0 Enter n");
	ck_assert_int_ne(face->view.state, TILL_QUESTION);
	ck_assert_int_eq(total(), 0);
}
END_TEST

START_TEST(a_scan_does_not_answer_a_question)
{
	press("2 0 0 Enter");
	ck_assert_int_eq(face->view.question, ASK_WEIGHT);
	scan("4006381333931");
	ck_assert_int_eq(face->view.question, ASK_WEIGHT);
	ck_assert(shows("that scan was not taken"));
	press("0 , 7 8 6 Enter");
	ck_assert_int_eq(total(), 141);
}
END_TEST

START_TEST(an_error_holds_until_clear_and_scans_do_not_pass_it)
{
	press("1 2 3 4 5 6 7 8 9 0 1 2 3 4 Enter");
	ck_assert_int_eq(face->message, MESSAGE_ERROR);
	ck_assert(shows("Error"));
	scan("4006381333931");
	press("1 0 0 Enter + F9 F1 F10 a");
	ck_assert_int_eq(face->message, MESSAGE_ERROR);
	ck_assert_int_eq(face->view.state, TILL_READY);
	press("Esc");
	ck_assert_int_eq(face->message, MESSAGE_NONE);
	scan("4006381333931");
	ck_assert_int_eq(total(), 599);
}
END_TEST

START_TEST(what_comes_together_with_an_error_is_dropped)
{
	press_together("1 2 3 4 5 6 7 8 9 0 1 2 3 4 Enter Esc 1 0 0 Enter");
	ck_assert_int_eq(face->message, MESSAGE_ERROR);
	ck_assert_int_eq(face->view.state, TILL_READY);
	press("Esc 1 0 0 Enter");
	ck_assert_int_eq(total(), 599);
}
END_TEST

START_TEST(enter_confirms_no_warning)
{
	scan("4006381333931");
	/* far too much cash is asked about */
	press("+ 5 9 9 0 0 F9");
	if (face->view.state == TILL_QUESTION) {
		press("Enter Enter Space");
		ck_assert_int_eq(face->view.state, TILL_QUESTION);
		press("2");
	}
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	press("Ctrl-Q Enter Enter");
	ck_assert(!face->leaving);
	press("2");
	ck_assert(!face->leaving);
}
END_TEST

START_TEST(a_basket_is_not_given_up_without_a_word)
{
	scan("4006381333931");
	press("/ c a n c e l Enter Enter");
	ck_assert_int_eq(face->view.state, TILL_QUESTION);
	press("Esc Esc");
	ck_assert_int_eq(total(), 599);
	press("/ c a n c e l Enter n o Enter");
	ck_assert_int_eq(face->view.state, TILL_READY);
}
END_TEST

/* ---- one step back ---- */

START_TEST(clear_goes_one_step_back)
{
	scan("4006381333931");
	scan("4006381333931");
	press("Up 5");
	ck_assert_int_gt(face->view.selected, 0);
	press("Esc");
	ck_assert(field_is_empty(&face->buffer));
	ck_assert_int_gt(face->view.selected, 0);
	press("Esc");
	ck_assert_int_eq(face->view.selected, 0);
	press("+ Esc");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	press("Esc Esc Esc");
	ck_assert_int_eq(total(), 1198);
}
END_TEST

/* ---- drawing ---- */

START_TEST(the_cursor_stands_on_the_buffer_or_the_marked_line)
{
	scan("4006381333931");
	ck_assert_int_eq(face->canvas.cursor_row, face->canvas.rows - 2);
	press("2 5");
	ck_assert_int_eq(face->canvas.cursor_row, face->canvas.rows - 2);
	ck_assert_int_eq(face->canvas.cursor_col, 4);
	press("Esc Up");
	ck_assert_int_lt(face->canvas.cursor_row, face->canvas.rows - 2);
	ck_assert_int_eq(face->canvas.cursor_col, 0);
}
END_TEST

START_TEST(the_bar_shows_bound_keys_that_mean_something_now)
{
	static const char *const states[] = { "1 0 0 Enter", "+",      "2 0 0 0 F9",
		                              "F2",          "Esc F6", "Esc F10" };

	for (size_t s = 0; s < sizeof(states) / sizeof(states[0]); s++) {
		const struct binding *bar[64];
		size_t count;

		press(states[s]);
		count = bar_bindings(face, bar, 64);
		ck_assert_uint_gt(count, 0);
		for (size_t i = 0; i < count; i++) {
			ck_assert(keymap_find(face->keymap, face->top->ops->name, &bar[i]->key) ==
			          bar[i]);
			ck_assert(face_offers(face, bar[i]->verb));
			/* the key that suspends recalls where there is no basket */
			if (!bar[i]->verb.is_action && !face->top->below &&
			    bar[i]->verb.command != CMD_SUSPEND)
				ck_assert_int_eq(till_may(face->till, bar[i]->verb.command, &err),
				                 RC_OK);
		}
	}
}
END_TEST

/* Twice the same cells, and no wide character halved, in any window. */
static void
draw_everywhere(void)
{
	static const int sizes[][2] = { { 24, 80 },  { 12, 40 },  { 8, 20 }, { 3, 10 },
		                        { 50, 132 }, { 60, 220 }, { 24, 55 } };
	struct canvas before;

	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		canvas_resize(&face->canvas, sizes[i][0], sizes[i][1]);
		face_draw(face);
		canvas_init(&before, sizes[i][0], sizes[i][1]);
		memcpy(before.cells, face->canvas.cells,
		       (size_t)sizes[i][0] * (size_t)sizes[i][1] * sizeof(struct cell));
		face_draw(face);
		ck_assert_int_eq(
		        memcmp(before.cells, face->canvas.cells,
		               (size_t)sizes[i][0] * (size_t)sizes[i][1] * sizeof(struct cell)),
		        0);
		for (int cell = 0; cell < sizes[i][0] * sizes[i][1]; cell++) {
			if (face->canvas.cells[cell].width == 2)
				ck_assert_int_eq(face->canvas.cells[cell + 1].width, 0);
		}
		canvas_done(&before);
	}
	canvas_resize(&face->canvas, 24, 80);
	face_draw(face);
}

START_TEST(every_screen_draws_the_same_twice_in_every_window)
{
	static void (*const rooms[])(struct face *) = {
		menu_open,    quit_open,       suspended_open,     close_shift_open,
		journal_open, sales_open,      drawer_open,        papers_open,
		manager_open, staff_list_open, departments_open,   taxes_open,
		presets_open, tenders_open,    unknown_codes_open, checklist_open,
		prices_open,  promotions_open,
	};
	static const char *const keys[] = { "",
		                            "1 0 0 Enter",
		                            "2 *",
		                            "Up",
		                            "F4",
		                            "Esc F5",
		                            "Esc Esc 5 0 F5",
		                            "Esc Esc + 1 0 0 F9",
		                            "5 0 0 Enter",
		                            "Esc Esc Esc Esc",
		                            "Esc / x",
		                            "Esc F1",
		                            "Esc F2 m",
		                            "9 9 9 Enter" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		press(keys[i]);
		draw_everywhere();
	}
	while (face->top->below)
		face_pop(face, face->top);
	face->message = MESSAGE_NONE;
	for (size_t i = 0; i < sizeof(rooms) / sizeof(rooms[0]); i++) {
		rooms[i](face);
		face->message = MESSAGE_NONE;
		draw_everywhere();
		while (face->top->below)
			face_pop(face, face->top);
	}
	find_open(face, FIND_CHECK, "m");
	draw_everywhere();
	settings_open(face, true, "");
	draw_everywhere();
	settings_open(face, false, "");
	draw_everywhere();
}
END_TEST

START_TEST(no_keys_whatever_break_anything)
{
	static const char *const keys[] = {
		"Enter",
		"Enter",
		"Esc",
		"Up",
		"Down",
		"PgUp",
		"PgDn",
		"Home",
		"End",
		"Ins",
		"Del",
		"Left",
		"Right",
		"Tab",
		"Backspace",
		"F1",
		"F2",
		"F3",
		"F4",
		"F5",
		"F6",
		"F7",
		"F8",
		"F9",
		"F10",
		"F12",
		"Ctrl-G",
		"Ctrl-L",
		"1",
		"2",
		"3",
		"4",
		"5",
		"6",
		"7",
		"8",
		"9",
		"0",
		"0",
		".",
		",",
		"+",
		"-",
		"*",
		"/",
		"Space",
		"a",
		"m",
		"n",
		"p",
		"g",
		"i",
		"牛",
		"Shift-F7",
		"1 0 0 Enter",
		"/ m a n a g e r Enter",
		"/ j o u r n a l Enter",
	};
	unsigned seed = 20261122;

	for (int i = 0; i < 6000; i++) {
		press(keys[(size_t)rand_r(&seed) % (sizeof(keys) / sizeof(keys[0]))]);
		if (i % 50 == 0)
			scan("4006381333931");
		if (i % 400 == 0)
			draw_everywhere();
		/* going live, signing off and leaving end the walk: begin again */
		face->leaving = false;
		if (face->view.state == TILL_LOCKED) {
			face->message = MESSAGE_NONE;
			press("Esc Esc Esc 1 Enter 2 4 6 8 1 0 Enter");
		}
		ck_assert_int_lt(face->canvas.cursor_row, face->canvas.rows);
		ck_assert_int_lt(face->canvas.cursor_col, face->canvas.cols);
	}
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, a_scan_and_a_number_ring);
	tcase_add_test(tcase, a_number_before_an_item_is_its_quantity);
	tcase_add_test(tcase, digits_after_an_item_change_nothing_until_they_are_used);
	tcase_add_test(tcase, an_amount_and_a_department_ring);
	tcase_add_test(tcase, a_number_that_a_key_does_not_take_is_not_lost);
	tcase_add_test(tcase, minus_takes_back_the_last_line_and_it_stays_as_void);
	tcase_add_test(tcase, letters_search_and_enter_takes_the_marked_item);
	tcase_add_test(tcase, signs_are_plain_characters_in_a_search);
	tcase_add_test(tcase, without_numlock_nothing_is_sold_or_taken_back);
	tcase_add_test(tcase, modified_and_unknown_keys_do_nothing);
	tcase_add_test(tcase, enter_never_pays);
	tcase_add_test(tcase, a_tender_with_its_amount_may_be_typed_ahead);
	tcase_add_test(tcase, a_bare_tender_wants_a_key_pressed_after_the_amount_was_shown);
	tcase_add_test(tcase, a_scan_while_paying_is_refused_and_is_no_amount);
	tcase_add_test(tcase, the_arrows_walk_through_notes_and_cash_takes_the_one_shown);
	tcase_add_test(tcase, half_in_cash_and_half_by_card);
	tcase_add_test(tcase, the_change_stays_until_the_next_entry);
	tcase_add_test(tcase, a_question_drops_what_was_typed_ahead);
	tcase_add_test(tcase, a_refused_birthday_sells_nothing);
	tcase_add_test(tcase, a_scan_does_not_answer_a_question);
	tcase_add_test(tcase, an_error_holds_until_clear_and_scans_do_not_pass_it);
	tcase_add_test(tcase, what_comes_together_with_an_error_is_dropped);
	tcase_add_test(tcase, enter_confirms_no_warning);
	tcase_add_test(tcase, a_basket_is_not_given_up_without_a_word);
	tcase_add_test(tcase, clear_goes_one_step_back);
	tcase_add_test(tcase, the_cursor_stands_on_the_buffer_or_the_marked_line);
	tcase_add_test(tcase, the_bar_shows_bound_keys_that_mean_something_now);
	tcase_add_test(tcase, every_screen_draws_the_same_twice_in_every_window);
	tcase_add_test(tcase, no_keys_whatever_break_anything);
}

int
main(void)
{
	return face_suite("face", add_tests);
}
