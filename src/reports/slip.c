#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "reports/paper.h"
#include "reports/receipt.h"
#include "reports/receipt_lines.h"

static const char *const cash_titles[CASH_KINDS] = {
	[CASH_PAID_IN] = N_("PAID IN"),
	[CASH_PAID_OUT] = N_("PAID OUT"),
	[CASH_PICKUP] = N_("PICKUP TO THE SAFE"),
	[CASH_LOAN] = N_("LOAN FROM THE SAFE"),
};

static const char *
title(const struct entry *entry)
{
	switch (entry->kind) {
	case ENTRY_CASH:
		return _(cash_titles[entry->is.cash.kind]);
	case ENTRY_NO_SALE:
		return _("NO SALE");
	case ENTRY_SUSPENDED:
		return _("BASKET PUT ASIDE");
	case ENTRY_CANCELLED:
		return _("BASKET GIVEN UP");
	case ENTRY_TENDER:
		return entry->is.tender.taken_back ? _("TENDER GIVEN BACK") : _("TENDER TAKEN");
	case ENTRY_SHIFT_OPEN:
		return _("SHIFT OPENED");
	default:
		return _("NOTE");
	}
}

static void
reason(struct paper *paper, const char *text)
{
	if (text[0] != '\0')
		paper_row(paper, _("Reason"), text);
}

/* "  3 x 50.00    150.00". */
static void
pieces(struct paper *paper, const struct cash_piece rows[], int count)
{
	char label[MONEY_TEXT_MAX + 32], value[MONEY_TEXT_MAX];

	for (int i = 0; i < count; i++) {
		snprintf(label, sizeof label, "  %lld x %s", (long long)rows[i].count,
		         settings_money(paper->settings, rows[i].value, value));
		paper_amount(paper, 0, label, money_of(rows[i].value.minor * rows[i].count));
	}
}

static void
cash(struct paper *paper, const struct cash_facts *facts)
{
	paper_amount(paper, STYLE_BOLD | STYLE_LARGE, _("Cash"), facts->amount);
	pieces(paper, facts->pieces, facts->piece_count);
	reason(paper, facts->reason);
	paper_to_sign(paper);
}

/* Number, what it holds and what was paid on it; nobody may take it for a receipt. */
static void
basket(struct paper *paper, const struct entry *entry)
{
	const struct basket_facts *facts = &entry->is.basket;
	struct money held = { 0 };

	if (facts->number > 0)
		paper_row_format(paper, _("Number"), "%lld", (long long)facts->number);
	reason(paper, facts->reason);
	paper_rule(paper);
	receipt_lines(paper, facts->lines, facts->line_count, facts->given, facts->given_count,
	              false);
	paper_rule(paper);
	paper_amount(paper, STYLE_BOLD, _("TOTAL"), facts->total);
	for (size_t i = 0; i < facts->tender_count; i++)
		held = money_add(held,
		                 money_sub(facts->tenders[i].amount, facts->tenders[i].change));
	if (held.minor != 0)
		paper_amount(paper, 0, _("Paid already"), held);
	paper_note(paper, facts->note);
	paper_title(paper, _("NOT A RECEIPT"));
	if (entry->kind == ENTRY_SUSPENDED && facts->number > 0) {
		char code[RECEIPT_CODE_LENGTH + 1];

		printout_barcode(paper->printout,
		                 basket_code(code, entry->till, entry->series == SERIES_TRAINING,
		                             facts->number));
	}
}

static void
tender(struct paper *paper, const struct sale_tender *facts)
{
	paper_amount(paper, STYLE_BOLD, paper_tender(facts->kind, facts->label), facts->amount);
	if (facts->change.minor != 0)
		paper_amount(paper, 0, pgettext("money", "Change"), facts->change);
	if (facts->reference[0] != '\0')
		paper_row(paper, _("Reference"), facts->reference);
	paper_title(paper, _("NOT A RECEIPT"));
}

static void
facts(struct paper *paper, const struct entry *entry)
{
	switch (entry->kind) {
	case ENTRY_CASH:
		cash(paper, &entry->is.cash);
		break;
	case ENTRY_NO_SALE:
		reason(paper, entry->is.no_sale.reason);
		break;
	case ENTRY_SUSPENDED:
	case ENTRY_CANCELLED:
		basket(paper, entry);
		break;
	case ENTRY_TENDER:
		tender(paper, &entry->is.tender.tender);
		break;
	case ENTRY_SHIFT_OPEN:
		paper_amount(paper, STYLE_BOLD, _("Float"), entry->is.shift_open.opening_float);
		break;
	default:
		break;
	}
}

void
slip_compose(struct printout *printout, const struct entry *entry, const struct settings *settings,
             const struct receipt_options *options)
{
	struct paper paper;

	paper_begin(&paper, printout, settings);
	printout_text(printout, ALIGN_CENTRE, STYLE_BOLD, settings->name);
	paper_marks(&paper, entry->series, options->demo, options->copy);
	paper_title(&paper, title(entry));
	printout_blank(printout);
	paper_row_format(&paper, _("Till"), "%d", entry->till);
	paper_row_format(&paper, _("Entry"), "%lld", (long long)entry->seq);
	paper_when(&paper, entry->at);
	paper_who(&paper, entry, options->staff_name);
	paper_rule(&paper);
	facts(&paper, entry);
	paper_anchor(&paper, &options->hash);
	paper_end(&paper);
}
