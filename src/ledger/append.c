/*
 * Appending entries: the one place where the journal grows.
 *
 *   BEGIN IMMEDIATE -> did a stranger write? -> number -> text -> hash -> signature -> insert
 *   -> decode the text again -> derive -> outbox -> COMMIT -> head file
 *
 * A COMMIT that fails may still be on disk: the last page written is the one that makes it so, and
 * it is the sync after it that failed.  The whole is then done once more with the same ids and
 * numbers, which overwrites what was half written; if that fails too, nobody can say, and the
 * ledger accepts nothing more until the next start looks the ids up.
 *
 * A full disk is different: nothing is recorded, and the till can go on when there is room.  But
 * the write that was refused may have been one after the page that makes the COMMIT valid, and a
 * start right now would find it.  So another, tiny COMMIT is made, which begins where that one
 * began: it overwrites the first page of it if that was ever written, and needs no room then.
 */
#include <config.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "base/log.h"
#include "ledger/derive.h"
#include "ledger/entry.h"
#include "ledger/opened.h"
#include "ledger/reserve.h"
#include "ledger/schema.h"

enum { JOURNAL_ADD, OUTBOX_ADD, OVERWRITE };

static const char *const sql[] = {
	[JOURNAL_ADD] = "INSERT INTO journal VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[OUTBOX_ADD] = "INSERT INTO outbox VALUES(?1, ?2, ?3, 0, '', 0)",
	[OVERWRITE] = "UPDATE own SET refused = refused + 1",
};
const struct db_set append_statements = { sql, sizeof(sql) / sizeof(*sql) };

#define AFTER_KINDS_ROOM 8 /* ids of outbox rows are seq * 8 + kind */

/* One call of ledger_append*(). */
struct batch {
	struct ledger *ledger;
	struct entry *const *entries;
	const unsigned *after;
	size_t count;
	ledger_also_fn *also;
	void *context;
	bool renews_key;

	/* while it is tried */
	struct link last;
	int64_t last_seq;
	const struct key_pair *signer;
	bool at_commit; /* it got as far as COMMIT */
	struct buf text;
};

/* ---- may it be written ---- */

static enum outcome
refuse_unknown(struct err *err)
{
	err_set(err, RC_UNKNOWN, _("it is not known yet whether the last sale was recorded"));
	return err_hint(err, "%s",
	                _("do not ring it again: close Ringup and start it, it will tell"));
}

static enum outcome
refuse_stranger(struct err *err)
{
	err_set(err, RC_BROKEN, _("another program wrote to the ledger"));
	err_hint(err, "%s",
	         _("close Ringup, run ringup verify, and call who looks after the till"));
	return RC_BROKEN;
}

static enum outcome
may_append(const struct batch *batch, struct err *err)
{
	const struct ledger *ledger = batch->ledger;
	bool recovers = batch->count && batch->entries[0]->kind == ENTRY_KEY_RECOVERY;
	if (ledger->mode == LEDGER_READ)
		return err_set(err, RC_REFUSED, _("the ledger is open for reading only"));
	if (ledger->unknown)
		return refuse_unknown(err);
	if (ledger->stranger)
		return refuse_stranger(err);
	if (!ledger->keys.has_now && !recovers) {
		err_set(err, RC_REFUSED, _("the till's signing key is missing"));
		return err_hint(err, "%s", _("recover it with the recovery sheet: ringup recover"));
	}
	for (size_t i = 0; i < batch->count && ledger->has_gap; i++) {
		if (batch->entries[i]->kind == ENTRY_GAP)
			break;
		if (entry_kind_is_money(batch->entries[i]->kind)) {
			err_set(err, RC_REFUSED, _("entries are lost: selling is closed"));
			return err_hint(err, "%s", _("a manager has to accept the gap first"));
		}
	}
	return RC_OK;
}

static enum outcome
check_header(struct entry *entry, struct err *err)
{
	unsigned char bytes[16];
	if (entry->id[0] == '\0')
		random_id(entry->id);
	if (strlen(entry->id) != 2 * sizeof(bytes) || !hex_parse(entry->id, bytes, sizeof(bytes)))
		return err_set(err, RC_REFUSED, _("an entry's id is 32 hex digits"));
	if (entry->series >= SERIES_COUNT || entry->kind >= ENTRY_KINDS)
		return err_set(err, RC_REFUSED, _("the ledger refuses this"));
	return RC_OK;
}

/* ---- one entry inside the transaction ---- */

static enum outcome
insert(struct batch *batch, const struct entry *entry, struct err *err)
{
	struct db *db = batch->ledger->db;
	sqlite3_stmt *statement = db_use(db, &append_statements, JOURNAL_ADD);
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
		sqlite3_stmt *statement = db_use(batch->ledger->db, &append_statements, OUTBOX_ADD);
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
	return refuse_stranger(err);
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

static enum outcome
try_once(struct batch *batch, struct err *err)
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

static bool
closes_the_day(const struct batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		enum entry_kind kind = batch->entries[i]->kind;
		if (kind == ENTRY_COUNT || kind == ENTRY_SHIFT_CLOSE || kind == ENTRY_Z ||
		    kind == ENTRY_SIGN_ON)
			return true;
	}
	return false;
}

/* After a COMMIT that a full disk refused; false if it is not certain that it is gone. */
static bool
overwrite_refused(struct db *db)
{
	enum outcome outcome = db_begin(db, NULL);
	if (!outcome)
		outcome = db_run(db, db_use(db, &append_statements, OVERWRITE), NULL);
	if (!outcome)
		outcome = db_commit(db, NULL);
	else
		db_rollback(db);
	return !outcome || db_disk_was_full(db);
}

