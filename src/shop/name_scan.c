#include <config.h>

#include "shop/name_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#define SAMPLES 16
#define SAMPLE_BYTES 1024
#define RARE 8 /* times in the sample: comparing so many costs nothing */
#define TRIES_MAX 24

static int
begins_here(const char *at, enum name_place place)
{
	if (place == PLACE_NAME)
		return at[-1] == '\n';
	return place == PLACE_ANYWHERE || (unsigned char)at[-1] < '0';
}

static size_t
scan_plain(const char *block, size_t from, size_t size, const struct name_word *word,
           enum name_place place)
{
	while (from + word->length <= size) {
		const char *at = memmem(block + from, size - from, word->text, word->length);
		if (!at)
			break;
		if (begins_here(at, place))
			return (size_t)(at - block);
		from = (size_t)(at - block) + 1;
	}
	return size;
}

static bool
has_all(const char *name, size_t length, const struct name_word words[], int count)
{
	for (int i = 0; i < count; i++)
		if (!memmem(name, length, words[i].text, words[i].length))
			return false;
	return true;
}

static size_t
all_plain(const char *block, size_t from, size_t size, const struct name_word words[], int count)
{
	while (from < size) {
		const char *end = memchr(block + from, '\n', size - from);
		size_t length = end ? (size_t)(end - (block + from)) : size - from;
		if (has_all(block + from, length, words, count))
			return from + length;
		from += length + 1;
	}
	return size;
}

#if defined(__x86_64__)

/* Two of its bytes are known to be right. */
static inline bool
is_word(const char *at, const struct name_word *word)
{
	return word->length <= 2 || memcmp(at, word->text, word->length) == 0;
}

/* Reading goes beyond the block's end by less than the pad; a hit there is none. */
static size_t
scan_sse2(const char *block, size_t from, size_t size, const struct name_word *word,
          enum name_place place)
{
	const __m128i one = _mm_set1_epi8(word->text[word->one]);
	const __m128i two = _mm_set1_epi8(word->text[word->two]);
	const char *ones = block + word->one, *twos = block + word->two;
	const __m128i line_end = _mm_set1_epi8('\n'), below_digits = _mm_set1_epi8('0' - 1);
	for (size_t i = from; i + word->length <= size; i += 16) {
		const __m128i *here = (const __m128i *)(const void *)(ones + i);
		const __m128i *there = (const __m128i *)(const void *)(twos + i);
		__m128i hits = _mm_and_si128(_mm_cmpeq_epi8(one, _mm_loadu_si128(here)),
		                             _mm_cmpeq_epi8(two, _mm_loadu_si128(there)));
		if (place != PLACE_ANYWHERE) {
			__m128i before =
			        _mm_loadu_si128((const __m128i *)(const void *)(block + i - 1));
			hits = _mm_and_si128(
			        hits, place == PLACE_NAME
			                      ? _mm_cmpeq_epi8(before, line_end)
			                      : _mm_cmpeq_epi8(_mm_min_epu8(before, below_digits),
			                                       before));
		}
		for (unsigned mask = (unsigned)_mm_movemask_epi8(hits); mask; mask &= mask - 1) {
			size_t at = i + (size_t)__builtin_ctz(mask);
			if (at + word->length <= size && is_word(block + at, word))
				return at;
		}
	}
	return size;
}

__attribute__((target("avx2"))) static size_t
scan_avx2(const char *block, size_t from, size_t size, const struct name_word *word,
          enum name_place place)
{
	const __m256i one = _mm256_set1_epi8(word->text[word->one]);
	const __m256i two = _mm256_set1_epi8(word->text[word->two]);
	const char *ones = block + word->one, *twos = block + word->two;
	const __m256i line_end = _mm256_set1_epi8('\n'), below_digits = _mm256_set1_epi8('0' - 1);
	for (size_t i = from; i + word->length <= size; i += 32) {
		const __m256i *here = (const __m256i *)(const void *)(ones + i);
		const __m256i *there = (const __m256i *)(const void *)(twos + i);
		__m256i hits = _mm256_and_si256(_mm256_cmpeq_epi8(one, _mm256_loadu_si256(here)),
		                                _mm256_cmpeq_epi8(two, _mm256_loadu_si256(there)));
		if (place != PLACE_ANYWHERE) {
			__m256i before =
			        _mm256_loadu_si256((const __m256i *)(const void *)(block + i - 1));
			hits = _mm256_and_si256(
			        hits,
			        place == PLACE_NAME
			                ? _mm256_cmpeq_epi8(before, line_end)
			                : _mm256_cmpeq_epi8(_mm256_min_epu8(before, below_digits),
			                                    before));
		}
		for (unsigned mask = (unsigned)_mm256_movemask_epi8(hits); mask; mask &= mask - 1) {
			size_t at = i + (size_t)__builtin_ctz(mask);
			if (at + word->length <= size && is_word(block + at, word))
				return at;
		}
	}
	return size;
}

struct sought {
	__m256i one, two;
	size_t at_one, at_two;
};

/* Where a word may stand: a bit for each of 32 places. */
__attribute__((target("avx2"))) static inline unsigned
places(const char *at, const struct sought *word)
{
	const __m256i *here = (const __m256i *)(const void *)(at + word->at_one);
	const __m256i *there = (const __m256i *)(const void *)(at + word->at_two);
	return (unsigned)_mm256_movemask_epi8(
	        _mm256_and_si256(_mm256_cmpeq_epi8(word->one, _mm256_loadu_si256(here)),
	                         _mm256_cmpeq_epi8(word->two, _mm256_loadu_si256(there))));
}

