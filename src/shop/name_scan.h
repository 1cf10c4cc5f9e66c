/*
 * Finding a word in a large block of text: the names of all items, folded, each ended by '\n'.
 *
 * Sixteen or thirty-two places are looked at together: where the word's first byte stands, and its
 * last byte at the right distance, and, if asked for, a byte before it that lets a word or a name
 * begin.  What is left is compared.  A byte below '0' (space, '-', '/', '\n' ...) ends a word.
 *
 *   rule    there are NAME_SCAN_PAD readable bytes before and behind the block
 */
#ifndef RINGUP_SHOP_NAME_SCAN_H
#define RINGUP_SHOP_NAME_SCAN_H

#include <stddef.h>

#define NAME_SCAN_PAD 64

enum name_place { PLACE_NAME, PLACE_WORD, PLACE_ANYWHERE };     /* best first */

/* Where the word first stands in block[from..size), or size.  PLACE_WORD: at the beginning of a word,
 * PLACE_NAME: of a name. */
size_t name_scan(const char *block, size_t from, size_t size, const char *word, size_t length,
                 enum name_place place);

/* The end ('\n') of the next name in which two words of two bytes or more may both stand: its first
 * and last bytes do.  size if there is none.  from is where a name begins, and block[size - 1] ends
 * one.  As quick as looking for one word, however often each of them stands alone. */
size_t name_scan_pair(const char *block, size_t from, size_t size, const char *a, size_t a_length,
                      const char *b, size_t b_length);

/* The ways of doing it by name ("avx2", "sse2", "plain"), for the tests; NULL this machine cannot. */
typedef size_t name_scan_fn(const char *block, size_t from, size_t size, const char *word, size_t length,
                            enum name_place place);
name_scan_fn *name_scan_named(const char *kind);

#endif
