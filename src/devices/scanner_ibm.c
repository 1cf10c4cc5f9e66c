/*
 * USB scanners in IBM's mode, hand-held or table-top (makers also say "USB OEM").  Experimental: no
 * maker publishes all of it, and nobody has tried this with a device.
 *
 *   found   by its usage page 0xFF45, or as Symbol's product 1300 or 1400
 *   begin   silent until an output report of 11 bytes that begins with 0x11 enables it
 *   report  its length (itself counted), three bytes of status, the data, the kind of code behind
 * it (one byte, or three of which the last is 0x0B); a status alone has no data digits  of EAN and
 * UPC are ASCII, or numbers 0 to 9
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "devices/scanner_usb.h"

#define PAGE_IBM 0xff45u
#define VID_SYMBOL 0x05e0
#define PID_HAND_HELD 0x1300
#define PID_TABLE_TOP 0x1400
#define OUTPUT_REPORT 0x200
#define STATUS_BYTES 4 /* the length and three of status */

/* What stands behind the data.  UPC-A and UPC-E come as they are printed, which no AIM identifier
 * says. */
static const struct {
	uint8_t bytes[3];
	size_t count;
	const char *symbology;
} code_kinds[] = {
	{ { 0x00, 0x0a, 0x0b }, 3, "]A0" }, /* Code 39 */
	{ { 0x00, 0x0d, 0x0b }, 3, "]I0" }, /* interleaved 2 of 5 */
	{ { 0x00, 0x18, 0x0b }, 3, "]C0" }, /* Code 128 */
	{ { 0x00, 0x25, 0x0b }, 3, "]C1" }, /* GS1-128 */
	{ { 0x16 }, 1, "]E0" },             /* EAN-13 */
	{ { 0x0c }, 1, "]E4" },             /* EAN-8 */
	{ { 0x0d }, 1, "" },                /* UPC-A */
	{ { 0x0a }, 1, "" },                /* UPC-E */
};

struct ibm {
	struct usb_scanner *usb;
	struct usb_hid_device *device;
};

static bool
has_page(const struct usb_hid_about *about)
{
	struct hid_report *report = alloc_zero(1, sizeof *report);
	bool has = hid_report_parse(report, about->descriptor, about->descriptor_count) &&
	           report->application_count > 0 && report->applications[0] >> 16 == PAGE_IBM;

	free(report);
	return has;
}

static enum usb_hid_wish
wants(void *context, const struct usb_hid_about *about, struct device_status *status)
{
	const struct usb_scanner *usb = context;

	(void)status;
	if (!usb_hid_matches(&usb->filter, about) || !about->is_hid || about->is_boot)
		return USB_HID_NO;
	if (about->vid == VID_SYMBOL &&
	    (about->pid == PID_HAND_HELD || about->pid == PID_TABLE_TOP))
		return USB_HID_YES;
	if (about->descriptor_count == 0)
		return USB_HID_LOOK;
	return has_page(about) ? USB_HID_YES : USB_HID_NO;
}

static void *
begin(void *context, struct usb_hid_device *device)
{
	static const uint8_t enable[11] = { 0x11 };
	struct ibm *ibm = alloc_zero(1, sizeof *ibm);

	ibm->usb = context;
	ibm->device = device;
	usb_hid_request(device, USB_HID_SET_REPORT, OUTPUT_REPORT, enable, sizeof enable);
	return ibm;
}

/* Takes the kind of code off the end of the data. */
static const char *
take_kind(const uint8_t *data, size_t *count)
{
	for (size_t index = 0; index < sizeof code_kinds / sizeof *code_kinds; index++) {
		size_t length = code_kinds[index].count;

		if (*count <= length ||
		    memcmp(data + *count - length, code_kinds[index].bytes, length) != 0)
			continue;
		*count -= length;
		return code_kinds[index].symbology;
	}
	return "";
}

static void
input(void *state, const uint8_t *bytes, size_t count, int64_t now_ms)
{
	struct ibm *ibm = state;
	char data[UINT8_MAX];
	const char *symbology;
	size_t length;
	bool are_numbers = true;

	if (count == 0 || bytes[0] <= STATUS_BYTES || bytes[0] > count)
		return;
	length = bytes[0] - (size_t)STATUS_BYTES;
	symbology = take_kind(bytes + STATUS_BYTES, &length);
	memcpy(data, bytes + STATUS_BYTES, length);
	for (size_t index = 0; index < length; index++)
		are_numbers = are_numbers && bytes[STATUS_BYTES + index] <= 9;
	for (size_t index = 0; index < length && are_numbers; index++)
		data[index] = (char)(data[index] + '0');
	usb_scanner_add(ibm->usb, ibm->device, symbology, data, length, now_ms);
}

static int64_t
turn(void *state, int64_t now_ms)
{
	(void)state, (void)now_ms;
	return -1;
}

static void
end(void *state)
{
	free(state);
}

static const struct usb_hid_kind kind = {
	.wants = wants,
	.begin = begin,
	.input = input,
	.turn = turn,
	.end = end,
	.tell = usb_scanner_tell,
	.raw = usb_scanner_raw,
};

static enum outcome
ibm_open(struct scanner *scanner, const char *where, struct err *err)
{
	struct usb_scanner *usb = alloc_zero(1, sizeof *usb);
	enum outcome outcome = usb_hid_filter(&usb->filter, where, err);

	if (!outcome)
		outcome = usb_scanner_open(usb, scanner, &kind, err);
	if (outcome)
		free(usb);
	return outcome;
}

const struct scanner_ops scanner_ibm = {
	.scheme = "ibm",
	.tells = true,
	.open = ibm_open,
	.fd = usb_scanner_fd,
	.wait_ms = usb_scanner_wait_ms,
	.read = usb_scanner_read,
	.close = usb_scanner_close,
};
