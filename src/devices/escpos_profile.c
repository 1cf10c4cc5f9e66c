#include <config.h>

#include "devices/escpos_profile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"

#define PROFILES_FILE "printers.conf"

static const char *const cuts[] = {
	[CUT_NONE] = "none",
	[CUT_PARTIAL] = "partial",
	[CUT_FULL] = "full",
};

/* ---- values ---- */

static bool
parse_count(const char *text, int *out)
{
	char *end;
	long value = strtol(text, &end, 10);

	*out = (int)value;
	return end != text && *end == '\0' && value > 0 && value < 10000;
}

static bool
parse_yes(const char *text, bool *out)
{
	*out = strcmp(text, "yes") == 0;
	return *out || strcmp(text, "no") == 0;
}

static bool
parse_cut(const char *text, enum escpos_cut *out)
{
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		if (strcmp(cuts[i], text) == 0) {
			*out = (enum escpos_cut)i;
			return true;
		}
	}
	return false;
}

/* "19:CP858 16:CP1252" */
static bool
parse_pages(const char *text, struct escpos_profile *profile)
{
	while (*text) {
		struct escpos_page *page = &profile->pages[profile->page_count];
		int used = 0;

		if (profile->page_count == ESCPOS_PAGES_MAX ||
		    sscanf(text, "%d:%15[A-Za-z0-9_-]%n", &page->number, page->charset, &used) !=
		            2 ||
		    page->number < 0 || page->number > 255 || (text[used] && text[used] != ' '))
			return false;
		profile->page_count++;
		text += used + strspn(text + used, " ");
	}
	return profile->page_count > 0;
}

static bool
parse_text(const char *text, char *out, size_t size)
{
	return *text && text_copy(out, size, text) == strlen(text);
}

static bool
parse_row(const struct conf_row *row, struct escpos_profile *profile)
{
	const char *key = row->key, *value = row->value;

	if (strcmp(key, "name") == 0)
		return parse_text(value, profile->name, sizeof profile->name);
	if (strcmp(key, "columns") == 0)
		return parse_count(value, &profile->cols);
	if (strcmp(key, "dots") == 0)
		return parse_count(value, &profile->dots);
	if (strcmp(key, "pages") == 0)
		return parse_pages(value, profile);
	if (strcmp(key, "wide") == 0)
		return parse_text(value, profile->wide, sizeof profile->wide);
	if (strcmp(key, "cut") == 0)
		return parse_cut(value, &profile->cut);
	if (strcmp(key, "drawer") == 0) {
		profile->drawer = strcmp(value, "esc-p") == 0;
		return profile->drawer || strcmp(value, "none") == 0;
	}
	if (strcmp(key, "barcode") == 0)
		return parse_yes(value, &profile->barcode);
	if (strcmp(key, "qr") == 0)
		return parse_yes(value, &profile->qr);
	if (strcmp(key, "raster") == 0)
		return parse_yes(value, &profile->raster);
	return false;
}

/* ---- the file ---- */

static bool
is_complete(const struct escpos_profile *profile)
{
	return profile->name[0] && profile->cols && profile->dots && profile->page_count;
}

/* The profile that begins at row *index, which is moved behind it. */
static enum outcome
read_profile(const struct conf *conf, size_t *index, struct escpos_profile *profile,
             struct err *err)
{
	const struct conf_row *row = conf_row(conf, *index);
	const char *section = row->section;

	memset(profile, 0, sizeof *profile);
	if (!parse_text(section, profile->id, sizeof profile->id))
		return err_set(err, RC_BROKEN, _("%s, line %d: no section is open"), PROFILES_FILE,
		               row->line);
	for (; *index < conf_count(conf); (*index)++) {
		row = conf_row(conf, *index);
		if (strcmp(row->section, section) != 0)
			break;
		if (!parse_row(row, profile))
			return err_set(err, RC_BROKEN, _("%s, line %d: \"%.60s\" cannot be %s"),
			               PROFILES_FILE, row->line, row->value, row->key);
	}
	if (!is_complete(profile))
		return err_set(err, RC_BROKEN, _("%s: the profile %s is not complete"),
		               PROFILES_FILE, profile->id);
	return RC_OK;
}

enum outcome
escpos_profiles(struct escpos_profile profiles[], size_t room, size_t *count, struct err *err)
{
	struct conf *conf = NULL;
	char path[PATH_MAX];
	size_t index = 0, found = 0;
	enum outcome outcome = paths_data(path, PROFILES_FILE, err);

	if (!outcome)
		outcome = conf_read(&conf, path, err);
	if (outcome)
		return outcome;
	while (!outcome && found < room && index < conf_count(conf))
		outcome = read_profile(conf, &index, &profiles[found++], err);
	conf_free(&conf);
	if (!outcome)
		*count = found;
	return outcome;
}

enum outcome
escpos_profile_find(struct escpos_profile *profile, const char *id, struct err *err)
{
	struct escpos_profile profiles[ESCPOS_PROFILES_MAX];
	size_t count;
	enum outcome outcome = escpos_profiles(profiles, ESCPOS_PROFILES_MAX, &count, err);

	for (size_t i = 0; !outcome && i < count; i++) {
		if (!id[0] || strcmp(profiles[i].id, id) == 0) {
			*profile = profiles[i];
			return RC_OK;
		}
	}
	if (outcome)
		return outcome;
	err_set(err, RC_NOT_FOUND, _("there is no profile of a printer \"%.32s\""), id);
	return err_hint(err, _("\"ringup devices list\" names them"));
}
