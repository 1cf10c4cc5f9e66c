#include <config.h>

#include "ledger/catalogue.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/catalogue_build_parts.h"

enum { GTIN_OWNER, LAST_PROMOTION, STATEMENTS };
static const char *const row_sql[STATEMENTS] = {
	[GTIN_OWNER] = "SELECT item FROM code WHERE gtin = ?1",
	[LAST_PROMOTION] = "SELECT coalesce(max(position), 0) FROM promotion",
};
const struct db_set catalogue_build_row_statements = { row_sql, STATEMENTS };

enum outcome
build_flush(struct catalogue_build *build, struct err *err)
{
	return build->bulk ? bulk_write(build->bulk, err) : RC_OK;
}

/* ---- items ---- */

static enum outcome
find(struct catalogue_build *build, const char *number, struct err *err)
{
	if (build->fresh)
		return RC_NOT_FOUND;
	if (build->found_id && strcmp(build->found.item.number, number) == 0)
		return RC_OK;
	build->found_id = 0;
	text_copy(build->found.item.number, sizeof(build->found.item.number), number);
	enum outcome outcome =
	        rows_get(build->db, RECORD_ITEM, &build->found, &build->found_id, err);
	if (outcome)
		return outcome;
	build->shown = build->found.item;
	return build->dated
	               ? rows_price_at(build->db, build->found_id, build->at_ms, &build->shown, err)
	               : RC_OK;
}

enum outcome
catalogue_build_find(struct catalogue_build *build, const char *number, struct item_row *row,
                     struct err *err)
{
	enum outcome outcome = find(build, number, err);
	if (!outcome)
		*row = build->shown;
	return outcome;
}

