/*
 * Goal 4: from exec to a screen that takes keys, with a million items and a long journal, against
 * an ncurses program that says READY, and against a shop that has next to nothing.
 */
#include <config.h>

#include "bench.h"
#include "samples.h"
#include "shops.h"
#include "slave.h"

#define MANY 1000000
#define FEW 1000
#define SALES 100000

static int64_t
start_ringup(const struct bench *bench, const struct bench_shop *shop)
{
	int64_t started, ready;
	struct slave *slave = shop_start(bench, shop, &started);

	ready = slave_await(slave, SHOP_FIRST_SCREEN);
	slave_end(&slave); /* as at the end of a day: nothing to mend at the next start */
	return ready - started;
}

static int64_t
start_floor(const struct bench *bench)
{
	char *argv[] = { (char *)bench->floor_ncurses, NULL };
	int64_t started, ready;
	struct slave *slave = slave_start(argv, &started);

	ready = slave_await(slave, "READY");
	slave_stop(&slave);
	return ready - started;
}

bool
bench_start(const struct bench *bench)
{
	struct comparison hello = { .name = "from exec to the first screen",
		                    .mine_is = "ringup sell, 1,000,000 items, 100,000 sales",
		                    .floor_is = "ncurses floor",
		                    .limit_p50 = 3.0 };
	struct comparison sizes = {
		.name = "from exec to the first screen, much data against little",
		.mine_is = "1,000,000 items, 100,000 sales",
		.floor_is = "1,000 items, no sale",
		.limit_p50 = 1.1
	};
	int starts = bench->samples / 10 + 1;
	struct bench_shop many, few;

	shop_get(&many, bench, MANY, SALES, "");
	shop_get(&few, bench, FEW, 0, "");
	start_ringup(bench, &many);
	start_ringup(bench, &few);
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&hello);
		comparison_begin(&sizes);
		for (int i = 0; i < starts; i++) {
			int64_t took = start_ringup(bench, &many);

			samples_add(&hello.mine, took);
			samples_add(&sizes.mine, took);
			samples_add(&hello.floor, start_floor(bench));
			samples_add(&sizes.floor, start_ringup(bench, &few));
		}
		comparison_end(&hello);
		comparison_end(&sizes);
	}
	return comparison_print(&hello) & comparison_print(&sizes);
}
