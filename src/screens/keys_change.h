/*
 * The shop's keymap.conf, changed at the till: every change is tried on a copy, written to the
 * file, and only then held by the till.
 *
 *   fails   RC_REFUSED with a sentence; the map is as it was
 */
#ifndef RINGUP_SCREENS_KEYS_CHANGE_H
#define RINGUP_SCREENS_KEYS_CHANGE_H

#include "screens/face.h"

/* The same meaning by the same key, on whatever screen. */
bool binding_same(const struct binding *a, const struct binding *b);

/* A meaning gets a key, instead of the one it has (on all screens where it has that one) or beside
 * it; a meaning without a key gets its first. */
enum outcome keys_give(struct face *face, const struct binding *wanted, bool in_place,
                       const struct key *key, struct err *err);
enum outcome keys_take_away(struct face *face, const struct binding *row, struct err *err);
/* One of the maps that come with the program: what was learned of this keyboard stays. */
enum outcome keys_use(struct face *face, const char *name, struct err *err);

#endif
