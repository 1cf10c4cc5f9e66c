/*
 * A small PDF: pages of text and black rectangles, enough for sheets of labels and plain reports.
 *
 *   unit    points (1/72 inch) in thousandths, from the lower left corner
 *   text    Helvetica and Courier as every viewer has them: Latin-1; other characters are left out
 *   own     pdf_new() gives, pdf_finish() writes the file and takes it back
 */
#ifndef RINGUP_REPORTS_PDF_H
#define RINGUP_REPORTS_PDF_H

#include "base/buf.h"

#define PDF_A4_WIDTH 595276
#define PDF_A4_HEIGHT 841890

struct pdf;
enum pdf_font { PDF_HELVETICA, PDF_HELVETICA_BOLD, PDF_COURIER };

struct pdf *pdf_new(void);
void pdf_page(struct pdf *pdf); /* begins the next page */
void pdf_text(struct pdf *pdf, enum pdf_font font, int size, int x, int y, const char *text);
void pdf_fill(struct pdf *pdf, int x, int y, int width, int height);
/* Adds the whole file to out and frees the pdf. */
void pdf_finish(struct pdf **pdf, struct buf *out);

#endif
