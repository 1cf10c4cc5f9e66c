/*
 * ringup settings: what the shop decided, shown or changed without the screens.
 */
#include <config.h>

#include <getopt.h>
#include <string.h>

#include "shop/settings.h"
#include "commands/inside.h"

#define VALUE_MAX 512

/* A value of several lines is shown on one. */
static void
print_setting(const struct settings *settings, const char *key)
{
	char value[VALUE_MAX];
	const char *at;

	settings_text(settings, key, value, sizeof value);
	printf("%s = ", key);
	for (at = value; *at; at++) {
		if (*at == '\n')
			printf("\\n");
		else
			putchar(*at);
	}
	putchar('\n');
}

static int
show(const char *shop, const char *key)
{
	const struct setting_doc *docs;
	size_t count = settings_docs(&docs), index, shown = 0;
	struct settings settings;
	struct ledger *ledger;
	struct err err = { 0 };
	enum outcome outcome = command_open_ledger(&ledger, shop, LEDGER_READ, &err);

	if (outcome)
		return command_failed(&err);
	outcome = settings_load(&settings, ledger, &err);
	for (index = 0; index < count && !outcome; index++) {
		if (key && strcmp(key, docs[index].key) != 0)
			continue;
		print_setting(&settings, docs[index].key);
		shown++;
	}
	ledger_close(&ledger);
	if (!outcome && shown == 0) {
		outcome = err_set(&err, RC_NOT_FOUND, _("there is no such setting"));
		err_hint(&err, _("\"ringup settings\" lists them"));
	}
	return outcome ? command_failed(&err) : 0;
}

/* "\n" in the value begins a new line. */
static bool
read_value(char *out, size_t size, const char *text)
{
	size_t length = 0;

	while (*text && length + 1 < size) {
		if (text[0] == '\\' && text[1] == 'n') {
			out[length++] = '\n';
			text += 2;
		} else {
			out[length++] = *text++;
		}
	}
	out[length] = '\0';
	return !*text;
}

static enum outcome
set(struct ledger *ledger, const char *key, const char *text, struct err *err)
{
	struct settings settings;
	struct entry entry;
	char value[VALUE_MAX];
	enum outcome outcome = settings_load(&settings, ledger, err);

	if (outcome)
		return outcome;
	if (!read_value(value, sizeof value, text))
		return err_set(err, RC_REFUSED, _("the value is too long"));
	entry_init(&entry, ENTRY_SETTING);
	command_header(ledger, &entry);
	outcome = settings_set(&settings, ledger, key, value, &entry, err);
	entry_done(&entry);
	return outcome;
}

static int
change(const char *shop, const char *key, const char *text)
{
	struct ledger *ledger;
	struct err err = { 0 };
	enum outcome outcome = command_open_ledger(&ledger, shop, LEDGER_WRITE, &err);

	if (outcome == RC_BUSY)
		err_hint(&err, _("the till is open: change it there, in the manager menu"));
	if (outcome)
		return command_failed(&err);
	outcome = set(ledger, key, text, &err);
	ledger_close(&ledger);
	return outcome ? command_failed(&err) : 0;
}

static int
run(int argc, char **argv)
{
	const char *shop;
	int status;

	if (!command_shop(argc, argv, 0, 2, &shop, &status))
		return status;
	if (argc - optind == 2)
		return change(shop, argv[optind], argv[optind + 1]);
	return show(shop, argv[optind]);
}

static const struct option_spec options[] = { OPTION_SHOP, { 0 } };

const struct subcommand subcommand_settings = {
	.name = "settings",
	.operands = "[KEY [VALUE]]",
	.about = N_(
	        "Show what the shop decided about itself, or change it while the till is closed"),
	.options = options,
	.run = run,
};
