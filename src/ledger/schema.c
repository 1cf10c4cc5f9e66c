#include <config.h>

#include "ledger/schema.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

static const char *const journal_tables[] = { "journal" };

static const char *const derived_tables[] = {
	"account",   "copy",     "counted", "epoch",     "gap",     "held",
	"identity",  "line",     "period",  "post_void", "posting", "promotion_use",
	"refunded",  "returned", "sale",    "series",    "shift",   "slip",
	"suspended", "till",     "total",   "unknown",   "z",
};

static const char *const primary_tables[] = { "customer", "outbox", "own",
	                                      "setting",  "staff",  "tries" };

static const struct {
	const char *const *names;
	size_t count;
} tables[TABLE_SORTS] = {
	[TABLE_JOURNAL] = { journal_tables, sizeof(journal_tables) / sizeof(*journal_tables) },
	[TABLE_DERIVED] = { derived_tables, sizeof(derived_tables) / sizeof(*derived_tables) },
	[TABLE_PRIMARY] = { primary_tables, sizeof(primary_tables) / sizeof(*primary_tables) },
};

/* body is the entry's text and all that is signed; the columns before it are copies for searching.
 * number is what people know it by (receipt, Z, shift, suspended basket), amount its money. */
static const char journal_sql[] =
        "CREATE TABLE journal("
        " place INTEGER PRIMARY KEY,"
        " kind INTEGER NOT NULL, series INTEGER NOT NULL, day INTEGER NOT NULL,"
        " at INTEGER NOT NULL, offset INTEGER NOT NULL,"
        " staff INTEGER NOT NULL, approver INTEGER NOT NULL,"
        " number INTEGER NOT NULL, amount INTEGER NOT NULL,"
        " body TEXT NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL) STRICT;"
        /* 17 sales and 24 papers are nearly all there is; the rest is found by kind */
        "CREATE INDEX journal_kind ON journal(kind, place) WHERE kind <> 17 AND kind <> 24;"
        "CREATE TRIGGER journal_stays BEFORE UPDATE ON journal BEGIN"
        " SELECT raise(ABORT, 'the journal is only added to'); END;"
        "CREATE TRIGGER journal_keeps BEFORE DELETE ON journal BEGIN"
        " SELECT raise(ABORT, 'the journal is only added to'); END;"
        "CREATE TRIGGER journal_grows BEFORE INSERT ON journal"
        " WHEN EXISTS (SELECT 1 FROM journal WHERE place >= NEW.place"
        "  AND place < (NEW.place / 1000000000 + 1) * 1000000000) BEGIN"
        " SELECT raise(ABORT, 'the journal is only added to'); END;";

