/*
 * Numbers a shop prints itself: GTIN-13 that begin with 02 or 20 to 29 (and GTIN-12 that begin with
 * 2, which are the same numbers) and carry a price, a weight or a count.  What stands where, each country's GS1
 * organisation decides; a region is a set of such rules.
 *
 *   source  GS1 General Specifications 2.1.12 and 7.9.4 (check digit of price and weight), and the
 *           national rules of DE, GB, US, SE, NO, DK, FI, EE, LV, LT
 */
#ifndef RINGUP_SHOP_IN_STORE_H
#define RINGUP_SHOP_IN_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/money.h"

#define IN_STORE_NONE "none"
bool in_store_known(const char *region);

enum in_store_measure { IN_STORE_PRICE, IN_STORE_WEIGHT, IN_STORE_COUNT };
struct in_store {
	int64_t gtin;                   /* with zeros for the measure: the item, whatever it weighs */
	int64_t item;                   /* the digits for the item alone, without prefix */
	enum in_store_measure measure;
	struct money price;
	int64_t weight_milli;           /* kg in thousandths */
	int64_t count;
};

/* Is it such a number at all? */
bool in_store_is(int64_t gtin);
/* RC_NOT_FOUND the region has no rule for it, it is a number like any other; RC_REFUSED the check digit of the
 * price or weight is wrong, and names the right one. */
enum outcome in_store_read(const char *region, int64_t gtin, int exponent, struct in_store *out,
                           struct err *err);

#endif
