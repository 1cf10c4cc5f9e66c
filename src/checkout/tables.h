/*
 * The shop's small tables (departments, taxes, tenders, presets, promotions), read once and after every
 * change, so that ringing up asks the database for nothing but the item.
 *
 *   own     tables_init() / tables_done(); rows handed out live until the next tables_load()
 */
#ifndef RINGUP_CHECKOUT_TABLES_H
#define RINGUP_CHECKOUT_TABLES_H

#include "checkout/basket.h"
#include "checkout/pricing.h"
#include "checkout/promotion.h"
#include "checkout/tender.h"
#include "ledger/catalogue.h"
#include "shop/settings.h"

struct tables {
	struct department_row *departments;
	size_t department_count;
	struct tax_row *taxes;
	size_t tax_count;
	struct tender_row *tenders;
	size_t tender_count;
	struct preset_row *presets;
	size_t preset_count;
	struct promotion *promotions;
	size_t promotion_count;
};

void tables_init(struct tables *tables);
void tables_done(struct tables *tables);
/* Promotions hold amounts of this currency. */
enum outcome tables_load(struct tables *tables, struct ledger *ledger, const struct currency *currency,
                         struct err *err);

/* RC_NOT_FOUND says which. */
enum outcome tables_department(const struct tables *tables, int number, const struct department_row **row,
                               struct err *err);
enum outcome tables_tender(const struct tables *tables, const char *kind, const struct tender_row **row,
                           struct err *err);

enum outcome tables_preset(const struct tables *tables, int number, const struct preset_row **row, struct err *err);

/* The tax rules of "A B" on a business day, in the order written.  RC_REFUSED names a code that is
 * not set up.  "B eat-in:A" is A where it is eaten in and B otherwise: codes with the way in front
 * replace the others. */
enum outcome tables_rules(const struct tables *tables, const char *codes, day_number day, enum sale_way way,
                          struct tax_rule out[static LINE_TAXES_MAX], int *count, struct err *err);
/* The tax codes an item is charged with: its own, or its department's. */
const char *tables_tax_codes(const struct tables *tables, const struct item_row *item);
/* The same where it is eaten in or taken away: its own for that way, its own for any, else its department's
 * for that way and for any. */
const char *tables_way_codes(const struct tables *tables, const struct item_row *item, enum sale_way way);
/* Years a shopper must have for it, by item or department. */
int tables_min_age(const struct tables *tables, const struct item_row *item);

struct price_rules tables_price_rules(const struct tables *tables, const struct settings *settings);
struct tender_rules tables_tender_rules(const struct settings *settings);

#endif
