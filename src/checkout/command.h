/*
 * Commands: everything that is done at a register is one of these.  A key, a scan, a line of a
 * script, a lesson, an order from another program each becomes one struct command.
 *
 * One grammar and one table.  The key bar, the help screen, the key map, the man page and the
 * script runner are drawn from it.
 */
#ifndef RINGUP_CHECKOUT_COMMAND_H
#define RINGUP_CHECKOUT_COMMAND_H

#include "base/err.h"
#include "base/gettext.h"
#include "ledger/facts.h"
#include "shop/staff.h"

/* X(ID, "name", "ARGUMENTS", label for the key bar, help).  Arguments: see command_parse(). */
#define COMMANDS(X) \
	X(SIGN_ON, "sign-on", "STAFF [PIN]", N_("Sign on"), N_("Sign on with your number and PIN")) \
	X(SIGN_OFF, "sign-off", "", N_("Sign off"), N_("Sign off; the shift stays open")) \
	X(LOCK, "lock", "", N_("Lock"), N_("Lock the till; the basket stays")) \
	X(TAKE_OVER, "take-over", "STAFF PIN", N_("Take over"), N_("Take over a locked till with its basket")) \
	X(OPEN_SHIFT, "open-shift", "FLOAT|PIECES...", N_("Open shift"), N_("Open a shift with the float in the drawer")) \
	X(COUNT, "count", "KIND AMOUNT|PIECES...", N_("Count"), N_("Count what is there of one kind of tender: a sum, or 3x50 12x0.20")) \
	X(CLOSE_SHIFT, "close-shift", "[FLOAT-LEFT [TO-BANK]] [REASON]", N_("Close shift"), N_("Close the shift: left as float, to bank")) \
	X(CLOSE_DAY, "close-day", "", N_("Close day"), N_("Close the day with a numbered Z report")) \
	X(RING, "ring", "CODE", N_("Ring"), N_("Ring up what was scanned")) \
	X(ITEM, "item", "CODE", N_("Item"), N_("Ring up by item number, PLU or GTIN")) \
	X(OPEN, "open", "DEPARTMENT AMOUNT", N_("Dept"), N_("Ring up an amount in a department")) \
	X(PRESET, "preset", "NUMBER", N_("Preset"), N_("Ring up a preset")) \
	X(QUANTITY, "quantity", "QTY [LINE]", N_("Quantity"), N_("Quantity of the next item, or of a line")) \
	X(WEIGHT, "weight", "WEIGHT", N_("Weight"), N_("Weight of the next item")) \
	X(TARE, "tare", "WEIGHT", N_("Tare"), N_("Take a container's weight off the next weight")) \
	X(REPEAT, "repeat", "", N_("Repeat"), N_("Ring up the last item again")) \
	X(SELECT, "select", "LINE", N_("Select"), N_("Mark a line")) \
	X(VOID, "void", "[LINE] [REASON]", N_("Void"), N_("Take back a line")) \
	X(CANCEL, "cancel", "[REASON]", N_("Cancel"), N_("Give up the whole basket")) \
	X(PRICE, "price", "AMOUNT [LINE] [REASON]", N_("Price"), N_("Change the price of a line")) \
	X(DISCOUNT, "discount", "N%|AMOUNT [LINE] [REASON]", N_("Discount"), N_("Discount on the whole basket, or on a line; 0 takes it back")) \
	X(TAX, "tax", "LINE CODES", N_("Tax"), N_("Charge other taxes on a line: codes, none, own")) \
	X(WAY, "way", "WAY", N_("Way"), N_("Eaten in or taken away, where taxed otherwise")) \
	X(EXEMPT, "exempt", "CERTIFICATE", N_("Exempt"), N_("Sell without tax, by a certificate; or none")) \
	X(CUSTOMER, "customer", "NUMBER|none", N_("Customer"), N_("Who it is for: number or card; none for nobody")) \
	X(EMPTIES, "empties", "CODE|AMOUNT [REFERENCE]", N_("Empties"), N_("Give a deposit back: bottle, or amount of a slip")) \
	X(COUPON, "coupon", "CODE", N_("Coupon"), N_("Take a coupon by its code; none gives all back")) \
	X(EXPLAIN, "explain", "[SALE]", N_("Explain"), N_("Why it costs what it costs, step by step")) \
	X(BUYER, "buyer", "NAME [TAX-NUMBER]", N_("Buyer"), N_("Buyer's name and tax number for an invoice")) \
	X(NOTE, "note", "TEXT [LINE]", N_("Note"), N_("Note on a line or on the basket")) \
	X(SUSPEND, "suspend", "[TEXT]", N_("Suspend"), N_("Put the basket aside for later")) \
	X(RECALL, "recall", "NUMBER", N_("Recall"), N_("Bring back a basket that was put aside")) \
	X(SUSPENDED, "suspended", "", N_("Suspended"), N_("List the baskets put aside")) \
	X(FIND, "find", "TEXT...", N_("Find"), N_("Find items by any part of their name")) \
	X(CHECK, "check", "CODE", N_("Price check"), N_("Show a price without selling")) \
	X(NEW_ITEM, "new-item", "CODE NAME AMOUNT DEPARTMENT", N_("New item"), N_("Set up an item: code, name, price, department")) \
	X(TOTAL, "total", "", N_("TOTAL"), N_("All rung up: show what is due and take payment")) \
	X(BACK, "back", "", N_("Back"), N_("One step back")) \
	X(ANSWER, "answer", "TEXT...", N_("Answer"), N_("Answer the question")) \
	X(APPROVE, "approve", "STAFF PIN", N_("Approve"), N_("A second person agrees to one action")) \
	X(CONSENT, "consent", "RIGHT", N_("Consent"), N_("Let a second person open what one may not see or change alone: journal, expected, set-up, staff or new-item")) \
	X(CASH, "cash", "[AMOUNT]", N_("Cash"), N_("Pay in cash; without an amount exactly")) \
	X(CARD, "card", "[AMOUNT [REFERENCE [SCHEME [LAST4]]]]", N_("Card"), N_("Paid on the card terminal")) \
	X(TENDER, "tender", "KIND AMOUNT [REFERENCE]", N_("Tender"), N_("Pay with any tender of the shop")) \
	X(TAKE_BACK, "take-back", "[NUMBER]", N_("Take back"), N_("Give a tender back before the sale is complete")) \
	X(RECEIPT, "receipt", "CHOICE", N_("Receipt"), N_("Receipt: print, none, gift or invoice")) \
	X(REPRINT, "reprint", "[SALE]", N_("Reprint"), N_("Print a copy, marked DUPLICATE")) \
	X(RETURN, "return", "SALE [LINE [QTY]] [REASON]", N_("Return"), N_("Take goods back against their sale")) \
	X(RETURN_ITEM, "return-item", "CODE [REASON]", N_("Return item"), N_("Take goods back without the sale")) \
	X(REFUND, "refund", "KIND [AMOUNT]", N_("Refund"), N_("Pay out what is owed to the customer")) \
	X(POST_VOID, "post-void", "[SALE] [REASON]", N_("Post-void"), N_("Undo a whole sale of this shift")) \
	X(NO_SALE, "no-sale", "[REASON]", N_("No sale"), N_("Open the drawer without a sale")) \
	X(PAID_IN, "paid-in", "AMOUNT REASON", N_("Paid in"), N_("Petty cash into the drawer")) \
	X(PAID_OUT, "paid-out", "AMOUNT REASON", N_("Paid out"), N_("Petty cash out of the drawer")) \
	X(PICKUP, "pickup", "AMOUNT|PIECES...", N_("Pickup"), N_("Cash from the drawer to the safe")) \
	X(LOAN, "loan", "AMOUNT|PIECES...", N_("Loan"), N_("Cash from the safe to the drawer")) \
	X(X_REPORT, "x-report", "", N_("X report"), N_("Figures so far; changes nothing")) \
	X(Z_REPORT, "z-report", "[NUMBER] [CHOICE]", N_("Z report"), N_("Show a Z report that was kept; print makes a copy")) \
	X(TRAINING, "training", "ON", N_("Training"), N_("Switch training on or off")) \
	X(ACCEPT_GAP, "accept-gap", "REASON", N_("Accept gap"), N_("Accept lost numbers and go on selling")) \
	X(CLEAR, "clear", "", N_("Clear"), N_("One step back"))

