/*
 * Money of a sale: payments held for a basket before it is complete, and what was paid back.
 */
#include <config.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"

enum {
	HELD_ADD,
	HELD_FIND,
	HELD_DROP,
	HELD_ANY,
	REFUNDED_ADD,
};

static const char *const sql[] = {
	[HELD_ADD] = "INSERT INTO held VALUES(?1, ?3, ?2)",
	[HELD_FIND] = "SELECT amount FROM held WHERE place = ? AND basket = ?",
	[HELD_DROP] = "DELETE FROM held WHERE place = ?",
	[HELD_ANY] = "SELECT place FROM held WHERE basket = ? LIMIT 1",
	[REFUNDED_ADD] = ("INSERT INTO refunded VALUES(?1, ?3, 1, ?2) ON CONFLICT(sale, kind)"
	                  " DO UPDATE SET count = count + 1, amount = amount + ?2"),
};
const struct db_set derive_tenders_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(const struct derivation *at, int which)
{
	return db_use(at->db, &derive_tenders_statements, which);
}

static enum outcome
use_held(const struct derivation *at, const char *basket, const struct sale_tender *tender,
         struct err *err)
{
	int64_t amount = 0, place = PLACE(at->entry->till, tender->accepted_seq);
	sqlite3_stmt *statement = use(at, HELD_FIND);
	DB_INTS(statement, place);
	db_bind_text(statement, 2, basket);
	enum outcome outcome = db_number(at->db, statement, &amount, err);
	if (outcome == RC_NOT_FOUND ||
	    (!outcome && amount != money_sub(tender->amount, tender->change).minor))
		return err_set(err, RC_REFUSED, _("no such payment is held for this basket"));
	if (outcome)
		return outcome;
	statement = use(at, HELD_DROP);
	DB_INTS(statement, place);
	return db_run(at->db, statement, err);
}

enum outcome
derive_refuse_if_held(const struct derivation *at, const char *basket, struct err *err)
{
	sqlite3_stmt *statement = use(at, HELD_ANY);
	int64_t place;
	db_bind_text(statement, 1, basket);
	enum outcome outcome = db_number(at->db, statement, &place, err);
	if (!outcome) {
		err_set(err, RC_REFUSED, _("a payment is held for this basket"));
		return err_hint(err, "%s", _("take it back first"));
	}
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

enum outcome
derive_refunded(const struct derivation *at, struct receipt_ref ref, const char *kind,
                struct money amount, struct err *err)
{
	sqlite3_stmt *statement = use(at, REFUNDED_ADD);
	if (amount.minor == 0)
		return RC_OK;
	DB_INTS(statement, receipt_key(ref), amount.minor);
	db_bind_text(statement, 3, kind);
	return db_run(at->db, statement, err);
}

static bool
is_return(const struct sale_line *line)
{
	return !line->voided && line->qty_milli < 0 && line->return_of.number != 0;
}

/* What the goods of one sale in this basket are worth, as a positive amount.  Counted at the sale's
 * first line here, so that each sale is met once. */
static struct money
back_of_sale(const struct sale_facts *sale, size_t first)
{
	struct money sum = { 0 };
	int64_t key = receipt_key(sale->lines[first].return_of);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (!is_return(line) || receipt_key(line->return_of) != key)
			continue;
		if (i < first)
			return money_of(0);
		sum = money_sub(sum, line->total);
	}
	return sum;
}

/* Money paid out counts as paid back for the sales whose goods came back, in their order. */
static enum outcome
derive_refunds(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	struct money left[64];
	size_t count = sale->tender_count < 64 ? sale->tender_count : 64;
	enum outcome outcome = RC_OK;
	for (size_t k = 0; k < count; k++)
		left[k] = money_neg(money_min(sale->tenders[k].amount, money_of(0)));
	for (size_t i = 0; i < sale->line_count; i++) {
		if (!is_return(&sale->lines[i]))
			continue;
		struct money back = back_of_sale(sale, i);
		for (size_t k = 0; k < count && !outcome && back.minor > 0; k++) {
			struct money part = money_min(left[k], back);
			left[k] = money_sub(left[k], part);
			back = money_sub(back, part);
			outcome = derive_refunded(at, sale->lines[i].return_of,
			                          sale->tenders[k].kind, part, err);
		}
	}
	return outcome;
}

enum outcome
derive_tenders(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < sale->tender_count && !outcome; i++)
		if (sale->tenders[i].accepted_seq)
			outcome = use_held(at, at->entry->id, &sale->tenders[i], err);
	if (!outcome)
		outcome = derive_refuse_if_held(at, at->entry->id, err);
	if (!outcome && sale->post_void_of.number == 0)
		outcome = derive_refunds(at, err);
	return outcome;
}

enum outcome
derive_tender(struct derivation *at, struct err *err)
{
	const struct tender_facts *facts = &at->entry->is.tender;
	enum outcome outcome = derive_needs_shift(at, facts->shift, err);
	if (outcome)
		return outcome;
	if (facts->taken_back)
		return use_held(at, facts->basket, &facts->tender, err);
	sqlite3_stmt *statement = use(at, HELD_ADD);
	DB_INTS(statement, at->place, money_sub(facts->tender.amount, facts->tender.change).minor);
	db_bind_text(statement, 3, facts->basket);
	return db_run(at->db, statement, err);
}
