/*
 * glibc chooses a catalogue by $LANGUAGE, if the locale of LC_MESSAGES is not "C"; and C.UTF-8,
 * which every Debian has, is not "C".  So one way serves all cases: messages run in C.UTF-8 or a
 * real UTF-8 locale, and $LANGUAGE, set by us where the person's own locale is not installed,
 * says which language.  glibc keeps what it looked up until _nl_msg_cat_cntr changes.
 */
#include <config.h>

#include "base/lang.h"

#include <assert.h>
#include <langinfo.h>
#ifdef ENABLE_NLS
#include <libintl.h>
#endif
#include <locale.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"

static char *screen_language; /* $LANGUAGE while lang_use() is in force */
static bool in_use;

#ifdef ENABLE_NLS
extern int _nl_msg_cat_cntr; /* of glibc, see its manual */
static bool translates;      /* there is a catalogue for the language in force */

/* Every catalogue has an entry for "": its header. */
static void
look_for_catalogue(void)
{
	_nl_msg_cat_cntr++;
	translates = *dgettext(PACKAGE, "") != '\0';
}

const char *
lang_text(const char *text)
{
	return translates ? dgettext(PACKAGE, text) : text;
}

const char *
lang_plural(const char *one, const char *many, unsigned long count)
{
	if (translates)
		return dngettext(PACKAGE, one, many, count);
	return count == 1 ? one : many;
}

const char *
lang_in_context(const char *both, const char *text)
{
	const char *found = lang_text(both);

	return found == both ? text : found;
}

static void
open_catalogues(void)
{
	const char *folder = getenv("RINGUP_LOCALEDIR");

	bindtextdomain(PACKAGE, folder && *folder ? folder : LOCALEDIR);
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	look_for_catalogue();
}
#else
static void
look_for_catalogue(void)
{
}

static void
open_catalogues(void)
{
}
#endif

static void
set_language(const char *language)
{
	if (language)
		setenv("LANGUAGE", language, 1);
	else
		unsetenv("LANGUAGE");
	look_for_catalogue();
}

static bool
is_c(const char *locale)
{
	return strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0;
}

static const char *
env_or_null(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* The language of a locale that is not installed: "zh_CN" of "zh_CN.UTF-8". */
static void
speak_as(const char *locale)
{
	char *language = alloc_text(locale);

	language[strcspn(language, ".@")] = '\0';
	if (!is_c(language) && !env_or_null("LANGUAGE"))
		set_language(language);
	free(language);
}

static void
choose_locale(void)
{
	const char *all = env_or_null("LC_ALL"), *messages = env_or_null("LC_MESSAGES");
	const char *wanted = all ? all : messages ? messages : env_or_null("LANG");
	bool installed = setlocale(LC_ALL, "") != NULL;

	/* LC_ALL=C asks for the source text, whatever LANGUAGE says; LANG=C is only a default */
	if (wanted && is_c(wanted) && (all || messages))
		set_language("en");
	if (!installed || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
		if (!setlocale(LC_ALL, "C.UTF-8"))
			setlocale(LC_CTYPE, "C.utf8");
		if (wanted)
			speak_as(wanted);
	} else if (is_c(setlocale(LC_MESSAGES, NULL))) {
		setlocale(LC_MESSAGES, "C.UTF-8");
	}
	setlocale(LC_NUMERIC, "C"); /* numbers are written by us */
}

void
lang_start(void)
{
	choose_locale();
	open_catalogues();
}

void
lang_use(const char *language)
{
	assert(!in_use);
	in_use = true;
	free(screen_language);
	screen_language = alloc_text(getenv("LANGUAGE"));
	if (language && *language)
		set_language(language);
}

void
lang_back(void)
{
	assert(in_use);
	in_use = false;
	set_language(screen_language);
	free(screen_language);
	screen_language = NULL;
}
