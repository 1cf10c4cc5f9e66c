#include <config.h>

#include "reports/receipt.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "checkout/basket.h"
#include "reports/paper.h"
#include "reports/receipt_lines.h"

#define ROW_MAX 512

/* A sale on its way to paper. */
struct receipt {
	struct paper paper;
	const struct entry *entry;
	const struct sale_facts *sale;
	const struct receipt_options *options;
	struct receipt_ref ref;
};

/* ---- head ---- */

static const char *
title(const struct receipt *receipt)
{
	if (receipt->options->gift)
		return _("GIFT RECEIPT");
	if (receipt->options->buyer)
		return _("INVOICE");
	if (receipt->sale->post_void_of.number > 0)
		return _("POST-VOID");
	if (receipt->sale->total.minor < 0)
		return _("REFUND");
	return receipt->paper.settings->receipt_title;
}

/* Start and end; an operation that is not over the same day cannot be on one receipt. */
static void
times(struct receipt *receipt)
{
	const struct settings *settings = receipt->paper.settings;
	struct when start = { receipt->sale->opened_ms, receipt->entry->at.offset_min };
	char day[WHEN_TEXT_MAX], from[WHEN_TEXT_MAX], to[WHEN_TEXT_MAX];

	when_text(day, receipt->entry->at, settings->date_pattern);
	when_text(to, receipt->entry->at, settings->time_pattern);
	when_text(from, start, settings->time_pattern);
	if (receipt->sale->opened_ms == 0)
		paper_row(&receipt->paper, day, to);
	else
		paper_row_format(&receipt->paper, day, "%s - %s", from, to);
}

static void
numbers(struct receipt *receipt)
{
	char text[RECEIPT_REF_TEXT_MAX];

	paper_row(&receipt->paper, receipt->options->buyer ? _("Invoice") : _("Receipt"),
	          receipt_ref_text(text, receipt->ref));
	if (receipt->sale->post_void_of.number > 0)
		paper_row(&receipt->paper, _("takes back receipt"),
		          receipt_ref_text(text, receipt->sale->post_void_of));
	times(receipt);
	paper_row_format(&receipt->paper, _("Till"), "%d", receipt->entry->till);
	paper_who(&receipt->paper, receipt->entry, receipt->options->staff_name);
}

static void
buyer(struct receipt *receipt)
{
	const struct customer_row *to = receipt->options->buyer;

	if (!to) {
		if (receipt->sale->customer > 0)
			paper_row_format(&receipt->paper, _("Customer"), "%lld",
			                 (long long)receipt->sale->customer);
		return;
	}
	paper_rule(&receipt->paper);
	printout_text(receipt->paper.printout, ALIGN_LEFT, 0, _("Invoice to"));
	printout_text(receipt->paper.printout, ALIGN_LEFT, STYLE_BOLD, to->name);
	if (to->address[0] != '\0')
		printout_text(receipt->paper.printout, ALIGN_LEFT, 0, to->address);
	if (to->tax_number[0] != '\0')
		paper_row(&receipt->paper, _("Tax no."), to->tax_number);
}

/* What the tax of the sale depends on. */
static void
terms(struct receipt *receipt)
{
	const struct sale_facts *sale = receipt->sale;

	if (sale->way != WAY_NONE)
		printout_text(receipt->paper.printout, ALIGN_LEFT, 0,
		              sale->way == WAY_EAT_IN ? _("Eaten in") : _("Taken away"));
	if (sale->exempt[0] != '\0')
		paper_row(&receipt->paper, _("Without tax, certificate"), sale->exempt);
}

static void
head(struct receipt *receipt)
{
	struct paper *paper = &receipt->paper;

	paper_shop(paper);
	paper_marks(paper, receipt->entry->series, receipt->options->demo, receipt->options->copy);
	if (title(receipt)[0] != '\0')
		paper_title(paper, title(receipt));
	printout_blank(paper->printout);
	numbers(receipt);
	buyer(receipt);
	terms(receipt);
	paper_rule(paper);
}

/* ---- sums ---- */

