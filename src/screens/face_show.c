/*
 * The face from the first screen to the last: what it listens to, when it draws, how it ends.
 */
#include <config.h>

#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/log.h"
#include "base/paths.h"
#include "ledger/people.h"
#include "screens/ahead.h"
#include "screens/face.h"
#include "screens/head.h"
#include "screens/panel.h"
#include "screens/rooms.h"

#define MINUTE_MS 60000

/* ---- drawing ---- */

static void
draw_screens(struct face *face, struct screen *screen, struct area room)
{
	if (screen->ops->over && screen->below)
		draw_screens(face, screen->below, room);
	if (screen->ops->draw)
		screen->ops->draw(screen, &face->canvas, room);
}

/* An error stands above the amount due where there is one. */
static int
error_bottom(const struct face *face, struct area room)
{
	const struct screen *base = face->top;

	while (base->below && base->ops->over)
		base = base->below;
	if (face->counter && !base->below && base->ops != &sign_screen)
		return panel_layout(room).top - 1;
	return room.row + room.rows - 2;
}

/* Between header and key bar: what somebody waits for. */
static void
draw_room(struct face *face)
{
	struct canvas *canvas = &face->canvas;
	struct area room = { 1, 0, canvas->rows - 2, canvas->cols };

	struct field before;

	canvas_fill(canvas, room, INK_BODY);
	canvas_cursor(canvas, canvas->rows - 2, 0);
	ahead_draw_begin(face, &before);
	if (room.rows > 0)
		draw_screens(face, face->top, room);
	ahead_draw_end(face, &before);
	/* screens that sell have a row of their own for notes */
	if (face->message == MESSAGE_NOTE && !face->top->ops->over &&
	    (face->top->below || !face->counter))
		note_draw(face, canvas, canvas->rows - 3);
	if (face->message == MESSAGE_ERROR)
		error_draw(face, canvas, error_bottom(face, room));
}

static void
draw_frame(struct face *face)
{
	head_draw(face, &face->canvas);
	bar_draw(face, &face->canvas, face->canvas.rows - 1);
}

void
face_draw(struct face *face)
{
	draw_room(face);
	draw_frame(face);
}

/* The line of a scan is sent before header and key bar are looked at, which take as long and hardly
 * ever change with it. */
static void
show(struct face *face)
{
	draw_room(face);
	if (face->term && !term_is_new(face->term))
		term_show(face->term, &face->canvas);
	draw_frame(face);
	if (face->term)
		term_show(face->term, &face->canvas);
}

/* Draw first, then bring the basket to disk: one sync for all that came together. */
void
face_drained(struct face *face)
{
	struct err err;

	face->dropping = false;
	face->dropped = 0;
	if (face->leaving)
		return;
	show(face);
	if (face->till && till_settle(face->till, &err)) {
		face_error(face, &err);
		show(face);
	}
	if (face->unseen && face->term)
		term_seen(face->term);
	face->unseen = false;
	if (face->counter && counter_busy(face->counter))
		return;
	if (face->term)
		term_consumed(face->term, face->consumed);
	face->consumed = 0;
}

/* ---- the terminal's events ---- */

static void
on_key(void *context, const struct key *key)
{
	face_key(context, key);
}

static void
on_scan(void *context, const struct scan *scan)
{
	face_scan(context, scan);
}

/* Of a device, not of the terminal: nobody else says that all that came was handled. */
static void
on_device_scan(void *context, const struct scan *scan)
{
	face_scan(context, scan);
	face_drained(context);
}

static void
on_drained(void *context)
{
	face_drained(context);
}

static void
on_held(void *context, const char *bytes, size_t count)
{
	ahead_held(context, bytes, count);
}

static void
on_resized(void *context, int rows, int cols)
{
	struct face *face = context;

	canvas_resize(&face->canvas, rows, cols);
}

static void
on_gone(void *context)
{
	face_leave(context);
}

/* ---- timers ---- */

static enum outcome read_keymap(struct face *face, struct err *err);
static void teach_keys(struct face *face);

