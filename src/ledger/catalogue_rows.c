#include <config.h>

#include "ledger/catalogue_rows.h"

#include <assert.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define ITEM_COLUMNS                                                                               \
	"number, plu, name, department, has_price, price, taxes, unit, cost, category, min_age,"   \
	" deposit_item, max_qty, reorder_level, zero_price_allowed, retired"
#define ITEM_VALUES "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16"
#define DEPARTMENT_COLUMNS "number, name, taxes, min_price, max_price, min_age, open_ring"
#define TAX_COLUMNS                                                                                \
	"code, first_day, name, kind, rate_ppm, per_unit, included, compound, affected, position"
#define PRESET_COLUMNS "number, label, command"
#define TENDER_COLUMNS                                                                             \
	"kind, label, over_tender, opens_drawer, counted, needs_reference, refundable, "           \
	"max_change,"                                                                              \
	" position, retired"
#define PROMOTION_COLUMNS "name, json, active, position"

/* Parameters of an item after its columns. */
#define ITEM_FOLDED 17
#define ITEM_ID 18

enum { GET, PUT, REMOVE, VERBS };
enum {
	ITEM_ADD = RECORD_TABLES * VERBS,
	ITEM_CHANGE,
	CODES_OF,
	CODES_REMOVE,
	CODE_PUT,
	STATEMENTS
};
#define OF(table, verb) ((table)*VERBS + (verb))

static const char *const row_sql[STATEMENTS] = {
	[OF(RECORD_ITEM, GET)] = "SELECT " ITEM_COLUMNS ", id FROM item WHERE number = ?1",
	[OF(RECORD_ITEM, PUT)] = "SELECT id FROM item WHERE number = ?1",
	[OF(RECORD_ITEM, REMOVE)] = "DELETE FROM item WHERE number = ?1",
	[ITEM_ADD] = "INSERT INTO item(" ITEM_COLUMNS ", folded) VALUES (" ITEM_VALUES ", ?17)",
	[ITEM_CHANGE] = "UPDATE item SET (" ITEM_COLUMNS ", folded) = (" ITEM_VALUES
	                ", ?17) WHERE id = ?18",
	[CODES_OF] = "SELECT gtin, pack FROM code WHERE item = ?1 ORDER BY pack, rowid",
	[CODES_REMOVE] = "DELETE FROM code WHERE item = ?1",
	[CODE_PUT] = "INSERT OR REPLACE INTO code(gtin, item, pack) VALUES (?1, ?2, ?3)",

	[OF(RECORD_DEPARTMENT, GET)] =
	        "SELECT " DEPARTMENT_COLUMNS " FROM department WHERE number = ?1",
	[OF(RECORD_DEPARTMENT, PUT)] = "INSERT OR REPLACE INTO department(" DEPARTMENT_COLUMNS
	                               ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[OF(RECORD_DEPARTMENT, REMOVE)] = "DELETE FROM department WHERE number = ?1",

	[OF(RECORD_TAX, GET)] =
	        "SELECT " TAX_COLUMNS " FROM tax WHERE code = ?1 AND first_day = ?2",
	[OF(RECORD_TAX, PUT)] = "INSERT OR REPLACE INTO tax(" TAX_COLUMNS
	                        ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[OF(RECORD_TAX, REMOVE)] = "DELETE FROM tax WHERE code = ?1 AND first_day = ?2",

	[OF(RECORD_PRESET, GET)] = "SELECT " PRESET_COLUMNS " FROM preset WHERE number = ?1",
	[OF(RECORD_PRESET, PUT)] =
	        "INSERT OR REPLACE INTO preset(" PRESET_COLUMNS ") VALUES (?1, ?2, ?3)",
	[OF(RECORD_PRESET, REMOVE)] = "DELETE FROM preset WHERE number = ?1",

	[OF(RECORD_TENDER, GET)] = "SELECT " TENDER_COLUMNS " FROM tender WHERE kind = ?1",
	[OF(RECORD_TENDER, PUT)] = "INSERT OR REPLACE INTO tender(" TENDER_COLUMNS
	                           ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[OF(RECORD_TENDER, REMOVE)] = "DELETE FROM tender WHERE kind = ?1",

	[OF(RECORD_PROMOTION, GET)] = "SELECT " PROMOTION_COLUMNS " FROM promotion WHERE name = ?1",
	[OF(RECORD_PROMOTION, PUT)] =
	        "INSERT OR REPLACE INTO promotion(" PROMOTION_COLUMNS ") VALUES (?1, ?2, ?3, ?4)",
	[OF(RECORD_PROMOTION, REMOVE)] = "DELETE FROM promotion WHERE name = ?1",
};

const struct db_set catalogue_row_statements = { row_sql, STATEMENTS };

static sqlite3_stmt *
use(struct db *db, int which)
{
	return db_use(db, &catalogue_row_statements, which);
}

