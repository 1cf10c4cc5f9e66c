/*
 * Scanners: what was read, as an event with its device and time; never keystrokes.  Here is what the
 * till knows of them; what talks to them is scanner_read.h, in a program of its own
 * (ringup-devices), as a worker for each address.
 *
 *   address "SCHEME:WHERE": "replay:FILE"; a scanner that types needs none (scanner_wedge.h)
 */
#ifndef RINGUP_DEVICES_SCANNER_H
#define RINGUP_DEVICES_SCANNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"

#define SCAN_DATA_MAX 512
struct scan {
	char symbology[8];      /* AIM identifier "]E0", "" unknown */
	char data[SCAN_DATA_MAX];
	size_t length;          /* may hold NUL and GS */
	char device[41];        /* "wedge", "replay:FILE" */
	int64_t at_ms;          /* monotonic */
};

struct scanner_kind {
	const char *scheme;
	const char *about;
};
size_t scanner_kinds(const struct scanner_kind **kinds);
enum outcome scanner_find(const char *address, const struct scanner_kind **kind, const char **where,
                          struct err *err);

/* ringup-devices helper scanner: a worker.  It is told its address (device_begin_put()) and says how
 * the device is (device_status_take()) and what was scanned, until its owner is gone. */
#define SCANNER_WORKER "ringup-devices/scanner"
/* What the worker is told first; raw: it also says what came before it was read as codes. */
void scanner_begin_put(struct buf *message, const char *address, bool raw);
/* What a device sent, or its descriptor. */
struct scanner_raw {
	char unit[41];
	bool is_descriptor;
	int64_t at_ms;
	const unsigned char *bytes; /* borrowed from the message */
	size_t count;
};
void scanner_raw_put(struct buf *message, const struct scanner_raw *raw);
bool scanner_raw_take(struct scanner_raw *raw, const char *bytes, size_t length);
/* A scan as a message, and back; false: it is another kind of message. */
void scan_put(struct buf *message, const struct scan *scan);
bool scan_take(struct scan *scan, const char *bytes, size_t length);

#endif
