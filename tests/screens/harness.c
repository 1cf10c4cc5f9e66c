#include <config.h>

#include "harness.h"

#include <check.h>
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/alloc.h"

#define READY_FD 9 /* what $RINGUP_TEST_FD names in the program */

struct harness {
	VTerm *vt;
	VTermScreen *screen;
	int rows, cols;
	int pty, ready;
	pid_t pid;
	int status;  /* -1 while it runs */
	int handled; /* bytes that came and were not waited for yet */
};

/* ---- time, only to give up ---- */

static long
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
give_up(struct harness *harness, const char *what)
{
	char text[HARNESS_TEXT_MAX];

	fprintf(stderr, "waiting for %s; the screen was:\n%s", what, harness_text(harness, text));
	ck_abort_msg("the program did not answer: %s", what);
}

/* ---- starting ---- */

static void
set_environment(const struct harness_options *options)
{
	char fd[16];

	snprintf(fd, sizeof fd, "%d", READY_FD);
	setenv("RINGUP_TEST_FD", fd, 1);
	setenv("TERM", options->term ? options->term : "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANGUAGE", options->language ? options->language : "en", 1);
	setenv("TZ", "UTC", 1);
	unsetenv("NO_COLOR");
	unsetenv("COLUMNS");
	unsetenv("LINES");
	if (options->now)
		setenv("RINGUP_TEST_NOW", options->now, 1);
	else
		unsetenv("RINGUP_TEST_NOW");
}

static void
become(const struct harness_options *options, int ready)
{
	const char *words[16] = { "ringup" };
	char path[4096];

	for (int i = 0; options->words[i] && i < 14; i++)
		words[i + 1] = options->words[i];
	snprintf(path, sizeof path, "%s/%s", getenv("top_builddir"),
	         options->program ? options->program : "tests/ringup_frozen");
	set_environment(options);
	if (dup2(ready, READY_FD) < 0)
		_exit(126);
	execv(path, (char *const *)words);
	_exit(127);
}

static void
answer_terminal(const char *bytes, size_t count, void *context)
{
	struct harness *harness = context;

	if (write(harness->pty, bytes, count) < 0)
		return;
}

static void
open_screen(struct harness *harness)
{
	harness->vt = vterm_new(harness->rows, harness->cols);
	vterm_set_utf8(harness->vt, 1);
	vterm_output_set_callback(harness->vt, answer_terminal, harness);
	harness->screen = vterm_obtain_screen(harness->vt);
	vterm_screen_enable_altscreen(harness->screen, 1);
	vterm_screen_reset(harness->screen, 1);
}

struct harness *
harness_start(const struct harness_options *options)
{
	struct harness *harness = alloc_zero(1, sizeof *harness);
	struct winsize size;
	int pipe_fds[2];

	harness->rows = options->rows ? options->rows : 24;
	harness->cols = options->cols ? options->cols : 80;
	harness->status = -1;
	size = (struct winsize){ (unsigned short)harness->rows, (unsigned short)harness->cols, 0,
		                 0 };
	ck_assert_int_eq(pipe2(pipe_fds, O_CLOEXEC), 0);
	open_screen(harness);
	fflush(NULL);
	harness->pid = forkpty(&harness->pty, NULL, NULL, &size);
	ck_assert_int_ge(harness->pid, 0);
	if (harness->pid == 0)
		become(options, pipe_fds[1]);
	close(pipe_fds[1]);
	harness->ready = pipe_fds[0];
	fcntl(harness->pty, F_SETFD, FD_CLOEXEC);
	fcntl(harness->ready, F_SETFL, O_NONBLOCK);
	return harness;
}

void
harness_stop(struct harness **harness_at)
{
	struct harness *harness = *harness_at;

	if (!harness)
		return;
	if (harness->status < 0) {
		kill(harness->pid, SIGKILL);
		waitpid(harness->pid, NULL, 0);
	}
	close(harness->pty);
	close(harness->ready);
	vterm_free(harness->vt);
	free(harness);
	*harness_at = NULL;
}

pid_t
harness_pid(const struct harness *harness)
{
	return harness->pid;
}

static int
reap(struct harness *harness, int options)
{
	int status;

	if (harness->status < 0 && waitpid(harness->pid, &status, options) == harness->pid)
		harness->status =
		        WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
	return harness->status;
}

int
harness_ended(struct harness *harness)
{
	return reap(harness, WNOHANG);
}

/* ---- reading ---- */

static bool
read_pty(struct harness *harness)
{
	char bytes[16384];
	ssize_t count = read(harness->pty, bytes, sizeof bytes);

	if (count <= 0)
		return false;
	vterm_input_write(harness->vt, bytes, (size_t)count);
	vterm_screen_flush_damage(harness->screen);
	return true;
}

