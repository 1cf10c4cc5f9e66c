#include <config.h>

#include "commands/scanner_commands.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/loop.h"
#include "base/text.h"
#include "base/when.h"
#include "base/worker.h"
#include "shop/settings.h"
#include "devices/device.h"
#include "devices/recording.h"
#include "commands/inside.h"

#define SCAN_WAIT_MS 30000
#define ENROL_WAIT_MS 20000
#define ENROL_ADDRESS "hidkbd:*"
#define ENROL_DIGITS_MIN 6 /* so that what somebody types meanwhile is no scan */

/* A scanner being listened to. */
struct listening {
	struct loop *loop;
	struct worker *worker;
	int64_t wait_ms; /* so long without a scan is the end */
	bool is_fixed;   /* and scans make it no longer */
	int timer;
	int64_t begin_ms;
	int64_t scans;
	bool never; /* it could not be read at all */
	void (*scan)(struct listening *listening, const struct scan *scan);
	void (*raw)(struct listening *listening, const struct scanner_raw *raw); /* may be NULL */
	struct scan found;
};

/* ---- listening ---- */

static void
wait_over(void *context)
{
	struct listening *listening = context;

	listening->timer = 0;
	loop_stop(listening->loop);
}

static void
wait_anew(struct listening *listening)
{
	if (listening->timer)
		loop_timer_remove(listening->loop, listening->timer);
	listening->timer = loop_timer(listening->loop, listening->wait_ms, 0, wait_over, listening);
}

static void
print_status(const struct device_status *status)
{
	const char *what =
	        status->sentence[0] ? status->sentence : device_state_label(status->state);

	fprintf(stderr, "%s%s%s%s%s\n", status->unit, status->unit[0] ? ": " : "", status->name,
	        status->name[0] ? ": " : "", what);
	if (status->hint[0])
		fprintf(stderr, "%s\n", status->hint);
}

static void
message(void *context, const char *bytes, size_t length)
{
	struct listening *listening = context;
	struct device_status status;
	struct scanner_raw raw;
	struct scan scan;

	if (scan_take(&scan, bytes, length)) {
		listening->scans++;
		listening->scan(listening, &scan);
		if (!listening->is_fixed)
			wait_anew(listening);
	} else if (device_status_take(&status, bytes, length)) {
		print_status(&status);
	} else if (listening->raw && scanner_raw_take(&raw, bytes, length)) {
		listening->raw(listening, &raw);
	}
}

static void
ended(void *context, enum outcome outcome)
{
	struct listening *listening = context;

	listening->worker = NULL;
	listening->never = outcome != RC_OK;
	loop_stop(listening->loop);
}

static enum outcome
listen_to(struct listening *listening, const char *address, struct err *err)
{
	const struct worker_events events = { message, ended, listening };
	const struct scanner_kind *kind;
	const char *where;
	struct buf begin = { 0 };
	enum outcome outcome = scanner_find(address, &kind, &where, err);

	if (outcome)
		return outcome;
	listening->loop = loop_new();
	listening->begin_ms = when_monotonic_ms();
	outcome = worker_start(&listening->worker, listening->loop, SCANNER_WORKER, &events, err);
	if (!outcome) {
		scanner_begin_put(&begin, address, listening->raw != NULL);
		worker_send(listening->worker, begin.text, begin.length, NULL);
		buf_done(&begin);
		wait_anew(listening);
		loop_run(listening->loop);
		worker_stop(&listening->worker);
	}
	loop_free(&listening->loop);
	return outcome;
}

/* ---- test ---- */

static void
print_scan(struct listening *listening, const struct scan *scan)
{
	struct scan plain = *scan;
	struct buf text = { 0 };

	(void)listening;
	plain.symbology[0] = '\0';
	recording_put_scan(&text, &plain);
	printf("%s%s%s", scan->symbology, scan->symbology[0] ? " " : "", text.text);
	fflush(stdout);
	buf_done(&text);
}

int
scanner_test(const char *address)
{
	struct listening listening = { .wait_ms = SCAN_WAIT_MS, .scan = print_scan };
	struct err err = { 0 };

	if (listen_to(&listening, address, &err))
		return command_failed(&err);
	printf(ngettext("%" PRId64 " scan.\n", "%" PRId64 " scans.\n", listening.scans),
	       listening.scans);
	return listening.scans && !listening.never ? 0 : err_exit_status(RC_NOT_FOUND);
}

/* ---- record and replay ---- */

static void
record_scan(struct listening *listening, const struct scan *scan)
{
	struct buf text = { 0 };

	(void)listening;
	recording_put_scan(&text, scan);
	fputs(text.text, stdout);
	fflush(stdout);
	buf_done(&text);
}

