/*
 * Rounding several amounts so that they add up to a given whole: each is rounded to the nearest,
 * and the odd cents go where the rounding was furthest off, the first line winning a tie.
 *
 *   unit    values in millionths of a minor unit (SPREAD_MICRO)
 *   rule    the mirror image of a spread is the spread of the mirror image
 *   rule    with limits, a share lies between nothing and its limit as long as the whole allows it
 */
#ifndef RINGUP_CHECKOUT_SPREAD_H
#define RINGUP_CHECKOUT_SPREAD_H

#include <stddef.h>

#include "base/money.h"

#define SPREAD_MICRO INT64_C(1000000)

/* sum(out) is whole, which should lie near sum(values); values of 0 stay 0.  limits NULL: none. */
void spread_round(const __int128 values[], size_t count, struct money whole, const struct money limits[],
                  struct money out[]);

/* numerator / denominator as a value for spread_round(). */
__int128 spread_value(__int128 numerator, __int128 denominator);

#endif
