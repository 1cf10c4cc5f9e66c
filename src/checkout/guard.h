/* The sentence of a guard that fails and of a state that does not fit, for help and for tests. */
#ifndef RINGUP_CHECKOUT_GUARD_H
#define RINGUP_CHECKOUT_GUARD_H

#include "checkout/command.h"
#include "checkout/till.h"

const char *guard_sentence(enum guard guard);                   /* translated; NULL for none */
const char *guard_state_sentence(enum till_state state);        /* translated */

#endif
