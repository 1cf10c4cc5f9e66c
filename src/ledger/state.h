/*
 * Where a till's series stands: one row of the derived table "series" per till and series.
 */
#ifndef RINGUP_LEDGER_STATE_H
#define RINGUP_LEDGER_STATE_H

#include "ledger/db.h"
#include "ledger/facts.h"
#include "ledger/schema.h"

struct state {
	bool stored; /* it has a row already */
	int till;
	enum series series;
	int64_t place;             /* of its last entry, 0 none */
	int64_t receipt, z, shift; /* last numbers given */
	int64_t suspended;         /* last number given to a suspended basket */
	struct grand_totals grand;
	int64_t open_shift;                                 /* 0 none */
	day_number day;                                     /* business day, 0 none is open */
	day_number last_day;                                /* of the last Z */
	int64_t closed_shift, closed_receipt, closed_place; /* what the last Z closed */
	struct grand_totals closed_grand;                   /* after it */
};

extern const struct db_set state_statements;

/* Zeros (but till and series) for one that has no entry yet. */
enum outcome state_load(struct db *db, int till, enum series series, struct state *state,
                        struct err *err);
/* Writes it; with that the postings of state->place are complete, and must add up to zero. */
enum outcome state_store(struct db *db, const struct state *state, struct err *err);

#endif
