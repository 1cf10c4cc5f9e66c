/*
 * What the shop calls the keys of its figures: departments, taxes and tenders by name.
 */
#ifndef RINGUP_SHOP_LABELS_H
#define RINGUP_SHOP_LABELS_H

#include "ledger/ledger.h"

/* Fills in the name of every total that has one in the catalogue; people stay numbers, for a
 * closing entry carries the names for ever.  The others are left as they are. */
enum outcome labels_name_totals(struct ledger *ledger, struct total totals[], size_t count,
                                struct err *err);

#endif
