/*
 * A printer with faults, for tests and training.
 *
 *   where   a fault by its name ("faults:paper-out"), which holds always; or a file
 *           ("faults:/tmp/f") whose first word names what the printer does now, so that it can be
 *           mended while the till runs; its paper is kept beside it, in "/tmp/f.paper"
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"

enum fault {
	FAULT_NONE,
	FAULT_PAPER_OUT,
	FAULT_COVER_OPEN,
	FAULT_OFFLINE,
	FAULT_DROP,
	FAULT_STALL,
	FAULTS
};

static const struct {
	const char *name;
	enum printer_state state;
	const char *sentence; /* NULL: the state's own */
} faults[FAULTS] = {
	[FAULT_NONE] = { "ready", PRINTER_READY, NULL },
	[FAULT_PAPER_OUT] = { "paper-out", PRINTER_OUT_OF_PAPER, NULL },
	[FAULT_COVER_OPEN] = { "cover-open", PRINTER_COVER_OPEN, NULL },
	[FAULT_OFFLINE] = { "offline", PRINTER_OFFLINE, NULL },
	/* half of the paper comes out, then the line breaks */
	[FAULT_DROP] = { "drop", PRINTER_READY, N_("the connection to the printer broke") },
	/* half of the paper comes out, then the printer never answers */
	[FAULT_STALL] = { "stall", PRINTER_BUSY,
	                  N_("the printer takes nothing: is it switched on, has it paper?") },
};

static bool
is_file(const char *where)
{
	return strchr(where, '/') != NULL;
}

static enum fault
fault_now(const char *where)
{
	char word[32] = "";
	enum fault fault;

	if (is_file(where)) {
		FILE *file = fopen(where, "re");

		if (file) {
			if (fscanf(file, "%31s", word) != 1)
				word[0] = '\0';
			fclose(file);
		}
		where = word;
	}
	for (fault = FAULT_NONE; fault < FAULTS; fault++) {
		if (strcmp(faults[fault].name, where) == 0)
			return fault;
	}
	return FAULTS;
}

static enum outcome
keep_paper(const char *where, const void *bytes, size_t count, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome;
	int fd;

	if (!is_file(where))
		return RC_OK;
	if (snprintf(path, sizeof path, "%s.paper", where) >= (int)sizeof path)
		return err_set(err, RC_REFUSED, _("the name of that file is too long"));
	fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0640);
	if (fd < 0)
		return err_system(err, "writing %s", path);
	outcome = printer_write(fd, bytes, count, when_monotonic_ms() + printer_patience_ms, err);
	close(fd);
	return outcome;
}

static enum outcome
faults_send(const char *where, struct printer_job *job, struct err *err)
{
	enum fault fault = fault_now(where);
	enum outcome outcome;

	switch (fault) {
	case FAULT_NONE:
		return keep_paper(where, job->bytes, job->count, err);
	case FAULT_PAPER_OUT:
	case FAULT_COVER_OPEN:
	case FAULT_OFFLINE:
		return printer_away(job, faults[fault].state, RC_OFFLINE, err);
	case FAULT_STALL:
	case FAULT_DROP:
		outcome = keep_paper(where, job->bytes, job->count / 2, err);
		if (outcome)
			return outcome;
		if (fault == FAULT_STALL)
			pause(); /* until whoever waits loses patience */
		return err_set(err, RC_SYSTEM, "%s", _(faults[fault].sentence));
	case FAULTS:
		break;
	}
	return err_set(err, RC_REFUSED, _("\"%.60s\" is no fault of a printer"), where);
}

static enum printer_state
faults_state(const char *where, struct err *why)
{
	enum fault fault = fault_now(where);

	(void)why;
	return fault < FAULTS ? faults[fault].state : PRINTER_OFFLINE;
}

const struct printer_ops printer_faults = {
	.scheme = "faults",
	.send = faults_send,
	.state = faults_state,
};
