/*
 * A new till: its folder, files, keys and first entry.
 */
#include <config.h>

#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "ledger/opened.h"
#include "ledger/schema.h"

static enum outcome
make_folder(const char *folder, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_make_folder(folder, err);
	if (!outcome)
		outcome = paths_join(path, folder, "backup", err);
	return outcome ? outcome : paths_make_folder(path, err);
}

static enum outcome
put_own(struct ledger *ledger, struct err *err)
{
	static const char *const sql[] = { "INSERT INTO own(till, refused) VALUES(?, 0)" };
	static const struct db_set set = { sql, 1 };
	db_add_set(ledger->db, &set);
	sqlite3_stmt *statement = db_use(ledger->db, &set, 0);
	DB_INTS(statement, ledger->till);
	return db_run(ledger->db, statement, err);
}

static enum outcome
write_init(struct ledger *ledger, const struct ledger_new *new, const struct public_key *root,
           struct err *err)
{
	struct entry entry;
	entry_init(&entry, ENTRY_INIT);
	entry.at = new->at;
	random_id(entry.is.init.shop_id);
	entry.is.init.currency = new->currency;
	text_copy(entry.is.init.country, sizeof(entry.is.init.country), new->country);
	entry.is.init.root_key = *root;
	entry.is.init.period_key = ledger->keys.now.public;
	text_copy(entry.is.init.version, sizeof(entry.is.init.version), PACKAGE_VERSION);
	return ledger_append(ledger, &entry, 0, err);
}

static enum outcome
create_all(struct ledger *ledger, const struct ledger_new *new, const struct public_key *root,
           struct err *err)
{
	enum outcome outcome = ledger_lock(ledger->folder, &ledger->lock_fd, err);
	if (!outcome)
		outcome = catalogue_create(ledger->folder, err);
	if (!outcome)
		outcome = keys_create(&ledger->keys, ledger->folder, err);
	if (!outcome)
		outcome = ledger_open_database(ledger, DB_WRITE | DB_CREATE, err);
	if (!outcome)
		outcome = schema_migrate(ledger->db, &schema_ledger, err);
	if (outcome)
		return outcome;
	ledger_add_sets(ledger);
	outcome = put_own(ledger, err);
	if (!outcome)
		outcome = head_open(&ledger->head, ledger->folder, false, err);
	db_know(ledger->db);
	return outcome ? outcome : write_init(ledger, new, root, err);
}

enum outcome
ledger_create(const char *folder, const struct ledger_new *new, unsigned char root_seed[static 32],
              struct err *err)
{
	struct key_pair root;
	if (ledger_is_there(folder))
		return err_set(err, RC_REFUSED, _("there is a till in %s already"), folder);
	enum outcome outcome = make_folder(folder, err);
	if (outcome)
		return outcome;
	struct ledger *ledger = ledger_begin(folder, LEDGER_WRITE);
	ledger->till = new->till;
	random_bytes(root_seed, 32);
	key_pair_from_seed(&root, root_seed);
	outcome = create_all(ledger, new, &root.public, err);
	key_pair_wipe(&root);
	ledger_close(&ledger);
	return outcome;
}
