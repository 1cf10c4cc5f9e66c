/*
 * The inside of the counter: what its files share and nobody else sees.
 */
#ifndef RINGUP_COUNTER_INSIDE_H
#define RINGUP_COUNTER_INSIDE_H

#include "base/helper.h"
#include "base/worker.h"
#include "counter/counter.h"
#include "ledger/customers.h"
#include "ledger/people.h"

#define COPIES_MAX 32
#define OUTBOX_DONE_MAX 32

/* Something to print that is no entry (an X report): rendered, waiting for its turn. */
struct loose_paper {
	struct buf bytes;
	struct loose_paper *next;
};

/* What is known of the outbox's rows beside the ledger. */
struct outbox {
	int waiting;                    /* papers that are not out */
	int64_t counted;                /* ... among the rows up to here */
	int64_t papers_after;           /* no row up to here can go ... */
	int64_t drawers_after;          /* ... and no drawer */
	int64_t done[OUTBOX_DONE_MAX];  /* rows to be deleted together */
	size_t done_count;
	int timer;                      /* when that happens; 0 none */
};

/* The paper that is on its way to the printer. */
struct papers {
	struct helper *helper;          /* prints row, or a loose paper; NULL: nothing is on its way */
	struct outbox_row row;          /* id 0: a loose paper */
	int timer;                      /* when to look again; 0 none */
	bool soon;                      /* the timer is due at once */
	int64_t again_ms;               /* monotonic: papers leave the printer alone until then */
	int64_t wait_ms;                /* how long the next such rest is */
	char status[200];               /* why they wait, for people */
	struct loose_paper *loose;
};

struct backup {
	struct helper *helper;
	int64_t last_good_ms;           /* UTC; 0 none known */
	char place[NAME_MAX_BYTES];     /* of the one that runs */
	char status[200];
};

#define SCANNERS_MAX 8
#define SCANNER_UNITS_MAX 8
struct scanner_link {
	struct counter *counter;
	char address[128];
	struct worker *worker;          /* NULL: it failed and rests, or is at its end */
	int timer;                      /* when it is started again; 0 none */
	int64_t rest_ms;
	struct device_row rows[SCANNER_UNITS_MAX];
	size_t count;
};
struct scanners {
	char setting[NOTE_MAX];         /* they were started for */
	int timer;                      /* when to look at the setting; 0 none */
	struct scanner_link links[SCANNERS_MAX];
	size_t count;
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

	struct outbox outbox;
	struct papers papers;
	int64_t copies[COPIES_MAX];     /* rows that go again as copies; 0 free */
	struct backup backup;
	struct idle idle;
	struct scanners scanners;
	struct demo_belt *belt;         /* the demo's next shopper; NULL until asked */
};

struct when counter_now(const struct counter *counter);
void counter_changed(struct counter *counter);

/* ---- outbox.c ---- */

/* The first row that can go: not unsure, not done, a drawer if only drawers are tried.  Counts the
 * papers that have come to wait. */
bool outbox_next(struct counter *counter, bool drawers_only, struct outbox_row *next);
bool outbox_find(struct counter *counter, int64_t id, struct outbox_row *row);
void outbox_finish(struct counter *counter, const struct outbox_row *row);
void outbox_finish_later(struct counter *counter, const struct outbox_row *row);
void outbox_flush(struct counter *counter);
void outbox_remark(struct counter *counter, int64_t id, const char *status, bool unsure);

/* ---- copies.c ---- */

bool copies_has(const struct counter *counter, int64_t id);
void copies_forget(struct counter *counter, int64_t id);

/* ---- papers.c ---- */

/* Look into the outbox soon, but not within this call: the screen is drawn first. */
void papers_kick(struct counter *counter);
void papers_stop(struct counter *counter);
void papers_say(struct counter *counter, const char *status);
bool papers_on_the_way(const struct counter *counter);

/* ---- backup.c ---- */

void backup_look(struct counter *counter);      /* when was the last good one? */
void backup_start(struct counter *counter);
void backup_stop(struct counter *counter);

/* ---- scanners.c ---- */

/* Starts and stops them as the setting says, soon. */
void scanners_look(struct counter *counter);
void scanners_stop(struct counter *counter);

/* ---- idle.c ---- */

void idle_arm(struct counter *counter);
void idle_stop(struct counter *counter);
/* Takes an import in, if one waits and no basket is open. */
void idle_swap(struct counter *counter);

#endif
