/*
 * A promotion looks at the units of its target as runs (so many units of a line at a price), the
 * dearest first.  Its effect says of each run how many units count towards the promotion and how
 * many of them are free; the rest is the same for all effects: what the free units cost is spread
 * over the units that counted.
 *
 *   3 for 2 on prices 5, 4, 4, 1: groups are made from the dearest down (5, 4, 4), whose cheapest
 *   is free, and the 1 stays over.  No other choice of groups saves the customer more.
 */
#include <config.h>

#include "checkout/promotion.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/json.h"
#include "base/text.h"
#include "checkout/pricing_inside.h"

/* Units of one line at one price. */
struct run {
	size_t line;
	int64_t price_e4; /* its size */
	int64_t units;
	int64_t counted, free; /* filled in by the effect */
};

/* Free units among the first `units` of whole groups laid out dearest first. */
static int64_t
free_among(const struct promotion *promotion, int64_t units)
{
	int64_t group = promotion->buy + promotion->get, over = units % group - promotion->buy;

	return units / group * promotion->get + (over > 0 ? over : 0);
}

static void
choose_buy_x_get_y(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t all = 0, before = 0, group = promotion->buy + promotion->get;

	for (size_t i = 0; i < count; i++)
		all += runs[i].units;
	all -= all % group;
	for (size_t i = 0; i < count && before < all; i++) {
		int64_t after = before + runs[i].units < all ? before + runs[i].units : all;

		runs[i].counted = after - before;
		runs[i].free = free_among(promotion, after) - free_among(promotion, before);
		before = after;
	}
}

/* ---- in a basket ---- */

static bool
in_category(const char *category, const char *target)
{
	size_t length = strlen(target);

	return strncmp(category, target, length) == 0 &&
	       (category[length] == '\0' || category[length] == '/');
}

bool
promotion_targets(const struct promotion_target *target, const struct basket_line *line)
{
	const char *item = target->items;

	if (target->item_count == 0 && target->category[0] == '\0')
		return true;
	if (target->category[0] != '\0' && in_category(line->category, target->category))
		return true;
	for (int i = 0; i < target->item_count; i++, item += strlen(item) + 1)
		if (line->is.item[0] != '\0' && strcmp(item, line->is.item) == 0)
			return true;
	return false;
}

bool
promotion_in_groups(const char *groups, const char *wanted)
{
	while (*(wanted += strspn(wanted, " "))) {
		size_t length = strcspn(wanted, " ");
		const char *mine = groups;

		while (*(mine += strspn(mine, " "))) {
			size_t here = strcspn(mine, " ");

			if (here == length && strncmp(mine, wanted, length) == 0)
				return true;
			mine += here;
		}
		wanted += length;
	}
	return false;
}

bool
promotion_picks(const struct promotion *promotion)
{
	switch (promotion->effect) {
	case PROMOTION_CHEAPEST_PERCENT:
	case PROMOTION_FREE_UNITS:
	case PROMOTION_BUY_X_GET_Y:
	case PROMOTION_GROUP_FLAT:
	case PROMOTION_GROUP_PERCENT:
	case PROMOTION_N_FOR_PRICE:
	case PROMOTION_UNIT_PRICE_FROM:
		return true;
	default:
		return false;
	}
}

/* Whole units of pieces that no promotion has counted; 0 for what takes no part. */
static int64_t
units_free_for(const struct promotion *promotion, const struct basket_line *line)
{
	int64_t milli = line->is.qty_milli < 0 ? -line->is.qty_milli : line->is.qty_milli;

	if (line->is.voided || line->fixed || line->no_promotion || line->is.kind == LINE_DEPOSIT ||
	    line->is.unit[0] != '\0' || line->is.price.e4 == 0 ||
	    !promotion_targets(&promotion->target, line))
		return 0;
	return (milli - line->promoted_milli) / QTY_ONE;
}

static bool
comes_back(const struct basket_line *line)
{
	return (line->is.qty_milli < 0) != (line->is.price.e4 < 0);
}

