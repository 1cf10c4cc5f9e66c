/*
 * What talks to printers; only the program ringup-devices and tests have it, so that the till's own
 * program loads no library of devices and starts fast.
 */
#ifndef RINGUP_DEVICES_PRINTER_SEND_H
#define RINGUP_DEVICES_PRINTER_SEND_H

#include "devices/printer.h"

/* Blocks.  RC_OFFLINE nothing was printed, RC_SYSTEM unknown how much, RC_REFUSED the address
 * itself is wrong. */
enum outcome printer_send(const char *address, const void *bytes, size_t count, struct err *err);
/* Blocks as printer_send() does. */
enum printer_state printer_state(const char *address);

/* The helpers "print" and "printer-state"; give the exit status. */
int printer_helper(void);
int printer_state_helper(void);

#endif
