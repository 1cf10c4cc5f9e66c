/*
 * Discounts that people give, on a line or on the whole basket; pricing_discount.c works out what
 * they come to.  One a line and one on the basket: a later one takes the place of the one before.
 */
#ifndef RINGUP_CHECKOUT_DISCOUNT_H
#define RINGUP_CHECKOUT_DISCOUNT_H

#include "base/number.h"
#include "ledger/facts.h"

/* "10%" or "5.00" as typed; RC_REFUSED with a sentence.  Reason and approver are left empty. */
enum outcome discount_parse(const char *word, int exponent, struct given_discount *out, struct err *err);

/* What stands before its amount on screen and paper: the promotion's name, "damaged", "Discount 10 %". */
#define DISCOUNT_TEXT_MAX (REASON_MAX + 48)
char *discount_text(char out[static DISCOUNT_TEXT_MAX], const struct line_discount *discount,
                    const struct given_discount given[], int given_count, const struct number_style *style);

#endif
