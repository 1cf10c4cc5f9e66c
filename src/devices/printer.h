/*
 * Printers: a sink for the bytes of a printout.  Here is what the till knows of them; what talks to
 * them is printer_send.h, in a program of its own (ringup-devices).  One file a backend; adding one
 * touches the list of kinds in printer.c, printer_send.c, printer_backend.h, the new file and
 * Makefile.am.
 *
 *   address "SCHEME:WHERE": "file:/dev/usb/lp0", "tcp:192.0.2.7:9100", "text:/var/log/paper.txt",
 *           "screen:", "none:", "faults:paper-out"; "" is none
 *   rule    sending blocks, for printer_patience_ms at most, so the till has it done by its helper
 *           "print" and takes silence for "unknown"
 */
#ifndef RINGUP_DEVICES_PRINTER_H
#define RINGUP_DEVICES_PRINTER_H

#include <stdint.h>

#include "devices/printout.h"

/* Situations, not causes. */
enum printer_state {
	PRINTER_READY,
	PRINTER_BUSY,
	PRINTER_OUT_OF_PAPER,
	PRINTER_COVER_OPEN,
	PRINTER_OFFLINE,
	PRINTER_NONE,
	PRINTER_STATES
};
const char *printer_state_label(enum printer_state state);

struct printer_kind {
	const char *scheme;
	const char *about;
	bool escpos; /* gets ESC/POS bytes, else text */
	bool paper;  /* paper (or a file) comes out; else the printout is only shown */
};

size_t printer_kinds(const struct printer_kind **kinds);
enum outcome printer_find(const char *address, const struct printer_kind **kind, const char **where,
                          struct err *err);
/* Renders for the printer at address and gives the bytes (for the helper's request). */
enum outcome printer_render(const char *address, const struct printout *printout, int cols,
                            struct buf *out, struct err *err);

/* How long a printer may take to take all bytes; tests set it. */
extern int64_t printer_patience_ms;

/* ringup-devices helper print: request is "ADDRESS\n" and the bytes; the answer "done", "away",
 * "unknown" or "refused", a line feed, and a sentence. */
#define PRINTER_PRINT "ringup-devices/print"
const char *printer_verdict(enum outcome outcome);
void printer_request(struct buf *request, const char *address, const void *bytes, size_t count);
/* What a helper's end means: outcomes as of send(); a helper that ended without a verdict is
 * RC_SYSTEM. */
enum outcome printer_answer(enum outcome helper, const char *answer, size_t length,
                            struct err *err);

/* ringup-devices helper printer-state: request is the address; the answer the state's number. */
#define PRINTER_STATE "ringup-devices/printer-state"
enum printer_state printer_state_answer(enum outcome helper, const char *answer, size_t length);

#endif
