/*
 * What happened: one struct per kind of entry.
 *
 * An entry is a header, which every kind has, and the facts of its kind.  docs/journal.md gives
 * each kind's text to the byte; entry.h turns these structs into that text and back.
 *
 *   rule    a field that is 0, "" or empty is left out of the text, so a later version can add
 *           fields at the end without changing what is stored
 *   own     entry_done() frees what an entry holds (the arrays); texts are fixed arrays, already
 *           cleaned (text_clean) and cut by whoever filled them in
 *   unit    money in minor units, quantities in thousandths, rates in parts per million, unit
 *           prices in 1/10000 of a minor unit, instants in UTC milliseconds
 */
#ifndef RINGUP_LEDGER_FACTS_H
#define RINGUP_LEDGER_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/money.h"
#include "base/qty.h"
#include "base/when.h"

#define ITEM_NUMBER_MAX 25      /* 24 bytes and the NUL; so with all of these */
#define CODE_MAX 129            /* what was scanned or typed */
#define NAME_MAX_BYTES 161
#define REASON_MAX 161
#define NOTE_MAX 241
#define TAX_CODE_MAX 9
#define UNIT_MAX 9
#define LOT_MAX 21              /* of a batch; as long as a serial number */
#define TENDER_KIND_MAX 17
#define REFERENCE_MAX 41
#define SCHEME_MAX 25
#define RATE_TEXT_MAX 17
#define ACCOUNT_MAX 17
#define ACCOUNT_KEY_MAX 33
#define TOTAL_NAME_MAX 49
#define LINE_TAXES_MAX 16
#define LINE_DISCOUNTS_MAX 8
#define GIVEN_DISCOUNTS_MAX 4
#define SALE_CODES_MAX 12
#define CASH_PIECES_MAX 24      /* kinds of notes and coins of one currency */
#define LINE_CODES_MAX (LINE_TAXES_MAX * TAX_CODE_MAX)

/* Two series of numbers; training never counts. */
enum series { SERIES_LIVE, SERIES_TRAINING, SERIES_COUNT };

/* A receipt: till, series and number.  "1-000123", "1-T000123".  number 0 is none. */
struct receipt_ref {
	int till;
	enum series series;
	int64_t number;
};
#define RECEIPT_REF_TEXT_MAX 32
char *receipt_ref_text(char out[static RECEIPT_REF_TEXT_MAX], struct receipt_ref ref);
/* Either form: "1-000123", or the 20 digits of its barcode. */
bool receipt_ref_parse(const char *text, struct receipt_ref *ref);

enum entry_kind {
	ENTRY_INIT,             /* the till was made */
	ENTRY_START,            /* the program started */
	ENTRY_CLOCK,            /* the clock jumped */
	ENTRY_GAP,              /* numbers lost, a manager accepted it */
	ENTRY_KEY_RECOVERY,     /* a new signing key outside a Z */
	ENTRY_LIVE,             /* "go live": currency and till number are fixed from here */
	ENTRY_SIGN_ON,
	ENTRY_SIGN_OFF,
	ENTRY_LOCK,
	ENTRY_SIGN_FAILED,
	ENTRY_TAKE_OVER,        /* another's basket was taken over */
	ENTRY_TRAINING,         /* training was switched on or off */
	ENTRY_SHIFT_OPEN,
	ENTRY_COUNT,
	ENTRY_SHIFT_CLOSE,
	ENTRY_Z,
	ENTRY_PERIOD,           /* month or year closing */
	ENTRY_SALE,             /* also returns, exchanges and post-voids */
	ENTRY_TENDER,           /* accepted, or taken back, before its basket is complete */
	ENTRY_CANCELLED,
	ENTRY_SUSPENDED,
	ENTRY_RECALLED,
	ENTRY_NO_SALE,
	ENTRY_CASH,             /* paid in, paid out, pickup, loan */
	ENTRY_PAPER,            /* what became of a receipt: printed, none, gift, invoice, copy */
	ENTRY_AGE_REFUSED,
	ENTRY_SETTING,
	ENTRY_STAFF,
	ENTRY_CATALOGUE,        /* an import was swapped in */
	ENTRY_RECORD,           /* one record of the shop's set-up changed on a screen */
	ENTRY_BACKUP,
	ENTRY_RESTORE,
	ENTRY_REPAIR,           /* derived tables were replaced */
	ENTRY_OLD_DAY,          /* by right, selling goes on into a day that was left open */
	ENTRY_CONSENT,          /* a second person let somebody see or change what they may not alone */
	ENTRY_KINDS
};

