/*
 * What the shop set up, as files: `ringup import` and `ringup export`.  What was exported can be imported
 * again, and changes nothing.
 *
 *   shape   CSV with a header line, see csv.h; promotions also as the JSON of `ringup quote`
 *   rule    all rows or none; a column that is not in the file leaves what is
 *   rule    items, prices, taxes and promotions go into catalogue.new, which waits for catalogue_swap();
 *           customers and staff are written at once, so they need the till closed.  Either is one entry
 */
#ifndef RINGUP_SHOP_EXCHANGE_H
#define RINGUP_SHOP_EXCHANGE_H

#include <stdio.h>

#include "ledger/catalogue.h"
#include "ledger/ledger.h"

/* What a promotion means is checkout/'s: RC_REFUSED says what is wrong with its JSON. */
typedef enum outcome promotion_check_fn(const char *json, int exponent, struct err *err);

struct import_options {
	bool dry_run, accept_bad_gtins;
	struct when at;                         /* when changed prices begin */
	promotion_check_fn *check_promotion;    /* NULL takes any JSON object */
};

#define IMPORT_SHOWN_MAX 50
struct import_fault {
	int64_t line;
	char sentence[320];             /* all that is wrong with the row */
};
struct import_report {
	int64_t rows, added, changed, unchanged, bad;
	int64_t last_bad;               /* line of the fault noted last */
	struct import_fault faults[IMPORT_SHOWN_MAX];   /* the first bad rows, in their order */
	int shown;
	char text[IMPORT_SHOWN_MAX * sizeof(struct import_fault)];      /* the same to read, a line each */
};

/* RC_REFUSED with report filled in: bad rows, a header that makes no sense.  Nothing waits, and no entry is
 * written, if nothing would change.  RC_BUSY (customers, staff): the till is open. */
typedef enum outcome import_fn(const char *folder, const char *file, const struct import_options *options,
                               struct import_report *report, struct err *err);
import_fn items_import, prices_import, taxes_import, promotions_import, customers_import, staff_import;

/* Prices are those in effect, and those to come, at the moment of catalogue_at(). */
typedef enum outcome export_fn(struct ledger *ledger, FILE *file, struct err *err);
export_fn items_export, prices_export, taxes_export, promotions_export, customers_export, groups_export,
        staff_export;
/* The array of promotions that are on, in the form of `ringup quote`. */
export_fn promotions_export_json;

/* Either may be NULL.  The table ends with name NULL. */
struct exchange {
	const char *name;               /* "items" */
	import_fn *import;
	export_fn *export;
	bool at_once;                   /* no swap: written when import returns */
};
extern const struct exchange exchanges[];

#endif
