/*
 * What the files of this room know of an open ledger, and nobody else.
 */
#ifndef RINGUP_LEDGER_INSIDE_H
#define RINGUP_LEDGER_INSIDE_H

#include "ledger/db.h"
#include "ledger/ledger.h"

/* ledger.db.  Sets listed in ledger.c are prepared when it opens; a file with statements has its set
 * here, and uses them with db_use(ledger_db(ledger), &people_statements, ...). */
struct db *ledger_db(struct ledger *ledger);
extern const struct db_set people_statements;   /* people.c */
extern const struct db_set outbox_statements;   /* outbox.c */
extern const struct db_set customer_statements; /* customers.c */

/* The till's lock, held until *lock is closed.  RC_BUSY names the process that has it. */
enum outcome ledger_lock(const char *folder, int *lock, struct err *err);

/* ledger_append() that also changes primary tables in the same transaction.  `also` is called after the
 * entry is derived and before COMMIT; if it fails, nothing is written.  It may be called twice. */
typedef enum outcome ledger_also_fn(void *context, struct ledger *ledger, struct err *err);
enum outcome ledger_append_also(struct ledger *ledger, struct entry *entry, unsigned after,
                                ledger_also_fn *also, void *context, struct err *err);

#endif
