/*
 * A key as libtermkey names it, as one of ours.
 */
#ifndef RINGUP_SCREENS_KEY_TERMKEY_H
#define RINGUP_SCREENS_KEY_TERMKEY_H

#include <termkey.h>

#include "screens/key.h"

/* CAP_UNKNOWN for what no till has a use for: control characters, mice, positions. */
void key_of_termkey(const TermKeyKey *from, struct key *key);

#endif
