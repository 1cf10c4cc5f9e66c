/*
 * Transactions, who else wrote, and the write-ahead log.
 */
#include <config.h>

#include "ledger/db_parts.h"

/* The log is folded into the file when the till is idle; beyond this, at once. */
#define WAL_FRAMES_MAX 4000

enum { BEGIN_WRITING, BEGIN_READING, COMMIT, ROLLBACK };
static const char *const control_sql[] = {
	[BEGIN_WRITING] = "BEGIN IMMEDIATE",
	[BEGIN_READING] = "BEGIN",
	[COMMIT] = "COMMIT",
	[ROLLBACK] = "ROLLBACK",
};
const struct db_set db_control_set = { control_sql, 4 };

static unsigned
data_version(struct db *db)
{
	unsigned version = 0;
	sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_DATA_VERSION, &version);
	return version;
}

/* Called after each commit of ours; a stranger's is not seen before our next transaction begins. */
int
db_wal_grew(void *context, sqlite3 *sqlite, const char *database, int frames)
{
	struct db *db = context;
	(void)sqlite;
	(void)database;
	db->wal_frames = frames;
	db->known_version = data_version(db);
	db->commits += !db->lazy;
	db->lazy_commits += db->lazy;
	if (frames >= WAL_FRAMES_MAX)
		db_checkpoint(db);
	return SQLITE_OK;
}

static enum outcome
control(struct db *db, int which, struct err *err)
{
	enum outcome outcome = db_row(db, db_use(db, &db_control_set, which), err);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

void
db_hold(struct db *db)
{
	if (!db->held && !db_in_transaction(db) && db->flags & DB_WRITE)
		db->held = control(db, BEGIN_READING, NULL) == RC_OK;
}

void
db_let_go(struct db *db)
{
	if (db->held)
		control(db, COMMIT, NULL);
	db->held = false;
}

/* From here on nobody else can write, so this is where a stranger's commits show. */
enum outcome
db_begin(struct db *db, struct err *err)
{
	db_let_go(db);
	enum outcome outcome = control(db, BEGIN_WRITING, err);
	if (!outcome && data_version(db) != db->known_version)
		db->stranger = true;
	return outcome;
}

/* Prepared each time: such a pragma acts when it is prepared.  What cannot be made lazy is synced. */
static void
set_lazy(struct db *db, bool lazy)
{
	bool building = db->building;
	if (db->flags & DB_FAST)
		return;
	db->building = true;
	sqlite3_exec(db->sqlite, lazy ? "PRAGMA synchronous=NORMAL" : "PRAGMA synchronous=FULL",
	             NULL, NULL, NULL);
	db->building = building;
	db->lazy = lazy;
}

enum outcome
db_begin_lazy(struct db *db, struct err *err)
{
	db_let_go(db);
	set_lazy(db, true);
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		set_lazy(db, false);
	return outcome;
}

enum outcome
db_begin_reading(struct db *db, struct err *err)
{
	db_let_go(db);
	return control(db, BEGIN_READING, err);
}

void
db_end_reading(struct db *db)
{
	control(db, COMMIT, NULL);
}

enum outcome
db_commit(struct db *db, struct err *err)
{
	enum outcome outcome = control(db, COMMIT, err);
	if (outcome)
		db_rollback(db);
	else
		/* one that changed nothing counts too, but does not reach wal_grew() */
		db->known_version = data_version(db);
	if (db->lazy)
		set_lazy(db, false);
	return outcome;
}

void
db_rollback(struct db *db)
{
	if (db_in_transaction(db))
		control(db, ROLLBACK, NULL);
	if (db->lazy)
		set_lazy(db, false);
	db_forget(db);
}

bool
db_in_transaction(struct db *db)
{
	return !db->held && !sqlite3_get_autocommit(db->sqlite);
}

bool
db_stranger_wrote(struct db *db)
{
	return db->stranger;
}

void
db_know(struct db *db)
{
	db->known_version = data_version(db);
	db->stranger = false;
}

int64_t
db_commits(const struct db *db)
{
	return db->commits;
}

int64_t
db_lazy_commits(const struct db *db)
{
	return db->lazy_commits;
}

int
db_wal_frames(const struct db *db)
{
	return db->wal_frames;
}

void
db_checkpoint(struct db *db)
{
	int frames = 0, done = 0;
	int code = sqlite3_wal_checkpoint_v2(db->sqlite, "main", SQLITE_CHECKPOINT_PASSIVE, &frames,
	                                     &done);
	if (code == SQLITE_OK && done == frames)
		db->wal_frames = 0;
}
