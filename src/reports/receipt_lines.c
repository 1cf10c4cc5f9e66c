#include <config.h>

#include "reports/receipt_lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/basket.h"
#include "checkout/discount.h"
#include "checkout/label.h"

#define CODES_MAX (LINE_TAXES_MAX * (TAX_CODE_MAX + 1))
#define ROW_MAX 512

struct lines {
	struct paper *paper;
	bool gift;
	const struct given_discount *given; /* on the whole sale */
	int given_count;
	int codes_cols; /* width of the column of tax codes, 0 none */
};

/* "A", or "A+B" where a line bears two taxes. */
static void
codes_of(const struct sale_line *line, char out[static CODES_MAX])
{
	out[0] = '\0';
	for (int i = 0; i < line->tax_count; i++) {
		if (i > 0)
			strcat(out, "+");
		strcat(out, line->taxes[i].tax);
	}
}

static int
widest_codes(const struct sale_line lines[], size_t count)
{
	char codes[CODES_MAX];
	int widest = 0;

	for (size_t i = 0; i < count; i++) {
		codes_of(&lines[i], codes);
		if (!lines[i].voided && text_cols(codes) > widest)
			widest = text_cols(codes);
	}
	return widest;
}

/* An amount, and the codes in a column of their own, empty or not. */
static void
amount_row(const struct lines *lines, const char *left, struct money amount, const char *codes)
{
	char text[MONEY_TEXT_MAX], padded[CODES_MAX + 1], right[ROW_MAX];

	settings_money(lines->paper->settings, amount, text);
	text_pad(padded, sizeof padded, codes, lines->codes_cols, ALIGN_LEFT);
	snprintf(right, sizeof right, "%s%s%s", text, lines->codes_cols ? " " : "", padded);
	paper_row(lines->paper, left, right);
}

static void detail(const struct lines *lines, const char *format, ...)
        __attribute__((format(printf, 2, 3)));

static void
detail(const struct lines *lines, const char *format, ...)
{
	char text[ROW_MAX] = "  ";
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + 2, sizeof text - 2, format, arguments);
	va_end(arguments);
	printout_text(lines->paper->printout, ALIGN_LEFT, 0, text);
}

/* How the amount came about, where it is not simply one piece at its price. */
static void
quantity(const struct lines *lines, const struct sale_line *line)
{
	const struct number_style *style = &lines->paper->settings->style;
	bool weighed = line->unit[0] != '\0';
	char qty[QTY_TEXT_MAX], price[MONEY_TEXT_MAX];

	qty_text(qty, line->qty_milli, weighed ? 3 : 0, style);
	unit_price_text(price, line->price, style);
	if (weighed)
		detail(lines, "%s %s x %s/%s", qty, line->unit, price, line->unit);
	else if (line->qty_milli != QTY_ONE)
		detail(lines, "%s x %s", qty, price);
	if (line->tare_milli > 0)
		detail(lines, _("tare %s %s"), qty_text(qty, line->tare_milli, 3, style),
		       line->unit);
}

static void
price_changed(const struct lines *lines, const struct sale_line *line)
{
	char price[MONEY_TEXT_MAX];

	if (line->flags & LINE_PRICE_CHANGED)
		detail(lines, _("instead of %s"),
		       unit_price_text(price, line->shelf_price, &lines->paper->settings->style));
}

static void
discounts(const struct lines *lines, const struct sale_line *line)
{
	for (int i = 0; i < line->discount_count; i++) {
		const struct line_discount *discount = &line->discounts[i];
		bool on_sale = discount->kind == DISCOUNT_BASKET;
		char left[ROW_MAX] = "  ";

		discount_text(left + 2, discount, on_sale ? lines->given : line->given,
		              on_sale ? lines->given_count : line->given_count,
		              &lines->paper->settings->style);
		amount_row(lines, left, money_neg(discount->amount), "");
	}
}

static void
comes_from(const struct lines *lines, const struct sale_line *line)
{
	char ref[RECEIPT_REF_TEXT_MAX];

	if (line->return_of.number > 0)
		detail(lines, _("returned from receipt %s"),
		       receipt_ref_text(ref, line->return_of));
	else if (line->qty_milli < 0 && !sale_line_is_deposit(line))
		detail(lines, "%s", _("returned"));
}

static void
line_name(const struct sale_line *line, char out[static ROW_MAX])
{
	snprintf(out, ROW_MAX, "%s%s", line->kind == LINE_DEPOSIT ? "  " : "", line->name);
}

/* What was bought and how much of it, and not what it cost. */
static void
gift_line(const struct lines *lines, const struct sale_line *line)
{
	char name[ROW_MAX], qty[QTY_TEXT_MAX];
	bool weighed = line->unit[0] != '\0';

	line_name(line, name);
	qty_text(qty, line->qty_milli, weighed ? 3 : 0, &lines->paper->settings->style);
	paper_row_format(lines->paper, name, "%s%s%s", qty, weighed ? " " : "", line->unit);
}

static void
priced_line(const struct lines *lines, const struct sale_line *line)
{
	char name[ROW_MAX], codes[CODES_MAX];

	line_name(line, name);
	codes_of(line, codes);
	amount_row(lines, name, line->amount, codes);
	quantity(lines, line);
	price_changed(lines, line);
	discounts(lines, line);
}

static void
one_line(const struct lines *lines, const struct sale_line *line)
{
	char said[NOTE_MAX];

	if (lines->gift)
		gift_line(lines, line);
	else
		priced_line(lines, line);
	if (label_text(line, NULL, said))
		detail(lines, "%s", said);
	comes_from(lines, line);
	if (line->kind == LINE_EMPTIES && line->code[0] != '\0')
		detail(lines, _("slip %s"), line->code);
	if (line->note[0] != '\0')
		detail(lines, "%s", line->note);
}

void
receipt_lines(struct paper *paper, const struct sale_line lines[], size_t count,
              const struct given_discount given[], int given_count, bool gift)
{
	struct lines all = { .paper = paper,
		             .gift = gift,
		             .given = given,
		             .given_count = given_count,
		             .codes_cols = widest_codes(lines, count) };

	for (size_t i = 0; i < count; i++)
		if (!lines[i].voided)
			one_line(&all, &lines[i]);
}
