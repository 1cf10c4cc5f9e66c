/*
 * Scanners on a serial line, or on USB as one (CDC-ACM: /dev/ttyACM0).
 *
 *   where   as serial_line.h has it
 *   code    from an STX, if there is one, up to CR, LF or ETX.  A scanner that was never seen to end a
 *           code sends none of these: then a pause ends it
 *   half    once it has ended one, what is left by a pause is half a code, and dropped
 */
#include <config.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "base/when.h"
#include "devices/scanner_backend.h"
#include "devices/serial_line.h"

#define PAUSE_MS 60
#define HALF_MS 250
#define STX '\x02'
#define ETX '\x03'

struct serial {
	int fd;
	char data[SCAN_DATA_MAX];
	size_t length;
	int64_t last_ms;
	bool has_end; /* it ends its codes: a pause alone does not */
	bool is_troubled;
	char read[512];
	size_t read_at, read_count;
};

/* ---- the line ---- */

static enum outcome
serial_open(struct scanner *scanner, const char *where, struct err *err)
{
	struct serial *serial;
	int fd;
	enum outcome outcome = serial_line_open(&fd, where, err);

	if (outcome)
		return outcome;
	serial = alloc_zero(1, sizeof *serial);
	serial->fd = fd;
	scanner->state = serial;
	return RC_OK;
}

/* ---- codes ---- */

static bool
is_end(char byte)
{
	return byte == '\r' || byte == '\n' || byte == ETX;
}

/* How the scanner is, once something went wrong and once it is well again. */
static void
tell_half(const struct scanner *scanner, bool is_half)
{
	struct serial *serial = scanner->state;
	struct device_status status = { .state = is_half ? DEVICE_TROUBLE : DEVICE_READY };

	if (is_half) {
		text_copy(status.sentence, sizeof status.sentence, _("only a part of a code came"));
		text_copy(status.hint, sizeof status.hint, _("scan it again"));
	}
	if (is_half != serial->is_troubled)
		scanner_tell(scanner, &status);
	serial->is_troubled = is_half;
}

static enum outcome
give(struct scanner *scanner, struct scan *scan)
{
	struct serial *serial = scanner->state;

	scan_fill(scan, serial->data, serial->length, scanner->device, serial->last_ms);
	serial->length = 0;
	tell_half(scanner, false);
	return RC_OK;
}

/* True: a whole code is there. */
static bool
take_byte(struct serial *serial, char byte)
{
	if (byte == STX) {
		serial->length = 0;
	} else if (is_end(byte)) {
		serial->has_end = true;
		return serial->length > 0;
	} else if (serial->length < sizeof serial->data - 1) {
		serial->data[serial->length++] = byte;
	}
	return false;
}

/* A line that was hung up reads as an end or an error, from then on always. */
static enum outcome
read_more(struct scanner *scanner, struct err *err)
{
	struct serial *serial = scanner->state;
	struct scanner_raw raw = { .bytes = (const unsigned char *)serial->read };
	ssize_t count;

	do
		count = read(serial->fd, serial->read, sizeof serial->read);
	while (count < 0 && errno == EINTR);
	if (count < 0 && errno == EAGAIN)
		return RC_NOT_FOUND;
	if (count <= 0) {
		err_set(err, RC_OFFLINE, _("the scanner is unplugged"));
		return err_hint(err, _("plug it in again; no setting is needed"));
	}
	serial->read_at = 0;
	serial->read_count = (size_t)count;
	serial->last_ms = when_monotonic_ms();
	raw.at_ms = serial->last_ms;
	raw.count = (size_t)count;
	scanner_tell_raw(scanner, &raw);
	return RC_OK;
}

/* Nothing came for a while: is what is there a code? */
static enum outcome
look_at_rest(struct scanner *scanner, struct scan *scan, int64_t now_ms)
{
	struct serial *serial = scanner->state;
	int64_t pause_ms = now_ms - serial->last_ms;

	if (serial->length == 0 || pause_ms <= (serial->has_end ? HALF_MS : PAUSE_MS))
		return RC_NOT_FOUND;
	if (!serial->has_end)
		return give(scanner, scan);
	serial->length = 0;
	tell_half(scanner, true);
	return RC_NOT_FOUND;
}

static enum outcome
serial_read(struct scanner *scanner, struct scan *scan, struct err *err)
{
	struct serial *serial = scanner->state;

	for (;;) {
		enum outcome outcome = look_at_rest(scanner, scan, when_monotonic_ms());

		if (outcome == RC_OK)
			return RC_OK;
		while (serial->read_at < serial->read_count) {
			if (take_byte(serial, serial->read[serial->read_at++]))
				return give(scanner, scan);
		}
		outcome = read_more(scanner, err);
		if (outcome)
			return outcome;
	}
}

static int
serial_fd(const struct scanner *scanner)
{
	const struct serial *serial = scanner->state;

	return serial->fd;
}

static int
serial_wait_ms(const struct scanner *scanner)
{
	const struct serial *serial = scanner->state;
	int64_t due = serial->last_ms + (serial->has_end ? HALF_MS : PAUSE_MS) + 1;

	if (serial->length == 0)
		return -1;
	due -= when_monotonic_ms();
	return due > 0 ? (int)due : 0;
}

static void
serial_close(struct scanner *scanner)
{
	struct serial *serial = scanner->state;

	close(serial->fd);
	free(serial);
}

const struct scanner_ops scanner_serial = {
	.scheme = "serial",
	.open = serial_open,
	.fd = serial_fd,
	.wait_ms = serial_wait_ms,
	.read = serial_read,
	.close = serial_close,
};
