/*
 * Files and folders, and the log that is one of them.
 */
#include <config.h>

#include "base/paths.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "tests/folder.h"
#include "tests/suite.h"

static char out[PATH_MAX];
static struct err err;

static bool
exists(const char *path)
{
	struct stat is;

	return lstat(path, &is) == 0;
}

static unsigned
mode_of(const char *path)
{
	struct stat is;

	ck_assert_int_eq(stat(path, &is), 0);
	return is.st_mode & 07777;
}

static void
expect_text(const char *path, const char *text)
{
	char *found;
	size_t length;

	ck_assert_int_eq(paths_read_file(path, 1000, &found, &length, &err), RC_OK);
	ck_assert_str_eq(found, text);
	ck_assert_uint_eq(length, strlen(text));
	free(found);
}

START_TEST(the_shop_is_where_it_is_said_to_be)
{
	setenv("RINGUP_SHOP", "/env/shop", 1);
	setenv("XDG_DATA_HOME", "/data", 1);
	setenv("HOME", "/home/anna", 1);
	ck_assert_int_eq(paths_shop(out, "given", &err), RC_OK);
	ck_assert_str_eq(out, "given");
	ck_assert_int_eq(paths_shop(out, NULL, &err), RC_OK);
	ck_assert_str_eq(out, "/env/shop");
	unsetenv("RINGUP_SHOP");
	ck_assert_int_eq(paths_shop(out, "", &err), RC_OK);
	ck_assert_str_eq(out, "/data/ringup/shop");
	ck_assert_int_eq(paths_demo(out, NULL, &err), RC_OK);
	ck_assert_str_eq(out, "/data/ringup/demo");
	ck_assert_int_eq(paths_demo(out, "/x", &err), RC_OK);
	ck_assert_str_eq(out, "/x");
}
END_TEST

START_TEST(without_xdg_it_is_under_home_or_var)
{
	unsetenv("RINGUP_SHOP");
	setenv("XDG_DATA_HOME", "relative", 1); /* to be ignored */
	setenv("HOME", "/home/anna", 1);
	ck_assert_int_eq(paths_shop(out, NULL, &err), RC_OK);
	ck_assert_str_eq(out, geteuid() ? "/home/anna/.local/share/ringup/shop"
	                                : "/var/lib/ringup/shop");
	ck_assert_int_eq(paths_demo(out, NULL, &err), RC_OK);
	ck_assert_str_eq(out, geteuid() ? "/home/anna/.local/share/ringup/demo"
	                                : "/var/lib/ringup/demo");
	unsetenv("HOME");
	if (geteuid() != 0) {
		ck_assert_int_eq(paths_shop(out, NULL, &err), RC_NOT_FOUND);
		ck_assert_str_eq(err.hint, "name it with --shop DIR");
	}
}
END_TEST

START_TEST(program_data_can_be_elsewhere)
{
	setenv("RINGUP_DATADIR", "/src/data/", 1);
	ck_assert_int_eq(paths_data(out, "keymap.conf", &err), RC_OK);
	ck_assert_str_eq(out, "/src/data/keymap.conf");
	unsetenv("RINGUP_DATADIR");
	ck_assert_int_eq(paths_data(out, "keymap.conf", &err), RC_OK);
	ck_assert_str_eq(out, PKGDATADIR "/keymap.conf");
}
END_TEST