/* What each table is for stands in docs/journal.md; keys are those of schema.h. */
static const char derived_sql[] =
        "CREATE TABLE till(till INTEGER PRIMARY KEY, shop TEXT NOT NULL, currency TEXT NOT NULL,"
        " exponent INTEGER NOT NULL, country TEXT NOT NULL, root BLOB NOT NULL,"
        " live INTEGER NOT NULL) STRICT;"
        "CREATE TABLE epoch(place INTEGER PRIMARY KEY, key BLOB NOT NULL) STRICT;"
        "CREATE TABLE gap(place INTEGER PRIMARY KEY, last INTEGER NOT NULL,"
        " accepted INTEGER NOT NULL) STRICT;"
        "CREATE TABLE series(key INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
        " receipt INTEGER NOT NULL, z INTEGER NOT NULL, shift INTEGER NOT NULL,"
        " suspended INTEGER NOT NULL, sold INTEGER NOT NULL, returned INTEGER NOT NULL,"
        " open_shift INTEGER NOT NULL,"
        " day INTEGER NOT NULL, last_day INTEGER NOT NULL, closed_shift INTEGER NOT NULL,"
        " closed_receipt INTEGER NOT NULL, closed_place INTEGER NOT NULL,"
        " closed_sold INTEGER NOT NULL, closed_returned INTEGER NOT NULL) STRICT;"
        "CREATE TABLE account(id INTEGER PRIMARY KEY, account TEXT NOT NULL, key TEXT NOT NULL,"
        " UNIQUE(account, key)) STRICT;"
        "CREATE TABLE posting(key INTEGER PRIMARY KEY, amount INTEGER NOT NULL) STRICT;"
        "CREATE TABLE total(key INTEGER PRIMARY KEY, count INTEGER NOT NULL,"
        " amount INTEGER NOT NULL) STRICT;"
        "CREATE TABLE shift(key INTEGER PRIMARY KEY, day INTEGER NOT NULL, staff INTEGER NOT NULL,"
        " at INTEGER NOT NULL, offset INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT "
        "NULL,"
        " opening_float INTEGER NOT NULL, float_left INTEGER NOT NULL,"
        " over_short INTEGER NOT NULL) STRICT;"
        "CREATE TABLE counted(shift INTEGER NOT NULL, kind TEXT NOT NULL, amount INTEGER NOT NULL,"
        " PRIMARY KEY(shift, kind)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE z(key INTEGER PRIMARY KEY, place INTEGER NOT NULL, day INTEGER NOT NULL) "
        "STRICT;"
        "CREATE TABLE period(series INTEGER NOT NULL, year INTEGER NOT NULL, first INTEGER NOT "
        "NULL,"
        " place INTEGER NOT NULL, PRIMARY KEY(series, year, first)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE identity(id INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT;"
        "CREATE TABLE sale(key INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
        " total INTEGER NOT NULL) STRICT;"
        "CREATE TABLE line(key INTEGER PRIMARY KEY, item TEXT NOT NULL, department INTEGER NOT "
        "NULL,"
        " qty INTEGER NOT NULL, total INTEGER NOT NULL) STRICT;"
        "CREATE TABLE returned(sale INTEGER NOT NULL, line INTEGER NOT NULL, qty INTEGER NOT NULL,"
        " total INTEGER NOT NULL, PRIMARY KEY(sale, line)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE refunded(sale INTEGER NOT NULL, kind TEXT NOT NULL, count INTEGER NOT NULL,"
        " amount INTEGER NOT NULL, PRIMARY KEY(sale, kind)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE post_void(sale INTEGER PRIMARY KEY, place INTEGER NOT NULL) STRICT;"
        "CREATE TABLE held(place INTEGER PRIMARY KEY, basket TEXT NOT NULL,"
        " amount INTEGER NOT NULL) STRICT;"
        "CREATE TABLE suspended(key INTEGER PRIMARY KEY, place INTEGER NOT NULL,"
        " basket TEXT NOT NULL, at INTEGER NOT NULL, offset INTEGER NOT NULL,"
        " owner INTEGER NOT NULL, lines INTEGER NOT NULL, total INTEGER NOT NULL,"
        " label TEXT NOT NULL) STRICT;"
        "CREATE TABLE unknown(code TEXT PRIMARY KEY, place INTEGER NOT NULL, name TEXT NOT NULL,"
        " department INTEGER NOT NULL, price INTEGER NOT NULL, times INTEGER NOT NULL,"
        " day INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
        /* the till stands last, since all of them are asked for at once */
        "CREATE TABLE promotion_use(series INTEGER NOT NULL, name TEXT NOT NULL,"
        " customer INTEGER NOT NULL, till INTEGER NOT NULL, uses INTEGER NOT NULL,"
        " PRIMARY KEY(series, name, customer, till)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE slip(series INTEGER NOT NULL, code TEXT NOT NULL, till INTEGER NOT NULL,"
        " place INTEGER NOT NULL, PRIMARY KEY(series, code, till)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE copy(place INTEGER PRIMARY KEY, copies INTEGER NOT NULL) STRICT;"
        /* postings stay as they are, and a set is closed by its series' row: only if it adds up */
        "CREATE TRIGGER posting_stays BEFORE UPDATE ON posting BEGIN"
        " SELECT raise(ABORT, 'postings are only added'); END;"
        "CREATE TRIGGER posting_keeps BEFORE DELETE ON posting BEGIN"
        " SELECT raise(ABORT, 'postings are only added'); END;"
        "CREATE TRIGGER posting_closed BEFORE INSERT ON posting WHEN EXISTS (SELECT 1 FROM series"
        "  WHERE key / 2 = NEW.key / 100000 / 1000000000 AND place >= NEW.key / 100000) BEGIN"
        " SELECT raise(ABORT, 'the postings of this entry are complete'); END;"
        "CREATE TRIGGER series_balances BEFORE UPDATE OF place ON series"
        " WHEN (SELECT coalesce(sum(amount), 0) FROM posting"
        "  WHERE key >= NEW.place * 100000 AND key < (NEW.place + 1) * 100000) <> 0 BEGIN"
        " SELECT raise(ABORT, 'the postings do not add up to zero'); END;";

