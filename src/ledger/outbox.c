#include <config.h>

#include "ledger/outbox.h"

#include <string.h>

#include "base/text.h"
#include "ledger/inside.h"

enum {
	OUTBOX_LIST,
	OUTBOX_NEXT,
	OUTBOX_COUNT,
	OUTBOX_COUNT_UNSURE,
	OUTBOX_PUT,
	OUTBOX_DONE,
	BOOT_GET,
	BOOT_PUT,
	SYNC,
	STATEMENTS
};

/* Where a row goes: kind 2 is a report, 0 and 1 go where receipts go. */
#define PRINTER_OF "CASE WHEN printer > 0 THEN printer - 1 WHEN kind = 2 THEN 1 ELSE 0 END"
#define COLUMNS                                                                                    \
	"id, kind, seq, tries, status, state, " PRINTER_OF ", place, copy,"                        \
	" (SELECT at FROM journal WHERE journal.place = seq + (SELECT till FROM own) * "           \
	"1000000000)"

static const char *const sql[STATEMENTS] = {
	[OUTBOX_LIST] = "SELECT " COLUMNS " FROM outbox WHERE id > ?2 ORDER BY id LIMIT ?1",
	[OUTBOX_NEXT] =
	        "SELECT " COLUMNS " FROM outbox WHERE id > ?1 AND state <> 1"
	        " AND (kind = ?2 OR ?2 < 0) AND ?3 >> (" PRINTER_OF ") & 1 ORDER BY id LIMIT 1",
	[OUTBOX_COUNT] =
	        "SELECT count(*) FILTER (WHERE kind <> ?2), ifnull(max(id), ?1) FROM outbox"
	        " WHERE id > ?1",
	[OUTBOX_COUNT_UNSURE] = "SELECT count(*) FROM outbox WHERE state = 1",
	[OUTBOX_PUT] = "UPDATE outbox SET tries = ?2, state = ?3, printer = ?4, status = ?5,"
	               " place = ?6, copy = ?7 WHERE id = ?1",
	[OUTBOX_DONE] = "DELETE FROM outbox WHERE id = ?1",
	[BOOT_GET] = "SELECT boot FROM own",
	[BOOT_PUT] = "UPDATE own SET boot = ?1",
	/* what stays the same is not written, and a commit that writes nothing syncs nothing */
	[SYNC] = "UPDATE own SET synced = synced + 1",
};
const struct db_set outbox_statements = { sql, STATEMENTS };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger_db(ledger), &outbox_statements, which);
}

static void
read_row(sqlite3_stmt *statement, struct outbox_row *row)
{
	row->id = sqlite3_column_int64(statement, 0);
	row->kind = sqlite3_column_int(statement, 1);
	row->seq = sqlite3_column_int64(statement, 2);
	row->tries = sqlite3_column_int(statement, 3);
	db_column_text(statement, 4, row->status, sizeof(row->status));
	row->state = sqlite3_column_int(statement, 5);
	row->printer = sqlite3_column_int(statement, 6);
	db_column_text(statement, 7, row->place, sizeof(row->place));
	row->copy = sqlite3_column_int(statement, 8) != 0;
	row->at_ms = sqlite3_column_int64(statement, 9);
}

enum outcome
outbox_after(struct ledger *ledger, int64_t id, struct outbox_row rows[], size_t room,
             size_t *count, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, OUTBOX_LIST);
	enum outcome outcome;
	size_t found = 0;
	DB_INTS(statement, (int64_t)room, id);
	while (!(outcome = db_row(ledger_db(ledger), statement, err)))
		read_row(statement, &rows[found++]);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

enum outcome
outbox_list(struct ledger *ledger, struct outbox_row rows[], size_t room, size_t *count,
            struct err *err)
{
	return outbox_after(ledger, 0, rows, room, count, err);
}

enum outcome
outbox_next_after(struct ledger *ledger, int64_t id, bool drawers_only, unsigned printers,
                  struct outbox_row *row, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, OUTBOX_NEXT);
	DB_INTS(statement, id, drawers_only ? AFTER_DRAWER : -1, printers);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome)
		return outcome;
	read_row(statement, row);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
