/*
 * What the files of the CUPS backend share; only printer_cups*.c include this.
 */
#ifndef RINGUP_DEVICES_PRINTER_CUPS_H
#define RINGUP_DEVICES_PRINTER_CUPS_H

#include <cups/cups.h>

#include "devices/printer_send.h"

#define QUEUE_NAME_MAX 128

/* libcups is loaded by the helper when it is needed: with it come twenty-five other libraries, and
 * every start of the till would wait for them.  X(name) for each call we use. */
#define LIBCUPS_CALLS(X)                                                                                   \
	X(cupsEncryption) X(cupsGetResponse) X(cupsLastErrorString) X(cupsSendRequest) X(cupsServer)       \
	X(cupsSetPasswordCB2) X(cupsUser) X(cupsWriteRequestData) X(httpAssembleURIf) X(httpClose)         \
	X(httpConnect2) X(httpSetTimeout) X(ippAddInteger) X(ippAddString)                \
	X(ippAddStrings) X(ippCopyAttribute) X(ippDelete) X(ippFindAttribute) X(ippFirstAttribute)         \
	X(ippGetBoolean) X(ippGetCount) X(ippGetGroupTag) X(ippGetInteger) X(ippGetName)                   \
	X(ippGetStatusCode) X(ippGetString) X(ippGetValueTag) X(ippLength) X(ippNew) X(ippNewRequest)      \
	X(ippNextAttribute) X(ippPort)
struct libcups {
#define X(name) __typeof__(name) *name;
	LIBCUPS_CALLS(X)
#undef X
};
extern struct libcups libcups;
/* RC_OFFLINE: it is not installed here. */
enum outcome libcups_load(struct err *err);

/* One conversation with the print server, on one connection. */
struct cups {
	http_t *http;
	int64_t due_ms;         /* monotonic: no call waits longer */
	char queue[QUEUE_NAME_MAX];
	enum printer_form form; /* said in the address; PRINT_ASKED: the queue decides */
	char user[64];
};

/* RC_REFUSED the address is no queue's, RC_OFFLINE the server does not answer. */
enum outcome cups_open(struct cups *cups, const char *where, struct err *err);
void cups_close(struct cups *cups);
/* A request about the queue; cups_ask() takes it.  NULL: no answer, or not in time. */
ipp_t *cups_request(const struct cups *cups, ipp_op_t operation);
ipp_t *cups_ask(struct cups *cups, ipp_t *request);
bool cups_well(ipp_t *response);

/* What the queue said of itself. */
struct cups_queue {
	enum printer_form form;         /* PRINT_NONE: it takes nothing we make */
	enum printer_state state;
	bool rejects;
	char message[160];              /* of the printer, for people; "" none */
};
enum outcome cups_queue(struct cups *cups, struct cups_queue *queue, struct err *err);
enum printer_state cups_state(ipp_t *attributes, char message[static 160]);

/* A job of ours. */
struct cups_job {
	int id;                 /* 0: there is none of that name */
	ipp_jstate_t state;
	bool began;             /* it was given to the printer at least once */
	bool for_a_hand;        /* held until somebody lets it go, or without its bytes */
};
/* By its name, or by its number if that is not 0.  RC_NOT_FOUND there is none; *remembers: the server
 * keeps jobs that are done.  RC_OFFLINE no answer. */
enum outcome cups_find_job(struct cups *cups, const char *name, struct cups_job *job, bool *remembers,
                           struct err *err);
enum outcome cups_look_at_job(struct cups *cups, int id, struct cups_job *job, struct err *err);
/* What a job that ended came to; `unprinted` if its printer got nothing of it. */
enum outcome cups_ended(const struct cups_job *job, enum outcome unprinted, struct err *err);
void cups_cancel_job(struct cups *cups, int id);

enum outcome cups_ask_job(const char *where, struct printer_job *job, bool taken, bool cancel,
                          struct err *err);

#endif
