/*
 * Goods back and money back.  Inside the till only.
 *
 *   rule    never more comes back than was bought minus what has come back, this basket included
 *   rule    what comes back is worth what was paid for that unit (price_returned_share)
 *   rule    money goes back to the tenders that were paid, each up to its amount; else by consent
 */
#ifndef RINGUP_CHECKOUT_RETURNS_H
#define RINGUP_CHECKOUT_RETURNS_H

#include "checkout/inside.h"

/* No receipt has more lines. */
enum { RETURNED_ROOM = BASKET_LINES_MAX };

bool returns_same_sale(struct receipt_ref a, struct receipt_ref b);

/* Are the lines coming back still no more than what is left of their sales?  (A basket may have
 * been aside for days.) */
enum outcome returns_still_hold(struct till *till, struct err *err);

/* May `amount` (positive) be paid out by this tender?  RC_OK with till->pending.waits: consent is
 * asked for. */
enum outcome returns_may_refund(struct till *till, const struct tender_row *row,
                                struct money amount, struct err *err);

#endif