/* Names of people stand here and nowhere else. */
static const char primary_sql[] =
        /* which of the tills in the journal this one is; how often a full disk refused a commit */
        "CREATE TABLE own(till INTEGER PRIMARY KEY, refused INTEGER NOT NULL) STRICT;"
        "CREATE TABLE setting(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
        "CREATE TABLE staff(number INTEGER PRIMARY KEY, name TEXT NOT NULL, role TEXT NOT NULL,"
        " pin_hash TEXT NOT NULL, has_left INTEGER NOT NULL, born INTEGER NOT NULL) STRICT;"
        /* wrong PINs in a row: by number, known or not, so that trying does not tell; 0 is the till
         */
        "CREATE TABLE tries(number INTEGER PRIMARY KEY, tries INTEGER NOT NULL,"
        " locked_until INTEGER NOT NULL) STRICT;"
        "CREATE TABLE customer(number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL,"
        " address TEXT NOT NULL, tax_number TEXT NOT NULL) STRICT;"
        "CREATE TABLE outbox(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, seq INTEGER NOT NULL,"
        " tries INTEGER NOT NULL, status TEXT NOT NULL, unsure INTEGER NOT NULL) STRICT;";

/* Customers that are known by a card, and belong to groups. */
static const char customers_sql[] =
        "ALTER TABLE customer ADD COLUMN groups TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE customer ADD COLUMN card TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE customer ADD COLUMN phone TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE customer ADD COLUMN email TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE customer ADD COLUMN folded TEXT NOT NULL DEFAULT '';"
        "CREATE UNIQUE INDEX customer_card ON customer(card) WHERE card <> '';";

/* Several printers: where a paper goes if not where its kind says, what it was given to, and how far
 * it got; and which start of the machine wrote last. */
static const char printers_sql[] =
        "ALTER TABLE outbox RENAME COLUMN unsure TO state;"
        "ALTER TABLE outbox ADD COLUMN printer INTEGER NOT NULL DEFAULT 0;"
        "ALTER TABLE outbox ADD COLUMN copy INTEGER NOT NULL DEFAULT 0;"
        "ALTER TABLE outbox ADD COLUMN place TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE own ADD COLUMN boot TEXT NOT NULL DEFAULT '';"
        "ALTER TABLE own ADD COLUMN synced INTEGER NOT NULL DEFAULT 0;";

/* What the shop wants to know about a customer. */
static const char customer_note_sql[] = "ALTER TABLE customer ADD COLUMN note TEXT NOT NULL DEFAULT '';";

