/*
 * Tax of a line, exactly: what is left of its price in; net, and base and amount per tax, out.
 *
 *   rule    taxes apply in their order; a compound tax raises the base of later `affected` ones; a division
 *           tax is a share of the price with it; a fixed tax counts units and no discount reduces it
 *   rule    included taxes: the tax is rounded and the base is the rest
 *
 * For one set of taxes every one of these figures is a straight line over two numbers: the price P
 * and the units U.  A tax_plan holds its slopes, worked out once:
 *
 *   figure = (price x P + unit x U) / den
 *
 * So pricing a line is a multiplication, and the exact sum over many lines is the plan over the
 * sums of P and U.
 */
#ifndef RINGUP_CHECKOUT_TAX_H
#define RINGUP_CHECKOUT_TAX_H

#include "checkout/basket.h"
#include "checkout/exact.h"

struct tax_slope {
	__int128 price, unit;
};

struct tax_plan {
	int count;
	struct tax_slope base[LINE_TAXES_MAX], amount[LINE_TAXES_MAX];
	struct tax_slope net;
	__int128 den;
	bool included[LINE_TAXES_MAX], compound[LINE_TAXES_MAX], affected[LINE_TAXES_MAX];
	int included_count;             /* of them contained in the price */
	bool has_fixed;
};

/* RC_REFUSED when the included taxes would be the whole price or more. */
enum outcome tax_plan_make(struct tax_plan *plan, const struct tax_rule rules[], int count, struct err *err);
/* Do these give the same plan?  Codes and names do not matter. */
bool tax_rules_equal(const struct tax_rule a[], int a_count, const struct tax_rule b[], int b_count);

/* Units that fixed taxes count, in thousandths: the quantity, mirrored where the price is negative. */
int64_t tax_units(struct unit_price price, int64_t qty_milli);

/* One figure as a numerator over plan->den. */
__int128 tax_figure(const struct tax_slope *slope, __int128 price_left, int64_t units);
/* What of a price a discount may touch: all but the included fixed taxes and the tax on them. */
struct money tax_discountable(const struct tax_plan *plan, struct money price_left, int64_t units);
struct exact tax_discountable_exact(const struct tax_plan *plan, struct exact price_left, int64_t units);
/* A figure of a price that need not be whole cents. */
struct exact tax_figure_exact(const struct tax_plan *plan, const struct tax_slope *slope, struct exact price_left,
                              __int128 units);

/* Unrounded, over one denominator. */
struct tax_exact {
	__int128 base[LINE_TAXES_MAX], amount[LINE_TAXES_MAX];
	__int128 net, total;
	__int128 denominator;
};
void tax_line_exact(const struct tax_plan *plan, struct money price_left, int64_t units, struct tax_exact *out);

/* A line rounded by itself. */
struct tax_amounts {
	struct money net, total;
	struct money base[LINE_TAXES_MAX], amount[LINE_TAXES_MAX];
};
void tax_line(const struct tax_plan *plan, struct money price_left, int64_t units, enum rounding mode,
              struct tax_amounts *out);
/* Bases that go with a rounded net and rounded amounts. */
void tax_bases(const struct tax_plan *plan, struct tax_amounts *amounts);

#endif
