/*
 * What a scanner types, out of the reports of a USB keyboard (boot protocol: a byte of modifiers,
 * one reserved, six keys).
 *
 *   layout  which character a key makes is the computer's business, not the keyboard's: the scanner
 *           was set up for a country, and the same must be said here
 *   code    what comes up to Enter or Tab; control characters come as Ctrl and a letter, or as
 *           Alt and three or four digits of the keypad, as any other character may
 *   half    what is not ended within KEYBOARD_WAIT_MS is dropped
 */
#ifndef RINGUP_DEVICES_KEYBOARD_H
#define RINGUP_DEVICES_KEYBOARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "devices/scanner.h"

#define KEYBOARD_WAIT_MS 250
#define KEYBOARD_KEYS 6

struct keyboard_layout;
/* "us", "uk", "de", "fr", "es"; NULL: there is none of that name. */
const struct keyboard_layout *keyboard_layout(const char *name);

struct keyboard {
	const struct keyboard_layout *layout;
	uint8_t held[KEYBOARD_KEYS];
	bool in_alt;            /* Alt is down and digits of the keypad may come */
	unsigned alt_digits, alt_code;
	bool is_ended;          /* text is a whole code; the next key begins another */
	bool after_dead;        /* a space that follows belongs to the accent */
	char text[SCAN_DATA_MAX];
	size_t length;
	int64_t last_ms;
};

void keyboard_init(struct keyboard *keyboard, const struct keyboard_layout *layout);
/* True: a code ended; text and length hold it until the next call. */
bool keyboard_feed(struct keyboard *keyboard, const uint8_t *bytes, size_t count, int64_t now_ms);
/* Drops what has waited for its end too long; true if there was something. */
bool keyboard_drop(struct keyboard *keyboard, int64_t now_ms);
int64_t keyboard_due_ms(const struct keyboard *keyboard, int64_t now_ms); /* -1: nothing waits */

#endif
