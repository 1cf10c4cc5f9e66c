/*
 * No paper: the till shows the printout, or not even that.
 */
#include <config.h>

#include "base/gettext.h"
#include "devices/printer_backend.h"

static enum outcome
send_nowhere(const char *where, struct printer_job *job, struct err *err)
{
	(void)where, (void)job, (void)err;
	return RC_OK;
}

static enum printer_state
state_ready(const char *where, struct err *why)
{
	(void)where, (void)why;
	return PRINTER_READY;
}

static enum printer_state
state_none(const char *where, struct err *why)
{
	(void)where, (void)why;
	return PRINTER_NONE;
}

const struct printer_ops printer_screen = {
	.scheme = "screen",
	.send = send_nowhere,
	.state = state_ready,
};

const struct printer_ops printer_none = {
	.scheme = "none",
	.send = send_nowhere,
	.state = state_none,
};
