#include <config.h>

#include "ledger/state.h"

enum { STATE_LOAD, STATE_ADD, STATE_STORE };

static const char *const sql[] = {
	[STATE_LOAD] =
	        "SELECT place, receipt, z, shift, suspended, sold, returned, open_shift, day,"
	        " last_day, closed_shift, closed_receipt, closed_place, closed_sold,"
	        " closed_returned"
	        " FROM series WHERE key = ?",
	[STATE_ADD] = "INSERT INTO series VALUES(?, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)"
	              " ON CONFLICT DO NOTHING",
	[STATE_STORE] =
	        "UPDATE series SET place = ?2, receipt = ?3, z = ?4, shift = ?5,"
	        " suspended = ?6, sold = ?7, returned = ?8, open_shift = ?9, day = ?10,"
	        " last_day = ?11, closed_shift = ?12, closed_receipt = ?13,"
	        " closed_place = ?14, closed_sold = ?15, closed_returned = ?16 WHERE key = ?1",
};
const struct db_set state_statements = { sql, sizeof(sql) / sizeof(*sql) };

static void
read_row(sqlite3_stmt *statement, struct state *state)
{
	int64_t *const numbers[] = { &state->place, &state->receipt, &state->z, &state->shift,
		                     &state->suspended };
	int column = 0;
	for (; column < 5; column++)
		*numbers[column] = sqlite3_column_int64(statement, column);
	state->grand.sold = money_of(sqlite3_column_int64(statement, column++));
	state->grand.returned = money_of(sqlite3_column_int64(statement, column++));
	state->open_shift = sqlite3_column_int64(statement, column++);
	state->day = sqlite3_column_int(statement, column++);
	state->last_day = sqlite3_column_int(statement, column++);
	state->closed_shift = sqlite3_column_int64(statement, column++);
	state->closed_receipt = sqlite3_column_int64(statement, column++);
	state->closed_place = sqlite3_column_int64(statement, column++);
	state->closed_grand.sold = money_of(sqlite3_column_int64(statement, column++));
	state->closed_grand.returned = money_of(sqlite3_column_int64(statement, column));
	state->stored = true;
	sqlite3_reset(statement);
}

enum outcome
state_load(struct db *db, int till, enum series series, struct state *state, struct err *err)
{
	sqlite3_stmt *statement = db_use(db, &state_statements, STATE_LOAD);
	*state = (struct state){ .till = till, .series = series };
	DB_INTS(statement, SERIES_KEY(till, series));
	enum outcome outcome = db_row(db, statement, err);
	if (!outcome)
		read_row(statement, state);
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
state_store(struct db *db, const struct state *state, struct err *err)
{
	int64_t key = SERIES_KEY(state->till, state->series);
	sqlite3_stmt *statement = db_use(db, &state_statements, STATE_ADD);
	enum outcome outcome = RC_OK;
	DB_INTS(statement, key);
	if (!state->stored)
		outcome = db_run(db, statement, err);
	if (outcome)
		return outcome;
	statement = db_use(db, &state_statements, STATE_STORE);
	DB_INTS(statement, key, state->place, state->receipt, state->z, state->shift,
	        state->suspended, state->grand.sold.minor, state->grand.returned.minor,
	        state->open_shift, state->day, state->last_day, state->closed_shift,
	        state->closed_receipt, state->closed_place, state->closed_grand.sold.minor,
	        state->closed_grand.returned.minor);
	return db_run(db, statement, err);
}
