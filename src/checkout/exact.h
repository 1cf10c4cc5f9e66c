/*
 * Fractions in 128 bits, for tax arithmetic that must be exact before its one rounding.
 *
 *   shape   always in lowest terms, denominator > 0
 *   range   where a result has more digits than 128 bits hold, it keeps its leading ones: no set of
 *           taxes that a country has comes near
 */
#ifndef RINGUP_CHECKOUT_EXACT_H
#define RINGUP_CHECKOUT_EXACT_H

#include <stdint.h>

#include "base/money.h"

struct exact {
	__int128 num, den;
};

static inline struct exact
exact_whole(int64_t number)
{
	return (struct exact){ number, 1 };
}

struct exact exact_of(__int128 num, __int128 den);      /* den != 0 */
struct exact exact_add(struct exact a, struct exact b);
struct exact exact_sub(struct exact a, struct exact b);
struct exact exact_mul(struct exact a, struct exact b);
struct exact exact_div(struct exact a, struct exact b); /* b is not 0 */

/* To a whole number, which must fit 64 bits. */
int64_t exact_round(struct exact a, enum rounding mode);

/* Least common multiple of two denominators, 0 if it is above limit. */
__int128 exact_lcm(__int128 a, __int128 b, __int128 limit);

#endif