static void
record_raw(struct listening *listening, const struct scanner_raw *raw)
{
	struct buf text = { 0 };

	recording_put_raw(&text, raw, listening->begin_ms);
	fputs(text.text, stdout);
	fflush(stdout);
	buf_done(&text);
}

int
scanner_record(const char *address)
{
	struct listening listening = { .wait_ms = SCAN_WAIT_MS,
		                       .scan = record_scan,
		                       .raw = record_raw };
	struct err err = { 0 };

	printf("# %s, ringup %s\n", address, PACKAGE_VERSION);
	fflush(stdout);
	if (listen_to(&listening, address, &err))
		return command_failed(&err);
	return listening.never ? err_exit_status(RC_NOT_FOUND) : 0;
}

static void
replay_file(FILE *file, struct recording *recording, struct listening *listening)
{
	char *line = NULL;
	size_t room = 0;
	struct scan scan;

	while (getline(&line, &room, file) > 0) {
		if (recording_read(recording, line, &scan)) {
			listening->scans++;
			print_scan(listening, &scan);
		}
	}
	free(line);
}

int
scanner_replay(const char *path, const char *layout)
{
	struct recording *recording = alloc_zero(1, sizeof *recording);
	struct listening listening = { 0 };
	struct err err = { 0 };
	FILE *file = fopen(path, "re");

	recording->layout = keyboard_layout(layout ? layout : "us");
	if (!file)
		err_system(&err, "opening %s", path);
	else if (!recording->layout)
		err_set(&err, RC_REFUSED,
		        _("\"%.20s\" is no layout of keys: there are us, uk, de, fr, es"), layout);
	else
		replay_file(file, recording, &listening);
	if (file)
		fclose(file);
	free(recording);
	if (err.outcome)
		return command_failed(&err);
	printf(ngettext("%" PRId64 " scan.\n", "%" PRId64 " scans.\n", listening.scans),
	       listening.scans);
	return listening.scans ? 0 : err_exit_status(RC_NOT_FOUND);
}

/* ---- enrol ---- */

static void
take_found(struct listening *listening, const struct scan *scan)
{
	if (scan->length < ENROL_DIGITS_MIN)
		return;
	listening->found = *scan;
	loop_stop(listening->loop);
}

static bool
is_listed(const char *scanners, const char *address)
{
	const char *at = strstr(scanners, address);

	return at && (at == scanners || at[-1] == '\n') &&
	       (at[strlen(address)] == '\n' || !at[strlen(address)]);
}

static enum outcome
add_address(struct ledger *ledger, const char *address, struct err *err)
{
	struct settings settings;
	struct entry entry;
	char value[sizeof settings.scanners + 64];
	enum outcome outcome = settings_load(&settings, ledger, err);

	if (outcome || is_listed(settings.scanners, address))
		return outcome;
	snprintf(value, sizeof value, "%s%s%s", settings.scanners, settings.scanners[0] ? "\n" : "",
	         address);
	entry_init(&entry, ENTRY_SETTING);
	command_header(ledger, &entry);
	outcome = settings_set(&settings, ledger, "scanners", value, &entry, err);
	entry_done(&entry);
	return outcome;
}

static int
add_to_shop(const char *shop, const char *address)
{
	struct ledger *ledger;
	struct err err = { 0 };
	enum outcome outcome = command_open_ledger(&ledger, shop, LEDGER_WRITE, &err);

	if (outcome == RC_BUSY)
		err_hint(&err,
		         _("the till is open: add that line to its setting \"scanners\" there"));
	if (!outcome) {
		outcome = add_address(ledger, address, &err);
		ledger_close(&ledger);
	}
	if (outcome)
		return command_failed(&err);
	printf(_("It is one of the shop's scanners now, and types no more.\n"));
	return 0;
}

int
scanner_enrol(const char *shop)
{
	struct listening listening = { .wait_ms = ENROL_WAIT_MS,
		                       .is_fixed = true,
		                       .scan = take_found };
	char address[64];
	struct err err = { 0 };

	fprintf(stderr, "%s\n",
	        _("Scan any code with the scanner. Until then, 20 seconds at most, no USB keyboard "
	          "types."));
	if (listen_to(&listening, ENROL_ADDRESS, &err))
		return command_failed(&err);
	if (!listening.found.length) {
		err_set(&err, RC_NOT_FOUND, _("no scan came from a keyboard"));
		err_hint(&err, _("is the scanner in keyboard mode, and does it end each code with "
		                 "Enter?"));
		return command_failed(&err);
	}
	snprintf(address, sizeof address, "hidkbd:%s", listening.found.device);
	printf("%s\n", address);
	fflush(stdout);
	return add_to_shop(shop, address);
}
