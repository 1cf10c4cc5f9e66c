#include <config.h>

#include "ledger/periods.h"

#include "ledger/schema.h"

enum { SHIFT_RANGE, Z_RANGE, CLOSED };

static const char *const sql[] = {
	[SHIFT_RANGE] = "SELECT coalesce(min(key), 1), coalesce(max(key), 0) FROM shift"
	                " WHERE key >= ? AND key < ? AND day BETWEEN ? AND ?",
	[Z_RANGE] = "SELECT coalesce(min(key), 0), coalesce(max(key), 0) FROM z"
	            " WHERE key >= ? AND key < ? AND day BETWEEN ? AND ?",
	[CLOSED] = "SELECT 1 FROM period WHERE series = ? AND year = ? AND first = ?",
};
const struct db_set period_statements = { sql, sizeof(sql) / sizeof(*sql) };

static enum outcome
numbers_of(struct db *db, int which, int64_t series_key, day_number first, day_number last,
           int64_t *low, int64_t *high, struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &period_statements, which);
	DB_INTS(statement, series_key * SERIES_SHIFTS, (series_key + 1) * SERIES_SHIFTS, first,
	        last);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	*low = sqlite3_column_int64(statement, 0) % SERIES_SHIFTS;
	*high = sqlite3_column_int64(statement, 1) % SERIES_SHIFTS;
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
period_range(struct db *db, int till, enum series series, day_number first, day_number last,
             struct period_range *range, struct err *err)
{
	int64_t key = SERIES_KEY(till, series);
	enum outcome outcome = numbers_of(db, SHIFT_RANGE, key, first, last, &range->first_shift,
	                                  &range->last_shift, err);
	if (!outcome)
		outcome = numbers_of(db, Z_RANGE, key, first, last, &range->first_z, &range->last_z,
		                     err);
	return outcome;
}

enum outcome
period_is_closed(struct db *db, int till, enum series series, bool year, day_number first,
                 bool *closed, struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &period_statements, CLOSED);
	int64_t one;
	DB_INTS(statement, SERIES_KEY(till, series), year, first);
	enum outcome outcome = db_number(db, statement, &one, err);
	*closed = outcome == RC_OK;
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

void
period_of(day_number day, bool year, day_number *first, day_number *last)
{
	int this_year = day / 10000, month = day / 100 % 100;
	if (year) {
		*first = this_year * 10000 + 101;
		*last = this_year * 10000 + 1231;
		return;
	}
	*first = this_year * 10000 + month * 100 + 1;
	*last = *first + 30;
	while (!day_valid(*last))
		(*last)--;
}
