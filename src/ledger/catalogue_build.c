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
#include "ledger/catalogue_file.h"
#include "ledger/catalogue_rows.h"

#define BUILD_CACHE_KIB "32000"

struct catalogue_build {
	struct db *db;
	char *folder, *path;
	int lock;        /* keeps a second import out, as long as the file is open */
	bool fresh;      /* there were no items: rows are only added, their index comes last */
	bool on_waiting; /* it goes on from an import that was not swapped in yet */
	bool dated;      /* there are prices with a beginning */
	int64_t at_ms;
	struct item_record found; /* the item catalogue_build_find() found last, as it was set up */
	struct item_row shown;    /* the same with the price in effect */
	int64_t found_id;         /* its row; 0 none */
	struct code_taken taken;  /* by the item written last */
};

enum { DOUBLE_PLU, GTIN_OWNER, LAST_PROMOTION, STATEMENTS };
static const char *const build_sql[STATEMENTS] = {
	[DOUBLE_PLU] = ("SELECT plu, min(number), max(number) FROM item WHERE plu <> 0"
	                " GROUP BY plu HAVING count(*) > 1 LIMIT 1"),
	[GTIN_OWNER] = "SELECT item FROM code WHERE gtin = ?1",
	[LAST_PROMOTION] = "SELECT coalesce(max(position), 0) FROM promotion",
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
	        "PRAGMA journal_mode=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=FILE;"
	        "PRAGMA cache_size=-" BUILD_CACHE_KIB,
	        err);
	if (!outcome)
		outcome = db_prepare(db, &build_statements, err);
	if (!outcome)
		outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	build->fresh = is_empty(db, "SELECT 1 FROM item LIMIT 1");
	build->dated = !is_empty(db, "SELECT 1 FROM price LIMIT 1");
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

/* ---- rows ---- */

static enum outcome
find(struct catalogue_build *build, const char *number, struct err *err)
{
	if (build->fresh)
		return RC_NOT_FOUND;
	if (build->found_id && strcmp(build->found.item.number, number) == 0)
		return RC_OK;
	build->found_id = 0;
	text_copy(build->found.item.number, sizeof(build->found.item.number), number);
	enum outcome outcome =
	        rows_get(build->db, RECORD_ITEM, &build->found, &build->found_id, err);
	if (outcome)
		return outcome;
	build->shown = build->found.item;
	return build->dated
	               ? rows_price_at(build->db, build->found_id, build->at_ms, &build->shown, err)
	               : RC_OK;
}

enum outcome
catalogue_build_find(struct catalogue_build *build, const char *number, struct item_row *row,
                     struct err *err)
{
	enum outcome outcome = find(build, number, err);
	if (!outcome)
		*row = build->shown;
	return outcome;
}

enum outcome
catalogue_build_find_gtin(struct catalogue_build *build, int64_t gtin, struct item_row *row,
                          struct err *err)
{
	sqlite3_stmt *statement = db_use(build->db, &build_statements, GTIN_OWNER);
	struct item_record record;
	int64_t id = 0;
	DB_INTS(statement, gtin);
	enum outcome outcome = db_number(build->db, statement, &id, err);
	if (!outcome)
		outcome = rows_get_by_id(build->db, id, &record, err);
	if (!outcome && build->fresh)
		*row = record.item;
	return outcome || build->fresh ? outcome
	                               : catalogue_build_find(build, record.item.number, row, err);
}

/* The item found last becomes record, its price from now on. */
static enum outcome
change_found(struct catalogue_build *build, struct item_record *record,
             enum catalogue_change *change, struct err *err)
{
	enum outcome outcome = RC_OK;
	int64_t id = build->found_id;
	*change = CATALOGUE_UNCHANGED;
	if (!same_price(&build->shown, &record->item)) {
		*change = CATALOGUE_CHANGED;
		build->dated = true;
		outcome = rows_put_price(build->db, id, build->at_ms, &record->item, err);
	}
	record->item.has_price = build->found.item.has_price;
	record->item.price = build->found.item.price;
	if (!outcome && !record_equal(RECORD_ITEM, &build->found, record)) {
		*change = CATALOGUE_CHANGED;
		outcome = rows_change_item(build->db, id, build->found.codes, record, build->at_ms,
		                           &build->taken, err);
	}
	if (*change == CATALOGUE_CHANGED)
		build->found_id = 0;
	return outcome;
}

