/*
 * Makes a question smaller while it still fails: members are left out one after the other.
 */
#ifndef RINGUP_TESTS_SHRINK_H
#define RINGUP_TESTS_SHRINK_H

#include <stdbool.h>

#include "base/buf.h"

/* Replaces *question by the smallest one found for which fails() still holds. */
void shrink(struct buf *question, bool (*fails)(const struct buf *question));

#endif
