/*
 * Scanners on a serial line, which is a pty here, and the one that is out of order.
 */
#include <config.h>

#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "devices/scanner_read.h"
#include "tests/suite.h"

#define PATIENCE_MS 10000

static int line = -1;
static char address[128];
static struct scanner *scanner;
static struct scan scan;
static struct err err;
static struct device_status told;

static void
tell(void *context, const struct device_status *status)
{
	(void)context;
	told = *status;
}

static void
begin(void)
{
	line = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
	ck_assert_int_ge(line, 0);
	ck_assert(grantpt(line) == 0 && unlockpt(line) == 0);
	snprintf(address, sizeof address, "serial:%s 115200 8n1", ptsname(line));
	ck_assert_int_eq(scanner_open(&scanner, address, tell, NULL, &err), RC_OK);
	memset(&told, 0, sizeof told);
}

static void
end(void)
{
	scanner_close(&scanner);
	if (line >= 0)
		close(line);
	line = -1;
}

static void
send_bytes(const char *bytes, size_t count)
{
	ck_assert_int_eq(write(line, bytes, count), (ssize_t)count);
}

/* Reads as a worker does, until something other than "nothing yet" comes. */
static enum outcome
wait_for(bool (*is_met)(void))
{
	enum outcome outcome;

	while ((outcome = scanner_read(scanner, &scan, &err)) == RC_NOT_FOUND) {
		struct pollfd watched = { .fd = scanner_fd(scanner), .events = POLLIN };
		int wait_ms = scanner_wait_ms(scanner);

		if (is_met && is_met())
			return RC_NOT_FOUND;
		ck_assert_msg(poll(&watched, 1, wait_ms < 0 ? PATIENCE_MS : wait_ms) > 0 ||
		                      wait_ms >= 0,
		              "nothing came");
	}
	return outcome;
}

static void
expect(const char *symbology, const char *data)
{
	ck_assert_int_eq(wait_for(NULL), RC_OK);
	ck_assert_str_eq(scan.symbology, symbology);
	ck_assert_str_eq(scan.data, data);
}

static bool
is_told(void)
{
	return told.sentence[0];
}

START_TEST(cr_lf_and_etx_end_a_code_and_stx_begins_one)
{
	static const char bytes[] = "4006381333931\r\n96385074\nnoise\x02]E0"
	                            "4012345678901\x03\r\n";

	send_bytes(bytes, sizeof bytes - 1);
	expect("", "4006381333931");
	expect("", "96385074");
	expect("]E0", "4012345678901");
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
	ck_assert_mem_eq(scan.device, "serial:/dev/", 12);
}
END_TEST

START_TEST(a_scanner_that_ends_no_code_is_understood_by_its_pauses)
{
	send_bytes("96385074", 8);
	expect("", "96385074");
}
END_TEST

START_TEST(half_a_code_of_one_that_ends_them_is_dropped_and_told)
{
	send_bytes("96385074\r", 9);
	expect("", "96385074");
	send_bytes("40063", 5);
	ck_assert_int_eq(wait_for(is_told), RC_NOT_FOUND);
	ck_assert_str_eq(told.sentence, "only a part of a code came");
	send_bytes("4006381333931\r", 14);
	expect("", "4006381333931");
}
END_TEST

START_TEST(nul_and_gs_are_data)
{
	send_bytes("A\0B\x1d"
	           "C\r",
	           6);
	ck_assert_int_eq(wait_for(NULL), RC_OK);
	ck_assert_uint_eq(scan.length, 5);
	ck_assert_mem_eq(scan.data,
	                 "A\0B\x1d"
	                 "C",
	                 5);
}
END_TEST

START_TEST(a_line_that_is_gone_is_told)
{
	close(line);
	line = -1;
	ck_assert_int_eq(wait_for(NULL), RC_OFFLINE);
	ck_assert_str_eq(err.msg, "the scanner is unplugged");
}
END_TEST

START_TEST(what_is_no_line_is_refused_by_name)
{
	static const struct {
		const char *address, *sentence;
		enum outcome outcome;
	} wrong[] = {
		{ "serial:ttyS0",
		  "a serial line is written /dev/ttyS0, with its speed behind it",
		  RC_REFUSED },
		{ "serial:/dev/null", "/dev/null is no serial line", RC_REFUSED },
		{ "serial:/nowhere", "there is no device at /nowhere", RC_OFFLINE },
		{ "serial:/dev/null 9700", "\"9700\" is no speed of a serial line", RC_REFUSED },
		{ "faults:fire", "\"fire\" is no fault of a scanner", RC_REFUSED },
	};

	scanner_close(&scanner);
	for (size_t index = 0; index < sizeof wrong / sizeof *wrong; index++) {
		ck_assert_int_eq(scanner_open(&scanner, wrong[index].address, tell, NULL, &err),
		                 wrong[index].outcome);
		ck_assert_str_eq(err.msg, wrong[index].sentence);
	}
}
END_TEST

START_TEST(a_scanner_out_of_order_does_what_its_file_says)
{
	char folder[] = "/tmp/ringup-test-XXXXXX", path[64], faulty[80];
	FILE *file;

	scanner_close(&scanner);
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/fault", folder);
	snprintf(faulty, sizeof faulty, "faults:%s", path);
	ck_assert_int_eq(scanner_open(&scanner, faulty, tell, NULL, &err), RC_OK);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
	ck_assert_int_eq(told.state, DEVICE_READY);
	file = fopen(path, "w");
	fputs("cut\n", file);
	fclose(file);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_OK);
	ck_assert_str_eq(scan.data, "400638");
	ck_assert_int_eq(told.state, DEVICE_TROUBLE);
	file = fopen(path, "w");
	fputs("garbage\n", file);
	fclose(file);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_OK);
	ck_assert_uint_eq(scan.length, 8);
	ck_assert_int_eq(told.state, DEVICE_READY);
	unlink(path);
	rmdir(folder);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("serial_scanner");
	TCase *tests = tcase_create("serial");

	tcase_set_timeout(tests, 30);
	tcase_add_checked_fixture(tests, begin, end);
	tcase_add_test(tests, cr_lf_and_etx_end_a_code_and_stx_begins_one);
	tcase_add_test(tests, a_scanner_that_ends_no_code_is_understood_by_its_pauses);
	tcase_add_test(tests, half_a_code_of_one_that_ends_them_is_dropped_and_told);
	tcase_add_test(tests, nul_and_gs_are_data);
	tcase_add_test(tests, a_line_that_is_gone_is_told);
	tcase_add_test(tests, what_is_no_line_is_refused_by_name);
	tcase_add_test(tests, a_scanner_out_of_order_does_what_its_file_says);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
