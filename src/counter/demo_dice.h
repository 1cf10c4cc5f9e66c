/*
 * Dice of the demo shop: the same seed throws the same numbers on every machine (splitmix64).
 */
#ifndef RINGUP_COUNTER_DEMO_DICE_H
#define RINGUP_COUNTER_DEMO_DICE_H

#include <stdbool.h>
#include <stdint.h>

struct dice {
	uint64_t state;
};

uint64_t dice_next(struct dice *dice);
/* 0 .. sides - 1 */
int dice_throw(struct dice *dice, int sides);
/* low .. high, both included */
int dice_between(struct dice *dice, int low, int high);
bool dice_chance(struct dice *dice, int per_mille);
/* Index into weights, each as likely as its share of their sum. */
int dice_choose(struct dice *dice, const int weights[], int count);

#endif
