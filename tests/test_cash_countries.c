/*
 * Paying in cash as each country does, from the key to the paper: the till's presets of
 * data/countries.conf, ends and halves of what is rounded, refunds, cards, and change.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ledger/journal.h"
#include "ledger/postings.h"
#include "shop/setup.h"
#include "reports/receipt.h"
#include "tests/suite.h"
#include "tests/till_shop.h"

#define PAPER_COLS 42

/* What is due, what cash pays of it; "" no coin is missing there. */
static const struct {
	const char *country, *due, *cash;
} cases[] = {
	{ "DE", "1.01", "" },
	{ "AT", "1.02", "" },
	{ "FR", "1.03", "" },
	{ "GB", "1.04", "" },
	{ "US", "1.06", "" },
	{ "JP", "101", "" },
	{ "CN", "1.07", "" },
	{ "ES", "1.08", "" },
	{ "LU", "1.09", "" },
	{ "PT", "1.11", "" },
	{ "PL", "1.12", "" },

	{ "CH", "1.02", "1.00" },
	{ "CH", "1.03", "1.05" },
	{ "CH", "1.07", "1.05" },
	{ "CH", "1.08", "1.10" },
	{ "CH", "0.02", "0.00" },
	{ "IE", "1.02", "1.00" },
	{ "IE", "1.03", "1.05" },
	{ "IE", "1.07", "1.05" },
	{ "CA", "1.02", "1.00" },
	{ "CA", "1.03", "1.05" },
	{ "CA", "1.07", "1.05" },
	{ "CA", "1.08", "1.10" },
	{ "AU", "3.00", "3.00" },
	{ "AU", "3.02", "3.00" },
	{ "AU", "3.03", "3.05" },
	{ "AU", "3.07", "3.05" },
	{ "AU", "3.08", "3.10" },
	/* five cents, too, go down */
	{ "NZ", "3.04", "3.00" },
	{ "NZ", "3.05", "3.00" },
	{ "NZ", "3.06", "3.10" },
	{ "NZ", "5.01", "5.00" },
	{ "NZ", "5.08", "5.10" },
	{ "IT", "1.02", "1.00" },
	{ "IT", "1.08", "1.10" },
	{ "NL", "1.02", "1.00" },
	{ "NL", "1.03", "1.05" },
	{ "NL", "0.02", "0.00" },
	/* up to five cents are paid as they are */
	{ "BE", "0.01", "0.01" },
	{ "BE", "0.02", "0.02" },
	{ "BE", "0.04", "0.04" },
	{ "BE", "0.05", "0.05" },
	{ "BE", "0.06", "0.05" },
	{ "BE", "0.07", "0.05" },
	{ "BE", "0.08", "0.10" },
	{ "BE", "9.97", "9.95" },
	{ "FI", "1.02", "1.00" },
	{ "FI", "1.03", "1.05" },
	{ "FI", "1.97", "1.95" },
	/* whole crowns: halves go up */
	{ "SE", "20.49", "20.00" },
	{ "SE", "20.50", "21.00" },
	{ "SE", "20.99", "21.00" },
	{ "NO", "20.49", "20.00" },
	{ "NO", "20.50", "21.00" },
	{ "NO", "20.99", "21.00" },
	{ "CZ", "20.49", "20.00" },
	{ "CZ", "20.50", "21.00" },
	/* half crowns: .01 to .24 down, .25 to .74 to the half, .75 up */
	{ "DK", "10.01", "10.00" },
	{ "DK", "3.24", "3.00" },
	{ "DK", "3.25", "3.50" },
	{ "DK", "3.74", "3.50" },
	{ "DK", "3.75", "4.00" },
	{ "HU", "1002.00", "1000.00" },
	{ "HU", "1002.50", "1005.00" },
	{ "HU", "1003.00", "1005.00" },
	{ "HU", "1007.00", "1005.00" },
	{ "HU", "1008.00", "1010.00" },
	{ "SG", "1.02", "1.00" },
	{ "SG", "1.03", "1.05" },
	/* whatever it is paid with */
	{ "MY", "3.02", "3.00" },
	{ "MY", "3.03", "3.05" },
	{ "MY", "3.07", "3.05" },
	{ "MY", "82.08", "82.10" },
};
#define CASES (sizeof cases / sizeof cases[0])

