/*
 * ringup SUBCOMMAND: one const record each; main.c dispatches through the table.  Usage, --help, the
 * man page's synopsis and the shell's completion come from the record.
 */
#ifndef RINGUP_COMMANDS_COMMANDS_H
#define RINGUP_COMMANDS_COMMANDS_H

/* A long option.  Every subcommand has --help, which needs no row. */
struct option_spec {
	int letter;             /* what command_option() returns; 0 ends a table */
	const char *name;       /* "shop" */
	const char *argument;   /* "DIR"; NULL: it takes none */
	const char *about;      /* N_() */
};

struct subcommand {
	const char *name;
	const char *operands;   /* "[FILE]"; "" takes none */
	const char *about;      /* one sentence, N_() */
	const struct option_spec *options;
	int (*run)(int argc, char **argv);      /* argv[0] is the subcommand; exit status */
};

/* All of them, in the order of the man page; *count of them. */
const struct subcommand *const *commands_table(int *count);
const struct subcommand *commands_find(const char *name);

#endif
