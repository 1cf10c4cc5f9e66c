/*
 * ringup: the language, the library of secrets, then a subcommand.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/crypto.h"
#include "base/err.h"
#include "base/gettext.h"
#include "base/lang.h"
#include "commands/commands.h"

int
main(int argc, char **argv)
{
	const struct subcommand *subcommand;
	struct err err;

	lang_start();
	if (crypto_start(&err)) {
		fprintf(stderr, "ringup: %s\n", err.msg);
		return err_exit_status(err.outcome);
	}
	/* no word, or an option, opens the till */
	if (argc < 2 || (argv[1][0] == '-' && strcmp(argv[1], "--help") != 0 &&
	                 strcmp(argv[1], "--version") != 0)) {
		argv[0] = (char *)"sell";
		return commands_find("sell")->run(argc, argv);
	}
	subcommand = commands_find(argv[1][0] == '-' ? argv[1] + 2 : argv[1]);
	if (!subcommand) {
		fprintf(stderr, _("ringup: there is no command \"%s\"; \"ringup help\" lists them\n"), argv[1]);
		return 2;
	}
	argv[1] = (char *)subcommand->name;
	return subcommand->run(argc - 1, argv + 1);
}
