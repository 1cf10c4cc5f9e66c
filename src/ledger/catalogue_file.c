#include <config.h>

#include "ledger/catalogue_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "ledger/catalogue_rows.h"
#include "ledger/forward.h"

struct catalogue {
	struct db *db;
	char *folder;
	enum ledger_mode mode;
	int64_t at_ms; /* whose prices are read */
};

/* Columns stand in the order of record.c's tables.  A GTIN is its own key in code, which says whose
 * it is; the item lists its codes too, so that nothing is looked up by item there.  Names are kept
 * folded, so that loading them for search folds nothing. */
static const char catalogue_sql[] =
        "CREATE TABLE item(id INTEGER PRIMARY KEY, number TEXT NOT NULL, plu INTEGER NOT NULL,"
        " name TEXT NOT NULL, department INTEGER NOT NULL, has_price INTEGER NOT NULL,"
        " price INTEGER NOT NULL, taxes TEXT NOT NULL, unit TEXT NOT NULL, cost INTEGER NOT NULL,"
        " category TEXT NOT NULL, min_age INTEGER NOT NULL, deposit_item TEXT NOT NULL,"
        " max_qty INTEGER NOT NULL, reorder_level INTEGER NOT NULL,"
        " zero_price_allowed INTEGER NOT NULL, retired INTEGER NOT NULL,"
        " codes TEXT NOT NULL, folded TEXT NOT NULL) STRICT;"
        "CREATE TABLE code(gtin INTEGER PRIMARY KEY, item INTEGER NOT NULL,"
        " pack INTEGER NOT NULL) STRICT;" CATALOGUE_NUMBER_INDEX CATALOGUE_PLU_INDEX
        "CREATE TABLE department(number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
        " taxes TEXT NOT NULL, min_price INTEGER NOT NULL, max_price INTEGER NOT NULL,"
        " min_age INTEGER NOT NULL, open_ring INTEGER NOT NULL) STRICT;"
        "CREATE TABLE tax(code TEXT NOT NULL, first_day INTEGER NOT NULL, name TEXT NOT NULL,"
        " kind INTEGER NOT NULL, rate_ppm INTEGER NOT NULL, per_unit INTEGER NOT NULL,"
        " included INTEGER NOT NULL, compound INTEGER NOT NULL, affected INTEGER NOT NULL,"
        " position INTEGER NOT NULL, PRIMARY KEY(code, first_day)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE preset(number INTEGER PRIMARY KEY, label TEXT NOT NULL,"
        " command TEXT NOT NULL) STRICT;"
        "CREATE TABLE tender(kind TEXT PRIMARY KEY, label TEXT NOT NULL,"
        " over_tender INTEGER NOT NULL, opens_drawer INTEGER NOT NULL, counted INTEGER NOT NULL,"
        " needs_reference INTEGER NOT NULL, refundable INTEGER NOT NULL,"
        " max_change INTEGER NOT NULL, position INTEGER NOT NULL,"
        " retired INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
        "CREATE TABLE promotion(name TEXT PRIMARY KEY, json TEXT NOT NULL,"
        " active INTEGER NOT NULL, position INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
        "CREATE TABLE state(key TEXT PRIMARY KEY, number INTEGER NOT NULL,"
        " text TEXT NOT NULL) STRICT, WITHOUT ROWID;";

/* Prices with a beginning, one after the other for each item; labels for goods that must go; what
 * is eaten in or taken away; what a piece holds.  changed is when something that stands on a label
 * did. */