enum command_id {
#define X(id, name, arguments, label, help) CMD_##id,
	COMMANDS(X)
#undef X
	COMMAND_IDS
};

#define COMMAND_WORDS_MAX 6
#define COMMAND_LINE_MAX 1024

/* A command with its words, in the order of its arguments; an optional word left out is "". */
struct command {
	enum command_id id;
	char words[COMMAND_WORDS_MAX][NOTE_MAX];
	bool quoted[COMMAND_WORDS_MAX];
	int count;
};

struct command_spec {
	enum command_id id;
	const char *name;
	const char *arguments;          /* "AMOUNT [LINE] [REASON]" */
	const char *label, *help;       /* untranslated: pass through _() */
	unsigned states;                /* bits 1 << enum till_state */
	unsigned guards;                /* enum guard */
	enum right right;               /* RIGHT_COUNT: none needed */
};

/* What must be true besides the state.  One function turns a failed one into its sentence. */
enum guard {
	NEEDS_SIGN_ON = 1, NEEDS_SHIFT = 2, NEEDS_LINES = 4, NEEDS_NO_BASKET = 8, NEEDS_NO_TENDERS = 16,
	NEEDS_NO_SHIFT = 32, NEEDS_NO_GAP = 64, NEEDS_TODAY = 128, NEEDS_DAY = 256, NEEDS_OTHERS = 512,
};

