/*
 * ringup helper KIND: what the till starts for work that can block (base/helper.h).
 */
#include <config.h>

#include <getopt.h>
#include <string.h>

#include "base/helper.h"
#include "shop/staff.h"
#include "counter/backup.h"
#include "commands/inside.h"

static const struct {
	const char *kind;
	int (*run)(void);
} kinds[] = {
	{ "pin", staff_pin_helper },
	{ "backup", backup_helper },
};

static int
run(int argc, char **argv)
{
	size_t index;
	int letter;

	while ((letter = command_option(argc, argv)) != -1)
		return command_status(letter);
	if (command_operands(argc, argv, 1, 1))
		return EXIT_USAGE;
	for (index = 0; index < sizeof kinds / sizeof *kinds; index++) {
		if (strcmp(kinds[index].kind, argv[optind]) == 0) {
			helper_begin();
			return kinds[index].run();
		}
	}
	return command_misuse(argv[0], _("there is no such kind of helper"));
}

static const struct option_spec options[] = { { 0 } };

const struct subcommand subcommand_helper = {
	.name = "helper",
	.operands = "pin|backup",
	.about = N_("Work that can block, done for a till that started it; reads a request, writes "
	            "an answer"),
	.options = options,
	.run = run,
};
