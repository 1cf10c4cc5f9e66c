/*
 * Tax of one line, exactly: what is left after discounts in, base and amount per tax out.
 *
 *   rule    an included tax is rounded and the base is the rest; taxes apply in their order;
 *           a compound tax raises the base of later `affected` ones; a fixed tax follows the quantity's sign
 *           and no discount reduces it
 */
#ifndef RINGUP_CHECKOUT_TAX_H
#define RINGUP_CHECKOUT_TAX_H

#include "checkout/basket.h"

/* Unrounded result: numerator over one common denominator, so that rounding happens once, later. */
struct tax_exact {
	__int128 base[LINE_TAXES_MAX], amount[LINE_TAXES_MAX];
	__int128 net, total;
	__int128 denominator;
};
/* price_left: the line's price after discounts, as given (with its included taxes). */
void tax_line_exact(const struct tax_rule rules[], int count, struct money price_left, int64_t qty_milli,
                    struct tax_exact *out);
/* Rounded per line, into is.taxes; *total is with tax. */
void tax_line(const struct tax_rule rules[], int count, struct money price_left, int64_t qty_milli,
              enum rounding mode, struct line_tax taxes[static LINE_TAXES_MAX], struct money *total);

#endif
