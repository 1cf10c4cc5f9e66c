#include <config.h>

#include "ledger/people.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/inside.h"

enum {
	STAFF_GET,
	STAFF_LIST,
	STAFF_LAST,
	STAFF_PUT,
	TRIES_GET,
	TRIES_PUT,
	TRIES_REMOVE,
	SETTING_GET,
	SETTING_PUT,
	SETTING_LIST,
	STATEMENTS
};

#define STAFF_COLUMNS "number, name, role, pin_hash, has_left, born"

static const char *const people_sql[STATEMENTS] = {
	[STAFF_GET] = "SELECT " STAFF_COLUMNS " FROM staff WHERE number = ?1",
	[STAFF_LIST] = "SELECT " STAFF_COLUMNS " FROM staff ORDER BY number LIMIT ?1",
	[STAFF_LAST] = "SELECT coalesce(max(number), 0) FROM staff",
	[STAFF_PUT] = ("INSERT OR REPLACE INTO staff(number, has_left, born, name, role, pin_hash)"
	               " VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
	[TRIES_GET] = "SELECT tries, locked_until FROM tries WHERE number = ?1",
	[TRIES_PUT] =
	        "INSERT OR REPLACE INTO tries(number, tries, locked_until) VALUES (?1, ?2, ?3)",
	[TRIES_REMOVE] = "DELETE FROM tries WHERE number = ?1",
	[SETTING_GET] = "SELECT value FROM setting WHERE key = ?1",
	[SETTING_PUT] = "INSERT OR REPLACE INTO setting(key, value) VALUES (?1, ?2)",
	[SETTING_LIST] = "SELECT key, value FROM setting ORDER BY key",
};

const struct db_set people_statements = { people_sql, STATEMENTS };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger_db(ledger), &people_statements, which);
}

static enum outcome
run(struct ledger *ledger, sqlite3_stmt *statement, struct err *err)
{
	return db_run(ledger_db(ledger), statement, err);
}

/* ---- staff ---- */

static void
read_staff(sqlite3_stmt *statement, struct staff_row *row)
{
	memset(row, 0, sizeof(*row));
	row->number = sqlite3_column_int(statement, 0);
	db_column_text(statement, 1, row->name, sizeof(row->name));
	db_column_text(statement, 2, row->group, sizeof(row->group));
	db_column_text(statement, 3, row->pin_hash, sizeof(row->pin_hash));
	row->left = sqlite3_column_int(statement, 4) != 0;
	row->born = sqlite3_column_int(statement, 5);
}

enum outcome
staff_get(struct ledger *ledger, int number, struct staff_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, STAFF_GET);
	DB_INTS(statement, number);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no staff number %d"), number);
	if (outcome)
		return outcome;
	read_staff(statement, row);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
staff_list(struct ledger *ledger, struct staff_row rows[], size_t room, size_t *count,
           struct err *err)
{
	sqlite3_stmt *statement = use(ledger, STAFF_LIST);
	enum outcome outcome;
	size_t found = 0;
	DB_INTS(statement, (int64_t)room);
	while (!(outcome = db_row(ledger_db(ledger), statement, err)))
		read_staff(statement, &rows[found++]);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

enum outcome
staff_last_number(struct ledger *ledger, int *number, struct err *err)
{
	int64_t last = 0;
	enum outcome outcome = db_number(ledger_db(ledger), use(ledger, STAFF_LAST), &last, err);
	if (!outcome)
		*number = (int)last;
	return outcome;
}

static enum outcome
put_staff(void *context, struct ledger *ledger, struct err *err)
{
	const struct staff_row *row = context;
	sqlite3_stmt *statement = use(ledger, STAFF_PUT);
	DB_INTS(statement, row->number, row->left, row->born);
	db_bind_text(statement, 4, row->name);
	db_bind_text(statement, 5, row->group);
	db_bind_text(statement, 6, row->pin_hash);
	return run(ledger, statement, err);
}

enum outcome
staff_put(struct ledger *ledger, const struct staff_row *row, struct entry *entry, struct err *err)
{
	struct staff_row copy = *row;
	return ledger_append_also(ledger, entry, 0, put_staff, &copy, err);
}

struct staff_rows {
	const struct staff_row *rows;
	size_t count;
};

static enum outcome
put_all_staff(void *context, struct ledger *ledger, struct err *err)
{
	const struct staff_rows *all = context;
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < all->count && !outcome; i++) {
		struct staff_row copy = all->rows[i];
		outcome = put_staff(&copy, ledger, err);
	}
	return outcome;
}

enum outcome
staff_put_all(struct ledger *ledger, const struct staff_row rows[], size_t count,
              struct entry *entry, struct err *err)
{
	struct staff_rows all = { rows, count };
	return ledger_append_also(ledger, entry, 0, put_all_staff, &all, err);
}

/* ---- wrong PINs ---- */

enum outcome
tries_get(struct ledger *ledger, int number, struct tries *tries, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, TRIES_GET);
	DB_INTS(statement, number);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*tries = (struct tries){ .number = number };
	if (!outcome) {
		tries->count = sqlite3_column_int(statement, 0);
		tries->locked_until_ms = sqlite3_column_int64(statement, 1);
		sqlite3_reset(statement);
	}
	return RC_OK;
}

static enum outcome
put_tries(struct ledger *ledger, const struct tries *tries, struct err *err)
{
	bool none = !tries->count && !tries->locked_until_ms;
	sqlite3_stmt *statement = use(ledger, none ? TRIES_REMOVE : TRIES_PUT);
	if (none)
		DB_INTS(statement, tries->number);
	else
		DB_INTS(statement, tries->number, tries->count, tries->locked_until_ms);
	return run(ledger, statement, err);
}

enum outcome
tries_put(struct ledger *ledger, const struct tries tries[], size_t count, struct err *err)
{
	struct db *db = ledger_db(ledger);
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	for (size_t i = 0; i < count && !outcome; i++)
		outcome = put_tries(ledger, &tries[i], err);
	if (!outcome)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

/* ---- settings ---- */

enum outcome
setting_get(struct ledger *ledger, const char *key, char *value, size_t size, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, SETTING_GET);
	db_bind_text(statement, 1, key);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome)
		return outcome;
	db_column_text(statement, 0, value, size);
	sqlite3_reset(statement);
	return RC_OK;
}

struct setting_pair {
	const char *key, *value;
};

static enum outcome
put_setting(void *context, struct ledger *ledger, struct err *err)
{
	const struct setting_pair *pair = context;
	sqlite3_stmt *statement = use(ledger, SETTING_PUT);
	db_bind_text(statement, 1, pair->key);
	db_bind_text(statement, 2, pair->value);
	return run(ledger, statement, err);
}

enum outcome
setting_put(struct ledger *ledger, const char *key, const char *value, struct entry *entry,
            struct err *err)
{
	struct setting_pair pair = { key, value };
	return ledger_append_also(ledger, entry, 0, put_setting, &pair, err);
}

enum outcome
setting_each(struct ledger *ledger, setting_row_fn *call, void *context, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, SETTING_LIST);
	enum outcome outcome;
	while (!(outcome = db_row(ledger_db(ledger), statement, err)))
		call(context, (const char *)sqlite3_column_text(statement, 0),
		     (const char *)sqlite3_column_text(statement, 1));
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}
