#include <config.h>

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "checkout/command.h"
#include "checkout/till.h"
#include "suite.h"

static struct command command;
static struct err err;

static enum outcome
parse(const char *line)
{
	memset(&command, 0, sizeof command);
	memset(&err, 0, sizeof err);
	return command_parse(&command, line, false, 2, &err);
}

/* ---- the table ---- */

START_TEST(every_command_says_what_it_is_and_where_it_works)
{
	const struct command_spec *spec = command_spec(_i);
	enum command_id found;

	ck_assert_ptr_nonnull(spec->name);
	ck_assert_uint_gt(strlen(spec->label), 0);
	ck_assert_uint_gt(strlen(spec->help), 10);
	ck_assert_uint_ne(spec->states, 0);
	ck_assert_uint_eq(spec->states >> TILL_STATES, 0);
	ck_assert_int_eq(command_find(spec->name, false, &found, NULL), RC_OK);
	ck_assert_int_eq(found, spec->id);
}
END_TEST

START_TEST(no_command_takes_more_words_than_fit)
{
	const struct command_spec *spec = command_spec(_i);
	struct command_argument argument;
	int count = 0, depth = 0;

	while (command_argument(spec, count, &argument)) {
		ck_assert_int_ge(argument.depth, 0);
		ck_assert_msg(argument.depth > 0 || depth == 0, "%s: required after optional",
		              spec->name);
		depth = argument.depth;
		count++;
	}
	ck_assert_int_le(count, COMMAND_WORDS_MAX);
}
END_TEST

START_TEST(every_state_has_a_name_and_a_label)
{
	for (int state = 0; state < TILL_STATES; state++) {
		ck_assert_uint_gt(strlen(till_state_name(state)), 0);
		ck_assert_uint_gt(strlen(till_state_label(state)), 0);
	}
}
END_TEST

START_TEST(names_are_found_by_their_beginning_where_only_one_fits)
{
	enum command_id id;

	ck_assert_int_eq(command_find("tot", true, &id, &err), RC_OK);
	ck_assert_int_eq(id, CMD_TOTAL);
	ck_assert_int_eq(command_find("return", true, &id, &err), RC_OK);
	ck_assert_int_eq(id, CMD_RETURN);
	ck_assert_int_eq(command_find("s", true, &id, &err), RC_REFUSED);
	ck_assert_str_eq(err.msg, "\"s\" fits several commands: write more of it");
	ck_assert_int_eq(command_find("tot", false, &id, &err), RC_NOT_FOUND);
	ck_assert_str_eq(err.msg, "\"tot\" is not a command");
}
END_TEST

/* ---- the grammar ---- */

START_TEST(blank_lines_and_comments_are_no_commands)
{
	ck_assert_int_eq(parse(""), RC_NOT_FOUND);
	ck_assert_int_eq(parse("   \t "), RC_NOT_FOUND);
	ck_assert_int_eq(parse("# ring 1"), RC_NOT_FOUND);
	ck_assert_int_eq(parse("total # all of it"), RC_OK);
	ck_assert_int_eq(command.id, CMD_TOTAL);
}
END_TEST

START_TEST(words_go_to_their_arguments)
{
	ck_assert_int_eq(parse("card 5.00 0815 visa 4242"), RC_OK);
	ck_assert_int_eq(command.id, CMD_CARD);
	ck_assert_str_eq(command_word(&command, "AMOUNT"), "5.00");
	ck_assert_str_eq(command_word(&command, "REFERENCE"), "0815");
	ck_assert_str_eq(command_word(&command, "SCHEME"), "visa");
	ck_assert_str_eq(command_word(&command, "LAST4"), "4242");
	ck_assert_int_eq(parse("card"), RC_OK);
	ck_assert_str_eq(command_word(&command, "AMOUNT"), "");
}
END_TEST

