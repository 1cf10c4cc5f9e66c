#include <config.h>

#include "devices/printer_send.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/helper.h"
#include "devices/printer_backend.h"

static const struct printer_ops *const backends[] = {
	&printer_file, &printer_tcp, &printer_text, &printer_screen, &printer_none, &printer_faults,
};

/* A kind that this build cannot talk to has no backend. */
static enum outcome
find_backend(const char *address, const struct printer_ops **ops, const char **where,
             struct err *err)
{
	const struct printer_kind *kind;
	size_t index;
	enum outcome outcome = printer_find(address, &kind, where, err);

	if (outcome)
		return outcome;
	for (index = 0; index < sizeof backends / sizeof *backends; index++) {
		if (strcmp(backends[index]->scheme, kind->scheme) == 0) {
			*ops = backends[index];
			return RC_OK;
		}
	}
	err_set(err, RC_REFUSED, _("this build of Ringup cannot print to \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names what it can"));
}

enum outcome
printer_send(const char *address, const void *bytes, size_t count, struct err *err)
{
	const struct printer_ops *ops = NULL;
	const char *where = NULL;
	enum outcome outcome = find_backend(address, &ops, &where, err);

	if (outcome || count == 0)
		return outcome;
	return ops->send(where, bytes, count, err);
}

enum printer_state
printer_state(const char *address)
{
	const struct printer_ops *ops = NULL;
	const char *where = NULL;

	return find_backend(address, &ops, &where, NULL) ? PRINTER_OFFLINE : ops->state(where);
}

/* ---- the helpers ---- */

int
printer_state_helper(void)
{
	struct err err = { 0 };
	char *address, digit;
	size_t length;

	if (helper_read_request(&address, &length, &err))
		return err_exit_status(err.outcome);
	digit = (char)('0' + (int)printer_state(address));
	free(address);
	return err_exit_status(helper_write_answer(&digit, 1, &err));
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
	buf_format(&answer, "%s\n%s", printer_verdict(outcome), outcome ? err.msg : "");
	outcome = helper_write_answer(answer.text, answer.length, &err);
	buf_done(&answer);
	free(request);
	return err_exit_status(outcome);
}
