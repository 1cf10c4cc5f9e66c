#include <config.h>

#include "devices/scanner_usb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "base/when.h"

enum outcome
usb_scanner_open(struct usb_scanner *usb, struct scanner *scanner, const struct usb_hid_kind *kind,
                 struct err *err)
{
	enum outcome outcome;

	usb->scanner = scanner;
	outcome = usb_hid_open(&usb->hid, kind, usb, err);
	if (!outcome)
		scanner->state = usb;
	return outcome;
}

/* Scans carry the unit, so that two scanners of one address are told apart. */
void
usb_scanner_add(struct usb_scanner *usb, const struct usb_hid_device *device, const char *symbology,
                const char *bytes, size_t count, int64_t now_ms)
{
	struct scan *scan = scan_queue_add(&usb->scans);

	if (!scan) {
		log_line("a scan was dropped: nobody takes them");
		return;
	}
	if (symbology[0]) {
		if (count > sizeof scan->data - 1)
			count = sizeof scan->data - 1;
		memcpy(scan->data, bytes, count);
		scan->length = count;
		text_copy(scan->symbology, sizeof scan->symbology, symbology);
		scan->at_ms = now_ms;
	} else {
		scan_fill(scan, bytes, count, "", now_ms);
	}
	text_copy(scan->device, sizeof scan->device, usb_hid_about(device)->unit);
}

void
usb_scanner_name_last(struct usb_scanner *usb, const char *word)
{
	struct scan *scan = scan_queue_last(&usb->scans);
	char unit[sizeof scan->device];

	if (!scan)
		return;
	text_copy(unit, sizeof unit, scan->device);
	unit[strcspn(unit, "@")] = '\0';
	snprintf(scan->device, sizeof scan->device, "%.36s %.3s", unit, word);
}

/* That none is there is trouble only where one is named. */
void
usb_scanner_tell(void *context, const struct device_status *status)
{
	const struct usb_scanner *usb = context;
	struct device_status mild = *status;

	if (!status->unit[0] && usb->filter.is_any)
		mild.state = DEVICE_CONNECTING;
	scanner_tell(usb->scanner, &mild);
}

void
usb_scanner_raw(void *context, const struct usb_hid_about *about, bool is_descriptor,
                const uint8_t *bytes, size_t count)
{
	const struct usb_scanner *usb = context;
	struct scanner_raw raw = { .is_descriptor = is_descriptor,
		                   .at_ms = when_monotonic_ms(),
		                   .bytes = bytes,
		                   .count = count };

	text_copy(raw.unit, sizeof raw.unit, about->unit);
	scanner_tell_raw(usb->scanner, &raw);
}

int
usb_scanner_fd(const struct scanner *scanner)
{
	const struct usb_scanner *usb = scanner->state;

	return usb_hid_fd(usb->hid);
}

int
usb_scanner_wait_ms(const struct scanner *scanner)
{
	const struct usb_scanner *usb = scanner->state;

	return usb_hid_wait_ms(usb->hid);
}

enum outcome
usb_scanner_read(struct scanner *scanner, struct scan *scan, struct err *err)
{
	struct usb_scanner *usb = scanner->state;

	if (usb->scans.count == 0)
		usb_hid_turn(usb->hid);
	if (scan_queue_take(&usb->scans, scan))
		return RC_OK;
	return err_set(err, RC_NOT_FOUND, _("there is no further scan"));
}

void
usb_scanner_close(struct scanner *scanner)
{
	struct usb_scanner *usb = scanner->state;

	usb_hid_close(&usb->hid);
	scan_queue_done(&usb->scans);
	free(usb);
}
