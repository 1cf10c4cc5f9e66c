/*
 * One interface: taken from the kernel, read, given back.
 *
 * A transfer is always under way.  It ends with a report; with a stall, which is cleared; with an
 * error, after which it is tried again at once and then ever more slowly, since a torn cable and a
 * loose one look the same at first; or because the device is gone.  Completions may come in the
 * middle of a request that waits, so they only note what has happened; usb_device_turn() acts.
 */
#include <config.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "base/when.h"
#include "devices/usb_hid_inside.h"

#define REQUEST_MS 1000
#define AGAIN_MS 2000     /* not allowed, or busy */
#define AGAIN_SOON_MS 100 /* the kernel is about to describe it */
#define SOON_TRIES 20     /* so often, silently */
#define ERRORS_AT_ONCE 4  /* tried again at once so often */
#define REST_MS 250       /* then after this, doubled each time */
#define REST_DOUBLINGS 4
#define CANCEL_MS 1000
#define DESCRIPTOR_TYPE_REPORT 0x22

/* ---- what is told ---- */

void
usb_hid_tell(struct usb_hid_device *device, enum device_state state, const char *sentence,
             const char *hint)
{
	struct device_status status = { .state = state };

	if (device->told.unit[0] && device->told.state == state &&
	    strcmp(device->told.sentence, sentence) == 0)
		return;
	text_copy(status.unit, sizeof status.unit, device->about.unit);
	text_copy(status.name, sizeof status.name, device->about.name);
	text_copy(status.sentence, sizeof status.sentence, sentence);
	text_copy(status.hint, sizeof status.hint, hint);
	device->told = status;
	device->hid->kind->tell(device->hid->context, &status);
}

static void
tell_denied(struct usb_hid_device *device)
{
	usb_hid_tell(device, DEVICE_DENIED, _("this user may not use the scanner"),
	             _("install 70-ringup.rules for udev, or join the group \"plugdev\"; then plug "
	               "it in again"));
}

static void
tell_busy(struct usb_hid_device *device)
{
	usb_hid_tell(device, DEVICE_TROUBLE, _("another program holds the scanner"),
	             _("close that program; the till tries again by itself"));
}

static void
tell_errors(struct usb_hid_device *device)
{
	usb_hid_tell(device, DEVICE_TROUBLE, _("the connection to the scanner is disturbed"),
	             _("check its cable, or unplug it and plug it in again"));
}

/* ---- transfers ---- */

static void submit(struct usb_hid_device *device);

static void
note_error(struct usb_hid_device *device)
{
	unsigned doublings;

	device->errors++;
	if (device->errors <= ERRORS_AT_ONCE) {
		submit(device);
		return;
	}
	doublings = device->errors - ERRORS_AT_ONCE - 1;
	if (doublings > REST_DOUBLINGS)
		doublings = REST_DOUBLINGS;
	device->again_ms = when_monotonic_ms() + ((int64_t)REST_MS << doublings);
}

static void
take_report(struct usb_hid_device *device, size_t count)
{
	const struct usb_hid_kind *kind = device->hid->kind;

	kind->raw(device->hid->context, &device->about, false, device->buffer, count);
	kind->input(device->state, device->buffer, count, when_monotonic_ms());
}

static void LIBUSB_CALL
transfer_done(struct libusb_transfer *transfer)
{
	struct usb_hid_device *device = transfer->user_data;

	device->in_flight = false;
	switch (transfer->status) {
	case LIBUSB_TRANSFER_COMPLETED:
		device->errors = 0;
		take_report(device, (size_t)transfer->actual_length);
		submit(device);
		return;
	case LIBUSB_TRANSFER_STALL:
		device->is_stalled = true;
		return;
	case LIBUSB_TRANSFER_NO_DEVICE:
		device->stage = USB_GONE;
		return;
	case LIBUSB_TRANSFER_CANCELLED:
		return;
	case LIBUSB_TRANSFER_ERROR:
	case LIBUSB_TRANSFER_TIMED_OUT:
	case LIBUSB_TRANSFER_OVERFLOW:
		note_error(device);
		return;
	}
}

static void
submit(struct usb_hid_device *device)
{
	int result;

	if (device->stage != USB_READING)
		return;
	result = libusb_submit_transfer(device->transfer);
	if (result == 0)
		device->in_flight = true;
	else if (result == LIBUSB_ERROR_NO_DEVICE)
		device->stage = USB_GONE;
	else
		note_error(device);
}

/* A whole report, in whole packets: a short one ends the transfer. */
static size_t
report_bytes(const struct usb_hid_device *device)
{
	size_t packet = device->packet_bytes, bytes = packet;
	struct hid_report *report = alloc_zero(1, sizeof *report);

	if (device->about.descriptor_count &&
	    hid_report_parse(report, device->about.descriptor, device->about.descriptor_count) &&
	    report->input_bytes > packet)
		bytes = (report->input_bytes + packet - 1) / packet * packet;
	free(report);
	return bytes < sizeof device->buffer ? bytes : sizeof device->buffer;
}