static const char *const ledger_first[] = { journal_sql, primary_sql, NULL };
static const char *const ledger_customers[] = { customers_sql, NULL };
/* Uses of promotions and of slips: derived tables alone, which are made anew with every step. */
static const char *const ledger_uses[] = { NULL };
/* The same by till. */
static const char *const ledger_uses_by_till[] = { NULL };
/* What is counted of other currencies. */
static const char *const ledger_foreign[] = { NULL };
static const char *const ledger_printers[] = { printers_sql, NULL };
static const char *const ledger_customer_note[] = { customer_note_sql, NULL };
static const char *const *const ledger_migrations[] = { ledger_first, ledger_customers, ledger_uses,
	                                                ledger_uses_by_till, ledger_foreign,
	                                                ledger_printers,
	                                                ledger_customer_note };

const struct schema schema_ledger = {
	.application_id = 0x52555031, /* "RUP1" */
	.migrations = ledger_migrations,
	.version = sizeof(ledger_migrations) / sizeof(*ledger_migrations),
	.derived = derived_sql,
	.copy = "before-version",
};

const char *const *
schema_tables(enum table_sort sort, size_t *count)
{
	*count = tables[sort].count;
	return tables[sort].names;
}

static enum outcome
is_empty(struct db *db, bool *empty, struct err *err)
{
	static const char *const sql[] = { "SELECT count(*) FROM sqlite_schema" };
	static const struct db_set set = { sql, 1 };
	int64_t count = 0;
	enum outcome outcome = db_prepare(db, &set, err);
	if (!outcome)
		outcome = db_number(db, db_use(db, &set, 0), &count, err);
	*empty = count == 0;
	return outcome;
}

enum outcome
schema_check(struct db *db, const struct schema *schema, int *version, struct err *err)
{
	int64_t id = 0, stored = 0;
	bool empty = false;
	enum outcome outcome = db_pragma(db, "application_id", &id, err);
	if (!outcome)
		outcome = db_pragma(db, "user_version", &stored, err);
	if (!outcome)
		outcome = is_empty(db, &empty, err);
	if (outcome)
		return outcome;
	if (!(empty && id == 0 && stored == 0) && id != schema->application_id) {
		err_set(err, RC_BROKEN, _("this is not a file of Ringup"));
		err_detail(err, "%s: application id %lld", db_path(db), (long long)id);
		return RC_BROKEN;
	}
	if (stored > schema->version) {
		err_set(err, RC_REFUSED, _("these files were made by a newer version of Ringup"));
		err_hint(err, "%s", _("install that version; nothing was changed"));
		err_detail(err, "%s: version %lld, known up to %d", db_path(db), (long long)stored,
		           schema->version);
		return RC_REFUSED;
	}
	if (stored < 0 || (stored == 0 && !empty))
		return err_set(err, RC_BROKEN, _("the till's files are damaged"));
	*version = (int)stored;
	return RC_OK;
}

enum outcome
schema_check_present(struct db *db, const struct schema *schema, struct err *err)
{
	int version = 0;
	enum outcome outcome = schema_check(db, schema, &version, err);
	if (outcome || version == schema->version)
		return outcome;
	if (version == 0) {
		err_set(err, RC_BROKEN, _("the till's files are damaged"));
		err_detail(err, "%s is empty", db_path(db));
		return RC_BROKEN;
	}
	err_set(err, RC_REFUSED, _("these files were made by an older version of Ringup"));
	return err_hint(err, "%s", _("open the till once to bring them forward"));
}

/* One step forward.  Derived tables are not migrated but made anew; who opens the file then
 * derives them again. */
static enum outcome
step(struct db *db, const struct schema *schema, int from, struct err *err)
{
	enum outcome outcome = RC_OK;
	for (const char *const *sql = schema->migrations[from]; *sql && !outcome; sql++)
		outcome = db_script(db, *sql, err);
	return outcome;
}

