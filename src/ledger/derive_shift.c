#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"
#include "ledger/periods.h"
#include "ledger/totals.h"

enum { SHIFT_ADD, SHIFT_END, COUNTED_ADD, Z_ADD, PERIOD_ADD, SUSPENDED_LAST };

static const char *const sql[] = {
	[SHIFT_ADD] = "INSERT INTO shift VALUES(?, ?, ?, ?, ?, ?, 0, ?, 0, 0)",
	[SHIFT_END] = "UPDATE shift SET last = ?2, float_left = ?3, over_short = ?4 WHERE key = ?1",
	[COUNTED_ADD] = "INSERT INTO counted VALUES(?1, ?3, ?2)"
	                " ON CONFLICT(shift, kind) DO UPDATE SET amount = ?2",
	[Z_ADD] = "INSERT INTO z VALUES(?, ?, ?)",
	[PERIOD_ADD] = "INSERT INTO period VALUES(?, ?, ?, ?)",
	[SUSPENDED_LAST] = "SELECT coalesce(max(key) % 100000000, 0) FROM suspended"
	                   " WHERE key >= ? AND key < ?",
};
const struct db_set derive_shift_statements = { sql, sizeof(sql) / sizeof(*sql) };

static int64_t
shift_key(const struct derivation *at, int64_t shift)
{
	return SHIFT_KEY(at->entry->till, at->entry->series, shift);
}

enum outcome
derive_needs_shift(const struct derivation *at, int64_t shift, struct err *err)
{
	if (at->state->open_shift == 0)
		return err_set(err, RC_REFUSED, _("no shift is open"));
	if (shift != at->state->open_shift)
		return err_set(err, RC_REFUSED, _("this shift is not open any more"));
	return RC_OK;
}

enum outcome
derive_shift_open(struct derivation *at, struct err *err)
{
	const struct entry *entry = at->entry;
	struct state *state = at->state;
	if (state->open_shift)
		return err_set(err, RC_REFUSED, _("a shift is open already"));
	if (entry->is.shift_open.shift != state->shift + 1)
		return err_set(err, RC_REFUSED, _("shift numbers follow one another"));
	if (!day_valid(entry->day) || entry->day < state->last_day ||
	    (state->day && entry->day != state->day))
		return err_set(err, RC_REFUSED, _("the business day does not go back"));
	sqlite3_stmt *statement = db_use(at->db, &derive_shift_statements, SHIFT_ADD);
	DB_INTS(statement, shift_key(at, state->shift + 1), entry->day, entry->staff,
	        entry->at.utc_ms, entry->at.offset_min, at->place,
	        entry->is.shift_open.opening_float.minor);
	state->shift++;
	state->open_shift = state->shift;
	state->day = entry->day;
	return db_run(at->db, statement, err);
}

