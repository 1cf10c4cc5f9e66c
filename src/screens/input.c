/*
 * The decoder stands between the bytes and libtermkey, because a till cannot live with what a general
 * decoder does with sequences it does not know: of rxvt's "\e[23$" (Shift-F11) it takes one byte too many,
 * of the Linux console's "\e[[A" (F1) one too few, and what is left over is typed into the buffer.
 * Shift-F7 would be Clear and then digits.
 *
 * So sequences are framed here, each kind by its own grammar:
 *
 *   CSI     ESC [  digits ; < = > ?   blank..slash   one of @..~        "\e[20~"  "\e[1;2P"
 *           and rxvt's "$" after digits, and the Linux console's second "[" with one letter
 *   SS3     ESC O  digits ;   one byte                                  "\eOP"  "\eO2P"
 *   STRING  ESC P, ], X, ^, _  up to ESC \ or BEL                       answers of a terminal
 *   ESC c   Alt and a character
 *
 * A whole frame is looked up by its numbers.  What is not found there goes to libtermkey, which knows
 * the terminal's own entry in terminfo and the newer "CSI u" forms; what it does not know is one
 * unknown key.  Plain bytes go to it too: it puts UTF-8 together.
 *
 * Time: Esc alone is the Clear key after 25 ms.  Once a second byte has come nobody can be typing, so the
 * rest is waited for ten times as long, and given up as one unknown key.  If the rest of a sequence
 * comes after its Esc was taken for a key (a slow line), the rest is swallowed as well.
 */
#include <config.h>

#include "screens/input.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <termkey.h>

#include "base/alloc.h"

#define FRAME_MAX 64
#define LATE_MS 300             /* how long after a lone Esc its sequence may still arrive */

#define ESC 0x1b
#define BEL 0x07
#define CSI_8BIT 0x9b
#define SS3_8BIT 0x8f

enum framing { PLAIN, AFTER_ESC, IN_CSI, IN_LINUX, IN_SS3, IN_STRING, IN_STRING_ESC };

struct input {
	TermKey *termkey;
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
	int flags = TERMKEY_FLAG_UTF8 | TERMKEY_FLAG_NOTERMIOS | TERMKEY_FLAG_CONVERTKP;

	input->termkey = termkey_new_abstract(term ? term : "vt220", flags);
	/* a terminal nobody has an entry for: the common forms still work */
	if (!input->termkey)
		input->termkey = termkey_new_abstract("vt220", flags);
	assert(input->termkey);
	return input;
}

