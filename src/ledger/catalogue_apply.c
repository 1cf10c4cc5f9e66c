#include <config.h>

#include "ledger/catalogue_apply.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/catalogue_file.h"
#include "ledger/catalogue_rows.h"
#include "ledger/journal.h"

#define PAGE 64

void
record_text(enum record_table table, const void *record, struct buf *out)
{
	struct json_writer writer = { .buf = out };
	json_open_object(&writer, NULL);
	record_encode(table, record, &writer);
	json_close_object(&writer);
}

/* ---- one entry ---- */

static enum outcome
broken(const struct entry *entry, struct err *err)
{
	err_set(err, RC_BROKEN, _("a change of the catalogue cannot be read from the journal"));
	err_detail(err, "entry %lld, %s %s", (long long)entry->seq, entry->is.record.table,
	           entry->is.record.key);
	return RC_BROKEN;
}

/* The price of an item that was there begins now; the ones before it stay its history. */
static enum outcome
put_price(struct db *db, const struct entry *entry, const struct item_record *after,
          struct err *err)
{
	const char *text = entry->is.record.before;
	struct item_record before, present = *after;
	struct json_doc *doc = NULL;
	int64_t id = 0;
	if (!text || !*text)
		return RC_OK;
	if (json_parse(&doc, text, strlen(text), NULL))
		return broken(entry, err);
	enum outcome outcome = record_decode(RECORD_ITEM, json_root(doc), &before, err);
	json_free(&doc);
	if (outcome || same_price(&before.item, &after->item))
		return outcome;
	outcome = rows_get(db, RECORD_ITEM, &present, &id, err);
	return outcome ? outcome : rows_put_price(db, id, entry->at.utc_ms, &after->item, err);
}

static enum outcome
put_record(struct db *db, const struct entry *entry, enum record_table table, struct err *err)
{
	const char *text = entry->is.record.after;
	struct json_doc *doc = NULL;
	union record record;
	if (json_parse(&doc, text, strlen(text), NULL))
		return broken(entry, err);
	enum outcome outcome = record_decode(table, json_root(doc), &record, err);
	if (!outcome)
		outcome = rows_put(db, table, &record, entry->at.utc_ms, err);
	if (!outcome && table == RECORD_ITEM)
		outcome = put_price(db, entry, &record.item, err);
	json_free(&doc);
	return outcome;
}

static enum outcome
apply_here(struct db *db, const struct entry *entry, struct err *err)
{
	const struct record_facts *facts = &entry->is.record;
	enum record_table table = record_table_named(facts->table);
	bool put = facts->after && *facts->after;
	union record key;
	if (strcmp(facts->table, CUSTOMER_TABLE) == 0) /* stands in the ledger */
		return RC_OK;
	if (table == RECORD_TABLES || !record_key_parse(table, facts->key, &key) ||
	    (table == RECORD_ITEM && !put))
		return broken(entry, err);
	return put ? put_record(db, entry, table, err) : rows_remove(db, table, &key, err);
}

