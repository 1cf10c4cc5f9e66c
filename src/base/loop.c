#include <config.h>

#include "base/loop.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/log.h"
#include "base/when.h"

#define SLOW_MS 50
#define SIGNALS_MAX 8
/* Of an idle job's slice, this much counts as waiting: we look for bytes after each, and one that
 * came early in a long slice was not late. */
#define IDLE_SLICE_US 5000
/* Idle work waits until nothing has come for so long: somebody who scans one item after another
 * never finds the till in the middle of a slice. */
#define QUIET_MS 150

/* A removed watch, timer or idle job keeps its place with call NULL until the turn is over, so that
 * the walk through the list that is under way stays right. */
struct watch {
	int fd;
	short events;
	loop_fd_fn *call;
	void *context;
};

struct timer {
	int id;
	int64_t at_ms, repeat_ms;
	loop_timer_fn *call;
	void *context;
};

struct idle {
	loop_idle_fn *call;
	void *context;
};

struct signal_call {
	int number;
	loop_signal_fn *call;
	void *context;
};

struct loop {
	struct watch *watches;
	struct pollfd *polls; /* as many as watches have room */
	size_t watch_count, watch_room;
	struct timer *timers;
	size_t timer_count, timer_room;
	struct idle *idles;
	size_t idle_count, idle_room, idle_next;
	struct signal_call signals[SIGNALS_MAX];
	size_t signal_count;
	sigset_t signal_set, signals_before;
	int signal_fd;
	int last_id;
	int64_t waited_us;
	int64_t quiet_ms; /* since when no descriptor was ready; 0 none ever was */
	bool stopped;
};

/* Makes room for one more thing of size bytes at the end of a list. */
static void *
one_more(void *list, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return list;
	*room = *room ? *room * 2 : 8;
	return alloc_again(list, *room, size);
}

static int64_t
monotonic_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

struct loop *
loop_new(void)
{
	struct loop *loop = alloc_zero(1, sizeof(*loop));

	loop->signal_fd = -1;
	sigemptyset(&loop->signal_set);
	return loop;
}

void
loop_free(struct loop **loop)
{
	if (!*loop)
		return;
	if ((*loop)->signal_fd >= 0) {
		close((*loop)->signal_fd);
		sigprocmask(SIG_SETMASK, &(*loop)->signals_before, NULL);
	}
	free((*loop)->watches);
	free((*loop)->polls);
	free((*loop)->timers);
	free((*loop)->idles);
	free(*loop);
	*loop = NULL;
}

void
loop_watch(struct loop *loop, int fd, short events, loop_fd_fn *call, void *context)
{
	size_t room = loop->watch_room;

	assert(fd >= 0 && call);
	loop->watches =
	        one_more(loop->watches, loop->watch_count, &loop->watch_room, sizeof(struct watch));
	if (loop->watch_room != room)
		loop->polls = alloc_again(loop->polls, loop->watch_room, sizeof(struct pollfd));
	loop->watches[loop->watch_count++] =
	        (struct watch){ .fd = fd, .events = events, .call = call, .context = context };
}

void
loop_unwatch(struct loop *loop, int fd)
{
	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].fd == fd)
			loop->watches[i].call = NULL;
}

int
loop_timer(struct loop *loop, int64_t after_ms, int64_t repeat_ms, loop_timer_fn *call,
           void *context)
{
	assert(call && after_ms >= 0 && repeat_ms >= 0);
	loop->timers =
	        one_more(loop->timers, loop->timer_count, &loop->timer_room, sizeof(struct timer));
	loop->timers[loop->timer_count++] = (struct timer){
		.id = ++loop->last_id,
		.at_ms = when_monotonic_ms() + after_ms,
		.repeat_ms = repeat_ms,
		.call = call,
		.context = context,
	};
	return loop->last_id;
}

