/*
 * Calls come in a thread of umockdev's and orders in the test's: each device has a lock.
 */
#include <config.h>

#include "emulator.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/usbdevice_fs.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <umockdev.h>
#include <unistd.h>

#include "tests/devices/descriptors.h"

#define NODE_BYTES 4096
#define REPORT_BYTES 64

struct urb {
	UMockdevIoctlData *urb, *buffer;
};
struct sent {
	int status; /* 0 or -errno */
	size_t count;
	uint8_t bytes[REPORT_BYTES];
};

struct emulator {
	UMockdevTestbed *bed;
	char *root;
	int next_number;
	bool is_silent; /* nobody tells what comes and goes */
	GSList *devices;
};

struct emulator_device {
	struct emulator *emulator;
	struct emulated model;
	int number;
	char node[64], path[128];
	UMockdevIoctlBase *calls;

	GMutex lock;
	GCond changed;
	int fifo;
	bool is_full, is_gone, is_stalled;
	struct emulator_facts facts;
	GQueue flying, done, sent; /* struct urb, struct urb, struct sent */
};

static const uint8_t honeywell[] = { DESCRIPTOR_HONEYWELL };
static const uint8_t newland[] = { DESCRIPTOR_NEWLAND };
static const uint8_t keyboard[] = { DESCRIPTOR_KEYBOARD };
static const uint8_t ibm[] = { DESCRIPTOR_IBM };
static const struct {
	const uint8_t *bytes;
	size_t count;
	uint8_t subclass, protocol;
	uint16_t packet;
} kinds[] = {
	[EMULATED_HONEYWELL] = { honeywell, sizeof honeywell, 0, 0, 64 },
	[EMULATED_NEWLAND] = { newland, sizeof newland, 0, 0, 64 },
	[EMULATED_KEYBOARD] = { keyboard, sizeof keyboard, 1, 1, 8 },
	[EMULATED_IBM] = { ibm, sizeof ibm, 0, 0, 64 },
};

static void
must(bool is_met, const char *what)
{
	if (is_met)
		return;
	fprintf(stderr, "the emulated device: %s\n", what);
	abort();
}

/* ---- the node ---- */

/* usbfs is writable while there is something to reap; a FIFO is while it is not full. */
static void
set_ready(struct emulator_device *device, bool is_ready)
{
	char bytes[NODE_BYTES] = { 0 };

	if (device->fifo < 0 || device->is_full != is_ready)
		return;
	if (is_ready)
		must(read(device->fifo, bytes, sizeof bytes) > 0, "its node");
	else
		must(write(device->fifo, bytes, sizeof bytes) > 0, "its node");
	device->is_full = !is_ready;
}

static void
make_node(struct emulator_device *device)
{
	char path[512];

	snprintf(path, sizeof path, "%s/dev/bus/usb/001", device->emulator->root);
	g_mkdir_with_parents(path, 0755);
	snprintf(path, sizeof path, "%s%s", device->emulator->root, device->node);
	unlink(path);
	must(mkfifo(path, 0600) == 0, "its node");
	device->fifo = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	must(device->fifo >= 0, "its node");
	must(fcntl(device->fifo, F_SETPIPE_SZ, NODE_BYTES) == NODE_BYTES, "its node");
	set_ready(device, false);
}

/* ---- transfers ---- */

static struct usbdevfs_urb *
fields(const struct urb *urb)
{
	return (struct usbdevfs_urb *)(void *)urb->urb->data;
}

static void
finish(struct emulator_device *device, struct urb *urb, int status, size_t count)
{
	fields(urb)->status = status;
	fields(urb)->actual_length = (int)count;
	g_queue_push_tail(&device->done, urb);
}

/* Each report ends one transfer; a stalled endpoint stalls until it is cleared. */
static void
settle(struct emulator_device *device)
{
	while (!g_queue_is_empty(&device->flying) && !g_queue_is_empty(&device->sent)) {
		struct urb *urb = g_queue_pop_head(&device->flying);
		struct sent *sent = g_queue_pop_head(&device->sent);
		size_t room = (size_t)fields(urb)->buffer_length, count = sent->count;

		if (count > room)
			count = room;
		memcpy(fields(urb)->buffer, sent->bytes, count);
		finish(device, urb, sent->status, count);
		g_free(sent);
	}
	set_ready(device, !g_queue_is_empty(&device->done));
	g_cond_broadcast(&device->changed);
}

