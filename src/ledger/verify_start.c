/*
 * What a start has time to look at, and the slices in which an idle till reads the rest.
 */
#include <config.h>

#include <inttypes.h>
#include <stdlib.h>

#include "base/gettext.h"
#include "ledger/chain.h"
#include "ledger/entry.h"
#include "ledger/journal.h"
#include "ledger/opened.h"
#include "ledger/schema.h"

enum { LAST_Z, KEY_AT };
static const char *const sql[] = {
	[LAST_Z] = "SELECT max(place) FROM z WHERE place >= ? AND place < ? HAVING count(*) > 0",
	[KEY_AT] =
	        "SELECT key FROM epoch WHERE place <= ? AND place >= ? ORDER BY place DESC LIMIT 1",
};
static const struct db_set verify_start_statements = { sql, sizeof(sql) / sizeof(*sql) };

/* ---- in slices ---- */

static enum outcome
check_slice_row(struct ledger *ledger, int64_t seq, struct err *err)
{
	struct entry entry;
	enum outcome outcome = journal_read(ledger, ledger_till(ledger), seq, &entry, err);
	if (outcome == RC_NOT_FOUND)
		return RC_OK; /* in a gap, which was told at start */
	if (!outcome)
		entry_done(&entry);
	return outcome;
}

enum outcome
journal_verify_slice(struct ledger *ledger, int64_t *seq, int count, struct err *err)
{
	struct db *db = ledger_db(ledger);
	int64_t last = ledger_last_seq(ledger);
	enum outcome outcome = db_begin_reading(db, err); /* else each entry locks by itself */
	if (outcome)
		return outcome;
	if (*seq < 1)
		*seq = 1;
	for (; count > 0 && *seq <= last && !outcome; count--) {
		outcome = check_slice_row(ledger, *seq, err);
		*seq += !outcome;
	}
	db_end_reading(db);
	if (outcome)
		return outcome;
	return *seq <= last ? RC_BUSY : RC_OK;
}

/* ---- at start ---- */

static enum outcome
check_signature(struct ledger *ledger, int64_t seq, struct err *err)
{
	struct db *db = ledger_db(ledger);
	struct public_key key = { { 0 } };
	struct link link;
	char *text = NULL;
	size_t length;
	int till = ledger_till(ledger);
	enum outcome outcome =
	        journal_stored(ledger, till, seq, &text, &length, &link.hash, &link.signature, err);
	free(text);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(db, &verify_start_statements, KEY_AT);
	DB_INTS(statement, PLACE(till, seq), PLACE(till, 0));
	outcome = db_row(db, statement, err);
	bool known = !outcome && db_column_bytes(statement, 0, key.bytes, sizeof(key.bytes));
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (!known || !chain_is_signed(&link, &key)) {
		err_set(err, RC_BROKEN, _("the signature of entry %" PRId64 " is wrong"), seq);
		return err_hint(err, "%s", _("run ringup verify"));
	}
	return RC_OK;
}

/* Entry and signature, as far as they can be seen from the entry before. */
static enum outcome
check_one(struct ledger *ledger, int64_t seq, struct err *err)
{
	struct entry entry;
	enum outcome outcome = journal_read(ledger, ledger_till(ledger), seq, &entry, err);
	if (outcome)
		return outcome;
	entry_done(&entry);
	return check_signature(ledger, seq, err);
}

enum outcome
journal_check_end(struct ledger *ledger, struct err *err)
{
	struct db *db = ledger_db(ledger);
	int till = ledger_till(ledger);
	int64_t z = 0;
	db_add_set(db, &verify_start_statements);
	sqlite3_stmt *statement = db_use(db, &verify_start_statements, LAST_Z);
	DB_INTS(statement, PLACE(till, 0), PLACE(till + 1, 0));
	enum outcome outcome = db_number(db, statement, &z, err);
	if (!outcome)
		outcome = check_one(ledger, PLACE_SEQ(z), err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	return check_one(ledger, ledger_last_seq(ledger), err);
}
