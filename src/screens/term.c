#include <config.h>

#include "screens/term.h"

#include <assert.h>
#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/when.h"
#include "devices/scanner_wedge.h"
#include "screens/input.h"
#include "screens/paint.h"
#include "screens/palette.h"

#define READ_MAX 4096

struct term {
	struct loop *loop;
	struct term_events events;
	SCREEN *screen;
	struct paint *paint;
	struct canvas shown;            /* what the terminal has */
	bool repaint;
	struct wedge wedge;
	struct input *input;
	int timer;                      /* of held bytes; 0 none */
	int stale_bytes;                /* still in the terminal's queue, typed before the last screen */
	bool stale;                     /* of the bytes being fed */
	int test_fd;                    /* -1 none */
};

/* ---- signals that end us: the terminal must be usable afterwards ---- */

static const int deaths[] = { SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE };
static bool started;

static void
die(int number)
{
	if (started) {
		started = false;
		endwin();
	}
	signal(number, SIG_DFL);
	raise(number);
}

static void
catch_deaths(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = (int)SA_RESETHAND };

	for (size_t i = 0; i < sizeof(deaths) / sizeof(deaths[0]); i++)
		sigaction(deaths[i], &action, NULL);
}

bool
term_has_shades(const struct term *term)
{
	return palette_has_shades(paint_colours(term->paint));
}

/* ---- input ---- */

static void
give_key(void *context, const struct key *key)
{
	struct term *term = context;
	struct key copy = *key;

	copy.stale = term->stale;
	term->events.key(term->events.context, &copy);
}

static void
give_bytes(void *context, const char *bytes, size_t count)
{
	struct term *term = context;

	input_feed(term->input, bytes, count, when_monotonic_ms(), give_key, term);
}

static void
give_scan(void *context, const struct scan *scan)
{
	struct term *term = context;

	term->events.scan(term->events.context, scan);
}

static int64_t
sooner(int64_t a, int64_t b)
{
	return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

static void expire(void *context);

/* Bytes that wait for more get a timer. */
static void
arm(struct term *term)
{
	int64_t now_ms = when_monotonic_ms();
	int64_t due_ms = sooner(wedge_due_ms(&term->wedge, loop_waited_ms(term->loop)),
	                        input_due_ms(term->input, now_ms));

	if (term->timer)
		loop_timer_remove(term->loop, term->timer);
	term->timer = due_ms < 0 ? 0 : loop_timer(term->loop, due_ms, 0, expire, term);
}

/* Not what was typed before the screen was seen: nobody waits to see that. */
static void
tell_held(struct term *term)
{
	term->events.held(term->events.context, term->wedge.held,
	                  term->stale ? 0 : term->wedge.held_count);
}

static void
expire(void *context)
{
	struct term *term = context;
	int64_t now_ms = when_monotonic_ms();

	term->timer = 0;
	wedge_expire(&term->wedge, loop_waited_ms(term->loop), give_bytes, term);
	input_expire(term->input, now_ms, give_key, term);
	tell_held(term);
	arm(term);
	term->events.drained(term->events.context);
}

/* The wedge goes by the time we waited: a scan that was cut by our own work is still one scan. */
static void
feed(struct term *term, const char *bytes, size_t count)
{
	size_t stale = (size_t)term->stale_bytes < count ? (size_t)term->stale_bytes : count;

	term->stale_bytes -= (int)stale;
	if (stale) {
		term->stale = true;
		wedge_feed(&term->wedge, bytes, stale, loop_waited_ms(term->loop), give_bytes, give_scan, term);
	}
	if (stale < count) {
		term->stale = false;
		wedge_feed(&term->wedge, bytes + stale, count - stale, loop_waited_ms(term->loop), give_bytes,
		           give_scan, term);
	}
}

static void
readable(void *context, int fd, short revents)
{
	struct term *term = context;
	char bytes[READ_MAX];
	ssize_t count;

	(void)revents;
	count = read(fd, bytes, sizeof(bytes));
	if (count < 0 && (errno == EINTR || errno == EAGAIN))
		return;
	if (count <= 0) {
		loop_unwatch(term->loop, fd);
		term->events.gone(term->events.context);
		return;
	}
	feed(term, bytes, (size_t)count);
	tell_held(term);
	arm(term);
	term->events.drained(term->events.context);
}

void
term_seen(struct term *term)
{
	int waiting = 0;

	if (ioctl(STDIN_FILENO, FIONREAD, &waiting) == 0)
		term->stale_bytes = waiting;
}

bool
term_drop(struct term *term)
{
	char bytes[READ_MAX];
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };
	bool some = false;

	while (poll(&fd, 1, 0) > 0 && (fd.revents & POLLIN) && read(STDIN_FILENO, bytes, sizeof(bytes)) > 0)
		some = true;
	term->stale_bytes = 0;
	return some;
}

void
term_set_prefix(struct term *term, const char *prefix)
{
	wedge_init(&term->wedge, prefix);
}

void
term_teach(struct term *term, const char *bytes, size_t count, const struct key *key)
{
	input_teach(term->input, bytes, count, key);
}

/* ---- size ---- */

void
term_size(const struct term *term, int *rows, int *cols)
{
	(void)term;
	*rows = LINES > 0 ? LINES : 24;
	*cols = COLS > 0 ? COLS : 80;
}

static void
resized(void *context, int number)
{
	struct term *term = context;
	struct winsize size;
	int rows, cols;

	(void)number;
	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
		resizeterm(size.ws_row, size.ws_col);
	term_size(term, &rows, &cols);
	canvas_resize(&term->shown, rows, cols);
	term_repaint(term);
	term->events.resized(term->events.context, rows, cols);
	term->events.drained(term->events.context);
}

