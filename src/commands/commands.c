#include <config.h>

#include "commands/commands.h"

#include <assert.h>
#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/paths.h"
#include "base/text.h"
#include "ledger/shifts.h"
#include "commands/inside.h"

#define OPTIONS_MAX 32

static const struct subcommand *const table[] = {
#define X(name) &subcommand_##name,
	SUBCOMMANDS(X)
#undef X
};

const struct subcommand *const *
commands_table(int *count)
{
	*count = (int)(sizeof table / sizeof *table);
	return table;
}

const struct subcommand *
commands_find(const char *name)
{
	size_t index;

	for (index = 0; index < sizeof table / sizeof *table; index++) {
		if (strcmp(table[index]->name, name) == 0)
			return table[index];
	}
	return NULL;
}

/* ---- usage ---- */

/* The line, broken where it would be wider than a terminal. */
static void
print_usage(const struct subcommand *subcommand, FILE *file)
{
	const struct option_spec *option;
	char word[80];
	int cols = fprintf(file, _("Usage: ringup %s"), subcommand->name), indent = cols;

	for (option = subcommand->options; option->letter; option++) {
		snprintf(word, sizeof word, option->argument ? " [--%s %s]" : " [--%s]",
		         option->name, option->argument);
		if (cols + (int)strlen(word) > 79)
			cols = fprintf(file, "\n%*s", indent, "") - 1;
		cols += fprintf(file, "%s", word);
	}
	if (subcommand->operands[0] && cols + (int)strlen(subcommand->operands) > 78)
		fprintf(file, "\n%*s", indent, "");
	fprintf(file, "%s%s\n", subcommand->operands[0] ? " " : "", subcommand->operands);
}

static void
print_help(const struct subcommand *subcommand)
{
	const struct option_spec *option;
	char left[40], padded[120];

	print_usage(subcommand, stdout);
	printf("\n%s.\n\n", _(subcommand->about));
	for (option = subcommand->options; option->letter; option++) {
		snprintf(left, sizeof left, "--%s %s", option->name,
		         option->argument ? option->argument : "");
		text_pad(padded, sizeof padded, left, 24, ALIGN_LEFT);
		printf("  %s %s\n", padded, _(option->about));
	}
	text_pad(padded, sizeof padded, "--help", 24, ALIGN_LEFT);
	printf("  %s %s\n", padded, _("this text"));
}

static const struct subcommand *
running(char **argv)
{
	const struct subcommand *subcommand = commands_find(argv[0]);

	assert(subcommand);
	return subcommand;
}

int
command_misuse(const char *subcommand, const char *format, ...)
{
	va_list arguments;

	fprintf(stderr, "ringup %s: ", subcommand);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, "\n");
	print_usage(commands_find(subcommand), stderr);
	return EXIT_USAGE;
}

/* ---- options ---- */

/* A word of the command line may be anything: what is not text must not reach the terminal. */
static const char *
quoted(const char *word)
{
	static char copy[80];

	text_copy(copy, sizeof copy, word);
	text_scrub(copy);
	return copy;
}

static int
complain(char **argv, const struct option *options, int result)
{
	const struct option *option;
	const char *word = optind > 0 ? argv[optind - 1] : "";

	if (result == ':')
		return command_misuse(argv[0], _("%s needs a value"), quoted(word));
	/* "--training=x" of an option that takes none looks like an unknown one */
	for (option = options; option->name; option++) {
		size_t length = strlen(option->name);

		if (option->has_arg == no_argument && strncmp(word, "--", 2) == 0 &&
		    strncmp(word + 2, option->name, length) == 0 && word[2 + length] == '=')
			return command_misuse(argv[0], _("--%s takes no value"), option->name);
	}
	return command_misuse(argv[0], _("there is no option %s"), quoted(word));
}

