/*
 * make bench: Ringup measured against the least any program could need, in the same minute on the
 * same machine.  See docs/performance.md.
 *
 *   bench [-g GOAL] [-r ROUNDS] [-n SAMPLES] RINGUP FLOOR_NCURSES FOLDER
 */
#include <config.h>

#include "bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/paths.h"

static const struct {
	const char *name, *about;
	goal_fn *run;
} goals[] = {
	{ "floors", "the floors by themselves", bench_floors },
	{ "sale", "goal 1, a durable sale", bench_sale },
	{ "scan", "goals 2 and 3, scan to screen", bench_scan },
	{ "start", "goal 4, starting", bench_start },
	{ "cash", "goal 5, a whole cash sale", bench_cash_sale },
	{ "burst", "goal 6, a thousand scans at once", bench_burst },
	{ "search", "goal 9, names while one types", bench_search },
	{ "price", "what a basket costs", bench_price },
	{ "devices", "USB scanners, and a till at rest", bench_devices },
	{ "import", "goal 10, a million items come in", bench_import },
};

static int
usage(void)
{
	fprintf(stderr,
	        "usage: bench [-g GOAL] [-r ROUNDS] [-n SAMPLES] RINGUP FLOOR_NCURSES FOLDER\n");
	for (size_t i = 0; i < sizeof(goals) / sizeof(goals[0]); i++)
		fprintf(stderr, "  -g %-10s %s\n", goals[i].name, goals[i].about);
	return 2;
}

static int
run_goals(const struct bench *bench, const char *only)
{
	int missed = 0, run = 0;

	for (size_t i = 0; i < sizeof(goals) / sizeof(goals[0]); i++) {
		if (only && strcmp(only, goals[i].name) != 0)
			continue;
		printf("==== %s: %s ====\n", goals[i].name, goals[i].about);
		run++;
		missed += !goals[i].run(bench);
	}
	if (!run)
		return usage();
	printf("%d of %d met all their goals\n", run - missed, run);
	return 0; /* a missed goal is news, not a failure: machines differ */
}

int
main(int argc, char **argv)
{
	struct bench bench = { .rounds = 5, .samples = 300 };
	const char *only = NULL;
	struct err err;
	int option;

	while ((option = getopt(argc, argv, "g:r:n:")) != -1) {
		if (option == 'g')
			only = optarg;
		else if (option == 'r')
			bench.rounds = atoi(optarg);
		else if (option == 'n')
			bench.samples = atoi(optarg);
		else
			return usage();
	}
	if (argc - optind != 3 || bench.rounds < 1 || bench.rounds > 32 || bench.samples < 10)
		return usage();
	bench.ringup = argv[optind];
	bench.floor_ncurses = argv[optind + 1];
	if (crypto_start(&err) || paths_join(bench.folder, argv[optind + 2], "", &err) ||
	    paths_make_folder(bench.folder, &err)) {
		fprintf(stderr, "bench: %s (%s)\n", err.msg, err.detail);
		return 5;
	}
	return run_goals(&bench, only);
}
