/*
 * What the files of this room know of an open ledger, and nobody else.
 */
#ifndef RINGUP_LEDGER_INSIDE_H
#define RINGUP_LEDGER_INSIDE_H

#include "ledger/db.h"
#include "ledger/ledger.h"

/* ledger.db.  Its statements are prepared when it is opened: a file that has some names its set here. */
struct db *ledger_db(struct ledger *ledger);
extern const struct db_set people_statements;   /* people.c */

/* catalogue.db has a connection of its own, because it gets swapped; opened and closed by
 * catalogue.c, which is called by ledger_open() and ledger_close(). */
struct catalogue;
struct catalogue **ledger_catalogue(struct ledger *ledger);
enum outcome catalogue_open(struct ledger *ledger, struct err *err);
void catalogue_close(struct ledger *ledger);
/* Makes an empty catalogue.db in a new folder. */
enum outcome catalogue_create(const char *folder, struct err *err);
bool ledger_writes(const struct ledger *ledger);        /* else it was opened LEDGER_READ */
bool ledger_is_fast(const struct ledger *ledger);       /* LEDGER_WRITE_FAST */

/* ledger_append() that also changes primary tables in the same transaction.  `also` is called after the
 * entry is derived and before COMMIT; if it fails, nothing is written.  It may be called twice. */
typedef enum outcome ledger_also_fn(void *context, struct ledger *ledger, struct err *err);
enum outcome ledger_append_also(struct ledger *ledger, struct entry *entry, unsigned after,
                                ledger_also_fn *also, void *context, struct err *err);

#endif
