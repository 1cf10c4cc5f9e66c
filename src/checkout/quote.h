/*
 * `ringup quote`: prices a basket that a JSON text describes, without selling it.
 *
 *   form    man ringup-quote; every value not given is the shop's, or else a plain one (EUR, tax per
 *           line, no cash rounding, promotions as listed)
 *   rule    pure but for reading items of the shop; the clock is the caller's
 *   fails   RC_REFUSED, and the answer is {"error": {"path", "message", "hint"}}
 */
#ifndef RINGUP_CHECKOUT_QUOTE_H
#define RINGUP_CHECKOUT_QUOTE_H

#include "checkout/tables.h"

struct quote_shop {
	struct ledger *ledger;          /* all borrowed */
	const struct settings *settings;
	const struct tables *tables;
};

/* Adds one JSON object, without an end of line, to answer.  shop NULL: the question stands alone. */
enum outcome quote_answer(const char *question, size_t length, const struct quote_shop *shop, struct when now,
                          struct buf *answer);

#endif
