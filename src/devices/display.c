#include <config.h>

#include "devices/display.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "devices/device.h"

static const struct display_kind kinds[] = {
	{ "cd5220",
	  N_("a display of two lines for the customer, CD5220 commands: cd5220:/dev/ttyUSB0 "
	     "9600") },
	{ "epson", N_("the same with Epson's commands (DM-D30, DM-D110): epson:/dev/ttyS1") },
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

size_t
display_kinds(const struct display_kind **out)
{
	*out = kinds;
	return KIND_COUNT;
}

enum outcome
display_find(const char *address, const struct display_kind **kind, const char **where,
             struct err *err)
{
	size_t length = strcspn(address, ":");

	for (size_t i = 0; i < KIND_COUNT; i++) {
		if (strlen(kinds[i].scheme) == length &&
		    memcmp(kinds[i].scheme, address, length) == 0) {
			*kind = &kinds[i];
			*where = address[length] ? address + length + 1 : "";
			return RC_OK;
		}
	}
	err_set(err, RC_REFUSED, _("there is no kind of display \"%.60s\""), address);
	return err_hint(err, _("\"ringup devices list\" names them"));
}

/* ---- messages ---- */

static void
put_field(struct buf *message, const char *text)
{
	buf_add_bytes(message, text, strlen(text) + 1);
}

void
display_put(struct buf *message, const struct display_facts *facts)
{
	buf_add_char(message, 'T');
	buf_add_char(message, (char)('0' + (int)facts->moment));
	put_field(message, facts->mark);
	put_field(message, facts->text);
	put_field(message, facts->amount);
	put_field(message, facts->label);
	put_field(message, facts->sum);
}

bool
display_take(struct display_facts *facts, const char *bytes, size_t length)
{
	if (length < 2 || bytes[0] != 'T' || bytes[1] < '0' || bytes[1] >= '0' + DISPLAY_MOMENTS)
		return false;
	facts->moment = (enum display_moment)(bytes[1] - '0');
	bytes += 2;
	length -= 2;
	return device_field_take(&bytes, &length, facts->mark, sizeof facts->mark) &&
	       device_field_take(&bytes, &length, facts->text, sizeof facts->text) &&
	       device_field_take(&bytes, &length, facts->amount, sizeof facts->amount) &&
	       device_field_take(&bytes, &length, facts->label, sizeof facts->label) &&
	       device_field_take(&bytes, &length, facts->sum, sizeof facts->sum);
}

/* ---- two lines ---- */

/* The text at the left, its amount at the right; an amount alone stands at the right. */
static void
line(char out[static DISPLAY_TEXT_MAX], int cols, const char *text, const char *amount)
{
	int room = cols - text_cols(amount) - (amount[0] != '\0');
	size_t length;

	if (room < 0) {
		text_pad(out, DISPLAY_TEXT_MAX, amount, cols, ALIGN_RIGHT);
		return;
	}
	length = text_pad(out, DISPLAY_TEXT_MAX, text, room, ALIGN_LEFT);
	text_pad(out + length, DISPLAY_TEXT_MAX - length, amount, cols - room, ALIGN_RIGHT);
}

void
display_lines(const struct display_facts *facts, int cols, char upper[static DISPLAY_TEXT_MAX],
              char lower[static DISPLAY_TEXT_MAX])
{
	bool is_idle = facts->moment == DISPLAY_IDLE;

	if (is_idle)
		text_pad(upper, DISPLAY_TEXT_MAX, facts->text, cols, ALIGN_CENTRE);
	else
		line(upper, cols, facts->text, facts->amount);
	if (is_idle || (facts->mark[0] && !facts->label[0]))
		text_pad(lower, DISPLAY_TEXT_MAX, facts->mark[0] ? facts->mark : facts->label, cols,
		         ALIGN_CENTRE);
	else
		line(lower, cols, facts->label, facts->sum);
}
