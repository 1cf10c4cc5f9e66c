#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"

static int
open_text(const char *where)
{
	return open(where, O_WRONLY | O_APPEND | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0640);
}

static enum outcome
text_send(const char *where, struct printer_job *job, struct err *err)
{
	int fd = open_text(where);
	enum outcome outcome;

	if (fd < 0) {
		err_set(err, RC_OFFLINE, _("the file %.100s cannot be written"), where);
		err_detail(err, "open: errno %d", errno);
		return RC_OFFLINE;
	}
	outcome = printer_write(fd, job->bytes, job->count,
	                        when_monotonic_ms() + printer_patience_ms, err);
	close(fd);
	return outcome;
}

static enum printer_state
text_state(const char *where, struct err *why)
{
	int fd = open_text(where);

	(void)why;
	if (fd < 0)
		return PRINTER_OFFLINE;
	close(fd);
	return PRINTER_READY;
}

const struct printer_ops printer_text = {
	.scheme = "text",
	.send = text_send,
	.state = text_state,
};
