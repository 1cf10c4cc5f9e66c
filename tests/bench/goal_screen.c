/*
 * Goals 2, 3, 5 and 6: from the scanner's bytes to the screen, scan by scan beside the ncurses
 * floor; a whole cash sale; and a thousand scans at once.
 */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "floor_commit.h"
#include "samples.h"
#include "shops.h"
#include "slave.h"

#define MANY 1000000
#define FEW 1000
#define SALES 100000
#define LINES 10 /* scans before a sale is paid, outside the measurement */
#define SETTLE_US 1500
#define REST_US 20000 /* hands are not faster, and a busy disk's sync is over */
#define WARM_UP 30
#define ENTRY_BYTES 1200
#define BURST 1000

/* One of the two programs compared, and how many scans it has had. */
struct side {
	struct slave *slave;
	const struct bench_shop *shop; /* NULL: the ncurses floor */
	int64_t scans;
};

static int64_t
scan_one(struct side *side, int settle_us)
{
	char scan[SHOP_SCAN_MAX] = "4006381333931\r", text[SHOP_NAME_MAX];
	int64_t took;

	side->scans++;
	if (side->shop)
		shop_scan(side->shop, side->scans, scan, text);
	else
		snprintf(text, sizeof(text), "line %" PRId64 ".", side->scans);
	took = slave_round_trip(side->slave, scan, text);
	if (settle_us)
		slave_settle(side->slave, settle_us);
	return took;
}

static void
pay_sometimes(struct side *side)
{
	if (!side->shop || side->scans % LINES != 0)
		return;
	shop_pay(side->slave, "");
	slave_settle(side->slave, SETTLE_US);
}

/* Scans in turn, A B A B. */
static bool
compare_scans(const struct bench *bench, struct comparison *comparison, struct side *mine,
              struct side *floor, int settle_us)
{
	for (int i = 0; i < WARM_UP; i++) {
		scan_one(mine, SETTLE_US);
		pay_sometimes(mine);
		scan_one(floor, SETTLE_US);
		pay_sometimes(floor);
	}
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(comparison);
		for (int i = 0; i < bench->samples; i++) {
			samples_add(&comparison->mine, scan_one(mine, settle_us));
			pay_sometimes(mine);
			samples_add(&comparison->floor, scan_one(floor, settle_us));
			pay_sometimes(floor);
		}
		comparison_end(comparison);
	}
	return comparison_print(comparison);
}

static struct slave *
start_floor(const struct bench *bench)
{
	char *argv[] = { (char *)bench->floor_ncurses, NULL };
	struct slave *slave = slave_start(argv, NULL);

	slave_await(slave, "READY");
	return slave;
}

bool
bench_scan(const struct bench *bench)
{
	struct comparison drawn = { .name = "scan to screen, 1,000,000 items",
		                    .mine_is = "ringup sell",
		                    .floor_is = "ncurses floor",
		                    .limit_p50 = 1.5,
		                    .limit_p99 = 1.6 };
	struct comparison pressed = {
		.name = "the same, each scan as soon as the last is drawn: its sync "
		        "is waited for",
		.mine_is = "ringup sell",
		.floor_is = "ncurses floor",
		.limit_p50 = 3.2
	};
	struct comparison sizes = { .name = "scan to screen, many items against few",
		                    .mine_is = "1,000,000 items",
		                    .floor_is = "1,000 items",
		                    .limit_p50 = 1.1 };
	struct bench_shop many, few;
	struct side mine = { .shop = &many }, small = { .shop = &few }, floor = { 0 };
	bool met;

	shop_get(&many, bench, MANY, SALES, "");
	shop_get(&few, bench, FEW, 0, "");
	mine.slave = shop_open(bench, &many);
	small.slave = shop_open(bench, &few);
	floor.slave = start_floor(bench);
	met = compare_scans(bench, &drawn, &mine, &floor, REST_US);
	slave_bytes(mine.slave);
	met &= compare_scans(bench, &pressed, &mine, &floor, 0);
	met &= compare_scans(bench, &sizes, &mine, &small, REST_US);
	slave_stop(&mine.slave);
	slave_stop(&small.slave);
	slave_stop(&floor.slave);
	return met;
}

