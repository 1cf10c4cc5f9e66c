/*
 * What was sold, and how much of it came back.
 */
#ifndef RINGUP_LEDGER_SALES_H
#define RINGUP_LEDGER_SALES_H

#include "ledger/ledger.h"

/* What has come back of one line of a sale, by all returns so far (post-voids count as all). */
struct returned {
	int line;
	int64_t qty_milli;              /* positive */
};
enum outcome sale_returned(struct ledger *ledger, struct receipt_ref sale, struct returned rows[],
                           size_t room, size_t *count, struct err *err);
/* Paid back so far by kind of tender, so that a refund goes to the tenders paid. */
enum outcome sale_refunded(struct ledger *ledger, struct receipt_ref sale, struct total rows[],
                           size_t room, size_t *count, struct err *err);
bool sale_is_post_voided(struct ledger *ledger, struct receipt_ref sale);
enum outcome sale_last(struct ledger *ledger, enum series series, struct receipt_ref *sale, struct err *err);
/* What became of a basket: paid (SALE), given up (CANCELLED) or put aside (SUSPENDED), with the entry.  RC_NOT_FOUND
 * nothing yet.  Settles "not known yet". */
enum outcome basket_outcome(struct ledger *ledger, const char *basket, enum entry_kind *kind,
                            int64_t *seq, struct err *err);

/* Tenders accepted for a basket that is not finished (held), in order; room at most HELD_ROOM_MAX. */
#define HELD_ROOM_MAX 64
enum outcome basket_held(struct ledger *ledger, const char *basket, struct sale_tender rows[],
                         size_t room, size_t *count, struct err *err);

/* Baskets put aside. */
struct suspended_row {
	int64_t number;
	enum series series;
	char basket[ID_TEXT_MAX];
	int64_t seq;                    /* of its ENTRY_SUSPENDED: journal_read() gives the lines */
	struct when at;
	int owner;
	int lines;
	struct money total, held;
	char label[REASON_MAX];
};
enum outcome suspended_list(struct ledger *ledger, enum series series, struct suspended_row rows[],
                            size_t room, size_t *count, struct err *err);
enum outcome suspended_find(struct ledger *ledger, enum series series, int64_t number,
                            struct suspended_row *row, struct err *err);

/* In how many sales, of all tills known here, a promotion took something off: of all, or of a customer (0 all). */
enum outcome promotion_uses(struct ledger *ledger, enum series series, const char *name, int64_t customer,
                            int64_t *uses, struct err *err);
/* Was this slip of a bottle machine paid out, at whatever till? */
bool slip_is_used(struct ledger *ledger, enum series series, const char *code);

/* Codes that were sold without being in the catalogue, newest first. */
struct unknown_code { char code[CODE_MAX]; char name[NAME_MAX_BYTES]; int department; struct unit_price price; int64_t times; day_number last; };
enum outcome unknown_codes(struct ledger *ledger, struct unknown_code rows[], size_t room, size_t *count,
                           struct err *err);

#endif
