/*
 * Which shifts and Zs fall into some business days.  Days never go back, so they stand in a row.
 */
#ifndef RINGUP_LEDGER_PERIODS_H
#define RINGUP_LEDGER_PERIODS_H

#include "ledger/db.h"
#include "ledger/facts.h"

struct period_range {
	int64_t first_shift, last_shift; /* last < first: none */
	int64_t first_z, last_z;         /* 0 none */
};

extern const struct db_set period_statements;

enum outcome period_range(struct db *db, int till, enum series series, day_number first,
                          day_number last, struct period_range *range, struct err *err);
/* Between which places entries of these business days stand (first 0: from the beginning, last 0:
 * to the end): from the close of the shift before to the opening of the shift after them.  *low >=
 * *high: nowhere. Training counts only where a shift of it was open. */
enum outcome period_places(struct db *db, int till, enum series series, day_number first,
                           day_number last, int64_t *low, int64_t *high, struct err *err);
/* Is there a closing of this month or year? */
enum outcome period_is_closed(struct db *db, int till, enum series series, bool year,
                              day_number first, bool *closed, struct err *err);
/* The month or year a day is in. */
void period_of(day_number day, bool year, day_number *first, day_number *last);

#endif
