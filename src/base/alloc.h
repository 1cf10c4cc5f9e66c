/*
 * Allocation that stops the program rather than return NULL, so nobody checks.  What is given
 * belongs to the caller and goes back through free().
 */
#ifndef RINGUP_BASE_ALLOC_H
#define RINGUP_BASE_ALLOC_H

#include <stddef.h>

void *alloc_zero(size_t count, size_t size);                 /* zeroed, like calloc */
void *alloc_again(void *old, size_t count, size_t size);     /* like reallocarray */
char *alloc_text(const char *text);                          /* like strdup; NULL gives NULL */
char *alloc_format(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
