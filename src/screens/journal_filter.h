/*
 * What is typed to search the journal, as a query: words in any order, each narrows.
 *
 *   24.11.  today  yesterday     a day
 *   14:  14:30  9:-12:           an hour, a minute, from ... to
 *   12.50                        a sale's total
 *   #3  #luc                     staff, by number or the beginning of the name
 *   sale  no-sale  drawer        what happened, by its name or the beginning of what it is called
 *   4011  bana                   an item, by any of its numbers or part of its name
 */
#ifndef RINGUP_SCREENS_JOURNAL_FILTER_H
#define RINGUP_SCREENS_JOURNAL_FILTER_H

#include "ledger/journal.h"
#include "screens/face.h"

/* How an entry is called on screens, translated. */
const char *journal_kind_label(enum entry_kind kind);

/* Is all of it the number or the barcode of a receipt?  A number alone is one of this till. */
bool journal_filter_receipt(const struct face *face, const char *text, struct receipt_ref *ref);
/* Adds to the query; false: nothing can fit. */
bool journal_filter_read(const struct face *face, const char *text, struct journal_query *query);

#endif
