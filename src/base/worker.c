#include <config.h>

#include "base/worker.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/helper_process.h"

/* So many are handled before the loop looks at keys again. */
#define MESSAGES_A_TURN 64

struct message {
	struct message *next;
	size_t length;
	char bytes[];
};

struct worker {
	struct loop *loop;             /* borrowed */
	struct helper_process process; /* its fd -1: it hung up */
	struct worker_events events;
	struct message *waiting, **end; /* not yet taken */
	int count;
	struct worker **stopped; /* set while a callback runs: NULL there, it was stopped within */
};

static void talk(void *context, int fd, short revents);

/* ---- ending ---- */

static void
hang_up(struct worker *worker)
{
	if (worker->process.fd < 0)
		return;
	loop_unwatch(worker->loop, worker->process.fd);
	close(worker->process.fd);
	worker->process.fd = -1;
}

static void
free_worker(struct worker *worker)
{
	struct message *message;

	hang_up(worker);
	while ((message = worker->waiting)) {
		worker->waiting = message->next;
		free(message);
	}
	if (worker->stopped)
		*worker->stopped = NULL;
	free(worker);
}

void
worker_stop(struct worker **worker)
{
	if (!*worker)
		return;
	helper_process_kill(&(*worker)->process, (*worker)->loop, SIGTERM);
	free_worker(*worker);
	*worker = NULL;
}

/* ---- messages to it ---- */

static void
watch(struct worker *worker)
{
	loop_unwatch(worker->loop, worker->process.fd);
	loop_watch(worker->loop, worker->process.fd, worker->waiting ? POLLIN | POLLOUT : POLLIN,
	           talk, worker);
}

/* What is left when it hangs up is nobody's; its end is told by its process. */
static void
send_waiting(struct worker *worker)
{
	struct message *message;

	while ((message = worker->waiting)) {
		if (send(worker->process.fd, message->bytes, message->length, MSG_NOSIGNAL) < 0) {
			if (errno != EAGAIN && errno != EINTR)
				hang_up(worker);
			return;
		}
		worker->waiting = message->next;
		if (!worker->waiting)
			worker->end = &worker->waiting;
		worker->count--;
		free(message);
	}
	watch(worker);
}

enum outcome
worker_send(struct worker *worker, const void *bytes, size_t length, struct err *err)
{
	struct message *message;

	assert(length > 0 && length <= WORKER_BYTES_MAX);
	if (worker->count == WORKER_WAITING_MAX)
		return err_set(err, RC_BUSY, _("the device does not keep up"));
	message = alloc_zero(1, sizeof *message + length);
	message->length = length;
	memcpy(message->bytes, bytes, length);
	*worker->end = message;
	worker->end = &message->next;
	if (++worker->count == 1 && worker->process.fd >= 0)
		watch(worker);
	return RC_OK;
}

/* ---- messages from it ---- */

static bool
take_message(struct worker *worker)
{
	char bytes[WORKER_BYTES_MAX + 1];
	ssize_t count = recv(worker->process.fd, bytes, WORKER_BYTES_MAX, MSG_DONTWAIT);

	if (count > 0) {
		bytes[count] = '\0';
		worker->events.message(worker->events.context, bytes, (size_t)count);
		return true;
	}
	if (count == 0 || (errno != EAGAIN && errno != EINTR))
		hang_up(worker);
	return false;
}

static bool
take_messages(struct worker *worker, int most)
{
	struct worker *still = worker;
	int taken = 0;

	worker->stopped = &still;
	while (taken++ < most && still && worker->process.fd >= 0 && take_message(worker))
		;
	if (still)
		worker->stopped = NULL;
	return still;
}

static void
talk(void *context, int fd, short revents)
{
	struct worker *worker = context;

	(void)fd;
	if (revents & POLLOUT)
		send_waiting(worker);
	if (worker->process.fd >= 0 && (revents & (POLLIN | POLLHUP | POLLERR)))
		take_messages(worker, MESSAGES_A_TURN);
}

static void
process_ended(void *context, int fd, short revents)
{
	struct worker *worker = context;
	struct worker_events events = worker->events;
	bool well;

	(void)fd;
	(void)revents;
	if (!helper_process_ended(&worker->process, worker->loop, &well))
		return;
	while (worker->process.fd >= 0) { /* what it said last */
		if (!take_messages(worker, 1))
			return;
	}
	free_worker(worker);
	events.ended(events.context, well ? RC_OK : RC_SYSTEM);
}

enum outcome
worker_start(struct worker **worker, struct loop *loop, const char *kind,
             const struct worker_events *events, struct err *err)
{
	struct worker *started = alloc_zero(1, sizeof *started);
	enum outcome outcome = helper_process_start(&started->process, kind, SOCK_SEQPACKET, err);

	if (outcome) {
		free(started);
		return outcome;
	}
	started->loop = loop;
	started->events = *events;
	started->end = &started->waiting;
	loop_watch(loop, started->process.fd, POLLIN, talk, started);
	loop_watch(loop, started->process.pid_fd, POLLIN, process_ended, started);
	*worker = started;
	return RC_OK;
}

/* ---- in the worker ---- */

static void
take_leave(int signal_number)
{
	(void)signal_number;
	alarm(WORKER_FAREWELL_S);
}

void
worker_end_gently(void)
{
	struct sigaction action = { .sa_handler = take_leave };

	sigaction(SIGTERM, &action, NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
}

int
worker_fd(void)
{
	return STDIN_FILENO;
}

enum outcome
worker_receive(struct buf *message, struct err *err)
{
	char bytes[WORKER_BYTES_MAX];
	ssize_t count;

	do
		count = recv(STDIN_FILENO, bytes, sizeof bytes, 0);
	while (count < 0 && errno == EINTR);
	if (count == 0 || (count < 0 && errno == ECONNRESET))
		return RC_NOT_FOUND;
	if (count < 0)
		return err_system(err, "reading a message");
	message->length = 0;
	buf_add_bytes(message, bytes, (size_t)count);
	return RC_OK;
}

enum outcome
worker_say(const void *bytes, size_t length, struct err *err)
{
	assert(length > 0 && length <= WORKER_BYTES_MAX);
	while (send(STDIN_FILENO, bytes, length, MSG_NOSIGNAL) < 0) {
		if (errno == EPIPE || errno == ECONNRESET)
			return RC_NOT_FOUND;
		if (errno != EINTR)
			return err_system(err, "sending a message");
	}
	return RC_OK;
}
