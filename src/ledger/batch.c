/*
 * One transaction: number, encode, hash, sign, insert, derive from the stored text, COMMIT.
 */
#include <config.h>

#include "ledger/batch.h"

#include "base/gettext.h"
#include "ledger/derive.h"
#include "ledger/entry.h"
#include "ledger/schema.h"

enum { JOURNAL_ADD, OUTBOX_ADD };

static const char *const sql[] = {
	[JOURNAL_ADD] = "INSERT INTO journal VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[OUTBOX_ADD] = "INSERT INTO outbox VALUES(?1, ?2, ?3, 0, '', 0)",
};
const struct db_set batch_statements = { sql, sizeof(sql) / sizeof(*sql) };

#define AFTER_KINDS_ROOM 8 /* ids of outbox rows are seq * 8 + kind */

enum outcome
batch_refuse_stranger(struct err *err)
{
	err_set(err, RC_BROKEN, _("another program wrote to the ledger"));
	err_hint(err, "%s",
	         _("close Ringup, run ringup verify, and call who looks after the till"));
	return RC_BROKEN;
}

/* ---- one entry inside the transaction ---- */

static enum outcome
insert(struct batch *batch, const struct entry *entry, struct err *err)
{
	struct db *db = batch->ledger->db;
	sqlite3_stmt *statement = db_use(db, &batch_statements, JOURNAL_ADD);
	int64_t columns[JOURNAL_COLUMNS];
	journal_columns(entry, columns);
	db_bind_ints(statement, columns, JOURNAL_COLUMNS);
	db_bind_text(statement, JOURNAL_COLUMNS + 1, batch->text.text);
	db_bind_bytes(statement, JOURNAL_COLUMNS + 2, batch->last.hash.bytes, HASH_BYTES);
	db_bind_bytes(statement, JOURNAL_COLUMNS + 3, batch->last.signature.bytes, SIGNATURE_BYTES);
	return db_run(db, statement, err);
}

/* What is derived comes from the stored bytes, so that live and rebuild cannot differ. */
static enum outcome
derive_stored(struct batch *batch, struct err *err)
{
	struct entry stored;
	enum outcome outcome = entry_decode_own(&stored, batch->text.text, batch->text.length, err);
	if (outcome)
		return err_set(err, RC_REFUSED, _("a text that is no UTF-8 is not recorded"));
	outcome = derive_entry(batch->ledger->db, &stored, err);
	entry_done(&stored);
	return outcome;
}

static enum outcome
add_outbox(struct batch *batch, int64_t seq, unsigned after, struct err *err)
{
	enum outcome outcome = RC_OK;
	for (int kind = 0; kind < AFTER_KINDS_ROOM && !outcome; kind++) {
		if (!(after & 1u << kind))
			continue;
		sqlite3_stmt *statement = db_use(batch->ledger->db, &batch_statements, OUTBOX_ADD);
		DB_INTS(statement, seq * AFTER_KINDS_ROOM + kind, kind, seq);
		outcome = db_run(batch->ledger->db, statement, err);
	}
	return outcome;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static enum outcome
number(struct batch *batch, struct entry *entry, struct err *err)
{
	struct ledger *ledger = batch->ledger;
	struct numbering known = {
		.floor = ledger->floor,
		.last = batch->last,
		.last_seq = batch->last_seq,
		.head_seq = ledger->head_seq,
		.gap = ledger->has_gap ? &ledger->gap : NULL,
	};
	if (batch->renews_key)
		known.next_key = ledger->keys.next.public;
	entry->till = ledger->till;
	entry->seq = later(batch->last_seq, ledger->floor.seq) + 1;
	if (entry->seq >= PLACE_SEQS)
		return err_set(err, RC_REFUSED, _("the journal of this till is full"));
	return numbering_fill(ledger->db, &known, entry, err);
}

static enum outcome
append_one(struct batch *batch, struct entry *entry, unsigned after, struct err *err)
{
	enum outcome outcome = number(batch, entry, err);
	if (outcome)
		return outcome;
	if (entry->kind == ENTRY_KEY_RECOVERY)
		batch->signer = &batch->ledger->keys.next;
	buf_clear(&batch->text);
	entry_encode(entry, &batch->text);
	struct link before = batch->last;
	chain_hash(&batch->last.hash, batch->text.text, batch->text.length, &before);
	chain_sign(&batch->last.signature, batch->signer, &batch->last.hash);
	outcome = insert(batch, entry, err);
	if (!outcome)
		outcome = derive_stored(batch, err);
	if (!outcome)
		outcome = add_outbox(batch, entry->seq, after, err);
	batch->last_seq = entry->seq;
	if (entry->kind == ENTRY_Z)
		batch->signer = &batch->ledger->keys.next;
	return outcome;
}

/* ---- the transaction ---- */

static enum outcome
check_stranger(struct ledger *ledger, struct err *err)
{
	if (!db_stranger_wrote(ledger->db))
		return RC_OK;
	ledger->stranger = true;
	return batch_refuse_stranger(err);
}

static enum outcome
append_in_transaction(struct batch *batch, struct err *err)
{
	struct ledger *ledger = batch->ledger;
	enum outcome outcome = check_stranger(ledger, err);
	batch->last = ledger->last;
	batch->last_seq = ledger->last_seq;
	batch->signer = &ledger->keys.now;
	for (size_t i = 0; i < batch->count && !outcome; i++)
		outcome = append_one(batch, batch->entries[i], batch->after ? batch->after[i] : 0,
		                     err);
	if (!outcome && batch->also)
		outcome = batch->also(batch->context, ledger, err);
	return outcome;
}

enum outcome
batch_try(struct batch *batch, struct err *err)
{
	struct db *db = batch->ledger->db;
	batch->at_commit = false;
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	outcome = append_in_transaction(batch, err);
	if (outcome) {
		db_rollback(db);
		return outcome;
	}
	batch->at_commit = true;
	return db_commit(db, err);
}
