/*
 * A USB printer without the kernel's usblp: the printer class, by libusb.
 *
 *   address  usb: the first there is; usb:04b8:0202 by its maker's and product's numbers;
 *            usb:04b8:0202:SERIAL where there are two of a kind
 *   status   GET_PORT_STATUS, as every printer of the class has it; and what ESC/POS printers
 * answer where there is an endpoint for answers taken    libusb tells how many bytes of a transfer
 * the printer took, also when it then stopped
 */
#include <config.h>

#include <libusb.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"
#include "devices/printer_status.h"

#define CLASS_PRINTER 7
#define GET_PORT_STATUS 1
#define PORT_NO_ERROR 0x08
#define PORT_PAPER_EMPTY 0x20
#define CONTROL_MS 1000
#define CHUNK 4096

struct wanted {
	bool any;
	unsigned vid, pid;
	char serial[64]; /* "" any */
};

struct usb_printer {
	libusb_context *context;
	libusb_device_handle *handle;
	int interface, setting;
	bool claimed;
	unsigned char out, in; /* endpoints; in 0: none */
	unsigned char heard[64];
	int heard_count, heard_at;
};

static enum outcome
parse(const char *where, struct wanted *wanted, struct err *err)
{
	int end = 0;

	memset(wanted, 0, sizeof *wanted);
	wanted->any = where[0] == '\0';
	if (wanted->any)
		return RC_OK;
	if (sscanf(where, "%4x:%4x%n", &wanted->vid, &wanted->pid, &end) == 2 &&
	    (!where[end] || where[end] == ':')) {
		if (where[end])
			text_copy(wanted->serial, sizeof wanted->serial, where + end + 1);
		return RC_OK;
	}
	return err_set(err, RC_REFUSED,
	               _("a USB printer is written usb: or usb:VID:PID or "
	                 "usb:VID:PID:SERIAL"));
}

/* ---- finding it ---- */

static void
take_endpoints(struct usb_printer *usb, const struct libusb_interface_descriptor *setting)
{
	int index;

	usb->in = usb->out = 0;
	for (index = 0; index < setting->bNumEndpoints; index++) {
		const struct libusb_endpoint_descriptor *endpoint = &setting->endpoint[index];

		if ((endpoint->bmAttributes & LIBUSB_TRANSFER_TYPE_MASK) !=
		    LIBUSB_TRANSFER_TYPE_BULK)
			continue;
		if (endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN)
			usb->in = endpoint->bEndpointAddress;
		else
			usb->out = endpoint->bEndpointAddress;
	}
	usb->interface = setting->bInterfaceNumber;
	usb->setting = setting->bAlternateSetting;
}

/* Its interface for printing, the setting with a way back if there is one. */
static bool
has_printer(struct usb_printer *usb, libusb_device *device)
{
	struct libusb_config_descriptor *config;
	bool found = false;
	int interface, setting;

	if (libusb_get_active_config_descriptor(device, &config))
		return false;
	for (interface = 0; interface < config->bNumInterfaces && !found; interface++) {
		const struct libusb_interface *one = &config->interface[interface];

		for (setting = 0; setting < one->num_altsetting && !(found && usb->in); setting++) {
			if (one->altsetting[setting].bInterfaceClass != CLASS_PRINTER)
				continue;
			take_endpoints(usb, &one->altsetting[setting]);
			found = usb->out != 0;
		}
	}
	libusb_free_config_descriptor(config);
	return found;
}

static bool
has_serial(libusb_device_handle *handle, const struct libusb_device_descriptor *descriptor,
           const char *serial)
{
	unsigned char text[64] = "";

	return !serial[0] || (libusb_get_string_descriptor_ascii(handle, descriptor->iSerialNumber,
	                                                         text, sizeof text) > 0 &&
	                      strcmp((const char *)text, serial) == 0);
}

