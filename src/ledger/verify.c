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
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/inside.h"
#include "ledger/rebuild.h"
#include "ledger/schema.h"
#include "ledger/verify_parts.h"

enum { WALK, INTEGRITY };
static const char *const sql[] = {
	[WALK] = ("SELECT place, kind, series, day, at, offset, staff, approver, number, amount,"
	          " body, hash, signature FROM journal WHERE place >= ? AND place < ?"
	          " ORDER BY place"),
	[INTEGRITY] = "PRAGMA integrity_check(1)",
};
static const struct db_set verify_statements = { sql, sizeof(sql) / sizeof(*sql) };

enum outcome
verify_bad(struct walk *walk, struct err *err, const char *format, ...)
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

static enum outcome
tell_holes(struct walk *walk, struct err *err)
{
	struct hole first = walk->holes.list[0];
	walk->seq = first.first;
	if (walk->holes.count == 1)
		return verify_bad(walk, err, _("entries %" PRId64 " to %" PRId64 " are missing"),
		                  first.first, first.last);
	return verify_bad(
	        walk, err,
	        _("%" PRId64 " entries are missing in %zu places, first %" PRId64 " to %" PRId64),
	        holes_numbers(&walk->holes), walk->holes.count, first.first, first.last);
}

static enum outcome
check_end(struct walk *walk, struct err *err)
{
	walk->seq = walk->last_seq + 1;
	if (walk->report->entries == 0)
		return verify_bad(walk, err, _("the journal is empty"));
	if (!chain_is_signed(&walk->last, &walk->last_key))
		return verify_bad(walk, err, _("the signature of entry %" PRId64 " is wrong"),
		                  walk->last_seq);
	walk->report->signatures++;
	if (walk->has_head && walk->head.seq > walk->last_seq)
		return verify_bad(walk, err,
		                  _("entries %" PRId64 " to %" PRId64 " are missing at the end"),
		                  walk->last_seq + 1, walk->head.seq);
	if (walk->options->anchor_seq && !walk->anchor_seen)
		return verify_bad(walk, err, _("the anchor's entry %" PRId64 " is missing"),
		                  walk->options->anchor_seq);
	return walk->holes.count ? tell_holes(walk, err) : RC_OK;
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
		outcome = verify_entry(walk, statement, err);
		if (outcome)
			break;
	}
	sqlite3_reset(statement);
	return outcome == RC_NOT_FOUND ? check_end(walk, err) : outcome;
}

/* err is not NULL here: what the comparison says of damage is what verify says. */
static enum outcome
check_derived(struct walk *walk, struct err *err)
{
	int64_t differences = 0;
	char tables[300];
	enum outcome outcome = rebuild_compare(ledger_db(walk->ledger), &differences, tables, err);
	if (outcome == RC_BROKEN)
		return verify_bad(walk, err, "%s", err->msg);
	if (!outcome && differences)
		return verify_bad(walk, err, _("tables do not agree with the journal: %.150s"),
		                  tables);
	return outcome;
}

static enum outcome
check_integrity(struct walk *walk, struct err *err)
{
	struct db *db = ledger_db(walk->ledger);
	enum outcome outcome = schema_verify(db, &schema_ledger, err);
	if (outcome == RC_BROKEN)
		return verify_bad(walk, err, "%s",
		                  _("the tables of the till's files are not as they should be"));
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(db, &verify_statements, INTEGRITY);
	outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	const char *answer = (const char *)sqlite3_column_text(statement, 0);
	if (!answer || strcmp(answer, "ok") != 0)
		outcome = verify_bad(walk, err, _("the database file is damaged: %.150s"),
		                     answer ? answer : "");
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
	holes_done(&walk.holes);
	return tell_damage(&walk, outcome, said);
}
