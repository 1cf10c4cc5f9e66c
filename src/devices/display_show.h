/*
 * What talks to customer displays; only the program ringup-devices and tests have it.
 */
#ifndef RINGUP_DEVICES_DISPLAY_SHOW_H
#define RINGUP_DEVICES_DISPLAY_SHOW_H

#include "devices/display.h"

/* The bytes that show two lines of DISPLAY_COLS columns on a display of this kind; with `begin` it
 * is set up first. */
void display_encode(const struct display_kind *kind, bool begin, const char *upper,
                    const char *lower, struct buf *out);

/* The worker "display"; gives the exit status. */
int display_worker(void);

#endif