enum outcome
catalogue_apply(struct db *db, const struct entry *entry, struct err *err)
{
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	outcome = apply_here(db, entry, err);
	if (!outcome)
		outcome = catalogue_state_put(db, "seq", entry->seq, "", err);
	if (!outcome)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

/* ---- entries the file has not taken in ---- */

/* Numbers of entries of this kind after `after`, newest first; *count grows *seqs.  Caller frees.
 */
static enum outcome
later_entries(struct ledger *ledger, int64_t after, int64_t **seqs, size_t *count, struct err *err)
{
	struct journal_query query = { .kind = ENTRY_RECORD, .series = SERIES_COUNT };
	struct journal_row rows[PAGE];
	size_t found = PAGE;
	bool reached = false;
	while (found == PAGE && !reached) {
		enum outcome outcome = journal_find(ledger, &query, rows, PAGE, &found, err);
		if (outcome)
			return outcome;
		*seqs = alloc_again(*seqs, *count + found + 1, sizeof(**seqs));
		for (size_t i = 0; i < found && !reached; i++) {
			reached = rows[i].seq <= after;
			if (!reached)
				(*seqs)[(*count)++] = query.before_seq = rows[i].seq;
		}
	}
	return RC_OK;
}

/* Takes in all entries about records after the one the file knows. */
static enum outcome
take_in(struct ledger *ledger, struct db *db, struct err *err)
{
	int64_t known = 0, *seqs = NULL;
	size_t count = 0;
	enum outcome outcome = catalogue_state(db, "seq", &known, NULL, 0, err);
	if (!outcome)
		outcome = later_entries(ledger, known, &seqs, &count, err);
	while (!outcome && count--) {
		struct entry entry;
		outcome = journal_read(ledger, ledger_till(ledger), seqs[count], &entry, err);
		if (outcome)
			break;
		outcome = catalogue_apply(db, &entry, err);
		entry_done(&entry);
	}
	free(seqs);
	return outcome;
}

/* ---- swapping an import in ---- */

static enum outcome
open_new(struct ledger *ledger, struct db **db, unsigned flags, struct err *err)
{
	char *path = catalogue_path(ledger_folder(ledger), CATALOGUE_NEW);
	enum outcome outcome = catalogue_open_file(db, path, flags, err);
	free(path);
	return outcome;
}

static enum outcome
read_facts(struct db *db, struct catalogue_facts *facts, char id[static ID_TEXT_MAX],
           struct err *err)
{
	char digest[2 * HASH_BYTES + 1] = "";
	memset(facts, 0, sizeof(*facts));
	enum outcome outcome = catalogue_state(db, "id", NULL, id, ID_TEXT_MAX, err);
	if (!outcome)
		outcome = catalogue_state(db, "file", NULL, facts->file, sizeof(facts->file), err);
	if (!outcome)
		outcome = catalogue_state(db, "digest", NULL, digest, sizeof(digest), err);
	if (!outcome)
		outcome = catalogue_state(db, "what", NULL, facts->what, sizeof(facts->what), err);
	if (!outcome)
		outcome = catalogue_state(db, "added", &facts->added, NULL, 0, err);
	if (!outcome)
		outcome = catalogue_state(db, "changed", &facts->changed, NULL, 0, err);
	if (!outcome)
		outcome = catalogue_state(db, "removed", &facts->removed, NULL, 0, err);
	if (!outcome)
		outcome = catalogue_state(db, "unchanged", &facts->unchanged, NULL, 0, err);
	if (!outcome && *digest)
		hex_parse(digest, facts->digest.bytes, HASH_BYTES);
	if (!outcome && !*id)
		outcome = err_set(err, RC_BROKEN, _("the imported catalogue is damaged"));
	return outcome;
}

bool
catalogue_new_waits(struct ledger *ledger, struct catalogue_facts *facts)
{
	struct db *db = NULL;
	struct catalogue_facts found;
	char id[ID_TEXT_MAX];
	if (open_new(ledger, &db, 0, NULL))
		return false;
	bool waits = read_facts(db, &found, id, NULL) == RC_OK;
	if (waits && facts)
		*facts = found;
	db_close(&db);
	return waits;
}

/* catalogue.new was made from the catalogue as it stood then: what was changed by hand since is
 * taken in again, then it is put in place as of entry seq. */
static enum outcome
finish_swap(struct ledger *ledger, int64_t seq, struct err *err)
{
	struct db *db = NULL;
	enum outcome outcome = open_new(ledger, &db, DB_WRITE, err);
	if (outcome)
		return outcome;
	outcome = take_in(ledger, db, err);
	if (!outcome)
		outcome = catalogue_state_put(db, "seq", seq, "", err);
	db_close(&db);
	return outcome ? outcome : catalogue_replace(ledger_catalogue(ledger), err);
}

enum outcome
catalogue_swap(struct ledger *ledger, struct entry *entry, struct err *err)
{
	struct db *db = NULL;
	struct catalogue_facts facts;
	char id[ID_TEXT_MAX];
	enum outcome outcome = open_new(ledger, &db, 0, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("no import waits"));
	if (outcome)
		return outcome;
	outcome = read_facts(db, &facts, id, err);
	db_close(&db);
	if (outcome)
		return outcome;
	entry->kind = ENTRY_CATALOGUE;
	memset(&entry->is, 0, sizeof(entry->is));
	entry->is.catalogue = facts;
	memcpy(entry->id, id, sizeof(id));
	outcome = ledger_append(ledger, entry, 0, err);
	return outcome ? outcome : finish_swap(ledger, entry->seq, err);
}

/* An import whose entry was written before the till died. */
static enum outcome
finish_old_swap(struct ledger *ledger, struct err *err)
{
	struct db *db = NULL;
	struct catalogue_facts facts;
	struct entry entry;
	char id[ID_TEXT_MAX];
	if (open_new(ledger, &db, 0, NULL))
		return RC_OK;
	enum outcome outcome = read_facts(db, &facts, id, NULL);
	db_close(&db);
	if (outcome || journal_read_by_id(ledger, id, &entry, NULL))
		return RC_OK;
	outcome = entry.kind == ENTRY_CATALOGUE ? finish_swap(ledger, entry.seq, err) : RC_OK;
	entry_done(&entry);
	return outcome;
}

enum outcome
catalogue_catch_up(struct ledger *ledger, struct err *err)
{
	enum outcome outcome = finish_old_swap(ledger, err);
	if (!outcome)
		outcome = take_in(ledger, catalogue_db(ledger_catalogue(ledger)), err);
	return outcome;
}
