/*
 * The same baskets at a real till: what quote says of them is what the till asks for, what the
 * journal keeps and what the receipt shows; and what is brought back, in whatever order and parts,
 * is what was paid.
 *
 * Random shops are set up in temporary folders; baskets are rung up by commands.  RINGUP_SEED
 * repeats a run and RINGUP_ROUNDS says how many shops (4).
 */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "ledger/journal.h"
#include "checkout/quote.h"
#include "checkout/tables.h"
#include "reports/receipt.h"
#include "tests/oracle/dice.h"
#include "tests/oracle/random.h"
#include "tests/oracle/rewrite.h"
#include "tests/oracle/work.h"
#include "tests/receipt_reading.h"
#include "tests/suite.h"
#include "tests/till_shop.h"

#define BASKETS 25 /* of each shop */
#define COLS 42

static struct till_shop shop;
static struct json_doc *plan; /* of the shop: a question */
static uint64_t seed;
static int shops, sales, returns, with_promotions;

/* ---- setting up ---- */

static int64_t
scaled(const char *text, long scale)
{
	return floor_of(times(decimal(text), whole(scale)));
}

static const char *
text_in(const struct json_node *object, const char *key)
{
	const char *text = json_text(json_get(object, key));

	return text ? text : "";
}

static struct entry *
header(struct entry *entry)
{
	till_header(shop.till, entry);
	return entry;
}

static void
join(char *out, size_t size, const struct json_node *list, const char *between)
{
	out[0] = '\0';
	for (size_t i = 0; i < json_count(list); i++)
		snprintf(out + strlen(out), size - strlen(out), "%s%s", i > 0 ? between : "",
		         json_text(json_at(list, i)));
}

static void
put_tax(const char *code, const struct json_node *node, int order)
{
	const char *kind = text_in(node, "kind");
	struct tax_row row = {
		.kind = strcmp(kind, "fixed") == 0      ? TAX_FIXED
		        : strcmp(kind, "division") == 0 ? TAX_DIVISION
		                                        : TAX_PERCENT,
		.included = json_bool(json_get(node, "included")),
		.compound = json_bool(json_get(node, "compound")),
		.affected = !json_get(node, "affected") || json_bool(json_get(node, "affected")),
		.order = order,
	};
	struct entry entry;

	text_copy(row.code, sizeof row.code, code);
	text_copy(row.name, sizeof row.name, code);
	if (row.kind == TAX_FIXED)
		row.per_unit.e4 = scaled(text_in(node, "rate"), 1000000);
	else
		row.rate_ppm = scaled(text_in(node, "rate"), 10000);
	ck_assert_msg(catalogue_put_tax(shop.ledger, &row, header(&entry), &shop.err) == RC_OK,
	              "%s", shop.err.msg);
}

static void
put_item(const char *number, const struct json_node *node)
{
	struct item_row row = { .department = 9, .has_price = true };
	struct entry entry;

	text_copy(row.number, sizeof row.number, number);
	text_copy(row.name, sizeof row.name, number);
	row.price.e4 = scaled(text_in(node, "price"), 1000000);
	join(row.taxes, sizeof row.taxes, json_get(node, "taxes"), " ");
	join(row.category, sizeof row.category, json_get(node, "category"), "|");
	ck_assert_msg(catalogue_put_item(shop.ledger, &row, NULL, 0, header(&entry), &shop.err) ==
	                      RC_OK,
	              "%s", shop.err.msg);
}

static void
put_promotion(const struct json_node *node, int order)
{
	struct promotion_row row = { .active = true, .order = order };
	struct buf json = { .length = 0 };
	struct json_writer writer = { .buf = &json };
	struct entry entry;

	copy_json(&writer, NULL, node);
	text_copy(row.name, sizeof row.name, text_in(node, "name"));
	text_copy(row.json, sizeof row.json, json.text);
	ck_assert_msg(catalogue_put_promotion(shop.ledger, &row, header(&entry), &shop.err) ==
	                      RC_OK,
	              "%s", shop.err.msg);
	buf_done(&json);
}

static void
set(const char *key, const char *value)
{
	struct entry entry;

	ck_assert_msg(settings_set(&shop.settings, shop.ledger, key, value, header(&entry),
	                           &shop.err) == RC_OK,
	              "%s: %s", key, shop.err.msg);
}

