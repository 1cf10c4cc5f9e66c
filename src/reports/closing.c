/*
 * X, shift and Z report: heads over the same figures.  A closing entry carries its figures as they
 * were, so that its paper can be made again to the letter.
 */
#include <config.h>

#include "reports/closing.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "shop/labels.h"
#include "reports/closing_figures.h"

#define ROW_MAX 256

/* ---- heads ---- */

static void
head(struct closing *closing, const char *title, const struct entry *entry, enum series series,
     bool demo, int64_t copy)
{
	struct paper *paper = &closing->paper;
	char day[WHEN_TEXT_MAX];

	paper_shop(paper);
	paper_marks(paper, series, demo, copy);
	printout_text(paper->printout, ALIGN_CENTRE, STYLE_BOLD | STYLE_LARGE, title);
	printout_blank(paper->printout);
	paper_row_format(paper, _("Till"), "%d", entry->till);
	if (entry->day != 0)
		paper_row(paper, _("Business day"),
		          day_text(day, entry->day, paper->settings->date_pattern));
	paper_when(paper, entry->at);
	paper_who(paper, entry, "");
}

static void
range(struct closing *closing, const char *label, int64_t first, int64_t last)
{
	if (last > 0)
		paper_row_format(&closing->paper, label, "%" PRId64 " - %" PRId64, first, last);
}

enum outcome
x_report_compose(struct printout *printout, struct ledger *ledger, const struct settings *settings,
                 enum series series, struct when now, bool show_expected, bool demo,
                 struct err *err)
{
	struct closing closing = { .count = 0 };
	struct entry at = { .till = ledger_till(ledger), .at = now };
	struct total *totals = NULL;
	struct shift_row shift;
	enum outcome outcome = shift_current(ledger, series, &shift, err);

	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("no shift is open"));
	if (!outcome)
		outcome = shift_totals(ledger, series, shift.shift, shift.shift, &totals,
		                       &closing.count, err);
	if (!outcome)
		outcome = labels_name_totals(ledger, totals, closing.count, err);
	if (outcome) {
		free(totals);
		return outcome;
	}
	at.day = shift.day;
	at.staff = shift.staff;
	closing.totals = totals;
	paper_begin(&closing.paper, printout, settings);
	head(&closing, _("X REPORT"), &at, series, demo, 0);
	paper_row_format(&closing.paper, _("Shift"), "%" PRId64, shift.shift);
	closing_figures(&closing, show_expected);
	paper_end(&closing.paper);
	free(totals);
	return RC_OK;
}

void
day_report_compose(struct printout *printout, const struct total totals[], size_t count,
                   day_number day, int till, struct when now, const struct settings *settings,
                   bool demo)
{
	struct closing closing = { .totals = totals, .count = count };
	const struct entry at = { .till = till, .day = day, .at = now };

	paper_begin(&closing.paper, printout, settings);
	head(&closing, _("DAY REPORT"), &at, SERIES_LIVE, demo, 0);
	closing_figures(&closing, true);
	paper_end(&closing.paper);
}

static struct money
taken_by(const struct closing *closing, const char *kind, const struct shift_close_facts *facts)
{
	if (strcmp(kind, "cash") == 0)
		return facts->expected;
	return closing_get(closing, "tender", kind).amount;
}

/* "  3 x 50.00    150.00"; of another currency with its decimals. */
static void
count_pieces(struct closing *closing, const struct shift_close_facts *facts, const char *kind,
             int exponent)
{
	struct number_style style = closing->paper.settings->style;
	char label[ROW_MAX], value[MONEY_TEXT_MAX], worth[MONEY_TEXT_MAX];

	style.exponent = exponent;
	for (size_t i = 0; i < facts->piece_count; i++) {
		const struct counted_piece *piece = &facts->pieces[i];

		if (strcmp(piece->kind, kind) != 0)
			continue;
		snprintf(label, sizeof label, "  %" PRId64 " x %s", piece->count,
		         money_text(value, piece->value, &style));
		paper_row(&closing->paper, label,
		          money_text(worth, money_of(piece->value.minor * piece->count), &style));
	}
}

/* Notes of another currency in their units: what was counted, and what it differs by. */
static void
count_foreign(struct closing *closing, const struct shift_close_facts *facts,
              const struct counted_foreign *foreign)
{
	struct number_style style = closing->paper.settings->style;
	struct money off = money_sub(foreign->counted, foreign->expected);
	struct currency currency;
	char text[MONEY_TEXT_MAX];

	if (currency_find(foreign->currency, &currency, NULL))
		return;
	style.exponent = currency.exponent;
	count_pieces(closing, facts, foreign->kind, currency.exponent);
	paper_row_format(&closing->paper, _("  in notes"), "%s %s", foreign->currency,
	                 money_text(text, foreign->counted, &style));
	if (off.minor != 0)
		paper_row_format(&closing->paper, off.minor < 0 ? _("  short") : _("  over"),
		                 "%s %s", foreign->currency, money_text(text, off, &style));
}

