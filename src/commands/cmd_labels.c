/*
 * Price labels: of items that changed, of some items, or reduced ones for goods that must go.
 */
#include <config.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "shop/markdown.h"
#include "devices/printer.h"
#include "reports/price_label.h"
#include "commands/inside.h"

struct request {
	const char *shop, *file, *items, *reduced, *price, *reason;
	bool has_since, has_on, text, on_paper;
	struct when since, on, now;
	day_number until;
	int64_t pieces;
	struct settings settings;
	struct ledger *ledger;
	struct price_label *labels;
	size_t count;
};

/* ---- which labels ---- */

static enum outcome
reduce(struct request *request, struct err *err)
{
	struct markdown_row row = { .until = request->until, .pieces = request->pieces };
	struct item_row item;
	struct entry entry;
	enum outcome outcome = unit_price_parse(request->price, request->settings.currency.exponent,
	                                        &row.price, err);

	if (!outcome)
		outcome = text_clean(row.reason, sizeof row.reason, request->reason,
		                     strlen(request->reason), err);
	if (outcome)
		return outcome;
	entry_init(&entry, ENTRY_RECORD);
	command_header(request->ledger, &entry);
	outcome = markdown_make(request->ledger, &request->settings, request->reduced, &row, &item,
	                        &entry, err);
	entry_done(&entry);
	if (outcome)
		return outcome;
	request->count = (size_t)row.pieces;
	request->labels = alloc_zero(request->count, sizeof *request->labels);
	for (size_t i = 0; i < request->count; i++)
		price_label_reduce(&request->labels[i], &request->settings, &item, &row);
	return RC_OK;
}

static enum outcome
find_labels(struct request *request, struct err *err)
{
	int64_t at = request->now.utc_ms;

	/* labels for prices to come carry them */
	if (request->has_since && request->since.utc_ms > at)
		at = request->since.utc_ms;
	if (request->has_on)
		at = request->on.utc_ms;
	catalogue_at(request->ledger, at);
	if (request->reduced)
		return reduce(request, err);
	return price_labels_find(request->ledger, &request->settings, request->since.utc_ms,
	                         request->items, SIZE_MAX, &request->labels, &request->count, err);
}

/* ---- what is printed ---- */

static enum outcome
write_labels(const struct request *request, struct err *err)
{
	struct buf out = { 0 };
	FILE *file = request->file ? fopen(request->file, "we") : stdout;
	enum outcome outcome = RC_OK;

	if (!file)
		return err_system(err, "making %s", request->file);
	if (request->text)
		price_labels_text(request->labels, request->count, &out);
	else
		price_labels_pdf(request->labels, request->count, &out);
	if (fwrite(out.text, 1, out.length, file) != out.length || fflush(file) != 0)
		outcome = err_system(err, "writing the labels");
	buf_done(&out);
	if (request->file && fclose(file) != 0 && !outcome)
		outcome = err_system(err, "writing %s", request->file);
	if (!outcome && request->file)
		printf(ngettext("%zu label\n", "%zu labels\n", request->count), request->count);
	return outcome;
}

static void
compose_label(struct printout *printout, const struct price_label *label)
{
	printout_text(printout, ALIGN_LEFT, STYLE_BOLD, label->name);
	printout_text(printout, ALIGN_RIGHT, STYLE_BOLD | STYLE_LARGE, label->price);
	if (label->before[0])
		printout_columns(printout, 0, label->reason, label->before);
	if (label->until[0])
		printout_columns(printout, 0, _("good until"), label->until);
	printout_columns(printout, 0, label->number, label->unit_price);
	if (label->code[0])
		printout_barcode(printout, label->code);
	printout_cut(printout);
}

/* On the shop's printer of labels, one behind the other. */
static enum outcome
put_on_paper(const struct request *request, struct err *err)
{
	const char *address = settings_printer(&request->settings, PRINTER_LABEL);
	struct printout printout;
	enum outcome outcome;

	if (!printer_makes_paper(address)) {
		err_set(err, RC_REFUSED, _("the shop has no printer"));
		return err_hint(err, _("name one in the setting printer-label"));
	}
	printout_init(&printout);
	for (size_t i = 0; i < request->count; i++)
		compose_label(&printout, &request->labels[i]);
	outcome = request->count == 0
	                  ? RC_OK
	                  : command_print(address, request->settings.receipt_cols, &printout, err);
	printout_done(&printout);
	if (!outcome)
		printf(ngettext("%zu label\n", "%zu labels\n", request->count), request->count);
	return outcome;
}

