#include <config.h>

#include <string.h>

#include "ledger_fixture.h"
#include "suite.h"

static void
begin(void)
{
	fixture_begin();
	fixture_open_shift(10000);
}

/* Goods of one line of a sale coming back, paid out in cash. */
static struct entry
give_back(struct receipt_ref sale, int line, int64_t qty, int64_t price)
{
	struct entry entry = fixture_sale();
	struct sale_line *back = fixture_line(&entry, "1012", -qty, price, 2);
	back->return_of = sale;
	back->return_line = line;
	fixture_finish(&entry);
	return entry;
}

static struct receipt_ref
sell_five(void)
{
	struct entry entry = fixture_sale();
	fixture_line(&entry, "1012", 5, 199, 2);
	fixture_finish(&entry);
	fixture_append(&entry);
	struct receipt_ref last;
	fixture_ok(sale_last(fixture, SERIES_LIVE, &last, &fixture_err));
	return last;
}

static int64_t
returned_of(struct receipt_ref sale, int line)
{
	struct returned rows[8];
	size_t count = 0;
	fixture_ok(sale_returned(fixture, sale, rows, 8, &count, &fixture_err));
	for (size_t i = 0; i < count; i++)
		if (rows[i].line == line)
			return rows[i].qty_milli;
	return 0;
}

START_TEST(goods_come_back_in_parts_and_never_more_than_were_bought)
{
	struct receipt_ref sale = sell_five();
	struct entry entry = give_back(sale, 1, 2, 199);
	fixture_append(&entry);
	entry = give_back(sale, 1, 3, 199);
	fixture_append(&entry);
	ck_assert_int_eq(returned_of(sale, 1), 5000);
	entry = give_back(sale, 1, 1, 199);
	fixture_refused(fixture_try(&entry), RC_REFUSED,
	                "line 1 of sale 1-000001 came back already");
	ck_assert_int_eq(returned_of(sale, 1), 5000);
}
END_TEST

START_TEST(two_lines_of_one_basket_cannot_share_what_is_left)
{
	struct receipt_ref sale = sell_five();
	struct entry entry = give_back(sale, 1, 3, 199);
	struct sale_line *more = fixture_line(&entry, "1012", -3, 199, 2);
	more->return_of = sale;
	more->return_line = 1;
	entry.is.sale.total = money_of(-6 * 199);
	entry.is.sale.tenders[0].amount = entry.is.sale.total;
	fixture_refused(fixture_try(&entry), RC_REFUSED,
	                "line 1 of sale 1-000001 came back already");
	ck_assert_int_eq(returned_of(sale, 1), 0);
}
END_TEST

START_TEST(only_lines_that_were_sold_come_back)
{
	struct receipt_ref sale = sell_five(), none = { 1, SERIES_LIVE, 99 };
	struct receipt_ref training = { 1, SERIES_TRAINING, 1 };
	struct entry entry = give_back(sale, 2, 1, 199);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "that sale has no line 2");
	entry = give_back(none, 1, 1, 199);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "there is no such sale");
	entry = give_back(training, 1, 1, 199);
	fixture_refused(fixture_try(&entry), RC_REFUSED,
	                "a training sale and a real one do not mix");
}
END_TEST

/* Its lines are not here, so the quantity cannot be checked: that is the server's to find. */
START_TEST(goods_of_another_till_come_back_too)
{
	struct receipt_ref sale = { 2, SERIES_LIVE, 7 };
	struct entry entry = give_back(sale, 1, 1, 199);
	fixture_append(&entry);
	ck_assert_int_eq(returned_of(sale, 1), 1000);
}
END_TEST

