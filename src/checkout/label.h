/*
 * What a line's barcode said about this very thing: lot, serial number, days.
 */
#ifndef RINGUP_CHECKOUT_LABEL_H
#define RINGUP_CHECKOUT_LABEL_H

#include "ledger/facts.h"

/* "Lot A-1, serial no. 77, expires 31.12.2026"; false and "" if it said nothing.  Without a pattern for days they are
 * left out: on paper, what the customer needs for a recall or a guarantee. */
bool label_text(const struct sale_line *line, const char *date_pattern, char out[static NOTE_MAX]);

#endif
