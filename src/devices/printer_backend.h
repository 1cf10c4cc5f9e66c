/*
 * The backends by name, and what those that write to a descriptor share.  Only printer*.c include
 * this.
 */
#ifndef RINGUP_DEVICES_PRINTER_BACKEND_H
#define RINGUP_DEVICES_PRINTER_BACKEND_H

#include "devices/printer_send.h"

struct printer_ops {
	const char *scheme;
	enum outcome (*send)(const char *where, struct printer_job *job, struct err *err);
	enum printer_state (*state)(const char *where, struct err *why);
	/* NULL: there is nothing to ask. */
	enum outcome (*ask)(const char *where, struct printer_job *job, bool taken, bool cancel, struct err *err);
};

extern const struct printer_ops printer_file;
extern const struct printer_ops printer_tcp;
extern const struct printer_ops printer_usb;
extern const struct printer_ops printer_cups;
extern const struct printer_ops printer_text;
extern const struct printer_ops printer_screen;
extern const struct printer_ops printer_none;
extern const struct printer_ops printer_faults;

/* Writes all bytes to a descriptor that does not block, until due_ms (monotonic).  RC_OFFLINE if
 * not one byte was taken, RC_SYSTEM once some were. */
enum outcome printer_write(int fd, const void *bytes, size_t count, int64_t due_ms,
                           struct err *err);

/* The state's own sentence. */
enum outcome printer_away(struct printer_job *job, enum printer_state state, enum outcome outcome,
                          struct err *err);

void printer_cups_queues(printer_queue_fn *call, void *context);

#endif
