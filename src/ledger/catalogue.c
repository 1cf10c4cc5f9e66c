#include <config.h>

#include "ledger/catalogue.h"

#include <inttypes.h>
#include <string.h>

#include "base/text.h"
#include "ledger/catalogue_file.h"
#include "ledger/catalogue_rows.h"

enum {
	ITEM_BY_PLU,
	ITEM_BY_GTIN,
	ITEM_BY_ROW,
	ITEM_COUNT,
	IS_DEPOSIT,
	SOME_DEPOSIT,
	NAMES,
	DEPARTMENTS,
	TAXES,
	PRESETS,
	TENDERS,
	PROMOTIONS,
	ITEMS_EACH,
	ITEMS_CHANGED,
	PRICES,
	PRICES_LATER,
	MARKDOWN_NEXT,
	STATEMENTS
};

static const char *const catalogue_sql[STATEMENTS] = {
	[ITEM_BY_PLU] = "SELECT " ITEM_COLUMNS ", id FROM item WHERE plu = ?1 AND plu <> 0",
	[ITEM_BY_GTIN] = "SELECT " ITEM_COLUMNS
	                 ", id, pack FROM code JOIN item ON item.id = code.item WHERE gtin = ?1",
	[ITEM_BY_ROW] = "SELECT " ITEM_COLUMNS ", id FROM item WHERE id = ?1",
	[ITEM_COUNT] = "SELECT count(*) FROM item",
	[IS_DEPOSIT] = "SELECT 1 FROM item WHERE deposit_item = ?1 LIMIT 1",
	[SOME_DEPOSIT] =
	        "SELECT deposit_item FROM item WHERE deposit_item <> '' ORDER BY id LIMIT 1",
	[NAMES] = "SELECT id, name, folded FROM item WHERE id > ?1 AND retired = 0"
	          " ORDER BY id LIMIT ?2",
	[DEPARTMENTS] = "SELECT number, name, taxes, min_price, max_price, min_age, open_ring,"
	                " taxes_eat_in, taxes_take_away FROM department ORDER BY number",
	[TAXES] = "SELECT code, first_day, name, kind, rate_ppm, per_unit, included, compound,"
	          " affected, position FROM tax ORDER BY position, code, first_day",
	[PRESETS] = "SELECT number, label, command FROM preset ORDER BY number",
	[TENDERS] =
	        "SELECT kind, label, over_tender, opens_drawer, counted, needs_reference,"
	        " refundable, max_change, position, retired, currency, rate FROM tender ORDER BY position, kind",
	[PROMOTIONS] = "SELECT name, json, active, position FROM promotion ORDER BY position, name",
	[ITEMS_EACH] = "SELECT " ITEM_COLUMNS ", id FROM item ORDER BY id",
	[ITEMS_CHANGED] = "SELECT " ITEM_COLUMNS ", id FROM item WHERE changed >= ?1 OR EXISTS"
	                  " (SELECT 1 FROM price WHERE price.item = item.id"
	                  "  AND from_ms BETWEEN ?1 AND ?2) ORDER BY id",
	[PRICES] = "SELECT number, from_ms, price.has_price, price.price FROM item"
	           " JOIN price ON price.item = id WHERE number = ?1 ORDER BY from_ms DESC",
	[PRICES_LATER] = "SELECT number, from_ms, price.has_price, price.price FROM price"
	                 " JOIN item ON price.item = id WHERE from_ms > ?1 ORDER BY id, from_ms",
	[MARKDOWN_NEXT] = "SELECT coalesce(max(number), 0) + 1 FROM markdown",
};

const struct db_set catalogue_statements = { catalogue_sql, STATEMENTS };

static struct db *
db_of(struct ledger *ledger)
{
	return catalogue_db(ledger_catalogue(ledger));
}

static sqlite3_stmt *
use(struct db *db, int which)
{
	return db_use(db, &catalogue_statements, which);
}

void
catalogue_at(struct ledger *ledger, int64_t utc_ms)
{
	catalogue_move_on(ledger_catalogue(ledger), utc_ms);
}

static int64_t
moment(struct ledger *ledger)
{
	return catalogue_moment(ledger_catalogue(ledger));
}

/* ---- one item ---- */

