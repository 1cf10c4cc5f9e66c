/*
 * The decoder stands between the bytes and libtermkey, because a till cannot live with what a
 * general decoder does with sequences it does not know: of rxvt's "\e[23$" (Shift-F11) it takes one
 * byte too many, of the Linux console's "\e[[A" (F1) one too few, and what is left over is typed
 * into the buffer. Shift-F7 would be Clear and then digits.
 *
 * So sequences are framed here, each kind by its own grammar:
 *
 *   CSI     ESC [  digits ; < = > ?   blank..slash   one of @..~        "\e[20~"  "\e[1;2P"
 *           and rxvt's "$" after digits, and the Linux console's second "[" with one letter
 *   SS3     ESC O  digits ;   one byte                                  "\eOP"  "\eO2P"
 *   STRING  ESC P, ], X, ^, _  up to ESC \ or BEL                       answers of a terminal
 *   ESC c   Alt and a character
 *
 * A whole frame is looked up by its numbers.  What is not found there goes to libtermkey, which
 * knows the terminal's own entry in terminfo and the newer "CSI u" forms; what it does not know is
 * one unknown key.  Plain bytes go to it too: it puts UTF-8 together.
 *
 * Time: Esc alone is the Clear key after 25 ms.  Once a second byte has come nobody can be typing,
 * so the rest is waited for ten times as long, and given up as one unknown key.  If the rest of a
 * sequence comes after its Esc was taken for a key (a slow line), the rest is swallowed as well.
 */
#include <config.h>

#include "screens/input.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <termkey.h>

#include "base/alloc.h"
#include "screens/key_termkey.h"
#include "screens/lessons.h"
#include "screens/sequence.h"

#define FALLBACK "vt220"

#define FRAME_MAX 64
#define LATE_MS 300 /* how long after a lone Esc its sequence may still arrive */

#define ESC 0x1b
#define BEL 0x07
#define CSI_8BIT 0x9b
#define SS3_8BIT 0x8f

enum framing { PLAIN, AFTER_ESC, IN_CSI, IN_LINUX, IN_SS3, IN_STRING, IN_STRING_ESC };

struct input {
	char *term;
	TermKey *termkey; /* NULL: not needed yet */
	struct lessons lessons;
	enum framing framing;
	unsigned char frame[FRAME_MAX]; /* what came after ESC [ or ESC O */
	size_t length;                  /* may run past FRAME_MAX: then it is unknown */
	bool alt;                       /* ESC ESC [ ... */
	bool late;                      /* its Esc was a key already: swallow it */
	int utf8_left;                  /* bytes a character still needs */
	int64_t last_ms;                /* of the last byte of what is held */
	int64_t late_until_ms;
	input_key_fn *call;
	void *context;
};

struct input *
input_new(const char *term)
{
	struct input *input = alloc_zero(1, sizeof(*input));

	input->term = alloc_text(term ? term : FALLBACK);
	return input;
}

/* Reading the terminal's entry takes a millisecond, and is not needed before the first key. */
static TermKey *
termkey_of(struct input *input)
{
	int flags = TERMKEY_FLAG_UTF8 | TERMKEY_FLAG_NOTERMIOS | TERMKEY_FLAG_CONVERTKP;

	if (!input->termkey)
		input->termkey = termkey_new_abstract(input->term, flags);
	/* a terminal nobody has an entry for: the common forms still work */
	if (!input->termkey)
		input->termkey = termkey_new_abstract(FALLBACK, flags);
	assert(input->termkey);
	return input->termkey;
}

void
input_prepare(struct input *input)
{
	termkey_of(input);
}

void
input_free(struct input **input)
{
	if (!*input)
		return;
	if ((*input)->termkey)
		termkey_destroy((*input)->termkey);
	free((*input)->term);
	free(*input);
	*input = NULL;
}

/* ---- keys ---- */

static void
give(struct input *input, enum cap cap, int number, unsigned mods)
{
	struct key key = { .cap = cap, .number = number, .mods = mods };

	input->call(input->context, &key);
}

static void
give_termkey(struct input *input, const TermKeyKey *from)
{
	struct key key;

	key_of_termkey(from, &key);
	input->call(input->context, &key);
}

