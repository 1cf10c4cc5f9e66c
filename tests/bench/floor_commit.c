#include <config.h>

#include "floor_commit.h"

#include <fcntl.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

#define BLOCK 4096
#define BLOCKS 2 /* written in turn, as the head file is */

struct floor_commit {
	sqlite3 *db;
	sqlite3_stmt *begin, *insert, *commit;
	char *row;
	size_t bytes;
	int fd;
	unsigned count;
};

static void
stop(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(5);
}

static sqlite3_stmt *
prepare(struct floor_commit *floor, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v3(floor->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL))
		stop(sqlite3_errmsg(floor->db));
	return statement;
}

static void
open_block_file(struct floor_commit *floor, const char *folder)
{
	char path[PATH_MAX];
	char blocks[BLOCKS * BLOCK] = { 0 };

	snprintf(path, sizeof(path), "%s/floor.head", folder);
	floor->fd = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0600);
	if (floor->fd < 0 || write(floor->fd, blocks, sizeof(blocks)) != sizeof(blocks) ||
	    fsync(floor->fd))
		stop("the floor's block file cannot be made");
}

static void
remove_old(const char *folder)
{
	static const char *const names[] = { "floor.db", "floor.db-wal", "floor.db-shm" };
	char path[PATH_MAX];

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", folder, names[i]);
		unlink(path);
	}
}

struct floor_commit *
floor_commit_open(const char *folder, size_t bytes)
{
	struct floor_commit *floor = alloc_zero(1, sizeof(*floor));
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "file:%s/floor.db?psow=0", folder);
	remove_old(folder);
	if (sqlite3_open_v2(path, &floor->db,
	                    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI, NULL) ||
	    sqlite3_exec(floor->db,
	                 "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
	                 "CREATE TABLE sale(id INTEGER PRIMARY KEY, row BLOB) STRICT",
	                 NULL, NULL, NULL))
		stop("the floor's database cannot be made");
	floor->begin = prepare(floor, "BEGIN IMMEDIATE");
	floor->insert = prepare(floor, "INSERT INTO sale(row) VALUES(?1)");
	floor->commit = prepare(floor, "COMMIT");
	floor->row = alloc_zero(bytes, 1);
	memset(floor->row, 'x', bytes);
	floor->bytes = bytes;
	open_block_file(floor, folder);
	return floor;
}

static void
step(struct floor_commit *floor, sqlite3_stmt *statement)
{
	if (sqlite3_step(statement) != SQLITE_DONE)
		stop(sqlite3_errmsg(floor->db));
	sqlite3_reset(statement);
}

void
floor_commit_once(struct floor_commit *floor)
{
	char block[BLOCK];

	floor->count++;
	memcpy(floor->row, &floor->count, sizeof(floor->count));
	step(floor, floor->begin);
	sqlite3_bind_blob(floor->insert, 1, floor->row, (int)floor->bytes, SQLITE_STATIC);
	step(floor, floor->insert);
	step(floor, floor->commit);
	memset(block, (int)floor->count, sizeof(block));
	if (pwrite(floor->fd, block, sizeof(block), (off_t)(floor->count % BLOCKS) * BLOCK) !=
	            BLOCK ||
	    fdatasync(floor->fd))
		stop("the floor's block cannot be written");
}

void
floor_commit_close(struct floor_commit **floor)
{
	sqlite3_finalize((*floor)->begin);
	sqlite3_finalize((*floor)->insert);
	sqlite3_finalize((*floor)->commit);
	sqlite3_close((*floor)->db);
	close((*floor)->fd);
	free((*floor)->row);
	free(*floor);
	*floor = NULL;
}
