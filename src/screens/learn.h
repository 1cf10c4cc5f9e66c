/*
 * Learning a keyboard: asks for each key of the map, says what the terminal sends for it and what
 * that is read as, and gives names and meanings to keys nobody knows.
 *
 * It is driven by what each press sent, and says what it thinks as text; learn_run() has a
 * terminal.
 *
 *   own     learn_new() / learn_free(); the map is borrowed and changed
 */
#ifndef RINGUP_SCREENS_LEARN_H
#define RINGUP_SCREENS_LEARN_H

#include <stdbool.h>

#include "base/buf.h"
#include "screens/keymap.h"

struct learn;

/* term as in $TERM.  What it says first is in out. */
struct learn *learn_new(struct keymap *keymap, const char *term, struct buf *out);
void learn_free(struct learn **learn);
/* All that one press of a key sent.  False: that was the last one. */
bool learn_press(struct learn *learn, const char *bytes, size_t count, struct buf *out);
/* Was anything learned that should be written? */
bool learn_changed(const struct learn *learn);

/* With a person at standard input and output: learns into the map.  RC_NOT_FOUND: there was nothing
 * to learn; RC_SYSTEM: there is no terminal. */
enum outcome learn_run(struct keymap *keymap, struct err *err);

#endif
