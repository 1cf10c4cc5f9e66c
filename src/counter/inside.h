/*
 * The inside of the counter: what its files share and nobody else sees.
 */
#ifndef RINGUP_COUNTER_INSIDE_H
#define RINGUP_COUNTER_INSIDE_H

#include "base/helper.h"
#include "base/worker.h"
#include "counter/counter.h"
#include "devices/display.h"
#include "ledger/customers.h"
#include "ledger/outbox.h"
#include "ledger/people.h"

#define OUTBOX_DONE_MAX 32

/* Something to print that is no entry (an X report), waiting for its turn. */
struct loose_paper {
	struct printout printout;
	struct loose_paper *next;
};

/* What a person wants done with a paper that its printer may have. */
struct errand {
	int64_t id;                     /* its row; 0 none */
	bool drops;                     /* nobody needs it */
	enum printer_role to;           /* else where it goes */
};

/* What is known of the outbox's rows beside the ledger. */
struct outbox {
	int waiting;                    /* papers that are not out */
	int64_t counted;                /* ... among the rows up to here */
	int unsure;                     /* papers a person is to be asked about */
	int64_t done[OUTBOX_DONE_MAX];  /* rows to be deleted together */
	size_t done_count;
	bool lazy;                      /* marks were written that no sync has followed */
	int timer;                      /* when all that goes to disk; 0 none */
};

/* One of the shop's printers, and the paper that is on its way to it.  Where roles share an address the
 * first of them works for all. */
struct papers {
	struct counter *counter;
	enum printer_role role;
	unsigned roles;                 /* bits of those it works for */
	struct helper *helper;          /* prints row, or a loose paper; NULL: nothing is on its way */
	enum printer_verb verb;         /* what the helper does */
	struct outbox_row row;          /* id 0: a loose paper */
	int64_t papers_after;           /* no row up to here can go ... */
	int64_t drawers_after;          /* ... and no drawer */
	int timer;                      /* when to look again; 0 none */
	bool soon;                      /* the timer is due at once */
	int64_t again_ms;               /* monotonic: papers leave the printer alone until then */
	int64_t wait_ms;                /* how long the next such rest is */
	enum printer_state state;
	char status[200];               /* why they wait, for people; "" all is well */
	int64_t since_ms;               /* UTC: since when that is so */
	struct loose_paper *loose;
	struct errand errand;
};

struct backup {
	struct helper *helper;
	int64_t last_good_ms;           /* UTC; 0 none known */
	char place[NAME_MAX_BYTES];     /* of the one that runs */
	char status[200];
};

/* What the customer is told, in the shop's language: looked up once. */
struct display_words {
	char total[41], to_pay[41], back[41], change[41], thanks[41], training[41], demo[41];
};

#define DISPLAY_SCREENS_MAX 4
struct display {
	char setting[NAME_MAX_BYTES];   /* the worker was started for */
	struct worker *worker;          /* NULL: none is set, or it failed and rests */
	int timer;                      /* when it is started again; 0 none */
	struct device_row row;          /* how it is, while one is set */
	struct display_facts facts;     /* shown last */
	struct display_words words;
	bool shown;                     /* anything was */
	int listener;                   /* for "ringup display"; 0 none */
	int screens[DISPLAY_SCREENS_MAX];       /* that are connected; 0 free */
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

struct enrolment {
	struct worker *worker;          /* NULL: none is under way */
	int timer;
	counter_enrol_fn *found;
	void *context;
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
	struct papers papers[PRINTER_ROLES];
	struct backup backup;
	struct idle idle;
	struct scanners scanners;
	struct enrolment enrolment;
	struct display display;
	struct demo_belt *belt;         /* the demo's next shopper; NULL until asked */
};

struct when counter_now(const struct counter *counter);
void counter_changed(struct counter *counter);

/* ---- outbox.c ---- */

bool outbox_is_done(const struct outbox *outbox, int64_t id);
/* The first row that can go: not unsure, not done, a drawer if only drawers are tried.  Counts the
 * papers that have come to wait. */
bool outbox_next(struct papers *papers, bool drawers_only, struct outbox_row *next);
void outbox_finish(struct counter *counter, const struct outbox_row *row);
void outbox_finish_later(struct counter *counter, const struct outbox_row *row);
void outbox_flush(struct counter *counter);
void outbox_keep(struct counter *counter, const struct outbox_row *row, bool lazily);
/* At the start: boot names the machine's. */
void outbox_after_boot(struct counter *counter, const char *boot);

/* ---- papers.c ---- */

void papers_init(struct counter *counter);
/* Look into the outbox soon, but not within this call: the screen is drawn first. */
void papers_kick(struct counter *counter);
void papers_kick_one(struct papers *papers);
void papers_retry(struct counter *counter);
void papers_stop(struct counter *counter);
void papers_say(struct papers *papers, enum printer_state state, const char *status);
bool papers_on_the_way(const struct counter *counter);
struct papers *papers_for(struct counter *counter, enum printer_role role);
/* Asks the place of the row about it. */
void papers_ask(struct papers *papers, enum printer_verb verb);

/* ---- copies.c ---- */

/* True: a helper is on its way with it. */
bool errand_begin(struct papers *papers);
void errand_answered(struct papers *papers, enum outcome outcome, const struct err *err);

/* ---- printers.c ---- */

size_t printers_as_devices(const struct counter *counter, struct device_row rows[], size_t room);

/* ---- backup.c ---- */

void backup_look(struct counter *counter);      /* when was the last good one? */
void backup_start(struct counter *counter);
void backup_stop(struct counter *counter);

/* ---- display_words.c ---- */

void display_words_look_up(struct display_words *words, const char *language);
void display_facts_of(const struct counter *counter, const struct till_view *view, struct display_facts *facts);

/* ---- display.c ---- */

/* Shows the till as it is now, if that is news. */
void display_show(struct counter *counter);
/* Starts and stops the worker as the setting says. */
void display_look(struct counter *counter);
void display_stop(struct counter *counter);

/* ---- scanners.c ---- */

/* Starts and stops them as the setting says, soon. */
void scanners_look(struct counter *counter);
void scanners_stop(struct counter *counter);

/* ---- enrol.c ---- */

void enrol_stop(struct counter *counter);

/* ---- idle.c ---- */

void idle_arm(struct counter *counter);
void idle_stop(struct counter *counter);
/* Takes an import in, if one waits and no basket is open. */
void idle_swap(struct counter *counter);
/* What the start found that a manager should know. */
void idle_look(struct counter *counter);

#endif
