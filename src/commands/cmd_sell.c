/*
 * ringup, or ringup sell: the till on a terminal.
 */
#include <config.h>

#include <getopt.h>
#include <unistd.h>

#include "base/log.h"
#include "base/paths.h"
#include "counter/counter.h"
#include "screens/screens.h"
#include "commands/inside.h"

static enum outcome
open_log(const char *folder, struct err *err)
{
	char path[PATH_MAX];
	enum outcome outcome = paths_join(path, folder, "ringup.log", err);

	if (!outcome)
		log_open(path);
	return outcome;
}

/* A folder without a till is set up first. */
static enum outcome
open_till(struct counter **counter, const struct counter_options *options, struct loop *loop,
          struct err *err)
{
	enum outcome outcome = counter_open(counter, options, loop, err);

	if (outcome != RC_NOT_FOUND)
		return outcome;
	outcome = screens_first_run(options->folder, loop, err);
	return outcome ? outcome : counter_open(counter, options, loop, err);
}

static int
sell(const char *shop, bool training)
{
	char folder[PATH_MAX];
	const struct counter_options options = { .folder = folder,
		                                 .by_hand = true,
		                                 .late_start = true,
		                                 .training = training };
	struct counter *counter;
	struct loop *loop;
	struct err err = { 0 };
	int status;

	if (paths_shop(folder, shop, &err))
		return command_failed(&err);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(&err, RC_REFUSED, _("the till opens on a terminal, and this is none"));
		err_hint(&err, _("\"ringup ring\" drives it from a script"));
		return command_failed(&err);
	}
	loop = loop_new();
	if (open_till(&counter, &options, loop, &err)) {
		loop_free(&loop);
		return command_failed(&err);
	}
	if (open_log(folder, &err))
		command_failed(&err);
	status = screens_run(counter);
	counter_close(&counter);
	log_close();
	loop_free(&loop);
	return status;
}

static int
run(int argc, char **argv)
{
	const char *shop;
	bool training;
	int status;

	if (!command_shop_and(argc, argv, 't', &training, &shop, &status))
		return status;
	return sell(shop, training);
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 't', "training", NULL, N_("begin in training: nothing counts, the drawer stays shut") },
	{ 0 },
};

const struct subcommand subcommand_sell = {
	.name = "sell",
	.operands = "",
	.about = N_("Open the till on this terminal; what ringup does without a subcommand"),
	.options = options,
	.run = run,
};