/* Keys that were learned beside the open till, or a file that was edited. */
void
face_pick_up_keymap(struct face *face)
{
	struct keymap *before = face->keymap;

	if (!face_keymap_changed(face))
		return;
	memset(&face->keymap_trouble, 0, sizeof(face->keymap_trouble));
	face->keymap = NULL;
	if (read_keymap(face, NULL)) {
		face->keymap = before;
		return;
	}
	keymap_free(&before);
	if (face->term)
		teach_keys(face);
	face_say_keymap(face);
	if (!face->keymap_trouble.msg[0])
		face_note(face, _("the keys were changed, and hold from now on"));
}

static void
tick(void *context)
{
	struct face *face = context;
	int64_t past_ms = face_now(face).utc_ms % MINUTE_MS;

	face->clock_timer =
	        loop_timer(face->loop, MINUTE_MS - (past_ms < 0 ? 0 : past_ms), 0, tick, face);
	face_pick_up_keymap(face);
	face_drained(face);
}

static void watch_idle(struct face *face, int64_t after_ms);

static void
idle(void *context)
{
	struct face *face = context;
	int64_t limit_ms = (int64_t)face->settings->idle_lock_s * 1000;
	int64_t left_ms = face->touched_ms + limit_ms - when_monotonic_ms();

	face->lock_timer = 0;
	if (left_ms <= 0 && face->view.signed_on && face_may(face, CMD_LOCK)) {
		face->message = MESSAGE_NONE;
		face_do_line(face, "lock");
		face_drained(face);
	}
	watch_idle(face, left_ms > 0 ? left_ms : limit_ms);
}

static void
watch_idle(struct face *face, int64_t after_ms)
{
	if (face->settings && face->settings->idle_lock_s > 0)
		face->lock_timer = loop_timer(face->loop, after_ms, 0, idle, face);
}

/* ---- open and close ---- */

bool
face_keymap_changed(struct face *face)
{
	struct file_stamp before = face->keymap_stamp;
	char path[PATH_MAX];
	struct stat is;

	if (!face->ledger || paths_join(path, ledger_folder(face->ledger), "keymap.conf", NULL) ||
	    stat(path, &is) != 0)
		return false;
	face->keymap_stamp =
	        (struct file_stamp){ (int64_t)is.st_ino,
		                     (int64_t)is.st_mtim.tv_sec * 1000000000 + is.st_mtim.tv_nsec };
	return face->keymap_stamp.inode != before.inode ||
	       face->keymap_stamp.changed_ns != before.changed_ns;
}

/* The shop's own map, as far as it can be read: a mistake in it must not close the till. */
static void
read_own_keymap(struct face *face)
{
	struct err *trouble = &face->keymap_trouble;
	char path[PATH_MAX];

	if (!face->ledger || paths_join(path, ledger_folder(face->ledger), "keymap.conf", NULL) ||
	    access(path, F_OK) != 0)
		return;
	keymap_read_kindly(&face->keymap, path, trouble);
	if (!trouble->msg[0])
		return;
	log_line("%s", trouble->msg);
	if (face->keymap)
		err_hint(trouble, "%s", _("that line does nothing; the others hold"));
	else
		err_hint(trouble, "%s", _("the keys are as they came with the program"));
}

static enum outcome
read_keymap(struct face *face, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome;

	read_own_keymap(face);
	if (face->keymap)
		return RC_OK;
	outcome = paths_data(path, "keymap.conf", err);
	return outcome ? outcome : keymap_read(&face->keymap, path, err);
}

/* Keys that this keyboard sends in ways of its own. */
static void
teach_keys(struct face *face)
{
	const struct key_sequence *rows;
	size_t count = keymap_sequences(face->keymap, &rows);

	for (size_t i = 0; i < count; i++)
		term_teach(face->term, rows[i].bytes, rows[i].length, &rows[i].key);
}

