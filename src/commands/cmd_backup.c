/*
 * ringup backup, restore.
 */
#include <config.h>

#include <getopt.h>
#include <inttypes.h>

#include "base/paths.h"
#include "base/text.h"
#include "ledger/backup.h"
#include "commands/inside.h"

/* An entry tells of the backup if no till is open to write into; an open one goes on selling. */
static void
record_backup(const char *folder, const char *place, const struct hash *digest, int64_t head_seq)
{
	struct ledger *ledger;
	struct entry entry;
	struct err err;

	if (ledger_open(&ledger, folder, LEDGER_WRITE, &err))
		return;
	entry_init(&entry, ENTRY_BACKUP);
	command_header(ledger, &entry);
	text_copy(entry.is.backup.place, sizeof entry.is.backup.place, place);
	entry.is.backup.digest = *digest;
	entry.is.backup.head_seq = head_seq;
	entry.is.backup.ok = true;
	if (ledger_append(ledger, &entry, 0, &err))
		command_failed(&err);
	entry_done(&entry);
	ledger_close(&ledger);
}

static int
back_up(const char *shop, const char *place)
{
	char folder[PATH_MAX], path[PATH_MAX];
	struct hash digest;
	int64_t head_seq;
	struct err err = { 0 };
	struct when now = clock_system.now(clock_system.context);

	if (paths_shop(folder, shop, &err) ||
	    backup_make(folder, place, now, path, sizeof path, &digest, &head_seq, &err))
		return command_failed(&err);
	record_backup(folder, place, &digest, head_seq);
	printf(_("%s holds everything up to entry %" PRId64 ", and was checked.\n"), path,
	       head_seq);
	return 0;
}

static int
run_backup(int argc, char **argv)
{
	const char *shop;
	int status;

	if (!command_shop(argc, argv, 1, 1, &shop, &status))
		return status;
	return back_up(shop, argv[optind]);
}

static const struct option_spec backup_options[] = { OPTION_SHOP, { 0 } };

const struct subcommand subcommand_backup = {
	.name = "backup",
	.operands = "PLACE",
	.about = N_("Copy the till's books into a folder at this place, while it sells, and check "
	            "the copy"),
	.options = backup_options,
	.run = run_backup,
};

/* ---- restore ---- */

static int
run_restore(int argc, char **argv)
{
	const char *shop;
	char folder[PATH_MAX];
	struct err err = { 0 };
	int status;

	if (!command_shop(argc, argv, 1, 1, &shop, &status))
		return status;
	if (paths_shop(folder, shop, &err) || backup_restore(argv[optind], folder, &err))
		return command_failed(&err);
	printf(_("%s is restored.  Sales made after the backup are not in it: compare with the "
	         "last\n"
	         "receipt before you sell.\n"),
	       folder);
	return 0;
}

static const struct option_spec restore_options[] = { OPTION_SHOP, { 0 } };

const struct subcommand subcommand_restore = {
	.name = "restore",
	.operands = "BACKUP",
	.about = N_("Make a till's folder again from a backup"),
	.options = restore_options,
	.run = run_restore,
};
