/*
 * Finding bytes in a large block: what memmem(3) does, at the speed of memory.
 *
 * Looks at the first and the last byte of the needle in 32 places at once and compares the middle
 * only where both fit; where the processor has no AVX2, memmem(3) itself.
 */
#ifndef RINGUP_BASE_FIND_H
#define RINGUP_BASE_FIND_H

#include <stddef.h>

/* The first place of needle (1 byte or more) in block, or NULL. */
const char *find_bytes(const char *block, size_t length, const char *needle, size_t count);

#endif
