#include <config.h>

#include "ledger/catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/catalogue_build_parts.h"
#include "ledger/catalogue_file.h"

/* Changes go anywhere; new rows go to the end of their tables. */
#define CACHE_KIB "32000"
#define CACHE_FRESH_KIB "8000"

enum { DOUBLE_PLU, STATEMENTS };
static const char *const build_sql[STATEMENTS] = {
	[DOUBLE_PLU] = ("SELECT plu, min(number), max(number) FROM item WHERE plu <> 0"
	                " GROUP BY plu HAVING count(*) > 1 LIMIT 1"),
};
static const struct db_set build_statements = { build_sql, STATEMENTS };

/* ---- opening ---- */

static enum outcome
lock_build(struct catalogue_build *build, struct err *err)
{
	build->lock = open(build->path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (build->lock < 0)
		return err_system(err, "making %s", build->path);
	if (flock(build->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		err_set(err, RC_BUSY, _("another import is running"));
		err_hint(err, _("wait until it has ended, then try again"));
		return RC_BUSY;
	}
	if (ftruncate(build->lock, 0) != 0)
		return err_system(err, "emptying %s", build->path);
	return RC_OK;
}

/* What the new one starts from: an import that still waits, else the catalogue. */
static enum outcome
open_base(struct catalogue_build *build, struct db **base, struct err *err)
{
	char *path = catalogue_path(build->folder, CATALOGUE_NEW);
	enum outcome outcome = db_open(base, path, DB_ROLLBACK_JOURNAL, err);
	free(path);
	build->on_waiting = outcome == RC_OK;
	if (outcome != RC_NOT_FOUND)
		return outcome;
	path = catalogue_path(build->folder, CATALOGUE_NAME);
	outcome = db_open(base, path, DB_ROLLBACK_JOURNAL, err);
	free(path);
	if (outcome == RC_NOT_FOUND)
		err_set(err, outcome, _("there is no till in %s"), build->folder);
	return outcome;
}

static enum outcome
copy_base(struct catalogue_build *build, struct err *err)
{
	struct db *base = NULL, *copy = NULL;
	enum outcome outcome = open_base(build, &base, err);
	if (outcome)
		return outcome;
	outcome = db_open(&copy, build->path, DB_WRITE | DB_CREATE | DB_FAST | DB_ROLLBACK_JOURNAL,
	                  err);
	if (!outcome) {
		sqlite3_backup *backup =
		        sqlite3_backup_init(db_handle(copy), "main", db_handle(base), "main");
		int code = backup ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
		if (backup)
			sqlite3_backup_finish(backup);
		if (code != SQLITE_DONE)
			outcome = db_trouble(copy, code, "copying the catalogue", err);
	}
	db_close(&copy);
	db_close(&base);
	return outcome;
}

static bool
is_empty(struct db *db, const char *sql)
{
	sqlite3_stmt *any = NULL;
	int code = sqlite3_prepare_v2(db_handle(db), sql, -1, &any, NULL);
	bool empty = code == SQLITE_OK && sqlite3_step(any) == SQLITE_DONE;
	sqlite3_finalize(any);
	return empty;
}

/* The file is thrown away if anything goes wrong, so it needs no journal. */
static enum outcome
start_writing(struct catalogue_build *build, struct err *err)
{
	struct db *db = build->db;
	sqlite3_db_config(db_handle(db), SQLITE_DBCONFIG_DEFENSIVE, 0, (int *)NULL);
	db_building(db, true);
	enum outcome outcome = db_script(
	        db,
	        "PRAGMA journal_mode=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=FILE;",
	        err);
	if (!outcome)
		outcome = db_prepare(db, &build_statements, err);
	db_add_set(db, &catalogue_build_row_statements);
	build->fresh = is_empty(db, "SELECT 1 FROM item LIMIT 1");
	build->dated = !is_empty(db, "SELECT 1 FROM price LIMIT 1");
	if (!outcome)
		outcome = db_script(db,
		                    build->fresh ? "PRAGMA cache_size=-" CACHE_FRESH_KIB
		                                 : "PRAGMA cache_size=-" CACHE_KIB,
		                    err);
	if (!outcome)
		outcome = db_begin(db, err);
	if (!outcome && build->fresh)
		outcome = bulk_new(&build->bulk, db, build->at_ms, err);
	if (outcome)
		return outcome;
	return db_script(db, build->fresh ? "DROP INDEX item_number" : "DROP INDEX item_plu", err);
}

enum outcome
catalogue_build_open(struct catalogue_build **out, const char *folder, int64_t at_ms,
                     struct err *err)
{
	struct catalogue_build *build = alloc_zero(1, sizeof(*build));
	build->at_ms = at_ms;
	build->folder = alloc_text(folder);
	build->path = catalogue_path(folder, CATALOGUE_BUILD);
	enum outcome outcome = lock_build(build, err);
	if (!outcome)
		outcome = copy_base(build, err);
	if (!outcome)
		outcome = catalogue_open_file(&build->db, build->path, DB_WRITE | DB_FAST, err);
	if (!outcome)
		outcome = start_writing(build, err);
	if (outcome) {
		if (outcome == RC_BUSY && !build->db) {
			free(build->path);
			build->path = NULL;
		}
		catalogue_build_drop(&build);
		return outcome;
	}
	*out = build;
	return RC_OK;
}

/* Closes everything; the file stays. */
static void
close_build(struct catalogue_build **build)
{
	bulk_free(&(*build)->bulk);
	if ((*build)->db && db_in_transaction((*build)->db))
		db_rollback((*build)->db);
	db_close(&(*build)->db);
	if ((*build)->lock >= 0)
		close((*build)->lock);
	free((*build)->folder);
	free((*build)->path);
	free(*build);
	*build = NULL;
}

void
catalogue_build_drop(struct catalogue_build **build)
{
	if (!*build)
		return;
	if ((*build)->path)
		unlink((*build)->path);
	close_build(build);
}

/* ---- the end ---- */

static enum outcome
check_plus(struct db *db, struct err *err)
{
	char first[ITEM_NUMBER_MAX], second[ITEM_NUMBER_MAX];
	sqlite3_stmt *statement = db_use(db, &build_statements, DOUBLE_PLU);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	long long plu = sqlite3_column_int64(statement, 0);
	db_column_text(statement, 1, first, sizeof(first));
	db_column_text(statement, 2, second, sizeof(second));
	sqlite3_reset(statement);
	return err_set(err, RC_REFUSED, _("items %s and %s would both have PLU %lld"), first,
	               second, plu);
}

/* An import that still waits is part of this one: its figures are added. */
static enum outcome
put_figure(const struct catalogue_build *build, const char *key, int64_t figure, struct err *err)
{
	int64_t before = 0;
	enum outcome outcome = RC_OK;
	if (build->on_waiting)
		outcome = catalogue_state(build->db, key, &before, NULL, 0, err);
	return outcome ? outcome : catalogue_state_put(build->db, key, before + figure, "", err);
}

static enum outcome
write_facts(const struct catalogue_build *build, const struct catalogue_facts *facts,
            struct err *err)
{
	char id[ID_TEXT_MAX], digest[2 * HASH_BYTES + 1];
	struct db *db = build->db;
	random_id(id);
	enum outcome outcome = catalogue_state_put(db, "id", 0, id, err);
	if (!outcome)
		outcome = catalogue_state_put(db, "file", 0, facts->file, err);
	if (!outcome)
		outcome = catalogue_state_put(
		        db, "digest", 0, hex_text(digest, facts->digest.bytes, HASH_BYTES), err);
	if (!outcome)
		outcome = catalogue_state_put(db, "what", 0, facts->what, err);
	if (!outcome)
		outcome = put_figure(build, "added", facts->added, err);
	if (!outcome)
		outcome = put_figure(build, "changed", facts->changed, err);
	if (!outcome)
		outcome = put_figure(build, "removed", facts->removed, err);
	if (!outcome)
		outcome = put_figure(build, "unchanged", facts->unchanged, err);
	return outcome;
}

static enum outcome
put_ready(struct catalogue_build *build, struct err *err)
{
	char *ready = catalogue_path(build->folder, CATALOGUE_NEW);
	enum outcome outcome = RC_OK;
	if (fsync(build->lock) != 0)
		outcome = err_system(err, "syncing %s", build->path);
	else if (rename(build->path, ready) != 0)
		outcome = err_system(err, "renaming %s", build->path);
	else
		outcome = paths_sync_folder(build->folder, err);
	free(ready);
	return outcome;
}

enum outcome
catalogue_build_finish(struct catalogue_build **build, const struct catalogue_facts *facts,
                       struct err *err)
{
	struct db *db = (*build)->db;
	bool fresh = (*build)->fresh;
	enum outcome outcome = fresh ? build_flush(*build, err) : check_plus(db, err);
	if (!outcome)
		outcome = db_script(db, fresh ? CATALOGUE_NUMBER_INDEX : CATALOGUE_PLU_INDEX, err);
	if (!outcome)
		outcome = write_facts(*build, facts, err);
	if (!outcome)
		outcome = db_commit(db, err);
	if (outcome) {
		catalogue_build_drop(build);
		return outcome;
	}
	bulk_free(&(*build)->bulk);
	db_close(&(*build)->db);
	outcome = put_ready(*build, err);
	close_build(build);
	return outcome;
}
