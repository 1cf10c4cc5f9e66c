/*
 * A million rows written by as many INSERTs spend half of their time in binding parameters and in
 * beginning and ending statements.  So items are gathered, some hundred at a time, and one INSERT
 * ... SELECT reads them from a table that SQLite sees and that is these arrays.  A column that is
 * empty in all rows so far stands in that SELECT as a constant.  The codes of all items are kept to
 * the end, sorted, and written in the order of their keys: then every row goes to the end of the
 * table, whatever the order of the file.
 */
#include <config.h>

#include "ledger/catalogue_bulk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/catalogue_rows.h"

#define BATCH 256 /* rows: with their texts they stay in the processor's cache */
#define CELLS (ITEM_COLUMN_COUNT + 1)
#define FOLDED ITEM_COLUMN_COUNT

/* A number, or where a text begins in the batch's texts. */
union cell {
	int64_t number;
	struct {
		uint32_t at, length;
	} text;
};

struct code {
	int64_t gtin;
	uint32_t item, pack;
};

struct bulk {
	struct db *db;
	int64_t at_ms;
	const struct column *columns;
	bool is_text[CELLS];
	/* the batch */
	union cell (*cells)[CELLS];
	size_t count;
	struct buf texts;
	bool used[CELLS];     /* by any row so far */
	sqlite3_stmt *insert; /* for these columns */
	/* all of them */
	int64_t items; /* written or in the batch: the last one's row */
	struct code *codes;
	size_t code_count, code_room, codes_written;
};

/* ---- what SQLite sees as tables ---- */

struct rows {
	sqlite3_vtab base;
	struct bulk *bulk;
	bool are_codes;
};

struct cursor {
	sqlite3_vtab_cursor base;
	size_t at;
};

static const struct bulk *
bulk_of(const sqlite3_vtab_cursor *cursor)
{
	return ((const struct rows *)cursor->pVtab)->bulk;
}

static int
connect_to(sqlite3 *sqlite, sqlite3_vtab **table, bool are_codes, const char *sql,
           struct bulk *bulk)
{
	struct rows *rows = sqlite3_malloc(sizeof(*rows));
	if (!rows)
		return SQLITE_NOMEM;
	*rows = (struct rows){ .bulk = bulk, .are_codes = are_codes };
	*table = &rows->base;
	return sqlite3_declare_vtab(sqlite, sql);
}

static int
connect_items(sqlite3 *sqlite, void *bulk, int argc, const char *const *argv, sqlite3_vtab **table,
              char **why)
{
	(void)argc, (void)argv, (void)why;
	return connect_to(sqlite, table, false, "CREATE TABLE rows(" ITEM_COLUMNS ", folded)",
	                  bulk);
}

static int
connect_codes(sqlite3 *sqlite, void *bulk, int argc, const char *const *argv, sqlite3_vtab **table,
              char **why)
{
	(void)argc, (void)argv, (void)why;
	return connect_to(sqlite, table, true, "CREATE TABLE rows(gtin, item, pack)", bulk);
}

