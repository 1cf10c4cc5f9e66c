/*
 * ringup decode: what is this scan?
 */
#include <config.h>

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/text.h"
#include "shop/reading.h"
#include "shop/settings.h"
#include "commands/inside.h"

#define LINE_MAX_BYTES 8192

struct decode {
	const char *region, *shop;
	struct reading_rules rules;
	struct settings settings;
	bool trying; /* a rule, given in place of a region */
	int this_year;
};

/* ---- one line of JSON ---- */

/* As it came in, control characters and what is not UTF-8 as \xNN. */
static void
put_scan(struct json_writer *writer, const char *line, size_t length)
{
	struct buf text = { 0 };
	bool readable = text_is_utf8(line, length);

	buf_add(&text, "");
	for (size_t i = 0; i < length; i++) {
		unsigned char c = (unsigned char)line[i];

		if (c < 0x20 || c == 0x7f || (c >= 0x80 && !readable))
			buf_format(&text, "\\x%02X", c);
		else
			buf_add_char(&text, line[i]);
	}
	json_put_text(writer, "scan", text.text);
	buf_done(&text);
}

static void
put_filled(struct json_writer *writer, const char *key, const char *text)
{
	if (*text)
		json_put_text(writer, key, text);
}

static void
put_figure(struct json_writer *writer, const char *key, struct figure figure)
{
	char text[FIGURE_TEXT_MAX];

	if (figure.there)
		json_put_text(writer, key, figure_text(text, figure));
}

static void
put_elements(struct json_writer *writer, const struct gs1 *gs1)
{
	json_open_array(writer, "elements");
	for (int i = 0; i < gs1->count; i++) {
		char data[GS1_DATA_MAX];

		text_copy(data, sizeof data, gs1->elements[i].data);
		json_open_array(writer, NULL);
		json_put_text(writer, NULL, gs1->elements[i].ai);
		json_put_text(writer, NULL, data);
		json_close_array(writer);
	}
	json_close_array(writer);
}

/* "3123" and what its last digit makes of it: "123.456". */
static void
put_values(struct json_writer *writer, const struct gs1 *gs1)
{
	bool any = false;

	for (int i = 0; i < gs1->count; i++) {
		struct figure figure;
		enum outcome outcome = reading_value(&gs1->elements[i], &figure);

		if (outcome)
			continue;
		if (!any)
			json_open_object(writer, "values");
		any = true;
		put_figure(writer, gs1->elements[i].ai, figure);
	}
	if (any)
		json_close_object(writer);
}

static void
put_dates(struct json_writer *writer, const struct gs1 *gs1, int this_year)
{
	bool any = false;

	for (int i = 0; i < gs1->count; i++) {
		char text[GS1_DATE_TEXT_MAX];
		struct gs1_date date;

		if (gs1_date(&gs1->elements[i], this_year, &date) != RC_OK)
			continue;
		if (!any)
			json_open_object(writer, "dates");
		any = true;
		json_put_text(writer, gs1->elements[i].ai, gs1_date_text(text, &date));
	}
	if (any)
		json_close_object(writer);
}

static void
put_own(struct json_writer *writer, const struct reading *reading)
{
	char text[RECEIPT_REF_TEXT_MAX];

	json_put_text(writer, "own", reading_owns[reading->own]);
	if (reading->own == OWN_RECEIPT)
		json_put_text(writer, "receipt", receipt_ref_text(text, reading->receipt));
	else if (reading->own != OWN_SLIP)
		json_put_int(writer, "number",
		             reading->own == OWN_BASKET ? reading->receipt.number
		                                        : reading->number);
}

static void
put_reading(struct json_writer *writer, const struct decode *decode, const struct reading *reading)
{
	bool elements = reading->kind == READ_GS1 || reading->kind == READ_LINK;

	put_filled(writer, "aim", reading->aim);
	json_put_text(writer, "kind", reading_kinds[reading->kind]);
	if (reading->kind == READ_OWN && reading->valid)
		put_own(writer, reading);
	if (reading->printed && reading->valid)
		json_put_text(writer, "item", reading->in_store.base);
	put_filled(writer, "gtin", reading->gtin);
	put_filled(writer, "upca", reading->upca);
	put_filled(writer, "add_on", reading->add_on);
	if (elements)
		put_elements(writer, &reading->gs1);
	put_figure(writer, "weight_kg", reading->weight_kg);
	put_figure(writer, "price", reading->price);
	if (reading->price.there)
		put_filled(writer, "currency", reading->currency);
	put_figure(writer, "count", reading->count);
	if (elements) {
		put_values(writer, &reading->gs1);
		put_dates(writer, &reading->gs1, decode->this_year);
	}
	if (reading->fault != GS1_SOUND) {
		if (!reading->valid)
			json_put_text(writer, "class", reading_faults[reading->fault]);
		json_put_text(writer, reading->valid ? "warning" : "error", reading->err.msg);
		put_filled(writer, "hint", reading->err.hint);
	}
}

