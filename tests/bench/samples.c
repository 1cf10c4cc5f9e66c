#include <config.h>

#include "samples.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/alloc.h"

#define NOISY_PERCENT 5.0 /* of stolen time: the round is marked */

static const int percents[3] = { 50, 90, 99 };

int64_t
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void
samples_add(struct samples *samples, int64_t ns)
{
	if (samples->count == samples->room) {
		samples->room = samples->room ? samples->room * 2 : 1024;
		samples->ns = alloc_again(samples->ns, samples->room, sizeof(samples->ns[0]));
	}
	samples->ns[samples->count++] = ns;
}

static int
compare_ns(const void *a, const void *b)
{
	int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;

	return (left > right) - (left < right);
}

double
samples_us(struct samples *samples, int percent)
{
	size_t index;

	assert(samples->count > 0);
	qsort(samples->ns, samples->count, sizeof(samples->ns[0]), compare_ns);
	index = (samples->count - 1) * (size_t)percent / 100;
	return (double)samples->ns[index] / 1000.0;
}

void
samples_clear(struct samples *samples)
{
	samples->count = 0;
}

void
samples_done(struct samples *samples)
{
	free(samples->ns);
	*samples = (struct samples){ 0 };
}

/* Time the machine gave to others while we could have run, and all time. */
static void
read_steal(long long *stolen, long long *all)
{
	long long field[8] = { 0 };
	FILE *file = fopen("/proc/stat", "re");

	*stolen = *all = 0;
	if (!file)
		return;
	if (fscanf(file, "cpu %lld %lld %lld %lld %lld %lld %lld %lld", &field[0], &field[1],
	           &field[2], &field[3], &field[4], &field[5], &field[6], &field[7]) == 8) {
		*stolen = field[7];
		for (int i = 0; i < 8; i++)
			*all += field[i];
	}
	fclose(file);
}

void
comparison_begin(struct comparison *comparison)
{
	samples_clear(&comparison->mine);
	samples_clear(&comparison->floor);
	read_steal(&comparison->before.stolen, &comparison->before.all);
}

void
comparison_end(struct comparison *comparison)
{
	int round = comparison->rounds++;
	long long stolen, all;

	assert(round < ROUNDS_MAX);
	read_steal(&stolen, &all);
	all -= comparison->before.all;
	stolen -= comparison->before.stolen;
	comparison->steal[round] = all > 0 ? 100.0 * (double)stolen / (double)all : 0.0;
	for (int i = 0; i < 3; i++) {
		comparison->mine_us[round][i] = samples_us(&comparison->mine, percents[i]);
		comparison->floor_us[round][i] = samples_us(&comparison->floor, percents[i]);
	}
}

/* The round whose p50 ratio is the middle one. */
static int
middle_round(const struct comparison *comparison)
{
	for (int round = 0; round < comparison->rounds; round++) {
		double ratio = comparison->mine_us[round][0] / comparison->floor_us[round][0];
		int below = 0, same = 0;

		for (int i = 0; i < comparison->rounds; i++) {
			double other = comparison->mine_us[i][0] / comparison->floor_us[i][0];

			below += other < ratio;
			same += other == ratio;
		}
		if (below <= comparison->rounds / 2 && below + same > comparison->rounds / 2)
			return round;
	}
	return 0;
}

static bool
print_verdict(double figure, double limit)
{
	if (limit <= 0) {
		printf("\n");
		return true;
	}
	printf(", goal %.2f: %s\n", limit, figure <= limit ? "met" : "MISSED");
	return figure <= limit;
}

static void
print_row(const char *what, const double us[3])
{
	printf("  %-44s p50 %9.1f  p90 %9.1f  p99 %9.1f us\n", what, us[0], us[1], us[2]);
}

bool
comparison_print(struct comparison *comparison)
{
	int round = middle_round(comparison), noisy = 0;
	const double *mine = comparison->mine_us[round], *floor = comparison->floor_us[round];
	bool met;

	for (int i = 0; i < comparison->rounds; i++)
		noisy += comparison->steal[i] > NOISY_PERCENT;
	printf("%s (%d rounds of %zu, %d with more than %.0f %% of the time stolen)\n",
	       comparison->name, comparison->rounds, comparison->mine.count, noisy, NOISY_PERCENT);
	print_row(comparison->mine_is, mine);
	print_row(comparison->floor_is, floor);
	printf("  ratio p50 %.2f", mine[0] / floor[0]);
	met = print_verdict(mine[0] / floor[0], comparison->limit_p50);
	printf("  ratio p99 %.2f", mine[2] / floor[2]);
	met &= print_verdict(mine[2] / floor[2], comparison->limit_p99);
	samples_done(&comparison->mine);
	samples_done(&comparison->floor);
	fflush(stdout);
	return met;
}

bool
figure_print(const char *name, double figure, const char *unit, double limit)
{
	printf("%s\n  %.2f%s", name, figure, unit);
	return print_verdict(figure, limit);
}
