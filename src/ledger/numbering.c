#include <config.h>

#include "ledger/numbering.h"

#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/periods.h"
#include "ledger/state.h"
#include "ledger/totals.h"

enum { COPIES_OF_SALE, COPIES_OF_Z, SHIFT_FIRST };

static const char *const sql[] = {
	[COPIES_OF_SALE] = ("SELECT copies FROM copy JOIN sale ON sale.place = copy.place"
	                    " WHERE sale.key = ?"),
	[COPIES_OF_Z] = "SELECT copies FROM copy JOIN z ON z.place = copy.place WHERE z.key = ?",
	[SHIFT_FIRST] = "SELECT first FROM shift WHERE key = ?",
};
const struct db_set numbering_statements = { sql, sizeof(sql) / sizeof(*sql) };

static int64_t
later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

/* The names that the shop gave to some figures stay with them. */
static void
keep_names(struct total fresh[], size_t fresh_count, const struct total named[], size_t count)
{
	for (size_t i = 0; i < fresh_count; i++) {
		struct total found = totals_get(named, count, fresh[i].account, fresh[i].key);
		memcpy(fresh[i].name, found.name, sizeof(found.name));
	}
}

/* Figures of shifts into a closing, in place of any that were there. */
static enum outcome
fill_totals(struct db *db, const struct entry *entry, int64_t first, int64_t last,
            struct total **totals, size_t *count, struct err *err)
{
	struct total *fresh = NULL;
	size_t fresh_count = 0;
	enum outcome outcome =
	        totals_read(db, entry->till, entry->series, first, last, &fresh, &fresh_count, err);
	if (outcome)
		return outcome;
	keep_names(fresh, fresh_count, *totals, *count);
	free(*totals);
	*totals = fresh;
	*count = fresh_count;
	return RC_OK;
}

static enum outcome
fill_shift_close(struct db *db, struct entry *entry, struct err *err)
{
	struct shift_close_facts *close = &entry->is.shift_close;
	sqlite3_stmt *statement = db_use(db, &numbering_statements, SHIFT_FIRST);
	int64_t first = 0;
	DB_INTS(statement, SHIFT_KEY(entry->till, entry->series, close->shift));
	enum outcome outcome = db_number(db, statement, &first, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_REFUSED, _("no shift is open"));
	close->first_seq = PLACE_SEQ(first);
	return outcome ? outcome
	               : fill_totals(db, entry, close->shift, close->shift, &close->totals,
	                             &close->total_count, err);
}

static enum outcome
fill_z(struct db *db, const struct numbering *known, const struct state *state, struct entry *entry,
       struct err *err)
{
	struct z_facts *z = &entry->is.z;
	z->number = later(state->z, known->floor.z[entry->series]) + 1;
	z->first_shift = state->closed_shift + 1;
	z->last_shift = state->shift;
	z->first_seq = PLACE_SEQ(state->closed_place) + 1;
	z->last_seq = known->last_seq;
	z->first_receipt = state->receipt > state->closed_receipt ? state->closed_receipt + 1 : 0;
	z->last_receipt = z->first_receipt ? state->receipt : 0;
	z->head = known->last.hash;
	z->next_key = known->next_key;
	z->before = state->closed_grand;
	return fill_totals(db, entry, z->first_shift, z->last_shift, &z->totals, &z->total_count,
	                   err);
}

static enum outcome
fill_period(struct db *db, struct entry *entry, struct err *err)
{
	struct period_facts *period = &entry->is.period;
	struct period_range range;
	enum outcome outcome = period_range(db, entry->till, entry->series, period->first,
	                                    period->last, &range, err);
	if (outcome)
		return outcome;
	period->first_z = range.first_z;
	period->last_z = range.last_z;
	return fill_totals(db, entry, range.first_shift, range.last_shift, &period->totals,
	                   &period->total_count, err);
}

static enum outcome
fill_paper(struct db *db, struct entry *entry, struct err *err)
{
	struct paper_facts *paper = &entry->is.paper;
	struct receipt_ref sale = paper->sale;
	int64_t copies = 0;
	if (paper->choice != PAPER_COPY)
		return RC_OK;
	sqlite3_stmt *statement =
	        db_use(db, &numbering_statements, sale.number ? COPIES_OF_SALE : COPIES_OF_Z);
	if (sale.number)
		DB_INTS(statement, RECEIPT_KEY(sale.till, sale.series, sale.number));
	else
		DB_INTS(statement, SHIFT_KEY(entry->till, entry->series, paper->z));
	enum outcome outcome = db_number(db, statement, &copies, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	paper->copy = copies + 1;
	return RC_OK;
}

static void
fill_gap(const struct numbering *known, struct entry *entry)
{
	char reason[REASON_MAX];
	if (!known->gap)
		return;
	memcpy(reason, entry->is.gap.reason, sizeof(reason));
	entry->is.gap = *known->gap;
	memcpy(entry->is.gap.reason, reason, sizeof(reason));
}

static void
fill_grand_totals(const struct state *state, struct entry *entry)
{
	struct money total = entry->kind == ENTRY_SALE ? entry->is.sale.total : money_of(0);
	entry->after = state->grand;
	if (total.minor >= 0)
		entry->after.sold = money_add(entry->after.sold, total);
	else
		entry->after.returned = money_sub(entry->after.returned, total);
}

enum outcome
numbering_fill(struct db *db, const struct numbering *known, struct entry *entry, struct err *err)
{
	struct state state;
	enum outcome outcome = state_load(db, entry->till, entry->series, &state, err);
	if (outcome)
		return outcome;
	if (entry_kind_is_money(entry->kind))
		fill_grand_totals(&state, entry);
	switch (entry->kind) {
	case ENTRY_START:
		entry->is.start.head_seq = known->head_seq;
		return RC_OK;
	case ENTRY_GAP:
		fill_gap(known, entry);
		return RC_OK;
	case ENTRY_KEY_RECOVERY:
		entry->is.key_recovery.new_key = known->next_key;
		return RC_OK;
	case ENTRY_SHIFT_OPEN:
		if (entry->is.shift_open.shift == 0)
			entry->is.shift_open.shift = state.shift + 1;
		return RC_OK;
	case ENTRY_SHIFT_CLOSE:
		return fill_shift_close(db, entry, err);
	case ENTRY_Z:
		return fill_z(db, known, &state, entry, err);
	case ENTRY_PERIOD:
		return fill_period(db, entry, err);
	case ENTRY_SALE:
		entry->is.sale.number =
		        later(state.receipt, known->floor.receipt[entry->series]) + 1;
		return RC_OK;
	case ENTRY_SUSPENDED:
		if (entry->is.basket.number == 0)
			entry->is.basket.number = state.suspended + 1;
		return RC_OK;
	case ENTRY_PAPER:
		return fill_paper(db, entry, err);
	default:
		return RC_OK;
	}
}
