/*
 * Money that is counted at the till: notes and coins by the piece, notes of other currencies,
 * change.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ledger/journal.h"
#include "screens/pieces_screen.h"
#include "screens/register.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "tests/face_fixture.h"

static void
foreign(const char *kind, const char *label, const char *currency, const char *rate)
{
	struct tender_row row = { .over = OVER_CHANGE, .opens_drawer = true, .order = 9 };
	struct entry entry;

	text_copy(row.kind, sizeof(row.kind), kind);
	text_copy(row.label, sizeof(row.label), label);
	text_copy(row.currency, sizeof(row.currency), currency);
	text_copy(row.rate, sizeof(row.rate), rate);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	ck_assert_msg(!catalogue_put_tender(face->ledger, &row, &entry, &err), "%s", err.msg);
	setting_up_done(face);
}

static void
setting(const char *key, const char *value)
{
	struct entry entry;

	setting_up_entry(face, &entry, ENTRY_SETTING);
	ck_assert_msg(!settings_set((struct settings *)face->settings, face->ledger, key, value,
	                            &entry, &err),
	              "%s", err.msg);
	setting_up_done(face);
}

/* The last entry, which is of this kind; entry_done() it. */
static void
last(enum entry_kind kind, struct entry *entry)
{
	ck_assert_int_eq(journal_read(face->ledger, 1, ledger_last_seq(face->ledger), entry, &err),
	                 RC_OK);
	ck_assert_str_eq(entry_kind_name(entry->kind), entry_kind_name(kind));
}

/* ---- other currencies ---- */

/* Euros, dollars and yen: the same digits, each with its own decimals. */
START_TEST(typed_digits_are_an_amount_of_the_currency_that_is_chosen)
{
	struct entry entry;

	foreign("dollars", "US dollars", "USD", "0.92");
	foreign("yen", "Yen", "JPY", "0.0061");
	press("1 0 0 Enter + 2 0 0 0 Enter");
	ck_assert(shows("20,00 USD"));
	ck_assert(shows("2.000 JPY"));
	press("5");
	ck_assert_int_eq(face->view.state, TILL_CHANGE);
	last(ENTRY_SALE, &entry);
	ck_assert_str_eq(entry.is.sale.tenders[0].currency, "JPY");
	ck_assert_int_eq(entry.is.sale.tenders[0].foreign.minor, 2000);
	ck_assert_int_eq(entry.is.sale.tenders[0].amount.minor, 1220);
	ck_assert_int_eq(entry.is.sale.tenders[0].change.minor, 621);
	entry_done(&entry);
	press("1 0 0 Enter + 2 0 0 0 Enter 4");
	last(ENTRY_SALE, &entry);
	ck_assert_int_eq(entry.is.sale.tenders[0].foreign.minor, 2000);
	ck_assert_int_eq(entry.is.sale.tenders[0].amount.minor, 1840);
	entry_done(&entry);
}
END_TEST

/* Not as many dollars as there are euros due. */
START_TEST(without_an_amount_the_till_asks_for_what_is_due_in_their_currency)
{
	struct entry entry;

	foreign("dollars", "US dollars", "USD", "0.92");
	press("1 0 0 Enter + F5");
	ck_assert(shows("6,52 USD"));
	press("4");
	ck_assert(shows("is 6,52 USD at 0.92"));
	press("1 0 0 0 Enter");
	last(ENTRY_SALE, &entry);
	ck_assert_int_eq(entry.is.sale.tenders[0].foreign.minor, 1000);
	ck_assert_int_eq(entry.is.sale.tenders[0].amount.minor, 920);
	ck_assert_int_eq(entry.is.sale.tenders[0].change.minor, 321);
	entry_done(&entry);
	ck_assert_ptr_eq(face->top->ops, &change_screen);
}
END_TEST