static void
begin_reading(struct usb_hid_device *device)
{
	device->transfer = libusb_alloc_transfer(0);
	libusb_fill_interrupt_transfer(device->transfer, device->handle, device->endpoint,
	                               device->buffer, (int)report_bytes(device), transfer_done,
	                               device, 0);
	device->again_ms = 0;
	device->errors = 0;
	device->stage = USB_READING;
	if (device->about.descriptor_count)
		device->hid->kind->raw(device->hid->context, &device->about, true,
		                       device->about.descriptor, device->about.descriptor_count);
	device->state = device->hid->kind->begin(device->hid->context, device);
	submit(device);
	if (device->stage == USB_READING)
		usb_hid_tell(device, DEVICE_READY, "", "");
}

/* ---- taking and giving back ---- */

static void
wait(struct usb_hid_device *device, int64_t now_ms, int64_t rest_ms)
{
	device->stage = USB_WAITING;
	device->again_ms = now_ms + rest_ms;
}

static void
let_go(struct usb_hid_device *device)
{
	if (!device->handle)
		return;
	if (device->is_detached)
		libusb_attach_kernel_driver(device->handle, device->interface);
	device->is_detached = false;
	libusb_close(device->handle);
	device->handle = NULL;
	device->context->users--;
}

/* Opens it and claims the interface; with may_detach from a driver of the kernel.  A result of
 * libusb's; nothing is held unless it is 0. */
static int
take(struct usb_hid_device *device, bool may_detach)
{
	int result = libusb_open(device->usb, &device->handle);

	if (result)
		return result;
	device->context->users++;
	if (libusb_kernel_driver_active(device->handle, device->interface) == 1) {
		result = may_detach ? libusb_detach_kernel_driver(device->handle, device->interface)
		                    : LIBUSB_ERROR_BUSY;
		device->is_detached = result == 0;
		if (result == LIBUSB_ERROR_NOT_FOUND)
			result = 0; /* it let go by itself */
	}
	if (!result)
		result = libusb_claim_interface(device->handle, device->interface);
	if (result)
		let_go(device);
	return result;
}

static void
not_taken(struct usb_hid_device *device, int result, bool is_ours, int64_t now_ms)
{
	log_line("usb %s: %s", device->about.port, libusb_error_name(result));
	switch (result) {
	case LIBUSB_ERROR_NO_DEVICE:
	case LIBUSB_ERROR_NOT_FOUND:
		device->stage = USB_GONE;
		return;
	case LIBUSB_ERROR_ACCESS:
		if (is_ours)
			tell_denied(device);
		break;
	case LIBUSB_ERROR_BUSY:
		if (device->tries++ < SOON_TRIES) {
			wait(device, now_ms, AGAIN_SOON_MS);
			return;
		}
		if (is_ours)
			tell_busy(device);
		break;
	default:
		if (is_ours)
			tell_errors(device);
	}
	wait(device, now_ms, AGAIN_MS);
}

/* Nobody has it, so reading its descriptor takes it from nobody. */
static bool
look(struct usb_hid_device *device, int64_t now_ms)
{
	struct usb_hid_about *about = &device->about;
	int result, count;

	/* a driver has it: then its files have the descriptor, or will in a moment */
	usb_sysfs_descriptor(device);
	if (about->descriptor_count)
		return true;
	result = take(device, false);
	if (result == LIBUSB_ERROR_BUSY && device->tries == SOON_TRIES) {
		device->stage = USB_REFUSED; /* it does not want to be looked at */
		return false;
	}
	if (result) {
		not_taken(device, result, false, now_ms);
		return false;
	}
	if (device->descriptor_bytes > sizeof about->descriptor)
		device->descriptor_bytes = sizeof about->descriptor;
	count = libusb_control_transfer(
	        device->handle, LIBUSB_ENDPOINT_IN | LIBUSB_RECIPIENT_INTERFACE,
	        LIBUSB_REQUEST_GET_DESCRIPTOR, DESCRIPTOR_TYPE_REPORT << 8, device->interface,
	        about->descriptor, (uint16_t)device->descriptor_bytes, REQUEST_MS);
	libusb_release_interface(device->handle, device->interface);
	let_go(device);
	if (count <= 0) {
		not_taken(device, count ? count : LIBUSB_ERROR_IO, false, now_ms);
		return false;
	}
	about->descriptor_count = (size_t)count;
	return true;
}