/* What another till's sales used, and a slip it paid out, stand beside our own. */
START_TEST(uses_and_slips_of_all_tills_count_together)
{
	struct entry entry = fixture_sale();
	struct sale_line *line = fixture_line(&entry, "1012", 1, 199, 2);
	int64_t uses = -1;
	line->discount_count = 1;
	line->discounts[0].kind = DISCOUNT_PROMOTION;
	strcpy(line->discounts[0].reason, "welcome");
	line = fixture_line(&entry, "D", -1, 25, 2);
	line->kind = LINE_EMPTIES;
	strcpy(line->code, "slip 7");
	fixture_finish(&entry);
	fixture_append(&entry);
	fixture_sql("INSERT INTO promotion_use VALUES(0, 'welcome', 0, 2, 3);"
	            "INSERT INTO slip VALUES(0, 'slip 7', 2, 9), (0, 'slip 8', 2, 9)");
	fixture_ok(promotion_uses(fixture, SERIES_LIVE, "welcome", 0, &uses, &fixture_err));
	ck_assert_int_eq(uses, 4);
	fixture_ok(promotion_uses(fixture, SERIES_LIVE, "goodbye", 0, &uses, &fixture_err));
	ck_assert_int_eq(uses, 0);
	ck_assert(slip_is_used(fixture, SERIES_LIVE, "slip 7"));
	ck_assert(slip_is_used(fixture, SERIES_LIVE, "slip 8"));
	ck_assert(!slip_is_used(fixture, SERIES_LIVE, "slip 9"));
	ck_assert(!slip_is_used(fixture, SERIES_TRAINING, "slip 7"));
}
END_TEST

START_TEST(what_was_paid_back_is_known_by_tender)
{
	struct receipt_ref sale = sell_five();
	struct total rows[4];
	size_t count;
	struct entry entry = give_back(sale, 1, 2, 199);
	entry.is.sale.tenders[0].amount = money_of(-198);
	fixture_tender(&entry, "card", -200, 0);
	fixture_append(&entry);
	fixture_ok(sale_refunded(fixture, sale, rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(rows[0].key, "card");
	ck_assert_int_eq(rows[0].amount.minor, 200);
	ck_assert_str_eq(rows[1].key, "cash");
	ck_assert_int_eq(rows[1].amount.minor, 198);
}
END_TEST

static struct entry
undo(struct receipt_ref sale)
{
	struct entry entry = fixture_sale();
	fixture_line(&entry, "1012", -5, 199, 2);
	fixture_finish(&entry);
	entry.is.sale.post_void_of = sale;
	strcpy(entry.is.sale.reason, "wrong customer");
	return entry;
}

START_TEST(a_sale_is_undone_once_and_as_a_whole)
{
	struct receipt_ref sale = sell_five();
	struct entry entry = undo(sale);
	entry.is.sale.total = money_of(-199);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "a sale is undone as a whole");
	entry = undo(sale);
	fixture_append(&entry);
	ck_assert(sale_is_post_voided(fixture, sale));
	ck_assert_int_eq(returned_of(sale, 1), 5000);
	entry = undo(sale);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "sale 1-000001 was undone already");
	entry = give_back(sale, 1, 1, 199);
	fixture_refused(fixture_try(&entry), RC_REFUSED, "sale 1-000001 was undone already");
}
END_TEST

START_TEST(a_sale_of_which_goods_came_back_is_not_undone)
{
	struct receipt_ref sale = sell_five();
	struct entry entry = give_back(sale, 1, 1, 199);
	fixture_append(&entry);
	entry = undo(sale);
	fixture_refused(fixture_try(&entry), RC_REFUSED,
	                "goods of sale 1-000001 came back already");
	ck_assert(!sale_is_post_voided(fixture, sale));
}
END_TEST

/* ---- tenders before the end ---- */

static int64_t
hold(const char *basket, const char *kind, int64_t amount)
{
	struct entry entry = fixture_entry(ENTRY_TENDER);
	strcpy(entry.is.tender.basket, basket);
	entry.is.tender.shift = 1;
	strcpy(entry.is.tender.tender.kind, kind);
	strcpy(entry.is.tender.tender.reference, "slip 77");
	entry.is.tender.tender.amount = money_of(amount);
	entry.is.tender.tender.number = 1;
	return fixture_append(&entry);
}

static size_t
held(const char *basket, struct sale_tender rows[4])
{
	size_t count;
	fixture_ok(basket_held(fixture, basket, rows, 4, &count, &fixture_err));
	return count;
}