START_TEST(names_too_long_for_a_path_are_refused)
{
	char name[PATH_MAX + 10];

	memset(name, 'x', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	strcpy(out, "before");
	ck_assert_int_eq(paths_join(out, "/", name, &err), RC_REFUSED);
	ck_assert_int_eq(paths_shop(out, name, &err), RC_REFUSED);
	ck_assert_int_eq(paths_make_folder(name, &err), RC_REFUSED);
	ck_assert_str_eq(out, "before");
}
END_TEST

START_TEST(folders_are_made_all_the_way)
{
	const char *path = in_folder("a/b//c/");

	ck_assert_int_eq(paths_make_folder(path, &err), RC_OK);
	ck_assert_int_eq(paths_make_folder(path, &err), RC_OK); /* it is there already */
	ck_assert_uint_eq(mode_of(in_folder("a/b/c")) & 07, 0);
	file_in_folder("file", "x", 1);
	ck_assert_int_eq(paths_make_folder(in_folder("file/d"), &err), RC_SYSTEM);
	ck_assert_ptr_nonnull(strstr(err.detail, "making the folder"));
}
END_TEST

START_TEST(a_replaced_file_is_the_old_one_or_the_new)
{
	const char *path = in_folder("key");

	ck_assert_int_eq(paths_replace_file(path, "old", 3, 0600, &err), RC_OK);
	ck_assert_uint_eq(mode_of(path), 0600);
	expect_text(path, "old");
	ck_assert_int_eq(paths_replace_file(path, "newer", 5, 0640, &err), RC_OK);
	expect_text(path, "newer");
	ck_assert_uint_eq(mode_of(path), 0640);
	ck_assert(!exists(in_folder("key.part")));
	ck_assert_int_eq(paths_replace_file(in_folder("absent/key"), "x", 1, 0600, &err),
	                 RC_SYSTEM);
	ck_assert_str_eq(err.msg, "a file is missing");
}
END_TEST

START_TEST(a_replacement_never_follows_a_link)
{
	const char *target = file_in_folder("target", "safe", 4);

	ck_assert_int_eq(symlink(target, in_folder("key.part")), 0);
	ck_assert_int_eq(paths_replace_file(in_folder("key"), "x", 1, 0600, &err), RC_SYSTEM);
	expect_text(target, "safe");
}
END_TEST

START_TEST(a_device_is_written_to_and_stays)
{
	const char *pipe_name = in_folder("pipe");
	struct stat status;
	char got[4] = "";
	int fd;

	ck_assert_int_eq(mkfifo(pipe_name, 0600), 0);
	ck_assert_int_ge(fd = open(pipe_name, O_RDWR | O_NONBLOCK), 0);
	ck_assert_int_eq(paths_replace_file(pipe_name, "abc", 3, 0600, &err), RC_OK);
	ck_assert_int_eq(read(fd, got, 3), 3);
	ck_assert_str_eq(got, "abc");
	ck_assert_int_eq(stat(pipe_name, &status), 0);
	ck_assert(S_ISFIFO(status.st_mode));
	close(fd);
}
END_TEST

START_TEST(a_file_is_read_whole_or_not)
{
	char *text = NULL;
	size_t length = 0;
	const char *path = file_in_folder("a", "12345", 5);

	ck_assert_int_eq(paths_read_file(path, 5, &text, &length, &err), RC_OK);
	ck_assert_str_eq(text, "12345");
	free(text);
	text = NULL;
	ck_assert_int_eq(paths_read_file(path, 4, &text, &length, &err), RC_REFUSED);
	ck_assert_int_eq(paths_read_file(in_folder("absent"), 4, &text, &length, &err),
	                 RC_NOT_FOUND);
	ck_assert_int_eq(paths_read_file(test_folder, 4, &text, &length, &err), RC_SYSTEM);
	ck_assert_ptr_null(text);
}
END_TEST

START_TEST(a_large_file_is_read_to_its_end)
{
	char *large = calloc(100001, 1), *text;
	size_t length;

	memset(large, 'x', 100000);
	file_in_folder("large", large, 100000);
	ck_assert_int_eq(paths_read_file(in_folder("large"), 200000, &text, &length, &err), RC_OK);
	ck_assert_uint_eq(length, 100000);
	ck_assert_str_eq(text, large);
	free(text);
	free(large);
}
END_TEST

START_TEST(a_tree_is_removed_but_not_what_its_links_point_to)
{
	ck_assert_int_eq(paths_make_folder(in_folder("shop/keys/old"), &err), RC_OK);
	ck_assert_int_eq(paths_make_folder(in_folder("other"), &err), RC_OK);
	file_in_folder("shop/keys/old/key", "x", 1);
	file_in_folder("other/kept", "x", 1);
	ck_assert_int_eq(symlink("../other", in_folder("shop/link")), 0);
	ck_assert_int_eq(symlink("nowhere", in_folder("shop/dangling")), 0);
	ck_assert_int_eq(paths_remove_tree(in_folder("shop"), &err), RC_OK);
	ck_assert(!exists(in_folder("shop")));
	ck_assert(exists(in_folder("other/kept")));
	ck_assert_int_eq(paths_remove_tree(in_folder("shop"), &err), RC_OK); /* gone is gone */
}
END_TEST

START_TEST(the_log_has_one_line_for_each_event)
{
	char *text;
	size_t length;

	log_line("before it is open: %d", 1);
	log_open(in_folder("ringup.log"));
	log_line("printer %s", "away\nforged line\x1B[2J");
	log_close();
	log_open(in_folder("ringup.log"));
	log_line("again");
	log_close();
	ck_assert_int_eq(paths_read_file(in_folder("ringup.log"), 1000, &text, &length, &err),
	                 RC_OK);
	ck_assert_ptr_null(strstr(text, "before"));
	ck_assert_ptr_nonnull(strstr(text, "] printer away forged line [2J\n"));
	ck_assert_ptr_nonnull(strstr(text, "] again\n"));
	free(text);
}
END_TEST

START_TEST(a_log_of_a_megabyte_is_put_aside)
{
	char *text;
	size_t length;

	log_open(in_folder("ringup.log"));
	log_line("old");
	log_close();
	ck_assert_int_eq(truncate(in_folder("ringup.log"), 1024 * 1024), 0);
	log_open(in_folder("ringup.log"));
	log_line("new");
	log_close();
	ck_assert(exists(in_folder("ringup.log.1")));
	ck_assert_uint_eq(mode_of(in_folder("ringup.log")) & 07, 0);
	ck_assert_int_eq(paths_read_file(in_folder("ringup.log"), 100, &text, &length, &err),
	                 RC_OK);
	ck_assert_ptr_nonnull(strstr(text, "] new\n"));
	free(text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("paths");
	TCase *tcase = tcase_create("paths");

	tcase_add_checked_fixture(tcase, folder_make, folder_remove);
	tcase_add_test(tcase, the_shop_is_where_it_is_said_to_be);
	tcase_add_test(tcase, without_xdg_it_is_under_home_or_var);
	tcase_add_test(tcase, program_data_can_be_elsewhere);
	tcase_add_test(tcase, names_too_long_for_a_path_are_refused);
	tcase_add_test(tcase, folders_are_made_all_the_way);
	tcase_add_test(tcase, a_replaced_file_is_the_old_one_or_the_new);
	tcase_add_test(tcase, a_replacement_never_follows_a_link);
	tcase_add_test(tcase, a_device_is_written_to_and_stays);
	tcase_add_test(tcase, a_file_is_read_whole_or_not);
	tcase_add_test(tcase, a_large_file_is_read_to_its_end);
	tcase_add_test(tcase, a_tree_is_removed_but_not_what_its_links_point_to);
	tcase_add_test(tcase, the_log_has_one_line_for_each_event);
	tcase_add_test(tcase, a_log_of_a_megabyte_is_put_aside);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
