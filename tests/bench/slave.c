#include <config.h>

#include "slave.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#include "base/alloc.h"
#include "samples.h"

#define ROWS 24
#define COLS 80
#define LINE_BYTES (COLS * 24)

struct slave {
	const char *name;
	pid_t pid;
	int fd;
	VTerm *vt;
	VTermScreen *screen;
	size_t bytes;
};

static void
answer_terminal(const char *bytes, size_t count, void *context)
{
	const struct slave *slave = context;

	if (write(slave->fd, bytes, count) < 0)
		return; /* it has ended; the next read says so */
}

static void
become(char *const argv[])
{
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LANGUAGE");
	unsetenv("COLUMNS");
	unsetenv("LINES");
	prctl(PR_SET_PDEATHSIG, SIGKILL); /* a bench that gives up leaves no till open */
	execvp(argv[0], argv);
	_exit(127);
}

struct slave *
slave_start(char *const argv[], int64_t *started_ns)
{
	struct winsize size = { .ws_row = ROWS, .ws_col = COLS };
	struct slave *slave = alloc_zero(1, sizeof(*slave));

	slave->name = argv[0];
	slave->vt = vterm_new(ROWS, COLS);
	vterm_set_utf8(slave->vt, 1);
	vterm_output_set_callback(slave->vt, answer_terminal, slave);
	slave->screen = vterm_obtain_screen(slave->vt);
	vterm_screen_enable_altscreen(slave->screen, 1);
	vterm_screen_reset(slave->screen, 1);
	fflush(NULL);
	if (started_ns)
		*started_ns = now_ns();
	slave->pid = forkpty(&slave->fd, NULL, NULL, &size);
	if (slave->pid == 0)
		become(argv);
	if (slave->pid < 0) {
		perror("bench: forkpty");
		exit(5);
	}
	fcntl(slave->fd, F_SETFD, FD_CLOEXEC);
	return slave;
}

static void
read_to_end(struct slave *slave)
{
	char bytes[4096];
	ssize_t count;

	do
		count = read(slave->fd, bytes, sizeof(bytes));
	while (count > 0 || (count < 0 && errno == EINTR));
}

static void
end_by(struct slave **slave, int signal_number)
{
	kill((*slave)->pid, signal_number);
	if (signal_number != SIGKILL)
		read_to_end(*slave); /* it may have more to say than the pty holds */
	waitpid((*slave)->pid, NULL, 0);
	close((*slave)->fd);
	vterm_free((*slave)->vt);
	free(*slave);
	*slave = NULL;
}

void
slave_stop(struct slave **slave)
{
	end_by(slave, SIGKILL);
}

void
slave_end(struct slave **slave)
{
	end_by(slave, SIGTERM);
}

pid_t
slave_pid(const struct slave *slave)
{
	return slave->pid;
}

static size_t
row_text(const struct slave *slave, int row, char out[static LINE_BYTES])
{
	VTermRect rect = { row, row + 1, 0, COLS };
	size_t length = vterm_screen_get_text(slave->screen, out, LINE_BYTES - 1, rect);

	out[length] = '\0';
	return length;
}

bool
slave_shows(struct slave *slave, const char *text)
{
	char line[LINE_BYTES];

	for (int row = 0; row < ROWS; row++) {
		row_text(slave, row, line);
		if (strstr(line, text))
			return true;
	}
	return false;
}

static void
give_up(struct slave *slave, const char *why, const char *text)
{
	char line[LINE_BYTES];

	fprintf(stderr, "bench: %s: %s \"%s\"; its screen:\n", slave->name, why, text);
	for (int row = 0; row < ROWS; row++) {
		row_text(slave, row, line);
		fprintf(stderr, "%s\n", line);
	}
	exit(1);
}

/* Takes what it wrote; *at is when.  False if it has ended. */
static bool
take(struct slave *slave, int64_t *at)
{
	char bytes[65536];
	ssize_t count = read(slave->fd, bytes, sizeof(bytes));

	*at = now_ns();
	if (count <= 0)
		return count < 0 && (errno == EINTR || errno == EAGAIN);
	slave->bytes += (size_t)count;
	vterm_input_write(slave->vt, bytes, (size_t)count);
	return true;
}

static bool
wait_readable(const struct slave *slave, int ms)
{
	struct pollfd poll_fd = { .fd = slave->fd, .events = POLLIN };

	return poll(&poll_fd, 1, ms) > 0;
}

int64_t
slave_await(struct slave *slave, const char *text)
{
	int64_t at = now_ns(), until = at + (int64_t)SLAVE_PATIENCE_MS * 1000000;

	while (!slave_shows(slave, text)) {
		if (!wait_readable(slave, SLAVE_PATIENCE_MS) || at > until)
			give_up(slave, "waited in vain for", text);
		if (!take(slave, &at))
			give_up(slave, "ended before it showed", text);
	}
	return at;
}

void
slave_send(struct slave *slave, const char *bytes)
{
	size_t length = strlen(bytes);

	if (write(slave->fd, bytes, length) != (ssize_t)length)
		give_up(slave, "does not take", bytes);
}

int64_t
slave_round_trip(struct slave *slave, const char *bytes, const char *text)
{
	int64_t began = now_ns();

	slave_send(slave, bytes);
	return slave_await(slave, text) - began;
}

int64_t
slave_burst(struct slave *slave, const char *bytes, size_t length, const char *text)
{
	int64_t began = now_ns(), at = began;
	size_t sent = 0;

	fcntl(slave->fd, F_SETFL, O_NONBLOCK);
	while (sent < length || !slave_shows(slave, text)) {
		struct pollfd poll_fd = { .fd = slave->fd,
			                  .events =
			                          (short)(POLLIN | (sent < length ? POLLOUT : 0)) };

		if (poll(&poll_fd, 1, SLAVE_PATIENCE_MS) <= 0)
			give_up(slave, "waited in vain for", text);
		if (poll_fd.revents & POLLOUT) {
			ssize_t count = write(slave->fd, bytes + sent,
			                      length - sent < 1024 ? length - sent : 1024);

			sent += count > 0 ? (size_t)count : 0;
		}
		if ((poll_fd.revents & (POLLIN | POLLHUP)) && !take(slave, &at))
			give_up(slave, "ended before it showed", text);
	}
	fcntl(slave->fd, F_SETFL, 0);
	return at - began;
}

void
slave_settle(struct slave *slave, int quiet_us)
{
	struct timespec quiet = { .tv_nsec = quiet_us * 1000L };
	struct pollfd poll_fd = { .fd = slave->fd, .events = POLLIN };
	int64_t at;

	while (ppoll(&poll_fd, 1, &quiet, NULL) > 0)
		if (!take(slave, &at))
			give_up(slave, "ended", "");
}

size_t
slave_bytes(struct slave *slave)
{
	size_t bytes = slave->bytes;

	slave->bytes = 0;
	return bytes;
}
