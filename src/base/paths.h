/*
 * Where files are: the shop's folder, the program's data.
 *
 * A shop's folder is --shop DIR, else $RINGUP_SHOP, else ringup/shop in $XDG_DATA_HOME (without it
 * ~/.local/share, for root /var/lib).  The demo shop is beside it, ringup/demo.  Program data is
 * $RINGUP_DATADIR, else the installed PKGDATADIR.
 */
#ifndef RINGUP_BASE_PATHS_H
#define RINGUP_BASE_PATHS_H

#include <limits.h>
#include <stddef.h>

#include "base/err.h"

enum outcome paths_shop(char out[static PATH_MAX], const char *given, struct err *err);
enum outcome paths_demo(char out[static PATH_MAX], const char *given, struct err *err);
enum outcome paths_data(char out[static PATH_MAX], const char *name, struct err *err);
/* A program of ours: beside this one (in the folder of a build), else in the installed PKGLIBEXECDIR. */
enum outcome paths_program(char out[static PATH_MAX], const char *name, struct err *err);
enum outcome paths_join(char out[static PATH_MAX], const char *folder, const char *name,
                        struct err *err);
/* mkdir -p, new folders with 0750. */
enum outcome paths_make_folder(const char *path, struct err *err);
/* Write beside, sync file, rename, sync folder.  mode e.g. 0600.  What is a device is written to. */
enum outcome paths_replace_file(const char *path, const void *bytes, size_t count, unsigned mode,
                                struct err *err);
/* fsync of a folder: names that were made or renamed in it are then on disk. */
enum outcome paths_sync_folder(const char *folder, struct err *err);
/* And of everything in it: what was written without a sync. */
enum outcome paths_sync_tree(const char *folder, struct err *err);

/* A folder that is complete or not there: made beside its place under a name of its own, given back in
 * part (0750), filled by the caller, then put in place and synced.  RC_REFUSED something stands in its
 * place already; an empty folder does not.  Who gives up removes part with paths_remove_tree(). */
enum outcome paths_begin_folder(const char *folder, char part[static PATH_MAX], struct err *err);
enum outcome paths_finish_folder(const char *folder, const char *part, struct err *err);

/* Whole file into memory, NUL-terminated; at most max bytes.  Caller frees *text. */
enum outcome paths_read_file(const char *path, size_t max, char **text, size_t *length,
                             struct err *err);
enum outcome paths_remove_tree(const char *path, struct err *err);   /* never follows links */

#endif