START_TEST(a_held_tender_is_kept_with_all_it_is)
{
	struct sale_tender rows[4];
	char basket[ID_TEXT_MAX];
	random_id(basket);
	int64_t seq = hold(basket, "card", 500);
	ck_assert_uint_eq(held(basket, rows), 1);
	ck_assert_str_eq(rows[0].reference, "slip 77");
	ck_assert_int_eq(rows[0].accepted_seq, seq);
	fixture_reopen(LEDGER_READ);
	ck_assert_uint_eq(held(basket, rows), 1);
}
END_TEST

START_TEST(a_sale_uses_the_tenders_held_for_it_and_no_others)
{
	struct sale_tender rows[4];
	struct entry sale = fixture_sale();
	char id[ID_TEXT_MAX];
	memcpy(id, sale.id, sizeof(id));
	int64_t seq = hold(id, "card", 500);
	fixture_line(&sale, "1012", 1, 1000, 2);
	fixture_tender(&sale, "card", 500, 0)->accepted_seq = seq + 5;
	fixture_tender(&sale, "cash", 500, 0);
	fixture_finish(&sale);
	ck_assert_int_eq(ledger_append(fixture, &sale, 0, &fixture_err), RC_REFUSED);
	ck_assert_str_eq(fixture_err.msg, "no such payment is held for this basket");

	sale.is.sale.tenders[0].accepted_seq = 0;
	ck_assert_int_eq(ledger_append(fixture, &sale, 0, &fixture_err), RC_REFUSED);
	ck_assert_str_eq(fixture_err.msg, "a payment is held for this basket");

	sale.is.sale.tenders[0].accepted_seq = seq;
	fixture_append(&sale);
	ck_assert_uint_eq(held(id, rows), 0);
}
END_TEST

START_TEST(a_basket_with_money_is_not_cancelled)
{
	char basket[ID_TEXT_MAX];
	random_id(basket);
	int64_t seq = hold(basket, "card", 500);
	struct entry cancel = fixture_entry(ENTRY_CANCELLED);
	strcpy(cancel.is.basket.basket, basket);
	fixture_refused(fixture_try(&cancel), RC_REFUSED, "a payment is held for this basket");

	struct entry back = fixture_entry(ENTRY_TENDER);
	strcpy(back.is.tender.basket, basket);
	back.is.tender.shift = 1;
	strcpy(back.is.tender.tender.kind, "card");
	back.is.tender.tender.amount = money_of(500);
	back.is.tender.tender.accepted_seq = seq;
	back.is.tender.taken_back = true;
	struct entry again = back;
	random_id(again.id);
	fixture_append(&back);
	fixture_refused(fixture_try(&again), RC_REFUSED, "no such payment is held for this basket");

	cancel = fixture_entry(ENTRY_CANCELLED);
	strcpy(cancel.is.basket.basket, basket);
	fixture_append(&cancel);
}
END_TEST

/* ---- what became of a basket ---- */

START_TEST(the_journal_knows_what_became_of_a_basket)
{
	enum entry_kind kind;
	int64_t seq;
	struct entry sale = fixture_sale(), cancel = fixture_entry(ENTRY_CANCELLED);
	char paid[ID_TEXT_MAX], given_up[ID_TEXT_MAX], unknown[ID_TEXT_MAX];
	memcpy(paid, sale.id, sizeof(paid));
	random_id(given_up);
	random_id(unknown);
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	int64_t sale_seq = fixture_append(&sale);
	memcpy(cancel.is.basket.basket, given_up, sizeof(given_up));
	int64_t cancel_seq = fixture_append(&cancel);

	fixture_ok(basket_outcome(fixture, paid, &kind, &seq, &fixture_err));
	ck_assert(kind == ENTRY_SALE && seq == sale_seq);
	fixture_ok(basket_outcome(fixture, given_up, &kind, &seq, &fixture_err));
	ck_assert(kind == ENTRY_CANCELLED && seq == cancel_seq);
	ck_assert_int_eq(basket_outcome(fixture, unknown, &kind, &seq, &fixture_err), RC_NOT_FOUND);
}
END_TEST

