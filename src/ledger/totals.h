/*
 * Figures: the postings of each entry, and their sums per shift, which are all that reports read.
 */
#ifndef RINGUP_LEDGER_TOTALS_H
#define RINGUP_LEDGER_TOTALS_H

#include "ledger/db.h"
#include "ledger/postings.h"
#include "ledger/schema.h"

extern const struct db_set totals_statements;

/* Adds an entry's figures to its shift, and its postings under its place. */
enum outcome totals_post(struct db *db, int64_t place, int64_t shift_key,
                         const struct total figures[], size_t count, struct err *err);
/* Sums over the shifts first..last of a till's series, sorted.  Caller frees *totals. */
enum outcome totals_read(struct db *db, int till, enum series series, int64_t first, int64_t last,
                         struct total **totals, size_t *count, struct err *err);
/* The sum of one account over all its keys in a shift: "cash" is what the drawer should hold. */
enum outcome totals_sum(struct db *db, int64_t shift_key, const char *account, struct money *sum,
                        struct err *err);
/* Do two sorted lists say the same? */
bool totals_same(const struct total a[], size_t a_count, const struct total b[], size_t b_count);

#endif
