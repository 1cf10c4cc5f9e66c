#include <config.h>

#include "tests/oracle/rational.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

/* ---- memory: one heap that is emptied between baskets ---- */

#define CHUNK ((size_t)1 << 20)
#define CHUNKS_MAX 4096

static char *chunks[CHUNKS_MAX];
static int chunk;
static size_t used;

static void *
take(size_t size)
{
	void *place;

	assert(size <= CHUNK);
	size = (size + 15) & ~(size_t)15;
	if (used + size > CHUNK) {
		chunk++;
		assert(chunk < CHUNKS_MAX);
		used = 0;
	}
	if (!chunks[chunk])
		chunks[chunk] = alloc_zero(CHUNK, 1);
	place = chunks[chunk] + used;
	used += size;
	return place;
}

static void *
take_again(void *old, size_t old_size, size_t size)
{
	void *place;

	if (size <= old_size)
		return old;
	place = take(size);
	memcpy(place, old, old_size);
	return place;
}

static void
leave(void *place, size_t size)
{
	(void)place;
	(void)size;
}

void
rational_forget(void)
{
	mp_set_memory_functions(take, take_again, leave);
	chunk = 0;
	used = 0;
}

static __mpq_struct *
fresh(void)
{
	__mpq_struct *number = take(sizeof *number);

	mpq_init(number);
	return number;
}

/* ---- making ---- */

rational
fraction(long above, long below)
{
	__mpq_struct *number = fresh();

	assert(below > 0);
	mpq_set_si(number, above, (unsigned long)below);
	mpq_canonicalize(number);
	return number;
}

rational
whole(long number)
{
	return fraction(number, 1);
}

rational
decimal(const char *text)
{
	__mpq_struct *number = fresh();
	bool negative = text && text[0] == '-', after = false;

	for (text = text ? text + negative : ""; *text; text++) {
		if (*text == '.') {
			after = true;
			continue;
		}
		assert(*text >= '0' && *text <= '9');
		mpz_mul_ui(mpq_numref(number), mpq_numref(number), 10);
		mpz_add_ui(mpq_numref(number), mpq_numref(number), (unsigned long)(*text - '0'));
		if (after)
			mpz_mul_ui(mpq_denref(number), mpq_denref(number), 10);
	}
	mpq_canonicalize(number);
	if (negative)
		mpq_neg(number, number);
	return number;
}

/* ---- arithmetic ---- */

rational
plus(rational a, rational b)
{
	__mpq_struct *sum;

	if (mpq_sgn(a) == 0)
		return b;
	if (mpq_sgn(b) == 0)
		return a;
	sum = fresh();
	mpq_add(sum, a, b);
	return sum;
}

rational
minus(rational a, rational b)
{
	__mpq_struct *difference;

	if (mpq_sgn(b) == 0)
		return a;
	difference = fresh();
	mpq_sub(difference, a, b);
	return difference;
}

rational
times(rational a, rational b)
{
	__mpq_struct *product = fresh();

	mpq_mul(product, a, b);
	return product;
}

rational
over(rational a, rational b)
{
	__mpq_struct *quotient = fresh();

	assert(mpq_sgn(b) != 0);
	mpq_div(quotient, a, b);
	return quotient;
}

rational
opposite(rational a)
{
	__mpq_struct *number = fresh();

	mpq_neg(number, a);
	return number;
}

rational
size_of(rational a)
{
	return mpq_sgn(a) < 0 ? opposite(a) : a;
}

rational
lesser(rational a, rational b)
{
	return mpq_cmp(a, b) <= 0 ? a : b;
}

rational
greater(rational a, rational b)
{
	return mpq_cmp(a, b) >= 0 ? a : b;
}

int
compare(rational a, rational b)
{
	int order = mpq_cmp(a, b);

	return (order > 0) - (order < 0);
}

int
sign(rational a)
{
	return mpq_sgn(a);
}

bool
same(rational a, rational b)
{
	return mpq_equal(a, b) != 0;
}

bool
is_whole(rational a)
{
	return mpz_cmp_ui(mpq_denref(a), 1) == 0;
}

long
floor_of(rational a)
{
	mpz_t number;

	mpz_init(number);
	mpz_fdiv_q(number, mpq_numref(a), mpq_denref(a));
	return mpz_get_si(number);
}

/* ---- rounding ---- */

static const char *const names[] = { "half_up", "half_even", "half_down", "up", "down" };

enum halves
halves_named(const char *name)
{
	for (int i = 0; name && i < 5; i++)
		if (strcmp(name, names[i]) == 0)
			return (enum halves)i;
	assert(!name || !name[0]);
	return HALVES_UP;
}

/* Does a part beyond the whole steps make one step more? */
static bool
counts(rational part, bool odd, enum halves halves)
{
	int half = compare(part, fraction(1, 2));

	switch (halves) {
	case HALVES_UP:
		return half >= 0;
	case HALVES_EVEN:
		return half > 0 || (half == 0 && odd);
	case HALVES_DOWN:
		return half > 0;
	case ALL_UP:
		return sign(part) > 0;
	default:
		return false;
	}
}

rational
rounded(rational value, rational step, enum halves halves)
{
	rational steps = over(size_of(value), step);
	long count = floor_of(steps);

	if (counts(minus(steps, whole(count)), count % 2 != 0, halves))
		count++;
	return times(whole(sign(value) < 0 ? -count : count), step);
}

/* ---- showing ---- */

const char *
shown(rational a)
{
	static char texts[6][80];
	static int next;
	char *text = texts[next++ % 6];
	rational scaled = times(size_of(a), whole(1000000));
	long millionths = floor_of(scaled);
	int length = snprintf(text, 80, "%s%s%ld.%06ld", is_whole(scaled) ? "" : "about ",
	                      sign(a) < 0 ? "-" : "", millionths / 1000000, millionths % 1000000);

	while (text[length - 1] == '0' && text[length - 3] != '.')
		text[--length] = '\0';
	return text;
}
