#include <config.h>

#include "screens/keymap.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/conf.h"

#define SECTIONS_MAX 32

/* A key is looked up for every place in the bar at every drawing: sections are compared by number.
 */
struct keymap {
	struct binding *rows;
	int *sections; /* of each row */
	size_t count;
	char names[SECTIONS_MAX][17];
	int name_count;
};

/* -1: no row is in this section. */
static int
section_of(const struct keymap *keymap, const char *name)
{
	for (int i = 0; i < keymap->name_count; i++) {
		if (strcmp(keymap->names[i], name) == 0)
			return i;
	}
	return -1;
}

static int
add_section(struct keymap *keymap, const char *name)
{
	int section = section_of(keymap, name);

	if (section < 0 && keymap->name_count < SECTIONS_MAX) {
		section = keymap->name_count++;
		strcpy(keymap->names[section], name);
	}
	return section;
}

static void
trim(char *text)
{
	size_t start = strspn(text, " \t"), length;

	memmove(text, text + start, strlen(text + start) + 1);
	length = strlen(text);
	while (length > 0 && strchr(" \t", text[length - 1]))
		text[--length] = '\0';
}

/* "preset 4 ; Milk" into the verb's name, its words and the label. */
static enum outcome
split_value(const char *value, char name[static BINDING_TEXT_MAX], struct binding *binding,
            struct err *err)
{
	const char *label = strstr(value, " ;");
	size_t length = label ? (size_t)(label - value) : strlen(value);
	char *space;

	if (length >= BINDING_TEXT_MAX || (label && strlen(label + 2) >= sizeof(binding->label)))
		return err_set(err, RC_REFUSED, _("this is too long for a key"));
	memcpy(name, value, length);
	name[length] = '\0';
	trim(name);
	if (label) {
		strcpy(binding->label, label + 2);
		trim(binding->label);
	}
	space = strchr(name, ' ');
	if (space) {
		strcpy(binding->words, space + 1);
		trim(binding->words);
		*space = '\0';
	}
	return RC_OK;
}

static enum outcome
parse_row(const struct conf_row *row, struct binding *binding, struct err *err)
{
	char name[BINDING_TEXT_MAX];
	enum outcome outcome;

	if (strlen(row->section) == 0 || strlen(row->section) >= sizeof(binding->section))
		return err_set(err, RC_REFUSED, _("a key stands below the [name] of its screen"));
	strcpy(binding->section, row->section);
	binding->common = strcmp(row->section, "*") == 0;
	if (!key_parse(row->key, &binding->key))
		return err_set(err, RC_REFUSED, _("there is no key \"%s\""), row->key);
	outcome = split_value(row->value, name, binding, err);
	if (outcome)
		return outcome;
	binding->none = strcmp(name, "none") == 0;
	return binding->none ? RC_OK : verb_find(name, false, &binding->verb, err);
}

static enum outcome
take_rows(struct keymap **keymap, const struct conf *conf, const char *name, struct err *err)
{
	struct keymap *new = alloc_zero(1, sizeof(*new));

	new->rows = alloc_zero(conf_count(conf) + 1, sizeof(*new->rows));
	new->sections = alloc_zero(conf_count(conf) + 1, sizeof(*new->sections));
	for (size_t i = 0; i < conf_count(conf); i++) {
		const struct conf_row *row = conf_row(conf, i);
		struct err why;

		if (parse_row(row, &new->rows[i], &why)) {
			keymap_free(&new);
			return err_set(err, RC_REFUSED, _("%s, line %d: %s"), name, row->line,
			               why.msg);
		}
		new->sections[i] = add_section(new, new->rows[i].section);
		new->count++;
	}
	*keymap = new;
	return RC_OK;
}

enum outcome
keymap_read(struct keymap **keymap, const char *path, struct err *err)
{
	struct conf *conf = NULL;
	enum outcome outcome = conf_read(&conf, path, err);

	if (outcome)
		return outcome;
	outcome = take_rows(keymap, conf, path, err);
	conf_free(&conf);
	return outcome;
}

enum outcome
keymap_parse(struct keymap **keymap, const char *name, const char *text, struct err *err)
{
	struct conf *conf = NULL;
	enum outcome outcome = conf_parse(&conf, name, text, err);

	if (outcome)
		return outcome;
	outcome = take_rows(keymap, conf, name, err);
	conf_free(&conf);
	return outcome;
}

void
keymap_free(struct keymap **keymap)
{
	if (!*keymap)
		return;
	free((*keymap)->rows);
	free((*keymap)->sections);
	free(*keymap);
	*keymap = NULL;
}

static const struct binding *
find_in(const struct keymap *keymap, int section, const struct key *key)
{
	for (size_t i = 0; section >= 0 && i < keymap->count; i++) {
		if (keymap->sections[i] == section && key_same(&keymap->rows[i].key, key))
			return &keymap->rows[i];
	}
	return NULL;
}

const struct binding *
keymap_find(const struct keymap *keymap, const char *section, const struct key *key)
{
	const struct binding *found = find_in(keymap, section_of(keymap, section), key);

	if (!found)
		found = find_in(keymap, section_of(keymap, "*"), key);
	return found && !found->none ? found : NULL;
}

const struct binding *
keymap_key_of(const struct keymap *keymap, const char *section, struct verb verb)
{
	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *row = &keymap->rows[i];

		if (!row->none && verb_same(row->verb, verb) && !row->words[0] &&
		    keymap_row_holds(keymap, i, section))
			return row;
	}
	return NULL;
}

