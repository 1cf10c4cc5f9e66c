/*
 * Verifying: every entry's hash follows from its text and the entry before it; its columns and
 * numbers are those of the text; the keys that sign are the ones that earlier entries named.
 *
 * A chain does not notice a tail that was cut off, and today's key can rewrite everything since it
 * came into use.  So what stands outside is taken in: the head file, and an anchor (the piece of a
 * hash printed on a receipt or Z).
 */
#include <config.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "ledger/chain.h"
#include "ledger/entry.h"
#include "ledger/head.h"
#include "ledger/inside.h"
#include "ledger/journal.h"
#include "ledger/opened.h"
#include "ledger/rebuild.h"
#include "ledger/schema.h"

enum { WALK, INTEGRITY, LAST_Z, KEY_AT };
static const char *const sql[] = {
	[WALK] = ("SELECT place, kind, series, day, at, offset, staff, approver, number, amount,"
	          " body, hash, signature FROM journal WHERE place >= ? AND place < ? ORDER BY place"),
	[INTEGRITY] = "PRAGMA integrity_check(1)",
	[LAST_Z] = "SELECT max(place) FROM z WHERE place >= ? AND place < ? HAVING count(*) > 0",
	[KEY_AT] =
	        "SELECT key FROM epoch WHERE place <= ? AND place >= ? ORDER BY place DESC LIMIT 1",
};
static const struct db_set verify_statements = { sql, sizeof(sql) / sizeof(*sql) };

/* Numbers that were jumped over and wait for a gap entry to name them. */
struct hole {
	int64_t first, last;
};

struct walk {
	struct ledger *ledger;
	const struct verify_options *options;
	struct verify_report *report;
	struct link last;
	int64_t seq; /* of the entry looked at */
	int64_t last_seq;
	struct public_key key;      /* that signs now */
	struct public_key last_key; /* that signed the entry looked at */
	struct public_key root_key;
	bool has_key;
	struct hole holes[16];
	int hole_count;
	struct grand_totals grand[SERIES_COUNT];
	int64_t receipt[SERIES_COUNT], z[SERIES_COUNT];
	struct head_record head;
	bool has_head;
	bool anchor_seen;
};