/* A class request, or the report descriptor. */
static void
answer_control(struct emulator_device *device, struct urb *urb)
{
	uint8_t *setup = fields(urb)->buffer;
	size_t wanted = setup[6] | (size_t)setup[7] << 8;
	bool is_class = (setup[0] & 0x60) == 0x20;

	if (setup[0] == 0x81 && setup[1] == 6 && setup[3] == 0x22) {
		size_t count = kinds[device->model.kind].count;

		if (count > wanted)
			count = wanted;
		memcpy(setup + 8, kinds[device->model.kind].bytes, count);
		finish(device, urb, 0, count);
	} else if (is_class && !device->model.is_deaf) {
		device->facts.requests++;
		device->facts.request_value = setup[1] << 16 | setup[3] << 8 | setup[2];
		memcpy(device->facts.request_bytes, setup + 8, wanted < 16 ? wanted : 16);
		finish(device, urb, 0, wanted);
	} else {
		finish(device, urb, -EPIPE, 0);
	}
}

static int
submit(struct emulator_device *device, UMockdevIoctlData *arg)
{
	struct urb *urb = g_new0(struct urb, 1);
	bool is_control;

	urb->urb = umockdev_ioctl_data_resolve(arg, 0, sizeof(struct usbdevfs_urb), NULL);
	urb->buffer =
	        umockdev_ioctl_data_resolve(urb->urb, G_STRUCT_OFFSET(struct usbdevfs_urb, buffer),
	                                    (gsize)fields(urb)->buffer_length, NULL);
	is_control = fields(urb)->type == USBDEVFS_URB_TYPE_CONTROL;
	if (!is_control && !device->facts.is_claimed) {
		g_free(urb);
		return EINVAL;
	}
	if (is_control)
		answer_control(device, urb);
	else
		g_queue_push_tail(&device->flying, urb);
	settle(device);
	return 0;
}

static int
reap(struct emulator_device *device, UMockdevIoctlData *arg)
{
	struct urb *urb = g_queue_pop_head(&device->done);
	UMockdevIoctlData *place;

	if (!urb) {
		set_ready(device, false);
		return device->is_gone ? ENODEV : EAGAIN;
	}
	place = umockdev_ioctl_data_resolve(arg, 0, sizeof(void *), NULL);
	umockdev_ioctl_data_set_ptr(place, 0, urb->urb);
	g_free(urb);
	return 0;
}

static int
discard(struct emulator_device *device, UMockdevIoctlData *arg)
{
	gulong address = *(gulong *)(void *)arg->data;

	for (GList *at = device->flying.head; at; at = at->next) {
		struct urb *urb = at->data;

		if (urb->urb->client_addr != address)
			continue;
		g_queue_delete_link(&device->flying, at);
		finish(device, urb, -ENOENT, 0);
		settle(device);
		return 0;
	}
	return EINVAL;
}

/* ---- claiming ---- */

static int
claim(struct emulator_device *device)
{
	if (device->facts.has_driver || device->model.is_held)
		return EBUSY;
	device->facts.is_claimed = true;
	return 0;
}

static int
release(struct emulator_device *device)
{
	device->facts.is_claimed = false;
	return 0;
}

static int
name_driver(struct emulator_device *device, UMockdevIoctlData *arg)
{
	UMockdevIoctlData *data;
	struct usbdevfs_getdriver *driver;

	if (!device->facts.has_driver && !device->facts.is_claimed && !device->model.is_held)
		return ENODATA;
	data = umockdev_ioctl_data_resolve(arg, 0, sizeof *driver, NULL);
	driver = (struct usbdevfs_getdriver *)(void *)data->data;
	strcpy(driver->driver, device->facts.has_driver ? "usbhid" : "usbfs");
	umockdev_ioctl_data_unref(data);
	return 0;
}

