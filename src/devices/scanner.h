/*
 * Scanners: what was read, as an event with its device and time; never keystrokes.
 */
#ifndef RINGUP_DEVICES_SCANNER_H
#define RINGUP_DEVICES_SCANNER_H

#include <stddef.h>
#include <stdint.h>

#include "base/err.h"

#define SCAN_DATA_MAX 512
struct scan {
	char symbology[8];      /* AIM identifier "]E0", "" unknown */
	char data[SCAN_DATA_MAX];
	size_t length;          /* may hold NUL and GS */
	char device[41];        /* "wedge", "replay:FILE" */
	int64_t at_ms;          /* monotonic */
};

struct scanner;
struct scanner_ops {
	const char *scheme;
	const char *about;
	enum outcome (*open)(struct scanner *scanner, const char *where, struct err *err);
	int (*fd)(const struct scanner *scanner); /* to poll, or -1: call read on a timer */
	/* RC_NOT_FOUND: no whole scan yet. */
	enum outcome (*read)(struct scanner *scanner, struct scan *scan, struct err *err);
	void (*close)(struct scanner *scanner);
};
size_t scanner_backends(const struct scanner_ops *const **ops);
enum outcome scanner_open(struct scanner **scanner, const char *address, struct err *err);
void scanner_close(struct scanner **scanner);
int scanner_fd(const struct scanner *scanner);
enum outcome scanner_read(struct scanner *scanner, struct scan *scan, struct err *err);

#endif