static enum outcome
give_up(struct batch *batch, struct err *err)
{
	log_line("outcome of a commit is not known: %s", err->detail);
	batch->ledger->unknown = true;
	return refuse_unknown(err);
}

/* The disk is full.  For a closing there is the reserve. */
static enum outcome
try_with_reserve(struct batch *batch, enum outcome outcome, struct err *err)
{
	struct ledger *ledger = batch->ledger;
	if (closes_the_day(batch) && reserve_release(ledger->folder))
		outcome = try_once(batch, err);
	if (outcome && batch->at_commit && !overwrite_refused(ledger->db))
		return give_up(batch, err);
	return outcome;
}

/* Once more, where that can help: room from the reserve, or the same again after a COMMIT that
 * failed. */
static enum outcome
try_again(struct batch *batch, enum outcome outcome, struct err *err)
{
	struct ledger *ledger = batch->ledger;
	if (db_disk_was_full(ledger->db))
		return try_with_reserve(batch, outcome, err);
	if (!batch->at_commit)
		return outcome;
	log_line("commit failed, trying again: %s", err->detail);
	outcome = try_once(batch, err);
	return outcome ? give_up(batch, err) : outcome;
}

/* Numbers the caller left open are open again if nothing came of it. */
struct asked {
	int64_t number;
};

static int64_t *
open_number(struct entry *entry)
{
	if (entry->kind == ENTRY_SUSPENDED)
		return &entry->is.basket.number;
	if (entry->kind == ENTRY_SHIFT_OPEN)
		return &entry->is.shift_open.shift;
	return NULL;
}

static void
remember(const struct batch *batch, struct asked asked[])
{
	for (size_t i = 0; i < batch->count; i++)
		if (open_number(batch->entries[i]))
			asked[i].number = *open_number(batch->entries[i]);
}

static void
forget_numbers(const struct batch *batch, const struct asked asked[])
{
	for (size_t i = 0; i < batch->count; i++)
		if (open_number(batch->entries[i]))
			*open_number(batch->entries[i]) = asked[i].number;
}

/* ---- after COMMIT ---- */

static void
note_entry(struct ledger *ledger, const struct entry *entry)
{
	if (entry->kind == ENTRY_SALE)
		ledger->numbers.receipt[entry->series] = entry->is.sale.number;
	if (entry->kind == ENTRY_Z)
		ledger->numbers.z[entry->series] = entry->is.z.number;
	if (entry->kind == ENTRY_LIVE)
		ledger->live = true;
	if (entry->kind == ENTRY_GAP) {
		ledger->has_gap = false;
		memset(&ledger->gap, 0, sizeof(ledger->gap));
	}
}

/* The entries are on disk now, whatever happens here: trouble is noted and tried again when idle.
 */
static void
settle(struct batch *batch)
{
	struct ledger *ledger = batch->ledger;
	struct err err;
	ledger->last = batch->last;
	ledger->last_seq = batch->last_seq;
	for (size_t i = 0; i < batch->count; i++)
		note_entry(ledger, batch->entries[i]);
	if (tail_write_head(ledger, &err)) {
		log_line("head file: %s (%s)", err.msg, err.detail);
		ledger->head_is_late = true;
	}
	if (batch->renews_key && keys_turn(&ledger->keys, &err))
		log_line("keys: %s (%s)", err.msg, err.detail);
}

static enum outcome
prepare_batch(struct batch *batch, struct err *err)
{
	int renewals = 0;
	enum outcome outcome = may_append(batch, err);
	for (size_t i = 0; i < batch->count && !outcome; i++) {
		enum entry_kind kind = batch->entries[i]->kind;
		outcome = check_header(batch->entries[i], err);
		renewals += kind == ENTRY_Z || kind == ENTRY_KEY_RECOVERY;
	}
	assert(renewals <= 1);
	batch->renews_key = renewals > 0;
	if (!outcome && batch->renews_key && !batch->ledger->keys.has_next)
		outcome = keys_renew(&batch->ledger->keys, err);
	return outcome;
}

static enum outcome
append_batch(struct batch *batch, struct err *err)
{
	struct err own = { 0 };
	struct err *said = err ? err : &own;
	enum outcome outcome = prepare_batch(batch, said);
	if (outcome)
		return outcome;
	struct asked *asked = alloc_zero(batch->count, sizeof(*asked));
	remember(batch, asked);
	outcome = try_once(batch, said);
	if (outcome == RC_SYSTEM)
		outcome = try_again(batch, outcome, said);
	if (outcome)
		forget_numbers(batch, asked);
	else
		settle(batch);
	free(asked);
	buf_done(&batch->text);
	return outcome;
}

enum outcome
ledger_append_also(struct ledger *ledger, struct entry *entry, unsigned after, ledger_also_fn *also,
                   void *context, struct err *err)
{
	struct batch batch = {
		.ledger = ledger,
		.entries = &entry,
		.after = &after,
		.count = 1,
		.also = also,
		.context = context,
	};
	return append_batch(&batch, err);
}

enum outcome
ledger_append(struct ledger *ledger, struct entry *entry, unsigned after, struct err *err)
{
	return ledger_append_also(ledger, entry, after, NULL, NULL, err);
}

enum outcome
ledger_append_all(struct ledger *ledger, struct entry *entries[], size_t count,
                  const unsigned after[], struct err *err)
{
	struct batch batch = {
		.ledger = ledger,
		.entries = entries,
		.after = after,
		.count = count,
	};
	return append_batch(&batch, err);
}