enum outcome
rows_get(struct db *db, enum record_table table, void *record, int64_t *id, struct err *err)
{
	sqlite3_stmt *statement = use(db, OF(table, GET));
	union record key;
	memcpy(&key, record, record_kind(table)->size);
	record_bind_key(table, statement, &key);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	record_read(table, statement, 0, record);
	if (id)
		*id = sqlite3_column_int64(statement, record_kind(table)->count);
	sqlite3_reset(statement);
	return RC_OK;
}

/* ---- items ---- */

static sqlite3_stmt *
bind_item(struct db *db, int which, const struct item_row *item,
          char folded[static NAME_FOLDED_MAX])
{
	sqlite3_stmt *statement = use(db, which);
	record_bind(RECORD_ITEM, statement, item);
	text_fold(folded, NAME_FOLDED_MAX, item->name);
	db_bind_text(statement, ITEM_FOLDED, folded);
	return statement;
}

enum outcome
rows_add_item(struct db *db, const struct item_row *item, int64_t *id, struct err *err)
{
	char folded[NAME_FOLDED_MAX];
	enum outcome outcome = db_run(db, bind_item(db, ITEM_ADD, item, folded), err);
	if (!outcome && id)
		*id = sqlite3_last_insert_rowid(db_handle(db));
	return outcome;
}

enum outcome
rows_change_item(struct db *db, int64_t id, const struct item_row *item, struct err *err)
{
	char folded[NAME_FOLDED_MAX];
	sqlite3_stmt *statement = bind_item(db, ITEM_CHANGE, item, folded);
	sqlite3_bind_int64(statement, ITEM_ID, id);
	return db_run(db, statement, err);
}

static enum outcome
put_item(struct db *db, const struct item_row *item, struct err *err)
{
	int64_t id = 0;
	sqlite3_stmt *statement = use(db, OF(RECORD_ITEM, PUT));
	record_bind_key(RECORD_ITEM, statement, item);
	enum outcome outcome = db_number(db, statement, &id, err);
	if (outcome == RC_NOT_FOUND)
		return rows_add_item(db, item, NULL, err);
	return outcome ? outcome : rows_change_item(db, id, item, err);
}

enum outcome
rows_put(struct db *db, enum record_table table, const void *record, struct err *err)
{
	if (table == RECORD_ITEM)
		return put_item(db, record, err);
	sqlite3_stmt *statement = use(db, OF(table, PUT));
	record_bind(table, statement, record);
	return db_run(db, statement, err);
}

enum outcome
rows_remove(struct db *db, enum record_table table, const void *record, struct err *err)
{
	sqlite3_stmt *statement = use(db, OF(table, REMOVE));
	record_bind_key(table, statement, record);
	return db_run(db, statement, err);
}

/* ---- codes ---- */

enum outcome
rows_codes(struct db *db, int64_t item, struct item_code_row rows[], size_t room, size_t *count,
           struct err *err)
{
	sqlite3_stmt *statement = use(db, CODES_OF);
	size_t found = 0;
	enum outcome outcome = RC_OK;
	DB_INTS(statement, item);
	while (found < room && !(outcome = db_row(db, statement, err))) {
		rows[found].gtin = sqlite3_column_int64(statement, 0);
		rows[found++].pack = sqlite3_column_int64(statement, 1);
	}
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

enum outcome
rows_add_code(struct db *db, int64_t item, const struct item_code_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(db, CODE_PUT);
	DB_INTS(statement, row->gtin, item, row->pack ? row->pack : 1);
	return db_run(db, statement, err);
}

enum outcome
rows_put_codes(struct db *db, int64_t item, const struct item_code_row rows[], size_t count,
               struct err *err)
{
	sqlite3_stmt *statement = use(db, CODES_REMOVE);
	DB_INTS(statement, item);
	enum outcome outcome = db_run(db, statement, err);
	for (size_t i = 0; i < count && !outcome; i++)
		outcome = rows_add_code(db, item, &rows[i], err);
	return outcome;
}

void
codes_text(const struct item_code_row rows[], size_t count, struct buf *buf)
{
	for (size_t i = 0; i < count; i++) {
		char gtin[GTIN_TEXT_MAX];
		buf_format(buf, "%s%s", i ? " " : "", gtin_text(gtin, rows[i].gtin));
		if (rows[i].pack > 1)
			buf_format(buf, "*%" PRId64, rows[i].pack);
	}
}

/* Digits up to anything else; false if there are none or too many. */
static bool
take_number(const char **text, int64_t *number)
{
	int digits = 0;
	for (*number = 0; **text >= '0' && **text <= '9' && digits < 18; (*text)++, digits++)
		*number = *number * 10 + (**text - '0');
	return digits > 0;
}

bool
codes_parse(const char *text, struct item_code_row rows[], size_t room, size_t *count)
{
	for (*count = 0; *text; (*count)++) {
		if (*count == room)
			return false;
		struct item_code_row *row = &rows[*count];
		*row = (struct item_code_row){ .pack = 1 };
		if (!take_number(&text, &row->gtin))
			return false;
		if (*text == '*' && (text++, !take_number(&text, &row->pack)))
			return false;
		if (*text && *text++ != ' ')
			return false;
	}
	return true;
}
