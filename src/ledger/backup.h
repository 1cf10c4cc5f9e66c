/*
 * Copies of a till's folder, taken while it sells: SQLite's online backup inside one read
 * transaction, then verified.  Runs in a helper process.  No secrets go along.
 */
#ifndef RINGUP_LEDGER_BACKUP_H
#define RINGUP_LEDGER_BACKUP_H

#include "base/crypto.h"
#include "ledger/ledger.h"

/* Makes place/ringup-TILL-YYYYMMDD-HHMMSS/ with ledger.db and catalogue.db; out gets its path. */
enum outcome backup_make(const char *folder, const char *place, struct when at, char *out, size_t size,
                         struct hash *digest, int64_t *head_seq, struct err *err);
/* Copies a verified backup into an empty folder; selling there begins with a key-recovery entry. */
enum outcome backup_restore(const char *backup, const char *folder, struct err *err);

#endif
