/*
 * Scans that came before anyone asked for them, in their order.
 *
 *   limit   SCAN_QUEUE_MAX; a reader that is so far behind is gone, and the newest are dropped
 */
#ifndef RINGUP_DEVICES_SCAN_QUEUE_H
#define RINGUP_DEVICES_SCAN_QUEUE_H

#include <stdbool.h>

#include "devices/scanner.h"

#define SCAN_QUEUE_MAX 4096

struct scan_queue {
	struct scan *scans;
	size_t first, count, room;
};
/* Gives the place for one more, zeroed; NULL if there is no room. */
struct scan *scan_queue_add(struct scan_queue *queue);
struct scan *scan_queue_last(struct scan_queue *queue); /* NULL: it is empty */
bool scan_queue_take(struct scan_queue *queue, struct scan *scan);
void scan_queue_done(struct scan_queue *queue);

#endif