static int
change_driver(struct emulator_device *device, UMockdevIoctlData *arg)
{
	UMockdevIoctlData *data =
	        umockdev_ioctl_data_resolve(arg, 0, sizeof(struct usbdevfs_ioctl), NULL);
	int code = ((struct usbdevfs_ioctl *)(void *)data->data)->ioctl_code;

	umockdev_ioctl_data_unref(data);
	if (code == USBDEVFS_CONNECT) {
		device->facts.has_driver = true;
		return 0;
	}
	if (!device->facts.has_driver)
		return ENODATA;
	device->facts.has_driver = false;
	device->facts.detached++;
	return 0;
}

static int
capabilities(UMockdevIoctlData *arg)
{
	UMockdevIoctlData *data = umockdev_ioctl_data_resolve(arg, 0, sizeof(guint32), NULL);

	*(guint32 *)(void *)data->data = USBDEVFS_CAP_ZERO_PACKET | USBDEVFS_CAP_BULK_CONTINUATION |
	                                 USBDEVFS_CAP_NO_PACKET_SIZE_LIM |
	                                 USBDEVFS_CAP_REAP_AFTER_DISCONNECT;
	umockdev_ioctl_data_unref(data);
	return 0;
}

static int
call(struct emulator_device *device, gulong request, UMockdevIoctlData *arg)
{
	device->facts.calls++;
	if (request == USBDEVFS_REAPURB || request == USBDEVFS_REAPURBNDELAY)
		return reap(device, arg);
	if (device->is_gone)
		return ENODEV;
	switch (request) {
	case USBDEVFS_GET_CAPABILITIES:
		return capabilities(arg);
	case USBDEVFS_GETDRIVER:
		return name_driver(device, arg);
	case USBDEVFS_CLAIMINTERFACE:
		return claim(device);
	case USBDEVFS_RELEASEINTERFACE:
		return release(device);
	case USBDEVFS_IOCTL:
		return change_driver(device, arg);
	case USBDEVFS_CLEAR_HALT:
		device->facts.cleared++;
		return 0;
	case USBDEVFS_SUBMITURB:
		return submit(device, arg);
	case USBDEVFS_DISCARDURB:
		return discard(device, arg);
	case USBDEVFS_SETCONFIGURATION:
	case USBDEVFS_SETINTERFACE:
		return 0;
	}
	return ENOTTY;
}

static gboolean
called(UMockdevIoctlBase *base, UMockdevIoctlClient *client, struct emulator_device *device)
{
	int error;

	(void)base;
	g_mutex_lock(&device->lock);
	error = call(device, umockdev_ioctl_client_get_request(client),
	             umockdev_ioctl_client_get_arg(client));
	g_cond_broadcast(&device->changed);
	g_mutex_unlock(&device->lock);
	umockdev_ioctl_client_complete(client, error ? -1 : 0, error);
	return TRUE;
}

/* ---- what /sys shows ---- */

static void
add_hex(GString *text, const uint8_t *bytes, size_t count)
{
	for (size_t index = 0; index < count; index++)
		g_string_append_printf(text, "%02X", bytes[index]);
}

static void
describe_device(const struct emulator_device *device, GString *text)
{
	const struct emulated *model = &device->model;
	size_t length = kinds[model->kind].count;
	uint8_t packet = (uint8_t)kinds[model->kind].packet;
	const uint8_t descriptors[] = {
		18,
		1,
		0,
		2,
		0,
		0,
		0,
		64,
		(uint8_t)model->vid,
		(uint8_t)(model->vid >> 8),
		(uint8_t)model->pid,
		(uint8_t)(model->pid >> 8),
		0,
		1,
		1,
		2,
		3,
		1,
		9,
		2,
		34,
		0,
		1,
		1,
		0,
		0x80,
		200,
		9,
		4,
		0,
		0,
		1,
		3,
		kinds[model->kind].subclass,
		kinds[model->kind].protocol,
		0,
		9,
		0x21,
		0x11,
		1,
		0,
		1,
		0x22,
		(uint8_t)length,
		(uint8_t)(length >> 8),
		7,
		5,
		0x81,
		3,
		packet,
		0,
		4,
	};

	g_string_append_printf(text,
	                       "P: %s\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_device\nE: DRIVER=usb\n"
	                       "E: DEVNAME=%s\nE: BUSNUM=001\nE: DEVNUM=%03d\nE: MAJOR=189\n"
	                       "E: MINOR=%d\n",
	                       device->path + 4, device->node, device->number, device->number - 1);
	g_string_append_printf(text,
	                       "A: busnum=1\\n\nA: devnum=%d\\n\nA: dev=189:%d\\n\n"
	                       "A: speed=12\\n\nA: bConfigurationValue=1\\n\n"
	                       "A: idVendor=%04x\\n\nA: idProduct=%04x\\n\n",
	                       device->number, device->number - 1, model->vid, model->pid);
	if (model->product)
		g_string_append_printf(text, "A: product=%s\\n\n", model->product);
	if (model->serial)
		g_string_append_printf(text, "A: serial=%s\\n\n", model->serial);
	g_string_append(text, "H: descriptors=");
	add_hex(text, descriptors, sizeof descriptors);
	g_string_append(text, "\n\n");
}

