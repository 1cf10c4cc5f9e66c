/*
 * Copies of a till's folder, taken while it sells: SQLite's online backup inside one read
 * transaction, then verified.  Runs in a helper process.  No secrets go along.
 *
 *   shape   PLACE/ringup-TILL-YYYYMMDD-HHMMSS/ with ledger.db, catalogue.db and manifest: lines of
 *           "name value", the digests (BLAKE2b-256) of both files among them
 *   rule    the copy is made under another name and renamed when it was verified, so what is there
 *           by its name is whole
 */
#ifndef RINGUP_LEDGER_BACKUP_H
#define RINGUP_LEDGER_BACKUP_H

#include "base/crypto.h"
#include "ledger/ledger.h"

/* out gets the path of the copy, digest that of its ledger.db, head_seq the last entry in it.  RC_NOT_FOUND
 * the place is not there; RC_BROKEN the copy does not verify, and is dropped. */
enum outcome backup_make(const char *folder, const char *place, struct when at, char *out, size_t size,
                         struct hash *digest, int64_t *head_seq, struct err *err);
/* Copies a backup that verifies into a folder that is empty or not there; selling there begins with a
 * key-recovery entry, and PINs are set anew. */
enum outcome backup_restore(const char *backup, const char *folder, struct err *err);

#endif
