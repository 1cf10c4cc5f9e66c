/* What paying shares with other commands that move cash.  Inside the till only. */
#ifndef RINGUP_CHECKOUT_PAYMENT_H
#define RINGUP_CHECKOUT_PAYMENT_H

#include "checkout/inside.h"

/* Remarks that the drawer holds more than the shop wants in it. */
void payment_note_pickup(struct till *till, struct answer *answer);

#endif
