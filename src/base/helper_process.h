/*
 * The process behind a helper (helper.h) or a worker (worker.h): ourselves, started anew as
 * "ringup helper KIND" with one end of a socket pair as its descriptor 0 and no other descriptor
 * of ours; killed when we die.  Only helper.c and worker.c include this.
 */
#ifndef RINGUP_BASE_HELPER_PROCESS_H
#define RINGUP_BASE_HELPER_PROCESS_H

#include <sys/types.h>

#include "base/loop.h"

struct helper_process {
	pid_t pid;
	int pid_fd; /* readable once it has ended */
	int fd;     /* our end; does not block */
};

/* socket_type: SOCK_STREAM, or SOCK_SEQPACKET where messages keep their bounds. */
enum outcome helper_process_start(struct helper_process *process, const char *kind, int socket_type,
                                  struct err *err);
/* Kills it, by SIGKILL or SIGTERM; the loop reaps it when the kernel lets it go, because a process
 * stuck in a driver does not die at once.  fd stays the caller's to close. */
void helper_process_kill(struct helper_process *process, struct loop *loop, int signal_number);
/* To be called when pid_fd is readable.  False: not yet; else it is reaped, pid_fd closed, and
 * `well` says whether it ended by itself and said 0. */
bool helper_process_ended(struct helper_process *process, struct loop *loop, bool *well);

#endif
