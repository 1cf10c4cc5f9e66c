/*
 * What a basket costs: the one engine behind screen, receipt, journal, refund and quote.
 *
 * Pure: structs in, structs out; no clock, no SQL.  Order of the steps:
 *
 *   1  amount of a line = unit price x quantity, rounded once
 *   2  promotions (promotion.h), then discounts given on the line, then on the basket (spread over
 *      the lines in proportion, odd cents placed so that it adds up)
 *   3  taxes of each line (tax.h), on what is left; rounded per line, or per rate over the basket
 *      with the odd cents handed back to lines so that lines still add up
 *   4  total = sum of the lines' totals
 *
 * Lines marked `fixed` (returns against a sale) keep their amounts and only enter the sums.
 */
#ifndef RINGUP_CHECKOUT_PRICING_H
#define RINGUP_CHECKOUT_PRICING_H

#include "checkout/basket.h"
#include "checkout/promotion.h"
#include "shop/settings.h"

struct price_rules {
	int exponent;                   /* of the currency */
	enum tax_rounding tax_rounding;
	enum rounding rounding;
	bool discount_without_tax;      /* discounts count on the price without tax */
	bool promotions_best;
	const struct promotion *promotions;     /* borrowed; active ones only */
	size_t promotion_count;
};

/* Fills in amount, total, taxes and discounts of every line, and the basket's sums. */
void price_basket(const struct price_rules *rules, struct basket *basket);

/* The share of a recorded line that q of its quantity stands for (design: Shares):
 * share(q + back) - share(back), amount by amount.  `back` came back before.  Fills in amount, total, taxes and
 * discounts of `out` with the signs of goods coming back; out->qty_milli = -q.  The rest of *out is the caller's. */
void price_returned_share(const struct sale_line *sold, int64_t back_milli, int64_t q_milli, struct sale_line *out);

#endif