void
loop_timer_remove(struct loop *loop, int id)
{
	for (size_t i = 0; i < loop->timer_count; i++)
		if (loop->timers[i].id == id)
			loop->timers[i].call = NULL;
}

void
loop_idle(struct loop *loop, loop_idle_fn *call, void *context)
{
	loop->idles =
	        one_more(loop->idles, loop->idle_count, &loop->idle_room, sizeof(struct idle));
	loop->idles[loop->idle_count++] = (struct idle){ .call = call, .context = context };
}

void
loop_idle_remove(struct loop *loop, loop_idle_fn *call, void *context)
{
	for (size_t i = 0; i < loop->idle_count; i++)
		if (loop->idles[i].call == call && loop->idles[i].context == context)
			loop->idles[i].call = NULL;
}

static void
warn_if_slow(int64_t began_ms, const char *what, int which)
{
	int64_t took_ms = when_monotonic_ms() - began_ms;

	if (took_ms > SLOW_MS)
		log_line("slow: %s %d took %d ms", what, which, (int)took_ms);
}

static void
read_signals(void *context, int fd, short revents)
{
	struct loop *loop = context;
	struct signalfd_siginfo info;

	(void)revents;
	while (read(fd, &info, sizeof(info)) == sizeof(info))
		for (size_t i = 0; i < loop->signal_count; i++)
			if (loop->signals[i].number == (int)info.ssi_signo)
				loop->signals[i].call(loop->signals[i].context,
				                      (int)info.ssi_signo);
}

void
loop_signal(struct loop *loop, int signal_number, loop_signal_fn *call, void *context)
{
	bool first = loop->signal_fd < 0;

	assert(loop->signal_count < SIGNALS_MAX);
	loop->signals[loop->signal_count++] =
	        (struct signal_call){ .number = signal_number, .call = call, .context = context };
	sigaddset(&loop->signal_set, signal_number);
	sigprocmask(SIG_BLOCK, &loop->signal_set, first ? &loop->signals_before : NULL);
	loop->signal_fd = signalfd(loop->signal_fd, &loop->signal_set, SFD_NONBLOCK | SFD_CLOEXEC);
	assert(loop->signal_fd >= 0);
	if (first)
		loop_watch(loop, loop->signal_fd, POLLIN, read_signals, loop);
}

void
loop_unsignal(struct loop *loop, const void *context)
{
	size_t count = 0;

	for (size_t i = 0; i < loop->signal_count; i++) {
		if (loop->signals[i].context != context)
			loop->signals[count++] = loop->signals[i];
	}
	loop->signal_count = count;
}

/* Forgets what was removed. */
static void
sweep(struct loop *loop)
{
	size_t count = 0;

	for (size_t i = 0; i < loop->watch_count; i++)
		if (loop->watches[i].call)
			loop->watches[count++] = loop->watches[i];
	loop->watch_count = count;
	count = 0;
	for (size_t i = 0; i < loop->timer_count; i++)
		if (loop->timers[i].call)
			loop->timers[count++] = loop->timers[i];
	loop->timer_count = count;
	count = 0;
	for (size_t i = 0; i < loop->idle_count; i++)
		if (loop->idles[i].call)
			loop->idles[count++] = loop->idles[i];
	loop->idle_count = count;
}

/* How long until idle work may go on. */
static int64_t
quiet_left_ms(const struct loop *loop, int64_t now_ms)
{
	int64_t left_ms = loop->quiet_ms + QUIET_MS - now_ms;

	return loop->quiet_ms == 0 || left_ms < 0 ? 0 : left_ms;
}

/* Until the next timer or idle work, at most timeout_ms. */
static int
wait_ms(const struct loop *loop, int timeout_ms)
{
	int64_t now_ms = when_monotonic_ms();

	if (loop->idle_count > 0) {
		int64_t left_ms = quiet_left_ms(loop, now_ms);

		if (timeout_ms < 0 || left_ms < timeout_ms)
			timeout_ms = (int)left_ms;
	}
	for (size_t i = 0; i < loop->timer_count; i++) {
		int64_t left_ms = loop->timers[i].at_ms - now_ms;

		if (left_ms < 0)
			left_ms = 0;
		if (timeout_ms < 0 || left_ms < timeout_ms)
			timeout_ms = left_ms > 3600000 ? 3600000 : (int)left_ms;
	}
	return timeout_ms;
}

