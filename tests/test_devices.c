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
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/crypto.h"
#include "base/helper.h"
#include "base/lang.h"
#include "shop/setup.h"
#include "devices/display_show.h"
#include "devices/scanner_read.h"
#include "counter/counter.h"
#include "counter/display_socket.h"
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

/* ---- the customer's display ---- */

/* A pty stands for the serial line: what the display gets is read from its other end. */
static int
open_pty(char path[static 64])
{
	int fd = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);

	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(grantpt(fd), 0);
	ck_assert_int_eq(unlockpt(fd), 0);
	ck_assert_int_eq(ptsname_r(fd, path, 64), 0);
	return fd;
}

static void
wait_for_bytes(int fd, const char *wanted)
{
	int64_t due_ms = when_monotonic_ms() + CAP_MS;
	struct buf got = { 0 };
	char bytes[512];

	buf_add(&got, "");
	while (!memmem(got.text, got.length, wanted, strlen(wanted))) {
		ssize_t count = read(fd, bytes, sizeof bytes);

		ck_assert_msg(when_monotonic_ms() < due_ms, "\"%s\" never came", wanted);
		if (count > 0)
			buf_add_bytes(&got, bytes, (size_t)count);
		else
			loop_turn(loop, 10);
	}
	buf_done(&got);
}

static void
act(const char *line)
{
	struct command command;
	struct answer answer = { 0 };

	ck_assert_msg(!command_parse(&command, line, false, 2, &err), "%s: %s", line, err.msg);
	counter_do(counter, &command);
	answer_done(&answer);
}

static void
sell_something(int fd)
{
	act("sign-on 1 2468");
	act("open-shift 100.00");
	act("open 1 12.50");
	wait_for_bytes(fd, "Total          12,50");
	act("total");
	wait_for_bytes(fd, "To pay         12,50");
	act("cash 20.00");
	wait_for_bytes(fd, "Change          7,50");
}

START_TEST(the_customer_sees_item_total_and_change)
{
	char path[64], address[80];
	int fd = open_pty(path);

	snprintf(address, sizeof address, "cd5220:%s", path);
	set("language", "en");
	set("display", address);
	open_with("");
	wait_for(address, DEVICE_READY);
	wait_for_bytes(fd, "        Shop        ");
	sell_something(fd);
	close(fd);
}
END_TEST

START_TEST(a_display_that_is_torn_out_shows_what_is_true_when_it_is_back)
{
	char path[64], address[200];
	int fd = open_pty(path);

	set("language", "en");
	snprintf(address, sizeof address, "epson:%s", in_folder("ttyUSB0"));
	ck_assert_int_eq(symlink(path, in_folder("ttyUSB0")), 0);
	set("display", address);
	open_with("");
	wait_for(address, DEVICE_READY);
	close(fd);
	unlink(in_folder("ttyUSB0"));
	wait_for(address, DEVICE_AWAY);
	ck_assert_str_ne(counter_device_trouble(counter), "");
	act("sign-on 1 2468");
	act("open-shift 100.00");
	act("open 1 12.50");
	fd = open_pty(path);
	ck_assert_int_eq(symlink(path, in_folder("ttyUSB0")), 0);
	wait_for_bytes(fd, "Total          12,50");
	wait_for(address, DEVICE_READY);
	close(fd);
}
END_TEST

START_TEST(screens_for_the_customer_are_told_the_same)
{
	struct display_facts facts = { 0 };
	char bytes[1024];
	ssize_t count;
	int fd;

	set("language", "en");
	open_with("");
	while (display_socket_connect(&fd, shop, &err))
		loop_turn(loop, 10);
	act("sign-on 1 2468");
	act("open-shift 100.00");
	act("open 1 12.50");
	act("total");
	while (facts.moment != DISPLAY_TOTAL) {
		loop_turn(loop, 10);
		count = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT);
		if (count > 0)
			ck_assert(display_take(&facts, bytes, (size_t)count));
	}
	ck_assert_str_eq(facts.label, "To pay");
	ck_assert_str_eq(facts.sum, "12,50");
	counter_close(&counter);
	while ((count = recv(fd, bytes, sizeof bytes, 0)) > 0)
		;
	ck_assert_int_eq(count, 0);
	close(fd);
	ck_assert_int_eq(display_socket_connect(&fd, shop, &err), RC_OFFLINE);
}
END_TEST

static int
help(const char *kind)
{
	helper_begin();
	if (strcmp(kind, "display") == 0)
		return display_worker();
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
	tcase_add_test(tests, the_customer_sees_item_total_and_change);
	tcase_add_test(tests, a_display_that_is_torn_out_shows_what_is_true_when_it_is_back);
	tcase_add_test(tests, screens_for_the_customer_are_told_the_same);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
