/*
 * Files of an older release: the copy that is kept of each before it is brought to a newer version,
 * and backups that are brought there when they are restored.
 */
#ifndef RINGUP_LEDGER_FORWARD_H
#define RINGUP_LEDGER_FORWARD_H

#include "ledger/schema.h"

/* backup/NAME-N.db (schema->copy and ->version): how the file was before it was brought to version
 * N.  One that is there already is replaced when the new one is whole. */
enum outcome forward_keep_copy(struct db *db, const struct schema *schema, const char *folder,
                               struct err *err);

/* Brings both files of a folder that is built aside to the present version; keeps no copies. */
enum outcome forward_folder(const char *folder, struct err *err);

#endif
