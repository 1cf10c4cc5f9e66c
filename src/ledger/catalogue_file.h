/*
 * catalogue.db as a file: made, opened, closed, and brought up with the journal.  Inside the ledger
 * room: ledger.c holds one for each ledger, the catalogue's queries use it.
 *
 * Two databases cannot commit as one, so the journal leads: a change by hand is first an entry
 * (ENTRY_RECORD with the whole record before and after it), then a row.  The catalogue keeps, in the
 * same transaction as the row, the number of the last entry it has taken in ("seq" in its table state).
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
#include "ledger/schema.h"

struct catalogue;

/* An empty catalogue.db; called by ledger_create(). */
enum outcome catalogue_create(const char *folder, struct err *err);
/* RC_NOT_FOUND there is none; RC_REFUSED made by a newer version. */
enum outcome catalogue_open(struct catalogue **catalogue, const char *folder, enum ledger_mode mode,
                            struct err *err);
void catalogue_close(struct catalogue **catalogue);
/* Writes what the journal has and the catalogue has not; called by ledger_open() for writers, last. */
enum outcome catalogue_catch_up(struct ledger *ledger, struct err *err);

/* The catalogue of a ledger: in ledger.c. */
struct catalogue *ledger_catalogue(const struct ledger *ledger);

/* ---- for the files that read and write it ---- */

extern const struct schema schema_catalogue;

struct db *catalogue_db(const struct catalogue *catalogue);
/* Whose prices are read: catalogue_at(). */
int64_t catalogue_moment(const struct catalogue *catalogue);
void catalogue_move_on(struct catalogue *catalogue, int64_t utc_ms);
/* Puts the finished catalogue.new in its place and opens that. */
enum outcome catalogue_replace(struct catalogue *catalogue, struct err *err);
/* One of our files in a folder: CATALOGUE_NAME and so on. */
#define CATALOGUE_NAME "catalogue.db"
#define CATALOGUE_NEW "catalogue.new"
#define CATALOGUE_BUILD "catalogue.build"
char *catalogue_path(const char *folder, const char *name);     /* caller frees */
/* Opens a file with our schema and all statements prepared. */
enum outcome catalogue_open_file(struct db **db, const char *path, unsigned flags, struct err *err);

/* What a file knows of itself: numbers and short texts by name; 0 and "" if it does not. */
enum outcome catalogue_state(struct db *db, const char *key, int64_t *number, char *text, size_t size,
                             struct err *err);
enum outcome catalogue_state_put(struct db *db, const char *key, int64_t number, const char *text,
                                 struct err *err);

#endif
