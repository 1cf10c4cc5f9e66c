/*
 * Barcodes as bars: what a printer that draws, or a sheet to scan from, needs.
 *
 *   shape   widths in modules, bar and space by turns, beginning with a bar; quiet zones are the
 *           caller's (11 modules before and 7 after an EAN-13, 10 around a Code 128)
 *   source  GS1 General Specifications, 5.2 (EAN) and 5.4 (GS1-128); ISO/IEC 15417 (Code 128)
 */
#ifndef RINGUP_BASE_BARS_H
#define RINGUP_BASE_BARS_H

#include "base/err.h"

#define BARS_MAX 512
struct bars {
	unsigned char widths[BARS_MAX];
	int count;
	int modules; /* sum of the widths */
};

/* 8 or 13 digits; the check digit is the caller's and must be right. */
enum outcome bars_ean(struct bars *bars, const char *digits, struct err *err);
/* Printable ASCII; an even run of digits is packed two a character. */
enum outcome bars_code128(struct bars *bars, const char *text, struct err *err);

#endif
