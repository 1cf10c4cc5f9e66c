/*
 * What the subcommands share: options, exit statuses, opening the shop.
 *
 *   exit    0 done, 1 refused or not found, 2 usage, 3 damaged data, 4 device or server away, 5 system
 */
#ifndef RINGUP_COMMANDS_INSIDE_H
#define RINGUP_COMMANDS_INSIDE_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/err.h"
#include "base/gettext.h"
#include "commands/commands.h"
#include "ledger/ledger.h"

/* In the order of the man page.  A new subcommand is a row here and a file with its record,
 * subcommand_NAME. */
#define SUBCOMMANDS(X) \
	X(sell) \
	X(init) \
	X(demo) \
	X(ring) \
	X(quote) \
	X(decode) \
	X(import) \
	X(export) \
	X(labels) \
	X(customers) \
	X(report) \
	X(verify) \
	X(rebuild) \
	X(backup) \
	X(restore) \
	X(recover) \
	X(settings) \
	X(devices) \
	X(display) \
	X(keys) \
	X(helper) \
	X(help) \
	X(version) \
	X(about)

#define X(name) extern const struct subcommand subcommand_##name;
SUBCOMMANDS(X)
#undef X

#define EXIT_USAGE 2

/* The option of nearly all of them. */
#define OPTION_SHOP { 'S', "shop", "DIR", N_("the till's folder") }

/* The next option of argv by the table of the subcommand argv[0]: its letter, its argument in optarg; -1
 * after the last, operands then begin at argv[optind].  '?' after a wrong one and 'h' for --help: both have
 * said what there is to say, and the caller returns command_status(letter). */
int command_option(int argc, char **argv);
int command_status(int letter);

/* Says what is wrong with the command line and how it should be; gives EXIT_USAGE. */
int command_misuse(const char *subcommand, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* 0 if between least and most operands are left; else it has said so, and gives EXIT_USAGE. */
int command_operands(int argc, char **argv, int least, int most);
/* The same for a subcommand whose only option is --shop: false when there is nothing to run, only *status to
 * return.  *shop is NULL where it was not given. */
bool command_shop(int argc, char **argv, int least, int most, const char **shop, int *status);
/* And for one with --shop, one option that is on or off, and no operands. */
bool command_shop_and(int argc, char **argv, int letter, bool *on, const char **shop, int *status);
/* Says what went wrong, with its hint, on stderr; gives the exit status. */
int command_failed(const struct err *err);

/* A whole number of an option or operand; false has said that it is none. */
bool command_number(const char *subcommand, const char *what, const char *text, int64_t least, int64_t most,
                    int64_t *number);
/* One line from a descriptor, without its end: PINs.  RC_NOT_FOUND at the end. */
enum outcome command_read_line(int fd, char *out, size_t size, struct err *err);

/* The folder of --shop (NULL: the default), and the ledger in it. */
enum outcome command_open_ledger(struct ledger **ledger, const char *shop, enum ledger_mode mode, struct err *err);
/* The header of an entry that a subcommand writes. */
void command_header(struct ledger *ledger, struct entry *entry);

/* The kind of records that an operand names: "items".  NULL has said that there is none such. */
struct exchange;
const struct exchange *command_exchange(const char *subcommand, const char *name);

/* Prints at once, and waits for it (print.c).  RC_BUSY: a print server has it. */
struct printout;
enum outcome command_print(const char *address, int cols, const struct printout *printout, struct err *err);

#endif
