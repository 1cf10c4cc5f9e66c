/*
 * From shelf price to amount due, in words: made from the lines as they are recorded, so that an
 * open basket and a sale of last year are explained by the same function and always add up.
 */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/pricing_inside.h"

#define FIRST_ROOM 32

const char *const step_names[PRICE_STEP_KINDS + 1] = {
	"price", "promotion", "discount", "exempt", "tax", "rounding", "note", NULL,
};

void
steps_done(struct price_steps *steps)
{
	free(steps->steps);
	*steps = (struct price_steps){ .count = 0 };
}

struct price_step *
steps_add(struct price_steps *steps, enum step_kind kind, int line, struct money amount,
          const char *format, ...)
{
	struct price_step *step;
	char text[2 * STEP_TEXT_MAX];
	va_list rest;

	if (steps->count == steps->room) {
		steps->room = steps->room ? 2 * steps->room : FIRST_ROOM;
		steps->steps = alloc_again(steps->steps, steps->room, sizeof steps->steps[0]);
	}
	step = &steps->steps[steps->count++];
	*step = (struct price_step){ .kind = kind, .line = line, .amount = amount };
	va_start(rest, format);
	vsnprintf(text, sizeof text, format, rest);
	va_end(rest);
	text_copy(step->text, sizeof step->text, text);
	return step;
}

void
steps_note(struct step_details *details, const char *format, ...)
{
	char text[STEP_TEXT_MAX];
	va_list rest;

	if (details->note_count == sizeof details->notes / sizeof details->notes[0])
		return;
	va_start(rest, format);
	vsnprintf(text, sizeof text, format, rest);
	va_end(rest);
	details->notes[details->note_count++] = alloc_text(text);
}

/* ---- shelf prices ---- */

static void
add_shelf(struct price_steps *steps, const struct sale_line *line, const struct number_style *style)
{
	char qty[QTY_TEXT_MAX], price[MONEY_TEXT_MAX];

	struct money amount = line->amount;

	qty_text(qty, line->qty_milli, 0, style);
	unit_price_text(price, line->price, style);
	if (line->flags & LINE_PRICE_CHANGED) {
		amount = money_times_milli(line->shelf_price, line->qty_milli, ROUND_HALF_UP);
		unit_price_text(price, line->shelf_price, style);
	}
	if (line->qty_milli == QTY_ONE)
		steps_add(steps, PRICE_STEP_SHELF, line->number, amount, "%s", line->name);
	else if (line->unit[0])
		steps_add(steps, PRICE_STEP_SHELF, line->number, amount, _("%s %s %s at %s"), qty,
		          line->unit, line->name, price);
	else
		steps_add(steps, PRICE_STEP_SHELF, line->number, amount, _("%s x %s at %s"), qty,
		          line->name, price);
	if (money_cmp(amount, line->amount) != 0)
		steps_add(steps, PRICE_STEP_DISCOUNT, line->number, money_sub(line->amount, amount),
		          "%s", line->reason[0] ? line->reason : _("price changed"));
}

/* ---- discounts ---- */

static enum step_kind
kind_of(enum discount_kind kind)
{
	if (kind == DISCOUNT_EXEMPT)
		return PRICE_STEP_EXEMPT;
	return kind == DISCOUNT_PROMOTION || kind == DISCOUNT_COUPON ? PRICE_STEP_PROMOTION
	                                                             : PRICE_STEP_DISCOUNT;
}

static const char *
detail_of(const struct step_details *details, const char *reason)
{
	for (size_t i = 0; details && i < details->count; i++)
		if (details->texts[i] && strcmp(details->promotions[i].name, reason) == 0)
			return details->texts[i];
	return NULL;
}

/* What one reason took off all lines is one step, but for discounts on a line, which are its own.
 */
static void
add_discount(struct price_steps *steps, size_t first, const struct sale_line *line,
             const struct line_discount *discount, const struct step_details *details)
{
	int number = discount->kind == DISCOUNT_LINE ? line->number : 0;
	enum step_kind kind = kind_of(discount->kind);
	const char *detail = detail_of(details, discount->reason);
	char text[STEP_TEXT_MAX];

	snprintf(text, sizeof text, detail ? "%.100s: %s" : "%s", discount->reason, detail);
	for (size_t i = first; i < steps->count; i++) {
		struct price_step *step = &steps->steps[i];

		if (step->kind == kind && step->line == number && strcmp(step->text, text) == 0) {
			step->amount = money_sub(step->amount, discount->amount);
			return;
		}
	}
	steps_add(steps, kind, number, money_neg(discount->amount), "%s", text);
}

