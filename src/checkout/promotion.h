/*
 * Promotions as data.  One effect so far, n for m (buy_x_get_y within one group of items); every further
 * one is a row in promotion.c's table of effects.
 */
#ifndef RINGUP_CHECKOUT_PROMOTION_H
#define RINGUP_CHECKOUT_PROMOTION_H

#include "checkout/basket.h"

enum promotion_effect { PROMOTION_BUY_X_GET_Y, PROMOTION_EFFECTS };

struct promotion {
	char name[NAME_MAX_BYTES];
	enum promotion_effect effect;
	int buy, get;                   /* within each buy + get targeted units, get are free: the cheapest */
	char items[32][ITEM_NUMBER_MAX];        /* target; none and no category: everything */
	int item_count;
	char category[CATEGORY_MAX];
};

/* The form of `ringup quote` ("name", "effect": {"type": ...}).  RC_REFUSED names the path. */
enum outcome promotion_parse(struct promotion *promotion, const char *json, struct err *err);

/* Takes the promotion's discounts off the basket's lines (adds rows to is.discounts). */
void promotion_apply(const struct promotion *promotion, struct basket *basket);

#endif
