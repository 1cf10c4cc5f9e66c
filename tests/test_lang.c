/*
 * Languages on a machine that has no locale but C.UTF-8.  The catalogues are made here, with the
 * same few words in each: their bytes are those of GNU gettext's .mo files.
 */
#include <config.h>

#include "base/lang.h"

#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <string.h>
#include <wchar.h>

#include "base/gettext.h"
#include "tests/folder.h"
#include "tests/suite.h"

#ifdef ENABLE_NLS

#define MESSAGES 4

/* Sorted by the source text, as the format wants it. */
static const struct {
	const char *text;
	size_t length;
} sources[MESSAGES] = {
	{ "", 0 },
	{ "%d line\0%d lines", 16 },
	{ "change", 6 },
	{ "money\004change", 12 },
};

/* Writes a .mo file: magic, revision, count, where the two tables are; the tables; the texts. */
static void
write_catalogue(const char *language, const char *const texts[MESSAGES], const size_t lengths[])
{
	uint32_t head[7] = { 0x950412de, 0, MESSAGES, 28, 28 + 8 * MESSAGES, 0, 0 };
	uint32_t tables[4 * MESSAGES], at = 28 + 16 * MESSAGES;
	char name[64];
	FILE *file;

	for (int i = 0; i < MESSAGES; i++) {
		tables[2 * i] = (uint32_t)sources[i].length;
		tables[2 * i + 1] = at;
		at += (uint32_t)sources[i].length + 1;
	}
	for (int i = 0; i < MESSAGES; i++) {
		tables[2 * (MESSAGES + i)] = (uint32_t)lengths[i];
		tables[2 * (MESSAGES + i) + 1] = at;
		at += (uint32_t)lengths[i] + 1;
	}
	snprintf(name, sizeof(name), "%s/LC_MESSAGES", language);
	ck_assert_int_eq(paths_make_folder(in_folder(name), NULL), RC_OK);
	snprintf(name, sizeof(name), "%s/LC_MESSAGES/" PACKAGE ".mo", language);
	file = fopen(in_folder(name), "wbe");
	ck_assert_ptr_nonnull(file);
	fwrite(head, sizeof(head), 1, file);
	fwrite(tables, sizeof(tables), 1, file);
	for (int i = 0; i < MESSAGES; i++)
		fwrite(sources[i].text, sources[i].length + 1, 1, file);
	for (int i = 0; i < MESSAGES; i++)
		fwrite(texts[i], lengths[i] + 1, 1, file);
	ck_assert_int_eq(fclose(file), 0);
}

static void
set_up(void)
{
	static const char german_head[] = "Content-Type: text/plain; charset=UTF-8\n"
	                                  "Plural-Forms: nplurals=2; plural=(n != 1);\n";
	static const char chinese_head[] = "Content-Type: text/plain; charset=UTF-8\n"
	                                   "Plural-Forms: nplurals=1; plural=0;\n";
	static const char *const german[] = { german_head, "%d Zeile\0%d Zeilen", "\xC3\xA4ndern",
		                              "R\xC3\xBC"
		                              "ckgeld" };
	static const char *const chinese[] = { chinese_head, "%d \xE8\xA1\x8C", "\xE6\x94\xB9",
		                               "\xE6\x89\xBE\xE9\x9B\xB6" };
	const size_t german_lengths[] = { strlen(german_head), 18, strlen(german[2]),
		                          strlen(german[3]) };
	const size_t chinese_lengths[] = { strlen(chinese_head), strlen(chinese[1]),
		                           strlen(chinese[2]), strlen(chinese[3]) };

	folder_make();
	write_catalogue("de", german, german_lengths);
	write_catalogue("zh_CN", chinese, chinese_lengths);
	setenv("RINGUP_LOCALEDIR", test_folder, 1);
	unsetenv("LANGUAGE");
	unsetenv("LC_ALL");
	unsetenv("LC_MESSAGES");
	unsetenv("LC_CTYPE");
	unsetenv("LANG");
}

static const struct {
	const char *name, *value; /* of the environment */
	const char *language;     /* or NULL */
	const char *change;
} environments[] = {
	{ "LANG", "", NULL, "change" },
	{ "LANG", "C", NULL, "change" },
	{ "LANG", "C.UTF-8", NULL, "change" },
	{ "LANG", "C.UTF-8", "de", "\xC3\xA4ndern" },
	{ "LANG", "", "zh_CN", "\xE6\x94\xB9" },
	{ "LANG", "C", "zh_CN", "\xE6\x94\xB9" },
	{ "LANG", "zh_CN.UTF-8", NULL, "\xE6\x94\xB9" }, /* not installed */
	{ "LANG", "de_XX.UTF-8@euro", NULL, "\xC3\xA4ndern" },
	{ "LANG", "de_XX", NULL, "\xC3\xA4ndern" },
	{ "LANG", "de_XX.UTF-8", "zh_CN", "\xE6\x94\xB9" }, /* LANGUAGE comes first */
	{ "LANG", "xx_XX.UTF-8", NULL, "change" },
	{ "LC_ALL", "zh_CN.UTF-8", NULL, "\xE6\x94\xB9" },
	{ "LC_ALL", "C", "de", "change" },
	{ "LC_MESSAGES", "POSIX", "de", "change" },
	{ "LC_MESSAGES", "zh_CN.UTF-8", NULL, "\xE6\x94\xB9" },
	{ "LC_CTYPE", "C.UTF-8", "de", "\xC3\xA4ndern" },
};

