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

#include "devices/scanner.h"
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
	ck_assert_int_eq(scanner_open(&scanner, address, &err), RC_OK);
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
	ck_assert_int_eq(scanner_open(&scanner, address, &err), RC_OK);
	ck_assert_int_eq(scanner_read(scanner, &scan, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "line 1 of the scans is too long");
	expect("4006381333931");
}
END_TEST

START_TEST(a_fifo_is_polled_and_gives_whole_scans_only)
{
	int writer;

	ck_assert_int_eq(mkfifo(path, 0600), 0);
	ck_assert_int_eq(scanner_open(&scanner, address, &err), RC_OK);
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
	ck_assert_int_eq(scanner_open(&scanner, "replay:/nowhere/scans", &err), RC_NOT_FOUND);
	ck_assert_str_eq(err.msg, "there is no file of scans \"/nowhere/scans\"");
	ck_assert_int_eq(scanner_open(&scanner, "replay:/tmp", &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "\"/tmp\" is a folder, not a file of scans");
}
END_TEST

START_TEST(an_unknown_kind_is_refused)
{
	ck_assert_int_eq(scanner_open(&scanner, "laser:7", &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "there is no kind of scanner \"laser:7\"");
	ck_assert_str_eq(err.hint, "\"ringup devices list\" names them");
	ck_assert_int_eq(scanner_open(&scanner, "", &err), RC_REFUSED);
	ck_assert_int_eq(scanner_open(&scanner, "replayed:x", NULL), RC_REFUSED);
}
END_TEST

START_TEST(every_backend_fills_all_its_slots)
{
	const struct scanner_ops *const *ops;
	size_t count = scanner_backends(&ops), index;

	ck_assert_uint_ge(count, 1);
	for (index = 0; index < count; index++) {
		ck_assert_ptr_nonnull(ops[index]->scheme);
		ck_assert_ptr_nonnull(ops[index]->about);
		ck_assert(ops[index]->open && ops[index]->fd && ops[index]->read &&
		          ops[index]->close);
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
	tcase_add_test(tests, every_backend_fills_all_its_slots);
	suite_add_tcase(suite, tests);
	return run_suite(suite);
}
