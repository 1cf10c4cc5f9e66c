/*
 * ringup report: X, Z, shift and day, as paper or as JSON; reads only.
 */
#include <config.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "ledger/journal.h"
#include "shop/labels.h"
#include "reports/closing.h"
#include "reports/printout_pdf.h"
#include "counter/demo.h"
#include "commands/inside.h"

struct report {
	const char *shop;
	bool pdf;
	bool json, training;
	const char *number; /* operand after the kind; NULL none */
	struct ledger *ledger;
	struct settings settings;
	struct printout printout;
	struct buf text; /* JSON */
};

static enum series
series_of(const struct report *report)
{
	return report->training ? SERIES_TRAINING : SERIES_LIVE;
}

/* {"report":"z","number":7,"day":"2026-11-22",...figures...} */
static void
put_json(struct report *report, const char *kind, int64_t number, day_number day,
         const struct total totals[], size_t count)
{
	struct json_writer writer = { .buf = &report->text };
	char text[WHEN_TEXT_MAX];

	json_open_object(&writer, NULL);
	json_put_text(&writer, "report", kind);
	if (number)
		json_put_int(&writer, "number", number);
	if (day)
		json_put_text(&writer, "day", day_iso(text, day));
	if (report->training)
		json_put_bool(&writer, "training", true);
	buf_add_char(&report->text, ',');
	totals_json(totals, count, report->settings.currency.exponent, &report->text);
	json_close_object(&writer);
}

static enum outcome
parse_number(const struct report *report, int64_t *number, struct err *err)
{
	char *end;

	*number = 0;
	if (!report->number)
		return RC_OK;
	*number = strtoll(report->number, &end, 10);
	if (*end || *number <= 0)
		return err_set(err, RC_REFUSED, _("the number of a report is a whole number"));
	return RC_OK;
}

/* ---- kinds ---- */

static enum outcome
report_x(struct report *report, struct err *err)
{
	struct shift_row shift;
	struct total *totals;
	size_t count;
	enum outcome outcome;

	if (report->number)
		return err_set(err, RC_REFUSED, _("an X report has no number: it is of now"));
	outcome = shift_current(report->ledger, series_of(report), &shift, err);
	if (outcome == RC_NOT_FOUND)
		return err_set(err, RC_NOT_FOUND, _("no shift is open"));
	if (!outcome && !report->json)
		return x_report_compose(&report->printout, report->ledger, &report->settings,
		                        series_of(report), clock_system.now(clock_system.context),
		                        true, demo_is(ledger_folder(report->ledger)), err);
	if (!outcome)
		outcome = shift_totals(report->ledger, series_of(report), shift.shift, shift.shift,
		                       &totals, &count, err);
	if (outcome)
		return outcome;
	put_json(report, "x", shift.shift, shift.day, totals, count);
	free(totals);
	return RC_OK;
}

static enum outcome
report_z(struct report *report, struct err *err)
{
	struct day_row day;
	struct signature signature;
	struct entry z;
	struct hash hash;
	char *text;
	size_t length;
	int64_t number;
	enum outcome outcome = parse_number(report, &number, err);

	if (!outcome && !number) {
		outcome = day_current(report->ledger, series_of(report), &day, err);
		number = outcome ? 0 : day.next_z - 1;
	}
	if (!outcome && number < 1)
		return err_set(err, RC_NOT_FOUND, _("there is no Z report yet"));
	if (!outcome)
		outcome = journal_read_z(report->ledger, series_of(report), number, &z, err);
	if (outcome)
		return outcome;
	outcome = journal_stored(report->ledger, z.till, z.seq, &text, &length, &hash, &signature,
	                         err);
	if (!outcome) {
		free(text);
		if (report->json)
			put_json(report, "z", number, z.day, z.is.z.totals, z.is.z.total_count);
		else
			z_report_compose(&report->printout, &z, &report->settings, &hash, 0,
			                 demo_is(ledger_folder(report->ledger)));
	}
	entry_done(&z);
	return outcome;
}

/* The closing entry of a shift, or of the last one that was closed. */
static enum outcome
find_shift(struct report *report, int64_t number, struct entry *entry, struct err *err)
{
	const struct journal_query query = {
		.kind = ENTRY_SHIFT_CLOSE,
		.series = series_of(report),
		.shift = number,
	};
	struct journal_row row;
	size_t count = 0;
	enum outcome outcome = journal_find(report->ledger, &query, &row, 1, &count, err);

	if (outcome)
		return outcome;
	if (count == 0 && number)
		return err_set(err, RC_NOT_FOUND,
		               _("shift %" PRId64 " is not closed, or never was"), number);
	if (count == 0)
		return err_set(err, RC_NOT_FOUND, _("no shift is closed yet"));
	return journal_read(report->ledger, ledger_till(report->ledger), row.seq, entry, err);
}

