/*
 * Sentences and growing texts.
 */
#include <config.h>

#include "base/err.h"

#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/text.h"
#include "tests/suite.h"

/* A build with sanitizers would stop a request for too much memory before we see it fail. */
const char *__asan_default_options(void);

const char *
__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

START_TEST(a_refusal_returns_its_outcome_and_keeps_its_sentence)
{
	struct err err;

	ck_assert_int_eq(err_set(&err, RC_REFUSED, "the basket has %d lines", 3), RC_REFUSED);
	ck_assert_str_eq(err.msg, "the basket has 3 lines");
	ck_assert_str_eq(err.detail, "");
	ck_assert_str_eq(err.hint, "");
	err_detail(&err, "line %d", 7);
	ck_assert_int_eq(err_hint(&err, "press %s", "Clear"), RC_REFUSED);
	ck_assert_str_eq(err.detail, "line 7");
	ck_assert_str_eq(err.hint, "press Clear");
	err_set(&err, RC_BUSY, "something else");
	ck_assert_str_eq(err.detail, "");
	ck_assert_str_eq(err.hint, "");
}
END_TEST

START_TEST(nobody_has_to_listen)
{
	ck_assert_int_eq(err_set(NULL, RC_BROKEN, "x"), RC_BROKEN);
	ck_assert_int_eq(err_hint(NULL, "x"), RC_BROKEN);
	err_detail(NULL, "x");
	errno = ENOSPC;
	ck_assert_int_eq(err_system(NULL, "x"), RC_SYSTEM);
}
END_TEST

START_TEST(a_sentence_may_be_built_from_itself)
{
	struct err err;

	err_set(&err, RC_REFUSED, "no price");
	err_set(&err, RC_REFUSED, "item 4: %s", err.msg);
	ck_assert_str_eq(err.msg, "item 4: no price");
}
END_TEST

START_TEST(a_long_sentence_is_cut_at_a_character)
{
	struct err err;
	char text[400];

	for (size_t i = 0; i < sizeof(text) - 2; i += 2)
		memcpy(text + i, "\xC3\xA9", 3);
	err_set(&err, RC_REFUSED, "x%s", text);
	ck_assert_uint_eq(strlen(err.msg), 199);
	ck_assert(text_is_utf8(err.msg, strlen(err.msg)));
}
END_TEST

START_TEST(a_quoted_text_cannot_paint_the_screen)
{
	struct err err;

	err_set(&err, RC_REFUSED, "\"%s\" is unknown", "\x1B[2J\xFF");
	ck_assert_str_eq(err.msg, "\" [2J?\" is unknown");
}
END_TEST

START_TEST(the_systems_reasons_are_words_for_the_cashier_and_the_technician)
{
	struct err err;

	errno = ENOSPC;
	ck_assert_int_eq(err_system(&err, "writing %s", "basket"), RC_SYSTEM);
	ck_assert_str_eq(err.msg, "the disk is full");
	ck_assert_str_eq(err.detail, "writing basket: No space left on device");
	errno = EXDEV;
	err_system(&err, "x");
	ck_assert_str_eq(err.msg, "the computer refused a step of this work");
}
END_TEST

START_TEST(each_outcome_has_its_exit_status)
{
	ck_assert_int_eq(err_exit_status(RC_OK), 0);
	ck_assert_int_eq(err_exit_status(RC_NOT_FOUND), 1);
	ck_assert_int_eq(err_exit_status(RC_REFUSED), 1);
	ck_assert_int_eq(err_exit_status(RC_BROKEN), 3);
	ck_assert_int_eq(err_exit_status(RC_BUSY), 4);
	ck_assert_int_eq(err_exit_status(RC_OFFLINE), 4);
	ck_assert_int_eq(err_exit_status(RC_SYSTEM), 5);
	ck_assert_int_eq(err_exit_status(RC_UNKNOWN), 5);
}
END_TEST

START_TEST(a_text_grows_with_what_is_added)
{
	struct buf buf = { 0 };
	char *taken;

	for (int i = 0; i < 1000; i++)
		buf_format(&buf, "%03d,", i);
	ck_assert_uint_eq(buf.length, 4000);
	ck_assert_uint_eq(strlen(buf.text), 4000);
	ck_assert_int_eq(strncmp(buf.text, "000,001,", 8), 0);
	buf_clear(&buf);
	ck_assert_str_eq(buf.text, "");
	buf_add(&buf, "a");
	buf_add_char(&buf, 'b');
	buf_add_bytes(&buf, "c\0d", 3);
	buf_add_bytes(&buf, NULL, 0);
	ck_assert_uint_eq(buf.length, 5);
	taken = buf_take(&buf);
	ck_assert_int_eq(memcmp(taken, "abc\0d", 6), 0);
	ck_assert_ptr_null(buf.text);
	free(taken);
	taken = buf_take(&buf);
	ck_assert_str_eq(taken, "");
	free(taken);
	buf_done(&buf);
}
END_TEST

START_TEST(a_text_may_be_filled_to_its_last_byte)
{
	for (size_t length = 0; length < 200; length++) {
		struct buf buf = { 0 };

		for (size_t i = 0; i < length; i++)
			buf_add_char(&buf, 'x');
		buf_add_bytes(&buf, "", 0);
		ck_assert_uint_eq(strlen(buf.text), length);
		ck_assert_uint_lt(buf.length, buf.room);
		buf_done(&buf);
	}
}
END_TEST

START_TEST(memory_that_cannot_be_had_stops_the_program)
{
	free(alloc_again(NULL, SIZE_MAX / 4, 8));
}
END_TEST

START_TEST(memory_comes_zeroed_and_texts_are_copied)
{
	int *numbers = alloc_zero(4, sizeof(int));
	char *text = alloc_text("shop"), *formatted = alloc_format("%s %d", text, 7);

	ck_assert_int_eq(numbers[3], 0);
	ck_assert_str_eq(formatted, "shop 7");
	ck_assert_ptr_null(alloc_text(NULL));
	free(numbers);
	free(text);
	free(formatted);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("err");
	TCase *tcase = tcase_create("err");

	tcase_add_test(tcase, a_refusal_returns_its_outcome_and_keeps_its_sentence);
	tcase_add_test(tcase, nobody_has_to_listen);
	tcase_add_test(tcase, a_sentence_may_be_built_from_itself);
	tcase_add_test(tcase, a_long_sentence_is_cut_at_a_character);
	tcase_add_test(tcase, a_quoted_text_cannot_paint_the_screen);
	tcase_add_test(tcase, the_systems_reasons_are_words_for_the_cashier_and_the_technician);
	tcase_add_test(tcase, each_outcome_has_its_exit_status);
	tcase_add_test(tcase, a_text_grows_with_what_is_added);
	tcase_add_test(tcase, a_text_may_be_filled_to_its_last_byte);
	tcase_add_test_raise_signal(tcase, memory_that_cannot_be_had_stops_the_program, SIGABRT);
	tcase_add_test(tcase, memory_comes_zeroed_and_texts_are_copied);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
