/*
 * A list of rows with one of them marked: which rows are in sight, and how keys move the mark.
 *
 *   unit    rows count from 0; marked -1 is none
 *   rule    it knows how many rows there are, not what is in them
 */
#ifndef RINGUP_SCREENS_LIST_H
#define RINGUP_SCREENS_LIST_H

#include <stdbool.h>

#include "screens/canvas.h"
#include "screens/verb.h"

struct list {
	int count;
	int marked;
	int first;  /* in sight */
	int height; /* rows that are in sight; set by list_fit() */
};

/* The rows may be others now; keeps the mark on a row that is there. */
void list_set_count(struct list *list, int count);
/* Height rows are in sight: the marked one is among them. */
void list_fit(struct list *list, int height);
/* Up, down, pages, first and last.  False: not a verb for a list, or nowhere to go. */
bool list_move(struct list *list, enum action action);
void list_mark(struct list *list, int row);
/* Row number of what is in sight by a digit 1..9, -1 if there is none. */
int list_row_of_digit(const struct list *list, int digit);

/* A thin bar at the right edge that says where in the list we are; nothing if all is in sight. */
void list_draw_position(const struct list *list, struct canvas *canvas, int row, int col,
                        enum ink ink);

#endif
