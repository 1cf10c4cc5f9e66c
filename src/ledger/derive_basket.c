/*
 * Baskets that are not finished: given up, put aside, taken up again.
 */
#include <config.h>

#include <inttypes.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"

enum {
	SUSPENDED_ADD,
	SUSPENDED_FIND,
	SUSPENDED_DROP,
	SUSPENDED_ANY,
};

static const char *const sql[] = {
	[SUSPENDED_ADD] = "INSERT INTO suspended VALUES(?1, ?2, ?8, ?3, ?4, ?5, ?6, ?7, ?9)",
	[SUSPENDED_FIND] = "SELECT place FROM suspended WHERE key = ? AND basket = ?",
	[SUSPENDED_DROP] = "DELETE FROM suspended WHERE key = ?",
	[SUSPENDED_ANY] = "SELECT 1 FROM suspended WHERE basket = ? LIMIT 1",
};
const struct db_set derive_basket_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(const struct derivation *at, int which)
{
	return db_use(at->db, &derive_basket_statements, which);
}

/* The basket's own id is taken too: it can neither be paid nor cancelled again. */
enum outcome
derive_cancelled(struct derivation *at, struct err *err)
{
	const struct basket_facts *basket = &at->entry->is.basket;
	enum outcome outcome = derive_refuse_if_held(at, basket->basket, err);
	if (!outcome && strcmp(basket->basket, at->entry->id) != 0)
		outcome = derive_identity(at, basket->basket, err);
	return outcome;
}

enum outcome
derive_suspended(struct derivation *at, struct err *err)
{
	const struct basket_facts *basket = &at->entry->is.basket;
	struct state *state = at->state;
	sqlite3_stmt *statement = use(at, SUSPENDED_ANY);
	int64_t any;
	int lines = 0;
	db_bind_text(statement, 1, basket->basket);
	enum outcome outcome = db_number(at->db, statement, &any, err);
	if (!outcome)
		return err_set(err, RC_REFUSED, _("this basket is put aside already"));
	if (outcome != RC_NOT_FOUND)
		return outcome;
	for (size_t i = 0; i < basket->line_count; i++)
		lines += !basket->lines[i].voided;
	statement = use(at, SUSPENDED_ADD);
	DB_INTS(statement, SHIFT_KEY(at->entry->till, at->entry->series, basket->number), at->place,
	        at->entry->at.utc_ms, at->entry->at.offset_min, basket->owner, lines,
	        basket->total.minor);
	db_bind_text(statement, 8, basket->basket);
	db_bind_text(statement, 9, basket->reason);
	if (basket->number > state->suspended)
		state->suspended = basket->number;
	return db_run(at->db, statement, err);
}

enum outcome
derive_recalled(struct derivation *at, struct err *err)
{
	const struct basket_facts *basket = &at->entry->is.basket;
	int64_t place = 0, key = SHIFT_KEY(at->entry->till, at->entry->series, basket->number);
	sqlite3_stmt *statement = use(at, SUSPENDED_FIND);
	DB_INTS(statement, key);
	db_bind_text(statement, 2, basket->basket);
	enum outcome outcome = db_number(at->db, statement, &place, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_NOT_FOUND, _("no basket %" PRId64 " is put aside"),
		               basket->number);
	if (outcome)
		return outcome;
	statement = use(at, SUSPENDED_DROP);
	DB_INTS(statement, key);
	return db_run(at->db, statement, err);
}