/* A word's end may lie in the next name; then it is none, and whoever asked finds that. */
__attribute__((target("avx2"))) static inline __attribute__((always_inline)) size_t
find_all(const char *block, size_t from, size_t size, const struct sought words[], int count,
         bool at_words)
{
	const __m256i line_end = _mm256_set1_epi8('\n'), below_digits = _mm256_set1_epi8('0' - 1);
	unsigned has[NAME_SCAN_WORDS] = { 0 }; /* since the name began */
	for (size_t i = from; i < size; i += 32) {
		const __m256i *here = (const __m256i *)(const void *)(block + i);
		unsigned in[NAME_SCAN_WORDS], begins = ~0u;
		if (at_words) {
			__m256i before =
			        _mm256_loadu_si256((const __m256i *)(const void *)(block + i - 1));
			begins = (unsigned)_mm256_movemask_epi8(
			        _mm256_cmpeq_epi8(_mm256_min_epu8(before, below_digits), before));
		}
		for (int k = 0; k < count; k++)
			in[k] = places(block + i, &words[k]) & begins;
		unsigned ends = (unsigned)_mm256_movemask_epi8(
		        _mm256_cmpeq_epi8(line_end, _mm256_loadu_si256(here)));
		for (; ends; ends &= ends - 1) {
			unsigned before = (ends & -ends) - 1;
			bool all = true;
			for (int k = 0; k < count; k++) {
				all &= (has[k] | (in[k] & before)) != 0;
				has[k] = 0;
				in[k] &= ~before;
			}
			if (all) {
				size_t end = i + (size_t)__builtin_ctz(ends);
				return end < size ? end : size;
			}
		}
		for (int k = 0; k < count; k++)
			has[k] |= in[k];
	}
	return size;
}

/* With the count known to the compiler, so that nothing is looped over. */
__attribute__((target("avx2"))) static size_t
all_avx2(const char *block, size_t from, size_t size, const struct name_word words[], int count,
         bool at_words)
{
	struct sought sought[NAME_SCAN_WORDS];
	for (int k = 0; k < count; k++)
		sought[k] = (struct sought){ _mm256_set1_epi8(words[k].text[words[k].one]),
			                     _mm256_set1_epi8(words[k].text[words[k].two]),
			                     words[k].one, words[k].two };
	if (count == 2)
		return at_words ? find_all(block, from, size, sought, 2, true)
		                : find_all(block, from, size, sought, 2, false);
	if (count == 3)
		return find_all(block, from, size, sought, 3, at_words);
	return find_all(block, from, size, sought, count, at_words);
}

#endif

name_scan_fn *
name_scan_named(const char *kind)
{
#if defined(__x86_64__)
	if (strcmp(kind, "sse2") == 0)
		return scan_sse2;
	if (strcmp(kind, "avx2") == 0)
		return __builtin_cpu_supports("avx2") ? scan_avx2 : NULL;
#endif
	return strcmp(kind, "plain") == 0 ? scan_plain : NULL;
}

static const char *
best_kind(void)
{
	static const char *const kinds[] = { "avx2", "sse2", "plain" };
	size_t i = 0;
	while (!name_scan_named(kinds[i]))
		i++;
	return kinds[i];
}

size_t
name_scan(const char *block, size_t from, size_t size, const struct name_word *word,
          enum name_place place)
{
	static name_scan_fn *best;
	if (!best)
		best = name_scan_named(best_kind());
	return best(block, from, size, word, place);
}

/* Words longer than the pad would be read from beyond it. */
size_t
name_scan_all(const char *block, size_t from, size_t size, const struct name_word words[],
              int count, enum name_place place)
{
#if defined(__x86_64__)
	bool fit = count <= NAME_SCAN_WORDS && __builtin_cpu_supports("avx2");
	for (int i = 0; i < count; i++)
		fit &= words[i].length <= NAME_SCAN_PAD / 2;
	if (fit)
		return all_avx2(block, from, size, words, count, place != PLACE_ANYWHERE);
#endif
	return all_plain(block, from, size, words, count);
}

/* ---- which two bytes ---- */

static size_t
times_together(const struct name_word *word, const char *block, size_t size, size_t one, size_t two)
{
	char first = word->text[one], second = word->text[two];
	size_t times = 0;
	for (size_t i = 0; i + two < size; i++)
		times += (block[i + one] == first) & (block[i + two] == second);
	return times;
}

/* In all of the sample. */
static size_t
times_in_samples(const struct name_word *word, const char *block, size_t size, size_t one,
                 size_t two)
{
	size_t step = size / SAMPLES, length = step < SAMPLE_BYTES ? step : SAMPLE_BYTES, times = 0;
	for (size_t i = 0; i < SAMPLES; i++)
		times += times_together(word, block + i * step, length, one, two);
	return times;
}

/* Bytes that are neighbours, then the two ends, then any: until some are rare. */
void
name_word_choose(struct name_word *word, const char *block, size_t size)
{
	size_t last = word->length - 1;
	int tries = 0;
	word->one = 0;
	word->two = last;
	word->often = times_in_samples(word, block, size, 0, last);
	for (size_t apart = 1; apart < last; apart++)
		for (size_t one = 0; one + apart <= last; one++) {
			if (word->often <= RARE || tries++ == TRIES_MAX)
				return;
			size_t often = times_in_samples(word, block, size, one, one + apart);
			if (often < word->often) {
				word->one = one;
				word->two = one + apart;
				word->often = often;
			}
		}
}