static void
listen_to(struct face *face, struct counter *counter)
{
	struct counter_events events = {
		.answered = face_answered,
		.changed = face_changed,
		.scan = on_device_scan,
		.context = face,
	};

	face->counter = counter;
	face->till = counter_till(counter);
	face->ledger = till_ledger(face->till);
	face->settings = counter_settings(counter);
	counter_listen(counter, &events);
}

static enum outcome
open_terminal(struct face *face, struct err *err)
{
	struct term_events events = {
		.key = on_key,
		.scan = on_scan,
		.held = on_held,
		.resized = on_resized,
		.drained = on_drained,
		.gone = on_gone,
		.context = face,
	};
	enum outcome outcome = term_open(&face->term, face->loop, &events, err);
	int rows, cols;

	if (outcome)
		return outcome;
	term_size(face->term, &rows, &cols);
	canvas_resize(&face->canvas, rows, cols);
	face->canvas.plain = !term_has_shades(face->term);
	term_set_prefix(face->term, face->settings ? face->settings->scanner_prefix : "");
	return RC_OK;
}

enum outcome
face_open(struct face *face, struct counter *counter, struct loop *loop, bool on_terminal,
          struct err *err)
{
	enum outcome outcome;

	memset(face, 0, sizeof(*face));
	face->loop = loop;
	face->touched_ms = when_monotonic_ms();
	canvas_init(&face->canvas, 24, 80);
	if (counter)
		listen_to(face, counter);
	outcome = read_keymap(face, err);
	face_keymap_changed(face);
	if (!outcome && on_terminal)
		outcome = open_terminal(face, err);
	if (!outcome && on_terminal)
		teach_keys(face);
	return outcome;
}

void
face_close(struct face *face)
{
	while (face->top)
		face_pop(face, face->top);
	if (face->counter)
		counter_listen(face->counter, &(struct counter_events){ 0 });
	if (face->clock_timer)
		loop_timer_remove(face->loop, face->clock_timer);
	if (face->lock_timer)
		loop_timer_remove(face->loop, face->lock_timer);
	if (face->flash_timer)
		loop_timer_remove(face->loop, face->flash_timer);
	for (size_t i = 0; i < face->queued; i++)
		free(face->queue[i].scan);
	term_close(&face->term);
	keymap_free(&face->keymap);
	canvas_done(&face->canvas);
}

void
face_leave(struct face *face)
{
	face->leaving = true;
	loop_stop(face->loop);
}

/* What nobody need have waited for to see the first screen. */
static void
begin(struct face *face)
{
	struct err err;

	if (face->till && till_begin(face->till, &err)) {
		face_error(face, &err);
		face_drained(face);
	}
	if (face->term)
		term_prepare(face->term);
}

int
face_run(struct face *face)
{
	assert(face->top);
	tick(face);
	begin(face);
	watch_idle(face, face->settings ? (int64_t)face->settings->idle_lock_s * 1000 : 0);
	loop_run(face->loop);
	return 0;
}

/* ---- words for drawing ---- */

char *
face_money(const struct face *face, struct money money, char out[static MONEY_TEXT_MAX])
{
	return settings_money(face->settings, money, out);
}

char *
face_money_symbol(const struct face *face, struct money money, char out[static MONEY_TEXT_MAX])
{
	return settings_money_symbol(face->settings, money, out);
}

struct when
face_now(const struct face *face)
{
	struct entry entry;

	if (!face->till)
		return clock_system.now(clock_system.context);
	entry_init(&entry, ENTRY_START);
	till_header(face->till, &entry);
	return entry.at;
}

char *
face_staff_name(const struct face *face, int number, char out[static NAME_MAX_BYTES])
{
	struct staff_row row;

	if (number == face->view.person.number && face->view.signed_on)
		text_copy(out, NAME_MAX_BYTES, face->view.person.name);
	else if (number > 0 && staff_get(face->ledger, number, &row, NULL) == RC_OK)
		text_copy(out, NAME_MAX_BYTES, row.name);
	else if (number > 0)
		snprintf(out, NAME_MAX_BYTES, "%d", number);
	else
		out[0] = '\0';
	return out;
}
