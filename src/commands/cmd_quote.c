/*
 * ringup quote: what would this basket cost?
 */
#include <config.h>

#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "checkout/quote.h"
#include "commands/inside.h"

#define QUESTION_MAX (16 * 1024 * 1024)

static enum outcome
read_all(int fd, struct buf *text, struct err *err)
{
	char chunk[65536];
	ssize_t got;

	while ((got = read(fd, chunk, sizeof chunk)) > 0) {
		if (text->length + (size_t)got > QUESTION_MAX)
			return err_set(err, RC_REFUSED, _("the question is too long"));
		buf_add_bytes(text, chunk, (size_t)got);
	}
	return got < 0 ? err_system(err, "reading the question") : RC_OK;
}

static enum outcome
read_question(const char *path, struct buf *text, struct err *err)
{
	FILE *file;
	enum outcome outcome;

	if (!path || strcmp(path, "-") == 0)
		return read_all(STDIN_FILENO, text, err);
	file = fopen(path, "re");
	if (!file)
		return err_system(err, "opening %s", path);
	outcome = read_all(fileno(file), text, err);
	fclose(file);
	return outcome;
}

static int
answer(const struct buf *question, const struct quote_shop *shop)
{
	struct buf out = { .length = 0 };
	struct when now = clock_system.now(clock_system.context);
	enum outcome outcome = quote_answer(question->text ? question->text : "", question->length,
	                                    shop, now, &out);

	puts(out.text);
	buf_done(&out);
	return err_exit_status(outcome);
}

static int
answer_with_shop(const struct buf *question, const char *folder)
{
	struct ledger *ledger = NULL;
	struct settings settings;
	struct tables tables;
	struct quote_shop shop = { .settings = &settings, .tables = &tables };
	struct err err;
	int status = 0;
	enum outcome outcome = command_open_ledger(&ledger, folder, LEDGER_READ, &err);

	tables_init(&tables);
	if (outcome == RC_OK)
		outcome = settings_load(&settings, ledger, &err);
	if (outcome == RC_OK)
		outcome = tables_load(&tables, ledger, &settings.currency, &err);
	shop.ledger = ledger;
	status = outcome ? command_failed(&err) : answer(question, &shop);
	tables_done(&tables);
	ledger_close(&ledger);
	return status;
}

static int
run(int argc, char **argv)
{
	const char *shop = NULL;
	struct buf question = { .length = 0 };
	struct err err;
	int letter, status;

	while ((letter = command_option(argc, argv)) != -1) {
		if (letter != 'S')
			return command_status(letter);
		shop = optarg;
	}
	status = command_operands(argc, argv, 0, 1);
	if (status)
		return status;
	if (read_question(argv[optind], &question, &err))
		status = command_failed(&err);
	else if (shop)
		status = answer_with_shop(&question, shop);
	else
		status = answer(&question, NULL);
	buf_done(&question);
	return status;
}

static const struct option_spec options[] = { OPTION_SHOP, { 0 } };

const struct subcommand subcommand_quote = {
	.name = "quote",
	.operands = "[FILE]",
	.about = N_("What a basket would cost, step by step, without selling it"),
	.options = options,
	.run = run,
};
