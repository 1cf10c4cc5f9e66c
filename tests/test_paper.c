/*
 * Every paper compared with tests/paper/NAME-COLS.txt; `make update-paper` writes those again, and
 * the difference is read like code.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/lang.h"
#include "ledger/postings.h"
#include "reports/closing.h"
#include "reports/receipt.h"
#include "tests/engine.h"
#include "tests/paper.h"
#include "tests/suite.h"

#ifdef ENABLE_NLS
#define SPEAKS true
#else
#define SPEAKS false /* built to speak English only */
#endif

/* ---- a shop ---- */

/* 22 November 2026, 10:42:10 at UTC+1 */
static const struct when now = { INT64_C(1795340530000), 60 };

static void
corner_shop(struct settings *settings)
{
	*settings = (struct settings){
		.name = "Corner Shop",
		.address = "12 High Street\nOldtown OT1 2AB",
		.tax_number = "GB 123 4567 89",
		.country = "GB",
		.currency = { "EUR", 2 },
		.style = { ".", ",", 2 },
		.date_pattern = "%d/%m/%Y",
		.time_pattern = "%H:%M:%S",
		.language = "en",
		.prices_with_tax = true,
		.receipt_cols = 42,
		.receipt_foot = "Thank you, and come again",
		.return_policy = "Goods may be returned within 14 days with this receipt.",
	};
}

static void
chinese_shop(struct settings *settings)
{
	corner_shop(settings);
	strcpy(settings->name, "街角小店");
	strcpy(settings->address, "上海市黄浦区南京东路 128 号");
	strcpy(settings->tax_number, "91310101MA1FL0XXXX");
	settings->currency = (struct currency){ "CNY", 2 };
	strcpy(settings->date_pattern, "%Y-%m-%d");
	strcpy(settings->language, "zh_CN");
	strcpy(settings->receipt_foot, "谢谢惠顾，欢迎再次光临");
	strcpy(settings->return_policy, "凭此小票七日内可退换");
}

static struct receipt_options
plain_options(void)
{
	struct receipt_options options = { .staff_name = "Anna" };

	for (int i = 0; i < HASH_BYTES; i++)
		options.hash.bytes[i] = (unsigned char)(i * 37 + 11);
	return options;
}

/* ---- a sale ---- */

static struct basket basket;
static struct entry entry;
static struct sale_tender tenders[4];

static void
tax_named(struct basket_line *line, const char *code, const char *name)
{
	snprintf(line->rules[0].code, TAX_CODE_MAX, "%s", code);
	snprintf(line->rules[0].name, NAME_MAX_BYTES, "%s", name);
}

static struct basket_line *
goods(const char *name, const char *qty, const char *price)
{
	struct basket_line *line = engine_line(&basket, name, qty, price, "percent:20:incl");

	tax_named(line, "A", "VAT 20 %");
	return line;
}

static struct basket_line *
food(const char *name, const char *qty, const char *price)
{
	struct basket_line *line = engine_line(&basket, name, qty, price, "percent:5:incl");

	tax_named(line, "B", "VAT 5 %");
	return line;
}

static void
tender(int index, const char *kind, const char *amount, const char *change)
{
	tenders[index] = (struct sale_tender){ .number = index + 1,
		                               .amount = engine_money(amount),
		                               .change = engine_money(change) };
	snprintf(tenders[index].kind, TENDER_KIND_MAX, "%s", kind);
}

