#include <config.h>

#include "base/conf.h"

#include "tests/folder.h"
#include "tests/suite.h"

static struct conf *conf;
static struct err err;

static void
tear_down(void)
{
	conf_free(&conf);
	folder_remove();
}

START_TEST(values_are_found_by_section_and_key)
{
	static const char text[] = "# a comment\n"
	                           "name = Corner Shop\r\n"
	                           "\n"
	                           "[ printer ]\n"
	                           "  place=tcp:printer:9100  \n"
	                           "sign = a = b # c\n"
	                           "empty =\n"
	                           "[paper]\n"
	                           "place = drawer";

	ck_assert_int_eq(conf_parse(&conf, "x.conf", text, &err), RC_OK);
	ck_assert_str_eq(conf_get(conf, NULL, "name"), "Corner Shop");
	ck_assert_str_eq(conf_get(conf, "", "name"), "Corner Shop");
	ck_assert_str_eq(conf_get(conf, "printer", "place"), "tcp:printer:9100");
	ck_assert_str_eq(conf_get(conf, "printer", "sign"), "a = b # c");
	ck_assert_str_eq(conf_get(conf, "printer", "empty"), "");
	ck_assert_str_eq(conf_get(conf, "paper", "place"), "drawer");
	ck_assert_ptr_null(conf_get(conf, "paper", "name"));
	ck_assert_ptr_null(conf_get(conf, NULL, "place"));
}
END_TEST

START_TEST(rows_come_in_the_order_of_the_file)
{
	ck_assert_int_eq(conf_parse(&conf, "x.conf", "z = 1\n\n[s]\ny = 2\na = 3\n", &err), RC_OK);
	ck_assert_uint_eq(conf_count(conf), 3);
	ck_assert_str_eq(conf_row(conf, 0)->section, "");
	ck_assert_str_eq(conf_row(conf, 0)->key, "z");
	ck_assert_str_eq(conf_row(conf, 1)->section, "s");
	ck_assert_str_eq(conf_row(conf, 1)->value, "2");
	ck_assert_str_eq(conf_row(conf, 2)->key, "a");
	ck_assert_int_eq(conf_row(conf, 2)->line, 5);
	ck_assert_ptr_null(conf_row(conf, 3));
}
END_TEST

static const struct {
	const char *text, *sentence;
} refusals[] = {
	{ "a = 1\nnonsense\n", "x.conf, line 2: \"nonsense\" is not of the form key = value" },
	{ "= 1\n", "x.conf, line 1: \"= 1\" is not of the form key = value" },
	{ "[open\n", "x.conf, line 1: \"[open\" is not a section like [name]" },
	{ "[]\n", "x.conf, line 1: \"[]\" is not a section like [name]" },
	{ "a = 1\n# x\na = 2\n", "x.conf, line 3: \"a\" stands in this section already" },
	{ "[s]\na = 1\n[t]\nb = 1\n[s]\n",
	  "x.conf, line 5: the section [s] stands further up already" },
	{ "a = \xFF\n", "x.conf, line 1 is not UTF-8" },
};

START_TEST(a_mistake_is_named_with_its_line)
{
	ck_assert_int_eq(conf_parse(&conf, "x.conf", refusals[_i].text, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, refusals[_i].sentence);
	ck_assert_ptr_null(conf);
}
END_TEST

START_TEST(an_empty_file_has_no_rows)
{
	ck_assert_int_eq(conf_parse(&conf, "x.conf", "", &err), RC_OK);
	ck_assert_uint_eq(conf_count(conf), 0);
	ck_assert_ptr_null(conf_get(conf, NULL, "a"));
}
END_TEST

START_TEST(files_are_read_by_their_path)
{
	const char *path = file_in_folder("ringup.conf",
	                                  "\xEF\xBB\xBF"
	                                  "a = 1\n",
	                                  9);

	ck_assert_int_eq(conf_read(&conf, path, &err), RC_OK);
	ck_assert_str_eq(conf_get(conf, NULL, "a"), "1");
	conf_free(&conf);
	ck_assert_int_eq(conf_read(&conf, in_folder("absent.conf"), &err), RC_NOT_FOUND);
	path = file_in_folder("ringup.conf", "a = 1\nb", 7);
	ck_assert_int_eq(conf_read(&conf, path, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "ringup.conf, line 2: \"b\" is not of the form key = value");
	path = file_in_folder("ringup.conf", "a = 1\0", 6);
	ck_assert_int_eq(conf_read(&conf, path, &err), RC_REFUSED);
	ck_assert_ptr_null(conf);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("conf");
	TCase *tcase = tcase_create("conf");

	tcase_add_checked_fixture(tcase, folder_make, tear_down);
	tcase_add_test(tcase, values_are_found_by_section_and_key);
	tcase_add_test(tcase, rows_come_in_the_order_of_the_file);
	tcase_add_loop_test(tcase, a_mistake_is_named_with_its_line, 0,
	                    sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(tcase, an_empty_file_has_no_rows);
	tcase_add_test(tcase, files_are_read_by_their_path);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
