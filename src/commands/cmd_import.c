#include <config.h>

#include <getopt.h>
#include <inttypes.h>
#include <string.h>

#include "base/paths.h"
#include "ledger/catalogue.h"
#include "shop/items.h"
#include "commands/inside.h"

/* What can be imported.  Further kinds are rows. */
static const struct {
	const char *kind;
	enum outcome (*import)(const char *folder, const char *file,
	                       const struct import_options *options, struct import_report *report,
	                       struct err *err);
} kinds[] = {
	{ "items", items_import },
};

static void
print_report(const struct import_report *report, bool dry_run)
{
	if (report->text[0])
		fprintf(stderr, "%s", report->text);
	if (report->bad)
		fprintf(stderr,
		        ngettext("%" PRId64 " row is wrong.\n", "%" PRId64 " rows are wrong.\n",
		                 report->bad),
		        report->bad);
	printf(dry_run ? _("Would be: %" PRId64 " new, %" PRId64 " changed, %" PRId64
	                   " as before.\n")
	               : _("%" PRId64 " new, %" PRId64 " changed, %" PRId64 " as before.\n"),
	       report->added, report->changed, report->unchanged);
}

/* No till is open, so nobody else would take the import in soon.  An open one does it by itself. */
static enum outcome
swap_now(const char *folder, bool *open_elsewhere, struct err *err)
{
	struct ledger *ledger;
	struct entry entry;
	struct catalogue_facts facts;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_WRITE, err);

	*open_elsewhere = outcome == RC_BUSY;
	if (outcome)
		return *open_elsewhere ? RC_OK : outcome;
	if (catalogue_new_waits(ledger, &facts)) {
		entry_init(&entry, ENTRY_CATALOGUE);
		command_header(ledger, &entry);
		entry.is.catalogue = facts;
		outcome = catalogue_swap(ledger, &entry, err);
		entry_done(&entry);
	}
	ledger_close(&ledger);
	return outcome;
}

static int
import(const char *shop, size_t kind, const char *file, const struct import_options *options)
{
	char folder[PATH_MAX];
	struct import_report report = { 0 };
	struct err err = { 0 };
	bool open_elsewhere;

	if (paths_shop(folder, shop, &err))
		return command_failed(&err);
	if (kinds[kind].import(folder, file, options, &report, &err)) {
		if (report.text[0])
			fprintf(stderr, "%s", report.text);
		return command_failed(&err);
	}
	print_report(&report, options->dry_run);
	if (options->dry_run || report.added + report.changed == 0)
		return 0;
	if (swap_now(folder, &open_elsewhere, &err))
		return command_failed(&err);
	if (open_elsewhere)
		printf(_("The till is open: it takes them in before its next basket.\n"));
	return 0;
}

static int
run(int argc, char **argv)
{
	struct import_options import_options = {
		.at_ms = clock_system.now(clock_system.context).utc_ms,
	};
	const char *shop = NULL;
	size_t kind;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			shop = optarg;
			break;
		case 'n':
			import_options.dry_run = true;
			break;
		case 'g':
			import_options.accept_bad_gtins = true;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 2, 2))
		return EXIT_USAGE;
	for (kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
		if (strcmp(kinds[kind].kind, argv[optind]) == 0)
			return import(shop, kind, argv[optind + 1], &import_options);
	}
	return command_misuse(argv[0], _("only items can be imported"));
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'n', "dry-run", NULL, N_("say what would change, and change nothing") },
	{ 'g', "accept-bad-gtins", NULL, N_("take numbers whose check digit is wrong") },
	{ 0 },
};

const struct subcommand subcommand_import = {
	.name = "import",
	.operands = "items FILE.csv",
	.about = N_("Take items from a CSV file into the catalogue: all rows or none"),
	.options = options,
	.run = run,
};
