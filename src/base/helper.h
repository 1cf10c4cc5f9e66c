/*
 * Helper processes: whatever can block runs in "ringup helper KIND", started by posix_spawn of
 * ourselves (or "ringup-devices helper KIND", which alone loads the libraries of devices), with all
 * descriptors closed but a socket pair on its descriptor 0, and killed when we die.
 *
 * A helper gets one request (bytes), answers with one message (bytes), and ends.  It can hang,
 * crash or be killed; the owner then gets an outcome, never a wait.
 *
 *   own     helper_start() gives; it ends after `done` was called (forget the pointer there) or at
 *           helper_stop()
 *   limit   HELPER_BYTES_MAX each way
 */
#ifndef RINGUP_BASE_HELPER_H
#define RINGUP_BASE_HELPER_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/loop.h"

#define HELPER_BYTES_MAX (16 * 1024 * 1024)

struct helper;

/* answer is borrowed for the call; outcome RC_OK the helper exited 0, RC_OFFLINE it missed its
 * deadline and was killed, RC_SYSTEM it failed or crashed (answer may hold what it said). */
typedef void helper_done_fn(void *context, enum outcome outcome, const char *answer, size_t length);

/* kind: of this program, or "PROGRAM/KIND" of a program of ours (paths_program()); request is
 * copied.  deadline_ms counts from now. */
enum outcome helper_start(struct helper **helper, struct loop *loop, const char *kind,
                          const void *request, size_t length, int64_t deadline_ms,
                          helper_done_fn *done, void *context, struct err *err);
void helper_stop(struct helper **helper); /* kills it; done is not called */

/* Starts one and waits for it: for subcommands that have nothing else to do.  The answer is added
 * to answer. */
enum outcome helper_ask(const char *kind, const void *request, size_t length, int64_t deadline_ms,
                        struct buf *answer, struct err *err);

/* First thing in the helper: it dies with its owner, and leaves no core file. */
void helper_begin(void);
/* In the helper: read the request to its end; write the answer.  */
enum outcome helper_read_request(char **request, size_t *length, struct err *err);
enum outcome helper_write_answer(const void *answer, size_t length, struct err *err);

/* What to execute whatever the kind names: set by tests, which are their own helpers. */
void helper_set_program(const char *path);

#endif