/* ---- parts ---- */

enum tax_kind { TAX_PERCENT, TAX_FIXED, TAX_DIVISION, TAX_KINDS };

/* One tax of one line, as charged. */
struct line_tax {
	char tax[TAX_CODE_MAX];         /* the shop's code for it: "A" */
	enum tax_kind kind;
	int64_t rate_ppm;               /* TAX_PERCENT, TAX_DIVISION: 210000 is 21 % */
	struct unit_price per_unit;     /* TAX_FIXED */
	bool included;                  /* contained in the price */
	struct money base;              /* signed as the line is */
	struct money amount;
};

enum discount_kind {
	DISCOUNT_PROMOTION, DISCOUNT_LINE, DISCOUNT_BASKET, DISCOUNT_COUPON,
	DISCOUNT_EXEMPT,        /* the tax in a price that an exempt buyer does not pay */
	DISCOUNT_KINDS
};

/* One discount of one line (a discount on the basket arrives here as the line's share). */
struct line_discount {
	enum discount_kind kind;
	struct money amount;            /* positive takes off, as prices were given (with or without tax) */
	char reason[REASON_MAX];        /* the promotion's name, or what was typed */
	int approver;                   /* 0 none was needed */
};

/* A discount as a person gave it, on a line or on the whole basket. */
struct given_discount {
	bool is_percent;
	int64_t percent_ppm;
	struct money amount;            /* what was said, not what it came to */
	char reason[REASON_MAX];
	int approver;                   /* 0 none was needed */
};

/* Where it is eaten: some goods have another tax for each way. */
enum sale_way { WAY_NONE, WAY_EAT_IN, WAY_TAKE_AWAY, SALE_WAYS };

/* A code of a coupon that was given to the basket. */
struct sale_code { char code[CODE_MAX]; };

enum line_kind {
	LINE_ITEM,              /* from the catalogue */
	LINE_OPEN,              /* department and amount */
	LINE_DEPOSIT,           /* the linked item of line `parent` */
	LINE_EMPTIES,           /* a deposit given back; `code` is the slip of a machine */
	LINE_KINDS
};

enum line_flag {
	LINE_PRICE_TYPED = 1,   /* the item has no price of its own */
	LINE_PRICE_CHANGED = 2, /* override: shelf_price holds what it would have been */
	LINE_WEIGHT_TYPED = 4,
	LINE_UNKNOWN_CODE = 8,  /* `code` is in no catalogue: to be set up */
	LINE_FREE = 16,         /* added by a promotion */
	LINE_LOWERED = 32,      /* its quantity was more once */
	LINE_TAX_CHANGED = 64,  /* other taxes than the item has, by hand */
	LINE_LABEL_PRICE = 128, /* the amount is a label's, the weight follows from it */
};

struct sale_line {
	int number;                     /* from 1, never reused within a basket */
	enum line_kind kind;
	unsigned flags;                 /* enum line_flag */
	char item[ITEM_NUMBER_MAX];     /* "" for open rings */
	char code[CODE_MAX];            /* as scanned, where it matters (several GTINs, unknown) */
	char name[NAME_MAX_BYTES];
	int department;
	char unit[UNIT_MAX];            /* "" pieces, else "kg", "l", "m" */
	int64_t qty_milli;              /* negative comes back */
	struct unit_price price;        /* per unit, as given: with tax if its taxes are included */
	struct unit_price shelf_price;  /* with LINE_PRICE_CHANGED */
	struct money amount;            /* price x quantity, rounded once, before discounts */
	struct money total;             /* what it adds to the total: with tax, after discounts */
	struct line_tax taxes[LINE_TAXES_MAX];
	int tax_count;
	struct line_discount discounts[LINE_DISCOUNTS_MAX];
	int discount_count;
	int parent;                     /* the line this deposit belongs to, 0 none */
	bool voided;                    /* amounts are then 0; price and qty stay as they were */
	char reason[REASON_MAX];        /* of the void, price change or return */
	int approver;                   /* of void, price change or return; 0 none was needed */
	struct receipt_ref return_of;   /* the sale it was bought in */
	int return_line;
	char note[NOTE_MAX];
	int64_t min_age;                /* years; 0 none */
	int64_t tare_milli;             /* taken off the weight; qty_milli is without it */
	struct given_discount given[GIVEN_DISCOUNTS_MAX];
	int given_count;
	char tax_codes[LINE_CODES_MAX]; /* with LINE_TAX_CHANGED: "A B"; "" none */
	char lot[LOT_MAX], serial[LOT_MAX];     /* out of its barcode */
	day_number expiry, best_before; /* the same; 0 none */
	char extra_of[NAME_MAX_BYTES];  /* with LINE_FREE: the promotion that added it and keeps its quantity */
};

