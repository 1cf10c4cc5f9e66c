/*
 * A disk that fails: SQLite's own file system with one call, or all calls from one on, going wrong.
 */
#ifndef RINGUP_TESTS_FAULTY_VFS_H
#define RINGUP_TESTS_FAULTY_VFS_H

#include <stdbool.h>

/* Becomes the default for files opened from now on. */
void faulty_vfs_install(void);
/* The nth write, sync or truncation from now on gives code (SQLITE_IOERR_FSYNC, SQLITE_FULL ...);
 * with `lasting` all after it do.  A failing write leaves half of its bytes; a failing sync has
 * synced. */
void faulty_vfs_arm(int nth, int code, bool lasting);
void faulty_vfs_disarm(void);
/* The nth such call from now on ends the process, half done, with this status. */
#define FAULTY_VFS_DIED 99
void faulty_vfs_die_at(int nth);
/* Calls counted since it was armed; was one made to fail? */
int faulty_vfs_calls(void);
bool faulty_vfs_failed(void);

#endif
