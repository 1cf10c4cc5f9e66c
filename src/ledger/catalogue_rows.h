/*
 * Rows of a catalogue file written, read and removed: the same for catalogue.db and for one that is
 * being built.  Inside the ledger room.
 */
#ifndef RINGUP_LEDGER_CATALOGUE_ROWS_H
#define RINGUP_LEDGER_CATALOGUE_ROWS_H

#include "ledger/db.h"
#include "ledger/record.h"

/* In the order of record.c. */
#define ITEM_COLUMNS                                                                               \
	"number, plu, name, department, has_price, price, taxes, unit, cost, category, min_age,"   \
	" deposit_item, max_qty, reorder_level, zero_price_allowed, retired, codes,"      \
	" taxes_eat_in, taxes_take_away, content, content_unit, tare"

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
/* An item by its row, as it was set up. */
enum outcome rows_get_by_id(struct db *db, int64_t id, struct item_record *record, struct err *err);
/* Adds it or writes over the one with its key.  An item keeps its row, and its codes are these and no
 * others: one that was another item's becomes its own.  at_ms is when that was.  An item that is there
 * keeps the price it was set up with: rows_put_price() gives it another one. */
enum outcome rows_put(struct db *db, enum record_table table, const void *record, int64_t at_ms,
                      struct err *err);
enum outcome rows_remove(struct db *db, enum record_table table, const void *record, struct err *err);

/* The code that a row took from another item, if it did: gtin 0 it did not. */
struct code_taken {
	int64_t gtin, owner;
};

/* The two halves of rows_put() for items, for who knows what is there. */
enum outcome rows_add_item(struct db *db, const struct item_record *record, int64_t at_ms,
                           struct code_taken *taken, struct err *err);
enum outcome rows_change_item(struct db *db, int64_t id, const char *codes_before,
                              const struct item_record *record, int64_t at_ms,
                              struct code_taken *taken, struct err *err);

/* The price in effect at a moment, over the one the item was set up with. */
enum outcome rows_price_at(struct db *db, int64_t id, int64_t at_ms, struct item_row *row,
                           struct err *err);
enum outcome rows_put_price(struct db *db, int64_t id, int64_t from_ms, const struct item_row *row,
                            struct err *err);
static inline bool
same_price(const struct item_row *a, const struct item_row *b)
{
	return a->has_price == b->has_price && a->price.e4 == b->price.e4;
}

/* Codes as the text of a record, and back; false for what does not fit or was not written so. */
bool codes_text(const struct item_code_row rows[], size_t count, char out[static ITEM_CODES_TEXT]);
bool codes_parse(const char *text, struct item_code_row rows[], size_t room, size_t *count);
#define NAME_FOLDED_MAX 512

#endif
