/*
 * ringup SUBCOMMAND: one const record each; main.c dispatches through the table.
 */
#ifndef RINGUP_COMMANDS_COMMANDS_H
#define RINGUP_COMMANDS_COMMANDS_H

struct subcommand {
	const char *name;
	const char *usage;      /* "ring [--shop DIR] [--training] [--keep-going] [--pin-fd N] [FILE]" */
	const char *about;      /* untranslated */
	int (*run)(int argc, char **argv);      /* argv[0] is the subcommand; exit status */
};
/* All of them, in the order of the man page; *count of them. */
const struct subcommand *commands_table(int *count);
const struct subcommand *commands_find(const char *name);
int commands_usage(const struct subcommand *subcommand);        /* prints usage to stderr, returns 2 */

#endif
