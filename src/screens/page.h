/*
 * One refresh in one piece.
 *
 * ncurses 6.4 sends each change of colour with a write(2) of its own, some twenty for a rung line,
 * and each wakes the terminal up.  So it gets a descriptor of its own, which is the terminal at
 * most times and a file in memory during a refresh; what gathered there goes out in one write.
 *
 *   own     page_open() / page_close(); there is one
 */
#ifndef RINGUP_SCREENS_PAGE_H
#define RINGUP_SCREENS_PAGE_H

#include <stdio.h>

/* What newterm() is to write to: the terminal on standard output.  NULL if there is no descriptor
 * left. */
FILE *page_open(void);
void page_close(void);

/* Around refresh(). */
void page_begin(void);
void page_end(void);
/* What is written from here goes to the terminal again: for a signal that ends us. */
void page_abandon(void);

#endif
