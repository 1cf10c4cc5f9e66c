/* Chance that can be repeated: one number in, always the same shops and baskets out. */
#ifndef RINGUP_TESTS_DICE_H
#define RINGUP_TESTS_DICE_H

#include <stdbool.h>
#include <stdint.h>

static uint64_t dice_state;

static inline void
dice_seed(uint64_t seed)
{
	dice_state = seed;
}

/* splitmix64: neighbouring seeds give unlike rows */
static inline uint64_t
dice_next(void)
{
	uint64_t mixed = dice_state += UINT64_C(0x9e3779b97f4a7c15);

	mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ (mixed >> 31);
}

/* 0 .. below - 1 */
static inline int
roll(int below)
{
	return (int)(dice_next() % (uint64_t)below);
}

static inline bool
one_in(int count)
{
	return roll(count) == 0;
}

#endif
