/*
 * Printers behind a print server (CUPS).
 *
 * Everything here runs in the helper process: libcups can wait for minutes where nobody can stop
 * it. So the library's convenient calls are not used.  One connection, one Print-Job request; and
 * where its answer is missing the paper is *unknown*, for a server that was frozen prints it later.
 * Each job has a name that no other has: by that name the queue is asked before anything is sent
 * again (printer_cups_job.c).
 *
 *   address  cups:QUEUE; the form follows from what the queue accepts, or is named:
 *            cups:QUEUE#escpos, #text, #pdf.  The server is libcups' own choice (CUPS_SERVER,
 *            client.conf)
 *   done     the server says "completed": the bytes were handed to the printer.  A job that is not
 *            done at once stays in the queue and is asked for later (RC_BUSY)
 *   drawer   a pulse that is not out at once is taken back
 */
#include <config.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"
#include "devices/printer_cups.h"

#define CONNECT_MS 2000
#define STEP_S 0.25    /* how often a waiting call looks at the clock */
#define WATCH_MS 2500  /* how long a new job is watched */
#define TROUBLE_MS 400 /* ... when the printer reports trouble */
#define LOOK_MS 40     /* between two looks at it */

static const char *const formats[] = {
	[PRINT_TEXT] = "text/plain",
	[PRINT_ESCPOS] = "application/vnd.cups-raw",
	[PRINT_PDF] = "application/pdf",
};

/* ---- the connection ---- */

static const struct {
	const char *word;
	enum printer_form form;
} named_forms[] = {
	{ "escpos", PRINT_ESCPOS },
	{ "text", PRINT_TEXT },
	{ "pdf", PRINT_PDF },
};

/* QUEUE[#FORM]; a queue's name has no space, slash, # or control character. */
static enum outcome
parse(struct cups *cups, const char *where, struct err *err)
{
	size_t length = strcspn(where, "#"), index;
	const char *bad;

	cups->form = PRINT_ASKED;
	for (bad = where; bad < where + length; bad++) {
		if ((unsigned char)*bad <= ' ' || strchr("/?\\'\"\x7f", *bad))
			break;
	}
	if (length == 0 || length >= sizeof cups->queue || bad < where + length) {
		err_set(err, RC_REFUSED, _("a print queue is written cups:QUEUE"));
		return err_hint(err, _("\"ringup devices list\" names them"));
	}
	text_copy(cups->queue, length + 1, where);
	if (!where[length])
		return RC_OK;
	for (index = 0; index < sizeof named_forms / sizeof *named_forms; index++) {
		if (strcmp(where + length + 1, named_forms[index].word) == 0) {
			cups->form = named_forms[index].form;
			return RC_OK;
		}
	}
	return err_set(err, RC_REFUSED, _("a queue takes #escpos, #text or #pdf"));
}

/* libcups asks whether to wait on. */
static int
goes_on(http_t *http, void *context)
{
	const struct cups *cups = context;

	(void)http;
	return when_monotonic_ms() < cups->due_ms;
}

/* Nobody is there to type one. */
static const char *
no_password(const char *prompt, http_t *http, const char *method, const char *resource,
            void *context)
{
	(void)prompt, (void)http, (void)method, (void)resource, (void)context;
	return NULL;
}

static http_t *
connect_server(struct cups *cups)
{
	http_t *http;

	libcups.cupsSetPasswordCB2(no_password, NULL);
	http = libcups.httpConnect2(libcups.cupsServer(), libcups.ippPort(), NULL, AF_UNSPEC,
	                            libcups.cupsEncryption(), 1, CONNECT_MS, NULL);
	if (http)
		libcups.httpSetTimeout(http, STEP_S, goes_on, cups);
	return http;
}

