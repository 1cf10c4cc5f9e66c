#include <config.h>

#include "ledger/record.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/db.h"

/* clang-format off */
#define MEMBER_SIZE(type, member) sizeof(((type *)0)->member)
#define TEXT_NAMED(name, type, member) \
	{ name, COLUMN_TEXT, offsetof(type, member), MEMBER_SIZE(type, member) }
#define TEXT(type, member) TEXT_NAMED(#member, type, member)
#define INT_NAMED(name, type, member) \
	{ name, COLUMN_INT, offsetof(type, member), MEMBER_SIZE(type, member) }
#define INT(type, member) INT_NAMED(#member, type, member)
#define INT64(name, type, member) \
	{ name, COLUMN_INT64, offsetof(type, member), MEMBER_SIZE(type, member) }
#define BOOL_NAMED(name, type, member) \
	{ name, COLUMN_BOOL, offsetof(type, member), MEMBER_SIZE(type, member) }
#define BOOL(type, member) BOOL_NAMED(#member, type, member)
#define KIND(name, type, columns, keys) \
	{ name, sizeof(type), columns, sizeof(columns) / sizeof(*columns), keys }
/* clang-format on */

static const struct column item_columns[] = {
	TEXT_NAMED("number", struct item_record, item.number),
	INT64("plu", struct item_record, item.plu),
	TEXT_NAMED("name", struct item_record, item.name),
	INT_NAMED("department", struct item_record, item.department),
	BOOL_NAMED("has_price", struct item_record, item.has_price),
	INT64("price", struct item_record, item.price.e4),
	TEXT_NAMED("taxes", struct item_record, item.taxes),
	TEXT_NAMED("unit", struct item_record, item.unit),
	INT64("cost", struct item_record, item.cost.e4),
	TEXT_NAMED("category", struct item_record, item.category),
	INT_NAMED("min_age", struct item_record, item.min_age),
	TEXT_NAMED("deposit_item", struct item_record, item.deposit_item),
	INT64("max_qty", struct item_record, item.max_qty_milli),
	INT64("reorder_level", struct item_record, item.reorder_level_milli),
	BOOL_NAMED("zero_price_allowed", struct item_record, item.zero_price_allowed),
	BOOL_NAMED("retired", struct item_record, item.retired),
	TEXT(struct item_record, codes),
	TEXT_NAMED("taxes_eat_in", struct item_record, item.taxes_eat_in),
	TEXT_NAMED("taxes_take_away", struct item_record, item.taxes_take_away),
	INT64("content", struct item_record, item.content_milli),
	TEXT_NAMED("content_unit", struct item_record, item.content_unit),
	INT64("tare", struct item_record, item.tare_milli),
};

static const struct column department_columns[] = {
	INT(struct department_row, number),
	TEXT(struct department_row, name),
	TEXT(struct department_row, taxes),
	INT64("min_price", struct department_row, min_price.minor),
	INT64("max_price", struct department_row, max_price.minor),
	INT(struct department_row, min_age),
	BOOL(struct department_row, open_ring),
	TEXT(struct department_row, taxes_eat_in),
	TEXT(struct department_row, taxes_take_away),
};

static const struct column tax_columns[] = {
	TEXT(struct tax_row, code),
	INT(struct tax_row, from),
	TEXT(struct tax_row, name),
	INT(struct tax_row, kind),
	INT64("rate_ppm", struct tax_row, rate_ppm),
	INT64("per_unit", struct tax_row, per_unit.e4),
	BOOL(struct tax_row, included),
	BOOL(struct tax_row, compound),
	BOOL(struct tax_row, affected),
	INT(struct tax_row, order),
};

static const struct column preset_columns[] = {
	INT(struct preset_row, number),
	TEXT(struct preset_row, label),
	TEXT(struct preset_row, command),
};

static const struct column tender_columns[] = {
	TEXT(struct tender_row, kind),
	TEXT(struct tender_row, label),
	INT(struct tender_row, over),
	BOOL(struct tender_row, opens_drawer),
	BOOL(struct tender_row, counted),
	BOOL(struct tender_row, needs_reference),
	BOOL(struct tender_row, refundable),
	INT64("max_change", struct tender_row, max_change.minor),
	INT(struct tender_row, order),
	BOOL(struct tender_row, retired),
	TEXT(struct tender_row, currency),
	TEXT(struct tender_row, rate),
};