static void
describe_interface(const struct emulator_device *device, GString *text)
{
	const struct emulated *model = &device->model;
	const char *port = strrchr(device->path, '/');

	g_string_append_printf(text, "P: %s%s:1.0\nE: SUBSYSTEM=usb\nE: DEVTYPE=usb_interface\n\n",
	                       device->path + 4, port);
	if (model->is_unbound)
		return;
	g_string_append_printf(text,
	                       "P: %s%s:1.0/0003:%04X:%04X.%04d\nE: SUBSYSTEM=hid\n"
	                       "H: report_descriptor=",
	                       device->path + 4, port, model->vid, model->pid, device->number);
	add_hex(text, kinds[model->kind].bytes, kinds[model->kind].count);
	g_string_append(text, "\n\n");
}

/* ---- plugging ---- */

/* Listeners of udev are sockets of the bed; one that is renamed hears nothing. */
static void
set_listening(const struct emulator *emulator, bool is_listening)
{
	const char *from = is_listening ? "unheard" : "event",
	           *to = is_listening ? "event" : "unheard";
	GDir *folder = g_dir_open(emulator->root, 0, NULL);
	const char *name;

	while (emulator->is_silent && (name = g_dir_read_name(folder))) {
		char old[512], new[512];

		if (strncmp(name, from, strlen(from)) != 0)
			continue;
		snprintf(old, sizeof old, "%s/%s", emulator->root, name);
		snprintf(new, sizeof new, "%s/%s%s", emulator->root, to, name + strlen(from));
		must(rename(old, new) == 0, "who hears of it");
	}
	g_dir_close(folder);
}

static int
free_port(const struct emulator *emulator, int port)
{
	for (GSList *at = emulator->devices; at; at = at->next) {
		const struct emulator_device *device = at->data;

		if (strrchr(device->path, '-')[1] == (char)('0' + port))
			return free_port(emulator, port + 1);
	}
	return port;
}

struct emulator_device *
emulator_plug(struct emulator *emulator, const struct emulated *model)
{
	struct emulator_device *device = g_new0(struct emulator_device, 1);
	GString *text = g_string_new(NULL);

	device->emulator = emulator;
	device->model = *model;
	device->number = emulator->next_number++;
	device->fifo = -1;
	device->facts.has_driver = !model->is_unbound;
	g_mutex_init(&device->lock);
	g_cond_init(&device->changed);
	snprintf(device->node, sizeof device->node, "/dev/bus/usb/001/%03d", device->number);
	snprintf(device->path, sizeof device->path,
	         "/sys/devices/pci0000:00/0000:00:14.0/usb1/1-%d", free_port(emulator, 1));
	device->calls = umockdev_ioctl_base_new();
	g_signal_connect(device->calls, "handle-ioctl", G_CALLBACK(called), device);
	must(umockdev_testbed_attach_ioctl(emulator->bed, device->node, device->calls, NULL),
	     "plugging it in");
	make_node(device);
	describe_device(device, text);
	describe_interface(device, text);
	set_listening(emulator, false);
	must(umockdev_testbed_add_from_string(emulator->bed, text->str, NULL), "plugging it in");
	set_listening(emulator, true);
	g_string_free(text, TRUE);
	emulator->devices = g_slist_prepend(emulator->devices, device);
	return device;
}

