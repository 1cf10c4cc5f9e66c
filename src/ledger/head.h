/*
 * The head file: how far the ledger has come, kept outside of it.
 *
 * A damaged bit in SQLite's write-ahead log silently takes the last sales with it, and so does an
 * old copy put back.  After every COMMIT the number and hash of the last entry are written here and
 * synced, before the screen says PAID; at start the two are compared.
 *
 *   shape   two preallocated blocks of 4096 bytes, written in turn, so that one is always whole;
 *           docs/journal.md has the bytes
 */
#ifndef RINGUP_LEDGER_HEAD_H
#define RINGUP_LEDGER_HEAD_H

#include "base/crypto.h"
#include "ledger/facts.h"

struct head_record {
	int till;
	int64_t seq;
	int64_t receipt[SERIES_COUNT]; /* last numbers given */
	int64_t z[SERIES_COUNT];
	struct hash hash; /* of entry seq */
};

#define HEAD_BLOCK_BYTES 4096
#define HEAD_FILE_BYTES (2 * HEAD_BLOCK_BYTES)

struct head;
/* Makes the file if it is not there.  fast: writes are not synced. */
enum outcome head_open(struct head **head, const char *folder, bool fast, struct err *err);
void head_close(struct head **head);
/* What the newer whole block says; false: nothing was ever written, or both blocks are damaged. */
bool head_last(const struct head *head, struct head_record *record);
enum outcome head_write(struct head *head, const struct head_record *record, struct err *err);
/* The same for readers: looks without opening for writing. */
bool head_peek(const char *folder, struct head_record *record);
int64_t head_syncs(const struct head *head);

#endif
