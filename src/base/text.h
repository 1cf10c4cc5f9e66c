/*
 * UTF-8 text as it is seen: columns, cutting, padding, folding for search, and the one sanitiser
 * that every name passes when it enters (imports, typing, scans, files).
 *
 *   unit    bytes are size_t, columns are int (0 combining, 1, 2 wide)
 *   fails   invalid UTF-8 given to the measuring functions counts one column a byte
 */
#ifndef RINGUP_BASE_TEXT_H
#define RINGUP_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/err.h"

int text_cols(const char *text);

/* Copies as many whole characters (with their combining marks) as fit size bytes with the NUL. */
size_t text_copy(char *out, size_t size, const char *text);
/* As text_copy, but no more than cols columns. */
size_t text_cut(char *out, size_t size, const char *text, int cols);
/* Bytes of the longest beginning of text that fits cols columns. */
size_t text_fit(const char *text, int cols);

enum text_align { ALIGN_LEFT, ALIGN_RIGHT, ALIGN_CENTRE };
/* Cuts or pads with spaces to exactly cols columns. */
size_t text_pad(char *out, size_t size, const char *text, int cols, enum text_align align);

/* Where to break text for cols columns: bytes of the first line, at a space where there is one
 * and anywhere between wide characters; *next is where the second line begins. */
size_t text_wrap(const char *text, int cols, size_t *next);

/* For search: NFKD, case folded, combining marks dropped ("Café" -> "cafe").  Returns bytes. */
size_t text_fold(char *out, size_t size, const char *text);

/* The sanitiser.  Writes text as NFC without control characters (C0, DEL, C1), bidi controls
 * (U+200E/F, U+202A-E, U+2066-9), BOM and non-characters, at most two combining marks in a row,
 * white space folded to single spaces and trimmed.  RC_REFUSED if the input is not UTF-8, or
 * does not fit size: what is meant is one line for people, cut nowhere. */
enum outcome text_clean(char *out, size_t size, const char *text, size_t length, struct err *err);

/* In place, for messages that quote what may be anything: what is not UTF-8 becomes '?', controls
 * and bidi controls a space. */
void text_scrub(char *text);

bool text_is_utf8(const char *text, size_t length);
/* 13 to 19 digits of any script (spaces, dashes and points between allowed) that pass Luhn and begin as payment cards
 * do: such a thing is never stored. */
bool text_has_card_number(const char *text);

#endif
