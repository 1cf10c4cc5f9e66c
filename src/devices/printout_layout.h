/*
 * How a printout falls into lines; only the renderers (printout_text.c, printout_escpos.c, reports/printout_pdf.c) ask.
 */
#ifndef RINGUP_DEVICES_PRINTOUT_LAYOUT_H
#define RINGUP_DEVICES_PRINTOUT_LAYOUT_H

#include "devices/printout.h"

#define PAPER_COLS_MIN 16
#define PAPER_COLS_MAX 96
#define PAPER_LINE_MAX (PAPER_COLS_MAX * 8 + 1)

/* What is done with each piece of paper, from top to bottom. */
struct layout_ops {
	/* A line of at most the columns given; large ones were laid out to half of them when halve_large. */
	void (*line)(void *context, const char *text, unsigned style);
	/* BARCODE, QR, CUT, DRAWER. */
	void (*mark)(void *context, enum part_kind kind, const char *text);
	bool halve_large;
	/* Replaces what the device has no characters for, before anything is measured; may be NULL. */
	char *(*replace)(void *context, const char *text);      /* gives a new text, which layout frees */
};

void printout_layout(const struct printout *printout, int cols, const struct layout_ops *ops, void *context);

#endif
