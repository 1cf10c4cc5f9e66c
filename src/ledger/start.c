/*
 * What is looked at before a writer may write: does the till have the key that signs next, and has
 * the ledger come as far as the head file says?
 */
#include <config.h>

#include "base/gettext.h"
#include "base/log.h"
#include "ledger/opened.h"
#include "ledger/schema.h"

enum { EPOCH_LAST, GAP_OPEN, HASH_AT };

static const char *const sql[] = {
	[EPOCH_LAST] = "SELECT key FROM epoch WHERE place < ? ORDER BY place DESC LIMIT 1",
	[GAP_OPEN] = ("SELECT min(place), max(last) FROM gap WHERE accepted = 0"
	              " AND place >= ? AND place < ? HAVING count(*) > 0"),
	[HASH_AT] = "SELECT hash FROM journal WHERE place = ?",
};
const struct db_set start_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger->db, &start_statements, which);
}

enum outcome
start_load_keys(struct ledger *ledger, struct err *err)
{
	struct public_key wanted = { { 0 } };
	sqlite3_stmt *statement = use(ledger, EPOCH_LAST);
	DB_INTS(statement, PLACE(ledger->till + 1, 0));
	enum outcome outcome = db_row(ledger->db, statement, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (!outcome) {
		db_column_bytes(statement, 0, wanted.bytes, sizeof(wanted.bytes));
		sqlite3_reset(statement);
	}
	outcome = keys_load(&ledger->keys, ledger->folder, &wanted, err);
	ledger->keys.in_memory = ledger->mode == LEDGER_WRITE_FAST;
	return outcome;
}

/* ---- head file against ledger ---- */

static enum outcome
two_histories(struct err *err)
{
	err_set(err, RC_BROKEN, _("the ledger and its head file tell different stories"));
	return err_hint(err, "%s",
	                _("an old copy may have been put back: run ringup verify, then restore"));
}

/* The head file was written after some entry; that entry must still be the same. */
static enum outcome
compare_hash(struct ledger *ledger, const struct head_record *record, struct err *err)
{
	struct hash hash;
	sqlite3_stmt *statement = use(ledger, HASH_AT);
	DB_INTS(statement, PLACE(ledger->till, record->seq));
	enum outcome outcome = db_row(ledger->db, statement, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	bool same = !outcome && db_column_bytes(statement, 0, hash.bytes, HASH_BYTES) &&
	            hash_equal(&hash, &record->hash);
	sqlite3_reset(statement);
	return same ? RC_OK : two_histories(err);
}

static void
open_gap(struct ledger *ledger, const struct head_record *record, int64_t first, int64_t last)
{
	ledger->has_gap = true;
	ledger->floor = *record;
	ledger->gap.first_seq = first;
	ledger->gap.last_seq = last;
	for (int i = 0; i < SERIES_COUNT; i++) {
		ledger->gap.receipt[i] = record->receipt[i];
		ledger->gap.z[i] = record->z[i];
	}
	log_line("gap: entries %lld to %lld are lost", (long long)first, (long long)last);
}

/* A gap that was seen at an earlier start and not accepted yet. */
static enum outcome
find_open_gap(struct ledger *ledger, const struct head_record *record, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, GAP_OPEN);
	DB_INTS(statement, PLACE(ledger->till, 0), PLACE(ledger->till + 1, 0));
	enum outcome outcome = db_row(ledger->db, statement, err);
	if (outcome == RC_NOT_FOUND)
		return RC_OK;
	if (outcome)
		return outcome;
	open_gap(ledger, record, PLACE_SEQ(sqlite3_column_int64(statement, 0)),
	         PLACE_SEQ(sqlite3_column_int64(statement, 1)));
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
start_compare_head(struct ledger *ledger, struct err *err)
{
	struct head_record record = { .till = ledger->till };
	enum outcome outcome =
	        head_open(&ledger->head, ledger->folder, ledger->mode == LEDGER_WRITE_FAST, err);
	if (outcome)
		return outcome;
	bool known = head_last(ledger->head, &record);
	ledger->head_seq = known ? record.seq : 0;
	ledger->head_was_missing = !known && ledger->last_seq > 0;
	if (known && record.till != ledger->till)
		return two_histories(err);
	if (known && record.seq <= ledger->last_seq)
		outcome = compare_hash(ledger, &record, err);
	if (!outcome)
		outcome = find_open_gap(ledger, &record, err);
	if (outcome)
		return outcome;
	bool ahead = known && record.seq > ledger->last_seq;
	if (ahead)
		open_gap(ledger, &record,
		         ledger->has_gap ? ledger->gap.first_seq : ledger->last_seq + 1,
		         record.seq);
	outcome = tail_find_numbers(ledger, err);
	if (outcome || ahead || (known && record.seq == ledger->last_seq))
		return outcome;
	return tail_write_head(ledger, err);
}
