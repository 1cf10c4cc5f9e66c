/*
 * catalogue.db as a file: made, opened, closed, and brought up with the journal.  Inside the ledger
 * room: ledger.c holds one for each ledger, the catalogue's queries use it.
 *
 * Two databases cannot commit as one, so the journal leads: a change by hand is first an entry
 * (ENTRY_RECORD with the whole record after it), then a row.  The catalogue keeps, in the same
 * transaction as the row, the number of the last entry it has taken in ("seq" in its table state).
 * If the till dies between the two, catalogue_catch_up() finds entries beyond that number at the
 * next start and writes their rows.  A swapped-in import is the same with a rename: its entry has the
 * id that was drawn when catalogue.new was built; a catalogue.new whose id is in the journal is
 * renamed at the next start.
 *
 *   own     catalogue_open() gives, catalogue_close() takes back
 *   rule    no WAL: the file is replaced by rename, and a log beside it would then be a stranger's
 */
#ifndef RINGUP_LEDGER_CATALOGUE_FILE_H
#define RINGUP_LEDGER_CATALOGUE_FILE_H

#include "ledger/ledger.h"

struct catalogue;

/* An empty catalogue.db; called by ledger_create(). */
enum outcome catalogue_create(const char *folder, struct err *err);
/* fast: no syncs.  RC_REFUSED made by a newer version. */
enum outcome catalogue_open(struct catalogue **catalogue, const char *folder, enum ledger_mode mode,
                            struct err *err);
void catalogue_close(struct catalogue **catalogue);
/* Writes what the journal has and the catalogue has not; called by ledger_open() for writers, last. */
enum outcome catalogue_catch_up(struct ledger *ledger, struct err *err);

/* The catalogue of a ledger: in ledger.c. */
struct catalogue *ledger_catalogue(const struct ledger *ledger);

#endif
