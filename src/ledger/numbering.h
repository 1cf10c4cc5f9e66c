/*
 * What the ledger itself puts into an entry, inside its transaction: receipt and Z numbers, the
 * figures of closings, the running totals after it.
 */
#ifndef RINGUP_LEDGER_NUMBERING_H
#define RINGUP_LEDGER_NUMBERING_H

#include "ledger/chain.h"
#include "ledger/db.h"
#include "ledger/head.h"

/* What is known outside the database. */
struct numbering {
	struct head_record floor; /* numbers go on after these, whatever the tables say */
	struct link last;         /* of the entry before */
	int64_t last_seq;
	int64_t head_seq;            /* what the head file said at start, for START */
	struct public_key next_key;  /* for Z and KEY_RECOVERY */
	const struct gap_facts *gap; /* for GAP */
};

/* Fills them in; entry->seq is set already. */
enum outcome numbering_fill(struct db *db, const struct numbering *known, struct entry *entry,
                            struct err *err);
extern const struct db_set numbering_statements;

#endif
