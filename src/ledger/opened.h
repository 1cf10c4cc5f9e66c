/*
 * An open ledger from the inside, for ledger.c and what belongs to it: create, start, append, attempt
 * and tail.
 */
#ifndef RINGUP_LEDGER_OPENED_H
#define RINGUP_LEDGER_OPENED_H

#include <limits.h>

#include "ledger/catalogue_file.h"
#include "ledger/chain.h"
#include "ledger/head.h"
#include "ledger/inside.h"
#include "ledger/keys.h"
#include "ledger/numbering.h"

struct ledger {
	char folder[PATH_MAX];
	enum ledger_mode mode;
	int lock_fd; /* -1 for readers */
	struct db *db;
	struct head *head; /* NULL for readers */
	struct keys keys;
	struct catalogue *catalogue;

	int till;
	struct currency currency;
	bool live;
	int64_t last_seq; /* of our own entries */
	struct link last;

	struct head_record numbers; /* last receipts and Zs given: what goes to the head file */
	struct head_record floor;   /* numbers the head file knows, if it was ahead */
	int64_t head_seq;           /* what it said at start */
	bool head_was_missing;
	bool has_gap;
	struct gap_facts gap;

	bool stranger;     /* someone else wrote: nothing more is accepted */
	bool unknown;      /* a COMMIT's outcome is not known: the same */
	bool head_is_late; /* the head file could not be written */
};

extern const struct db_set append_statements, attempt_statements, tail_statements;

/* ledger.c: the steps of opening that a new till shares. */
struct ledger *ledger_begin(const char *folder, enum ledger_mode mode);
bool ledger_is_there(const char *folder);
enum outcome ledger_refuse_absent(const char *folder, struct err *err);
enum outcome ledger_open_database(struct ledger *ledger, unsigned flags, struct err *err);
void ledger_add_sets(struct ledger *ledger);

/* tail.c: reads where our journal ends, and the numbers given so far. */
enum outcome tail_find(struct ledger *ledger, struct err *err);
enum outcome tail_find_numbers(struct ledger *ledger, struct err *err);
/* Writes that to the head file. */
enum outcome tail_write_head(struct ledger *ledger, struct err *err);

/* The columns of the journal that are copies of its text, in their order; verify compares them. */
#define JOURNAL_COLUMNS 10
void journal_columns(const struct entry *entry, int64_t columns[static JOURNAL_COLUMNS]);

/* start.c: what is looked at before a writer may write: keys, and head file against ledger. */
enum outcome start_load_keys(struct ledger *ledger, struct err *err);
enum outcome start_compare_head(struct ledger *ledger, struct err *err);
extern const struct db_set start_statements;

#endif
