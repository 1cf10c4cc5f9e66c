/*
 * How a device is: what its worker tells the till, and the till its people.
 *
 *   rule    a situation and what to do, never a cause alone; what is well needs no sentence
 */
#ifndef RINGUP_DEVICES_DEVICE_H
#define RINGUP_DEVICES_DEVICE_H

#include <stdbool.h>

#include "base/buf.h"

enum device_state {
	DEVICE_CONNECTING,
	DEVICE_READY,
	DEVICE_AWAY,    /* not plugged in, switched off, not reached; it is looked for */
	DEVICE_DENIED,  /* there, but we may not: the hint names the fix */
	DEVICE_TROUBLE, /* there, but of no use as it is */
	DEVICE_STATES
};
const char *device_state_label(enum device_state state);

#define DEVICE_UNIT_MAX 41
#define DEVICE_NAME_MAX 61
struct device_status {
	char unit[DEVICE_UNIT_MAX]; /* which of several at one address: "usb 1-5"; "" the address
	                             * itself */
	char name[DEVICE_NAME_MAX]; /* "Voyager 1450g"; "" not known */
	enum device_state state;
	char sentence[200], hint[200]; /* in the till's language; "" nothing to say */
};

/* As a message of a worker, and back; false: it is another kind of message. */
void device_status_put(struct buf *message, const struct device_status *status);
bool device_status_take(struct device_status *status, const char *bytes, size_t length);

/* What a worker is told first: the address of its device.  It speaks the language of the till,
 * whose environment it has. */
void device_begin_put(struct buf *message, const char *address);

/* A field of a message, text up to its NUL; false: there is none. */
bool device_field_take(const char **bytes, size_t *length, char *out, size_t size);

#endif
