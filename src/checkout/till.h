/*
 * The till: a state machine without a face.
 *
 *   LOCKED -> READY -> RINGING -> (total) TENDERING -> CHANGE -> READY
 *   side states APPROVAL and QUESTION come over any of them and go back to it
 *
 * It consumes commands, and knows no terminal, printer or SQL text.  A refused command leaves the
 * state as it was.  A command that needs consent, or an answer, changes nothing until it has it.
 *
 *   own     till_new() / till_free(); ledger and settings are borrowed and outlive it
 */
#ifndef RINGUP_CHECKOUT_TILL_H
#define RINGUP_CHECKOUT_TILL_H

#include "base/buf.h"
#include "checkout/basket.h"
#include "checkout/command.h"
#include "checkout/pricing.h"
#include "checkout/tender.h"
#include "ledger/basketfile.h"
#include "ledger/shifts.h"
#include "shop/items.h"
#include "shop/settings.h"
#include "shop/staff.h"

enum till_state {
	TILL_LOCKED, TILL_READY, TILL_RINGING, TILL_TENDERING, TILL_CHANGE, TILL_APPROVAL, TILL_QUESTION,
	TILL_STATES
};
const char *till_state_name(enum till_state state);     /* "ringing": scripts */
const char *till_state_label(enum till_state state);    /* "RINGING", translated: screens */

enum question {
	ASK_NONE,
	ASK_BIRTH_DATE,         /* age limit */
	ASK_WEIGHT,             /* or length, volume: the item's unit is in the text */
	ASK_PRICE,
	ASK_QUANTITY,           /* "786 kg, or 0.786?": answer is the quantity meant */
	ASK_AMOUNT,             /* "200.00 in cash for 20.00?": answer yes or no */
	ASK_UNKNOWN,            /* unknown code: "open DEPARTMENT AMOUNT", "item CODE" ... as the answer */
	ASK_WHICH,              /* a number fits several items: answer 1..n */
	ASK_OLD_DAY,            /* the open day is an earlier one: answer "close" or "go-on" */
	ASK_REASON,             /* why: text, or the number of a proposal (till_reason_proposed()) */
	ASK_NEW_PIN,            /* first sign-on: choose a PIN; its answer is not for any record */
	QUESTIONS
};
const char *question_name(enum question question);      /* "birth-date" ... */

/* What is to follow, for whoever drives the till; papers and drawer are in the ledger's outbox already. */
enum effect {
	EFFECT_BASKET_CHANGED = 1,
	EFFECT_OUTBOX = 2,              /* look into the outbox */
	EFFECT_LOCKED = 4,
	EFFECT_SHIFT_CLOSED = 8,        /* last_seq names the entry; show its report */
	EFFECT_DAY_CLOSED = 16,         /* the same; then make the backup */
	EFFECT_X_REPORT = 32,
	EFFECT_Z_REPORT = 64,           /* last_seq names the Z to show */
	EFFECT_SETTINGS = 128,
	EFFECT_CONSENT = 512,           /* what needed a right may be opened; last_seq, if any, names who agreed */
	EFFECT_PENDING = 256,           /* a PIN is being checked: till_resume() will end the command */
};

/* What a command came to.  `json` holds every member of a script's answer but "ok", "state", "error"
 * and "hint": `"total":"3.98","remaining":"0.00"`, without a comma before or after; "" is none. */
struct answer {
	enum till_state state;
	unsigned effects;
	char note[200];                 /* a remark that does not hold: "cash pickup is due"; in json too */
	int64_t seq;                    /* the last entry it wrote, 0 none */
	struct buf json;
};
void answer_done(struct answer *answer);

/* How the till has a PIN checked or hashed, which takes long: request is a staff_pin_request().
 * pin() either gives the helper's answer at once (*answer, which the till frees), or leaves it NULL:
 * then it comes through till_resume() later, and the command's effects say EFFECT_PENDING. */
struct till_ports {
	struct clock clock;
	int64_t (*monotonic_ms)(void);  /* to notice a clock that jumps; NULL: forward jumps are believed */
	enum outcome (*pin)(void *context, const char *request, char **answer, size_t *length, struct err *err);
	void *context;
	bool by_hand;                   /* a screen drives it: what scripts may leave out is asked for */
	bool demo;                      /* the demo shop: next shopper's item, PINs shown */
	bool late_start;                /* the start is recorded by till_begin(), once the first screen is shown */
	bool training;                  /* `--training`: begin in training; refused while a day is open */
};