outbox_count_after(struct ledger *ledger, int64_t *id, int *papers, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, OUTBOX_COUNT);
	DB_INTS(statement, *id, AFTER_DRAWER);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome)
		return outcome;
	*papers += sqlite3_column_int(statement, 0);
	*id = sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
outbox_get(struct ledger *ledger, int64_t id, struct outbox_row *row, struct err *err)
{
	size_t count = 0;
	enum outcome outcome = outbox_after(ledger, id - 1, row, 1, &count, err);
	return outcome || (count == 1 && row->id == id) ? outcome : RC_NOT_FOUND;
}

int64_t
outbox_id(int64_t seq, enum after_kind kind)
{
	return seq * AFTER_KINDS_ROOM + kind;
}

enum outcome
outbox_count_unsure(struct ledger *ledger, int *papers, struct err *err)
{
	int64_t count = 0;
	enum outcome outcome =
	        db_number(ledger_db(ledger), use(ledger, OUTBOX_COUNT_UNSURE), &count, err);
	if (!outcome)
		*papers = (int)count;
	return outcome;
}

/* ---- writing ---- */

/* Runs a statement, by itself with a sync, or lazily without one. */
static enum outcome
write_row(struct ledger *ledger, sqlite3_stmt *statement, bool lazily, struct err *err)
{
	struct db *db = ledger_db(ledger);
	enum outcome outcome;
	if (!lazily)
		return db_run(db, statement, err);
	outcome = db_begin_lazy(db, err);
	if (outcome)
		return outcome;
	outcome = db_run(db, statement, err);
	if (!outcome)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

/* Where its kind would take it anyway is kept as 0: what the shop sets later counts. */
static int
moved_to(const struct outbox_row *row)
{
	enum printer_role usual = row->kind == AFTER_REPORT ? PRINTER_REPORT : PRINTER_RECEIPT;
	return row->printer == usual ? 0 : (int)row->printer + 1;
}

enum outcome
outbox_put(struct ledger *ledger, const struct outbox_row *row, bool lazily, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, OUTBOX_PUT);
	DB_INTS(statement, row->id, row->tries, row->state, moved_to(row));
	db_bind_text(statement, 5, row->status);
	db_bind_text(statement, 6, row->place);
	sqlite3_bind_int(statement, 7, row->copy);
	return write_row(ledger, statement, lazily, err);
}

enum outcome
outbox_done(struct ledger *ledger, int64_t id, bool lazily, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, OUTBOX_DONE);
	DB_INTS(statement, id);
	return write_row(ledger, statement, lazily, err);
}

enum outcome
outbox_done_all(struct ledger *ledger, const int64_t ids[], size_t count, struct err *err)
{
	struct db *db = ledger_db(ledger);
	enum outcome outcome = db_begin(db, err);
	if (outcome)
		return outcome;
	for (size_t i = 0; i < count && !outcome; i++)
		outcome = outbox_done(ledger, ids[i], false, err);
	if (!outcome)
		return db_commit(db, err);
	db_rollback(db);
	return outcome;
}

/* ---- the machine's starts ---- */

static enum outcome
read_boot(struct ledger *ledger, char boot[static REASON_MAX], struct err *err)
{
	sqlite3_stmt *statement = use(ledger, BOOT_GET);
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome)
		return outcome;
	db_column_text(statement, 0, boot, REASON_MAX);
	sqlite3_reset(statement);
	return RC_OK;
}

static enum outcome
write_boot(struct ledger *ledger, const char *boot, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, BOOT_PUT);
	db_bind_text(statement, 1, boot);
	return db_run(ledger_db(ledger), statement, err);
}

enum outcome
outbox_sync(struct ledger *ledger, struct err *err)
{
	return db_run(ledger_db(ledger), use(ledger, SYNC), err);
}

enum outcome
outbox_new_boot(struct ledger *ledger, const char *boot, bool *is_new, struct err *err)
{
	char last[REASON_MAX];
	enum outcome outcome = read_boot(ledger, last, err);
	if (outcome)
		return outcome;
	*is_new = last[0] && strcmp(last, boot) != 0;
	return strcmp(last, boot) == 0 ? RC_OK : write_boot(ledger, boot, err);
}
