/*
 * Serial lines, and what USB makes look like one (/dev/ttyACM0, /dev/ttyUSB0).
 *
 *   where   DEVICE [SPEED] [FORMAT]: "/dev/ttyS0 9600 8n1", which is what most are delivered with
 */
#ifndef RINGUP_DEVICES_SERIAL_LINE_H
#define RINGUP_DEVICES_SERIAL_LINE_H

#include "base/err.h"

/* Gives a descriptor that does not block and that nobody else may open.  RC_OFFLINE it is not there,
 * RC_BUSY another program has it, RC_REFUSED the address is wrong, or we may not. */
enum outcome serial_line_open(int *fd, const char *where, struct err *err);

#endif