static struct till_shop shop;

static int64_t
minor(const char *text)
{
	struct money money = { 0 };

	ck_assert_msg(money_parse(text, shop.settings.currency.exponent, &money, NULL) == RC_OK,
	              "%s", text);
	return money.minor;
}

/* A department whose amounts have no tax on them: what is rung is what is due. */
static void
plain_department(void)
{
	struct department_row row = { .number = 5, .name = "Plain", .open_ring = true };
	struct entry entry;

	entry_init(&entry, ENTRY_RECORD);
	till_header(shop.till, &entry);
	ck_assert_msg(!catalogue_put_department(shop.ledger, &row, &entry, &shop.err), "%s",
	              shop.err.msg);
	ck_assert_int_eq(till_reload(shop.till, &shop.err), RC_OK);
}

static void
read_last(struct entry *entry)
{
	ck_assert_int_eq(
	        journal_read_sale(shop.ledger, shop_view(&shop).last_sale, entry, &shop.err),
	        RC_OK);
}

/* The entry says it, its own account has it, and the paper shows it. */
static void
expect_rounding(const char *what, int64_t rounding)
{
	struct posting postings[POSTINGS_MAX];
	struct receipt_options options = { .staff_name = "Anna" };
	struct settings settings = shop.settings;
	struct printout printout;
	struct entry entry;
	char amount[MONEY_TEXT_MAX];
	struct buf paper = { .length = 0 };
	int64_t posted = 0, sum = 0;
	size_t count;

	read_last(&entry);
	ck_assert_msg(entry.is.sale.rounding.minor == rounding, "%s: rounded by %lld", what,
	              (long long)entry.is.sale.rounding.minor);
	count = postings_of(&entry, postings);
	for (size_t i = 0; i < count; i++) {
		sum += postings[i].amount.minor;
		if (strcmp(postings[i].account, "rounding") == 0)
			posted += postings[i].amount.minor;
	}
	ck_assert_int_eq(sum, 0);
	ck_assert_msg(posted == -rounding, "%s: posted %lld", what, (long long)posted);
	strcpy(settings.language, "en");
	printout_init(&printout);
	receipt_compose(&printout, &entry, &settings, &options);
	printout_render_text(&printout, PAPER_COLS, &paper);
	settings_money(&settings, money_of(rounding), amount);
	if (rounding)
		ck_assert_msg(strstr(paper.text, "Rounding") && strstr(paper.text, amount),
		              "%s: %s", what, paper.text);
	else
		ck_assert_msg(!strstr(paper.text, "Rounding"), "%s: %s", what, paper.text);
	printout_done(&printout);
	buf_done(&paper);
	entry_done(&entry);
}

static void
must(const char *command, const char *word)
{
	char line[200];

	snprintf(line, sizeof line, "%s %s", command, word);
	shop_must(&shop, line);
}

static void
one_case(size_t i)
{
	const char *due = cases[i].due, *cash = cases[i].cash[0] ? cases[i].cash : due;
	int64_t rounding = minor(cash) - minor(due);
	char what[80], ref[RECEIPT_REF_TEXT_MAX];
	bool all = shop.settings.cash_scope == CASH_ROUND_ALL;

	snprintf(what, sizeof what, "%s %s", cases[i].country, due);
	/* sold for cash */
	must("open 5", due);
	shop_must(&shop, "total");
	ck_assert_msg(shop_view(&shop).settlement.remaining_cash.minor == minor(cash),
	              "%s: cash pays %lld", what,
	              (long long)shop_view(&shop).settlement.remaining_cash.minor);
	shop_must(&shop, "cash");
	expect_rounding(what, rounding);
	receipt_ref_text(ref, shop_view(&shop).last_sale);
	/* brought back: the mirror image */
	must("return", ref);
	shop_must(&shop, "total");
	ck_assert_int_eq(shop_view(&shop).settlement.remaining_cash.minor, -minor(cash));
	shop_must(&shop, "cash");
	expect_rounding(what, -rounding);
	/* a card pays what is due, unless everything is rounded there */
	must("open 5", due);
	shop_must(&shop, "total");
	shop_must(&shop, "card");
	expect_rounding(what, all ? rounding : 0);
}

