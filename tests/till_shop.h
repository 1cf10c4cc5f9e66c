/*
 * A small shop for tests of the till: four people, a dozen items, and a clock that stands still
 * until it is told otherwise.
 *
 *   staff   1 Anna manager 471147, 2 Bert supervisor 222222, 3 Cleo cashier 3333, 4 Dora cashier
 * 4444 items   1 Cola 1.49 (deposit 0.25, GTIN 4006381333931), 2 Oat drink 1.99 (GTIN
 * 4012345678901, six of them 4012345678918), 3 Bananas 1.99 a kg, 4 Coffee 12.50, 5 Zip repair (no
 * price), 6 Whisky 24.90 (from 18 on), 7 Chocolate 1.00 (3 for 2), 8 Screw 0.125, 102 Onions 0.80,
 *           900 Deposit 0.25
 *   PLUs    101 Cola, 102 Oat drink (102 is the onions' number too), 4011 Bananas
 *   rooms   departments 1 food (tax B), 2 household (A, 0.50 to 100.00), 3 drinks (A), 7 spirits
 * (A, 18), 9 deposits (A)
 */
#ifndef RINGUP_TESTS_TILL_SHOP_H
#define RINGUP_TESTS_TILL_SHOP_H

#include <limits.h>

#include "checkout/till.h"

struct till_shop {
	char folder[PATH_MAX]; /* made by mkdtemp, removed by shop_remove() */
	struct ledger *ledger;
	struct settings settings;
	struct name_index *names;
	struct till *till;
	struct when now;
	bool slow; /* with syncs, as a till runs; counts from the next shop_open() */
	int64_t (*monotonic_ms)(void); /* the till's port; the same */
	bool demo;
	bool training;
	bool pin_later; /* PINs are answered by shop_pin_comes() only */
	char *pin_request;

	struct answer answer; /* of the last command */
	struct err err;
};

/* Everything of it, till locked.  A failure in here ends the test. */
void shop_make(struct till_shop *shop, const char *country);
/* The same, where the manager has this PIN ("" none yet). */
void shop_make_with(struct till_shop *shop, const char *country, const char *manager_pin);
void shop_remove(struct till_shop *shop);
/* As kill -9 and a new start: nothing is settled before. */
void shop_restart(struct till_shop *shop);
void shop_close(struct till_shop *shop);
void shop_open(struct till_shop *shop);

/* "2026-11-22 10:00", in the shop's time, one hour ahead of UTC. */
void shop_clock(struct till_shop *shop, const char *text);

/* One line of a script. */
enum outcome shop_do(struct till_shop *shop, const char *line);
/* The same, which must succeed. */
void shop_must(struct till_shop *shop, const char *line);
enum outcome shop_pin_comes(struct till_shop *shop);
struct till_view shop_view(const struct till_shop *shop);
/* A member of the last answer as text, or NULL. */
const char *shop_member(struct till_shop *shop, const char *key, char out[static 1024]);
/* Signs on the cashier and opens a shift with 100.00. */
void shop_begin_day(struct till_shop *shop);

/* Verify finds nothing and rebuild no difference.  Closes the ledger for it and opens it again. */
void shop_must_hold(struct till_shop *shop);

#endif
