/*
 * Primary tables about people: staff with their PIN hashes and lock-out counters (customers are in
 * customers.h).  Never touched by rebuild; names live here and nowhere else.
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
};
enum outcome staff_get(struct ledger *ledger, int number, struct staff_row *row, struct err *err);
/* In the order of their numbers, those who left too. */
enum outcome staff_list(struct ledger *ledger, struct staff_row rows[], size_t room, size_t *count, struct err *err);
/* The highest number ever given, 0 none. */
enum outcome staff_last_number(struct ledger *ledger, int *number, struct err *err);
/* Writes the row and appends the entry (ENTRY_STAFF, its facts say what changed), in one transaction. */
enum outcome staff_put(struct ledger *ledger, const struct staff_row *row, struct entry *entry, struct err *err);
/* Several with one entry of its own kind (an import); all or none. */
enum outcome staff_put_all(struct ledger *ledger, const struct staff_row rows[], size_t count, struct entry *entry,
                           struct err *err);
/* Wrong PINs in a row, by the number that was typed: of staff, of nobody (so that trying does not tell
 * who there is), and 0 the till as a whole. */
struct tries {
	int number;
	int count;
	int64_t locked_until_ms;        /* UTC; 0 not locked */
};
/* All zero if there were none. */
enum outcome tries_get(struct ledger *ledger, int number, struct tries *tries, struct err *err);
/* All of them in one transaction, on disk before it returns. */
enum outcome tries_put(struct ledger *ledger, const struct tries tries[], size_t count, struct err *err);

/* Settings as text; shop/settings gives them meaning.  The entry (SETTING) goes with the change. */
enum outcome setting_get(struct ledger *ledger, const char *key, char *value, size_t size, struct err *err);
enum outcome setting_put(struct ledger *ledger, const char *key, const char *value, struct entry *entry,
                         struct err *err);
typedef void setting_row_fn(void *context, const char *key, const char *value);
enum outcome setting_each(struct ledger *ledger, setting_row_fn *call, void *context, struct err *err);

#endif
