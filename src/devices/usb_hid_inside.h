/*
 * What the files usb_hid*.c share.
 */
#ifndef RINGUP_DEVICES_USB_HID_INSIDE_H
#define RINGUP_DEVICES_USB_HID_INSIDE_H

#include <libusb.h>

#include "devices/usb_hid.h"

#define USB_REPORT_MAX 1024

/* libusb sees what is there when it begins, and changes only while a device manager (udev) runs.
 * Without one a fresh context is made when sysfs has changed; the old one stays for as long as a
 * device of it is in use. */
struct usb_context {
	struct usb_context *next;
	struct usb_hid *hid;
	libusb_context *libusb;
	libusb_hotplug_callback_handle hotplug;
	bool has_hotplug;
	size_t users; /* devices that hold it */
};

enum usb_stage {
	USB_REFUSED, /* not ours; remembered so that it is not asked again */
	USB_WAITING, /* ours perhaps: not allowed, busy, or not yet described */
	USB_READING,
	USB_GONE,
};

struct usb_hid_device {
	struct usb_hid_device *next;
	struct usb_hid *hid;
	struct usb_context *context;
	struct usb_hid_about about;
	uint8_t bus, address, configuration, interface;
	uint8_t endpoint;
	size_t packet_bytes;
	size_t descriptor_bytes; /* as the interface announces it */

	enum usb_stage stage;
	int64_t again_ms; /* WAITING: when to try next; READING: when to read on after errors, or 0
	                   */
	unsigned tries;
	libusb_device *usb;
	libusb_device_handle *handle;
	struct libusb_transfer *transfer;
	uint8_t buffer[USB_REPORT_MAX];
	bool is_detached; /* we took it from a driver of the kernel */
	bool in_flight, is_stalled;
	bool was_disturbed;
	unsigned errors;
	int64_t turn_ms; /* until its kind wants to be called, -1 not at all */
	void *state;
	struct device_status told;
};

struct usb_hid {
	const struct usb_hid_kind *kind;
	void *context;
	int epoll_fd;
	struct usb_context *contexts; /* the newest first */
	struct usb_hid_device *devices;
	bool must_look;       /* something came or went */
	uint64_t seen, shown; /* what sysfs showed: when we looked last, and at the last tick */
	int64_t tick_ms;      /* when the next one is due */
	int64_t due_ms;       /* when the next turn is */
	bool is_told, is_closing;
};

/* ---- usb_hid_device.c ---- */

/* Takes the interface if the kind wants it. */
void usb_device_try(struct usb_hid_device *device, int64_t now_ms);
/* What is due: clearing a stall, reading on after errors, its kind's own. */
void usb_device_turn(struct usb_hid_device *device, int64_t now_ms);
/* Milliseconds until then, -1 for ever. */
int64_t usb_device_due_ms(const struct usb_hid_device *device, int64_t now_ms);
/* Gives it back and ends its state. */
void usb_device_close(struct usb_hid_device *device);

/* ---- usb_hid_sysfs.c ---- */

/* Fills in port, name, serial, unit, and the descriptor if the kernel has read it. */
void usb_sysfs_about(struct usb_hid_device *device);
void usb_sysfs_descriptor(struct usb_hid_device *device);
/* A number that changes when a device comes or goes. */
uint64_t usb_sysfs_shown(void);

#endif
