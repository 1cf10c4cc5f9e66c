/*
 * Times, and the ratio of two kinds of them that were taken in turn.
 *
 *   unit    nanoseconds of the monotonic clock
 *   shape   rounds of pairs; each round gives its ratios, the middle round is the one quoted
 */
#ifndef RINGUP_BENCH_SAMPLES_H
#define RINGUP_BENCH_SAMPLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROUNDS_MAX 32

int64_t now_ns(void);

struct samples {
	int64_t *ns;
	size_t count, room;
};

void samples_add(struct samples *samples, int64_t ns);
double samples_us(struct samples *samples, int percent); /* sorts them */
void samples_clear(struct samples *samples);             /* keeps the room */
void samples_done(struct samples *samples);

/* What one goal compares: mine against floor.  A limit of 0 is none. */
struct comparison {
	const char *name, *mine_is, *floor_is;
	double limit_p50, limit_p99;
	struct samples mine, floor;
	int rounds;
	double mine_us[ROUNDS_MAX][3], floor_us[ROUNDS_MAX][3]; /* p50, p90, p99 */
	double steal[ROUNDS_MAX];
	struct {
		long long stolen, all;
	} before; /* /proc/stat when the round began */
};

void comparison_begin(struct comparison *comparison); /* a round */
void comparison_end(struct comparison *comparison);
/* Prints the table's rows; true if no limit is missed. */
bool comparison_print(struct comparison *comparison);
/* One figure against its limit, where there is no pair. */
bool figure_print(const char *name, double figure, const char *unit, double limit);

#endif