static const char prices_sql[] =
        "CREATE TABLE price(item INTEGER NOT NULL, from_ms INTEGER NOT NULL,"
        " has_price INTEGER NOT NULL, price INTEGER NOT NULL,"
        " PRIMARY KEY(item, from_ms)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE markdown(number INTEGER PRIMARY KEY, item TEXT NOT NULL,"
        " price INTEGER NOT NULL, reason TEXT NOT NULL, until INTEGER NOT NULL,"
        " pieces INTEGER NOT NULL) STRICT;"
        "ALTER TABLE item ADD COLUMN taxes_eat_in TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE item ADD COLUMN taxes_take_away TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE item ADD COLUMN content INTEGER NOT NULL DEFAULT 0;"
        "ALTER TABLE item ADD COLUMN content_unit TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE item ADD COLUMN changed INTEGER NOT NULL DEFAULT 0;"
        "ALTER TABLE department ADD COLUMN taxes_eat_in TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE department ADD COLUMN taxes_take_away TEXT NOT NULL DEFAULT '';";

static const char *const catalogue_first[] = { catalogue_sql, NULL };
static const char *const catalogue_prices_step[] = { prices_sql, NULL };
/* Notes of another currency. */
static const char foreign_sql[] = "ALTER TABLE tender ADD COLUMN currency TEXT NOT NULL DEFAULT '';"
                                  "ALTER TABLE tender ADD COLUMN rate TEXT NOT NULL DEFAULT '';";
static const char *const catalogue_foreign_step[] = { foreign_sql, NULL };
/* What the container of an item weighs. */
static const char tare_sql[] = "ALTER TABLE item ADD COLUMN tare INTEGER NOT NULL DEFAULT 0;";
static const char *const catalogue_tare_step[] = { tare_sql, NULL };
static const char *const *const catalogue_migrations[] = { catalogue_first, catalogue_prices_step,
	                                                   catalogue_foreign_step,
	                                                   catalogue_tare_step };

const struct schema schema_catalogue = {
	.application_id = 0x52554331, /* "RUC1" */
	.migrations = catalogue_migrations,
	.version = sizeof(catalogue_migrations) / sizeof(*catalogue_migrations),
	.copy = "catalogue-before-version",
};

enum { STATE_GET, STATE_PUT, STATE_COUNT };
static const char *const state_sql[STATE_COUNT] = {
	[STATE_GET] = "SELECT number, text FROM state WHERE key = ?1",
	[STATE_PUT] = "INSERT OR REPLACE INTO state(number, key, text) VALUES (?1, ?2, ?3)",
};
static const struct db_set state_statements = { state_sql, STATE_COUNT };

char *
catalogue_path(const char *folder, const char *name)
{
	return alloc_format("%s/%s", folder, name);
}

/* Makes an empty file ours and an older one new; of that a copy is kept where the till's own is
 * opened (folder), and none of a file that is made from it. */
static enum outcome
bring_forward(struct db *db, unsigned flags, const char *folder, struct err *err)
{
	int version = 0;
	enum outcome outcome = RC_OK;
	if (!(flags & DB_CREATE))
		outcome = schema_check_present(db, &schema_catalogue, err);
	if (!(flags & DB_WRITE) || (outcome && outcome != RC_REFUSED))
		return outcome;
	outcome = schema_check(db, &schema_catalogue, &version, err);
	if (!outcome && folder && version < schema_catalogue.version)
		outcome = forward_keep_copy(db, &schema_catalogue, folder, err);
	return outcome ? outcome : schema_migrate(db, &schema_catalogue, err);
}

static enum outcome
open_file(struct db **out, const char *path, unsigned flags, const char *folder, struct err *err)
{
	struct db *db = NULL;
	enum outcome outcome = db_open(&db, path, flags | DB_ROLLBACK_JOURNAL, err);
	if (outcome)
		return outcome;
	outcome = bring_forward(db, flags, folder, err);
	if (outcome) {
		db_close(&db);
		return outcome;
	}
	db_add_set(db, &catalogue_row_statements);
	db_add_set(db, &catalogue_statements);
	db_add_set(db, &state_statements);
	*out = db;
	return RC_OK;
}

enum outcome
catalogue_open_file(struct db **out, const char *path, unsigned flags, struct err *err)
{
	return open_file(out, path, flags, NULL, err);
}

