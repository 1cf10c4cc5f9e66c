/*
 * ringup keys: which key does what, and the commands behind the keys.
 */
#include <config.h>

#include <getopt.h>
#include <stdio.h>

#include "base/paths.h"
#include "base/text.h"
#include "checkout/command.h"
#include "screens/screens.h"
#include "commands/inside.h"

static void
print_commands(void)
{
	enum command_id id;
	char left[80], padded[160];

	for (id = 0; id < COMMAND_IDS; id++) {
		const struct command_spec *spec = command_spec(id);

		snprintf(left, sizeof left, "%s %s", spec->name, spec->arguments);
		text_pad(padded, sizeof padded, left, 43, ALIGN_LEFT);
		printf("%s %s\n", padded, _(spec->help));
	}
}

/* A list for ringup-commands(5); words of the table hold nothing that mdoc takes for a macro. */
static void
print_commands_mdoc(void)
{
	enum command_id id;

	for (id = 0; id < COMMAND_IDS; id++) {
		const struct command_spec *spec = command_spec(id);

		printf(".It Ic %s", spec->name);
		if (spec->arguments[0])
			printf(" Ar %s", spec->arguments);
		printf("\n%s.\n", _(spec->help));
	}
}

static int
print_keys(const char *shop, bool nof, bool mdoc)
{
	char folder[PATH_MAX];
	struct buf text = { 0 };
	struct err err = { 0 };

	if (paths_shop(folder, shop, &err) || screens_keys(folder, nof, mdoc, &text, &err)) {
		buf_done(&text);
		return command_failed(&err);
	}
	fputs(text.text ? text.text : "", stdout);
	buf_done(&text);
	return 0;
}

static int
learn_keys(const char *shop, bool nof)
{
	char folder[PATH_MAX];
	struct err err = { 0 };

	if (paths_shop(folder, shop, &err) || screens_learn(folder, nof, &err))
		return command_failed(&err);
	return 0;
}

static int
run(int argc, char **argv)
{
	const char *shop = NULL;
	bool nof = false, mdoc = false, commands = false, learn = false;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			shop = optarg;
			break;
		case 'n':
			nof = true;
			break;
		case 'm':
			mdoc = true;
			break;
		case 'c':
			commands = true;
			break;
		case 'l':
			learn = true;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	if (learn)
		return learn_keys(shop, nof);
	if (!commands)
		return print_keys(shop, nof, mdoc);
	if (mdoc)
		print_commands_mdoc();
	else
		print_commands();
	return 0;
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'c', "commands", NULL, N_("the commands of the till instead of the keys") },
	{ 'l', "learn", NULL, N_("ask for each key, show what it sends, and write keymap.conf") },
	{ 'n', "no-function-keys", NULL, N_("the key map for keyboards without function keys") },
	{ 'm', "mdoc", NULL, N_("as the body of a man page") },
	{ 0 },
};

const struct subcommand subcommand_keys = {
	.name = "keys",
	.operands = "",
	.about = N_("Which key does what, as a list or as a man page"),
	.options = options,
	.run = run,
};
