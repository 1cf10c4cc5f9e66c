/*
 * The backup after a Z, in a process of its own.
 */
#ifndef RINGUP_COUNTER_BACKUP_H
#define RINGUP_COUNTER_BACKUP_H

/* ringup helper backup: request is the folder, the place, and the time (UTC ms, offset in minutes), a
 * line each; the answer "done", the copy's path, its digest in hex, the last entry in it; or "failed" and
 * a sentence. */
int backup_helper(void);

#endif
