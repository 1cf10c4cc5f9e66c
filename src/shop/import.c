#include <config.h>

#include "shop/import.h"
#include "shop/sheet.h"

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

#define DEPOSITS_MAX 4096 /* different deposit items in one file */

/* With the rows that name it: as many as can be shown, and how many more. */
struct deposit {
	char number[ITEM_NUMBER_MAX];
	int64_t lines[IMPORT_SHOWN_MAX], more;
	bool bad[IMPORT_SHOWN_MAX]; /* that row has another fault */
	int shown;
};

/* A code that was another item's: that one must be in the file too, without it. */
struct taken {
	int64_t gtin, line;
	bool bad; /* that row has another fault */
	char owner[ITEM_NUMBER_MAX], owner_name[NAME_MAX_BYTES], name[NAME_MAX_BYTES];
};

struct import {
	const struct import_options *options;
	struct import_report *report;
	struct import_shop *shop;
	struct csv *csv;
	int fields[IMPORT_COLUMNS];
	struct catalogue_build *build;
	struct seen numbers, gtins, plus;
	struct seen deposit_numbers;
	struct deposit *deposits;
	size_t deposit_count;
	struct taken *taken;
	size_t taken_count;
};

/* ---- one row ---- */

/* Whose code it is, as a quoted name; "" while nothing is written any more. */
static const char *
owner_text(struct import *import, int64_t gtin, char out[static 100])
{
	struct item_row owner;
	out[0] = '\0';
	if (catalogue_build_find_gtin(import->build, gtin, &owner, NULL) == RC_OK)
		snprintf(out, 100, ": \"%.50s\"", owner.name);
	return out;
}

/* A bad row if its number, a code or its PLU stood in an earlier line. */
static void
refuse_twice(struct import *import, const struct import_row *row, int64_t line)
{
	char gtin[GTIN_TEXT_MAX], owner[100];
	int64_t before = seen_add(&import->numbers, row->item.number, line);
	if (before) {
		report_row_format(import->report, line, _("item %s stands in line %lld already"),
		                  row->item.number, (long long)before);
		return;
	}
	for (size_t i = 0; i < row->code_count; i++) {
		before = row->codes[i].gtin
		                 ? seen_add_number(&import->gtins, row->codes[i].gtin, line)
		                 : 0;
		if (before == line)
			report_row_format(import->report, line, _("GTIN %s is there twice"),
			                  gtin_text(gtin, row->codes[i].gtin));
		else if (before)
			report_row_format(import->report, line,
			                  _("GTIN %s of \"%.50s\" stands in line %lld already%s"),
			                  gtin_text(gtin, row->codes[i].gtin), row->item.name,
			                  (long long)before,
			                  owner_text(import, row->codes[i].gtin, owner));
	}
	before = row->item.plu ? seen_add_number(&import->plus, row->item.plu, line) : 0;
	if (before)
		report_row_format(import->report, line, _("PLU %lld stands in line %lld already"),
		                  (long long)row->item.plu, (long long)before);
}

static struct deposit *
deposit_of(struct import *import, const char *number)
{
	int64_t at = seen_add(&import->deposit_numbers, number, (int64_t)import->deposit_count + 1);
	struct deposit *deposit;
	if (at || import->deposit_count == DEPOSITS_MAX)
		return at && at <= (int64_t)import->deposit_count ? &import->deposits[at - 1] : NULL;
	if (!import->deposits)
		import->deposits = alloc_zero(DEPOSITS_MAX, sizeof(*import->deposits));
	deposit = &import->deposits[import->deposit_count++];
	text_copy(deposit->number, sizeof(deposit->number), number);
	return deposit;
}

/* Deposit items may stand further down: they are looked for at the end. */
static void
note_deposit(struct import *import, const struct item_row *item, int64_t line)
{
	struct deposit *deposit =
	        *item->deposit_item ? deposit_of(import, item->deposit_item) : NULL;
	if (!deposit)
		return;
	if (deposit->shown < IMPORT_SHOWN_MAX) {
		deposit->lines[deposit->shown] = line;
		deposit->bad[deposit->shown++] = import->report->last_bad == line;
	} else if (import->report->last_bad != line) {
		deposit->more++;
	}
}

