#include <config.h>

#include <getopt.h>
#include <inttypes.h>
#include <string.h>

#include "base/paths.h"
#include "ledger/catalogue.h"
#include "shop/exchange.h"
#include "checkout/promotion.h"
#include "commands/inside.h"

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
import(const char *shop, const struct exchange *kind, const char *file,
       const struct import_options *options)
{
	char folder[PATH_MAX];
	struct import_report report = { 0 };
	struct err err = { 0 };
	bool open_elsewhere;

	if (paths_shop(folder, shop, &err))
		return command_failed(&err);
	if (kind->import(folder, file, options, &report, &err)) {
		if (report.text[0])
			fprintf(stderr, "%s", report.text);
		return command_failed(&err);
	}
	print_report(&report, options->dry_run);
	if (options->dry_run || kind->at_once || report.added + report.changed == 0)
		return 0;
	if (swap_now(folder, &open_elsewhere, &err))
		return command_failed(&err);
	if (open_elsewhere)
		printf(_("The till is open: it takes them in before its next basket.\n"));
	return 0;
}

/* Whether the till could carry it out. */
static enum outcome
check_promotion(const char *json, int exponent, struct err *err)
{
	struct promotion promotion;
	enum outcome outcome = promotion_parse(&promotion, json, exponent, err);

	if (!outcome)
		promotion_done(&promotion);
	return outcome;
}

/* The kind of records that an operand names; NULL has said that there is none such. */
const struct exchange *
command_exchange(const char *subcommand, const char *name)
{
	char list[120] = "";
	size_t length = 0;

	for (const struct exchange *kind = exchanges; kind->name; kind++) {
		if (strcmp(kind->name, name) == 0)
			return kind;
		length += (size_t)snprintf(list + length, sizeof list - length, " %s", kind->name);
	}
	command_misuse(subcommand, _("\"%.30s\" is none of:%s"), name, list);
	return NULL;
}

static int
run(int argc, char **argv)
{
	struct import_options import_options = {
		.at = clock_system.now(clock_system.context),
		.check_promotion = check_promotion,
	};
	const char *shop = NULL;
	const struct exchange *kind;
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
	kind = command_exchange(argv[0], argv[optind]);
	return kind ? import(shop, kind, argv[optind + 1], &import_options) : EXIT_USAGE;
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'n', "dry-run", NULL, N_("say what would change, and change nothing") },
	{ 'g', "accept-bad-gtins", NULL, N_("take numbers whose check digit is wrong") },
	{ 0 },
};

const struct subcommand subcommand_import = {
	.name = "import",
	.operands = "KIND FILE",
	.about = N_("Take items, prices, taxes, promotions, customers or staff from a file"),
	.options = options,
	.run = run,
};
