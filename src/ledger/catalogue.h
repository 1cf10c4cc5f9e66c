/*
 * The catalogue (catalogue.db): items, their codes, departments, taxes, presets, tenders,
 * promotions.  SQL only; what a change means and who may make it is shop/'s.
 *
 *   own     opened and closed with the ledger; rows are values
 *   rule    an import builds catalogue.new in its own process; the till swaps it in when no basket
 *           is open (catalogue_swap)
 */
#ifndef RINGUP_LEDGER_CATALOGUE_H
#define RINGUP_LEDGER_CATALOGUE_H

#include "ledger/facts.h"
#include "ledger/ledger.h"

#define TAXES_TEXT_MAX (LINE_TAXES_MAX * TAX_CODE_MAX)
#define CATEGORY_MAX 161        /* all an item is in, with | between */
#define ITEM_CODES_MAX 64       /* of one item */
#define PROMOTION_JSON_MAX 4096

struct item_row {
	char number[ITEM_NUMBER_MAX];
	int64_t plu;                    /* 0 none */
	char name[NAME_MAX_BYTES];
	int department;
	bool has_price;
	struct unit_price price;
	char taxes[TAXES_TEXT_MAX];     /* codes separated by spaces; "" the department's */
	char unit[UNIT_MAX];            /* "" pieces; "kg", "l", "m" are weighed or measured */
	struct unit_price cost;
	char category[CATEGORY_MAX];
	int min_age;
	char deposit_item[ITEM_NUMBER_MAX];
	int64_t max_qty_milli;          /* above it the till asks; 0 the setting's */
	int64_t reorder_level_milli;
	bool zero_price_allowed;
	bool retired;                   /* not sold any more */
	char taxes_eat_in[TAXES_TEXT_MAX], taxes_take_away[TAXES_TEXT_MAX];     /* "" as taxes */
	int64_t content_milli;          /* what a piece holds, for its price per content_unit; 0 not said */
	char content_unit[UNIT_MAX];
	int64_t tare_milli;             /* comes off each weight, in its unit; 0 none */
};

/*
 * A price from a moment on.  item_row.price, as the functions below give it, is the one in effect at the
 * moment set by catalogue_at(): the newest that has begun, else the one the item was set up with.  Prices
 * that were stay here as the item's history.
 */
struct price_row {
	char item[ITEM_NUMBER_MAX];
	int64_t from_ms;                /* UTC */
	bool has_price;                 /* else it is asked for */
	struct unit_price price;
};

/* A label of its own for goods that must go: near their date, damaged. */
struct markdown_row {
	int64_t number;                 /* from 1; what its barcode says */
	char item[ITEM_NUMBER_MAX];
	struct unit_price price;
	char reason[REASON_MAX];
	day_number until;               /* the last day it is good for */
	int64_t pieces;                 /* labels printed */
};

struct item_code_row {
	int64_t gtin;
	char item[ITEM_NUMBER_MAX];
	int64_t pack;                   /* pieces that one scan rings, normally 1 */
};

struct department_row {
	int number;                     /* 1..999 */
	char name[NAME_MAX_BYTES];
	char taxes[TAXES_TEXT_MAX];
	struct money min_price, max_price;      /* limits of an open ring; 0 none */
	int min_age;
	bool open_ring;                 /* may be rung by amount */
	char taxes_eat_in[TAXES_TEXT_MAX], taxes_take_away[TAXES_TEXT_MAX];     /* "" as taxes */
};

struct tax_row {
	char code[TAX_CODE_MAX];
	char name[NAME_MAX_BYTES];
	enum tax_kind kind;
	int64_t rate_ppm;
	struct unit_price per_unit;
	bool included;
	bool compound;                  /* later taxes are charged on it too */
	bool affected;                  /* by earlier compound taxes */
	day_number from;                /* first business day; 0 always.  Several rows a code: dates */
	int order;
};

struct preset_row { int number; char label[NAME_MAX_BYTES]; char command[CODE_MAX]; };   /* "ring 1012" */

enum over_tender { OVER_CHANGE, OVER_EXACT, OVER_TIP, OVER_KEEP_REST };
struct tender_row {
	char kind[TENDER_KIND_MAX];     /* "cash", "card", "voucher" ... */
	char label[NAME_MAX_BYTES];
	enum over_tender over;
	bool opens_drawer;
	bool counted;                   /* asked for when a shift is counted */
	bool needs_reference;
	bool refundable;
	char currency[4];               /* notes of another one; "" the shop's */
	char rate[RATE_TEXT_MAX];       /* what one of them is worth: "0.92" */
	struct money max_change;        /* of a voucher: up to this in change; 0 none */
	int order;
	bool retired;
};

