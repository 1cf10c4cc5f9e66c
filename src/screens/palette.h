/*
 * Inks: what a piece of screen is, and so how it looks; by number of colours in palette.c.
 *
 *   rule    colour never carries a meaning alone: whatever an ink says is a word, a mark or a
 *           place too
 */
#ifndef RINGUP_SCREENS_PALETTE_H
#define RINGUP_SCREENS_PALETTE_H

#include <stdbool.h>

/* clang-format off */
enum ink {
	/* the room between header and bar */
	INK_BODY, INK_DIM, INK_STRONG, INK_RULE, INK_SAVED, INK_VOID,
	INK_MARK, INK_MARK_DIM,                 /* the marked row */
	/* the header, by what kind of selling it is */
	INK_HEAD, INK_HEAD_DIM, INK_DEMO, INK_DEMO_DIM, INK_TRAINING, INK_TRAINING_DIM,
	/* the state word */
	INK_READY, INK_RINGING, INK_PAYING, INK_PAID, INK_PAYOUT, INK_ASKING, INK_LOCKED,
	/* what is due */
	INK_PANEL, INK_PANEL_DIM, INK_PANEL_STRONG, INK_PANEL_ALERT, INK_DUE,
	/* where typing goes */
	INK_FIELD, INK_FIELD_DIM, INK_TYPED,
	/* the key bar */
	INK_BAR, INK_KEY,
	/* boxes over the room */
	INK_BOX, INK_BOX_DIM, INK_BOX_STRONG, INK_BOX_RULE, INK_BOX_FIELD, INK_BOX_MARK,
	/* messages */
	INK_ERROR, INK_ERROR_WORD, INK_QUESTION, INK_QUESTION_WORD, INK_NOTE, INK_NOTE_WORD,
	/* paper on the screen */
	INK_PAPER, INK_PAPER_DIM, INK_PAPER_STRONG,
	/* small signs of devices */
	INK_GOOD, INK_BAD,
	INKS
};
/* clang-format on */

enum look_attr { LOOK_BOLD = 1, LOOK_REVERSE = 2, LOOK_UNDERLINE = 4, LOOK_DIM = 8 };

/* One ink for a number of colours; a colour of -1 is the terminal's own. */
struct look {
	short ink, ground;
	unsigned attrs; /* enum look_attr */
};

/* colours as curses counts them: 256 or more, 16, 8, or fewer for one colour. */
struct look palette_look(enum ink ink, int colours);
/* Shades tell areas apart; without them lines must. */
bool palette_has_shades(int colours);

#endif
