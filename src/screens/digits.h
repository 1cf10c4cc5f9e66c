/*
 * Figures to read from a metre away, made of half blocks.
 */
#ifndef RINGUP_SCREENS_DIGITS_H
#define RINGUP_SCREENS_DIGITS_H

#include "screens/canvas.h"

enum digits_size { DIGITS_SMALL, DIGITS_LARGE }; /* 3 rows, 5 rows */

int digits_rows(enum digits_size size);
/* Columns of a text; characters that are no digit, sign or separator take none. */
int digits_cols(enum digits_size size, const char *text);
void digits_draw(struct canvas *canvas, int row, int col, enum ink ink, enum digits_size size,
                 const char *text);

#endif
