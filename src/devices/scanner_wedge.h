/*
 * A scanner that types into the terminal: known by its prefix, or by a burst faster than fingers
 * (each byte within WEDGE_GAP_MS of the one before, at least WEDGE_MIN of them) up to Enter or Tab;
 * CR LF is one end.
 *
 * A pure filter in front of the key decoder: bytes with their arrival times in, keystrokes or a
 * scan out.  What turns out not to be a scan is handed on unchanged, and no byte inside a burst
 * acts.
 *
 *   prefix  "" knows scans by their speed, so typed keys are held for WEDGE_GAP_MS (screens/ahead
 *           shows them meanwhile); with a prefix they never are, and what follows it is data whatever
 *           it spells
 *   digits  typed as a French keyboard types them unshifted (&é"'(-è_çà) are repaired
 *   limit   by speed alone a code that spells nothing but a function key cannot be told from that
 *           key: a shop whose shoppers bring codes of their own sets a prefix
 */
#ifndef RINGUP_DEVICES_SCANNER_WEDGE_H
#define RINGUP_DEVICES_SCANNER_WEDGE_H

#include <stdbool.h>

#include "devices/scanner.h"

#define WEDGE_GAP_MS 12
#define WEDGE_MIN 6
#define WEDGE_STALL_MS 250 /* with a prefix: a scan that pauses longer lost its end */

struct wedge {
	char prefix[9];
	char held[SCAN_DATA_MAX];
	size_t held_count;
	int64_t last_ms; /* when the last byte came */
	bool in_prefix;  /* the whole prefix is held: what follows is data */
	bool after_scan; /* a scan ended and there was no pause since */
	bool after_cr;   /* and it ended in CR: an LF belongs to it */
};
/* prefix is copied; at most 8 bytes of it count. */
void wedge_init(struct wedge *wedge, const char *prefix);

/* Feeds what one read(2) returned.  Calls `keys` with bytes for the key decoder and `scan` with a
 * whole scan, in their order.  A code longer than SCAN_DATA_MAX - 1 comes cut: no shop's code is
 * that long. */
typedef void wedge_keys_fn(void *context, const char *bytes, size_t count);
typedef void wedge_scan_fn(void *context, const struct scan *scan);
void wedge_feed(struct wedge *wedge, const char *bytes, size_t count, int64_t now_ms,
                wedge_keys_fn *keys, wedge_scan_fn *scan, void *context);
/* How long until wedge_expire() should be called, -1 if nothing is held. */
int64_t wedge_due_ms(const struct wedge *wedge, int64_t now_ms);
void wedge_expire(struct wedge *wedge, int64_t now_ms, wedge_keys_fn *keys, void *context);

#endif
