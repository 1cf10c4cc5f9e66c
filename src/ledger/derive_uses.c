/*
 * What may be used so often and no more: promotions with a limit, and slips of bottle machines.
 *
 * A promotion counts once for each sale it took something off in.  Goods that come back give no use
 * back, since the customer had it; a sale that is undone never was, and does.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"

enum {
	USE_ADD,
	SLIP_ADD,
	SLIP_FIND,
	SLIP_DROP,
};

static const char *const sql[] = {
	[USE_ADD] = ("INSERT INTO promotion_use VALUES(?1, ?5, ?2, ?4, ?3)"
	             " ON CONFLICT(series, name, customer, till) DO UPDATE SET uses = uses + ?3"),
	[SLIP_ADD] = "INSERT INTO slip VALUES(?1, ?4, ?3, ?2)",
	[SLIP_FIND] = "SELECT place FROM slip WHERE series = ?1 AND till = ?2 AND code = ?3",
	[SLIP_DROP] = "DELETE FROM slip WHERE series = ?1 AND till = ?2 AND code = ?3",
};
const struct db_set derive_uses_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(const struct derivation *at, int which)
{
	return db_use(at->db, &derive_uses_statements, which);
}

/* ---- promotions ---- */

static bool
is_promotion(const struct line_discount *discount)
{
	return discount->kind == DISCOUNT_PROMOTION || discount->kind == DISCOUNT_COUPON;
}

/* Does this line's discount have a part in the promotion's one use of this sale? */
static bool
counts(const struct sale_line *line, const struct line_discount *discount)
{
	return !line->voided && line->return_of.number == 0 && is_promotion(discount) &&
	       discount->reason[0];
}

/* Was it met before, so that it is counted once? */
static bool
met_before(const struct sale_facts *sale, size_t line, int index)
{
	const char *name = sale->lines[line].discounts[index].reason;
	for (size_t i = 0; i <= line; i++) {
		int end = i == line ? index : sale->lines[i].discount_count;
		for (int d = 0; d < end; d++)
			if (counts(&sale->lines[i], &sale->lines[i].discounts[d]) &&
			    strcmp(sale->lines[i].discounts[d].reason, name) == 0)
				return true;
	}
	return false;
}

static enum outcome
add_use(const struct derivation *at, const char *name, int64_t customer, int64_t times,
        struct err *err)
{
	sqlite3_stmt *statement = use(at, USE_ADD);
	DB_INTS(statement, at->entry->series, customer, times, at->entry->till);
	db_bind_text(statement, 5, name);
	return db_run(at->db, statement, err);
}

/* Customer 0 stands for all. */
static enum outcome
derive_promotions(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	int64_t times = sale->post_void_of.number ? -1 : 1;
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < sale->line_count && !outcome; i++) {
		const struct sale_line *line = &sale->lines[i];
		for (int d = 0; d < line->discount_count && !outcome; d++) {
			const char *name = line->discounts[d].reason;
			if (!counts(line, &line->discounts[d]) || met_before(sale, i, d))
				continue;
			outcome = add_use(at, name, 0, times, err);
			if (!outcome && sale->customer)
				outcome = add_use(at, name, sale->customer, times, err);
		}
	}
	return outcome;
}

/* ---- slips ---- */

/* Paid out once; free again if that sale is undone.  That another till, which could not know, paid
 * it out too, is no fault of either entry. */
static enum outcome
derive_slip(const struct derivation *at, const struct sale_line *line, struct err *err)
{
	const struct receipt_ref *undone = &at->entry->is.sale.post_void_of;
	int64_t place;
	sqlite3_stmt *statement = use(at, undone->number ? SLIP_DROP : SLIP_FIND);
	DB_INTS(statement, at->entry->series, undone->number ? undone->till : at->entry->till);
	db_bind_text(statement, 3, line->code);
	if (undone->number)
		return db_run(at->db, statement, err);
	enum outcome outcome = db_number(at->db, statement, &place, err);
	if (!outcome)
		return err_set(err, RC_REFUSED, _("slip %.60s was paid out before"), line->code);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	statement = use(at, SLIP_ADD);
	DB_INTS(statement, at->entry->series, at->place, at->entry->till);
	db_bind_text(statement, 4, line->code);
	return db_run(at->db, statement, err);
}

enum outcome
derive_uses(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	enum outcome outcome = derive_promotions(at, err);
	for (size_t i = 0; i < sale->line_count && !outcome; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (!line->voided && line->kind == LINE_EMPTIES && line->code[0])
			outcome = derive_slip(at, line, err);
	}
	return outcome;
}