static void
set_up(const struct json_node *question)
{
	const struct json_node *taxes = json_get(question, "taxes"),
	                       *items = json_get(question, "items");
	const struct json_node *offers = json_get(question, "promotions"),
	                       *cash = json_get(question, "cash_rounding");
	struct entry entry;
	const char *key;

	/* the test shop's own */
	ck_assert_int_eq(
	        catalogue_remove(shop.ledger, "promotion", "3 for 2", header(&entry), &shop.err),
	        RC_OK);
	for (size_t i = 0; i < json_count(taxes); i++) {
		const struct json_node *tax = json_member(taxes, i, &key);

		put_tax(key, tax, (int)i + 1);
	}
	for (size_t i = 0; i < json_count(items); i++) {
		const struct json_node *item = json_member(items, i, &key);

		put_item(key, item);
	}
	for (size_t i = 0; i < json_count(offers); i++)
		put_promotion(json_at(offers, i), (int)i + 1);
	set("tax-rounding", text_in(question, "tax_rounding"));
	set("promotions-best",
	    strcmp(text_in(question, "promotion_order"), "best") == 0 ? "yes" : "no");
	set("cash-step", cash ? text_in(cash, "step") : "0");
	set("cash-rounding", cash ? text_in(cash, "mode") : "half_up");
	set("cash-scope", cash ? text_in(cash, "scope") : "none");
}

static void
open_shop(uint64_t shop_seed)
{
	const struct mix mix = { .promotions_max = 3, .at_till = true };
	struct buf question = { .length = 0 };

	random_question(shop_seed, &mix, &question);
	ck_assert_int_eq(json_parse(&plan, question.text, question.length, &shop.err), RC_OK);
	shop_make(&shop, "DE");
	set_up(json_root(plan));
	shop_restart(&shop);
	shop_must(&shop, "sign-on 1 471147");
	shop_must(&shop, "open-shift 500.00");
	buf_done(&question);
	shops++;
}

static void
close_shop(void)
{
	shop_must_hold(&shop);
	shop_remove(&shop);
	json_free(&plan);
}

/* ---- a basket, at the till and as a question ---- */

static void do_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void
do_format(const char *format, ...)
{
	char line[256];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(line, sizeof line, format, arguments);
	va_end(arguments);
	shop_do(&shop, line);
	if (shop_view(&shop).state == TILL_APPROVAL)
		shop_must(&shop, "approve 1 471147");
	if (shop_view(&shop).state == TILL_QUESTION)
		shop_must(&shop, "answer yes");
}

struct given {
	char words[40]; /* "{\"percent\":\"10\"", "" none */
};

static void
give(struct given *given, int line)
{
	char amount[24];

	if (one_in(2)) {
		int percent = roll(100) + 1;

		snprintf(given->words, sizeof given->words, "\"percent\":\"%d\"", percent);
		if (line)
			do_format("discount %d%% %d \"one\"", percent, line);
		else
			do_format("discount %d%% \"whole\"", percent);
	} else {
		random_amount(amount, 4, 2);
		snprintf(given->words, sizeof given->words, "\"amount\":\"%s\"", amount);
		if (line)
			do_format("discount %s %d \"one\"", amount, line);
		else
			do_format("discount %s \"whole\"", amount);
	}
	if (shop.err.msg[0])
		given->words[0] = '\0';
}

static void
ring_basket(struct buf *lines, struct given *all, bool *coupon)
{
	size_t items = json_count(json_get(json_root(plan), "items"));
	int count = roll(6) + 1;
	struct given given[8] = { { "" } };

	*all = (struct given){ "" };
	for (int i = 0; i < count; i++) {
		if (one_in(2))
			do_format("quantity %d", roll(6) + 1);
		do_format("item i%d", roll((int)items));
		ck_assert_msg(!shop.err.msg[0], "%s", shop.err.msg);
	}
	for (int l = 1; l <= (int)shop_view(&shop).basket->line_count; l++)
		if (one_in(5))
			give(&given[l], l);
	if (one_in(4))
		give(all, 0);
	do_format("coupon WELCOME");
	*coupon = !shop.err.msg[0];
	for (size_t i = 0; i < shop_view(&shop).basket->line_count; i++) {
		const struct basket_line *line = &shop_view(&shop).basket->lines[i];

		buf_format(lines, "%s{\"item\":\"%s\",\"quantity\":\"%lld\"", i > 0 ? "," : "",
		           line->is.item, (long long)line->is.qty_milli / 1000);
		if (given[line->is.number].words[0])
			buf_format(lines, ",\"discount\":{%s,\"reason\":\"one\"}",
			           given[line->is.number].words);
		buf_add(lines, "}");
	}
}

