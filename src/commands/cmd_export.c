/*
 * What the shop set up, as a file that `ringup import` takes again.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "shop/exchange.h"
#include "commands/inside.h"

static bool
ends_with(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length >= tail && strcmp(text + length - tail, end) == 0;
}

static export_fn *
form_of(const struct exchange *kind, const char *file)
{
	bool json = file && ends_with(file, ".json") && strcmp(kind->name, "promotions") == 0;

	return json ? promotions_export_json : kind->export;
}

/* Beside the file first, so that one that is there is replaced whole or not at all.  What is about
 * people is for nobody else to read. */
static enum outcome
write_file(struct ledger *ledger, const struct exchange *kind, const char *path, struct err *err)
{
	char *part = alloc_format("%s.part", path);
	int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	              kind->at_once ? 0600 : 0644);
	FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
	enum outcome outcome;

	if (!file) {
		outcome = err_system(err, "making %s", part);
		free(part);
		return outcome;
	}
	outcome = form_of(kind, path)(ledger, file, err);
	if (!outcome && fsync(fd) != 0)
		outcome = err_system(err, "syncing %s", part);
	if (fclose(file) != 0 && !outcome)
		outcome = err_system(err, "writing %s", part);
	if (!outcome && rename(part, path) != 0)
		outcome = err_system(err, "renaming %s", part);
	if (outcome)
		unlink(part);
	free(part);
	return outcome;
}

static int
run(int argc, char **argv)
{
	const struct exchange *kind;
	struct ledger *ledger;
	struct err err = { 0 };
	const char *shop, *path;
	enum outcome outcome;
	int status;

	if (!command_shop(argc, argv, 1, 2, &shop, &status))
		return status;
	kind = command_exchange(argv[0], argv[optind]);
	if (!kind)
		return EXIT_USAGE;
	path = optind + 1 < argc ? argv[optind + 1] : "-";
	if (command_open_ledger(&ledger, shop, LEDGER_READ, &err))
		return command_failed(&err);
	if (strcmp(path, "-") == 0)
		outcome = kind->export(ledger, stdout, &err);
	else
		outcome = write_file(ledger, kind, path, &err);
	ledger_close(&ledger);
	return outcome ? command_failed(&err) : 0;
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 0 },
};

const struct subcommand subcommand_export = {
	.name = "export",
	.operands = "KIND [FILE]",
	.about = N_("Write items, prices, taxes, promotions, customers, groups or staff to a file"),
	.options = options,
	.run = run,
};
