/*
 * What a queue says of itself: which form of paper it takes, and how its printer is.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"
#include "devices/printer_cups.h"

/* Reasons by how they begin: the end (-error, -warning, -report) depends on who tells.  The first
 * row that fits any reason counts. */
static const struct {
	const char *begins;
	enum printer_state state;
} reasons[] = {
	{ "media-jam", PRINTER_JAMMED },
	{ "media-empty", PRINTER_OUT_OF_PAPER },
	{ "media-needed", PRINTER_OUT_OF_PAPER },
	{ "input-tray-missing", PRINTER_OUT_OF_PAPER },
	{ "cover-open", PRINTER_COVER_OPEN },
	{ "door-open", PRINTER_COVER_OPEN },
	{ "interlock-open", PRINTER_COVER_OPEN },
	{ "input-cover-open", PRINTER_COVER_OPEN },
	{ "offline", PRINTER_OFFLINE },
	{ "shutdown", PRINTER_OFFLINE },
	{ "timed-out", PRINTER_OFFLINE },
	{ "connecting-to-device", PRINTER_OFFLINE },
	{ "paused", PRINTER_STOPPED },
	{ "moving-to-paused", PRINTER_STOPPED },
	{ "stopp", PRINTER_STOPPED },
	{ "hold-new-jobs", PRINTER_STOPPED },
	{ "output-area-full", PRINTER_TROUBLE },
	{ "output-tray-missing", PRINTER_TROUBLE },
	{ "toner-empty", PRINTER_TROUBLE },
	{ "marker-supply-empty", PRINTER_TROUBLE },
	{ "marker-waste-full", PRINTER_TROUBLE },
	{ "spool-area-full", PRINTER_TROUBLE },
	{ "cups-missing-filter", PRINTER_TROUBLE },
	{ "fuser", PRINTER_TROUBLE },
	{ "other-error", PRINTER_TROUBLE },
};

/* CUPS' own socket and IPP backends tell of a printer that is off in words only. */
static const char *const away_words[] = { "unavailable",       "not responding",   "unreachable",
	                                  "Unable to connect", "Unable to locate", "Network host",
	                                  "not exist" };

static const char *const queue_attributes[] = {
	"printer-state",          "printer-state-reasons",
	"printer-state-message",  "printer-is-accepting-jobs",
	"printer-make-and-model", "document-format-supported",
};
#define COUNT(array) ((int)(sizeof(array) / sizeof *(array)))

static bool
has_value(ipp_attribute_t *attribute, const char *value)
{
	int index, count = attribute ? libcups.ippGetCount(attribute) : 0;

	for (index = 0; index < count; index++) {
		const char *text = libcups.ippGetString(attribute, index, NULL);

		if (text && strcmp(text, value) == 0)
			return true;
	}
	return false;
}

static bool
has_beginning(ipp_attribute_t *attribute, const char *beginning)
{
	int index, count = attribute ? libcups.ippGetCount(attribute) : 0;

	for (index = 0; index < count; index++) {
		const char *text = libcups.ippGetString(attribute, index, NULL);

		if (text && strncmp(text, beginning, strlen(beginning)) == 0)
			return true;
	}
	return false;
}

static bool
says_away(const char *message)
{
	size_t index;

	for (index = 0; index < sizeof away_words / sizeof *away_words; index++) {
		if (strstr(message, away_words[index]))
			return true;
	}
	return false;
}

/* The attributes of a printer, as the situation they are. */
enum printer_state
cups_state(ipp_t *attributes, char message[static 160])
{
	ipp_attribute_t *told = libcups.ippFindAttribute(attributes, "printer-state-reasons",
	                                                 IPP_TAG_KEYWORD),
	                *state =
	                        libcups.ippFindAttribute(attributes, "printer-state", IPP_TAG_ENUM),
	                *words = libcups.ippFindAttribute(attributes, "printer-state-message",
	                                                  IPP_TAG_TEXT);
	int number = state ? libcups.ippGetInteger(state, 0) : IPP_PSTATE_IDLE;
	size_t index;

	text_copy(message, 160, words ? libcups.ippGetString(words, 0, NULL) : "");
	for (index = 0; index < sizeof reasons / sizeof *reasons; index++) {
		if (has_beginning(told, reasons[index].begins))
			return reasons[index].state;
	}
	if (number == IPP_PSTATE_STOPPED)
		return PRINTER_STOPPED;
	if (number == IPP_PSTATE_PROCESSING)
		return says_away(message) ? PRINTER_OFFLINE : PRINTER_BUSY;
	return PRINTER_READY;
}