START_TEST(the_screen_speaks_the_language_of_the_environment)
{
	setenv(environments[_i].name, environments[_i].value, 1);
	if (environments[_i].language)
		setenv("LANGUAGE", environments[_i].language, 1);
	lang_start();
	ck_assert_str_eq(_("change"), environments[_i].change);
	ck_assert_str_eq(nl_langinfo(CODESET), "UTF-8");
	ck_assert_int_eq(wcwidth(0x82F9), 2);
}
END_TEST

START_TEST(paper_speaks_another_language_and_the_screen_goes_on)
{
	setenv("LANGUAGE", "zh_CN", 1);
	lang_start();
	ck_assert_str_eq(_("change"), "\xE6\x94\xB9");
	lang_use("de");
	ck_assert_str_eq(_("change"), "\xC3\xA4ndern");
	lang_back();
	ck_assert_str_eq(_("change"), "\xE6\x94\xB9");
	lang_use("en");
	ck_assert_str_eq(_("change"), "change");
	lang_back();
	lang_use("");
	ck_assert_str_eq(_("change"), "\xE6\x94\xB9");
	lang_back();
	lang_use(NULL);
	ck_assert_str_eq(_("change"), "\xE6\x94\xB9");
	lang_back();
	ck_assert_str_eq(getenv("LANGUAGE"), "zh_CN");
}
END_TEST

START_TEST(paper_can_be_translated_while_the_screen_speaks_english)
{
	setenv("LC_ALL", "C", 1);
	lang_start();
	lang_use("de");
	ck_assert_str_eq(_("change"), "\xC3\xA4ndern");
	lang_back();
	ck_assert_str_eq(_("change"), "change");
}
END_TEST

START_TEST(each_language_has_its_own_plurals)
{
	lang_start();
	lang_use("de");
	ck_assert_str_eq(ngettext("%d line", "%d lines", 1), "%d Zeile");
	ck_assert_str_eq(ngettext("%d line", "%d lines", 2), "%d Zeilen");
	ck_assert_str_eq(ngettext("%d line", "%d lines", 0), "%d Zeilen");
	lang_back();
	lang_use("zh_CN");
	ck_assert_str_eq(ngettext("%d line", "%d lines", 1), "%d \xE8\xA1\x8C");
	ck_assert_str_eq(ngettext("%d line", "%d lines", 5), "%d \xE8\xA1\x8C");
	lang_back();
	ck_assert_str_eq(ngettext("%d line", "%d lines", 1), "%d line");
	ck_assert_str_eq(ngettext("%d line", "%d lines", 0), "%d lines");
}
END_TEST

START_TEST(one_english_word_may_be_two_in_another_language)
{
	lang_start();
	ck_assert_str_eq(pgettext("money", "change"), "change");
	lang_use("de");
	ck_assert_str_eq(pgettext("money", "change"), "R\xC3\xBC"
	                                              "ckgeld");
	ck_assert_str_eq(pgettext("other", "change"), "change");
	lang_back();
}
END_TEST

START_TEST(numbers_are_never_written_by_the_locale)
{
	char text[16];

	setenv("LC_ALL", "de_DE.UTF-8", 1);
	lang_start();
	snprintf(text, sizeof(text), "%.1f", 0.5);
	ck_assert_str_eq(text, "0.5");
}
END_TEST

START_TEST(using_two_languages_at_once_stops_the_program)
{
	lang_start();
	lang_use("de");
	lang_use("fr");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("lang");
	TCase *tcase = tcase_create("lang"), *bare = tcase_create("bare");

	tcase_add_checked_fixture(tcase, set_up, folder_remove);
	tcase_add_loop_test(tcase, the_screen_speaks_the_language_of_the_environment, 0,
	                    sizeof(environments) / sizeof(environments[0]));
	tcase_add_test(tcase, paper_speaks_another_language_and_the_screen_goes_on);
	tcase_add_test(tcase, paper_can_be_translated_while_the_screen_speaks_english);
	tcase_add_test(tcase, each_language_has_its_own_plurals);
	tcase_add_test(tcase, one_english_word_may_be_two_in_another_language);
	tcase_add_test(tcase, numbers_are_never_written_by_the_locale);
	tcase_add_test_raise_signal(bare, using_two_languages_at_once_stops_the_program, 6);
	suite_add_tcase(suite, tcase);
	suite_add_tcase(suite, bare);
	return run_suite(suite);
}

#else

int
main(void)
{
	lang_start();
	lang_use("de");
	lang_back();
	return strcmp(_("change"), "change") || strcmp(ngettext("a", "b", 2), "b") ||
	       strcmp(pgettext("x", "y"), "y") || strcmp(nl_langinfo(CODESET), "UTF-8");
}

#endif