/* Everything that is in the basket, as one entry. */
static void
sell(size_t tender_count)
{
	static const struct promotion three_for_two = { .name = "3 for 2",
		                                        .effect = PROMOTION_BUY_X_GET_Y,
		                                        .buy = 2,
		                                        .get = 1,
		                                        .target = { .items = "Oat drink 1 l",
		                                                    .item_count = 1 } };
	static const struct price_rules rules = { .exponent = 2,
		                                  .promotions = &three_for_two,
		                                  .promotion_count = 1 };
	struct sale_facts *sale = &entry.is.sale;

	price_basket(&rules, &basket);
	entry_init(&entry, ENTRY_SALE);
	entry.till = 1;
	entry.seq = 4711;
	entry.day = 20261122;
	entry.at = now;
	entry.staff = 3;
	sale->number = 124;
	sale->shift = 12;
	sale->opened_ms = now.utc_ms - 95000;
	sale->lines = alloc_zero(basket.line_count, sizeof sale->lines[0]);
	for (size_t i = 0; i < basket.line_count; i++)
		sale->lines[sale->line_count++] = basket.lines[i].is;
	sale->taxes = alloc_zero(basket.tax_count + 1, sizeof sale->taxes[0]);
	memcpy(sale->taxes, basket.taxes, basket.tax_count * sizeof sale->taxes[0]);
	sale->tax_count = basket.tax_count;
	sale->tenders = alloc_zero(tender_count + 1, sizeof sale->tenders[0]);
	memcpy(sale->tenders, tenders, tender_count * sizeof sale->tenders[0]);
	sale->tender_count = tender_count;
	sale->total = basket.total;
}

static void
a_full_basket(void)
{
	struct basket_line *line;

	goods("Coffee beans 1 kg", "2", "12.50");
	strcpy(food("Bananas", "0.786", "1.99")->is.unit, "kg");
	food("Oat drink 1 l", "3", "1.99");
	goods("Cola 1 l", "1", "1.49");
	line = goods("Deposit bottle", "1", "0.25");
	line->is.kind = LINE_DEPOSIT;
	line->is.parent = 4;
	line = goods("Zip repair", "1", "8.00");
	line->is.kind = LINE_OPEN;
	strcpy(line->is.note, "ready on Tuesday");
	strcpy(line->is.lot, "A-1");
	strcpy(line->is.serial, "77");
	line->is.expiry = 20261231; /* nothing for paper */
	line = food("Chocolate biscuits with a very long name, limited edition", "1", "3.49");
	line->is.flags = LINE_PRICE_CHANGED;
	line->is.shelf_price = (struct unit_price){ 3990000 };
	line = goods("Umbrella", "1", "15.00");
	line->is.voided = true;
	engine_give(goods("Scarf", "1", "20.00"), "10%");
	strcpy(basket.lines[basket.line_count - 1].given[0].reason, "small stain");
}

static void
begin(void)
{
	basket_init(&basket);
	memset(tenders, 0, sizeof tenders);
}

static void
end(void)
{
	basket_done(&basket);
	entry_done(&entry);
}

static void
expect_receipt(const char *name, const struct settings *settings,
               const struct receipt_options *options)
{
	struct printout printout;

	printout_init(&printout);
	receipt_compose(&printout, &entry, settings, options);
	paper_expect(name, &printout);
}

START_TEST(a_receipt_says_what_the_law_asks)
{
	struct settings settings;
	struct receipt_options options = plain_options();

	corner_shop(&settings);
	a_full_basket();
	tender(0, "card", "20.00", "0.00");
	strcpy(tenders[0].scheme, "VISA");
	strcpy(tenders[0].last4, "1234");
	strcpy(tenders[0].reference, "009812");
	tender(1, "cash", "50.00", "8.25");
	sell(2);
	entry.is.sale.rounding = money_of(-2);
	ck_assert_int_eq(entry.is.sale.total.minor - 2, 2000 + 5000 - 825);
	expect_receipt("receipt", &settings, &options);
}
END_TEST

START_TEST(a_gift_receipt_has_no_prices)
{
	struct settings settings;
	struct receipt_options options = plain_options();

	corner_shop(&settings);
	a_full_basket();
	sell(0);
	options.gift = true;
	expect_receipt("gift", &settings, &options);
}
END_TEST

START_TEST(an_invoice_names_its_buyer)
{
	struct settings settings;
	struct customer_row buyer = { .number = 17,
		                      .name = "Ribbons & Sons Ltd",
		                      .address = "3 Mill Lane\nOldtown",
		                      .tax_number = "GB 987 6543 21" };
	struct receipt_options options = plain_options();

	corner_shop(&settings);
	goods("Coffee beans 1 kg", "2", "12.50");
	tender(0, "gift-card", "25.00", "0.00");
	strcpy(tenders[0].label, "Gift card of the house"); /* the shop's word, not its kind */
	sell(1);
	options.buyer = &buyer;
	expect_receipt("invoice", &settings, &options);
}
END_TEST

