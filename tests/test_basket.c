#include <config.h>

#include "checkout/basket.h"

#include "tests/engine.h"
#include "tests/suite.h"

static struct basket basket;

static void
begin(void)
{
	basket_init(&basket);
}

static void
end(void)
{
	basket_done(&basket);
}

static struct basket_line *
add(const char *name)
{
	return engine_line(&basket, name, "1", "1.00", "");
}

START_TEST(lines_are_numbered_from_one_and_found_by_number)
{
	ck_assert_int_eq(add("a")->is.number, 1);
	ck_assert_int_eq(add("b")->is.number, 2);
	basket_line(&basket, 2)->is.voided = true;
	ck_assert_int_eq(add("c")->is.number, 3);
	ck_assert_str_eq(basket_line(&basket, 3)->is.item, "c");
	ck_assert_ptr_null(basket_line(&basket, 4));
	basket_clear(&basket);
	ck_assert_uint_eq(basket.line_count, 0);
	ck_assert_int_eq(add("d")->is.number, 1);
}
END_TEST

START_TEST(a_basket_is_open_while_it_has_an_id)
{
	ck_assert(!basket_is_open(&basket));
	strcpy(basket.id, "0123");
	ck_assert(basket_is_open(&basket));
	basket_clear(&basket);
	ck_assert(!basket_is_open(&basket));
}
END_TEST

START_TEST(a_full_basket_says_so)
{
	struct basket_line *line;
	struct err err;

	for (int i = 0; i < BASKET_LINES_MAX; i++)
		ck_assert_int_eq(basket_add(&basket, &line, &err), RC_OK);
	line = NULL;
	ck_assert_int_eq(basket_add(&basket, &line, &err), RC_REFUSED);
	ck_assert_ptr_null(line);
	ck_assert_str_eq(err.msg, "the basket is full");
	ck_assert_str_eq(err.hint, "take payment for it, then ring up the rest");
}
END_TEST

START_TEST(deposits_are_found_by_their_line_and_never_last)
{
	struct basket_line *deposit;

	add("cola");
	add("beer");
	deposit = add("bottle");
	deposit->is.kind = LINE_DEPOSIT;
	deposit->is.parent = 2;
	ck_assert_ptr_eq(basket_deposit_of(&basket, 2), basket_line(&basket, 3));
	ck_assert_ptr_null(basket_deposit_of(&basket, 1));
	ck_assert_int_eq(basket_last(&basket)->is.number, 2);
	basket_line(&basket, 2)->is.voided = true;
	ck_assert_int_eq(basket_last(&basket)->is.number, 1);
	basket_line(&basket, 1)->is.voided = true;
	ck_assert_ptr_null(basket_last(&basket));
	ck_assert_int_eq(basket_open_lines(&basket), 1);
}
END_TEST

START_TEST(pieces_are_what_the_shopper_carries)
{
	strcpy(engine_line(&basket, "bananas", "0.786", "1.99", "")->is.unit, "kg");
	engine_line(&basket, "oats", "3", "1.99", "");
	engine_line(&basket, "half", "0.5", "1.99", "");
	engine_line(&basket, "back", "-2", "1.99", "");
	engine_line(&basket, "void", "4", "1.99", "")->is.voided = true;
	engine_line(&basket, "bottle", "3", "0.25", "")->is.kind = LINE_DEPOSIT;
	ck_assert_int_eq(basket_pieces(&basket), 5);
}
END_TEST

/* ---- records ---- */

START_TEST(a_line_comes_back_from_its_record)
{
	struct basket_line *line = engine_line(&basket, "4711", "2", "12.50",
	                                       "fixed:0.25:incl:compound | percent:19:incl:unaffected");
	struct basket_line back;
	struct buf text = { .length = 0 }, again = { .length = 0 };
	struct err err;

	strcpy(line->is.name, "Coffee \"strong\"\\dark");
	strcpy(line->category, "food/coffee");
	line->no_promotion = true;
	engine_give(line, "10%");
	engine_give(line, "1.50");
	line->given[1].approver = 2;
	basket_encode_line(line, &text);
	ck_assert_ptr_null(strchr(text.text, '\n'));
	ck_assert_msg(basket_decode_line(&back, text.text, text.length, &err) == RC_OK, "%s", err.msg);
	basket_encode_line(&back, &again);
	ck_assert_str_eq(text.text, again.text);
	ck_assert_str_eq(back.is.name, line->is.name);
	ck_assert_str_eq(back.category, "food/coffee");
	ck_assert(back.no_promotion && !back.fixed);
	ck_assert(tax_rules_equal(back.rules, back.rule_count, line->rules, line->rule_count));
	ck_assert_str_eq(back.rules[1].name, "tax B");
	ck_assert_int_eq(back.given_count, 2);
	ck_assert_int_eq(back.given[0].percent_ppm, 100000);
	assert_money(back.given[1].amount, "1.50");
	ck_assert_int_eq(back.given[1].approver, 2);
	buf_done(&text);
	buf_done(&again);
}
END_TEST

START_TEST(a_torn_record_is_refused_whole)
{
	struct basket_line *line = engine_line(&basket, "4711", "2", "12.50", "percent:19:incl");
	struct basket_line back = { .rule_count = 77 };
	struct buf text = { .length = 0 };
	struct err err;

	engine_give(line, "10%");
	basket_encode_line(line, &text);
	for (size_t length = 0; length < text.length; length++) {
		ck_assert_int_ne(basket_decode_line(&back, text.text, length, &err), RC_OK);
		ck_assert_int_eq(back.rule_count, 77);
	}
	ck_assert_int_eq(basket_decode_line(&back, text.text, 0, &err), RC_BROKEN);
	ck_assert_str_eq(err.msg, "the saved basket cannot be read");
	buf_done(&text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("basket");
	TCase *lines = tcase_create("lines"), *records = tcase_create("records");

	tcase_add_checked_fixture(lines, begin, end);
	tcase_add_test(lines, lines_are_numbered_from_one_and_found_by_number);
	tcase_add_test(lines, a_basket_is_open_while_it_has_an_id);
	tcase_add_test(lines, a_full_basket_says_so);
	tcase_add_test(lines, deposits_are_found_by_their_line_and_never_last);
	tcase_add_test(lines, pieces_are_what_the_shopper_carries);
	tcase_add_checked_fixture(records, begin, end);
	tcase_add_test(records, a_line_comes_back_from_its_record);
	tcase_add_test(records, a_torn_record_is_refused_whole);
	suite_add_tcase(suite, lines);
	suite_add_tcase(suite, records);
	return run_suite(suite);
}
