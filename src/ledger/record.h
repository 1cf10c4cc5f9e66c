/*
 * One record of the catalogue three ways: a struct (catalogue.h), a row of catalogue.db, and a JSON
 * object in an entry.  One table of columns per kind of record; all three read it.
 *
 *   rule    columns stand in the order of the SELECTs and INSERTs of catalogue.c; in JSON a column
 *           that is 0 or "" is left out
 */
#ifndef RINGUP_LEDGER_RECORD_H
#define RINGUP_LEDGER_RECORD_H

#include <sqlite3.h>

#include "base/buf.h"
#include "base/gtin.h"
#include "base/json.h"
#include "ledger/catalogue.h"

enum column_type { COLUMN_TEXT, COLUMN_INT, COLUMN_INT64, COLUMN_BOOL };

struct column {
	const char *name;
	enum column_type type;
	size_t offset, size;
};

enum record_table {
	RECORD_ITEM,
	RECORD_DEPARTMENT,
	RECORD_TAX,
	RECORD_PRESET,
	RECORD_TENDER,
	RECORD_PROMOTION,
	RECORD_PRICE,
	RECORD_MARKDOWN,
	RECORD_TABLES
};

struct record_kind {
	const char *table;              /* as in SQL and in entries */
	size_t size;                    /* of the struct */
	const struct column *columns;
	int count;
	int key_count;                  /* the first columns are its key */
};

/* An item with all its codes, as they stand in imports and entries: "4006381333931 4006381333948*6". */
#define ITEM_CODES_TEXT 1600
struct item_record {
	struct item_row item;
	char codes[ITEM_CODES_TEXT];
};

/* Any of them, to have room for one. */
union record {
	struct item_record item;
	struct department_row department;
	struct tax_row tax;
	struct preset_row preset;
	struct tender_row tender;
	struct promotion_row promotion;
	struct price_row price;
	struct markdown_row markdown;
};

#define ITEM_COLUMN_COUNT 22

const struct record_kind *record_kind(enum record_table table);
/* A column that is no text. */
int64_t record_number(const struct column *column, const void *record);
/* By the name in an entry; RECORD_TABLES if there is none such. */
enum record_table record_table_named(const char *name);

/* Binds the columns to parameters 1, 2, 3 ...; texts are borrowed until the statement is used again. */
void record_bind(enum record_table table, sqlite3_stmt *statement, const void *record);
void record_bind_key(enum record_table table, sqlite3_stmt *statement, const void *record);
/* Fills in the struct from columns first, first + 1, ... of a row. */
void record_read(enum record_table table, sqlite3_stmt *statement, int first, void *record);

/* Members of an open object. */
void record_encode(enum record_table table, const void *record, struct json_writer *writer);
/* RC_BROKEN names a member that is missing its sense; members of no column are passed over. */
enum outcome record_decode(enum record_table table, const struct json_node *object, void *record,
                           struct err *err);

bool record_equal(enum record_table table, const void *a, const void *b);

/* What tells records of a table apart, as it stands in entries: "4711", "A", "A@20260401". */
void record_key(enum record_table table, const void *record, char out[static CODE_MAX]);
/* The other way round: a record that is empty but for its key.  False: no such key can be. */
bool record_key_parse(enum record_table table, const char *key, void *record);

#endif