static void
read_ready(struct harness *harness)
{
	char bytes[256];
	ssize_t count = read(harness->ready, bytes, sizeof bytes);

	if (count > 0)
		harness->handled += (int)count;
}

/* Reads what comes within the time; false once the program has closed its terminal. */
static bool
pump(struct harness *harness, const struct timespec *wait)
{
	struct pollfd fds[2] = { { harness->pty, POLLIN, 0 }, { harness->ready, POLLIN, 0 } };

	if (ppoll(fds, 2, wait, NULL) <= 0)
		return true;
	if (fds[1].revents & POLLIN)
		read_ready(harness);
	if (fds[0].revents && !read_pty(harness))
		return false;
	return true;
}

/* Everything that was written before now. */
static void
drain(struct harness *harness)
{
	struct pollfd fd = { harness->pty, POLLIN, 0 };

	while (poll(&fd, 1, 0) > 0 && read_pty(harness))
		;
}

static bool
pump_until(struct harness *harness, bool (*is_there)(struct harness *harness, const void *what),
           const void *what)
{
	long deadline = now_ms() + HARNESS_PATIENCE_MS;

	for (;;) {
		struct timespec wait = { 0, 100000000 };

		if (is_there(harness, what))
			return true;
		if (now_ms() > deadline)
			return false;
		if (!pump(harness, &wait))
			return is_there(harness, what);
	}
}

static bool
was_handled(struct harness *harness, const void *count)
{
	return harness->handled >= *(const int *)count;
}

void
harness_await(struct harness *harness, int count)
{
	if (!pump_until(harness, was_handled, &count)) {
		reap(harness, WNOHANG);
		give_up(harness,
		        harness->status < 0 ? "a key to be handled" : "a key, but it has ended");
	}
	harness->handled -= count;
	drain(harness);
}

bool
harness_await_within(struct harness *harness, int count, long *left_us)
{
	struct timespec start, now;
	long allowed = *left_us;

	clock_gettime(CLOCK_MONOTONIC, &start);
	while (harness->handled<count && * left_us> 0) {
		struct timespec wait = { *left_us / 1000000, *left_us % 1000000 * 1000 };

		if (!pump(harness, &wait))
			return false;
		clock_gettime(CLOCK_MONOTONIC, &now);
		*left_us = allowed - (now.tv_sec - start.tv_sec) * 1000000 -
		           (now.tv_nsec - start.tv_nsec) / 1000;
	}
	if (harness->handled < count)
		return false;
	harness->handled -= count;
	return true;
}

void
harness_kill(struct harness *harness)
{
	kill(harness->pid, SIGKILL);
	reap(harness, 0);
}

/* ---- typing ---- */

static const struct {
	const char *name, *bytes;
} key_bytes[] = {
	{ "Enter", "\r" },     { "Esc", "\033" },     { "Tab", "\t" },       { "Space", " " },
	{ "Bs", "\177" },      { "lt", "<" },         { "Up", "\033OA" },    { "Down", "\033OB" },
	{ "Right", "\033OC" }, { "Left", "\033OD" },  { "Home", "\033OH" },  { "End", "\033OF" },
	{ "Ins", "\033[2~" },  { "Del", "\033[3~" },  { "PgUp", "\033[5~" }, { "PgDn", "\033[6~" },
	{ "F1", "\033OP" },    { "F2", "\033OQ" },    { "F3", "\033OR" },    { "F4", "\033OS" },
	{ "F5", "\033[15~" },  { "F6", "\033[17~" },  { "F7", "\033[18~" },  { "F8", "\033[19~" },
	{ "F9", "\033[20~" },  { "F10", "\033[21~" }, { "F11", "\033[23~" }, { "F12", "\033[24~" },
	{ "C-g", "\007" },     { "C-l", "\014" },     { "C-c", "\003" },
};

void
harness_send(struct harness *harness, const void *bytes, size_t count)
{
	const char *at = bytes;

	while (count > 0) {
		ssize_t written = write(harness->pty, at, count);

		if (written < 0 && errno == EIO)
			return; /* it has ended */
		ck_assert_int_gt(written, 0);
		at += written;
		count -= (size_t)written;
	}
}

static const char *
named_key(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof key_bytes / sizeof key_bytes[0]; i++)
		if (strncmp(key_bytes[i].name, name, length) == 0 &&
		    key_bytes[i].name[length] == '\0')
			return key_bytes[i].bytes;
	ck_abort_msg("no key is called <%.*s>", (int)length, name);
	return NULL;
}

