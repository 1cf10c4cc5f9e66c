/*
 * What a scanner backend is made of; only the files scanner*.c include this.
 */
#ifndef RINGUP_DEVICES_SCANNER_BACKEND_H
#define RINGUP_DEVICES_SCANNER_BACKEND_H

#include "devices/scanner_read.h"

struct scanner_ops {
	const char *scheme;
	bool tells; /* says itself how its devices are; else it is ready once it is open */
	enum outcome (*open)(struct scanner *scanner, const char *where, struct err *err);
	int (*fd)(const struct scanner *scanner);
	int (*wait_ms)(const struct scanner *scanner); /* NULL is -1, for ever */
	enum outcome (*read)(struct scanner *scanner, struct scan *scan, struct err *err);
	void (*close)(struct scanner *scanner);
};

struct scanner {
	const struct scanner_ops *ops;
	char device[41]; /* the address as scans carry it */
	void *state;     /* the backend's own; freed by its close() */
	scanner_tell_fn *tell;
	scanner_raw_fn *raw; /* NULL: nobody wants it */
	void *context;
};

extern const struct scanner_ops scanner_faults;
extern const struct scanner_ops scanner_hidkbd;
extern const struct scanner_ops scanner_hidpos;
extern const struct scanner_ops scanner_ibm;
extern const struct scanner_ops scanner_replay;
extern const struct scanner_ops scanner_serial;

void scanner_tell(const struct scanner *scanner, const struct device_status *status);
/* What came, before it is read as codes: for recordings. */
void scanner_tell_raw(const struct scanner *scanner, const struct scanner_raw *raw);
/* The second field of a worker's first message, if raw is wanted. */
#define SCANNER_RAW "raw"

/* A scan from its bytes: an AIM identifier in front ("]E0") is taken off; cut to SCAN_DATA_MAX - 1
 * bytes and NUL-terminated for those who print it. */
void scan_fill(struct scan *scan, const char *bytes, size_t count, const char *device,
               int64_t at_ms);

#endif
