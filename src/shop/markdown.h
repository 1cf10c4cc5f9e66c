/*
 * Labels for goods that must go: near their date, damaged.  Each has a number of its own, which its
 * barcode says (markdown_code()), a price, a reason and a last day.
 */
#ifndef RINGUP_SHOP_MARKDOWN_H
#define RINGUP_SHOP_MARKDOWN_H

#include "ledger/catalogue.h"
#include "shop/settings.h"

#define MARKDOWN_PIECES_MAX 500

/* code is an item's number, PLU or GTIN; row brings price, reason, until and pieces and gets number and item.
 * Writes it with its entry.  RC_REFUSED it is no reduction, has no reason, or its day has passed. */
enum outcome markdown_make(struct ledger *ledger, const struct settings *settings, const char *code,
                           struct markdown_row *row, struct item_row *item, struct entry *entry, struct err *err);

#endif