/* Bytes of one UTF-8 character. */
static size_t
character_length(const char *text)
{
	size_t length = 1;

	while (((unsigned char)text[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/* Sends the first key of keys; gives what is left. */
static const char *
press_first(struct harness *harness, const char *keys)
{
	const char *end = *keys == '<' && keys[1] ? strchr(keys, '>') : NULL;
	const char *bytes;
	size_t length;

	if (!end) {
		length = character_length(keys);
		harness_send(harness, keys, length);
		return keys + length;
	}
	bytes = named_key(keys + 1, (size_t)(end - keys - 1));
	harness_send(harness, bytes, strlen(bytes));
	return end + 1;
}

void
harness_press(struct harness *harness, const char *key)
{
	key = press_first(harness, key);
	ck_assert_msg(*key == '\0', "one key at a time");
}

void
harness_type(struct harness *harness, const char *keys)
{
	while (*keys) {
		harness->handled = 0;
		keys = press_first(harness, keys);
		harness_await(harness, 1);
	}
}

static bool
is_shown(struct harness *harness, const void *text)
{
	return harness_shows(harness, text);
}

void
harness_until(struct harness *harness, const char *text)
{
	if (!pump_until(harness, is_shown, text))
		give_up(harness, text);
	harness->handled = 0;
	harness_type(harness, "<C-l>");
}

void
harness_scan(struct harness *harness, const char *digits)
{
	char burst[600];
	int length = snprintf(burst, sizeof burst, "%s\r", digits);

	harness->handled = 0;
	harness_send(harness, burst, (size_t)length);
	harness_await(harness, 1);
}

void
harness_resize(struct harness *harness, int rows, int cols)
{
	struct winsize size = { (unsigned short)rows, (unsigned short)cols, 0, 0 };

	harness->rows = rows;
	harness->cols = cols;
	vterm_set_size(harness->vt, rows, cols);
	ck_assert_int_eq(ioctl(harness->pty, TIOCSWINSZ, &size), 0);
}

/* ---- looking ---- */

static size_t
put_character(char *out, uint32_t code)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xc0 | code >> 6);
		out[1] = (char)(0x80 | (code & 0x3f));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xe0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 0x3f));
		out[2] = (char)(0x80 | (code & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 0x3f));
	out[2] = (char)(0x80 | (code >> 6 & 0x3f));
	out[3] = (char)(0x80 | (code & 0x3f));
	return 4;
}

static VTermScreenCell
cell_at(struct harness *harness, int row, int col)
{
	VTermScreenCell cell;
	VTermPos at = { row, col };

	vterm_screen_get_cell(harness->screen, at, &cell);
	return cell;
}

char *
harness_cell(struct harness *harness, int row, int col, char out[static 16])
{
	VTermScreenCell cell = cell_at(harness, row, col);
	size_t length = 0;

	for (int i = 0; i < 3 && cell.chars[i]; i++)
		length += put_character(out + length, cell.chars[i]);
	if (length == 0)
		out[length++] = ' ';
	out[length] = '\0';
	return out;
}

char *
harness_row(struct harness *harness, int row, char *out, size_t size)
{
	size_t length = 0;

	for (int col = 0; col < harness->cols;) {
		VTermScreenCell cell = cell_at(harness, row, col);

		ck_assert_uint_lt(length + 4 * VTERM_MAX_CHARS_PER_CELL, size);
		if (cell.chars[0] == 0)
			out[length++] = ' ';
		for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && cell.chars[i]; i++)
			length += put_character(out + length, cell.chars[i]);
		col += cell.width > 1 ? cell.width : 1;
	}
	while (length > 0 && out[length - 1] == ' ')
		length--;
	out[length] = '\0';
	return out;
}

char *
harness_text(struct harness *harness, char out[static HARNESS_TEXT_MAX])
{
	size_t length = 0;
	int row, col;

	for (row = 0; row < harness->rows && length + 1024 < HARNESS_TEXT_MAX; row++) {
		char line[1024];

		length += (size_t)snprintf(out + length, HARNESS_TEXT_MAX - length, "%s\n",
		                           harness_row(harness, row, line, sizeof line));
	}
	harness_cursor(harness, &row, &col);
	snprintf(out + length, HARNESS_TEXT_MAX - length, "-- cursor %d,%d\n", row, col);
	return out;
}

bool
harness_shows(struct harness *harness, const char *text)
{
	char line[1024];

	for (int row = 0; row < harness->rows; row++)
		if (strstr(harness_row(harness, row, line, sizeof line), text))
			return true;
	return false;
}

void
harness_cursor(struct harness *harness, int *row, int *col)
{
	VTermPos at;

	vterm_state_get_cursorpos(vterm_obtain_state(harness->vt), &at);
	*row = at.row;
	*col = at.col;
}

int
harness_cols_of(struct harness *harness, int row)
{
	int used = 0;

	for (int col = 0; col < harness->cols; col++) {
		VTermScreenCell cell = cell_at(harness, row, col);

		if (cell.chars[0] != 0 && cell.chars[0] != ' ')
			used = col + (cell.width > 1 ? cell.width : 1);
	}
	return used;
}

