/*
 * What talks to printers; only the program ringup-devices and tests have it, so that the till's own
 * program loads no library of devices and starts fast.
 */
#ifndef RINGUP_DEVICES_PRINTER_SEND_H
#define RINGUP_DEVICES_PRINTER_SEND_H

#include "devices/printer.h"

struct printer_job {
	const struct printout *printout;        /* NULL: bytes as they are */
	int cols;
	const char *model;              /* of the printer; "" the usual one */
	const char *name;               /* no other paper has it; "" it is not asked for later */
	const void *bytes;              /* rendered, unless the form is asked */
	size_t count;
	enum printer_state state;       /* out: how the printer is, as far as it told */
};

/* All of these block, for printer_patience_ms at most; outcomes as of printer_answer(). */
enum outcome printer_send(const char *address, struct printer_job *job, struct err *err);
/* `taken`: send() said RC_BUSY.  With `cancel` the job is taken back first. */
enum outcome printer_ask(const char *address, struct printer_job *job, bool taken, bool cancel, struct err *err);
/* why may be NULL. */
enum printer_state printer_state(const char *address, struct err *why);
/* Queues of print servers, for lists: calls `call` for each. */
typedef void printer_queue_fn(void *context, const char *address, enum printer_state state, const char *about);
void printer_queues(printer_queue_fn *call, void *context);

/* Renders in a form; PRINT_PDF only after printer_set_pdf(). */
enum outcome printer_render(enum printer_form form, const struct printer_job *job, struct buf *out, struct err *err);
/* How a printout becomes a PDF: told by who can draw one. */
typedef enum outcome printer_pdf_fn(const struct printout *printout, int cols, struct buf *out, struct err *err);
void printer_set_pdf(printer_pdf_fn *draw);
bool printer_has_pdf(void);

/* The helpers "print", "printer-state" and "printer-queues"; give the exit status. */
int printer_helper(void);
int printer_state_helper(void);
int printer_queues_helper(void);

#endif
