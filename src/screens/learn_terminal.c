/*
 * Learning a keyboard with a person at the terminal: one press is what comes within a moment.
 */
#include <config.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#include "base/gettext.h"
#include "screens/learn.h"

#define PRESS_MS 60 /* the rest of a sequence comes within this */
#define PRESS_MAX 256

static void
show(struct buf *out)
{
	/* the terminal is raw: a new line does not return */
	for (size_t i = 0; i < out->length; i++) {
		if (out->text[i] == '\n')
			putchar('\r');
		putchar(out->text[i]);
	}
	fflush(stdout);
	buf_done(out);
}

/* 0 at the end of input. */
static size_t
read_press(char bytes[static PRESS_MAX])
{
	struct pollfd fd = { STDIN_FILENO, POLLIN, 0 };
	size_t length = 0;
	int wait_ms = -1;

	while (length < PRESS_MAX && poll(&fd, 1, wait_ms) > 0) {
		ssize_t count = read(STDIN_FILENO, bytes + length, PRESS_MAX - length);

		if (count <= 0 && errno != EINTR)
			return length;
		length += count > 0 ? (size_t)count : 0;
		wait_ms = PRESS_MS;
	}
	return length;
}

static void
listen_to(struct learn *learn)
{
	char bytes[PRESS_MAX];
	struct buf out = { 0 };
	bool more = true;

	while (more) {
		size_t count = read_press(bytes);

		/* Ctrl-C and the end of input are enough, too */
		if (count == 0 || bytes[0] == 3)
			return;
		more = learn_press(learn, bytes, count, &out);
		show(&out);
	}
}

enum outcome
learn_run(struct keymap *keymap, struct err *err)
{
	struct termios before, raw;
	struct buf out = { 0 };
	struct learn *learn;
	bool changed;

	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || tcgetattr(STDIN_FILENO, &before)) {
		err_set(err, RC_SYSTEM, _("there is no terminal whose keys could be learned"));
		return err_hint(err, _("start it where the till will be used"));
	}
	raw = before;
	cfmakeraw(&raw);
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	learn = learn_new(keymap, getenv("TERM"), &out);
	show(&out);
	listen_to(learn);
	changed = learn_changed(learn);
	learn_free(&learn);
	tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
	printf("\n");
	if (!changed)
		return err_set(err, RC_NOT_FOUND,
		               _("there was nothing to learn: every key is known"));
	return RC_OK;
}