void
harness_dump_cells(struct harness *harness, const char *path)
{
	FILE *file = fopen(path, "w");

	ck_assert_ptr_nonnull(file);
	fprintf(file, "%d %d\n", harness->rows, harness->cols);
	for (int row = 0; row < harness->rows; row++) {
		for (int col = 0; col < harness->cols;) {
			VTermScreenCell cell = cell_at(harness, row, col);
			bool plain_fg = VTERM_COLOR_IS_DEFAULT_FG(&cell.fg);
			bool plain_bg = VTERM_COLOR_IS_DEFAULT_BG(&cell.bg);

			vterm_screen_convert_color_to_rgb(harness->screen, &cell.fg);
			vterm_screen_convert_color_to_rgb(harness->screen, &cell.bg);
			fprintf(file, "%d %d %d %s%02x%02x%02x %s%02x%02x%02x %c%c%c", row, col,
			        cell.width, plain_fg ? "d" : "#", cell.fg.rgb.red,
			        cell.fg.rgb.green, cell.fg.rgb.blue, plain_bg ? "d" : "#",
			        cell.bg.rgb.red, cell.bg.rgb.green, cell.bg.rgb.blue,
			        cell.attrs.bold ? 'b' : '-', cell.attrs.underline ? 'u' : '-',
			        cell.attrs.reverse ? 'r' : '-');
			for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && (i == 0 || (cell.chars[0] && cell.chars[i]));
			     i++)
				fprintf(file, " %x", cell.chars[i]);
			fputc('\n', file);
			col += cell.width > 1 ? cell.width : 1;
		}
	}
	ck_assert_int_eq(fclose(file), 0);
}

/* ---- menus ---- */

/* The digit that stands before the label in some row; 0 none. */
static char
digit_before(struct harness *harness, const char *label)
{
	char line[1024];

	for (int row = 0; row < harness->rows; row++) {
		const char *at = strstr(harness_row(harness, row, line, sizeof line), label);

		if (at && at - line >= 3 && isdigit((unsigned char)at[-3]) && at[-2] == ' ' &&
		    at[-1] == ' ')
			return at[-3];
	}
	return 0;
}

void
harness_pick(struct harness *harness, const char *label, char keys[static 40])
{
	keys[0] = '\0';
	for (int page = 0; page < 5; page++) {
		char digit[2] = { digit_before(harness, label), '\0' };

		if (digit[0]) {
			harness_type(harness, digit);
			strcat(keys, digit);
			return;
		}
		harness_type(harness, "<PgDn>");
		strcat(keys, "<PgDn>");
	}
	give_up(harness, label);
}

/* ---- golden screens ---- */

static char *
golden_path(const char *name, char *out, size_t size)
{
	snprintf(out, size, "%s/tests/screens/%s.screen", getenv("top_srcdir"), name);
	return out;
}

static void
write_golden(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	ck_assert_msg(file != NULL, "%s cannot be written", path);
	fputs(text, file);
	ck_assert_int_eq(fclose(file), 0);
}

static bool
read_golden(const char *path, char out[static HARNESS_TEXT_MAX])
{
	FILE *file = fopen(path, "r");
	size_t length;

	if (!file)
		return false;
	length = fread(out, 1, HARNESS_TEXT_MAX - 1, file);
	out[length] = '\0';
	fclose(file);
	return true;
}

/* What is another at every run: pieces of hashes, process numbers, the test's folder. */
static void
mask_text(char *text)
{
	char *at = text;
	char *end;

	while ((at = strstr(at, "Check "))) {
		for (at += 6; *at && *at != '\n'; at++)
			if (isxdigit((unsigned char)*at))
				*at = '#';
	}
	if ((at = strstr(text, "kill -9 "))) {
		size_t digits = strspn(at += 8, "0123456789");

		memmove(at + 1, at + digits, strlen(at + digits) + 1);
		*at = '#';
	}
	if ((at = strstr(text, "/ringup-"))) {
		end = at + strcspn(at, " \n");
		while (at > text && at[-1] != ' ')
			at--;
		memmove(at + 1, end, strlen(end) + 1);
		*at = '#';
	}
}

void
harness_expect(struct harness *harness, const char *name)
{
	char path[4096], expected[HARNESS_TEXT_MAX], actual[HARNESS_TEXT_MAX];

	golden_path(name, path, sizeof path);
	mask_text(harness_text(harness, actual));
	if (getenv("UPDATE_SCREENS")) {
		write_golden(path, actual);
		return;
	}
	if (!read_golden(path, expected))
		ck_abort_msg("%s is not there: make update-screens", path);
	if (strcmp(expected, actual) != 0) {
		fprintf(stderr, "---- %s should be\n%s---- but is\n%s----\n", name, expected,
		        actual);
		ck_abort_msg("the screen \"%s\" is another: make update-screens, and look at the "
		             "difference",
		             name);
	}
}
