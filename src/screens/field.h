/*
 * A line of text that is being typed.
 *
 *   shape   UTF-8; the cursor stands between characters
 */
#ifndef RINGUP_SCREENS_FIELD_H
#define RINGUP_SCREENS_FIELD_H

#include "screens/canvas.h"
#include "screens/key.h"

#define FIELD_TEXT_MAX 241

struct field {
	char text[FIELD_TEXT_MAX];
	size_t cursor; /* in bytes */
	size_t room;   /* most bytes; 0 is all there is */
	bool secret;   /* a PIN: dots */
};

void field_clear(struct field *field);
void field_set(struct field *field, const char *text);
bool field_is_empty(const struct field *field);
/* Typing, Backspace, and with `moves` Left, Right, Home, End and Del.  False: not a key for a
 * field, or it is full. */
bool field_key(struct field *field, const struct key *key, bool moves);
/* Draws it in cols columns and gives the column of the cursor. */
int field_draw(const struct field *field, struct canvas *canvas, int row, int col, int cols,
               enum ink ink);

#endif
