/*
 * One transaction: number, encode, hash, sign, insert, derive from the stored text, COMMIT.
 */
#include <config.h>

#include "ledger/attempt.h"

#include "base/gettext.h"
#include "ledger/derive.h"
#include "ledger/entry.h"
#include "ledger/outbox.h"
#include "ledger/schema.h"

enum { JOURNAL_ADD, OUTBOX_ADD };

static const char *const sql[] = {
	[JOURNAL_ADD] = "INSERT INTO journal VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[OUTBOX_ADD] = "INSERT INTO outbox(id, kind, seq, tries, status, state)"
	               " VALUES(?1, ?2, ?3, 0, '', 0)",
};
const struct db_set attempt_statements = { sql, sizeof(sql) / sizeof(*sql) };

enum outcome
attempt_refuse_stranger(struct err *err)
{
	err_set(err, RC_BROKEN, _("another program wrote to the ledger"));
	err_hint(err, "%s",
	         _("close Ringup, run ringup verify, and call who looks after the till"));
	return RC_BROKEN;
}

/* ---- one entry inside the transaction ---- */

static enum outcome
insert(struct attempt *attempt, const struct entry *entry, struct err *err)
{
	struct db *db = attempt->ledger->db;
	sqlite3_stmt *statement = db_use(db, &attempt_statements, JOURNAL_ADD);
	int64_t columns[JOURNAL_COLUMNS];
	journal_columns(entry, columns);
	db_bind_ints(statement, columns, JOURNAL_COLUMNS);
	db_bind_text(statement, JOURNAL_COLUMNS + 1, attempt->text.text);
	db_bind_bytes(statement, JOURNAL_COLUMNS + 2, attempt->last.hash.bytes, HASH_BYTES);
	db_bind_bytes(statement, JOURNAL_COLUMNS + 3, attempt->last.signature.bytes,
	              SIGNATURE_BYTES);
	return db_run(db, statement, err);
}

/* What is derived comes from the stored bytes, so that live and rebuild cannot differ. */
static enum outcome
derive_stored(struct attempt *attempt, struct err *err)
{
	struct entry stored;
	enum outcome outcome =
	        entry_decode_own(&stored, attempt->text.text, attempt->text.length, err);
	if (outcome)
		return err_set(err, RC_REFUSED, _("a text that is no UTF-8 is not recorded"));
	outcome = derive_entry(attempt->ledger->db, &stored, err);
	entry_done(&stored);
	return outcome;
}

static enum outcome
add_outbox(struct attempt *attempt, int64_t seq, unsigned after, struct err *err)
{
	enum outcome outcome = RC_OK;
	for (int kind = 0; kind < AFTER_KINDS_ROOM && !outcome; kind++) {
		if (!(after & 1u << kind))
			continue;
		sqlite3_stmt *statement =
		        db_use(attempt->ledger->db, &attempt_statements, OUTBOX_ADD);
		DB_INTS(statement, outbox_id(seq, kind), kind, seq);
		outcome = db_run(attempt->ledger->db, statement, err);
	}
	return outcome;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static enum outcome
number(struct attempt *attempt, struct entry *entry, struct err *err)
{
	struct ledger *ledger = attempt->ledger;
	struct numbering known = {
		.floor = ledger->floor,
		.last = attempt->last,
		.last_seq = attempt->last_seq,
		.head_seq = ledger->head_seq,
		.gap = ledger->has_gap ? &ledger->gap : NULL,
	};
	if (attempt->renews_key)
		known.next_key = ledger->keys.next.public;
	entry->till = ledger->till;
	entry->seq = later(attempt->last_seq, ledger->floor.seq) + 1;
	if (entry->seq >= PLACE_SEQS)
		return err_set(err, RC_REFUSED, _("the journal of this till is full"));
	return numbering_fill(ledger->db, &known, entry, err);
}

static enum outcome
append_one(struct attempt *attempt, struct err *err)
{
	struct entry *entry = attempt->entry;
	enum outcome outcome = number(attempt, entry, err);
	if (outcome)
		return outcome;
	if (entry->kind == ENTRY_KEY_RECOVERY)
		attempt->signer = &attempt->ledger->keys.next;
	buf_clear(&attempt->text);
	entry_encode(entry, &attempt->text);
	struct link before = attempt->last;
	chain_hash(&attempt->last.hash, attempt->text.text, attempt->text.length, &before);
	chain_sign(&attempt->last.signature, attempt->signer, &attempt->last.hash);
	outcome = insert(attempt, entry, err);
	if (!outcome)
		outcome = derive_stored(attempt, err);
	if (!outcome)
		outcome = add_outbox(attempt, entry->seq, attempt->after, err);
	attempt->last_seq = entry->seq;
	return outcome;
}

/* ---- the transaction ---- */

static enum outcome
check_stranger(struct ledger *ledger, struct err *err)
{
	if (!db_stranger_wrote(ledger->db))
		return RC_OK;
	ledger->stranger = true;
	return attempt_refuse_stranger(err);
}

static enum outcome
append_in_transaction(struct attempt *attempt, struct err *err)
{
	struct ledger *ledger = attempt->ledger;
	enum outcome outcome = check_stranger(ledger, err);
	attempt->last = ledger->last;
	attempt->last_seq = ledger->last_seq;
	attempt->signer = &ledger->keys.now;
	if (!outcome)
		outcome = append_one(attempt, err);
	if (!outcome && attempt->also)
		outcome = attempt->also(attempt->context, ledger, err);
	return outcome;
}

enum outcome
attempt_run(struct attempt *attempt, struct err *err)
{
	struct db *db = attempt->ledger->db;
	attempt->at_commit = false;
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	outcome = append_in_transaction(attempt, err);
	if (outcome) {
		db_rollback(db);
		return outcome;
	}
	attempt->at_commit = true;
	return db_commit(db, err);
}