START_TEST(a_basket_is_recorded_once)
{
	struct entry sale = fixture_sale();
	char id[ID_TEXT_MAX];
	memcpy(id, sale.id, sizeof(id));
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	fixture_append(&sale);
	sale = fixture_sale();
	memcpy(sale.id, id, sizeof(id));
	fixture_line(&sale, "1012", 1, 100, 2);
	fixture_finish(&sale);
	fixture_refused(fixture_try(&sale), RC_REFUSED, "this was recorded already");
	ck_assert_int_eq(ledger_next_receipt(fixture, SERIES_LIVE), 2);

	struct entry cancel = fixture_entry(ENTRY_CANCELLED);
	memcpy(cancel.is.basket.basket, id, sizeof(id));
	fixture_refused(fixture_try(&cancel), RC_REFUSED, "this was recorded already");
}
END_TEST

/* ---- baskets put aside ---- */

static struct entry
put_aside(const char *basket, const char *label)
{
	struct entry entry = fixture_entry(ENTRY_SUSPENDED);
	struct entry lines = fixture_sale();
	fixture_line(&lines, "1012", 2, 199, 2);
	fixture_line(&lines, "1013", 1, 199, 2)->voided = true;
	entry.is.basket.lines = lines.is.sale.lines;
	entry.is.basket.line_count = 2;
	strcpy(entry.is.basket.basket, basket);
	strcpy(entry.is.basket.reason, label);
	entry.is.basket.owner = 3;
	entry.is.basket.total = money_of(398);
	return entry;
}