/* What stands deepest first. */
static void
remove_files(const struct emulator_device *device)
{
	UMockdevTestbed *bed = device->emulator->bed;
	char interface[160], hid[220];

	snprintf(interface, sizeof interface, "%s%s:1.0", device->path, strrchr(device->path, '/'));
	snprintf(hid, sizeof hid, "%s/0003:%04X:%04X.%04d", interface, device->model.vid,
	         device->model.pid, device->number);
	if (!device->model.is_unbound)
		umockdev_testbed_remove_device(bed, hid);
	umockdev_testbed_remove_device(bed, interface);
	umockdev_testbed_remove_device(bed, device->path);
}

void
emulator_unplug(struct emulator_device **device_at)
{
	struct emulator_device *device = *device_at;
	struct emulator *emulator = device->emulator;
	struct urb *urb;

	g_mutex_lock(&device->lock);
	while ((urb = g_queue_pop_head(&device->flying)))
		finish(device, urb, -ESHUTDOWN, 0);
	device->is_gone = true;
	set_ready(device, true);
	close(device->fifo);
	device->fifo = -1;
	g_mutex_unlock(&device->lock);
	if (!emulator->is_silent)
		umockdev_testbed_uevent(emulator->bed, device->path, "remove");
	remove_files(device);
	umockdev_testbed_detach_ioctl(emulator->bed, device->node, NULL);
	emulator->devices = g_slist_remove(emulator->devices, device);
	*device_at = NULL; /* a call may be under way: the little there is stays */
}

/* ---- sending ---- */

static void
push(struct emulator_device *device, int status, const void *bytes, size_t count)
{
	struct sent *sent = g_new0(struct sent, 1);

	must(count <= sizeof sent->bytes, "too long a report");
	sent->status = status;
	sent->count = count;
	if (count)
		memcpy(sent->bytes, bytes, count);
	g_mutex_lock(&device->lock);
	g_queue_push_tail(&device->sent, sent);
	settle(device);
	g_mutex_unlock(&device->lock);
}

void
emulator_report(struct emulator_device *device, const void *bytes, size_t count)
{
	push(device, 0, bytes, count);
}

void
emulator_fail(struct emulator_device *device, int error)
{
	push(device, -error, NULL, 0);
}

static void
scan_pos(struct emulator_device *device, const char *aim, const char *bytes, size_t count,
         int reports)
{
	bool has_aim = device->model.kind == EMULATED_HONEYWELL;
	size_t at = 0;

	do {
		uint8_t report[REPORT_BYTES] = { 2 };
		size_t part = count - at > 56 ? 56 : count - at;

		report[1] = (uint8_t)part;
		if (has_aim)
			memcpy(report + 2, aim, 3);
		memcpy(report + (has_aim ? 5 : 2), bytes + at, part);
		at += part;
		report[has_aim ? 61 : 62] = 'd';
		report[63] = at < count;
		emulator_report(device, report, sizeof report);
	} while (at < count && --reports != 0);
}

/* Digits and capital letters, with Enter. */
static void
scan_keyboard(struct emulator_device *device, const char *bytes, size_t count)
{
	for (size_t at = 0; at <= count; at++) {
		uint8_t down[8] = { 0 }, up[8] = { 0 };
		char byte = at < count ? bytes[at] : '\n';

		if (byte >= 'A' && byte <= 'Z') {
			down[0] = 0x02;
			down[2] = (uint8_t)(0x04 + byte - 'A');
		} else {
			down[2] = byte == '\n'  ? 0x28
			          : byte == '0' ? 0x27
			                        : (uint8_t)(0x1e + byte - '1');
		}
		emulator_report(device, down, sizeof down);
		emulator_report(device, up, sizeof up);
	}
}

/* Length with itself, three bytes of status, the data, what kind of code (16: EAN-13). */
static void
scan_ibm(struct emulator_device *device, const char *bytes, size_t count)
{
	uint8_t report[REPORT_BYTES] = { 0 };

	report[0] = (uint8_t)(4 + count + 1);
	memcpy(report + 4, bytes, count);
	report[4 + count] = 0x16;
	emulator_report(device, report, sizeof report);
}

