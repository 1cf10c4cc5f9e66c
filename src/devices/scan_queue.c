#include <config.h>

#include "devices/scan_queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define FIRST_ROOM 16

static void
grow(struct scan_queue *queue)
{
	size_t room = queue->room ? 2 * queue->room : FIRST_ROOM;
	struct scan *scans = alloc_zero(room, sizeof *scans);

	for (size_t index = 0; index < queue->count; index++)
		scans[index] = queue->scans[(queue->first + index) % queue->room];
	free(queue->scans);
	queue->scans = scans;
	queue->first = 0;
	queue->room = room;
}

struct scan *
scan_queue_add(struct scan_queue *queue)
{
	struct scan *scan;

	if (queue->count == SCAN_QUEUE_MAX)
		return NULL;
	if (queue->count == queue->room)
		grow(queue);
	scan = &queue->scans[(queue->first + queue->count++) % queue->room];
	memset(scan, 0, sizeof *scan);
	return scan;
}

struct scan *
scan_queue_last(struct scan_queue *queue)
{
	if (queue->count == 0)
		return NULL;
	return &queue->scans[(queue->first + queue->count - 1) % queue->room];
}

bool
scan_queue_take(struct scan_queue *queue, struct scan *scan)
{
	if (queue->count == 0)
		return false;
	*scan = queue->scans[queue->first];
	queue->first = (queue->first + 1) % queue->room;
	queue->count--;
	return true;
}

void
scan_queue_done(struct scan_queue *queue)
{
	free(queue->scans);
	memset(queue, 0, sizeof *queue);
}