START_TEST(a_bare_number_is_a_line_and_a_quoted_one_a_reason)
{
	ck_assert_int_eq(parse("void 2"), RC_OK);
	ck_assert_str_eq(command_word(&command, "LINE"), "2");
	ck_assert_str_eq(command_word(&command, "REASON"), "");
	ck_assert_int_eq(parse("void \"2\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "LINE"), "");
	ck_assert_str_eq(command_word(&command, "REASON"), "2");
	ck_assert_int_eq(parse("void 2 \"wrong item\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "LINE"), "2");
	ck_assert_str_eq(command_word(&command, "REASON"), "wrong item");
	ck_assert_int_eq(parse("return 1-000123 3 0.5 \"too \\\"green\\\"\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "SALE"), "1-000123");
	ck_assert_str_eq(command_word(&command, "LINE"), "3");
	ck_assert_str_eq(command_word(&command, "QTY"), "0.5");
	ck_assert_str_eq(command_word(&command, "REASON"), "too \"green\"");
}
END_TEST

START_TEST(what_stands_inside_brackets_needs_what_opens_them)
{
	ck_assert_int_eq(parse("return 1-000123 \"broken\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "LINE"), "");
	ck_assert_str_eq(command_word(&command, "QTY"), "");
	ck_assert_str_eq(command_word(&command, "REASON"), "broken");
	ck_assert_int_eq(parse("close-shift \"short\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "FLOAT-LEFT"), "");
	ck_assert_str_eq(command_word(&command, "REASON"), "short");
	ck_assert_int_eq(parse("close-shift 100 20.50 \"short\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "TO-BANK"), "20.50");
}
END_TEST

START_TEST(the_sale_of_a_post_void_may_be_left_out)
{
	ck_assert_int_eq(parse("post-void 1-000009 \"wrong customer\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "SALE"), "1-000009");
	ck_assert_int_eq(parse("post-void \"wrong customer\""), RC_OK);
	ck_assert_str_eq(command_word(&command, "SALE"), "");
	ck_assert_str_eq(command_word(&command, "REASON"), "wrong customer");
}
END_TEST

START_TEST(the_rest_of_a_line_is_an_answer)
{
	ck_assert_int_eq(parse("answer open 2 3.50"), RC_OK);
	ck_assert_str_eq(command.words[0], "open 2 3.50");
	ck_assert_int_eq(parse("find  oat drink "), RC_OK);
	ck_assert_str_eq(command.words[0], "oat drink");
	ck_assert_int_eq(parse("answer 0.420 # the bananas"), RC_OK);
	ck_assert_str_eq(command.words[0], "0.420");
	ck_assert_int_eq(parse("answer No#7"), RC_OK);
	ck_assert_str_eq(command.words[0], "No#7");
}
END_TEST

/* A sentence of another room is not repeated here. */
static const struct {
	const char *line, *sentence;
} wrong[] = {
	{ "sell 1", "\"sell\" is not a command" },
	{ "open-shift", "FLOAT is missing" },
	{ "answer", "TEXT is missing" },
	{ "suspend table 4", "a text with spaces stands in quotation marks" },
	{ "open-shift ten", NULL },
	{ "open-shift -5", "amounts are typed without a minus sign" },
	{ "cash 5.00 7.00", "there is a word too many" },
	{ "cash 4006381333931x", NULL },
	{ "quantity 1.2345", NULL },
	{ "select two", "\"two\" is not a whole number" },
	{ "void 0", "lines count from 1" },
	{ "void -1", "\"-1\" is not a whole number" },
	{ "void abc", "\"abc\" is not a whole number" },
	{ "price 2.50 x \"dented\"", "\"x\" is not a whole number" },
	{ "return 1-000009 0", "lines count from 1" },
	{ "training perhaps", "say on or off" },
	{ "receipt twice", "say print, none, gift or invoice" },
	{ "return here", "\"here\" is not a receipt number" },
	{ "suspend \"table 4", "a quotation mark is not closed" },
};

START_TEST(what_does_not_fit_is_refused_with_a_sentence)
{
	ck_assert_int_eq(parse(wrong[_i].line), RC_REFUSED);
	ck_assert_uint_gt(strlen(err.msg), 8);
	if (wrong[_i].sentence)
		ck_assert_str_eq(err.msg, wrong[_i].sentence);
}
END_TEST

START_TEST(a_word_that_is_too_long_is_refused)
{
	char line[NOTE_MAX + 40] = "suspend ";

	memset(line + 8, 'x', NOTE_MAX + 10);
	ck_assert_int_eq(parse(line), RC_REFUSED);
	ck_assert_ptr_nonnull(strstr(err.msg, "is too long"));
}
END_TEST

START_TEST(commands_are_made_from_words_too)
{
	command_make(&command, CMD_CASH, "20.00", NULL);
	ck_assert_str_eq(command_word(&command, "AMOUNT"), "20.00");
	command_make(&command, CMD_VOID, NULL);
	ck_assert_str_eq(command_word(&command, "LINE"), "");
	ck_assert_str_eq(command_word(&command, "REASON"), "");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("command");
	TCase *table = tcase_create("table"), *grammar = tcase_create("grammar");

	tcase_add_loop_test(table, every_command_says_what_it_is_and_where_it_works, 0,
	                    COMMAND_IDS);
	tcase_add_loop_test(table, no_command_takes_more_words_than_fit, 0, COMMAND_IDS);
	tcase_add_test(table, every_state_has_a_name_and_a_label);
	tcase_add_test(table, names_are_found_by_their_beginning_where_only_one_fits);
	tcase_add_test(grammar, blank_lines_and_comments_are_no_commands);
	tcase_add_test(grammar, words_go_to_their_arguments);
	tcase_add_test(grammar, a_bare_number_is_a_line_and_a_quoted_one_a_reason);
	tcase_add_test(grammar, what_stands_inside_brackets_needs_what_opens_them);
	tcase_add_test(grammar, the_sale_of_a_post_void_may_be_left_out);
	tcase_add_test(grammar, the_rest_of_a_line_is_an_answer);
	tcase_add_loop_test(grammar, what_does_not_fit_is_refused_with_a_sentence, 0,
	                    sizeof wrong / sizeof wrong[0]);
	tcase_add_test(grammar, a_word_that_is_too_long_is_refused);
	tcase_add_test(grammar, commands_are_made_from_words_too);
	suite_add_tcase(suite, table);
	suite_add_tcase(suite, grammar);
	return run_suite(suite);
}
