/*
 * Random shops and baskets as questions of `ringup quote`.
 */
#ifndef RINGUP_TESTS_RANDOM_H
#define RINGUP_TESTS_RANDOM_H

#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"

/* What a run looks at. */
struct mix {
	int promotions_max; /* 0 none */
	bool open_finds;    /* what the two are known to see differently, too */
	bool at_till;       /* a shop that a till can be set up as; its lines do not matter */
};

/* Adds one JSON object; the same seed gives the same one. */
void random_question(uint64_t seed, const struct mix *mix, struct buf *out);

/* random_offers.c */
struct shop_plan {
	int digits; /* of the currency */
	int item_count;
	const struct mix *mix;
};
void random_offers(const struct shop_plan *plan, int count, struct json_writer *writer);
/* "12.34" between nothing and so many units, with these decimals. */
void random_amount(char out[24], int units, int decimals);

#endif
