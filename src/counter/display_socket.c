/*
 * The name of a socket has room for a hundred bytes, a folder's for thousands: so the folder is
 * opened, and named by its descriptor.
 */
#include <config.h>

#include "counter/display_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/gettext.h"

#define NAME "display"

static int
open_folder(const char *folder, struct sockaddr_un *address)
{
	int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	snprintf(address->sun_path, sizeof address->sun_path, "/proc/self/fd/%d/" NAME, fd);
	return fd;
}

int
display_socket_listen(const char *folder, struct err *err)
{
	struct sockaddr_un address;
	int within = open_folder(folder, &address);
	int fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	bool listens = false;

	if (within >= 0 && fd >= 0) {
		unlinkat(within, NAME, 0);
		listens = bind(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
		          fchmodat(within, NAME, 0660, 0) == 0 && listen(fd, 4) == 0;
	}
	if (!listens) {
		err_system(err, "listening in %s", folder);
		if (fd >= 0)
			close(fd);
		fd = -1;
	}
	if (within >= 0)
		close(within);
	return fd;
}

void
display_socket_remove(const char *folder)
{
	struct sockaddr_un address;
	int within = open_folder(folder, &address);

	if (within < 0)
		return;
	unlinkat(within, NAME, 0);
	close(within);
}

enum outcome
display_socket_connect(int *out, const char *folder, struct err *err)
{
	struct sockaddr_un address;
	int within = open_folder(folder, &address), fd;
	bool connected;

	if (within < 0)
		return err_set(err, RC_NOT_FOUND, _("there is no shop in %.150s"), folder);
	fd = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
	connected = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
	close(within);
	if (connected) {
		*out = fd;
		return RC_OK;
	}
	if (fd >= 0)
		close(fd);
	return err_set(err, RC_OFFLINE, _("no till is open there"));
}