enum outcome
catalogue_build_item(struct catalogue_build *build, const struct item_row *row,
                     const struct item_code_row codes[], size_t code_count,
                     enum catalogue_change *change, struct err *err)
{
	struct item_record record = { .item = *row };
	build->taken.gtin = 0;
	enum outcome outcome = find(build, row->number, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (codes && (code_count > ITEM_CODES_MAX || !codes_text(codes, code_count, record.codes)))
		return err_set(err, RC_REFUSED, _("an item has at most %d codes"), ITEM_CODES_MAX);
	if (outcome) {
		*change = CATALOGUE_ADDED;
		return rows_add_item(build->db, &record, build->fresh, build->at_ms, &build->taken,
		                     err);
	}
	if (!codes)
		memcpy(record.codes, build->found.codes, sizeof(record.codes));
	return change_found(build, &record, change, err);
}

/* A beginning that has passed is now; one to come has a row of its own. */
enum outcome
catalogue_build_price(struct catalogue_build *build, const struct price_row *row,
                      enum catalogue_change *change, struct err *err)
{
	bool later = row->from_ms > build->at_ms;
	struct item_row price = { .has_price = row->has_price, .price = row->price }, there;
	struct price_row same = *row;
	enum outcome outcome = find(build, row->item, err);
	if (outcome)
		return outcome;
	there = build->shown;
	if (later) {
		outcome = rows_get(build->db, RECORD_PRICE, &same, NULL, err);
		there = (struct item_row){ .has_price = same.has_price, .price = same.price };
	}
	*change = outcome == RC_NOT_FOUND      ? CATALOGUE_ADDED
	          : same_price(&there, &price) ? CATALOGUE_UNCHANGED
	                                       : CATALOGUE_CHANGED;
	if (*change == CATALOGUE_UNCHANGED || (outcome && outcome != RC_NOT_FOUND))
		return outcome;
	int64_t id = build->found_id;
	build->dated = true;
	build->found_id = 0;
	return rows_put_price(build->db, id, later ? row->from_ms : build->at_ms, &price, err);
}

enum outcome
catalogue_build_department(struct catalogue_build *build, const struct department_row *row,
                           struct err *err)
{
	return rows_put(build->db, RECORD_DEPARTMENT, row, build->at_ms, err);
}

/* What is there already is left alone. */
static enum outcome
put_record(struct catalogue_build *build, enum record_table table, const void *row,
           enum catalogue_change *change, struct err *err)
{
	union record present;
	memcpy(&present, row, record_kind(table)->size);
	enum outcome outcome = rows_get(build->db, table, &present, NULL, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*change = outcome                              ? CATALOGUE_ADDED
	          : record_equal(table, &present, row) ? CATALOGUE_UNCHANGED
	                                               : CATALOGUE_CHANGED;
	return *change == CATALOGUE_UNCHANGED ? RC_OK
	                                      : rows_put(build->db, table, row, build->at_ms, err);
}

enum outcome
catalogue_build_tax(struct catalogue_build *build, const struct tax_row *row,
                    enum catalogue_change *change, struct err *err)
{
	return put_record(build, RECORD_TAX, row, change, err);
}

enum outcome
catalogue_build_find_tax(struct catalogue_build *build, struct tax_row *row, struct err *err)
{
	return rows_get(build->db, RECORD_TAX, row, NULL, err);
}

enum outcome
catalogue_build_find_promotion(struct catalogue_build *build, struct promotion_row *row,
                               struct err *err)
{
	return rows_get(build->db, RECORD_PROMOTION, row, NULL, err);
}

enum outcome
catalogue_build_last_promotion(struct catalogue_build *build, int *order, struct err *err)
{
	int64_t last = 0;
	enum outcome outcome = db_number(
	        build->db, db_use(build->db, &build_statements, LAST_PROMOTION), &last, err);
	*order = (int)last;
	return outcome;
}

bool
catalogue_build_taken(struct catalogue_build *build, int64_t *gtin, struct item_row *owner)
{
	struct item_record record;
	if (!build->taken.gtin)
		return false;
	*gtin = build->taken.gtin;
	if (rows_get_by_id(build->db, build->taken.owner, &record, NULL))
		return false;
	*owner = record.item;
	return true;
}

enum outcome
catalogue_build_tender(struct catalogue_build *build, const struct tender_row *row, struct err *err)
{
	return rows_put(build->db, RECORD_TENDER, row, build->at_ms, err);
}

enum outcome
catalogue_build_promotion(struct catalogue_build *build, const struct promotion_row *row,
                          enum catalogue_change *change, struct err *err)
{
	return put_record(build, RECORD_PROMOTION, row, change, err);
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
	enum outcome outcome = fresh ? RC_OK : check_plus(db, err);
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
	db_close(&(*build)->db);
	outcome = put_ready(*build, err);
	close_build(build);
	return outcome;
}
