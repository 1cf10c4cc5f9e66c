/*
 * A connection from the inside, for db.c and the files beside it.
 */
#ifndef RINGUP_LEDGER_DB_PARTS_H
#define RINGUP_LEDGER_DB_PARTS_H

#include "ledger/db.h"

#define SETS_MAX 32
#define MEMORY_SLOTS 512 /* a power of two */
#define MEMORY_TEXT 56

struct prepared {
	const struct db_set *set;
	sqlite3_stmt **statements;
};

struct memory {
	char text[MEMORY_TEXT]; /* "" a free slot */
	int64_t number;
};

struct db {
	sqlite3 *sqlite;
	char *path;
	unsigned flags;
	bool building;
	bool held; /* a snapshot is open since db_hold() */
	bool disk_was_full;
	int wal_frames;
	unsigned known_version;
	bool stranger; /* someone else wrote since db_know() */
	bool lazy; /* the transaction of db_begin_lazy() is open */
	int64_t commits, lazy_commits;
	int64_t statements_prepared;
	struct prepared sets[SETS_MAX];
	int set_count;
	struct memory memory[MEMORY_SLOTS];
	int remembered;
	int step_errno;   /* after the last step: COMMIT does not pass it on by itself */
	int prepare_code; /* why the last statement could not be prepared */
};

/* Forgets what db_remember() was given. */
void db_forget(struct db *db);

/* Ends what db_hold() began, if anything. */
void db_let_go(struct db *db);

/* BEGIN, COMMIT and ROLLBACK, prepared when the file is opened. */
extern const struct db_set db_control_set;
/* SQLite's hook after each commit of ours. */
int db_wal_grew(void *context, sqlite3 *sqlite, const char *database, int frames);

#endif