const struct command_spec *command_spec(enum command_id id);

/* The argument at place `index`, taken out of "AMOUNT [LINE [QTY]]"; false past the last. */
struct command_argument {
	char name[24];                  /* "AMOUNT"; "TEXT..." */
	int depth;                      /* 0 required; 1 and more: how deep in brackets */
};
bool command_argument(const struct command_spec *spec, int index, struct command_argument *out);
/* Is it written for people, so that it is cleaned and searched for card numbers?  (Not codes, PINs.) */
bool command_argument_is_text(const struct command_argument *argument);

/* By name, or by the beginning of one where only one fits (the screen's command line). */
enum outcome command_find(const char *name, bool abbreviated, enum command_id *id, struct err *err);

/*
 * One line of a script: name, then words; "..." holds spaces, \" and \\ inside.  Each word must fit
 * its argument: AMOUNT, FLOAT, FLOAT-LEFT and TO-BANK decimal units ("20.00"), QTY and WEIGHT up to three
 * decimals, NUMBER, DEPARTMENT, STAFF and LINE whole, SALE a receipt's number or barcode, ON on|off,
 * AMOUNT|PIECES... and FLOAT|PIECES... the rest of the line, amounts and pieces like "3x50" that add up,
 * N%|AMOUNT a percentage or an amount, an AMOUNT behind a KIND up to three decimals for its currency, WAY eat-in|take-away|none, CHOICE print|none|gift|invoice, "TEXT..." the rest of the line, all others text.  A bare whole number
 * in LINE's place is a line, a quoted word there is the REASON.  A blank line or comment gives
 * RC_NOT_FOUND.
 */
enum outcome command_parse(struct command *command, const char *line, bool abbreviated, int exponent,
                           struct err *err);
/* Built by hand: command_make(&c, CMD_CASH, "20.00", NULL). */
void command_make(struct command *command, enum command_id id, ...) __attribute__((sentinel));
/* The word for an argument by its name ("AMOUNT", "LINE"), or "". */
const char *command_word(const struct command *command, const char *argument);

#endif