/* In the order in which they are taken. */
static void
add_discounts(struct price_steps *steps, const struct sale_line *const lines[], size_t count,
              const struct step_details *details)
{
	static const unsigned rounds[] = { 1u << DISCOUNT_PROMOTION | 1u << DISCOUNT_COUPON,
		                           1u << DISCOUNT_LINE, 1u << DISCOUNT_BASKET,
		                           1u << DISCOUNT_EXEMPT };

	for (size_t r = 0; r < sizeof rounds / sizeof rounds[0]; r++) {
		size_t first = steps->count;

		for (size_t i = 0; i < count; i++)
			for (int d = 0; d < lines[i]->discount_count; d++)
				if (rounds[r] & 1u << lines[i]->discounts[d].kind)
					add_discount(steps, first, lines[i],
					             &lines[i]->discounts[d], details);
	}
}

/* ---- taxes ---- */

static const char *
tax_label(const struct sale_tax taxes[], size_t count, const struct line_tax *tax)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(taxes[i].tax, tax->tax) == 0 && taxes[i].name[0])
			return taxes[i].name;
	return tax->tax;
}

static void
add_tax(struct price_steps *steps, size_t first, const char *label, struct money amount)
{
	for (size_t i = first; i < steps->count; i++) {
		struct price_step *step = &steps->steps[i];

		if (strcmp(step->text, label) == 0) {
			step->amount = money_add(step->amount, amount);
			return;
		}
	}
	steps_add(steps, PRICE_STEP_TAX, 0, amount, "%s", label);
}

void
steps_of_lines(struct price_steps *steps, const struct sale_line *const lines[], size_t count,
               const struct sale_tax taxes[], size_t tax_count, struct money total,
               const struct number_style *style, const struct step_details *details)
{
	size_t first;
	struct money sum = { 0 };

	for (size_t i = 0; i < count; i++)
		add_shelf(steps, lines[i], style);
	add_discounts(steps, lines, count, details);
	first = steps->count;
	for (size_t i = 0; i < count; i++)
		for (int t = 0; t < lines[i]->tax_count; t++)
			if (!lines[i]->taxes[t].included && lines[i]->taxes[t].amount.minor != 0)
				add_tax(steps, first,
				        tax_label(taxes, tax_count, &lines[i]->taxes[t]),
				        lines[i]->taxes[t].amount);
	for (size_t i = 0; i < steps->count; i++)
		sum = money_add(sum, steps->steps[i].amount);
	if (money_cmp(sum, total) != 0)
		steps_add(steps, PRICE_STEP_ROUNDING, 0, money_sub(total, sum), "%s",
		          _("rounding of the taxes"));
}

void
explain_sale(const struct sale_facts *sale, const struct number_style *style,
             struct price_steps *steps)
{
	const struct sale_line **lines = alloc_zero(sale->line_count + 1, sizeof lines[0]);
	size_t count = 0;

	for (size_t i = 0; i < sale->line_count; i++)
		if (!sale->lines[i].voided)
			lines[count++] = &sale->lines[i];
	steps_of_lines(steps, lines, count, sale->taxes, sale->tax_count, sale->total, style, NULL);
	if (sale->rounding.minor != 0)
		steps_add(steps, PRICE_STEP_ROUNDING, 0, sale->rounding, "%s", _("cash rounding"));
	free(lines);
}

void
explain_basket(const struct basket *basket, const struct number_style *style,
               const struct step_details *details, struct price_steps *steps)
{
	const struct sale_line **lines = alloc_zero(basket->line_count + 1, sizeof lines[0]);
	size_t count = 0;

	for (size_t i = 0; i < basket->line_count; i++)
		if (!basket->lines[i].is.voided)
			lines[count++] = &basket->lines[i].is;
	steps_of_lines(steps, lines, count, basket->taxes, basket->tax_count, basket->total, style,
	               details);
	for (int i = 0; i < details->note_count; i++)
		steps_add(steps, PRICE_STEP_NOTE, 0, money_of(0), "%s", details->notes[i]);
	free(lines);
}
