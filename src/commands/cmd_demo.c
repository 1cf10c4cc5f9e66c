#include <config.h>

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "reports/closing.h"
#include "counter/counter.h"
#include "counter/demo.h"
#include "screens/screens.h"
#include "commands/inside.h"

#define SCRIPT_MAX 65536

static const struct option_spec demo_options[] = {
	OPTION_SHOP,
	{ 'r', "reset", NULL, N_("throw the demo shop away and make a new one") },
	{ 'b', "barcodes", NULL,
	  N_("write a sheet of barcodes to scan: a PDF, or a list on a terminal") },
	{ 0 },
};

/* ---- without a terminal: the demo basket, through the same till ---- */

static void
show_paper(void *context, const struct printout *printout, enum after_kind kind)
{
	const struct counter *counter = context;
	struct buf text = { 0 };

	(void)kind;
	printout_render_text(printout, counter_settings((struct counter *)counter)->receipt_cols,
	                     &text);
	fputs(text.text ? text.text : "", stdout);
	fputc('\n', stdout);
	buf_done(&text);
}

/* It is no entry, so nobody prints it by itself. */
static enum outcome
show_x_report(struct counter *counter, struct err *err)
{
	struct printout printout;
	enum outcome outcome;

	printout_init(&printout);
	outcome = x_report_compose(&printout, till_ledger(counter_till(counter)),
	                           counter_settings(counter), SERIES_LIVE,
	                           clock_system.now(clock_system.context), true, true, err);
	if (!outcome)
		show_paper(counter, &printout, AFTER_REPORT);
	printout_done(&printout);
	return outcome;
}

static enum outcome
do_line(struct counter *counter, const char *line, struct err *err)
{
	struct command command;
	struct answer answer = { 0 };
	enum outcome outcome = command_parse(&command, line, false,
	                                     counter_settings(counter)->currency.exponent, err);

	if (outcome)
		return outcome == RC_NOT_FOUND ? RC_OK : outcome;
	outcome = counter_do_wait(counter, &command, &answer, err);
	if (!outcome && answer.effects & EFFECT_X_REPORT)
		outcome = show_x_report(counter, err);
	answer_done(&answer);
	return outcome;
}

/* A basket that a crash left is somebody's: it waits. */
static enum outcome
clear_till(struct counter *counter, struct err *err)
{
	struct till_view view;

	till_view(counter_till(counter), &view);
	return view.state == TILL_RINGING ? do_line(counter, "suspend", err) : RC_OK;
}

static enum outcome
ring_basket(struct counter *counter, struct err *err)
{
	struct counter_events events = { .paper = show_paper, .context = counter };
	char path[PATH_MAX];
	char *text, *rest, *line;
	size_t length;
	enum outcome outcome;

	if ((outcome = paths_data(path, "demo/basket.sale", err)) ||
	    (outcome = paths_read_file(path, SCRIPT_MAX, &text, &length, err)))
		return outcome;
	counter_listen(counter, &events);
	outcome = clear_till(counter, err);
	for (rest = text; !outcome && (line = strsep(&rest, "\n"));)
		if (strncmp(line, "ringup ", 7) != 0)
			outcome = do_line(counter, line, err);
	counter_finish(counter);
	free(text);
	return outcome;
}

/* ---- opening ---- */

static enum outcome
make_if_needed(const char *folder, bool reset, struct err *err)
{
	struct demo_plan plan = demo_plan_usual;
	enum outcome outcome;

	if (demo_is(folder) && !reset)
		return RC_OK;
	if (isatty(STDERR_FILENO))
		fprintf(stderr, _("Three weeks of the demo shop, one moment ...\n"));
	plan.today = clock_system.now(clock_system.context);
	outcome = demo_make(folder, &plan, err);
	return outcome == RC_SYSTEM && !err->hint[0]
	               ? err_hint(err, _("choose another folder with --shop"))
	               : outcome;
}

static enum outcome
open_shop(const char *folder, int *status, struct err *err)
{
	bool by_hand = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
	struct counter_options options = { .folder = folder, .demo = true, .by_hand = by_hand };
	struct loop *loop = loop_new();
	struct counter *counter;
	enum outcome outcome = counter_open(&counter, &options, loop, err);

	if (!outcome) {
		outcome = demo_begin(counter, err);
		if (!outcome && by_hand)
			*status = screens_run(counter);
		else if (!outcome)
			outcome = ring_basket(counter, err);
		counter_close(&counter);
	}
	loop_free(&loop);
	return outcome;
}

static enum outcome
write_sheet(const char *folder, struct err *err)
{
	struct buf sheet = { 0 };
	enum outcome outcome = demo_sheet(folder, !isatty(STDOUT_FILENO), &sheet, err);

	if (!outcome && fwrite(sheet.text, 1, sheet.length, stdout) != sheet.length)
		outcome = err_system(err, "writing");
	buf_done(&sheet);
	return outcome;
}

static int
demo_run(int argc, char **argv)
{
	bool reset = false, barcodes = false;
	const char *shop = NULL;
	char folder[PATH_MAX];
	struct err err = { 0 };
	enum outcome outcome;
	int letter, status = 0;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			shop = optarg;
			break;
		case 'r':
			reset = true;
			break;
		case 'b':
			barcodes = true;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	if (!(outcome = paths_demo(folder, shop, &err)) &&
	    !(outcome = make_if_needed(folder, reset, &err)))
		outcome = barcodes ? write_sheet(folder, &err) : open_shop(folder, &status, &err);
	return outcome ? command_failed(&err) : status;
}

const struct subcommand subcommand_demo = {
	.name = "demo",
	.operands = "",
	.about = N_("Open a ready-made shop to try everything in"),
	.options = demo_options,
	.run = demo_run,
};