/* The lines and what was given; with the whole shop, or for quote --shop without it. */
static void
put_question(struct buf *out, const char *lines, const struct given *all, bool coupon,
             bool with_shop)
{
	static const char *const keys[] = { "currency",      "tax_rounding", "promotion_order",
		                            "cash_rounding", "taxes",        "items",
		                            "promotions" };
	struct json_writer writer = { .buf = out };

	json_open_object(&writer, NULL);
	for (size_t i = 0; with_shop && i < sizeof keys / sizeof *keys; i++)
		if (json_get(json_root(plan), keys[i]))
			copy_json(&writer, keys[i], json_get(json_root(plan), keys[i]));
	json_put_text(&writer, "at", "2026-11-22T10:00:00+01:00");
	buf_format(out, ",\"lines\":[%s]", lines);
	if (all->words[0])
		buf_format(out, ",\"discount\":{%s,\"reason\":\"whole\"}", all->words);
	if (coupon)
		buf_add(out, ",\"codes\":[\"WELCOME\"]");
	buf_add(out, "}");
}

/* ---- laid side by side ---- */

static struct said said;
static struct json_doc *answered;
static struct buf question, complaint;

static void
must_ask(const struct buf *asked, bool with_shop)
{
	struct tables tables;
	struct quote_shop quoted = { shop.ledger, &shop.settings, &tables };
	struct buf answer = { .length = 0 };
	enum outcome outcome;

	tables_init(&tables);
	ck_assert_int_eq(tables_load(&tables, shop.ledger, &shop.settings.currency, &shop.err),
	                 RC_OK);
	outcome = quote_answer(asked->text, asked->length, with_shop ? &quoted : NULL, shop.now,
	                       &answer);
	ck_assert_msg(outcome == RC_OK, "%s\n%s", answer.text, asked->text);
	json_free(&answered);
	ck_assert_int_eq(json_parse(&answered, answer.text, answer.length, &shop.err), RC_OK);
	answer_read(&said, json_root(answered));
	buf_done(&answer);
	tables_done(&tables);
}

static int64_t
minor(rational amount)
{
	return floor_of(times(amount, whole(100)));
}

#define must_agree(a, b, what)                                                                     \
	ck_assert_msg((a) == (b), "RINGUP_SEED=%llu, %s: %lld and %lld\n%s",                       \
	              (unsigned long long)seed, what, (long long)(a), (long long)(b),              \
	              question.text)

static void
quote_and_till(const struct basket *basket)
{
	must_agree((int)basket->line_count, said.line_count, "lines of till and quote");
	for (int i = 0; i < said.line_count; i++)
		must_agree(basket->lines[i].is.total.minor, minor(said.lines[i].gross),
		           "a line at the till and in quote");
	must_agree(basket->total.minor, minor(said.total), "total at the till and in quote");
	must_agree(basket->net.minor, minor(said.net), "net at the till and in quote");
	must_agree(basket->tax.minor, minor(said.tax), "tax at the till and in quote");
}

static void
quote_and_journal(const struct sale_facts *sale)
{
	int64_t tax = 0;

	must_agree(sale->total.minor, minor(said.total), "total in journal and quote");
	for (int i = 0; i < said.line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		int64_t off = 0, taken = 0;

		must_agree(line->total.minor, minor(said.lines[i].gross),
		           "a line in journal and quote");
		must_agree(line->tax_count, said.lines[i].tax_count,
		           "taxes of a line in journal and quote");
		for (int t = 0; t < line->tax_count; t++)
			must_agree(line->taxes[t].amount.minor,
			           minor(said.lines[i].taxes[t].amount),
			           "a tax in journal and quote");
		for (int d = 0; d < line->discount_count; d++)
			off += line->discounts[d].amount.minor;
		for (int d = 0; d < said.lines[i].discount_count; d++)
			taken += minor(said.lines[i].amounts[d]);
		must_agree(off, taken, "discounts of a line in journal and quote");
	}
	for (size_t i = 0; i < sale->tax_count; i++)
		tax += sale->taxes[i].amount.minor;
	must_agree(tax, minor(said.tax), "tax in journal and quote");
}

