#include <config.h>

#include "ledger/catalogue_rows.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"

#define ITEM_VALUES                                                                                \
	"?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19,"    \
	" ?20, ?21, ?22"
#define DEPARTMENT_COLUMNS                                                                         \
	"number, name, taxes, min_price, max_price, min_age, open_ring, taxes_eat_in,"             \
	" taxes_take_away"
#define TAX_COLUMNS                                                                                \
	"code, first_day, name, kind, rate_ppm, per_unit, included, compound, affected, position"
#define PRESET_COLUMNS "number, label, command"
#define TENDER_COLUMNS                                                                             \
	"kind, label, over_tender, opens_drawer, counted, needs_reference, refundable, "           \
	"max_change,"                                                                              \
	" position, retired, currency, rate"
#define PROMOTION_COLUMNS "name, json, active, position"
#define MARKDOWN_COLUMNS "number, item, price, reason, until, pieces"

/* Parameters of an item after its columns. */
#define ITEM_FOLDED 23
#define ITEM_CHANGED 24
#define ITEM_ID 25

enum { GET, PUT, REMOVE, VERBS };
enum {
	ITEM_ADD = RECORD_TABLES * VERBS,
	ITEM_CHANGE,
	ITEM_GET_ROW,
	ITEM_CODES,
	ITEM_PUT_CODES,
	CODE_OWNER,
	CODE_REMOVE,
	CODE_PUT,
	PRICE_AT,
	PRICE_PUT_ROW,
	STATEMENTS
};
#define OF(table, verb) ((table)*VERBS + (verb))

static const char *const row_sql[STATEMENTS] = {
	[OF(RECORD_ITEM, GET)] = "SELECT " ITEM_COLUMNS ", id FROM item WHERE number = ?1",
	[OF(RECORD_ITEM, PUT)] = "SELECT id, codes, has_price, price FROM item WHERE number = ?1",
	[OF(RECORD_ITEM, REMOVE)] = "SELECT 1", /* items are retired */
	[ITEM_ADD] = "INSERT INTO item(" ITEM_COLUMNS ", folded, changed) VALUES (" ITEM_VALUES
	             ", ?23, ?24)",
	[ITEM_CHANGE] = "UPDATE item SET (" ITEM_COLUMNS ", folded, changed) = (" ITEM_VALUES
	                ", ?23, ?24) WHERE id = ?25",
	[ITEM_GET_ROW] = "SELECT " ITEM_COLUMNS " FROM item WHERE id = ?1",
	[ITEM_CODES] = "SELECT codes FROM item WHERE id = ?1",
	[ITEM_PUT_CODES] = "UPDATE item SET codes = ?2 WHERE id = ?1",
	[CODE_OWNER] = "SELECT item FROM code WHERE gtin = ?1",
	[CODE_REMOVE] = "DELETE FROM code WHERE gtin = ?1 AND item = ?2",
	[CODE_PUT] = "INSERT OR REPLACE INTO code(gtin, item, pack) VALUES (?1, ?2, ?3)",

	[OF(RECORD_DEPARTMENT, GET)] =
	        "SELECT " DEPARTMENT_COLUMNS " FROM department WHERE number = ?1",
	[OF(RECORD_DEPARTMENT, PUT)] = "INSERT OR REPLACE INTO department(" DEPARTMENT_COLUMNS
	                               ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
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
	                           ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[OF(RECORD_TENDER, REMOVE)] = "DELETE FROM tender WHERE kind = ?1",

	[OF(RECORD_PROMOTION, GET)] = "SELECT " PROMOTION_COLUMNS " FROM promotion WHERE name = ?1",
	[OF(RECORD_PROMOTION, PUT)] =
	        "INSERT OR REPLACE INTO promotion(" PROMOTION_COLUMNS ") VALUES (?1, ?2, ?3, ?4)",
	[OF(RECORD_PROMOTION, REMOVE)] = "DELETE FROM promotion WHERE name = ?1",

	[OF(RECORD_PRICE, GET)] =
	        "SELECT number, from_ms, price.has_price, price.price FROM item"
	        " JOIN price ON price.item = id WHERE number = ?1 AND from_ms = ?2",
	[OF(RECORD_PRICE, PUT)] = "INSERT OR REPLACE INTO price(item, from_ms, has_price, price)"
	                          " SELECT id, ?2, ?3, ?4 FROM item WHERE number = ?1",
	[OF(RECORD_PRICE, REMOVE)] = "DELETE FROM price WHERE from_ms = ?2"
	                             " AND item = (SELECT id FROM item WHERE number = ?1)",
	[PRICE_AT] = "SELECT has_price, price FROM price WHERE item = ?1 AND from_ms <= ?2"
	             " ORDER BY from_ms DESC LIMIT 1",
	[PRICE_PUT_ROW] = "INSERT OR REPLACE INTO price(item, from_ms, has_price, price)"
	                  " VALUES (?1, ?2, ?3, ?4)",

	[OF(RECORD_MARKDOWN, GET)] = "SELECT " MARKDOWN_COLUMNS " FROM markdown WHERE number = ?1",
	[OF(RECORD_MARKDOWN, PUT)] = "INSERT OR REPLACE INTO markdown(" MARKDOWN_COLUMNS
	                             ") VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[OF(RECORD_MARKDOWN, REMOVE)] = "DELETE FROM markdown WHERE number = ?1",
};

