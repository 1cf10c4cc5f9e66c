/*
 * A scan as text: for a command, and for a field.
 */
#ifndef RINGUP_SCREENS_SCANNED_H
#define RINGUP_SCREENS_SCANNED_H

#include "devices/scanner.h"
#include "ledger/facts.h"
#include "shop/settings.h"

/* The CODE of `ring`: with the symbology in front, control characters as \x1D.  False: it is too long for a command,
 * and a part of it would mean something else. */
bool scanned_code(const struct scan *scan, char out[static NOTE_MAX]);
/* What a field or a search wants of it: the trade number if there is one, else its text. */
void scanned_number(const struct settings *settings, const struct scan *scan, char out[static CODE_MAX]);

#endif