START_TEST(an_amount_that_no_currency_takes_is_refused_and_stays)
{
	foreign("dinars", "Dinars", "KWD", "2.99");
	press("1 0 0 Enter + 1 . 2 3 4 Enter");
	ck_assert(shows("1,234 KWD"));
	ck_assert(!shows("Voucher"));
	press("Esc 1 . 2 3 4 5 Enter");
	ck_assert(shows("Error"));
	press("Esc");
	ck_assert_str_eq(face->buffer.text, "1.2345");
}
END_TEST

START_TEST(nothing_is_paid_out_in_them)
{
	foreign("dollars", "US dollars", "USD", "0.92");
	act("return-item 100 \"no receipt\"");
	face_look(face);
	face_drained(face);
	press("+ F5");
	ck_assert(shows("Pay out 5,99"));
	ck_assert(!shows("US dollars"));
}
END_TEST

/* ---- counting ---- */

START_TEST(rows_and_total_stand_beside_what_is_typed)
{
	struct entry entry;

	safe_open(face, CMD_PICKUP);
	press("Down Down Down");
	ck_assert(shows("50,00 ×"));
	press("1 Down 1 0 Down 3");
	ck_assert(shows("10 "));
	ck_assert(shows("200,00"));
	ck_assert(shows("Together"));
	ck_assert(shows("280,00"));
	press("Backspace Up Backspace Backspace +");
	last(ENTRY_CASH, &entry);
	ck_assert_int_eq(entry.is.cash.amount.minor, 5000);
	ck_assert_int_eq(entry.is.cash.piece_count, 1);
	ck_assert_int_eq(entry.is.cash.pieces[0].value.minor, 5000);
	entry_done(&entry);
	ck_assert(face->top->below == NULL || face->top->ops != &pieces_screen);
}
END_TEST

START_TEST(a_sum_and_pieces_add_up)
{
	struct entry entry;

	safe_open(face, CMD_LOAN);
	press("4 3 5 Down Down Down 2 +");
	last(ENTRY_CASH, &entry);
	ck_assert_int_eq(entry.is.cash.amount.minor, 10435);
	ck_assert_int_eq(entry.is.cash.piece_count, 1);
	entry_done(&entry);
}
END_TEST

/* 3000 is thirty euros before "pickup" as it is before "cash". */
START_TEST(an_amount_typed_before_is_taken_as_it_is_read)
{
	struct entry entry;

	press("3 0 0 0");
	ck_assert_int_eq(register_verb(face, verb_of_command(CMD_PICKUP), ""), REACT_DONE);
	last(ENTRY_CASH, &entry);
	ck_assert_int_eq(entry.is.cash.amount.minor, 3000);
	entry_done(&entry);
}
END_TEST

START_TEST(a_float_that_was_left_makes_way_for_what_is_counted)
{
	struct entry entry;

	act("count cash 100.00");
	act("close-shift 100.00");
	open_shift_open(face);
	press("Down");
	ck_assert(shows("100,00"));
	press("Down 1 Enter 1 +");
	last(ENTRY_SHIFT_OPEN, &entry);
	ck_assert_int_eq(entry.is.shift_open.opening_float.minor, 15000);
	ck_assert_int_eq(entry.is.shift_open.piece_count, 2);
	entry_done(&entry);
}
END_TEST

START_TEST(an_empty_count_is_asked_for)
{
	close_shift_open(face);
	press("+");
	ck_assert(shows("nothing is counted yet"));
	press("Esc x");
	ck_assert_ptr_eq(face->top->ops, &pieces_screen);
	press("0 Enter");
	ck_assert(face->top->ops != &pieces_screen);
}
END_TEST

