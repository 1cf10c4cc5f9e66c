/*
 * The face of an open till: the screens that are open, the one line that is typed into, and what
 * stands between a key and the command it becomes.
 *
 *   screens   a stack; the lowest follows the till's state (sign on, sale, payment, change), the
 *             others were opened by somebody.  A screen gets keys only while it is on top
 *   keys      one at a time, in order.  After a question, an error or an approval the rest of what
 *             was typed ahead is dropped with a beep (face_key)
 *   drawing   once after all that came together was handled; screens never draw by themselves
 */
#ifndef RINGUP_SCREENS_FACE_H
#define RINGUP_SCREENS_FACE_H

#include "checkout/till.h"
#include "devices/scanner_wedge.h"
#include "counter/counter.h"
#include "screens/canvas.h"
#include "screens/field.h"
#include "screens/key.h"
#include "screens/keymap.h"
#include "screens/term.h"
#include "screens/verb.h"

struct face;
struct screen;

/* What became of a key, a scan or a verb. */
enum reaction {
	REACT_DONE,
	REACT_BEEP, /* means nothing now */
	REACT_PASS, /* not this screen's: the face decides */
};

struct screen_ops {
	const char *name;  /* its section in key maps */
	const char *title; /* for its help, marked with N_() */
	size_t size;       /* of its struct, which begins with a struct screen */
	bool over;         /* a box over the screen below it, which stays in sight */
	bool text;         /* characters are text here, never keys with a meaning */
	bool alone;        /* a lowest screen without the verbs of selling */
	void (*enter)(struct screen *screen, const void *with);
	void (*leave)(struct screen *screen);
	void (*draw)(struct screen *screen, struct canvas *canvas, struct area area);
	/* Does this verb mean something here now?  The key bar and help show those. */
	bool (*offers)(const struct screen *screen, struct verb verb);
	/* Are these words of an offered verb of no use now? */
	bool (*withholds)(const struct screen *screen, struct verb verb, const char *words);
	enum reaction (*verb)(struct screen *screen, struct verb verb, const char *words);
	enum reaction (*key)(struct screen *screen, const struct key *key);
	/* The field that digits go into, if that is all a digit does here now. */
	struct field *(*typing)(struct screen *screen);
	enum reaction (*scan)(struct screen *screen, const struct scan *scan);
	/* A command that was given while it was on top has ended. */
	void (*answered)(struct screen *screen, enum outcome outcome, const struct answer *answer);
	void (*changed)(struct screen *screen); /* the till or the devices are in another state */
};

struct screen {
	const struct screen_ops *ops;
	struct face *face; /* borrowed */
	struct screen *below;
	int64_t serial; /* tells it from one that was opened later in the same place */
};

/* A second person let somebody in: consent.h. */
struct consent {
	void (*open)(struct face *face); /* what is wanted; NULL nothing waits */
	enum right right;
	int staff, approver; /* while the room is open */
	int64_t from;        /* the screen it was opened from */
};

enum message_kind { MESSAGE_NONE, MESSAGE_NOTE, MESSAGE_ERROR };

#define QUEUE_MAX 512
struct pending {
	bool is_scan;
	struct key key;
	struct scan *scan; /* owned */
};

/* What a scanner's filter still holds: ahead.h. */
struct ahead {
	char held[WEDGE_MIN]; /* shown, as if it were typed */
	struct key done;      /* is Total, and was done */
	bool is_done;
};

struct face {
	struct counter *counter; /* borrowed; NULL while a shop is being set up */
	struct till *till;
	struct ledger *ledger;
	const struct settings *settings;
	struct loop *loop;
	struct term *term;
	struct keymap *keymap;
	struct err keymap_trouble; /* the first line of the shop's map that is wrong; msg "" none */
	struct file_stamp { int64_t inode, changed_ns; } keymap_stamp; /* of the file it was read from */
	struct canvas canvas;
	struct screen *top;

	struct till_view view;
	struct field buffer; /* the line that is typed into */
	bool hide_voided;
	int proposal;   /* while paying: which amount is shown; 0 exact */
	char hint[200]; /* of the demo: what to do next */

	enum message_kind message;
	struct err err; /* of MESSAGE_ERROR; msg of a note */

