/*
 * Finding what is sold: by what was scanned, what was typed, or part of a name.
 */
#ifndef RINGUP_SHOP_ITEMS_H
#define RINGUP_SHOP_ITEMS_H

#include "ledger/catalogue.h"
#include "shop/settings.h"

/* What a number turned out to be. */
enum found_kind {
	FOUND_NOTHING,
	FOUND_ITEM,
	FOUND_SEVERAL,          /* a typed number fits several: hits[] */
	FOUND_RECEIPT,          /* the barcode of a receipt */
	FOUND_BASKET,           /* the barcode of a basket put aside */
	FOUND_CUSTOMER,         /* a customer's card */
	FOUND_GIFT_CARD,
};
struct found {
	enum found_kind kind;
	struct item_row item;
	int64_t pack;           /* pieces one scan rings, 1 */
	char code[CODE_MAX];    /* as it will stand on the line */
	struct item_row hits[9];
	int hit_count;
	struct receipt_ref receipt;     /* or till, series and number of a basket put aside */
	int64_t number;         /* of a customer or gift card */
	/* what the barcode says about this very thing: */
	bool has_weight, has_price;
	int64_t weight_milli;   /* in the item's own unit, whatever it measures */
	struct money price;     /* of all of it */
	char lot[LOT_MAX], serial[LOT_MAX];
	day_number expiry, best_before;         /* 0 none */
	/* the label of goods that must go: item.price is the reduced one */
	bool marked_down;
	struct unit_price shelf_price;
	struct markdown_row markdown;
};

/* Scanned: what reading.h makes of it, then an item's number; "\x1D" in it is that byte.  Typed: item number, PLU,
 * then as scanned.  `today` tells what century a date is of; 0 reads none.  RC_OK also when nothing was found; RC_REFUSED when the
 * code itself is wrong. */
enum outcome items_look_up(struct ledger *ledger, const struct settings *settings, const char *code,
                           bool scanned, day_number today, struct found *found, struct err *err);

/* Is it fit to be sold: its department, taxes, unit, deposit item and price?  RC_REFUSED says what is not. */
enum outcome item_check(struct ledger *ledger, const struct settings *settings, const struct item_row *row,
                        struct err *err);

/* Codes with spaces between: is there a tax of each? */
enum outcome taxes_check(struct ledger *ledger, const char *codes, struct err *err);

/* ---- search by name ---- */

/* All names in memory, loaded in idle slices; substring search by words, in any script. */
struct name_index;
struct name_index *name_index_new(struct ledger *ledger);
void name_index_free(struct name_index **index);
bool name_index_load(struct name_index *index);         /* one slice (about 2 ms); true: more to load */
void name_index_load_all(struct name_index *index);
bool name_index_ready(const struct name_index *index);
void name_index_changed(struct name_index *index, const struct item_row *row);  /* after a change by hand */
void name_index_reset(struct name_index *index);        /* after a swap */

/* Best first: words that begin the name, then words that begin a word, then anywhere; every word of
 * text must be there.  Loads the rest first if it has to.  Returns hits written. */
size_t name_index_find(struct name_index *index, const char *text, struct item_row hits[], size_t room);

#endif
