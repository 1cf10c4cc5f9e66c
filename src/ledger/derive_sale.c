#include <config.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"

enum {
	SALE_ADD,
	SALE_FIND,
	LINE_ADD,
	LINE_FIND,
	RETURNED_FIND,
	RETURNED_ADD,
	RETURNED_ANY,
	REFUNDED_ADD,
	POST_VOID_ADD,
	POST_VOID_FIND,
	HELD_ADD,
	HELD_FIND,
	HELD_DROP,
	HELD_ANY,
	SUSPENDED_ADD,
	SUSPENDED_FIND,
	SUSPENDED_DROP,
	SUSPENDED_ANY,
	UNKNOWN_ADD,
	COPY_ADD,
	Z_FIND,
};

static const char *const sql[] = {
	[SALE_ADD] = "INSERT INTO sale VALUES(?, ?, ?)",
	[SALE_FIND] = "SELECT place, total FROM sale WHERE key = ?",
	[LINE_ADD] = "INSERT INTO line VALUES(?1, ?5, ?2, ?3, ?4)",
	[LINE_FIND] = "SELECT qty FROM line WHERE key = ?",
	[RETURNED_FIND] = "SELECT qty FROM returned WHERE sale = ? AND line = ?",
	[RETURNED_ADD] = "INSERT INTO returned VALUES(?1, ?2, ?3, ?4) ON CONFLICT(sale, line)"
	                 " DO UPDATE SET qty = qty + ?3, total = total + ?4",
	[RETURNED_ANY] = "SELECT 1 FROM returned WHERE sale = ? LIMIT 1",
	[REFUNDED_ADD] = "INSERT INTO refunded VALUES(?1, ?3, 1, ?2) ON CONFLICT(sale, kind)"
	                 " DO UPDATE SET count = count + 1, amount = amount + ?2",
	[POST_VOID_ADD] = "INSERT INTO post_void VALUES(?, ?)",
	[POST_VOID_FIND] = "SELECT place FROM post_void WHERE sale = ?",
	[HELD_ADD] = "INSERT INTO held VALUES(?1, ?3, ?2)",
	[HELD_FIND] = "SELECT amount FROM held WHERE place = ? AND basket = ?",
	[HELD_DROP] = "DELETE FROM held WHERE place = ?",
	[HELD_ANY] = "SELECT place FROM held WHERE basket = ? LIMIT 1",
	[SUSPENDED_ADD] = "INSERT INTO suspended VALUES(?1, ?2, ?8, ?3, ?4, ?5, ?6, ?7, ?9)",
	[SUSPENDED_FIND] = "SELECT place FROM suspended WHERE key = ? AND basket = ?",
	[SUSPENDED_DROP] = "DELETE FROM suspended WHERE key = ?",
	[UNKNOWN_ADD] = "INSERT INTO unknown VALUES(?5, ?1, ?6, ?2, ?3, 1, ?4) ON CONFLICT(code)"
	                " DO UPDATE SET place = ?1, department = ?2, price = ?3, day = ?4,"
	                " name = ?6, times = times + 1",
	[COPY_ADD] = "INSERT INTO copy VALUES(?, 1) ON CONFLICT(place)"
	             " DO UPDATE SET copies = copies + 1 RETURNING copies",
	[Z_FIND] = "SELECT place FROM z WHERE key = ?",
	[SUSPENDED_ANY] = "SELECT 1 FROM suspended WHERE basket = ? LIMIT 1",
};
const struct db_set derive_sale_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(const struct derivation *at, int which)
{
	return db_use(at->db, &derive_sale_statements, which);
}

static int64_t
key_of(struct receipt_ref ref)
{
	return RECEIPT_KEY(ref.till, ref.series, ref.number);
}

/* ---- lines ---- */

static enum outcome
add_line(const struct derivation *at, const struct sale_line *line, struct err *err)
{
	sqlite3_stmt *statement = use(at, LINE_ADD);
	DB_INTS(statement, at->place * PLACE_PARTS + line->number, line->department,
	        line->qty_milli, line->total.minor);
	db_bind_text(statement, 5, line->item);
	return db_run(at->db, statement, err);
}

