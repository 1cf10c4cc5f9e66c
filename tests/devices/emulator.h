/*
 * USB scanners that are not there: a bed of umockdev (which stands for /dev, /sys and udev's
 * messages) in which devices answer the calls of usbfs as the kernel does.  The program under test
 * is the one that is shipped, with the libusb that is installed.
 *
 *   own     emulator_start() in a process under umockdev-wrapper (emulator_enter() sees to that);
 *           what is plugged in ends with emulator_stop() or emulator_unplug()
 *   wait    nothing sleeps: emulator_await...() wait for a condition, EMULATOR_PATIENCE_MS at most
 *   node    a device's node is a FIFO: full while there is nothing to reap, as usbfs says by
 * POLLOUT
 */
#ifndef RINGUP_TESTS_EMULATOR_H
#define RINGUP_TESTS_EMULATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EMULATOR_PATIENCE_MS 10000

enum emulated_kind { EMULATED_HONEYWELL, EMULATED_NEWLAND, EMULATED_KEYBOARD, EMULATED_IBM };

struct emulated {
	enum emulated_kind kind;
	uint16_t vid, pid;
	const char *product, *serial; /* NULL none */
	bool is_unbound; /* no driver of the kernel has taken it, and read its descriptor */
	bool is_deaf;    /* stalls every class request */
	bool is_held;    /* by another program */
};

struct emulator;
struct emulator_device;

/* In main(): becomes the same program under umockdev-wrapper; ends it with 77 if there is none. */
void emulator_enter(char **argv);
struct emulator *emulator_start(void);
void emulator_stop(struct emulator **emulator);
/* No udev: what is plugged in and out is not told, only seen in /sys. */
void emulator_be_silent(struct emulator *emulator);

/* Whether users other than this one may open what is plugged in. */
void emulator_allow_others(struct emulator *emulator, bool may_open);

struct emulator_device *emulator_plug(struct emulator *emulator, const struct emulated *model);
void emulator_unplug(struct emulator_device **device);

/* What it sends next: an input report, or a transfer that ends with an error (EPIPE, EPROTO). */
void emulator_report(struct emulator_device *device, const void *bytes, size_t count);
void emulator_fail(struct emulator_device *device, int error);
/* A code as a device of its kind sends it, and only so many of its reports (0: all). */
void emulator_scan(struct emulator_device *device, const char *aim, const char *bytes, size_t count,
                   int reports);
#define emulator_scan_text(device, text) emulator_scan(device, "]E0", text, strlen(text), 0)

/* Somebody waits for its reports. */
void emulator_await_reader(struct emulator_device *device);
/* Everything it has sent was taken. */
void emulator_await_taken(struct emulator_device *device);
/* Its interface was given back, and to the kernel's driver if that had it. */
void emulator_await_given_back(struct emulator_device *device);

struct emulator_facts {
	bool is_claimed, has_driver;
	int detached, cleared; /* how often */
	long calls;
	int request_value, requests; /* the last class request, and how many */
	uint8_t request_bytes[16];
};
struct emulator_facts emulator_facts(struct emulator_device *device);
/* The other program lets go of it. */
void emulator_free_hold(struct emulator_device *device);

#endif
