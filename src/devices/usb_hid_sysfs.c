/*
 * What the kernel's files tell of a device without touching it: its name, its serial number, and
 * its report descriptor.  Over USB a descriptor can only be read by taking the interface from
 * whoever has it, and nobody's keyboard is taken to see whether it is one.
 */
#include <config.h>

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/text.h"
#include "devices/usb_hid_inside.h"

#define SYSFS "/sys/bus/usb/devices"
#define PATH_ROOM 600

/* Makers of scanners, for devices that do not name themselves. */
static const struct {
	uint16_t vid;
	const char *name;
} makers[] = {
	{ 0x05e0, "Zebra" },     { 0x05f9, "Datalogic" }, { 0x067e, "Intermec" },
	{ 0x0c2e, "Honeywell" }, { 0x1eab, "Newland" },   { 0x23d0, "Youjie" },
};

static size_t
read_bytes(const char *path, void *bytes, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t count;

	if (fd < 0)
		return 0;
	count = read(fd, bytes, size);
	close(fd);
	return count > 0 ? (size_t)count : 0;
}

static void
read_attribute(const char *port, const char *name, char *out, size_t size)
{
	char path[PATH_ROOM], text[256];
	size_t count;

	snprintf(path, sizeof path, SYSFS "/%s/%s", port, name);
	count = read_bytes(path, text, sizeof text - 1);
	text[count] = '\0';
	text_scrub(text);
	if (text_clean(out, size, text, strlen(text), NULL))
		text_copy(out, size, text);
}

/* "1-5.2": the bus, and the ports on the way. */
static void
name_port(struct usb_hid_device *device)
{
	uint8_t ports[8];
	int count = libusb_get_port_numbers(device->usb, ports, sizeof ports);
	char *port = device->about.port;
	size_t room = sizeof device->about.port, used;

	used = (size_t)snprintf(port, room, "%d", device->bus);
	for (int index = 0; index < count && used < room; index++)
		used += (size_t)snprintf(port + used, room - used, "%c%d", index ? '.' : '-',
		                         ports[index]);
}

static void
name_device(struct usb_hid_about *about)
{
	char maker[DEVICE_NAME_MAX];

	read_attribute(about->port, "product", about->name, sizeof about->name);
	if (about->name[0])
		return;
	read_attribute(about->port, "manufacturer", maker, sizeof maker);
	for (size_t index = 0; !maker[0] && index < sizeof makers / sizeof *makers; index++) {
		if (makers[index].vid == about->vid)
			text_copy(maker, sizeof maker, makers[index].name);
	}
	if (maker[0])
		text_copy(about->name, sizeof about->name, maker);
	else
		snprintf(about->name, sizeof about->name, "USB %04x:%04x", about->vid, about->pid);
}

/* Only what an address may hold counts: settings name a device by it. */
static bool
is_plain(const char *serial)
{
	for (; *serial; serial++) {
		if (!isalnum((unsigned char)*serial) && !strchr("-_.", *serial))
			return false;
	}
	return true;
}

static bool
is_taken(const struct usb_hid_device *device)
{
	const struct usb_hid_device *other;

	for (other = device->hid->devices; other; other = other->next) {
		if (other != device && other->stage != USB_GONE &&
		    strcmp(other->about.unit, device->about.unit) == 0 &&
		    strcmp(other->about.port, device->about.port) != 0)
			return true;
	}
	return false;
}

/* Several devices with the same serial number, or none, are told apart by their ports. */
static void
name_unit(struct usb_hid_device *device)
{
	struct usb_hid_about *about = &device->about;
	int length = snprintf(about->unit, sizeof about->unit, "%04x:%04x%s%.20s", about->vid,
	                      about->pid, about->serial[0] ? ":" : "", about->serial);

	if (is_taken(device))
		snprintf(about->unit + length, sizeof about->unit - (size_t)length, "@%.9s",
		         about->port);
}

void
usb_sysfs_descriptor(struct usb_hid_device *device)
{
	struct usb_hid_about *about = &device->about;
	char folder[PATH_ROOM], path[2 * PATH_ROOM];
	struct dirent *entry;
	DIR *dir;

	snprintf(folder, sizeof folder, SYSFS "/%s:%d.%d", about->port, device->configuration,
	         device->interface);
	dir = opendir(folder);
	while (dir && !about->descriptor_count && (entry = readdir(dir))) {
		if (!strchr(entry->d_name, ':') || !strchr(entry->d_name, '.'))
			continue; /* "0003:0C2E:0B61.0004" it is */
		snprintf(path, sizeof path, "%s/%s/report_descriptor", folder, entry->d_name);
		about->descriptor_count =
		        read_bytes(path, about->descriptor, sizeof about->descriptor);
	}
	if (dir)
		closedir(dir);
}

void
usb_sysfs_about(struct usb_hid_device *device)
{
	struct usb_hid_about *about = &device->about;

	name_port(device);
	name_device(about);
	read_attribute(about->port, "serial", about->serial, sizeof about->serial);
	if (!is_plain(about->serial))
		about->serial[0] = '\0';
	name_unit(device);
	usb_sysfs_descriptor(device);
}

static uint64_t
mix(uint64_t hash, const char *text, size_t count)
{
	for (size_t index = 0; index < count; index++)
		hash = (hash ^ (unsigned char)text[index]) * 1099511628211u;
	return hash;
}

/* The order of a folder's files is nobody's promise: the hashes of all are added. */
uint64_t
usb_sysfs_shown(void)
{
	DIR *dir = opendir(SYSFS);
	struct dirent *entry;
	uint64_t sum = 0;

	while (dir && (entry = readdir(dir))) {
		char path[PATH_ROOM], number[16];
		size_t count;

		if (entry->d_name[0] == '.' || strchr(entry->d_name, ':'))
			continue;
		snprintf(path, sizeof path, SYSFS "/%s/devnum", entry->d_name);
		count = read_bytes(path, number, sizeof number);
		sum += mix(mix(14695981039346656037u, entry->d_name, strlen(entry->d_name)), number,
		           count);
	}
	if (dir)
		closedir(dir);
	return sum;
}