/* A code that is in no catalogue goes on the list of codes to set up. */
static enum outcome
note_unknown(const struct derivation *at, const struct sale_line *line, struct err *err)
{
	if (!(line->flags & LINE_UNKNOWN_CODE) || !line->code[0] ||
	    at->entry->series != SERIES_LIVE)
		return RC_OK;
	sqlite3_stmt *statement = use(at, UNKNOWN_ADD);
	DB_INTS(statement, at->place, line->department, line->price.e4, at->entry->day);
	db_bind_text(statement, 5, line->code);
	db_bind_text(statement, 6, line->name);
	return db_run(at->db, statement, err);
}

/* How much of the line was sold, and how much of that came back; 0 and 0 for another till's sale,
 * whose lines are not here. */
static enum outcome
returnable(const struct derivation *at, const struct sale_line *line, int64_t *sold, int64_t *back,
           struct err *err)
{
	sqlite3_stmt *statement = use(at, SALE_FIND);
	int64_t place = 0;
	DB_INTS(statement, key_of(line->return_of));
	enum outcome outcome = db_number(at->db, statement, &place, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("there is no such sale"));
	if (!outcome) {
		statement = use(at, LINE_FIND);
		DB_INTS(statement, place * PLACE_PARTS + line->return_line);
		outcome = db_number(at->db, statement, sold, err);
	}
	if (!outcome) {
		statement = use(at, RETURNED_FIND);
		DB_INTS(statement, key_of(line->return_of), line->return_line);
		outcome = db_number(at->db, statement, back, err);
	} else if (outcome == RC_NOT_FOUND) {
		return err_set(err, RC_REFUSED, _("that sale has no line %d"), line->return_line);
	}
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

static enum outcome
refuse_post_voided(const struct derivation *at, struct receipt_ref ref, struct err *err)
{
	char text[RECEIPT_REF_TEXT_MAX];
	sqlite3_stmt *statement = use(at, POST_VOID_FIND);
	int64_t place;
	DB_INTS(statement, key_of(ref));
	enum outcome outcome = db_number(at->db, statement, &place, err);
	if (!outcome)
		return err_set(err, RC_REFUSED, _("sale %s was undone already"),
		               receipt_ref_text(text, ref));
	return outcome == RC_NOT_FOUND ? RC_OK : outcome;
}

/* Never more than was bought minus what came back before. */
static enum outcome
check_return(const struct derivation *at, const struct sale_line *line, struct err *err)
{
	char text[RECEIPT_REF_TEXT_MAX];
	int64_t sold = 0, back = 0;
	if (line->return_of.series != at->entry->series)
		return err_set(err, RC_REFUSED, _("a training sale and a real one do not mix"));
	enum outcome outcome = refuse_post_voided(at, line->return_of, err);
	if (!outcome && line->return_of.till == at->entry->till) {
		outcome = returnable(at, line, &sold, &back, err);
		if (!outcome && back - line->qty_milli > sold)
			outcome =
			        err_set(err, RC_REFUSED, _("line %d of sale %s came back already"),
			                line->return_line, receipt_ref_text(text, line->return_of));
	}
	return outcome;
}

static enum outcome
take_back_line(const struct derivation *at, const struct sale_line *line, struct err *err)
{
	if (line->return_of.number == 0 || line->qty_milli >= 0)
		return RC_OK;
	enum outcome outcome = check_return(at, line, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = use(at, RETURNED_ADD);
	DB_INTS(statement, key_of(line->return_of), line->return_line, -line->qty_milli,
	        -line->total.minor);
	return db_run(at->db, statement, err);
}

static enum outcome
derive_lines(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < sale->line_count && !outcome; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (line->voided)
			continue;
		outcome = add_line(at, line, err);
		if (!outcome)
			outcome = note_unknown(at, line, err);
		if (!outcome && sale->post_void_of.number == 0)
			outcome = take_back_line(at, line, err);
	}
	return outcome;
}

/* ---- tenders ---- */

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

static enum outcome
refuse_if_held(const struct derivation *at, const char *basket, struct err *err)
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

static enum outcome
add_refunded(const struct derivation *at, struct receipt_ref ref, const char *kind,
             struct money amount, struct err *err)
{
	sqlite3_stmt *statement = use(at, REFUNDED_ADD);
	if (amount.minor == 0)
		return RC_OK;
	DB_INTS(statement, key_of(ref), amount.minor);
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
	int64_t key = key_of(sale->lines[first].return_of);
	for (size_t i = 0; i < sale->line_count; i++) {
		const struct sale_line *line = &sale->lines[i];
		if (!is_return(line) || key_of(line->return_of) != key)
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
			outcome = add_refunded(at, sale->lines[i].return_of, sale->tenders[k].kind,
			                       part, err);
		}
	}
	return outcome;
}