/* Per total, a price that contains one tax and has another added fixes neither net nor total. */
static bool
has_odd_cents(const struct sale_facts *sale)
{
	for (size_t i = 0; i < sale->line_count; i++) {
		bool included = false, added = false;

		for (int t = 0; t < sale->lines[i].tax_count; t++) {
			included |= sale->lines[i].taxes[t].included;
			added |= !sale->lines[i].taxes[t].included;
		}
		if (included && added)
			return true;
	}
	return false;
}

static void
journal_and_receipt(const struct entry *entry)
{
	struct receipt_options options = { .staff_name = "Anna" };
	struct settings settings = shop.settings;
	struct price_steps steps = { .count = 0 };
	struct printout printout;
	struct buf text = { .length = 0 };
	struct paper paper;
	int64_t sum = 0;

	strcpy(settings.language, "en");
	printout_init(&printout);
	receipt_compose(&printout, entry, &settings, &options);
	printout_render_text(&printout, COLS, &text);
	printout_done(&printout);
	read_paper(&paper, text.text, &shop.settings.style);
	must_agree(paper.total, entry->is.sale.total.minor, "total on paper and in the journal");
	if (!has_odd_cents(&entry->is.sale))
		must_agree(paper.lines + paper.added_tax, paper.total, "lines and total on paper");
	must_agree(paper.tendered - paper.change, paper.total + paper.rounding, "tenders on paper");
	buf_done(&text);
	explain_sale(&entry->is.sale, &shop.settings.style, &steps);
	for (size_t i = 0; i < steps.count; i++)
		sum += steps.steps[i].amount.minor;
	must_agree(sum, entry->is.sale.total.minor + entry->is.sale.rounding.minor,
	           "steps of the sale and what was paid");
	steps_done(&steps);
}

static void
the_oracle_too(void)
{
	struct json_doc *asked;

	buf_clear(&complaint);
	ck_assert_int_eq(json_parse(&asked, question.text, question.length, &shop.err), RC_OK);
	ck_assert_msg(oracle_agrees(json_root(asked), json_root(answered), &complaint),
	              "RINGUP_SEED=%llu, %s\n%s", (unsigned long long)seed, complaint.text,
	              question.text);
	json_free(&asked);
}

/* ---- a sale ---- */

/* False: there was nothing to pay that way. */
static bool
sell(struct entry *entry)
{
	struct buf lines = { .length = 0 }, short_question = { .length = 0 };
	struct till_view view;
	struct given all;
	bool coupon;

	rational_forget();
	ring_basket(&lines, &all, &coupon);
	do_format("total");
	buf_clear(&question);
	put_question(&question, lines.text, &all, coupon, true);
	put_question(&short_question, lines.text, &all, coupon, false);
	view = shop_view(&shop);
	must_ask(&short_question, true);
	quote_and_till(view.basket);
	must_ask(&question, false);
	quote_and_till(view.basket);
	buf_done(&short_question);
	buf_done(&lines);
	if (view.state == TILL_TENDERING && one_in(2))
		do_format("card");
	if (shop_view(&shop).state == TILL_TENDERING)
		do_format("cash");
	view = shop_view(&shop);
	if (view.state != TILL_CHANGE) {
		do_format("cancel \"test\"");
		return false;
	}
	ck_assert_int_eq(journal_read_sale(shop.ledger, view.last_sale, entry, &shop.err), RC_OK);
	quote_and_journal(&entry->is.sale);
	journal_and_receipt(entry);
	the_oracle_too();
	sales++;
	for (size_t i = 0; i < entry->is.sale.line_count; i++)
		with_promotions += entry->is.sale.lines[i].discount_count > 0;
	return true;
}

/* ---- and back ---- */

struct back {
	int64_t total, tax;
};

static void
count_back(struct back *back)
{
	struct till_view view = shop_view(&shop);
	struct entry entry;

	ck_assert_int_eq(journal_read_sale(shop.ledger, view.last_sale, &entry, &shop.err), RC_OK);
	back->total += entry.is.sale.total.minor;
	for (size_t i = 0; i < entry.is.sale.tax_count; i++)
		back->tax += entry.is.sale.taxes[i].amount.minor;
	journal_and_receipt(&entry);
	entry_done(&entry);
	returns++;
}

