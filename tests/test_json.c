#include <config.h>

#include "base/json.h"

#include <string.h>

#include "tests/suite.h"

START_TEST(what_is_written_has_no_white_space_and_keeps_its_order)
{
	struct buf buf = { 0 };
	struct json_writer writer = { .buf = &buf };

	json_open_object(&writer, NULL);
	json_put_int(&writer, "z", -5);
	json_put_text(&writer, "a", "Caf\xC3\xA9");
	json_open_array(&writer, "lines");
	json_put_int(&writer, NULL, 1);
	json_open_object(&writer, NULL);
	json_close_object(&writer);
	json_put_bool(&writer, NULL, true);
	json_close_array(&writer);
	json_put_raw(&writer, "raw", "[null]");
	json_close_object(&writer);
	ck_assert_str_eq(buf.text,
	                 "{\"z\":-5,\"a\":\"Caf\xC3\xA9\",\"lines\":[1,{},true],\"raw\":[null]}");
	buf_done(&buf);
}
END_TEST

static const struct {
	const char *text, *quoted;
} quotes[] = {
	{ "a\"b\\c", "\"a\\\"b\\\\c\"" },
	{ "line\nfeed\x01", "\"line\\u000afeed\\u0001\"" },
	{ "/", "\"/\"" },
	{ "\xE8\x8B\xB9", "\"\xE8\x8B\xB9\"" },
	{ "bad\xFF"
	  "byte",
	  "\"bad\xEF\xBF\xBD"
	  "byte\"" },
	{ "", "\"\"" },
};

START_TEST(texts_are_quoted_so_that_anyone_can_read_them)
{
	struct buf buf = { 0 };
	struct json_writer writer = { .buf = &buf };
	struct json_doc *doc;

	json_put_text(&writer, NULL, quotes[_i].text);
	ck_assert_str_eq(buf.text, quotes[_i].quoted);
	ck_assert_int_eq(json_parse(&doc, buf.text, buf.length, NULL), RC_OK);
	if (!strstr(quotes[_i].quoted, "\xEF\xBF\xBD"))
		ck_assert_str_eq(json_text(json_root(doc)), quotes[_i].text);
	json_free(&doc);
	buf_done(&buf);
}
END_TEST

START_TEST(what_was_written_is_read_back)
{
	static const char text[] = "{\"n\":9223372036854775807,\"t\":\"x\",\"f\":false,\"l\":[10,"
	                           "20],\"o\":{\"b\":1,\"a\":null}}";
	struct json_doc *doc;
	const struct json_node *root, *list, *object;
	const char *key;

	ck_assert_int_eq(json_parse(&doc, text, strlen(text), NULL), RC_OK);
	root = json_root(doc);
	ck_assert_int_eq(json_type_of(root), JSON_IS_OBJECT);
	ck_assert_uint_eq(json_count(root), 5);
	ck_assert_int_eq(json_int(json_get(root, "n")), INT64_MAX);
	ck_assert_str_eq(json_text(json_get(root, "t")), "x");
	ck_assert_int_eq(json_type_of(json_get(root, "f")), JSON_IS_BOOL);
	ck_assert(!json_bool(json_get(root, "f")));
	list = json_get(root, "l");
	ck_assert_uint_eq(json_count(list), 2);
	ck_assert_int_eq(json_int(json_at(list, 1)), 20);
	ck_assert_ptr_null(json_at(list, 2));
	object = json_get(root, "o");
	ck_assert_int_eq(json_int(json_member(object, 0, &key)), 1);
	ck_assert_str_eq(key, "b");
	ck_assert_int_eq(json_type_of(json_member(object, 1, &key)), JSON_IS_NULL);
	ck_assert_str_eq(key, "a");
	ck_assert_ptr_null(json_member(object, 2, &key));
	json_free(&doc);
	ck_assert_ptr_null(doc);
}
END_TEST

START_TEST(asking_the_wrong_type_gives_nothing)
{
	struct json_doc *doc;
	const struct json_node *root;

	ck_assert_int_eq(json_parse(&doc, "{\"n\":1,\"t\":\"2\"}", 15, NULL), RC_OK);
	root = json_root(doc);
	ck_assert_int_eq(json_int(json_get(root, "t")), 0);
	ck_assert_ptr_null(json_text(json_get(root, "n")));
	ck_assert_ptr_null(json_get(root, "absent"));
	ck_assert_int_eq(json_type_of(NULL), JSON_IS_NULL);
	ck_assert_int_eq(json_int(NULL), 0);
	ck_assert_ptr_null(json_text(NULL));
	ck_assert_uint_eq(json_count(NULL), 0);
	ck_assert_ptr_null(json_get(json_get(root, "n"), "below"));
	json_free(&doc);
}
END_TEST

static const struct {
	const char *text, *sentence; /* part of it */
} refusals[] = {
	{ "{\"price\":1.50}", "price: a number with decimals must be a text, in quotation marks" },
	{ "{\"lines\":[{\"price\":1},{\"price\":1e3}]}",
	  "lines[1].price: a number with decimals must be a text, in quotation marks" },
	{ "[0.0]", "[0]: a number with decimals" },
	{ "1.5", "JSON: a number with decimals" },
	{ "{\"a\":1,\"a\":2}", "duplicate" },
	{ "{\"a\":1}x", "line 1" },
	{ "{\"a\":1", "line 1" },
	{ "", "line 1" },
	{ "[9223372036854775808]", "line 1" },
	{ "\"\\u0000\"", "line 1" },
	{ "{a:1}", "line 1" },
	{ "\"\xFF\"", "line 1" },
	{ "{\n\"a\":\n oops}", "line 3" },
};

START_TEST(what_is_not_ours_is_refused_in_words)
{
	struct json_doc *doc = NULL;
	struct err err;

	ck_assert_int_eq(json_parse(&doc, refusals[_i].text, strlen(refusals[_i].text), &err),
	                 RC_REFUSED);
	ck_assert_msg(strstr(err.msg, refusals[_i].sentence), "%s", err.msg);
	ck_assert_ptr_null(doc);
}
END_TEST

START_TEST(thirty_two_levels_are_deep_enough)
{
	char text[100];
	struct json_doc *doc;
	struct err err;

	memset(text, '[', 32);
	memset(text + 32, ']', 32);
	ck_assert_int_eq(json_parse(&doc, text, 64, &err), RC_OK);
	json_free(&doc);
	memset(text, '[', 33);
	memset(text + 33, ']', 33);
	ck_assert_int_eq(json_parse(&doc, text, 66, &err), RC_REFUSED);
	ck_assert_msg(strstr(err.msg, "nested too deep"), "%s", err.msg);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("json");
	TCase *tcase = tcase_create("json");

	tcase_add_test(tcase, what_is_written_has_no_white_space_and_keeps_its_order);
	tcase_add_loop_test(tcase, texts_are_quoted_so_that_anyone_can_read_them, 0,
	                    sizeof(quotes) / sizeof(quotes[0]));
	tcase_add_test(tcase, what_was_written_is_read_back);
	tcase_add_test(tcase, asking_the_wrong_type_gives_nothing);
	tcase_add_loop_test(tcase, what_is_not_ours_is_refused_in_words, 0,
	                    sizeof(refusals) / sizeof(refusals[0]));
	tcase_add_test(tcase, thirty_two_levels_are_deep_enough);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
