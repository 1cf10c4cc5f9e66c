#include <config.h>

#include "ledger/db.h"

#include <assert.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "ledger/db_parts.h"

#define DB_PAGE_SIZE "4096"
#define BUSY_MS 1000
#define CACHE_KIB 8000

/* What a hostile file or a mistake of ours could ask for at most. */
static const struct {
	int id, value;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, 32 * 1024 * 1024 },
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_COLUMN, 64 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 50 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 10 },
	{ SQLITE_LIMIT_VDBE_OP, 25000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 64 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 10 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

static const struct {
	int id, value;
} hardening[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
};

/* Pragmas that only tell, and may be asked at any time. */
static const char *const harmless_pragmas[] = {
	"integrity_check",   "quick_check", "user_version", "application_id",
	"foreign_key_check", "page_count",  "page_size",
};

static bool
is_one_of(const char *name, const char *const list[], size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (name && strcmp(name, list[i]) == 0)
			return true;
	return false;
}

/* Says what a statement may do when it is prepared.  Beyond our own mistakes this is for a file
 * whose schema someone has prepared for us. */
static int
authorize(void *context, int action, const char *first, const char *second, const char *database,
          const char *trigger)
{
	const struct db *db = context;
	(void)database;
	(void)trigger;
	switch (action) {
	case SQLITE_ATTACH:
	case SQLITE_DETACH:
		return SQLITE_DENY;
	case SQLITE_FUNCTION:
		return strcmp(second, "load_extension") == 0 ? SQLITE_DENY : SQLITE_OK;
	case SQLITE_PRAGMA:
		if (db->building || is_one_of(first, harmless_pragmas,
		                              sizeof(harmless_pragmas) / sizeof(*harmless_pragmas)))
			return SQLITE_OK;
		return SQLITE_DENY;
	case SQLITE_READ:
	case SQLITE_SELECT:
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
	case SQLITE_TRANSACTION:
	case SQLITE_SAVEPOINT:
	case SQLITE_RECURSIVE:
		return SQLITE_OK;
	default:
		return db->building ? SQLITE_OK : SQLITE_DENY;
	}
}

/* Nobody else's and gone when it is closed: in memory, or ("") in a file without a name. */
static bool
is_scratch(const char *path)
{
	return path[0] == '\0' || strcmp(path, ":memory:") == 0;
}

/* A file: address of a path, so that psow and mode can be said; what would end the path is escaped.
 */
static char *
address_of(const char *path, unsigned flags)
{
	struct buf address = { 0 };
	if (is_scratch(path))
		return alloc_text(path);
	buf_add(&address, "file:");
	for (; *path; path++) {
		if (strchr("%?#", *path))
			buf_format(&address, "%%%02x", (unsigned char)*path);
		else
			buf_add_char(&address, *path);
	}
	buf_add(&address, "?psow=0");
	if (!(flags & DB_WRITE))
		buf_add(&address, "&mode=ro");
	return buf_take(&address);
}

enum outcome
db_script(struct db *db, const char *sql, struct err *err)
{
	db_let_go(db);
	int code = sqlite3_exec(db->sqlite, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? RC_OK : db_trouble(db, code, "script", err);
}

void
db_building(struct db *db, bool building)
{
	db->building = building;
	db_forget(db);
}

/* Sets a pragma and checks its answer: some keep the old value without a word. */
static enum outcome
insist(struct db *db, const char *pragma, const char *answer, struct err *err)
{
	sqlite3_stmt *statement = NULL;
	enum outcome outcome = RC_OK;
	int code = sqlite3_prepare_v2(db->sqlite, pragma, -1, &statement, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code != SQLITE_ROW && code != SQLITE_DONE) {
		outcome = db_trouble(db, code, pragma, err);
	} else if (code == SQLITE_ROW && answer) {
		const char *got = (const char *)sqlite3_column_text(statement, 0);
		if (!got || strcmp(got, answer) != 0) {
			outcome = err_set(err, RC_SYSTEM,
			                  _("the till's files cannot be kept safe here"));
			err_detail(err, "%s answered %s", pragma, got ? got : "nothing");
		}
	}
	sqlite3_finalize(statement);
	return outcome;
}

static void
harden(struct db *db)
{
	for (size_t i = 0; i < sizeof(limits) / sizeof(*limits); i++)
		sqlite3_limit(db->sqlite, limits[i].id, limits[i].value);
	for (size_t i = 0; i < sizeof(hardening) / sizeof(*hardening); i++)
		sqlite3_db_config(db->sqlite, hardening[i].id, hardening[i].value, (int *)NULL);
	sqlite3_extended_result_codes(db->sqlite, 1);
	sqlite3_busy_timeout(db->sqlite, BUSY_MS);
}

static enum outcome
set_up_writer(struct db *db, struct err *err)
{
	bool scratch = is_scratch(db->path);
	enum outcome outcome = RC_OK;
	if (!scratch && db->flags & DB_CREATE)
		outcome = insist(db, "PRAGMA page_size=" DB_PAGE_SIZE, NULL, err);
	if (!outcome && !scratch && !(db->flags & DB_ROLLBACK_JOURNAL)) {
		int keep = 1;
		outcome = insist(db, "PRAGMA journal_mode=WAL", "wal", err);
		sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_PERSIST_WAL, &keep);
		sqlite3_wal_hook(db->sqlite, db_wal_grew, db);
	}
	/* EXTRA also syncs the folder when a rollback journal is unlinked; with WAL it is FULL. */
	if (!outcome)
		outcome = insist(db,
		                 db->flags & DB_FAST               ? "PRAGMA synchronous=OFF"
		                 : db->flags & DB_ROLLBACK_JOURNAL ? "PRAGMA synchronous=EXTRA"
		                                                   : "PRAGMA synchronous=FULL",
		                 NULL, err);
	return outcome;
}

static enum outcome
set_up(struct db *db, struct err *err)
{
	static const char *const pragmas[] = {
		"PRAGMA cell_size_check=ON",    "PRAGMA mmap_size=0",
		"PRAGMA foreign_keys=ON",       "PRAGMA temp_store=MEMORY",
		"PRAGMA recursive_triggers=ON",
	};
	char cache[40];
	snprintf(cache, sizeof(cache), "PRAGMA cache_size=-%d", CACHE_KIB);
	enum outcome outcome = insist(db, cache, NULL, err);
	for (size_t i = 0; i < sizeof(pragmas) / sizeof(*pragmas) && !outcome; i++)
		outcome = insist(db, pragmas[i], NULL, err);
	if (!outcome && db->flags & DB_WRITE)
		outcome = set_up_writer(db, err);
	if (!outcome && !(db->flags & DB_WRITE))
		outcome = insist(db, "PRAGMA query_only=ON", NULL, err);
	return outcome;
}

/* One thread, and nobody asks SQLite for its memory figures: no locks around either.  Does nothing
 * if SQLite runs already. */
static void
configure_once(void)
{
	static bool done;
	if (done)
		return;
	done = true;
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum outcome
db_open(struct db **out, const char *path, unsigned flags, struct err *err)
{
	int open_flags = SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
	configure_once();
	if (is_scratch(path))
		flags |= DB_WRITE | DB_CREATE | DB_FAST;
	if (!(flags & DB_CREATE) && access(path, F_OK) != 0)
		return errno == ENOENT || errno == ENOTDIR
		               ? RC_NOT_FOUND
		               : db_trouble(NULL, SQLITE_CANTOPEN, path, err);
	open_flags |= flags & DB_WRITE ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	open_flags |= flags & DB_CREATE ? SQLITE_OPEN_CREATE : 0;

	struct db *db = alloc_zero(1, sizeof(*db));
	db->path = alloc_text(path);
	db->flags = flags;
	char *address = address_of(path, flags);
	int code = sqlite3_open_v2(address, &db->sqlite, open_flags, NULL);
	free(address);
	enum outcome outcome = RC_OK;
	if (code != SQLITE_OK) {
		outcome = db_trouble(db, code, path, err);
	} else {
		harden(db);
		outcome = set_up(db, err);
	}
	if (outcome) {
		db_close(&db);
		return outcome;
	}
	sqlite3_set_authorizer(db->sqlite, authorize, db);
	outcome = db_prepare(db, &db_control_set, err);
	if (outcome)
		db_close(&db);
	else
		*out = db;
	return outcome;
}

void
db_close(struct db **db)
{
	if (!*db)
		return;
	db_let_go(*db);
	for (int i = 0; i < (*db)->set_count; i++) {
		struct prepared *prepared = &(*db)->sets[i];
		for (int k = 0; k < prepared->set->count; k++)
			sqlite3_finalize(prepared->statements[k]);
		free(prepared->statements);
	}
	/* the next start would read a log that is left there from its beginning to its end */
	if ((*db)->flags & DB_WRITE && (*db)->sqlite)
		sqlite3_wal_checkpoint_v2((*db)->sqlite, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
		                          NULL);
	int code = sqlite3_close((*db)->sqlite);
	assert(code == SQLITE_OK);
	free((*db)->path);
	free(*db);
	*db = NULL;
}

sqlite3 *
db_handle(struct db *db)
{
	return db->sqlite;
}

const char *
db_path(const struct db *db)
{
	return db->path;
}

enum outcome
db_pragma(struct db *db, const char *name, int64_t *number, struct err *err)
{
	char sql[80];
	sqlite3_stmt *statement = NULL;
	snprintf(sql, sizeof(sql), "PRAGMA %s", name);
	int code = sqlite3_prepare_v2(db->sqlite, sql, -1, &statement, NULL);
	enum outcome outcome = code == SQLITE_OK ? db_number(db, statement, number, err)
	                                         : db_trouble(db, code, sql, err);
	sqlite3_finalize(statement);
	return outcome;
}