/* One tender.  Cash that gives change: amount is what was handed over, change what went back. */
struct sale_tender {
	int number;                     /* from 1 within the basket */
	char kind[TENDER_KIND_MAX];     /* "cash", "card", or a tender the shop defined */
	struct money amount;            /* positive to the shop, negative paid out */
	struct money change;            /* >= 0, cash given back from this tender */
	struct money tip;               /* part of amount; of a post-void it goes back, negative */
	char reference[REFERENCE_MAX];  /* of a card slip, voucher, cheque */
	char scheme[SCHEME_MAX];
	char last4[5];
	int64_t accepted_seq;           /* its own ENTRY_TENDER, 0 when committed with the sale */
	int approver;
	char label[TOTAL_NAME_MAX];     /* what the shop called the kind; "" of cash, which is cash */
	char currency[4];               /* notes of another one, "" none */
	struct money foreign;           /* as they were handed over; amount is their worth */
	char rate[RATE_TEXT_MAX];       /* of one of them: "0.92" */
};

struct sale_tax {
	char tax[TAX_CODE_MAX];
	char name[NAME_MAX_BYTES];      /* "VAT 19 %": a snapshot for the receipt */
	enum tax_kind kind;
	int64_t rate_ppm;
	bool included;
	struct money base;
	struct money amount;
};

/* One figure of a period: an account (see postings.h) or, with '#' in front, a counter. */
struct total {
	char account[ACCOUNT_MAX];
	char key[ACCOUNT_KEY_MAX];
	int64_t count;
	struct money amount;
	char name[TOTAL_NAME_MAX];      /* what the shop called the key, in closings only */
};

/* So many of one note or coin. */
struct cash_piece {
	struct money value;
	int64_t count;
};

/* The same, of what was counted of one kind of tender. */
struct counted_piece {
	char kind[TENDER_KIND_MAX];
	struct money value;
	int64_t count;
};

/* Notes of another currency as a shift ends with them, in their own units. */
struct counted_foreign {
	char kind[TENDER_KIND_MAX];
	char currency[4];
	char rate[RATE_TEXT_MAX];       /* of one of them, when they were counted */
	struct money expected, counted;
};

/* ---- kinds ---- */

struct init_facts {
	char shop_id[ID_TEXT_MAX];
	struct currency currency;
	char country[3];
	struct public_key root_key;
	struct public_key period_key;   /* signs until the first Z */
	char version[33];
};

struct start_facts {
	char version[33];
	int64_t head_seq;               /* what the head file said */
	char basket[ID_TEXT_MAX];       /* an open basket was found */
};

struct clock_facts { int64_t before_ms, after_ms; };

struct gap_facts {
	int64_t first_seq, last_seq;    /* lost entries */
	int64_t receipt[SERIES_COUNT];  /* numbering goes on after these */
	int64_t z[SERIES_COUNT];
	char reason[REASON_MAX];
};

struct key_recovery_facts {
	struct public_key new_key;
	bool by_root;                   /* signed by the root secret, else accepted by a manager */
	struct signature root_signature;
	char reason[REASON_MAX];
};

struct live_facts { char note[NOTE_MAX]; };
struct sign_facts { int tries; };               /* SIGN_FAILED: how many in a row */
struct take_over_facts { char basket[ID_TEXT_MAX]; int from_staff; };
struct training_facts { bool on; };

struct shift_open_facts {
	int64_t shift;                  /* number within till and series */
	struct money opening_float;
	struct money left;              /* what the shift before left as float */
	struct cash_piece pieces[CASH_PIECES_MAX];      /* of the float, dearest first; what they lack was a sum */
	int piece_count;
};