void
emulator_scan(struct emulator_device *device, const char *aim, const char *bytes, size_t count,
              int reports)
{
	if (device->model.kind == EMULATED_KEYBOARD)
		scan_keyboard(device, bytes, count);
	else if (device->model.kind == EMULATED_IBM)
		scan_ibm(device, bytes, count);
	else
		scan_pos(device, aim, bytes, count, reports);
}

/* ---- waiting ---- */

static bool
has_reader(const struct emulator_device *device)
{
	return !g_queue_is_empty((GQueue *)&device->flying);
}

static bool
is_all_taken(const struct emulator_device *device)
{
	return g_queue_is_empty((GQueue *)&device->sent) &&
	       g_queue_is_empty((GQueue *)&device->done);
}

static bool
is_given_back(const struct emulator_device *device)
{
	return !device->facts.is_claimed && (device->facts.has_driver || device->model.is_unbound);
}

static void
await(struct emulator_device *device, bool (*condition)(const struct emulator_device *device),
      const char *what)
{
	gint64 due = g_get_monotonic_time() + EMULATOR_PATIENCE_MS * G_TIME_SPAN_MILLISECOND;
	bool is_met;

	g_mutex_lock(&device->lock);
	while (!(is_met = condition(device)) &&
	       g_cond_wait_until(&device->changed, &device->lock, due))
		;
	g_mutex_unlock(&device->lock);
	must(is_met, what);
}

void
emulator_await_reader(struct emulator_device *device)
{
	await(device, has_reader, "nobody reads, for a long time");
}

void
emulator_await_taken(struct emulator_device *device)
{
	await(device, is_all_taken, "what it sent was not taken, for a long time");
}

void
emulator_await_given_back(struct emulator_device *device)
{
	await(device, is_given_back, "it was not given back, for a long time");
}

struct emulator_facts
emulator_facts(struct emulator_device *device)
{
	struct emulator_facts facts;

	g_mutex_lock(&device->lock);
	facts = device->facts;
	g_mutex_unlock(&device->lock);
	return facts;
}

void
emulator_free_hold(struct emulator_device *device)
{
	g_mutex_lock(&device->lock);
	device->model.is_held = false;
	g_mutex_unlock(&device->lock);
}

/* ---- the bed ---- */

void
emulator_enter(char **argv)
{
	char *words[16] = { (char *)"umockdev-wrapper" };

	const char *loaded = getenv("LD_PRELOAD");

	if (loaded && strstr(loaded, "libumockdev"))
		return;
	for (int index = 0; argv[index] && index < 14; index++)
		words[index + 1] = argv[index];
	setenv("ASAN_OPTIONS", "verify_asan_link_order=0:detect_leaks=0", 1);
	execvp(words[0], words);
	printf("umockdev-wrapper is not there: skipped\n");
	exit(77);
}

struct emulator *
emulator_start(void)
{
	struct emulator *emulator = g_new0(struct emulator, 1);
	char path[512];

	emulator->bed = umockdev_testbed_new();
	emulator->root = umockdev_testbed_get_root_dir(emulator->bed);
	emulator->next_number = 2;
	snprintf(path, sizeof path, "%s/dev/bus/usb/001", emulator->root);
	g_mkdir_with_parents(path, 0755);
	return emulator;
}

void
emulator_be_silent(struct emulator *emulator)
{
	emulator->is_silent = true;
}

void
emulator_allow_others(struct emulator *emulator, bool may_open)
{
	char path[512];

	chmod(emulator->root, 0777);
	for (GSList *at = emulator->devices; at; at = at->next) {
		const struct emulator_device *device = at->data;

		/* the bed's own end of calls is always open: who may not reach it, dies of it */
		snprintf(path, sizeof path, "%s/ioctl/%s", emulator->root, device->node);
		must(chmod(path, 0777) == 0, "who may open it");
		snprintf(path, sizeof path, "%s%s", emulator->root, device->node);
		must(chmod(path, may_open ? 0666 : 0600) == 0, "who may open it");
	}
}

void
emulator_stop(struct emulator **emulator)
{
	while ((*emulator)->devices) {
		struct emulator_device *device = (*emulator)->devices->data;

		emulator_unplug(&device);
	}
	g_object_unref((*emulator)->bed);
	g_free((*emulator)->root);
	g_free(*emulator);
	*emulator = NULL;
}
