/*
 * ringup display: the customer's screen, on a second terminal.
 */
#include <config.h>

#include <getopt.h>
#include <unistd.h>

#include "base/paths.h"
#include "screens/screens.h"
#include "commands/inside.h"

static int
show(const char *shop)
{
	char folder[PATH_MAX];
	struct err err = { 0 };

	if (paths_shop(folder, shop, &err))
		return command_failed(&err);
	if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
		err_set(&err, RC_REFUSED,
		        _("the customer's screen needs a terminal, and this is none"));
		err_hint(&err, _("start it where the customer looks, on a terminal of its own"));
		return command_failed(&err);
	}
	return screens_display(folder, &err) ? command_failed(&err) : 0;
}

static int
run(int argc, char **argv)
{
	const char *shop = NULL;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		if (letter != 'S')
			return command_status(letter);
		shop = optarg;
	}
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	return show(shop);
}

static const struct option_spec options[] = { OPTION_SHOP, { 0 } };

const struct subcommand subcommand_display = {
	.name = "display",
	.operands = "",
	.about = N_("Show the customer what is rung up and due, on a second terminal"),
	.options = options,
	.run = run,
};
