/*
 * A terminal program under measurement: in a pty of its own, its screen modelled by libvterm.
 *
 *   truth   a wait ends at the read(2) whose bytes complete the text on the screen; the time is
 *           taken before they are parsed, so our own work is not counted
 *   fails   a text that does not come within SLAVE_PATIENCE_MS ends the bench with the screen
 */
#ifndef RINGUP_BENCH_SLAVE_H
#define RINGUP_BENCH_SLAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#define SLAVE_PATIENCE_MS 30000

struct slave;

/* argv ends with NULL.  *started_ns (may be NULL) is when it was forked. */
struct slave *slave_start(char *const argv[], int64_t *started_ns);
void slave_stop(struct slave **slave); /* kills it */
void slave_end(struct slave **slave);  /* asks it to end, and waits */
pid_t slave_pid(const struct slave *slave);

void slave_send(struct slave *slave, const char *bytes);
/* When the text came to be on the screen. */
int64_t slave_await(struct slave *slave, const char *text);
/* Sends and waits: how long it took. */
int64_t slave_round_trip(struct slave *slave, const char *bytes, const char *text);
/* Queues all of bytes, as fast as the pty takes them, and waits for text. */
int64_t slave_burst(struct slave *slave, const char *bytes, size_t length, const char *text);
/* Reads on until nothing has come for so long. */
void slave_settle(struct slave *slave, int quiet_us);
bool slave_shows(struct slave *slave, const char *text);
/* Bytes it sent to the terminal since the last time this was asked. */
size_t slave_bytes(struct slave *slave);

#endif