START_TEST(added_taxes_have_rows_of_their_own)
{
	struct settings settings;
	struct receipt_options options = plain_options();
	struct basket_line *line;

	corner_shop(&settings);
	settings.currency = (struct currency){ "USD", 2 };
	settings.prices_with_tax = false;
	strcpy(settings.tax_number, "");
	line = engine_line(&basket, "Garden chair", "4", "24.99", "percent:6.25 | percent:2.5");
	tax_named(line, "S", "State tax 6.25 %");
	strcpy(line->rules[1].code, "C");
	strcpy(line->rules[1].name, "City tax 2.5 %");
	engine_line(&basket, "Bread", "1", "3.25", "");
	tender(0, "cash", "120.00", "8.04");
	sell(1);
	expect_receipt("added_tax", &settings, &options);
}
END_TEST

START_TEST(a_refund_names_its_sale_and_is_signed)
{
	struct settings settings;
	struct receipt_options options = plain_options();
	struct sale_line sold;
	struct basket_line *back;

	corner_shop(&settings);
	food("Oat drink 1 l", "3", "1.99");
	sell(0);
	sold = entry.is.sale.lines[0];
	entry_done(&entry);
	basket_clear(&basket);
	back = food("Oat drink 1 l", "1", "1.99");
	back->fixed = true;
	price_returned_share(&sold, 0, 2000, &back->is);
	back->is.return_of = (struct receipt_ref){ 1, SERIES_LIVE, 101 };
	back->is.return_line = 1;
	tender(0, "cash", "-2.65", "0.00");
	sell(1);
	entry.approver = 2;
	expect_receipt("refund", &settings, &options);
}
END_TEST

START_TEST(a_post_void_names_what_it_takes_back)
{
	struct settings settings;
	struct receipt_options options = plain_options();

	corner_shop(&settings);
	goods("Coffee beans 1 kg", "-2", "12.50");
	tender(0, "cash", "-25.00", "0.00");
	sell(1);
	entry.is.sale.post_void_of = (struct receipt_ref){ 1, SERIES_LIVE, 123 };
	entry.approver = 1;
	expect_receipt("post_void", &settings, &options);
}
END_TEST

START_TEST(training_demo_and_copies_cannot_be_overlooked)
{
	struct settings settings;
	struct receipt_options options = plain_options();

	corner_shop(&settings);
	goods("Coffee beans 1 kg", "1", "12.50");
	tender(0, "cash", "12.50", "0.00");
	sell(1);
	entry.series = SERIES_TRAINING;
	options.demo = true;
	options.copy = 2;
	expect_receipt("training", &settings, &options);
}
END_TEST

START_TEST(a_chinese_receipt_keeps_its_columns)
{
	struct settings settings;
	struct receipt_options options = plain_options();

	chinese_shop(&settings);
	tax_named(goods("精选咖啡豆 1 公斤", "2", "125.00"), "A", "增值税 20%");
	strcpy(food("香蕉", "0.786", "19.90")->is.unit, "kg");
	tax_named(basket_last(&basket), "B", "增值税 5%");
	tax_named(food("有机全麦面包配葵花籽和南瓜籽特别版", "1", "34.90"), "B", "增值税 5%");
	options.staff_name = "王芳";
	tender(0, "cash", "500.00", "199.46");
	sell(1);
	expect_receipt("chinese", &settings, &options);
}
END_TEST

START_TEST(a_german_receipt_speaks_german)
{
	struct settings settings;
	struct receipt_options options = plain_options();

	corner_shop(&settings);
	settings.style = (struct number_style){ ",", ".", 2 };
	strcpy(settings.date_pattern, "%d.%m.%Y");
	strcpy(settings.language, "de");
	strcpy(settings.tax_label, "USt-IdNr.");
	strcpy(settings.tax_number, "DE123456789");
	strcpy(settings.receipt_foot, "Vielen Dank für Ihren Einkauf");
	settings.return_policy[0] = '\0';
	tax_named(goods("Kaffeebohnen 1 kg", "100", "12.50"), "A", "MwSt 20 %");
	tender(0, "cash", "1300.00", "50.00");
	sell(1);
	expect_receipt("german", &settings, &options);
}
END_TEST

