#include <config.h>

#include "screens/keys_change.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"

#define KEYMAP_MODE 0640
#define KEYMAP_MOST (256 * 1024)

static struct keymap *
copy_of(const struct keymap *keymap)
{
	struct buf text = { 0 };
	struct keymap *copy = NULL;
	struct err err;

	keymap_write_conf(keymap, &text);
	if (keymap_parse(&copy, "keymap.conf", text.text, &err))
		copy = NULL;
	assert(copy); /* what we write we can read */
	buf_done(&text);
	return copy;
}

/* A file with mistakes is kept beside: somebody meant something by them. */
static enum outcome
put_aside(const struct face *face, const char *path, struct err *err)
{
	char old[PATH_MAX];
	enum outcome outcome = paths_join(old, ledger_folder(face->ledger), "keymap.conf.old", err);

	if (outcome || !face->keymap_trouble.msg[0] || access(path, F_OK) != 0)
		return outcome;
	if (rename(path, old) != 0)
		return err_system(err, "renaming %s", path);
	return RC_OK;
}

static enum outcome
write_file(const struct face *face, const struct keymap *keymap, struct err *err)
{
	struct buf text = { 0 };
	char path[PATH_MAX], *before = NULL;
	size_t length;
	enum outcome outcome = paths_join(path, ledger_folder(face->ledger), "keymap.conf", err);

	if (outcome || paths_read_file(path, KEYMAP_MOST, &before, &length, NULL))
		before = NULL;
	keymap_write_conf_over(keymap, before ? before : "", &text);
	free(before);
	if (!outcome)
		outcome = put_aside(face, path, err);
	if (!outcome)
		outcome = paths_replace_file(path, text.text, text.length, KEYMAP_MODE, err);
	buf_done(&text);
	return outcome;
}

/* The file first: what the till holds is what the next start finds. */
static enum outcome
hold(struct face *face, struct keymap *keymap, struct err *err)
{
	enum outcome outcome = write_file(face, keymap, err);

	if (outcome) {
		keymap_free(&keymap);
		return outcome;
	}
	keymap_free(&face->keymap);
	face->keymap = keymap;
	memset(&face->keymap_trouble, 0, sizeof(face->keymap_trouble));
	face_keymap_changed(face);
	face_look(face);
	return RC_OK;
}

bool
binding_same(const struct binding *a, const struct binding *b)
{
	return !a->none && !b->none && verb_same(a->verb, b->verb) &&
	       strcmp(a->words, b->words) == 0 && key_same(&a->key, &b->key);
}

enum outcome
keys_give(struct face *face, const struct binding *wanted, bool in_place, const struct key *key,
          struct err *err)
{
	struct keymap *copy = copy_of(face->keymap);
	enum outcome outcome = RC_OK;
	size_t count = keymap_count(copy);
	bool bound = false;

	for (size_t i = 0; i < count && !outcome; i++) {
		struct binding row = *keymap_row(copy, i);

		if (!binding_same(&row, wanted))
			continue;
		row.key = *key;
		bound = true;
		outcome = keymap_bind(copy, in_place ? (int)i : -1, &row, err);
	}
	if (!bound) {
		struct binding row = *wanted;

		row.key = *key;
		outcome = keymap_bind(copy, -1, &row, err);
	}
	if (outcome) {
		keymap_free(&copy);
		return outcome;
	}
	return hold(face, copy, err);
}

enum outcome
keys_take_away(struct face *face, const struct binding *row, struct err *err)
{
	struct keymap *copy = copy_of(face->keymap);
	enum outcome outcome = RC_OK;

	for (size_t i = keymap_count(copy); i-- > 0 && !outcome;) {
		if (binding_same(keymap_row(copy, i), row))
			outcome = keymap_drop(copy, (int)i, err);
	}
	if (outcome) {
		keymap_free(&copy);
		return outcome;
	}
	return hold(face, copy, err);
}

static void
keep_sequences(const struct keymap *from, struct keymap *to)
{
	const struct key_sequence *rows;
	size_t count = keymap_sequences(from, &rows);

	for (size_t i = 0; i < count; i++)
		keymap_teach(to, &rows[i], NULL);
}

enum outcome
keys_use(struct face *face, const char *name, struct err *err)
{
	struct keymap *keymap = NULL;
	char path[PATH_MAX];
	enum outcome outcome = paths_data(path, name, err);

	if (!outcome)
		outcome = keymap_read(&keymap, path, err);
	if (outcome)
		return outcome;
	keep_sequences(face->keymap, keymap);
	return hold(face, keymap, err);
}