/* ---- a whole sale ---- */

static int64_t
whole_sale(struct side *side)
{
	int64_t took = 0;

	for (int i = 0; i < 3; i++)
		took += scan_one(side, REST_US);
	took += shop_pay(side->slave, "5000");
	slave_settle(side->slave, REST_US);
	return took;
}

static int64_t
whole_floor(struct side *side, struct floor_commit *commit)
{
	int64_t took = 0, began;

	for (int i = 0; i < 4; i++)
		took += scan_one(side, REST_US);
	began = now_ns();
	floor_commit_once(commit);
	return took + now_ns() - began;
}

static bool
compare_sales(const struct bench *bench, struct comparison *comparison, const char *prefix)
{
	struct floor_commit *commit = floor_commit_open(bench->folder, ENTRY_BYTES);
	struct bench_shop shop;
	struct side mine = { .shop = &shop }, floor = { 0 };
	int sales = bench->samples / 3 + 1;

	shop_get(&shop, bench, MANY, SALES, prefix);
	mine.slave = shop_open(bench, &shop);
	floor.slave = start_floor(bench);
	whole_sale(&mine);
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(comparison);
		for (int i = 0; i < sales; i++) {
			samples_add(&comparison->mine, whole_sale(&mine));
			samples_add(&comparison->floor, whole_floor(&floor, commit));
		}
		comparison_end(comparison);
	}
	slave_stop(&mine.slave);
	slave_stop(&floor.slave);
	floor_commit_close(&commit);
	return comparison_print(comparison);
}

bool
bench_cash_sale(const struct bench *bench)
{
	struct comparison known = {
		.name = "a whole cash sale: three scans, Total, amount, Cash; the "
		        "scanner has a prefix",
		.mine_is = "ringup sell, until CHANGE is shown",
		.floor_is = "four floor round trips and a bare commit",
		.limit_p50 = 1.6
	};
	struct comparison guessed = {
		.name = "the same; scans are known by their speed",
		.mine_is = "ringup sell, until CHANGE is shown",
		.floor_is = "four floor round trips and a bare commit",
		.limit_p50 = 1.6
	};

	return compare_sales(bench, &known, "#") & compare_sales(bench, &guessed, "");
}

/* ---- a thousand at once ---- */

/* The thousand scans as a scanner's memory sends them; the last one's name, and what is due. */
static size_t
fill_burst(const struct bench_shop *shop, char *bytes, char last[static SHOP_NAME_MAX],
           int64_t *total_minor)
{
	size_t length = 0;

	*total_minor = 0;
	for (int i = 0; i < BURST; i++) {
		char scan[SHOP_SCAN_MAX];

		shop_scan(shop, i, scan, last);
		*total_minor += shop_price_minor(shop, i);
		strcpy(bytes + length, scan);
		length += strlen(scan);
	}
	return length;
}

bool
bench_burst(const struct bench *bench)
{
	static char bytes[BURST * SHOP_SCAN_MAX];
	struct bench_shop shop;
	char last[SHOP_NAME_MAX], due[32];
	int64_t total_minor, took;
	struct slave *till;
	size_t length;

	shop_get(&shop, bench, MANY, SALES, "");
	length = fill_burst(&shop, bytes, last, &total_minor);
	till = shop_open(bench, &shop);
	took = slave_burst(till, bytes, length, last);
	slave_settle(till, 100000);
	snprintf(due, sizeof(due), "%" PRId64 ".%03" PRId64 ",%02" PRId64, total_minor / 100000,
	         total_minor / 100 % 1000, total_minor % 100);
	slave_await(till, due); /* none lost, none twice: the sum says so */
	printf("%d scans queued at once: %.0f a second, all of them due: %s\n", BURST,
	       BURST / ((double)took / 1e9), due);
	shop_pay(till, "");
	slave_stop(&till);
	return figure_print("milliseconds for a thousand queued scans", (double)took / 1e6, " ms",
	                    200);
}
