/*
 * The form of an item: new, or changed.
 */
#ifndef RINGUP_SCREENS_ITEM_FORM_H
#define RINGUP_SCREENS_ITEM_FORM_H

#include "ledger/catalogue.h"
#include "screens/face.h"

/* number "" is a new item. */
void item_form_open(struct face *face, const char *number);

/* All its prices, as a table. */
void price_history_open(struct face *face, const char *number);
/* The price before rows[index] of catalogue_prices(), which may be the one the item was set up with. */
bool price_before(const struct face *face, const char *number, const struct price_row rows[],
                  size_t count, size_t index, struct price_row *before);

#endif
