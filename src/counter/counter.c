#include <config.h>

#include "counter/counter.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "base/paths.h"
#include "counter/demo.h"
#include "counter/inside.h"

#define PIN_DEADLINE_MS 10000

struct when
counter_now(const struct counter *counter)
{
	return counter->options.clock->now(counter->options.clock->context);
}

void
counter_changed(struct counter *counter)
{
	if (counter->events.changed)
		counter->events.changed(counter->events.context);
}

/* ---- what a command leaves behind ---- */

static void
follow_up(struct counter *counter, const struct answer *answer)
{
	if (answer->effects & EFFECT_OUTBOX)
		papers_kick(counter);
	if (answer->effects & EFFECT_DAY_CLOSED)
		backup_start(counter);
	idle_arm(counter);
}

/* Hands the answer to whoever asked; owns it from here on. */
static void
give_answer(struct counter *counter, enum outcome outcome, struct answer *answer,
            const struct err *err)
{
	counter->busy = false;
	if (!outcome)
		follow_up(counter, answer);
	if (counter->waits) {
		counter->waits = false;
		counter->outcome = outcome;
		counter->answer = *answer;
		counter->err = *err;
		return;
	}
	display_show(counter);
	if (counter->events.answered)
		counter->events.answered(counter->events.context, outcome, answer, err);
	answer_done(answer);
}

/* ---- PINs ---- */

static void
pin_checked(void *context, enum outcome outcome, const char *text, size_t length)
{
	struct counter *counter = context;
	struct answer answer = { 0 };
	struct err err = { 0 };

	counter->pin = NULL;
	if (outcome)
		log_line("pin helper: outcome %d", (int)outcome);
	outcome = till_resume(counter->till, outcome ? "" : text, outcome ? 0 : length, &answer,
	                      &err);
	give_answer(counter, outcome, &answer, &err);
}

static enum outcome
check_pin(void *context, const char *request, char **answer, size_t *length, struct err *err)
{
	struct counter *counter = context;

	*answer = NULL;
	*length = 0;
	if (counter->options.pin_here) {
		*answer = staff_pin_work(request);
		*length = strlen(*answer);
		return RC_OK;
	}
	return helper_start(&counter->pin, counter->loop, "pin", request, strlen(request),
	                    PIN_DEADLINE_MS, pin_checked, counter, err);
}

/* ---- commands ---- */

void
counter_do(struct counter *counter, const struct command *command)
{
	struct answer answer = { 0 };
	struct err err = { 0 };
	enum outcome outcome;

	if (counter->busy) {
		outcome = err_set(&err, RC_BUSY, _("a PIN is being checked"));
		if (counter->events.answered)
			counter->events.answered(counter->events.context, outcome, &answer, &err);
		return;
	}
	idle_swap(counter);
	counter->busy = true;
	outcome = till_do(counter->till, command, &answer, &err);
	if (!outcome && (answer.effects & EFFECT_PENDING)) {
		answer_done(&answer);
		return;
	}
	give_answer(counter, outcome, &answer, &err);
}

enum outcome
counter_do_wait(struct counter *counter, const struct command *command, struct answer *answer,
                struct err *err)
{
	assert(!counter->busy);
	counter->waits = true;
	counter_do(counter, command);
	while (counter->waits)
		loop_turn(counter->loop, -1);
	loop_turn(counter->loop, 0); /* papers go on their way */
	*answer = counter->answer;
	if (err)
		*err = counter->err;
	return counter->outcome;
}

bool
counter_busy(const struct counter *counter)
{
	return counter->busy;
}

void
counter_finish(struct counter *counter)
{
	while (counter->busy || papers_on_the_way(counter) || counter->backup.helper)
		loop_turn(counter->loop, -1);
}

/* ---- opening and closing ---- */

static enum outcome
open_parts(struct counter *counter, struct err *err)
{
	const struct counter_options *options = &counter->options;
	struct till_ports ports = {
		.clock = *options->clock,
		.monotonic_ms = options->clock == &clock_system ? when_since_boot_ms : NULL,
		.pin = check_pin,
		.context = counter,
		.by_hand = options->by_hand,
		.late_start = options->late_start,
		.demo = options->demo,
		.training = options->training,
	};
	enum outcome outcome = ledger_open(&counter->ledger, options->folder,
	                                   options->fast ? LEDGER_WRITE_FAST : LEDGER_WRITE, err);

	if (!outcome)
		outcome = settings_load(&counter->settings, counter->ledger, err);
	if (outcome)
		return outcome;
	counter->names = name_index_new(counter->ledger);
	return till_new(&counter->till, counter->ledger, &counter->settings, counter->names, &ports,
	                err);
}

/* What the last start of the machine marked without a sync may be lost. */
static void
trust_marks(struct counter *counter)
{
	char *boot = NULL;
	size_t length;

	if (counter->options.boot)
		outbox_after_boot(counter, counter->options.boot);
	else if (!paths_read_file("/proc/sys/kernel/random/boot_id", 64, &boot, &length, NULL))
		outbox_after_boot(counter, boot);
	counter->options.boot = NULL; /* the caller's text */
	free(boot);
}

enum outcome
counter_open(struct counter **counter, const struct counter_options *options, struct loop *loop,
             struct err *err)
{
	struct counter *new = alloc_zero(1, sizeof *new);
	enum outcome outcome;

	new->options = *options;
	if (!new->options.clock)
		new->options.clock = &clock_system;
	/* whoever opens it, a demo shop says DEMO */
	new->options.demo = options->demo || demo_is(options->folder);
	new->loop = loop;
	papers_init(new);
	outcome = open_parts(new, err);
	new->options.folder = NULL; /* the caller's text; from here on the ledger's */
	if (outcome) {
		counter_close(&new);
		return outcome;
	}
	if (!options->fast) {
		backup_look(new);
		idle_look(new);
		trust_marks(new);
		papers_kick(new); /* what a crash left */
		idle_arm(new);
		scanners_look(new);
	}
	*counter = new;
	return RC_OK;
}

void
counter_close(struct counter **counter)
{
	struct counter *old = *counter;

	if (!old)
		return;
	if (old->pin)
		helper_stop(&old->pin);
	papers_stop(old);
	enrol_stop(old);
	scanners_stop(old);
	display_stop(old);
	if (old->ledger)
		outbox_flush(old);
	backup_stop(old);
	idle_stop(old);
	demo_belt_free(&old->belt);
	if (old->till)
		till_free(&old->till);
	if (old->names)
		name_index_free(&old->names);
	if (old->ledger)
		ledger_close(&old->ledger);
	free(old);
	*counter = NULL;
}

void
counter_listen(struct counter *counter, const struct counter_events *events)
{
	counter->events = *events;
}

struct till *
counter_till(struct counter *counter)
{
	return counter->till;
}

struct loop *
counter_loop(struct counter *counter)
{
	return counter->loop;
}

const struct settings *
counter_settings(struct counter *counter)
{
	return &counter->settings;
}