/* ---- slips ---- */

static void
expect_slip(const char *name)
{
	struct settings settings;
	struct receipt_options options = plain_options();
	struct printout printout;

	corner_shop(&settings);
	entry.till = 1;
	entry.seq = 4712;
	entry.day = 20261122;
	entry.at = now;
	entry.staff = 3;
	printout_init(&printout);
	slip_compose(&printout, &entry, &settings, &options);
	paper_expect(name, &printout);
}

START_TEST(petty_cash_is_signed_for)
{
	entry_init(&entry, ENTRY_CASH);
	entry.approver = 2;
	entry.is.cash = (struct cash_facts){ .kind = CASH_PAID_OUT,
		                             .amount = engine_money("12.00"),
		                             .reason = "window cleaner" };
	expect_slip("paid_out");
}
END_TEST

START_TEST(a_no_sale_has_its_slip)
{
	entry_init(&entry, ENTRY_NO_SALE);
	strcpy(entry.is.no_sale.reason, "change for parking");
	expect_slip("no_sale");
}
END_TEST

START_TEST(a_basket_put_aside_is_no_receipt)
{
	struct basket_facts *facts = &entry.is.basket;

	a_full_basket();
	sell(0);
	entry_done(&entry);
	entry_init(&entry, ENTRY_SUSPENDED);
	facts->number = 7;
	strcpy(facts->reason, "table 4");
	facts->total = basket.total;
	facts->lines = alloc_zero(basket.line_count, sizeof facts->lines[0]);
	for (size_t i = 0; i < basket.line_count; i++)
		facts->lines[facts->line_count++] = basket.lines[i].is;
	facts->tenders = alloc_zero(1, sizeof facts->tenders[0]);
	tender(0, "cash", "5.00", "0.00");
	facts->tenders[facts->tender_count++] = tenders[0];
	expect_slip("suspended");
}
END_TEST

/* ---- closings ---- */

static struct total *figures;
static size_t figure_count;

static void
book(const struct entry *happened)
{
	struct total totals[POSTINGS_MAX];

	totals_add(&figures, &figure_count, totals, totals_of(happened, totals));
}

static void
book_cash(enum cash_kind kind, const char *amount)
{
	struct entry cash;

	entry_init(&cash, ENTRY_CASH);
	cash.is.cash = (struct cash_facts){ .kind = kind, .amount = engine_money(amount) };
	book(&cash);
}

/* A float, a sale by card and cash, a refund, petty cash, a pickup and a no-sale. */
static void
a_day(void)
{
	struct entry other;

	figures = NULL;
	figure_count = 0;
	entry_init(&other, ENTRY_SHIFT_OPEN);
	other.is.shift_open.opening_float = engine_money("100.00");
	book(&other);
	a_full_basket();
	tender(0, "card", "20.00", "0.00");
	tender(1, "cash", "50.00", "8.23");
	sell(2);
	for (size_t i = 0; i < entry.is.sale.line_count; i++)
		entry.is.sale.lines[i].department = (int)(i % 3) + 1;
	book(&entry);
	entry_done(&entry);
	basket_clear(&basket);
	goods("Coffee beans 1 kg", "-1", "12.50")->is.department = 1;
	tender(0, "cash", "-12.50", "0.00");
	sell(1);
	book(&entry);
	entry_done(&entry);
	book_cash(CASH_PAID_OUT, "12.00");
	book_cash(CASH_PICKUP, "50.00");
	entry_init(&other, ENTRY_NO_SALE);
	book(&other);
}

static void
closing_entry(enum entry_kind kind)
{
	entry_init(&entry, kind);
	entry.till = 1;
	entry.seq = 4800;
	entry.day = 20261122;
	entry.at = now;
	entry.staff = 1;
}

