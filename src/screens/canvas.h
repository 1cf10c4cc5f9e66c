/*
 * A screen as cells, before any terminal: what is drawn is a function of what is true, and can be
 * compared, tested and printed without curses.
 *
 *   unit    rows and columns from 0; widths in columns
 *   rule    whatever leaves the canvas is cut; a wide character is never halved: half of one that
 *           is overwritten becomes a space
 *   own     canvas_init() / canvas_done()
 */
#ifndef RINGUP_SCREENS_CANVAS_H
#define RINGUP_SCREENS_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/text.h"
#include "screens/palette.h"

#define CELL_TEXT_MAX 13 /* a character and two combining marks */

struct cell {
	char text[CELL_TEXT_MAX];
	uint8_t width; /* 1 or 2; 0 is the right half of a wide one */
	uint8_t ink;   /* enum ink */
};

struct canvas {
	int rows, cols;
	struct cell *cells;
	int cursor_row, cursor_col; /* where the hardware cursor stands */
	bool plain;                 /* the terminal has one colour: shades need lines around them */
};

/* A piece of a canvas. */
struct area {
	int row, col, rows, cols;
};

void canvas_init(struct canvas *canvas, int rows, int cols);
void canvas_done(struct canvas *canvas);
void canvas_resize(struct canvas *canvas, int rows, int cols);
struct area canvas_area(const struct canvas *canvas);

/* Text in at most cols columns; ends with "…" where it had to be cut.  Returns the columns it took.
 */
int canvas_put(struct canvas *canvas, int row, int col, int cols, enum ink ink, const char *text);
int canvas_format(struct canvas *canvas, int row, int col, int cols, enum ink ink,
                  const char *format, ...) __attribute__((format(printf, 6, 7)));
/* The same in exactly cols columns, filled up with spaces. */
void canvas_pad(struct canvas *canvas, int row, int col, int cols, enum ink ink,
                enum text_align align, const char *text);
/* Spaces in a colour. */
void canvas_fill(struct canvas *canvas, struct area area, enum ink ink);
/* One row of one character. */
void canvas_repeat(struct canvas *canvas, int row, int col, int cols, enum ink ink,
                   const char *text);
/* A quiet line. */
void canvas_rule(struct canvas *canvas, int row, int col, int cols, enum ink ink);
/* A thin box around an area, inside it. */
void canvas_border(struct canvas *canvas, struct area area, enum ink ink);
/* Another colour for what is there. */
void canvas_tint(struct canvas *canvas, int row, int col, int cols, enum ink ink);
void canvas_cursor(struct canvas *canvas, int row, int col);

/* Wraps text into an area from its top; returns the rows it took (never more than area.rows). */
int canvas_wrap(struct canvas *canvas, struct area area, enum ink ink, const char *text);
/* The rows that would take. */
int canvas_wrap_rows(const char *text, int cols);

/* The text of one row without trailing spaces, for tests and recordings. */
void canvas_row_text(const struct canvas *canvas, int row, struct buf *out);

#endif
