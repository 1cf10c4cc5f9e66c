/* Codes that promotions wait for.  Inside the till only. */
#ifndef RINGUP_CHECKOUT_COUPON_H
#define RINGUP_CHECKOUT_COUPON_H

#include "checkout/inside.h"

/* Does a promotion of the shop wait for this code? */
bool coupon_is_known(const struct till *till, const char *code);
enum outcome coupon_give(struct till *till, const char *code, struct answer *answer, struct err *err);

#endif