static enum outcome
derive_tenders(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	enum outcome outcome = RC_OK;
	for (size_t i = 0; i < sale->tender_count && !outcome; i++)
		if (sale->tenders[i].accepted_seq)
			outcome = use_held(at, at->entry->id, &sale->tenders[i], err);
	if (!outcome)
		outcome = refuse_if_held(at, at->entry->id, err);
	if (!outcome && sale->post_void_of.number == 0)
		outcome = derive_refunds(at, err);
	return outcome;
}

/* ---- sales ---- */

/* A post-void undoes one whole sale of which nothing came back yet. */
static enum outcome
check_post_void(const struct derivation *at, struct err *err)
{
	const struct sale_facts *sale = &at->entry->is.sale;
	struct receipt_ref undone = sale->post_void_of;
	char text[RECEIPT_REF_TEXT_MAX];
	int64_t total = 0, any;
	sqlite3_stmt *statement = use(at, SALE_FIND);
	DB_INTS(statement, key_of(undone));
	enum outcome outcome = db_row(at->db, statement, err);
	if (outcome == RC_NOT_FOUND || undone.till != at->entry->till ||
	    undone.series != at->entry->series)
		return err_set(err, RC_REFUSED, _("there is no such sale"));
	if (outcome)
		return outcome;
	total = sqlite3_column_int64(statement, 1);
	sqlite3_reset(statement);
	if (total != -sale->total.minor)
		return err_set(err, RC_REFUSED, _("a sale is undone as a whole"));
	outcome = refuse_post_voided(at, undone, err);
	if (outcome)
		return outcome;
	statement = use(at, RETURNED_ANY);
	DB_INTS(statement, key_of(undone));
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
	DB_INTS(statement, key_of(sale->post_void_of), at->place);
	outcome = db_run(at->db, statement, err);
	for (size_t i = 0; i < sale->tender_count && !outcome; i++)
		if (sale->tenders[i].amount.minor < 0)
			outcome = add_refunded(at, sale->post_void_of, sale->tenders[i].kind,
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
	state->receipt = sale->number;
	if (sale->total.minor >= 0)
		state->grand.sold = money_add(state->grand.sold, sale->total);
	else
		state->grand.returned = money_sub(state->grand.returned, sale->total);
	return outcome;
}

/* ---- baskets that are not finished ---- */

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

/* The basket's own id is taken too: it can neither be paid nor cancelled again. */
enum outcome
derive_cancelled(struct derivation *at, struct err *err)
{
	const struct basket_facts *basket = &at->entry->is.basket;
	enum outcome outcome = refuse_if_held(at, basket->basket, err);
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

/* ---- papers ---- */

/* The entry a paper was printed for; 0 for another till's. */
static enum outcome
paper_place(const struct derivation *at, int64_t *place, struct err *err)
{
	const struct paper_facts *paper = &at->entry->is.paper;
	sqlite3_stmt *statement = use(at, paper->sale.number ? SALE_FIND : Z_FIND);
	if (paper->sale.number)
		DB_INTS(statement, key_of(paper->sale));
	else
		DB_INTS(statement, SHIFT_KEY(at->entry->till, at->entry->series, paper->z));
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
