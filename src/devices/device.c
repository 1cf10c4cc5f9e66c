#include <config.h>

#include "devices/device.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"

static const char *const state_labels[DEVICE_STATES] = {
	[DEVICE_CONNECTING] = N_("being looked for"),
	[DEVICE_READY] = N_("ready"),
	[DEVICE_AWAY] = N_("away"),
	[DEVICE_DENIED] = N_("not allowed"),
	[DEVICE_TROUBLE] = N_("out of order"),
};

const char *
device_state_label(enum device_state state)
{
	return _(state_labels[state]);
}

/* ---- messages: a letter, then texts that end with NUL ---- */

static void
put_field(struct buf *message, const char *text)
{
	buf_add_bytes(message, text, strlen(text) + 1);
}

bool
device_field_take(const char **bytes, size_t *length, char *out, size_t size)
{
	size_t count = strnlen(*bytes, *length);

	if (count == *length)
		return false;
	text_copy(out, size, *bytes);
	*bytes += count + 1;
	*length -= count + 1;
	return true;
}

void
device_status_put(struct buf *message, const struct device_status *status)
{
	buf_add_char(message, 'D');
	buf_add_char(message, (char)('0' + (int)status->state));
	put_field(message, status->unit);
	put_field(message, status->name);
	put_field(message, status->sentence);
	put_field(message, status->hint);
}

bool
device_status_take(struct device_status *status, const char *bytes, size_t length)
{
	if (length < 2 || bytes[0] != 'D' || bytes[1] < '0' || bytes[1] >= '0' + DEVICE_STATES)
		return false;
	status->state = (enum device_state)(bytes[1] - '0');
	bytes += 2;
	length -= 2;
	return device_field_take(&bytes, &length, status->unit, sizeof status->unit) &&
	       device_field_take(&bytes, &length, status->name, sizeof status->name) &&
	       device_field_take(&bytes, &length, status->sentence, sizeof status->sentence) &&
	       device_field_take(&bytes, &length, status->hint, sizeof status->hint);
}

void
device_begin_put(struct buf *message, const char *address)
{
	put_field(message, address);
}
