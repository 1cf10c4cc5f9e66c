/*
 * Keys that are seen before they count.
 *
 * Where a scanner is known by its speed, the filter of devices/scanner_wedge holds what is typed
 * for a moment: it may be the beginning of a scan.  Nobody need wait to see it meanwhile:
 *
 *   digits  are drawn as if they were in the field already, and no more than drawn: when they turn
 *           out to be a scan there is nothing to take back
 *   Total   is done, where one step back undoes all of it; a scan that begins like that key takes
 * the step back first
 */
#ifndef RINGUP_SCREENS_AHEAD_H
#define RINGUP_SCREENS_AHEAD_H

#include "screens/face.h"

/* What is held now, as it came; nothing any more with count 0. */
void ahead_held(struct face *face, const char *bytes, size_t count);

/* The held digits stand in the field between the two. */
void ahead_draw_begin(struct face *face, struct field *before);
void ahead_draw_end(struct face *face, const struct field *before);

/* A key that counts now: was it done already? */
bool ahead_was_done(struct face *face, const struct key *key);
/* What was held was a scan. */
void ahead_take_back(struct face *face);

#endif
