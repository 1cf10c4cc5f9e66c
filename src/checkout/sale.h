/*
 * From a basket to what is recorded: the only place where basket and tenders become an entry.
 */
#ifndef RINGUP_CHECKOUT_SALE_H
#define RINGUP_CHECKOUT_SALE_H

#include "checkout/basket.h"
#include "checkout/tender.h"

/* Facts of a sale: header filled in by the caller, kind ENTRY_SALE.  The settlement must be complete;
 * the facts add up: lines to the total, tenders - change = total + rounding.  entry_done() it. */
void sale_make(const struct basket *basket, const struct settlement *settlement, int64_t shift,
               struct entry *entry);

/* Facts of a basket given up or put aside: kind ENTRY_CANCELLED or ENTRY_SUSPENDED. */
void sale_aside(const struct basket *basket, int64_t shift, struct entry *entry);

/* The full counter-sale of a sale: every line and tender the other way. */
void sale_counter(const struct entry *sale, int64_t shift, const char *reason, struct entry *entry);

#endif
