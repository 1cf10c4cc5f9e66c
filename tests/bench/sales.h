/*
 * Sales made by the thousand: a till's ledger in a folder, and entries of three lines.
 */
#ifndef RINGUP_BENCH_SALES_H
#define RINGUP_BENCH_SALES_H

#include <stdint.h>

#include "ledger/ledger.h"

/* Makes the folder anew, with a shift open; stops the program if it cannot. */
void sales_make(const char *folder);
/* Opens a shift in a shop that was made otherwise. */
void sales_begin(const char *folder);
/* Opens what sales_make() made. */
struct ledger *sales_open(const char *folder, enum ledger_mode mode);

/* A cash sale of three of 1000 items, the number-th; entry_done() it. */
void sales_entry(struct entry *entry, int64_t number);
/* Appends it; as the till does, with a receipt and the drawer to follow in the outbox, or without.
 */
void sales_append(struct ledger *ledger, struct entry *entry, bool with_papers);

#endif
