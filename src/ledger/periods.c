#include <config.h>

#include "ledger/periods.h"

#include "ledger/schema.h"

enum { SHIFT_RANGE, Z_RANGE, CLOSED, PLACES };

static const char *const sql[] = {
	[SHIFT_RANGE] = "SELECT coalesce(min(key), 1), coalesce(max(key), 0) FROM shift"
	                " WHERE key >= ? AND key < ? AND day BETWEEN ? AND ?",
	[Z_RANGE] = "SELECT coalesce(min(key), 0), coalesce(max(key), 0) FROM z"
	            " WHERE key >= ? AND key < ? AND day BETWEEN ? AND ?",
	[CLOSED] = "SELECT 1 FROM period WHERE series = ? AND year = ? AND first = ?",
	/* an open shift has no last place: nothing of a later day can follow it */
	[PLACES] = "SELECT max(CASE WHEN day < ?3 THEN iif(last = 0, ?5, last) ELSE 0 END),"
	           " min(CASE WHEN day > ?4 THEN first ELSE ?5 END),"
	           " sum(day BETWEEN ?3 AND ?4) FROM shift WHERE key >= ?1 AND key < ?2",
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
period_places(struct db *db, int till, enum series series, day_number first, day_number last,
              int64_t *low, int64_t *high, struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &period_statements, PLACES);
	int64_t begin = PLACE(till, 0), end = PLACE(till + 1, 0), found;
	DB_INTS(statement, SHIFT_KEY(till, series, 0), SHIFT_KEY(till, series, SERIES_SHIFTS),
	        first, last ? last : INT32_MAX, end);
	enum outcome outcome = db_row(db, statement, err);
	if (outcome)
		return outcome;
	*low = sqlite3_column_int64(statement, 0);
	*high = sqlite3_column_type(statement, 1) == SQLITE_NULL
	                ? end
	                : sqlite3_column_int64(statement, 1);
	found = sqlite3_column_int64(statement, 2);
	sqlite3_reset(statement);
	if (*low < begin)
		*low = begin;
	if (series == SERIES_TRAINING && found == 0)
		*high = *low;
	return RC_OK;
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