static void
pay_out(struct back *back)
{
	do_format("total");
	if (shop_view(&shop).state == TILL_TENDERING)
		do_format("cash");
	must_agree((int)shop_view(&shop).state, (int)TILL_CHANGE,
	           "the state after goods came back");
	count_back(back);
}

/* Piece by piece, line by line, as the dice fall; now and then several in one go. */
static void
bring_back_in_parts(const struct receipt_ref *sale, const struct entry *entry, struct back *back)
{
	int64_t left[LINES], open = 0;
	bool waits = false;

	for (size_t i = 0; i < entry->is.sale.line_count; i++)
		open += left[i] = entry->is.sale.lines[i].qty_milli / 1000;
	while (open > 0) {
		int line = roll((int)entry->is.sale.line_count), part;

		if (left[line] == 0)
			continue;
		part = roll((int)left[line]) + 1;
		do_format("return %d-%06lld %d %d \"test\"", sale->till, (long long)sale->number,
		          entry->is.sale.lines[line].number, part);
		ck_assert_msg(!shop.err.msg[0], "RINGUP_SEED=%llu: %s", (unsigned long long)seed,
		              shop.err.msg);
		left[line] -= part;
		open -= part;
		waits = true;
		if (one_in(2)) {
			pay_out(back);
			waits = false;
		}
	}
	if (waits)
		pay_out(back);
}

/* What is back cannot come back again. */
static void
must_refuse_more(const struct receipt_ref *sale, const struct entry *entry)
{
	char line[80];

	for (size_t i = 0; i < entry->is.sale.line_count; i++) {
		snprintf(line, sizeof line, "return %d-%06lld %d 1 \"test\"", sale->till,
		         (long long)sale->number, entry->is.sale.lines[i].number);
		ck_assert_msg(shop_do(&shop, line) != RC_OK,
		              "RINGUP_SEED=%llu: %s was taken back once more",
		              (unsigned long long)seed, line);
	}
}

static void
bring_back(const struct entry *entry)
{
	struct receipt_ref sale = shop_view(&shop).last_sale;
	struct back back = { 0 };
	int64_t tax = 0;

	for (size_t i = 0; i < entry->is.sale.tax_count; i++)
		tax += entry->is.sale.taxes[i].amount.minor;
	if (one_in(3)) {
		do_format("return %d-%06lld \"test\"", sale.till, (long long)sale.number);
		ck_assert_msg(!shop.err.msg[0], "RINGUP_SEED=%llu: %s", (unsigned long long)seed,
		              shop.err.msg);
		pay_out(&back);
	} else {
		bring_back_in_parts(&sale, entry, &back);
	}
	must_agree(back.total, -entry->is.sale.total.minor, "all that came back and what was sold");
	must_agree(back.tax, -tax, "tax of what came back and of what was sold");
	must_refuse_more(&sale, entry);
}

/* ---- */

static void
begin(void)
{
	const char *given = getenv("RINGUP_SEED");

	seed = given ? strtoull(given, NULL, 10) : 20261122;
	fprintf(stderr, "RINGUP_SEED=%llu\n", (unsigned long long)seed);
}

START_TEST(quote_till_journal_receipt_and_returns_agree)
{
	int rounds = getenv("RINGUP_ROUNDS") ? atoi(getenv("RINGUP_ROUNDS")) : 4;

	begin();
	for (int round = 0; round < rounds; round++, seed++) {
		struct entry entry;

		rational_forget(); /* and from the first number on they are made as it says */
		open_shop(seed);
		for (int i = 0; i < BASKETS; i++) {
			if (!sell(&entry))
				continue;
			if (one_in(2))
				bring_back(&entry);
			entry_done(&entry);
		}
		close_shop();
	}
	json_free(&answered);
	buf_done(&question);
	buf_done(&complaint);
	fprintf(stderr, "%d shops, %d sales, %d lines with discounts, %d refunds\n", shops, sales,
	        with_promotions, returns);
	ck_assert_int_gt(sales, rounds * BASKETS / 2);
	ck_assert_int_gt(returns, sales / 4);
	ck_assert_int_gt(with_promotions, sales / 4);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("rung");
	TCase *tills = tcase_create("tills");

	tcase_add_test(tills, quote_till_journal_receipt_and_returns_agree);
	tcase_set_timeout(tills, 0);
	suite_add_tcase(suite, tills);
	return run_suite(suite);
}
