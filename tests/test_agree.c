/*
 * Screen, journal and paper say the same of a sale: random sessions at a till, and after every sale
 * the three are laid side by side.  The receipt is read like a shopper would: its figures must add up.
 */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ledger/journal.h"
#include "ledger/postings.h"
#include "reports/closing.h"
#include "reports/receipt.h"
#include "tests/paper.h"
#include "tests/receipt_reading.h"
#include "tests/suite.h"
#include "tests/till_shop.h"

#define SALES 60
#define COLS 42

static struct till_shop shop;
static uint64_t seed, state;
static int refunds, roundings, discounts, voids;         /* so that the sessions are worth it */

static int
chance(int below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int)((state >> 16) % (uint64_t)below);
}

static void
begin(void)
{
	const char *given = getenv("RINGUP_SEED");

	seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL);
	state = seed * 6364136223846793005u + 1442695040888963407u;
	fprintf(stderr, "RINGUP_SEED=%llu\n", (unsigned long long)seed);
}

static void
end(void)
{
	shop_remove(&shop);
}

static void
compose(const struct entry *sale, struct buf *out)
{
	struct receipt_options options = { .staff_name = "Cleo" };
	struct settings settings = shop.settings;
	struct printout printout;

	strcpy(settings.language, "en");
	printout_init(&printout);
	receipt_compose(&printout, sale, &settings, &options);
	printout_render_text(&printout, COLS, out);
	printout_done(&printout);
}

/* ---- side by side ---- */

static void
count(const struct sale_facts *sale)
{
	refunds += sale->total.minor < 0;
	roundings += sale->rounding.minor != 0;
	for (size_t i = 0; i < sale->line_count; i++) {
		discounts += sale->lines[i].discount_count;
		voids += sale->lines[i].voided;
	}
}

static void
screen_and_journal(const struct till_view *view, const struct sale_facts *sale)
{
	count(sale);
	ck_assert_uint_eq(view->basket->line_count, sale->line_count);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *shown = &view->basket->lines[i].is, *kept = &sale->lines[i];

		ck_assert_int_eq(shown->number, kept->number);
		ck_assert_str_eq(shown->name, kept->name);
		ck_assert_int_eq(shown->total.minor, kept->total.minor);
		ck_assert_int_eq(shown->amount.minor, kept->amount.minor);
		ck_assert_int_eq(shown->voided, kept->voided);
	}
	ck_assert_int_eq(view->basket->total.minor, sale->total.minor);
	ck_assert_int_eq(view->last_total.minor, sale->total.minor);
	ck_assert_int_eq(view->last_rounding.minor, sale->rounding.minor);
}

static void
journal_and_paper(const struct entry *entry)
{
	const struct sale_facts *sale = &entry->is.sale;
	struct buf text = { .length = 0 };
	struct paper paper;
	int64_t tax = 0;
	char *copy;

	for (size_t i = 0; i < sale->tax_count; i++)
		tax += sale->taxes[i].amount.minor;
	compose(entry, &text);
	copy = alloc_text(text.text);
	read_paper(&paper, copy, &shop.settings.style);
	ck_assert_msg(paper.total == sale->total.minor, "the total of\n%s", text.text);
	ck_assert_msg(paper.lines + paper.added_tax == paper.total, "the lines of\n%s", text.text);
	ck_assert_msg(paper.tendered - paper.change == paper.total + paper.rounding, "the tenders of\n%s",
	              text.text);
	if (paper.has_table)
		ck_assert_msg(paper.table_tax == tax, "the taxes of\n%s", text.text);
	else
		ck_assert_int_eq(paper.added_tax, tax);
	free(copy);
	buf_done(&text);
}

/* ---- sessions ---- */

