/*
 * One SQLite file, opened the only way we open any: hardened, durable, its statements prepared
 * once.  Inside the ledger room; nothing above sees it.
 *
 *   own     db_open() gives, db_close() takes back; statements belong to the db
 *   rule    a statement is taken with db_use(), bound, stepped to its end (db_row, db_run) and is
 *           then reset again; db_use() of a statement that is still in the middle begins it anew
 *   fails   every trouble of SQLite becomes an outcome with its own sentence: full disk, read-only,
 *           busy, damaged, out of memory, anything else
 */
#ifndef RINGUP_LEDGER_DB_H
#define RINGUP_LEDGER_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "base/err.h"

struct db;

enum db_flag {
	DB_WRITE = 1,  /* else mode=ro: never writes, never checkpoints */
	DB_CREATE = 2, /* make the file if it is not there; with DB_WRITE */
	DB_FAST = 4,   /* no syncs: only for a file that is built aside and synced at the end */
	DB_ROLLBACK_JOURNAL = 8, /* no WAL: for a file that will be renamed (catalogue.new) */
};

/* path ":memory:" gives a scratch database, "" one that may grow to a file without a name.
 * RC_NOT_FOUND there is no such file (no sentence of its own). */
enum outcome db_open(struct db **db, const char *path, unsigned flags, struct err *err);
void db_close(struct db **db);
sqlite3 *db_handle(struct db *db);
const char *db_path(const struct db *db);

/* The statements of one file of ours, by number; texts are listed in an array beside their enum. */
struct db_set {
	const char *const *sql;
	int count;
};
/* Makes the set known; its statements are prepared at their first use, or by db_prepare_more(). */
void db_add_set(struct db *db, const struct db_set *set);
/* The same, and prepares them all now. */
enum outcome db_prepare(struct db *db, const struct db_set *set, struct err *err);
/* Prepares at most count statements that nobody asked for yet, so that none is prepared while
 * selling; true: there are more. */
bool db_prepare_more(struct db *db, int count);
/* Reset and unbound; the set must be known.  NULL if it cannot be prepared: binding it does nothing
 * and db_row() and db_run() say why. */
sqlite3_stmt *db_use(struct db *db, const struct db_set *set, int which);
int64_t db_statements_prepared(const struct db *db);

/* Binds whole numbers to parameters 1, 2, 3 ... */
#define DB_INTS(statement, ...)                                                                    \
	db_bind_ints(statement, (const int64_t[]){ __VA_ARGS__ },                                  \
	             sizeof((const int64_t[]){ __VA_ARGS__ }) / sizeof(int64_t))
void db_bind_ints(sqlite3_stmt *statement, const int64_t numbers[], size_t count);
/* Texts and bytes are borrowed until the statement is used again. */
void db_bind_text(sqlite3_stmt *statement, int parameter, const char *text);
void db_bind_bytes(sqlite3_stmt *statement, int parameter, const void *bytes, size_t count);

/* The next row: RC_OK there is one, RC_NOT_FOUND no more (reset, err untouched), else trouble
 * (reset). */
enum outcome db_row(struct db *db, sqlite3_stmt *statement, struct err *err);
/* Runs a statement that gives no rows; outside of a transaction in one of its own. */
enum outcome db_run(struct db *db, sqlite3_stmt *statement, struct err *err);
/* The first column of the one row there is; RC_NOT_FOUND leaves *number. */
enum outcome db_number(struct db *db, sqlite3_stmt *statement, int64_t *number, struct err *err);
/* Column as text into a fixed array, cut at a character; NULL is "". */
void db_column_text(sqlite3_stmt *statement, int column, char *out, size_t size);
/* Column of exactly count bytes; false if it is anything else. */
bool db_column_bytes(sqlite3_stmt *statement, int column, void *out, size_t count);

/* A number remembered by a short text, for what is asked again and again and never changes once it
 * is there.  A rollback or a change of tables forgets all. */
bool db_recall(const struct db *db, const char *text, int64_t *number);
void db_remember(struct db *db, const char *text, int64_t number);

/* BEGIN IMMEDIATE, COMMIT, ROLLBACK.  After a failed db_commit() nothing is open any more. */
enum outcome db_begin(struct db *db, struct err *err);
enum outcome db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);
bool db_in_transaction(struct db *db);
/* One snapshot for several queries.  db_rollback() ends it too, but forgets what was remembered. */
enum outcome db_begin_reading(struct db *db, struct err *err);
void db_end_reading(struct db *db);
/* Keeps a snapshot open until the next transaction begins, so that looking things up one after the
 * other locks nothing: for a file that only this connection writes. */
void db_hold(struct db *db);

/* db_begin() whose commit costs no sync: it outlives this process at once, and the power with the next
 * commit that does sync. */
enum outcome db_begin_lazy(struct db *db, struct err *err);

/* Has another connection committed since db_know()?  Ask inside a transaction. */
bool db_stranger_wrote(struct db *db);
/* What is there now is known: after opening. */
void db_know(struct db *db);
/* Commits of ours, each one sync (none with DB_FAST); lazy ones are not among them. */
int64_t db_commits(const struct db *db);
int64_t db_lazy_commits(const struct db *db);
/* Frames in the write-ahead log since the last checkpoint. */
int db_wal_frames(const struct db *db);
void db_checkpoint(struct db *db);

/* Statements one after the other, prepared now: migrations, and what happens once.  CREATE and DROP
 * are let through only between db_building(true) and db_building(false). */
enum outcome db_script(struct db *db, const char *sql, struct err *err);
void db_building(struct db *db, bool building);
/* "PRAGMA name" that gives one number. */
enum outcome db_pragma(struct db *db, const char *name, int64_t *number, struct err *err);

/* Turns SQLite's last trouble into an outcome with a sentence; detail gets doing and SQLite's text.
 */
enum outcome db_trouble(struct db *db, int code, const char *doing, struct err *err);
/* Was the last trouble a full disk? */
bool db_disk_was_full(const struct db *db);

#endif
