/*
 * Lines of a sale: what was sold, what comes back, and codes nobody has set up yet.
 */
#include <config.h>

#include "base/gettext.h"
#include "ledger/derive_parts.h"

enum {
	LINE_ADD,
	LINE_FIND,
	RETURNED_FIND,
	RETURNED_ADD,
	UNKNOWN_ADD,
};

static const char *const sql[] = {
	[LINE_ADD] = "INSERT INTO line VALUES(?1, ?5, ?2, ?3, ?4)",
	[LINE_FIND] = "SELECT qty FROM line WHERE key = ?",
	[RETURNED_FIND] = "SELECT qty FROM returned WHERE sale = ? AND line = ?",
	[RETURNED_ADD] = "INSERT INTO returned VALUES(?1, ?2, ?3, ?4) ON CONFLICT(sale, line)"
	                 " DO UPDATE SET qty = qty + ?3, total = total + ?4",
	[UNKNOWN_ADD] = "INSERT INTO unknown VALUES(?5, ?1, ?6, ?2, ?3, 1, ?4) ON CONFLICT(code)"
	                " DO UPDATE SET place = ?1, department = ?2, price = ?3, day = ?4,"
	                " name = ?6, times = times + 1",
};
const struct db_set derive_lines_statements = { sql, sizeof(sql) / sizeof(*sql) };

static sqlite3_stmt *
use(const struct derivation *at, int which)
{
	return db_use(at->db, &derive_lines_statements, which);
}

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

/* How much of the line was sold, and how much of that came back. */
static enum outcome
returnable(const struct derivation *at, const struct sale_line *line, int64_t *sold, int64_t *back,
           struct err *err)
{
	int64_t place, total;
	enum outcome outcome = derive_find_sale(at, line->return_of, &place, &total, err);
	if (outcome)
		return outcome;
	sqlite3_stmt *statement = use(at, LINE_FIND);
	DB_INTS(statement, place * PLACE_PARTS + line->return_line);
	outcome = db_number(at->db, statement, sold, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("that sale has no line %d"), line->return_line);
	if (outcome)
		return outcome;
	statement = use(at, RETURNED_FIND);
	DB_INTS(statement, receipt_key(line->return_of), line->return_line);
	outcome = db_number(at->db, statement, back, err);
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
	enum outcome outcome = derive_refuse_post_voided(at, line->return_of, err);
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
	DB_INTS(statement, receipt_key(line->return_of), line->return_line, -line->qty_milli,
	        -line->total.minor);
	return db_run(at->db, statement, err);
}

enum outcome
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
