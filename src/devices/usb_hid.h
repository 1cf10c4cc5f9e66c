/*
 * HID devices over libusb: those a backend wants are taken from the kernel, read without waiting,
 * and given back; they may come and go at any time.
 *
 *   kind    a backend says which interfaces it wants, and gets their reports; every device of the
 *           kind that is there is used
 *   poll    usb_hid_fd() becomes readable when usb_hid_turn() has something to do.  Opening and
 *           requests block (libusb has no other way), so all this lives in a worker
 *   gone    a device that goes ends with end(); when it is plugged in again, at any port, it
 *           begins anew and is the same unit
 */
#ifndef RINGUP_DEVICES_USB_HID_H
#define RINGUP_DEVICES_USB_HID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/err.h"
#include "devices/device.h"
#include "devices/hid_report.h"

#define USB_SERIAL_MAX 21 /* the rest of a longer one is cut off */

/* What is known of an interface before it is taken. */
struct usb_hid_about {
	uint16_t vid, pid;
	bool is_hid;
	bool is_boot, is_keyboard;   /* speaks the boot protocol; that of keyboards */
	char serial[USB_SERIAL_MAX]; /* "" it has none */
	char name[DEVICE_NAME_MAX];  /* never "" */
	char port[24];               /* "1-5.2" */
	char unit[DEVICE_UNIT_MAX];  /* "0c2e:0b61:18142B04E0" */
	uint8_t descriptor[HID_DESCRIPTOR_MAX];
	size_t descriptor_count; /* 0: not known yet */
};

enum usb_hid_wish {
	USB_HID_NO,   /* leave it alone */
	USB_HID_LOOK, /* take it, if nobody has it, to read its descriptor; then ask again */
	USB_HID_TELL, /* leave it alone, but say what was filled in for it */
	USB_HID_YES,
};

struct usb_hid_device;
struct usb_hid_kind {
	/* May be asked twice, the second time with the descriptor. */
	enum usb_hid_wish (*wants)(void *context, const struct usb_hid_about *about,
	                           struct device_status *status);
	/* It was taken: gives the state for the slots below. */
	void *(*begin)(void *context, struct usb_hid_device *device);
	/* An input report; may be empty. */
	void (*input)(void *state, const uint8_t *bytes, size_t count, int64_t now_ms);
	/* Called at every turn: the milliseconds until it wants to be called next, -1 for no wish.
	 */
	int64_t (*turn)(void *state, int64_t now_ms);
	void (*end)(void *state);
	void (*tell)(void *context, const struct device_status *status);
	/* Everything that came, and first the descriptor, if it is known. */
	void (*raw)(void *context, const struct usb_hid_about *about, bool is_descriptor,
	            const uint8_t *bytes, size_t count);
};

struct usb_hid;
enum outcome usb_hid_open(struct usb_hid **hid, const struct usb_hid_kind *kind, void *context,
                          struct err *err);
void usb_hid_close(struct usb_hid **hid);
int usb_hid_fd(const struct usb_hid *hid);
int usb_hid_wait_ms(const struct usb_hid *hid); /* a turn is due by then, whatever is ready */
void usb_hid_turn(struct usb_hid *hid);
size_t usb_hid_count(const struct usb_hid *hid); /* devices in use */

/* ---- for a kind ---- */

const struct usb_hid_about *usb_hid_about(const struct usb_hid_device *device);
/* Tells the device's state, if it is another than the last told. */
void usb_hid_tell(struct usb_hid_device *device, enum device_state state, const char *sentence,
                  const char *hint);
/* A class request to the interface (SET_REPORT, SET_PROTOCOL, ...), host to device; blocks.
 * RC_REFUSED: the device does not know it. */
enum usb_hid_request { USB_HID_SET_REPORT = 9, USB_HID_SET_IDLE = 10, USB_HID_SET_PROTOCOL = 11 };
enum outcome usb_hid_request(struct usb_hid_device *device, enum usb_hid_request request,
                             uint16_t value, const uint8_t *bytes, size_t count);

/* "VID:PID[:SERIAL]" behind a scheme, "" for any. */
struct usb_hid_filter {
	bool is_any;
	uint16_t vid, pid;
	char serial[USB_SERIAL_MAX];
};
enum outcome usb_hid_filter(struct usb_hid_filter *filter, const char *where, struct err *err);
bool usb_hid_matches(const struct usb_hid_filter *filter, const struct usb_hid_about *about);

#endif