static void
do_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Refusals are part of the day. */
static void
do_format(const char *format, ...)
{
	char line[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	shop_do(&shop, line);
}

static void
ring_something(void)
{
	static const char *const items[] = { "1", "2", "4", "7", "7", "8", "900" };
	struct till_view view;

	switch (chance(6)) {
	case 0:
		do_format("weight %d.%03d", chance(3), chance(999) + 1);
		do_format("item 3");
		break;
	case 1:
		do_format("open %d %d.%02d", chance(2) ? 1 : 3, chance(20) + 1, chance(100));
		break;
	case 2:
		do_format("quantity %d", chance(5) + 1);
		do_format("item %s", items[chance(7)]);
		break;
	default:
		do_format("item %s", items[chance(7)]);
	}
	view = shop_view(&shop);
	if (view.state == TILL_QUESTION || view.state == TILL_APPROVAL)
		do_format("back");
	if (chance(8) == 0)
		do_format("void");
	if (chance(10) == 0) {
		do_format("price %d.%02d \"dented\"", chance(9), chance(100));
		do_format("approve 2 222222");
	}
}

static void
pay(void)
{
	struct till_view view;

	do_format("total");
	view = shop_view(&shop);
	if (view.state == TILL_TENDERING && chance(3) == 0 && view.settlement.remaining.minor > 200)
		do_format("card %lld.00 4711 VISA 1234", (long long)view.settlement.remaining.minor / 200);
	view = shop_view(&shop);
	if (view.state == TILL_TENDERING && chance(2))
		do_format("card");
	view = shop_view(&shop);
	if (view.state == TILL_TENDERING && view.settlement.remaining.minor > 0 && chance(2))
		do_format("cash %lld.00", (long long)view.settlement.remaining.minor / 100 + chance(20) + 1);
	if (shop_view(&shop).state == TILL_APPROVAL)
		do_format("approve 2 222222");
	if (shop_view(&shop).state == TILL_QUESTION)
		do_format("answer yes");
	if (shop_view(&shop).state == TILL_TENDERING)
		do_format("cash");
	if (shop_view(&shop).state == TILL_APPROVAL)
		do_format("approve 2 222222");
}

static void
give_back(int sales)
{
	do_format("return 1-%06d %d %d", chance(sales) + 1, chance(4) + 1, chance(2) + 1);
	if (shop_view(&shop).state == TILL_APPROVAL)
		do_format("approve 2 222222");
}

static int
play(const char *country)
{
	int sales = 0;

	state += (uint64_t)country[0] * 256 + (uint64_t)country[1];
	shop_make(&shop, country);
	shop_begin_day(&shop);
	for (int tries = 0; sales < SALES && tries < 4 * SALES; tries++) {
		struct till_view view;
		struct entry entry;
		struct err err;

		/* every fifth shopper only brings goods back */
		for (int i = tries % 5 == 4 ? -1 : chance(6); i >= 0; i--)
			ring_something();
		for (int i = sales < 3 ? 0 : tries % 5 == 4 ? 6 : chance(2); i > 0; i--)
			give_back(sales);
		pay();
		view = shop_view(&shop);
		if (view.state == TILL_CHANGE && view.last_sale.number == sales)
			continue; /* nobody bought or brought anything */
		if (view.state != TILL_CHANGE) {
			do_format("cancel");
			if (shop_view(&shop).state == TILL_APPROVAL)
				do_format("approve 2 222222");
			continue;
		}
		ck_assert_msg(journal_read_sale(shop.ledger, view.last_sale, &entry, &err) == RC_OK, "%s",
		              err.msg);
		screen_and_journal(&view, &entry.is.sale);
		journal_and_paper(&entry);
		entry_done(&entry);
		sales++;
	}
	return sales;
}

/* In the United States taxes are added; Switzerland rounds cash; its apostrophe groups digits. */
static const char *const countries[] = { "DE", "CH", "FR", "GB", "US" };

START_TEST(screen_journal_and_receipt_agree)
{
	refunds = roundings = discounts = voids = 0;
	ck_assert_int_gt(play(countries[_i]), SALES / 3);
	ck_assert_int_gt(refunds, 0);
	ck_assert_int_gt(voids, 0);
	if (strcmp(countries[_i], "CH") == 0)
		ck_assert_int_gt(roundings, 0);
	if (strcmp(countries[_i], "US") != 0) /* the chocolate's tax B is not one of theirs */
		ck_assert_int_gt(discounts, 0);
}
END_TEST

/* ---- the X report against the entries ---- */

static int64_t
row_amount(const char *text, const char *label)
{
	const char *at = strstr(text, label);
	char row[COLS * 4];
	int64_t minor;

	ck_assert_msg(at != NULL, "no %s in\n%s", label, text);
	snprintf(row, sizeof row, "%.*s", (int)strcspn(at, "\n"), at);
	ck_assert(amount_at_end(row, &shop.settings.style, &minor));
	return minor;
}

START_TEST(x_report_and_journal_agree)
{
	struct settings settings;
	struct printout printout;
	struct buf text = { .length = 0 };
	struct money expected;
	struct err err;
	int64_t turnover = 0;
	int sales = play("DE");

	for (int number = 1; number <= sales; number++) {
		struct entry entry;

		ck_assert_int_eq(journal_read_sale(shop.ledger, (struct receipt_ref){ 1, SERIES_LIVE, number },
		                                   &entry, &err), RC_OK);
		turnover += entry.is.sale.total.minor;
		entry_done(&entry);
	}
	settings = shop.settings;
	strcpy(settings.language, "en");
	printout_init(&printout);
	ck_assert_int_eq(x_report_compose(&printout, shop.ledger, &settings, SERIES_LIVE, shop.now, true,
	                                  false, &err), RC_OK);
	printout_render_text(&printout, COLS, &text);
	printout_done(&printout);
	ck_assert_int_eq(row_amount(text.text, "Turnover"), turnover);
	ck_assert_int_eq(shift_expected(shop.ledger, SERIES_LIVE, 1, &expected, &err), RC_OK);
	ck_assert_int_eq(row_amount(text.text, "Expected"), expected.minor);
	buf_done(&text);
	printout_init(&printout);
	ck_assert_int_eq(x_report_compose(&printout, shop.ledger, &settings, SERIES_LIVE, shop.now, false,
	                                  false, &err), RC_OK);
	printout_render_text(&printout, COLS, &text);
	ck_assert_ptr_null(strstr(text.text, "Expected")); /* a blind count sees none of it */
	ck_assert_ptr_null(strstr(text.text, "DRAWER"));
	printout_done(&printout);
	buf_done(&text);
}
END_TEST

/* A morning with a bit of everything, and the X that goes with it. */
START_TEST(an_x_report_shows_the_shift_so_far)
{
	static const char *const morning[] = {
		"item 1", "quantity 3", "item 7", "item 4", "void 4", "total", "card 2.00 4711 VISA 1234", "cash 20.00",
		"weight 0.786", "item 3", "total", "cash 2.00", "return 1-000001 1", "total", "cash",
		"paid-out 12.00 \"window cleaner\"", "no-sale \"change\"", "approve 2 222222",
		"item 2", "total", "cash 1.00", "suspend \"phone call\"",
	};
	struct settings settings;
	struct printout printout;
	struct err err;

	shop_make(&shop, "DE");
	shop_begin_day(&shop);
	for (size_t i = 0; i < sizeof morning / sizeof morning[0]; i++)
		shop_must(&shop, morning[i]);
	settings = shop.settings;
	strcpy(settings.language, "en");
	printout_init(&printout);
	ck_assert_int_eq(x_report_compose(&printout, shop.ledger, &settings, SERIES_LIVE, shop.now, true,
	                                  true, &err), RC_OK);
	paper_expect("x", &printout);
}
END_TEST

START_TEST(no_x_report_without_a_shift)
{
	struct printout printout;
	struct err err;

	shop_make(&shop, "DE");
	printout_init(&printout);
	ck_assert_int_eq(x_report_compose(&printout, shop.ledger, &shop.settings, SERIES_LIVE, shop.now, true,
	                                  false, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "no shift is open");
	printout_done(&printout);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("agree");
	TCase *sales = tcase_create("sales");

	tcase_add_checked_fixture(sales, begin, end);
	tcase_add_loop_test(sales, screen_journal_and_receipt_agree, 0,
	                    sizeof countries / sizeof countries[0]);
	tcase_add_test(sales, x_report_and_journal_agree);
	tcase_add_test(sales, an_x_report_shows_the_shift_so_far);
	tcase_add_test(sales, no_x_report_without_a_shift);
	tcase_set_timeout(sales, 0);
	suite_add_tcase(suite, sales);
	return run_suite(suite);
}
