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
