#include <config.h>

#include "ledger/rebuild.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/derive.h"
#include "ledger/entry.h"
#include "ledger/inside.h"
#include "ledger/journal.h"
#include "ledger/schema.h"

static const char *const sql[] = { "SELECT body FROM journal ORDER BY place" };
static const struct db_set rebuild_statements = { sql, 1 };

/* Tables whose key is more than their first column. */
static const struct {
	const char *table;
	int columns;
} long_keys[] = {
	{ "counted", 2 },  { "period", 3 },   { "promotion_use", 4 },
	{ "refunded", 2 }, { "returned", 2 }, { "slip", 3 },
};

/* ---- deriving everything ---- */

static enum outcome
derive_text(struct db *into, const char *text, size_t length, struct err *err)
{
	struct entry entry;
	enum outcome outcome = entry_decode(&entry, text, length, err);
	if (outcome)
		return outcome;
	outcome = derive_entry(into, &entry, err);
	if (outcome == RC_REFUSED) {
		char why[sizeof(err->msg)];
		text_copy(why, sizeof(why), err ? err->msg : "");
		outcome =
		        err_set(err, RC_BROKEN, _("entry %lld cannot follow what is before it: %s"),
		                (long long)entry.seq, why);
	}
	entry_done(&entry);
	return outcome;
}

/* Derives all entries of the journal in `from` into the derived tables of `into`, which are empty;
 * the two may be the same.  Inside a transaction of `into`. */