static enum outcome bad(struct walk *walk, struct err *err, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static enum outcome
bad(struct walk *walk, struct err *err, const char *format, ...)
{
	char why[200];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	if (walk->report->first_bad_seq == 0)
		walk->report->first_bad_seq = walk->seq;
	text_copy(walk->report->what, sizeof(walk->report->what), why);
	return err_set(err, RC_BROKEN, "%s", why);
}

/* ---- one entry ---- */

static bool
columns_agree(sqlite3_stmt *statement, const struct entry *entry)
{
	int64_t columns[JOURNAL_COLUMNS];
	journal_columns(entry, columns);
	for (int i = 0; i < JOURNAL_COLUMNS; i++)
		if (sqlite3_column_type(statement, i) != SQLITE_INTEGER ||
		    sqlite3_column_int64(statement, i) != columns[i])
			return false;
	return true;
}

static enum outcome
check_hash(struct walk *walk, sqlite3_stmt *statement, struct err *err)
{
	struct link link;
	struct hash hash;
	const char *text = (const char *)sqlite3_column_text(statement, 10);
	size_t length = (size_t)sqlite3_column_bytes(statement, 10);
	if (sqlite3_column_type(statement, 10) != SQLITE_TEXT ||
	    sqlite3_column_type(statement, 11) != SQLITE_BLOB ||
	    sqlite3_column_type(statement, 12) != SQLITE_BLOB || !text ||
	    !db_column_bytes(statement, 11, link.hash.bytes, HASH_BYTES) ||
	    !db_column_bytes(statement, 12, link.signature.bytes, SIGNATURE_BYTES))
		return bad(walk, err, _("entry %" PRId64 " is damaged"), walk->seq);
	chain_hash(&hash, text, length, &walk->last);
	if (!hash_equal(&hash, &link.hash))
		return bad(walk, err,
		           _("the chain breaks at entry %" PRId64
		             ": it or the one before was changed"),
		           walk->seq);
	walk->last = link;
	return RC_OK;
}

static void
add_hole(struct walk *walk, int64_t first, int64_t last)
{
	if (walk->hole_count < (int)(sizeof(walk->holes) / sizeof(*walk->holes)))
		walk->holes[walk->hole_count++] = (struct hole){ first, last };
}

/* A gap entry names the numbers from the first lost to the last; the holes in them are explained.
 */
static void
close_holes(struct walk *walk, const struct gap_facts *gap)
{
	int kept = 0;
	for (int i = 0; i < walk->hole_count; i++) {
		struct hole hole = walk->holes[i];
		if (hole.first < gap->first_seq || hole.last > gap->last_seq)
			walk->holes[kept++] = hole;
	}
	walk->hole_count = kept;
}

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static enum outcome
check_gap(struct walk *walk, const struct gap_facts *gap)
{
	close_holes(walk, gap);
	for (int i = 0; i < SERIES_COUNT; i++) {
		walk->receipt[i] = later(walk->receipt[i], gap->receipt[i]);
		walk->z[i] = later(walk->z[i], gap->z[i]);
	}
	return RC_OK;
}

static enum outcome
check_sale(struct walk *walk, const struct entry *entry, struct err *err)
{
	struct grand_totals *grand = &walk->grand[entry->series];
	struct money total = entry->is.sale.total;
	if (entry->is.sale.number != walk->receipt[entry->series] + 1)
		return bad(walk, err,
		           _("receipt numbers do not follow one another at entry %" PRId64),
		           walk->seq);
	walk->receipt[entry->series]++;
	if (total.minor >= 0)
		grand->sold = money_add(grand->sold, total);
	else
		grand->returned = money_sub(grand->returned, total);
	return RC_OK;
}

static enum outcome
check_z(struct walk *walk, const struct entry *entry, struct err *err)
{
	const struct z_facts *z = &entry->is.z;
	if (z->number != walk->z[entry->series] + 1)
		return bad(walk, err, _("Z numbers do not follow one another at entry %" PRId64),
		           walk->seq);
	walk->z[entry->series]++;
	return RC_OK;
}

static enum outcome
check_facts(struct walk *walk, const struct entry *entry, struct err *err)
{
	const struct grand_totals *grand = &walk->grand[entry->series];
	enum outcome outcome = RC_OK;
	if (entry->kind == ENTRY_SALE)
		outcome = check_sale(walk, entry, err);
	else if (entry->kind == ENTRY_Z)
		outcome = check_z(walk, entry, err);
	else if (entry->kind == ENTRY_GAP)
		outcome = check_gap(walk, &entry->is.gap);
	if (!outcome && entry_kind_is_money(entry->kind) &&
	    (entry->after.sold.minor != grand->sold.minor ||
	     entry->after.returned.minor != grand->returned.minor))
		outcome = bad(walk, err, _("the running totals do not follow at entry %" PRId64),
		              walk->seq);
	return outcome;
}

/* Which key signs this entry, before; and after it. */
static enum outcome
check_key(struct walk *walk, const struct entry *entry, struct err *err)
{
	bool look = walk->options->all_signatures || entry->kind == ENTRY_Z ||
	            entry->kind == ENTRY_INIT || entry->kind == ENTRY_KEY_RECOVERY;
	if (entry->kind == ENTRY_INIT) {
		walk->key = entry->is.init.period_key;
		walk->root_key = entry->is.init.root_key;
		walk->has_key = true;
	}
	if (entry->kind == ENTRY_KEY_RECOVERY) {
		const struct key_recovery_facts *facts = &entry->is.key_recovery;
		if (facts->by_root &&
		    !chain_key_is_signed(&facts->root_signature, &walk->root_key, &facts->new_key))
			return bad(walk, err,
			           _("the new key of entry %" PRId64 " is not signed by the root"),
			           walk->seq);
		walk->key = facts->new_key;
	}
	if (!walk->has_key)
		return bad(walk, err, _("the journal does not begin with its first entry"));
	if (look) {
		walk->report->signatures++;
		if (!chain_is_signed(&walk->last, &walk->key))
			return bad(walk, err, _("the signature of entry %" PRId64 " is wrong"),
			           walk->seq);
	}
	walk->last_key = walk->key;
	if (entry->kind == ENTRY_Z)
		walk->key = entry->is.z.next_key;
	return RC_OK;
}

static enum outcome
check_anchors(struct walk *walk, struct err *err)
{
	const struct verify_options *options = walk->options;
	if (walk->has_head && walk->seq == walk->head.seq &&
	    !hash_equal(&walk->head.hash, &walk->last.hash))
		return bad(walk, err, _("entry %" PRId64 " is not the one the head file knows"),
		           walk->seq);
	if (options->anchor_seq == 0 || walk->seq != options->anchor_seq)
		return RC_OK;
	walk->anchor_seen = true;
	if (memcmp(options->anchor.bytes, walk->last.hash.bytes, (size_t)options->anchor_bytes) !=
	    0)
		return bad(walk, err, _("entry %" PRId64 " is not the one the anchor knows"),
		           walk->seq);
	return RC_OK;
}

static enum outcome
check_entry(struct walk *walk, sqlite3_stmt *statement, struct entry *entry, struct err *err)
{
	if (!columns_agree(statement, entry))
		return bad(walk, err,
		           _("the columns of entry %" PRId64 " are not those of its text"),
		           walk->seq);
	if (entry->till != ledger_till(walk->ledger) || entry->seq != walk->seq)
		return bad(walk, err, _("entry %" PRId64 " stands in the wrong place"), walk->seq);
	if (walk->seq != walk->last_seq + 1)
		add_hole(walk, walk->last_seq + 1, walk->seq - 1);
	enum outcome outcome = check_key(walk, entry, err);
	if (!outcome)
		outcome = check_facts(walk, entry, err);
	if (!outcome)
		outcome = check_anchors(walk, err);
	if (!outcome && entry->kind == ENTRY_Z && entry->series == SERIES_LIVE)
		walk->report->last_good_z = entry->is.z.number;
	return outcome;
}

static enum outcome
check_row(struct walk *walk, sqlite3_stmt *statement, struct err *err)
{
	struct entry entry;
	walk->seq = PLACE_SEQ(sqlite3_column_int64(statement, 0));
	enum outcome outcome = check_hash(walk, statement, err);
	if (outcome)
		return outcome;
	outcome = entry_decode(&entry, (const char *)sqlite3_column_text(statement, 10),
	                       (size_t)sqlite3_column_bytes(statement, 10), err);
	if (outcome)
		return bad(walk, err, _("entry %" PRId64 " cannot be read"), walk->seq);
	outcome = check_entry(walk, statement, &entry, err);
	entry_done(&entry);
	if (outcome)
		return outcome;
	walk->last_seq = walk->seq;
	walk->report->entries++;
	walk->report->head = walk->last.hash;
	walk->report->head_seq = walk->seq;
	return RC_OK;
}

/* ---- the whole ---- */

static enum outcome
check_end(struct walk *walk, struct err *err)
{
	walk->seq = walk->last_seq + 1;
	if (walk->report->entries == 0)
		return bad(walk, err, _("the journal is empty"));
	if (!chain_is_signed(&walk->last, &walk->last_key))
		return bad(walk, err, _("the signature of entry %" PRId64 " is wrong"),
		           walk->last_seq);
	walk->report->signatures++;
	if (walk->has_head && walk->head.seq > walk->last_seq)
		return bad(walk, err,
		           _("entries %" PRId64 " to %" PRId64 " are missing at the end"),
		           walk->last_seq + 1, walk->head.seq);
	if (walk->options->anchor_seq && !walk->anchor_seen)
		return bad(walk, err, _("the anchor's entry %" PRId64 " is missing"),
		           walk->options->anchor_seq);
	if (walk->hole_count) {
		walk->seq = walk->holes[0].first;
		return bad(walk, err, _("entries %" PRId64 " to %" PRId64 " are missing"),
		           walk->holes[0].first, walk->holes[0].last);
	}
	return RC_OK;
}

static enum outcome
walk_all(struct walk *walk, struct err *err)
{
	struct db *db = ledger_db(walk->ledger);
	int till = ledger_till(walk->ledger);
	sqlite3_stmt *statement = db_use(db, &verify_statements, WALK);
	enum outcome outcome;
	DB_INTS(statement, PLACE(till, 0), PLACE(till + 1, 0));
	while ((outcome = db_row(db, statement, err)) == RC_OK) {
		outcome = check_row(walk, statement, err);
		if (outcome)
			break;
	}
	sqlite3_reset(statement);
	return outcome == RC_NOT_FOUND ? check_end(walk, err) : outcome;
}

static enum outcome
check_derived(struct walk *walk, struct err *err)
{
	int64_t differences = 0;
	char tables[300];
	enum outcome outcome = rebuild_compare(ledger_db(walk->ledger), &differences, tables, err);
	if (outcome == RC_BROKEN)
		return bad(walk, err, "%s", err ? err->msg : tables);
	if (!outcome && differences)
		return bad(walk, err, _("tables do not agree with the journal: %.150s"), tables);
	return outcome;
}

static enum outcome
check_integrity(struct walk *walk, struct err *err)
{
	struct db *db = ledger_db(walk->ledger);
	enum outcome outcome = schema_verify(db, &schema_ledger, err);
	if (outcome == RC_BROKEN)
		return bad(walk, err, "%s",
		           _("the tables of the till's files are not as they should be"));
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(db, &verify_statements, INTEGRITY);
	outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	const char *answer = (const char *)sqlite3_column_text(statement, 0);
	if (!answer || strcmp(answer, "ok") != 0)
		outcome = bad(walk, err, _("the database file is damaged: %.150s"), answer);
	sqlite3_reset(statement);
	return outcome;
}

/* Damage that SQLite itself meets is told like any other. */
static enum outcome
tell_damage(struct walk *walk, enum outcome outcome, const struct err *err)
{
	if (outcome == RC_BROKEN && walk->report->what[0] == '\0') {
		walk->report->first_bad_seq = walk->last_seq + 1;
		text_copy(walk->report->what, sizeof(walk->report->what), err->msg);
	}
	return outcome;
}

enum outcome
journal_verify(struct ledger *ledger, const struct verify_options *options,
               struct verify_report *report, struct err *err)
{
	struct walk walk = { .ledger = ledger, .options = options, .report = report };
	struct db *db = ledger_db(ledger);
	struct err own;
	struct err *said = err ? err : &own;
	memset(report, 0, sizeof(*report));
	db_add_set(db, &verify_statements);
	/* before the snapshot: what the head file knows now is in it */
	walk.has_head = head_peek(ledger_folder(ledger), &walk.head);
	enum outcome outcome = db_begin_reading(db, said);
	if (!outcome)
		outcome = walk_all(&walk, said);
	if (!outcome && options->derived)
		outcome = check_derived(&walk, said);
	if (!outcome && options->integrity)
		outcome = check_integrity(&walk, said);
	db_rollback(db);
	return tell_damage(&walk, outcome, said);
}

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
	sqlite3_stmt *statement = db_use(db, &verify_statements, KEY_AT);
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
	db_add_set(db, &verify_statements);
	sqlite3_stmt *statement = db_use(db, &verify_statements, LAST_Z);
	DB_INTS(statement, PLACE(till, 0), PLACE(till + 1, 0));
	enum outcome outcome = db_number(db, statement, &z, err);
	if (!outcome)
		outcome = check_one(ledger, PLACE_SEQ(z), err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	return check_one(ledger, ledger_last_seq(ledger), err);
}
