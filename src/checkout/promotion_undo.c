/*
 * Trying promotions in a basket and going back to how it was.
 */
#include <config.h>

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checkout/promotion_inside.h"

/* All but what taxes came to, which only changes where discounts are taken tax by tax. */
#define HEAD offsetof(struct priced_line, taxed)

struct kept_line {
	char head[HEAD];
	int discount_count;
	struct money discounts[LINE_DISCOUNTS_MAX];
};

struct kept_taxes {
	struct tax_amounts taxed, open;
};

static void
keep_line(struct kept *kept, size_t i, const struct priced_line *priced)
{
	const struct sale_line *is = &priced->line->is;
	struct kept_line *line = &kept->lines[i];

	memcpy(line->head, priced, HEAD);
	if (priced->by_tax)
		kept->taxes[i] = (struct kept_taxes){ priced->taxed, priced->open };
	line->discount_count = is->discount_count;
	for (int d = 0; d < is->discount_count; d++)
		line->discounts[d] = is->discounts[d].amount;
}

void
promoting_keep(const struct promoting *promoting, struct kept *kept)
{
	const struct pricing *pricing = promoting->pricing;
	bool by_tax = false;

	for (size_t i = 0; i < pricing->count && !by_tax; i++)
		by_tax = pricing->lines[i].by_tax;
	kept->lines = alloc_zero(pricing->count + 1, sizeof kept->lines[0]);
	kept->taxes = by_tax ? alloc_zero(pricing->count, sizeof kept->taxes[0]) : NULL;
	kept->applied = alloc_zero(promoting->count, sizeof kept->applied[0]);
	memcpy(kept->applied, promoting->applied, promoting->count * sizeof kept->applied[0]);
	for (size_t i = 0; i < pricing->count; i++)
		keep_line(kept, i, &pricing->lines[i]);
}

void
promoting_go_back(struct promoting *promoting, const struct kept *kept)
{
	struct pricing *pricing = promoting->pricing;

	memcpy(promoting->applied, kept->applied, promoting->count * sizeof kept->applied[0]);
	promoting->sums_known = false;
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *priced = &pricing->lines[i];
		struct sale_line *is = &priced->line->is;

		memcpy(priced, kept->lines[i].head, HEAD);
		if (priced->by_tax) {
			priced->taxed = kept->taxes[i].taxed;
			priced->open = kept->taxes[i].open;
		}
		is->discount_count = kept->lines[i].discount_count;
		for (int d = 0; d < is->discount_count; d++)
			is->discounts[d].amount = kept->lines[i].discounts[d];
	}
}

void
kept_done(struct kept *kept)
{
	free(kept->lines);
	free(kept->taxes);
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
