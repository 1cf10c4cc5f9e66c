/*
 * Rows of a catalogue file written, read and removed: the same for catalogue.db and for one that is
 * being built.  Inside the ledger room.
 */
#ifndef RINGUP_LEDGER_CATALOGUE_ROWS_H
#define RINGUP_LEDGER_CATALOGUE_ROWS_H

#include "ledger/db.h"
#include "ledger/record.h"

extern const struct db_set catalogue_row_statements;
extern const struct db_set catalogue_statements;        /* catalogue.c */

/* Either is built last where many rows are written: numbers when all rows are new, PLUs when items
 * may change theirs with one another. */
#define CATALOGUE_PLU_INDEX "CREATE UNIQUE INDEX item_plu ON item(plu) WHERE plu <> 0;"
#define CATALOGUE_NUMBER_INDEX "CREATE UNIQUE INDEX item_number ON item(number);"

/* record is a struct item_record for items.  The row with the key of record, into record; RC_NOT_FOUND
 * leaves it.  *id (may be NULL) is an item's row. */
enum outcome rows_get(struct db *db, enum record_table table, void *record, int64_t *id,
                      struct err *err);
/* Adds it or writes over the one with its key.  An item keeps its row, and its codes are these and no
 * others: one that was another item's becomes its own. */
enum outcome rows_put(struct db *db, enum record_table table, const void *record, struct err *err);
enum outcome rows_remove(struct db *db, enum record_table table, const void *record, struct err *err);

/* The two halves of rows_put() for items, for who knows what is there.  codes_are_new: no item has any of
 * them. */
enum outcome rows_add_item(struct db *db, const struct item_record *record, bool codes_are_new,
                           struct err *err);
enum outcome rows_change_item(struct db *db, int64_t id, const char *codes_before,
                              const struct item_record *record, struct err *err);

/* Codes as the text of a record, and back; false for what does not fit or was not written so. */
bool codes_text(const struct item_code_row rows[], size_t count, char out[static ITEM_CODES_TEXT]);
bool codes_parse(const char *text, struct item_code_row rows[], size_t room, size_t *count);
#define NAME_FOLDED_MAX 512

#endif
