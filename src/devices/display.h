/*
 * Customer displays: what the shopper is told, on two lines of twenty characters or on a screen.
 *
 *   address "SCHEME:WHERE": "cd5220:/dev/ttyUSB0", "epson:/dev/ttyS1 19200"; none
 */
#ifndef RINGUP_DEVICES_DISPLAY_H
#define RINGUP_DEVICES_DISPLAY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/err.h"

#define DISPLAY_COLS 20
#define DISPLAY_TEXT_MAX 121

enum display_moment { DISPLAY_IDLE, DISPLAY_ITEM, DISPLAY_TOTAL, DISPLAY_CHANGE, DISPLAY_MOMENTS };

/* What stands there: a text and its amount, a label and its amount; "" nothing.  In the shop's
 * language. */
struct display_facts {
	enum display_moment moment;
	char mark[DISPLAY_TEXT_MAX]; /* "TRAINING" */
	char text[DISPLAY_TEXT_MAX], amount[DISPLAY_TEXT_MAX];
	char label[DISPLAY_TEXT_MAX], sum[DISPLAY_TEXT_MAX];
};

/* As a message, and back; false: it is another kind of message. */
void display_put(struct buf *message, const struct display_facts *facts);
bool display_take(struct display_facts *facts, const char *bytes, size_t length);
/* As two lines of exactly so many columns; amounts are kept whole, texts are cut. */
void display_lines(const struct display_facts *facts, int cols, char upper[static DISPLAY_TEXT_MAX],
                   char lower[static DISPLAY_TEXT_MAX]);

struct display_kind {
	const char *scheme;
	const char *about;
};
size_t display_kinds(const struct display_kind **kinds);
enum outcome display_find(const char *address, const struct display_kind **kind, const char **where,
                          struct err *err);

/* ringup-devices helper display: a worker.  It is told its address (device_begin_put()), then what
 * is to be shown, and says how the display is. */
#define DISPLAY_WORKER "ringup-devices/display"

#endif
