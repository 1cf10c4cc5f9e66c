/*
 * Entries about the catalogue, carried out on it.  Inside the ledger room.
 */
#ifndef RINGUP_LEDGER_CATALOGUE_APPLY_H
#define RINGUP_LEDGER_CATALOGUE_APPLY_H

#include "base/buf.h"
#include "ledger/db.h"
#include "ledger/record.h"

/* A record as the text of an entry. */
void record_text(enum record_table table, const void *record, struct buf *out);

/* Writes what an ENTRY_RECORD says, and that it was taken in, in one transaction. */
enum outcome catalogue_apply(struct db *db, const struct entry *entry, struct err *err);

#endif
