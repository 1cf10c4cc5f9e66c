#include <config.h>

#include "counter/demo_dice.h"

#include <assert.h>

uint64_t
dice_next(struct dice *dice)
{
	uint64_t mixed = (dice->state += UINT64_C(0x9e3779b97f4a7c15));

	mixed = (mixed ^ (mixed >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	mixed = (mixed ^ (mixed >> 27)) * UINT64_C(0x94d049bb133111eb);
	return mixed ^ (mixed >> 31);
}

int
dice_throw(struct dice *dice, int sides)
{
	assert(sides > 0);
	return (int)(dice_next(dice) % (uint64_t)sides);
}

int
dice_between(struct dice *dice, int low, int high)
{
	return low + dice_throw(dice, high - low + 1);
}

bool
dice_chance(struct dice *dice, int per_mille)
{
	return dice_throw(dice, 1000) < per_mille;
}

int
dice_choose(struct dice *dice, const int weights[], int count)
{
	int sum = 0;
	int left;

	for (int i = 0; i < count; i++)
		sum += weights[i];
	left = dice_throw(dice, sum);
	for (int i = 0; i < count; i++) {
		left -= weights[i];
		if (left < 0)
			return i;
	}
	assert(!"the weights add up to more than their sum");
	return 0;
}