const struct db_set catalogue_row_statements = { row_sql, STATEMENTS };

static sqlite3_stmt *
use(struct db *db, int which)
{
	return db_use(db, &catalogue_row_statements, which);
}

/* ---- codes ---- */

/* Digits, at least so many, to their end. */
static char *
put_digits(char *end, int64_t number, int least)
{
	for (; number || least > 0; number /= 10, least--)
		*--end = (char)('0' + number % 10);
	return end;
}

/* A million of them are written by one import. */
bool
codes_text(const struct item_code_row rows[], size_t count, char out[static ITEM_CODES_TEXT])
{
	char code[2 * GTIN_TEXT_MAX + 24], *end = code + sizeof(code);
	size_t length = 0;
	out[0] = '\0';
	for (size_t i = 0; i < count; i++) {
		char *at = end;
		if (rows[i].pack > 1) {
			at = put_digits(at, rows[i].pack, 1);
			*--at = '*';
		}
		at = put_digits(at, rows[i].gtin, gtin_digits(rows[i].gtin));
		if (i)
			*--at = ' ';
		if (length + (size_t)(end - at) >= ITEM_CODES_TEXT)
			return false;
		memcpy(out + length, at, (size_t)(end - at));
		length += (size_t)(end - at);
		out[length] = '\0';
	}
	return true;
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

static enum outcome
damaged(const char *codes, struct err *err)
{
	err_set(err, RC_BROKEN, _("the codes of an item cannot be read"));
	err_detail(err, "%.100s", codes);
	return RC_BROKEN;
}

/* The item that had the code has it no longer. */
static enum outcome
take_away(struct db *db, int64_t owner, int64_t gtin, struct err *err)
{
	char codes[ITEM_CODES_TEXT];
	struct item_code_row rows[ITEM_CODES_MAX];
	size_t count = 0, kept = 0;
	sqlite3_stmt *statement = use(db, ITEM_CODES);
	DB_INTS(statement, owner);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	db_column_text(statement, 0, codes, sizeof(codes));
	sqlite3_reset(statement);
	if (!codes_parse(codes, rows, ITEM_CODES_MAX, &count))
		return damaged(codes, err);
	for (size_t i = 0; i < count; i++)
		if (rows[i].gtin != gtin)
			rows[kept++] = rows[i];
	codes_text(rows, kept, codes);
	statement = use(db, ITEM_PUT_CODES);
	DB_INTS(statement, owner);
	db_bind_text(statement, 2, codes);
	return db_run(db, statement, err);
}

static enum outcome
add_codes(struct db *db, int64_t item, const char *codes, struct code_taken *taken, struct err *err)
{
	struct item_code_row rows[ITEM_CODES_MAX];
	size_t count = 0;
	enum outcome outcome = RC_OK;
	if (!codes_parse(codes, rows, ITEM_CODES_MAX, &count))
		return damaged(codes, err);
	for (size_t i = 0; i < count && !outcome; i++) {
		int64_t owner = item;
		sqlite3_stmt *statement = use(db, CODE_OWNER);
		DB_INTS(statement, rows[i].gtin);
		outcome = db_number(db, statement, &owner, err);
		if (!outcome && owner != item) {
			*taken = (struct code_taken){ rows[i].gtin, owner };
			outcome = take_away(db, owner, rows[i].gtin, err);
		}
		if (outcome && outcome != RC_NOT_FOUND)
			return outcome;
		statement = use(db, CODE_PUT);
		DB_INTS(statement, rows[i].gtin, item, rows[i].pack);
		outcome = db_run(db, statement, err);
	}
	return outcome;
}

static enum outcome
remove_codes(struct db *db, int64_t item, const char *codes, struct err *err)
{
	struct item_code_row rows[ITEM_CODES_MAX];
	size_t count = 0;
	enum outcome outcome = RC_OK;
	if (!codes_parse(codes, rows, ITEM_CODES_MAX, &count))
		return damaged(codes, err);
	for (size_t i = 0; i < count && !outcome; i++) {
		sqlite3_stmt *statement = use(db, CODE_REMOVE);
		DB_INTS(statement, rows[i].gtin, item);
		outcome = db_run(db, statement, err);
	}
	return outcome;
}

/* ---- items ---- */

static sqlite3_stmt *
bind_item(struct db *db, int which, const struct item_record *record, int64_t at_ms,
          char folded[static NAME_FOLDED_MAX])
{
	sqlite3_stmt *statement = use(db, which);
	record_bind(RECORD_ITEM, statement, record);
	text_fold(folded, NAME_FOLDED_MAX, record->item.name);
	db_bind_text(statement, ITEM_FOLDED, folded);
	sqlite3_bind_int64(statement, ITEM_CHANGED, at_ms);
	return statement;
}

enum outcome
rows_add_item(struct db *db, const struct item_record *record, int64_t at_ms,
              struct code_taken *taken, struct err *err)
{
	char folded[NAME_FOLDED_MAX];
	enum outcome outcome = db_run(db, bind_item(db, ITEM_ADD, record, at_ms, folded), err);
	if (outcome)
		return outcome;
	int64_t id = sqlite3_last_insert_rowid(db_handle(db));
	return add_codes(db, id, record->codes, taken, err);
}

enum outcome
rows_change_item(struct db *db, int64_t id, const char *codes_before,
                 const struct item_record *record, int64_t at_ms, struct code_taken *taken,
                 struct err *err)
{
	char folded[NAME_FOLDED_MAX];
	sqlite3_stmt *statement = bind_item(db, ITEM_CHANGE, record, at_ms, folded);
	sqlite3_bind_int64(statement, ITEM_ID, id);
	enum outcome outcome = db_run(db, statement, err);
	if (outcome || strcmp(codes_before, record->codes) == 0)
		return outcome;
	outcome = remove_codes(db, id, codes_before, err);
	return outcome ? outcome : add_codes(db, id, record->codes, taken, err);
}

static enum outcome
put_item(struct db *db, const struct item_record *record, int64_t at_ms, struct err *err)
{
	struct item_record kept;
	struct code_taken taken;
	char codes_before[ITEM_CODES_TEXT];
	sqlite3_stmt *statement = use(db, OF(RECORD_ITEM, PUT));
	record_bind_key(RECORD_ITEM, statement, record);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome == RC_NOT_FOUND)
		return rows_add_item(db, record, at_ms, &taken, err);
	if (outcome)
		return outcome;
	int64_t id = sqlite3_column_int64(statement, 0);
	db_column_text(statement, 1, codes_before, sizeof(codes_before));
	kept = *record;
	kept.item.has_price = sqlite3_column_int(statement, 2) != 0;
	kept.item.price.e4 = sqlite3_column_int64(statement, 3);
	sqlite3_reset(statement);
	return rows_change_item(db, id, codes_before, &kept, at_ms, &taken, err);
}

