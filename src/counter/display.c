/*
 * The customer's display: a worker for the one the setting names, and whoever runs "ringup display"
 * in the till's folder.  All of them are told the same, when it changes; nobody is waited for.
 *
 *   socket   `display` in the till's folder; each that connects gets what is shown now, then what
 * is shown next; one that does not take it is let go
 */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "counter/display_socket.h"
#include "counter/inside.h"

#define REST_MS 5000

static void start(void *context);

/* ---- screens ---- */

static void
let_go(struct counter *counter, int *screen)
{
	loop_unwatch(counter->loop, *screen);
	close(*screen);
	*screen = 0;
}

/* A screen says nothing: that there is something to read means that it is gone. */
static void
screen_gone(void *context, int fd, short revents)
{
	struct counter *counter = context;

	(void)revents;
	for (size_t i = 0; i < DISPLAY_SCREENS_MAX; i++) {
		if (counter->display.screens[i] == fd)
			let_go(counter, &counter->display.screens[i]);
	}
}

static void
send_to(struct counter *counter, int *screen, const struct buf *message)
{
	if (send(*screen, message->text, message->length, MSG_DONTWAIT | MSG_NOSIGNAL) < 0)
		let_go(counter, screen);
}

static void
welcome(void *context, int fd, short revents)
{
	struct counter *counter = context;
	struct display *display = &counter->display;
	int screen = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	size_t i = 0;

	(void)revents;
	if (screen < 0)
		return;
	while (i < DISPLAY_SCREENS_MAX && display->screens[i])
		i++;
	if (i == DISPLAY_SCREENS_MAX) {
		close(screen);
		return;
	}
	display->screens[i] = screen;
	loop_watch(counter->loop, screen, POLLIN, screen_gone, counter);
	display->shown = false;
	display_show(counter);
}

static void
listen_for_screens(struct counter *counter)
{
	struct err err = { 0 };
	int fd = display_socket_listen(ledger_folder(counter->ledger), &err);

	if (fd < 0) {
		log_line("%s: %s", err.msg, err.detail);
		return;
	}
	counter->display.listener = fd;
	loop_watch(counter->loop, fd, POLLIN, welcome, counter);
}

/* ---- the display of two lines ---- */

static void
note_status(struct counter *counter, const struct device_status *status)
{
	struct device_row *row = &counter->display.row;

	row->status = *status;
	row->since_ms = when_monotonic_ms();
	if (status->sentence[0])
		log_line("display %s: %s", row->address, status->sentence);
	counter_changed(counter);
}

static void
heard(void *context, const char *bytes, size_t length)
{
	struct device_status status;

	if (device_status_take(&status, bytes, length))
		note_status(context, &status);
}

static void
ended(void *context, enum outcome outcome)
{
	struct counter *counter = context;
	struct device_status status = { .state = DEVICE_TROUBLE };

	counter->display.worker = NULL;
	if (outcome == RC_OK)
		return; /* it said why */
	text_copy(status.sentence, sizeof status.sentence,
	          _("the display's program stopped; it is started again"));
	note_status(counter, &status);
	counter->display.timer = loop_timer(counter->loop, REST_MS, 0, start, counter);
}

static void
start(void *context)
{
	struct counter *counter = context;
	struct display *display = &counter->display;
	const struct worker_events events = { heard, ended, counter };
	struct device_status status = { .state = DEVICE_CONNECTING };
	struct buf message = { 0 };
	struct err err = { 0 };

	display->timer = 0;
	if (worker_start(&display->worker, counter->loop, DISPLAY_WORKER, &events, &err)) {
		status.state = DEVICE_TROUBLE;
		text_copy(status.sentence, sizeof status.sentence, err.msg);
	} else {
		device_begin_put(&message, display->setting);
		worker_send(display->worker, message.text, message.length, NULL);
		buf_done(&message);
		display->shown = false;
	}
	note_status(counter, &status);
	display_show(counter);
}

static void
stop_worker(struct counter *counter)
{
	struct display *display = &counter->display;

	worker_stop(&display->worker);
	if (display->timer)
		loop_timer_remove(counter->loop, display->timer);
	display->timer = 0;
	memset(&display->row, 0, sizeof display->row);
}

/* ---- all of them ---- */

static bool
is_watched(const struct display *display)
{
	bool watched = display->worker;

	for (size_t i = 0; i < DISPLAY_SCREENS_MAX; i++)
		watched |= display->screens[i] != 0;
	return watched;
}

void
display_show(struct counter *counter)
{
	struct display *display = &counter->display;
	struct display_facts facts;
	struct till_view view;
	struct buf message = { 0 };

	if (!is_watched(display))
		return;
	till_view(counter->till, &view);
	display_facts_of(counter, &view, &facts);
	if (display->shown && memcmp(&facts, &display->facts, sizeof facts) == 0)
		return;
	display->facts = facts;
	display->shown = true;
	display_put(&message, &facts);
	if (display->worker)
		worker_send(display->worker, message.text, message.length, NULL);
	for (size_t i = 0; i < DISPLAY_SCREENS_MAX; i++) {
		if (display->screens[i])
			send_to(counter, &display->screens[i], &message);
	}
	buf_done(&message);
}

void
display_look(struct counter *counter)
{
	struct display *display = &counter->display;
	const char *setting = counter->settings.display;

	display_words_look_up(&display->words, counter->settings.language);
	if (!display->listener)
		listen_for_screens(counter);
	if (strcmp(display->setting, setting) != 0) {
		stop_worker(counter);
		text_copy(display->setting, sizeof display->setting, setting);
		text_copy(display->row.address, sizeof display->row.address, setting);
		display->row.role = DEVICE_DISPLAY;
		if (setting[0] && strcmp(setting, "none") != 0)
			start(counter);
	}
	display_show(counter);
}

void
display_stop(struct counter *counter)
{
	struct display *display = &counter->display;

	stop_worker(counter);
	for (size_t i = 0; i < DISPLAY_SCREENS_MAX; i++) {
		if (display->screens[i])
			let_go(counter, &display->screens[i]);
	}
	if (!display->listener)
		return;
	loop_unwatch(counter->loop, display->listener);
	close(display->listener);
	display_socket_remove(ledger_folder(counter->ledger));
}