static void
count_row(struct closing *closing, const struct shift_close_facts *facts,
          const struct total *counted)
{
	const struct counted_foreign *foreign = shift_close_foreign(facts, counted->key);
	struct money off = money_sub(counted->amount, taken_by(closing, counted->key, facts));

	paper_amount(&closing->paper, 0, paper_tender(counted->key, counted->name),
	             counted->amount);
	if (foreign)
		count_foreign(closing, facts, foreign);
	else
		count_pieces(closing, facts, counted->key,
		             closing->paper.settings->currency.exponent);
	if (off.minor != 0)
		paper_amount(&closing->paper, STYLE_BOLD,
		             off.minor < 0 ? _("  short") : _("  over"), off);
}

static void
count_of(struct closing *closing, const struct shift_close_facts *facts)
{
	closing_section(closing, _("COUNT"));
	for (size_t i = 0; i < facts->counted_count; i++)
		count_row(closing, facts, &facts->counted[i]);
	if (facts->reason[0] != '\0')
		paper_row(&closing->paper, _("Reason"), facts->reason);
	paper_amount(&closing->paper, 0, _("Left as float"), facts->float_left);
	paper_amount(&closing->paper, 0, _("To the bank"), facts->to_bank);
}

void
shift_report_compose(struct printout *printout, const struct entry *shift_close,
                     const struct settings *settings, bool demo)
{
	const struct shift_close_facts *facts = &shift_close->is.shift_close;
	struct closing closing = { .totals = facts->totals, .count = facts->total_count };

	paper_begin(&closing.paper, printout, settings);
	head(&closing, _("SHIFT REPORT"), shift_close, shift_close->series, demo, 0);
	paper_row_format(&closing.paper, _("Shift"), "%" PRId64, facts->shift);
	range(&closing, _("Entries"), facts->first_seq, shift_close->seq);
	closing_figures(&closing, true);
	count_of(&closing, facts);
	paper_to_sign(&closing.paper);
	paper_end(&closing.paper);
}

/* ---- the Z ---- */

static void
grand_totals(struct closing *closing, const struct entry *z)
{
	const struct grand_totals *before = &z->is.z.before, *after = &z->after;

	closing_section(closing, _("GRAND TOTALS"));
	paper_amount(&closing->paper, 0, _("Sold before"), before->sold);
	paper_amount(&closing->paper, 0, _("Returned before"), before->returned);
	paper_amount(&closing->paper, STYLE_BOLD, _("Sold until now"), after->sold);
	paper_amount(&closing->paper, STYLE_BOLD, _("Returned until now"), after->returned);
}

/* 64 digits in groups of four, which wrap between groups. */
static void
hash_rows(struct closing *closing, const char *label, const void *bytes)
{
	char hex[2 * HASH_BYTES + 1], text[4 * HASH_BYTES] = "  ";

	hex_text(hex, bytes, HASH_BYTES);
	for (size_t i = 0; i < 2 * HASH_BYTES; i += 4)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%.4s", i ? " " : "",
		         hex + i);
	printout_text(closing->paper.printout, ALIGN_LEFT, 0, label);
	printout_text(closing->paper.printout, ALIGN_LEFT, 0, text);
}

static void
chain(struct closing *closing, const struct entry *z, const struct hash *hash)
{
	char hex[2 * HASH_BYTES + 1], code[128];

	closing_section(closing, _("JOURNAL"));
	range(closing, _("Entries"), z->is.z.first_seq, z->is.z.last_seq);
	hash_rows(closing, pgettext("journal", "Head"), z->is.z.head.bytes);
	paper_row_format(&closing->paper, _("This Z is entry"), "%" PRId64, z->seq);
	hash_rows(closing, _("Hash"), hash->bytes);
	hash_rows(closing, _("Next key"), z->is.z.next_key.bytes);
	snprintf(code, sizeof code, "ringup:z:%d:%" PRId64 ":%s", z->till, z->seq,
	         hex_text(hex, hash->bytes, HASH_BYTES));
	printout_qr(closing->paper.printout, code);
}

void
z_report_compose(struct printout *printout, const struct entry *z, const struct settings *settings,
                 const struct hash *hash, int64_t copy, bool demo)
{
	const struct z_facts *facts = &z->is.z;
	struct closing closing = { .totals = facts->totals, .count = facts->total_count };
	char title[ROW_MAX];

	paper_begin(&closing.paper, printout, settings);
	snprintf(title, sizeof title, _("Z REPORT %lld"), (long long)facts->number);
	head(&closing, title, z, z->series, demo, copy);
	range(&closing, _("Shifts"), facts->first_shift, facts->last_shift);
	range(&closing, _("Receipts"), facts->first_receipt, facts->last_receipt);
	closing_figures(&closing, true);
	grand_totals(&closing, z);
	chain(&closing, z, hash);
	paper_end(&closing.paper);
}