int64_t
loop_waited_ms(const struct loop *loop)
{
	return loop->waited_us / 1000;
}

static bool
call_watches(struct loop *loop, int timeout_ms)
{
	size_t count = loop->watch_count;
	int ready;

	for (size_t i = 0; i < count; i++)
		loop->polls[i] = (struct pollfd){ .fd = loop->watches[i].fd,
			                          .events = loop->watches[i].events };
	loop->waited_us -= monotonic_us();
	ready = poll(loop->polls, count, timeout_ms);
	loop->waited_us += monotonic_us();
	assert(ready >= 0 || errno == EINTR || errno == ENOMEM);
	/* only those that were there: a callback may add to the lists, and move them */
	for (size_t i = 0; i < count && ready > 0; i++) {
		struct watch watch = loop->watches[i];
		int64_t began_ms = when_monotonic_ms();

		if (!loop->polls[i].revents || !watch.call)
			continue;
		watch.call(watch.context, watch.fd, loop->polls[i].revents);
		warn_if_slow(began_ms, "descriptor", watch.fd);
	}
	if (ready > 0)
		loop->quiet_ms = when_monotonic_ms();
	return ready > 0;
}

/* The one of the first count timers that is due longest; NULL if none is. */
static struct timer *
next_due(struct loop *loop, size_t count, int64_t now_ms)
{
	struct timer *next = NULL;

	for (size_t i = 0; i < count; i++) {
		struct timer *timer = &loop->timers[i];

		if (timer->call && timer->at_ms <= now_ms && (!next || timer->at_ms < next->at_ms))
			next = timer;
	}
	return next;
}

/* In the order of their time, however late it is; what they add waits for the next turn. */
static bool
call_timers(struct loop *loop)
{
	size_t count = loop->timer_count;
	int64_t now_ms = when_monotonic_ms();
	struct timer *due;
	bool any = false;

	while ((due = next_due(loop, count, now_ms))) {
		struct timer timer = *due; /* the call may move them all */

		if (timer.repeat_ms > 0) /* a late one is not made up for */
			due->at_ms = now_ms + timer.repeat_ms;
		else
			due->call = NULL;
		timer.call(timer.context);
		warn_if_slow(now_ms, "timer", timer.id);
		any = true;
	}
	return any;
}

/* One slice of one idle job, in turn. */
static void
call_idle(struct loop *loop)
{
	size_t index = loop->idle_next < loop->idle_count ? loop->idle_next : 0;
	struct idle idle = loop->idles[index];
	int64_t began_us = monotonic_us(), took_us;

	loop->idle_next = index + 1;
	if (idle.call && !idle.call(idle.context))
		loop->idles[index].call = NULL;
	took_us = monotonic_us() - began_us;
	loop->waited_us += took_us < IDLE_SLICE_US ? took_us : IDLE_SLICE_US;
	warn_if_slow(began_us / 1000, "idle job", (int)index);
}

bool
loop_turn(struct loop *loop, int timeout_ms)
{
	bool any;

	any = call_watches(loop, wait_ms(loop, timeout_ms));
	any |= call_timers(loop);
	if (!any && loop->idle_count > 0 && quiet_left_ms(loop, when_monotonic_ms()) == 0)
		call_idle(loop);
	sweep(loop);
	return !loop->stopped;
}

void
loop_run(struct loop *loop)
{
	loop->stopped = false;
	while (loop_turn(loop, -1))
		;
}

void
loop_stop(struct loop *loop)
{
	loop->stopped = true;
}
