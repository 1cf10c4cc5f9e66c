/*
 * Paper on the screen: to look at, scroll and print again.
 */
#ifndef RINGUP_SCREENS_PAPER_H
#define RINGUP_SCREENS_PAPER_H

#include "devices/printout.h"
#include "screens/face.h"

enum paper_origin {
	PAPER_OF_NOW,   /* figures so far: can be printed from here */
	PAPER_OF_ENTRY, /* printed already, or by its own way */
};

void paper_open(struct face *face, const struct printout *printout, const char *title,
                enum paper_origin origin);

/* A printout as lines of text, drawn as paper into an area from line `first`; gives how many lines
 * it has. */
struct paper {
	char *text; /* owned */
	int lines, cols;
};
void paper_render(struct paper *paper, const struct printout *printout, int cols);
void paper_done(struct paper *paper);
void paper_draw(const struct paper *paper, struct canvas *canvas, struct area area, int first);

#endif
