#include <config.h>

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "base/text.h"
#include "base/when.h"
#include "devices/usb_hid_inside.h"

#define TICK_MS 2000
#define CLASS_HUB 9
#define SUBCLASS_BOOT 1
#define PROTOCOL_KEYBOARD 1

/* ---- descriptors to poll ---- */

static void LIBUSB_CALL
fd_added(int fd, short events, void *context)
{
	struct usb_hid *hid = context;
	struct epoll_event event = { .data.fd = fd };

	if (events & POLLIN)
		event.events |= EPOLLIN;
	if (events & POLLOUT)
		event.events |= EPOLLOUT;
	if (epoll_ctl(hid->epoll_fd, EPOLL_CTL_ADD, fd, &event) < 0)
		log_line("usb: polling %d: errno %d", fd, errno);
}

static void LIBUSB_CALL
fd_removed(int fd, void *context)
{
	struct usb_hid *hid = context;

	epoll_ctl(hid->epoll_fd, EPOLL_CTL_DEL, fd, NULL);
}

/* ---- contexts ---- */

static int LIBUSB_CALL
plugged(libusb_context *libusb, libusb_device *usb, libusb_hotplug_event event, void *user)
{
	struct usb_hid *hid = user;
	struct usb_hid_device *device;

	(void)libusb;
	hid->must_look = true;
	if (event != LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT)
		return 0;
	for (device = hid->devices; device; device = device->next) {
		if (device->usb == usb)
			device->stage = USB_GONE;
	}
	return 0;
}

static void
watch_context(struct usb_context *context)
{
	const struct libusb_pollfd **fds = libusb_get_pollfds(context->libusb);

	for (size_t index = 0; fds && fds[index]; index++)
		fd_added(fds[index]->fd, fds[index]->events, context->hid);
	libusb_free_pollfds(fds);
	libusb_set_pollfd_notifiers(context->libusb, fd_added, fd_removed, context->hid);
	if (!libusb_has_capability(LIBUSB_CAP_HAS_HOTPLUG))
		return;
	context->has_hotplug =
	        libusb_hotplug_register_callback(
	                context->libusb,
	                LIBUSB_HOTPLUG_EVENT_DEVICE_ARRIVED | LIBUSB_HOTPLUG_EVENT_DEVICE_LEFT,
	                LIBUSB_HOTPLUG_NO_FLAGS, LIBUSB_HOTPLUG_MATCH_ANY, LIBUSB_HOTPLUG_MATCH_ANY,
	                LIBUSB_HOTPLUG_MATCH_ANY, plugged, context->hid, &context->hotplug) == 0;
}

static enum outcome
add_context(struct usb_hid *hid, struct err *err)
{
	struct usb_context *context = alloc_zero(1, sizeof *context);
	int result = libusb_init(&context->libusb);

	if (result) {
		free(context);
		err_set(err, RC_SYSTEM, _("USB does not work on this machine"));
		err_detail(err, "libusb_init: %s", libusb_error_name(result));
		return RC_SYSTEM;
	}
	context->hid = hid;
	context->next = hid->contexts;
	hid->contexts = context;
	watch_context(context);
	hid->must_look = true;
	return RC_OK;
}

static void
unwatch_context(struct usb_context *context)
{
	const struct libusb_pollfd **fds = libusb_get_pollfds(context->libusb);

	libusb_set_pollfd_notifiers(context->libusb, NULL, NULL, NULL);
	for (size_t index = 0; fds && fds[index]; index++)
		fd_removed(fds[index]->fd, context->hid);
	libusb_free_pollfds(fds);
}

static void
end_context(struct usb_context *context)
{
	unwatch_context(context);
	if (context->has_hotplug)
		libusb_hotplug_deregister_callback(context->libusb, context->hotplug);
	libusb_exit(context->libusb);
	free(context);
}

/* Devices of an older context that are not in use are found again in the newest. */
static bool
is_idle(const struct usb_hid *hid, const struct usb_context *context)
{
	const struct usb_hid_device *device;

	for (device = hid->devices; device; device = device->next) {
		if (device->context == context)
			return false;
	}
	return context->users == 0;
}

static void
end_idle_contexts(struct usb_hid *hid)
{
	struct usb_context **at = hid->contexts ? &hid->contexts->next : NULL;

	while (at && *at) {
		struct usb_context *context = *at;

		if (!is_idle(hid, context)) {
			at = &context->next;
			continue;
		}
		*at = context->next;
		end_context(context);
	}
}

/* ---- looking around ---- */

static struct usb_hid_device *
known(const struct usb_hid *hid, libusb_device *usb, uint8_t interface)
{
	struct usb_hid_device *device;

	for (device = hid->devices; device; device = device->next) {
		if (device->bus == libusb_get_bus_number(usb) &&
		    device->address == libusb_get_device_address(usb) &&
		    device->interface == interface && device->stage != USB_GONE)
			return device;
	}
	return NULL;
}

