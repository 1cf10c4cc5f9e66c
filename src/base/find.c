#include <config.h>

#include "base/find.h"

#include <assert.h>
#include <string.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

#define STEP 32

__attribute__((target("avx2"))) static const char *
find_wide(const char *block, size_t length, const char *needle, size_t count)
{
	const __m256i first = _mm256_set1_epi8(needle[0]);
	const __m256i last = _mm256_set1_epi8(needle[count - 1]);
	size_t at = 0;

	for (; at + count - 1 + STEP <= length; at += STEP) {
		const __m256i *heads = (const __m256i *)(const void *)(block + at);
		const __m256i *tails = (const __m256i *)(const void *)(block + at + count - 1);
		__m256i both = _mm256_and_si256(_mm256_cmpeq_epi8(first, _mm256_loadu_si256(heads)),
		                                _mm256_cmpeq_epi8(last, _mm256_loadu_si256(tails)));
		unsigned places = (unsigned)_mm256_movemask_epi8(both);

		for (; places; places &= places - 1) {
			const char *place = block + at + __builtin_ctz(places);

			if (count <= 2 || memcmp(place + 1, needle + 1, count - 2) == 0)
				return place;
		}
	}
	return memmem(block + at, length - at, needle, count);
}
#endif

const char *
find_bytes(const char *block, size_t length, const char *needle, size_t count)
{
	assert(count > 0);
	if (count > length)
		return NULL;
#if defined(__x86_64__) && defined(__GNUC__)
	if (__builtin_cpu_supports("avx2"))
		return find_wide(block, length, needle, count);
#endif
	return memmem(block, length, needle, count);
}
