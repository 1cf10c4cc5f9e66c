#include <config.h>

#include "ledger/db.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ledger/db_parts.h"

static sqlite3_stmt *
prepare(struct db *db, const char *sql)
{
	sqlite3_stmt *statement = NULL;
	int code = sqlite3_prepare_v3(db->sqlite, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement,
	                              NULL);
	db->statements_prepared++;
	if (code != SQLITE_OK)
		db->prepare_code = code;
	return statement;
}

static struct prepared *
find_set(struct db *db, const struct db_set *set)
{
	for (int i = 0; i < db->set_count; i++)
		if (db->sets[i].set == set)
			return &db->sets[i];
	return NULL;
}

void
db_add_set(struct db *db, const struct db_set *set)
{
	if (find_set(db, set))
		return;
	assert(db->set_count < SETS_MAX);
	struct prepared *prepared = &db->sets[db->set_count++];
	prepared->set = set;
	prepared->statements = alloc_zero((size_t)set->count, sizeof(sqlite3_stmt *));
}

sqlite3_stmt *
db_use(struct db *db, const struct db_set *set, int which)
{
	struct prepared *prepared = find_set(db, set);
	assert(prepared && which >= 0 && which < set->count);
	sqlite3_stmt **statement = &prepared->statements[which];
	if (!*statement)
		*statement = prepare(db, set->sql[which]);
	if (*statement) {
		sqlite3_reset(*statement);
		sqlite3_clear_bindings(*statement);
	}
	return *statement;
}

enum outcome
db_prepare(struct db *db, const struct db_set *set, struct err *err)
{
	db_add_set(db, set);
	for (int i = 0; i < set->count; i++)
		if (!db_use(db, set, i))
			return db_trouble(db, db->prepare_code, set->sql[i], err);
	return RC_OK;
}

bool
db_prepare_more(struct db *db, int count)
{
	for (int i = 0; i < db->set_count; i++) {
		struct prepared *prepared = &db->sets[i];
		for (int k = 0; k < prepared->set->count; k++) {
			if (prepared->statements[k])
				continue;
			if (count-- == 0)
				return true;
			prepared->statements[k] = prepare(db, prepared->set->sql[k]);
		}
	}
	return false;
}

int64_t
db_statements_prepared(const struct db *db)
{
	return db->statements_prepared;
}

void
db_bind_ints(sqlite3_stmt *statement, const int64_t numbers[], size_t count)
{
	for (size_t i = 0; i < count && statement; i++) {
		int code = sqlite3_bind_int64(statement, (int)i + 1, numbers[i]);
		assert(code == SQLITE_OK);
	}
}

void
db_bind_text(sqlite3_stmt *statement, int parameter, const char *text)
{
	int code = sqlite3_bind_text(statement, parameter, text, -1, SQLITE_STATIC);
	assert(code == SQLITE_OK || !statement);
}

void
db_bind_bytes(sqlite3_stmt *statement, int parameter, const void *bytes, size_t count)
{
	assert(count <= INT_MAX);
	int code = sqlite3_bind_blob(statement, parameter, bytes, (int)count, SQLITE_STATIC);
	assert(code == SQLITE_OK || !statement);
}

enum outcome
db_row(struct db *db, sqlite3_stmt *statement, struct err *err)
{
	errno = 0;
	int code = statement ? sqlite3_step(statement) : db->prepare_code;
	db->step_errno = errno;
	if (code == SQLITE_ROW)
		return RC_OK;
	if (code == SQLITE_DONE) {
		sqlite3_reset(statement);
		return RC_NOT_FOUND;
	}
	const char *doing = statement ? sqlite3_sql(statement) : "prepare";
	enum outcome outcome = db_trouble(db, code, doing, err);
	sqlite3_reset(statement);
	return outcome;
}

/* A change by itself is a transaction by itself. */
static enum outcome
run_alone(struct db *db, sqlite3_stmt *statement, struct err *err)
{
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	outcome = db_row(db, statement, err);
	if (outcome == RC_NOT_FOUND)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

enum outcome
db_run(struct db *db, sqlite3_stmt *statement, struct err *err)
{
	if (statement && !sqlite3_stmt_readonly(statement) && !db_in_transaction(db))
		return run_alone(db, statement, err);
	enum outcome outcome = db_row(db, statement, err);
	assert(outcome != RC_OK);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
db_number(struct db *db, sqlite3_stmt *statement, int64_t *number, struct err *err)
{
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	*number = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return RC_OK;
}

void
db_column_text(sqlite3_stmt *statement, int column, char *out, size_t size)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);
	text_copy(out, size, text ? text : "");
}

bool
db_column_bytes(sqlite3_stmt *statement, int column, void *out, size_t count)
{
	const void *bytes = sqlite3_column_blob(statement, column);
	if (!bytes || sqlite3_column_bytes(statement, column) != (int)count)
		return false;
	memcpy(out, bytes, count);
	return true;
}

/* ---- memory ---- */

void
db_forget(struct db *db)
{
	if (db->remembered)
		memset(db->memory, 0, sizeof(db->memory));
	db->remembered = 0;
}

/* The slot of a text, or the free one where it would go. */
static size_t
slot_of(const struct db *db, const char *text)
{
	uint32_t hash = 2166136261u; /* FNV-1a */
	for (const char *at = text; *at; at++)
		hash = (hash ^ (unsigned char)*at) * 16777619u;
	size_t slot = hash % MEMORY_SLOTS;
	while (db->memory[slot].text[0] && strcmp(db->memory[slot].text, text) != 0)
		slot = (slot + 1) % MEMORY_SLOTS;
	return slot;
}

bool
db_recall(const struct db *db, const char *text, int64_t *number)
{
	size_t slot = slot_of(db, text);
	if (!db->memory[slot].text[0])
		return false;
	*number = db->memory[slot].number;
	return true;
}

void
db_remember(struct db *db, const char *text, int64_t number)
{
	if (strlen(text) >= MEMORY_TEXT || db->remembered >= MEMORY_SLOTS / 2)
		return;
	size_t slot = slot_of(db, text);
	db->remembered += !db->memory[slot].text[0];
	text_copy(db->memory[slot].text, MEMORY_TEXT, text);
	db->memory[slot].number = number;
}
