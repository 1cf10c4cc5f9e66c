/*
 * The shop's scanners: a worker for each address of the setting `scanners`, started again when it
 * fails, with longer and longer rests.  A worker looks for its device by itself; it ends only when
 * something went wrong, or a file of scans is at its end.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "counter/inside.h"

#define FIRST_REST_MS 500
#define LONGEST_REST_MS 30000

static void start(void *context);

/* ---- how they are ---- */

static struct device_row *
find_unit(struct scanner_link *link, const char *unit)
{
	struct device_row *row = link->rows;

	while (row < link->rows + link->count && strcmp(row->status.unit, unit) != 0)
		row++;
	if (row == link->rows + link->count && link->count < SCANNER_UNITS_MAX) {
		link->count++;
		memset(row, 0, sizeof *row);
		row->role = DEVICE_SCANNER;
		text_copy(row->address, sizeof row->address, link->address);
	}
	return row < link->rows + SCANNER_UNITS_MAX ? row : NULL;
}

/* Once one of its devices speaks, the address itself has nothing more to say. */
static void
forget_address(struct scanner_link *link)
{
	if (link->count == 0 || link->rows[0].status.unit[0])
		return;
	link->count--;
	memmove(link->rows, link->rows + 1, link->count * sizeof *link->rows);
}

static void
note_status(struct scanner_link *link, const struct device_status *status)
{
	struct device_row *row;

	if (status->unit[0])
		forget_address(link);
	row = find_unit(link, status->unit);
	if (!row)
		return;
	row->status = *status;
	row->since_ms = when_monotonic_ms();
	if (status->state == DEVICE_READY)
		link->rest_ms = FIRST_REST_MS;
	else if (status->sentence[0])
		log_line("scanner %s %s: %s", link->address, status->unit, status->sentence);
	counter_changed(link->counter);
}

/* ---- what they say ---- */

static void
heard(void *context, const char *bytes, size_t length)
{
	struct scanner_link *link = context;
	struct counter *counter = link->counter;
	struct device_status status;
	struct scan scan;

	if (device_status_take(&status, bytes, length))
		note_status(link, &status);
	else if (scan_take(&scan, bytes, length) && counter->events.scan)
		counter->events.scan(counter->events.context, &scan);
}

static void
ended(void *context, enum outcome outcome)
{
	struct scanner_link *link = context;
	struct device_status status = { .state = DEVICE_TROUBLE };

	link->worker = NULL;
	if (outcome == RC_OK)
		return; /* it said why */
	link->count = 0;
	text_copy(status.sentence, sizeof status.sentence,
	          _("the scanner's program stopped; it is started again"));
	note_status(link, &status);
	link->timer = loop_timer(link->counter->loop, link->rest_ms, 0, start, link);
	link->rest_ms = link->rest_ms * 2 < LONGEST_REST_MS ? link->rest_ms * 2 : LONGEST_REST_MS;
}

/* ---- starting and stopping ---- */

static void
start(void *context)
{
	struct scanner_link *link = context;
	const struct worker_events events = { heard, ended, link };
	struct device_status status = { .state = DEVICE_CONNECTING };
	struct buf message = { 0 };
	struct err err = { 0 };

	link->timer = 0;
	if (worker_start(&link->worker, link->counter->loop, SCANNER_WORKER, &events, &err)) {
		status.state = DEVICE_TROUBLE;
		text_copy(status.sentence, sizeof status.sentence, err.msg);
		log_line("%s: %s", err.msg, err.detail);
	} else {
		device_begin_put(&message, link->address);
		worker_send(link->worker, message.text, message.length, NULL);
		buf_done(&message);
	}
	note_status(link, &status);
}

static void
stop(struct scanner_link *link)
{
	worker_stop(&link->worker);
	if (link->timer)
		loop_timer_remove(link->counter->loop, link->timer);
	memset(link, 0, sizeof *link);
}

void
scanners_stop(struct counter *counter)
{
	struct scanners *scanners = &counter->scanners;

	if (scanners->timer)
		loop_timer_remove(counter->loop, scanners->timer);
	for (size_t i = 0; i < scanners->count; i++)
		stop(&scanners->links[i]);
	memset(scanners, 0, sizeof *scanners);
}

/* One address a line; blank lines are none. */
static void
start_all(struct counter *counter)
{
	struct scanners *scanners = &counter->scanners;
	const char *line = scanners->setting;

	while (*line && scanners->count < SCANNERS_MAX) {
		size_t length = strcspn(line, "\n");
		struct scanner_link *link = &scanners->links[scanners->count];

		if (length > 0 && length < sizeof link->address) {
			link->counter = counter;
			link->rest_ms = FIRST_REST_MS;
			memcpy(link->address, line, length);
			scanners->count++;
			start(link);
		}
		line += length + (line[length] == '\n');
	}
}

static void
look(void *context)
{
	struct counter *counter = context;

	counter->scanners.timer = 0;
	display_look(counter);
	if (strcmp(counter->scanners.setting, counter->settings.scanners) == 0)
		return;
	scanners_stop(counter);
	text_copy(counter->scanners.setting, sizeof counter->scanners.setting,
	          counter->settings.scanners);
	start_all(counter);
	counter_changed(counter);
}

/* Not within this call: the screen is drawn first. */
void
scanners_look(struct counter *counter)
{
	if (counter->options.by_hand && !counter->scanners.timer)
		counter->scanners.timer = loop_timer(counter->loop, 0, 0, look, counter);
}

/* ---- what others ask ---- */

void
counter_devices_look(struct counter *counter)
{
	scanners_look(counter);
}

size_t
counter_devices(const struct counter *counter, struct device_row rows[], size_t room)
{
	const struct scanners *scanners = &counter->scanners;
	size_t count = 0;

	for (size_t i = 0; i < scanners->count; i++) {
		const struct scanner_link *link = &scanners->links[i];

		for (size_t j = 0; j < link->count && count < room; j++)
			rows[count++] = link->rows[j];
	}
	if (counter->display.row.address[0] && strcmp(counter->display.row.address, "none") != 0 &&
	    count < room)
		rows[count++] = counter->display.row;
	return count + printers_as_devices(counter, rows + count, room - count);
}

const char *
counter_device_trouble(const struct counter *counter)
{
	const struct scanners *scanners = &counter->scanners;

	for (size_t i = 0; i < scanners->count; i++) {
		const struct scanner_link *link = &scanners->links[i];

		for (size_t j = 0; j < link->count; j++) {
			if (link->rows[j].status.state > DEVICE_READY)
				return link->rows[j].status.sentence;
		}
	}
	return counter->display.row.status.sentence;
}