static enum outcome
drop_derived(struct db *db, struct err *err)
{
	enum outcome outcome = RC_OK;
	char sql[80];
	for (size_t i = 0; i < tables[TABLE_DERIVED].count && !outcome; i++) {
		snprintf(sql, sizeof(sql), "DROP TABLE IF EXISTS %s", derived_tables[i]);
		outcome = db_script(db, sql, err);
	}
	return outcome;
}

static enum outcome
stamp(struct db *db, const struct schema *schema, struct err *err)
{
	char sql[100];
	snprintf(sql, sizeof(sql), "PRAGMA application_id=%d; PRAGMA user_version=%d",
	         (int)schema->application_id, schema->version);
	return db_script(db, sql, err);
}

enum outcome
schema_forward(struct db *db, const struct schema *schema, struct err *err)
{
	int version = 0;
	enum outcome outcome = schema_check(db, schema, &version, err);
	if (outcome || version == schema->version)
		return outcome;
	db_building(db, true);
	if (schema->derived && version > 0)
		outcome = drop_derived(db, err);
	for (int from = version; from < schema->version && !outcome; from++)
		outcome = step(db, schema, from, err);
	if (!outcome && schema->derived)
		outcome = db_script(db, schema->derived, err);
	if (!outcome)
		outcome = stamp(db, schema, err);
	db_building(db, false);
	return outcome;
}

enum outcome
schema_migrate(struct db *db, const struct schema *schema, struct err *err)
{
	int version = 0;
	enum outcome outcome = schema_check(db, schema, &version, err);
	if (outcome || version == schema->version)
		return outcome;
	outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	outcome = schema_forward(db, schema, err);
	if (!outcome)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

enum outcome
schema_renew_derived(struct db *db, struct err *err)
{
	db_building(db, true);
	enum outcome outcome = drop_derived(db, err);
	if (!outcome)
		outcome = db_script(db, derived_sql, err);
	db_building(db, false);
	return outcome;
}

/* Everything in sqlite_schema, with the storage type of each column: a schema row edited into a
 * blob looks the same as text. */
static const char *const schema_rows_sql[] = {
	"SELECT type, name, tbl_name, sql, typeof(type), typeof(name), typeof(tbl_name), "
	"typeof(sql)"
	" FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name",
};
static const struct db_set schema_rows = { schema_rows_sql, 1 };

static bool
same_row(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (int i = 0; i < 8; i++) {
		const char *left = (const char *)sqlite3_column_text(a, i);
		const char *right = (const char *)sqlite3_column_text(b, i);
		if ((left == NULL) != (right == NULL) || (left && strcmp(left, right) != 0))
			return false;
	}
	return true;
}

static enum outcome
compare(struct db *db, struct db *model, struct err *err)
{
	sqlite3_stmt *ours = db_use(db, &schema_rows, 0), *right = db_use(model, &schema_rows, 0);
	for (;;) {
		enum outcome a = db_row(db, ours, err), b = db_row(model, right, err);
		if (a == RC_NOT_FOUND && b == RC_NOT_FOUND)
			return RC_OK;
		if (a && a != RC_NOT_FOUND)
			return a;
		if (a == b && same_row(ours, right))
			continue;
		err_set(err, RC_BROKEN,
		        _("the tables of the till's files are not as they should be"));
		err_detail(err, "at %s",
		           a == RC_OK ? (const char *)sqlite3_column_text(ours, 1) : "the end");
		sqlite3_reset(ours);
		sqlite3_reset(right);
		return RC_BROKEN;
	}
}

enum outcome
schema_verify(struct db *db, const struct schema *schema, struct err *err)
{
	struct db *model = NULL;
	enum outcome outcome = db_open(&model, ":memory:", 0, err);
	if (!outcome)
		outcome = schema_migrate(model, schema, err);
	if (!outcome)
		outcome = db_prepare(model, &schema_rows, err);
	if (!outcome)
		outcome = db_prepare(db, &schema_rows, err);
	if (!outcome)
		outcome = compare(db, model, err);
	if (model)
		db_close(&model);
	return outcome;
}
