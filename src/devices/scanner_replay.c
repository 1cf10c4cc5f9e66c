/*
 * Scans from a file, one a line: for tests, lessons, and trouble that a shop recorded.
 *
 *   form    as for `ringup decode`: control characters are written \xNN, a backslash \\; an AIM
 *           identifier may stand in front; blank lines and lines that begin with # are passed over
 *   where   a file, or a FIFO that another program writes: that one is polled and never ends
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "base/when.h"
#include "devices/scanner_backend.h"

#define REPLAY_LINE_MAX (4 * SCAN_DATA_MAX)

struct replay {
	int fd;
	bool is_live; /* a FIFO */
	bool at_end;
	bool too_long; /* the line being read */
	int64_t line;
	struct buf text; /* of the line being read */
	char read[4096];
	size_t read_at, read_count;
};

static enum outcome
replay_open(struct scanner *scanner, const char *where, struct err *err)
{
	struct replay *replay;
	struct stat status;
	int fd = open(where, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);

	if (fd < 0 && errno == ENOENT)
		return err_set(err, RC_NOT_FOUND, _("there is no file of scans \"%.100s\""), where);
	if (fd < 0 || fstat(fd, &status) < 0) {
		enum outcome outcome = err_system(err, "opening %s", where);

		if (fd >= 0)
			close(fd);
		return outcome;
	}
	if (S_ISDIR(status.st_mode)) {
		close(fd);
		return err_set(err, RC_REFUSED, _("\"%.100s\" is a folder, not a file of scans"),
		               where);
	}
	replay = alloc_zero(1, sizeof *replay);
	replay->fd = fd;
	replay->is_live = S_ISFIFO(status.st_mode);
	scanner->state = replay;
	return RC_OK;
}

static int
replay_fd(const struct scanner *scanner)
{
	const struct replay *replay = scanner->state;

	return replay->is_live ? replay->fd : -1;
}

/* The next byte, or -1 if there is none now. */
static int
next_byte(struct replay *replay)
{
	ssize_t count;

	if (replay->read_at == replay->read_count) {
		do
			count = read(replay->fd, replay->read, sizeof replay->read);
		while (count < 0 && errno == EINTR);
		if (count == 0)
			replay->at_end = true;
		if (count <= 0)
			return -1;
		replay->read_at = 0;
		replay->read_count = (size_t)count;
	}
	return (unsigned char)replay->read[replay->read_at++];
}

/* Reads up to the end of a line into replay->text; false while there is no whole one. */
static bool
next_line(struct replay *replay)
{
	int byte;

	while ((byte = next_byte(replay)) >= 0) {
		if (byte == '\n')
			return true;
		if (replay->text.length >= REPLAY_LINE_MAX)
			replay->too_long = true;
		else
			buf_add_char(&replay->text, (char)byte);
	}
	/* the last line of a file may lack its end */
	return replay->at_end && !replay->is_live && replay->text.length > 0;
}

static int
hex_digit(char digit)
{
	if (digit >= '0' && digit <= '9')
		return digit - '0';
	if (digit >= 'a' && digit <= 'f')
		return digit - 'a' + 10;
	if (digit >= 'A' && digit <= 'F')
		return digit - 'A' + 10;
	return -1;
}

/* Turns \xNN and \\ into bytes, in place.  False for anything else after a backslash. */
static bool
unescape(char *text, size_t *length)
{
	size_t from = 0, to = 0;

	while (from < *length) {
		if (text[from] != '\\') {
			text[to++] = text[from++];
		} else if (from + 1 < *length && text[from + 1] == '\\') {
			text[to++] = '\\';
			from += 2;
		} else if (from + 3 < *length && text[from + 1] == 'x' &&
		           hex_digit(text[from + 2]) >= 0 && hex_digit(text[from + 3]) >= 0) {
			text[to++] =
			        (char)(hex_digit(text[from + 2]) * 16 + hex_digit(text[from + 3]));
			from += 4;
		} else {
			return false;
		}
	}
	*length = to;
	return true;
}

static enum outcome
read_line(struct scanner *scanner, struct scan *scan, struct err *err)
{
	struct replay *replay = scanner->state;
	char *text = replay->text.text;
	size_t length = replay->text.length;
	bool too_long = replay->too_long;

	replay->line++;
	replay->too_long = false;
	if (too_long)
		return err_set(err, RC_REFUSED, _("line %lld of the scans is too long"),
		               (long long)replay->line);
	if (length > 0 && text[length - 1] == '\r')
		length--;
	if (length == 0 || text[0] == '#')
		return RC_NOT_FOUND;
	if (!unescape(text, &length))
		return err_set(err, RC_REFUSED,
		               _("line %lld of the scans: a backslash is written \\\\"),
		               (long long)replay->line);
	scan_fill(scan, text, length, scanner->device, when_monotonic_ms());
	return RC_OK;
}

static enum outcome
replay_read(struct scanner *scanner, struct scan *scan, struct err *err)
{
	struct replay *replay = scanner->state;
	enum outcome outcome;

	while (next_line(replay)) {
		outcome = read_line(scanner, scan, err);
		buf_clear(&replay->text);
		if (outcome != RC_NOT_FOUND)
			return outcome;
	}
	return err_set(err, RC_NOT_FOUND, _("there is no further scan"));
}

static void
replay_close(struct scanner *scanner)
{
	struct replay *replay = scanner->state;

	close(replay->fd);
	buf_done(&replay->text);
	free(replay);
}

const struct scanner_ops scanner_replay = {
	.scheme = "replay",
	.open = replay_open,
	.fd = replay_fd,
	.read = replay_read,
	.close = replay_close,
};
