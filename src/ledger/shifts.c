#include <config.h>

#include "ledger/shifts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/inside.h"
#include "ledger/journal_parts.h"
#include "ledger/periods.h"
#include "ledger/schema.h"
#include "ledger/state.h"
#include "ledger/totals.h"

enum { SHIFT_ROW, COUNTED, DRAWER_ROWS };

#define SHIFT_COLUMNS                                                                              \
	"key, day, staff, at, offset, first, last, opening_float, float_left, over_short"

static const char *const sql[] = {
	[SHIFT_ROW] = "SELECT " SHIFT_COLUMNS " FROM shift WHERE key = ?",
	[COUNTED] = "SELECT kind, amount FROM counted WHERE shift = ? ORDER BY kind",
	/* postings of one account among the entries of the shift's series */
	[DRAWER_ROWS] =
	        "SELECT journal.place, at, offset, staff, kind, number, posting.amount, series"
	        " FROM journal JOIN account ON account.account = 'cash' AND account.key = ?4"
	        " JOIN posting ON posting.key = journal.place * 100000 + account.id"
	        " WHERE journal.place >= ?1 AND journal.place <= ?2 AND series = ?3"
	        " ORDER BY journal.place DESC",
};
const struct db_set shifts_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(struct ledger *ledger, int which)
{
	return db_use(ledger_db(ledger), &shifts_statements, which);
}

static int64_t
key_of(struct ledger *ledger, enum series series, int64_t shift)
{
	return SHIFT_KEY(ledger_till(ledger), series, shift);
}

static enum outcome
load_state(struct ledger *ledger, enum series series, struct state *state, struct err *err)
{
	return state_load(ledger_db(ledger), ledger_till(ledger), series, state, err);
}

/* ---- shifts ---- */

/* A row as it stands; *last gets the place that closed it, 0 while it is open. */
static void
read_row(sqlite3_stmt *statement, enum series series, struct shift_row *row, int64_t *last)
{
	memset(row, 0, sizeof(*row));
	row->shift = sqlite3_column_int64(statement, 0) % SERIES_SHIFTS;
	row->series = series;
	row->day = sqlite3_column_int(statement, 1);
	row->staff = sqlite3_column_int(statement, 2);
	row->opened.utc_ms = sqlite3_column_int64(statement, 3);
	row->opened.offset_min = sqlite3_column_int(statement, 4);
	row->first_seq = PLACE_SEQ(sqlite3_column_int64(statement, 5));
	*last = sqlite3_column_int64(statement, 6);
	row->open = *last == 0;
	row->opening_float = money_of(sqlite3_column_int64(statement, 7));
	row->float_left = money_of(sqlite3_column_int64(statement, 8));
	row->over_short = money_of(sqlite3_column_int64(statement, 9));
}

static enum outcome
find_shift(struct ledger *ledger, enum series series, int64_t shift, struct shift_row *row,
           int64_t *last, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, SHIFT_ROW);
	DB_INTS(statement, key_of(ledger, series, shift));
	enum outcome outcome = db_row(ledger_db(ledger), statement, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, outcome, _("there is no shift %" PRId64), shift);
	if (outcome)
		return outcome;
	read_row(statement, series, row, last);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
shift_current(struct ledger *ledger, enum series series, struct shift_row *row, struct err *err)
{
	struct state state;
	int64_t last;
	enum outcome outcome = load_state(ledger, series, &state, err);
	if (outcome)
		return outcome;
	if (state.open_shift == 0)
		return err_set(err, RC_NOT_FOUND, _("no shift is open"));
	return find_shift(ledger, series, state.open_shift, row, &last, err);
}

enum outcome
shift_last(struct ledger *ledger, enum series series, struct shift_row *row, struct err *err)
{
	struct state state;
	int64_t last;
	enum outcome outcome = load_state(ledger, series, &state, err);
	if (outcome)
		return outcome;
	if (state.shift == 0)
		return err_set(err, RC_NOT_FOUND, _("no shift was opened yet"));
	return find_shift(ledger, series, state.shift, row, &last, err);
}

enum outcome
day_current(struct ledger *ledger, enum series series, struct day_row *row, struct err *err)
{
	struct state state;
	enum outcome outcome = load_state(ledger, series, &state, err);
	if (outcome)
		return outcome;
	*row = (struct day_row){
		.open = state.day != 0,
		.day = state.day,
		.first_shift = state.closed_shift + 1,
		.last_shift = state.shift,
		.first_seq = PLACE_SEQ(state.closed_place) + 1,
		.open_shifts = state.open_shift != 0,
		.next_z = state.z + 1,
	};
	if (state.receipt > state.closed_receipt) {
		row->first_receipt = state.closed_receipt + 1;
		row->last_receipt = state.receipt;
	}
	return RC_OK;
}

