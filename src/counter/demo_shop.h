/*
 * The demo shop's set-up: data/demo/ turned into a till's folder, and its goods as the history and
 * the dice need them.
 */
#ifndef RINGUP_COUNTER_DEMO_SHOP_H
#define RINGUP_COUNTER_DEMO_SHOP_H

#include "ledger/ledger.h"
#include "counter/demo.h"

#define DEMO_DEPARTMENTS_MAX 32

/* One thing on the shelves, with what a shopper does with it. */
struct demo_good {
	char code[CODE_MAX]; /* what is scanned or typed */
	bool scanned;        /* code is a trade number */
	bool weighed;
	bool priced;
	int min_age;
};

/* A department, its goods in the order of the file: the first sell best. */
struct demo_shelf {
	int department;
	int share; /* of all lines rung, in thousandths */
	struct demo_good *goods;
	int good_count;
};

struct demo_goods {
	struct demo_shelf shelves[DEMO_DEPARTMENTS_MAX];
	int shelf_count;
};

enum outcome demo_goods_read(struct demo_goods *goods, struct err *err);
void demo_goods_done(struct demo_goods *goods);

/* Makes the till in an empty folder: settings, departments, items, presets, promotion, staff. */
enum outcome demo_shop_make(const char *folder, struct when at, struct err *err);

#endif
