#include <config.h>

#include "checkout/exact.h"

#include <assert.h>
#include <stdbool.h>

#define COARSEN_BITS 8

static __int128
magnitude(__int128 number)
{
	return number < 0 ? -number : number;
}

/* The same for numbers that a machine divides at once, as nearly all are. */
static uint64_t
short_divisor(uint64_t a, uint64_t b)
{
	while (b != 0) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

static __int128
divisor(__int128 a, __int128 b)
{
	a = magnitude(a);
	b = magnitude(b);
	while (b > UINT64_MAX) {
		__int128 rest = a % b;

		a = b;
		b = rest;
	}
	return b == 0 ? a : short_divisor((uint64_t)b, (uint64_t)(a % b));
}

/* Far from INT64_MIN, so that dividing by -1 is safe as well. */
static bool
fits(__int128 number)
{
	return number <= INT64_MAX && number >= -INT64_MAX;
}

struct exact
exact_of(__int128 num, __int128 den)
{
	__int128 common;

	assert(den != 0);
	if (fits(num) && fits(den) && (int64_t)num % (int64_t)den == 0)
		return (struct exact){ (int64_t)num / (int64_t)den, 1 };
	common = divisor(num, den);
	if (den < 0)
		common = -common;
	return (struct exact){ num / common, den / common };
}

/* Drops the last bits of both sides; the larger fraction side loses least. */
static struct exact
coarser(struct exact a)
{
	__int128 den = a.den >> COARSEN_BITS;

	return exact_of(a.num / (1 << COARSEN_BITS), den > 0 ? den : 1);
}

static void
coarsen(struct exact *a, struct exact *b)
{
	if (magnitude(a->num) / 2 + a->den / 2 >= magnitude(b->num) / 2 + b->den / 2)
		*a = coarser(*a);
	else
		*b = coarser(*b);
}

static bool
sum(struct exact a, struct exact b, struct exact *out)
{
	__int128 common, left, right, num, den;

	if (a.den == 1 && b.den == 1 && !__builtin_add_overflow(a.num, b.num, &num)) {
		*out = (struct exact){ num, 1 };
		return true;
	}
	if (a.den == b.den && !__builtin_add_overflow(a.num, b.num, &num)) {
		*out = exact_of(num, a.den);
		return true;
	}
	common = divisor(a.den, b.den);
	if (__builtin_mul_overflow(a.num, b.den / common, &left) ||
	    __builtin_mul_overflow(b.num, a.den / common, &right) ||
	    __builtin_add_overflow(left, right, &num) ||
	    __builtin_mul_overflow(a.den / common, b.den, &den))
		return false;
	*out = exact_of(num, den);
	return true;
}

struct exact
exact_add(struct exact a, struct exact b)
{
	struct exact out;

	while (!sum(a, b, &out))
		coarsen(&a, &b);
	return out;
}

struct exact
exact_sub(struct exact a, struct exact b)
{
	b.num = -b.num;
	return exact_add(a, b);
}

/* Both are in lowest terms; so is what is left when each side is shortened by the other. */
static bool
product(struct exact a, struct exact b, struct exact *out)
{
	struct exact left = exact_of(a.num, b.den), right = exact_of(b.num, a.den);

	return !__builtin_mul_overflow(left.num, right.num, &out->num) &&
	       !__builtin_mul_overflow(left.den, right.den, &out->den);
}

struct exact
exact_mul(struct exact a, struct exact b)
{
	struct exact out;

	while (!product(a, b, &out))
		coarsen(&a, &b);
	return out;
}

struct exact
exact_div(struct exact a, struct exact b)
{
	assert(b.num != 0);
	return exact_mul(a, exact_of(b.den, b.num));
}

int64_t
exact_round(struct exact a, enum rounding mode)
{
	return a.den == 1 ? (int64_t)a.num : round_div(a.num, a.den, mode);
}

__int128
exact_lcm(__int128 a, __int128 b, __int128 limit)
{
	__int128 out;

	if (__builtin_mul_overflow(a / divisor(a, b), b, &out) || out > limit)
		return 0;
	return out;
}
