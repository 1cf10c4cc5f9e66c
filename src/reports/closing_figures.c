/*
 * The figures are a list of totals (postings.h), which the ledger keeps for every shift.  Sections
 * below say which accounts are shown, in which order, and with which sign.
 */
#include <config.h>

#include "reports/closing_figures.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/postings.h"

#define ROW_MAX 256
#define COUNT_MAX 24 /* " (", a number, ")" */

/* ---- rows ---- */

struct total
closing_get(const struct closing *closing, const char *account, const char *key)
{
	return totals_get(closing->totals, closing->count, account, key);
}

static void
counted_row(struct closing *closing, const char *label, int64_t count, struct money amount)
{
	char left[ROW_MAX + COUNT_MAX];

	snprintf(left, sizeof left, "%s (%" PRId64 ")", label, count);
	paper_amount(&closing->paper, 0, left, amount);
}

void
closing_section(struct closing *closing, const char *title)
{
	paper_rule(&closing->paper);
	printout_text(closing->paper.printout, ALIGN_LEFT, STYLE_BOLD, title);
}

/* ---- sales ---- */

static void
one_figure(struct closing *closing, const char *account, const char *label, bool always)
{
	struct total total = closing_get(closing, account, "");

	if (always || total.count != 0 || total.amount.minor != 0)
		counted_row(closing, label, total.count, total.amount);
}

static void
credit_figure(struct closing *closing, const char *account, const char *label)
{
	struct money amount = money_neg(closing_get(closing, account, "").amount);

	if (amount.minor != 0)
		paper_amount(&closing->paper, 0, label, amount);
}

static struct money
turnover(const struct closing *closing)
{
	return money_add(closing_get(closing, "#sales", "").amount,
	                 closing_get(closing, "#post-void", "").amount);
}

static void
sales(struct closing *closing)
{
	closing_section(closing, _("SALES"));
	one_figure(closing, "#sales", _("Receipts"), true);
	one_figure(closing, "#returns", _("Returns in them"), false);
	one_figure(closing, "#post-void", _("Post-voids"), false);
	paper_amount(&closing->paper, STYLE_BOLD, _("Turnover"), turnover(closing));
	credit_figure(closing, "rounding", _("Rounding"));
}

static const char *const turnover_accounts[] = { "sales", "returns", "post-void" };
#define TURNOVER_ACCOUNTS (sizeof turnover_accounts / sizeof turnover_accounts[0])

static bool
is_turnover(const struct total *total)
{
	for (size_t a = 0; a < TURNOVER_ACCOUNTS; a++)
		if (strcmp(total->account, turnover_accounts[a]) == 0)
			return true;
	return false;
}

/* The lowest department above this one, or 0: keys are text, and 10 should not come before 9. */
static int
next_department(const struct closing *closing, int above)
{
	int next = 0;

	for (size_t i = 0; i < closing->count; i++) {
		int number = atoi(closing->totals[i].key);

		if (is_turnover(&closing->totals[i]) && number > above &&
		    (next == 0 || number < next))
			next = number;
	}
	return next;
}

/* A department's sales, returns and post-voids as one figure without tax. */
static struct total
department(const struct closing *closing, const char *key)
{
	struct total sum = { .count = 0 };

	for (size_t a = 0; a < TURNOVER_ACCOUNTS; a++) {
		struct total part = closing_get(closing, turnover_accounts[a], key);

		sum.count += part.count;
		if (part.name[0])
			text_copy(sum.name, sizeof sum.name, part.name);
		sum.amount = money_sub(sum.amount, part.amount);
	}
	return sum;
}

static void
departments(struct closing *closing)
{
	int number = next_department(closing, 0);

	if (number != 0)
		closing_section(closing, _("DEPARTMENTS, WITHOUT TAX"));
	for (; number != 0; number = next_department(closing, number)) {
		char key[ACCOUNT_KEY_MAX], label[ROW_MAX];
		struct total sum;

		snprintf(key, sizeof key, "%d", number);
		sum = department(closing, key);
		if (sum.name[0])
			snprintf(label, sizeof label, "%s %s", key, sum.name);
		else
			snprintf(label, sizeof label, _("Department %s"), key);
		counted_row(closing, label, sum.count, sum.amount);
	}
}

