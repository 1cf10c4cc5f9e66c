/*
 * Entries that are appended in one transaction, for append.c and batch.c.
 */
#ifndef RINGUP_LEDGER_BATCH_H
#define RINGUP_LEDGER_BATCH_H

#include "base/buf.h"
#include "ledger/opened.h"

/* One call of ledger_append*(). */
struct batch {
	struct ledger *ledger;
	struct entry *const *entries;
	const unsigned *after;
	size_t count;
	ledger_also_fn *also;
	void *context;
	bool renews_key;

	/* while it is tried */
	struct link last;
	int64_t last_seq;
	const struct key_pair *signer;
	bool at_commit; /* it got as far as COMMIT */
	struct buf text;
};

/* BEGIN to COMMIT, once; at_commit says how far it got. */
enum outcome batch_try(struct batch *batch, struct err *err);
enum outcome batch_refuse_stranger(struct err *err);

#endif
