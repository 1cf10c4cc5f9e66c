/*
 * A descriptor is a list of short items: a byte (type, tag, size of its value), and the value.
 *
 *   global  items set what holds until changed: usage page, size, count, report number
 *   local   items (usages) hold for the next main item only
 *   main    items make fields (input, output, feature) and open or close collections
 *
 * Four bytes that say "8 bits, 56 times, usage 8C:FE, input" become one field of 56 elements;
 * several usages become several fields of one element each, the last taking what is left.
 */
#include <config.h>

#include "devices/hid_report.h"

#include <string.h>

#define STACK_MAX 8
#define USAGES_MAX 64
#define REPORT_BITS_MAX (8u * 65536u)

enum item {
	ITEM_INPUT = 0x80,
	ITEM_OUTPUT = 0x90,
	ITEM_COLLECTION = 0xa0,
	ITEM_FEATURE = 0xb0,
	ITEM_END_COLLECTION = 0xc0,
	ITEM_USAGE_PAGE = 0x04,
	ITEM_LOGICAL_MINIMUM = 0x14,
	ITEM_EXPONENT = 0x54,
	ITEM_SIZE = 0x74,
	ITEM_NUMBER = 0x84,
	ITEM_COUNT = 0x94,
	ITEM_PUSH = 0xa4,
	ITEM_POP = 0xb4,
	ITEM_USAGE = 0x08,
	ITEM_USAGE_MINIMUM = 0x18,
	ITEM_USAGE_MAXIMUM = 0x28,
	ITEM_LONG = 0xfe,
};

enum main_flag { FLAG_CONSTANT = 1, FLAG_VARIABLE = 2 };

struct globals {
	uint32_t page, size, count;
	uint8_t number;
	bool is_signed;
	int exponent;
};

struct parser {
	struct hid_report *report;
	struct globals now, stack[STACK_MAX];
	size_t stacked;
	uint32_t usages[USAGES_MAX], minimum;
	size_t usage_count;
	size_t depth;
	uint32_t application;
	uint32_t used[3][256]; /* bits so far, by kind and report number */
};

/* A value of four bytes names its page itself. */
static uint32_t
full_usage(const struct parser *parser, uint32_t value, size_t size)
{
	return size == 4 ? value : HID_USAGE(parser->now.page, value);
}

static void
add_usage(struct parser *parser, uint32_t usage)
{
	if (parser->usage_count < USAGES_MAX)
		parser->usages[parser->usage_count++] = usage;
}

/* A range beyond the room is cut: no field we look for stands in one. */
static void
add_range(struct parser *parser, uint32_t maximum)
{
	for (uint32_t usage = parser->minimum; usage <= maximum; usage++) {
		add_usage(parser, usage);
		if (parser->usage_count == USAGES_MAX || usage == UINT32_MAX)
			return;
	}
}

static void
forget_locals(struct parser *parser)
{
	parser->usage_count = 0;
	parser->minimum = 0;
}

/* "Usage 8C:FE" may be said once for 56 elements or 56 times: both make one field. */
static bool
continues_last(const struct hid_report *report, const struct hid_field *field)
{
	const struct hid_field *last;

	if (report->count == 0)
		return false;
	last = &report->fields[report->count - 1];
	return last->kind == field->kind && last->report == field->report &&
	       last->usage == field->usage && last->application == field->application &&
	       last->bits == field->bits && last->is_array == field->is_array &&
	       last->at + last->bits * last->count == field->at;
}

static bool
add_field(struct parser *parser, enum hid_kind kind, uint32_t usage, uint32_t first, uint32_t count,
          bool is_array)
{
	struct hid_report *report = parser->report;
	uint32_t start = parser->used[kind][parser->now.number];
	struct hid_field field = {
		.kind = kind,
		.report = parser->now.number,
		.usage = usage,
		.application = parser->application,
		.at = start + first * parser->now.size,
		.bits = parser->now.size,
		.count = count,
		.is_array = is_array,
		.is_signed = parser->now.is_signed,
		.exponent = parser->now.exponent,
	};

	if (continues_last(report, &field)) {
		report->fields[report->count - 1].count += count;
		return true;
	}
	if (report->count == HID_FIELDS_MAX)
		return false;
	report->fields[report->count++] = field;
	return true;
}

static bool
add_variables(struct parser *parser, enum hid_kind kind)
{
	uint32_t count = parser->now.count, first = 0;

	for (size_t index = 0; index < parser->usage_count && first < count; index++) {
		bool is_last = index + 1 == parser->usage_count;

		if (!add_field(parser, kind, parser->usages[index], first,
		               is_last ? count - first : 1, false))
			return false;
		first++;
	}
	return true;
}

static bool
main_item(struct parser *parser, enum hid_kind kind, uint32_t flags)
{
	uint32_t *used = &parser->used[kind][parser->now.number];
	uint64_t bits = (uint64_t)parser->now.size * parser->now.count;
	bool is_known = !(flags & FLAG_CONSTANT) && parser->usage_count > 0 &&
	                parser->now.size > 0 && parser->now.size <= 32 && parser->now.count > 0;
	bool fits = true;

	if (*used + bits > REPORT_BITS_MAX)
		return false;
	if (is_known && flags & FLAG_VARIABLE)
		fits = add_variables(parser, kind);
	else if (is_known)
		fits = add_field(parser, kind, parser->usages[0], 0, parser->now.count, true);
	*used += (uint32_t)bits;
	if (kind == HID_INPUT && (*used + 7) / 8 > parser->report->input_bytes)
		parser->report->input_bytes = (*used + 7) / 8;
	forget_locals(parser);
	return fits;
}

