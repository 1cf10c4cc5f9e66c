/*
 * The outbox: what is to happen after an entry, written with it and worked off by the counter.
 *
 *   shape   a row for each paper and each opening of the drawer, in the order of their entries
 *   rule    a paper's row says how far the paper got *before* its bytes leave, so that nothing comes
 *           out twice unmarked; that mark costs no sync (lazily), see outbox_new_boot()
 */
#ifndef RINGUP_LEDGER_OUTBOX_H
#define RINGUP_LEDGER_OUTBOX_H

#include "ledger/ledger.h"

/* Which of the shop's printers; the numbers are kept in rows. */
enum printer_role { PRINTER_RECEIPT, PRINTER_REPORT, PRINTER_LABEL, PRINTER_ROLES };

#define OUTBOX_PLACE_MAX 200

/* How far a paper got. */
enum outbox_state {
	OUTBOX_FRESH,   /* nothing of it was sent */
	OUTBOX_UNSURE,  /* it may be out: a person is asked */
	OUTBOX_GIVEN,   /* sent to `place`, which is asked whether it has it */
	OUTBOX_TAKEN,   /* `place` has it and prints it */
};

struct outbox_row {
	int64_t id;
	enum after_kind kind;
	int64_t seq;                    /* the entry it belongs to */
	int64_t at_ms;                  /* UTC: when that was made */
	int tries;
	char status[REASON_MAX];        /* why it waits, for people */
	enum outbox_state state;
	bool copy;                      /* marked COPY when it goes again; receipts and Z have entries for that */
	enum printer_role printer;      /* by its kind, or where it was moved */
	char place[OUTBOX_PLACE_MAX];   /* the address it was sent to last; "" none */
};

enum outcome outbox_list(struct ledger *ledger, struct outbox_row rows[], size_t room, size_t *count, struct err *err);
/* The same from behind a row on: for those who look at all of them, page by page. */
enum outcome outbox_after(struct ledger *ledger, int64_t id, struct outbox_row rows[], size_t room, size_t *count,
                          struct err *err);
/* The first row behind that one that need not be asked about, of a drawer or of anything, for the
 * printers whose bits are set; RC_NOT_FOUND there is none. */
enum outcome outbox_next_after(struct ledger *ledger, int64_t id, bool drawers_only, unsigned printers,
                               struct outbox_row *row, struct err *err);
/* Adds the papers among the rows behind *id to *papers; *id is then the last row's. */
enum outcome outbox_count_after(struct ledger *ledger, int64_t *id, int *papers, struct err *err);
/* RC_NOT_FOUND: there is no such row. */
enum outcome outbox_get(struct ledger *ledger, int64_t id, struct outbox_row *row, struct err *err);
/* The row of an entry. */
int64_t outbox_id(int64_t seq, enum after_kind kind);
/* How many a person is to be asked about. */
enum outcome outbox_count_unsure(struct ledger *ledger, int *papers, struct err *err);

/* Keeps tries, status, state, copy, printer and place. */
enum outcome outbox_put(struct ledger *ledger, const struct outbox_row *row, bool lazily, struct err *err);
enum outcome outbox_done(struct ledger *ledger, int64_t id, bool lazily, struct err *err);
/* Several in one transaction and one sync. */
enum outcome outbox_done_all(struct ledger *ledger, const int64_t ids[], size_t count, struct err *err);
/* What was written lazily is on disk when this returns. */
enum outcome outbox_sync(struct ledger *ledger, struct err *err);

/* Has the machine started anew since this was asked last?  Then lazy marks may be lost: a fresh row
 * that says it was never tried may have been printed after all. */
enum outcome outbox_new_boot(struct ledger *ledger, const char *boot, bool *is_new, struct err *err);

#endif
