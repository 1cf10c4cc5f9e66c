#include <config.h>

#include "ledger/sales.h"

#include <assert.h>
#include <inttypes.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "ledger/derive.h"
#include "ledger/inside.h"
#include "ledger/journal.h"
#include "ledger/journal_parts.h"
#include "ledger/schema.h"

enum {
	RETURNED,
	POST_VOIDED_LINES,
	REFUNDED,
	POST_VOID,
	LAST,
	IDENTITY,
	HELD,
	SUSPENDED_LIST,
	SUSPENDED_FIND,
	SUSPENDED_BASKET,
	UNKNOWN,
	PROMOTION_USES,
	SLIP,
};

#define SUSPENDED_COLUMNS                                                                          \
	"key, place, basket, at, offset, owner, lines, total, label,"                              \
	" (SELECT coalesce(sum(amount), 0) FROM held WHERE held.basket = suspended.basket)"

static const char *const sql[] = {
	[RETURNED] = "SELECT line, qty FROM returned WHERE sale = ? ORDER BY line",
	/* a sale that was undone has come back as a whole */
	[POST_VOIDED_LINES] = "SELECT line.key % 100000, line.qty FROM sale JOIN line"
	                      " ON line.key >= sale.place * 100000"
	                      " AND line.key < (sale.place + 1) * 100000"
	                      " WHERE sale.key = ? AND line.qty > 0 ORDER BY line.key",
	[REFUNDED] = "SELECT kind, count, amount FROM refunded WHERE sale = ? ORDER BY kind",
	[POST_VOID] = "SELECT place FROM post_void WHERE sale = ?",
	[LAST] = "SELECT key FROM sale WHERE key >= ? AND key < ? ORDER BY key DESC LIMIT 1",
	[IDENTITY] = "SELECT journal.place, journal.kind FROM identity JOIN journal"
	             " ON journal.place = identity.place WHERE identity.id = ?",
	[HELD] = "SELECT place FROM held WHERE basket = ? ORDER BY place",
	[SUSPENDED_LIST] = "SELECT " SUSPENDED_COLUMNS " FROM suspended"
	                   " WHERE key >= ? AND key < ? ORDER BY key LIMIT ?",
	[SUSPENDED_FIND] = "SELECT " SUSPENDED_COLUMNS " FROM suspended WHERE key = ?",
	[SUSPENDED_BASKET] = "SELECT place FROM suspended WHERE basket = ?",
	[UNKNOWN] = "SELECT code, name, department, price, times, day FROM unknown"
	            " ORDER BY place DESC LIMIT ?",
	[PROMOTION_USES] = "SELECT coalesce(sum(uses), 0) FROM promotion_use"
	                   " WHERE series = ? AND customer = ? AND name = ?",
	[SLIP] = "SELECT place FROM slip WHERE series = ? AND code = ?",
};
const struct db_set sales_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger_db(ledger), &sales_statements, which);
}

static int64_t
key_of(struct receipt_ref ref)
{
	return RECEIPT_KEY(ref.till, ref.series, ref.number);
}

/* After the last row: what it comes to, and the count if all went well. */
static enum outcome
end_rows(sqlite3_stmt *statement, enum outcome outcome, size_t found, size_t *count)
{
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

enum outcome
sale_returned(struct ledger *ledger, struct receipt_ref sale, struct returned rows[], size_t room,
              size_t *count, struct err *err)
{
	bool undone = sale_is_post_voided(ledger, sale);
	sqlite3_stmt *statement = use(ledger, undone ? POST_VOIDED_LINES : RETURNED);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	DB_INTS(statement, key_of(sale));
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err))) {
		rows[found].line = sqlite3_column_int(statement, 0);
		rows[found++].qty_milli = sqlite3_column_int64(statement, 1);
	}
	return end_rows(statement, outcome, found, count);
}

enum outcome
sale_refunded(struct ledger *ledger, struct receipt_ref sale, struct total rows[], size_t room,
              size_t *count, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, REFUNDED);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	DB_INTS(statement, key_of(sale));
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err))) {
		struct total *row = &rows[found++];
		memset(row, 0, sizeof(*row));
		text_copy(row->account, sizeof(row->account), "refunded");
		db_column_text(statement, 0, row->key, sizeof(row->key));
		row->count = sqlite3_column_int64(statement, 1);
		row->amount = money_of(sqlite3_column_int64(statement, 2));
	}
	return end_rows(statement, outcome, found, count);
}

bool
sale_is_post_voided(struct ledger *ledger, struct receipt_ref sale)
{
	sqlite3_stmt *statement = use(ledger, POST_VOID);
	int64_t place;
	DB_INTS(statement, key_of(sale));
	return db_number(ledger_db(ledger), statement, &place, NULL) == RC_OK;
}

enum outcome
sale_last(struct ledger *ledger, enum series series, struct receipt_ref *sale, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, LAST);
	int till = ledger_till(ledger);
	int64_t key = 0;
	DB_INTS(statement, RECEIPT_KEY(till, series, 0), RECEIPT_KEY(till, series, SERIES_NUMBERS));
	enum outcome outcome = db_number(ledger_db(ledger), statement, &key, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("nothing was sold yet"));
	if (!outcome)
		*sale = (struct receipt_ref){ till, series, key % SERIES_NUMBERS };
	return outcome;
}