/* ---- figures ---- */

enum outcome
shift_totals(struct ledger *ledger, enum series series, int64_t first, int64_t last,
             struct total **totals, size_t *count, struct err *err)
{
	return totals_read(ledger_db(ledger), ledger_till(ledger), series, first, last, totals,
	                   count, err);
}

enum outcome
day_totals(struct ledger *ledger, day_number first, day_number last, struct total **totals,
           size_t *count, struct err *err)
{
	struct period_range range;
	enum outcome outcome = period_range(ledger_db(ledger), ledger_till(ledger), SERIES_LIVE,
	                                    first, last, &range, err);
	if (outcome)
		return outcome;
	return shift_totals(ledger, SERIES_LIVE, range.first_shift, range.last_shift, totals, count,
	                    err);
}

enum outcome
shift_expected(struct ledger *ledger, enum series series, int64_t shift, struct money *expected,
               struct err *err)
{
	return totals_sum(ledger_db(ledger), key_of(ledger, series, shift), "cash", expected, err);
}

enum outcome
shift_counted(struct ledger *ledger, enum series series, int64_t shift, struct total counted[],
              size_t room, size_t *count, struct err *err)
{
	sqlite3_stmt *statement = use(ledger, COUNTED);
	enum outcome outcome = RC_OK;
	size_t found = 0;
	DB_INTS(statement, key_of(ledger, series, shift));
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err))) {
		struct total *row = &counted[found++];
		*row = (struct total){ .account = "counted", .count = 1 };
		db_column_text(statement, 0, row->key, sizeof(row->key));
		row->amount = money_of(sqlite3_column_int64(statement, 1));
	}
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

static void
read_drawer_row(struct ledger *ledger, sqlite3_stmt *statement, struct drawer_row *row)
{
	memset(row, 0, sizeof(*row));
	row->seq = PLACE_SEQ(sqlite3_column_int64(statement, 0));
	row->at.utc_ms = sqlite3_column_int64(statement, 1);
	row->at.offset_min = sqlite3_column_int(statement, 2);
	row->staff = sqlite3_column_int(statement, 3);
	row->kind = (enum entry_kind)sqlite3_column_int(statement, 4);
	if (row->kind == ENTRY_SALE) {
		row->sale.till = ledger_till(ledger);
		row->sale.series = (enum series)sqlite3_column_int(statement, 7);
		row->sale.number = sqlite3_column_int64(statement, 5);
	}
	row->amount = money_of(sqlite3_column_int64(statement, 6));
}

enum outcome
shift_drawer_rows(struct ledger *ledger, enum series series, int64_t shift, const char *term,
                  struct drawer_row rows[], size_t room, size_t *count, struct err *err)
{
	struct shift_row opened;
	int64_t last = 0;
	size_t found = 0;
	enum outcome outcome = find_shift(ledger, series, shift, &opened, &last, err);
	if (outcome)
		return outcome;
	int till = ledger_till(ledger);
	sqlite3_stmt *statement = use(ledger, DRAWER_ROWS);
	DB_INTS(statement, PLACE(till, opened.first_seq), last ? last : PLACE(till + 1, 0), series);
	db_bind_text(statement, 4, term);
	while (found < room && !(outcome = db_row(ledger_db(ledger), statement, err)))
		read_drawer_row(ledger, statement, &rows[found++]);
	sqlite3_reset(statement);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	*count = found;
	return RC_OK;
}

/* ---- months and years ---- */

/* The month or year of the last Z, if `day` is in a later one and its closing is missing. */
static enum outcome
due(struct ledger *ledger, day_number last_day, day_number day, bool year,
    struct period_facts *period, bool *is_due, struct err *err)
{
	day_number first, last;
	bool closed = false;
	period_of(last_day, year, &first, &last);
	*is_due = false;
	if (day <= last)
		return RC_OK;
	enum outcome outcome = period_is_closed(ledger_db(ledger), ledger_till(ledger), SERIES_LIVE,
	                                        year, first, &closed, err);
	if (!outcome && !closed) {
		*period = (struct period_facts){ .year = year, .first = first, .last = last };
		*is_due = true;
	}
	return outcome;
}

enum outcome
period_due(struct ledger *ledger, day_number day, struct period_facts *period, bool *is_due,
           struct err *err)
{
	struct state state;
	enum outcome outcome = load_state(ledger, SERIES_LIVE, &state, err);
	*is_due = false;
	if (outcome || state.last_day == 0 || state.day != 0)
		return outcome;
	outcome = due(ledger, state.last_day, day, false, period, is_due, err);
	if (!outcome && !*is_due)
		outcome = due(ledger, state.last_day, day, true, period, is_due, err);
	return outcome;
}
