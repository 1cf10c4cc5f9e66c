/*
 * Primary tables about people: staff with their PIN hashes and lock-out counters, buyers.  Never
 * touched by rebuild; names live here and nowhere else.
 */
#ifndef RINGUP_LEDGER_PEOPLE_H
#define RINGUP_LEDGER_PEOPLE_H

#include "base/crypto.h"
#include "ledger/ledger.h"

struct staff_row {
	int number;                     /* 1..9999, never reused */
	char name[NAME_MAX_BYTES];
	char group[17];                 /* of data/rights.conf: "cashier", "supervisor", "manager" */
	char pin_hash[PIN_HASH_MAX];
	bool left;
	day_number born;                /* for age limits of sellers; 0 unknown */
	int tries;                      /* wrong PINs in a row */
	int64_t locked_until_ms;        /* UTC; 0 not locked */
};
enum outcome staff_get(struct ledger *ledger, int number, struct staff_row *row, struct err *err);
enum outcome staff_list(struct ledger *ledger, struct staff_row rows[], size_t room, size_t *count, struct err *err);
/* Writes the row and appends the entry, in one transaction.  facts of `entry` say what changed. */
enum outcome staff_put(struct ledger *ledger, const struct staff_row *row, struct entry *entry, struct err *err);
/* Counts a wrong PIN (and locks), or clears the count; on disk before it returns. */
enum outcome staff_tries(struct ledger *ledger, int number, int tries, int64_t locked_until_ms, struct err *err);
/* Of the till as a whole: wrong PINs for any number. */
enum outcome till_tries(struct ledger *ledger, int *tries, int64_t *locked_until_ms, struct err *err);
enum outcome till_tries_put(struct ledger *ledger, int tries, int64_t locked_until_ms, struct err *err);

struct customer_row {
	int64_t number;
	char name[NAME_MAX_BYTES];
	char address[NOTE_MAX];
	char tax_number[REFERENCE_MAX];
};
enum outcome customer_get(struct ledger *ledger, int64_t number, struct customer_row *row, struct err *err);
/* number 0: a new one, given back in row. */
enum outcome customer_put(struct ledger *ledger, struct customer_row *row, struct err *err);

/* Settings as text; shop/settings gives them meaning.  The entry (SETTING) goes with the change. */
enum outcome setting_get(struct ledger *ledger, const char *key, char *value, size_t size, struct err *err);
enum outcome setting_put(struct ledger *ledger, const char *key, const char *value, struct entry *entry,
                         struct err *err);
typedef void setting_row_fn(void *context, const char *key, const char *value);
enum outcome setting_each(struct ledger *ledger, setting_row_fn *call, void *context, struct err *err);

/* ---- outbox: what is to happen after an entry ---- */

struct outbox_row {
	int64_t id;
	enum after_kind kind;
	int64_t seq;                    /* the entry it belongs to */
	int tries;
	char status[REASON_MAX];        /* why it waits, for people */
	bool unsure;                    /* sent, answer unknown: ask before sending again */
};
enum outcome outbox_list(struct ledger *ledger, struct outbox_row rows[], size_t room, size_t *count, struct err *err);
enum outcome outbox_note(struct ledger *ledger, int64_t id, const char *status, bool unsure, struct err *err);
enum outcome outbox_done(struct ledger *ledger, int64_t id, struct err *err);

#endif