	struct pending queue[QUEUE_MAX]; /* typed while a PIN was being checked */
	size_t queued;
	struct key now; /* the key being handled */
	struct ahead ahead;
	bool unseen;    /* the till moved on since the last drawing */
	bool dropping;  /* the rest of this batch is dropped ... */
	int dropped;    /* ... and how many were */
	bool handling;  /* inside a key or scan: drawing comes later */
	bool leaving;
	int consumed;
	struct consent consent;
	struct screen *asker; /* on top when the running command was given */
	bool done_outcome;    /* the command ended before counter_do() came back ... */
	enum outcome outcome; /* ... with this */
	int64_t touched_ms;   /* last key or scan */
	int64_t serials;      /* given to screens so far */
	int clock_timer, lock_timer, flash_timer; /* 0: none runs */
	const char *new_folder; /* borrowed: a shop is being set up there; NULL else */
	bool made;              /* ... and is */
};

/* counter NULL: for setting up a shop.  Without a terminal nothing is read or shown, and keys come
 * through face_key(): for tests. */
enum outcome face_open(struct face *face, struct counter *counter, struct loop *loop,
                       bool on_terminal, struct err *err);
void face_close(struct face *face);
int face_run(struct face *face);
void face_leave(struct face *face);

/* ---- screens ---- */

struct screen *face_push(struct face *face, const struct screen_ops *ops, const void *with);
/* Closes it and whatever is above it. */
void face_pop(struct face *face, struct screen *screen);
/* The lowest screen is this one from now on; what is above stays. */
void face_set_base(struct face *face, const struct screen_ops *ops);
bool face_has(const struct face *face, const struct screen_ops *ops);
/* Is the screen with this serial still there?  After a command it may be gone. */
bool face_is_open(const struct face *face, int64_t serial);

/* ---- what is said ---- */

/* Holds until Clear; drops what was typed ahead. */
void face_error(struct face *face, const struct err *err);
/* Goes with the next key. */
void face_note(struct face *face, const char *text);
/* A line of the shop's key map is wrong: says so, as an error that holds. */
void face_say_keymap(struct face *face);
/* The file is as it is known; true: since then somebody else changed it. */
bool face_keymap_changed(struct face *face);
/* Then its keys hold; looked for once a minute. */
void face_pick_up_keymap(struct face *face);
void face_beep(struct face *face);

/* ---- commands ---- */

/* Gives the till a command; the result is shown.  RC_BUSY: it comes later. */
enum outcome face_do(struct face *face, const struct command *command);
/* The same, but the screen on top is not told of the answer: it has more commands to give. */
enum outcome face_do_quietly(struct face *face, const struct command *command);
/* The same for a command line as in scripts. */
enum outcome face_do_line(struct face *face, const char *line);
/* A bare tender, cancel, paid-out, refund or Z is only done by a key pressed after the figure was
 * drawn. */
bool face_is_fresh(struct face *face);
/* May it be given now?  For bars and menus. */
bool face_may(const struct face *face, enum command_id id);
/* Is it offered on the screen on top? */
bool face_offers(const struct face *face, struct verb verb);
/* The same for a key, whose words may be of no use although its verb is. */
bool face_offers_key(const struct face *face, const struct binding *binding);
/* What stands beside its key now: the key that suspends recalls where there is no basket. */
const char *face_label(const struct face *face, const struct binding *binding);
/* And what help says of it. */
const char *face_help(const struct face *face, struct verb verb);
/* A verb chosen from a menu or the command line, as if its key had been pressed on the screen
 * below. */
enum reaction face_verb(struct face *face, struct verb verb, const char *words);

/* The till was changed behind its back (set-up screens): look again. */
void face_look(struct face *face);
void face_reload(struct face *face);

/* ---- events, called by term, counter and tests ---- */

void face_key(struct face *face, const struct key *key);
/* The same for a key that is not in a queue. */
void face_key_now(struct face *face, const struct key *key);
void face_scan(struct face *face, const struct scan *scan);
/* Draws, sends what changed, and brings the basket's lines to disk. */
void face_drained(struct face *face);
/* The canvas as it should be now. */
void face_draw(struct face *face);
/* What waited while the till was busy. */
void face_run_queue(struct face *face);
void face_answered(void *context, enum outcome outcome, const struct answer *answer,
                   const struct err *err);
void face_changed(void *context);

/* ---- for drawing ---- */

char *face_money(const struct face *face, struct money money, char out[static MONEY_TEXT_MAX]);
char *face_money_symbol(const struct face *face, struct money money,
                        char out[static MONEY_TEXT_MAX]);
struct when face_now(const struct face *face);
/* Anna; or the number of somebody who is not in the list. */
char *face_staff_name(const struct face *face, int number, char out[static NAME_MAX_BYTES]);

#endif