enum outcome
basket_outcome(struct ledger *ledger, const char *basket, enum entry_kind *kind, int64_t *seq,
               struct err *err)
{
	sqlite3_stmt *statement = use(ledger, IDENTITY);
	int64_t place = 0;
	DB_INTS(statement, identity_of(basket));
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_OK) {
		place = sqlite3_column_int64(statement, 0);
		*kind = (enum entry_kind)sqlite3_column_int(statement, 1);
		sqlite3_reset(statement);
	} else if (outcome == RC_NOT_FOUND) {
		statement = use(ledger, SUSPENDED_BASKET);
		db_bind_text(statement, 1, basket);
		outcome = db_number(ledger_db(ledger), statement, &place, err);
		*kind = ENTRY_SUSPENDED;
	}
	if (!outcome)
		*seq = PLACE_SEQ(place);
	return outcome;
}

/* ---- held tenders ---- */

enum outcome
basket_held(struct ledger *ledger, const char *basket, struct sale_tender rows[], size_t room,
            size_t *count, struct err *err)
{
	int64_t places[HELD_ROOM_MAX];
	sqlite3_stmt *statement = use(ledger, HELD);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	assert(room <= HELD_ROOM_MAX);
	db_bind_text(statement, 1, basket);
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err)))
		places[found++] = sqlite3_column_int64(statement, 0);
	outcome = end_rows(statement, outcome, found, &found);
	for (size_t i = 0; i < found && !outcome; i++) {
		struct entry entry;
		outcome = journal_read(ledger, PLACE_TILL(places[i]), PLACE_SEQ(places[i]), &entry,
		                       err);
		if (outcome)
			break;
		rows[i] = entry.is.tender.tender;
		rows[i].accepted_seq = entry.seq;
		entry_done(&entry);
	}
	if (!outcome)
		*count = found;
	return outcome;
}

/* ---- baskets put aside ---- */

static void
read_suspended(sqlite3_stmt *statement, enum series series, struct suspended_row *row)
{
	memset(row, 0, sizeof(*row));
	row->number = sqlite3_column_int64(statement, 0) % SERIES_SHIFTS;
	row->series = series;
	row->seq = PLACE_SEQ(sqlite3_column_int64(statement, 1));
	db_column_text(statement, 2, row->basket, sizeof(row->basket));
	row->at.utc_ms = sqlite3_column_int64(statement, 3);
	row->at.offset_min = sqlite3_column_int(statement, 4);
	row->owner = sqlite3_column_int(statement, 5);
	row->lines = sqlite3_column_int(statement, 6);
	row->total = money_of(sqlite3_column_int64(statement, 7));
	db_column_text(statement, 8, row->label, sizeof(row->label));
	row->held = money_of(sqlite3_column_int64(statement, 9));
}

enum outcome
suspended_list(struct ledger *ledger, enum series series, struct suspended_row rows[], size_t room,
               size_t *count, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, SUSPENDED_LIST);
	int till = ledger_till(ledger);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	DB_INTS(statement, SHIFT_KEY(till, series, 0), SHIFT_KEY(till, series, SERIES_SHIFTS),
	        (int64_t)room);
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err)))
		read_suspended(statement, series, &rows[found++]);
	return end_rows(statement, outcome, found, count);
}

enum outcome
suspended_find(struct ledger *ledger, enum series series, int64_t number, struct suspended_row *row,
               struct err *err)
{
	sqlite3_stmt *statement = use(ledger, SUSPENDED_FIND);
	if (number < 1 || number >= SERIES_SHIFTS)
		return err_set(err, RC_NOT_FOUND, _("no basket %" PRId64 " is put aside"), number);
	DB_INTS(statement, SHIFT_KEY(ledger_till(ledger), series, number));
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("no basket %" PRId64 " is put aside"), number);
	if (outcome)
		return outcome;
	read_suspended(statement, series, row);
	sqlite3_reset(statement);
	return RC_OK;
}

/* ---- codes to set up ---- */

enum outcome
unknown_codes(struct ledger *ledger, struct unknown_code rows[], size_t room, size_t *count,
              struct err *err)
{
	sqlite3_stmt *statement = use(ledger, UNKNOWN);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	DB_INTS(statement, (int64_t)room);
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err))) {
		struct unknown_code *row = &rows[found++];
		memset(row, 0, sizeof(*row));
		db_column_text(statement, 0, row->code, sizeof(row->code));
		db_column_text(statement, 1, row->name, sizeof(row->name));
		row->department = sqlite3_column_int(statement, 2);
		row->price.e4 = sqlite3_column_int64(statement, 3);
		row->times = sqlite3_column_int64(statement, 4);
		row->last = sqlite3_column_int(statement, 5);
	}
	return end_rows(statement, outcome, found, count);
}

/* ---- what may be used so often ---- */

enum outcome
promotion_uses(struct ledger *ledger, enum series series, const char *name, int64_t customer,
               int64_t *uses, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, PROMOTION_USES);
	DB_INTS(statement, series, customer);
	db_bind_text(statement, 3, name);
	return db_number(ledger_db(ledger), statement, uses, err);
}

bool
slip_is_used(struct ledger *ledger, enum series series, const char *code)
{
	sqlite3_stmt *statement = use(ledger, SLIP);
	int64_t place;
	DB_INTS(statement, series);
	db_bind_text(statement, 2, code);
	return db_number(ledger_db(ledger), statement, &place, NULL) == RC_OK;
}
