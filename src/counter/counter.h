/*
 * One open till as a whole: ledger, till, devices, outbox, receipts and loop; the same for screens
 * and scripts.  It carries out what commands leave behind (papers, drawer, backup) in helper
 * processes and never makes the cashier wait.
 *
 *   own     counter_open() / counter_close()
 */
#ifndef RINGUP_COUNTER_COUNTER_H
#define RINGUP_COUNTER_COUNTER_H

#include "base/loop.h"
#include "checkout/till.h"
#include "devices/printer.h"
#include "devices/printout.h"
#include "devices/device.h"
#include "devices/scanner.h"
#include "ledger/outbox.h"
#include "ledger/people.h"

struct counter;

struct counter_options {
	const char *folder;
	bool demo;
	bool by_hand;           /* a screen drives it, not a script */
	bool late_start;        /* till_begin() comes later, once there is something to see */
	bool fast;              /* no syncs: the demo builder */
	bool training;
	const struct clock *clock;      /* NULL the system's */
	const char *boot;       /* names the machine's start; NULL the system's */
	bool pin_here;          /* hash PINs in this process: tests and the demo builder */
};

/* What the counter tells whoever shows the till. */
struct counter_events {
	void (*answered)(void *context, enum outcome outcome, const struct answer *answer, const struct err *err);
	void (*paper)(void *context, const struct printout *printout, enum after_kind kind);     /* composed, for the screen */
	void (*changed)(void *context);         /* outbox, backup or device status is another */
	void (*scan)(void *context, const struct scan *scan);   /* of a scanner that does not type */
	void *context;
};

enum outcome counter_open(struct counter **counter, const struct counter_options *options, struct loop *loop,
                          struct err *err);
void counter_close(struct counter **counter);
void counter_listen(struct counter *counter, const struct counter_events *events);

struct till *counter_till(struct counter *counter);
struct loop *counter_loop(struct counter *counter);
const struct settings *counter_settings(struct counter *counter);

/* Gives the till a command.  The result comes through `answered`: before this returns, or later when a
 * PIN is being checked. */
void counter_do(struct counter *counter, const struct command *command);
/* The same and waits: for scripts. */
enum outcome counter_do_wait(struct counter *counter, const struct command *command, struct answer *answer,
                             struct err *err);
/* A command is not answered yet. */
bool counter_busy(const struct counter *counter);
/* Turns the loop until papers and backup that are on their way are done: before a script ends.  What
 * waits for a printer that is away stays in the outbox. */
void counter_finish(struct counter *counter);

/* Papers that are not out yet, and how many of them a person is to be asked about. */
int counter_papers_waiting(const struct counter *counter);
int counter_papers_unsure(const struct counter *counter);
/* They themselves, oldest first, at most room; how many. */
size_t counter_papers_list(struct counter *counter, struct outbox_row rows[], size_t room);
/* "receipt 1-000123", "Z 12"; out is returned. */
#define PAPER_NAME_MAX 80
char *counter_paper_name(struct counter *counter, const struct outbox_row *row, char out[static PAPER_NAME_MAX]);

/* A printer of the shop, for people. */
struct printer_view {
	enum printer_role role;
	const char *address;
	enum printer_state state;
	const char *status;             /* what is wrong, "" nothing */
	int64_t since_ms;               /* UTC: since when */
	bool prints;                    /* something is on its way to it now */
};
const char *printer_role_label(enum printer_role role);
/* False: there is none, or an earlier role has it too. */
bool counter_printer(const struct counter *counter, enum printer_role role, struct printer_view *view);
/* The first printer in trouble; false, "": all is well. */
bool counter_printer_trouble(const struct counter *counter, struct printer_view *view);
const char *counter_printer_status(const struct counter *counter);
void counter_printer_retry(struct counter *counter);

/* The answer to "did it come out?" for a paper that is unsure: yes drops it, no sends it
 * again as COPY. */
void counter_paper_came_out(struct counter *counter, int64_t outbox_id, bool came_out);
/* Prints it on another printer, or not at all: taken back from its printer first, where that can be.
 * What may be out already goes as COPY; that nobody needs a receipt is an entry. */
void counter_paper_move(struct counter *counter, int64_t outbox_id, enum printer_role to);
void counter_paper_drop(struct counter *counter, int64_t outbox_id);

/* The devices of this till and how they are.  Workers for them run while by_hand. */
enum device_role { DEVICE_SCANNER, DEVICE_PRINTER, DEVICE_DISPLAY, DEVICE_ROLES };
struct device_row {
	enum device_role role;
	char address[128];
	struct device_status status;
	int64_t since_ms;       /* monotonic */
};
size_t counter_devices(const struct counter *counter, struct device_row rows[], size_t room);
/* The first of them that is of no use now, as a sentence; "" all are well. */
const char *counter_device_trouble(const struct counter *counter);
/* The settings that name devices may have changed. */
void counter_devices_look(struct counter *counter);
/* Finds out which USB keyboard is a scanner, by a scan: what the setting `scanners` needs, or "" when
 * none came in time.  Meanwhile no USB keyboard types. */
typedef void counter_enrol_fn(void *context, const char *address);
enum outcome counter_enrol(struct counter *counter, counter_enrol_fn *found, void *context,
                           struct err *err);

/* The paper of an entry: receipt of a sale, report of a shift or Z, slip of a cash entry. */
enum outcome counter_compose(struct counter *counter, const struct entry *entry, enum paper_choice choice,
                             int64_t copy, struct printout *printout, struct err *err);
/* Prints something that is no entry (an X report). */
enum outcome counter_print(struct counter *counter, enum printer_role role, const struct printout *printout,
                           struct err *err);

/* Age of the last good backup in ms, -1 none or no place set; and whether one runs now. */
int64_t counter_backup_age_ms(const struct counter *counter);
bool counter_backup_runs(const struct counter *counter);
const char *counter_backup_status(const struct counter *counter);       /* why the last one failed, "" it did not */

/* What checking old entries in idle moments found: "" nothing; else a sentence for the manager. */
const char *counter_trouble(const struct counter *counter);

/* The demo's belt: puts the next shopper's item in (a scan, or what a cashier would do); hint is "" or why
 * nothing came.  False outside the demo. */
bool counter_demo_next(struct counter *counter, char hint[static 200]);
/* The guided minute: one line saying what to try next, for the till as it is; "" outside the demo. */
const char *counter_demo_hint(struct counter *counter);

#endif
