/*
 * What is shown while the filter for scanners still holds it, and that it counts once, or as a scan.
 */
#include <config.h>

#include <string.h>

#include "screens/ahead.h"
#include "tests/face_fixture.h"

#define COFFEE "4006381333931"

static void
hold(const char *bytes)
{
	ahead_held(face, bytes, strlen(bytes));
	face_drained(face);
}

START_TEST(held_digits_are_seen_and_are_not_in_the_buffer)
{
	hold("74");
	ck_assert(shows("74"));
	ck_assert_str_eq(face->buffer.text, "");
	hold("");
	ck_assert(!shows("74"));
}
END_TEST

START_TEST(held_digits_follow_what_was_typed)
{
	press("7");
	hold("4");
	ck_assert(shows("74"));
	hold("");
	press("4");
	ck_assert_str_eq(face->buffer.text, "74");
	hold("\x7f");
	ck_assert(!shows("74"));
	ck_assert_str_eq(face->buffer.text, "74");
}
END_TEST

START_TEST(held_digits_that_become_a_scan_leave_nothing)
{
	hold("40063");
	ck_assert(shows("40063"));
	hold("");
	scan(COFFEE);
	ck_assert(!shows("40063"));
	ck_assert_str_eq(face->buffer.text, "");
	ck_assert_int_eq(total(), 599);
}
END_TEST

START_TEST(what_could_only_be_a_scan_is_not_shown)
{
	hold("400638");
	ck_assert(!shows("4006"));
}
END_TEST

START_TEST(an_error_hides_what_is_held)
{
	face_error(face, &(struct err){ .msg = "No paper." });
	hold("74");
	ck_assert(!shows("74"));
}
END_TEST

START_TEST(a_held_total_is_done_and_counts_once)
{
	scan(COFFEE);
	hold("+");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	ck_assert(shows("TO PAY"));
	hold("");
	press("+");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	press("1 0 0 0 F9");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
}
END_TEST

START_TEST(digits_behind_a_held_total_are_an_amount)
{
	scan(COFFEE);
	hold("+");
	hold("+5");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
	ck_assert_str_eq(face->buffer.text, "");
	hold("");
	press_together("+ 5");
	ck_assert_str_eq(face->buffer.text, "5");
}
END_TEST

START_TEST(a_scan_that_begins_like_total_takes_it_back)
{
	scan(COFFEE);
	hold("+");
	hold("+A99");
	hold("");
	scan(COFFEE);
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	ck_assert_int_eq(total(), 2 * 599);
	ck_assert_str_eq(face->buffer.text, "");
	press("+");
	ck_assert_int_eq(face->view.state, TILL_TENDERING);
}
END_TEST

/* The step back would not bring these back. */
START_TEST(a_held_total_waits_where_a_step_back_would_lose_something)
{
	hold("+");
	ck_assert_int_eq(face->view.state, TILL_READY);
	hold("");
	scan(COFFEE);
	press("2");
	hold("+");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	hold("");
	press("*");
	hold("+");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	hold("");
	press("Esc Up");
	ck_assert_int_eq(face->view.selected, 1);
	hold("+");
	ck_assert_int_eq(face->view.state, TILL_RINGING);
	ck_assert_int_eq(face->view.selected, 1);
}
END_TEST

START_TEST(other_keys_that_act_wait)
{
	scan(COFFEE);
	hold("-");
	ck_assert(!shows("VOID"));
	hold("*");
	ck_assert_int_eq(total(), 599);
	hold("/");
	ck_assert_str_eq(face->top->ops->name, "sale");
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, held_digits_are_seen_and_are_not_in_the_buffer);
	tcase_add_test(tcase, held_digits_follow_what_was_typed);
	tcase_add_test(tcase, held_digits_that_become_a_scan_leave_nothing);
	tcase_add_test(tcase, what_could_only_be_a_scan_is_not_shown);
	tcase_add_test(tcase, an_error_hides_what_is_held);
	tcase_add_test(tcase, a_held_total_is_done_and_counts_once);
	tcase_add_test(tcase, digits_behind_a_held_total_are_an_amount);
	tcase_add_test(tcase, a_scan_that_begins_like_total_takes_it_back);
	tcase_add_test(tcase, a_held_total_waits_where_a_step_back_would_lose_something);
	tcase_add_test(tcase, other_keys_that_act_wait);
}

int
main(void)
{
	return face_suite("ahead", add);
}
