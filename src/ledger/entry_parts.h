/*
 * What the files of entry share.
 */
#ifndef RINGUP_LEDGER_ENTRY_PARTS_H
#define RINGUP_LEDGER_ENTRY_PARTS_H

#include "base/buf.h"
#include "ledger/forms.h"

/* Adds the text of one struct. */
void entry_encode_part(const struct form *form, const void *part, struct buf *buf);

#endif
