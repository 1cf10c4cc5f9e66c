/*
 * The terminal: raw keys in, a canvas out.  Nothing but this file reads standard input, and nothing but this
 * file writes to the terminal; ncurses draws and never reads.
 *
 *   own     term_open() / term_close(); there is one terminal
 *   rule    one read(2) per wake-up; its bytes pass the filter for wedge scanners, then the key decoder; then
 *           `drained` is called once, and is where to draw
 *   test    with $RINGUP_TEST_FD set, term_consumed() writes one byte a key or scan to that descriptor
 */
#ifndef RINGUP_SCREENS_TERM_H
#define RINGUP_SCREENS_TERM_H

#include "base/err.h"
#include "base/loop.h"
#include "devices/scanner.h"
#include "screens/canvas.h"
#include "screens/key.h"

struct term;

struct term_events {
	void (*key)(void *context, const struct key *key);
	void (*scan)(void *context, const struct scan *scan);
	/* So much came and is no key or scan yet; it comes as one of them soon. */
	void (*held)(void *context, const char *bytes, size_t count);
	void (*resized)(void *context, int rows, int cols);
	void (*drained)(void *context);
	void (*gone)(void *context);            /* the terminal was closed, or we were asked to end */
	void *context;
};

/* RC_SYSTEM if there is no terminal. */
enum outcome term_open(struct term **term, struct loop *loop, const struct term_events *events, struct err *err);
void term_close(struct term **term);
/* Does what else the first key would wait for. */
void term_prepare(struct term *term);
void term_size(const struct term *term, int *rows, int *cols);
/* Fewer than 256 colours have no shades. */
bool term_has_shades(const struct term *term);
/* Of a wedge scanner; "" knows scans by their speed. */
void term_set_prefix(struct term *term, const char *prefix);

/* What a key of this keyboard sends: input_teach(). */
void term_teach(struct term *term, const char *bytes, size_t count, const struct key *key);

/* Sends the cells that changed since the last time. */
void term_show(struct term *term, const struct canvas *canvas);
/* Nothing was shown yet, or all of it is to be sent anew. */
bool term_is_new(const struct term *term);
/* Sends everything at the next term_show(). */
void term_repaint(struct term *term);
/* Whatever was typed up to now was typed before this screen was seen: its keys are `stale`. */
void term_seen(struct term *term);
/* Forgets whatever was typed up to now; true if there was something. */
bool term_drop(struct term *term);

void term_bell(struct term *term);
/* So many keys and scans were handled, and the result is drawn. */
void term_consumed(struct term *term, int count);

#endif
