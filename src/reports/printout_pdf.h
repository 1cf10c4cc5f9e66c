/*
 * A printout as a PDF: for printers that want pages, and to keep or send.
 */
#ifndef RINGUP_REPORTS_PRINTOUT_PDF_H
#define RINGUP_REPORTS_PRINTOUT_PDF_H

#include "base/buf.h"
#include "devices/printout.h"

enum printout_page {
	PAGE_A4,   /* sheets, the paper as a column on each */
	PAGE_ROLL, /* one page as wide as the columns and as long as the paper is */
};

/* Adds the whole file to out. */
void printout_pdf(const struct printout *printout, int cols, enum printout_page page, struct buf *out);

#endif