size_t
keymap_count(const struct keymap *keymap)
{
	return keymap->count;
}

const struct binding *
keymap_row(const struct keymap *keymap, size_t index)
{
	assert(index < keymap->count);
	return &keymap->rows[index];
}

bool
keymap_row_holds(const struct keymap *keymap, size_t index, const char *section)
{
	return keymap_find(keymap, section, &keymap->rows[index].key) == &keymap->rows[index];
}

/* Labels of the maps that ship are translated, a shop's own are as it wrote them. */
static const char *const shipped_labels[] = { N_("Print"), N_("None"), N_("Gift"), N_("Invoice"),
	                                      N_("All") };

const char *
binding_label(const struct binding *binding)
{
	for (size_t i = 0; i < sizeof(shipped_labels) / sizeof(shipped_labels[0]); i++) {
		if (strcmp(shipped_labels[i], binding->label) == 0)
			return _(shipped_labels[i]);
	}
	return binding->label[0] ? binding->label : verb_label(binding->verb);
}

/* ---- for people ---- */

void
keymap_write_text(const struct keymap *keymap, struct buf *out)
{
	const char *section = "";

	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *row = &keymap->rows[i];
		char key[KEY_TEXT_MAX], what[2 * BINDING_TEXT_MAX];

		if (strcmp(section, row->section) != 0)
			buf_format(out, "%s[%s]\n", i ? "\n" : "", row->section);
		section = row->section;
		if (row->none) {
			buf_format(out, "%-10s none\n", key_text(&row->key, key));
			continue;
		}
		snprintf(what, sizeof(what), "%s%s%s", verb_name(row->verb),
		         row->words[0] ? " " : "", row->words);
		buf_format(out, "%-10s %-16s %s\n", key_text(&row->key, key), what,
		           verb_help(row->verb));
	}
}

/* mdoc reads a "." or "'" at the start of a line, and "\\", for itself. */
static void
mdoc_text(struct buf *out, const char *text)
{
	if (*text == '.' || *text == '\'')
		buf_add(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			buf_add(out, "\\e");
		else if (*text == '-')
			buf_add(out, "\\-");
		else
			buf_add_char(out, *text);
	}
}

static const char mdoc_head[] = ".Dd November 22, 2026\n"
                                ".Dt RINGUP-KEYS 5\n"
                                ".Os\n"
                                ".Sh NAME\n"
                                ".Nm ringup-keys\n"
                                ".Nd keys of the till and what they mean\n"
                                ".Sh DESCRIPTION\n"
                                "A key map is a text file of sections and rows:\n"
                                ".Bd -literal -offset indent\n"
                                "[sale]\n"
                                "F9 = cash\n"
                                "F11 = preset 4 ; Milk\n"
                                "F12 = none\n"
                                ".Ed\n"
                                ".Pp\n"
                                "A section is the name of a screen;\n"
                                ".Sq *\n"
                                "holds on all of them.\n"
                                "A row gives a key its meaning: a command of\n"
                                ".Xr ringup 1 ,\n"
                                "or a word of the screens listed below, with the words it takes.\n"
                                "Text after\n"
                                ".Sq \\&;\n"
                                "is the label in the key bar.\n"
                                "The order of the rows is the order in the bar.\n"
                                "Keys are named as on their caps, with\n"
                                ".Ql Ctrl\\- ,\n"
                                ".Ql Alt\\-\n"
                                "and\n"
                                ".Ql Shift\\-\n"
                                "in front.\n"
                                "A till's own map is the file\n"
                                ".Pa keymap.conf\n"
                                "in its folder.\n"
                                ".Sh KEYS\n";

static void
mdoc_rows(const struct keymap *keymap, struct buf *out)
{
	const char *section = "";

	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *row = &keymap->rows[i];
		char key[KEY_TEXT_MAX];

		if (strcmp(section, row->section) != 0) {
			if (*section)
				buf_add(out, ".El\n");
			buf_format(out, ".Ss %s\n.Bl -tag -width Backspace -compact\n",
			           strcmp(row->section, "*") == 0 ? "On every screen"
			                                          : row->section);
		}
		section = row->section;
		buf_add(out, ".It Ql ");
		mdoc_text(out, key_text(&row->key, key));
		buf_add(out, "\n");
		if (row->none) {
			buf_add(out, "nothing\n");
			continue;
		}
		buf_format(out, ".Cm %s%s%s :\n", verb_name(row->verb), row->words[0] ? " " : "",
		           row->words);
		mdoc_text(out, verb_help(row->verb));
		buf_add(out, "\n");
	}
	if (*section)
		buf_add(out, ".El\n");
}

void
keymap_write_mdoc(const struct keymap *keymap, struct buf *out)
{
	buf_add(out, mdoc_head);
	mdoc_rows(keymap, out);
	buf_add(out, ".Sh WORDS OF THE SCREENS\n.Bl -tag -width command-line -compact\n");
	for (int i = 0; i < (int)ACTION_COUNT; i++) {
		struct verb verb = verb_of_action((enum action)i);

		buf_format(out, ".It Cm %s\n", verb_name(verb));
		mdoc_text(out, verb_help(verb));
		buf_add(out, "\n");
	}
	buf_add(out, ".El\n.Sh SEE ALSO\n.Xr ringup 1\n");
}
