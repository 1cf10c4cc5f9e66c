/*
 * ringup customers: who buys here, and forgetting those who ask for it.
 */
#include <config.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "ledger/customers.h"
#include "commands/inside.h"

#define PAGE 200
#define NAME_COLS 32

static void
print_customer(const struct customer_row *row)
{
	char name[NAME_MAX_BYTES + NAME_COLS];

	text_pad(name, sizeof name, row->name, NAME_COLS, ALIGN_LEFT);
	printf("%8" PRId64 "  %s  %s\n", row->number, name, row->groups);
}

static enum outcome
list_all(struct ledger *ledger, struct customer_row rows[static PAGE], struct err *err)
{
	int64_t after = 0;
	size_t count = PAGE;
	enum outcome outcome = RC_OK;

	while (!outcome && count == PAGE) {
		outcome = customer_list(ledger, after, rows, PAGE, &count, err);
		for (size_t i = 0; i < count && !outcome; i++)
			print_customer(&rows[i]);
		after = count ? rows[count - 1].number : after;
	}
	return outcome;
}

static enum outcome
list_found(struct ledger *ledger, const char *text, struct customer_row rows[static PAGE],
           struct err *err)
{
	size_t count = 0;
	enum outcome outcome = customer_find(ledger, text, rows, PAGE, &count, err);

	for (size_t i = 0; i < count && !outcome; i++)
		print_customer(&rows[i]);
	if (!outcome && count == 0)
		outcome = err_set(err, RC_NOT_FOUND, _("there is no customer %.40s"), text);
	return outcome;
}

static enum outcome
forget(struct ledger *ledger, int64_t number, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	entry_init(&entry, ENTRY_RECORD);
	command_header(ledger, &entry);
	outcome = customer_forget(ledger, number, &entry, err);
	entry_done(&entry);
	if (!outcome)
		printf(_("Customer %" PRId64
		         " is forgotten. Copies made before still hold the data; "
		         "make a new backup and delete the old ones.\n"),
		       number);
	return outcome;
}

static int
act(const char *shop, const char *text, int64_t number)
{
	struct customer_row *rows = alloc_zero(PAGE, sizeof *rows);
	struct ledger *ledger = NULL;
	struct err err = { 0 };
	enum outcome outcome =
	        command_open_ledger(&ledger, shop, number ? LEDGER_WRITE : LEDGER_READ, &err);

	if (outcome == RC_BUSY)
		err_hint(&err, _("the till is open: do it there, in the manager menu"));
	else if (!outcome && number)
		outcome = forget(ledger, number, &err);
	else if (!outcome)
		outcome =
		        text ? list_found(ledger, text, rows, &err) : list_all(ledger, rows, &err);
	ledger_close(&ledger);
	free(rows);
	return outcome ? command_failed(&err) : 0;
}

static int
run(int argc, char **argv)
{
	const char *shop = NULL;
	int64_t number = 0;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			shop = optarg;
			break;
		case 'f':
			if (!command_number(argv[0], "--forget", optarg, 1, CUSTOMER_NUMBER_LAST,
			                    &number))
				return EXIT_USAGE;
			break;
		default:
			return command_status(letter);
		}
	}
	if (command_operands(argc, argv, 0, number ? 0 : 1))
		return EXIT_USAGE;
	return act(shop, optind < argc ? argv[optind] : NULL, number);
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'f', "forget", "NUMBER", N_("erase all that is personal; the journal keeps the number") },
	{ 0 },
};

const struct subcommand subcommand_customers = {
	.name = "customers",
	.operands = "[TEXT]",
	.about = N_("List customers, or forget one"),
	.options = options,
	.run = run,
};