static const struct column promotion_columns[] = {
	TEXT(struct promotion_row, name),
	TEXT(struct promotion_row, json),
	BOOL(struct promotion_row, active),
	INT(struct promotion_row, order),
};

static const struct column price_columns[] = {
	TEXT(struct price_row, item),
	INT64("from", struct price_row, from_ms),
	BOOL(struct price_row, has_price),
	INT64("price", struct price_row, price.e4),
};

static const struct column markdown_columns[] = {
	INT64("number", struct markdown_row, number),
	TEXT(struct markdown_row, item),
	INT64("price", struct markdown_row, price.e4),
	TEXT(struct markdown_row, reason),
	INT(struct markdown_row, until),
	INT64("pieces", struct markdown_row, pieces),
};

static const struct record_kind kinds[RECORD_TABLES] = {
	[RECORD_ITEM] = KIND("item", struct item_record, item_columns, 1),
	[RECORD_DEPARTMENT] = KIND("department", struct department_row, department_columns, 1),
	[RECORD_TAX] = KIND("tax", struct tax_row, tax_columns, 2),
	[RECORD_PRESET] = KIND("preset", struct preset_row, preset_columns, 1),
	[RECORD_TENDER] = KIND("tender", struct tender_row, tender_columns, 1),
	[RECORD_PROMOTION] = KIND("promotion", struct promotion_row, promotion_columns, 1),
	[RECORD_PRICE] = KIND("price", struct price_row, price_columns, 2),
	[RECORD_MARKDOWN] = KIND("markdown", struct markdown_row, markdown_columns, 1),
};

_Static_assert(sizeof(enum tax_kind) == sizeof(int), "enums are kept as int");
_Static_assert(sizeof(item_columns) / sizeof(*item_columns) == ITEM_COLUMN_COUNT, "all of them");
_Static_assert(sizeof(enum over_tender) == sizeof(int), "enums are kept as int");

const struct record_kind *
record_kind(enum record_table table)
{
	assert(table < RECORD_TABLES);
	return &kinds[table];
}

enum record_table
record_table_named(const char *name)
{
	int table = 0;
	while (table < RECORD_TABLES && strcmp(kinds[table].table, name) != 0)
		table++;
	return table;
}

/* ---- one column of a struct ---- */

int64_t
record_number(const struct column *column, const void *record)
{
	const char *at = (const char *)record + column->offset;
	int number;
	int64_t wide;
	switch (column->type) {
	case COLUMN_BOOL:
		return *(const bool *)at;
	case COLUMN_INT:
		memcpy(&number, at, sizeof(number));
		return number;
	case COLUMN_INT64:
		memcpy(&wide, at, sizeof(wide));
		return wide;
	case COLUMN_TEXT:
		break;
	}
	assert(!"a number");
	return 0;
}

/* False: the number does not fit the column. */
static bool
put_number(const struct column *column, void *record, int64_t wide)
{
	char *at = (char *)record + column->offset;
	int number = (int)wide;
	if (column->type == COLUMN_BOOL)
		*(bool *)at = wide != 0;
	else if (column->type == COLUMN_INT)
		memcpy(at, &number, sizeof(number));
	else
		memcpy(at, &wide, sizeof(wide));
	return record_number(column, record) == wide;
}

static const char *
text_in(const struct column *column, const void *record)
{
	return (const char *)record + column->offset;
}

/* ---- as a row ---- */

static void
bind_columns(enum record_table table, sqlite3_stmt *statement, const void *record, int count)
{
	for (int i = 0; i < count; i++) {
		const struct column *column = &kinds[table].columns[i];
		if (column->type == COLUMN_TEXT)
			db_bind_text(statement, i + 1, text_in(column, record));
		else
			sqlite3_bind_int64(statement, i + 1, record_number(column, record));
	}
}

void
record_bind(enum record_table table, sqlite3_stmt *statement, const void *record)
{
	bind_columns(table, statement, record, kinds[table].count);
}

void
record_bind_key(enum record_table table, sqlite3_stmt *statement, const void *record)
{
	bind_columns(table, statement, record, kinds[table].key_count);
}

