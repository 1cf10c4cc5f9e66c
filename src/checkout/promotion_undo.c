/*
 * Trying promotions in a basket and going back to how it was.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checkout/promotion_inside.h"

struct kept_line {
	struct priced_line priced;
	int discount_count;
	struct money discounts[LINE_DISCOUNTS_MAX];
};

void
promoting_keep(const struct promoting *promoting, struct kept *kept)
{
	const struct pricing *pricing = promoting->pricing;

	kept->lines = alloc_zero(pricing->count + 1, sizeof kept->lines[0]);
	kept->applied = alloc_zero(promoting->count, sizeof kept->applied[0]);
	memcpy(kept->applied, promoting->applied, promoting->count * sizeof kept->applied[0]);
	for (size_t i = 0; i < pricing->count; i++) {
		const struct sale_line *is = &pricing->lines[i].line->is;

		kept->lines[i].priced = pricing->lines[i];
		kept->lines[i].discount_count = is->discount_count;
		for (int d = 0; d < is->discount_count; d++)
			kept->lines[i].discounts[d] = is->discounts[d].amount;
	}
}

void
promoting_go_back(struct promoting *promoting, const struct kept *kept)
{
	struct pricing *pricing = promoting->pricing;

	memcpy(promoting->applied, kept->applied, promoting->count * sizeof kept->applied[0]);
	promoting->sums_known = false;
	for (size_t i = 0; i < pricing->count; i++) {
		struct sale_line *is = &pricing->lines[i].line->is;

		pricing->lines[i] = kept->lines[i].priced;
		is->discount_count = kept->lines[i].discount_count;
		for (int d = 0; d < is->discount_count; d++)
			is->discounts[d].amount = kept->lines[i].discounts[d];
	}
}

void
kept_done(struct kept *kept)
{
	free(kept->lines);
	free(kept->applied);
}

int64_t
promoting_cost(const struct promoting *promoting)
{
	const struct pricing *pricing = promoting->pricing;
	int64_t sum = 0;

	for (size_t i = 0; i < pricing->count; i++) {
		const struct priced_line *line = &pricing->lines[i];

		sum += money_abs(line->by_tax ? line->taxed.total : line->left).minor;
	}
	return sum;
}
