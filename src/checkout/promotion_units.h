/*
 * Which units a promotion takes: the best choice there is for the customer.
 *
 *   shape   units of one line at one worth are a run; runs come dearest first
 *   rule    pure numbers: what is done with the choice is pricing_promotion.c's
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_UNITS_H
#define RINGUP_CHECKOUT_PROMOTION_UNITS_H

#include "checkout/promotion.h"

struct run {
	size_t line;            /* of struct pricing */
	int64_t worth_e4;       /* of one unit, above 0 */
	int64_t units;
	bool buys, gets;        /* has the promotion's target, its get_target (buy_x_get_y with one) */
	/* the choice: */
	int64_t counted;        /* units that made it possible; no other promotion may count them */
	int64_t free;           /* of them, what the shopper is told to have free */
	__int128 weight;        /* by which what is taken off is spread */
};

/* Sorts, dearest first; lines in their order where units cost the same. */
void runs_sort(struct run runs[], size_t count);
/* Fills in the choice of a promotion that picks, by itself; gives what it takes off, in 1/10000 of a minor unit,
 * exact but for percentages of it. */
__int128 runs_choose(const struct promotion *promotion, struct run runs[], size_t count);

/* By what the discount of a choice is spread: the units that are free, or all that made it possible. */
void runs_weigh(const struct promotion *promotion, struct run runs[], size_t count);

#endif
