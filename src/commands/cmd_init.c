/*
 * ringup init: a new till's folder.
 *
 * Everything can be given as an option.  On a terminal what is missing is asked; without one a name
 * and a country are needed, the rest may stay open: without a PIN the manager chooses one at the
 * first sign-on, and the address can be filled in later.
 */
#include <config.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/text.h"
#include "shop/setup.h"
#include "shop/staff.h"
#include "commands/inside.h"

#define COUNTRIES_MAX 64

struct init {
	struct setup setup;
	const char *shop;
	const char *recovery; /* file for the recovery sheet; NULL prints it */
	bool has_pin;
	bool asks; /* there is someone to ask */
};

/* ---- texts ---- */

static enum outcome
set_text(char *out, size_t size, const char *what, const char *text, struct err *err)
{
	struct err inner;

	if (!text_clean(out, size, text, strlen(text), &inner))
		return RC_OK;
	return err_set(err, RC_REFUSED, "%s: %s", what, inner.msg);
}

/* One more line of the address. */
static enum outcome
add_address(struct setup *setup, const char *text, struct err *err)
{
	char line[NOTE_MAX];
	size_t length = strlen(setup->address);
	enum outcome outcome = set_text(line, sizeof line, "--address", text, err);

	if (outcome)
		return outcome;
	if (length + strlen(line) + 2 > sizeof setup->address)
		return err_set(err, RC_REFUSED, _("the address is too long"));
	if (length > 0)
		setup->address[length++] = '\n';
	strcpy(setup->address + length, line);
	return RC_OK;
}

/* ---- asking ---- */

/* An answer typed on the terminal, "" for an empty line; false at its end. */
static bool
ask(const char *question, char *out, size_t size)
{
	char *line = NULL;
	size_t room = 0;
	struct err err;
	bool there;

	for (;;) {
		printf("%s: ", question);
		fflush(stdout);
		there = getline(&line, &room, stdin) >= 0;
		if (!there)
			break;
		line[strcspn(line, "\r\n")] = '\0';
		if (!text_clean(out, size, line, strlen(line), &err))
			break;
		printf("%s\n", err.msg);
	}
	free(line);
	return there;
}

static bool
ask_address(struct setup *setup)
{
	char line[NOTE_MAX];
	struct err err;

	printf(_("Address as it stands on the receipt; an empty line ends it.\n"));
	for (;;) {
		line[0] = '\0';
		if (!ask(_("Address"), line, sizeof line))
			return false;
		if (!line[0])
			return true;
		if (add_address(setup, line, &err))
			printf("%s\n", err.msg);
	}
}

static bool
ask_country(struct setup *setup)
{
	struct country_row rows[COUNTRIES_MAX];
	char typed[16];
	size_t count, index;

	if (setup_countries(rows, COUNTRIES_MAX, &count, NULL))
		count = 0;
	for (index = 0; index < count; index++)
		printf("  %s  %s (%s)\n", rows[index].code, rows[index].name, rows[index].currency);
	while (ask(_("Country"), typed, sizeof typed)) {
		for (index = 0; index < count; index++) {
			if (strcasecmp(rows[index].code, typed) != 0)
				continue;
			text_copy(setup->country, sizeof setup->country, rows[index].code);
			return true;
		}
		printf(_("Two letters of this list, please.\n"));
	}
	return false;
}

static bool
ask_pin(struct setup *setup)
{
	char *again;
	struct err err;

	for (;;) {
		const char *pin = getpass(_("PIN of the manager (6 digits or more; not shown): "));

		if (!pin)
			return false;
		text_copy(setup->manager_pin, sizeof setup->manager_pin, pin);
		if (staff_pin_check_form(setup->manager_pin, "manager", &err)) {
			printf("%s\n", err.msg);
			continue;
		}
		again = getpass(_("The same again: "));
		if (again && strcmp(again, setup->manager_pin) == 0)
			return true;
		printf(_("These were two different PINs.\n"));
	}
}

/* What was not given. */
static enum outcome
ask_rest(struct init *init, struct err *err)
{
	struct setup *setup = &init->setup;
	bool there = true;

	while (there && !setup->name[0])
		there = ask(_("Name of the shop"), setup->name, sizeof setup->name);
	if (there && !setup->address[0])
		there = ask_address(setup);
	if (there && !setup->country[0])
		there = ask_country(setup);
	if (there && !setup->tax_number[0])
		there = ask(_("Tax number"), setup->tax_number, sizeof setup->tax_number);
	if (there && !setup->manager_name[0])
		there = ask(_("Name of the manager"), setup->manager_name,
		            sizeof setup->manager_name);
	if (there && !init->has_pin)
		there = ask_pin(setup);
	return there ? RC_OK
	             : err_set(err, RC_REFUSED,
	                       _("the shop was not made: the questions have no answer"));
}

/* ---- making it ---- */

static enum outcome
keep_recovery(const struct init *init, const char *sheet, struct err *err)
{
	if (init->recovery)
		return paths_replace_file(init->recovery, sheet, strlen(sheet), 0600, err);
	printf("%s\n", sheet);
	printf(_("Write this down or print it, and keep it away from the till: it is shown "
	         "once.\n"));
	return RC_OK;
}

