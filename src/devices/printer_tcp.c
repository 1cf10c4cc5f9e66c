/*
 * A network printer (port 9100, "raw"): what is sent is printed.  Some say how they are when they
 * are asked (printer_status.h), and that all is printed; of the others it is known from TCP alone
 * whether all arrived: once the kernel holds no byte that the printer has not acknowledged.
 */
#include <config.h>

#include <errno.h>
#include <linux/sockios.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/when.h"
#include "devices/printer_backend.h"
#include "devices/printer_status.h"

#define PORT_RAW "9100"
#define CONNECT_MS 3000
#define DRAIN_STEP_MS 5
#define SAY_MS 1000

struct place {
	char host[256];
	char port[16];
};

/* "host", "host:port", "[2001:db8::7]:9100". */
static enum outcome
parse(const char *where, struct place *place, struct err *err)
{
	const char *end, *port = "";
	size_t length;

	if (where[0] == '[') {
		where++;
		end = strchr(where, ']');
		port = end && end[1] == ':' ? end + 2 : "";
	} else {
		end = strchr(where, ':');
		if (end)
			port = end + 1;
		else
			end = where + strlen(where);
	}
	length = end ? (size_t)(end - where) : 0;
	if (length == 0 || length >= sizeof place->host || strlen(port) >= sizeof place->port ||
	    strspn(port, "0123456789") != strlen(port)) {
		err_set(err, RC_REFUSED,
		        _("a network printer is written tcp:HOST or tcp:HOST:PORT"));
		return RC_REFUSED;
	}
	memcpy(place->host, where, length);
	place->host[length] = '\0';
	strcpy(place->port, port[0] ? port : PORT_RAW);
	return RC_OK;
}

/* Waits for a connection that was begun; 0 or errno. */
static int
finish_connect(int fd, int64_t due_ms)
{
	struct pollfd watch = { .fd = fd, .events = POLLOUT };
	int64_t left;
	int error = 0;
	socklen_t size = sizeof error;

	do {
		left = due_ms - when_monotonic_ms();
		if (left <= 0)
			return ETIMEDOUT;
		error = poll(&watch, 1, (int)left);
	} while (error == 0 || (error < 0 && errno == EINTR));
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) < 0)
		return errno;
	return error;
}

static int
connect_one(const struct addrinfo *address, int64_t due_ms, int *error)
{
	int fd = socket(address->ai_family, address->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC,
	                address->ai_protocol);

	if (fd < 0) {
		*error = errno;
		return -1;
	}
	*error = connect(fd, address->ai_addr, address->ai_addrlen) == 0 ? 0 : errno;
	if (*error == EINPROGRESS)
		*error = finish_connect(fd, due_ms);
	if (*error == 0)
		return fd;
	close(fd);
	return -1;
}

static enum outcome
connect_place(const struct place *place, int *fd, struct err *err)
{
	const struct addrinfo wanted = { .ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM };
	struct addrinfo *found, *address;
	int64_t patience = printer_patience_ms < CONNECT_MS ? printer_patience_ms : CONNECT_MS;
	int64_t due_ms = when_monotonic_ms() + patience;
	int error = getaddrinfo(place->host, place->port, &wanted, &found);

	*fd = -1;
	if (error) {
		err_set(err, RC_OFFLINE, _("the network knows no printer \"%.100s\""), place->host);
		err_detail(err, "getaddrinfo: %s", gai_strerror(error));
		return RC_OFFLINE;
	}
	for (address = found; address && *fd < 0; address = address->ai_next)
		*fd = connect_one(address, due_ms, &error);
	freeaddrinfo(found);
	if (*fd >= 0)
		return RC_OK;
	err_set(err, RC_OFFLINE, _("the printer %.100s does not answer: is it switched on?"),
	        place->host);
	err_detail(err, "connect: errno %d", error);
	return RC_OFFLINE;
}

/* Until the printer has acknowledged everything.  A printer that hangs up early took an unknown
 * part. */
static enum outcome
drain(int fd, int64_t due_ms, struct err *err)
{
	struct pollfd watch = { .fd = fd, .events = 0 };
	int unsent;

	shutdown(fd, SHUT_WR);
	while (when_monotonic_ms() < due_ms) {
		if (ioctl(fd, SIOCOUTQ, &unsent) < 0)
			return err_system(err, "asking what was sent");
		if (poll(&watch, 1, unsent > 0 ? DRAIN_STEP_MS : 0) > 0 &&
		    (watch.revents & POLLERR))
			return err_set(err, RC_SYSTEM, _("the connection to the printer broke"));
		if (unsent == 0)
			return RC_OK;
	}
	return err_set(err, RC_SYSTEM, _("the printer stopped in the middle: has it paper?"));
}

/* ---- what it says itself ---- */

static bool
say(void *context, const void *bytes, size_t count)
{
	return !printer_write(*(int *)context, bytes, count, when_monotonic_ms() + SAY_MS, NULL);
}

static int
hear(void *context, int64_t due_ms)
{
	struct pollfd watch = { .fd = *(int *)context, .events = POLLIN };
	int64_t left = due_ms - when_monotonic_ms();
	unsigned char byte;

	if (left <= 0 || poll(&watch, 1, (int)left) <= 0)
		return -1;
	return read(watch.fd, &byte, 1) == 1 ? byte : -1;
}

/* Many answer nothing: what they take is printed as far as anybody can tell. */
static enum outcome
send_asking(int fd, struct printer_job *job, int64_t due_ms, struct err *err)
{
	const struct status_line line = { &fd, say, hear };
	bool answers = status_ask(&line, &job->state);
	enum outcome outcome;

	if (answers && job->state != PRINTER_READY)
		return printer_away(job, job->state, RC_OFFLINE, err);
	outcome = printer_write(fd, job->bytes, job->count, due_ms, err);
	if (!outcome && answers)
		outcome = status_confirm(&line, due_ms, job, err);
	return outcome ? outcome : drain(fd, due_ms, err);
}

static enum outcome
tcp_send(const char *where, struct printer_job *job, struct err *err)
{
	int64_t due_ms = when_monotonic_ms() + printer_patience_ms;
	struct place place;
	enum outcome outcome = parse(where, &place, err);
	int fd;

	if (outcome)
		return outcome;
	outcome = connect_place(&place, &fd, err);
	if (outcome)
		return outcome;
	job->state = PRINTER_READY;
	outcome = send_asking(fd, job, due_ms, err);
	close(fd);
	return outcome;
}

static enum printer_state
tcp_state(const char *where, struct err *why)
{
	struct place place;
	enum printer_state state = PRINTER_READY;
	int fd;

	if (parse(where, &place, why) || connect_place(&place, &fd, why))
		return PRINTER_OFFLINE;
	status_ask(&(const struct status_line){ &fd, say, hear }, &state);
	close(fd);
	return state;
}

const struct printer_ops printer_tcp = {
	.scheme = "tcp",
	.send = tcp_send,
	.state = tcp_state,
};
