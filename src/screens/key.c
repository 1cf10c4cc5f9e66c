#include <config.h>

#include "screens/key.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <wchar.h>
#include <wctype.h>

/* clang-format off */
static const char *const cap_names[CAPS] = {
	[CAP_ENTER] = "Enter",      [CAP_TAB] = "Tab",        [CAP_ESC] = "Esc",
	[CAP_BACKSPACE] = "Backspace", [CAP_UP] = "Up",       [CAP_DOWN] = "Down",
	[CAP_LEFT] = "Left",        [CAP_RIGHT] = "Right",    [CAP_HOME] = "Home",
	[CAP_END] = "End",          [CAP_PAGE_UP] = "PgUp",   [CAP_PAGE_DOWN] = "PgDn",
	[CAP_INSERT] = "Ins",       [CAP_DELETE] = "Del",     [CAP_MIDDLE] = "Middle",
	[CAP_UNKNOWN] = "Unknown",
};
/* clang-format on */

/* Characters that cannot stand for themselves in a file of settings. */
static const struct {
	const char *text, *name;
} named_chars[] = {
	{ " ", "Space" },
	{ "=", "Equals" },
	{ "#", "Hash" },
	{ "[", "BracketLeft" },
};

static const struct {
	enum key_mod mod;
	const char *name;
} mods[] = {
	{ MOD_CTRL, "Ctrl-" },
	{ MOD_ALT, "Alt-" },
	{ MOD_SHIFT, "Shift-" },
};

#define LENGTH(array) (sizeof(array) / sizeof((array)[0]))

static const char *
char_name(const char *text)
{
	for (size_t i = 0; i < LENGTH(named_chars); i++) {
		if (strcmp(named_chars[i].text, text) == 0)
			return named_chars[i].name;
	}
	return text;
}

char *
key_text(const struct key *key, char out[static KEY_TEXT_MAX])
{
	size_t at = 0;

	out[0] = '\0';
	for (size_t i = 0; i < LENGTH(mods); i++) {
		if (key->mods & mods[i].mod)
			at += (size_t)snprintf(out + at, KEY_TEXT_MAX - at, "%s", mods[i].name);
	}
	if (key->cap == CAP_CHAR && key->mods && key->text[0] >= 'a' && key->text[0] <= 'z')
		snprintf(out + at, KEY_TEXT_MAX - at, "%c", key->text[0] - 'a' + 'A');
	else if (key->cap == CAP_CHAR)
		snprintf(out + at, KEY_TEXT_MAX - at, "%s", char_name(key->text));
	else if (key->cap == CAP_F)
		snprintf(out + at, KEY_TEXT_MAX - at, "F%d", key->number);
	else
		snprintf(out + at, KEY_TEXT_MAX - at, "%s",
		         cap_names[key->cap] ? cap_names[key->cap] : "");
	return out;
}

static const char *
parse_mods(const char *name, struct key *key)
{
	size_t i = 0;

	while (i < LENGTH(mods)) {
		size_t length = strlen(mods[i].name);

		if (strncasecmp(name, mods[i].name, length) == 0 && name[length]) {
			key->mods |= mods[i].mod;
			name += length;
			i = 0;
		} else {
			i++;
		}
	}
	return name;
}

static bool
parse_function(const char *name, struct key *key)
{
	char *end;
	long number;

	if ((name[0] != 'F' && name[0] != 'f') || name[1] < '1' || name[1] > '9')
		return false;
	number = strtol(name + 1, &end, 10);
	if (*end || number > 63)
		return false;
	key->cap = CAP_F;
	key->number = (int)number;
	return true;
}

static bool
parse_char(const char *name, struct key *key)
{
	mbstate_t state = { 0 };
	wchar_t wide;
	size_t length;

	for (size_t i = 0; i < LENGTH(named_chars); i++) {
		if (strcasecmp(named_chars[i].name, name) == 0)
			name = named_chars[i].text;
	}
	length = mbrtowc(&wide, name, strlen(name), &state);
	if (length == 0 || length >= sizeof(key->text) || name[length])
		return false;
	key->cap = CAP_CHAR;
	memcpy(key->text, name, length);
	/* with Ctrl a letter has no case */
	if ((key->mods & MOD_CTRL) && name[0] >= 'A' && name[0] <= 'Z')
		key->text[0] = (char)(name[0] - 'A' + 'a');
	return true;
}

bool
key_parse(const char *name, struct key *key)
{
	memset(key, 0, sizeof(*key));
	name = parse_mods(name, key);
	for (int cap = 0; cap < CAPS; cap++) {
		if (cap_names[cap] && cap != CAP_UNKNOWN && strcasecmp(cap_names[cap], name) == 0) {
			key->cap = (enum cap)cap;
			return true;
		}
	}
	return parse_function(name, key) || parse_char(name, key);
}

bool
key_same(const struct key *a, const struct key *b)
{
	return a->cap == b->cap && a->mods == b->mods &&
	       (a->cap != CAP_F || a->number == b->number) &&
	       (a->cap != CAP_CHAR || strcasecmp(a->text, b->text) == 0);
}

bool
key_is(const struct key *key, const char *text)
{
	return key->cap == CAP_CHAR && !key->mods && strcmp(key->text, text) == 0;
}

bool
key_is_digit(const struct key *key)
{
	return key->cap == CAP_CHAR && !key->mods && key->text[0] >= '0' && key->text[0] <= '9';
}

bool
key_is_letter(const struct key *key)
{
	mbstate_t state = { 0 };
	wchar_t wide;

	if (key->cap != CAP_CHAR || key->mods || key_is_digit(key))
		return false;
	if (mbrtowc(&wide, key->text, strlen(key->text), &state) > sizeof(key->text))
		return false;
	return iswalpha((wint_t)wide);
}
