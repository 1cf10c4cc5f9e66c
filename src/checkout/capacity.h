/*
 * What a basket can hold, asked before anything is added to it or changed in it.
 *
 *   rule    all lines together stay far inside what money holds, whatever their taxes add; and
 *           the taxes of a basket have rows to be summed up in
 *   shape   add the lines as they will be, then ask; the sums are upper bounds, so nothing that
 *           discounts or promotions do later can break them
 */
#ifndef RINGUP_CHECKOUT_CAPACITY_H
#define RINGUP_CHECKOUT_CAPACITY_H

#include "checkout/basket.h"

#define CAPACITY_MINOR INT64_C(10000000000000) /* 10^13 */

struct capacity {
	int64_t amount;                         /* in minor units; no more than just above the limit */
	struct {
		char code[TAX_CODE_MAX];
		enum tax_kind kind;
		int64_t rate_ppm;
		bool included;
	} taxes[BASKET_TAXES_MAX];
	size_t tax_count;
	bool too_many_taxes;
};

/* Lines that are not void, but for those with these numbers (0 none), which are about to change. */
void capacity_add_basket(struct capacity *capacity, const struct basket *basket, int but, int and_but);
void capacity_add(struct capacity *capacity, const struct basket_line *line);
/* A recorded line: goods that come back. */
void capacity_add_recorded(struct capacity *capacity, const struct sale_line *line);
/* RC_REFUSED: a sentence says what there is too much of. */
enum outcome capacity_ask(const struct capacity *capacity, struct err *err);

/* One price by itself: can its amount be worked out at all? */
enum outcome capacity_of_price(struct unit_price price, int64_t qty_milli, struct err *err);

#endif
