/*
 * Goal 10: a million items into an empty shop, with all checks, against the sqlite3 shell's .import
 * of the same file into a table keyed by GTIN, in turn; the memory it takes; and what a sale costs
 * while it runs.
 */
#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/err.h"
#include "base/paths.h"
#include "bench.h"
#include "sales.h"
#include "samples.h"
#include "shops.h"

#define MANY 1000000
#define ROUNDS 3 /* of some seconds each */
#define PAUSE_US 2000
#define TABLE                                                                                      \
	"CREATE TABLE item(number INTEGER, name TEXT, gtins INTEGER PRIMARY KEY,"                  \
	" department INTEGER, price TEXT)"

struct import {
	const struct bench *bench;
	char shop[PATH_MAX], file[PATH_MAX], floor[PATH_MAX];
	double most_mib;
};

/* ---- two programs ---- */

static pid_t
start(const char *const argv[])
{
	int nowhere;
	pid_t pid;

	fflush(stdout);
	pid = fork();

	if (pid == 0) {
		nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
		dup2(nowhere, STDIN_FILENO);
		dup2(nowhere, STDOUT_FILENO);
		execvp(argv[0], (char *const *)argv);
		_exit(127);
	}
	return pid;
}

/* False: it is not there, or failed. */
static bool
finish(pid_t pid, double *mib)
{
	struct rusage usage;
	int status;

	if (pid < 0 || wait4(pid, &status, 0, &usage) != pid)
		return false;
	*mib = (double)usage.ru_maxrss / 1024;
	return status == 0;
}

static pid_t
start_import(const struct import *import)
{
	const char *const argv[] = {
		import->bench->ringup, "import", "--shop", import->shop, "items", import->file, NULL
	};

	return start(argv);
}

static int64_t
import_all(struct import *import)
{
	double mib = 0;
	int64_t began;

	shop_make_empty(import->bench, import->shop);
	began = now_ns();
	if (!finish(start_import(import), &mib))
		return -1;
	if (mib > import->most_mib)
		import->most_mib = mib;
	return now_ns() - began;
}

static int64_t
import_by_shell(const struct import *import)
{
	char dot_import[PATH_MAX + 32];
	const char *const table[] = { "sqlite3", import->floor, TABLE, NULL };
	const char *const argv[] = { "sqlite3", import->floor, ".mode csv", dot_import, NULL };
	double mib;
	int64_t began;

	snprintf(dot_import, sizeof(dot_import), ".import --skip 1 %s item", import->file);
	unlink(import->floor);
	if (!finish(start(table), &mib))
		return -1;
	began = now_ns();
	if (!finish(start(argv), &mib))
		return -1;
	return now_ns() - began;
}

static bool
compare(struct import *import, const char *name, bool shuffled, double limit)
{
	struct comparison comparison = { .name = name,
		                         .mine_is = "ringup import items",
		                         .floor_is = "sqlite3 .import",
		                         .limit_p50 = limit };

	shop_write_items(import->file, MANY, shuffled);
	for (int round = 0; round < ROUNDS; round++) {
		int64_t mine, floor;

		comparison_begin(&comparison);
		mine = import_all(import);
		floor = import_by_shell(import);
		if (mine < 0 || floor < 0) {
			printf("  not taken: %s did not succeed\n",
			       mine < 0 ? "the import" : "the program sqlite3");
			return false;
		}
		samples_add(&comparison.mine, mine);
		samples_add(&comparison.floor, floor);
		comparison_end(&comparison);
	}
	return comparison_print(&comparison);
}

/* ---- a till beside it ---- */

static void
sell(struct samples *samples, struct ledger *ledger, int64_t number)
{
	struct entry entry;
	int64_t began;

	sales_entry(&entry, number);
	began = now_ns();
	sales_append(ledger, &entry, true);
	samples_add(samples, now_ns() - began);
	entry_done(&entry);
	usleep(PAUSE_US);
}

static bool
is_running(pid_t pid)
{
	siginfo_t ended = { .si_pid = 0 };

	return pid > 0 && waitid(P_PID, (id_t)pid, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       ended.si_pid == 0;
}

static bool
sell_meanwhile(struct import *import)
{
	struct samples quiet = { 0 }, busy = { 0 };
	struct ledger *ledger;
	double mib, ratio;
	int64_t number = 0;
	pid_t pid;

	shop_make_empty(import->bench, import->shop);
	sales_begin(import->shop);
	ledger = sales_open(import->shop, LEDGER_WRITE);
	while (number < 1000)
		sell(&quiet, ledger, ++number);
	pid = start_import(import);
	while (is_running(pid))
		sell(&busy, ledger, ++number);
	if (!finish(pid, &mib))
		return false;
	ledger_close(&ledger);
	ratio = samples_us(&busy, 99) / samples_us(&quiet, 99);
	printf("a sale, quiet: p50 %.0f us, p99 %.0f us; while items come in: p50 %.0f us, p99 "
	       "%.0f us\n",
	       samples_us(&quiet, 50), samples_us(&quiet, 99), samples_us(&busy, 50),
	       samples_us(&busy, 99));
	samples_done(&quiet);
	samples_done(&busy);
	return figure_print("p99 of a sale while items come in, to quiet", ratio, "", 3);
}

bool
bench_import(const struct bench *bench)
{
	struct import import = { .bench = bench };
	bool met;

	if (paths_join(import.shop, bench->folder, "import", NULL) ||
	    paths_join(import.file, bench->folder, "import.csv", NULL) ||
	    paths_join(import.floor, bench->folder, "import-floor.db", NULL))
		return false;
	met = compare(&import, "a million items in the order of their numbers", false, 0.75);
	met &= compare(&import, "a million items in no order", true, 0.5);
	met &= figure_print("memory", import.most_mib, " MiB", 128);
	met &= sell_meanwhile(&import);
	unlink(import.file);
	unlink(import.floor);
	return met;
}
