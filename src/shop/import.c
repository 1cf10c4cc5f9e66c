#include <config.h>

#include "shop/import.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"

#define SHOWN_MAX 50
#define DEPOSITS_MAX 4096 /* different deposit items in one file */

struct deposit {
	char number[ITEM_NUMBER_MAX];
	int64_t line;
};

struct import {
	const struct import_options *options;
	struct import_report *report;
	size_t report_length;
	struct import_shop *shop;
	struct csv *csv;
	int fields[IMPORT_COLUMNS];
	struct catalogue_build *build;
	struct seen numbers, gtins, plus;
	struct seen deposit_numbers;
	struct deposit *deposits;
	size_t deposit_count;
};

/* ---- bad rows ---- */

/* A sentence that names its line. */
static void
bad_line(struct import *import, const char *sentence)
{
	struct import_report *report = import->report;
	size_t room = sizeof(report->text) - import->report_length;
	if (report->bad++ >= SHOWN_MAX)
		return;
	int wrote = snprintf(report->text + import->report_length, room, "%s\n", sentence);
	if (wrote > 0 && (size_t)wrote < room)
		import->report_length += (size_t)wrote;
	else
		report->text[import->report_length] = '\0';
}

static void
bad_row(struct import *import, int64_t line, const char *sentence)
{
	char named[240];
	snprintf(named, sizeof(named), _("line %lld: %s"), (long long)line, sentence);
	bad_line(import, named);
}

__attribute__((format(printf, 3, 4))) static void
bad_row_format(struct import *import, int64_t line, const char *format, ...)
{
	char sentence[200];
	va_list rest;
	va_start(rest, format);
	vsnprintf(sentence, sizeof(sentence), format, rest);
	va_end(rest);
	bad_row(import, line, sentence);
}

/* ---- one row ---- */

/* False, and a bad row, if its number, a code or its PLU stood in an earlier line. */
static bool
is_new(struct import *import, const struct import_row *row, int64_t line)
{
	char gtin[GTIN_TEXT_MAX];
	int64_t before = seen_add(&import->numbers, row->item.number, line);
	if (before) {
		bad_row_format(import, line, _("item %s stands in line %lld already"),
		               row->item.number, (long long)before);
		return false;
	}
	for (size_t i = 0; i < row->code_count; i++) {
		before = seen_add_number(&import->gtins, row->codes[i].gtin, line);
		if (!before)
			continue;
		bad_row_format(import, line, _("GTIN %s stands in line %lld already"),
		               gtin_text(gtin, row->codes[i].gtin), (long long)before);
		return false;
	}
	before = row->item.plu ? seen_add_number(&import->plus, row->item.plu, line) : 0;
	if (before)
		bad_row_format(import, line, _("PLU %lld stands in line %lld already"),
		               (long long)row->item.plu, (long long)before);
	return !before;
}

/* Deposit items may stand further down: they are looked for at the end. */
static void
note_deposit(struct import *import, const struct item_row *item, int64_t line)
{
	if (!*item->deposit_item || import->deposit_count == DEPOSITS_MAX ||
	    seen_add(&import->deposit_numbers, item->deposit_item, line))
		return;
	if (!import->deposits)
		import->deposits = alloc_zero(DEPOSITS_MAX, sizeof(*import->deposits));
	struct deposit *deposit = &import->deposits[import->deposit_count++];
	text_copy(deposit->number, sizeof(deposit->number), item->deposit_item);
	deposit->line = line;
}

static enum outcome
write_row(struct import *import, const struct import_row *row, struct err *err)
{
	struct import_report *report = import->report;
	enum catalogue_change change;
	const struct item_code_row *codes = import->fields[COL_GTINS] < 0 ? NULL : row->codes;
	enum outcome outcome = catalogue_build_item(import->build, &row->item, codes,
	                                            row->code_count, &change, err);
	if (outcome)
		return outcome;
	report->added += change == CATALOGUE_ADDED;
	report->changed += change == CATALOGUE_CHANGED;
	report->unchanged += change == CATALOGUE_UNCHANGED;
	return RC_OK;
}

/* A bad row is noted and is no failure; after the first one nothing more is written. */
static enum outcome
import_row(struct import *import, const char *const values[], struct err *err)
{
	struct import_row row;
	struct err why = { 0 };
	char number[ITEM_NUMBER_MAX];
	int64_t line = csv_line(import->csv);
	if (import_number(import->fields, values, number, &why)) {
		bad_row(import, line, why.msg);
		return RC_OK;
	}
	enum outcome outcome = catalogue_build_find(import->build, number, &row.item, err);
	if (outcome && outcome != RC_NOT_FOUND)
		return outcome;
	if (outcome) {
		memset(&row.item, 0, sizeof(row.item));
		text_copy(row.item.number, sizeof(row.item.number), number);
	}
	row.code_count = 0;
	if (import_fields(import->shop, import->fields, values, import->options, &row, &why)) {
		bad_row(import, line, why.msg);
		return RC_OK;
	}
	if (!is_new(import, &row, line))
		return RC_OK;
	note_deposit(import, &row.item, line);
	return import->report->bad ? RC_OK : write_row(import, &row, err);
}

