/*
 * The open basket on disk: a preallocated, append-only file of checksummed records, so that a
 * crash at any moment keeps every line that was shown.
 *
 *   shape   records of text without line ends, each with its number and check; one file, "basket",
 *           in the till's folder; begun again for each basket
 *   rule    records wait in memory until basketfile_sync(): one write and one fdatasync per drained batch of
 *           input, after it was drawn
 */
#ifndef RINGUP_LEDGER_BASKETFILE_H
#define RINGUP_LEDGER_BASKETFILE_H

#include <stddef.h>
#include <stdint.h>

#include "base/crypto.h"
#include "base/err.h"

struct basketfile;

enum outcome basketfile_open(struct basketfile **file, const char *folder, struct err *err);
void basketfile_close(struct basketfile **file);
/* Forgets what is there and starts a new basket; an id of "" means: no basket is open. */
void basketfile_begin(struct basketfile *file, const char *id);
/* RC_REFUSED: the basket is full. */
enum outcome basketfile_write(struct basketfile *file, const char *text, struct err *err);
/* If it fails, what waits is tried again at the next. */
enum outcome basketfile_sync(struct basketfile *file, struct err *err);
int64_t basketfile_syncs(const struct basketfile *file);

/* Reads all whole records of the basket begun last, oldest first; a torn last record is left out, and
 * writing goes on behind the last whole one.  id is "" if no basket is open.  RC_BROKEN: records in the
 * middle were lost; all that are whole were handed out and id is good, so the basket can be offered
 * with the warning in err. */
typedef void basketfile_record_fn(void *context, const char *text, size_t length);
enum outcome basketfile_read(struct basketfile *file, char id[static ID_TEXT_MAX], basketfile_record_fn *call,
                             void *context, struct err *err);

#endif