struct sums {
	struct money given; /* lines after discounts, as their prices were given */
	struct money saved, deposits;
	int64_t pieces;
};

static struct sums
sums_of(const struct sale_facts *sale)
{
	struct sums sums = { .pieces = 0 };

	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];

		if (line->voided)
			continue;
		sums.given = money_add(sums.given, line->amount);
		for (int d = 0; d < line->discount_count; d++)
			sums.saved = money_add(sums.saved, line->discounts[d].amount);
		if (sale_line_is_deposit(line))
			sums.deposits = money_add(sums.deposits, line->total);
		sums.pieces += sale_line_pieces(line);
	}
	sums.given = money_sub(sums.given, sums.saved);
	return sums;
}

static size_t
added_count(const struct sale_facts *sale)
{
	size_t count = 0;

	for (size_t i = 0; i < sale->tax_count; i++)
		count += !sale->taxes[i].included;
	return count;
}

static const char *
tax_name(const struct sale_tax *tax, char out[static NAME_MAX_BYTES])
{
	text_copy(out, NAME_MAX_BYTES, tax->name[0] ? tax->name : tax->tax);
	return out;
}

/* Where tax is added, it has rows of its own between the lines and the total. */
static void
added_taxes(struct receipt *receipt, const struct sums *sums)
{
	const struct sale_facts *sale = receipt->sale;
	char label[ROW_MAX], name[NAME_MAX_BYTES], base[MONEY_TEXT_MAX];

	if (added_count(sale) == 0)
		return;
	paper_amount(&receipt->paper, 0, _("Subtotal"), sums->given);
	for (size_t i = 0; i < sale->tax_count; i++) {
		const struct sale_tax *tax = &sale->taxes[i];

		if (tax->included)
			continue;
		/* TRANSLATORS: a tax and what it is charged on: "Sales tax 7 % on 10.00" */
		snprintf(label, sizeof label, _("%s on %s"), tax_name(tax, name),
		         settings_money(receipt->paper.settings, tax->base, base));
		paper_amount(&receipt->paper, 0, label, tax->amount);
	}
}

static void
total(struct receipt *receipt)
{
	const struct settings *settings = receipt->paper.settings;
	struct sums sums = sums_of(receipt->sale);
	char text[MONEY_TEXT_MAX], right[ROW_MAX], label[ROW_MAX];

	added_taxes(receipt, &sums);
	snprintf(right, sizeof right, "%s %s", settings->currency.code,
	         settings_money(settings, receipt->sale->total, text));
	printout_columns(receipt->paper.printout, STYLE_BOLD | STYLE_LARGE,
	                 receipt->sale->total.minor < 0 ? _("PAID OUT") : _("TOTAL"), right);
	if (sums.deposits.minor != 0)
		paper_amount(&receipt->paper, 0, _("Deposits in it"), sums.deposits);
	if (sums.saved.minor > 0)
		paper_amount(&receipt->paper, 0, _("You saved"), sums.saved);
	if (sums.pieces > 0) {
		snprintf(label, sizeof label,
		         ngettext("%lld piece", "%lld pieces", (unsigned long)sums.pieces),
		         (long long)sums.pieces);
		printout_text(receipt->paper.printout, ALIGN_LEFT, 0, label);
	}
}

/* ---- tenders ---- */

static void
rounding(struct receipt *receipt)
{
	const struct sale_facts *sale = receipt->sale;

	if (sale->rounding.minor == 0)
		return;
	paper_amount(&receipt->paper, 0, _("Rounding"), sale->rounding);
	paper_amount(&receipt->paper, STYLE_BOLD, _("To pay"),
	             money_add(sale->total, sale->rounding));
}

static void
card_detail(struct receipt *receipt, const struct sale_tender *tender)
{
	char text[ROW_MAX];

	if (!tender->scheme[0] && !tender->last4[0] && !tender->reference[0])
		return;
	snprintf(text, sizeof text, "  %s%s%s%s%s%s", tender->scheme, tender->scheme[0] ? " " : "",
	         tender->last4[0] ? "**** " : "", tender->last4, tender->last4[0] ? " " : "",
	         tender->reference);
	printout_text(receipt->paper.printout, ALIGN_LEFT, 0, text);
}

