#include <config.h>

#include "devices/printer.h"

#include <string.h>

#include "base/gettext.h"
#include "devices/escpos_profile.h"

int64_t printer_patience_ms = 8000;

static const struct printer_kind kinds[] = {
	{ "file", N_("a receipt printer (ESC/POS) behind a device file: file:/dev/usb/lp0"), true,
	  true },
	{ "tcp", N_("a receipt printer (ESC/POS) in the network: tcp:192.0.2.7:9100"), true, true },
	{ "text", N_("plain text at the end of a file: text:/var/log/paper.txt"), false, true },
	{ "screen", N_("shows the paper on the screen"), false, false },
	{ "none", N_("no printer"), false, false },
	{ "faults",
	  N_("a printer out of order, for training: faults:paper-out, or a file that names "
	     "the fault"),
	  false, true },
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

static const char *const state_labels[PRINTER_STATES] = {
	[PRINTER_READY] = N_("ready"),
	[PRINTER_BUSY] = N_("busy"),
	[PRINTER_OUT_OF_PAPER] = N_("out of paper"),
	[PRINTER_COVER_OPEN] = N_("cover open"),
	[PRINTER_OFFLINE] = N_("away"),
	[PRINTER_NONE] = N_("no printer"),
};

const char *
printer_state_label(enum printer_state state)
{
	return _(state_labels[state]);
}

size_t
printer_kinds(const struct printer_kind **out)
{
	*out = kinds;
	return KIND_COUNT;
}

enum outcome
printer_find(const char *address, const struct printer_kind **kind, const char **where,
             struct err *err)
{
	const char *named = address[0] ? address : "none";
	size_t length = strcspn(named, ":"), index;

	for (index = 0; index < KIND_COUNT; index++) {
		const char *scheme = kinds[index].scheme;

		if (strlen(scheme) != length || memcmp(scheme, named, length) != 0)
			continue;
		*kind = &kinds[index];
		*where = named[length] ? named + length + 1 : "";
		return RC_OK;
	}
	err_set(err, RC_REFUSED, _("there is no kind of printer \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names them"));
}

enum outcome
printer_render(const char *address, const struct printout *printout, int cols, struct buf *out,
               struct err *err)
{
	const struct printer_kind *kind = NULL;
	struct escpos_profile profile;
	const char *where = NULL;
	enum outcome outcome = printer_find(address, &kind, &where, err);

	if (outcome)
		return outcome;
	if (!kind->escpos)
		printout_render_text(printout, cols, out);
	else if (!(outcome = escpos_profile_find(&profile, "", err)))
		printout_render_escpos(printout, cols, &profile, out);
	return outcome;
}

/* ---- what goes to the helper and comes back ---- */

static const struct {
	const char *word;
	enum outcome outcome;
} verdicts[] = {
	{ "done", RC_OK },
	{ "away", RC_OFFLINE },
	{ "unknown", RC_SYSTEM },
	{ "refused", RC_REFUSED },
};

const char *
printer_verdict(enum outcome outcome)
{
	size_t index;

	for (index = 0; index < sizeof verdicts / sizeof *verdicts; index++) {
		if (verdicts[index].outcome == outcome)
			return verdicts[index].word;
	}
	return "unknown";
}

void
printer_request(struct buf *request, const char *address, const void *bytes, size_t count)
{
	buf_add(request, address);
	buf_add_char(request, '\n');
	buf_add_bytes(request, bytes, count);
}

enum outcome
printer_answer(enum outcome helper, const char *answer, size_t length, struct err *err)
{
	size_t index;

	for (index = 0; index < sizeof verdicts / sizeof *verdicts; index++) {
		size_t word = strlen(verdicts[index].word);
		int rest;

		if (length <= word || memcmp(answer, verdicts[index].word, word) != 0 ||
		    answer[word] != '\n')
			continue;
		if (verdicts[index].outcome == RC_OK)
			return RC_OK;
		rest = (int)strnlen(answer + word + 1, length - word - 1);
		return err_set(err, verdicts[index].outcome, "%.*s", rest, answer + word + 1);
	}
	if (helper == RC_OFFLINE)
		return err_set(err, RC_SYSTEM, _("the printer did not answer in time"));
	return err_set(err, RC_SYSTEM, _("printing stopped without an answer"));
}

enum printer_state
printer_state_answer(enum outcome helper, const char *answer, size_t length)
{
	unsigned state = length == 1 ? (unsigned)(unsigned char)answer[0] - '0' : PRINTER_STATES;

	return helper == RC_OK && state < PRINTER_STATES ? (enum printer_state)state
	                                                 : PRINTER_OFFLINE;
}