static bool
find_endpoint(struct usb_hid_device *device, const struct libusb_interface_descriptor *interface)
{
	for (int index = 0; index < interface->bNumEndpoints; index++) {
		const struct libusb_endpoint_descriptor *endpoint = &interface->endpoint[index];

		if ((endpoint->bmAttributes & 3) != LIBUSB_TRANSFER_TYPE_INTERRUPT ||
		    !(endpoint->bEndpointAddress & LIBUSB_ENDPOINT_IN))
			continue;
		device->endpoint = endpoint->bEndpointAddress;
		device->packet_bytes = endpoint->wMaxPacketSize & 0x7ff;
		return device->packet_bytes > 0 && device->packet_bytes <= USB_REPORT_MAX;
	}
	return false;
}

/* How long the report descriptor is stands in the HID descriptor behind the interface's. */
static size_t
descriptor_bytes(const struct libusb_interface_descriptor *interface)
{
	const unsigned char *extra = interface->extra;
	int left = interface->extra_length;

	while (left >= 2 && extra[0] >= 2 && extra[0] <= left) {
		if (extra[1] == 0x21 && extra[0] >= 9)
			return (size_t)extra[7] | (size_t)extra[8] << 8;
		left -= extra[0];
		extra += extra[0];
	}
	return 0;
}

static void
add_device(struct usb_hid *hid, libusb_device *usb,
           const struct libusb_device_descriptor *descriptor, uint8_t configuration,
           const struct libusb_interface_descriptor *interface, int64_t now_ms)
{
	struct usb_hid_device *device = alloc_zero(1, sizeof *device);

	device->hid = hid;
	device->context = hid->contexts;
	device->usb = libusb_ref_device(usb);
	device->bus = libusb_get_bus_number(usb);
	device->address = libusb_get_device_address(usb);
	device->configuration = configuration;
	device->interface = interface->bInterfaceNumber;
	device->descriptor_bytes = descriptor_bytes(interface);
	device->about.vid = descriptor->idVendor;
	device->about.pid = descriptor->idProduct;
	device->about.is_hid =
	        interface->bInterfaceClass == LIBUSB_CLASS_HID && find_endpoint(device, interface);
	device->about.is_boot =
	        device->about.is_hid && interface->bInterfaceSubClass == SUBCLASS_BOOT;
	device->about.is_keyboard =
	        device->about.is_boot && interface->bInterfaceProtocol == PROTOCOL_KEYBOARD;
	usb_sysfs_about(device);
	device->next = hid->devices;
	hid->devices = device;
	usb_device_try(device, now_ms);
}

static void
look_at(struct usb_hid *hid, libusb_device *usb, int64_t now_ms)
{
	struct libusb_device_descriptor descriptor;
	struct libusb_config_descriptor *config;

	if (libusb_get_device_descriptor(usb, &descriptor) ||
	    descriptor.bDeviceClass == CLASS_HUB ||
	    libusb_get_active_config_descriptor(usb, &config))
		return;
	for (int index = 0; index < config->bNumInterfaces; index++) {
		const struct libusb_interface *interface = &config->interface[index];

		if (interface->num_altsetting > 0 &&
		    !known(hid, usb, interface->altsetting[0].bInterfaceNumber))
			add_device(hid, usb, &descriptor, config->bConfigurationValue,
			           &interface->altsetting[0], now_ms);
	}
	libusb_free_config_descriptor(config);
}

static bool
is_listed(const struct usb_hid_device *device, libusb_device **list, ssize_t count)
{
	for (ssize_t index = 0; index < count; index++) {
		if (libusb_get_bus_number(list[index]) == device->bus &&
		    libusb_get_device_address(list[index]) == device->address)
			return true;
	}
	return false;
}

static void
look_around(struct usb_hid *hid, int64_t now_ms)
{
	libusb_device **list;
	ssize_t count = libusb_get_device_list(hid->contexts->libusb, &list);
	struct usb_hid_device *device;

	hid->must_look = false;
	hid->seen = usb_sysfs_shown();
	if (count < 0)
		return;
	for (device = hid->devices; device; device = device->next) {
		if (!is_listed(device, list, count))
			device->stage = USB_GONE;
	}
	for (ssize_t index = 0; index < count; index++)
		look_at(hid, list[index], now_ms);
	libusb_free_device_list(list, 1);
}

/* ---- coming and going ---- */

static void
remove_gone(struct usb_hid *hid)
{
	struct usb_hid_device **at = &hid->devices;

	while (*at) {
		struct usb_hid_device *device = *at;

		if (device->stage != USB_GONE) {
			at = &device->next;
			continue;
		}
		*at = device->next;
		usb_device_close(device);
		libusb_unref_device(device->usb);
		free(device);
	}
}

size_t
usb_hid_count(const struct usb_hid *hid)
{
	const struct usb_hid_device *device;
	size_t count = 0;

	for (device = hid->devices; device; device = device->next)
		count += device->stage == USB_READING;
	return count;
}

/* What udev would have told, if it ran: sysfs has shown something else for a whole tick. */
static void
tick(struct usb_hid *hid)
{
	uint64_t shown = usb_sysfs_shown();

	if (shown != hid->seen && shown == hid->shown) {
		log_line("usb: devices changed and nobody told");
		add_context(hid, NULL);
	}
	hid->shown = shown;
}