START_TEST(a_basket_put_aside_is_listed_until_it_is_recalled)
{
	struct suspended_row rows[4], row;
	enum entry_kind kind;
	int64_t seq;
	size_t count;
	char basket[ID_TEXT_MAX];
	random_id(basket);
	hold(basket, "cash", 100);
	struct entry entry = put_aside(basket, "table 4");
	int64_t suspended_seq = fixture_append(&entry);
	fixture_ok(suspended_list(fixture, SERIES_LIVE, rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 1);
	ck_assert_int_eq(rows[0].number, 1);
	ck_assert_str_eq(rows[0].label, "table 4");
	ck_assert_int_eq(rows[0].lines, 1);
	ck_assert_int_eq(rows[0].total.minor, 398);
	ck_assert_int_eq(rows[0].held.minor, 100);
	ck_assert_int_eq(rows[0].seq, suspended_seq);
	fixture_ok(basket_outcome(fixture, basket, &kind, &seq, &fixture_err));
	ck_assert(kind == ENTRY_SUSPENDED && seq == suspended_seq);

	entry = put_aside(basket, "again");
	fixture_refused(fixture_try(&entry), RC_REFUSED, "this basket is put aside already");

	entry = fixture_entry(ENTRY_RECALLED);
	strcpy(entry.is.basket.basket, basket);
	entry.is.basket.number = 1;
	fixture_append(&entry);
	ck_assert_int_eq(suspended_find(fixture, SERIES_LIVE, 1, &row, &fixture_err), RC_NOT_FOUND);
	ck_assert_str_eq(fixture_err.msg, "no basket 1 is put aside");
	entry = fixture_entry(ENTRY_RECALLED);
	strcpy(entry.is.basket.basket, basket);
	entry.is.basket.number = 1;
	fixture_refused(fixture_try(&entry), RC_NOT_FOUND, "no basket 1 is put aside");
}
END_TEST

START_TEST(numbers_of_baskets_put_aside_begin_again_each_day)
{
	char basket[3][ID_TEXT_MAX];
	struct suspended_row row;
	struct entry entry;
	for (int i = 0; i < 3; i++) {
		random_id(basket[i]);
		entry = put_aside(basket[i], "");
		fixture_append(&entry);
	}
	entry = fixture_entry(ENTRY_RECALLED);
	strcpy(entry.is.basket.basket, basket[2]);
	entry.is.basket.number = 3;
	fixture_append(&entry);
	/* 3 is not given again today: its slip may still be around */
	entry = put_aside(basket[2], "");
	fixture_append(&entry);
	fixture_ok(suspended_find(fixture, SERIES_LIVE, 4, &row, &fixture_err));
	entry = fixture_entry(ENTRY_RECALLED);
	strcpy(entry.is.basket.basket, basket[2]);
	entry.is.basket.number = 4;
	fixture_append(&entry);
	fixture_close_shift(0);
	fixture_z();
	fixture_open_shift(0);
	entry = put_aside(basket[2], "");
	fixture_append(&entry);
	fixture_ok(suspended_find(fixture, SERIES_LIVE, 3, &row, &fixture_err));
	ck_assert_str_eq(row.basket, basket[2]);
}
END_TEST

START_TEST(codes_that_are_in_no_catalogue_are_kept_in_a_list)
{
	struct unknown_code rows[4];
	size_t count;
	for (int i = 0; i < 3; i++) {
		struct entry sale = fixture_sale();
		struct sale_line *line = fixture_line(&sale, "", 1, 150 + i, 7);
		line->flags = LINE_UNKNOWN_CODE;
		strcpy(line->code, i == 1 ? "4006381333931" : "96385074");
		fixture_finish(&sale);
		fixture_append(&sale);
	}
	fixture_ok(unknown_codes(fixture, rows, 4, &count, &fixture_err));
	ck_assert_uint_eq(count, 2);
	ck_assert_str_eq(rows[0].code, "96385074");
	ck_assert_int_eq(rows[0].times, 2);
	ck_assert_int_eq(rows[0].price.e4, 152 * UNIT_PRICE_PER_MINOR);
	ck_assert_int_eq(rows[0].department, 7);
	ck_assert_int_eq(rows[0].last, 20261122);
}
END_TEST

START_TEST(copies_of_a_receipt_are_counted)
{
	struct receipt_ref sale = sell_five(), other = sell_five();
	for (int i = 1; i <= 3; i++) {
		struct entry paper = fixture_entry(ENTRY_PAPER);
		paper.is.paper.choice = PAPER_COPY;
		paper.is.paper.sale = i == 3 ? other : sale;
		fixture_ok(ledger_append(fixture, &paper, 0, &fixture_err));
		ck_assert_int_eq(paper.is.paper.copy, i == 3 ? 1 : i);
	}
	struct entry paper = fixture_entry(ENTRY_PAPER);
	paper.is.paper.choice = PAPER_COPY;
	paper.is.paper.sale = (struct receipt_ref){ 1, SERIES_LIVE, 77 };
	fixture_refused(fixture_try(&paper), RC_REFUSED, "there is nothing to copy");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("sales");
	TCase *tcase = tcase_create("sales");
	tcase_add_checked_fixture(tcase, begin, fixture_end);
	tcase_add_test(tcase, goods_come_back_in_parts_and_never_more_than_were_bought);
	tcase_add_test(tcase, two_lines_of_one_basket_cannot_share_what_is_left);
	tcase_add_test(tcase, only_lines_that_were_sold_come_back);
	tcase_add_test(tcase, goods_of_another_till_come_back_too);
	tcase_add_test(tcase, uses_and_slips_of_all_tills_count_together);
	tcase_add_test(tcase, what_was_paid_back_is_known_by_tender);
	tcase_add_test(tcase, a_sale_is_undone_once_and_as_a_whole);
	tcase_add_test(tcase, a_sale_of_which_goods_came_back_is_not_undone);
	tcase_add_test(tcase, a_held_tender_is_kept_with_all_it_is);
	tcase_add_test(tcase, a_sale_uses_the_tenders_held_for_it_and_no_others);
	tcase_add_test(tcase, a_basket_with_money_is_not_cancelled);
	tcase_add_test(tcase, the_journal_knows_what_became_of_a_basket);
	tcase_add_test(tcase, a_basket_is_recorded_once);
	tcase_add_test(tcase, a_basket_put_aside_is_listed_until_it_is_recalled);
	tcase_add_test(tcase, numbers_of_baskets_put_aside_begin_again_each_day);
	tcase_add_test(tcase, codes_that_are_in_no_catalogue_are_kept_in_a_list);
	tcase_add_test(tcase, copies_of_a_receipt_are_counted);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
