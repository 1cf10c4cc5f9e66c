#include <config.h>

#include "devices/printer.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/helper.h"
#include "devices/printer_backend.h"

int64_t printer_patience_ms = 8000;

static const struct printer_ops *const backends[] = {
	&printer_file,   &printer_tcp,  &printer_text,
	&printer_screen, &printer_none, &printer_faults,
};

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
printer_backends(const struct printer_ops *const **ops)
{
	*ops = backends;
	return sizeof backends / sizeof *backends;
}

enum outcome
printer_find(const char *address, const struct printer_ops **ops, const char **where,
             struct err *err)
{
	size_t length = strcspn(address, ":"), index;

	if (!address[0]) {
		*ops = &printer_none;
		*where = "";
		return RC_OK;
	}
	for (index = 0; index < sizeof backends / sizeof *backends; index++) {
		const char *scheme = backends[index]->scheme;

		if (strlen(scheme) != length || memcmp(scheme, address, length) != 0)
			continue;
		*ops = backends[index];
		*where = address[length] ? address + length + 1 : "";
		return RC_OK;
	}
	err_set(err, RC_REFUSED, _("there is no kind of printer \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names them"));
}

enum outcome
printer_render(const char *address, const struct printout *printout, int cols, struct buf *out,
               struct err *err)
{
	const struct printer_ops *ops = NULL;
	const char *where = NULL;
	enum outcome outcome = printer_find(address, &ops, &where, err);

	if (outcome)
		return outcome;
	if (ops->escpos)
		printout_render_escpos(printout, cols, out);
	else
		printout_render_text(printout, cols, out);
	return RC_OK;
}

/* ---- the helper ---- */

static const struct {
	const char *word;
	enum outcome outcome;
} verdicts[] = {
	{ "done", RC_OK },
	{ "away", RC_OFFLINE },
	{ "unknown", RC_SYSTEM },
	{ "refused", RC_REFUSED },
};

static const char *
verdict_word(enum outcome outcome)
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

enum outcome
printer_send(const char *address, const void *bytes, size_t count, struct err *err)
{
	const struct printer_ops *ops = NULL;
	const char *where = NULL;
	enum outcome outcome = printer_find(address, &ops, &where, err);

	if (outcome || count == 0)
		return outcome;
	return ops->send(where, bytes, count, err);
}

int
printer_helper(void)
{
	struct err err = { 0 };
	struct buf answer = { 0 };
	char *request, *bytes;
	size_t length;
	enum outcome outcome;

	signal(SIGPIPE, SIG_IGN);
	if (helper_read_request(&request, &length, &err))
		return err_exit_status(err.outcome);
	bytes = memchr(request, '\n', length);
	if (bytes) {
		*bytes++ = '\0';
		outcome = printer_send(request, bytes, length - (size_t)(bytes - request), &err);
	} else {
		outcome = err_set(&err, RC_REFUSED, _("the request names no printer"));
	}
	buf_format(&answer, "%s\n%s", verdict_word(outcome), outcome ? err.msg : "");
	outcome = helper_write_answer(answer.text, answer.length, &err);
	buf_done(&answer);
	free(request);
	return err_exit_status(outcome);
}
