/*
 * Shifts, business days, Zs and their figures: all from derived tables, none scans entries.
 */
#ifndef RINGUP_LEDGER_SHIFTS_H
#define RINGUP_LEDGER_SHIFTS_H

#include "ledger/ledger.h"

struct shift_row {
	int64_t shift;
	enum series series;
	day_number day;
	int staff;                      /* responsible */
	struct when opened;
	bool open;
	int64_t first_seq;
	struct money opening_float;
	struct money float_left;        /* of a closed one */
	struct money over_short;
};

/* The open shift of a series: RC_NOT_FOUND if there is none. */
enum outcome shift_current(struct ledger *ledger, enum series series, struct shift_row *row, struct err *err);
enum outcome shift_last(struct ledger *ledger, enum series series, struct shift_row *row, struct err *err);

/* The till's day: what a Z would close now. */
struct day_row {
	bool open;                      /* a shift was opened since the last Z */
	day_number day;
	int64_t first_shift, last_shift;
	int64_t first_seq;
	int64_t first_receipt, last_receipt;
	int open_shifts;
	int64_t next_z;
};
enum outcome day_current(struct ledger *ledger, enum series series, struct day_row *row, struct err *err);

/* Figures (postings and counters) of shifts first..last.  Caller frees *totals. */
enum outcome shift_totals(struct ledger *ledger, enum series series, int64_t first, int64_t last,
                          struct total **totals, size_t *count, struct err *err);
/* Figures of business days, live series, for reports over months and years. */
enum outcome day_totals(struct ledger *ledger, day_number first, day_number last,
                        struct total **totals, size_t *count, struct err *err);

/* What the drawer should hold: the sum of "cash" of a shift, and what was counted so far. */
enum outcome shift_expected(struct ledger *ledger, enum series series, int64_t shift,
                            struct money *expected, struct err *err);
enum outcome shift_counted(struct ledger *ledger, enum series series, int64_t shift,
                           struct total counted[], size_t room, size_t *count, struct err *err);
/* The entries behind one term of the drawer, newest first. */
struct drawer_row { int64_t seq; struct when at; int staff; enum entry_kind kind; struct receipt_ref sale; struct money amount; };
enum outcome shift_drawer_rows(struct ledger *ledger, enum series series, int64_t shift, const char *term,
                               struct drawer_row rows[], size_t room, size_t *count, struct err *err);

/* Month and year closings that are due before an entry of this day, oldest first. */
enum outcome period_due(struct ledger *ledger, day_number day, struct period_facts *due, bool *is_due,
                        struct err *err);

#endif