static void
begin(const char *country)
{
	shop_make(&shop, country);
	plain_department();
	shop_must(&shop, "sign-on 1 471147");
	shop_must(&shop, "open-shift 0");
}

START_TEST(each_country_rounds_cash_in_its_way)
{
	for (size_t i = 0; i < CASES; i++) {
		if (i == 0 || strcmp(cases[i].country, cases[i - 1].country) != 0)
			begin(cases[i].country);
		one_case(i);
		if (i + 1 == CASES || strcmp(cases[i].country, cases[i + 1].country) != 0) {
			shop_must_hold(&shop);
			shop_remove(&shop);
		}
	}
}
END_TEST

/* A country that is added says here how it rounds. */
START_TEST(every_country_stands_in_the_table)
{
	struct country_row rows[100];
	struct err err;
	size_t count = 0;

	ck_assert_int_eq(setup_countries(rows, 100, &count, &err), RC_OK);
	ck_assert_uint_gt(count, 20);
	for (size_t k = 0; k < count; k++) {
		bool found = false;

		for (size_t i = 0; i < CASES; i++)
			found = found || strcmp(cases[i].country, rows[k].code) == 0;
		ck_assert_msg(found, "%s", rows[k].code);
	}
}
END_TEST

/* Part by card: only what cash settles is rounded. */
START_TEST(the_part_that_cash_pays_is_rounded)
{
	begin("CH");
	shop_must(&shop, "open 5 32.28");
	shop_must(&shop, "total");
	shop_must(&shop, "card 5.01");
	ck_assert_int_eq(shop_view(&shop).settlement.remaining.minor, 2727);
	ck_assert_int_eq(shop_view(&shop).settlement.remaining_cash.minor, 2725);
	shop_must(&shop, "cash 50");
	expect_rounding("part", -2);
	ck_assert_int_eq(shop_view(&shop).last_change.minor, 2275);
	shop_must_hold(&shop);
	shop_remove(&shop);
}
END_TEST

/* With the small coins at hand it is paid to the cent. */
START_TEST(small_coins_pay_to_the_cent_where_they_are_money)
{
	begin("NL");
	shop_must(&shop, "open 5 1.02");
	shop_must(&shop, "total");
	shop_must(&shop, "cash 1.02");
	expect_rounding("to the cent", 0);
	shop_remove(&shop);
}
END_TEST

/* Denmark's halves: 10.75 is 11.00, so of 14.00 in euros 3.00 come back and not 3.50. */
START_TEST(change_for_other_notes_goes_the_other_way_at_halves)
{
	struct tender_row row = { .kind = "euro",
		                  .label = "Euro",
		                  .over = OVER_CHANGE,
		                  .currency = "EUR",
		                  .rate = "7",
		                  .order = 9 };
	struct entry entry;

	begin("DK");
	entry_init(&entry, ENTRY_RECORD);
	till_header(shop.till, &entry);
	ck_assert_int_eq(catalogue_put_tender(shop.ledger, &row, &entry, &shop.err), RC_OK);
	ck_assert_int_eq(till_reload(shop.till, &shop.err), RC_OK);
	shop_must(&shop, "open 5 10.75");
	shop_must(&shop, "total");
	shop_must(&shop, "tender euro 2");
	ck_assert_int_eq(shop_view(&shop).last_change.minor, 300);
	expect_rounding("halves", 25);
	shop_must(&shop, "open 5 10.74");
	shop_must(&shop, "total");
	shop_must(&shop, "tender euro 2");
	ck_assert_int_eq(shop_view(&shop).last_change.minor, 350);
	expect_rounding("below", -24);
	/* and the change that was rounded comes back when it is undone */
	shop_must(&shop, "post-void \"slip\"");
	shop_must_hold(&shop);
	shop_remove(&shop);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("cash_countries");
	TCase *tcase = tcase_create("cash");

	tcase_set_timeout(tcase, 120);
	tcase_add_test(tcase, each_country_rounds_cash_in_its_way);
	tcase_add_test(tcase, every_country_stands_in_the_table);
	tcase_add_test(tcase, the_part_that_cash_pays_is_rounded);
	tcase_add_test(tcase, small_coins_pay_to_the_cent_where_they_are_money);
	tcase_add_test(tcase, change_for_other_notes_goes_the_other_way_at_halves);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
