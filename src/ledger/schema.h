/*
 * The tables of a till's files, and how older files are brought forward.
 *
 *   journal   what happened; only added to, its triggers refuse anything else
 *   derived   worked out from the journal in the same transaction; `ringup rebuild` makes them anew
 *   primary   settings, people, what waits to be printed: changed with an entry beside them, and
 *             never touched by rebuild
 *
 * A migration is a step forward from the version before it; none is ever changed once released,
 * and none touches entries.
 */
#ifndef RINGUP_LEDGER_SCHEMA_H
#define RINGUP_LEDGER_SCHEMA_H

#include "ledger/db.h"

struct schema {
	int32_t application_id;         /* what kind of file it is */
	const char *const *const *migrations;   /* each a NULL-ended list of SQL; [0] makes version 1 */
	int version;                    /* number of migrations */
	const char *derived;            /* SQL of the derived tables, NULL none */
	const char *copy;               /* what is kept before a step forward: backup/COPY-VERSION.db */
};
extern const struct schema schema_ledger;

enum table_sort { TABLE_JOURNAL, TABLE_DERIVED, TABLE_PRIMARY, TABLE_SORTS };
const char *const *schema_tables(enum table_sort sort, size_t *count);

/* Is this file ours, and of which version (0 empty)?  RC_BROKEN it is something else, RC_REFUSED it
 * was made by a newer version. */
enum outcome schema_check(struct db *db, const struct schema *schema, int *version, struct err *err);
/* For who only reads: RC_REFUSED also an older version, RC_BROKEN also an empty file. */
enum outcome schema_check_present(struct db *db, const struct schema *schema, struct err *err);
/* Checks, and brings it to the present version, its derived tables empty; inside a transaction. */
enum outcome schema_forward(struct db *db, const struct schema *schema, struct err *err);
/* The same in a transaction of its own: of a new file, or one without derived tables. */
enum outcome schema_migrate(struct db *db, const struct schema *schema, struct err *err);

/* Makes the derived tables anew, empty: in a scratch file, or within a repair's transaction. */
enum outcome schema_renew_derived(struct db *db, struct err *err);

/* RC_BROKEN if the file's schema is not to the letter what the migrations make. */
enum outcome schema_verify(struct db *db, const struct schema *schema, struct err *err);

/*
 * Rows of an entry are found without an index: the entry's place is its till and number, a line's
 * or posting's key is the entry's place and its own number, and so on.
 */
#define PLACE_SEQS INT64_C(1000000000)          /* entries of a till */
#define PLACE_PARTS INT64_C(100000)             /* lines or postings of an entry */
#define SERIES_NUMBERS INT64_C(1000000000000)   /* receipts of a till's series */
#define SERIES_SHIFTS INT64_C(100000000)        /* shifts, Zs, suspended baskets of a till's series */

#define PLACE(till, seq) ((till) * PLACE_SEQS + (seq))
#define PLACE_TILL(place) ((int)((place) / PLACE_SEQS))
#define PLACE_SEQ(place) ((place) % PLACE_SEQS)
#define SERIES_KEY(till, series) ((int64_t)(till) * 2 + (series))
#define RECEIPT_KEY(till, series, number) (SERIES_KEY(till, series) * SERIES_NUMBERS + (number))
#define SHIFT_KEY(till, series, shift) (SERIES_KEY(till, series) * SERIES_SHIFTS + (shift))

#endif
