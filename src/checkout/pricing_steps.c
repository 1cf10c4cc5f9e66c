/*
 * From shelf price to amount due, in words: made from the lines as they are recorded, so that an
 * open basket and a sale of last year are explained by the same function and always add up.
 */
#include <config.h>

#include <assert.h>
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

	/* one a coupon, and one on how it was chosen */
	assert(details->note_count < (int)(sizeof details->notes / sizeof details->notes[0]));
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

/* The one percentage that was given for this reason; NULL: an amount, or more than one. */
static const struct given_discount *
percentage_of(const struct given_discount given[], int count, const char *reason)
{
	const struct given_discount *found = NULL;

	for (int i = 0; i < count; i++) {
		if (strcmp(given[i].reason, reason) != 0)
			continue;
		if (found || !given[i].is_percent)
			return NULL;
		found = &given[i];
	}
	return found;
}

/* What a person gave: how much of it and why, unless the reason says how much. */
static void
given_words(char out[static STEP_TEXT_MAX], const struct given_discount given[], int count,
            const char *reason, const struct number_style *style)
{
	const struct given_discount *percentage = percentage_of(given, count, reason);
	char rate[MONEY_TEXT_MAX];

	if (!percentage || strchr(reason, '%')) {
		snprintf(out, STEP_TEXT_MAX, "%s", reason[0] ? reason : _("discount"));
		return;
	}
	number_text(rate, sizeof rate, percentage->percent_ppm, 4, 0, style);
	if (reason[0])
		snprintf(out, STEP_TEXT_MAX, _("discount %s %% (%.160s)"), rate, reason);
	else
		snprintf(out, STEP_TEXT_MAX, _("discount %s %%"), rate);
}

static void
discount_words(char out[static STEP_TEXT_MAX], const struct explained *explained, size_t line,
               const struct line_discount *discount, const struct number_style *style,
               const struct step_details *details)
{
	const struct explained_line *of = &explained->lines[line];
	const char *detail = detail_of(details, discount->reason);

	if (discount->kind == DISCOUNT_LINE)
		given_words(out, of->given, of->given_count, discount->reason, style);
	else if (discount->kind == DISCOUNT_BASKET)
		given_words(out, explained->on_all, explained->on_all != NULL, discount->reason,
		            style);
	else
		snprintf(out, STEP_TEXT_MAX, detail ? "%.100s: %s" : "%s", discount->reason,
		         detail);
}

/* What one reason took off all lines is one step, but for discounts on a line, which are its own. A
 * new one comes before the step at `before`.  Gives where it stands. */
static size_t
add_discount(struct price_steps *steps, size_t first, size_t before, enum step_kind kind,
             int number, const char *text, struct money amount)
{
	struct price_step step;

	for (size_t i = first; i < steps->count; i++) {
		struct price_step *old = &steps->steps[i];

		if (old->kind == kind && old->line == number && strcmp(old->text, text) == 0) {
			old->amount = money_sub(old->amount, amount);
			return i;
		}
	}
	step = *steps_add(steps, kind, number, money_neg(amount), "%s", text);
	memmove(&steps->steps[before + 1], &steps->steps[before],
	        (steps->count - 1 - before) * sizeof step);
	steps->steps[before] = step;
	return before;
}

/* In the order in which they are taken.  Each line has its own in that order; a line is gone
 * through from its end, so that what it has before a step that others have too comes before that
 * step. */
static void
add_discounts(struct price_steps *steps, const struct explained *explained,
              const struct number_style *style, const struct step_details *details)
{
	static const unsigned rounds[] = { 1u << DISCOUNT_PROMOTION | 1u << DISCOUNT_COUPON,
		                           1u << DISCOUNT_LINE, 1u << DISCOUNT_BASKET,
		                           1u << DISCOUNT_EXEMPT };
	char text[STEP_TEXT_MAX];

	for (size_t r = 0; r < sizeof rounds / sizeof rounds[0]; r++) {
		size_t first = steps->count;

		for (size_t i = 0; i < explained->count; i++) {
			const struct sale_line *line = explained->lines[i].is;
			size_t before = steps->count, at;

			for (int d = line->discount_count; d-- > 0;) {
				const struct line_discount *discount = &line->discounts[d];
				bool own = discount->kind == DISCOUNT_LINE;

				if (!(rounds[r] & 1u << discount->kind))
					continue;
				discount_words(text, explained, i, discount, style, details);
				at = add_discount(steps, first, before, kind_of(discount->kind),
				                  own ? line->number : 0, text, discount->amount);
				before = at < before ? at : before;
			}
		}
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

static void
add_taxes(struct price_steps *steps, const struct explained *explained)
{
	size_t first = steps->count;

	for (size_t i = 0; i < explained->count; i++) {
		const struct sale_line *line = explained->lines[i].is;

		for (int t = 0; t < line->tax_count; t++)
			if (!line->taxes[t].included && line->taxes[t].amount.minor != 0)
				add_tax(steps, first,
				        tax_label(explained->taxes, explained->tax_count,
				                  &line->taxes[t]),
				        line->taxes[t].amount);
	}
}

/* Whatever is explained adds up; where it does not, it was the taxes' odd cent. */
static void
steps_of(struct price_steps *steps, const struct explained *explained,
         const struct number_style *style, const struct step_details *details)
{
	struct money sum = { 0 };

	for (size_t i = 0; i < explained->count; i++)
		add_shelf(steps, explained->lines[i].is, style);
	add_discounts(steps, explained, style, details);
	add_taxes(steps, explained);
	for (size_t i = 0; i < steps->count; i++)
		sum = money_add(sum, steps->steps[i].amount);
	if (money_cmp(sum, explained->total) != 0)
		steps_add(steps, PRICE_STEP_ROUNDING, 0, money_sub(explained->total, sum), "%s",
		          _("rounding of the taxes"));
}

void
explain_sale(const struct sale_facts *sale, const struct number_style *style,
             struct price_steps *steps)
{
	struct explained explained = { .on_all = sale->given_count > 0 ? sale->given : NULL,
		                       .taxes = sale->taxes,
		                       .tax_count = sale->tax_count,
		                       .total = sale->total };

	explained.lines = alloc_zero(sale->line_count + 1, sizeof explained.lines[0]);
	for (size_t i = 0; i < sale->line_count; i++)
		if (!sale->lines[i].voided)
			explained.lines[explained.count++] =
			        (struct explained_line){ &sale->lines[i], sale->lines[i].given,
				                         sale->lines[i].given_count };
	steps_of(steps, &explained, style, NULL);
	if (sale->rounding.minor != 0)
		steps_add(steps, PRICE_STEP_ROUNDING, 0, sale->rounding, "%s", _("cash rounding"));
	free(explained.lines);
}

void
explain_basket(const struct basket *basket, const struct number_style *style,
               const struct step_details *details, struct price_steps *steps)
{
	struct explained explained = { .on_all = basket->has_discount ? &basket->discount : NULL,
		                       .taxes = basket->taxes,
		                       .tax_count = basket->tax_count,
		                       .total = basket->total };

	explained.lines = alloc_zero(basket->line_count + 1, sizeof explained.lines[0]);
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct basket_line *line = &basket->lines[i];

		if (!line->is.voided)
			explained.lines[explained.count++] =
			        (struct explained_line){ &line->is, line->given,
				                         line->given_count };
	}
	steps_of(steps, &explained, style, details);
	for (int i = 0; i < details->note_count; i++)
		steps_add(steps, PRICE_STEP_NOTE, 0, money_of(0), "%s", details->notes[i]);
	free(explained.lines);
}