enum outcome
cups_open(struct cups *cups, const char *where, struct err *err)
{
	enum outcome outcome;

	memset(cups, 0, sizeof *cups);
	outcome = parse(cups, where, err);
	if (!outcome)
		outcome = libcups_load(err);
	if (outcome)
		return outcome;
	cups->due_ms = when_monotonic_ms() + printer_patience_ms;
	text_copy(cups->user, sizeof cups->user, libcups.cupsUser());
	cups->http = connect_server(cups);
	if (cups->http)
		return RC_OK;
	err_set(err, RC_OFFLINE, _("the print server does not answer: does it run?"));
	err_detail(err, "httpConnect2 %s: %s", libcups.cupsServer(), libcups.cupsLastErrorString());
	return RC_OFFLINE;
}

void
cups_close(struct cups *cups)
{
	if (cups->http)
		libcups.httpClose(cups->http);
	cups->http = NULL;
}

ipp_t *
cups_request(const struct cups *cups, ipp_op_t operation)
{
	ipp_t *request = libcups.ippNewRequest(operation);
	char uri[HTTP_MAX_URI];

	libcups.httpAssembleURIf(HTTP_URI_CODING_ALL, uri, sizeof uri, "ipp", NULL, "localhost", 0,
	                         "/printers/%s", cups->queue);
	libcups.ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_URI, "printer-uri", NULL, uri);
	libcups.ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "requesting-user-name", NULL,
	                     cups->user);
	return request;
}

ipp_t *
cups_ask(struct cups *cups, ipp_t *request)
{
	ipp_t *response = NULL;

	if (libcups.cupsSendRequest(cups->http, request, "/", libcups.ippLength(request)) ==
	    HTTP_STATUS_CONTINUE)
		response = libcups.cupsGetResponse(cups->http, "/");
	libcups.ippDelete(request);
	return response;
}

bool
cups_well(ipp_t *response)
{
	return response && libcups.ippGetStatusCode(response) <= IPP_STATUS_OK_CONFLICTING;
}

/* ---- sending ---- */

/* Asked in advance, so that a refusal cannot be mistaken for silence. */
static enum outcome
choose_form(struct cups *cups, struct printer_job *job, enum printer_form *form, struct err *err)
{
	struct cups_queue queue;
	enum outcome outcome = cups_queue(cups, &queue, err);

	if (outcome)
		return outcome;
	job->state = queue.state;
	*form = cups->form == PRINT_ASKED ? queue.form : cups->form;
	if (queue.rejects)
		return printer_away(job, PRINTER_STOPPED, RC_OFFLINE, err);
	if (*form == PRINT_NONE)
		return err_set(err, RC_REFUSED,
		               _("the queue %.60s takes neither raw bytes nor text nor PDF"),
		               cups->queue);
	return RC_OK;
}

/* The whole request in one go.  0: refused, or the server did not even take its head, and without
 * the paper there is no job; -1: nobody knows; else the job's number. */
static int
print_job(struct cups *cups, const char *name, enum printer_form form, const struct buf *bytes)
{
	ipp_t *request = cups_request(cups, IPP_OP_PRINT_JOB), *response;
	ipp_attribute_t *id = NULL;
	char resource[HTTP_MAX_URI];
	http_status_t status;
	int number = -1;

	snprintf(resource, sizeof resource, "/printers/%s", cups->queue);
	libcups.ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", NULL, name);
	libcups.ippAddString(request, IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", NULL,
	                     formats[form]);
	status = libcups.cupsSendRequest(cups->http, request, resource,
	                                 libcups.ippLength(request) + bytes->length);
	libcups.ippDelete(request);
	if (status != HTTP_STATUS_CONTINUE)
		return 0;
	if (libcups.cupsWriteRequestData(cups->http, bytes->text, bytes->length) !=
	    HTTP_STATUS_CONTINUE)
		return -1;
	response = libcups.cupsGetResponse(cups->http, resource);
	if (response) {
		id = libcups.ippFindAttribute(response, "job-id", IPP_TAG_INTEGER);
		number = cups_well(response) && id ? libcups.ippGetInteger(id, 0) : 0;
		libcups.ippDelete(response);
	}
	return number;
}

static bool
is_trouble(enum printer_state state)
{
	return state != PRINTER_READY && state != PRINTER_BUSY;
}

