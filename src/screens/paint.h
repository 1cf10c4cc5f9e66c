/*
 * Cells to the terminal, in one write.
 *
 * ncurses makes the terminal ready, knows what it can do, and puts it back; the cells that changed
 * are sent from here.  Measured for one rung line: refresh() takes 140 us and some twenty writes,
 * each of which wakes the terminal up, because ncurses 6.4 works out and sends every change of
 * colour by itself; with the inks mixed once it is 20 us and one write.
 *
 *   own     paint_new() / paint_free(), after newterm() and before endwin()
 */
#ifndef RINGUP_SCREENS_PAINT_H
#define RINGUP_SCREENS_PAINT_H

#include "screens/canvas.h"

struct paint;

struct paint *paint_new(void);
void paint_free(struct paint **paint);
/* As palette_look() wants them. */
int paint_colours(const struct paint *paint);

/* An empty screen, before its first cell or when nobody knows what is on it. */
void paint_clear(struct paint *paint);
/* Cells from left to right in a row, rows in any order; not the right half of a wide one. */
void paint_cell(struct paint *paint, int row, int col, const struct cell *cell);
/* Sends all of it, and leaves the cursor there. */
void paint_send(struct paint *paint, int cursor_row, int cursor_col);

#endif
