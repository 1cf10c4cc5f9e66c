/*
 * What the files of derive share.
 */
#ifndef RINGUP_LEDGER_DERIVE_PARTS_H
#define RINGUP_LEDGER_DERIVE_PARTS_H

#include "ledger/derive.h"
#include "ledger/state.h"

/* One entry being derived.  state is its series' row: read before, written after. */
struct derivation {
	struct db *db;
	const struct entry *entry;
	int64_t place;
	struct state *state;
};

extern const struct db_set derive_basket_statements, derive_lines_statements,
	derive_sale_statements, derive_shift_statements, derive_tenders_statements, derive_uses_statements;

static inline int64_t
receipt_key(struct receipt_ref ref)
{
	return RECEIPT_KEY(ref.till, ref.series, ref.number);
}

enum outcome derive_identity(const struct derivation *at, const char *id, struct err *err);

/* derive_shift.c */
enum outcome derive_shift_open(struct derivation *at, struct err *err);
enum outcome derive_count(struct derivation *at, struct err *err);
enum outcome derive_shift_close(struct derivation *at, struct err *err);
enum outcome derive_z(struct derivation *at, struct err *err);
enum outcome derive_period(struct derivation *at, struct err *err);
/* RC_REFUSED unless this shift is the open one. */
enum outcome derive_needs_shift(const struct derivation *at, int64_t shift, struct err *err);

/* derive_sale.c */
enum outcome derive_sale(struct derivation *at, struct err *err);
enum outcome derive_paper(struct derivation *at, struct err *err);
/* RC_REFUSED there is no such sale. */
enum outcome derive_find_sale(const struct derivation *at, struct receipt_ref ref, int64_t *place,
                              int64_t *total, struct err *err);
enum outcome derive_refuse_post_voided(const struct derivation *at, struct receipt_ref ref,
                                       struct err *err);

/* derive_lines.c */
enum outcome derive_lines(const struct derivation *at, struct err *err);

/* derive_tenders.c */
enum outcome derive_tender(struct derivation *at, struct err *err);
enum outcome derive_tenders(const struct derivation *at, struct err *err);
/* So much of this kind was paid back for that sale. */
enum outcome derive_refunded(const struct derivation *at, struct receipt_ref ref, const char *kind,
                             struct money amount, struct err *err);
/* RC_REFUSED while a payment waits for this basket. */
enum outcome derive_refuse_if_held(const struct derivation *at, const char *basket, struct err *err);

/* derive_uses.c */
enum outcome derive_uses(const struct derivation *at, struct err *err);

/* derive_basket.c */
enum outcome derive_cancelled(struct derivation *at, struct err *err);
enum outcome derive_suspended(struct derivation *at, struct err *err);
enum outcome derive_recalled(struct derivation *at, struct err *err);

#endif