static enum outcome
import_rows(struct import *import, struct err *err)
{
	for (;;) {
		const char **values;
		struct err why = { 0 };
		enum outcome outcome = csv_row(import->csv, &values, &why);
		if (outcome == RC_NOT_FOUND)
			return RC_OK;
		import->report->rows++;
		if (outcome == RC_REFUSED) {
			bad_line(import, why.msg);
			continue;
		}
		if (outcome) {
			if (err)
				*err = why;
			return outcome;
		}
		outcome = import_row(import, values, err);
		if (outcome)
			return outcome;
	}
}

static enum outcome
check_deposits(struct import *import, struct err *err)
{
	struct item_row item;
	for (size_t i = 0; i < import->deposit_count; i++) {
		const struct deposit *deposit = &import->deposits[i];
		if (seen_find(&import->numbers, deposit->number))
			continue;
		enum outcome outcome =
		        catalogue_build_find(import->build, deposit->number, &item, err);
		if (outcome == RC_NOT_FOUND)
			bad_row_format(import, deposit->line, _("there is no deposit item %s"),
			               deposit->number);
		else if (outcome)
			return outcome;
	}
	return RC_OK;
}

/* ---- the whole file ---- */

static enum outcome
read_shop(struct import_shop *shop, const char *folder, struct err *err)
{
	struct ledger *ledger = NULL;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_READ, err);
	if (outcome)
		return outcome;
	outcome = settings_load(&shop->settings, ledger, err);
	if (!outcome)
		outcome = catalogue_departments(ledger, shop->departments,
		                                sizeof(shop->departments) /
		                                        sizeof(*shop->departments),
		                                &shop->department_count, err);
	if (!outcome)
		outcome = catalogue_taxes(ledger, shop->taxes,
		                          sizeof(shop->taxes) / sizeof(*shop->taxes),
		                          &shop->tax_count, err);
	ledger_close(&ledger);
	return outcome;
}

static enum outcome
refuse_all(const struct import_report *report, struct err *err)
{
	err_set(err, RC_REFUSED,
	        ngettext("%lld row cannot be imported: nothing was changed",
	                 "%lld rows cannot be imported: nothing was changed",
	                 (unsigned long)report->bad),
	        (long long)report->bad);
	err_hint(err, _("correct the file and import it again"));
	return RC_REFUSED;
}

static void
fill_facts(struct catalogue_facts *facts, const char *file, const struct import_report *report)
{
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
	if (text_clean(facts->file, sizeof(facts->file), name, strlen(name), NULL))
		text_copy(facts->file, sizeof(facts->file), "?");
	facts->added = report->added;
	facts->changed = report->changed;
	facts->unchanged = report->unchanged;
}

static enum outcome
run(struct import *import, const char *folder, const char *file, struct err *err)
{
	struct catalogue_facts facts = { .added = 0 };
	struct import_report *report = import->report;
	enum outcome outcome = csv_open(&import->csv, file, err);
	if (!outcome)
		outcome = hash_file(&facts.digest, file, err);
	if (!outcome)
		outcome = import_columns(import->csv, import->fields, err);
	if (!outcome)
		outcome = read_shop(import->shop, folder, err);
	if (!outcome)
		outcome = catalogue_build_open(&import->build, folder, import->options->at_ms,
		                               err);
	if (!outcome)
		outcome = import_rows(import, err);
	if (!outcome)
		outcome = check_deposits(import, err);
	if (!outcome && report->bad)
		outcome = refuse_all(report, err);
	if (outcome || import->options->dry_run || report->added + report->changed == 0) {
		catalogue_build_drop(&import->build);
		return outcome;
	}
	seen_done(&import->numbers);
	seen_done(&import->gtins);
	fill_facts(&facts, file, report);
	return catalogue_build_finish(&import->build, &facts, err);
}

enum outcome
items_import(const char *folder, const char *file, const struct import_options *options,
             struct import_report *report, struct err *err)
{
	struct import import = { .options = options, .report = report };
	import.shop = alloc_zero(1, sizeof(*import.shop));
	memset(report, 0, sizeof(*report));
	enum outcome outcome = run(&import, folder, file, err);
	if (import.csv)
		csv_close(&import.csv);
	seen_done(&import.numbers);
	seen_done(&import.gtins);
	seen_done(&import.plus);
	seen_done(&import.deposit_numbers);
	free(import.deposits);
	free(import.shop);
	return outcome;
}