static int
make(struct init *init)
{
	char folder[PATH_MAX], sheet[RECOVERY_MAX] = "";
	struct err err = { 0 };
	enum outcome outcome = paths_shop(folder, init->shop, &err);

	init->setup.at = clock_system.now(clock_system.context);
	if (!outcome && init->asks)
		outcome = ask_rest(init, &err);
	if (!outcome)
		outcome = setup_make(folder, &init->setup, sheet, &err);
	explicit_bzero(init->setup.manager_pin, sizeof init->setup.manager_pin);
	if (outcome)
		return command_failed(&err);
	printf(_("The till's folder is %s.\n"), folder);
	outcome = keep_recovery(init, sheet, &err);
	explicit_bzero(sheet, sizeof sheet);
	return outcome ? command_failed(&err) : 0;
}

/* ---- options ---- */

static enum outcome
take_pin(struct init *init, const char *number, struct err *err)
{
	enum outcome outcome =
	        command_read_line((int)strtol(number, NULL, 10), init->setup.manager_pin,
	                          sizeof init->setup.manager_pin, err);

	init->has_pin = true;
	return outcome ? outcome : staff_pin_check_form(init->setup.manager_pin, "manager", err);
}

static enum outcome
take_code(char *out, size_t size, const char *what, const char *text, struct err *err)
{
	if (strlen(text) != size - 1)
		return err_set(err, RC_REFUSED, _("%s: %zu letters are expected"), what, size - 1);
	return set_text(out, size, what, text, err);
}

static enum outcome
take_option(struct init *init, int letter, const char *text, struct err *err)
{
	struct setup *setup = &init->setup;

	switch (letter) {
	case 'n':
		return set_text(setup->name, sizeof setup->name, "--name", text, err);
	case 'a':
		return add_address(setup, text, err);
	case 'x':
		return set_text(setup->tax_number, sizeof setup->tax_number, "--tax-number", text,
		                err);
	case 'c':
		return take_code(setup->country, sizeof setup->country, "--country", text, err);
	case 'C':
		return take_code(setup->currency, sizeof setup->currency, "--currency", text, err);
	case 'm':
		return set_text(setup->manager_name, sizeof setup->manager_name, "--manager", text,
		                err);
	case 'l':
		return set_text(setup->local_tax, sizeof setup->local_tax, "--local-tax", text,
		                err);
	case 'd':
		return set_text(setup->departments, sizeof setup->departments, "--departments",
		                text, err);
	default:
		return take_pin(init, text, err);
	}
}

static int
run(int argc, char **argv)
{
	struct init init = { .asks = isatty(STDIN_FILENO) && isatty(STDOUT_FILENO) };
	struct err err = { 0 };
	int64_t number;
	int letter;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'S':
			init.shop = optarg;
			break;
		case 'r':
			init.recovery = optarg;
			break;
		case 't':
			if (!command_number(argv[0], "--till", optarg, 1, 9999, &number))
				return EXIT_USAGE;
			init.setup.till = (int)number;
			break;
		case '?':
		case 'h':
			return command_status(letter);
		case 'p':
			if (!command_number(argv[0], "--pin-fd", optarg, 0, 1023, &number))
				return EXIT_USAGE;
			/* fall through */
		default:
			if (take_option(&init, letter, optarg, &err))
				return command_failed(&err);
		}
	}
	if (command_operands(argc, argv, 0, 0))
		return EXIT_USAGE;
	if (!init.asks && (!init.setup.name[0] || !init.setup.country[0]))
		return command_misuse(argv[0],
		                      _("without a terminal --name and --country are needed"));
	return make(&init);
}

static const struct option_spec options[] = {
	OPTION_SHOP,
	{ 'n', "name", "NAME", N_("of the shop, as on the receipt") },
	{ 'a', "address", "LINE", N_("of the shop; again for each further line") },
	{ 'x', "tax-number", "NUMBER", N_("of the shop, as on the receipt") },
	{ 'c', "country", "CC",
	  N_("its rules: taxes, rounding, wording (DE, FR, GB, US, CH, JP, CN ...)") },
	{ 'C', "currency", "CUR", N_("another than the country's") },
	{ 't', "till", "N", N_("number of this till, 1 to 9999") },
	{ 'm', "manager", "NAME", N_("who may do everything; staff number 1") },
	{ 'p', "pin-fd", "N", N_("read the manager's PIN from this descriptor") },
	{ 'l', "local-tax", "PERCENT", N_("where the place sets it (US): 8.875") },
	{ 'd', "departments", "PRESET", N_("grocery, cafe or none") },
	{ 'r', "recovery", "FILE", N_("write the recovery sheet there instead of showing it") },
	{ 0 },
};

const struct subcommand subcommand_init = {
	.name = "init",
	.operands = "",
	.about = N_("Make a till's folder: the shop's name, country and manager"),
	.options = options,
	.run = run,
};
