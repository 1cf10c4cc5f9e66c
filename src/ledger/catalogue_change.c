/*
 * The catalogue changed by hand: each change is an entry, and then the row.
 */
#include <config.h>

#include <assert.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/catalogue.h"
#include "ledger/catalogue_apply.h"
#include "ledger/catalogue_file.h"
#include "ledger/catalogue_rows.h"

enum { CODE_OWNER, PLU_OWNER };
static const char *const sql[] = {
	[CODE_OWNER] = ("SELECT number FROM code JOIN item ON item.id = code.item"
	                " WHERE gtin = ?1 AND number <> ?2"),
	[PLU_OWNER] = "SELECT number FROM item WHERE plu = ?1 AND plu <> 0 AND number <> ?2",
};
static const struct db_set catalogue_change_statements = { sql, sizeof(sql) / sizeof(*sql) };

static struct db *
db_of(struct ledger *ledger)
{
	return catalogue_db(ledger_catalogue(ledger));
}

static sqlite3_stmt *
use(struct db *db, int which)
{
	db_add_set(db, &catalogue_change_statements);
	return db_use(db, &catalogue_change_statements, which);
}

/* A code or PLU can belong to one item only. */
static enum outcome
refuse_taken(struct db *db, const struct item_row *row, const struct item_code_row codes[],
             size_t code_count, struct err *err)
{
	char owner[ITEM_NUMBER_MAX], gtin[GTIN_TEXT_MAX];
	enum outcome outcome = RC_NOT_FOUND;
	for (size_t i = 0; i < code_count && outcome == RC_NOT_FOUND; i++) {
		sqlite3_stmt *statement = use(db, CODE_OWNER);
		DB_INTS(statement, codes[i].gtin);
		db_bind_text(statement, 2, row->number);
		outcome = db_row(db, statement, err);
		if (outcome)
			continue;
		db_column_text(statement, 0, owner, sizeof(owner));
		sqlite3_reset(statement);
		return err_set(err, RC_REFUSED, _("%s belongs to item %s already"),
		               gtin_text(gtin, codes[i].gtin), owner);
	}
	if (outcome != RC_NOT_FOUND || !row->plu)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;

	sqlite3_stmt *statement = use(db, PLU_OWNER);
	DB_INTS(statement, row->plu);
	db_bind_text(statement, 2, row->number);
	outcome = db_row(db, statement, err);
	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	db_column_text(statement, 0, owner, sizeof(owner));
	sqlite3_reset(statement);
	return err_set(err, RC_REFUSED, _("PLU %lld belongs to item %s already"),
	               (long long)row->plu, owner);
}

/* What stands there now as the text of an entry; "" if nothing does. */
static enum outcome
text_before(struct db *db, enum record_table table, const void *key, int64_t at_ms,
            struct buf *before, struct err *err)
{
	union record present;
	int64_t id = 0;
	memcpy(&present, key, record_kind(table)->size);
	enum outcome outcome = rows_get(db, table, &present, &id, err);
	if (!outcome && table == RECORD_ITEM)
		outcome = rows_price_at(db, id, at_ms, &present.item.item, err);
	buf_add(before, "");
	if (!outcome)
		record_text(table, &present, before);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

/* The entry, then the row.  record NULL removes what key names. */
static enum outcome
change(struct ledger *ledger, enum record_table table, const void *key, const void *record,
       struct entry *entry, struct err *err)
{
	struct db *db = db_of(ledger);
	struct buf before = { 0 }, after = { 0 };
	int64_t at_ms = entry->at.utc_ms;
	enum outcome outcome = text_before(db, table, key, at_ms, &before, err);
	if (at_ms > catalogue_moment(ledger_catalogue(ledger)))
		catalogue_at(ledger, at_ms);
	buf_add(&after, "");
	if (record)
		record_text(table, record, &after);
	if (!outcome && strcmp(before.text, after.text) != 0) {
		struct record_facts *facts = &entry->is.record;
		entry->kind = ENTRY_RECORD;
		entry->id[0] = '\0'; /* one header may serve several changes */
		memset(&entry->is, 0, sizeof(entry->is));
		text_copy(facts->table, sizeof(facts->table), record_kind(table)->table);
		record_key(table, key, facts->key);
		facts->before = before.text;
		facts->after = after.text;
		outcome = ledger_append(ledger, entry, 0, err);
		if (!outcome)
			outcome = catalogue_apply(db, entry, err);
		facts->before = facts->after = NULL;
	}
	buf_done(&before);
	buf_done(&after);
	return outcome;
}

enum outcome
catalogue_put_item(struct ledger *ledger, const struct item_row *row,
                   const struct item_code_row codes[], size_t code_count, struct entry *entry,
                   struct err *err)
{
	struct db *db = db_of(ledger);
	struct item_record record, present;
	enum outcome outcome = refuse_taken(db, row, codes, codes ? code_count : 0, err);
	if (outcome)
		return outcome;
	present.item = *row;
	outcome = rows_get(db, RECORD_ITEM, &present, NULL, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	record.item = *row;
	text_copy(record.codes, sizeof(record.codes), outcome ? "" : present.codes);
	if (codes && (code_count > ITEM_CODES_MAX || !codes_text(codes, code_count, record.codes)))
		return err_set(err, RC_REFUSED, _("an item has at most %d codes"), ITEM_CODES_MAX);
	return change(ledger, RECORD_ITEM, &record, &record, entry, err);
}

enum outcome
catalogue_put_price(struct ledger *ledger, const struct price_row *row, struct entry *entry,
                    struct err *err)
{
	return change(ledger, RECORD_PRICE, row, row, entry, err);
}

enum outcome
catalogue_put_markdown(struct ledger *ledger, const struct markdown_row *row, struct entry *entry,
                       struct err *err)
{
	return change(ledger, RECORD_MARKDOWN, row, row, entry, err);
}

enum outcome
catalogue_put_department(struct ledger *ledger, const struct department_row *row,
                         struct entry *entry, struct err *err)
{
	return change(ledger, RECORD_DEPARTMENT, row, row, entry, err);
}

enum outcome
catalogue_put_tax(struct ledger *ledger, const struct tax_row *row, struct entry *entry,
                  struct err *err)
{
	return change(ledger, RECORD_TAX, row, row, entry, err);
}

enum outcome
catalogue_put_preset(struct ledger *ledger, const struct preset_row *row, struct entry *entry,
                     struct err *err)
{
	return change(ledger, RECORD_PRESET, row, row, entry, err);
}

enum outcome
catalogue_put_tender(struct ledger *ledger, const struct tender_row *row, struct entry *entry,
                     struct err *err)
{
	return change(ledger, RECORD_TENDER, row, row, entry, err);
}

enum outcome
catalogue_put_promotion(struct ledger *ledger, const struct promotion_row *row, struct entry *entry,
                        struct err *err)
{
	return change(ledger, RECORD_PROMOTION, row, row, entry, err);
}

enum outcome
catalogue_remove(struct ledger *ledger, const char *table, const char *key, struct entry *entry,
                 struct err *err)
{
	union record record;
	enum record_table which = record_table_named(table);
	assert(which < RECORD_TABLES && which != RECORD_ITEM);
	if (!record_key_parse(which, key, &record))
		return err_set(err, RC_NOT_FOUND, _("there is no %s"), key);
	return change(ledger, which, &record, NULL, entry, err);
}
