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

/* Built last where many rows are written. */
#define CATALOGUE_PLU_INDEX "CREATE UNIQUE INDEX item_plu ON item(plu) WHERE plu <> 0;"
#define CATALOGUE_INDEXES \
	"CREATE UNIQUE INDEX item_number ON item(number);" CATALOGUE_PLU_INDEX \
	"CREATE INDEX code_item ON code(item);"
#define CATALOGUE_DROP_INDEXES "DROP INDEX item_number; DROP INDEX item_plu; DROP INDEX code_item;"

/* The row with the key of record, into record; RC_NOT_FOUND leaves it.  *id (may be NULL) is an
 * item's row. */
enum outcome rows_get(struct db *db, enum record_table table, void *record, int64_t *id,
                      struct err *err);
/* Adds it or writes over the one with its key; items keep their row. */
enum outcome rows_put(struct db *db, enum record_table table, const void *record, struct err *err);
enum outcome rows_remove(struct db *db, enum record_table table, const void *record, struct err *err);

/* The two halves of rows_put() for items, where the caller knows the row. */
enum outcome rows_add_item(struct db *db, const struct item_row *item, int64_t *id, struct err *err);
enum outcome rows_change_item(struct db *db, int64_t id, const struct item_row *item, struct err *err);

enum outcome rows_codes(struct db *db, int64_t item, struct item_code_row rows[], size_t room,
                        size_t *count, struct err *err);
/* The item's codes are these and no others; a code of another item becomes this one's. */
enum outcome rows_put_codes(struct db *db, int64_t item, const struct item_code_row rows[], size_t count,
                            struct err *err);
enum outcome rows_add_code(struct db *db, int64_t item, const struct item_code_row *row, struct err *err);

/* Codes as one text, as they stand in imports and entries: "4006381333931 4006381333948*6". */
void codes_text(const struct item_code_row rows[], size_t count, struct buf *buf);
/* Backwards; false for what it did not write. */
bool codes_parse(const char *text, struct item_code_row rows[], size_t room, size_t *count);
#define NAME_FOLDED_MAX 512

#endif
