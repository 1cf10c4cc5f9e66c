#include <config.h>

#include "checkout/spread.h"

#include <stdlib.h>

#include "base/alloc.h"

struct miss {
	__int128 off; /* value - rounded: above 0 it could do with a cent more */
	size_t index;
};

static int
most_off_first(const void *left, const void *right)
{
	const struct miss *a = left, *b = right;

	if (a->off != b->off)
		return a->off > b->off ? -1 : 1;
	return a->index < b->index ? -1 : 1;
}

/* Looks for the line that wants the odd cent most; count is nearly always a handful, and the
 * whole is nearly always hit without one. */
static void
place(struct miss misses[], size_t count, int64_t odd, struct money out[])
{
	int64_t cent = odd < 0 ? -1 : 1;

	for (size_t i = 0; i < count; i++)
		misses[i].off *= cent;
	qsort(misses, count, sizeof misses[0], most_off_first);
	for (size_t i = 0; odd != 0; i = (i + 1) % count, odd -= cent)
		out[misses[i].index].minor += cent;
}

void
spread_round(const __int128 values[], size_t count, struct money whole, struct money out[])
{
	struct miss *misses;
	int64_t odd = whole.minor;
	size_t takers = 0;

	for (size_t i = 0; i < count; i++) {
		out[i].minor = round_div(values[i], SPREAD_MICRO, ROUND_HALF_UP);
		odd -= out[i].minor;
	}
	if (odd == 0 || count == 0)
		return;
	misses = alloc_zero(count, sizeof misses[0]);
	for (size_t i = 0; i < count; i++)
		if (values[i] != 0)
			misses[takers++] =
			        (struct miss){ values[i] - (__int128)out[i].minor * SPREAD_MICRO,
				               i };
	if (takers > 0)
		place(misses, takers, odd, out);
	free(misses);
}

/* numerator x 10^6 need not fit: whole part and rest are taken apart. */
__int128
spread_value(__int128 numerator, __int128 denominator)
{
	__int128 rest = numerator % denominator;
	__int128 whole = numerator / denominator * SPREAD_MICRO;

	while (rest > ((__int128)1 << 106) || rest < -((__int128)1 << 106)) {
		rest /= 2;
		denominator /= 2;
	}
	return whole + round_div(rest * SPREAD_MICRO, denominator, ROUND_HALF_UP);
}
