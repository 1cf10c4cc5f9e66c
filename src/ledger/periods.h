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
/* Is there a closing of this month or year? */
enum outcome period_is_closed(struct db *db, int till, enum series series, bool year,
                              day_number first, bool *closed, struct err *err);
/* The month or year a day is in. */
void period_of(day_number day, bool year, day_number *first, day_number *last);

#endif
