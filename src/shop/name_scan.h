/*
 * Finding words in a large block of text: the names of all items, folded, each ended by '\n'.
 *
 * Thirty-two places are looked at together: where two bytes of the word stand at their distance, and, if
 * asked for, a byte before it that lets a word or a name begin.  What is left is compared.  Which two bytes,
 * a sample of the block decides: of "0x0" among numbers the first and the last are everywhere, the middle is
 * not.  A byte below '0' (space, '-', '/', '\n' ...) ends a word.
 *
 *   rule    there are NAME_SCAN_PAD readable bytes before and behind the block
 */
#ifndef RINGUP_SHOP_NAME_SCAN_H
#define RINGUP_SHOP_NAME_SCAN_H

#include <stddef.h>

#define NAME_SCAN_PAD 64

enum name_place { PLACE_NAME, PLACE_WORD, PLACE_ANYWHERE };     /* best first */

struct name_word {
	const char *text;
	size_t length;          /* 1 or more */
	size_t one, two;        /* the bytes that are looked for first */
	size_t often;           /* how often they stood in the sample */
};

/* Looks which two bytes of the word are the rarest together in a sample of the block; its first and last,
 * if size is 0. */
void name_word_choose(struct name_word *word, const char *block, size_t size);

/* Where the word first stands in block[from..size), or size.  PLACE_WORD: at the beginning of a word,
 * PLACE_NAME: of a name. */
size_t name_scan(const char *block, size_t from, size_t size, const struct name_word *word,
                 enum name_place place);

/* The end ('\n') of the next name in which all these words may stand: two bytes of each do, with
 * PLACE_WORD at the beginning of a word.  size if there is none.  from is where a name begins, and block[size - 1] ends one.  Nearly as quick as looking for one
 * word, however often each of them stands alone. */
#define NAME_SCAN_WORDS 4
size_t name_scan_all(const char *block, size_t from, size_t size, const struct name_word words[], int count,
                     enum name_place place);

/* The ways of doing it by name ("avx2", "sse2", "plain"), for the tests; NULL this machine cannot. */
typedef size_t name_scan_fn(const char *block, size_t from, size_t size, const struct name_word *word,
                            enum name_place place);
name_scan_fn *name_scan_named(const char *kind);

#endif