struct promotion_row {
	char name[NAME_MAX_BYTES];
	char json[PROMOTION_JSON_MAX];  /* the form of `ringup quote` */
	bool active;
	int order;
};

/* The moment whose prices rows carry from now on; the till says it with every command.  Until somebody
 * does it is when the ledger was opened; a change by hand moves it on. */
void catalogue_at(struct ledger *ledger, int64_t utc_ms);

/* RC_NOT_FOUND without a sentence of its own: callers say what was looked for. */
enum outcome catalogue_item(struct ledger *ledger, const char *number, struct item_row *row, struct err *err);
enum outcome catalogue_item_by_plu(struct ledger *ledger, int64_t plu, struct item_row *row, struct err *err);
enum outcome catalogue_item_by_gtin(struct ledger *ledger, int64_t gtin, struct item_row *row, int64_t *pack,
                                    struct err *err);
enum outcome catalogue_codes(struct ledger *ledger, const char *item, struct item_code_row rows[], size_t room,
                             size_t *count, struct err *err);
/* Is it the deposit of some item? */
bool catalogue_is_deposit(struct ledger *ledger, const char *number);
/* The deposit of the first item that has one.  RC_NOT_FOUND */
enum outcome catalogue_some_deposit(struct ledger *ledger, struct item_row *row, struct err *err);
int64_t catalogue_item_count(struct ledger *ledger);
/* Every item in the order they came, with its codes as in imports ("4006381333931 4006381333948*6");
 * since_ms 0, or only those that changed, or whose price did, from then on.  Ends when call fails. */
typedef enum outcome item_each_fn(void *context, const struct item_row *row, const char *codes, struct err *err);
enum outcome catalogue_each_item(struct ledger *ledger, int64_t since_ms, item_each_fn *call, void *context,
                                 struct err *err);
/* Prices of an item that have a beginning, the latest first. */
enum outcome catalogue_prices(struct ledger *ledger, const char *item, struct price_row rows[], size_t room,
                              size_t *count, struct err *err);
/* Of all items, those that begin after the moment of catalogue_at(), by item. */
typedef enum outcome price_each_fn(void *context, const struct price_row *row, struct err *err);
enum outcome catalogue_each_price(struct ledger *ledger, price_each_fn *call, void *context, struct err *err);
enum outcome catalogue_markdown(struct ledger *ledger, int64_t number, struct markdown_row *row, struct err *err);
/* The number the next one gets. */
enum outcome catalogue_next_markdown(struct ledger *ledger, int64_t *number, struct err *err);

enum outcome catalogue_departments(struct ledger *ledger, struct department_row rows[], size_t room, size_t *count, struct err *err);
enum outcome catalogue_taxes(struct ledger *ledger, struct tax_row rows[], size_t room, size_t *count, struct err *err);
enum outcome catalogue_presets(struct ledger *ledger, struct preset_row rows[], size_t room, size_t *count, struct err *err);
enum outcome catalogue_tenders(struct ledger *ledger, struct tender_row rows[], size_t room, size_t *count, struct err *err);
enum outcome catalogue_promotions(struct ledger *ledger, struct promotion_row rows[], size_t room, size_t *count, struct err *err);

/* Names for search: walks items in rowid order from *next on, in slices; folded is text_fold(name).
 * row_id finds the item again. */
struct item_name { int64_t row_id; const char *name, *folded; };
typedef void item_name_fn(void *context, const struct item_name *name);
enum outcome catalogue_names(struct ledger *ledger, int64_t *next, int count, item_name_fn *call, void *context,
                             bool *more, struct err *err);
enum outcome catalogue_item_by_row(struct ledger *ledger, int64_t row_id, struct item_row *row, struct err *err);
/* The row of an item, as search knows it. */
enum outcome catalogue_item_row(struct ledger *ledger, const char *number, int64_t *row_id, struct err *err);

/* Changes by hand: the row and its entry (ENTRY_RECORD, before and after as JSON) in one go.
 * codes NULL leaves an item's codes.  entry comes with its header (till_header()) and gets kind, facts
 * and seq; nothing that is kept in it needs freeing.  A record that is as it was writes no entry.
 * Another price than the one in effect begins with the entry. */
