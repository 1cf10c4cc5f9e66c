/*
 * Scanners on an emulated bus: from their report to the screen; keys while one is torn out and
 * plugged in; what a till costs that nobody uses.  The goal "devices" of bench.c starts it.
 *
 *   bench_devices RINGUP FLOOR_NCURSES FOLDER ROUNDS SAMPLES
 */
#include <config.h>

#include <dirent.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/crypto.h"
#include "bench.h"
#include "samples.h"
#include "shops.h"
#include "slave.h"
#include "tests/devices/emulator.h"

#define ITEMS 1000
#define LINES 10
#define SETTLE_US 1500
#define REST_US 20000
#define PLUGS 30
#define IDLE_US 10000000
#define GAP_LIMIT_MS 15
#define IDLE_LIMIT_PERCENT 0.1

static const struct emulated voyager = { EMULATED_HONEYWELL, 0x0c2e, 0x0b61,
	                                 "Voyager 1450g",    "S1",   .is_deaf = false };

static struct emulator *emulator;
static struct emulator_device *device;
static struct bench_shop shop;

static int64_t
scan_by_usb(struct slave *till, int64_t index)
{
	char code[SHOP_SCAN_MAX], name[SHOP_NAME_MAX];
	int64_t begin;

	shop_scan(&shop, index, code, name);
	code[strcspn(code, "\r")] = '\0';
	begin = now_ns();
	emulator_scan_text(device, code + strlen(shop.prefix));
	return slave_await(till, name) - begin;
}

static int64_t
scan_by_floor(struct slave *floor, int64_t index)
{
	char text[SHOP_NAME_MAX];

	snprintf(text, sizeof text, "line %" PRId64 ".", index);
	return slave_round_trip(floor, "4006381333931\r", text);
}

static bool
compare_scans(const struct bench *bench, struct slave *till, struct slave *floor)
{
	struct comparison comparison = { .name = "a USB scanner's report to the screen",
		                         .mine_is = "ringup sell, libusb",
		                         .floor_is = "ncurses floor, pty" };
	int64_t index = 0;

	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples; i++) {
			index++;
			samples_add(&comparison.mine, scan_by_usb(till, index));
			if (index % LINES == 0)
				shop_pay(till, "");
			slave_settle(till, REST_US);
			samples_add(&comparison.floor, scan_by_floor(floor, index));
			slave_settle(floor, REST_US);
		}
		comparison_end(&comparison);
	}
	return comparison_print(&comparison);
}

/* The slowest of some keys, each waited for. */
static int64_t
slowest_key(struct slave *till)
{
	static const char *const keys[][2] = {
		{ "7", "7" }, { "3", "73" }, { "9", "739" }, { "1", "7391" }
	};
	int64_t slowest = 0;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		int64_t took = slave_round_trip(till, keys[i][0], keys[i][1]);

		if (took > slowest)
			slowest = took;
	}
	slave_send(till, "\177\177\177\177");
	slave_settle(till, SETTLE_US);
	return slowest;
}

static void
note_slowest(int64_t *slowest, struct slave *till)
{
	int64_t took = slowest_key(till);

	if (took > *slowest)
		*slowest = took;
}

/* As many keys in peace, in turn: on a busy machine those are slow too. */
static bool
measure_gap(struct slave *till)
{
	int64_t torn = 0, peace = 0;

	for (int count = 0; count < PLUGS; count++) {
		note_slowest(&peace, till);
		emulator_unplug(&device);
		note_slowest(&torn, till);
		note_slowest(&peace, till);
		device = emulator_plug(emulator, &voyager);
		note_slowest(&torn, till);
		emulator_await_reader(device);
	}
	figure_print("slowest key in peace", (double)peace / 1e6, "ms", 0);
	return figure_print("slowest key while a scanner is torn out and plugged in",
	                    (double)torn / 1e6, "ms", GAP_LIMIT_MS);
}

/* Processor time of a process, by the scheduler's account. */
static int64_t
spent_ns(pid_t pid)
{
	char path[64];
	int64_t spent = 0;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/schedstat", (int)pid);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%" SCNd64, &spent) != 1)
		spent = 0;
	if (file)
		fclose(file);
	return spent;
}

/* The till's and its children's. */
static int64_t
spent_by_all_ns(pid_t till)
{
	char path[64];
	int64_t spent = spent_ns(till);
	int child;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%d/task/%d/children", (int)till, (int)till);
	file = fopen(path, "re");
	while (file && fscanf(file, "%d", &child) == 1)
		spent += spent_ns(child);
	if (file)
		fclose(file);
	return spent;
}

static bool
measure_idle(struct slave *till)
{
	int64_t begin_ns, spent;

	slave_settle(till, IDLE_US / 2); /* names for the search are loaded, and so on */
	begin_ns = now_ns();
	spent = spent_by_all_ns(slave_pid(till));
	slave_settle(till, IDLE_US);
	spent = spent_by_all_ns(slave_pid(till)) - spent;
	return figure_print("processor of an idle till with a USB scanner",
	                    100.0 * (double)spent / (double)(now_ns() - begin_ns), "%",
	                    IDLE_LIMIT_PERCENT);
}

static void
set_scanners(const struct bench *bench)
{
	char command[3 * PATH_MAX];

	snprintf(command, sizeof command,
	         "'%s' settings --shop '%s' scanners hidpos:", bench->ringup, shop.folder);
	if (system(command) != 0)
		exit(EXIT_FAILURE);
}

int
main(int argc, char **argv)
{
	char *floor_words[3] = { NULL };
	struct bench bench = { 0 };
	struct slave *till, *floor;
	bool met;

	if (argc != 6)
		return 2;
	emulator_enter(argv);
	bench.ringup = argv[1];
	floor_words[0] = argv[2];
	snprintf(bench.folder, sizeof bench.folder, "%s", argv[3]);
	bench.rounds = atoi(argv[4]);
	bench.samples = atoi(argv[5]);
	if (crypto_start(NULL))
		return 5;
	shop_get(&shop, &bench, ITEMS, 0, "~");
	set_scanners(&bench);
	emulator = emulator_start();
	device = emulator_plug(emulator, &voyager);
	till = shop_open(&bench, &shop);
	emulator_await_reader(device);
	floor = slave_start(floor_words, NULL);
	slave_await(floor, "READY");
	met = compare_scans(&bench, till, floor);
	met &= measure_gap(till);
	met &= measure_idle(till);
	slave_stop(&floor);
	slave_stop(&till);
	emulator_stop(&emulator);
	return !met;
}
