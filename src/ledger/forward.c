#include <config.h>

#include "ledger/forward.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <unistd.h>

#include "base/gettext.h"
#include "base/paths.h"
#include "ledger/catalogue_file.h"
#include "ledger/rebuild.h"

static enum outcome
copy_database(struct db *db, const char *path, struct err *err)
{
	struct db *copy = NULL;
	enum outcome outcome =
	        db_open(&copy, path, DB_WRITE | DB_CREATE | DB_ROLLBACK_JOURNAL, err);
	if (outcome)
		return outcome;
	sqlite3_backup *backup =
	        sqlite3_backup_init(db_handle(copy), "main", db_handle(db), "main");
	int code = backup ? sqlite3_backup_step(backup, -1) : SQLITE_ERROR;
	sqlite3_backup_finish(backup);
	if (code != SQLITE_DONE)
		outcome = db_trouble(copy, code, path, err);
	db_close(&copy);
	return outcome;
}

static enum outcome
forget(const char *path, struct err *err)
{
	if (unlink(path) == 0 || errno == ENOENT)
		return RC_OK;
	return err_system(err, _("the old copy in backup/ cannot be replaced"));
}

/* A till killed in the middle leaves a part, never half a copy under the copy's name. */
static enum outcome
copy_into(struct db *db, const char *folder, const char *name, struct err *err)
{
	char path[PATH_MAX], part[PATH_MAX];
	enum outcome outcome = paths_join(path, folder, name, err);
	if (!outcome)
		outcome = paths_join(part, folder, "part.db", err);
	if (!outcome)
		outcome = forget(part, err);
	if (!outcome)
		outcome = copy_database(db, part, err);
	if (!outcome && rename(part, path) != 0)
		outcome = err_system(err, "renaming %s", part);
	return outcome ? outcome : paths_sync_folder(folder, err);
}

enum outcome
forward_keep_copy(struct db *db, const struct schema *schema, const char *folder, struct err *err)
{
	char backups[PATH_MAX], name[64];
	snprintf(name, sizeof(name), "%s-%d.db", schema->copy, schema->version);
	enum outcome outcome = paths_join(backups, folder, "backup", err);
	if (!outcome)
		outcome = paths_make_folder(backups, err);
	return outcome ? outcome : copy_into(db, backups, name, err);
}

enum outcome
forward_folder(const char *folder, struct err *err)
{
	struct db *ledger = NULL, *catalogue = NULL;
	char path[PATH_MAX];
	int version = 0;
	enum outcome outcome = paths_join(path, folder, "ledger.db", err);
	if (!outcome)
		outcome = db_open(&ledger, path, DB_WRITE | DB_FAST, err);
	if (!outcome)
		outcome = schema_check(ledger, &schema_ledger, &version, err);
	if (!outcome && version > 0 && version < schema_ledger.version)
		outcome = rebuild_forward(ledger, err);
	db_close(&ledger);
	if (!outcome)
		outcome = paths_join(path, folder, CATALOGUE_NAME, err);
	if (!outcome)
		outcome = catalogue_open_file(&catalogue, path, DB_WRITE | DB_FAST, err);
	if (catalogue)
		db_close(&catalogue);
	return outcome;
}
