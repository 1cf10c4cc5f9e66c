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

extern const struct db_set derive_statements, derive_sale_statements, derive_shift_statements;

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
enum outcome derive_tender(struct derivation *at, struct err *err);
enum outcome derive_cancelled(struct derivation *at, struct err *err);
enum outcome derive_suspended(struct derivation *at, struct err *err);
enum outcome derive_recalled(struct derivation *at, struct err *err);
enum outcome derive_paper(struct derivation *at, struct err *err);

#endif
