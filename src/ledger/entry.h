/*
 * Entries as text: one JSON object, short keys in fixed order, no white space, integers only.
 * One table per kind says key, type and place; encoding, decoding and the test of docs/journal.md
 * all read it (forms.h).
 */
#ifndef RINGUP_LEDGER_ENTRY_H
#define RINGUP_LEDGER_ENTRY_H

#include "base/buf.h"
#include "ledger/facts.h"

/* Adds the entry's text to buf. */
void entry_encode(const struct entry *entry, struct buf *buf);

/* The struct of a text; entry_done() it.  RC_BROKEN for anything that encoding the result would
 * not give back byte by byte; RC_REFUSED for a kind this version does not know. */
enum outcome entry_decode(struct entry *entry, const char *text, size_t length, struct err *err);

/* The same without that check, for a text that entry_encode() wrote a moment ago. */
enum outcome entry_decode_own(struct entry *entry, const char *text, size_t length, struct err *err);

/* A line alone, in the same form: the basket file keeps these. */
void entry_encode_line(const struct sale_line *line, struct buf *buf);
enum outcome entry_decode_line(struct sale_line *line, const char *text, size_t length, struct err *err);

#endif
