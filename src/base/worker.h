/*
 * Workers: helpers that stay.  Whatever talks to a device for as long as the till is open (scanner,
 * scale, display, card terminal) runs in "ringup helper KIND", where it may block as it likes; the
 * till exchanges messages with it and never waits.
 *
 *   message  bytes, at most WORKER_BYTES_MAX, never empty; one sent is one received, in order
 *   own      worker_start() gives; it ends after `ended` was called (forget the pointer there) or
 *           at worker_stop()
 *   rule    a worker that takes nothing is no trouble: what it did not take waits,
 *           and beyond WORKER_WAITING_MAX messages worker_send() refuses
 */
#ifndef RINGUP_BASE_WORKER_H
#define RINGUP_BASE_WORKER_H

#include <stddef.h>

#include "base/buf.h"
#include "base/loop.h"

#define WORKER_BYTES_MAX (64 * 1024)
#define WORKER_WAITING_MAX 256

struct worker;
struct worker_events {
	/* bytes are borrowed for the call and end with a NUL that is not counted.  May stop the
	 * worker. */
	void (*message)(void *context, const char *bytes, size_t length);
	/* It is gone: RC_OK it ended by itself with 0, RC_SYSTEM it failed or crashed. */
	void (*ended)(void *context, enum outcome outcome);
	void *context;
};

enum outcome worker_start(struct worker **worker, struct loop *loop, const char *kind,
                          const struct worker_events *events, struct err *err);
/* RC_BUSY: too many messages wait; this one is not sent. */
enum outcome worker_send(struct worker *worker, const void *bytes, size_t length, struct err *err);
void worker_stop(struct worker **worker); /* ends it at once or gently; ended is not called */

/* ---- in the worker ---- */

/* For a worker that has something to give back: when it is stopped, or its owner dies, it finds out
 * by worker_fd() and has WORKER_FAREWELL_S seconds.  Others end at once. */
#define WORKER_FAREWELL_S 3
void worker_end_gently(void);

/* What to poll for messages (its descriptor 0). */
int worker_fd(void);
/* The next message, with a NUL behind it that is not counted; waits for it if none is there.
 * RC_NOT_FOUND: the owner is gone, end. */
enum outcome worker_receive(struct buf *message, struct err *err);
/* Waits while the owner is slow to take messages.  RC_NOT_FOUND as above. */
enum outcome worker_say(const void *bytes, size_t length, struct err *err);

#endif
