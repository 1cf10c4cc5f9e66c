/*
 * What importing items is made of.  Inside the shop room.
 */
#ifndef RINGUP_SHOP_IMPORT_H
#define RINGUP_SHOP_IMPORT_H

#include "base/csv.h"
#include "shop/exchange.h"
#include "shop/items.h"

/* ---- numbers seen before in the file, each with the line it stood in ---- */

struct seen_number { int64_t number; uint32_t line; };
struct seen {
	struct seen_number *run;        /* numbers that came in their order */
	size_t run_count, run_room;
	uint64_t *keys;
	uint32_t *lines;
	size_t count, room;
	uint64_t seed;                  /* drawn, so that no file can be made to collide */
};
/* The line it stood in before; 0: it is new, and is remembered. */
int64_t seen_add(struct seen *seen, const char *text, int64_t line);
int64_t seen_add_number(struct seen *seen, int64_t number, int64_t line);
/* Without remembering. */
int64_t seen_find(const struct seen *seen, const char *text);
void seen_done(struct seen *seen);

/* ---- columns ---- */

enum import_column {
	COL_NUMBER, COL_PLU, COL_NAME, COL_GTINS, COL_DEPARTMENT, COL_PRICE, COL_TAXES, COL_UNIT, COL_COST,
	COL_CATEGORY, COL_MIN_AGE, COL_DEPOSIT_ITEM, COL_REORDER_LEVEL, COL_MAX_QUANTITY, COL_ZERO_PRICE,
	COL_RETIRED, COL_TAXES_EAT_IN, COL_TAXES_TAKE_AWAY, COL_CONTENT, COL_CONTENT_UNIT, COL_TARE, IMPORT_COLUMNS
};

const char *import_column_name(enum import_column column);

/* What rows are checked against. */
struct import_shop {
	struct settings settings;
	struct department_row departments[999];
	size_t department_count;
	struct tax_row taxes[64];
	size_t tax_count;
};

struct import_row {
	struct item_row item;
	struct item_code_row codes[ITEM_CODES_MAX];
	size_t code_count;
};

/* Field of each column, -1 it is not in the file.  RC_REFUSED names a column that is unknown, there
 * twice, or missing. */
enum outcome import_columns(const struct csv *csv, int fields[static IMPORT_COLUMNS], struct err *err);

/* The number of a row's item: its own, or its first GTIN. */
enum outcome import_number(const int fields[static IMPORT_COLUMNS], const char *const values[],
                           char out[static ITEM_NUMBER_MAX], struct err *err);
/* Fills in what the file says over what row->item holds; each fault is a row of the report, and names column and
 * value. */
void import_fields(const struct import_shop *shop, const int fields[static IMPORT_COLUMNS],
                   const char *const values[], const struct import_options *options,
                   struct import_row *row, struct import_report *report, int64_t line);

#endif
