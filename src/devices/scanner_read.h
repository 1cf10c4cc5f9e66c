/*
 * What talks to scanners; only the program ringup-devices and tests have it.
 *
 *   own     scanner_open() / scanner_close()
 */
#ifndef RINGUP_DEVICES_SCANNER_READ_H
#define RINGUP_DEVICES_SCANNER_READ_H

#include "devices/device.h"
#include "devices/scanner.h"

struct scanner;

/* What the backend says of its devices while it is open; NULL: to nobody. */
typedef void scanner_tell_fn(void *context, const struct device_status *status);

/* And what they send. */
typedef void scanner_raw_fn(void *context, const struct scanner_raw *raw);
/* From now on, with the context of tell. */
void scanner_hear_raw(struct scanner *scanner, scanner_raw_fn *raw);

/* May block.  RC_NOT_FOUND, RC_OFFLINE: it is not there now; RC_REFUSED: the address is wrong, or we
 * may not. */
enum outcome scanner_open(struct scanner **scanner, const char *address, scanner_tell_fn *tell,
                          void *context, struct err *err);
void scanner_close(struct scanner **scanner);
/* What to poll for reading; -1: nothing, only scanner_read() tells. */
int scanner_fd(const struct scanner *scanner);
/* How long until scanner_read() must be called though nothing is ready; -1 for ever. */
int scanner_wait_ms(const struct scanner *scanner);
/* RC_NOT_FOUND: no whole scan yet; RC_REFUSED: this scan is of no use, go on; else the device is lost
 * and is to be closed. */
enum outcome scanner_read(struct scanner *scanner, struct scan *scan, struct err *err);

/* The worker "scanner"; gives the exit status. */
int scanner_worker(void);

#endif
