/*
 * A helper's life, seen by its owner: spawned with one end of a socket pair on its descriptor 0;
 * the request goes down the pair and is followed by its end; the answer comes up; the process
 * ends, which its pidfd tells.  The exit decides, not the end of the answer: only then is it known
 * whether the work was done.  Past its deadline it is killed.
 */
#include <config.h>

#include "base/helper.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/buf.h"
#include "base/gettext.h"
#include "base/helper_process.h"
#include "base/log.h"

#define READ_BYTES 65536

struct helper {
	struct loop *loop;             /* borrowed */
	struct helper_process process; /* its fd -1: the helper closed its end */
	char *request;
	size_t length, sent;
	struct buf answer;
	int timer;
	helper_done_fn *done;
	void *context;
};

/* ---- ending ---- */

static void
free_helper(struct helper *helper)
{
	loop_timer_remove(helper->loop, helper->timer);
	if (helper->process.fd >= 0) {
		loop_unwatch(helper->loop, helper->process.fd);
		close(helper->process.fd);
	}
	free(helper->request);
	buf_done(&helper->answer);
	free(helper);
}

static void
finish(struct helper *helper, enum outcome outcome)
{
	const char *answer = helper->answer.text ? helper->answer.text : "";

	helper->done(helper->context, outcome, answer, helper->answer.length);
	free_helper(helper);
}

static void
deadline_passed(void *context)
{
	struct helper *helper = context;

	log_line("the helper %d missed its deadline and is killed", (int)helper->process.pid);
	helper_process_kill(&helper->process, helper->loop, SIGKILL);
	finish(helper, RC_OFFLINE);
}

void
helper_stop(struct helper **helper)
{
	if (!*helper)
		return;
	helper_process_kill(&(*helper)->process, (*helper)->loop, SIGKILL);
	free_helper(*helper);
	*helper = NULL;
}

/* ---- talking ---- */

static void
stop_reading(struct helper *helper)
{
	loop_unwatch(helper->loop, helper->process.fd);
	close(helper->process.fd);
	helper->process.fd = -1;
}

static void
read_answer(struct helper *helper)
{
	char bytes[READ_BYTES];
	ssize_t got;

	while ((got = read(helper->process.fd, bytes, sizeof(bytes))) > 0) {
		buf_add_bytes(&helper->answer, bytes, (size_t)got);
		if (helper->answer.length > HELPER_BYTES_MAX) {
			kill(-helper->process.pid, SIGKILL); /* its exit then says RC_SYSTEM */
			break;
		}
	}
	if (got >= 0 || (errno != EAGAIN && errno != EINTR))
		stop_reading(helper);
}

static void talk(void *context, int fd, short revents);

/* The whole request, then its end.  A helper that died does not matter here: its exit tells. */
static void
send_request(struct helper *helper)
{
	ssize_t count = send(helper->process.fd, helper->request + helper->sent,
	                     helper->length - helper->sent, MSG_NOSIGNAL);

	if (count < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	helper->sent = count < 0 ? helper->length : helper->sent + (size_t)count;
	if (helper->sent < helper->length)
		return;
	shutdown(helper->process.fd, SHUT_WR);
	loop_unwatch(helper->loop, helper->process.fd);
	loop_watch(helper->loop, helper->process.fd, POLLIN, talk, helper);
}

static void
talk(void *context, int fd, short revents)
{
	struct helper *helper = context;

	(void)fd;
	if (revents & POLLOUT)
		send_request(helper);
	if (revents & (POLLIN | POLLHUP | POLLERR))
		read_answer(helper);
}

static void
process_ended(void *context, int fd, short revents)
{
	struct helper *helper = context;
	bool well;

	(void)fd;
	(void)revents;
	if (!helper_process_ended(&helper->process, helper->loop, &well))
		return;
	if (helper->process.fd >= 0)
		read_answer(helper); /* what it wrote last */
	finish(helper, well ? RC_OK : RC_SYSTEM);
}

enum outcome
helper_start(struct helper **helper, struct loop *loop, const char *kind, const void *request,
             size_t length, int64_t deadline_ms, helper_done_fn *done, void *context,
             struct err *err)
{
	struct helper *started = alloc_zero(1, sizeof(*started));
	enum outcome outcome;

	assert(length <= HELPER_BYTES_MAX);
	outcome = helper_process_start(&started->process, kind, SOCK_STREAM, err);
	if (outcome) {
		free(started);
		return outcome;
	}
	started->loop = loop;
	started->request = alloc_zero(length + 1, 1);
	if (length)
		memcpy(started->request, request, length);
	started->length = length;
	started->done = done;
	started->context = context;
	started->timer = loop_timer(loop, deadline_ms, 0, deadline_passed, started);
	loop_watch(loop, started->process.fd, POLLIN | POLLOUT, talk, started);
	loop_watch(loop, started->process.pid_fd, POLLIN, process_ended, started);
	if (helper)
		*helper = started;
	return RC_OK;
}

/* ---- waiting for one ---- */

struct asking {
	struct loop *loop;
	struct buf *answer;
	enum outcome outcome;
};

static void
take_answer(void *context, enum outcome outcome, const char *answer, size_t length)
{
	struct asking *asking = context;

	asking->outcome = outcome;
	buf_add_bytes(asking->answer, answer, length);
	loop_stop(asking->loop);
}

enum outcome
helper_ask(const char *kind, const void *request, size_t length, int64_t deadline_ms,
           struct buf *answer, struct err *err)
{
	struct asking asking = { loop_new(), answer, RC_OK };
	enum outcome outcome = helper_start(NULL, asking.loop, kind, request, length, deadline_ms,
	                                    take_answer, &asking, err);

	if (!outcome)
		loop_run(asking.loop);
	loop_free(&asking.loop);
	return outcome ? outcome : asking.outcome;
}

/* ---- in the helper ---- */

enum outcome
helper_read_request(char **request, size_t *length, struct err *err)
{
	char bytes[READ_BYTES];
	struct buf whole = { 0 };
	ssize_t got;

	while ((got = read(STDIN_FILENO, bytes, sizeof(bytes))) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got > 0)
			buf_add_bytes(&whole, bytes, (size_t)got);
		if (got < 0 || whole.length > HELPER_BYTES_MAX) {
			buf_done(&whole);
			return err_system(err, "reading the request");
		}
	}
	*length = whole.length;
	*request = buf_take(&whole);
	return RC_OK;
}

enum outcome
helper_write_answer(const void *answer, size_t length, struct err *err)
{
	const char *at = answer;

	while (length > 0) {
		ssize_t count = send(STDIN_FILENO, at, length, MSG_NOSIGNAL);

		if (count < 0 && errno == ENOTSOCK) /* started by hand */
			count = write(STDOUT_FILENO, at, length);
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return err_system(err, "writing the answer");
		at += count;
		length -= (size_t)count;
	}
	return RC_OK;
}
