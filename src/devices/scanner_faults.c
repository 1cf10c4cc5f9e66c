/*
 * A scanner out of order, for tests and training: what it does wrong comes again and again, after a
 * rest of some seconds.
 *
 *   where   a fault by its name ("faults:cut"), or a file ("faults:/tmp/f") whose first word names
 *           what the scanner does now, so that it can be mended while the till runs
 */
#include <config.h>

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "base/when.h"
#include "devices/scanner_backend.h"

#define REST_MS 4000

enum fault { FAULT_NONE, FAULT_GARBAGE, FAULT_CUT, FAULT_AWAY, FAULT_DENIED, FAULT_NOISY, FAULTS };

struct faults {
	char where[PATH_MAX];
	enum fault told;
	int64_t due_ms; /* when it does the next thing */
};

static const struct {
	const char *name;
	enum device_state state;
	const char *sentence, *hint;
	const char *code; /* "" none */
	size_t length;
} faults[FAULTS] = {
	[FAULT_NONE] = { "ready", DEVICE_READY, "", "", "", 0 },
	/* bytes that no code has */
	[FAULT_GARBAGE] = { "garbage", DEVICE_READY, "", "", "\x80\xff\x00\x1d\x1b[A9", 8 },
	/* the first half of a code */
	[FAULT_CUT] = { "cut", DEVICE_TROUBLE, N_("only a part of a code came"),
	                N_("scan it again"), "400638", 6 },
	[FAULT_AWAY] = { "away", DEVICE_AWAY, N_("the scanner is unplugged"),
	                 N_("plug it in again; no setting is needed"), "", 0 },
	[FAULT_DENIED] = { "denied", DEVICE_DENIED, N_("this user may not use the scanner"),
	                   N_("install 70-ringup.rules for udev, or join the group \"plugdev\"; "
	                      "then plug it in again"),
	                   "", 0 },
	/* the same code over and over, as one that is held before the light too long */
	[FAULT_NOISY] = { "noisy", DEVICE_READY, "", "", "96385074", 8 },
};

static enum fault
find_fault(const char *name)
{
	enum fault fault = FAULT_NONE;

	while (fault < FAULTS && strcmp(faults[fault].name, name) != 0)
		fault++;
	return fault;
}

/* A file that is not there, or names nothing, is a scanner in order. */
static enum fault
fault_now(const struct faults *state)
{
	char word[32] = "";
	enum fault fault;
	FILE *file;

	if (!strchr(state->where, '/'))
		return find_fault(state->where);
	file = fopen(state->where, "re");
	if (file) {
		if (fscanf(file, "%31s", word) != 1)
			word[0] = '\0';
		fclose(file);
	}
	fault = find_fault(word);
	return fault < FAULTS ? fault : FAULT_NONE;
}

static enum outcome
faults_open(struct scanner *scanner, const char *where, struct err *err)
{
	struct faults *state;

	if (!strchr(where, '/') && find_fault(where) == FAULTS)
		return err_set(err, RC_REFUSED, _("\"%.60s\" is no fault of a scanner"), where);
	state = alloc_zero(1, sizeof *state);
	text_copy(state->where, sizeof state->where, where);
	state->told = FAULTS;
	scanner->state = state;
	return RC_OK;
}

static void
tell(const struct scanner *scanner, enum fault fault)
{
	struct device_status status = { .state = faults[fault].state };

	text_copy(status.name, sizeof status.name, _("a scanner for training"));
	if (faults[fault].sentence[0])
		text_copy(status.sentence, sizeof status.sentence, _(faults[fault].sentence));
	if (faults[fault].hint[0])
		text_copy(status.hint, sizeof status.hint, _(faults[fault].hint));
	scanner_tell(scanner, &status);
}

static enum outcome
faults_read(struct scanner *scanner, struct scan *scan, struct err *err)
{
	struct faults *state = scanner->state;
	enum fault fault = fault_now(state);
	int64_t now_ms = when_monotonic_ms();

	if (fault != state->told) {
		tell(scanner, fault);
		state->told = fault;
		state->due_ms = now_ms;
	}
	if (now_ms < state->due_ms)
		return err_set(err, RC_NOT_FOUND, _("there is no further scan"));
	state->due_ms = now_ms + REST_MS;
	if (faults[fault].length == 0)
		return err_set(err, RC_NOT_FOUND, _("there is no further scan"));
	scan_fill(scan, faults[fault].code, faults[fault].length, scanner->device, now_ms);
	return RC_OK;
}

static int
faults_fd(const struct scanner *scanner)
{
	(void)scanner;
	return -1;
}

static int
faults_wait_ms(const struct scanner *scanner)
{
	const struct faults *state = scanner->state;
	int64_t wait_ms = state->due_ms - when_monotonic_ms();

	/* a file is looked at now and then */
	return wait_ms < 0 ? 0 : wait_ms < 500 ? (int)wait_ms : 500;
}

static void
faults_close(struct scanner *scanner)
{
	free(scanner->state);
}

const struct scanner_ops scanner_faults = {
	.scheme = "faults",
	.tells = true,
	.open = faults_open,
	.fd = faults_fd,
	.wait_ms = faults_wait_ms,
	.read = faults_read,
	.close = faults_close,
};
