/*
 * A numbered list of a few choices in a box: menus, ways to pay, what to change.
 *
 *   keys    1 to 9 take at once; arrows mark and Enter takes, unless the choices pay or confirm
 */
#ifndef RINGUP_SCREENS_CHOOSER_H
#define RINGUP_SCREENS_CHOOSER_H

#include "screens/face.h"

#define CHOICES_MAX 40

struct choice {
	char label[NAME_MAX_BYTES];
	char right[96]; /* beside it: what it does, an amount */
	int64_t id;
	char key[CODE_MAX]; /* take()'s own */
	bool strong;        /* a heading: cannot be taken */
};

struct chooser {
	char title[NAME_MAX_BYTES];
	char about[200]; /* a sentence above; "" none */
	struct choice choices[CHOICES_MAX];
	int count;
	bool no_enter;              /* only a number takes: it pays, or confirms a warning */
	char words[FIELD_TEXT_MAX]; /* take()'s own */
	/* The box is closed before this is called. */
	void (*take)(struct face *face, const struct chooser *chooser, const struct choice *choice);
};

extern const struct screen_ops chooser_screen; /* struct chooser, copied */

struct choice *chooser_add(struct chooser *chooser, const char *label, int64_t id);

#endif
