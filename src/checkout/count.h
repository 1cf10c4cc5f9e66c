/*
 * What was counted of the open shift, held against what there should be.
 */
#ifndef RINGUP_CHECKOUT_COUNT_H
#define RINGUP_CHECKOUT_COUNT_H

#include "checkout/inside.h"

/* The counts of the open shift and what they are held against, into the facts of its close. */
enum outcome count_read(const struct till *till, struct shift_close_facts *facts, struct err *err);
/* Over or short of anything that was counted wants a reason; notes of other currencies want a
 * count. */
enum outcome count_check(const struct till *till, const struct shift_close_facts *facts,
                         struct err *err);
/* What was counted of a kind; false: nothing was. */
bool count_of(const struct shift_close_facts *facts, const char *kind, struct money *amount);

/* A sum or pieces of the shop's own cash, for which there are coins. */
struct pieces;
enum outcome count_cash(const struct till *till, const char *text, struct pieces *pieces,
                        struct err *err);

void say_foreign(const struct till *till, struct answer *answer,
                 const struct counted_foreign foreign[], size_t count);

#endif
