/*
 * Deriving everything again.
 */
#ifndef RINGUP_LEDGER_REBUILD_H
#define RINGUP_LEDGER_REBUILD_H

#include "ledger/db.h"

/* Drops the derived tables and derives them again, in one transaction. */
enum outcome rebuild_in_place(struct db *db, struct err *err);
/* Brings an older ledger to the present version and derives everything, in one transaction: a crash
 * leaves the older one. */
enum outcome rebuild_forward(struct db *db, struct err *err);
/* Derives into a scratch file and counts the rows that differ; what names the tables. */
enum outcome rebuild_compare(struct db *db, int64_t *differences, char what[static 300],
                             struct err *err);

#endif
