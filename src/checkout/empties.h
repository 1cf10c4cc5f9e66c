/* Deposits given back.  Inside the till only. */
#ifndef RINGUP_CHECKOUT_EMPTIES_H
#define RINGUP_CHECKOUT_EMPTIES_H

#include "checkout/inside.h"

/* Is it the barcode on a slip of a bottle machine, by the shop's rules?  Then it is paid out. */
enum outcome empties_scanned(struct till *till, const char *code, bool *is_slip, struct answer *answer,
                             struct err *err);
/* Have the basket's slips not been paid out meanwhile?  (It may have been aside for days.) */
enum outcome empties_still_hold(const struct till *till, struct err *err);

#endif