/* Every queue of the server takes raw bytes, by a filter that does nothing.  It is meant where
 * there is no driver at all, or one that cannot make pages: what is meant for pages gets pages. */
static enum printer_form
form_of(ipp_t *attributes)
{
	ipp_attribute_t *formats = libcups.ippFindAttribute(attributes, "document-format-supported",
	                                                    IPP_TAG_MIMETYPE),
	                *model = libcups.ippFindAttribute(attributes, "printer-make-and-model",
	                                                  IPP_TAG_TEXT);
	const char *name = model ? libcups.ippGetString(model, 0, NULL) : "";
	bool raw = has_value(formats, "application/vnd.cups-raw"),
	     pdf = has_value(formats, "application/pdf"), text = has_value(formats, "text/plain");

	if (raw && (strstr(name, "Raw Printer") || !pdf))
		return PRINT_ESCPOS;
	if (pdf && (printer_has_pdf() || !text))
		return PRINT_PDF;
	return text ? PRINT_TEXT : PRINT_NONE;
}

enum outcome
cups_queue(struct cups *cups, struct cups_queue *queue, struct err *err)
{
	ipp_t *request = cups_request(cups, IPP_OP_GET_PRINTER_ATTRIBUTES), *response;
	ipp_attribute_t *accepts;

	libcups.ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
	                      COUNT(queue_attributes), NULL, queue_attributes);
	response = cups_ask(cups, request);
	if (!response) {
		err_set(err, RC_OFFLINE, _("the print server does not answer: does it run?"));
		err_detail(err, "Get-Printer-Attributes: %s", libcups.cupsLastErrorString());
		return RC_OFFLINE;
	}
	if (!cups_well(response)) {
		libcups.ippDelete(response);
		err_set(err, RC_OFFLINE, _("the print server has no queue \"%.60s\""), cups->queue);
		return err_hint(err, _("\"ringup devices list\" names them"));
	}
	accepts = libcups.ippFindAttribute(response, "printer-is-accepting-jobs", IPP_TAG_BOOLEAN);
	queue->rejects = accepts && !libcups.ippGetBoolean(accepts, 0);
	queue->state = cups_state(response, queue->message);
	queue->form = form_of(response);
	libcups.ippDelete(response);
	return RC_OK;
}

/* ---- all queues, for lists ---- */

static void
give_queue(ipp_t *response, ipp_attribute_t **at, printer_queue_fn *call, void *context)
{
	static const char *const wanted[] = { "printer-state", "printer-state-reasons",
		                              "printer-state-message" };
	char address[QUEUE_NAME_MAX + 8] = "", about[128] = "", message[160];
	ipp_t *one = libcups.ippNew();
	int index;

	for (; *at && libcups.ippGetGroupTag(*at) == IPP_TAG_PRINTER;
	     *at = libcups.ippNextAttribute(response)) {
		const char *name = libcups.ippGetName(*at);

		if (!name)
			continue;
		if (strcmp(name, "printer-name") == 0)
			snprintf(address, sizeof address, "cups:%.*s", QUEUE_NAME_MAX - 1,
			         libcups.ippGetString(*at, 0, NULL));
		if (strcmp(name, "printer-make-and-model") == 0)
			text_copy(about, sizeof about, libcups.ippGetString(*at, 0, NULL));
		for (index = 0; index < COUNT(wanted); index++) {
			if (strcmp(name, wanted[index]) == 0)
				libcups.ippCopyAttribute(one, *at, 0);
		}
	}
	if (address[0])
		call(context, address, cups_state(one, message), about);
	libcups.ippDelete(one);
}

void
printer_cups_queues(printer_queue_fn *call, void *context)
{
	static const char *const wanted[] = { "printer-name", "printer-make-and-model",
		                              "printer-state", "printer-state-reasons",
		                              "printer-state-message" };
	struct cups cups;
	ipp_t *request, *response;
	ipp_attribute_t *at;

	if (cups_open(&cups, "any", NULL)) {
		cups_close(&cups);
		return;
	}
	request = libcups.ippNewRequest(IPP_OP_CUPS_GET_PRINTERS);
	libcups.ippAddStrings(request, IPP_TAG_OPERATION, IPP_TAG_KEYWORD, "requested-attributes",
	                      COUNT(wanted), NULL, wanted);
	response = cups_ask(&cups, request);
	for (at = response ? libcups.ippFirstAttribute(response) : NULL; at;
	     at = libcups.ippNextAttribute(response)) {
		if (libcups.ippGetGroupTag(at) == IPP_TAG_PRINTER)
			give_queue(response, &at, call, context);
		if (!at)
			break;
	}
	libcups.ippDelete(response);
	cups_close(&cups);
}
