/*
 * A till in a temporary folder, and entries to feed it with.
 */
#ifndef RINGUP_TESTS_LEDGER_FIXTURE_H
#define RINGUP_TESTS_LEDGER_FIXTURE_H

#include <check.h>
#include <limits.h>

#include "ledger/journal.h"
#include "ledger/ledger.h"
#include "ledger/sales.h"
#include "ledger/shifts.h"

extern char fixture_folder[PATH_MAX];
extern unsigned char fixture_root[32];
extern struct ledger *fixture;
extern struct err fixture_err;

/* For tcase_add_checked_fixture(): a new till, open for writing without syncs; and its removal. */
void fixture_begin(void);
void fixture_end(void);
/* Opens it again, as the next start does. */
void fixture_reopen(enum ledger_mode mode);
/* RC_OK, or the test fails with the sentence. */
void fixture_ok(enum outcome outcome);
/* This outcome, and this sentence. */
void fixture_refused(enum outcome outcome, enum outcome expected, const char *sentence);

/* Chain, every signature, derived tables and pages: all is well, or the test fails. */
void fixture_verify(void);

/* Opening must fail like this. */
void fixture_refuses_to_open(enum ledger_mode mode, enum outcome expected, const char *sentence);

/* One of the till's files; holds until the next call. */
char *fixture_path(const char *name);
/* Copies one of them to another name. */
void fixture_copy(const char *from, const char *to);

/* The clock of these tests: 2026-11-22 10:00 +01:00, a second later at every call. */
struct when fixture_now(void);

/* An entry with its header filled in; facts are the caller's. */
struct entry fixture_entry(enum entry_kind kind);
/* Appends and frees; its number is given back. */
int64_t fixture_append(struct entry *entry);
enum outcome fixture_try(struct entry *entry);

int64_t fixture_open_shift(int64_t opening_float);
void fixture_close_shift(int64_t over_short);
int64_t fixture_z(void);

/* Sales: lines with 21 % tax included in department `department`. */
struct entry fixture_sale(void);
struct sale_line *fixture_line(struct entry *sale, const char *item, int64_t qty,
                               int64_t price_minor, int department);
struct sale_tender *fixture_tender(struct entry *sale, const char *kind, int64_t amount,
                                   int64_t change);
/* Adds up lines and taxes; pays the rest in cash if no tender is there. */
void fixture_finish(struct entry *sale);
/* A sale of three lines for 5.97, paid with 10.00. */
struct receipt_ref fixture_sell(void);

/* A whole little life: two days, sales, a return, a post-void, held money, a suspended basket, cash
 * movements, training, copies, settings; the till is open on the third day. */
void fixture_live(void);

/* Damage: runs SQL on ledger.db behind the till's back, without our triggers if they are in the
 * way. */
void fixture_sql(const char *sql);

#endif
