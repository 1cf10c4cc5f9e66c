/*
 * The terminal face of a counter.
 */
#ifndef RINGUP_SCREENS_SCREENS_H
#define RINGUP_SCREENS_SCREENS_H

#include "base/buf.h"
#include "base/err.h"
#include "counter/counter.h"

/* Shows the till until somebody leaves; the exit status. */
int screens_run(struct counter *counter);

/* Sets up a shop in a folder that has none, by asking; RC_REFUSED if it was left before the end. */
enum outcome screens_first_run(const char *folder, struct loop *loop, struct err *err);

/* The customer's screen of the till in a folder, until `q` or Ctrl-C. */
enum outcome screens_display(const char *folder, struct err *err);

/* The key map of a shop's folder (its keymap.conf, else the program's), or with nof the program's
 * map without function keys; as text, or as the man page ringup-keys(5). */
enum outcome screens_keys(const char *folder, bool nof, bool mdoc, struct buf *out,
                          struct err *err);
/* Learns this terminal's keys with the person at it, into the folder's keymap.conf; without a shop
 * there the file goes to standard output. */
enum outcome screens_learn(const char *folder, bool nof, struct err *err);

#endif
