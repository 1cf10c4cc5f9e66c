/*
 * Money counted at the till: how many of each note and coin, or all of it as one sum.
 *
 *   shape   a row for the sum, then one a note or coin of the shop, dearest first; what each row comes
 *           to and the total stand beside it as it is typed
 *   keys    a sum and Enter is a whole count; Enter on an empty sum goes to the pieces; Up and Down
 *           move; + ends the count from anywhere; Esc leaves without doing anything
 *   own     face_push() copies the struct; `about` is borrowed
 */
#ifndef RINGUP_SCREENS_PIECES_SCREEN_H
#define RINGUP_SCREENS_PIECES_SCREEN_H

#include "screens/face.h"
#include "screens/typed.h"

struct pieces_with {
	char title[NAME_MAX_BYTES];
	const char *about;       /* a sentence above the rows, or NULL */
	char proposed[TYPED_MAX]; /* the sum to begin with, as typed in units; "" none */
	/* What was counted, as the word of a command: "3x50.00 4.35".  As of a form: RC_OK closes it,
	 * RC_BUSY does when the command ends well. */
	enum outcome (*submit)(struct face *face, enum command_id command, const char *counted);
	enum command_id command; /* submit()'s own */
};

extern const struct screen_ops pieces_screen; /* struct pieces_with */

#endif