/* LIBUSB_ERROR_NOT_FOUND: it is another; else what opening it came to. */
static int
try_device(struct usb_printer *usb, libusb_device *device, const struct wanted *wanted)
{
	struct libusb_device_descriptor descriptor;
	int result;

	if (libusb_get_device_descriptor(device, &descriptor) ||
	    (!wanted->any &&
	     (descriptor.idVendor != wanted->vid || descriptor.idProduct != wanted->pid)) ||
	    !has_printer(usb, device))
		return LIBUSB_ERROR_NOT_FOUND;
	result = libusb_open(device, &usb->handle);
	if (!result && !has_serial(usb->handle, &descriptor, wanted->serial)) {
		libusb_close(usb->handle);
		usb->handle = NULL;
		result = LIBUSB_ERROR_NOT_FOUND;
	}
	return result;
}

static int
find_device(struct usb_printer *usb, const struct wanted *wanted)
{
	libusb_device **list;
	ssize_t count = libusb_get_device_list(usb->context, &list), index;
	int result = LIBUSB_ERROR_NOT_FOUND, one;

	for (index = 0; index < count && result; index++) {
		one = try_device(usb, list[index], wanted);
		if (one != LIBUSB_ERROR_NOT_FOUND)
			result = one;
	}
	if (count >= 0)
		libusb_free_device_list(list, 1);
	return result;
}

static int
claim(struct usb_printer *usb)
{
	int result;

	if (libusb_kernel_driver_active(usb->handle, usb->interface) == 1)
		libusb_set_auto_detach_kernel_driver(usb->handle, 1);
	result = libusb_claim_interface(usb->handle, usb->interface);
	usb->claimed = result == 0;
	if (!result && usb->setting > 0)
		libusb_set_interface_alt_setting(usb->handle, usb->interface, usb->setting);
	return result;
}

static enum outcome
not_opened(int result, struct err *err)
{
	switch (result) {
	case LIBUSB_ERROR_ACCESS:
		err_set(err, RC_OFFLINE,
		        _("this user may not use the USB printer: add the user to the group lp"));
		break;
	case LIBUSB_ERROR_BUSY:
		err_set(err, RC_OFFLINE, _("another program holds the USB printer"));
		break;
	default:
		err_set(err, RC_OFFLINE,
		        _("the USB printer is not there: is it plugged in and switched on?"));
	}
	err_detail(err, "libusb: %s", libusb_error_name(result));
	return RC_OFFLINE;
}

static void
close_printer(struct usb_printer *usb)
{
	if (usb->claimed)
		libusb_release_interface(usb->handle, usb->interface);
	if (usb->handle)
		libusb_close(usb->handle);
	if (usb->context)
		libusb_exit(usb->context);
}

static enum outcome
open_printer(struct usb_printer *usb, const char *where, struct err *err)
{
	struct wanted wanted;
	int result;
	enum outcome outcome;

	memset(usb, 0, sizeof *usb);
	outcome = parse(where, &wanted, err);
	if (outcome)
		return outcome;
	result = libusb_init(&usb->context);
	if (!result)
		result = find_device(usb, &wanted);
	if (!result)
		result = claim(usb);
	return result ? not_opened(result, err) : RC_OK;
}

/* ---- talking to it ---- */

/* Sends what is left of the bytes; how many it took.  *result is libusb's last word. */
static size_t
send_bytes(struct usb_printer *usb, const unsigned char *bytes, size_t count, int64_t due_ms,
           int *result)
{
	size_t sent = 0;

	*result = 0;
	while (sent < count && !*result) {
		int64_t left_ms = due_ms - when_monotonic_ms();
		size_t size = count - sent < CHUNK ? count - sent : CHUNK;
		int took = 0;

		if (left_ms <= 0) {
			*result = LIBUSB_ERROR_TIMEOUT;
			break;
		}
		*result =
		        libusb_bulk_transfer(usb->handle, usb->out, (unsigned char *)(bytes + sent),
		                             (int)size, &took, (unsigned)left_ms);
		sent += (size_t)took;
	}
	return sent;
}

static bool
say(void *context, const void *bytes, size_t count)
{
	int result;

	return send_bytes(context, bytes, count, when_monotonic_ms() + CONTROL_MS, &result) ==
	       count;
}

