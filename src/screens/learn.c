#include <config.h>

#include "screens/learn.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "screens/input.h"

#define ASKED_MAX 64
#define LATER_MS 1000   /* past every wait of the decoder: what was sent was one press */
#define FIRST_FREE_F 36 /* keys without a name are called F36 and up: no terminal has those */
#define LAST_FREE_F 63

enum stage { ASKING, OTHERS, MEANING };

struct learn {
	struct keymap *keymap; /* borrowed */
	struct input *input;
	enum stage stage;
	struct key asked[ASKED_MAX];
	size_t asked_count, at;
	char before[KEY_SEQUENCE_MAX]; /* a wrong press: the same again means it */
	size_t before_length;
	struct key other; /* MEANING: what gets one */
	char typed[BINDING_TEXT_MAX];
	bool changed;

	struct key got; /* of the press that is being read */
	int got_count;
};

/* ---- reading one press ---- */

static void
got_key(void *context, const struct key *key)
{
	struct learn *learn = context;

	if (learn->got_count++ == 0)
		learn->got = *key;
}

static void
decode(struct learn *learn, const char *bytes, size_t count)
{
	learn->got_count = 0;
	memset(&learn->got, 0, sizeof(learn->got));
	input_feed(learn->input, bytes, count, 0, got_key, learn);
	input_expire(learn->input, LATER_MS, got_key, learn);
	/* a lone Esc would swallow the sequence after it */
	input_expire(learn->input, 2 * LATER_MS, got_key, learn);
}

/* "\e[15~", "a", "^G" */
static void
say_bytes(struct buf *out, const char *bytes, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		if (byte == 0x1b)
			buf_add(out, "\\e");
		else if (byte < 0x20)
			buf_format(out, "^%c", byte + '@');
		else if (byte == 0x7f)
			buf_add(out, "^?");
		else
			buf_add_char(out, (char)byte);
	}
}

static void
say_press(const struct learn *learn, const char *bytes, size_t count, struct buf *out)
{
	char name[KEY_TEXT_MAX];

	buf_add(out, _("sends"));
	buf_add(out, " ");
	say_bytes(out, bytes, count);
	buf_add(out, ", ");
	if (learn->got_count > 1)
		buf_format(out, _("which is %d keys"), learn->got_count);
	else if (learn->got.cap == CAP_UNKNOWN || learn->got.cap == CAP_NONE)
		buf_add(out, _("which is no key that is known"));
	else
		buf_format(out, _("which is %s"), key_text(&learn->got, name));
}

/* Only what begins like a key's sequence can be given a name: never a digit. */
static bool
can_be_taught(const char *bytes, size_t count)
{
	return count >= 3 && count <= KEY_SEQUENCE_MAX && bytes[0] == '\x1b' &&
	       (bytes[1] == '[' || bytes[1] == 'O');
}

static bool
teach(struct learn *learn, const char *bytes, size_t count, const struct key *key)
{
	struct key_sequence sequence = { .length = count, .key = *key };

	memcpy(sequence.bytes, bytes, count);
	if (keymap_teach(learn->keymap, &sequence, NULL) ||
	    !input_teach(learn->input, bytes, count, key))
		return false;
	learn->changed = true;
	return true;
}

/* ---- the keys of the map, one by one ---- */

static bool
is_asked(const struct learn *learn, const struct key *key)
{
	for (size_t i = 0; i < learn->asked_count; i++) {
		if (key_same(&learn->asked[i], key))
			return true;
	}
	return false;
}

static void
find_asked(struct learn *learn)
{
	for (size_t i = 0; i < keymap_count(learn->keymap); i++) {
		const struct key *key = &keymap_row(learn->keymap, i)->key;

		if (key->cap == CAP_CHAR || is_asked(learn, key) || learn->asked_count == ASKED_MAX)
			continue;
		learn->asked[learn->asked_count++] = *key;
	}
}

/* What the first row with this key does. */
static const char *
meaning_of(const struct keymap *keymap, const struct key *key)
{
	for (size_t i = 0; i < keymap_count(keymap); i++) {
		const struct binding *row = keymap_row(keymap, i);

		if (!row->none && key_same(&row->key, key))
			return verb_help(row->verb);
	}
	return "";
}

static void
ask(const struct learn *learn, struct buf *out)
{
	char name[KEY_TEXT_MAX], padded[2 * KEY_TEXT_MAX];
	const struct key *key = &learn->asked[learn->at];

	text_pad(padded, sizeof(padded), key_text(key, name), 11, ALIGN_LEFT);
	buf_format(out, "%s %s\n", padded, meaning_of(learn->keymap, key));
}

static void
begin_others(struct learn *learn, struct buf *out)
{
	learn->stage = OTHERS;
	learn->before_length = 0;
	buf_format(out, "\n%s\n", _("Other keys: press one that shall have a meaning; q ends."));
}

static void
next_asked(struct learn *learn, struct buf *out)
{
	learn->before_length = 0;
	learn->at++;
	if (learn->at < learn->asked_count)
		ask(learn, out);
	else
		begin_others(learn, out);
}

static bool
same_as_before(const struct learn *learn, const char *bytes, size_t count)
{
	return learn->before_length == count && memcmp(learn->before, bytes, count) == 0;
}

