/*
 * A box over the screen: where menus, forms and small lists stand.
 */
#ifndef RINGUP_SCREENS_BOX_H
#define RINGUP_SCREENS_BOX_H

#include "screens/canvas.h"

/* Draws a box with room for rows x cols in the middle of `room`, or as much of it as there is;
 * gives the inside.  A note stands at the right of the lower edge; NULL for none. */
struct area box_draw(struct canvas *canvas, struct area room, int rows, int cols, const char *title,
                     const char *note);

/* "3  Void   Take back a line" in a numbered menu; `about` begins after label_cols and is left out
 * where there is no room for it.  number 0 is none. */
void box_row(struct canvas *canvas, struct area row, bool marked, int number, const char *label,
             int label_cols, const char *about);

#endif
