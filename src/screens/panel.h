/*
 * The lower part of the screens that sell: what is due, large and as plain text; a line for notes;
 * the line that is typed into.
 */
#ifndef RINGUP_SCREENS_PANEL_H
#define RINGUP_SCREENS_PANEL_H

#include "screens/face.h"

/* How a room is divided, from its size alone. */
struct panel_layout {
	struct area lines; /* above: the basket */
	int top;           /* the panel's first row, its upper edge where there is one */
	int rows;          /* of figures; 1 has no edge and no large digits */
	int note;          /* also the panel's lower edge */
	int buffer;
};
struct panel_layout panel_layout(struct area room);

/* What it says.  texts are small lines at the left; NULL or "" for none. */
struct panel {
	const char *label; /* "TOTAL" */
	struct money amount;
	bool has_amount;
	const char *above, *below; /* around the plain amount */
	bool alert;                /* `below` wants attention */
	const char *more[2];       /* where there are five rows */
};
void panel_draw(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
                struct area room, const struct panel *panel);
/* The clock was set back and times stand still: how far.  False: it is right. */
bool panel_clock(const struct face *face, char *out, size_t size);
/* What needs attention outside the sale: printer, papers, suspended baskets; "" nothing. */
bool panel_status(const struct face *face, char *out, size_t size);

/* The line that is typed into: prompt, what is typed, how it reads as an amount, and what to do.
 * Sets the cursor. */
void panel_draw_buffer(const struct face *face, struct canvas *canvas, struct area room, int row,
                       const char *prompt, const char *hint);

#endif
