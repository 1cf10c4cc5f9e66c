/*
 * The devices of an open till: their workers give scans and say how they are, and come back when
 * they fail.  This program is its own helper.
 */
#include <config.h>

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/helper.h"
#include "base/lang.h"
#include "shop/setup.h"
#include "devices/scanner_read.h"
#include "counter/counter.h"
#include "tests/folder.h"
#include "tests/suite.h"

#define CAP_MS 10000

static char shop[128], fifo[128];
static struct loop *loop;
static struct counter *counter;
static struct scan last;
static int scans;
static struct err err;

/* ---- a shop ---- */

static void
set(const char *key, const char *value)
{
	struct ledger *ledger;
	struct settings settings;
	struct entry entry;

	ck_assert_msg(!ledger_open(&ledger, shop, LEDGER_WRITE, &err), "%s", err.msg);
	ck_assert_int_eq(settings_load(&settings, ledger, &err), RC_OK);
	entry_init(&entry, ENTRY_SETTING);
	entry.till = ledger_till(ledger);
	entry.at = clock_system.now(NULL);
	ck_assert_msg(!settings_set(&settings, ledger, key, value, &entry, &err), "%s", err.msg);
	entry_done(&entry);
	ledger_close(&ledger);
}

static void
make_shop(void)
{
	struct setup setup = {
		.country = "DE",
		.currency = "EUR",
		.name = "Shop",
		.manager_name = "Anna",
		.manager_pin = "2468",
		.departments = "grocery",
	};
	char recovery[512];

	folder_make();
	snprintf(shop, sizeof shop, "%s", in_folder("shop"));
	snprintf(fifo, sizeof fifo, "%s", in_folder("scans"));
	setup.at = clock_system.now(NULL);
	ck_assert_msg(!setup_make(shop, &setup, recovery, &err), "%s", err.msg);
	ck_assert_int_eq(mkfifo(fifo, 0600), 0);
	scans = 0;
}

static void
remove_shop(void)
{
	counter_close(&counter);
	if (loop)
		loop_free(&loop);
	folder_remove();
}

static void
take_scan(void *context, const struct scan *scan)
{
	(void)context;
	last = *scan;
	scans++;
}

static void
open_with(const char *scanners)
{
	const struct counter_options options = {
		.folder = shop, .by_hand = true, .clock = &clock_system, .pin_here = true
	};
	const struct counter_events events = { .scan = take_scan };

	set("scanners", scanners);
	loop = loop_new();
	ck_assert_msg(!counter_open(&counter, &options, loop, &err), "%s", err.msg);
	counter_listen(counter, &events);
}

/* ---- waiting for conditions ---- */

static struct device_row
row_of(const char *address)
{
	struct device_row rows[8];
	size_t count = counter_devices(counter, rows, 8);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].address, address) == 0)
			return rows[i];
	}
	return (struct device_row){ .status.state = DEVICE_STATES };
}

static void
wait_for(const char *address, enum device_state state)
{
	int64_t due_ms = when_monotonic_ms() + CAP_MS;

	while (row_of(address).status.state != state) {
		ck_assert_msg(when_monotonic_ms() < due_ms, "%s is never %d", address, (int)state);
		loop_turn(loop, 10);
	}
}

static void
wait_for_scans(int count)
{
	int64_t due_ms = when_monotonic_ms() + CAP_MS;

	while (scans < count) {
		ck_assert_msg(when_monotonic_ms() < due_ms, "only %d scans came", scans);
		loop_turn(loop, 10);
	}
}

static void
write_scan(const char *line)
{
	int fd = open(fifo, O_WRONLY | O_CLOEXEC | O_NONBLOCK);

	ck_assert_int_ge(fd, 0); /* somebody reads */
	ck_assert_int_eq(write(fd, line, strlen(line)), (ssize_t)strlen(line));
	close(fd);
}

/* ---- tests ---- */

START_TEST(a_scan_comes_as_an_event_with_its_device)
{
	char address[160];

	snprintf(address, sizeof address, "replay:%s", fifo);
	open_with(address);
	wait_for(address, DEVICE_READY);
	write_scan("]E04006381333931\n");
	wait_for_scans(1);
	ck_assert_str_eq(last.symbology, "]E0");
	ck_assert_str_eq(last.data, "4006381333931");
	ck_assert_mem_eq(last.device, "replay:/", 8);
	write_scan("one\ntwo\nthree\n");
	wait_for_scans(4);
	ck_assert_str_eq(last.data, "three");
	ck_assert_str_eq(counter_device_trouble(counter), "");
}
END_TEST

START_TEST(each_of_several_scanners_is_listed)
{
	char both[320], address[160];

	snprintf(address, sizeof address, "replay:%s", fifo);
	snprintf(both, sizeof both, "%s\n\nreplay:/nowhere/scans", address);
	open_with(both);
	wait_for(address, DEVICE_READY);
	wait_for("replay:/nowhere/scans", DEVICE_AWAY);
	ck_assert_str_eq(counter_device_trouble(counter),
	                 "there is no file of scans \"/nowhere/scans\"");
}
END_TEST

START_TEST(a_kind_that_is_not_there_says_so)
{
	open_with("laser:1");
	wait_for("laser:1", DEVICE_TROUBLE);
	ck_assert_str_eq(row_of("laser:1").status.hint, "\"ringup devices list\" names them");
}
END_TEST

START_TEST(a_worker_that_dies_is_started_again)
{
	char address[160], command[64], number[32];
	FILE *children;

	snprintf(address, sizeof address, "replay:%s", fifo);
	open_with(address);
	wait_for(address, DEVICE_READY);
	snprintf(command, sizeof command, "/proc/self/task/%d/children", (int)getpid());
	children = fopen(command, "re");
	ck_assert_ptr_nonnull(children);
	ck_assert_ptr_nonnull(fgets(number, sizeof number, children));
	fclose(children);
	kill((pid_t)atol(number), SIGKILL);
	wait_for(address, DEVICE_TROUBLE);
	wait_for(address, DEVICE_READY);
	write_scan("after\n");
	wait_for_scans(1);
	ck_assert_str_eq(last.data, "after");
}
END_TEST

START_TEST(a_script_starts_no_scanners)
{
	const struct counter_options options = { .folder = shop, .pin_here = true };
	struct device_row rows[2];

	set("scanners", "replay:/nowhere/scans");
	loop = loop_new();
	ck_assert_msg(!counter_open(&counter, &options, loop, &err), "%s", err.msg);
	loop_turn(loop, 0);
	loop_turn(loop, 0);
	ck_assert_uint_eq(counter_devices(counter, rows, 2), 0);
}
END_TEST

static int
help(const char *kind)
{
	helper_begin();
	return strcmp(kind, "scanner") == 0 ? scanner_worker() : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
	Suite *suite;
	TCase *tests;

	lang_start();
	if (crypto_start(NULL))
		return EXIT_FAILURE;
	if (argc == 3 && strcmp(argv[1], "helper") == 0)
		return help(argv[2]);
	helper_set_program("/proc/self/exe");
	suite = suite_create("devices");
	tests = tcase_create("the devices of an open till");
	tcase_set_timeout(tests, 60);
	tcase_add_checked_fixture(tests, make_shop, remove_shop);
	tcase_add_test(tests, a_scan_comes_as_an_event_with_its_device);
	tcase_add_test(tests, each_of_several_scanners_is_listed);
	tcase_add_test(tests, a_kind_that_is_not_there_says_so);
	tcase_add_test(tests, a_worker_that_dies_is_started_again);
	tcase_add_test(tests, a_script_starts_no_scanners);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