START_TEST(a_shift_report_explains_the_drawer)
{
	struct settings settings;
	struct printout printout;
	struct shift_close_facts *facts = &entry.is.shift_close;

	corner_shop(&settings);
	a_day();
	closing_entry(ENTRY_SHIFT_CLOSE);
	facts->shift = 12;
	facts->first_seq = 4701;
	facts->expected = engine_money("67.27");
	facts->over_short = engine_money("-0.27");
	facts->float_left = engine_money("60.00");
	facts->to_bank = engine_money("7.00");
	strcpy(facts->reason, "coin lost under the counter");
	facts->counted = alloc_zero(2, sizeof facts->counted[0]);
	facts->counted[0] =
	        (struct total){ .account = "counted", .key = "cash", .amount = { 6700 } };
	facts->counted[1] =
	        (struct total){ .account = "counted", .key = "card", .amount = { 2000 } };
	facts->counted_count = 2;
	facts->totals = figures;
	facts->total_count = figure_count;
	printout_init(&printout);
	shift_report_compose(&printout, &entry, &settings, false);
	paper_expect("shift", &printout);
}
END_TEST

/* Dollars and yen were taken; a dollar is missing. */
static void
a_day_with_notes_of_others(void)
{
	struct entry sale;
	struct sale_tender notes[] = {
		{ .number = 1,
		  .kind = "dollars",
		  .amount = { 1840 },
		  .currency = "USD",
		  .foreign = { 2000 },
		  .rate = "0.92" },
		{ .number = 2,
		  .kind = "yen",
		  .amount = { 1220 },
		  .currency = "JPY",
		  .foreign = { 2000 },
		  .rate = "0.0061" },
	};

	a_day();
	entry_init(&sale, ENTRY_SALE);
	sale.is.sale.tenders = notes;
	sale.is.sale.tender_count = 2;
	sale.is.sale.total = engine_money("30.60");
	book(&sale);
	for (size_t i = 0; i < figure_count; i++)
		if (strcmp(figures[i].account, "tender") == 0)
			strcpy(figures[i].name, strcmp(figures[i].key, "yen") == 0 ? "Yen"
			                        : strcmp(figures[i].key, "card") == 0
			                                ? "Card"
			                                : "US dollars");
}

START_TEST(a_count_by_the_piece_and_by_currency_is_listed)
{
	static const struct counted_piece pieces[] = {
		{ "cash", { 2000 }, 2 },    { "cash", { 500 }, 5 },    { "cash", { 20 }, 11 },
		{ "dollars", { 1000 }, 1 }, { "dollars", { 100 }, 9 }, { "yen", { 1000 }, 2 },
	};
	struct settings settings;
	struct printout printout;
	struct shift_close_facts *facts = &entry.is.shift_close;

	corner_shop(&settings);
	a_day_with_notes_of_others();
	closing_entry(ENTRY_SHIFT_CLOSE);
	facts->shift = 12;
	facts->first_seq = 4701;
	facts->expected = engine_money("67.27");
	facts->over_short = engine_money("-0.07");
	facts->float_left = engine_money("60.00");
	facts->to_bank = engine_money("7.20");
	facts->counted = alloc_zero(3, sizeof facts->counted[0]);
	facts->counted[0] =
	        (struct total){ .account = "counted", .key = "cash", .amount = { 6720 } };
	facts->counted[1] = (struct total){
		.account = "counted", .key = "dollars", .amount = { 1748 }, .name = "US dollars"
	};
	facts->counted[2] = (struct total){
		.account = "counted", .key = "yen", .amount = { 1220 }, .name = "Yen"
	};
	facts->counted_count = 3;
	facts->pieces = alloc_zero(6, sizeof facts->pieces[0]);
	memcpy(facts->pieces, pieces, sizeof pieces);
	facts->piece_count = 6;
	facts->foreign = alloc_zero(2, sizeof facts->foreign[0]);
	facts->foreign[0] =
	        (struct counted_foreign){ "dollars", "USD", "0.92", { 2000 }, { 1900 } };
	facts->foreign[1] = (struct counted_foreign){ "yen", "JPY", "0.0061", { 2000 }, { 2000 } };
	facts->foreign_count = 2;
	facts->totals = figures;
	facts->total_count = figure_count;
	printout_init(&printout);
	shift_report_compose(&printout, &entry, &settings, false);
	paper_expect("counted", &printout);
}
END_TEST

