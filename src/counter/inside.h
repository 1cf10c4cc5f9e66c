/*
 * The inside of the counter: what its files share and nobody else sees.
 */
#ifndef RINGUP_COUNTER_INSIDE_H
#define RINGUP_COUNTER_INSIDE_H

#include "base/helper.h"
#include "counter/counter.h"
#include "ledger/people.h"

#define COPIES_MAX 32

/* Something to print that is no entry (an X report): rendered, waiting for its turn. */
struct loose_paper {
	struct buf bytes;
	struct loose_paper *next;
};

/* The outbox being worked off. */
struct papers {
	struct helper *helper;          /* prints row, or a loose paper; NULL: nothing is on its way */
	struct outbox_row row;          /* id 0: a loose paper */
	int timer;                      /* when to look again; 0 none */
	bool soon;                      /* the timer is due at once */
	int64_t again_ms;               /* monotonic: papers leave the printer alone until then */
	int64_t wait_ms;                /* how long the next such rest is */
	int waiting;                    /* papers that are not out */
	int unsure;                     /* of these: sent, and nobody knows */
	char status[200];               /* why they wait, for people */
	struct loose_paper *loose;
	int64_t copies[COPIES_MAX];     /* rows to be sent again as COPY */
};

struct backup {
	struct helper *helper;
	int64_t last_good_ms;           /* UTC; 0 none known */
	char place[NAME_MAX_BYTES];     /* of the one that runs */
	char status[200];
};

struct idle {
	bool armed;
	int64_t verify_seq;             /* checked up to here */
	bool verified;
	char trouble[200];              /* what a check of old entries found */
};

struct counter {
	struct counter_options options;
	struct loop *loop;              /* borrowed */
	struct ledger *ledger;
	struct settings settings;
	struct name_index *names;
	struct till *till;
	struct counter_events events;

	struct helper *pin;             /* a PIN is being checked */
	bool busy;                      /* a command is not answered yet */
	bool waits;                     /* counter_do_wait() takes the answer */
	enum outcome outcome;           /* what it takes */
	struct answer answer;
	struct err err;

	struct papers papers;
	struct backup backup;
	struct idle idle;
	struct demo_belt *belt;         /* the demo's next shopper; NULL until asked */
};

struct when counter_now(const struct counter *counter);
void counter_changed(struct counter *counter);

/* ---- papers.c ---- */

/* Look into the outbox soon, but not within this call: the screen is drawn first. */
void papers_kick(struct counter *counter);
void papers_stop(struct counter *counter);
bool papers_on_the_way(const struct counter *counter);

/* ---- backup.c ---- */

void backup_look(struct counter *counter);      /* when was the last good one? */
void backup_start(struct counter *counter);
void backup_stop(struct counter *counter);

/* ---- idle.c ---- */

void idle_arm(struct counter *counter);
void idle_stop(struct counter *counter);
/* Takes an import in, if one waits and no basket is open. */
void idle_swap(struct counter *counter);

#endif
