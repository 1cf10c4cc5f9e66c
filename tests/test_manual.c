/*
 * The man pages say what the tables say.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "shop/settings.h"
#include "checkout/command.h"
#include "suite.h"

static char *manual;

static void
read_manual(const char *page)
{
	char path[4096];
	struct buf text = { 0 };
	FILE *file;
	char chunk[4096];
	size_t count;

	snprintf(path, sizeof path, "%s/man/%s", getenv("top_srcdir"), page);
	file = fopen(path, "r");
	ck_assert_msg(file != NULL, "%s is not there", path);
	while ((count = fread(chunk, 1, sizeof chunk, file)) > 0)
		buf_add_bytes(&text, chunk, count);
	fclose(file);
	manual = buf_take(&text);
}

/* ".It Ic price Ar AMOUNT Oo Ar LINE Oc" of "price", "AMOUNT [LINE]". */
static void
item_line(const struct command_spec *spec, struct buf *out)
{
	struct command_argument argument;
	int depth = 0;

	buf_format(out, "\n.It Ic %s", spec->name);
	for (int i = 0; command_argument(spec, i, &argument); i++) {
		/* brackets either nest ("[A [B]]") or follow each other ("[A] [B]") */
		for (; depth >= argument.depth && depth > 0; depth--)
			buf_add(out, " Oc");
		for (; depth < argument.depth; depth++)
			buf_add(out, " Oo");
		buf_format(out, " Ar %s", argument.name);
	}
	for (; depth > 0; depth--)
		buf_add(out, " Oc");
	buf_add_char(out, '\n');
}

/* Does the manual say it there, wherever it breaks its lines? */
static bool
says(const char *at, const char *text)
{
	for (; *text; text++, at++) {
		if (*text == ' ' && *at == '\n')
			continue;
		if (*text == '\\' && strncmp(at, "\\e", 2) == 0) {
			at++;
			continue;
		}
		if (*at != *text)
			return false;
	}
	return true;
}

START_TEST(every_command_is_in_the_manual_with_its_arguments_and_help)
{
	const struct command_spec *spec = command_spec((enum command_id)_i);
	struct buf line = { 0 };
	const char *at;

	read_manual("ringup-commands.7");
	item_line(spec, &line);
	at = strstr(manual, line.text);
	ck_assert_msg(at != NULL, "ringup-commands(7) has no line \"%s\"", line.text + 1);
	at += line.length;
	ck_assert_msg(says(at, spec->help), "of \"%s\" ringup-commands(7) should say first \"%s\"",
	              spec->name, spec->help);
	buf_done(&line);
	free(manual);
}
END_TEST

START_TEST(every_setting_is_in_the_manual_with_its_label)
{
	const struct setting_doc *docs;
	size_t count = settings_docs(&docs);

	read_manual("ringup-settings.5");
	ck_assert_uint_gt(count, 20);
	for (size_t i = 0; i < count; i++) {
		struct buf line = { 0 };
		const char *at;

		buf_format(&line, "\n.It Ic %s \\(em %s\n", docs[i].key, docs[i].label);
		at = strstr(manual, line.text);
		ck_assert_msg(at != NULL, "ringup-settings(5) has no line \"%s\"", line.text + 1);
		ck_assert_msg(says(at + line.length, docs[i].about),
		              "of \"%s\" ringup-settings(5) should say first \"%s\"", docs[i].key,
		              docs[i].about);
		buf_done(&line);
	}
	free(manual);
}
END_TEST

START_TEST(every_command_has_a_label_and_help)
{
	const struct command_spec *spec = command_spec((enum command_id)_i);

	ck_assert_uint_gt(strlen(spec->label), 1);
	ck_assert_uint_gt(strlen(spec->help), 5);
	ck_assert_int_ne(spec->states, 0);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("manual");
	TCase *tcase = tcase_create("manual");

	tcase_add_loop_test(tcase, every_command_is_in_the_manual_with_its_arguments_and_help, 0,
	                    COMMAND_IDS);
	tcase_add_loop_test(tcase, every_command_has_a_label_and_help, 0, COMMAND_IDS);
	tcase_add_test(tcase, every_setting_is_in_the_manual_with_its_label);
	suite_add_tcase(suite, tcase);
	return run_suite(suite);
}