static int
disconnect(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* There is one way through: from the first to the last. */
static int
best_index(sqlite3_vtab *table, sqlite3_index_info *plan)
{
	(void)table;
	plan->estimatedCost = BATCH;
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **cursor)
{
	struct cursor *opened = sqlite3_malloc(sizeof(*opened));
	(void)table;
	if (!opened)
		return SQLITE_NOMEM;
	*opened = (struct cursor){ .at = 0 };
	*cursor = &opened->base;
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *cursor)
{
	sqlite3_free(cursor);
	return SQLITE_OK;
}

static int
rewind_cursor(sqlite3_vtab_cursor *cursor, int plan, const char *plan_text, int argc,
              sqlite3_value **argv)
{
	(void)plan, (void)plan_text, (void)argc, (void)argv;
	((struct cursor *)cursor)->at = 0;
	return SQLITE_OK;
}

static int
next(sqlite3_vtab_cursor *cursor)
{
	((struct cursor *)cursor)->at++;
	return SQLITE_OK;
}

static int
at_end(sqlite3_vtab_cursor *cursor)
{
	const struct rows *rows = (const struct rows *)cursor->pVtab;
	size_t count = rows->are_codes ? rows->bulk->code_count : rows->bulk->count;
	return ((struct cursor *)cursor)->at >= count;
}

static int
item_cell(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column)
{
	const struct bulk *bulk = bulk_of(cursor);
	const union cell *cell = &bulk->cells[((struct cursor *)cursor)->at][column];
	if (bulk->is_text[column])
		sqlite3_result_text(out, bulk->texts.text + cell->text.at, (int)cell->text.length,
		                    SQLITE_STATIC);
	else
		sqlite3_result_int64(out, cell->number);
	return SQLITE_OK;
}

static int
code_cell(sqlite3_vtab_cursor *cursor, sqlite3_context *out, int column)
{
	const struct code *code = &bulk_of(cursor)->codes[((struct cursor *)cursor)->at];
	sqlite3_result_int64(out, column == 0 ? code->gtin : column == 1 ? code->item : code->pack);
	return SQLITE_OK;
}

static int
row_number(sqlite3_vtab_cursor *cursor, sqlite3_int64 *number)
{
	*number = (sqlite3_int64)((struct cursor *)cursor)->at;
	return SQLITE_OK;
}

#define MODULE(connect, cell)                                                                      \
	{                                                                                          \
		.xConnect = connect, .xBestIndex = best_index, .xDisconnect = disconnect,          \
		.xOpen = open_cursor, .xClose = close_cursor, .xFilter = rewind_cursor,            \
		.xNext = next, .xEof = at_end, .xColumn = cell, .xRowid = row_number,              \
	}
static const sqlite3_module items_module = MODULE(connect_items, item_cell);
static const sqlite3_module codes_module = MODULE(connect_codes, code_cell);

/* ---- writing ---- */

static enum outcome
prepare_insert(struct bulk *bulk, struct err *err)
{
	struct buf sql = { 0 };
	enum outcome outcome = RC_OK;
	buf_add(&sql, "INSERT INTO item(" ITEM_COLUMNS ", folded, changed) SELECT ");
	for (int i = 0; i < CELLS; i++) {
		if (bulk->used[i])
			buf_add(&sql, i == FOLDED ? "folded" : bulk->columns[i].name);
		else
			buf_add(&sql, bulk->is_text[i] ? "''" : "0");
		buf_add(&sql, ", ");
	}
	buf_format(&sql, "%lld FROM bulk_items", (long long)bulk->at_ms);
	int code = sqlite3_prepare_v2(db_handle(bulk->db), sql.text, -1, &bulk->insert, NULL);
	if (code != SQLITE_OK)
		outcome = db_trouble(bulk->db, code, sql.text, err);
	buf_done(&sql);
	return outcome;
}

static enum outcome
write_batch(struct bulk *bulk, struct err *err)
{
	enum outcome outcome = RC_OK;
	if (!bulk->count)
		return RC_OK;
	if (!bulk->insert)
		outcome = prepare_insert(bulk, err);
	if (!outcome)
		outcome = db_run(bulk->db, bulk->insert, err);
	bulk->count = 0;
	buf_clear(&bulk->texts);
	return outcome;
}

static int
by_gtin(const void *a, const void *b)
{
	const struct code *left = a, *right = b;
	if (left->gtin != right->gtin)
		return left->gtin < right->gtin ? -1 : 1;
	return left->item < right->item ? -1 : left->item > right->item;
}

static void
sort_codes(struct bulk *bulk)
{
	size_t i = 1;
	while (i < bulk->code_count && by_gtin(&bulk->codes[i - 1], &bulk->codes[i]) <= 0)
		i++;
	if (i < bulk->code_count)
		qsort(bulk->codes, bulk->code_count, sizeof(*bulk->codes), by_gtin);
}

enum outcome
bulk_write(struct bulk *bulk, struct err *err)
{
	enum outcome outcome = write_batch(bulk, err);
	if (outcome || bulk->codes_written == bulk->code_count)
		return outcome;
	bulk->codes_written = bulk->code_count;
	sort_codes(bulk);
	return db_script(bulk->db,
	                 "INSERT OR REPLACE INTO code(gtin, item, pack)"
	                 " SELECT gtin, item, pack FROM bulk_codes",
	                 err);
}

/* ---- gathering ---- */

/* The first row that has something there: the SELECT must read it from now on. */
static void
use_column(struct bulk *bulk, int column)
{
	bulk->used[column] = true;
	sqlite3_finalize(bulk->insert);
	bulk->insert = NULL;
}

static void
put_text(struct bulk *bulk, union cell *cell, int column, const char *text)
{
	size_t length = *text ? strlen(text) : 0;
	cell->text.at = (uint32_t)bulk->texts.length;
	cell->text.length = (uint32_t)length;
	if (!length)
		return;
	buf_add_bytes(&bulk->texts, text, length);
	if (!bulk->used[column])
		use_column(bulk, column);
}

static void
put_number(struct bulk *bulk, union cell *cell, int column, int64_t number)
{
	cell->number = number;
	if (number && !bulk->used[column])
		use_column(bulk, column);
}

static void
put_codes(struct bulk *bulk, const struct item_code_row codes[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (bulk->code_count == bulk->code_room) {
			bulk->code_room = bulk->code_room ? bulk->code_room * 2 : BATCH;
			bulk->codes =
			        alloc_again(bulk->codes, bulk->code_room, sizeof(*bulk->codes));
		}
		bulk->codes[bulk->code_count++] =
		        (struct code){ codes[i].gtin, (uint32_t)bulk->items,
			               (uint32_t)codes[i].pack };
	}
}

enum outcome
bulk_add(struct bulk *bulk, const struct item_row *row, const struct item_code_row codes[],
         size_t code_count, struct err *err)
{
	char codes_shown[ITEM_CODES_TEXT], folded[NAME_FOLDED_MAX];
	union cell *cells = bulk->cells[bulk->count];
	if (!codes_text(codes, code_count, codes_shown))
		return err_set(err, RC_REFUSED, _("an item has at most %d codes"), ITEM_CODES_MAX);
	for (int i = 0; i < ITEM_COLUMN_COUNT; i++) {
		if (bulk->columns[i].offset == offsetof(struct item_record, codes))
			put_text(bulk, &cells[i], i, codes_shown);
		else if (bulk->is_text[i])
			put_text(bulk, &cells[i], i, (const char *)row + bulk->columns[i].offset);
		else
			put_number(bulk, &cells[i], i, record_number(&bulk->columns[i], row));
	}
	text_fold(folded, sizeof(folded), row->name);
	put_text(bulk, &cells[FOLDED], FOLDED, folded);
	bulk->items++;
	put_codes(bulk, codes, code_count);
	return ++bulk->count == BATCH ? write_batch(bulk, err) : RC_OK;
}

/* ---- beginning and end ---- */

enum outcome
bulk_new(struct bulk **out, struct db *db, int64_t at_ms, struct err *err)
{
	struct bulk *bulk = alloc_zero(1, sizeof(*bulk));
	bulk->db = db;
	bulk->at_ms = at_ms;
	bulk->columns = record_kind(RECORD_ITEM)->columns;
	for (int i = 0; i < CELLS; i++)
		bulk->is_text[i] = i == FOLDED || bulk->columns[i].type == COLUMN_TEXT;
	bulk->cells = alloc_zero(BATCH, sizeof(*bulk->cells));
	*out = bulk;
	int code = sqlite3_create_module(db_handle(db), "bulk_items", &items_module, bulk);
	if (code == SQLITE_OK)
		code = sqlite3_create_module(db_handle(db), "bulk_codes", &codes_module, bulk);
	return code == SQLITE_OK ? RC_OK
	                         : db_trouble(db, code, "making the tables of an import", err);
}

void
bulk_free(struct bulk **bulk)
{
	if (!*bulk)
		return;
	sqlite3_finalize((*bulk)->insert);
	buf_done(&(*bulk)->texts);
	free((*bulk)->cells);
	free((*bulk)->codes);
	free(*bulk);
	*bulk = NULL;
}