enum outcome
rows_price_at(struct db *db, int64_t id, int64_t at_ms, struct item_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(db, PRICE_AT);
	DB_INTS(statement, id, at_ms);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	row->has_price = sqlite3_column_int(statement, 0) != 0;
	row->price.e4 = sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
rows_put_price(struct db *db, int64_t id, int64_t from_ms, const struct item_row *row,
               struct err *err)
{
	sqlite3_stmt *statement = use(db, PRICE_PUT_ROW);
	DB_INTS(statement, id, from_ms, row->has_price, row->price.e4);
	return db_run(db, statement, err);
}

/* ---- any record ---- */

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

enum outcome
rows_get_by_id(struct db *db, int64_t id, struct item_record *record, struct err *err)
{
	sqlite3_stmt *statement = use(db, ITEM_GET_ROW);
	DB_INTS(statement, id);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	record_read(RECORD_ITEM, statement, 0, record);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
rows_put(struct db *db, enum record_table table, const void *record, int64_t at_ms, struct err *err)
{
	if (table == RECORD_ITEM)
		return put_item(db, record, at_ms, err);
	sqlite3_stmt *statement = use(db, OF(table, PUT));
	record_bind(table, statement, record);
	return db_run(db, statement, err);
}

enum outcome
rows_remove(struct db *db, enum record_table table, const void *record, struct err *err)
{
	assert(table != RECORD_ITEM);
	sqlite3_stmt *statement = use(db, OF(table, REMOVE));
	record_bind_key(table, statement, record);
	return db_run(db, statement, err);
}
