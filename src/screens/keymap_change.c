/*
 * Changing a key map: what a key may be given, and sentences for what it may not.
 */
#include <config.h>

#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/keymap_parts.h"

#define SEQUENCES_MAX 64

/* On these a letter is a choice; everywhere else it is text or begins a search. */
static const char *const letter_sections[] = { "change", "paper" };

static bool
letters_choose(const char *section)
{
	for (size_t i = 0; i < sizeof(letter_sections) / sizeof(letter_sections[0]); i++) {
		if (strcmp(letter_sections[i], section) == 0)
			return true;
	}
	return false;
}

static bool
is_part_of_numbers(const struct key *key)
{
	return key_is_digit(key) || key_is(key, ".") || key_is(key, ",");
}

/* Some keys are what typing is made of. */
static enum outcome
check_key(const struct binding *binding, struct err *err)
{
	const struct key *key = &binding->key;
	char text[KEY_TEXT_MAX];
	bool clear = verb_is_command(binding->verb, CMD_CLEAR);
	bool enter = verb_is(binding->verb, ACT_ENTER);

	if (is_part_of_numbers(key))
		return err_set(err, RC_REFUSED, _("%s is for numbers: choose another key"),
		               key_text(key, text));
	if (key_is_letter(key) && !letters_choose(binding->section))
		return err_set(err, RC_REFUSED,
		               _("letters are text: choose another key, or one with Ctrl"));
	if (key->mods == 0 && ((key->cap == CAP_ESC && !clear) ||
	                       (key->cap == CAP_ENTER && !enter) || key->cap == CAP_BACKSPACE))
		return err_set(err, RC_REFUSED, _("%s keeps its meaning: choose another key"),
		               key_text(key, text));
	return RC_OK;
}

/* A key of "*" holds on every screen, so it may be bound on none. */
static bool
meets(const struct binding *a, const struct binding *b)
{
	return a->common || b->common || strcmp(a->section, b->section) == 0;
}

static enum outcome
check_conflicts(const struct keymap *keymap, int index, const struct binding *binding,
                struct err *err)
{
	char key[KEY_TEXT_MAX];

	for (size_t i = 0; i < keymap->count; i++) {
		const struct binding *row = &keymap->rows[i];

		if ((int)i == index || row->none || !key_same(&row->key, &binding->key) ||
		    !meets(row, binding))
			continue;
		if (verb_same(row->verb, binding->verb) && strcmp(row->words, binding->words) == 0)
			return err_set(err, RC_REFUSED, _("%s does that already"),
			               key_text(&row->key, key));
		return err_set(err, RC_REFUSED,
		               _("%s is already there for \"%s\": give that another key first"),
		               key_text(&row->key, key),
		               binding_label(row)[0] ? binding_label(row) : verb_help(row->verb));
	}
	return RC_OK;
}

/* A row that says "nothing" for the same key makes room. */
static void
drop_nothing(struct keymap *keymap, const struct binding *binding)
{
	for (size_t i = 0; i < keymap->count; i++) {
		struct binding *row = &keymap->rows[i];

		if (row->none && strcmp(row->section, binding->section) == 0 &&
		    key_same(&row->key, &binding->key)) {
			*row = *binding;
			return;
		}
	}
	keymap_add(keymap, binding);
}

enum outcome
keymap_bind(struct keymap *keymap, int index, const struct binding *binding, struct err *err)
{
	enum outcome outcome = check_key(binding, err);

	if (!outcome)
		outcome = check_conflicts(keymap, index, binding, err);
	if (outcome)
		return outcome;
	if (index >= 0)
		keymap->rows[index] = *binding;
	else
		drop_nothing(keymap, binding);
	return RC_OK;
}

/* What nobody can do without, wherever they are. */
static bool
is_needed(const struct binding *row)
{
	return row->common &&
	       (verb_is_command(row->verb, CMD_CLEAR) || verb_is(row->verb, ACT_ENTER) ||
	        verb_is(row->verb, ACT_HELP) || verb_is(row->verb, ACT_MENU));
}

enum outcome
keymap_drop(struct keymap *keymap, int index, struct err *err)
{
	const struct binding *row = &keymap->rows[index];
	int others = 0;

	for (size_t i = 0; i < keymap->count; i++) {
		others += (int)i != index && keymap->rows[i].common && !keymap->rows[i].none &&
		          verb_same(keymap->rows[i].verb, row->verb);
	}
	if (is_needed(row) && others == 0)
		return err_set(err, RC_REFUSED,
		               _("the till cannot be used without a key for \"%s\""),
		               verb_name(row->verb));
	keymap->count--;
	memmove(&keymap->rows[index], &keymap->rows[index + 1],
	        (keymap->count - (size_t)index) * sizeof(*keymap->rows));
	memmove(&keymap->sections[index], &keymap->sections[index + 1],
	        (keymap->count - (size_t)index) * sizeof(*keymap->sections));
	return RC_OK;
}

enum outcome
keymap_teach(struct keymap *keymap, const struct key_sequence *sequence, struct err *err)
{
	for (size_t i = 0; i < keymap->sequence_count; i++) {
		struct key_sequence *row = &keymap->sequences[i];

		if (row->length == sequence->length &&
		    memcmp(row->bytes, sequence->bytes, row->length) == 0) {
			*row = *sequence;
			return RC_OK;
		}
	}
	if (keymap->sequence_count == SEQUENCES_MAX)
		return err_set(err, RC_REFUSED, _("these are more keys than can be learned"));
	if (!keymap->sequences)
		keymap->sequences = alloc_zero(SEQUENCES_MAX, sizeof(*keymap->sequences));
	keymap->sequences[keymap->sequence_count++] = *sequence;
	return RC_OK;
}
