#include <config.h>

#include "checkout/label.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

static void add(char *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void
add(char *out, const char *format, ...)
{
	size_t used = strlen(out);
	va_list values;

	if (used)
		used += (size_t)snprintf(out + used, NOTE_MAX - used, ", ");
	va_start(values, format);
	vsnprintf(out + used, NOTE_MAX - used, format, values);
	va_end(values);
}

bool
label_text(const struct sale_line *line, const char *date_pattern, char out[static NOTE_MAX])
{
	char day[WHEN_TEXT_MAX];

	out[0] = '\0';
	if (line->lot[0])
		add(out, _("lot %s"), line->lot);
	if (line->serial[0])
		add(out, _("serial no. %s"), line->serial);
	if (line->expiry && date_pattern)
		add(out, _("expires %s"), day_text(day, line->expiry, date_pattern));
	if (line->best_before && date_pattern)
		add(out, _("best before %s"), day_text(day, line->best_before, date_pattern));
	return out[0] != '\0';
}