struct count_facts {
	int64_t shift;
	char kind[TENDER_KIND_MAX];
	struct money amount;            /* of another currency: what that is worth */
	struct cash_piece pieces[CASH_PIECES_MAX];      /* dearest first; what they lack was counted as a sum */
	int piece_count;
	char currency[4];               /* notes of another one, "" none; pieces are then of it */
	struct money foreign;           /* in its units */
	char rate[RATE_TEXT_MAX];
};

struct shift_close_facts {
	int64_t shift;
	struct total *counted;          /* account "counted", key = tender kind */
	size_t counted_count;
	struct money expected;          /* cash the drawer should hold */
	struct money over_short;        /* counted - expected */
	struct money float_left;
	struct money to_bank;
	char reason[REASON_MAX];
	int64_t first_seq;              /* of the shift */
	struct total *totals;
	size_t total_count;
	struct counted_piece *pieces;   /* notes and coins of the counts */
	size_t piece_count;
	struct counted_foreign *foreign;
	size_t foreign_count;
};

struct grand_totals {
	struct money sold;              /* sum of all positive receipts' totals, ever */
	struct money returned;          /* sum of all negative ones, as a positive figure */
};

struct z_facts {
	int64_t number;                 /* within till and series; given by the ledger */
	int64_t first_shift, last_shift;
	int64_t first_seq, last_seq;
	int64_t first_receipt, last_receipt;    /* 0 none */
	struct hash head;               /* of entry last_seq */
	struct public_key next_key;     /* signs from the next entry on */
	struct grand_totals before;
	struct total *totals;
	size_t total_count;
};

struct period_facts {
	bool year;                      /* else a month */
	day_number first, last;         /* business days, whole month or year */
	int64_t first_z, last_z;
	struct total *totals;
	size_t total_count;
};

struct sale_facts {
	int64_t number;                 /* receipt number; given by the ledger at commit */
	int64_t shift;
	int64_t opened_ms;              /* first line */
	struct sale_line *lines;
	size_t line_count;
	struct sale_tax *taxes;
	size_t tax_count;
	struct sale_tender *tenders;
	size_t tender_count;
	struct money total;             /* due, before cash rounding; negative is paid out */
	struct money rounding;          /* added to total to get what was paid */
	struct receipt_ref post_void_of;
	char reason[REASON_MAX];        /* of a post-void */
	int64_t customer;               /* 0 none */
	char note[NOTE_MAX];
	struct given_discount given[1]; /* on the whole basket */
	int given_count;
	enum sale_way way;
	char exempt[REFERENCE_MAX];     /* the certificate, "" taxes are charged */
	struct sale_code codes[SALE_CODES_MAX];
	int code_count;
};

struct tender_facts {
	char basket[ID_TEXT_MAX];
	int64_t shift;
	struct sale_tender tender;
	bool taken_back;                /* tender.accepted_seq then names the one it undoes */
};

/* CANCELLED, SUSPENDED, RECALLED.  The entry's id is its own; `basket` is the basket's. */
struct basket_facts {
	char basket[ID_TEXT_MAX];
	int64_t shift;
	int64_t number;                 /* of suspended baskets, as shown to people; given by the ledger */
	int64_t opened_ms;
	int owner;                      /* staff */
	struct sale_line *lines;        /* none in RECALLED */
	size_t line_count;
	struct sale_tender *tenders;    /* held for it */
	size_t tender_count;
	struct money total;
	int64_t customer;
	char note[NOTE_MAX];            /* of the basket */
	char reason[REASON_MAX];        /* why cancelled; the label of a suspended one */
	struct given_discount given[1]; /* on the whole basket */
	int given_count;
	enum sale_way way;
	char exempt[REFERENCE_MAX];     /* the certificate, "" taxes are charged */
	struct sale_code codes[SALE_CODES_MAX];
	int code_count;
};

struct no_sale_facts { int64_t shift; char reason[REASON_MAX]; };

enum cash_kind { CASH_PAID_IN, CASH_PAID_OUT, CASH_PICKUP, CASH_LOAN, CASH_KINDS };
struct cash_facts {
	int64_t shift;
	enum cash_kind kind;
	struct money amount;            /* > 0 */
	char reason[REASON_MAX];
	struct cash_piece pieces[CASH_PIECES_MAX];      /* dearest first; what they lack was a sum */
	int piece_count;
};