void
record_read(enum record_table table, sqlite3_stmt *statement, int first, void *record)
{
	memset(record, 0, kinds[table].size);
	for (int i = 0; i < kinds[table].count; i++) {
		const struct column *column = &kinds[table].columns[i];
		if (column->type == COLUMN_TEXT)
			db_column_text(statement, first + i, (char *)record + column->offset,
			               column->size);
		else
			put_number(column, record, sqlite3_column_int64(statement, first + i));
	}
}

/* ---- as JSON ---- */

void
record_encode(enum record_table table, const void *record, struct json_writer *writer)
{
	for (int i = 0; i < kinds[table].count; i++) {
		const struct column *column = &kinds[table].columns[i];
		if (column->type == COLUMN_TEXT) {
			if (*text_in(column, record))
				json_put_text(writer, column->name, text_in(column, record));
		} else if (record_number(column, record)) {
			json_put_int(writer, column->name, record_number(column, record));
		}
	}
}

static bool
decode_column(const struct column *column, const struct json_node *node, void *record)
{
	if (column->type != COLUMN_TEXT)
		return json_type_of(node) == JSON_IS_INT &&
		       put_number(column, record, json_int(node));
	const char *text = json_text(node);
	if (!text || strlen(text) >= column->size)
		return false;
	memcpy((char *)record + column->offset, text, strlen(text) + 1);
	return true;
}

enum outcome
record_decode(enum record_table table, const struct json_node *object, void *record,
              struct err *err)
{
	memset(record, 0, kinds[table].size);
	for (int i = 0; i < kinds[table].count; i++) {
		const struct column *column = &kinds[table].columns[i];
		const struct json_node *node = json_get(object, column->name);
		if (node && !decode_column(column, node, record)) {
			err_set(err, RC_BROKEN, _("a record of the shop's set-up cannot be read"));
			err_detail(err, "%s.%s", kinds[table].table, column->name);
			return RC_BROKEN;
		}
	}
	return RC_OK;
}

bool
record_equal(enum record_table table, const void *a, const void *b)
{
	for (int i = 0; i < kinds[table].count; i++) {
		const struct column *column = &kinds[table].columns[i];
		if (column->type == COLUMN_TEXT
		            ? strcmp(text_in(column, a), text_in(column, b)) != 0
		            : record_number(column, a) != record_number(column, b))
			return false;
	}
	return true;
}

/* ---- keys ---- */

void
record_key(enum record_table table, const void *record, char out[static CODE_MAX])
{
	size_t length = 0;
	for (int i = 0; i < kinds[table].key_count; i++) {
		const struct column *column = &kinds[table].columns[i];
		char part[CODE_MAX];
		if (column->type == COLUMN_TEXT)
			text_copy(part, sizeof(part), text_in(column, record));
		else
			snprintf(part, sizeof(part), "%" PRId64, record_number(column, record));
		if (i == 0)
			length = (size_t)snprintf(out, CODE_MAX, "%s", part);
		else if (record_number(column, record))
			snprintf(out + length, CODE_MAX - length, "@%s", part);
	}
}

/* One part of a key, length bytes long. */
static bool
parse_key_part(const struct column *column, const char *part, size_t length, void *record)
{
	if (column->type == COLUMN_TEXT) {
		if (!length || length >= column->size)
			return false;
		memcpy((char *)record + column->offset, part, length);
		return true;
	}
	int64_t number = 0;
	for (size_t i = 0; i < length; i++) {
		if (part[i] < '0' || part[i] > '9' || number > INT64_MAX / 100)
			return false;
		number = number * 10 + (part[i] - '0');
	}
	return length && put_number(column, record, number);
}

bool
record_key_parse(enum record_table table, const char *key, void *record)
{
	const struct record_kind *kind = &kinds[table];
	const char *at = kind->key_count > 1 ? strrchr(key, '@') : NULL;
	memset(record, 0, kind->size);
	if (!parse_key_part(&kind->columns[0], key, at ? (size_t)(at - key) : strlen(key), record))
		return false;
	return !at || parse_key_part(&kind->columns[1], at + 1, strlen(at + 1), record);
}
