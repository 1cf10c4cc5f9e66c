/*
 * Shops to measure in: made once by the program itself (init, import, ring), kept in the bench's
 * folder, used again by the next run.
 */
#ifndef RINGUP_BENCH_SHOPS_H
#define RINGUP_BENCH_SHOPS_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "bench.h"
#include "slave.h"

struct bench_shop {
	char folder[PATH_MAX];
	int64_t items;
	const char *prefix; /* what its scanner puts before a scan; "" nothing */
};

/* With so many items, and so many sales in its journal; a shift is open, nobody is signed on.  With
 * a prefix, keys need not wait to see whether they are a scanner's. */
void shop_get(struct bench_shop *shop, const struct bench *bench, int64_t items, int64_t sales,
              const char *prefix);

/* The index-th item, modulo their number: what a scanner sends, and what the screen shows. */
#define SHOP_SCAN_MAX 24
#define SHOP_NAME_MAX 32
void shop_scan(const struct bench_shop *shop, int64_t index, char scan[static SHOP_SCAN_MAX],
               char name[static SHOP_NAME_MAX]);
int64_t shop_price_minor(const struct bench_shop *shop, int64_t index);

/* A file for import of so many items, in the order of their numbers or in none. */
void shop_write_items(const char *path, int64_t count, bool shuffled);
/* An empty shop made anew in folder, as "ringup init" does. */
void shop_make_empty(const struct bench *bench, const char *folder);

/* "ringup sell" of it, up to the screen that asks for a number; and signed on, ready. */
#define SHOP_FIRST_SCREEN "Your number"
struct slave *shop_start(const struct bench *bench, const struct bench_shop *shop,
                         int64_t *started_ns);
struct slave *shop_open(const struct bench *bench, const struct bench_shop *shop);
/* Total, this amount in cash ("" exactly); until the end of the sale is on the screen.  How long
 * the till took for the Total key and the Cash key; the digits between are typed as fingers do, and
 * not counted. */
int64_t shop_pay(struct slave *till, const char *amount_typed);

#endif
