#include <config.h>

#include "devices/printer.h"

#include <string.h>

#include "base/gettext.h"

int64_t printer_patience_ms = 8000;

static const struct printer_kind kinds[] = {
#ifdef HAVE_CUPS
	{ "cups", N_("a queue of the print server: cups:QUEUE (what it takes is found out)"),
	  PRINT_ASKED, true },
#endif
#ifdef HAVE_LIBUSB
	{ "usb", N_("a USB receipt printer (ESC/POS): usb: the first there is, or usb:04b8:0202"),
	  PRINT_ESCPOS, false },
#endif
	{ "file", N_("a receipt printer (ESC/POS) behind a device file: file:/dev/usb/lp0"),
	  PRINT_ESCPOS, false },
	{ "tcp", N_("a receipt printer (ESC/POS) in the network: tcp:192.0.2.7:9100"), PRINT_ESCPOS,
	  false },
	{ "text", N_("plain text at the end of a file: text:/var/log/paper.txt"), PRINT_TEXT,
	  false },
	{ "screen", N_("shows the paper on the screen"), PRINT_NONE, false },
	{ "none", N_("no printer"), PRINT_NONE, false },
	{ "faults",
	  N_("a printer out of order, for training: faults:paper-out, or a file that names "
	     "the fault"),
	  PRINT_TEXT, false },
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

static const struct {
	const char *label;
	const char *sentence;
} states[PRINTER_STATES] = {
	[PRINTER_READY] = { N_("ready"), "" },
	[PRINTER_BUSY] = { N_("busy"), "" },
	[PRINTER_OUT_OF_PAPER] = { N_("out of paper"), N_("the printer is out of paper") },
	[PRINTER_COVER_OPEN] = { N_("cover open"), N_("the printer's cover is open") },
	[PRINTER_JAMMED] = { N_("paper jam"), N_("paper is stuck in the printer") },
	[PRINTER_STOPPED] = { N_("stopped"),
	                      N_("the printer's queue is stopped: somebody must start it") },
	[PRINTER_TROUBLE] = { N_("trouble"), N_("the printer reports trouble: look at it") },
	[PRINTER_OFFLINE] = { N_("away"), N_("the printer does not answer: is it switched on?") },
	[PRINTER_NONE] = { N_("no printer"), "" },
};

const char *
printer_state_label(enum printer_state state)
{
	return _(states[state].label);
}

const char *
printer_state_sentence(enum printer_state state)
{
	return states[state].sentence[0] ? _(states[state].sentence) : "";
}

size_t
printer_kinds(const struct printer_kind **out)
{
	*out = kinds;
	return KIND_COUNT;
}

/* ---- addresses ---- */

/* Where the model begins, behind the last space; the end of the address if there is none.  A path
 * may hold spaces, a model's name has letters, digits and hyphens only. */
static size_t
address_length(const char *address)
{
	const char *space = strrchr(address, ' ');
	static const char letters[] =
	        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";

	if (!space || !space[1] || strspn(space + 1, letters) != strlen(space + 1))
		return strlen(address);
	return (size_t)(space - address);
}

void
printer_model(const char *address, char model[static PRINTER_MODEL_MAX])
{
	size_t length = address_length(address);

	text_copy(model, PRINTER_MODEL_MAX, address[length] ? address + length + 1 : "");
}

enum outcome
printer_find(const char *address, const struct printer_kind **kind,
             char where[static PRINTER_ADDRESS_MAX], struct err *err)
{
	const char *named = address[0] ? address : "none";
	size_t whole = address_length(named), length = strcspn(named, ":"), index;

	if (length > whole)
		length = whole;
	where[0] = '\0';
	for (index = 0; index < KIND_COUNT; index++) {
		const char *scheme = kinds[index].scheme;

		if (strlen(scheme) != length || memcmp(scheme, named, length) != 0)
			continue;
		*kind = &kinds[index];
		if (length < whole && whole - length <= PRINTER_ADDRESS_MAX)
			text_copy(where, whole - length, named + length + 1);
		return RC_OK;
	}
	err_set(err, RC_REFUSED, _("there is no kind of printer \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names them"));
}

bool
printer_makes_paper(const char *address)
{
	const struct printer_kind *kind;
	char where[PRINTER_ADDRESS_MAX];

	return printer_find(address, &kind, where, NULL) || kind->form != PRINT_NONE;
}

bool
printer_has_drawer(const char *address)
{
	const struct printer_kind *kind;
	char where[PRINTER_ADDRESS_MAX];

	return !printer_find(address, &kind, where, NULL) &&
	       (kind->form == PRINT_ESCPOS || kind->form == PRINT_ASKED);
}

bool
printer_can_be_asked(const char *address)
{
	const struct printer_kind *kind;
	char where[PRINTER_ADDRESS_MAX];

	return !printer_find(address, &kind, where, NULL) && kind->asked;
}
