/*
 * Fractions without limits, for working a price out again: GMP behind names that read like
 * arithmetic.
 *
 *   own     nobody frees one; rational_forget() lets go of all of them at once, between baskets
 *   unit    amounts are whole units of money (12.50 is 25/2), rates are shares (21 % is 21/100)
 */
#ifndef RINGUP_TESTS_RATIONAL_H
#define RINGUP_TESTS_RATIONAL_H

#include <gmp.h>
#include <stdbool.h>

typedef const __mpq_struct *rational;

/* As `ringup quote` names them. */
enum halves { HALVES_UP, HALVES_EVEN, HALVES_DOWN, ALL_UP, ALL_DOWN };
enum halves halves_named(const char *name);

void rational_forget(void);

rational whole(long number);
rational fraction(long above, long below);
rational decimal(const char *text); /* "12.50", "-0.005"; NULL is 0 */

rational plus(rational a, rational b);
rational minus(rational a, rational b);
rational times(rational a, rational b);
rational over(rational a, rational b);
rational opposite(rational a);
rational size_of(rational a); /* without its sign */
rational lesser(rational a, rational b);
rational greater(rational a, rational b);

int compare(rational a, rational b);
int sign(rational a);
bool same(rational a, rational b);
bool is_whole(rational a);
long floor_of(rational a);

/* To a multiple of step; "up" is away from zero. */
rational rounded(rational value, rational step, enum halves halves);

/* For sentences: "12.5", or "10/3" where no decimals say it.  Good until six more are asked for. */
const char *shown(rational a);

#endif
