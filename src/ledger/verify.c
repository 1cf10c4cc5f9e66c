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
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/catalogue_file.h"
#include "ledger/inside.h"
#include "ledger/rebuild.h"
#include "ledger/schema.h"
#include "ledger/verify_parts.h"

static const char *const sql[] = {
	("SELECT place, kind, series, day, at, offset, staff, approver, number, amount,"
	 " body, hash, signature FROM journal WHERE place >= ? AND place < ?"
	 " ORDER BY place"),
};
static const struct db_set verify_statements = { sql, 1 };
static const char *const pages_sql[] = { "PRAGMA integrity_check(1)" };
static const struct db_set pages_statements = { pages_sql, 1 };

static enum outcome wrong(struct walk *walk, struct err *err, const char *format, ...)
        __attribute__((format(printf, 3, 4)));

static enum outcome __attribute__((format(printf, 3, 0)))
wrong_list(struct walk *walk, struct err *err, const char *format, va_list arguments)
{
	char why[200];
	vsnprintf(why, sizeof(why), format, arguments);
	text_copy(walk->report->what, sizeof(walk->report->what), why);
	return err_set(err, RC_BROKEN, "%s", why);
}

/* Wrong, and not an entry's fault. */
static enum outcome
wrong(struct walk *walk, struct err *err, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	enum outcome outcome = wrong_list(walk, err, format, arguments);
	va_end(arguments);
	return outcome;
}

enum outcome
verify_bad(struct walk *walk, struct err *err, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	enum outcome outcome = wrong_list(walk, err, format, arguments);
	va_end(arguments);
	if (walk->report->first_bad_seq == 0)
		walk->report->first_bad_seq = walk->seq;
	return outcome;
}

static enum outcome
tell_holes(struct walk *walk, struct err *err)
{
	struct hole first = walk->holes.list[0];
	walk->seq = first.first;
	if (holes_numbers(&walk->holes) == 1)
		return verify_bad(walk, err, _("entry %" PRId64 " is missing"), first.first);
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
	if (walk->has_head && walk->head.seq == walk->last_seq + 1)
		return verify_bad(walk, err, _("entry %" PRId64 " is missing at the end"),
		                  walk->head.seq);
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
	sqlite3_stmt *statement = db_use(db, &verify_statements, 0);
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
	if (!outcome && differences)
		return wrong(walk, err, _("tables do not agree with the journal: %.150s"), tables);
	return outcome;
}

static enum outcome
check_pages(struct walk *walk, struct db *db, const char *sentence, struct err *err)
{
	db_add_set(db, &pages_statements);
	sqlite3_stmt *statement = db_use(db, &pages_statements, 0);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	const char *answer = (const char *)sqlite3_column_text(statement, 0);
	if (!answer || strcmp(answer, "ok") != 0) {
		outcome = wrong(walk, err, "%s", sentence);
		err_detail(err, "%s", answer ? answer : "");
	}
	sqlite3_reset(statement);
	return outcome;
}

static enum outcome
check_database(struct walk *walk, struct db *db, const struct schema *schema, const char *sentence,
               struct err *err)
{
	enum outcome outcome = schema_verify(db, schema, err);
	if (outcome == RC_BROKEN)
		return wrong(walk, err, "%s",
		             _("the tables of the till's files are not as they should be"));
	return outcome ? outcome : check_pages(walk, db, sentence, err);
}

/* A copy of the books has neither keys nor head file; a till has both. */
static bool
is_copy(const char *folder)
{
	char path[PATH_MAX];
	return !paths_join(path, folder, "keys", NULL) && access(path, F_OK) != 0;
}

static enum outcome
check_integrity(struct walk *walk, struct err *err)
{
	struct ledger *ledger = walk->ledger;
	enum outcome outcome = check_database(walk, ledger_db(ledger), &schema_ledger,
	                                      _("the database file is damaged"), err);
	if (!outcome)
		outcome = check_database(walk, catalogue_db(ledger_catalogue(ledger)),
		                         &schema_catalogue, _("the catalogue is damaged"), err);
	if (!outcome && !walk->has_head && !is_copy(ledger_folder(ledger)))
		outcome = wrong(walk, err, "%s",
		                _("the head file is missing or damaged: entries missing at the end "
		                  "would not be noticed"));
	return outcome;
}

/* Damage that SQLite itself meets is told like any other. */
static enum outcome
tell_damage(struct walk *walk, enum outcome outcome, const struct err *err)
{
	if (outcome != RC_BROKEN || walk->report->what[0])
		return outcome;
	if (!walk->walked)
		walk->report->first_bad_seq = walk->last_seq + 1;
	text_copy(walk->report->what, sizeof(walk->report->what), err->msg);
	return outcome;
}

enum outcome
journal_verify(struct ledger *ledger, const struct verify_options *options,
               struct verify_report *report, struct err *err)
{
	struct walk walk = { .ledger = ledger, .options = options, .report = report };
	struct db *db = ledger_db(ledger);
	struct err own = { 0 };
	struct err *said = err ? err : &own;
	memset(report, 0, sizeof(*report));
	db_add_set(db, &verify_statements);
	/* before the snapshot: what the head file knows now is in it */
	walk.has_head = head_peek(ledger_folder(ledger), &walk.head);
	enum outcome outcome = db_begin_reading(db, said);
	if (!outcome)
		outcome = walk_all(&walk, said);
	walk.walked = !outcome;
	if (!outcome && options->derived)
		outcome = check_derived(&walk, said);
	if (!outcome && options->integrity)
		outcome = check_integrity(&walk, said);
	db_rollback(db);
	holes_done(&walk.holes);
	return tell_damage(&walk, outcome, said);
}