static void
keep_taken(struct import *import, const struct import_row *row, int64_t gtin,
           const struct item_row *owner, int64_t line)
{
	struct taken *taken;
	if (import->taken_count == DEPOSITS_MAX)
		return;
	if (!import->taken)
		import->taken = alloc_zero(DEPOSITS_MAX, sizeof(*import->taken));
	taken = &import->taken[import->taken_count++];
	taken->gtin = gtin;
	taken->line = line;
	taken->bad = import->report->last_bad == line;
	memcpy(taken->owner, owner->number, sizeof(taken->owner));
	memcpy(taken->owner_name, owner->name, sizeof(taken->owner_name));
	memcpy(taken->name, row->item.name, sizeof(taken->name));
}

/* While nothing is written any more, whose codes they are is asked for. */
static void
find_taken(struct import *import, const struct import_row *row, int64_t line)
{
	struct item_row owner;
	for (size_t i = 0; i < row->code_count; i++)
		if (row->codes[i].gtin &&
		    catalogue_build_find_gtin(import->build, row->codes[i].gtin, &owner, NULL) ==
		            RC_OK &&
		    strcmp(owner.number, row->item.number) != 0)
			keep_taken(import, row, row->codes[i].gtin, &owner, line);
}

static void
check_taken(struct import *import)
{
	char gtin[GTIN_TEXT_MAX], sentence[240];
	for (size_t i = 0; i < import->taken_count; i++) {
		const struct taken *taken = &import->taken[i];
		if (seen_find(&import->numbers, taken->owner))
			continue;
		snprintf(sentence, sizeof(sentence),
		         _("GTIN %s of \"%.50s\" belongs to item %s already, \"%.50s\""),
		         gtin_text(gtin, taken->gtin), taken->name, taken->owner,
		         taken->owner_name);
		report_row_late(import->report, taken->line, taken->bad, sentence);
	}
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
	report_change(report, change);
	int64_t gtin;
	struct item_row owner;
	if (catalogue_build_taken(import->build, &gtin, &owner))
		keep_taken(import, row, gtin, &owner, csv_line(import->csv));
	return RC_OK;
}

/* A bad row is noted and is no failure; after the first one nothing more is written. */
static enum outcome
import_row(struct import *import, const char *const values[], struct err *err)
{
	struct import_row row;
	struct err why; /* set by whoever refuses */
	char number[ITEM_NUMBER_MAX];
	int64_t line = csv_line(import->csv);
	if (import_number(import->fields, values, number, &why)) {
		report_row(import->report, line, why.msg);
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
	import_fields(import->shop, import->fields, values, import->options, &row, import->report,
	              line);
	refuse_twice(import, &row, line);
	note_deposit(import, &row.item, line);
	if (!import->report->bad)
		return write_row(import, &row, err);
	find_taken(import, &row, line);
	return RC_OK;
}

static enum outcome
import_rows(struct import *import, struct err *err)
{
	for (;;) {
		const char **values;
		struct err why; /* set by whoever refuses */
		enum outcome outcome = csv_row(import->csv, &values, &why);
		if (outcome == RC_NOT_FOUND)
			return RC_OK;
		import->report->rows++;
		if (outcome == RC_REFUSED) {
			report_line(import->report, csv_line(import->csv), why.msg);
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

static void
refuse_deposit(struct import_report *report, const struct deposit *deposit)
{
	char sentence[80];
	snprintf(sentence, sizeof(sentence), _("there is no deposit item %s"), deposit->number);
	for (int i = 0; i < deposit->shown; i++)
		report_row_late(report, deposit->lines[i], deposit->bad[i], sentence);
	report->bad += deposit->more;
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
			refuse_deposit(import->report, deposit);
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
run(struct import *import, const char *folder, const char *file, struct err *err)
{
	enum outcome outcome = csv_open(&import->csv, file, err);
	if (!outcome)
		outcome = import_columns(import->csv, import->fields, err);
	if (!outcome)
		outcome = read_shop(import->shop, folder, err);
	if (!outcome)
		outcome = catalogue_build_open(&import->build, folder, import->options->at.utc_ms,
		                               err);
	if (!outcome)
		outcome = import_rows(import, err);
	if (!outcome)
		outcome = check_deposits(import, err);
	if (!outcome)
		check_taken(import);
	seen_done(&import->numbers);
	seen_done(&import->gtins);
	return build_end(&import->build, outcome, file, "", import->options, import->report, err);
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
	free(import.taken);
	free(import.shop);
	return outcome;
}
