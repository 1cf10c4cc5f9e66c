/*
 * What frames every screen: the header above, messages and the key bar below.
 */
#ifndef RINGUP_SCREENS_HEAD_H
#define RINGUP_SCREENS_HEAD_H

#include "screens/face.h"

/* One row: DEMO or TRAINING, shop, state; cashier, day, next receipt, clock. */
void head_draw(const struct face *face, struct canvas *canvas);
/* The keys that are bound on the screen on top and mean something now. */
void bar_draw(const struct face *face, struct canvas *canvas, int row);
/* A note, or in the demo what to try next, in one row; nothing where there is none. */
void note_draw(const struct face *face, struct canvas *canvas, int row);
/* An error that holds, as a band whose last row is `bottom`. */
void error_draw(const struct face *face, struct canvas *canvas, int bottom);

/* The bindings of the bar in order; returns how many (at most room). */
size_t bar_bindings(const struct face *face, const struct binding *out[], size_t room);

#endif