static enum outcome
get_item(struct ledger *ledger, const char *number, struct item_record *record, int64_t *row_id,
         struct err *err)
{
	struct db *db = db_of(ledger);
	int64_t id = 0;
	record->item.number[0] = '\0';
	if (strlen(number) >= sizeof(record->item.number))
		return RC_NOT_FOUND;
	memcpy(record->item.number, number, strlen(number) + 1);
	enum outcome outcome = rows_get(db, RECORD_ITEM, record, &id, err);
	if (!outcome)
		outcome = rows_price_at(db, id, moment(ledger), &record->item, err);
	if (!outcome && row_id)
		*row_id = id;
	return outcome;
}

enum outcome
catalogue_item(struct ledger *ledger, const char *number, struct item_row *row, struct err *err)
{
	struct item_record record;
	enum outcome outcome = get_item(ledger, number, &record, NULL, err);
	if (!outcome)
		*row = record.item;
	return outcome;
}

static enum outcome
item_by(struct ledger *ledger, int which, int64_t key, struct item_row *row, int64_t *pack,
        struct err *err)
{
	struct db *db = db_of(ledger);
	struct item_record record;
	sqlite3_stmt *statement;
	db_hold(db);
	statement = use(db, which);
	DB_INTS(statement, key);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	int columns = record_kind(RECORD_ITEM)->count;
	int64_t id = sqlite3_column_int64(statement, columns);
	int64_t pieces = pack ? sqlite3_column_int64(statement, columns + 1) : 1;
	record_read(RECORD_ITEM, statement, 0, &record);
	sqlite3_reset(statement);
	outcome = rows_price_at(db, id, moment(ledger), &record.item, err);
	if (outcome)
		return outcome;
	*row = record.item;
	if (pack)
		*pack = pieces;
	return RC_OK;
}

enum outcome
catalogue_item_by_plu(struct ledger *ledger, int64_t plu, struct item_row *row, struct err *err)
{
	return item_by(ledger, ITEM_BY_PLU, plu, row, NULL, err);
}

enum outcome
catalogue_item_by_gtin(struct ledger *ledger, int64_t gtin, struct item_row *row, int64_t *pack,
                       struct err *err)
{
	return item_by(ledger, ITEM_BY_GTIN, gtin, row, pack, err);
}

enum outcome
catalogue_item_by_row(struct ledger *ledger, int64_t row_id, struct item_row *row, struct err *err)
{
	return item_by(ledger, ITEM_BY_ROW, row_id, row, NULL, err);
}

enum outcome
catalogue_item_row(struct ledger *ledger, const char *number, int64_t *row_id, struct err *err)
{
	struct item_record record;
	return get_item(ledger, number, &record, row_id, err);
}

enum outcome
catalogue_codes(struct ledger *ledger, const char *item, struct item_code_row rows[], size_t room,
                size_t *count, struct err *err)
{
	struct item_record record;
	struct item_code_row all[ITEM_CODES_MAX];
	size_t found = 0;
	enum outcome outcome = get_item(ledger, item, &record, NULL, err);
	if (outcome)
		return outcome;
	codes_parse(record.codes, all, ITEM_CODES_MAX, &found);
	*count = found < room ? found : room;
	for (size_t i = 0; i < *count; i++) {
		rows[i] = all[i];
		text_copy(rows[i].item, sizeof(rows[i].item), item);
	}
	return RC_OK;
}

int64_t
catalogue_item_count(struct ledger *ledger)
{
	struct db *db = db_of(ledger);
	int64_t count = 0;
	db_number(db, use(db, ITEM_COUNT), &count, NULL);
	return count;
}

/* ---- deposits ---- */

bool
catalogue_is_deposit(struct ledger *ledger, const char *number)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, IS_DEPOSIT);
	int64_t one;

	db_bind_text(statement, 1, number);
	return db_number(db, statement, &one, NULL) == RC_OK;
}

enum outcome
catalogue_some_deposit(struct ledger *ledger, struct item_row *row, struct err *err)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, SOME_DEPOSIT);
	char number[ITEM_NUMBER_MAX];
	enum outcome outcome = db_row(db, statement, err);

	if (outcome)
		return outcome;
	text_copy(number, sizeof number, (const char *)sqlite3_column_text(statement, 0));
	sqlite3_reset(statement);
	return catalogue_item(ledger, number, row, err);
}

/* ---- lists ---- */

static enum outcome
list(struct ledger *ledger, int which, enum record_table table, void *rows, size_t room,
     size_t *count, struct err *err)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, which);
	size_t size = record_kind(table)->size, found = 0;
	enum outcome outcome = RC_OK;
	while (found < room && !(outcome = db_row(db, statement, err)))
		record_read(table, statement, 0, (char *)rows + size * found++);
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

