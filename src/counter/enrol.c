/*
 * Which of the USB keyboards is a scanner?  A worker takes them all until one sends a code, or for
 * ENROL_MS; nothing it reads is typed or rung up.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "counter/inside.h"

#define ENROL_MS 20000
#define ENROL_ADDRESS "hidkbd:*"
#define ENROL_DIGITS_MIN 6 /* what somebody types meanwhile is no scan */

void
enrol_stop(struct counter *counter)
{
	struct enrolment *enrolment = &counter->enrolment;

	worker_stop(&enrolment->worker);
	if (enrolment->timer)
		loop_timer_remove(counter->loop, enrolment->timer);
	memset(enrolment, 0, sizeof *enrolment);
}

/* address "": none was found. */
static void
finish(struct counter *counter, const char *address)
{
	struct enrolment done = counter->enrolment;

	enrol_stop(counter);
	done.found(done.context, address);
	counter_changed(counter);
}

static void
heard(void *context, const char *bytes, size_t length)
{
	struct counter *counter = context;
	char address[64];
	struct scan scan;

	if (!scan_take(&scan, bytes, length) || scan.length < ENROL_DIGITS_MIN)
		return;
	snprintf(address, sizeof address, "hidkbd:%s", scan.device);
	finish(counter, address);
}

static void
ended(void *context, enum outcome outcome)
{
	struct counter *counter = context;

	(void)outcome;
	counter->enrolment.worker = NULL;
	finish(counter, "");
}

static void
time_is_over(void *context)
{
	struct counter *counter = context;

	counter->enrolment.timer = 0;
	finish(counter, "");
}

enum outcome
counter_enrol(struct counter *counter, counter_enrol_fn *found, void *context, struct err *err)
{
	const struct worker_events events = { heard, ended, counter };
	struct enrolment *enrolment = &counter->enrolment;
	struct buf begin = { 0 };
	enum outcome outcome;

	if (enrolment->worker)
		return RC_OK; /* it is under way */
	outcome = worker_start(&enrolment->worker, counter->loop, SCANNER_WORKER, &events, err);
	if (outcome)
		return outcome;
	enrolment->found = found;
	enrolment->context = context;
	enrolment->timer = loop_timer(counter->loop, ENROL_MS, 0, time_is_over, counter);
	scanner_begin_put(&begin, ENROL_ADDRESS, false);
	worker_send(enrolment->worker, begin.text, begin.length, NULL);
	buf_done(&begin);
	return RC_OK;
}
