/*
 * Codes out of the reports of a HID point of sale scanner (usage page 0x8C).
 *
 * Makers agree on the usages and not on the places: Honeywell puts the AIM identifier before the
 * data, Newland has none, both in 64 bytes numbered 2.  So the places come from the descriptor.
 *
 *   code    the data of one or more reports, the last without the flag "continued"; may hold NUL
 *           and GS.  One longer than SCAN_DATA_MAX - 1 is cut: no shop's code is that long
 *   half    a code whose rest does not come within HID_CODE_WAIT_MS is dropped
 */
#ifndef RINGUP_DEVICES_HID_CODE_H
#define RINGUP_DEVICES_HID_CODE_H

#include "devices/hid_report.h"
#include "devices/scanner.h"

#define HID_CODE_WAIT_MS 250
#define HID_CODE_LAYOUTS_MAX 4
#define HID_PAGE_SCANNER 0x8c

struct hid_code_layout {
	uint8_t report;
	const struct hid_field *length; /* NULL: the data is padded with NUL */
	const struct hid_field *aim[3]; /* all or none */
	const struct hid_field *data;
	const struct hid_field *continued;
};

struct hid_code {
	struct hid_report fields; /* layouts point into it: a hid_code is not copied */
	struct hid_code_layout layouts[HID_CODE_LAYOUTS_MAX];
	size_t layout_count;
	char aim[4];
	char data[SCAN_DATA_MAX];
	size_t length;
	bool is_half; /* more reports belong to it */
	int64_t last_ms;
};

/* False: what this descriptor describes sends no codes. */
bool hid_code_init(struct hid_code *code, const uint8_t *descriptor, size_t count);

enum hid_code_news {
	HID_CODE_NONE,   /* a report about something else, or an empty one */
	HID_CODE_HALF,   /* the rest is to come */
	HID_CODE_WHOLE,  /* aim, data and length hold it until the next report */
	HID_CODE_BROKEN, /* a report that contradicts its descriptor; what was half is dropped */
};
/* bytes as they came, with the report's number in front if reports are numbered. */
enum hid_code_news hid_code_feed(struct hid_code *code, const uint8_t *bytes, size_t count,
                                 int64_t now_ms);
/* Drops what is half and older than HID_CODE_WAIT_MS (with now_ms INT64_MAX: at once, as the
 * device went).  True if there was something. */
bool hid_code_drop(struct hid_code *code, int64_t now_ms);
/* How long until hid_code_drop() is due; -1 nothing is half. */
int64_t hid_code_due_ms(const struct hid_code *code, int64_t now_ms);

#endif