int
command_option(int argc, char **argv)
{
	const struct subcommand *subcommand = running(argv);
	struct option options[OPTIONS_MAX] = { { "help", no_argument, NULL, 'h' } };
	const struct option_spec *spec;
	size_t count = 1;
	int result;

	for (spec = subcommand->options; spec->letter; spec++) {
		assert(count < OPTIONS_MAX - 1);
		options[count++] =
		        (struct option){ spec->name,
			                 spec->argument ? required_argument : no_argument, NULL,
			                 spec->letter };
	}
	opterr = 0;
	result = getopt_long(argc, argv, ":h", options, NULL);
	if (result == 'h')
		print_help(subcommand);
	if (result == ':' || result == '?') {
		complain(argv, options, result);
		return '?';
	}
	return result;
}

int
command_status(int letter)
{
	return letter == 'h' ? EXIT_SUCCESS : EXIT_USAGE;
}

int
command_operands(int argc, char **argv, int least, int most)
{
	int count = argc - optind;

	if (count < least)
		return command_misuse(argv[0], _("something is missing"));
	if (count > most)
		return command_misuse(argv[0], _("\"%s\" is one word too many"),
		                      quoted(argv[optind + most]));
	return 0;
}

bool
command_shop(int argc, char **argv, int least, int most, const char **shop, int *status)
{
	int letter;

	*shop = NULL;
	while ((letter = command_option(argc, argv)) == 'S')
		*shop = optarg;
	*status = letter == -1 ? command_operands(argc, argv, least, most) : command_status(letter);
	return letter == -1 && *status == 0;
}

bool
command_shop_and(int argc, char **argv, int letter, bool *on, const char **shop, int *status)
{
	int found;

	*shop = NULL;
	*on = false;
	while ((found = command_option(argc, argv)) == 'S' || found == letter) {
		if (found == letter)
			*on = true;
		else
			*shop = optarg;
	}
	*status = found == -1 ? command_operands(argc, argv, 0, 0) : command_status(found);
	return found == -1 && *status == 0;
}

bool
command_number(const char *subcommand, const char *what, const char *text, int64_t least,
               int64_t most, int64_t *number)
{
	char *end;
	long long value;

	errno = 0;
	value = strtoll(text, &end, 10);
	if (errno || end == text || *end || value < least || value > most ||
	    strspn(text, "-0123456789") != strlen(text)) {
		command_misuse(subcommand, _("%s: \"%s\" is no whole number from %lld to %lld"),
		               what, quoted(text), (long long)least, (long long)most);
		return false;
	}
	*number = value;
	return true;
}

/* ---- outcomes ---- */

int
command_failed(const struct err *err)
{
	fprintf(stderr, "ringup: %s\n", err->msg);
	if (err->detail[0])
		fprintf(stderr, "        (%s)\n", err->detail);
	if (err->hint[0])
		fprintf(stderr, "        %s\n", err->hint);
	return err_exit_status(err->outcome);
}

enum outcome
command_read_line(int fd, char *out, size_t size, struct err *err)
{
	size_t length = 0;
	char byte;
	ssize_t count;

	for (;;) {
		do
			count = read(fd, &byte, 1);
		while (count < 0 && errno == EINTR);
		if (count < 0)
			return err_system(err, "reading descriptor %d", fd);
		if (count == 0 && length == 0)
			return err_set(err, RC_NOT_FOUND,
			               _("there is no line to read on descriptor %d"), fd);
		if (count == 0 || byte == '\n')
			break;
		if (length + 1 >= size)
			return err_set(err, RC_REFUSED, _("the line on descriptor %d is too long"),
			               fd);
		out[length++] = byte;
	}
	if (length > 0 && out[length - 1] == '\r')
		length--;
	out[length] = '\0';
	return RC_OK;
}

/* ---- the shop ---- */

enum outcome
command_open_ledger(struct ledger **ledger, const char *shop, enum ledger_mode mode,
                    struct err *err)
{
	char folder[PATH_MAX];
	enum outcome outcome = paths_shop(folder, shop, err);

	return outcome ? outcome : ledger_open(ledger, folder, mode, err);
}

void
command_header(struct ledger *ledger, struct entry *entry)
{
	struct day_row day;

	entry->till = ledger_till(ledger);
	entry->series = SERIES_LIVE;
	entry->at = clock_system.now(clock_system.context);
	if (!day_current(ledger, SERIES_LIVE, &day, NULL) && day.open)
		entry->day = day.day;
}
