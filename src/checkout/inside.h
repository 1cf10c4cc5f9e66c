/*
 * The inside of the till: what its files share and nobody else sees.
 *
 * Every command is one function of the kind act_fn.  It first looks at everything, then changes
 * things; in between it may find that it needs an answer ("how old?") or someone's consent.  Then it
 * calls till_ask() or finds till_agrees() false and returns RC_OK at once, having changed nothing.
 * The till keeps the command as `pending` and goes to QUESTION or APPROVAL; when the answer or the
 * approver is there the same function is called again from its beginning, and this time
 * till_answered() or till_agrees() lets it through.  So a command is done whole or not at all, and
 * `back` has nothing to undo.
 *
 *     static enum outcome
 *     do_no_sale(struct till *till, const struct command *command, struct answer *answer, struct err *err)
 *     {
 *             if (!till_agrees(till, RIGHT_NO_SALE, NULL))
 *                     return RC_OK;           -- state APPROVAL; this will be called again
 *             ...append the entry...
 *     }
 */
#ifndef RINGUP_CHECKOUT_INSIDE_H
#define RINGUP_CHECKOUT_INSIDE_H

#include "base/json.h"
#include "checkout/tables.h"
#include "checkout/till.h"
#include "ledger/customers.h"
#include "ledger/journal.h"
#include "ledger/sales.h"

/* What the PIN helper is working on. */
enum pin_wait { PIN_NONE, PIN_SIGN_ON, PIN_TAKE_OVER, PIN_APPROVE, PIN_CHOSEN };

/* How far a right must go for what is being done; zero where it does not matter. */
struct reach {
	struct money amount;
	int64_t percent_ppm;
	int64_t count;
	int min_age;                            /* of who does it, in years */
};

/* A command that waits for an answer or for consent. */
struct pending {
	struct command command;
	bool waits;
	enum question question;                 /* ASK_NONE: it waits for consent */
	char asks[200];
	struct item_row which[9];
	int which_count;
	bool answered[QUESTIONS];
	char answers[QUESTIONS][NOTE_MAX];

	enum right needs;
	struct reach reach;
	bool agreed;                            /* `approver` consents to this command */
	struct person approver;
	int approver_used;                      /* 0 while nobody's consent was needed */
};

/* What promotions must know beside the basket. */
struct offers {
	bool known;
	struct promotion_use *uses;             /* owned */
	size_t use_count;
	struct basket_line *extras;             /* owned */
	size_t extra_count;
};

struct till {
	struct ledger *ledger;                  /* borrowed, as settings and names */
	struct settings *settings;
	struct name_index *names;
	struct till_ports ports;
	struct tables tables;

	enum till_state state, under;
	bool signed_on;
	struct person person;
	enum series series;
	bool training;
	bool live;

	struct basket basket;                   /* in CHANGE: the one just paid */
	bool paid;
	char found[ID_TEXT_MAX];                /* the basket that the file held at the start */
	bool start_waits;                       /* to be recorded */
	bool recovered;                         /* found at start, nobody has it yet */
	struct basketfile *file;
	bool file_dirty;                        /* something is to be written at till_settle() ... */
	int changed_first, changed_last;        /* ... of lines these; 0 none */
	struct buf file_head;                   /* the head record as last written */
	int selected;
	int64_t next_qty_milli, next_tare_milli;
	bool next_is_weight;

	struct shift_row shift;
	bool shift_open;
	struct day_row day;
	int suspended;
	bool old_day;                           /* it is to be closed before anything is sold */

	struct pending pending;
	enum pin_wait pin_wait;
	int pin_staff;

	struct receipt_ref last_sale;
	struct money last_total, last_tendered, last_change, last_rounding;
	struct receipt_ref receipt_waits;
	int64_t buyer;                          /* for the receipt just paid */
	struct offers offers;
	struct customer_row customer;           /* of the open basket, as last looked up */

