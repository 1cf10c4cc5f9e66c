/*
 * The walk of verify along the chain, for verify.c and verify_entry.c.
 */
#ifndef RINGUP_LEDGER_VERIFY_PARTS_H
#define RINGUP_LEDGER_VERIFY_PARTS_H

#include "ledger/chain.h"
#include "ledger/db.h"
#include "ledger/head.h"
#include "ledger/holes.h"
#include "ledger/journal.h"

struct walk {
	struct ledger *ledger;
	const struct verify_options *options;
	struct verify_report *report;
	struct link last;
	int64_t seq; /* of the entry looked at */
	int64_t last_seq;
	struct public_key key;      /* that signs now */
	struct public_key last_key; /* that signed the entry looked at */
	struct public_key root_key;
	bool has_key;
	struct holes holes;
	struct grand_totals grand[SERIES_COUNT];
	int64_t receipt[SERIES_COUNT], z[SERIES_COUNT];
	struct head_record head;
	bool has_head;
	bool anchor_seen;
	bool walked; /* the chain is whole */
};

/* Notes what is wrong, and that it is this entry; RC_BROKEN. */
enum outcome verify_bad(struct walk *walk, struct err *err, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* One entry against the one before and against what stands outside.  The row has the entry's columns in the
 * order of journal_columns(), then text, hash and signature. */
enum outcome verify_entry(struct walk *walk, sqlite3_stmt *statement, struct err *err);

#endif
