#include <config.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"

enum {
	SALE_ADD,
	SALE_FIND,
	RETURNED_ANY,
	POST_VOID_ADD,
	POST_VOID_FIND,
	COPY_ADD,
	Z_FIND,
};

static const char *const sql[] = {
	[SALE_ADD] = "INSERT INTO sale VALUES(?, ?, ?)",
	[SALE_FIND] = "SELECT place, total FROM sale WHERE key = ?",
	[RETURNED_ANY] = "SELECT 1 FROM returned WHERE sale = ? LIMIT 1",
	[POST_VOID_ADD] = "INSERT INTO post_void VALUES(?, ?)",
	[POST_VOID_FIND] = "SELECT place FROM post_void WHERE sale = ?",
	[COPY_ADD] = ("INSERT INTO copy VALUES(?, 1) ON CONFLICT(place)"
	              " DO UPDATE SET copies = copies + 1 RETURNING copies"),
	[Z_FIND] = "SELECT place FROM z WHERE key = ?",
};
const struct db_set derive_sale_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(const struct derivation *at, int which)
{
	return db_use(at->db, &derive_sale_statements, which);
}

/* ---- other sales ---- */

enum outcome
derive_find_sale(const struct derivation *at, struct receipt_ref ref, int64_t *place,
                 int64_t *total, struct err *err)
{
	sqlite3_stmt *statement = use(at, SALE_FIND);
	DB_INTS(statement, receipt_key(ref));
	enum outcome outcome = db_row(at->db, statement, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("there is no such sale"));
	if (outcome)
		return outcome;
	*place = sqlite3_column_int64(statement, 0);
	*total = sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	return RC_OK;
}

enum outcome
derive_refuse_post_voided(const struct derivation *at, struct receipt_ref ref, struct err *err)
{
	char text[RECEIPT_REF_TEXT_MAX];
	sqlite3_stmt *statement = use(at, POST_VOID_FIND);
	int64_t place;
	DB_INTS(statement, receipt_key(ref));
	enum outcome outcome = db_number(at->db, statement, &place, err);
	if (!outcome)
		return err_set(err, RC_REFUSED, _("sale %s was undone already"),
		               receipt_ref_text(text, ref));
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

/* ---- sales ---- */

/* A post-void undoes one whole sale of which nothing came back yet. */
static enum outcome
check_post_void(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	struct receipt_ref undone = sale->post_void_of;
	char text[RECEIPT_REF_TEXT_MAX];
	int64_t place, total, any;
	if (undone.till != at->entry->till || undone.series != at->entry->series)
		return err_set(err, RC_REFUSED, _("there is no such sale"));
	enum outcome outcome = derive_find_sale(at, undone, &place, &total, err);
	if (outcome)
		return outcome;
	if (total != -sale->total.minor)
		return err_set(err, RC_REFUSED, _("a sale is undone as a whole"));
	outcome = derive_refuse_post_voided(at, undone, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = use(at, RETURNED_ANY);
	DB_INTS(statement, receipt_key(undone));
	outcome = db_number(at->db, statement, &any, err);
	if (!outcome)
		return err_set(err, RC_REFUSED, _("goods of sale %s came back already"),
		               receipt_ref_text(text, undone));
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

static enum outcome
derive_post_void(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	if (sale->post_void_of.number == 0)
		return RC_OK;
	enum outcome outcome = check_post_void(at, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = use(at, POST_VOID_ADD);
	DB_INTS(statement, receipt_key(sale->post_void_of), at->place);
	outcome = db_run(at->db, statement, err);
	for (size_t i = 0; i < sale->tender_count && !outcome; i++)
		if (sale->tenders[i].amount.minor < 0)
			outcome = derive_refunded(at, sale->post_void_of, sale->tenders[i].kind,
			                          money_neg(sale->tenders[i].amount), err);
	return outcome;
}

enum outcome
derive_sale(struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	struct state *state = at->state;
	enum outcome outcome = derive_needs_shift(at, sale->shift, err);
	if (!outcome && sale->number <= state->receipt)
		outcome = err_set(err, RC_REFUSED, _("a receipt number comes a second time"));
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = use(at, SALE_ADD);
	DB_INTS(statement, RECEIPT_KEY(at->entry->till, at->entry->series, sale->number), at->place,
	        sale->total.minor);
	outcome = db_run(at->db, statement, err);
	if (!outcome)
		outcome = derive_lines(at, err);
	if (!outcome)
		outcome = derive_tenders(at, err);
	if (!outcome)
		outcome = derive_post_void(at, err);
	if (!outcome)
		outcome = derive_uses(at, err);
	state->receipt = sale->number;
	if (sale->total.minor >= 0)
		state->grand.sold = money_add(state->grand.sold, sale->total);
	else
		state->grand.returned = money_sub(state->grand.returned, sale->total);
	return outcome;
}

/* ---- papers ---- */

/* The entry a paper was printed for; 0 for another till's. */
static enum outcome
paper_place(const struct derivation *at, int64_t *place, struct err *err)
{
	const struct paper_facts *paper = &at->entry->is.paper;
	sqlite3_stmt *statement = use(at, paper->sale.number ? SALE_FIND : Z_FIND);
	DB_INTS(statement, paper->sale.number
	                           ? receipt_key(paper->sale)
	                           : SHIFT_KEY(at->entry->till, at->entry->series, paper->z));
	enum outcome outcome = db_number(at->db, statement, place, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("there is nothing to copy"));
	return outcome;
}

/* Copies are counted for each receipt and Z, so that each says which one it is. */
enum outcome
derive_paper(struct derivation *at, struct err *err)
{
	const struct paper_facts *paper = &at->entry->is.paper;
	int64_t place = 0, copies = 0;
	if (paper->choice != PAPER_COPY)
		return RC_OK;
	enum outcome outcome = paper_place(at, &place, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = use(at, COPY_ADD);
	DB_INTS(statement, place);
	outcome = db_number(at->db, statement, &copies, err);
	if (!outcome && copies != paper->copy)
		outcome = err_set(err, RC_REFUSED, _("a copy number comes a second time"));
	return outcome;
}
