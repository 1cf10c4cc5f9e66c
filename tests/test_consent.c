/*
 * Rooms that need a right: a second person lets somebody in, in place, for as long as the room is
 * open; the journal keeps both names.
 */
#include <config.h>

#include "ledger/journal.h"
#include "shop/settings.h"
#include "shop/staff.h"
#include "screens/rooms.h"
#include "tests/face_fixture.h"

#define ANNA 1 /* the manager */
#define BEN 2  /* a cashier */

static void
sign_on_ben(void)
{
	struct entry entry;
	int number;

	entry_init(&entry, ENTRY_STAFF);
	till_header(face->till, &entry);
	ck_assert_msg(!staff_add(face->ledger, "Ben", "cashier", "", 0, &entry, &number, &err),
	              "%s", err.msg);
	entry_done(&entry);
	ck_assert_int_eq(number, BEN);
	act("sign-off");
	act("sign-on 2");
	act("answer 1357");
	face_look(face);
	face_drained(face);
	ck_assert_int_eq(face->view.person.number, BEN);
}

static void
anna_agrees(void)
{
	press("1 Enter 2 4 6 8 1 0 Enter");
}

/* The newest entry of a kind. */
static struct journal_row
newest(enum entry_kind kind)
{
	struct journal_query query = { .kind = kind, .series = SERIES_COUNT };
	struct journal_row row = { 0 };
	size_t count = 0;

	ck_assert(!journal_find(face->ledger, &query, &row, 1, &count, &err));
	return row;
}

START_TEST(the_journal_opens_when_a_second_person_agrees)
{
	sign_on_ben();
	journal_open(face);
	face_drained(face);
	ck_assert_int_eq(face->view.state, TILL_APPROVAL);
	ck_assert(shows("To search the journal someone who may must agree"));
	anna_agrees();
	ck_assert(shows("Journal"));
	ck_assert(shows("consent given"));
	ck_assert(shows("Ben + Anna"));
	ck_assert_int_eq(newest(ENTRY_CONSENT).staff, BEN);
	ck_assert_int_eq(newest(ENTRY_CONSENT).approver, ANNA);
	press("Esc");
	ck_assert_str_eq(face->top->ops->name, "sale");
}
END_TEST

START_TEST(nobody_is_let_in_without_consent)
{
	sign_on_ben();
	drawer_open(face);
	face_drained(face);
	ck_assert(!shows("What the drawer should hold"));
	press("Esc");
	ck_assert_str_eq(face->top->ops->name, "sale");
	ck_assert_int_eq(newest(ENTRY_CONSENT).seq, 0);
	drawer_open(face);
	face_drained(face);
	anna_agrees();
	ck_assert(shows("What the drawer should hold"));
}
END_TEST

START_TEST(what_is_changed_with_consent_names_who_agreed)
{
	sign_on_ben();
	manager_open(face);
	face_drained(face);
	press("9"); /* staff */
	ck_assert_int_eq(face->view.state, TILL_APPROVAL);
	anna_agrees();
	ck_assert(shows("+ new"));
	press("Enter C l e o Enter Enter Enter");
	ck_assert(shows("Cleo"));
	ck_assert_int_eq(newest(ENTRY_STAFF).staff, BEN);
	ck_assert_int_eq(newest(ENTRY_STAFF).approver, ANNA);
}
END_TEST

START_TEST(consent_ends_when_the_room_is_left)
{
	sign_on_ben();
	manager_open(face);
	face_drained(face);
	press("9");
	anna_agrees();
	ck_assert(shows("+ new"));
	press("Esc 9");
	ck_assert_int_eq(face->view.state, TILL_APPROVAL);
	press("Esc 6"); /* departments want another right */
	ck_assert_int_eq(face->view.state, TILL_APPROVAL);
	press("Esc");
	ck_assert_int_eq(face->consent.approver, 0);
}
END_TEST

START_TEST(who_may_alone_is_not_asked)
{
	journal_open(face);
	face_drained(face);
	ck_assert_int_eq(face->view.state, TILL_READY);
	ck_assert(shows("Journal"));
	ck_assert_int_eq(newest(ENTRY_CONSENT).seq, 0);
}
END_TEST

static void
count_blind(const char *yes_or_no)
{
	struct settings settings = *face->settings;
	struct entry entry;

	entry_init(&entry, ENTRY_SETTING);
	till_header(face->till, &entry);
	ck_assert_msg(
	        !settings_set(&settings, face->ledger, "blind-count", yes_or_no, &entry, &err),
	        "%s", err.msg);
	ck_assert(!till_reload(face->till, &err));
	face_look(face);
}

START_TEST(who_counts_blind_sees_no_figure_of_the_drawer_and_who_counts_openly_does)
{
	sign_on_ben();
	act("open 1 3.50");
	act("total");
	act("cash");
	for (int blind = 1; blind >= 0; blind--) {
		count_blind(blind ? "yes" : "no");
		press("/ x - r e p o r t Enter");
		ck_assert(shows("X-BERICHT"));
		press("End");
		ck_assert(shows("Soll") == !blind);
		press("Esc");
		manager_open(face);
		face_drained(face);
		ck_assert(shows("Cash in the drawer"));
		press("End");
		ck_assert_msg(shows("103.50") == !blind || shows("103,50") == !blind, "blind %d",
		              blind);
		press("Esc");
	}
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, the_journal_opens_when_a_second_person_agrees);
	tcase_add_test(tcase, nobody_is_let_in_without_consent);
	tcase_add_test(tcase, what_is_changed_with_consent_names_who_agreed);
	tcase_add_test(tcase, consent_ends_when_the_room_is_left);
	tcase_add_test(tcase, who_may_alone_is_not_asked);
	tcase_add_test(tcase,
	               who_counts_blind_sees_no_figure_of_the_drawer_and_who_counts_openly_does);
}

int
main(void)
{
	return face_suite("consent", add_tests);
}