static void
turn_devices(struct usb_hid *hid, int64_t now_ms)
{
	struct usb_hid_device *device;

	for (device = hid->devices; device; device = device->next)
		usb_device_turn(device, now_ms);
}

static int64_t
due_ms(const struct usb_hid *hid, int64_t now_ms)
{
	const struct usb_hid_device *device;
	int64_t due = hid->tick_ms - now_ms;

	for (device = hid->devices; device; device = device->next) {
		int64_t wish = usb_device_due_ms(device, now_ms);

		if (wish >= 0 && wish < due)
			due = wish;
	}
	return due;
}

static void
handle_events(struct usb_hid *hid)
{
	struct timeval none = { 0, 0 };
	struct usb_context *context;

	for (context = hid->contexts; context; context = context->next)
		libusb_handle_events_timeout_completed(context->libusb, &none, NULL);
}

/* Once, if there was never anything: later each device that went tells so itself. */
static void
tell_empty(struct usb_hid *hid)
{
	struct device_status status = { .state = DEVICE_AWAY };
	const struct usb_hid_device *device;

	for (device = hid->devices; device; device = device->next)
		hid->is_told = hid->is_told || device->told.unit[0] || device->stage == USB_WAITING;
	if (hid->is_told)
		return;
	hid->is_told = true;
	text_copy(status.sentence, sizeof status.sentence, _("the scanner is not plugged in"));
	text_copy(status.hint, sizeof status.hint, _("plug it in; no setting is needed"));
	hid->kind->tell(hid->context, &status);
}

void
usb_hid_turn(struct usb_hid *hid)
{
	int64_t now_ms;

	handle_events(hid);
	now_ms = when_monotonic_ms();
	if (now_ms >= hid->tick_ms) {
		hid->tick_ms = now_ms + TICK_MS;
		tick(hid);
	}
	turn_devices(hid, now_ms);
	remove_gone(hid);
	if (hid->must_look)
		look_around(hid, now_ms);
	tell_empty(hid);
	end_idle_contexts(hid);
	hid->due_ms = now_ms + due_ms(hid, now_ms);
}

enum outcome
usb_hid_open(struct usb_hid **hid_at, const struct usb_hid_kind *kind, void *context,
             struct err *err)
{
	struct usb_hid *hid = alloc_zero(1, sizeof *hid);
	enum outcome outcome;

	hid->kind = kind;
	hid->context = context;
	hid->epoll_fd = epoll_create1(EPOLL_CLOEXEC);
	hid->tick_ms = when_monotonic_ms() + TICK_MS;
	outcome = hid->epoll_fd < 0 ? err_system(err, "epoll_create1") : add_context(hid, err);
	if (outcome)
		usb_hid_close(&hid);
	else
		*hid_at = hid;
	return outcome;
}

void
usb_hid_close(struct usb_hid **hid_at)
{
	struct usb_hid *hid = *hid_at;
	struct usb_hid_device *device;
	struct usb_context *context;

	if (!hid)
		return;
	hid->is_closing = true;
	for (device = hid->devices; device; device = device->next)
		device->stage = USB_GONE;
	remove_gone(hid);
	while ((context = hid->contexts)) {
		hid->contexts = context->next;
		end_context(context);
	}
	if (hid->epoll_fd >= 0)
		close(hid->epoll_fd);
	free(hid);
	*hid_at = NULL;
}

int
usb_hid_fd(const struct usb_hid *hid)
{
	return hid->epoll_fd;
}

int
usb_hid_wait_ms(const struct usb_hid *hid)
{
	int64_t wait = hid->due_ms - when_monotonic_ms();

	return hid->must_look || wait < 0 ? 0 : (int)wait;
}

/* ---- addresses ---- */

static bool
parse_hex(const char *text, uint16_t *value)
{
	char *end;
	unsigned long number = strtoul(text, &end, 16);

	if (strspn(text, "0123456789abcdefABCDEF") != 4 || end != text + 4)
		return false;
	*value = (uint16_t)number;
	return true;
}

enum outcome
usb_hid_filter(struct usb_hid_filter *filter, const char *where, struct err *err)
{
	memset(filter, 0, sizeof *filter);
	filter->is_any = where[0] == '\0';
	if (filter->is_any)
		return RC_OK;
	if (!parse_hex(where, &filter->vid) || where[4] != ':' ||
	    !parse_hex(where + 5, &filter->pid) || (where[9] != '\0' && where[9] != ':') ||
	    (where[9] && !where[10]))
		return err_set(err, RC_REFUSED,
		               _("a USB device is written VENDOR:PRODUCT or "
		                 "VENDOR:PRODUCT:SERIAL, as lsusb shows them"));
	if (where[9])
		text_copy(filter->serial, sizeof filter->serial, where + 10);
	return RC_OK;
}

bool
usb_hid_matches(const struct usb_hid_filter *filter, const struct usb_hid_about *about)
{
	return filter->is_any ||
	       (filter->vid == about->vid && filter->pid == about->pid &&
	        (!filter->serial[0] || strcmp(filter->serial, about->serial) == 0));
}
