/*
 * The least a durable sale can cost: one prepared commit to SQLite in WAL mode with
 * synchronous=FULL, of as many bytes, and one synced overwrite of 4 KiB.
 */
#ifndef RINGUP_BENCH_FLOOR_COMMIT_H
#define RINGUP_BENCH_FLOOR_COMMIT_H

#include <stddef.h>

struct floor_commit;

/* In a folder that is there.  Stops the program if it cannot. */
struct floor_commit *floor_commit_open(const char *folder, size_t bytes);
void floor_commit_once(struct floor_commit *floor);
void floor_commit_close(struct floor_commit **floor);

#endif
