/*
 * The keys of a country, as data; only keyboard*.c include this.
 */
#ifndef RINGUP_DEVICES_KEYBOARD_LAYOUT_H
#define RINGUP_DEVICES_KEYBOARD_LAYOUT_H

#include <stdint.h>

#define KEYBOARD_ROWS_MAX 48

/* DEAD before a character: an accent that waits for a letter, or for a space to stand alone. */
#define DEAD "\1"

struct keyboard_row {
	uint8_t usage; /* of page 7; 0 ends the table */
	const char *plain, *shift, *altgr;
};
struct keyboard_layout {
	const char *name;
	struct keyboard_row rows[KEYBOARD_ROWS_MAX]; /* where it differs from "us" */
};
extern const struct keyboard_layout keyboard_layouts[];
extern const unsigned keyboard_layout_count; /* the first is "us" */

#endif
