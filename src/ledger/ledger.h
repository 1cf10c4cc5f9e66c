/*
 * The ledger of one till: the journal of every entry ever made, and the tables derived from it.
 *
 *   shape   the folder of a till: ledger.db, catalogue.db, basket, head, reserve, lock, keys/, backup/
 *   rule    one writer, under flock; readers open with LEDGER_READ and never checkpoint
 *   own     ledger_open() gives, ledger_close() takes back
 *
 * Commit of an entry: BEGIN IMMEDIATE, number it, encode, hash, sign, insert, decode the stored
 * bytes, derive, COMMIT, write and sync the head file.  A sale is "paid" when this returns RC_OK.
 */
#ifndef RINGUP_LEDGER_LEDGER_H
#define RINGUP_LEDGER_LEDGER_H

#include "base/err.h"
#include "ledger/facts.h"

struct ledger;
enum ledger_mode {
	LEDGER_READ,            /* reports, verify, monitoring: never writes, takes no lock */
	LEDGER_WRITE,           /* the till */
	LEDGER_WRITE_FAST,      /* no syncs: only for a folder that is built aside (demo, tests) */
};

struct ledger_new {
	int till;                       /* 1..9999 */
	struct currency currency;
	char country[3];
	struct when at;
};

/* Makes the folder's files and the first entry.  root_seed (32 bytes) is written to the caller
 * once and kept nowhere.  RC_REFUSED if there is a ledger already. */
enum outcome ledger_create(const char *folder, const struct ledger_new *new,
                           unsigned char root_seed[static 32], struct err *err);

/* RC_NOT_FOUND no till there, RC_BUSY another till is open (names its process), RC_BROKEN damaged,
 * RC_REFUSED made by a newer version, RC_SYSTEM.  Writers migrate, compare the head file, and
 * finish or drop key.next. */
enum outcome ledger_open(struct ledger **ledger, const char *folder, enum ledger_mode mode,
                         struct err *err);
void ledger_close(struct ledger **ledger);
/* RC_BUSY a till is open there now (names its process); RC_SYSTEM it cannot be told. */
enum outcome ledger_in_use(const char *folder, struct err *err);

const char *ledger_folder(const struct ledger *ledger);
int ledger_till(const struct ledger *ledger);
struct currency ledger_currency(const struct ledger *ledger);
int64_t ledger_last_seq(const struct ledger *ledger);           /* 0 before the first */
void ledger_last_hash(const struct ledger *ledger, struct hash *hash);
/* The receipt number the next sale will get, if nothing comes between. */
int64_t ledger_next_receipt(const struct ledger *ledger, enum series series);
bool ledger_is_live(const struct ledger *ledger);               /* "go live" was done */
const unsigned char *ledger_pepper(const struct ledger *ledger);
/* The pepper is gone: no PIN can be checked before new ones are made with a new pepper. */
bool ledger_needs_pepper(const struct ledger *ledger);
enum outcome ledger_new_pepper(struct ledger *ledger, struct err *err);

/* The signing key is gone (a restored folder): only a KEY_RECOVERY entry can be written. */
bool ledger_needs_key(const struct ledger *ledger);
/* The key that entry will name: its facts' new_key; the root secret signs it (chain_sign_key). */
enum outcome ledger_recovery_key(struct ledger *ledger, struct public_key *key, struct err *err);

/* The head file was ahead at start: selling is closed until a manager accepts the gap. */
bool ledger_has_gap(const struct ledger *ledger, struct gap_facts *gap);
/* There are entries, but at start there was no head file, which is written anew: it cannot be known from it
 * whether entries are lost. */
bool ledger_head_was_missing(const struct ledger *ledger);

/* What is to happen after the entry is on disk, kept in the outbox by the same transaction. */
enum after_kind { AFTER_RECEIPT, AFTER_DRAWER, AFTER_REPORT };
#define AFTER_BIT(kind) (1u << (kind))
#define AFTER_KINDS_ROOM 8

/*
 * Appends one entry.  The caller fills header (till, series, kind, day, at, staff, approver, id;
 * an empty id gets a random one) and facts; the ledger fills in seq, the numbers marked "given by
 * the ledger" and the grand totals, in the struct too.
 *
 * Figures of closings are the ledger's too; names that the caller put beside them are kept.
 *
 *   after   bits of AFTER_BIT(): outbox rows written with it
 *   fails   RC_REFUSED an unbalanced or impossible entry (e.g. more returned than was bought:
 *           checked again here, inside the transaction), RC_BROKEN a stranger wrote to the file;
 *           RC_SYSTEM not written; RC_UNKNOWN COMMIT itself failed after its retry: it may or may
 *           not be on disk, settled by id at the next start
 */
enum outcome ledger_append(struct ledger *ledger, struct entry *entry, unsigned after, struct err *err);

/* Counts since open, for tests and bench: a commit and a head sync are one fdatasync each, a lazy commit
 * none. */
struct ledger_counters { int64_t commits, head_syncs, statements_prepared, lazy_commits; };
struct ledger_counters ledger_counters(const struct ledger *ledger);

/* Checkpoint and other housekeeping in small steps, when the till is idle; true: call again. */
bool ledger_idle(struct ledger *ledger);

#endif