enum outcome
catalogue_create(const char *folder, struct err *err)
{
	struct db *db = NULL;
	char *path = catalogue_path(folder, CATALOGUE_NAME);
	enum outcome outcome = catalogue_open_file(&db, path, DB_WRITE | DB_CREATE, err);
	if (!outcome)
		db_close(&db);
	free(path);
	return outcome;
}

static unsigned
flags_of(enum ledger_mode mode)
{
	return mode == LEDGER_READ ? 0 : mode == LEDGER_WRITE_FAST ? DB_WRITE | DB_FAST : DB_WRITE;
}

static enum outcome
open_db(struct catalogue *catalogue, struct err *err)
{
	char *path = catalogue_path(catalogue->folder, CATALOGUE_NAME);
	enum outcome outcome =
	        open_file(&catalogue->db, path, flags_of(catalogue->mode), catalogue->folder, err);
	if (outcome == RC_NOT_FOUND) {
		err_set(err, outcome, _("the catalogue of the till is gone"));
		err_hint(err, _("bring catalogue.db back from a backup"));
		err_detail(err, "%s", path);
	}
	if (!outcome)
		db_hold(catalogue->db);
	free(path);
	return outcome;
}

enum outcome
catalogue_open(struct catalogue **out, const char *folder, enum ledger_mode mode, struct err *err)
{
	struct catalogue *catalogue = alloc_zero(1, sizeof(*catalogue));
	catalogue->folder = alloc_text(folder);
	catalogue->mode = mode;
	catalogue->at_ms = clock_system.now(clock_system.context).utc_ms;
	enum outcome outcome = open_db(catalogue, err);
	if (outcome) {
		catalogue_close(&catalogue);
		return outcome;
	}
	*out = catalogue;
	return RC_OK;
}

void
catalogue_close(struct catalogue **catalogue)
{
	if (!*catalogue)
		return;
	db_close(&(*catalogue)->db);
	free((*catalogue)->folder);
	free(*catalogue);
	*catalogue = NULL;
}

struct db *
catalogue_db(const struct catalogue *catalogue)
{
	return catalogue->db;
}

int64_t
catalogue_moment(const struct catalogue *catalogue)
{
	return catalogue->at_ms;
}

void
catalogue_move_on(struct catalogue *catalogue, int64_t utc_ms)
{
	catalogue->at_ms = utc_ms;
}

/* The rename is durable once the folder is synced; until then a crash brings the old file back, and
 * catalogue_catch_up() does this again. */
enum outcome
catalogue_replace(struct catalogue *catalogue, struct err *err)
{
	char *from = catalogue_path(catalogue->folder, CATALOGUE_NEW);
	char *to = catalogue_path(catalogue->folder, CATALOGUE_NAME);
	enum outcome outcome = RC_OK;
	db_close(&catalogue->db);
	if (rename(from, to) != 0)
		outcome = err_system(err, "renaming %s", from);
	else if (catalogue->mode != LEDGER_WRITE_FAST)
		outcome = paths_sync_folder(catalogue->folder, err);
	enum outcome opened = open_db(catalogue, outcome ? NULL : err);
	free(from);
	free(to);
	return outcome ? outcome : opened;
}

enum outcome
catalogue_state(struct db *db, const char *key, int64_t *number, char *text, size_t size,
                struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &state_statements, STATE_GET);
	db_bind_text(statement, 1, key);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (number)
		*number = outcome ? 0 : sqlite3_column_int64(statement, 0);
	if (text && outcome)
		*text = '\0';
	else if (text)
		db_column_text(statement, 1, text, size);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
catalogue_state_put(struct db *db, const char *key, int64_t number, const char *text,
                    struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &state_statements, STATE_PUT);
	sqlite3_bind_int64(statement, 1, number);
	db_bind_text(statement, 2, key);
	db_bind_text(statement, 3, text);
	return db_run(db, statement, err);
}
