/*
 * Numbers a shop prints itself: most begin with 02 or 20 to 29 and carry a price, a weight or a
 * count.  What stands where, each country's GS1 organisation decides (a region), and each shop for
 * numbers that stay in it (rules of its own).  Both are written in one small language:
 *
 *     price 22....C{NNNDD}. | 23....C{NNNDD}. (ean13); customer 042
 *
 *   digit     stands for itself
 *   .         any digit: the item's number, and the check digit at the end
 *   { }       what was measured: N whole digits, D decimals
 *   C         the check digit of what was measured (4 or 5 digits)
 *   *         whatever follows
 *   |         another form of the same rule;  ; the next rule
 *   ( )       only numbers that are ean8, ean13 or upca, with their check digit; without it any
 *
 * What has braces fits whole numbers (but for a check digit at their end), what has none their
 * beginning.  The first that fits counts; a
 * shop's own rules come first.
 *
 *   source  GS1 General Specifications 2.1.12 and 7.9.4 (check digit of price and weight), and the
 *           national rules of DE, GB, US, SE, NO, DK, FI, EE, LV, LT
 */
#ifndef RINGUP_SHOP_IN_STORE_H
#define RINGUP_SHOP_IN_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"
#include "base/gtin.h"
#include "base/money.h"

#define IN_STORE_NONE "none"
bool in_store_known(const char *region);        /* "DE", any case */
const char *in_store_currency(const char *region);      /* "EUR"; "" unknown */

enum in_store_kind {
	IN_STORE_PRICE, IN_STORE_WEIGHT, IN_STORE_COUNT,
	IN_STORE_ITEM,                  /* a number like any other */
	IN_STORE_CUSTOMER, IN_STORE_GIFT_CARD,
	IN_STORE_SLIP,                  /* of a bottle machine, with its amount */
	IN_STORE_KINDS
};
struct in_store {
	enum in_store_kind kind;
	char base[GTIN_TEXT_MAX];       /* with zeros for the measure: the item, whatever it weighs */
	int64_t gtin;                   /* the same as a number */
	int64_t item;                   /* the digits of the item alone, without what is fixed */
	int64_t number;                 /* of a customer or gift card */
	int64_t value;                  /* what was measured, in 10^-decimals */
	int decimals;
};

/* Do these rules of a shop make sense?  RC_REFUSED names the rule. */
enum outcome in_store_rules_check(const char *rules, struct err *err);

/* region "none" or "" has no rules; rules "" are none.  code is digits.  RC_NOT_FOUND no rule fits, it is a number like
 * any other; RC_REFUSED the check digit of the price or weight is wrong, and says which is right. */
enum outcome in_store_read(const char *region, const char *rules, const char *code, struct in_store *out,
                           struct err *err);

#endif
