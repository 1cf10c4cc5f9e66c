/*
 * Scans from a file, and the list of scanners.
 */
#include <config.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "devices/scanner_read.h"
#include "tests/suite.h"

static char folder[64], path[96], address[128];
static struct scanner *scanner;
static struct scan scan;
static struct err err;

static void
make_folder(void)
{
	strcpy(folder, "/tmp/ringup-test-XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/scans", folder);
	snprintf(address, sizeof address, "replay:%s", path);
}

static void
remove_folder(void)
{
	scanner_close(&scanner);
	unlink(path);
	rmdir(folder);
}

static void
write_scans(const char *text, size_t length)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	ck_assert_uint_eq(fwrite(text, 1, length, file), length);
	fclose(file);
}

static void
replay(const char *text)
{
	write_scans(text, strlen(text));
	ck_assert_int_eq(scanner_open(&scanner, address, NULL, NULL, &err), RC_OK);
}

static void
expect(const char *data)
{
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_OK);
	ck_assert_str_eq(scan.data, data);
	ck_assert_uint_eq(scan.length, strlen(data));
}

START_TEST(a_file_gives_one_scan_a_line)
{
	replay("4006381333931\n# a comment\n\n96385074\r\nlast");
	ck_assert_int_eq(scanner_fd(scanner), -1);
	expect("4006381333931");
	ck_assert_str_eq(scan.symbology, "");
	ck_assert_mem_eq(scan.device, "replay:/tmp/", 12);
	expect("96385074");
	expect("last");
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
}
END_TEST

START_TEST(control_characters_are_written_as_hex)
{
	replay("]C10109506000134352\\x1D10A\\\\B\\x00C\n");
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_OK);
	ck_assert_str_eq(scan.symbology, "]C1");
	ck_assert_uint_eq(scan.length, 24);
	ck_assert_mem_eq(scan.data,
	                 "0109506000134352\x1d"
	                 "10A\\B\0C",
	                 24);
}
END_TEST

START_TEST(a_wrong_escape_is_refused_by_its_line_and_reading_goes_on)
{
	replay("good1\nba\\d\ngood2\n");
	expect("good1");
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "line 2 of the scans: a backslash is written \\\\");
	expect("good2");
}
END_TEST

START_TEST(a_line_too_long_is_refused_and_reading_goes_on)
{
	char line[9000];

	memset(line, '1', sizeof line);
	memcpy(line + 8000, "\n4006381333931\n", 15);
	write_scans(line, 8015);
	ck_assert_int_eq(scanner_open(&scanner, address, NULL, NULL, &err), RC_OK);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "line 1 of the scans is too long");
	expect("4006381333931");
}
END_TEST

START_TEST(a_fifo_is_polled_and_gives_whole_scans_only)
{
	int writer;

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_eq(scanner_open(&scanner, address, NULL, NULL, &err), RC_OK);
	ck_assert_int_ge(scanner_fd(scanner), 0);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
	writer = open(path, O_WRONLY | O_CLOEXEC);
	ck_assert_int_eq(write(writer, "40063", 5), 5);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
	ck_assert_int_eq(write(writer, "81333931\nabc", 12), 12);
	expect("4006381333931");
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
	close(writer);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_NOT_FOUND);
}
END_TEST

START_TEST(a_file_that_is_not_there_is_named)
{
	ck_assert_int_eq(scanner_open(&scanner, "replay:/nowhere/scans", NULL, NULL, &err),
	                 RC_NOT_FOUND);
	ck_assert_str_eq(err.msg, "there is no file of scans \"/nowhere/scans\"");
	ck_assert_int_eq(scanner_open(&scanner, "replay:/tmp", NULL, NULL, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "\"/tmp\" is a folder, not a file of scans");
}
END_TEST

START_TEST(an_unknown_kind_is_refused)
{
	ck_assert_int_eq(scanner_open(&scanner, "laser:7", NULL, NULL, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "there is no kind of scanner \"laser:7\"");
	ck_assert_str_eq(err.hint, "\"ringup devices list\" names them");
	ck_assert_int_eq(scanner_open(&scanner, "", NULL, NULL, &err), RC_REFUSED);
	ck_assert_int_eq(scanner_open(&scanner, "replayed:x", NULL, NULL, NULL), RC_REFUSED);
}
END_TEST

START_TEST(a_scan_goes_through_a_message_with_all_its_bytes)
{
	struct buf message = { 0 };
	struct scan back;

	replay("]C10109506000134352\\x1D10A\\x00C\n");
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_OK);
	scan_put(&message, &scan);
	ck_assert(scan_take(&back, message.text, message.length));
	ck_assert_str_eq(back.symbology, "]C1");
	ck_assert_str_eq(back.device, scan.device);
	ck_assert_int_eq(back.at_ms, scan.at_ms);
	ck_assert_uint_eq(back.length, scan.length);
	ck_assert_mem_eq(back.data, scan.data, scan.length);
	for (size_t cut = 0; cut < 20; cut++)
		ck_assert(!scan_take(&back, message.text, cut));
	buf_done(&message);
}
END_TEST

START_TEST(how_a_device_is_goes_through_a_message)
{
	const struct device_status status = { "usb 1-5", "Voyager", DEVICE_DENIED, "no", "ask" };
	struct device_status back;
	struct buf message = { 0 };

	device_status_put(&message, &status);
	ck_assert(device_status_take(&back, message.text, message.length));
	ck_assert_str_eq(back.unit, "usb 1-5");
	ck_assert_str_eq(back.name, "Voyager");
	ck_assert_int_eq(back.state, DEVICE_DENIED);
	ck_assert_str_eq(back.sentence, "no");
	ck_assert_str_eq(back.hint, "ask");
	for (size_t cut = 0; cut < message.length; cut++)
		ck_assert(!device_status_take(&back, message.text, cut));
	buf_done(&message);
}
END_TEST

START_TEST(every_kind_has_a_backend)
{
	const struct scanner_kind *kinds;
	size_t count = scanner_kinds(&kinds), index;
	char nowhere[64];

	ck_assert_uint_ge(count, 1);
	for (index = 0; index < count; index++) {
		ck_assert_ptr_nonnull(kinds[index].about);
		snprintf(nowhere, sizeof nowhere, "%s:/nowhere", kinds[index].scheme);
		if (!scanner_open(&scanner, nowhere, NULL, NULL, &err))
			scanner_close(&scanner);
		else
			ck_assert_ptr_null(strstr(err.msg, "this build"));
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("scanner");
	TCase *tests = tcase_create("replay");

	tcase_add_checked_fixture(tests, make_folder, remove_folder);
	tcase_add_test(tests, a_file_gives_one_scan_a_line);
	tcase_add_test(tests, control_characters_are_written_as_hex);
	tcase_add_test(tests, a_wrong_escape_is_refused_by_its_line_and_reading_goes_on);
	tcase_add_test(tests, a_line_too_long_is_refused_and_reading_goes_on);
	tcase_add_test(tests, a_fifo_is_polled_and_gives_whole_scans_only);
	tcase_add_test(tests, a_file_that_is_not_there_is_named);
	tcase_add_test(tests, an_unknown_kind_is_refused);
	tcase_add_test(tests, a_scan_goes_through_a_message_with_all_its_bytes);
	tcase_add_test(tests, how_a_device_is_goes_through_a_message);
	tcase_add_test(tests, every_kind_has_a_backend);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
