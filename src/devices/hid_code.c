#include <config.h>

#include "devices/hid_code.h"

#include <ctype.h>
#include <string.h>

/* Usages of page 0x8C, and the length that stands on the desktop's page. */
enum {
	USAGE_BADGE_READER = 0x01,
	USAGE_CRADLE = 0x05, /* between them: scanner, dumb scanner, cordless base */
	USAGE_AIM_1 = 0xfb,
	USAGE_DATA = 0xfe,
	USAGE_CONTINUED = 0xff,
};
#define USAGE_BYTE_COUNT HID_USAGE(0x01, 0x3b)
#define SCANNER_USAGE(id) HID_USAGE(HID_PAGE_SCANNER, id)

/* ---- the layout ---- */

static bool
is_bytes(const struct hid_field *field)
{
	return field && field->bits == 8 && field->at % 8 == 0;
}

static bool
is_of_scanner(const struct hid_field *field)
{
	return field->application >= SCANNER_USAGE(USAGE_BADGE_READER) &&
	       field->application <= SCANNER_USAGE(USAGE_CRADLE);
}

static void
add_layout(struct hid_code *code, const struct hid_field *data)
{
	const struct hid_report *fields = &code->fields;
	int number = data->report;
	struct hid_code_layout layout = {
		.report = data->report,
		.data = data,
		.length = hid_report_find(fields, HID_INPUT, number, USAGE_BYTE_COUNT),
		.continued =
		        hid_report_find(fields, HID_INPUT, number, SCANNER_USAGE(USAGE_CONTINUED)),
	};

	for (unsigned part = 0; part < 3; part++)
		layout.aim[part] = hid_report_find(fields, HID_INPUT, number,
		                                   SCANNER_USAGE(USAGE_AIM_1 + part));
	if (!is_bytes(layout.aim[0]) || !is_bytes(layout.aim[1]) || !is_bytes(layout.aim[2]))
		memset(layout.aim, 0, sizeof layout.aim);
	code->layouts[code->layout_count++] = layout;
}

static const struct hid_code_layout *
layout_of(const struct hid_code *code, uint8_t report)
{
	for (size_t index = 0; index < code->layout_count; index++) {
		if (code->layouts[index].report == report)
			return &code->layouts[index];
	}
	return NULL;
}

bool
hid_code_init(struct hid_code *code, const uint8_t *descriptor, size_t count)
{
	memset(code, 0, sizeof *code);
	if (!hid_report_parse(&code->fields, descriptor, count))
		return false;
	for (size_t index = 0; index < code->fields.count; index++) {
		const struct hid_field *field = &code->fields.fields[index];

		if (field->kind == HID_INPUT && field->usage == SCANNER_USAGE(USAGE_DATA) &&
		    is_bytes(field) && !field->is_array && is_of_scanner(field) &&
		    code->layout_count < HID_CODE_LAYOUTS_MAX && !layout_of(code, field->report))
			add_layout(code, field);
	}
	return code->layout_count > 0;
}

/* ---- a report ---- */

struct payload {
	const uint8_t *bytes;
	size_t count;
};

static uint32_t
number_in(const struct payload *payload, const struct hid_field *field)
{
	return hid_bits(payload->bytes, payload->count, field->at, field->bits);
}

/* Where the report's data is and how much of it counts; false if the report says more than it
 * has. */
static bool
find_data(const struct payload *payload, const struct hid_code_layout *layout, const uint8_t **data,
          size_t *length)
{
	size_t at = layout->data->at / 8, room = layout->data->count;

	if (at >= payload->count)
		return false;
	if (room > payload->count - at)
		room = payload->count - at;
	*data = payload->bytes + at;
	if (layout->length) {
		*length = number_in(payload, layout->length);
		return *length <= room;
	}
	while (room > 0 && (*data)[room - 1] == 0)
		room--;
	*length = room;
	return true;
}

static void
take_aim(struct hid_code *code, const struct payload *payload, const struct hid_code_layout *layout)
{
	memset(code->aim, 0, sizeof code->aim);
	for (unsigned part = 0; layout->aim[0] && part < 3; part++)
		code->aim[part] = (char)number_in(payload, layout->aim[part]);
}

/* Some devices put everything one byte later than they say: "\0]E" and then "0" before the
 * data. */
static bool
is_shifted(const struct hid_code *code, const struct hid_code_layout *layout,
           const struct payload *payload, const uint8_t *data, size_t length)
{
	size_t at = layout->data->at / 8;

	return code->aim[0] != ']' && code->aim[1] == ']' && isalpha((unsigned char)code->aim[2]) &&
	       length < layout->data->count && at + length < payload->count && isalnum(data[0]);
}

static bool
is_aim(const char aim[static 4])
{
	return aim[0] == ']' && isalpha((unsigned char)aim[1]) && isalnum((unsigned char)aim[2]);
}

static void
begin_code(struct hid_code *code, const struct hid_code_layout *layout,
           const struct payload *payload, const uint8_t **data, size_t length)
{
	code->length = 0;
	take_aim(code, payload, layout);
	if (is_shifted(code, layout, payload, *data, length)) {
		code->aim[0] = ']';
		code->aim[1] = code->aim[2];
		code->aim[2] = (char)**data;
		++*data;
	}
	if (!is_aim(code->aim))
		memset(code->aim, 0, sizeof code->aim);
}

static void
add_data(struct hid_code *code, const uint8_t *data, size_t length)
{
	size_t room = sizeof code->data - 1 - code->length;

	if (length > room)
		length = room;
	memcpy(code->data + code->length, data, length);
	code->length += length;
	code->data[code->length] = '\0';
}

/* The end that a scanner was set up to type after each code. */
static void
strip_end(struct hid_code *code)
{
	if (code->length > 1 && code->data[code->length - 1] == '\n')
		code->length--;
	if (code->length > 1 && code->data[code->length - 1] == '\r')
		code->length--;
	code->data[code->length] = '\0';
}

enum hid_code_news
hid_code_feed(struct hid_code *code, const uint8_t *bytes, size_t count, int64_t now_ms)
{
	struct payload payload = { bytes, count };
	const struct hid_code_layout *layout;
	const uint8_t *data;
	size_t length;

	hid_code_drop(code, now_ms);
	if (count == 0)
		return HID_CODE_NONE;
	if (code->fields.is_numbered)
		payload = (struct payload){ bytes + 1, count - 1 };
	layout = layout_of(code, code->fields.is_numbered ? bytes[0] : 0);
	if (!layout)
		return HID_CODE_NONE;
	if (!find_data(&payload, layout, &data, &length)) {
		code->is_half = false;
		return HID_CODE_BROKEN;
	}
	if (!code->is_half)
		begin_code(code, layout, &payload, &data, length);
	add_data(code, data, length);
	code->last_ms = now_ms;
	code->is_half = layout->continued && number_in(&payload, layout->continued);
	if (code->is_half)
		return HID_CODE_HALF;
	strip_end(code);
	return code->length > 0 ? HID_CODE_WHOLE : HID_CODE_NONE;
}

bool
hid_code_drop(struct hid_code *code, int64_t now_ms)
{
	if (!code->is_half || hid_code_due_ms(code, now_ms) > 0)
		return false;
	code->is_half = false;
	code->length = 0;
	return true;
}

int64_t
hid_code_due_ms(const struct hid_code *code, int64_t now_ms)
{
	int64_t due = code->last_ms + HID_CODE_WAIT_MS + 1;

	if (!code->is_half)
		return -1;
	return due > now_ms ? due - now_ms : 0;
}