START_TEST(a_z_report_numbers_the_day)
{
	struct settings settings;
	struct printout printout;
	struct receipt_options options = plain_options();
	struct z_facts *facts = &entry.is.z;

	corner_shop(&settings);
	a_day();
	closing_entry(ENTRY_Z);
	*facts = (struct z_facts){ .number = 45,
		                   .first_shift = 11,
		                   .last_shift = 12,
		                   .first_seq = 4600,
		                   .last_seq = 4799,
		                   .first_receipt = 98,
		                   .last_receipt = 125,
		                   .head = options.hash,
		                   .totals = figures,
		                   .total_count = figure_count };
	facts->before =
	        (struct grand_totals){ engine_money("1234567.89"), engine_money("2345.00") };
	entry.after = (struct grand_totals){ engine_money("1234629.63"), engine_money("2357.50") };
	printout_init(&printout);
	z_report_compose(&printout, &entry, &settings, &options.hash, 0, false);
	paper_expect("z", &printout);
	printout_init(&printout);
	z_report_compose(&printout, &entry, &settings, &options.hash, 1, false);
	paper_expect("z_copy", &printout);
}
END_TEST

START_TEST(drawer_terms_add_up_to_what_is_expected)
{
	struct drawer_term terms[16];
	struct money sum = { 0 };
	struct buf json = { .length = 0 };
	size_t count;

	a_day();
	count = drawer_terms(figures, figure_count, terms, 16);
	ck_assert_uint_eq(count, 9);
	ck_assert_str_eq(terms[0].key, "float");
	for (size_t i = 0; i < count; i++)
		sum = money_add(sum, terms[i].amount);
	assert_money(sum, "67.27"); /* 100 + 50 - 8.23 - 12.50 - 12 - 50 */
	totals_json(figures, figure_count, 2, &json);
	ck_assert_ptr_nonnull(strstr(json.text, "\"expected\":\"67.27\",\"totals\":["));
	ck_assert_ptr_nonnull(strstr(json.text,
	                             "{\"account\":\"cash\",\"key\":\"float\",\"count\":1,"
	                             "\"amount\":\"100.00\"}"));
	buf_done(&json);
	ck_assert_uint_eq(drawer_terms(figures, figure_count, terms, 2), 2);
	free(figures);
	entry_init(&entry, ENTRY_START);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("paper");
	TCase *receipts = tcase_create("receipts"), *slips = tcase_create("slips");
	TCase *closings = tcase_create("closings");

	lang_start();
	tcase_add_checked_fixture(receipts, begin, end);
	tcase_add_test(receipts, a_receipt_says_what_the_law_asks);
	tcase_add_test(receipts, a_gift_receipt_has_no_prices);
	tcase_add_test(receipts, an_invoice_names_its_buyer);
	tcase_add_test(receipts, added_taxes_have_rows_of_their_own);
	tcase_add_test(receipts, a_refund_names_its_sale_and_is_signed);
	tcase_add_test(receipts, a_post_void_names_what_it_takes_back);
	tcase_add_test(receipts, training_demo_and_copies_cannot_be_overlooked);
	if (SPEAKS) {
		tcase_add_test(receipts, a_german_receipt_speaks_german);
		tcase_add_test(receipts, a_chinese_receipt_keeps_its_columns);
	}
	tcase_add_checked_fixture(slips, begin, end);
	tcase_add_test(slips, petty_cash_is_signed_for);
	tcase_add_test(slips, a_no_sale_has_its_slip);
	tcase_add_test(slips, a_basket_put_aside_is_no_receipt);
	tcase_add_checked_fixture(closings, begin, end);
	tcase_add_test(closings, a_shift_report_explains_the_drawer);
	tcase_add_test(closings, a_count_by_the_piece_and_by_currency_is_listed);
	tcase_add_test(closings, a_z_report_numbers_the_day);
	tcase_add_test(closings, drawer_terms_add_up_to_what_is_expected);
	suite_add_tcase(suite, receipts);
	suite_add_tcase(suite, slips);
	suite_add_tcase(suite, closings);
	return run_suite(suite);
}
