/*
 * A printer behind a device file (usblp's /dev/usb/lp0, a serial line), or any file that exists: a
 * mistyped name must not become a file in /dev.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"

/* From linux/lp.h, which lacks a user's header on some systems. */
#define LP_GET_STATUS 0x060b
#define LP_OUT_OF_PAPER 0x20
#define LP_ONLINE 0x10
#define LP_NO_ERROR 0x08

static int
open_device(const char *where)
{
	return open(where, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

static enum printer_state
device_state(int fd)
{
	struct stat status;
	int bits;

	if (fstat(fd, &status) < 0 || !S_ISCHR(status.st_mode) ||
	    ioctl(fd, LP_GET_STATUS, &bits) < 0)
		return PRINTER_READY; /* it does not say */
	if (bits & LP_OUT_OF_PAPER)
		return PRINTER_OUT_OF_PAPER;
	if (!(bits & LP_NO_ERROR))
		return PRINTER_COVER_OPEN;
	return bits & LP_ONLINE ? PRINTER_READY : PRINTER_OFFLINE;
}

static enum outcome
not_there(const char *where, struct err *err)
{
	int error = errno;

	if (error == EACCES)
		err_set(err, RC_OFFLINE, _("this user may not print on %.100s"), where);
	else if (error == EBUSY)
		err_set(err, RC_OFFLINE, _("another program holds the printer %.100s"), where);
	else
		err_set(err, RC_OFFLINE,
		        _("the printer %.100s is not there: is it plugged in and switched on?"),
		        where);
	err_detail(err, "open: errno %d", error);
	return RC_OFFLINE;
}

static enum printer_state
file_state(const char *where, struct err *why)
{
	int fd = open_device(where);
	enum printer_state state;

	if (fd < 0) {
		state = errno == EBUSY ? PRINTER_BUSY : PRINTER_OFFLINE;
		not_there(where, why);
		return state;
	}
	state = device_state(fd);
	close(fd);
	return state;
}

static enum outcome
file_send(const char *where, struct printer_job *job, struct err *err)
{
	int fd = open_device(where);
	enum outcome outcome;

	if (fd < 0) {
		job->state = PRINTER_OFFLINE;
		return not_there(where, err);
	}
	job->state = device_state(fd);
	if (job->state == PRINTER_OUT_OF_PAPER || job->state == PRINTER_COVER_OPEN)
		outcome = printer_away(job, job->state, RC_OFFLINE, err);
	else
		outcome = printer_write(fd, job->bytes, job->count,
		                        when_monotonic_ms() + printer_patience_ms, err);
	if (close(fd) < 0 && !outcome)
		outcome = err_set(err, RC_SYSTEM, _("the connection to the printer broke"));
	return outcome;
}

const struct printer_ops printer_file = {
	.scheme = "file",
	.send = file_send,
	.state = file_state,
};
