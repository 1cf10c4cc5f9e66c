#include <config.h>

#include "reports/paper.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/lang.h"
#include "base/text.h"

#define ROW_MAX 512
/* At the right edge nothing wraps: what fits beside a short label on 32 columns. */
#define RIGHT_COLS_MAX 24

void
paper_begin(struct paper *paper, struct printout *printout, const struct settings *settings)
{
	*paper = (struct paper){ printout, settings };
	lang_use(settings->language);
}

void
paper_end(struct paper *paper)
{
	printout_cut(paper->printout);
	lang_back();
}

void
paper_note(struct paper *paper, const char *text)
{
	if (text[0] != '\0')
		printout_text(paper->printout, ALIGN_CENTRE, 0, text);
}

void
paper_shop(struct paper *paper)
{
	const struct settings *settings = paper->settings;
	char line[ROW_MAX];

	printout_text(paper->printout, ALIGN_CENTRE, STYLE_BOLD | STYLE_LARGE, settings->name);
	paper_note(paper, settings->address);
	if (settings->tax_number[0] != '\0') {
		snprintf(line, sizeof line, "%s %s",
		         settings->tax_label[0] ? settings->tax_label : _("Tax no."),
		         settings->tax_number);
		paper_note(paper, line);
	}
	paper_note(paper, settings->receipt_head);
}

static void
mark(struct paper *paper, const char *text)
{
	printout_text(paper->printout, ALIGN_CENTRE, STYLE_BOLD | STYLE_LARGE, text);
}

void
paper_marks(struct paper *paper, enum series series, bool demo, int64_t copy)
{
	char text[ROW_MAX];

	if (series == SERIES_TRAINING)
		mark(paper, _("TRAINING - NOT A RECEIPT"));
	if (demo)
		mark(paper, _("DEMO - NOT A RECEIPT"));
	if (copy > 0) {
		snprintf(text, sizeof text, _("DUPLICATE %lld"), (long long)copy);
		mark(paper, text);
	}
}

void
paper_title(struct paper *paper, const char *title)
{
	printout_text(paper->printout, ALIGN_CENTRE, STYLE_BOLD, title);
}

void
paper_row(struct paper *paper, const char *left, const char *right)
{
	char text[2 * ROW_MAX];

	if (text_cols(right) <= RIGHT_COLS_MAX) {
		printout_columns(paper->printout, 0, left, right);
		return;
	}
	snprintf(text, sizeof text, "%s: %s", left, right);
	printout_text(paper->printout, ALIGN_LEFT, 0, text);
}

void
paper_row_format(struct paper *paper, const char *left, const char *format, ...)
{
	char right[ROW_MAX];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(right, sizeof right, format, arguments);
	va_end(arguments);
	paper_row(paper, left, right);
}

void
paper_amount(struct paper *paper, unsigned style, const char *label, struct money amount)
{
	char text[MONEY_TEXT_MAX];

	printout_columns(paper->printout, style, label,
	                 settings_money(paper->settings, amount, text));
}

void
paper_rule(struct paper *paper)
{
	printout_rule(paper->printout, 0);
}

void
paper_when(struct paper *paper, struct when at)
{
	char day[WHEN_TEXT_MAX], time[WHEN_TEXT_MAX];

	when_text(day, at, paper->settings->date_pattern);
	when_text(time, at, paper->settings->time_pattern);
	paper_row(paper, day, time);
}

static void
person(struct paper *paper, const char *label, int number, const char *name)
{
	if (number > 0)
		paper_row_format(paper, label, name[0] ? "%d %s" : "%d%s", number, name);
}

void
paper_who(struct paper *paper, const struct entry *entry, const char *staff_name)
{
	person(paper, _("Staff"), entry->staff, staff_name);
	person(paper, _("Approved by"), entry->approver, "");
}

void
paper_to_sign(struct paper *paper)
{
	printout_blank(paper->printout);
	printout_blank(paper->printout);
	paper_rule(paper);
	paper_note(paper, _("Signature"));
}

void
paper_anchor(struct paper *paper, const struct hash *hash)
{
	static const struct hash none;
	char hex[17];

	if (hash_equal(hash, &none))
		return;
	hex_text(hex, hash->bytes, 8);
	paper_row_format(paper, pgettext("receipt", "Check"), "%.4s %.4s %.4s %.4s", hex, hex + 4,
	                 hex + 8, hex + 12);
}

static const struct {
	const char *kind, *label;
} tenders[] = {
	{ "cash", N_("Cash") },
	{ "card", N_("Card") },
	{ "voucher", N_("Voucher") },
	{ "cheque", N_("Cheque") },
};

const char *
paper_tender(const char *kind, const char *label)
{
	if (label[0] != '\0')
		return label;
	for (size_t i = 0; i < sizeof tenders / sizeof tenders[0]; i++)
		if (strcmp(tenders[i].kind, kind) == 0)
			return _(tenders[i].label);
	return kind;
}

/* ---- the table of taxes ---- */

enum { NET, TAX, GROSS, FIGURES };

struct figures {
	char text[FIGURES][MONEY_TEXT_MAX];
};

static void
widen(int width[static FIGURES], const struct figures *figures)
{
	for (int i = 0; i < FIGURES; i++)
		if (text_cols(figures->text[i]) > width[i])
			width[i] = text_cols(figures->text[i]);
}

/* Figures padded to common widths stand under one another at any width of paper. */
static void
table_row(struct paper *paper, unsigned style, const char *label, const struct figures *figures,
          const int width[static FIGURES])
{
	char right[3 * (MONEY_TEXT_MAX + 2)] = "", padded[MONEY_TEXT_MAX + 64];

	for (int i = 0; i < FIGURES; i++) {
		text_pad(padded, sizeof padded, figures->text[i], width[i], ALIGN_RIGHT);
		snprintf(right + strlen(right), sizeof right - strlen(right), "%s%s", i ? " " : "",
		         padded);
	}
	printout_columns(paper->printout, style, label, right);
}

void
paper_tax_table(struct paper *paper, const struct paper_table_row rows[], size_t count)
{
	struct figures head = { .text = { "" } }, all[PAPER_TABLE_MAX];
	int width[FIGURES] = { 0 };

	if (count > PAPER_TABLE_MAX)
		count = PAPER_TABLE_MAX;
	text_copy(head.text[NET], MONEY_TEXT_MAX, _("Net"));
	text_copy(head.text[TAX], MONEY_TEXT_MAX, pgettext("column", "Tax"));
	text_copy(head.text[GROSS], MONEY_TEXT_MAX, _("Gross"));
	widen(width, &head);
	for (size_t i = 0; i < count; i++) {
		settings_money(paper->settings, rows[i].net, all[i].text[NET]);
		settings_money(paper->settings, rows[i].tax, all[i].text[TAX]);
		settings_money(paper->settings, rows[i].gross, all[i].text[GROSS]);
		widen(width, &all[i]);
	}
	table_row(paper, 0, "", &head, width);
	for (size_t i = 0; i < count; i++)
		table_row(paper, 0, rows[i].label, &all[i], width);
}
