/*
 * Each choice is the best there is, and why:
 *
 *   buy x get y       groups of x + y from the dearest unit down; the cheapest of each are free. No
 *                     other grouping frees more: the k-th free unit is never dearer than here
 *   with get_target   for k groups, k x buy targeted units must be left beside the free ones; the
 *                     dearest that this allows are free.  What k groups give grows ever slower with
 * k, so the best k is where it stops growing n for a price     k groups save the k x n dearest
 * units less k prices, however they are grouped; the next group saves less than the one before, so
 * again k is where it stops percent a group   as many whole groups as there are, of the dearest
 *   amount a group    the same, unless an amount is more than a group is worth: promotion_best.c
 *   cheapest, free    the promotion says which
 *   unit price        all units, once there are enough
 */
#include <config.h>

#include "checkout/promotion_units.h"

#include <stdlib.h>

#define PPM INT64_C(1000000)

static int
dearest_first(const void *left, const void *right)
{
	const struct run *a = left, *b = right;

	if (a->worth_e4 != b->worth_e4)
		return a->worth_e4 > b->worth_e4 ? -1 : 1;
	return a->line < b->line ? -1 : a->line > b->line;
}

void
runs_sort(struct run runs[], size_t count)
{
	qsort(runs, count, sizeof runs[0], dearest_first);
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t
units_in(const struct run runs[], size_t count)
{
	int64_t units = 0;

	for (size_t i = 0; i < count; i++)
		units += runs[i].units;
	return units;
}

/* The dearest `units` of them, together. */
static __int128
worth_of_first(const struct run runs[], size_t count, int64_t units)
{
	__int128 worth = 0;

	for (size_t i = 0; i < count && units > 0; i++) {
		int64_t some = least(runs[i].units, units);

		worth += (__int128)runs[i].worth_e4 * some;
		units -= some;
	}
	return worth;
}

static void
count_first(struct run runs[], size_t count, int64_t units)
{
	for (size_t i = 0; i < count && units > 0; i++) {
		runs[i].counted = least(runs[i].units, units);
		units -= runs[i].counted;
	}
}

void
runs_weigh(const struct promotion *promotion, struct run runs[], size_t count)
{
	bool frees = promotion->effect == PROMOTION_BUY_X_GET_Y;

	for (size_t i = 0; i < count; i++)
		runs[i].weight =
		        (__int128)runs[i].worth_e4 * (frees ? runs[i].free : runs[i].counted);
}

/* Where something that grows ever slower stops growing: the least k with gain(k + 1) <= gain(k). */
typedef __int128 gain_fn(const struct promotion *promotion, struct run runs[], size_t count,
                         int64_t k);

static int64_t
best_k(gain_fn *gain, const struct promotion *promotion, struct run runs[], size_t count,
       int64_t most)
{
	int64_t low = 0, high = most;

	while (low < high) {
		int64_t k = low + (high - low) / 2;

		if (gain(promotion, runs, count, k + 1) > gain(promotion, runs, count, k))
			low = k + 1;
		else
			high = k;
	}
	return low;
}

/* ---- buy x get y, within one target ---- */

/* Free units among the first `units` of whole groups laid out dearest first. */
static int64_t
free_among(const struct promotion *promotion, int64_t units)
{
	int64_t group = promotion->buy + promotion->get, over = units % group - promotion->buy;

	return units / group * promotion->get + (over > 0 ? over : 0);
}

static __int128
choose_of_same(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t all = units_in(runs, count), before = 0;
	__int128 worth = 0;

	all -= all % (promotion->buy + promotion->get);
	count_first(runs, count, all);
	for (size_t i = 0; i < count; i++) {
		int64_t after = before + runs[i].counted;

		runs[i].free = free_among(promotion, after) - free_among(promotion, before);
		worth += (__int128)runs[i].worth_e4 * runs[i].free;
		before = after;
	}
	return worth;
}

/* ---- buy x of one, get y of another ---- */

static int64_t
buying_units(const struct run runs[], size_t count)
{
	int64_t units = 0;

	for (size_t i = 0; i < count; i++)
		units += runs[i].buys ? runs[i].units : 0;
	return units;
}

/* Frees the dearest units that k groups allow; gives their worth. */
static __int128
free_with_groups(const struct promotion *promotion, struct run runs[], size_t count, int64_t k)
{
	int64_t left = k * promotion->get;
	int64_t spare = buying_units(runs, count) - k * promotion->buy; /* that may be free */
	__int128 worth = 0;

	for (size_t i = 0; i < count; i++) {
		struct run *run = &runs[i];

		run->free = run->gets ? least(run->units, left) : 0;
		if (run->buys)
			run->free = least(run->free, spare > 0 ? spare : 0);
		spare -= run->buys ? run->free : 0;
		left -= run->free;
		worth += (__int128)run->worth_e4 * run->free;
	}
	return worth;
}

static __int128
choose_of_another(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t most = buying_units(runs, count) / promotion->buy;
	int64_t k = best_k(free_with_groups, promotion, runs, count, most);
	int64_t bought = k * promotion->buy;
	__int128 worth = free_with_groups(promotion, runs, count, k);

	for (size_t i = 0; i < count; i++) {
		struct run *run = &runs[i];
		int64_t buys = run->buys ? least(run->units - run->free, bought) : 0;

		run->counted = run->free + buys;
		bought -= buys;
	}
	return worth;
}

/* ---- groups ---- */

static __int128
saved_by_groups(const struct promotion *promotion, struct run runs[], size_t count, int64_t k)
{
	return worth_of_first(runs, count, k * promotion->units) -
	       (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR * k;
}

static __int128
choose_n_for_price(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t most = units_in(runs, count) / promotion->units;
	int64_t k = best_k(saved_by_groups, promotion, runs, count, most);

	count_first(runs, count, k * promotion->units);
	return saved_by_groups(promotion, runs, count, k);
}

static __int128
choose_group_percent(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t all = units_in(runs, count);

	all -= all % promotion->units;
	count_first(runs, count, all);
	return worth_of_first(runs, count, all) * promotion->percent_ppm / PPM;
}

/* Groups laid out dearest first; the sum of one may be less than the amount. */
static __int128
choose_group_flat(const struct promotion *promotion, struct run runs[], size_t count)
{
	__int128 amount = (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR, worth = 0;
	__int128 before = 0;
	int64_t groups = units_in(runs, count) / promotion->units, whole = 0;

	count_first(runs, count, groups * promotion->units);
	/* the groups that are worth the amount come first */
	for (int64_t high = groups; whole < high;) {
		int64_t k = whole + (high - whole) / 2;
		__int128 sum = worth_of_first(runs, count, (k + 1) * promotion->units) -
		               worth_of_first(runs, count, k * promotion->units);

		if (sum >= amount)
			whole = k + 1;
		else
			high = k;
	}
	worth = amount * whole;
	before = worth_of_first(runs, count, whole * promotion->units);
	return worth + worth_of_first(runs, count, groups * promotion->units) - before;
}

/* ---- those the promotion names ---- */

static __int128
choose_cheapest(const struct promotion *promotion, struct run runs[], size_t count)
{
	size_t at = count;
	__int128 worth, most = (__int128)promotion->max_amount.minor * UNIT_PRICE_PER_MINOR;

	for (size_t i = 0; i < count; i++)
		if (at == count || runs[i].worth_e4 < runs[at].worth_e4)
			at = i;
	if (at == count)
		return 0;
	runs[at].counted = 1;
	worth = (__int128)runs[at].worth_e4 * promotion->percent_ppm / PPM;
	return promotion->has_max_amount && worth > most ? most : worth;
}

/* The next run in the order of the pick that has units left; count at the end. */
static size_t
next_free(const struct promotion *promotion, const struct run runs[], size_t count)
{
	size_t best = count;

	for (size_t i = 0; i < count; i++) {
		if (runs[i].counted == runs[i].units)
			continue;
		if (best == count ||
		    (promotion->pick == PICK_CHEAPEST && runs[i].worth_e4 < runs[best].worth_e4) ||
		    (promotion->pick == PICK_ORDER && runs[i].line < runs[best].line))
			best = i;
	}
	return best;
}

static __int128
choose_free(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t left = promotion->units;
	__int128 worth = 0;
	size_t at;

	while (left > 0 && (at = next_free(promotion, runs, count)) < count) {
		runs[at].counted = runs[at].free = least(runs[at].units, left);
		left -= runs[at].counted;
		worth += (__int128)runs[at].worth_e4 * runs[at].counted;
	}
	return worth;
}

static __int128
choose_unit_price(const struct promotion *promotion, struct run runs[], size_t count)
{
	__int128 worth = 0;

	if (units_in(runs, count) < promotion->units)
		return 0;
	for (size_t i = 0; i < count; i++) {
		struct run *run = &runs[i];

		if (run->worth_e4 <= promotion->unit_price.e4)
			continue;
		run->counted = run->units;
		run->weight = (__int128)(run->worth_e4 - promotion->unit_price.e4) * run->units;
		worth += run->weight;
	}
	return worth;
}

__int128
runs_choose(const struct promotion *promotion, struct run runs[], size_t count)
{
	__int128 worth = 0;

	for (size_t i = 0; i < count; i++)
		runs[i].counted = runs[i].free = 0;
	switch (promotion->effect) {
	case PROMOTION_BUY_X_GET_Y:
		worth = promotion->has_get_target ? choose_of_another(promotion, runs, count)
		                                  : choose_of_same(promotion, runs, count);
		break;
	case PROMOTION_N_FOR_PRICE:
		worth = choose_n_for_price(promotion, runs, count);
		break;
	case PROMOTION_GROUP_PERCENT:
		worth = choose_group_percent(promotion, runs, count);
		break;
	case PROMOTION_GROUP_FLAT:
		worth = choose_group_flat(promotion, runs, count);
		break;
	case PROMOTION_CHEAPEST_PERCENT:
		worth = choose_cheapest(promotion, runs, count);
		break;
	case PROMOTION_FREE_UNITS:
		worth = choose_free(promotion, runs, count);
		break;
	case PROMOTION_UNIT_PRICE_FROM:
		return choose_unit_price(promotion, runs, count);
	default:
		break;
	}
	runs_weigh(promotion, runs, count);
	return worth;
}