/* After the cash what else is there, each in its own units. */
START_TEST(a_shift_with_dollars_is_counted_and_closed)
{
	struct entry entry;

	foreign("dollars", "US dollars", "USD", "0.92");
	press("1 0 0 Enter + 2 0 0 0 Enter 4");
	close_shift_open(face);
	press("8 7 5 9 Enter");
	ck_assert(shows("US dollars, USD"));
	press("Enter 1 9 0 0 Enter");
	ck_assert(shows("USD 1,00 (0,92) too little"));
	press("Esc");
	close_shift_open(face);
	press("8 7 5 9 Enter Enter 2 0 0 0 Enter");
	ck_assert(shows("The drawer holds what it should."));
	press("Enter Enter");
	last(ENTRY_SHIFT_CLOSE, &entry);
	ck_assert_int_eq((int)entry.is.shift_close.foreign_count, 1);
	ck_assert_int_eq(entry.is.shift_close.foreign[0].counted.minor, 2000);
	ck_assert_int_eq(entry.is.shift_close.foreign[0].expected.minor, 2000);
	entry_done(&entry);
}
END_TEST

/* On a narrow screen the rows scroll and the total stays. */
START_TEST(the_total_stays_in_sight_in_a_small_window)
{
	canvas_resize(&face->canvas, 12, 40);
	safe_open(face, CMD_LOAN);
	press("Down Down Down Down Down Down Down Down Down Down Down Down Down Down 7");
	ck_assert(shows("0,01 ×"));
	ck_assert(shows("0,07"));
	ck_assert(shows("Together"));
	canvas_resize(&face->canvas, 24, 80);
}
END_TEST

/* ---- change ---- */

START_TEST(change_is_told_as_notes_and_coins_of_the_shop)
{
	press("1 0 0 Enter + 2 0 0 0 F9");
	ck_assert(shows("= 10,00 + 2 × 2,00 + 0,01"));
	setting("coins", "0.05 0.10 0.20 0.50 1 2");
	press("1 0 0 Enter + 2 0 0 0 F9");
	ck_assert(shows("14,01"));
	ck_assert(!shows("2 × 2,00"));
}
END_TEST

/* A line may have three taxes: their letters stand apart from its amount. */
START_TEST(three_tax_letters_do_not_touch_the_amount)
{
	static const char *const codes[] = { "P", "Q", "R", "S" };
	struct entry entry;

	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		struct tax_row row = { .kind = TAX_PERCENT, .rate_ppm = 10000, .included = true };

		text_copy(row.code, sizeof(row.code), codes[i]);
		text_copy(row.name, sizeof(row.name), codes[i]);
		setting_up_entry(face, &entry, ENTRY_RECORD);
		ck_assert_msg(!catalogue_put_tax(face->ledger, &row, &entry, &err), "%s", err.msg);
		setting_up_done(face);
	}
	press("1 0 0 Enter");
	act("tax 1 \"P Q\"");
	press("1 0 0 Enter");
	ck_assert(shows("5,99 PQ"));
	act("tax 1 \"P Q R\"");
	press("1 0 0 Enter");
	ck_assert(shows("5,99 PQR"));
	act("tax 1 \"P Q R S\"");
	press("1 0 0 Enter");
	ck_assert(shows("5,99 4×"));
}
END_TEST

static void
add(TCase *tcase)
{
	tcase_add_test(tcase, typed_digits_are_an_amount_of_the_currency_that_is_chosen);
	tcase_add_test(tcase, without_an_amount_the_till_asks_for_what_is_due_in_their_currency);
	tcase_add_test(tcase, an_amount_that_no_currency_takes_is_refused_and_stays);
	tcase_add_test(tcase, nothing_is_paid_out_in_them);
	tcase_add_test(tcase, rows_and_total_stand_beside_what_is_typed);
	tcase_add_test(tcase, a_sum_and_pieces_add_up);
	tcase_add_test(tcase, an_amount_typed_before_is_taken_as_it_is_read);
	tcase_add_test(tcase, a_float_that_was_left_makes_way_for_what_is_counted);
	tcase_add_test(tcase, an_empty_count_is_asked_for);
	tcase_add_test(tcase, a_shift_with_dollars_is_counted_and_closed);
	tcase_add_test(tcase, the_total_stays_in_sight_in_a_small_window);
	tcase_add_test(tcase, three_tax_letters_do_not_touch_the_amount);
	tcase_add_test(tcase, change_is_told_as_notes_and_coins_of_the_shop);
}

int
main(void)
{
	return face_suite("cash_screens", add);
}
