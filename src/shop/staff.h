/*
 * People and what they may do: named rights, three ready-made groups and limits (data/rights.conf),
 * PINs with lock-out.
 */
#ifndef RINGUP_SHOP_STAFF_H
#define RINGUP_SHOP_STAFF_H

#include "ledger/people.h"
#include "shop/settings.h"

/* X(ID, "name", label).  Names are those of data/rights.conf. */
#define RIGHTS(X) \
	X(SELL, "sell", N_("sell")) \
	X(SELL_AGE, "sell-age-limited", N_("sell what has an age limit")) \
	X(SELL_EXPIRED, "sell-expired", N_("sell what has expired")) \
	X(VOID, "void", N_("void a line")) \
	X(CANCEL, "cancel", N_("give up a basket")) \
	X(PRICE, "price", N_("change a price")) \
	X(DISCOUNT, "discount", N_("give a discount")) \
	X(TAX, "tax", N_("charge another tax")) \
	X(EXEMPT, "exempt", N_("sell without tax")) \
	X(OPEN_RING, "open-ring", N_("ring up by department")) \
	X(RETURN, "return", N_("take goods back")) \
	X(RETURN_NO_SALE, "return-without-sale", N_("take goods back without the sale")) \
	X(REFUND_OTHER, "refund-other", N_("refund in another kind than was paid")) \
	X(POST_VOID, "post-void", N_("undo a sale")) \
	X(NO_SALE, "no-sale", N_("open the drawer")) \
	X(PAID_IN, "paid-in", N_("pay petty cash in")) \
	X(PAID_OUT, "paid-out", N_("pay petty cash out")) \
	X(PICKUP, "pickup", N_("take cash to the safe")) \
	X(LOAN, "loan", N_("bring cash to the drawer")) \
	X(SHIFT, "shift", N_("open and close a shift")) \
	X(DAY, "day", N_("close the day")) \
	X(X_REPORT, "x-report", N_("see the X report")) \
	X(EXPECTED, "expected", N_("see what the drawer should hold")) \
	X(REPRINT, "reprint", N_("print a copy")) \
	X(RECALL_OTHERS, "recall-others", N_("recall another's basket")) \
	X(TAKE_OVER, "take-over", N_("take over a locked till")) \
	X(TRAINING, "training", N_("switch training")) \
	X(OLD_DAY, "old-day", N_("go on selling into an old day")) \
	X(NEW_ITEM, "new-item", N_("set up an item at the till")) \
	X(SETUP, "set-up", N_("change the shop's set-up")) \
	X(STAFF, "staff", N_("change staff")) \
	X(JOURNAL, "journal", N_("search the journal")) \
	X(GAP, "gap", N_("accept lost numbers"))

enum right {
#define X(id, name, label) RIGHT_##id,
	RIGHTS(X)
#undef X
	RIGHT_COUNT
};
const char *right_name(enum right right);
const char *right_label(enum right right);              /* translated */

/* How far a right goes without approval; 0 none set.  data/rights.conf: "discount = 10 %". */
struct right_limit {
	bool allowed;
	bool four_eyes;                 /* even a holder needs a second person */
	int64_t percent_ppm;
	struct money amount;
	int64_t count;                  /* per basket: voids */
};
struct group { char name[17]; struct right_limit rights[RIGHT_COUNT]; };

/* The groups in the order of data/rights.conf; every one names every right.  RC_REFUSED names file and
 * line. */
#define GROUPS_MAX 8
enum outcome staff_groups(struct group groups[static GROUPS_MAX], size_t *count, const struct settings *settings,
                          struct err *err);

struct person { int number; char name[NAME_MAX_BYTES]; char group[17]; day_number born; struct right_limit rights[RIGHT_COUNT]; };
/* RC_NOT_FOUND also for who has left. */
enum outcome staff_person(struct ledger *ledger, const struct settings *settings, int number, struct person *person,
                          struct err *err);

/* PIN rules: digits, at least 4; who holds a right beyond a cashier's (groups other than "cashier") at
 * least 6.  The demo shop and training do not ask. */
#define PIN_MAX 32
enum outcome staff_pin_check_form(const char *pin, const char *group, struct err *err);

/*
 * Lock-out, by the number that was typed and by the till, on disk before anyone hears the answer.
 *
 * A number nobody has is counted and locked like any other, and its PIN is looked at as long (request
 * with hash ""), so that trying tells nothing.  The till as a whole locks later than a number, so that
 * one forgotten PIN does not keep the others out.
 */
#define TRIES_OF_NUMBER 5
#define TRIES_OF_TILL 10
#define LOCK_FIRST_MS INT64_C(30000)
#define LOCK_LAST_MS INT64_C(1800000)
/* Before a PIN is looked at: RC_REFUSED while the number or the till is locked out, saying how long. */
enum outcome staff_may_try(struct ledger *ledger, int number, struct when now, struct err *err);
/* After: right clears the counts, wrong adds one and locks from the 5th (10th) on: 30 s doubling to 30 min.
 * *tries (may be NULL) is how many in a row, for the entry SIGN_FAILED. */
enum outcome staff_tried(struct ledger *ledger, int number, bool right, struct when now, int *tries, struct err *err);

/* New staff, new PIN hash, other group, has left, freed: row and entry in one.  value is the hash or the
 * group, else NULL.  RC_REFUSED if nobody would be left who may change staff.  A new PIN also frees. */
enum outcome staff_add(struct ledger *ledger, const char *name, const char *group, const char *pin_hash,
                       day_number born, struct entry *entry, int *number, struct err *err);
enum outcome staff_change_row(struct ledger *ledger, int number, enum staff_change change, const char *value,
                              struct entry *entry, struct err *err);

/* The helper "pin" (ringup helper pin): request and answer as text lines. */
int staff_pin_helper(void);
/* What it does between reading and writing: the answer to a request.  Caller frees.  Slow on purpose, so
 * called directly only by tests and the demo builder. */
char *staff_pin_work(const char *request);
/* Builds its request: check pin against hash, or make a hash (hash NULL).  With hash "" it takes as long and
 * does not match: for numbers nobody has. */
char *staff_pin_request(const char *hash, const char *pin, int staff, const unsigned char pepper[static PEPPER_BYTES]);
/* Reads its answer: matches, or the new hash. */
bool staff_pin_answer(const char *answer, size_t length, bool *matches, char hash[static PIN_HASH_MAX]);

#endif