static void
open_collection(struct parser *parser)
{
	struct hid_report *report = parser->report;

	if (parser->depth++ == 0) {
		parser->application = parser->usage_count ? parser->usages[0] : 0;
		if (report->application_count < HID_COLLECTIONS_MAX)
			report->applications[report->application_count++] = parser->application;
	}
	forget_locals(parser);
}

static void
close_collection(struct parser *parser)
{
	if (parser->depth > 0)
		parser->depth--;
	forget_locals(parser);
}

/* Four bits, two's complement. */
static int
exponent_of(uint32_t value)
{
	int exponent = (int)(value & 15);

	return exponent > 7 ? exponent - 16 : exponent;
}

static bool
is_negative(uint32_t value, size_t size)
{
	return size > 0 && value >> (8 * size - 1) & 1;
}

static bool
set_number(struct parser *parser, uint32_t value)
{
	if (value == 0 || value > 255)
		return false;
	parser->now.number = (uint8_t)value;
	parser->report->is_numbered = true;
	return true;
}

static bool
pop(struct parser *parser)
{
	if (parser->stacked == 0)
		return false;
	parser->now = parser->stack[--parser->stacked];
	return true;
}

static bool
push(struct parser *parser)
{
	if (parser->stacked == STACK_MAX)
		return false;
	parser->stack[parser->stacked++] = parser->now;
	return true;
}

static bool
global_item(struct parser *parser, uint8_t item, uint32_t value, size_t size)
{
	switch (item) {
	case ITEM_USAGE_PAGE:
		parser->now.page = value & 0xffff;
		return true;
	case ITEM_LOGICAL_MINIMUM:
		parser->now.is_signed = is_negative(value, size);
		return true;
	case ITEM_EXPONENT:
		parser->now.exponent = exponent_of(value);
		return true;
	case ITEM_SIZE:
		parser->now.size = value;
		return true;
	case ITEM_COUNT:
		parser->now.count = value;
		return true;
	case ITEM_NUMBER:
		return set_number(parser, value);
	case ITEM_PUSH:
		return push(parser);
	case ITEM_POP:
		return pop(parser);
	}
	return true;
}

static void
local_item(struct parser *parser, uint8_t item, uint32_t value, size_t size)
{
	uint32_t usage = full_usage(parser, value, size);

	if (item == ITEM_USAGE)
		add_usage(parser, usage);
	else if (item == ITEM_USAGE_MINIMUM)
		parser->minimum = usage;
	else if (item == ITEM_USAGE_MAXIMUM)
		add_range(parser, usage);
}

static bool
take_item(struct parser *parser, uint8_t item, uint32_t value, size_t size)
{
	switch (item) {
	case ITEM_INPUT:
		return main_item(parser, HID_INPUT, value);
	case ITEM_OUTPUT:
		return main_item(parser, HID_OUTPUT, value);
	case ITEM_FEATURE:
		return main_item(parser, HID_FEATURE, value);
	case ITEM_COLLECTION:
		open_collection(parser);
		return true;
	case ITEM_END_COLLECTION:
		close_collection(parser);
		return true;
	}
	if ((item & 0x0c) == 0x04)
		return global_item(parser, item, value, size);
	local_item(parser, item, value, size);
	return true;
}

bool
hid_report_parse(struct hid_report *report, const uint8_t *bytes, size_t count)
{
	static const size_t sizes[] = { 0, 1, 2, 4 };
	struct parser parser = { .report = report };
	size_t at = 0;

	memset(report, 0, sizeof *report);
	while (at < count) {
		uint8_t head = bytes[at++];
		size_t size = sizes[head & 3];
		uint32_t value = 0;

		if (head == ITEM_LONG) {
			if (at >= count || count - at < 2u + bytes[at])
				return false;
			at += 2u + bytes[at];
			continue;
		}
		if (count - at < size)
			return false;
		for (size_t byte = 0; byte < size; byte++)
			value |= (uint32_t)bytes[at + byte] << (8 * byte);
		at += size;
		if (!take_item(&parser, head & 0xfc, value, size))
			return false;
	}
	report->input_bytes += report->is_numbered;
	return count > 0;
}

const struct hid_field *
hid_report_find(const struct hid_report *report, enum hid_kind kind, int number, uint32_t usage)
{
	for (size_t index = 0; index < report->count; index++) {
		const struct hid_field *field = &report->fields[index];

		if (field->kind == kind && field->usage == usage &&
		    (number < 0 || field->report == number))
			return field;
	}
	return NULL;
}

bool
hid_report_is(const struct hid_report *report, uint32_t application)
{
	for (size_t index = 0; index < report->application_count; index++) {
		if (report->applications[index] == application)
			return true;
	}
	return false;
}

uint32_t
hid_bits(const uint8_t *bytes, size_t count, uint32_t at, uint32_t bits)
{
	uint32_t value = 0;

	for (uint32_t bit = 0; bit < bits && bit < 32; bit++) {
		size_t byte = (at + bit) / 8;

		if (byte < count && bytes[byte] >> ((at + bit) % 8) & 1)
			value |= 1u << bit;
	}
	return value;
}
