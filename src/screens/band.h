/*
 * A band above the buffer: a word that says what it is (Question, Approval), a sentence, and
 * choices. The answer is typed in the buffer's place, so that the eyes stay where they are.
 */
#ifndef RINGUP_SCREENS_BAND_H
#define RINGUP_SCREENS_BAND_H

#include "screens/field.h"

struct band {
	const char *word;
	const char *text;
	const char *choices[9]; /* numbered from 1; NULL ends */
	const char *hint;       /* at the right of the line below */
	const char *prompt;
	const struct field *field; /* NULL: nothing is typed */
};
void band_draw(const struct band *band, struct canvas *canvas, struct area room);

#endif