static void
ended(void *context, int number)
{
	struct term *term = context;

	(void)number;
	term->events.gone(term->events.context);
}

/* ---- output ---- */

static bool
has_wide(const struct cell *cells, int cols)
{
	for (int col = 0; col < cols; col++) {
		if (cells[col].width != 1)
			return true;
	}
	return false;
}

#define BRIDGE_MAX 4 /* cells: sending these again is shorter than moving past them */

/* Cells that did not change, between two that did and with the ink of the second. */
static bool
is_bridge(const struct cell *cells, int from, int to)
{
	if (to - from > BRIDGE_MAX)
		return false;
	for (int col = from; col < to; col++) {
		if (cells[col].ink != cells[to].ink)
			return false;
	}
	return true;
}

static void
show_row(struct term *term, const struct canvas *canvas, int row)
{
	size_t at = (size_t)row * (size_t)canvas->cols;
	const struct cell *now = &canvas->cells[at];
	struct cell *before = &term->shown.cells[at];
	bool all = term->repaint;
	int next = canvas->cols; /* behind what was painted last */

	if (!all && memcmp(now, before, (size_t)canvas->cols * sizeof(*now)) == 0)
		return;
	/* a row with wide characters, now or before, is put down whole: halves never meet */
	all = all || has_wide(now, canvas->cols) || has_wide(before, canvas->cols);
	for (int col = 0; col < canvas->cols; col++) {
		if (now[col].width == 0 ||
		    (!all && memcmp(&now[col], &before[col], sizeof(*now)) == 0))
			continue;
		for (; next < col && is_bridge(now, next, col); next++)
			paint_cell(term->paint, row, next, &now[next]);
		paint_cell(term->paint, row, col, &now[col]);
		next = col + now[col].width;
	}
	memcpy(before, now, (size_t)canvas->cols * sizeof(*now));
}

void
term_show(struct term *term, const struct canvas *canvas)
{
	if (canvas->rows != term->shown.rows || canvas->cols != term->shown.cols) {
		canvas_resize(&term->shown, canvas->rows, canvas->cols);
		term->repaint = true;
	}
	if (term->repaint)
		paint_clear(term->paint);
	for (int row = 0; row < canvas->rows; row++)
		show_row(term, canvas, row);
	term->repaint = false;
	paint_send(term->paint, canvas->cursor_row, canvas->cursor_col);
}

bool
term_is_new(const struct term *term)
{
	return term->repaint;
}

void
term_repaint(struct term *term)
{
	term->repaint = true;
}

void
term_bell(struct term *term)
{
	(void)term;
	beep();
}

void
term_consumed(struct term *term, int count)
{
	while (term->test_fd >= 0 && count-- > 0) {
		if (write(term->test_fd, ".", 1) != 1)
			term->test_fd = -1;
	}
}

/* ---- open and close ---- */

static int
find_test_fd(void)
{
	const char *text = getenv("RINGUP_TEST_FD");

	return text && *text ? atoi(text) : -1;
}

static void
start_curses(struct term *term)
{
	char *numeric_keypad;

	set_term(term->screen);
	raw();
	noecho();
	nonl();
	curs_set(1);
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	refresh(); /* sends what makes the terminal ready */
	term->paint = paint_new();
	/* a program before us may have left the keypad sending sequences */
	numeric_keypad = tigetstr("rmkx");
	if (numeric_keypad && numeric_keypad != (char *)-1)
		putp(numeric_keypad);
	started = true;
	catch_deaths(die);
}

enum outcome
term_open(struct term **term, struct loop *loop, const struct term_events *events, struct err *err)
{
	static const int ends[] = { SIGTERM, SIGHUP };
	struct term *new;
	SCREEN *screen = NULL;

	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO)) {
		screen = newterm(NULL, stdout, stdin);
		if (!screen)
			screen = newterm("vt100", stdout, stdin);
	}
	if (!screen) {
		err_set(err, RC_SYSTEM, _("there is no terminal to show the till on"));
		return err_hint(err, _("start it in a terminal window, or use \"ringup ring\""));
	}
	new = alloc_zero(1, sizeof(*new));
	new->screen = screen;
	new->loop = loop;
	new->events = *events;
	new->test_fd = find_test_fd();
	new->input = input_new(getenv("TERM"));
	wedge_init(&new->wedge, "");
	start_curses(new);
	canvas_init(&new->shown, LINES > 0 ? LINES : 24, COLS > 0 ? COLS : 80);
	new->repaint = true;
	loop_watch(loop, STDIN_FILENO, POLLIN, readable, new);
	loop_signal(loop, SIGWINCH, resized, new);
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		loop_signal(loop, ends[i], ended, new);
	*term = new;
	return RC_OK;
}

void
term_prepare(struct term *term)
{
	input_prepare(term->input);
}

void
term_close(struct term **term)
{
	if (!*term)
		return;
	loop_unwatch((*term)->loop, STDIN_FILENO);
	loop_unsignal((*term)->loop, *term);
	if ((*term)->timer)
		loop_timer_remove((*term)->loop, (*term)->timer);
	catch_deaths(SIG_DFL);
	paint_free(&(*term)->paint);
	started = false;
	endwin();
	delscreen((*term)->screen);
	input_free(&(*term)->input);
	canvas_done(&(*term)->shown);
	free(*term);
	*term = NULL;
}
