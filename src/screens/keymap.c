#include <config.h>

#include "screens/keymap.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/conf.h"
#include "base/paths.h"
#include "screens/keymap_parts.h"

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

void
keymap_add(struct keymap *keymap, const struct binding *binding)
{
	if (keymap->count == keymap->room) {
		keymap->room = keymap->room ? 2 * keymap->room : 64;
		keymap->rows = alloc_again(keymap->rows, keymap->room, sizeof(*keymap->rows));
		keymap->sections =
		        alloc_again(keymap->sections, keymap->room, sizeof(*keymap->sections));
	}
	keymap->rows[keymap->count] = *binding;
	keymap->sections[keymap->count++] = add_section(keymap, binding->section);
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

/* The words of a command must be right: nobody wants to learn that from a customer. */
static enum outcome
check_words(const struct binding *binding, struct err *err)
{
	char line[2 * BINDING_TEXT_MAX];
	struct command command;

	if (!binding->words[0])
		return RC_OK;
	if (binding->verb.is_action)
		return err_set(err, RC_REFUSED, _("\"%s\" takes no words"),
		               verb_name(binding->verb));
	snprintf(line, sizeof(line), "%s %s", verb_name(binding->verb), binding->words);
	return command_parse(&command, line, false, 2, err);
}

enum outcome
keymap_read_meaning(struct binding *binding, const char *text, struct err *err)
{
	char name[BINDING_TEXT_MAX];
	enum outcome outcome = split_value(text, name, binding, err);

	if (outcome)
		return outcome;
	binding->none = strcmp(name, "none") == 0;
	if (binding->none)
		return RC_OK;
	outcome = verb_find(name, false, &binding->verb, err);
	return outcome ? outcome : check_words(binding, err);
}

static enum outcome
parse_row(const struct keymap *keymap, const struct conf_row *row, struct binding *binding,
          struct err *err)
{
	char key[KEY_TEXT_MAX];

	if (strlen(row->section) == 0 || strlen(row->section) >= sizeof(binding->section))
		return err_set(err, RC_REFUSED, _("a key stands below the [name] of its screen"));
	strcpy(binding->section, row->section);
	binding->common = strcmp(row->section, "*") == 0;
	if (!key_parse(row->key, &binding->key))
		return err_set(err, RC_REFUSED, _("there is no key \"%s\""), row->key);
	if (find_in(keymap, section_of(keymap, row->section), &binding->key))
		return err_set(err, RC_REFUSED, _("%s stands in this section already"),
		               key_text(&binding->key, key));
	return keymap_read_meaning(binding, row->value, err);
}

/* "\\e[42z": what a terminal sends, of the kinds the decoder frames. */
static enum outcome
parse_sequence(const struct conf_row *row, struct key_sequence *sequence, struct err *err)
{
	const char *at = row->value;
	size_t length = strlen(at);

	if (!key_parse(row->key, &sequence->key) || sequence->key.cap == CAP_CHAR)
		return err_set(err, RC_REFUSED, _("there is no key \"%s\""), row->key);
	if (strncmp(at, "\\e[", 3) != 0 && strncmp(at, "\\eO", 3) != 0)
		return err_set(err, RC_REFUSED, _("what a key sends begins with \\e[ or \\eO"));
	if (length < 4 || length - 1 > sizeof(sequence->bytes))
		return err_set(err, RC_REFUSED, _("\"%s\" is too short or too long"), at);
	sequence->bytes[0] = '\x1b';
	memcpy(sequence->bytes + 1, at + 2, length - 2);
	sequence->length = length - 1;
	return RC_OK;
}

static enum outcome
take_row(struct keymap *keymap, const struct conf_row *row, struct err *err)
{
	struct key_sequence sequence = { .length = 0 };
	struct binding binding = { .none = false };
	enum outcome outcome;

	if (strcmp(row->section, KEYMAP_SENDS) == 0) {
		outcome = parse_sequence(row, &sequence, err);
		if (!outcome)
			outcome = keymap_teach(keymap, &sequence, err);
		return outcome;
	}
	outcome = parse_row(keymap, row, &binding, err);
	if (!outcome)
		keymap_add(keymap, &binding);
	return outcome;
}

/* With `trouble` bad rows are left out, and it says the first; else the first one refuses all. */
static enum outcome
take_rows(struct keymap **keymap, const struct conf *conf, const char *name, struct err *trouble,
          struct err *err)
{
	struct keymap *new = alloc_zero(1, sizeof(*new));

	for (size_t i = 0; i < conf_count(conf); i++) {
		const struct conf_row *row = conf_row(conf, i);
		struct err why;

		if (!take_row(new, row, &why))
			continue;
		if (!trouble) {
			keymap_free(&new);
			return err_set(err, RC_REFUSED, _("%s, line %d: %s"), name, row->line,
			               why.msg);
		}
		if (!trouble->msg[0])
			err_set(trouble, RC_REFUSED, _("%s, line %d: %s"), name, row->line,
			        why.msg);
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
	outcome = take_rows(keymap, conf, path, NULL, err);
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
	outcome = take_rows(keymap, conf, name, NULL, err);
	conf_free(&conf);
	return outcome;
}

/* Without these nobody could leave a box or take a row. */
static void
add_missing(struct keymap *keymap, struct err *trouble)
{
	static const struct {
		enum cap cap;
		struct verb verb;
	} needed[] = {
		{ CAP_ESC, { .command = CMD_CLEAR } },
		{ CAP_ENTER, { .is_action = true, .action = ACT_ENTER } },
	};

	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++) {
		struct binding row = { .section = "*", .common = true, .verb = needed[i].verb };
		char key[KEY_TEXT_MAX];

		if (keymap_key_of(keymap, "*", row.verb))
			continue;
		row.key.cap = needed[i].cap;
		keymap_add(keymap, &row);
		if (!trouble->msg[0])
			err_set(trouble, RC_REFUSED,
			        _("keymap.conf has no key for \"%s\": %s does it"),
			        verb_name(row.verb), key_text(&row.key, key));
	}
}

enum outcome
keymap_parse_kindly(struct keymap **keymap, const char *name, const char *text, struct err *trouble)
{
	struct conf *conf = NULL;

	conf_parse_kindly(&conf, name, text, trouble);
	take_rows(keymap, conf, name, trouble, NULL);
	conf_free(&conf);
	add_missing(*keymap, trouble);
	return RC_OK;
}

enum outcome
keymap_read_kindly(struct keymap **keymap, const char *path, struct err *trouble)
{
	const char *slash = strrchr(path, '/');
	size_t length;
	char *text;
	enum outcome outcome = paths_read_file(path, KEYMAP_BYTES_MAX, &text, &length, trouble);

	if (outcome)
		return outcome;
	outcome = keymap_parse_kindly(keymap, slash ? slash + 1 : path, text, trouble);
	free(text);
	return outcome;
}

void
keymap_free(struct keymap **keymap)
{
	if (!*keymap)
		return;
	free((*keymap)->rows);
	free((*keymap)->sections);
	free((*keymap)->sequences);
	free(*keymap);
	*keymap = NULL;
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
keymap_sequences(const struct keymap *keymap, const struct key_sequence **rows)
{
	*rows = keymap->sequences;
	return keymap->sequence_count;
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