static void
taxes(struct closing *closing)
{
	struct paper_table_row rows[PAPER_TABLE_MAX];
	size_t count = 0;

	for (size_t i = 0; i < closing->count && count < PAPER_TABLE_MAX; i++) {
		const struct total *gross = &closing->totals[i];
		struct paper_table_row *row = &rows[count];

		if (strcmp(gross->account, "#gross") != 0)
			continue;
		if (gross->name[0])
			snprintf(row->label, sizeof row->label, "%s %s", gross->key, gross->name);
		else
			text_copy(row->label, sizeof row->label,
			          gross->key[0] ? gross->key : _("no tax"));
		row->gross = gross->amount;
		row->tax = money_neg(closing_get(closing, "tax", gross->key).amount);
		row->net = money_sub(row->gross, row->tax);
		count++;
	}
	if (count == 0)
		return;
	closing_section(closing, _("TAXES"));
	paper_tax_table(&closing->paper, rows, count);
}

/* ---- tenders ---- */

/* What cash came to: all that sales moved in the drawer. */
static struct money
cash_taken(const struct closing *closing)
{
	static const char *const terms[] = { "sale", "change", "refund", "held" };
	struct money sum = { 0 };

	for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
		sum = money_add(sum, closing_get(closing, "cash", terms[i]).amount);
	return sum;
}

/* Notes of another currency in their own units, under what they were taken for. */
static void
foreign_units(struct closing *closing, const char *kind)
{
	struct number_style style = closing->paper.settings->style;
	size_t length = strlen(kind);
	struct currency currency;
	char text[MONEY_TEXT_MAX];

	for (size_t i = 0; i < closing->count; i++) {
		const struct total *total = &closing->totals[i];

		if (!total_currency(total, &currency) || strncmp(total->key, kind, length) != 0 ||
		    total->key[length] != ':')
			continue;
		style.exponent = currency.exponent;
		paper_row_format(&closing->paper, _("  in notes"), "%s %s", currency.code,
		                 money_text(text, total->amount, &style));
	}
}

static void
tenders(struct closing *closing)
{
	closing_section(closing, _("TENDERS"));
	paper_amount(&closing->paper, 0, _("Cash"), cash_taken(closing));
	for (size_t i = 0; i < closing->count; i++) {
		const struct total *total = &closing->totals[i];

		if (strcmp(total->account, "tender") != 0)
			continue;
		counted_row(closing, paper_tender(total->key, total->name), total->count,
		            total->amount);
		foreign_units(closing, total->key);
	}
	for (size_t i = 0; i < closing->count; i++) {
		const struct total *total = &closing->totals[i];
		char label[ROW_MAX];

		if (strcmp(total->account, "tips") != 0)
			continue;
		snprintf(label, sizeof label, _("Tips by %s"),
		         paper_tender(total->key, total->name));
		paper_amount(&closing->paper, 0, label, money_neg(total->amount));
	}
}

/* ---- the drawer ---- */

/* Every term that makes up what should be in the drawer, in the order people think of them. */
static const struct {
	const char *key, *label;
} terms[] = {
	{ "float", N_("Float") },
	{ "sale", N_("Cash tendered") },
	{ "change", N_("Change given") },
	{ "refund", N_("Cash refunds") },
	{ "held", N_("Held for open baskets") },
	{ "paid-in", N_("Paid in") },
	{ "paid-out", N_("Paid out") },
	{ "pickup", N_("Pickups") },
	{ "loan", N_("Loans") },
};

size_t
drawer_terms(const struct total totals[], size_t count, struct drawer_term out[], size_t room)
{
	size_t written = 0;

	for (size_t i = 0; i < sizeof terms / sizeof terms[0] && written < room; i++) {
		struct total total = totals_get(totals, count, "cash", terms[i].key);
		struct drawer_term *term = &out[written++];

		*term = (struct drawer_term){ .label = _(terms[i].label),
			                      .amount = total.amount,
			                      .count = total.count };
		text_copy(term->key, sizeof term->key, terms[i].key);
	}
	return written;
}

static struct money
expected(const struct drawer_term drawer[], size_t count)
{
	struct money sum = { 0 };

	for (size_t i = 0; i < count; i++)
		sum = money_add(sum, drawer[i].amount);
	return sum;
}

