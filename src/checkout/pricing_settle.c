/*
 * From exact figures to whole cents.
 *
 * Tax rounded per line: a line's amount is rounded once, after its own discounts, and that is what
 * is taxed.  Rounded over the total: fractions of a cent are added up over the lines of the same
 * taxes and rounded once, as their tax is.  Six times 18 % off 28.75 leaves 6 x 23.575 = 141.45,
 * and not 6 x 23.58.  The cents go back to the lines, so that lines still add up: into the last
 * discount of a line, or where it has none into its amount.
 *
 * What is sold by weight or measure and bears no percentage costs price x quantity, rounded, by
 * itself: that is what the scale says, and the law has it so.
 */
#include <config.h>

#include "checkout/pricing_inside.h"

struct exact
pricing_exact(const struct pricing *pricing, const struct priced_line *line)
{
	if (pricing->rules->tax_rounding == TAX_PER_LINE ||
	    (line->line->is.unit[0] && !line->scaled))
		return exact_whole(line->left.minor);
	return line->exact;
}

/* The last discount that can take up the cents; -1 none. */
static int
discount_for(const struct sale_line *line, struct money more)
{
	for (int i = line->discount_count - 1; i >= 0; i--) {
		int64_t now = line->discounts[i].amount.minor, then = now - more.minor;

		if (then == 0 || (then < 0) == (now < 0))
			return i;
	}
	return -1;
}

static void
drop_discount(struct sale_line *line, int index)
{
	line->discount_count--;
	for (int i = index; i < line->discount_count; i++)
		line->discounts[i] = line->discounts[i + 1];
}

static void
leave(struct priced_line *line, struct money left)
{
	struct sale_line *is = &line->line->is;
	struct money more = money_sub(left, line->left);
	int index = more.minor != 0 ? discount_for(is, more) : -1;

	line->left = left;
	if (index < 0) {
		is->amount = money_add(is->amount, more);
		return;
	}
	is->discounts[index].amount = money_sub(is->discounts[index].amount, more);
	if (is->discounts[index].amount.minor == 0)
		drop_discount(is, index);
}

static void
settle_set(struct pricing *pricing, size_t set, bool by_tax)
{
	struct exact sum = { 0, 1 };
	bool fractions = false;
	struct money whole;

	for (size_t i = 0; i < pricing->count; i++) {
		const struct priced_line *line = &pricing->lines[i];
		struct exact exact;

		pricing->values[i] = 0;
		if (line->set != set || line->by_tax != by_tax)
			continue;
		exact = pricing_exact(pricing, line);
		pricing->values[i] = spread_value(exact.num, exact.den);
		sum = exact_add(sum, exact);
		fractions |= exact.den > 1;
	}
	if (!fractions)
		return;
	whole = money_of(exact_round(sum, pricing->rules->rounding));
	spread_round(pricing->values, pricing->count, whole, NULL, pricing->shares);
	for (size_t i = 0; i < pricing->count; i++)
		if (pricing->values[i] != 0)
			leave(&pricing->lines[i], pricing->shares[i]);
}

void
pricing_settle(struct pricing *pricing, bool by_tax)
{
	if (!by_tax && pricing->settled)
		return;
	pricing->settled |= !by_tax;
	if (pricing->rules->tax_rounding == TAX_PER_TOTAL) {
		for (size_t s = 0; s < pricing->set_count; s++)
			settle_set(pricing, s, by_tax);
		return;
	}
	for (size_t i = 0; i < pricing->count; i++)
		if (!by_tax && !pricing->lines[i].by_tax)
			pricing->lines[i].exact = exact_whole(pricing->lines[i].left.minor);
}
