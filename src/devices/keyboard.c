#include <config.h>

#include "devices/keyboard.h"

#include <string.h>

#include "devices/keyboard_layout.h"

enum modifier {
	LEFT_CONTROL = 0x01,
	LEFT_SHIFT = 0x02,
	LEFT_ALT = 0x04,
	RIGHT_CONTROL = 0x10,
	RIGHT_SHIFT = 0x20,
	RIGHT_ALT = 0x40,
};
#define CONTROL (LEFT_CONTROL | RIGHT_CONTROL)
#define SHIFT (LEFT_SHIFT | RIGHT_SHIFT)

enum usage {
	USAGE_A = 0x04,
	USAGE_Z = 0x1d,
	USAGE_ENTER = 0x28,
	USAGE_TAB = 0x2b,
	USAGE_SPACE = 0x2c,
	USAGE_PAD_FIRST = 0x54, /* divide, times, minus, plus, Enter, 1 .. 9, 0, point */
	USAGE_PAD_ENTER = 0x58,
	USAGE_PAD_1 = 0x59,
	USAGE_PAD_0 = 0x62,
	USAGE_PAD_LAST = 0x63,
};

const struct keyboard_layout *
keyboard_layout(const char *name)
{
	for (unsigned index = 0; index < keyboard_layout_count; index++) {
		if (strcmp(keyboard_layouts[index].name, name) == 0)
			return &keyboard_layouts[index];
	}
	return NULL;
}

void
keyboard_init(struct keyboard *keyboard, const struct keyboard_layout *layout)
{
	memset(keyboard, 0, sizeof *keyboard);
	keyboard->layout = layout;
}

/* ---- characters ---- */

static void
add(struct keyboard *keyboard, const char *text, size_t count)
{
	if (keyboard->length + count >= sizeof keyboard->text)
		return; /* no shop's code is that long */
	memcpy(keyboard->text + keyboard->length, text, count);
	keyboard->length += count;
	keyboard->text[keyboard->length] = '\0';
}

/* Latin-1, in UTF-8 from 128 on. */
static void
add_code(struct keyboard *keyboard, unsigned code)
{
	char text[2] = { (char)(0xc0 | code >> 6), (char)(0x80 | (code & 0x3f)) };

	if (code >= 0x80) {
		add(keyboard, text, 2);
		return;
	}
	text[0] = (char)code;
	add(keyboard, text, 1);
}

static const struct keyboard_row *
find_row(const struct keyboard_layout *layout, uint8_t usage)
{
	const struct keyboard_row *row = layout->rows;

	while (row->usage && row->usage != usage)
		row++;
	return row->usage ? row : NULL;
}

static const char *
character(const struct keyboard *keyboard, uint8_t usage, bool shift, bool altgr)
{
	const struct keyboard_row *row = find_row(keyboard->layout, usage);

	if (!row)
		row = find_row(&keyboard_layouts[0], usage);
	if (!row)
		return NULL;
	return altgr ? row->altgr : shift ? row->shift : row->plain;
}

/* Ctrl and a letter or one of @[\]^_ : the first 32 of ASCII. */
static void
add_character(struct keyboard *keyboard, const char *text, bool control)
{
	char byte = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;

	if (control && byte >= '@' && byte <= '_') {
		byte &= 0x1f;
		add(keyboard, &byte, 1);
		return;
	}
	keyboard->after_dead = text[0] == DEAD[0];
	text += keyboard->after_dead;
	add(keyboard, text, strlen(text));
}

static void
press_letter(struct keyboard *keyboard, uint8_t usage, bool shift, bool control)
{
	const char text[2] = { (char)((shift ? 'A' : 'a') + usage - USAGE_A), '\0' };

	add_character(keyboard, text, control);
}

static void
press_pad(struct keyboard *keyboard, uint8_t usage)
{
	static const char pad[] = "/*-+\r1234567890.";

	add(keyboard, &pad[usage - USAGE_PAD_FIRST], 1);
}

/* ---- keys ---- */

static bool
is_alt_digit(const struct keyboard *keyboard, uint8_t usage)
{
	return keyboard->in_alt && usage >= USAGE_PAD_1 && usage <= USAGE_PAD_0;
}

/* True: it ends the code. */
static bool
press(struct keyboard *keyboard, uint8_t usage, uint8_t modifiers)
{
	bool shift = modifiers & SHIFT, control = modifiers & CONTROL;
	bool altgr = modifiers & RIGHT_ALT || (control && modifiers & LEFT_ALT);
	bool after_dead = keyboard->after_dead;
	const char *text;

	keyboard->after_dead = false;
	if (usage == USAGE_ENTER || usage == USAGE_TAB || usage == USAGE_PAD_ENTER)
		return true;
	if (usage == USAGE_SPACE && after_dead)
		return false;
	if (is_alt_digit(keyboard, usage)) {
		keyboard->alt_digits++;
		keyboard->alt_code = keyboard->alt_code * 10 + (usage - USAGE_PAD_1 + 1u) % 10;
		keyboard->alt_code %= 10000;
		return false;
	}
	if (usage >= USAGE_PAD_FIRST && usage <= USAGE_PAD_LAST) {
		press_pad(keyboard, usage);
		return false;
	}
	text = character(keyboard, usage, shift, altgr);
	if (text)
		add_character(keyboard, text, control && !altgr);
	else if (usage >= USAGE_A && usage <= USAGE_Z && !altgr)
		press_letter(keyboard, usage, shift, control);
	return false;
}

static void
turn_alt(struct keyboard *keyboard, bool is_down)
{
	if (keyboard->in_alt && !is_down && keyboard->alt_digits > 0)
		add_code(keyboard, keyboard->alt_code & 0xff);
	if (keyboard->in_alt != is_down)
		keyboard->alt_digits = keyboard->alt_code = 0;
	keyboard->in_alt = is_down;
}

bool
keyboard_feed(struct keyboard *keyboard, const uint8_t *bytes, size_t count, int64_t now_ms)
{
	const uint8_t *keys = bytes + 2;
	bool is_end = false;

	if (count < 2 + KEYBOARD_KEYS || keys[0] == 1)
		return false; /* 1: more keys than it can tell */
	if (keyboard->is_ended)
		keyboard->length = 0;
	keyboard->is_ended = false;
	turn_alt(keyboard, bytes[0] & LEFT_ALT);
	for (int index = 0; index < KEYBOARD_KEYS && !is_end; index++) {
		if (keys[index] > 3 && !memchr(keyboard->held, keys[index], KEYBOARD_KEYS))
			is_end = press(keyboard, keys[index], bytes[0]);
	}
	memcpy(keyboard->held, keys, KEYBOARD_KEYS);
	keyboard->last_ms = now_ms;
	keyboard->is_ended = is_end;
	return is_end && keyboard->length > 0;
}

int64_t
keyboard_due_ms(const struct keyboard *keyboard, int64_t now_ms)
{
	int64_t due = keyboard->last_ms + KEYBOARD_WAIT_MS + 1;

	if (keyboard->length == 0 || keyboard->is_ended)
		return -1;
	return due > now_ms ? due - now_ms : 0;
}

bool
keyboard_drop(struct keyboard *keyboard, int64_t now_ms)
{
	if (keyboard_due_ms(keyboard, now_ms) != 0)
		return false;
	keyboard->length = 0;
	keyboard->after_dead = false;
	return true;
}