static enum outcome
derive_all(struct db *from, struct db *into, struct err *err)
{
	enum outcome outcome;
	db_add_set(from, &rebuild_statements);
	derive_add_sets(into);
	sqlite3_stmt *statement = db_use(from, &rebuild_statements, 0);
	while ((outcome = db_row(from, statement, err)) == RC_OK) {
		const char *text = (const char *)sqlite3_column_text(statement, 0);
		size_t length = (size_t)sqlite3_column_bytes(statement, 0);
		outcome = text ? derive_text(into, text, length, err)
		               : err_set(err, RC_BROKEN, _("an entry of the journal is damaged"));
		if (outcome)
			break;
	}
	sqlite3_reset(statement);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

/* The tables are empty; ends the transaction. */
static enum outcome
derive_and_commit(struct db *db, enum outcome outcome, struct err *err)
{
	if (!outcome)
		outcome = derive_all(db, db, err);
	if (!outcome)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

enum outcome
rebuild_in_place(struct db *db, struct err *err)
{
	enum outcome outcome = db_begin(db, err);
	return outcome ? outcome : derive_and_commit(db, schema_renew_derived(db, err), err);
}

enum outcome
rebuild_forward(struct db *db, struct err *err)
{
	enum outcome outcome = db_begin(db, err);
	return outcome ? outcome
	               : derive_and_commit(db, schema_forward(db, &schema_ledger, err), err);
}

/* ---- comparing ---- */

static int
key_columns(const char *table)
{
	for (size_t i = 0; i < sizeof(long_keys) / sizeof(*long_keys); i++)
		if (strcmp(long_keys[i].table, table) == 0)
			return long_keys[i].columns;
	return 1;
}

/* Order of two cells: whole numbers by value, texts and bytes by their bytes. */
static int
compare_cell(sqlite3_stmt *a, sqlite3_stmt *b, int column)
{
	int type_a = sqlite3_column_type(a, column), type_b = sqlite3_column_type(b, column);
	if (type_a != type_b)
		return type_a < type_b ? -1 : 1;
	if (type_a == SQLITE_INTEGER) {
		int64_t left = sqlite3_column_int64(a, column);
		int64_t right = sqlite3_column_int64(b, column);
		return (left > right) - (left < right);
	}
	int left = sqlite3_column_bytes(a, column), right = sqlite3_column_bytes(b, column);
	int least = left < right ? left : right;
	int order = least ? memcmp(sqlite3_column_blob(a, column), sqlite3_column_blob(b, column),
	                           (size_t)least)
	                  : 0;
	return order ? order : (left > right) - (left < right);
}

static int
compare_columns(sqlite3_stmt *a, sqlite3_stmt *b, int first, int end)
{
	int order = 0;
	for (int i = first; i < end && order == 0; i++)
		order = compare_cell(a, b, i);
	return order;
}

static enum outcome
select_all(struct db *db, const char *table, sqlite3_stmt **statement, struct err *err)
{
	static const char *const orders[] = { "", "1", "1, 2", "1, 2, 3", "1, 2, 3, 4" };
	char text[120];
	snprintf(text, sizeof(text), "SELECT * FROM %s ORDER BY %s", table,
	         orders[key_columns(table)]);
	int code = sqlite3_prepare_v2(db_handle(db), text, -1, statement, NULL);
	return code == SQLITE_OK ? RC_OK : db_trouble(db, code, text, err);
}

/* Walks two sorted tables side by side and counts rows that are not in both alike. */
static enum outcome
count_differences(struct db *a_db, sqlite3_stmt *a, struct db *b_db, sqlite3_stmt *b,
                  const char *table, int64_t *differences, struct err *err)
{
	int keys = key_columns(table), columns = sqlite3_column_count(a);
	enum outcome left = db_row(a_db, a, err), right = db_row(b_db, b, err);
	while (left == RC_OK || right == RC_OK) {
		int order = left ? 1 : right ? -1 : compare_columns(a, b, 0, keys);
		if (order != 0 || compare_columns(a, b, keys, columns) != 0)
			(*differences)++;
		if (order <= 0)
			left = db_row(a_db, a, err);
		if (order >= 0)
			right = db_row(b_db, b, err);
	}
	if (left != RC_NOT_FOUND)
		return left;
	return right == RC_NOT_FOUND ? RC_OK : right;
}

static enum outcome
compare_table(struct db *kept, struct db *fresh, const char *table, int64_t *differences,
              struct err *err)
{
	sqlite3_stmt *a = NULL, *b = NULL;
	enum outcome outcome = select_all(kept, table, &a, err);
	if (!outcome)
		outcome = select_all(fresh, table, &b, err);
	if (!outcome)
		outcome = count_differences(kept, a, fresh, b, table, differences, err);
	sqlite3_finalize(a);
	sqlite3_finalize(b);
	return outcome;
}

/* Adds "table (3)" to the list of what differs. */
static void
tell_table(char *what, size_t size, const char *table, int64_t count)
{
	size_t length = strlen(what);
	snprintf(what + length, size - length, "%s%s (%lld)", length ? ", " : "", table,
	         (long long)count);
}

static enum outcome
compare_all(struct db *kept, struct db *fresh, int64_t *differences, char what[static 300],
            struct err *err)
{
	size_t count;
	const char *const *names = schema_tables(TABLE_DERIVED, &count);
	enum outcome outcome = RC_OK;
	*differences = 0;
	what[0] = '\0';
	for (size_t i = 0; i < count && !outcome; i++) {
		int64_t here = 0;
		outcome = compare_table(kept, fresh, names[i], &here, err);
		if (here)
			tell_table(what, 300, names[i], here);
		*differences += here;
	}
	return outcome;
}

enum outcome
rebuild_compare(struct db *db, int64_t *differences, char what[static 300], struct err *err)
{
	struct db *fresh = NULL;
	enum outcome outcome = db_open(&fresh, "", 0, err);
	if (outcome)
		return outcome;
	outcome = schema_renew_derived(fresh, err);
	if (!outcome)
		outcome = db_begin(fresh, err);
	if (!outcome)
		outcome = derive_all(db, fresh, err);
	if (!outcome)
		outcome = compare_all(db, fresh, differences, what, err);
	db_rollback(fresh);
	db_close(&fresh);
	return outcome;
}

/* ---- the command ---- */

static enum outcome
open_file(const char *folder, bool repair, struct db **db, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_join(path, folder, "ledger.db", err);
	if (outcome)
		return outcome;
	outcome = db_open(db, path, repair ? DB_WRITE : 0, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no till in %s"), folder);
	if (!outcome)
		outcome = schema_check_present(*db, &schema_ledger, err);
	return outcome;
}

static enum outcome
compare_and_repair(const char *folder, bool repair, int64_t *differences, char what[static 300],
                   struct err *err)
{
	struct db *db = NULL;
	enum outcome outcome = open_file(folder, repair, &db, err);
	if (!outcome)
		outcome = db_begin_reading(db, err);
	if (!outcome)
		outcome = rebuild_compare(db, differences, what, err);
	if (db)
		db_rollback(db);
	if (!outcome && repair && *differences)
		outcome = rebuild_in_place(db, err);
	if (db)
		db_close(&db);
	return outcome;
}

static enum outcome
write_repair(const char *folder, const struct when *at, const char *what, struct err *err)
{
	struct ledger *ledger = NULL;
	struct entry entry;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_WRITE, err);
	if (outcome)
		return outcome;
	entry_init(&entry, ENTRY_REPAIR);
	entry.at = *at;
	text_copy(entry.is.repair.tables, sizeof(entry.is.repair.tables), what);
	outcome = ledger_append(ledger, &entry, 0, err);
	ledger_close(&ledger);
	return outcome;
}

/* A broken ledger may not open, so the tables are repaired on the bare file, under the till's lock,
 * and the entry is written once it opens again. */
enum outcome
journal_rebuild(const char *folder, bool repair, const struct when *at, int64_t *differences,
                char what[static 300], struct err *err)
{
	int lock = -1;
	enum outcome outcome = repair ? ledger_lock(folder, &lock, err) : RC_OK;
	if (outcome)
		return outcome;
	outcome = compare_and_repair(folder, repair, differences, what, err);
	if (lock >= 0)
		close(lock);
	if (!outcome && repair && *differences)
		outcome = write_repair(folder, at, what, err);
	return outcome;
}
