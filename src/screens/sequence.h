/*
 * What a whole escape sequence means, in the forms of xterm, PuTTY, rxvt, the Linux console,
 * screen, tmux and VT220.  A frame is what came after its introducer; its last byte ends it.
 *
 *   fails   false: nobody here knows it, and *key is as it was
 */
#ifndef RINGUP_SCREENS_SEQUENCE_H
#define RINGUP_SCREENS_SEQUENCE_H

#include "screens/key.h"

/* After ESC [, ESC O, and the Linux console's ESC [ [. */
bool sequence_csi(const unsigned char *frame, size_t length, unsigned mods, struct key *key);
bool sequence_ss3(const unsigned char *frame, size_t length, unsigned mods, struct key *key);
bool sequence_linux(const unsigned char *frame, size_t length, unsigned mods, struct key *key);

/* The numbers of "20;2": how many (at most two are kept); -1 for anything but digits and ";". */
int sequence_numbers(const unsigned char *text, size_t length, int numbers[2]);

#endif
