/*
 * Sequences that were taught: what keys of this keyboard send, where it is not known anyway.
 */
#ifndef RINGUP_SCREENS_LESSONS_H
#define RINGUP_SCREENS_LESSONS_H

#include <stddef.h>

#include "screens/key.h"

#define LESSONS_MAX 64
#define LESSON_BYTES 24

struct lessons {
	struct lesson {
		char bytes[LESSON_BYTES];
		size_t length;
		struct key key;
	} rows[LESSONS_MAX];
	size_t count;
};

/* False: it does not begin as a key's sequence does, is too short or too long, or one too many. */
bool lessons_add(struct lessons *lessons, const char *bytes, size_t count, const struct key *key);
bool lessons_find(const struct lessons *lessons, const char *bytes, size_t count, struct key *key);

#endif
