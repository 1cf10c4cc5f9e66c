/*
 * Ringup in a terminal of its own: forks the program in a pty, feeds what it writes to libvterm,
 * and reads the screen back.
 *
 *   wait    nothing sleeps.  The program writes one byte to $RINGUP_TEST_FD for each key or scan it
 * has handled and drawn; harness_type() sends one key and waits for one byte, reading output
 *           meanwhile.  What comes later (a PIN was checked) is waited for by its text.
 *   clock   the program is tests/ringup_frozen: the same rooms, but its clock stands at
 * $RINGUP_TEST_NOW
 *   fails   a wait that takes longer than HARNESS_PATIENCE_MS fails the test and
 * prints the screen
 */
#ifndef RINGUP_TESTS_HARNESS_H
#define RINGUP_TESTS_HARNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define HARNESS_PATIENCE_MS 10000
#define HARNESS_TEXT_MAX 8192

struct harness;

struct harness_options {
	const char *program;      /* in the build folder; NULL: tests/ringup_frozen */
	const char *const *words; /* arguments of ringup, NULL at the end */
	const char *term;         /* NULL: xterm-256color */
	const char *language;     /* "de"; NULL: en */
	const char *now;          /* UTC seconds for the frozen clock; NULL: the real one */
	int rows, cols;           /* 0: 24 x 80 */
};

struct harness *harness_start(const struct harness_options *options);
/* Ends the program with SIGKILL if it still runs. */
void harness_stop(struct harness **harness);
pid_t harness_pid(const struct harness *harness);
/* Has it ended?  Its exit status, 128 + signal; -1 while it runs. */
int harness_ended(struct harness *harness);

/* Keys: text stands for itself, names in <>: <Enter> <Esc> <Up> <F9> <C-g> <lt>.  One byte is
 * waited for after each. */
void harness_type(struct harness *harness, const char *keys);
/* Sends one such key and does not wait. */
void harness_press(struct harness *harness, const char *key);
/* A wedge scanner: all at once, with Enter; one byte for the whole. */
void harness_scan(struct harness *harness, const char *digits);
/* Raw bytes, and nothing is waited for. */
void harness_send(struct harness *harness, const void *bytes, size_t count);
/* Waits for so many handled keys or scans. */
void harness_await(struct harness *harness, int count);
/* Waits until the text is somewhere on the screen; then has everything drawn again (Ctrl-L), so
 * that what is seen is whole. */
void harness_until(struct harness *harness, const char *text);
/* The same, but gives up when *left_us have passed, which it counts down; false then.  Only for
 * killing at random moments. */
bool harness_await_within(struct harness *harness, int count, long *left_us);
/* kill -9, and waits until it is gone. */
void harness_kill(struct harness *harness);
void harness_resize(struct harness *harness, int rows, int cols);

/* In an open menu: types the number that stands before the label, page by page until it is there.
 */
void harness_pick(struct harness *harness, const char *label, char keys[static 40]);

bool harness_shows(struct harness *harness, const char *text);
/* The character of one cell; " " where nothing is. */
char *harness_cell(struct harness *harness, int row, int col, char out[static 16]);
/* One row without the blanks at its end. */
char *harness_row(struct harness *harness, int row, char *out, size_t size);
/* The whole screen as lines, and where the cursor is. */
char *harness_text(struct harness *harness, char out[static HARNESS_TEXT_MAX]);
void harness_cursor(struct harness *harness, int *row, int *col);
int harness_cols_of(struct harness *harness, int row); /* columns used in a row */
/* One line a cell: row, column, width, colours, attributes, code point: for pictures. */
void harness_dump_cells(struct harness *harness, const char *path);

/* Compares the screen with tests/screens/NAME.screen; with $UPDATE_SCREENS set writes it instead.
 */
void harness_expect(struct harness *harness, const char *name);

#endif