static void
take_wrong(struct learn *learn, const char *bytes, size_t count, struct buf *out)
{
	const struct key *key = &learn->asked[learn->at];
	bool unknown = learn->got.cap == CAP_UNKNOWN && learn->got_count <= 1;
	char name[KEY_TEXT_MAX];

	key_text(key, name);
	if (!can_be_taught(bytes, count)) {
		buf_format(
		        out,
		        _(": it is typed text and cannot be %s. Space if there is no such key.\n"),
		        name);
		return;
	}
	if ((unknown || same_as_before(learn, bytes, count)) && teach(learn, bytes, count, key)) {
		buf_format(out, _(": it is %s from now on.\n"), name);
		next_asked(learn, out);
		return;
	}
	learn->before_length = count < sizeof(learn->before) ? count : 0;
	memcpy(learn->before, bytes, learn->before_length);
	buf_format(out, _(": press %s; or this again if it shall be %s.\n"), name, name);
}

static void
take_asked(struct learn *learn, const char *bytes, size_t count, struct buf *out)
{
	buf_add(out, "            ");
	say_press(learn, bytes, count, out);
	if (learn->got_count == 1 && key_same(&learn->got, &learn->asked[learn->at])) {
		buf_format(out, _(": right.\n"));
		next_asked(learn, out);
		return;
	}
	take_wrong(learn, bytes, count, out);
}

/* ---- other keys, and what they shall mean ---- */

static bool
is_free(const struct learn *learn, const struct key *key)
{
	const struct key_sequence *rows;
	size_t count = keymap_sequences(learn->keymap, &rows);

	for (size_t i = 0; i < count; i++) {
		if (key_same(&rows[i].key, key))
			return false;
	}
	return !meaning_of(learn->keymap, key)[0];
}

static bool
name_it(struct learn *learn, const char *bytes, size_t count)
{
	struct key key = { .cap = CAP_F, .number = FIRST_FREE_F };

	while (key.number <= LAST_FREE_F && !is_free(learn, &key))
		key.number++;
	if (key.number > LAST_FREE_F || !can_be_taught(bytes, count))
		return false;
	learn->got = key;
	return teach(learn, bytes, count, &key);
}

static void
take_other(struct learn *learn, const char *bytes, size_t count, struct buf *out)
{
	const char *now;
	char name[KEY_TEXT_MAX];

	buf_add(out, "            ");
	say_press(learn, bytes, count, out);
	if (learn->got_count != 1 || (learn->got.cap == CAP_CHAR && !learn->got.mods)) {
		buf_add(out, _(": it is typed text.\n"));
		return;
	}
	if (learn->got.cap == CAP_UNKNOWN && !name_it(learn, bytes, count)) {
		buf_add(out, _(": it cannot be learned.\n"));
		return;
	}
	learn->other = learn->got;
	learn->typed[0] = '\0';
	learn->stage = MEANING;
	now = meaning_of(learn->keymap, &learn->other);
	buf_format(out, ". %s%s\n", now[0] ? _("Now: ") : "", now);
	buf_format(out, _("%s shall mean (as after /: preset 4 ; Milk; nothing leaves it): "),
	           key_text(&learn->other, name));
}

static void
take_meaning(struct learn *learn, struct buf *out)
{
	struct binding row = { .section = "sale", .key = learn->other };
	struct err err;

	buf_add(out, "\n");
	if (learn->typed[0] && (keymap_read_meaning(&row, learn->typed, &err) ||
	                        keymap_bind(learn->keymap, -1, &row, &err))) {
		buf_format(out, "%s\n", err.msg);
		learn->typed[0] = '\0';
		return;
	}
	learn->changed = learn->changed || learn->typed[0];
	begin_others(learn, out);
}

static void
type_meaning(struct learn *learn, const char *bytes, size_t count, struct buf *out)
{
	size_t length = strlen(learn->typed);

	if (learn->got.cap == CAP_ENTER) {
		take_meaning(learn, out);
	} else if (learn->got.cap == CAP_BACKSPACE && length > 0) {
		learn->typed[length - 1] = '\0';
		buf_add(out, "\b \b");
	} else if (bytes[0] >= ' ' && length + count < sizeof(learn->typed)) {
		memcpy(learn->typed + length, bytes, count);
		learn->typed[length + count] = '\0';
		buf_add_bytes(out, bytes, count);
	}
}

/* ---- from outside ---- */

struct learn *
learn_new(struct keymap *keymap, const char *term, struct buf *out)
{
	struct learn *learn = alloc_zero(1, sizeof(*learn));
	const struct key_sequence *rows;
	size_t count = keymap_sequences(keymap, &rows);

	learn->keymap = keymap;
	learn->input = input_new(term);
	for (size_t i = 0; i < count; i++)
		input_teach(learn->input, rows[i].bytes, rows[i].length, &rows[i].key);
	find_asked(learn);
	buf_format(out, "%s\n%s\n\n", _("Press each key that is asked for."),
	           _("Space: this keyboard has no such key.  q: enough of these."));
	if (learn->asked_count > 0)
		ask(learn, out);
	else
		begin_others(learn, out);
	return learn;
}

void
learn_free(struct learn **learn)
{
	if (!*learn)
		return;
	input_free(&(*learn)->input);
	free(*learn);
	*learn = NULL;
}

bool
learn_changed(const struct learn *learn)
{
	return learn->changed;
}

bool
learn_press(struct learn *learn, const char *bytes, size_t count, struct buf *out)
{
	bool enough = count == 1 && (bytes[0] == 'q' || bytes[0] == 'Q');

	assert(count > 0);
	decode(learn, bytes, count);
	if (learn->stage == MEANING) {
		type_meaning(learn, bytes, count, out);
	} else if (learn->stage == OTHERS) {
		if (enough)
			return false;
		take_other(learn, bytes, count, out);
	} else if (enough) {
		begin_others(learn, out);
	} else if (count == 1 && bytes[0] == ' ') {
		next_asked(learn, out);
	} else {
		take_asked(learn, bytes, count, out);
	}
	return true;
}
