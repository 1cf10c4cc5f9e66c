/*
 * The lines of a basket or a sale, as rows of a screen.
 *
 *   shape   one row a line; under it rows for its discounts, where it was bought, its note
 */
#ifndef RINGUP_SCREENS_LINES_H
#define RINGUP_SCREENS_LINES_H

#include "screens/face.h"

struct lines_look {
	int selected; /* number of the marked line, 0 none */
	bool hide_voided;
	bool cursor; /* the hardware cursor stands on the marked line */
};

/* The last rows that fit, or those around the marked line; a head row says what the columns are. */
void lines_draw(const struct face *face, const struct basket *basket, struct canvas *canvas,
                struct area area, const struct lines_look *look);

/* Columns of a row, for a width: where each begins and how wide it is; 0 wide is left out. */
struct lines_columns {
	int number, number_cols;
	int name, name_cols;
	int qty, qty_cols;
	int amount, amount_cols;
	int tax, tax_cols;
};
struct lines_columns lines_columns(int cols);

#endif