/* Where a rule was given to try it, what it does not fit is wrong, and what has no measure counts
 * none. */
static void
try_rule(const struct decode *decode, struct reading *reading)
{
	struct in_store number;
	enum outcome outcome =
	        in_store_read("", decode->rules.in_store, reading->data, &number, NULL);

	if (outcome == RC_NOT_FOUND) {
		reading->valid = false;
		reading->fault = GS1_PARSE;
		err_set(&reading->err, RC_REFUSED, _("the rule does not fit this number"));
	} else if (outcome == RC_OK && number.kind == IN_STORE_ITEM) {
		reading->kind = READ_VARIABLE;
		reading->printed = true;
		reading->valid = true;
		reading->fault = GS1_SOUND;
		reading->in_store = number;
		reading->count.there = true;
	}
}

static void
decode_line(const struct decode *decode, char *line, size_t length)
{
	struct buf text = { 0 };
	struct json_writer writer = { .buf = &text };
	struct reading reading;

	json_open_object(&writer, NULL);
	put_scan(&writer, line, length);
	if (!memchr(line, '\0', length))
		length = reading_unescape(line);
	reading_make(&reading, line, length, &decode->rules);
	if (decode->trying)
		try_rule(decode, &reading);
	json_put_bool(&writer, "valid", reading.valid);
	put_reading(&writer, decode, &reading);
	json_close_object(&writer);
	puts(text.text);
	fflush(stdout);
	buf_done(&text);
}

/* ---- the command ---- */

/* Line by line; an end with CR belongs to the line's end. */
static void
decode_file(const struct decode *decode, FILE *file)
{
	char *line = NULL;
	size_t room = 0;
	ssize_t length;

	while ((length = getline(&line, &room, file)) >= 0) {
		if (length && line[length - 1] == '\n')
			length--;
		if (length && line[length - 1] == '\r')
			length--;
		line[length] = '\0';
		decode_line(decode, line, (size_t)length);
	}
	free(line);
}

/* The shop's own region, rules and currency, unless a region was given. */
static enum outcome
take_rules(struct decode *decode, struct err *err)
{
	struct ledger *ledger;
	enum outcome outcome = RC_OK;

	decode->rules = (struct reading_rules){ .region = "", .in_store = "", .currency = "" };
	if (decode->shop) {
		outcome = command_open_ledger(&ledger, decode->shop, LEDGER_READ, err);
		if (outcome)
			return outcome;
		outcome = settings_load(&decode->settings, ledger, err);
		ledger_close(&ledger);
		if (outcome)
			return outcome;
		decode->rules.region = decode->settings.in_store;
		decode->rules.in_store = decode->settings.in_store_rules;
		decode->rules.currency = decode->settings.currency.code;
	}
	if (!decode->region)
		return RC_OK;
	if (in_store_known(decode->region) || strcmp(decode->region, IN_STORE_NONE) == 0) {
		decode->rules.region = decode->region;
		return RC_OK;
	}
	if (!strpbrk(decode->region, ".{0123456789"))
		return err_set(err, RC_REFUSED, _("there are no rules for the region %s"),
		               decode->region);
	decode->rules.in_store = decode->region;
	decode->trying = true;
	return in_store_rules_check(decode->region, err);
}

static int
run(int argc, char **argv)
{
	struct decode decode = { 0 };
	struct err err;
	FILE *file = stdin;
	int letter, status;

	while ((letter = command_option(argc, argv)) != -1) {
		switch (letter) {
		case 'r':
			decode.region = optarg;
			break;
		case 'S':
			decode.shop = optarg;
			break;
		default:
			return command_status(letter);
		}
	}
	status = command_operands(argc, argv, 0, 1);
	if (status)
		return status;
	if (take_rules(&decode, &err))
		return command_failed(&err);
	if (optind < argc && strcmp(argv[optind], "-") != 0)
		file = fopen(argv[optind], "re");
	if (!file) {
		err_system(&err, "opening %s", argv[optind]);
		return command_failed(&err);
	}
	decode.this_year = when_day(clock_system.now(clock_system.context)) / 10000;
	decode_file(&decode, file);
	if (file != stdin)
		fclose(file);
	return 0;
}

static const struct option_spec options[] = {
	{ 'r', "region", "CC", N_("whose rules read in-store numbers: DE, GB...") },
	OPTION_SHOP,
	{ 0 },
};

const struct subcommand subcommand_decode = {
	.name = "decode",
	.operands = "[FILE]",
	.about = N_("Say what scans mean, one line of JSON each"),
	.options = options,
	.run = run,
};
