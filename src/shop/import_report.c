/*
 * What is wrong with a file: its bad rows in their order, each with all of its faults.
 *
 * Most faults are found row by row; some only when all rows are there (a deposit item that stands
 * in none), and go to their place among the others.
 */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "shop/sheet.h"

static void
write_text(struct import_report *report)
{
	size_t length = 0;

	for (int i = 0; i < report->shown; i++)
		length += (size_t)snprintf(report->text + length, sizeof(report->text) - length,
		                           "%s\n", report->faults[i].sentence);
}

static struct import_fault *
fault_of(struct import_report *report, int64_t line)
{
	for (int i = 0; i < report->shown; i++)
		if (report->faults[i].line == line)
			return &report->faults[i];
	return NULL;
}

/* Room for it in the order of lines; the last one gives way.  NULL: it stands behind all that are
 * shown. */
static struct import_fault *
make_room(struct import_report *report, int64_t line)
{
	int at = report->shown;

	while (at > 0 && report->faults[at - 1].line > line)
		at--;
	if (at == IMPORT_SHOWN_MAX)
		return NULL;
	if (report->shown < IMPORT_SHOWN_MAX)
		report->shown++;
	memmove(&report->faults[at + 1], &report->faults[at],
	        (size_t)(report->shown - at - 1) * sizeof(report->faults[0]));
	report->faults[at] = (struct import_fault){ .line = line };
	return &report->faults[at];
}

/* What does not fit any more is left out whole. */
static void
add_fault(struct import_fault *fault, const char *sentence)
{
	size_t length = strlen(fault->sentence), room = sizeof(fault->sentence) - length;

	if (length == 0)
		text_copy(fault->sentence, sizeof(fault->sentence), sentence);
	else if (strlen(sentence) + 3 <= room)
		snprintf(fault->sentence + length, room, "; %s", sentence);
}

static void
report_fault(struct import_report *report, int64_t line, bool named, bool counted,
             const char *sentence)
{
	struct import_fault *fault = fault_of(report, line);
	char first[sizeof(fault->sentence)];

	if (!fault && !counted && line != report->last_bad)
		report->bad++;
	report->last_bad = line;
	if (fault) {
		add_fault(fault, sentence);
	} else {
		fault = make_room(report, line);
		if (!fault)
			return;
		if (!named)
			snprintf(first, sizeof(first), _("line %lld: %s"), (long long)line,
			         sentence);
		add_fault(fault, named ? sentence : first);
	}
	write_text(report);
}

void
report_line(struct import_report *report, int64_t line, const char *sentence)
{
	report_fault(report, line, true, false, sentence);
}

void
report_row(struct import_report *report, int64_t line, const char *sentence)
{
	report_fault(report, line, false, false, sentence);
}

void
report_row_late(struct import_report *report, int64_t line, bool counted, const char *sentence)
{
	report_fault(report, line, false, counted, sentence);
}

void
report_row_format(struct import_report *report, int64_t line, const char *format, ...)
{
	char sentence[200];
	va_list rest;

	va_start(rest, format);
	vsnprintf(sentence, sizeof(sentence), format, rest);
	va_end(rest);
	report_row(report, line, sentence);
}

void
report_change(struct import_report *report, enum catalogue_change change)
{
	report->added += change == CATALOGUE_ADDED;
	report->changed += change == CATALOGUE_CHANGED;
	report->unchanged += change == CATALOGUE_UNCHANGED;
}

enum outcome
report_refuse(const struct import_report *report, struct err *err)
{
	if (!report->bad)
		return RC_OK;
	err_set(err, RC_REFUSED,
	        ngettext("%lld row cannot be imported: nothing was changed",
	                 "%lld rows cannot be imported: nothing was changed",
	                 (unsigned long)report->bad),
	        (long long)report->bad);
	err_hint(err, _("correct the file and import it again"));
	return RC_REFUSED;
}
