/*
 * HID report descriptors: what a device says its reports hold, as a list of fields.
 *
 * Pure: bytes in, fields out; what comes from a device is anything, so nothing here trusts a
 * length.
 *
 *   unit    a field's place and size are bits of the report behind its number
 *   usage   page << 16 | id, as in HID_USAGE()
 *   limit   HID_FIELDS_MAX fields; a descriptor with more, or one that ends in the middle of an
 *           item, is refused
 */
#ifndef RINGUP_DEVICES_HID_REPORT_H
#define RINGUP_DEVICES_HID_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HID_FIELDS_MAX 192
#define HID_COLLECTIONS_MAX 16
#define HID_DESCRIPTOR_MAX 4096
#define HID_USAGE(page, id) ((uint32_t)(page) << 16 | (uint32_t)(id))

enum hid_kind { HID_INPUT, HID_OUTPUT, HID_FEATURE };

struct hid_field {
	enum hid_kind kind;
	uint8_t report; /* its number, 0 if the device's reports have none */
	uint32_t usage;
	uint32_t application; /* usage of the outermost collection it stands in */
	uint32_t at;          /* bits from the report's begin, its number not counted */
	uint32_t bits;        /* of one element, 1 to 32 */
	uint32_t count;       /* elements of this usage side by side */
	bool is_array;        /* elements name usages instead of being them */
	bool is_signed;
	int exponent; /* of ten, for devices that weigh */
};

struct hid_report {
	struct hid_field fields[HID_FIELDS_MAX];
	size_t count;
	uint32_t applications[HID_COLLECTIONS_MAX]; /* usages of the outermost collections */
	size_t application_count;
	bool is_numbered;   /* reports begin with their number */
	size_t input_bytes; /* of the longest input report, with its number */
};

/* False: this is no descriptor, or one beyond the limits. */
bool hid_report_parse(struct hid_report *report, const uint8_t *bytes, size_t count);

/* The first field with this usage in reports of the kind (and of the number, unless it is -1), or
 * NULL. */
const struct hid_field *hid_report_find(const struct hid_report *report, enum hid_kind kind,
                                        int number, uint32_t usage);
/* Is a collection of this usage among the outermost? */
bool hid_report_is(const struct hid_report *report, uint32_t application);

/* The bits of a report (its number taken off) as a number; what lies behind its end is 0. */
uint32_t hid_bits(const uint8_t *bytes, size_t count, uint32_t at, uint32_t bits);

#endif