static int
print_labels(struct request *request)
{
	struct err err = { 0 };
	enum outcome outcome =
	        command_open_ledger(&request->ledger, request->shop,
	                            request->reduced ? LEDGER_WRITE : LEDGER_READ, &err);

	if (!outcome)
		outcome = settings_load(&request->settings, request->ledger, &err);
	if (!outcome)
		outcome = find_labels(request, &err);
	if (!outcome)
		outcome = request->on_paper ? put_on_paper(request, &err)
		                            : write_labels(request, &err);
	ledger_close(&request->ledger);
	free(request->labels);
	return outcome ? command_failed(&err) : 0;
}

/* ---- options ---- */

static int
check(const struct request *request, char **argv)
{
	int kinds = request->has_since + (request->items != NULL) + (request->reduced != NULL);

	if (kinds != 1)
		return command_misuse(argv[0],
		                      _("one of --changed-since, --items and --reduced is needed"));
	if (request->reduced && (!request->price || !request->reason || !request->until))
		return command_misuse(argv[0], _("--reduced needs --price, --reason and --until"));
	if (!request->reduced && (request->price || request->reason || request->until))
		return command_misuse(argv[0],
		                      _("--price, --reason and --until go with --reduced"));
	return 0;
}

static bool
take_moment(const char *text, struct when *when)
{
	struct err err = { 0 };

	if (when_parse(text, when, &err) == RC_OK)
		return true;
	command_failed(&err);
	return false;
}

/* False: it has said what is wrong. */
static bool
take(struct request *request, int letter, char **argv)
{
	struct err err = { 0 };

	switch (letter) {
	case 'S':
		request->shop = optarg;
		return true;
	case 'c':
		request->has_since = true;
		return take_moment(optarg, &request->since);
	case 'o':
		request->has_on = true;
		return take_moment(optarg, &request->on);
	case 'i':
		request->items = optarg;
		return true;
	case 'f':
		request->text = strcmp(optarg, "text") == 0;
		request->on_paper = strcmp(optarg, "printer") == 0;
		if (request->text || request->on_paper || strcmp(optarg, "pdf") == 0)
			return true;
		command_misuse(argv[0], _("a format is text, pdf or printer"));
		return false;
	case 'r':
		request->reduced = optarg;
		return true;
	case 'p':
		request->price = optarg;
		return true;
	case 'w':
		request->reason = optarg;
		return true;
	case 'u':
		if (day_parse(optarg, &request->until, &err) == RC_OK)
			return true;
		command_failed(&err);
		return false;
	default:
		return command_number(argv[0], "--pieces", optarg, 1, MARKDOWN_PIECES_MAX,
		                      &request->pieces);
	}
}

static int
run(int argc, char **argv)
{
	struct request request = {
		.text = true,
		.pieces = 1,
		.now = clock_system.now(clock_system.context),
	};
	int letter, status;

	while ((letter = command_option(argc, argv)) != -1) {
		if (letter == '?' || letter == 'h')
			return command_status(letter);
		if (!take(&request, letter, argv))
			return EXIT_USAGE;
	}
	if (command_operands(argc, argv, 0, 1))
		return EXIT_USAGE;
	request.file = optind < argc ? argv[optind] : NULL;
	status = check(&request, argv);
	return status ? status : print_labels(&request);
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'c', "changed-since", "DATE", N_("items whose label is another since then") },
	{ 'i', "items", "LIST", N_("these items, with commas between") },
	{ 'o', "on", "DATE", N_("with the prices of that moment") },
	{ 'f', "format", "FORMAT",
	  N_("text, pdf to cut up, or printer: on the printer of labels") },
	{ 'r', "reduced", "ITEM", N_("labels with a lower price, for goods that must go") },
	{ 'p', "price", "AMOUNT", N_("the lower price") },
	{ 'w', "reason", "TEXT", N_("why it is lower") },
	{ 'u', "until", "DAY", N_("the last day it is good for") },
	{ 'n', "pieces", "N", N_("how many labels") },
	{ 0 },
};

const struct subcommand subcommand_labels = {
	.name = "labels",
	.operands = "[FILE]",
	.about = N_("Print price labels"),
	.options = options,
	.run = run,
};
