/*
 * Printers: a sink for a printout.  Here is what the till knows of them; what talks to them is
 * printer_send.h, in a program of its own (ringup-devices).  One file a backend; adding one touches
 * the list of kinds in printer.c, printer_send.c, printer_backend.h, the new file and Makefile.am.
 *
 *   address "SCHEME:WHERE": "file:/dev/usb/lp0", "tcp:192.0.2.7:9100", "usb:04b8:0202", "cups:Receipts",
 *           "text:/var/log/paper.txt", "screen:", "none:", "faults:paper-out"; "" is none.  A word
 *           behind it ("tcp:192.0.2.7 tm-t20") names the model
 *   rule    sending and asking block, for printer_patience_ms at most, so the till has them done by its
 *           helper "print" and takes silence for "unknown"
 */
#ifndef RINGUP_DEVICES_PRINTER_H
#define RINGUP_DEVICES_PRINTER_H

#include <stdint.h>

#include "base/err.h"
#include "devices/printout.h"

#define PRINTER_ADDRESS_MAX 160
#define PRINTER_MODEL_MAX 33

/* Situations, not causes. */
enum printer_state {
	PRINTER_READY,
	PRINTER_BUSY,
	PRINTER_OUT_OF_PAPER,
	PRINTER_COVER_OPEN,
	PRINTER_JAMMED,
	PRINTER_STOPPED,        /* its queue; somebody has to start it again */
	PRINTER_TROUBLE,        /* the sentence says what */
	PRINTER_OFFLINE,
	PRINTER_NONE,
	PRINTER_STATES
};
const char *printer_state_label(enum printer_state state);
/* For the cashier: what it is and what to do; "" when all is well. */
const char *printer_state_sentence(enum printer_state state);

/* What a printer wants to have. */
enum printer_form {
	PRINT_NONE,      /* nothing: the printout is only shown */
	PRINT_TEXT,
	PRINT_ESCPOS,
	PRINT_PDF,
	PRINT_ASKED,    /* the printer is asked what it takes */
};

struct printer_kind {
	const char *scheme;
	const char *about;
	enum printer_form form;
	bool asked;     /* it can be asked what became of a job */
};

size_t printer_kinds(const struct printer_kind **kinds);
/* address may have a model behind it. */
enum outcome printer_find(const char *address, const struct printer_kind **kind,
                          char where[static PRINTER_ADDRESS_MAX], struct err *err);
/* The word behind the address, "" there is none. */
void printer_model(const char *address, char model[static PRINTER_MODEL_MAX]);
/* Paper (or a file) comes out of it; of a wrong address too, once it is put right. */
bool printer_makes_paper(const char *address);
/* It can open a drawer. */
bool printer_has_drawer(const char *address);
/* It can be asked what became of a job. */
bool printer_can_be_asked(const char *address);

/* How long a printer may take to take all bytes; tests set it. */
extern int64_t printer_patience_ms;

/* ---- ringup-devices helper print ---- */

#define PRINTER_HELPER "ringup-devices/print"
enum printer_verb { PRINTER_PRINT, PRINTER_ASK, PRINTER_ASK_TAKEN, PRINTER_CANCEL, PRINTER_CANCEL_TAKEN, PRINTER_VERBS };
struct printer_task {
	enum printer_verb verb;
	const char *address;            /* and model */
	const char *name;               /* of the job: no other paper has it; "" it is not asked for later */
	int cols;
	const struct printout *printout;        /* to print */
};
void printer_request(struct buf *request, const struct printer_task *task);
/* What a helper's end means.  To print: RC_OFFLINE nothing was printed, RC_BUSY the queue has it and
 * prints it later, RC_SYSTEM unknown how much, RC_REFUSED the address itself is wrong.  To ask or take
 * back: RC_OK it is out, RC_BUSY it waits, RC_NOT_FOUND it was not and will not be printed, RC_SYSTEM that
 * cannot be known, RC_OFFLINE no answer now.  A helper that ended without a verdict is RC_SYSTEM.  state
 * is how the printer said it is. */
enum outcome printer_answer(enum outcome helper, const char *answer, size_t length, enum printer_state *state,
                            struct err *err);
/* The words of that answer, and of the request. */
const char *printer_verdict(enum outcome outcome);
const char *printer_state_word(enum printer_state state);
bool printer_take_line(const char **text, size_t *length, char *line, size_t size);
/* PRINTER_VERBS: there is no such verb. */
enum printer_verb printer_verb_called(const char *word);

/* ringup-devices helper printer-state: request is the address; the answer the state's number. */
#define PRINTER_STATE "ringup-devices/printer-state"
enum printer_state printer_state_answer(enum outcome helper, const char *answer, size_t length);

/* ringup-devices helper printer-queues: the answer has a line for each queue of the print server:
 * address, state's number, what it is. */
#define PRINTER_QUEUES "ringup-devices/printer-queues"

#endif