void
usb_device_try(struct usb_hid_device *device, int64_t now_ms)
{
	const struct usb_hid_kind *kind = device->hid->kind;
	struct device_status status = { .state = DEVICE_TROUBLE };
	enum usb_hid_wish wish = kind->wants(device->hid->context, &device->about, &status);
	int result;

	if (wish == USB_HID_LOOK) {
		if (!look(device, now_ms))
			return;
		wish = kind->wants(device->hid->context, &device->about, &status);
	}
	if (wish == USB_HID_TELL)
		usb_hid_tell(device, status.state, status.sentence, status.hint);
	if (wish != USB_HID_YES) {
		device->stage = USB_REFUSED;
		return;
	}
	result = take(device, true);
	if (result)
		not_taken(device, result, true, now_ms);
	else
		begin_reading(device);
}

static void
cancel(struct usb_hid_device *device)
{
	int64_t due_ms = when_monotonic_ms() + CANCEL_MS;
	struct timeval step = { 0, 20000 };

	if (device->in_flight)
		libusb_cancel_transfer(device->transfer);
	while (device->in_flight && when_monotonic_ms() < due_ms)
		libusb_handle_events_timeout_completed(device->context->libusb, &step, NULL);
}

void
usb_device_close(struct usb_hid_device *device)
{
	bool was_told = device->told.unit[0];

	device->stage = USB_GONE;
	if (device->state)
		cancel(device);
	if (device->handle)
		libusb_release_interface(device->handle, device->interface);
	let_go(device);
	if (device->transfer && !device->in_flight)
		libusb_free_transfer(device->transfer);
	device->transfer = NULL;
	if (device->state)
		device->hid->kind->end(device->state);
	device->state = NULL;
	if (was_told && !device->hid->is_closing)
		usb_hid_tell(device, DEVICE_AWAY, _("the scanner is unplugged"),
		             _("plug it in again; no setting is needed"));
}

/* ---- time ---- */

static void
clear_stall(struct usb_hid_device *device)
{
	int result = libusb_clear_halt(device->handle, device->endpoint);

	device->is_stalled = false;
	if (result == LIBUSB_ERROR_NO_DEVICE)
		device->stage = USB_GONE;
	else
		note_error(device); /* a device that only stalls must not keep us busy */
}

static void
turn_reading(struct usb_hid_device *device, int64_t now_ms)
{
	if (device->is_stalled)
		clear_stall(device);
	if (device->again_ms && now_ms >= device->again_ms) {
		device->again_ms = 0;
		submit(device);
	}
	if (device->stage == USB_READING && device->errors > ERRORS_AT_ONCE)
		tell_errors(device);
	else if (device->stage == USB_READING && device->errors == 0 &&
	         device->told.state == DEVICE_TROUBLE && device->was_disturbed)
		usb_hid_tell(device, DEVICE_READY, "", "");
	device->was_disturbed = device->errors > ERRORS_AT_ONCE;
}

void
usb_device_turn(struct usb_hid_device *device, int64_t now_ms)
{
	if (device->stage == USB_WAITING && now_ms >= device->again_ms)
		usb_device_try(device, now_ms);
	if (device->stage != USB_READING)
		return;
	turn_reading(device, now_ms);
	if (device->stage == USB_READING)
		device->turn_ms = device->hid->kind->turn(device->state, now_ms);
}

int64_t
usb_device_due_ms(const struct usb_hid_device *device, int64_t now_ms)
{
	int64_t due_ms = -1;

	if (device->again_ms && (device->stage == USB_WAITING || device->stage == USB_READING))
		due_ms = device->again_ms > now_ms ? device->again_ms - now_ms : 0;
	if (device->stage == USB_READING && device->turn_ms >= 0 &&
	    (due_ms < 0 || device->turn_ms < due_ms))
		due_ms = device->turn_ms;
	return due_ms;
}

/* ---- for a kind ---- */

const struct usb_hid_about *
usb_hid_about(const struct usb_hid_device *device)
{
	return &device->about;
}

enum outcome
usb_hid_request(struct usb_hid_device *device, enum usb_hid_request request, uint16_t value,
                const uint8_t *bytes, size_t count)
{
	uint8_t copy[USB_REPORT_MAX];
	int result;

	if (count > sizeof copy)
		return RC_REFUSED;
	if (count)
		memcpy(copy, bytes, count);
	result = libusb_control_transfer(
	        device->handle,
	        LIBUSB_ENDPOINT_OUT | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
	        (uint8_t)request, value, device->interface, copy, (uint16_t)count, REQUEST_MS);
	if (result == LIBUSB_ERROR_NO_DEVICE)
		device->stage = USB_GONE;
	return result >= 0                        ? RC_OK
	       : result == LIBUSB_ERROR_PIPE      ? RC_REFUSED
	       : result == LIBUSB_ERROR_NO_DEVICE ? RC_OFFLINE
	                                          : RC_SYSTEM;
}