static int
hear(void *context, int64_t due_ms)
{
	struct usb_printer *usb = context;
	int64_t left_ms;

	while (usb->heard_at == usb->heard_count) {
		left_ms = due_ms - when_monotonic_ms();
		usb->heard_at = usb->heard_count = 0;
		if (left_ms <= 0 ||
		    libusb_bulk_transfer(usb->handle, usb->in, usb->heard, sizeof usb->heard,
		                         &usb->heard_count, (unsigned)left_ms))
			return -1;
	}
	return usb->heard[usb->heard_at++];
}

static enum printer_state
port_state(struct usb_printer *usb)
{
	unsigned char bits = 0;
	int count = libusb_control_transfer(
	        usb->handle,
	        LIBUSB_ENDPOINT_IN | LIBUSB_REQUEST_TYPE_CLASS | LIBUSB_RECIPIENT_INTERFACE,
	        GET_PORT_STATUS, 0, (uint16_t)(usb->interface << 8 | usb->setting), &bits, 1,
	        CONTROL_MS);

	if (count != 1)
		return PRINTER_READY; /* it does not say */
	if (bits & PORT_PAPER_EMPTY)
		return PRINTER_OUT_OF_PAPER;
	return bits & PORT_NO_ERROR ? PRINTER_READY : PRINTER_TROUBLE;
}

/* Asked in both ways; *answers: it has answered as ESC/POS printers do. */
static enum printer_state
state_of(struct usb_printer *usb, const struct status_line *line, bool *answers)
{
	enum printer_state state = port_state(usb);

	*answers = state != PRINTER_OUT_OF_PAPER && usb->in && status_ask(line, &state);
	return state;
}

static enum outcome
stopped(struct usb_printer *usb, struct printer_job *job, size_t sent, int result, struct err *err)
{
	enum outcome outcome = sent > 0 ? RC_SYSTEM : RC_OFFLINE;

	if (result == LIBUSB_ERROR_TIMEOUT) {
		job->state = port_state(usb);
		if (job->state == PRINTER_OUT_OF_PAPER)
			return printer_away(job, job->state, outcome, err);
		return err_set(err, outcome,
		               _("the printer takes nothing: is it switched on, has it paper?"));
	}
	err_set(err, outcome, _("the connection to the printer broke"));
	err_detail(err, "libusb: %s", libusb_error_name(result));
	return outcome;
}

static enum outcome
send_all(struct usb_printer *usb, struct printer_job *job, int64_t due_ms, struct err *err)
{
	const struct status_line line = { usb, say, hear };
	bool answers;
	size_t sent;
	int result;

	job->state = state_of(usb, &line, &answers);
	if (job->state != PRINTER_READY)
		return printer_away(job, job->state, RC_OFFLINE, err);
	sent = send_bytes(usb, job->bytes, job->count, due_ms, &result);
	if (result)
		return stopped(usb, job, sent, result, err);
	return answers ? status_confirm(&line, due_ms, job, err) : RC_OK;
}

static enum outcome
usb_send(const char *where, struct printer_job *job, struct err *err)
{
	int64_t due_ms = when_monotonic_ms() + printer_patience_ms;
	struct usb_printer usb;
	enum outcome outcome = open_printer(&usb, where, err);

	job->state = PRINTER_OFFLINE;
	if (!outcome)
		outcome = send_all(&usb, job, due_ms, err);
	close_printer(&usb);
	return outcome;
}

static enum printer_state
usb_state(const char *where, struct err *why)
{
	struct usb_printer usb;
	const struct status_line line = { &usb, say, hear };
	enum printer_state state = PRINTER_OFFLINE;
	bool answers;

	if (!open_printer(&usb, where, why))
		state = state_of(&usb, &line, &answers);
	close_printer(&usb);
	return state;
}

const struct printer_ops printer_usb = {
	.scheme = "usb",
	.send = usb_send,
	.state = usb_state,
};