/* Not out yet: why, as far as the queue says. */
static enum outcome
still_waits(struct printer_job *job, enum printer_state state, struct err *err)
{
	job->state = state;
	if (is_trouble(state))
		return printer_away(job, state, RC_BUSY, err);
	return err_set(err, RC_BUSY, _("the print queue has it, but it is not out yet"));
}

static enum outcome
watch(struct cups *cups, int id, struct printer_job *job, struct err *err)
{
	int64_t began_ms = when_monotonic_ms(), passed_ms;
	struct cups_queue queue = { .state = PRINTER_READY };
	struct cups_job found;
	enum outcome outcome;

	for (;;) {
		outcome = cups_look_at_job(cups, id, &found, NULL);
		if (outcome == RC_NOT_FOUND)
			return RC_OK; /* a server that forgets at once what is done */
		if (outcome)
			return still_waits(job, PRINTER_BUSY, err);
		if (found.state > IPP_JSTATE_STOPPED)
			return cups_ended(&found, RC_OFFLINE, err);
		passed_ms = when_monotonic_ms() - began_ms;
		if (passed_ms > TROUBLE_MS && !cups_queue(cups, &queue, NULL) &&
		    (is_trouble(queue.state) || passed_ms > WATCH_MS))
			return still_waits(job, queue.state, err);
		if (passed_ms > 2 * WATCH_MS)
			return still_waits(job, PRINTER_BUSY, err);
		usleep(LOOK_MS * 1000);
	}
}

/* Nobody wants a drawer that opens ten minutes after its sale. */
static enum outcome
watch_pulse(struct cups *cups, int id, struct printer_job *job, struct err *err)
{
	enum outcome outcome = watch(cups, id, job, err);

	if (outcome != RC_BUSY)
		return outcome;
	cups_cancel_job(cups, id);
	if (is_trouble(job->state))
		return printer_away(job, job->state, RC_OFFLINE, err);
	return err_set(err, RC_OFFLINE, _("the drawer could not be opened by the printer"));
}

static enum outcome
send_rendered(struct cups *cups, struct printer_job *job, enum printer_form form,
              const struct buf *bytes, struct err *err)
{
	int id = print_job(cups, job->name && job->name[0] ? job->name : "Ringup", form, bytes);

	if (id < 0)
		return err_set(err, RC_SYSTEM, _("the print server did not answer in time"));
	if (id == 0) {
		err_set(err, RC_OFFLINE, _("the print server did not take it"));
		err_detail(err, "Print-Job: %s", libcups.cupsLastErrorString());
		return RC_OFFLINE;
	}
	if (job->printout && printout_is_pulse(job->printout))
		return watch_pulse(cups, id, job, err);
	return watch(cups, id, job, err);
}

static enum outcome
cups_send(const char *where, struct printer_job *job, struct err *err)
{
	struct cups cups;
	struct buf bytes = { 0 };
	enum printer_form form = PRINT_NONE;
	enum outcome outcome = cups_open(&cups, where, err);

	job->state = PRINTER_OFFLINE;
	if (!outcome)
		outcome = choose_form(&cups, job, &form, err);
	if (!outcome && job->printout && printout_is_pulse(job->printout) && form != PRINT_ESCPOS)
		goto done; /* no drawer hangs there */
	if (!outcome && job->printout)
		outcome = printer_render(form, job, &bytes, err);
	else if (!outcome)
		buf_add_bytes(&bytes, job->bytes, job->count);
	if (!outcome && bytes.length > 0)
		outcome = send_rendered(&cups, job, form, &bytes, err);
done:
	buf_done(&bytes);
	cups_close(&cups);
	return outcome;
}

static enum printer_state
cups_printer_state(const char *where, struct err *why)
{
	struct cups cups;
	struct cups_queue queue = { .state = PRINTER_OFFLINE };

	if (!cups_open(&cups, where, why) && !cups_queue(&cups, &queue, why) && queue.rejects)
		queue.state = PRINTER_STOPPED;
	cups_close(&cups);
	return queue.state;
}

const struct printer_ops printer_cups = {
	.scheme = "cups",
	.send = cups_send,
	.state = cups_printer_state,
	.ask = cups_ask_job,
};
