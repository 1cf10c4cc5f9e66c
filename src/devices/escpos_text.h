/*
 * Text in the character sets of a receipt printer.
 *
 *   rule    nothing below 0x20 comes out of a text: no name can command the printer
 */
#ifndef RINGUP_DEVICES_ESCPOS_TEXT_H
#define RINGUP_DEVICES_ESCPOS_TEXT_H

#include "base/buf.h"
#include "devices/escpos_profile.h"

struct escpos_text {
	const struct escpos_profile *profile; /* borrowed */
	struct buf *out;                      /* borrowed */
	size_t page;                          /* the one in force */
	bool wide;                            /* between FS & and FS . */
	bool known[ESCPOS_PAGES_MAX];         /* upper was asked for */
	unsigned upper[ESCPOS_PAGES_MAX][CHARSET_UPPER];
};

/* Sets the printer to the profile's first page. */
void escpos_text_begin(struct escpos_text *text, const struct escpos_profile *profile,
                       struct buf *out);
/* The printer has all characters of it. */
bool escpos_text_has(struct escpos_text *text, const char *line);
/* A line without control characters; what the printer lacks comes out as '?'. */
void escpos_text_add(struct escpos_text *text, const char *line);
/* What the printer lacks is replaced by its nearest character, or by '?' in as many columns. Caller
 * frees. */
char *escpos_text_replace(struct escpos_text *text, const char *line);

#endif
