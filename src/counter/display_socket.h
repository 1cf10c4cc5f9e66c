/*
 * Where a till tells screens for the customer what to show: a socket in its folder.
 */
#ifndef RINGUP_COUNTER_DISPLAY_SOCKET_H
#define RINGUP_COUNTER_DISPLAY_SOCKET_H

#include "base/err.h"

/* A descriptor that does not block, -1 with err.  Who listens has the till's lock, so a socket that is
 * there already is nobody's. */
int display_socket_listen(const char *folder, struct err *err);
void display_socket_remove(const char *folder);
/* RC_NOT_FOUND: there is no shop, RC_OFFLINE: no till is open there. */
enum outcome display_socket_connect(int *fd, const char *folder, struct err *err);

#endif
