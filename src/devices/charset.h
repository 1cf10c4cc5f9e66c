/*
 * Character sets of printers, as iconv(3) knows them by name.
 */
#ifndef RINGUP_DEVICES_CHARSET_H
#define RINGUP_DEVICES_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#define CHARSET_NAME_MAX 16
#define CHARSET_UPPER 128

/* Which character each byte from 0x80 on is, 0 none, of a set with one byte a character.  False:
 * there is no such set on this machine. */
bool charset_upper(const char *name, unsigned upper[static CHARSET_UPPER]);

/* The bytes of a character in a set of several bytes a character (GB18030, SHIFT_JIS); 0 it has
 * none, or only one byte.  No byte is below 0x20. */
#define CHARSET_BYTES_MAX 4
size_t charset_wide(const char *name, unsigned code, unsigned char bytes[static CHARSET_BYTES_MAX]);

/* What is printed in place of a character that a device lacks, one column for one column: a letter without
 * its accent, or '?'. */
char charset_nearest(const char *text, size_t bytes);

/* The character at text, and how many bytes it has there. */
unsigned charset_decode(const char *text, size_t *bytes);

#endif