/* Bytes that make one key.  Whatever libtermkey makes more of it than one is noise. */
static void
ask_termkey(struct input *input, const char *bytes, size_t count)
{
	TermKeyKey key, more;

	termkey_push_bytes(termkey_of(input), bytes, count);
	if (termkey_getkey_force(termkey_of(input), &key) != TERMKEY_RES_KEY) {
		give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	if (termkey_getkey_force(termkey_of(input), &more) == TERMKEY_RES_KEY) {
		while (termkey_getkey_force(termkey_of(input), &more) == TERMKEY_RES_KEY)
			;
		give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	give_termkey(input, &key);
}

/* ---- sequences ---- */

bool
input_teach(struct input *input, const char *bytes, size_t count, const struct key *key)
{
	return lessons_add(&input->lessons, bytes, count, key);
}

/* The sequence as it came, to look it up among those that were taught. */
static bool
was_taught(const struct input *input, enum framing framing, struct key *key)
{
	const char *start = framing == IN_CSI ? "\x1b[" : framing == IN_SS3 ? "\x1bO" : "\x1b[[";
	size_t length = strlen(start);
	char bytes[FRAME_MAX + 4];

	memcpy(bytes, start, length);
	memcpy(bytes + length, input->frame, input->length);
	if (!lessons_find(&input->lessons, bytes, length + input->length, key))
		return false;
	key->mods |= input->alt ? MOD_ALT : 0;
	return true;
}

/* Keys that only libtermkey may know: short ones of the terminal's own entry, and "CSI u".  Answers
 * of a terminal (cursor position, attributes, mouse) look like keys to it, and must not become any.
 */
static bool
may_be_known(const struct input *input)
{
	int numbers[2];
	int count = sequence_numbers(input->frame, input->length - 1, numbers);

	if (input->frame[input->length - 1] == 'u')
		return count > 0 && numbers[0] >= 0x20 && numbers[1] < 16;
	return count == 0;
}

static bool
decode(const struct input *input, enum framing framing, unsigned mods, struct key *key)
{
	if (framing == IN_LINUX)
		return sequence_linux(input->frame, input->length, mods, key);
	if (framing == IN_CSI)
		return sequence_csi(input->frame, input->length, mods, key);
	return sequence_ss3(input->frame, input->length, mods, key);
}

/* The whole of a sequence has come. */
static void
frame_done(struct input *input)
{
	enum framing framing = input->framing;
	char bytes[FRAME_MAX + 2];
	struct key key;

	input->framing = PLAIN;
	if (input->late || input->length > FRAME_MAX) {
		give(input, CAP_UNKNOWN, 0, 0);
	} else if (was_taught(input, framing, &key) ||
	           decode(input, framing, input->alt ? MOD_ALT : 0, &key)) {
		input->call(input->context, &key);
	} else if (framing == IN_LINUX || !may_be_known(input)) {
		give(input, CAP_UNKNOWN, 0, 0);
	} else {
		bytes[0] = ESC;
		bytes[1] = framing == IN_CSI ? '[' : 'O';
		memcpy(bytes + 2, input->frame, input->length);
		ask_termkey(input, bytes, input->length + 2);
	}
}

static void
frame_begin(struct input *input, enum framing framing, bool late)
{
	input->framing = framing;
	input->length = 0;
	input->late = late;
}

static void
frame_add(struct input *input, unsigned char byte)
{
	if (input->length < FRAME_MAX)
		input->frame[input->length] = byte;
	input->length++;
}

/* A sequence stopped half-way. */
static void
frame_drop(struct input *input)
{
	input->framing = PLAIN;
	give(input, CAP_UNKNOWN, 0, 0);
}

static void
csi_byte(struct input *input, unsigned char byte)
{
	int numbers[2];

	if (input->length == 0 && byte == '[') {
		input->framing = IN_LINUX;
		return;
	}
	if (byte == '$' && input->length < FRAME_MAX &&
	    sequence_numbers(input->frame, input->length, numbers) == 1) {
		frame_add(input, byte);
		frame_done(input);
		return;
	}
	frame_add(input, byte);
	if (byte >= 0x40 && byte <= 0x7e)
		frame_done(input);
}

static void
ss3_byte(struct input *input, unsigned char byte)
{
	frame_add(input, byte);
	if ((byte < '0' || byte > '9') && byte != ';')
		frame_done(input);
}

static void plain_byte(struct input *input, unsigned char byte);

static void
after_esc(struct input *input, unsigned char byte)
{
	if (byte == '[' || byte == 'O') {
		frame_begin(input, byte == '[' ? IN_CSI : IN_SS3, false);
	} else if (byte == ESC) {
		if (input->alt)
			give(input, CAP_ESC, 0, 0); /* the first of three */
		input->alt = true;
	} else if (strchr("P]X^_", byte) && byte) {
		frame_begin(input, IN_STRING, false);
	} else if (byte < 0x20 || byte == 0x7f) {
		/* two keys that came together, as on a slow line: Esc, then Enter */
		if (input->alt)
			give(input, CAP_ESC, 0, 0);
		input->framing = PLAIN;
		give(input, CAP_ESC, 0, 0);
		plain_byte(input, byte);
	} else {
		char bytes[2] = { ESC, (char)byte };

		if (input->alt)
			give(input, CAP_ESC, 0, 0);
		input->framing = PLAIN;
		if (byte < 0x80)
			ask_termkey(input, bytes, 2);
		else
			frame_drop(input);
	}
}

static int
utf8_more(unsigned char first)
{
	return first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
}

static void
plain_byte(struct input *input, unsigned char byte)
{
	TermKeyKey key;
	char one = (char)byte;

	if (input->utf8_left > 0 && (byte & 0xc0) == 0x80) {
		input->utf8_left--;
	} else if (byte == CSI_8BIT || byte == SS3_8BIT) {
		input->alt = false;
		frame_begin(input, byte == CSI_8BIT ? IN_CSI : IN_SS3, false);
		return;
	} else if (byte < 0x80 && input->utf8_left == 0) {
		ask_termkey(input, &one, 1);
		return;
	} else {
		input->utf8_left = utf8_more(byte);
	}
	termkey_push_bytes(termkey_of(input), &one, 1);
	if (input->utf8_left > 0)
		return;
	while (termkey_getkey_force(termkey_of(input), &key) == TERMKEY_RES_KEY)
		give_termkey(input, &key);
}

static void
feed_byte(struct input *input, unsigned char byte)
{
	/* a new Esc, or a control character, ends whatever was going on */
	if ((input->framing == IN_CSI || input->framing == IN_LINUX || input->framing == IN_SS3) &&
	    byte < 0x20) {
		frame_drop(input);
	}
	switch (input->framing) {
	case PLAIN:
		if (byte == ESC) {
			input->framing = AFTER_ESC;
			input->alt = false;
		} else {
			plain_byte(input, byte);
		}
		break;
	case AFTER_ESC:
		after_esc(input, byte);
		break;
	case IN_CSI:
		csi_byte(input, byte);
		break;
	case IN_LINUX:
		frame_add(input, byte);
		frame_done(input);
		break;
	case IN_SS3:
		ss3_byte(input, byte);
		break;
	case IN_STRING:
		if (byte == ESC)
			input->framing = IN_STRING_ESC;
		else if (byte == BEL)
			frame_drop(input);
		break;
	case IN_STRING_ESC:
		if (byte == '\\')
			frame_drop(input);
		else
			input->framing = IN_STRING;
		break;
	}
}

/* The tail of a sequence whose Esc was taken for the key: "[" cannot be typed at a till by chance,
 * "O" can, so that one must have come together with its last byte and nothing else. */
static bool
is_late_tail(const struct input *input, const char *bytes, size_t count, int64_t now_ms)
{
	if (now_ms >= input->late_until_ms || input->framing != PLAIN)
		return false;
	return bytes[0] == '[' || (bytes[0] == 'O' && count == 2);
}

void
input_feed(struct input *input, const char *bytes, size_t count, int64_t now_ms, input_key_fn *call,
           void *context)
{
	size_t i = 0;

	if (count == 0)
		return;
	input->call = call;
	input->context = context;
	if (is_late_tail(input, bytes, count, now_ms)) {
		frame_begin(input, bytes[0] == '[' ? IN_CSI : IN_SS3, true);
		i = 1;
	}
	input->late_until_ms = 0;
	for (; i < count; i++)
		feed_byte(input, (unsigned char)bytes[i]);
	input->last_ms = now_ms;
}

static int64_t
wait_ms(const struct input *input)
{
	return input->framing == AFTER_ESC ? ESC_WAIT_MS : SEQUENCE_WAIT_MS;
}

int64_t
input_due_ms(const struct input *input, int64_t now_ms)
{
	int64_t left;

	if (input->framing == PLAIN && input->utf8_left == 0)
		return -1;
	left = input->last_ms + wait_ms(input) - now_ms;
	return left > 0 ? left : 0;
}

void
input_expire(struct input *input, int64_t now_ms, input_key_fn *call, void *context)
{
	TermKeyKey key;

	if (input_due_ms(input, now_ms) != 0)
		return;
	input->call = call;
	input->context = context;
	if (input->framing == AFTER_ESC) {
		input->framing = PLAIN;
		input->late_until_ms = now_ms + LATE_MS;
		if (input->alt)
			give(input, CAP_ESC, 0, 0);
		give(input, CAP_ESC, 0, 0);
	} else if (input->framing != PLAIN) {
		frame_drop(input);
	} else {
		input->utf8_left = 0;
		while (termkey_getkey_force(termkey_of(input), &key) == TERMKEY_RES_KEY)
			;
		give(input, CAP_UNKNOWN, 0, 0);
	}
}
