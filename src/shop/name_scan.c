#include <config.h>

#include "shop/name_scan.h"

#include <stdint.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

static int
begins_here(const char *at, enum name_place place)
{
	if (place == PLACE_NAME)
		return at[-1] == '\n';
	return place == PLACE_ANYWHERE || (unsigned char)at[-1] < '0';
}

static size_t
scan_plain(const char *block, size_t from, size_t size, const char *word, size_t length,
           enum name_place place)
{
	while (from + length <= size) {
		const char *at = memmem(block + from, size - from, word, length);
		if (!at)
			break;
		if (begins_here(at, place))
			return (size_t)(at - block);
		from = (size_t)(at - block) + 1;
	}
	return size;
}

static size_t
pair_plain(const char *block, size_t from, size_t size, const char *a, size_t a_length,
           const char *b, size_t b_length)
{
	while (from < size) {
		const char *end = memchr(block + from, '\n', size - from);
		size_t length = end ? (size_t)(end - (block + from)) : size - from;
		if (memmem(block + from, length, a, a_length) &&
		    memmem(block + from, length, b, b_length))
			return from + length;
		from += length + 1;
	}
	return size;
}

#if defined(__x86_64__)

/* First and last byte are known to be right. */
static inline int
is_middle(const char *at, const char *word, size_t length)
{
	return length <= 2 || memcmp(at + 1, word + 1, length - 2) == 0;
}

/* Reading goes beyond the block's end by less than the pad; a hit there is none. */
static size_t
scan_sse2(const char *block, size_t from, size_t size, const char *word, size_t length,
          enum name_place place)
{
	const __m128i first = _mm_set1_epi8(word[0]), last = _mm_set1_epi8(word[length - 1]);
	const __m128i line_end = _mm_set1_epi8('\n'), below_digits = _mm_set1_epi8('0' - 1);
	for (size_t i = from; i + length <= size; i += 16) {
		const __m128i *here = (const __m128i *)(const void *)(block + i);
		const __m128i *there = (const __m128i *)(const void *)(block + i + length - 1);
		__m128i hits = _mm_and_si128(_mm_cmpeq_epi8(first, _mm_loadu_si128(here)),
		                             _mm_cmpeq_epi8(last, _mm_loadu_si128(there)));
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
			if (at + length <= size && is_middle(block + at, word, length))
				return at;
		}
	}
	return size;
}

__attribute__((target("avx2"))) static size_t
scan_avx2(const char *block, size_t from, size_t size, const char *word, size_t length,
          enum name_place place)
{
	const __m256i first = _mm256_set1_epi8(word[0]), last = _mm256_set1_epi8(word[length - 1]);
	const __m256i line_end = _mm256_set1_epi8('\n'), below_digits = _mm256_set1_epi8('0' - 1);
	for (size_t i = from; i + length <= size; i += 32) {
		const __m256i *here = (const __m256i *)(const void *)(block + i);
		const __m256i *there = (const __m256i *)(const void *)(block + i + length - 1);
		__m256i hits = _mm256_and_si256(_mm256_cmpeq_epi8(first, _mm256_loadu_si256(here)),
		                                _mm256_cmpeq_epi8(last, _mm256_loadu_si256(there)));
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
			if (at + length <= size && is_middle(block + at, word, length))
				return at;
		}
	}
	return size;
}

/* Where a word may stand: a bit for each of 32 places. */
__attribute__((target("avx2"))) static inline unsigned
places(const char *at, __m256i first, __m256i last, size_t length)
{
	const __m256i *here = (const __m256i *)(const void *)at;
	const __m256i *there = (const __m256i *)(const void *)(at + length - 1);
	return (unsigned)_mm256_movemask_epi8(
	        _mm256_and_si256(_mm256_cmpeq_epi8(first, _mm256_loadu_si256(here)),
	                         _mm256_cmpeq_epi8(last, _mm256_loadu_si256(there))));
}

/* A word's end may lie in the next name; then it is none, and whoever asked finds that. */
__attribute__((target("avx2"))) static size_t
pair_avx2(const char *block, size_t from, size_t size, const char *a, size_t a_length,
          const char *b, size_t b_length)
{
	const __m256i a_first = _mm256_set1_epi8(a[0]), a_last = _mm256_set1_epi8(a[a_length - 1]);
	const __m256i b_first = _mm256_set1_epi8(b[0]), b_last = _mm256_set1_epi8(b[b_length - 1]);
	const __m256i line_end = _mm256_set1_epi8('\n');
	unsigned has_a = 0, has_b = 0; /* since the name began */
	for (size_t i = from; i < size; i += 32) {
		const __m256i *here = (const __m256i *)(const void *)(block + i);
		unsigned in_a = places(block + i, a_first, a_last, a_length);
		unsigned in_b = places(block + i, b_first, b_last, b_length);
		unsigned ends = (unsigned)_mm256_movemask_epi8(
		        _mm256_cmpeq_epi8(line_end, _mm256_loadu_si256(here)));
		for (; ends; ends &= ends - 1) {
			unsigned before = (ends & -ends) - 1;
			if ((has_a | (in_a & before)) && (has_b | (in_b & before))) {
				size_t end = i + (size_t)__builtin_ctz(ends);
				return end < size ? end : size;
			}
			has_a = has_b = 0;
			in_a &= ~before;
			in_b &= ~before;
		}
		has_a |= in_a;
		has_b |= in_b;
	}
	return size;
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
name_scan(const char *block, size_t from, size_t size, const char *word, size_t length,
          enum name_place place)
{
	static name_scan_fn *best;
	if (!best)
		best = name_scan_named(best_kind());
	return best(block, from, size, word, length, place);
}

/* Words longer than the pad would be read from beyond it. */
size_t
name_scan_pair(const char *block, size_t from, size_t size, const char *a, size_t a_length,
               const char *b, size_t b_length)
{
#if defined(__x86_64__)
	if (a_length <= NAME_SCAN_PAD / 2 && b_length <= NAME_SCAN_PAD / 2 &&
	    __builtin_cpu_supports("avx2"))
		return pair_avx2(block, from, size, a, a_length, b, b_length);
#endif
	return pair_plain(block, from, size, a, a_length, b, b_length);
}