	struct gap_facts gap;
	bool has_gap;
	bool unknown;                           /* a commit's outcome is not known: nothing more */
	struct when last_at;                    /* business time never goes back */
	bool clock_seen;                        /* since the start */
	bool clock_set;                         /* it jumped, and nobody was told yet */
	int64_t last_wall_ms, last_monotonic_ms;
};

typedef enum outcome act_fn(struct till *till, const struct command *command, struct answer *answer,
                            struct err *err);

/* ---- questions and consent (question.c, approval.c) ---- */

/* Has this command been answered that?  Then the answer's text, else NULL. */
const char *till_answered(const struct till *till, enum question question);
/* Puts the question; the caller returns RC_OK at once. */
void till_ask(struct till *till, enum question question, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The command's REASON, typed or answered; false: it was asked for, and the caller returns RC_OK at once
 * (reason.c). */
bool till_reason(struct till *till, const struct command *command, char out[static REASON_MAX]);
void say_reasons(const struct till *till, struct answer *answer);

/* May it be done, by the person's own right or by the approver's?  If not, consent is asked for, and
 * the caller returns RC_OK at once. */
bool till_agrees(struct till *till, enum right right, const struct reach *reach);
/* Is the customer this person of the staff? */
bool till_is_own(const struct till *till, int64_t customer, int staff);
/* The approver of the command being done, for entries and lines; 0 none was needed. */
int till_approver(const struct till *till);
void till_drop_pending(struct till *till);

act_fn do_answer, do_approve, do_consent;

/* ---- PINs (session.c) ---- */

/* Has a PIN of `staff` checked; `then` is what it is for. */
enum outcome till_check_pin(struct till *till, int staff, const char *pin, enum pin_wait then,
                            struct answer *answer, struct err *err);
enum outcome till_pin_result(struct till *till, const char *text, size_t length, struct answer *answer,
                             struct err *err);
enum outcome till_approved(struct till *till, int staff, struct answer *answer, struct err *err);

act_fn do_sign_on, do_sign_off, do_lock, do_take_over;

/* ---- running commands (till.c) ---- */

/* Gives the pending command to its function and settles the state afterwards. */
enum outcome till_run(struct till *till, struct answer *answer, struct err *err);
/* The state that goes with the basket: READY, RINGING. */
void till_rest(struct till *till);

/* Training on or off, as an entry: only between two days, as anything that changes the series (day.c). */
enum outcome till_switch_training(struct till *till, bool on, struct answer *answer, struct err *err);

/* ---- writing entries (entries.c) ---- */

/* Now, never before the time of the last entry. */
struct when till_now(const struct till *till);
day_number till_business_day(const struct till *till);
/* An entry with its header filled in, with the approver. */
void till_entry(struct till *till, struct entry *entry, enum entry_kind kind);
/* Appends it, notes its number in the answer; drawer bits are dropped in training. */
enum outcome till_append(struct till *till, struct entry *entry, unsigned after, struct answer *answer,
                         struct err *err);
/* A clock that was set, by more than two minutes, is an entry. */
enum outcome till_watch_clock(struct till *till, struct err *err);
/* How far the clock is before the last entry; 0 where that is no more than it may be. */
int64_t till_clock_behind_ms(const struct till *till);
/* At start: business time goes on after the last entry. */
enum outcome till_find_time(struct till *till, struct err *err);
/* Reads shift, day and number of suspended baskets again. */
enum outcome till_refresh(struct till *till, struct err *err);

/* ---- the basket and its file (till_basket.c) ---- */

/* The open basket: forgets a paid one and begins a new one if there is none. */
void till_basket(struct till *till);
/* Prices it and keeps the given lines (0 none) and its head for the basket file, until till_settle(). */
void till_changed(struct till *till, int first_line, int last_line, struct answer *answer);
/* The journal knows how the basket ended: the file is begun again, empty, with what is written next.  Until
 * then the file has the basket still, and is found to be finished if the till starts meanwhile. */
void till_file_done(struct till *till);
/* The same, and no basket is open. */
void till_basket_gone(struct till *till);
/* At start: brings back what the file holds, unless the journal knows the end of it. */
enum outcome till_recover(struct till *till, char found[static ID_TEXT_MAX], struct err *err);
void till_price(struct till *till);
/* What pricing goes by now, and what promotions must know (offers.c). */
struct price_rules till_price_rules(struct till *till);
/* Looked up again when it is needed: another basket, customer, way or table. */
void offers_forget(struct till *till);
/* The basket's customer by its number: name for the screen, groups for promotions. */
void till_find_customer(struct till *till);
void till_settlement(const struct till *till, struct settlement *out);
/* Writes a whole basket to the file and syncs it: before a recall is recorded. */
enum outcome till_keep_all(struct till *till, struct err *err);

/* ---- answers (answer.c) ---- */

void till_remark(struct answer *answer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void say_text(struct answer *answer, const char *key, const char *text);
void say_int(struct answer *answer, const char *key, int64_t number);
void say_bool(struct answer *answer, const char *key, bool value);
void say_money(const struct till *till, struct answer *answer, const char *key, struct money money);
void say_qty(struct answer *answer, const char *key, int64_t qty_milli);
void say_raw(struct answer *answer, const char *key, const char *json);
void say_totals(const struct till *till, struct answer *answer, const char *key, const struct total totals[],
                size_t count);
void say_items(const struct till *till, struct answer *answer, const char *key, const struct item_row items[],
               size_t count);
/* The line just touched and the basket as a whole. */
void say_line(const struct till *till, struct answer *answer, const struct basket_line *line);
void say_basket(const struct till *till, struct answer *answer);

/* ---- the commands, by file ---- */

act_fn do_ring, do_item, do_open, do_preset, do_repeat, do_return_item;                    /* ring.c */
act_fn do_check, do_find, do_new_item;                                                     /* lookup.c */
act_fn do_quantity, do_weight, do_tare, do_select, do_void, do_price, do_note, do_buyer;            /* lines.c */
act_fn do_discount;                                                                        /* discount.c */
act_fn do_tax, do_way, do_exempt;                                                          /* taxes.c */
act_fn do_customer;                                                                        /* customer.c */
act_fn do_empties;                                                                         /* empties.c */
act_fn do_coupon;                                                                          /* coupon.c */
act_fn do_explain;                                                                         /* explain.c */
act_fn do_cancel, do_suspend, do_recall, do_suspended;                                     /* aside.c */
act_fn do_total, do_cash, do_card, do_tender, do_refund, do_take_back;                     /* payment.c */
act_fn do_receipt, do_reprint;                                                             /* paper.c */
act_fn do_return;                                                                          /* returns.c */
act_fn do_post_void;                                                                       /* post_void.c */
act_fn do_open_shift, do_close_shift;                                                      /* shift.c */
act_fn do_count;                                                                           /* count.c */
act_fn do_close_day, do_x_report, do_z_report, do_training, do_accept_gap;               /* day.c */
act_fn do_no_sale, do_paid_in, do_paid_out, do_pickup, do_loan;                            /* cash.c */

/* Are there coins for it?  In francs nobody pays 10.03. */
enum outcome till_check_coins(const struct till *till, struct money amount, struct err *err);

/* A receipt as typed: its number in either form, a bare number of this till, or "" for the last one. */
enum outcome till_sale_ref(struct till *till, const char *text, struct receipt_ref *ref, struct err *err);
enum outcome till_read_sale(struct till *till, struct receipt_ref ref, struct entry *entry, struct err *err);
/* Puts the open basket aside under its owner, as its own command and when another signs on. */
enum outcome till_put_aside(struct till *till, const char *label, struct answer *answer, struct err *err);

#endif
