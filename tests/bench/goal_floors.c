/*
 * The floors by themselves: what the machine can do, and whether it holds still enough to measure.
 * The same program runs twice in turn; its ratio to itself should be 1.
 */
#include <config.h>

#include <stdio.h>

#include "bench.h"
#include "floor_commit.h"
#include "samples.h"
#include "slave.h"

#define SCAN "4006381333931\r"
#define SETTLE_US 1500
#define SALE_BYTES 1200 /* an entry of three lines, about */

static int64_t
floor_scan(struct slave *slave, int number)
{
	char text[32];
	int64_t took;

	snprintf(text, sizeof(text), "line %d.", number);
	took = slave_round_trip(slave, SCAN, text);
	slave_settle(slave, SETTLE_US);
	return took;
}

static bool
screen_against_itself(const struct bench *bench)
{
	struct comparison comparison = { .name = "a scan on the screen of the ncurses floor",
		                         .mine_is = "ncurses floor",
		                         .floor_is = "ncurses floor, again" };
	char *argv[] = { (char *)bench->floor_ncurses, NULL };
	struct slave *a = slave_start(argv, NULL), *b = slave_start(argv, NULL);
	int number = 0;

	slave_await(a, "READY");
	slave_await(b, "READY");
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples; i++) {
			number++;
			samples_add(&comparison.mine, floor_scan(a, number));
			samples_add(&comparison.floor, floor_scan(b, number));
		}
		comparison_end(&comparison);
	}
	slave_stop(&a);
	slave_stop(&b);
	return comparison_print(&comparison);
}

static bool
commit_against_itself(const struct bench *bench)
{
	struct comparison comparison = { .name = "a durable sale's floor",
		                         .mine_is = "bare commit and one block",
		                         .floor_is = "the same, again" };
	struct floor_commit *floor = floor_commit_open(bench->folder, SALE_BYTES);

	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples; i++) {
			int64_t began = now_ns(), middle;

			floor_commit_once(floor);
			middle = now_ns();
			floor_commit_once(floor);
			samples_add(&comparison.mine, middle - began);
			samples_add(&comparison.floor, now_ns() - middle);
		}
		comparison_end(&comparison);
	}
	floor_commit_close(&floor);
	return comparison_print(&comparison);
}

bool
bench_floors(const struct bench *bench)
{
	return screen_against_itself(bench) & commit_against_itself(bench);
}
