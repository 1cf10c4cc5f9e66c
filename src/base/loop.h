/*
 * The one event loop: descriptors, timers and signals, by poll(2) and signalfd.  Nothing blocks
 * and there are no threads; what can block lives in a helper process.
 *
 *   own     loop_new() / loop_free(); a watch or timer ends with its loop_..._remove() or the loop
 *   rule    a callback may add and remove anything, itself too; it may not take long (one of
 *           more than 50 ms is logged)
 */
#ifndef RINGUP_BASE_LOOP_H
#define RINGUP_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct loop;
typedef void loop_fd_fn(void *context, int fd, short revents);
typedef void loop_timer_fn(void *context);
typedef void loop_signal_fn(void *context, int signal_number);

struct loop *loop_new(void);
void loop_free(struct loop **loop);

/* events as for poll(2).  The descriptor stays the caller's. */
void loop_watch(struct loop *loop, int fd, short events, loop_fd_fn *call, void *context);
void loop_unwatch(struct loop *loop, int fd);

/* Returns an id > 0.  repeat_ms 0 is once. */
int loop_timer(struct loop *loop, int64_t after_ms, int64_t repeat_ms, loop_timer_fn *call, void *context);
void loop_timer_remove(struct loop *loop, int id);

/* Blocks the signal for the process and delivers it through the loop. */
void loop_signal(struct loop *loop, int signal_number, loop_signal_fn *call, void *context);
/* Delivers none of them to this context any more; the signals stay blocked. */
void loop_unsignal(struct loop *loop, const void *context);

/* Called once no descriptor has been ready for a moment, and again and again until it returns false
 * (idle work in slices of a few ms: loading names, checking old entries, checkpoints). */
typedef bool loop_idle_fn(void *context);
void loop_idle(struct loop *loop, loop_idle_fn *call, void *context);
void loop_idle_remove(struct loop *loop, loop_idle_fn *call, void *context);

/* A clock that runs only while the loop waits, or does idle work for want of a better: by it, what was there when we had time to look came
 * without a pause, however long we were busy. */
int64_t loop_waited_ms(const struct loop *loop);

/* Waits at most timeout_ms (-1: for ever) and handles what is ready.  False once loop_stop(). */
bool loop_turn(struct loop *loop, int timeout_ms);
void loop_run(struct loop *loop);       /* turns until loop_stop() */
void loop_stop(struct loop *loop);

#endif
