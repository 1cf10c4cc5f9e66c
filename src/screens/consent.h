/*
 * Rooms that need a right: who has it goes in, who has not asks a second person in place.  The
 * consent holds until the room is left, and what is changed in it names who agreed.
 */
#ifndef RINGUP_SCREENS_CONSENT_H
#define RINGUP_SCREENS_CONSENT_H

#include "screens/face.h"

/* Opens it at once, or when somebody has agreed. */
void consent_open(struct face *face, enum right right, void (*open)(struct face *face));
/* May the person at the till use this right now, by their own or by consent? */
bool consent_holds(const struct face *face, enum right right);
/* Who agreed to what is open now; 0 nobody had to. */
int consent_approver(const struct face *face);

/* The till has recorded it (an entry, or 0): what was wanted opens. */
void consent_given(struct face *face, int64_t seq);
/* Before each key: who is back where the room was opened from has left it. */
void consent_look(struct face *face);

#endif