static enum outcome
report_shift(struct report *report, struct err *err)
{
	struct entry entry;
	int64_t number;
	enum outcome outcome = parse_number(report, &number, err);

	if (!outcome)
		outcome = find_shift(report, number, &entry, err);
	if (outcome)
		return outcome;
	if (report->json)
		put_json(report, "shift", entry.is.shift_close.shift, entry.day,
		         entry.is.shift_close.totals, entry.is.shift_close.total_count);
	else
		shift_report_compose(&report->printout, &entry, &report->settings,
		                     demo_is(ledger_folder(report->ledger)));
	entry_done(&entry);
	return RC_OK;
}

/* The day that was named, else the open one, else today. */
static enum outcome
find_day(const struct report *report, struct when now, day_number *day, struct err *err)
{
	struct day_row open;
	enum outcome outcome;

	if (report->number)
		return day_parse(report->number, day, err);
	outcome = day_current(report->ledger, SERIES_LIVE, &open, err);
	if (!outcome)
		*day = open.open ? open.day : when_day(now);
	return outcome;
}

static enum outcome
report_day(struct report *report, struct err *err)
{
	struct when now = clock_system.now(clock_system.context);
	struct total *totals = NULL;
	size_t count;
	day_number day;
	enum outcome outcome;

	if (report->training)
		return err_set(err, RC_REFUSED, _("days of training are not kept"));
	outcome = find_day(report, now, &day, err);
	if (!outcome)
		outcome = day_totals(report->ledger, day, day, &totals, &count, err);
	if (!outcome)
		outcome = labels_name_totals(report->ledger, totals, count, err);
	if (!outcome && report->json)
		put_json(report, "day", 0, day, totals, count);
	else if (!outcome)
		day_report_compose(&report->printout, totals, count, day,
		                   ledger_till(report->ledger), now, &report->settings,
		                   demo_is(ledger_folder(report->ledger)));
	free(totals);
	return outcome;
}

static const struct {
	const char *kind;
	enum outcome (*compose)(struct report *report, struct err *err);
} kinds[] = {
	{ "x", report_x },
	{ "z", report_z },
	{ "shift", report_shift },
	{ "day", report_day },
};

/* ---- the subcommand ---- */

static void
print_report(struct report *report)
{
	if (report->pdf)
		printout_pdf(&report->printout, report->settings.receipt_cols, PAGE_A4,
		             &report->text);
	else if (!report->json)
		printout_render_text(&report->printout, report->settings.receipt_cols,
		                     &report->text);
	fwrite(report->text.text, 1, report->text.length, stdout);
	if (report->json)
		putchar('\n');
}

static int
compose_and_print(struct report *report, size_t kind)
{
	struct err err = { 0 };
	enum outcome outcome =
	        command_open_ledger(&report->ledger, report->shop, LEDGER_READ, &err);

	if (outcome)
		return command_failed(&err);
	printout_init(&report->printout);
	outcome = settings_load(&report->settings, report->ledger, &err);
	if (!outcome)
		outcome = kinds[kind].compose(report, &err);
	if (!outcome)
		print_report(report);
	printout_done(&report->printout);
	buf_done(&report->text);
	ledger_close(&report->ledger);
	return outcome ? command_failed(&err) : 0;
}

static int
run(int argc, char **argv)
{
	struct report report = { 0 };
	size_t kind;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			report.shop = optarg;
			break;
		case 'j':
			report.json = true;
			report.pdf = false;
			break;
		case 'T':
			report.json = report.pdf = false;
			break;
		case 'p':
			report.json = false;
			report.pdf = true;
			break;
		case 't':
			report.training = true;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 1, 2))
		return EXIT_USAGE;
	report.number = argv[optind + 1];
	for (kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
		if (strcmp(kinds[kind].kind, argv[optind]) == 0)
			return compose_and_print(&report, kind);
	}
	return command_misuse(argv[0], _("there is no such report"));
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'j', "json", NULL, N_("as JSON, amounts as decimal strings") },
	{ 'p', "pdf", NULL, N_("as a PDF, pages of A4") },
	{ 'T', "text", NULL, N_("as lines of text, as on paper (the default)") },
	{ 't', "training", NULL, N_("of training") },
	{ 0 },
};

const struct subcommand subcommand_report = {
	.name = "report",
	.operands = "x|z|shift|day [NUMBER|DATE]",
	.about = N_("Figures so far (x), of a Z report, of a closed shift, or of a business day"),
	.options = options,
	.run = run,
};
