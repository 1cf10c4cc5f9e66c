/*
 * Three questions of the ESC/POS command set:
 *
 *   DLE EOT 2   answered at once: why it is offline (cover open, paper out, an error)
 *   DLE EOT 4   answered at once: is there paper
 *   GS r 1      answered in turn, behind all that was sent before: is there paper
 *
 * Bits 0, 1, 4 and 7 of the first two answers are 0, 1, 1, 0; bits 4 and 7 of the third are 0:
 * whatever else comes up the line is no answer.
 */
#include <config.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"
#include "devices/printer_status.h"

#define ASK_MS 250
#define CONFIRM_MS 3000 /* longer than a receipt takes */

#define OFFLINE_COVER 0x04
#define OFFLINE_PAPER 0x20
#define OFFLINE_ERROR 0x40
#define SENSOR_NO_PAPER 0x60

static bool
is_at_once(int byte)
{
	return byte >= 0 && (byte & 0x93) == 0x12;
}

static bool
is_in_turn(int byte)
{
	return byte >= 0 && (byte & 0x90) == 0;
}

/* The answer to one question; -1: there is none. */
static int
ask(const struct status_line *line, const char *question, size_t count, bool (*fits)(int byte),
    int64_t due_ms)
{
	int byte;

	if (!line->say(line->context, question, count))
		return -1;
	do
		byte = line->hear(line->context, due_ms);
	while (byte >= 0 && !fits(byte));
	return byte;
}

bool
status_ask(const struct status_line *line, enum printer_state *state)
{
	int offline = ask(line, "\x10\x04\x02", 3, is_at_once, when_monotonic_ms() + ASK_MS), paper;

	if (offline < 0)
		return false;
	paper = ask(line, "\x10\x04\x04", 3, is_at_once, when_monotonic_ms() + ASK_MS);
	if (offline & OFFLINE_COVER)
		*state = PRINTER_COVER_OPEN;
	else if (offline & OFFLINE_PAPER || (paper >= 0 && paper & SENSOR_NO_PAPER))
		*state = PRINTER_OUT_OF_PAPER;
	else
		*state = offline & OFFLINE_ERROR ? PRINTER_TROUBLE : PRINTER_READY;
	return true;
}

enum outcome
status_confirm(const struct status_line *line, int64_t due_ms, struct printer_job *job,
               struct err *err)
{
	int64_t confirm_ms = when_monotonic_ms() + CONFIRM_MS;
	int byte = ask(line, "\x1dr\x01", 3, is_in_turn, confirm_ms < due_ms ? confirm_ms : due_ms);

	job->state = PRINTER_READY;
	if (byte >= 0)
		return RC_OK;
	if (!status_ask(line, &job->state))
		return err_set(err, RC_SYSTEM,
		               _("the printer stopped in the middle: has it paper?"));
	if (job->state == PRINTER_READY)
		return RC_OK;
	return printer_away(job, job->state, RC_SYSTEM, err);
}
