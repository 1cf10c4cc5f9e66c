/*
 * The negative control: an answer in which one figure is off by one unit, which must be noticed.
 */
#ifndef RINGUP_TESTS_CONTROL_H
#define RINGUP_TESTS_CONTROL_H

#include <stdbool.h>

#include "base/buf.h"

/* Moves one of the answer's amounts, whichever the dice say; false where there is none. */
bool control_move(struct buf *answer);

#endif
