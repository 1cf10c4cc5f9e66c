/*
 * Many new items into a catalogue that has none: gathered here, and written by few statements that
 * read them as a table.  Inside the ledger room, for catalogue_build.
 *
 *   own     bulk_new() gives, bulk_free() takes back; what was added is written by bulk_write()
 *   rule    no two items have the same number; of a code that two have the last one keeps it
 */
#ifndef RINGUP_LEDGER_CATALOGUE_BULK_H
#define RINGUP_LEDGER_CATALOGUE_BULK_H

#include "ledger/db.h"
#include "ledger/record.h"

struct bulk;

/* at_ms: when they all were changed. */
enum outcome bulk_new(struct bulk **bulk, struct db *db, int64_t at_ms, struct err *err);
void bulk_free(struct bulk **bulk);

enum outcome bulk_add(struct bulk *bulk, const struct item_row *row,
                      const struct item_code_row codes[], size_t code_count, struct err *err);
/* Everything that was added, codes too; afterwards the tables can be asked. */
enum outcome bulk_write(struct bulk *bulk, struct err *err);

#endif
