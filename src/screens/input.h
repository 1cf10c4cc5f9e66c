/*
 * Bytes of a terminal into keys, whatever $TERM says.
 *
 * A pure decoder: bytes with their arrival times in, keys out.  Function keys and keypads are known
 * in the forms of xterm, PuTTY, rxvt, the Linux console, screen, tmux and VT220; a sequence may
 * come split over any number of reads.  A sequence nobody knows is swallowed whole and comes out as
 * one CAP_UNKNOWN.
 *
 *   own     input_new() gives, input_free() takes back
 *   unit    times are monotonic milliseconds
 */
#ifndef RINGUP_SCREENS_INPUT_H
#define RINGUP_SCREENS_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "screens/key.h"

#define ESC_WAIT_MS 25       /* a lone Esc is a key after this */
#define SEQUENCE_WAIT_MS 250 /* a sequence that stopped half-way is given up after this */

struct input;
typedef void input_key_fn(void *context, const struct key *key);

/* term is a name as in $TERM; it only adds keys that nothing here knows.  NULL for none. */
struct input *input_new(const char *term);
void input_free(struct input **input);
/* Does what else the first key would wait for. */
void input_prepare(struct input *input);

/* This sequence, Esc and all, is that key from now on, whatever was known of it.  False: it is not of
 * a form that is framed here, or too many were taught. */
bool input_teach(struct input *input, const char *bytes, size_t count, const struct key *key);

void input_feed(struct input *input, const char *bytes, size_t count, int64_t now_ms,
                input_key_fn *call, void *context);
/* How long until input_expire() should be called; -1 if nothing is held. */
int64_t input_due_ms(const struct input *input, int64_t now_ms);
void input_expire(struct input *input, int64_t now_ms, input_key_fn *call, void *context);

#endif
