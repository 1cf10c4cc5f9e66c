/*
 * A shop in a temporary folder, made as `ringup init` makes one.
 */
#ifndef RINGUP_TESTS_SHOP_FIXTURE_H
#define RINGUP_TESTS_SHOP_FIXTURE_H

#include <check.h>
#include <limits.h>

#include "ledger/journal.h"
#include "shop/items.h"
#include "shop/settings.h"
#include "shop/setup.h"
#include "shop/staff.h"

extern char shop_folder[PATH_MAX]; /* the shop itself; its parent is the test's own */
extern struct ledger *shop;
extern struct settings shop_settings;
extern struct err shop_err;

/* A shop of this country, open for writing without syncs.  No manager PIN: that takes long. */
void shop_begin_in(const char *country);
void shop_begin(void); /* in Germany; for tcase_add_checked_fixture() */
void shop_end(void);
void shop_reopen(enum ledger_mode mode);

/* RC_OK, or the test fails with the sentence. */
void shop_ok(enum outcome outcome);
/* This outcome, and a sentence that has this in it. */
void shop_refused(enum outcome outcome, enum outcome expected, const char *part);

/* 2026-11-22 10:00 +01:00, a second later at every call. */
struct when shop_now(void);
/* A header filled in; the kind comes from whoever writes it. */
struct entry shop_entry(void);
/* How many entries of this kind there are. */
int shop_count(enum entry_kind kind);
/* The newest of this kind; entry_done() it. */
struct entry shop_last(enum entry_kind kind);

/* An item with price, by hand. */
void shop_put_item(const char *number, const char *name, int64_t price_minor, int64_t plu,
                   const char *codes);
/* A path in the test's own folder, beside the shop; valid until the next call. */
const char *shop_beside(const char *name);
/* A file in the test's own folder, beside the shop; valid until the next call. */
const char *shop_file(const char *name, const char *text, size_t length);

#endif
