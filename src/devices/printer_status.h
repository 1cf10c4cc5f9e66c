/*
 * How an ESC/POS printer says it is, over a line that goes both ways.  Only printer*.c include this.
 */
#ifndef RINGUP_DEVICES_PRINTER_STATUS_H
#define RINGUP_DEVICES_PRINTER_STATUS_H

#include "devices/printer_send.h"

struct status_line {
	void *context;
	bool (*say)(void *context, const void *bytes, size_t count);
	int (*hear)(void *context, int64_t due_ms); /* a byte, -1: none came in time */
};

/* At once, even while it does something else.  False: it does not answer. */
bool status_ask(const struct status_line *line, enum printer_state *state);
/* In turn: the answer comes when all that was sent before is printed.  RC_OK it is, RC_SYSTEM it
 * stopped before; a printer that knows no such question is trusted if it is well. */
enum outcome status_confirm(const struct status_line *line, int64_t due_ms, struct printer_job *job,
                            struct err *err);

#endif
