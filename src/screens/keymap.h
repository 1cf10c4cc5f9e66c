/*
 * Key maps: data/keymap.conf, or a shop's own file of the same form.
 *
 *   [section]               a screen's name, or "*" for all of them
 *   F9 = cash               a key and what it means: a verb, with words if it takes some
 *   F11 = preset 4 ; Milk   a label of the shop's own for the key bar
 *   F12 = none              nothing, although "*" has it
 *
 *   [sends]                 what keys of this keyboard send, where it is not known anyway
 *   F36 = \e[42z
 *
 * A key is looked up in its screen's section first, then in "*".  Order in the file is order in the
 * bar.
 *
 *   own     keymap_read() gives, keymap_free() takes back
 */
#ifndef RINGUP_SCREENS_KEYMAP_H
#define RINGUP_SCREENS_KEYMAP_H

#include "base/buf.h"
#include "base/err.h"
#include "screens/key.h"
#include "screens/verb.h"

#define BINDING_TEXT_MAX 96

struct binding {
	char section[17];
	struct key key;
	bool none;   /* bound to nothing */
	bool common; /* in "*" */
	struct verb verb;
	char words[BINDING_TEXT_MAX]; /* of the command, as in a script: "4" */
	char label[BINDING_TEXT_MAX]; /* the shop's own, or "" */
};

#define KEY_SEQUENCE_MAX 24
/* What a key of this keyboard sends, as it was learned: the whole escape sequence. */
struct key_sequence {
	char bytes[KEY_SEQUENCE_MAX];
	size_t length;
	struct key key;
};

struct keymap;

/* RC_REFUSED names the line and what is wrong with it. */
enum outcome keymap_read(struct keymap **keymap, const char *path, struct err *err);
enum outcome keymap_parse(struct keymap **keymap, const char *name, const char *text,
                          struct err *err);
/* A shop's own map must not keep a till from starting: bad lines are left out, and trouble says the
 * first of them, with an empty msg if there is none.  Fails only where the file cannot be read. */
enum outcome keymap_read_kindly(struct keymap **keymap, const char *path, struct err *trouble);
enum outcome keymap_parse_kindly(struct keymap **keymap, const char *name, const char *text,
                                 struct err *trouble);
void keymap_free(struct keymap **keymap);

/* NULL: the key means nothing there. */
const struct binding *keymap_find(const struct keymap *keymap, const char *section,
                                  const struct key *key);
/* The first key that has this verb without words; NULL if none. */
const struct binding *keymap_key_of(const struct keymap *keymap, const char *section,
                                    struct verb verb);

size_t keymap_count(const struct keymap *keymap);
const struct binding *keymap_row(const struct keymap *keymap, size_t index);
/* Is this row what its key means in this section?  False where a section of its own has another. */
bool keymap_row_holds(const struct keymap *keymap, size_t index, const char *section);

size_t keymap_sequences(const struct keymap *keymap, const struct key_sequence **rows);

/* ---- changing it ---- */

/* "preset 4 ; Milk" into verb, words and label. */
enum outcome keymap_read_meaning(struct binding *binding, const char *text, struct err *err);
/* Puts a row in the place of row index, or -1 adds it.  RC_REFUSED: the key means something there.
 */
enum outcome keymap_bind(struct keymap *keymap, int index, const struct binding *binding,
                         struct err *err);
/* Takes a row out.  RC_REFUSED: it is the last key of what nobody can do without. */
enum outcome keymap_drop(struct keymap *keymap, int index, struct err *err);
enum outcome keymap_teach(struct keymap *keymap, const struct key_sequence *sequence,
                          struct err *err);

/* What stands in the bar for it. */
const char *binding_label(const struct binding *binding);

/* The map as people read it, and as the man page ringup-keys(5). */
void keymap_write_text(const struct keymap *keymap, struct buf *out);
void keymap_write_mdoc(const struct keymap *keymap, struct buf *out);
/* As the file it is read from. */
void keymap_write_conf(const struct keymap *keymap, struct buf *out);
/* The same with the remarks of the file as it was before. */
void keymap_write_conf_over(const struct keymap *keymap, const char *before, struct buf *out);

#endif
