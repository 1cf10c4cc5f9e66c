/*
 * The customer's screen: a second terminal that shows what the till says, and nothing else.  It may
 * be opened before the till and stays when the till is closed.
 */
#include <config.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/worker.h"
#include "devices/display.h"
#include "counter/display_socket.h"
#include "screens/digits.h"
#include "screens/screens.h"
#include "screens/term.h"

#define LOOK_AGAIN_MS 1000
#define MARGIN 4

struct customer_display {
	const char *folder;
	struct loop *loop;
	struct term *term;
	struct canvas canvas;
	struct display_facts facts;
	int fd; /* -1: the till is closed */
	int timer;
};

/* ---- drawing ---- */

static void
draw_centred(struct canvas *canvas, int row, enum ink ink, const char *text)
{
	canvas_pad(canvas, row, 0, canvas->cols, ink, ALIGN_CENTRE, text);
}

/* As large as there is room for. */
static void
draw_sum(struct canvas *canvas, int row, const char *label, const char *sum)
{
	int cols = digits_cols(DIGITS_LARGE, sum);
	enum digits_size size = DIGITS_LARGE;

	if (cols > canvas->cols - 2 * MARGIN || row + digits_rows(size) + 1 > canvas->rows) {
		size = DIGITS_SMALL;
		cols = digits_cols(size, sum);
	}
	canvas_put(canvas, row, MARGIN, canvas->cols - 2 * MARGIN, INK_STRONG, label);
	if (cols <= canvas->cols - 2 * MARGIN)
		digits_draw(canvas, row + 1, canvas->cols - MARGIN - cols, INK_STRONG, size, sum);
	else
		canvas_pad(canvas, row + 1, MARGIN, canvas->cols - 2 * MARGIN, INK_STRONG,
		           ALIGN_RIGHT, sum);
}

static void
draw_line(struct canvas *canvas, int row, const char *text, const char *amount)
{
	int room = canvas->cols - 2 * MARGIN, cols = text_cols(amount);

	canvas_put(canvas, row, MARGIN, room - cols - 2, INK_BODY, text);
	canvas_put(canvas, row, canvas->cols - MARGIN - cols, cols, INK_BODY, amount);
}

static void
draw(struct customer_display *display)
{
	struct canvas *canvas = &display->canvas;
	const struct display_facts *facts = &display->facts;
	int middle = canvas->rows / 2;

	canvas_fill(canvas, canvas_area(canvas), INK_BODY);
	if (facts->mark[0])
		draw_centred(canvas, 0, INK_TRAINING, facts->mark);
	if (display->fd < 0) {
		draw_centred(canvas, middle, INK_DIM, _("This till is closed."));
	} else if (facts->moment == DISPLAY_IDLE) {
		draw_centred(canvas, middle, INK_STRONG, facts->text);
	} else {
		draw_line(canvas, middle > 5 ? middle - 5 : 1, facts->text, facts->amount);
		draw_sum(canvas, middle > 5 ? middle - 2 : 3, facts->label, facts->sum);
	}
	canvas_cursor(canvas, canvas->rows - 1, canvas->cols - 1);
	term_show(display->term, canvas);
}

/* ---- the till ---- */

static void look(void *context);

static void
lose(struct customer_display *display)
{
	if (display->fd >= 0) {
		loop_unwatch(display->loop, display->fd);
		close(display->fd);
	}
	display->fd = -1;
	memset(&display->facts, 0, sizeof display->facts);
	if (!display->timer)
		display->timer = loop_timer(display->loop, LOOK_AGAIN_MS, 0, look, display);
}

static void
hear(void *context, int fd, short revents)
{
	struct customer_display *display = context;
	char bytes[WORKER_BYTES_MAX];
	ssize_t count;

	(void)revents;
	while ((count = recv(fd, bytes, sizeof bytes, MSG_DONTWAIT)) > 0)
		display_take(&display->facts, bytes, (size_t)count);
	if (count == 0)
		lose(display);
	draw(display);
}

static void
look(void *context)
{
	struct customer_display *display = context;

	display->timer = 0;
	if (display_socket_connect(&display->fd, display->folder, NULL)) {
		display->fd = -1;
		lose(display);
	} else {
		loop_watch(display->loop, display->fd, POLLIN, hear, display);
	}
	draw(display);
}

/* ---- the terminal ---- */

static void
on_key(void *context, const struct key *key)
{
	struct customer_display *display = context;

	if (key_is(key, "q") ||
	    (key->cap == CAP_CHAR && key->mods == MOD_CTRL && key->text[0] == 'c'))
		loop_stop(display->loop);
}

static void
on_scan(void *context, const struct scan *scan)
{
	(void)context;
	(void)scan;
}

static void
on_held(void *context, const char *bytes, size_t count)
{
	(void)context;
	(void)bytes;
	(void)count;
}

static void
on_resized(void *context, int rows, int cols)
{
	struct customer_display *display = context;

	canvas_resize(&display->canvas, rows, cols);
}

static void
on_drained(void *context)
{
	draw(context);
}

static void
on_gone(void *context)
{
	struct customer_display *display = context;

	loop_stop(display->loop);
}

enum outcome
screens_display(const char *folder, struct err *err)
{
	struct customer_display display = { .folder = folder, .fd = -1 };
	const struct term_events events = { .key = on_key,
		                            .scan = on_scan,
		                            .held = on_held,
		                            .resized = on_resized,
		                            .drained = on_drained,
		                            .gone = on_gone,
		                            .context = &display };
	enum outcome outcome;
	int rows, cols;

	display.loop = loop_new();
	canvas_init(&display.canvas, 24, 80);
	outcome = term_open(&display.term, display.loop, &events, err);
	if (!outcome) {
		term_size(display.term, &rows, &cols);
		canvas_resize(&display.canvas, rows, cols);
		look(&display);
		loop_run(display.loop);
		term_close(&display.term);
	}
	if (display.fd >= 0)
		close(display.fd);
	canvas_done(&display.canvas);
	loop_free(&display.loop);
	return outcome;
}