static void
drawer(struct closing *closing)
{
	struct drawer_term all[sizeof terms / sizeof terms[0]];
	size_t count =
	        drawer_terms(closing->totals, closing->count, all, sizeof all / sizeof all[0]);
	struct money over_short = closing_get(closing, "cash", "over-short").amount;

	closing_section(closing, _("DRAWER"));
	for (size_t i = 0; i < count; i++)
		counted_row(closing, all[i].label, all[i].count, all[i].amount);
	paper_amount(&closing->paper, STYLE_BOLD, _("Expected"), expected(all, count));
	if (over_short.minor != 0)
		paper_amount(&closing->paper, STYLE_BOLD,
		             over_short.minor < 0 ? _("Short") : _("Over"), over_short);
}

/* ---- what deserves a look ---- */

static const struct {
	const char *account, *label;
} counters[] = {
	{ "#void", N_("Lines voided") },           { "#cancelled", N_("Baskets given up") },
	{ "#suspended", N_("Baskets put aside") }, { "#no-sale", N_("No-sales") },
	{ "#price", N_("Prices changed") },        { "#copy", N_("Copies printed") },
	{ "#age", N_("Refused for age") },
};

static const struct {
	const char *key, *label;
} discount_kinds[] = {
	{ "promotion", N_("Promotions") },
	{ "line", N_("Discounts on lines") },
	{ "basket", N_("Discounts on baskets") },
	{ "coupon", N_("Coupons") },
};

static void
exceptions(struct closing *closing)
{
	closing_section(closing, _("COUNTED"));
	paper_row_format(&closing->paper, _("Lines"), "%" PRId64,
	                 closing_get(closing, "#lines", "").count);
	paper_row_format(&closing->paper, _("Pieces"), "%" PRId64,
	                 closing_get(closing, "#pieces", "").count);
	for (size_t i = 0; i < sizeof counters / sizeof counters[0]; i++) {
		struct total total = closing_get(closing, counters[i].account, "");

		if (total.amount.minor != 0)
			counted_row(closing, _(counters[i].label), total.count, total.amount);
		else
			paper_row_format(&closing->paper, _(counters[i].label), "%" PRId64,
			                 total.count);
	}
	for (size_t i = 0; i < sizeof discount_kinds / sizeof discount_kinds[0]; i++) {
		struct total total = closing_get(closing, "#discount", discount_kinds[i].key);

		if (total.count != 0)
			counted_row(closing, _(discount_kinds[i].label), total.count, total.amount);
	}
}

static void
staff(struct closing *closing)
{
	bool any = false;

	for (size_t i = 0; i < closing->count; i++) {
		const struct total *total = &closing->totals[i];
		char label[ROW_MAX];

		if (strcmp(total->account, "#staff") != 0)
			continue;
		if (!any)
			closing_section(closing, _("STAFF"));
		any = true;
		snprintf(label, sizeof label, _("Staff %s"), total->key);
		counted_row(closing, label, total->count, total->amount);
	}
}

void
closing_figures(struct closing *closing, bool show_drawer)
{
	sales(closing);
	departments(closing);
	taxes(closing);
	tenders(closing);
	if (show_drawer)
		drawer(closing);
	exceptions(closing);
	staff(closing);
}

/* ---- for scripts ---- */

void
totals_json(const struct total totals[], size_t count, int exponent, struct buf *out)
{
	struct json_writer writer = { .buf = out };
	struct drawer_term drawer_of[sizeof terms / sizeof terms[0]];
	struct number_style plain = number_plain(exponent);
	struct currency currency;
	char text[MONEY_TEXT_MAX];
	size_t found =
	        drawer_terms(totals, count, drawer_of, sizeof drawer_of / sizeof drawer_of[0]);

	json_put_text(&writer, "expected", money_text(text, expected(drawer_of, found), &plain));
	json_open_array(&writer, "totals");
	for (size_t i = 0; i < count; i++) {
		json_open_object(&writer, NULL);
		json_put_text(&writer, "account", totals[i].account);
		if (totals[i].key[0] != '\0')
			json_put_text(&writer, "key", totals[i].key);
		json_put_int(&writer, "count", totals[i].count);
		plain.exponent =
		        total_currency(&totals[i], &currency) ? currency.exponent : exponent;
		json_put_text(&writer, "amount", money_text(text, totals[i].amount, &plain));
		json_close_object(&writer);
	}
	json_close_array(&writer);
}