enum outcome
catalogue_build_find_gtin(struct catalogue_build *build, int64_t gtin, struct item_row *row,
                          struct err *err)
{
	struct item_record record;
	int64_t id = 0;
	enum outcome outcome = build_flush(build, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(build->db, &catalogue_build_row_statements, GTIN_OWNER);
	DB_INTS(statement, gtin);
	outcome = db_number(build->db, statement, &id, err);
	if (!outcome)
		outcome = rows_get_by_id(build->db, id, &record, err);
	if (!outcome && build->fresh)
		*row = record.item;
	return outcome || build->fresh ? outcome
	                               : catalogue_build_find(build, record.item.number, row, err);
}

/* The item found last becomes record, its price from now on. */
static enum outcome
change_found(struct catalogue_build *build, struct item_record *record,
             enum catalogue_change *change, struct err *err)
{
	enum outcome outcome = RC_OK;
	int64_t id = build->found_id;
	*change = CATALOGUE_UNCHANGED;
	if (!same_price(&build->shown, &record->item)) {
		*change = CATALOGUE_CHANGED;
		build->dated = true;
		outcome = rows_put_price(build->db, id, build->at_ms, &record->item, err);
	}
	record->item.has_price = build->found.item.has_price;
	record->item.price = build->found.item.price;
	if (!outcome && !record_equal(RECORD_ITEM, &build->found, record)) {
		*change = CATALOGUE_CHANGED;
		outcome = rows_change_item(build->db, id, build->found.codes, record, build->at_ms,
		                           &build->taken, err);
	}
	if (*change == CATALOGUE_CHANGED)
		build->found_id = 0;
	return outcome;
}

enum outcome
catalogue_build_item(struct catalogue_build *build, const struct item_row *row,
                     const struct item_code_row codes[], size_t code_count,
                     enum catalogue_change *change, struct err *err)
{
	struct item_record record;
	build->taken.gtin = 0;
	if (build->fresh) {
		*change = CATALOGUE_ADDED;
		return bulk_add(build->bulk, row, codes, codes ? code_count : 0, err);
	}
	record = (struct item_record){ .item = *row };
	enum outcome outcome = find(build, row->number, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (codes && (code_count > ITEM_CODES_MAX || !codes_text(codes, code_count, record.codes)))
		return err_set(err, RC_REFUSED, _("an item has at most %d codes"), ITEM_CODES_MAX);
	if (outcome) {
		*change = CATALOGUE_ADDED;
		return rows_add_item(build->db, &record, build->at_ms, &build->taken, err);
	}
	if (!codes)
		memcpy(record.codes, build->found.codes, sizeof(record.codes));
	return change_found(build, &record, change, err);
}

/* A beginning that has passed is now; one to come has a row of its own. */
enum outcome
catalogue_build_price(struct catalogue_build *build, const struct price_row *row,
                      enum catalogue_change *change, struct err *err)
{
	bool later = row->from_ms > build->at_ms;
	struct item_row price = { .has_price = row->has_price, .price = row->price }, there;
	struct price_row same = *row;
	enum outcome outcome = find(build, row->item, err);
	if (outcome)
		return outcome;
	there = build->shown;
	if (later) {
		outcome = rows_get(build->db, RECORD_PRICE, &same, NULL, err);
		there = (struct item_row){ .has_price = same.has_price, .price = same.price };
	}
	*change = outcome == RC_NOT_FOUND      ? CATALOGUE_ADDED
	          : same_price(&there, &price) ? CATALOGUE_UNCHANGED
	                                       : CATALOGUE_CHANGED;
	if (*change == CATALOGUE_UNCHANGED || (outcome && outcome != RC_NOT_FOUND))
		return outcome;
	int64_t id = build->found_id;
	build->dated = true;
	build->found_id = 0;
	return rows_put_price(build->db, id, later ? row->from_ms : build->at_ms, &price, err);
}

enum outcome
catalogue_build_department(struct catalogue_build *build, const struct department_row *row,
                           struct err *err)
{
	return rows_put(build->db, RECORD_DEPARTMENT, row, build->at_ms, err);
}

/* What is there already is left alone. */
static enum outcome
put_record(struct catalogue_build *build, enum record_table table, const void *row,
           enum catalogue_change *change, struct err *err)
{
	union record present;
	memcpy(&present, row, record_kind(table)->size);
	enum outcome outcome = rows_get(build->db, table, &present, NULL, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*change = outcome                              ? CATALOGUE_ADDED
	          : record_equal(table, &present, row) ? CATALOGUE_UNCHANGED
	                                               : CATALOGUE_CHANGED;
	return *change == CATALOGUE_UNCHANGED ? RC_OK
	                                      : rows_put(build->db, table, row, build->at_ms, err);
}

enum outcome
catalogue_build_tax(struct catalogue_build *build, const struct tax_row *row,
                    enum catalogue_change *change, struct err *err)
{
	return put_record(build, RECORD_TAX, row, change, err);
}

enum outcome
catalogue_build_find_tax(struct catalogue_build *build, struct tax_row *row, struct err *err)
{
	return rows_get(build->db, RECORD_TAX, row, NULL, err);
}

enum outcome
catalogue_build_find_promotion(struct catalogue_build *build, struct promotion_row *row,
                               struct err *err)
{
	return rows_get(build->db, RECORD_PROMOTION, row, NULL, err);
}

enum outcome
catalogue_build_last_promotion(struct catalogue_build *build, int *order, struct err *err)
{
	int64_t last = 0;
	enum outcome outcome = db_number(
	        build->db, db_use(build->db, &catalogue_build_row_statements, LAST_PROMOTION),
	        &last, err);
	*order = (int)last;
	return outcome;
}

bool
catalogue_build_taken(struct catalogue_build *build, int64_t *gtin, struct item_row *owner)
{
	struct item_record record;
	if (!build->taken.gtin)
		return false;
	*gtin = build->taken.gtin;
	if (rows_get_by_id(build->db, build->taken.owner, &record, NULL))
		return false;
	*owner = record.item;
	return true;
}

enum outcome
catalogue_build_tender(struct catalogue_build *build, const struct tender_row *row, struct err *err)
{
	return rows_put(build->db, RECORD_TENDER, row, build->at_ms, err);
}

enum outcome
catalogue_build_promotion(struct catalogue_build *build, const struct promotion_row *row,
                          enum catalogue_change *change, struct err *err)
{
	return put_record(build, RECORD_PROMOTION, row, change, err);
}