enum paper_choice { PAPER_PRINT, PAPER_NONE, PAPER_GIFT, PAPER_INVOICE, PAPER_COPY, PAPER_CHOICES };
struct paper_facts {
	enum paper_choice choice;
	struct receipt_ref sale;
	int64_t copy;                   /* 1 for the first DUPLICATE; given by the ledger */
	int64_t customer;               /* buyer on an invoice */
	int64_t z;                      /* a Z was printed again (choice COPY), with sale none */
};

struct age_facts { char item[ITEM_NUMBER_MAX]; char basket[ID_TEXT_MAX]; int min_age; };
struct setting_facts { char key[41]; char before[NOTE_MAX]; char after[NOTE_MAX]; };

enum staff_change { STAFF_ADDED, STAFF_PIN, STAFF_GROUP, STAFF_LEFT, STAFF_FREED, STAFF_CHANGES };
struct staff_facts { int number; enum staff_change change; char group[17]; };

struct catalogue_facts {
	char file[NAME_MAX_BYTES];
	struct hash digest;
	int64_t added, changed, removed, unchanged;
	char what[17];                  /* "prices", "customers" ...; "" items */
};

#define CUSTOMER_TABLE "customer"       /* with its number, and nothing personal */
struct record_facts {
	char table[17];                 /* "item", "department", "tax", "preset", "tender", "promotion",
	                                 * "price", "markdown", CUSTOMER_TABLE */
	char key[CODE_MAX];
	char *before;                   /* JSON object, "" if it is new; owned */
	char *after;                    /* JSON object, "" if it is gone; owned */
};

struct backup_facts { char place[NAME_MAX_BYTES]; struct hash digest; int64_t head_seq; bool ok; };
struct old_day_facts { day_number today; };     /* the header's day is the old one */
struct consent_facts { char right[21]; };       /* its name in data/rights.conf */
struct repair_facts { char tables[NOTE_MAX]; };

/* ---- the entry ---- */

struct entry {
	/* header, in the order of the text */
	int till;
	int64_t seq;                    /* given by the ledger */
	enum series series;
	enum entry_kind kind;
	day_number day;                 /* business day; 0 before the first shift */
	struct when at;
	int staff;                      /* 0 the program itself */
	int approver;                   /* 0 none */
	char id[ID_TEXT_MAX];           /* of a sale: the basket's id */

	union {
		struct init_facts init;
		struct start_facts start;
		struct clock_facts clock;
		struct gap_facts gap;
		struct key_recovery_facts key_recovery;
		struct live_facts live;
		struct sign_facts sign;             /* SIGN_ON, SIGN_OFF, LOCK, SIGN_FAILED */
		struct take_over_facts take_over;
		struct training_facts training;
		struct shift_open_facts shift_open;
		struct count_facts count;
		struct shift_close_facts shift_close;
		struct z_facts z;
		struct period_facts period;
		struct sale_facts sale;
		struct tender_facts tender;
		struct basket_facts basket;         /* CANCELLED, SUSPENDED, RECALLED */
		struct no_sale_facts no_sale;
		struct cash_facts cash;
		struct paper_facts paper;
		struct age_facts age;
		struct setting_facts setting;
		struct staff_facts staff;
		struct catalogue_facts catalogue;
		struct record_facts record;
		struct backup_facts backup;         /* BACKUP, RESTORE */
		struct repair_facts repair;
		struct old_day_facts old_day;
		struct consent_facts consent;
	} is;

	/* money entries carry the series' running totals after them; given by the ledger */
	struct grand_totals after;
};

/* What was counted in notes of another currency; NULL nothing of that kind. */
const struct counted_foreign *shift_close_foreign(const struct shift_close_facts *facts, const char *kind);

void entry_init(struct entry *entry, enum entry_kind kind);     /* all zero but the kind */
void entry_done(struct entry *entry);                           /* frees the arrays */
const char *entry_kind_name(enum entry_kind kind);              /* "sale", "shift-open"... */
bool entry_kind_parse(const char *name, enum entry_kind *kind);
bool entry_kind_is_money(enum entry_kind kind);                 /* has postings and grand totals */

#endif