enum outcome catalogue_put_item(struct ledger *ledger, const struct item_row *row,
                                const struct item_code_row codes[], size_t code_count,
                                struct entry *entry, struct err *err);
/* A price with its beginning, before or after now. */
enum outcome catalogue_put_price(struct ledger *ledger, const struct price_row *row, struct entry *entry, struct err *err);
enum outcome catalogue_put_markdown(struct ledger *ledger, const struct markdown_row *row, struct entry *entry, struct err *err);
enum outcome catalogue_put_department(struct ledger *ledger, const struct department_row *row, struct entry *entry, struct err *err);
enum outcome catalogue_put_tax(struct ledger *ledger, const struct tax_row *row, struct entry *entry, struct err *err);
enum outcome catalogue_put_preset(struct ledger *ledger, const struct preset_row *row, struct entry *entry, struct err *err);
enum outcome catalogue_put_tender(struct ledger *ledger, const struct tender_row *row, struct entry *entry, struct err *err);
enum outcome catalogue_put_promotion(struct ledger *ledger, const struct promotion_row *row, struct entry *entry, struct err *err);
/* Takes away what a key names ("12", "A", "A@20270101", "cheque"): all but items, which are retired.
 * table as in entries: "department", "tax", "preset", "tender", "promotion", "price" ("4711@1767222000000"). */
enum outcome catalogue_remove(struct ledger *ledger, const char *table, const char *key, struct entry *entry,
                              struct err *err);

/* ---- bulk: builds catalogue.new from the present catalogue, in its own process ---- */

struct catalogue_build;
/* at_ms: when changed prices begin. */
enum outcome catalogue_build_open(struct catalogue_build **build, const char *folder, int64_t at_ms, struct err *err);
/* What stands there now, so that a file may name some columns only.  RC_NOT_FOUND. */
enum outcome catalogue_build_find(struct catalogue_build *build, const char *number, struct item_row *row,
                                  struct err *err);
enum outcome catalogue_build_find_gtin(struct catalogue_build *build, int64_t gtin, struct item_row *row,
                                       struct err *err);
/* Adds or changes; *change says which.  Another price than the one in effect begins at at_ms.  A code of another item becomes this one's; codes NULL leaves them. */
enum catalogue_change { CATALOGUE_ADDED, CATALOGUE_CHANGED, CATALOGUE_UNCHANGED };
enum outcome catalogue_build_item(struct catalogue_build *build, const struct item_row *row,
                                  const struct item_code_row codes[], size_t code_count,
                                  enum catalogue_change *change, struct err *err);
enum outcome catalogue_build_price(struct catalogue_build *build, const struct price_row *row,
                                   enum catalogue_change *change, struct err *err);
enum outcome catalogue_build_department(struct catalogue_build *build, const struct department_row *row, struct err *err);
enum outcome catalogue_build_tax(struct catalogue_build *build, const struct tax_row *row,
                                 enum catalogue_change *change, struct err *err);
/* What stands there now under the key of row, as catalogue_build_find().  RC_NOT_FOUND. */
enum outcome catalogue_build_find_tax(struct catalogue_build *build, struct tax_row *row, struct err *err);
enum outcome catalogue_build_find_promotion(struct catalogue_build *build, struct promotion_row *row, struct err *err);
/* The last place in the order of promotions; 0 there are none. */
enum outcome catalogue_build_last_promotion(struct catalogue_build *build, int *order, struct err *err);
/* The item written last took a code from another one: which, and from whom. */
bool catalogue_build_taken(struct catalogue_build *build, int64_t *gtin, struct item_row *owner);
enum outcome catalogue_build_tender(struct catalogue_build *build, const struct tender_row *row, struct err *err);
enum outcome catalogue_build_promotion(struct catalogue_build *build, const struct promotion_row *row,
                                       enum catalogue_change *change, struct err *err);
/* Indexes, syncs, and leaves catalogue.new with its facts (counts, file digest) ready to swap.
 * RC_REFUSED names a PLU that two items have; the build is dropped then. */
enum outcome catalogue_build_finish(struct catalogue_build **build, const struct catalogue_facts *facts, struct err *err);
void catalogue_build_drop(struct catalogue_build **build);

/* Is there a finished catalogue.new?  And take it: rename over catalogue.db and one ENTRY_CATALOGUE. */
bool catalogue_new_waits(struct ledger *ledger, struct catalogue_facts *facts);
enum outcome catalogue_swap(struct ledger *ledger, struct entry *entry, struct err *err);

#endif
