/*
 * Pages of text, black rectangles and bars, as a PDF: sheets of labels, receipts and reports.
 *
 *   unit    points (1/72 inch) in thousandths, from the lower left corner; text stands on y
 *   text    any script where cairo and pango are there when it is drawn; else Latin-1 in the fonts every
 *           viewer has, and other characters are left out (drawing_shows_all() tells)
 *   own     drawing_new() gives, drawing_finish() writes the file and takes it back
 */
#ifndef RINGUP_REPORTS_DRAWING_H
#define RINGUP_REPORTS_DRAWING_H

#include <stdbool.h>

#include "base/bars.h"
#include "base/buf.h"

#define DRAWING_A4_WIDTH 595276
#define DRAWING_A4_HEIGHT 841890
#define DRAWING_MM 2835 /* of these in a millimetre */

struct drawing;
enum drawing_font { DRAWING_NORMAL, DRAWING_BOLD, DRAWING_FIXED, DRAWING_FIXED_BOLD };
#define DRAWING_FONTS 4

/* Is there a font machine for all scripts?  Asked once, then known. */
bool drawing_shows_all(void);

struct drawing *drawing_new(void);
/* Begins the next page; everything below is drawn on it. */
void drawing_page(struct drawing *drawing, int width, int height);

void drawing_text(struct drawing *drawing, enum drawing_font font, int size, int x, int y, const char *text);
/* No wider than width: its end is left out, and three points say so. */
void drawing_text_in(struct drawing *drawing, enum drawing_font font, int size, int x, int y, int width,
                     const char *text);
/* Ending at x. */
void drawing_text_right(struct drawing *drawing, enum drawing_font font, int size, int x, int y,
                        const char *text);
int drawing_text_width(struct drawing *drawing, enum drawing_font font, int size, const char *text);

void drawing_fill(struct drawing *drawing, int x, int y, int width, int height);
/* Upright bars, a module so wide. */
void drawing_bars(struct drawing *drawing, const struct bars *bars, int x, int y, int module, int height);

/* Adds the whole file to out and frees the drawing. */
void drawing_finish(struct drawing **drawing, struct buf *out);

#endif
