/*
 * What the backends that read USB scanners share: usb_hid as a scanner, one unit a device.
 */
#ifndef RINGUP_DEVICES_SCANNER_USB_H
#define RINGUP_DEVICES_SCANNER_USB_H

#include "devices/scan_queue.h"
#include "devices/scanner_backend.h"
#include "devices/usb_hid.h"

struct usb_scanner {
	struct scanner *scanner;
	struct usb_hid *hid;
	struct usb_hid_filter filter;
	struct scan_queue scans;
	const void *extra; /* the backend's own: a constant */
};

/* Filter and extra are set by the backend before. */
enum outcome usb_scanner_open(struct usb_scanner *usb, struct scanner *scanner,
                              const struct usb_hid_kind *kind, struct err *err);
/* A code of a device: symbology "" or "]E0". */
void usb_scanner_add(struct usb_scanner *usb, const struct usb_hid_device *device,
                     const char *symbology, const char *bytes, size_t count, int64_t now_ms);
/* The device of the code added last becomes "VENDOR:PRODUCT[:SERIAL] WORD". */
void usb_scanner_name_last(struct usb_scanner *usb, const char *word);
/* The kind's tell and raw, with a struct usb_scanner. */
void usb_scanner_tell(void *context, const struct device_status *status);
void usb_scanner_raw(void *context, const struct usb_hid_about *about, bool is_descriptor,
                     const uint8_t *bytes, size_t count);

/* Slots of struct scanner_ops; the scanner's state is a struct usb_scanner. */
int usb_scanner_fd(const struct scanner *scanner);
int usb_scanner_wait_ms(const struct scanner *scanner);
enum outcome usb_scanner_read(struct scanner *scanner, struct scan *scan, struct err *err);
void usb_scanner_close(struct scanner *scanner);

#endif
