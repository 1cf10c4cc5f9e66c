/*
 * What a scanner backend is made of; only the files scanner*.c include this.
 */
#ifndef RINGUP_DEVICES_SCANNER_BACKEND_H
#define RINGUP_DEVICES_SCANNER_BACKEND_H

#include "devices/scanner.h"

struct scanner {
	const struct scanner_ops *ops;
	char device[41]; /* the address as scans carry it */
	void *state;     /* the backend's own; freed by its close() */
};

extern const struct scanner_ops scanner_replay;

/* A scan from its bytes: an AIM identifier in front ("]E0") is taken off; cut to SCAN_DATA_MAX - 1
 * bytes and NUL-terminated for those who print it. */
void scan_fill(struct scan *scan, const char *bytes, size_t count, const char *device,
               int64_t at_ms);

#endif
