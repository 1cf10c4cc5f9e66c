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

#include <string.h>

#include "base/gettext.h"
#include "base/log.h"
#include "ledger/attempt.h"
#include "ledger/opened.h"
#include "ledger/reserve.h"

static const char *const sql[] = {
	"UPDATE own SET refused = refused + 1",
};
const struct db_set append_statements = { sql, sizeof(sql) / sizeof(*sql) };

/* ---- may it be written ---- */

static enum outcome
refuse_unknown(struct err *err)
{
	err_set(err, RC_UNKNOWN, _("it is not known yet whether the last sale was recorded"));
	return err_hint(err, "%s",
	                _("do not ring it again: close Ringup and start it, it will tell"));
}

static enum outcome
may_append(const struct attempt *attempt, struct err *err)
{
	const struct ledger *ledger = attempt->ledger;
	enum entry_kind kind = attempt->entry->kind;
	if (ledger->mode == LEDGER_READ)
		return err_set(err, RC_REFUSED, _("the ledger is open for reading only"));
	if (ledger->unknown)
		return refuse_unknown(err);
	if (ledger->stranger)
		return attempt_refuse_stranger(err);
	if (!ledger->keys.has_now && kind != ENTRY_KEY_RECOVERY) {
		err_set(err, RC_REFUSED, _("the till's signing key is missing"));
		return err_hint(err, "%s", _("recover it with the recovery sheet: ringup recover"));
	}
	if (ledger->has_gap && entry_kind_is_money(kind)) {
		err_set(err, RC_REFUSED, _("entries are lost: selling is closed"));
		return err_hint(err, "%s", _("a manager has to accept the gap first"));
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

/* ---- once more ---- */

/* Closing it, and the way there: the till must start and someone sign on. */
static bool
closes_the_day(const struct attempt *attempt)
{
	enum entry_kind kind = attempt->entry->kind;
	return kind == ENTRY_COUNT || kind == ENTRY_SHIFT_CLOSE || kind == ENTRY_Z ||
	       kind == ENTRY_SIGN_ON || kind == ENTRY_START;
}

/* After a COMMIT that a full disk refused; false if it is not certain that it is gone. */
static bool
overwrite_refused(struct db *db)
{
	enum outcome outcome = db_begin(db, NULL);
	if (!outcome)
		outcome = db_run(db, db_use(db, &append_statements, 0), NULL);
	if (!outcome)
		outcome = db_commit(db, NULL);
	else
		db_rollback(db);
	return !outcome || db_disk_was_full(db);
}

static enum outcome
give_up(struct attempt *attempt, struct err *err)
{
	log_line("outcome of a commit is not known: %s", err->detail);
	attempt->ledger->unknown = true;
	return refuse_unknown(err);
}

/* The disk is full.  For a closing there is the reserve. */
static enum outcome
try_with_reserve(struct attempt *attempt, enum outcome outcome, struct err *err)
{
	struct ledger *ledger = attempt->ledger;
	if (closes_the_day(attempt) && reserve_release(ledger->folder))
		outcome = attempt_run(attempt, err);
	if (outcome && attempt->at_commit && !overwrite_refused(ledger->db))
		return give_up(attempt, err);
	return outcome;
}

/* Once more, where that can help: room from the reserve, or the same again after a COMMIT that
 * failed. */
static enum outcome
try_again(struct attempt *attempt, enum outcome outcome, struct err *err)
{
	struct ledger *ledger = attempt->ledger;
	if (db_disk_was_full(ledger->db))
		return try_with_reserve(attempt, outcome, err);
	if (!attempt->at_commit)
		return outcome;
	log_line("commit failed, trying again: %s", err->detail);
	outcome = attempt_run(attempt, err);
	return outcome ? give_up(attempt, err) : outcome;
}

/* A number the caller left open is open again if nothing came of it. */
static int64_t *
open_number(struct entry *entry)
{
	if (entry->kind == ENTRY_SUSPENDED)
		return &entry->is.basket.number;
	if (entry->kind == ENTRY_SHIFT_OPEN)
		return &entry->is.shift_open.shift;
	return NULL;
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
settle(struct attempt *attempt)
{
	struct ledger *ledger = attempt->ledger;
	struct err err;
	ledger->last = attempt->last;
	ledger->last_seq = attempt->last_seq;
	note_entry(ledger, attempt->entry);
	if (tail_write_head(ledger, &err)) {
		log_line("head file: %s (%s)", err.msg, err.detail);
		ledger->head_is_late = true;
	}
	if (attempt->renews_key && keys_turn(&ledger->keys, &err))
		log_line("keys: %s (%s)", err.msg, err.detail);
}

static enum outcome
prepare(struct attempt *attempt, struct err *err)
{
	enum entry_kind kind = attempt->entry->kind;
	enum outcome outcome = may_append(attempt, err);
	if (!outcome)
		outcome = check_header(attempt->entry, err);
	attempt->renews_key = kind == ENTRY_Z || kind == ENTRY_KEY_RECOVERY;
	if (!outcome && attempt->renews_key && !attempt->ledger->keys.has_next)
		outcome = keys_renew(&attempt->ledger->keys, err);
	return outcome;
}

static enum outcome
append(struct attempt *attempt, struct err *err)
{
	struct err own = { 0 };
	struct err *said = err ? err : &own;
	enum outcome outcome = prepare(attempt, said);
	if (outcome)
		return outcome;
	int64_t *number = open_number(attempt->entry), asked = number ? *number : 0;
	outcome = attempt_run(attempt, said);
	if (outcome == RC_SYSTEM)
		outcome = try_again(attempt, outcome, said);
	if (!outcome)
		settle(attempt);
	else if (number)
		*number = asked;
	buf_done(&attempt->text);
	return outcome;
}

enum outcome
ledger_append_also(struct ledger *ledger, struct entry *entry, unsigned after, ledger_also_fn *also,
                   void *context, struct err *err)
{
	struct attempt attempt = {
		.ledger = ledger,
		.entry = entry,
		.after = after,
		.also = also,
		.context = context,
	};
	return append(&attempt, err);
}

enum outcome
ledger_append(struct ledger *ledger, struct entry *entry, unsigned after, struct err *err)
{
	return ledger_append_also(ledger, entry, after, NULL, NULL, err);
}
