/*
 * What the goals of docs/performance.md share: where the programs and the shops are.
 */
#ifndef RINGUP_BENCH_BENCH_H
#define RINGUP_BENCH_BENCH_H

#include <limits.h>
#include <stdbool.h>

struct bench {
	const char *ringup, *floor_ncurses; /* programs */
	char folder[PATH_MAX];              /* on a real disk; emptied by make clean */
	int rounds;
	int samples; /* of each kind in a round */
};

/* Each prints its comparisons; true if its goals are met. */
typedef bool goal_fn(const struct bench *bench);
goal_fn bench_floors, bench_sale, bench_scan, bench_start, bench_cash_sale, bench_burst, bench_search,
        bench_price, bench_import, bench_devices;

#endif