enum outcome
catalogue_departments(struct ledger *ledger, struct department_row rows[], size_t room,
                      size_t *count, struct err *err)
{
	return list(ledger, DEPARTMENTS, RECORD_DEPARTMENT, rows, room, count, err);
}

enum outcome
catalogue_taxes(struct ledger *ledger, struct tax_row rows[], size_t room, size_t *count,
                struct err *err)
{
	return list(ledger, TAXES, RECORD_TAX, rows, room, count, err);
}

enum outcome
catalogue_presets(struct ledger *ledger, struct preset_row rows[], size_t room, size_t *count,
                  struct err *err)
{
	return list(ledger, PRESETS, RECORD_PRESET, rows, room, count, err);
}

enum outcome
catalogue_tenders(struct ledger *ledger, struct tender_row rows[], size_t room, size_t *count,
                  struct err *err)
{
	return list(ledger, TENDERS, RECORD_TENDER, rows, room, count, err);
}

enum outcome
catalogue_promotions(struct ledger *ledger, struct promotion_row rows[], size_t room, size_t *count,
                     struct err *err)
{
	return list(ledger, PROMOTIONS, RECORD_PROMOTION, rows, room, count, err);
}

enum outcome
catalogue_each_item(struct ledger *ledger, int64_t since_ms, item_each_fn *call, void *context,
                    struct err *err)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, since_ms ? ITEMS_CHANGED : ITEMS_EACH);
	struct item_record record;
	enum outcome outcome;
	if (since_ms)
		DB_INTS(statement, since_ms, moment(ledger));
	while (!(outcome = db_row(db, statement, err))) {
		record_read(RECORD_ITEM, statement, 0, &record);
		int64_t id = sqlite3_column_int64(statement, record_kind(RECORD_ITEM)->count);
		outcome = rows_price_at(db, id, moment(ledger), &record.item, err);
		if (!outcome)
			outcome = call(context, &record.item, record.codes, err);
		if (outcome)
			break;
	}
	sqlite3_reset(statement);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
catalogue_prices(struct ledger *ledger, const char *item, struct price_row rows[], size_t room,
                 size_t *count, struct err *err)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, PRICES);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	db_bind_text(statement, 1, item);
	while (found < room && !(outcome = db_row(db, statement, err)))
		record_read(RECORD_PRICE, statement, 0, &rows[found++]);
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

enum outcome
catalogue_each_price(struct ledger *ledger, price_each_fn *call, void *context, struct err *err)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, PRICES_LATER);
	struct price_row row;
	enum outcome outcome;
	DB_INTS(statement, moment(ledger));
	while (!(outcome = db_row(db, statement, err))) {
		record_read(RECORD_PRICE, statement, 0, &row);
		outcome = call(context, &row, err);
		if (outcome)
			break;
	}
	sqlite3_reset(statement);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
catalogue_markdown(struct ledger *ledger, int64_t number, struct markdown_row *row, struct err *err)
{
	struct markdown_row found = { .number = number };
	enum outcome outcome = rows_get(db_of(ledger), RECORD_MARKDOWN, &found, NULL, err);
	if (!outcome)
		*row = found;
	return outcome;
}

enum outcome
catalogue_next_markdown(struct ledger *ledger, int64_t *number, struct err *err)
{
	struct db *db = db_of(ledger);
	return db_number(db, use(db, MARKDOWN_NEXT), number, err);
}

enum outcome
catalogue_names(struct ledger *ledger, int64_t *next, int count, item_name_fn *call, void *context,
                bool *more, struct err *err)
{
	struct db *db = db_of(ledger);
	sqlite3_stmt *statement = use(db, NAMES);
	enum outcome outcome;
	int seen = 0;
	DB_INTS(statement, *next, count);
	while (!(outcome = db_row(db, statement, err))) {
		struct item_name name = {
			.row_id = sqlite3_column_int64(statement, 0),
			.name = (const char *)sqlite3_column_text(statement, 1),
			.folded = (const char *)sqlite3_column_text(statement, 2),
		};
		*next = name.row_id;
		call(context, &name);
		seen++;
	}
	if (outcome != RC_NOT_FOUND)
		return outcome;
	*more = seen == count;
	return RC_OK;
}
