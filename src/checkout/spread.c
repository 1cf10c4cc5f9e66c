#include <config.h>

#include "checkout/spread.h"

#include <stdbool.h>
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

static bool
may_take(struct money share, int64_t cent, const struct money *limit)
{
	int64_t more = share.minor + cent;

	if (!limit)
		return true;
	return limit->minor < 0 ? more <= 0 && more >= limit->minor
	                        : more >= 0 && more <= limit->minor;
}

/* Gives the odd cents to the lines that want them most, round after round; a round in which nobody
 * may take one ends the limits. */
static void
place(struct miss misses[], size_t count, int64_t odd, const struct money limits[],
      struct money out[])
{
	int64_t cent = odd < 0 ? -1 : 1, before = 0;

	for (size_t i = 0; i < count; i++)
		misses[i].off *= cent;
	qsort(misses, count, sizeof misses[0], most_off_first);
	while (odd != 0) {
		const struct money *limit = odd == before ? NULL : limits;

		before = odd;
		for (size_t i = 0; i < count && odd != 0; i++) {
			size_t index = misses[i].index;

			if (!may_take(out[index], cent, limit ? &limit[index] : NULL))
				continue;
			out[index].minor += cent;
			odd -= cent;
		}
	}
}

static int64_t
within(int64_t share, int64_t limit)
{
	int64_t low = limit < 0 ? limit : 0, high = limit < 0 ? 0 : limit;

	return share < low ? low : share > high ? high : share;
}

void
spread_round(const __int128 values[], size_t count, struct money whole, const struct money limits[],
             struct money out[])
{
	struct miss *misses;
	int64_t odd = whole.minor;
	size_t takers = 0;

	for (size_t i = 0; i < count; i++) {
		out[i].minor = round_div(values[i], SPREAD_MICRO, ROUND_HALF_UP);
		if (limits)
			out[i].minor = within(out[i].minor, limits[i].minor);
		odd -= out[i].minor;
	}
	if (odd == 0 || count == 0)
		return;
	misses = alloc_zero(count, sizeof misses[0]);
	for (size_t i = 0; i < count; i++) {
		__int128 off = values[i] - (__int128)out[i].minor * SPREAD_MICRO;

		if (values[i] != 0)
			misses[takers++] = (struct miss){ off, i };
	}
	if (takers > 0)
		place(misses, takers, odd, limits, out);
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
