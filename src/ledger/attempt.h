/*
 * An entry that is being appended, for append.c and attempt.c.
 */
#ifndef RINGUP_LEDGER_ATTEMPT_H
#define RINGUP_LEDGER_ATTEMPT_H

#include "base/buf.h"
#include "ledger/opened.h"

/* One call of ledger_append*(). */
struct attempt {
	struct ledger *ledger;
	struct entry *entry;
	unsigned after;
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
enum outcome attempt_run(struct attempt *attempt, struct err *err);
enum outcome attempt_refuse_stranger(struct err *err);

#endif