void
input_free(struct input **input)
{
	if (!*input)
		return;
	termkey_destroy((*input)->termkey);
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
give_char(struct input *input, const char *text, unsigned mods)
{
	struct key key = { .cap = CAP_CHAR, .mods = mods };

	strncpy(key.text, text, sizeof(key.text) - 1);
	input->call(input->context, &key);
}

static const struct {
	TermKeySym sym;
	enum cap cap;
} syms[] = {
	{ TERMKEY_SYM_BACKSPACE, CAP_BACKSPACE }, { TERMKEY_SYM_DEL, CAP_BACKSPACE },
	{ TERMKEY_SYM_TAB, CAP_TAB },             { TERMKEY_SYM_ENTER, CAP_ENTER },
	{ TERMKEY_SYM_ESCAPE, CAP_ESC },          { TERMKEY_SYM_UP, CAP_UP },
	{ TERMKEY_SYM_DOWN, CAP_DOWN },           { TERMKEY_SYM_LEFT, CAP_LEFT },
	{ TERMKEY_SYM_RIGHT, CAP_RIGHT },         { TERMKEY_SYM_BEGIN, CAP_MIDDLE },
	{ TERMKEY_SYM_INSERT, CAP_INSERT },       { TERMKEY_SYM_DELETE, CAP_DELETE },
	{ TERMKEY_SYM_PAGEUP, CAP_PAGE_UP },      { TERMKEY_SYM_PAGEDOWN, CAP_PAGE_DOWN },
	{ TERMKEY_SYM_HOME, CAP_HOME },           { TERMKEY_SYM_END, CAP_END },
	{ TERMKEY_SYM_FIND, CAP_HOME },           { TERMKEY_SYM_SELECT, CAP_END },
};

static unsigned
termkey_mods(int modifiers)
{
	return (modifiers & TERMKEY_KEYMOD_SHIFT ? MOD_SHIFT : 0) | (modifiers & TERMKEY_KEYMOD_ALT ? MOD_ALT : 0) |
	       (modifiers & TERMKEY_KEYMOD_CTRL ? MOD_CTRL : 0);
}

static void
give_sym(struct input *input, TermKeySym sym, unsigned mods)
{
	for (size_t i = 0; i < sizeof(syms) / sizeof(syms[0]); i++) {
		if (syms[i].sym == sym) {
			give(input, syms[i].cap, 0, mods);
			return;
		}
	}
	if (sym == TERMKEY_SYM_SPACE)
		give_char(input, " ", mods);
	else
		give(input, CAP_UNKNOWN, 0, 0);
}

static void
give_termkey(struct input *input, const TermKeyKey *key)
{
	unsigned mods = termkey_mods(key->modifiers);

	if (key->type == TERMKEY_TYPE_FUNCTION)
		give(input, CAP_F, key->code.number, mods);
	else if (key->type == TERMKEY_TYPE_KEYSYM)
		give_sym(input, key->code.sym, mods);
	else if (key->type != TERMKEY_TYPE_UNICODE)
		give(input, CAP_UNKNOWN, 0, 0);
	else if (key->code.codepoint == 'j' && mods == MOD_CTRL)
		give(input, CAP_ENTER, 0, 0);   /* line feed */
	else if (key->code.codepoint == 'h' && mods == MOD_CTRL)
		give(input, CAP_BACKSPACE, 0, 0);
	else if (key->code.codepoint < 0x20 || (key->code.codepoint >= 0x7f && key->code.codepoint < 0xa0))
		give(input, CAP_UNKNOWN, 0, 0);
	else if (mods & MOD_CTRL && key->code.codepoint >= 'A' && key->code.codepoint <= 'Z')
		give_char(input, (char[]){ (char)(key->code.codepoint + 'a' - 'A'), '\0' }, mods);
	else
		give_char(input, key->utf8, mods);
}

/* Bytes that make one key.  Whatever libtermkey makes more of it than one is noise. */
static void
ask_termkey(struct input *input, const char *bytes, size_t count)
{
	TermKeyKey key, more;

	termkey_push_bytes(input->termkey, bytes, count);
	if (termkey_getkey_force(input->termkey, &key) != TERMKEY_RES_KEY) {
		give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	if (termkey_getkey_force(input->termkey, &more) == TERMKEY_RES_KEY) {
		while (termkey_getkey_force(input->termkey, &more) == TERMKEY_RES_KEY)
			;
		give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	give_termkey(input, &key);
}

/* ---- sequences ---- */

/* The numbers of "20;2~": at most two are looked at; -1 for anything but digits and ";". */
static int
frame_numbers(const unsigned char *text, size_t length, int numbers[2])
{
	int count = 0;

	numbers[0] = numbers[1] = 0;
	for (size_t i = 0; i < length; i++) {
		if (count == 0)
			count = 1;
		if (text[i] == ';' && count < 2) {
			count++;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return -1;
		numbers[count - 1] = numbers[count - 1] * 10 + (text[i] - '0');
		if (numbers[count - 1] > 10000)
			return -1;
	}
	return count;
}

/* xterm's second number: 1 + the sum of shift 1, alt 2, control 4, meta 8. */
static unsigned
xterm_mods(int number)
{
	unsigned bits = number > 1 ? (unsigned)(number - 1) : 0;

	return (bits & 1 ? MOD_SHIFT : 0) | (bits & 10 ? MOD_ALT : 0) | (bits & 4 ? MOD_CTRL : 0);
}

/* "\e[N~": VT220's numbers, with those of rxvt, the Linux console and PuTTY. */
static const struct {
	int number;
	enum cap cap;
	int function;
} tildes[] = {
	{ 1, CAP_HOME, 0 },  { 2, CAP_INSERT, 0 },  { 3, CAP_DELETE, 0 },    { 4, CAP_END, 0 },
	{ 5, CAP_PAGE_UP, 0 }, { 6, CAP_PAGE_DOWN, 0 }, { 7, CAP_HOME, 0 },  { 8, CAP_END, 0 },
	{ 11, CAP_F, 1 },    { 12, CAP_F, 2 },      { 13, CAP_F, 3 },        { 14, CAP_F, 4 },
	{ 15, CAP_F, 5 },    { 17, CAP_F, 6 },      { 18, CAP_F, 7 },        { 19, CAP_F, 8 },
	{ 20, CAP_F, 9 },    { 21, CAP_F, 10 },     { 23, CAP_F, 11 },       { 24, CAP_F, 12 },
	{ 25, CAP_F, 13 },   { 26, CAP_F, 14 },     { 28, CAP_F, 15 },       { 29, CAP_F, 16 },
	{ 31, CAP_F, 17 },   { 32, CAP_F, 18 },     { 33, CAP_F, 19 },       { 34, CAP_F, 20 },
};

static bool
give_tilde(struct input *input, int number, unsigned mods)
{
	for (size_t i = 0; i < sizeof(tildes) / sizeof(tildes[0]); i++) {
		if (tildes[i].number == number) {
			give(input, tildes[i].cap, tildes[i].function, mods);
			return true;
		}
	}
	return false;
}

/* Letters that end "\e[A", "\e[1;5A", "\eOA": the same after both introducers. */
static enum cap
letter_cap(unsigned char letter)
{
	switch (letter) {
	case 'A':
		return CAP_UP;
	case 'B':
		return CAP_DOWN;
	case 'C':
		return CAP_RIGHT;
	case 'D':
		return CAP_LEFT;
	case 'E':
		return CAP_MIDDLE;
	case 'F':
		return CAP_END;
	case 'G':
		return CAP_MIDDLE;      /* keypad 5 of the Linux console and PuTTY */
	case 'H':
		return CAP_HOME;
	default:
		return CAP_NONE;
	}
}

/* rxvt says a modifier by the last character instead of "~". */
static bool
rxvt_mods(unsigned char last, unsigned *mods)
{
	switch (last) {
	case '~':
		return true;
	case '$':
		*mods |= MOD_SHIFT;
		return true;
	case '^':
		*mods |= MOD_CTRL;
		return true;
	case '@':
		*mods |= MOD_CTRL | MOD_SHIFT;
		return true;
	default:
		return false;
	}
}

static bool
give_csi(struct input *input, unsigned mods)
{
	unsigned char last = input->frame[input->length - 1];
	int numbers[2];
	int count = frame_numbers(input->frame, input->length - 1, numbers);
	enum cap cap = letter_cap(last);

	if (count < 0)
		return false;
	if (count == 2)
		mods |= xterm_mods(numbers[1]);
	if (rxvt_mods(last, &mods))
		return count > 0 && give_tilde(input, numbers[0], mods);
	if (cap) {
		give(input, cap, 0, mods);
		return true;
	}
	if (last == 'Z' && count == 0) {
		give(input, CAP_TAB, 0, mods | MOD_SHIFT);
		return true;
	}
	/* PuTTY as an SCO console: F1 is "\e[M", F12 "\e[X" */
	if (count == 0 && last >= 'M' && last <= 'X') {
		give(input, CAP_F, last - 'M' + 1, mods);
		return true;
	}
	if (count == 2 && numbers[0] == 1 && last >= 'P' && last <= 'S') {
		give(input, CAP_F, last - 'P' + 1, mods);
		return true;
	}
	/* arrows of rxvt with Shift */
	if (count == 0 && last >= 'a' && last <= 'd') {
		give(input, letter_cap((unsigned char)(last - 'a' + 'A')), 0, mods | MOD_SHIFT);
		return true;
	}
	return false;
}

static bool
give_ss3(struct input *input, unsigned mods)
{
	static const char keypad_chars[] = "*+,-./0123456789";  /* SS3 j .. y */
	unsigned char last = input->frame[input->length - 1];
	int numbers[2];
	int count = frame_numbers(input->frame, input->length - 1, numbers);

	if (count < 0)
		return false;
	/* "\eO2P" and "\eO1;2P" */
	if (count > 0)
		mods |= xterm_mods(numbers[count > 1 ? 1 : 0]);
	if (letter_cap(last)) {
		give(input, letter_cap(last), 0, mods);
	} else if (last >= 'P' && last <= '[') {
		give(input, CAP_F, last - 'P' + 1, mods);       /* PF1..4, and PuTTY's VT100+ up to F12 */
	} else if (last >= 'j' && last <= 'y') {
		give_char(input, (char[]){ keypad_chars[last - 'j'], '\0' }, mods);
	} else if (last >= 'a' && last <= 'd') {
		give(input, letter_cap((unsigned char)(last - 'a' + 'A')), 0, mods | MOD_CTRL);
	} else if (last == 'M') {
		give(input, CAP_ENTER, 0, mods);
	} else if (last == 'I') {
		give(input, CAP_TAB, 0, mods);
	} else {
		return false;
	}
	return true;
}

/* Keys that only libtermkey may know: short ones of the terminal's own entry, and "CSI u".  Answers of a terminal
 * (cursor position, attributes, mouse) look like keys to it, and must not become any. */
static bool
may_be_known(const struct input *input)
{
	int numbers[2];
	int count = frame_numbers(input->frame, input->length - 1, numbers);

	if (input->frame[input->length - 1] == 'u')
		return count > 0 && numbers[0] >= 0x20 && numbers[1] < 16;
	return count == 0;
}

/* The whole of a sequence has come. */
static void
frame_done(struct input *input)
{
	unsigned mods = input->alt ? MOD_ALT : 0;
	enum framing framing = input->framing;
	char bytes[FRAME_MAX + 2];

	input->framing = PLAIN;
	if (input->late || input->length > FRAME_MAX) {
		give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	if (framing == IN_LINUX) {
		if (input->frame[0] >= 'A' && input->frame[0] <= 'E')
			give(input, CAP_F, input->frame[0] - 'A' + 1, mods);
		else
			give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	if (framing == IN_CSI ? give_csi(input, mods) : give_ss3(input, mods))
		return;
	if (!may_be_known(input)) {
		give(input, CAP_UNKNOWN, 0, 0);
		return;
	}
	bytes[0] = ESC;
	bytes[1] = framing == IN_CSI ? '[' : 'O';
	memcpy(bytes + 2, input->frame, input->length);
	ask_termkey(input, bytes, input->length + 2);
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

static bool
all_digits(const unsigned char *text, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
	}
	return length > 0;
}

static void
csi_byte(struct input *input, unsigned char byte)
{
	if (input->length == 0 && byte == '[') {
		input->framing = IN_LINUX;
		return;
	}
	if (byte == '$' && input->length < FRAME_MAX && all_digits(input->frame, input->length)) {
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
			give(input, CAP_ESC, 0, 0);     /* the first of three */
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
	termkey_push_bytes(input->termkey, &one, 1);
	if (input->utf8_left > 0)
		return;
	while (termkey_getkey_force(input->termkey, &key) == TERMKEY_RES_KEY)
		give_termkey(input, &key);
}

static void
feed_byte(struct input *input, unsigned char byte)
{
	/* a new Esc, or a control character, ends whatever was going on */
	if ((input->framing == IN_CSI || input->framing == IN_LINUX || input->framing == IN_SS3) && byte < 0x20) {
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

/* The tail of a sequence whose Esc was taken for the key: "[" cannot be typed at a till by chance, "O" can, so
 * that one must have come together with its last byte and nothing else. */
static bool
is_late_tail(const struct input *input, const char *bytes, size_t count, int64_t now_ms)
{
	if (now_ms >= input->late_until_ms || input->framing != PLAIN)
		return false;
	return bytes[0] == '[' || (bytes[0] == 'O' && count == 2);
}

void
input_feed(struct input *input, const char *bytes, size_t count, int64_t now_ms, input_key_fn *call, void *context)
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
		while (termkey_getkey_force(input->termkey, &key) == TERMKEY_RES_KEY)
			;
		give(input, CAP_UNKNOWN, 0, 0);
	}
}

void
input_reset(struct input *input)
{
	TermKeyKey key;

	input->framing = PLAIN;
	input->utf8_left = 0;
	while (termkey_getkey_force(input->termkey, &key) == TERMKEY_RES_KEY)
		;
}