enum outcome
derive_count(struct derivation *at, struct err *err)
{
	const struct count_facts *count = &at->entry->is.count;
	enum outcome outcome = derive_needs_shift(at, count->shift, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(at->db, &derive_shift_statements, COUNTED_ADD);
	DB_INTS(statement, shift_key(at, count->shift), count->amount.minor);
	db_bind_text(statement, 3, count->kind);
	return db_run(at->db, statement, err);
}

/* Closings written before notes of other currencies were counted have no figures of them. */
static void
forget_foreign(struct total totals[], size_t *count, const struct total closing[],
               size_t closing_count)
{
	size_t kept = 0;
	for (size_t i = 0; i < closing_count; i++)
		if (strcmp(closing[i].account, "#foreign") == 0)
			return;
	for (size_t i = 0; i < *count; i++)
		if (strcmp(totals[i].account, "#foreign") != 0)
			totals[kept++] = totals[i];
	*count = kept;
}

/* The figures an entry closes with must be those of the tables. */
static enum outcome
check_totals(const struct derivation *at, int64_t first, int64_t last, const struct total totals[],
             size_t count, struct err *err)
{
	struct total *ours = NULL;
	size_t our_count = 0;
	enum outcome outcome = totals_read(at->db, at->entry->till, at->entry->series, first, last,
	                                   &ours, &our_count, err);
	if (!outcome)
		forget_foreign(ours, &our_count, totals, count);
	if (!outcome && !totals_same(ours, our_count, totals, count))
		outcome = err_set(err, RC_REFUSED,
		                  _("the figures of the closing are not those of the ledger"));
	free(ours);
	return outcome;
}

static enum outcome
check_expected(const struct derivation *at, struct err *err)
{
	const struct shift_close_facts *close = &at->entry->is.shift_close;
	struct money expected;
	enum outcome outcome =
	        totals_sum(at->db, shift_key(at, close->shift), "cash", &expected, err);
	if (!outcome && expected.minor != close->expected.minor)
		outcome = err_set(err, RC_REFUSED, _("the drawer should hold another amount"));
	return outcome;
}

enum outcome
derive_shift_close(struct derivation *at, struct err *err)
{
	const struct shift_close_facts *close = &at->entry->is.shift_close;
	enum outcome outcome = derive_needs_shift(at, close->shift, err);
	if (!outcome)
		outcome = check_expected(at, err);
	if (!outcome)
		outcome = check_totals(at, close->shift, close->shift, close->totals,
		                       close->total_count, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(at->db, &derive_shift_statements, SHIFT_END);
	DB_INTS(statement, shift_key(at, close->shift), at->place, close->float_left.minor,
	        close->over_short.minor);
	at->state->open_shift = 0;
	return db_run(at->db, statement, err);
}

static enum outcome
check_z(const struct derivation *at, struct err *err)
{
	const struct z_facts *z = &at->entry->is.z;
	const struct state *state = at->state;
	if (state->open_shift)
		return err_set(err, RC_REFUSED, _("a shift is still open: close it first"));
	if (state->day == 0)
		return err_set(err, RC_REFUSED, _("the day is closed already"));
	if (z->number <= state->z || z->first_shift != state->closed_shift + 1 ||
	    z->last_shift != state->shift ||
	    z->before.sold.minor != state->closed_grand.sold.minor ||
	    z->before.returned.minor != state->closed_grand.returned.minor)
		return err_set(err, RC_REFUSED,
		               _("the figures of the closing are not those of the ledger"));
	return check_totals(at, z->first_shift, z->last_shift, z->totals, z->total_count, err);
}

/* Baskets put aside are numbered from 1 each day, after those that were left over. */
static enum outcome
restart_suspended(const struct derivation *at, struct err *err)
{
	sqlite3_stmt *statement = db_use(at->db, &derive_shift_statements, SUSPENDED_LAST);
	DB_INTS(statement, shift_key(at, 0), shift_key(at, SERIES_SHIFTS));
	return db_number(at->db, statement, &at->state->suspended, err);
}

enum outcome
derive_z(struct derivation *at, struct err *err)
{
	const struct z_facts *z = &at->entry->is.z;
	struct state *state = at->state;
	enum outcome outcome = check_z(at, err);
	if (!outcome)
		outcome = restart_suspended(at, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(at->db, &derive_shift_statements, Z_ADD);
	DB_INTS(statement, shift_key(at, z->number), at->place, state->day);
	state->z = z->number;
	state->last_day = state->day;
	state->day = 0;
	state->closed_shift = state->shift;
	state->closed_receipt = state->receipt;
	state->closed_place = at->place;
	state->closed_grand = state->grand;
	return db_run(at->db, statement, err);
}

/* Month and year closings sum up what their days closed with. */
enum outcome
derive_period(struct derivation *at, struct err *err)
{
	const struct entry *entry = at->entry;
	const struct period_facts *period = &entry->is.period;
	struct period_range range;
	enum outcome outcome = period_range(at->db, entry->till, entry->series, period->first,
	                                    period->last, &range, err);
	if (!outcome && (range.first_z != period->first_z || range.last_z != period->last_z))
		outcome = err_set(err, RC_REFUSED,
		                  _("the figures of the closing are not those of the ledger"));
	if (!outcome)
		outcome = check_totals(at, range.first_shift, range.last_shift, period->totals,
		                       period->total_count, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = db_use(at->db, &derive_shift_statements, PERIOD_ADD);
	DB_INTS(statement, SERIES_KEY(entry->till, entry->series), period->year, period->first,
	        at->place);
	return db_run(at->db, statement, err);
}
