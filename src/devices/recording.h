/*
 * What a scanner sent, with times, as text: for those who can read what nobody here understands.
 *
 *   form    "#D UNIT HEX" the report descriptor of a device, "#R MS UNIT HEX" what it sent so many
 *           milliseconds after the first line; codes that were read stand between, so that the
 *           address "replay:FILE" gives them again
 */
#ifndef RINGUP_DEVICES_RECORDING_H
#define RINGUP_DEVICES_RECORDING_H

#include "base/buf.h"
#include "devices/hid_code.h"
#include "devices/keyboard.h"
#include "devices/scanner.h"

void recording_put_raw(struct buf *text, const struct scanner_raw *raw, int64_t begin_ms);
/* One line of a code, in the form of "replay:". */
void recording_put_scan(struct buf *text, const struct scan *scan);

/* Reading it again: each device's reports are decoded anew. */
#define RECORDED_UNITS_MAX 8
struct recorded_unit {
	char unit[41];
	bool is_scanner; /* else a keyboard */
	struct hid_code code;
	struct keyboard keyboard;
};
struct recording {
	struct recorded_unit units[RECORDED_UNITS_MAX];
	size_t count;
	const struct keyboard_layout *layout; /* of those that type */
};
/* True: with this line a code was whole.  Lines that are none of ours are passed over. */
bool recording_read(struct recording *recording, const char *line, struct scan *scan);

#endif
