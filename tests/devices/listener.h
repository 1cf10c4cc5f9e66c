/*
 * `ringup devices test --scanner ADDRESS` or the like, and what it says.
 */
#ifndef RINGUP_TESTS_LISTENER_H
#define RINGUP_TESTS_LISTENER_H

#include <stddef.h>

#define LISTENER_PATIENCE_MS 10000

struct listener;
struct listener *listener_start(const char *address);
/* ringup with other words, NULL at the end. */
struct listener *listener_run(const char *const words[]);
/* The same by a user who owns nothing, if we are root. */
struct listener *listener_start_as_nobody(const char *address);
/* Asks it to end (SIGTERM) and waits until it and all its helpers have. */
void listener_stop(struct listener **listener);

/* Reads on to the next line that is this one; fails when it does not come. */
void listener_expect(struct listener *listener, const char *line);
/* The next line, whatever it says. */
void listener_line(struct listener *listener, char *out, size_t size);
/* The next line must be this one. */
void listener_expect_next(struct listener *listener, const char *line);

#endif
