#include <config.h>

#include "devices/recording.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define REPORT_MAX 1024

/* ---- writing ---- */

void
recording_put_raw(struct buf *text, const struct scanner_raw *raw, int64_t begin_ms)
{
	const char *unit = raw->unit[0] ? raw->unit : "-";

	if (raw->is_descriptor)
		buf_format(text, "#D %s ", unit);
	else
		buf_format(text, "#R %" PRId64 " %s ", raw->at_ms - begin_ms, unit);
	for (size_t index = 0; index < raw->count; index++)
		buf_format(text, "%02x", raw->bytes[index]);
	buf_add_char(text, '\n');
}

void
recording_put_scan(struct buf *text, const struct scan *scan)
{
	buf_add(text, scan->symbology);
	for (size_t index = 0; index < scan->length; index++) {
		unsigned char byte = (unsigned char)scan->data[index];

		if (byte == '\\')
			buf_add(text, "\\\\");
		else if (byte >= 0x20 && byte < 0x7f)
			buf_add_char(text, (char)byte);
		else
			buf_format(text, "\\x%02X", byte);
	}
	buf_add_char(text, '\n');
}

/* ---- reading ---- */

static size_t
read_hex(const char *text, uint8_t *bytes, size_t size)
{
	size_t count = 0;
	unsigned value;

	while (count < size && sscanf(text, "%2x", &value) == 1 && text[1]) {
		bytes[count++] = (uint8_t)value;
		text += 2;
	}
	return count;
}

static struct recorded_unit *
find_unit(struct recording *recording, const char *name)
{
	struct recorded_unit *unit = recording->units;

	while (unit < recording->units + recording->count && strcmp(unit->unit, name) != 0)
		unit++;
	if (unit < recording->units + recording->count)
		return unit;
	if (recording->count == RECORDED_UNITS_MAX)
		return NULL;
	recording->count++;
	memset(unit, 0, sizeof *unit);
	text_copy(unit->unit, sizeof unit->unit, name);
	return unit;
}

static void
begin_unit(struct recording *recording, const char *name, const char *hex)
{
	struct recorded_unit *unit = find_unit(recording, name);
	uint8_t bytes[HID_DESCRIPTOR_MAX];
	size_t count = read_hex(hex, bytes, sizeof bytes);

	if (!unit)
		return;
	unit->is_scanner = hid_code_init(&unit->code, bytes, count);
	keyboard_init(&unit->keyboard, recording->layout);
}

static void
fill(struct scan *scan, const struct recorded_unit *unit, const char *aim, const char *data,
     size_t length, int64_t at_ms)
{
	memset(scan, 0, sizeof *scan);
	text_copy(scan->symbology, sizeof scan->symbology, aim);
	memcpy(scan->data, data, length);
	scan->length = length;
	text_copy(scan->device, sizeof scan->device, unit->unit);
	scan->at_ms = at_ms;
}

static bool
read_report(struct recording *recording, const char *name, int64_t at_ms, const char *hex,
            struct scan *scan)
{
	struct recorded_unit *unit = find_unit(recording, name);
	uint8_t bytes[REPORT_MAX];
	size_t count = read_hex(hex, bytes, sizeof bytes);

	if (!unit)
		return false;
	if (unit->is_scanner) {
		if (hid_code_feed(&unit->code, bytes, count, at_ms) != HID_CODE_WHOLE)
			return false;
		fill(scan, unit, unit->code.aim, unit->code.data, unit->code.length, at_ms);
		return true;
	}
	if (!unit->keyboard.layout)
		keyboard_init(&unit->keyboard, recording->layout);
	keyboard_drop(&unit->keyboard, at_ms);
	if (!keyboard_feed(&unit->keyboard, bytes, count, at_ms))
		return false;
	fill(scan, unit, "", unit->keyboard.text, unit->keyboard.length, at_ms);
	return true;
}

bool
recording_read(struct recording *recording, const char *line, struct scan *scan)
{
	char name[41];
	int64_t at_ms;
	int hex = 0;

	if (sscanf(line, "#D %40s %n", name, &hex) == 1 && hex)
		begin_unit(recording, name, line + hex);
	else if (sscanf(line, "#R %" SCNd64 " %40s %n", &at_ms, name, &hex) == 2 && hex)
		return read_report(recording, name, at_ms, line + hex, scan);
	return false;
}