static int
dearest_first(const void *left, const void *right)
{
	const struct run *a = left, *b = right;

	if (a->price_e4 != b->price_e4)
		return a->price_e4 > b->price_e4 ? -1 : 1;
	return a->line < b->line ? -1 : 1;
}

static size_t
collect(const struct promotion *promotion, const struct basket *basket, bool back,
        struct run runs[])
{
	size_t count = 0;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct basket_line *line = &basket->lines[i];
		int64_t units = units_free_for(promotion, line), price = line->is.price.e4;

		if (units > 0 && comes_back(line) == back)
			runs[count++] = (struct run){ .line = i,
				                      .units = units,
				                      .price_e4 = price < 0 ? -price : price };
	}
	qsort(runs, count, sizeof runs[0], dearest_first);
	return count;
}

static struct money
worth_of_free(const struct run runs[], size_t count)
{
	__int128 worth = 0;

	for (size_t i = 0; i < count; i++)
		worth += (__int128)runs[i].price_e4 * runs[i].free;
	return money_of(round_div(worth, UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
}

static void
spread_over(const struct run runs[], size_t count, struct money worth, __int128 values[])
{
	__int128 all = 0;

	for (size_t i = 0; i < count; i++)
		all += (__int128)runs[i].price_e4 * runs[i].counted;
	for (size_t i = 0; i < count; i++)
		values[i] = spread_value((__int128)runs[i].price_e4 * runs[i].counted * worth.minor,
		                         all);
}

static void
note(const struct promotion *promotion, struct basket *basket, const struct run *run,
     struct money share, bool back)
{
	struct basket_line *line = &basket->lines[run->line];

	line->promoted_milli += run->counted * QTY_ONE;
	pricing_note_discount(&line->is, DISCOUNT_PROMOTION, back ? money_neg(share) : share,
	                      promotion->name, 0);
}

/* What it saves; with `take` it is taken. */
static struct money
offer(const struct promotion *promotion, struct basket *basket, bool back, bool take)
{
	struct run *runs = alloc_zero(basket->line_count + 1, sizeof runs[0]);
	size_t count = collect(promotion, basket, back, runs);
	struct money worth, *shares;
	__int128 *values;

	if (promotion->effect == PROMOTION_BUY_X_GET_Y)
		choose_buy_x_get_y(promotion, runs, count);
	worth = worth_of_free(runs, count);
	if (take && worth.minor > 0) {
		values = alloc_zero(count, sizeof values[0]);
		shares = alloc_zero(count, sizeof shares[0]);
		spread_over(runs, count, worth, values);
		spread_round(values, count, worth, NULL, shares);
		for (size_t i = 0; i < count; i++)
			note(promotion, basket, &runs[i], shares[i], back);
		free(values);
		free(shares);
	}
	free(runs);
	return back ? money_neg(worth) : worth;
}

/* Gives what it took. */
static struct money
apply(const struct promotion *promotion, struct basket *basket)
{
	struct money sold = offer(promotion, basket, false, true);

	return money_add(sold, offer(promotion, basket, true, true));
}

struct ranked {
	const struct promotion *promotion;
	struct money saves;
	size_t listed;
};

static int
most_first(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	int order = money_cmp(b->saves, a->saves);

	if (order != 0)
		return order;
	return a->listed < b->listed ? -1 : 1;
}

void
promotions_apply(const struct promotion promotions[], size_t count, bool best,
                 struct basket *basket)
{
	struct ranked *ranked;

	if (count == 0)
		return;
	ranked = alloc_zero(count, sizeof ranked[0]);
	for (size_t i = 0; i < count; i++) {
		ranked[i] = (struct ranked){ .promotion = &promotions[i], .listed = i };
		if (best) /* both directions count, so that a refund ranks as its sale did */
			ranked[i].saves = money_sub(offer(&promotions[i], basket, false, false),
			                            offer(&promotions[i], basket, true, false));
	}
	if (best)
		qsort(ranked, count, sizeof ranked[0], most_first);
	for (size_t i = 0; i < count; i++)
		apply(ranked[i].promotion, basket);
	free(ranked);
}
