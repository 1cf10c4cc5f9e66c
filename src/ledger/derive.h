/*
 * From an entry to the derived tables: one function per kind, called in the entry's transaction
 * with what was decoded from the stored text, and by rebuild with the same, so the two cannot
 * differ.  Nothing here reads the journal, a clock or a primary table.
 *
 * The functions are also where an entry is refused that cannot be: more returned than was bought,
 * a Z with an open shift, figures that are not those of the tables.
 */
#ifndef RINGUP_LEDGER_DERIVE_H
#define RINGUP_LEDGER_DERIVE_H

#include "ledger/db.h"
#include "ledger/facts.h"

/* Makes known all statements that deriving needs. */
void derive_add_sets(struct db *db);
/* RC_REFUSED it cannot be; the transaction must then be rolled back. */
enum outcome derive_entry(struct db *db, const struct entry *entry, struct err *err);

/* The number by which an id (16 bytes as hex) is found in the table identity. */
int64_t identity_of(const char *id);

#endif
