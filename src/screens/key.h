/*
 * A key as it is on its cap: "F9", "Enter", "Ctrl-G", "+", "a".
 *
 *   shape   a small value; text holds the character of a CAP_CHAR, as UTF-8
 *   rule    a keypad key is the character or key it stands for: the till does not tell them apart
 */
#ifndef RINGUP_SCREENS_KEY_H
#define RINGUP_SCREENS_KEY_H

#include <stdbool.h>
#include <stddef.h>

enum cap {
	CAP_NONE,
	CAP_CHAR,
	CAP_ENTER,
	CAP_TAB,
	CAP_ESC,
	CAP_BACKSPACE,
	CAP_UP,
	CAP_DOWN,
	CAP_LEFT,
	CAP_RIGHT,
	CAP_HOME,
	CAP_END,
	CAP_PAGE_UP,
	CAP_PAGE_DOWN,
	CAP_INSERT,
	CAP_DELETE,
	CAP_MIDDLE,  /* keypad 5 with NumLock off */
	CAP_F,       /* function key `number` */
	CAP_UNKNOWN, /* a sequence nobody knows, swallowed whole */
	CAPS
};

enum key_mod { MOD_SHIFT = 1, MOD_ALT = 2, MOD_CTRL = 4 };

struct key {
	enum cap cap;
	int number;    /* of CAP_F, from 1 */
	unsigned mods; /* enum key_mod; a shifted character has none */
	char text[8];  /* of CAP_CHAR */
	bool stale;    /* was pressed before the last screen was drawn */
};

#define KEY_TEXT_MAX 32
/* The name used in key maps and on screens.  Returns out. */
char *key_text(const struct key *key, char out[static KEY_TEXT_MAX]);
/* False if there is no such key. */
bool key_parse(const char *name, struct key *key);
/* Letters are the same small and large. */
bool key_same(const struct key *a, const struct key *b);

/* A character key without modifiers that is exactly this one. */
bool key_is(const struct key *key, const char *text);
bool key_is_digit(const struct key *key);
/* Letters of any script; not digits, not punctuation. */
bool key_is_letter(const struct key *key);

#endif
