/*
 * A key map as people read it, as its man page, and as the file it is read from.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/keymap_parts.h"

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
                                "The till changes it from the manager's menu;\n"
                                ".Ql ringup keys \\-\\-learn\n"
                                "asks for each key and shows what it sends.\n"
                                "A line that is wrong is left out, and the till says which one at\n"
                                "its start.\n"
                                "An open till takes a changed file in within a minute.\n"
                                ".Pp\n"
                                "The section\n"
                                ".Sq sends\n"
                                "names keys that are known to no terminal, by what they send;\n"
                                ".Ql \\ee\n"
                                "is the escape character:\n"
                                ".Bd -literal -offset indent\n"
                                "[sends]\n"
                                "F36 = \\ee[42z\n"
                                ".Ed\n"
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

/* ---- as a file ---- */

static const char own_head[] =
        "# What the keys of this till mean, written by the till; ringup-keys(5).";
static const char own_sends[] = "# what keys of this keyboard send";

bool
keymap_is_own_remark(const char *line)
{
	return strcmp(line, own_head) == 0 || strcmp(line, own_sends) == 0;
}

static void
conf_sequences(const struct keymap *keymap, struct remarks *remarks, struct buf *out)
{
	char key[KEY_TEXT_MAX];

	if (keymap->sequence_count == 0)
		return;
	buf_format(out, "\n%s\n", own_sends);
	remarks_before_section(remarks, KEYMAP_SENDS, out);
	buf_add(out, "[" KEYMAP_SENDS "]\n");
	for (size_t i = 0; i < keymap->sequence_count; i++) {
		const struct key_sequence *row = &keymap->sequences[i];
		struct binding named = { .section = KEYMAP_SENDS, .key = row->key, .none = true };

		remarks_before_row(remarks, &named, out);
		buf_format(out, "%s = \\e%.*s\n", key_text(&row->key, key), (int)row->length - 1,
		           row->bytes + 1);
	}
	remarks_after_section(remarks, KEYMAP_SENDS, out);
}

static void
conf_row_of(const struct binding *row, struct buf *out)
{
	char key[KEY_TEXT_MAX];

	buf_format(out, "%s = %s", key_text(&row->key, key),
	           row->none ? "none" : verb_name(row->verb));
	if (row->words[0])
		buf_format(out, " %s", row->words);
	if (row->label[0])
		buf_format(out, " ; %s", row->label);
	buf_add(out, "\n");
}

static void
conf_section(const struct keymap *keymap, int section, struct remarks *remarks, struct buf *out)
{
	buf_add(out, "\n");
	remarks_before_section(remarks, keymap->names[section], out);
	buf_format(out, "[%s]\n", keymap->names[section]);
	for (size_t i = 0; i < keymap->count; i++) {
		if (keymap->sections[i] != section)
			continue;
		remarks_before_row(remarks, &keymap->rows[i], out);
		conf_row_of(&keymap->rows[i], out);
	}
	remarks_after_section(remarks, keymap->names[section], out);
}

void
keymap_write_conf_over(const struct keymap *keymap, const char *before, struct buf *out)
{
	struct remarks *remarks = remarks_read(before);

	buf_format(out, "%s\n", own_head);
	conf_sequences(keymap, remarks, out);
	for (int section = 0; section < keymap->name_count; section++)
		conf_section(keymap, section, remarks, out);
	remarks_at_end(remarks, out);
	remarks_free(&remarks);
}

void
keymap_write_conf(const struct keymap *keymap, struct buf *out)
{
	keymap_write_conf_over(keymap, "", out);
}
