/*
 * The demo shop as it was on a Tuesday at 09:30 (the clock stands still), for tests that look at
 * screens: made once a program, and each test gets a copy of its own.
 */
#ifndef RINGUP_TESTS_SCREENS_SHOP_H
#define RINGUP_TESTS_SCREENS_SHOP_H

#include "harness.h"

#define SHOP_NOW "1795512600" /* 2026-11-24 09:30 UTC */

/* In main(), around the suite; shop_prepare() ends the program if it fails. */
void shop_prepare(void);
/* Before it: the program as it is shipped, and the time it is. */
void shop_as_shipped(void);
/* After it, for all copies. */
void shop_set(const char *setting, const char *value);
/* Its scanner is known by a prefix, so that no key waits for being part of a scan: for tests that
 * type much and scan nothing. */
void shop_without_waiting(void);
void shop_forget(void);

/* Fixtures of each test. */
void shop_copy(void);
void shop_remove(void);
const char *shop_folder(void);

/* The till, signed on, with a shift open.  language NULL is English. */
struct harness *shop_open(const char *language);
struct harness *shop_open_as(const struct harness_options *options);
/* The same, and nothing is waited for. */
struct harness *shop_begin(const struct harness_options *options);
/* A folder without a shop: the first run. */
struct harness *shop_open_empty(const char *language);
/* Number of the last entry in the journal; the till may be open. */
long shop_last_entry(void);

#endif