struct till;
enum outcome till_new(struct till **till, struct ledger *ledger, struct settings *settings,
                      struct name_index *names, const struct till_ports *ports, struct err *err);
void till_free(struct till **till);
/* Records the start, if it is not: before anything else that is recorded in any case. */
enum outcome till_begin(struct till *till, struct err *err);

/* Does a command.  RC_REFUSED, RC_NOT_FOUND: err has the sentence and nothing changed.  RC_UNKNOWN:
 * not known yet whether it was recorded; the till accepts nothing more. */
enum outcome till_do(struct till *till, const struct command *command, struct answer *answer, struct err *err);
/* The answer of the PIN helper has come. */
enum outcome till_resume(struct till *till, const char *pin_answer, size_t length, struct answer *answer,
                         struct err *err);

/* May this command be given now?  RC_OK, or why not: bars and menus show what works. */
enum outcome till_may(const struct till *till, enum command_id id, struct err *err);

/* One fdatasync of the basket file for all that was written since the last: call it once per drained batch of input,
 * after drawing. */
enum outcome till_settle(struct till *till, struct err *err);

/* What screens show; valid until the next call that changes the till. */
struct till_view {
	enum till_state state, under;           /* under: what a side state came over */
	const struct basket *basket;            /* after a sale: the one just paid, until the next entry */
	bool basket_stands;                     /* it is open and not paid */
	struct settlement settlement;
	const char *customer_name;              /* of the basket's customer; NULL none, or forgotten */
	int selected;                           /* marked line, 0 none */
	int64_t next_qty_milli;                 /* quantity typed before the next item, 0 none */
	int64_t next_tare_milli;                /* comes off the next weight; 0 the item's own */
#define NO_TARE (-1)                            /* none, whatever the item's is */
	bool next_is_weight;

	bool signed_on;
	struct person person;
	bool training, live, demo;
	bool shift_open;
	struct shift_row shift;
	day_number day;
	int64_t next_receipt;
	int suspended;

	enum question question;
	char asks[200];                         /* the question as a sentence; of an approval: for what */
	char code[CODE_MAX];                    /* ASK_UNKNOWN: what was scanned or typed */
	struct item_row which[9];               /* ASK_WHICH */
	int which_count;
	enum right needs;                       /* of an approval */

	struct receipt_ref last_sale;
	struct money last_total, last_tendered, last_change, last_rounding;
	struct receipt_ref receipt_waits;       /* a receipt choice is open for this sale (ask, on request) */
	bool gap;                               /* numbers are lost: selling is closed */
	bool recovered;                         /* an open basket was found at start and is back */
	bool unknown;                           /* a commit's outcome is not known */
	int64_t clock_behind_ms;                /* the clock was set back: times stand still until then; 0 it is right */
};
void till_view(const struct till *till, struct till_view *view);
/* Nothing is being rung up: what is in the basket of CHANGE is paid. */
bool till_between_baskets(const struct till *till);

/* Does what was counted of the open shift agree with what there should be?  RC_REFUSED says how not, as
 * far as the person at the till may know; closing then wants a reason. */
enum outcome till_counts_agree(const struct till *till, struct err *err);

/* May the person at the till know what the drawer should hold?  (Who counts blind may not.) */
bool till_shows_expected(const struct till *till);

/* The reasons a shop proposes, numbered from 1: out is "" behind the last. */
#define REASONS_PROPOSED_MAX 9
void till_reason_proposed(const struct till *till, int number, char out[static REASON_MAX]);

/* Why the open basket, or a sale ("1-000123"; "" the last), costs what it costs. */
struct till_explained {
	bool is_sale;
	struct receipt_ref sale;
	struct price_steps steps;               /* owned: steps_done() */
	struct money total;                     /* what they add up to */
	struct money in_cash;                   /* of an open basket, if cash pays it all */
};
enum outcome till_explain(struct till *till, const char *sale, struct till_explained *out, struct err *err);

struct ledger *till_ledger(const struct till *till);
struct name_index *till_names(const struct till *till);

/* An entry's header of this moment: till, series, day, time, who.  For set-up screens that write entries. */
void till_header(const struct till *till, struct entry *entry);
/* Settings, staff or catalogue changed by a screen: read them again. */
enum outcome till_reload(struct till *till, struct err *err);

#endif
