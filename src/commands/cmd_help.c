/*
 * ringup help, version, about.
 */
#include <config.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "commands/inside.h"

static void
list_subcommands(void)
{
	char padded[60];
	int count, index;
	const struct subcommand *const *all = commands_table(&count);

	printf(_("Ringup rings up, takes payment, prints, and keeps the books of a till.\n\n"
	         "Usage: ringup [SUBCOMMAND [OPTIONS]]; without a subcommand the till opens\n\n"));
	for (index = 0; index < count; index++) {
		text_pad(padded, sizeof padded, all[index]->name, 10, ALIGN_LEFT);
		printf("  %s %s\n", padded, _(all[index]->about));
	}
	printf(_("\n\"ringup SUBCOMMAND --help\" tells more.\n"));
}

/* A line each: the name, its options, for the shell's completion. */
static void
list_words(void)
{
	int count, index;
	const struct subcommand *const *all = commands_table(&count);
	const struct option_spec *option;

	for (index = 0; index < count; index++) {
		printf("%s", all[index]->name);
		for (option = all[index]->options; option->letter; option++)
			printf(" --%s%s", option->name, option->argument ? "=" : "");
		printf("\n");
	}
}

static int
run_help(int argc, char **argv)
{
	char *one[] = { NULL, (char *)"--help", NULL };
	const struct subcommand *subcommand;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		if (letter != 'w')
			return command_status(letter);
		list_words();
		return 0;
	}
	if (command_operands(argc, argv, 0, 1))
		return EXIT_USAGE;
	if (optind == argc) {
		list_subcommands();
		return 0;
	}
	subcommand = commands_find(argv[optind]);
	if (!subcommand)
		return command_misuse(argv[0], _("there is no such subcommand"));
	one[0] = (char *)subcommand->name;
	optind = 0; /* getopt begins again */
	return subcommand->run(2, one);
}

static const struct option_spec help_options[] = {
	{ 'w', "words", NULL, N_("only the names and options, a line each") },
	{ 0 },
};

const struct subcommand subcommand_help = {
	.name = "help",
	.operands = "[SUBCOMMAND]",
	.about = N_("What ringup can do"),
	.options = help_options,
	.run = run_help,
};

/* ---- version ---- */

static int
run_version(int argc, char **argv)
{
	int letter;

	while ((letter = command_option(argc, argv)) != -1)
		return command_status(letter);
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	printf("ringup %s\n", VERSION);
	return 0;
}

static const struct option_spec no_options[] = { { 0 } };

const struct subcommand subcommand_version = {
	.name = "version",
	.operands = "",
	.about = N_("The version of this program"),
	.options = no_options,
	.run = run_version,
};

/* ---- about ---- */

static int
run_about(int argc, char **argv)
{
	int letter;

	while ((letter = command_option(argc, argv)) != -1)
		return command_status(letter);
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	printf("Ringup %s\n\n", VERSION);
	printf(_("A checkout program for terminals.  Every sale is an entry in a journal that can "
	         "only\n"
	         "grow; everything else is worked out from it.\n\n"));
	printf(_(
	        "Free software under the GNU General Public License, version 3 or later; it comes\n"
	        "without any warranty.\n"));
	return 0;
}

const struct subcommand subcommand_about = {
	.name = "about",
	.operands = "",
	.about = N_("What this program is, and its license"),
	.options = no_options,
	.run = run_about,
};
