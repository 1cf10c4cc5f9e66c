/*
 * The keys of a register one by one: departments, receipts, what a locked till shows.
 */
#include <config.h>

#include <stdio.h>

#include "ledger/catalogue.h"
#include "ledger/customers.h"
#include "screens/setting_up.h"
#include "tests/face_fixture.h"

/* ---- departments ---- */

static void
put_department(int number, const char *name)
{
	struct department_row row = { .number = number, .open_ring = true };
	struct entry entry;

	text_copy(row.name, sizeof(row.name), name);
	entry_init(&entry, ENTRY_RECORD);
	till_header(face->till, &entry);
	ck_assert_msg(!catalogue_put_department(face->ledger, &row, &entry, &err), "%s", err.msg);
	entry_done(&entry);
	face_reload(face);
}

START_TEST(one_digit_takes_a_department_although_longer_numbers_begin_with_it)
{
	put_department(20, "Bicycles");
	press("3 5 0 F5 2");
	ck_assert_int_eq(total(), 350);
	ck_assert_int_eq(face->view.basket->lines[0].is.department, 2);
	ck_assert_str_eq(face->top->ops->name, "sale");
}
END_TEST

START_TEST(longer_department_numbers_stand_on_the_next_pages)
{
	put_department(20, "Bicycles");
	press("3 5 0 F5");
	ck_assert(!shows("Bicycles"));
	press("0");
	ck_assert(shows("Bicycles"));
	press("0");
	ck_assert(!shows("Bicycles"));
	press("PgDn 4");
	ck_assert_int_eq(face->view.basket->lines[0].is.department, 20);
}
END_TEST

START_TEST(a_wrong_key_among_departments_says_what_is_right_and_keeps_the_amount)
{
	static const char *const wrong[] = { "9", "x", "*", "F9" };

	act("open 1 1.00");
	face_look(face);
	press("3 5 0 F5 0");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		press(wrong[i]);
		ck_assert_int_eq(total(), 100);
		ck_assert(shows("choose a number that is shown"));
	}
	press("1");
	ck_assert_int_eq(total(), 450);
}
END_TEST

/* ---- after the sale ---- */

START_TEST(a_receipt_that_was_printed_is_not_offered_again)
{
	press("1 0 0 Enter + F9");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	ck_assert(!shows("P Print") && !shows("print the receipt"));
	ck_assert(!shows("N None") && !shows("no receipt"));
	ck_assert(shows("G Gift") && shows("gift: without prices"));
	ck_assert(shows("I Invoice"));
}
END_TEST

START_TEST(a_paid_sale_is_no_open_basket_on_a_locked_till)
{
	press("1 0 0 Enter + F9");
	act("lock");
	face_look(face);
	face_drained(face);
	ck_assert(!shows("A basket is open here"));
	ck_assert(!shows("Take over"));
	press("1 Enter 2 4 6 8 1 0 Enter Esc 1 0 0 Enter");
	act("lock");
	face_look(face);
	face_drained(face);
	ck_assert(shows("A basket is open here"));
}
END_TEST

START_TEST(an_answer_to_nothing_is_refused_as_such)
{
	press("/ a n s w e r Space y e s Enter");
	ck_assert(shows("nothing is asked"));
}
END_TEST

START_TEST(the_receipt_can_be_looked_at_before_anything_is_sold)
{
	settings_open(face, true, "receipt-head");
	face_drained(face);
	press("Enter W e l c o m e Enter End Enter");
	ck_assert(shows("Sample"));
	ck_assert(shows("Welcome"));
	ck_assert_int_eq(face->view.next_receipt, 1);
}
END_TEST

/* ---- the clock ---- */

START_TEST(a_clock_that_was_set_back_is_said_until_it_is_right)
{
	press("1 0 0 Enter");
	face_clock_ms -= INT64_C(3) * 60 * 60 * 1000;
	press("1 0 0 Enter");
	ck_assert(shows("the clock of this machine was set: it is in the journal"));
	ck_assert(shows("clock 180 minutes behind"));
	ck_assert(shows("11:00"));
	act("lock");
	face_look(face);
	face_drained(face);
	ck_assert(shows("clock 180 minutes behind"));
	face_clock_ms += INT64_C(4) * 60 * 60 * 1000;
	press("1 Enter 2 4 6 8 1 0 Enter Esc");
	ck_assert(!shows("minutes behind"));
	ck_assert(shows("12:00"));
}
END_TEST

/* ---- customers ---- */

START_TEST(a_customer_is_added_changed_and_forgotten)
{
	struct customer_row row;
	customers_open(face);
	face_drained(face);
	press("Enter Z o e Space Q Enter V I P Enter Enter Enter Enter Enter Enter n o t e Enter");
	ck_assert(shows("Zoe Q is customer 1"));
	ck_assert_int_eq(customer_get(face->ledger, 1, &row, &err), RC_OK);
	ck_assert_str_eq(row.groups, "VIP");
	ck_assert_str_eq(row.note, "note");
	press("z o e");
	ck_assert(shows("Zoe Q"));
	press("Enter 1 Down G o l d Enter Enter Enter Enter Enter Enter Enter");
	ck_assert_int_eq(customer_get(face->ledger, 1, &row, &err), RC_OK);
	ck_assert_str_eq(row.groups, "VIPGold");
	press("Enter 2");
	ck_assert(shows("None was used yet."));
	press("Esc Enter 3 Enter");
	ck_assert_int_eq(customer_get(face->ledger, 1, &row, &err), RC_OK);
	press("Enter 3 Right Enter");
	ck_assert(shows("the customer is forgotten"));
	ck_assert_int_eq(customer_get(face->ledger, 1, &row, &err), RC_NOT_FOUND);
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, a_customer_is_added_changed_and_forgotten);
	tcase_add_test(tcase, one_digit_takes_a_department_although_longer_numbers_begin_with_it);
	tcase_add_test(tcase, longer_department_numbers_stand_on_the_next_pages);
	tcase_add_test(tcase,
	               a_wrong_key_among_departments_says_what_is_right_and_keeps_the_amount);
	tcase_add_test(tcase, a_receipt_that_was_printed_is_not_offered_again);
	tcase_add_test(tcase, a_paid_sale_is_no_open_basket_on_a_locked_till);
	tcase_add_test(tcase, an_answer_to_nothing_is_refused_as_such);
	tcase_add_test(tcase, the_receipt_can_be_looked_at_before_anything_is_sold);
	tcase_add_test(tcase, a_clock_that_was_set_back_is_said_until_it_is_right);
}

int
main(void)
{
	return face_suite("register", add_tests);
}