/* What was handed over of another currency, and what one of it was worth. */
static void
foreign_detail(struct receipt *receipt, const struct sale_tender *tender)
{
	struct number_style style = receipt->paper.settings->style;
	struct currency currency;
	char amount[MONEY_TEXT_MAX], text[ROW_MAX];

	if (!tender->currency[0] || currency_find(tender->currency, &currency, NULL))
		return;
	style.exponent = currency.exponent;
	snprintf(text, sizeof text, _("  %s %s at %s"), tender->currency,
	         money_text(amount, tender->foreign, &style), tender->rate);
	printout_text(receipt->paper.printout, ALIGN_LEFT, 0, text);
}

static void
tenders(struct receipt *receipt)
{
	const struct sale_facts *sale = receipt->sale;
	struct money change = { 0 };

	rounding(receipt);
	for (size_t i = 0; i < sale->tender_count; i++) {
		const struct sale_tender *tender = &sale->tenders[i];

		paper_amount(&receipt->paper, 0, paper_tender(tender->kind, tender->label),
		             tender->amount);
		card_detail(receipt, tender);
		foreign_detail(receipt, tender);
		if (tender->tip.minor != 0)
			paper_amount(&receipt->paper, 0, _("  of it tip"), tender->tip);
		change = money_add(change, tender->change);
	}
	if (change.minor != 0)
		paper_amount(&receipt->paper, STYLE_BOLD, pgettext("money", "Change"), change);
}

/* ---- taxes and foot ---- */

/* Where every tax is added, its row above said all this. */
static void
taxes(struct receipt *receipt)
{
	struct paper_table_row rows[BASKET_TAXES_MAX];
	const struct sale_facts *sale = receipt->sale;
	size_t count = 0;

	if (added_count(sale) == sale->tax_count)
		return;
	for (size_t i = 0; i < sale->tax_count && count < BASKET_TAXES_MAX; i++) {
		const struct sale_tax *tax = &sale->taxes[i];
		struct paper_table_row *row = &rows[count++];
		char name[NAME_MAX_BYTES];

		snprintf(row->label, sizeof row->label, "%s %s", tax->tax, tax_name(tax, name));
		row->net = tax->base;
		row->tax = tax->amount;
		row->gross = money_add(tax->base, tax->amount);
	}
	paper_rule(&receipt->paper);
	paper_tax_table(&receipt->paper, rows, count);
}

static void
foot(struct receipt *receipt)
{
	struct paper *paper = &receipt->paper;
	char code[RECEIPT_CODE_LENGTH + 1];

	if (!receipt->options->gift)
		paper_rule(paper);
	paper_note(paper, receipt->sale->note);
	if (receipt->sale->total.minor < 0 && !receipt->options->gift)
		paper_to_sign(paper);
	paper_note(paper, paper->settings->receipt_foot);
	paper_note(paper, paper->settings->return_policy);
	printout_barcode(paper->printout,
	                 receipt_code(code, receipt->ref.till,
	                              receipt->ref.series == SERIES_TRAINING, receipt->ref.number));
	paper_anchor(paper, &receipt->options->hash);
	if (receipt->entry->series == SERIES_TRAINING)
		paper_marks(paper, SERIES_TRAINING, false, 0);
}

void
receipt_compose(struct printout *printout, const struct entry *sale,
                const struct settings *settings, const struct receipt_options *options)
{
	struct receipt receipt = {
		.entry = sale,
		.sale = &sale->is.sale,
		.options = options,
		.ref = { sale->till, sale->series, sale->is.sale.number },
	};

	paper_begin(&receipt.paper, printout, settings);
	head(&receipt);
	receipt_lines(&receipt.paper, sale->is.sale.lines, sale->is.sale.line_count,
	              sale->is.sale.given, sale->is.sale.given_count, options->gift);
	paper_rule(&receipt.paper);
	if (!options->gift) {
		total(&receipt);
		tenders(&receipt);
		taxes(&receipt);
	}
	foot(&receipt);
	paper_end(&receipt.paper);
}
