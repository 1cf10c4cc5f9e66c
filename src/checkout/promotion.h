/*
 * Promotions as data.  One effect so far, n for m (buy_x_get_y within one group of items); every further
 * one is a row in promotion.c's table of effects.
 *
 *   rule    a unit counts in one promotion only; goods coming back make groups of their own, so that a
 *           refund is the mirror image of its sale
 *   rule    what a promotion takes off is spread over all units that made it possible, by their
 *           value, so that returning any of them gives back what was paid for it
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_H
#define RINGUP_CHECKOUT_PROMOTION_H

#include "checkout/basket.h"

#define PROMOTION_ITEMS_MAX 32

enum promotion_effect { PROMOTION_BUY_X_GET_Y, PROMOTION_EFFECTS };

struct promotion {
	char name[NAME_MAX_BYTES];
	enum promotion_effect effect;
	int buy, get;                   /* within each buy + get targeted units, get are free: the cheapest */
	char items[PROMOTION_ITEMS_MAX][ITEM_NUMBER_MAX];       /* target; none and no category: everything */
	int item_count;
	char category[CATEGORY_MAX];    /* "drinks", and all below it: "drinks/cola" */
};

/* The form of `ringup quote` ("name", "effect": {"type": ...}).  RC_REFUSED names the path. */
enum outcome promotion_parse(struct promotion *promotion, const char *json, struct err *err);

/* Takes the discounts of all of them off the basket's lines (adds rows to is.discounts): in the order they
 * are listed, or (best) always the one first that now saves most. */
void promotions_apply(const struct promotion promotions[], size_t count, bool best, struct basket *basket);

#endif
