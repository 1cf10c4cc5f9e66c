/*
 * What a scan says: one interpreter for `ringup decode`, for the till's `ring` and for every field
 * a barcode can be scanned into, so that they cannot disagree.
 *
 *   input   what a scanner sent: perhaps an AIM identifier ("]C1"), then data; or what a person
 *           typed, element strings in brackets too
 *   shape   a plain struct; only the members of its kind are filled in
 *   faults  valid false: `err` has the sentence, `fault` its class.  A valid scan may hold a fault
 *           of associations, for the rest of the label may stand in another barcode; a link
 *           and what people write in round brackets must be whole
 */
#ifndef RINGUP_SHOP_READING_H
#define RINGUP_SHOP_READING_H

#include "base/gs1.h"
#include "ledger/facts.h"
#include "shop/in_store.h"

enum reading_kind {
	READ_UNKNOWN,
	READ_GTIN,
	READ_UPCE,
	READ_VARIABLE,          /* printed by the shop, with a price, weight or count */
	READ_GS1,
	READ_LINK,
	READ_OWN,
	READING_KINDS
};
extern const char *const reading_kinds[READING_KINDS];  /* "gtin" */
extern const char *const reading_faults[];              /* by enum gs1_fault: "parse" */

enum own_kind {
	OWN_RECEIPT, OWN_BASKET, OWN_CUSTOMER, OWN_GIFT_CARD,
	OWN_MARKDOWN,           /* a price label for goods that must go */
	OWN_SLIP,               /* of a bottle machine: `price` is its amount */
	OWN_KINDS
};
extern const char *const reading_owns[OWN_KINDS];       /* "gift-card" */

/* A whole number in 10^-decimals: 123 with 3 is 0.123. */
struct figure {
	bool there;
	int64_t value;
	int decimals;
};
#define FIGURE_TEXT_MAX 32
char *figure_text(char out[static FIGURE_TEXT_MAX], struct figure figure);
/* In 10^-decimals, rounded half up. */
int64_t figure_scaled(struct figure figure, int decimals);

struct reading {
	enum reading_kind kind;
	bool valid;
	enum gs1_fault fault;
	struct err err;

	char aim[4];                    /* "]C1", "" none */
	char data[CODE_MAX];            /* without it, cut to what a line can keep */
	char gtin[GTIN_TEXT_MAX];       /* as read: 8, 12, 13 or 14 digits; "" none */
	char upca[13];
	char add_on[6];                 /* two or five digits beside an EAN-13 */
	bool printed;                   /* by the shop, alone or as the (01) of elements: in_store is filled in */
	struct in_store in_store;       /* of these, and of own cards by the shop's rules */
	struct gs1 gs1;                 /* READ_GS1, READ_LINK */

	enum own_kind own;
	struct receipt_ref receipt;     /* or a basket put aside */
	int64_t number;                 /* of a customer, gift card or markdown label */

	struct figure weight_kg, price, count;
	char currency[4];               /* of price; "" not said */
};

/* What the shop decided. */
struct reading_rules {
	const char *region;             /* of in-store numbers; "" or "none" */
	const char *in_store;           /* rules of the shop's own, "" */
	const char *currency;           /* of amounts that do not name theirs; "" unknown */
};

void reading_make(struct reading *out, const char *scan, size_t length, const struct reading_rules *rules);
/* "\x1D" and the like become the byte; returns the length.  In place; the result may hold NUL. */
size_t reading_unescape(char *text);

/* The trade number of the item that is sold: of (01), else of (02); "" none. */
const char *reading_item(const struct reading *reading);
/* What the last digit of an AI of measures and amounts makes of its data: (3123) 123456 is 123.456.  RC_NOT_FOUND
 * for all others. */
enum outcome reading_value(const struct gs1_element *element, struct figure *figure);
/* Days of (17) and (7003), the expiry, and of (15) and (16), the best before; 0 none. */
day_number reading_expiry(const struct reading *reading, int this_year);
day_number reading_best_before(const struct reading *reading, int this_year);

#endif
