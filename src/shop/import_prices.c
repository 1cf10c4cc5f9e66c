/*
 * Prices with their beginnings: number or GTIN, price, from.  Without a moment, or with one that
 * has passed, the price begins with the import.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"
#include "shop/import.h"
#include "shop/sheet.h"

enum { NUMBER, GTIN, NAME, PRICE, FROM };
static const char *const names[] = { "number", "gtin", "name", "price", "from", NULL };

/* ---- in ---- */

struct prices {
	struct seen seen;
};

static enum outcome
find_item(struct catalogue_sheet *to, struct item_row *item, struct err *err)
{
	const char *number = sheet_value(&to->sheet, NUMBER), *code = sheet_value(&to->sheet, GTIN);
	int64_t gtin;
	enum outcome outcome;
	if (*number) {
		outcome = strlen(number) < ITEM_NUMBER_MAX
		                  ? catalogue_build_find(to->build, number, item, err)
		                  : RC_NOT_FOUND;
		return outcome == RC_NOT_FOUND
		               ? err_set(err, outcome, _("there is no item %.40s"), number)
		               : outcome;
	}
	if (!*code)
		return err_set(err, RC_REFUSED, _("number and GTIN are missing"));
	outcome = gtin_parse(code, &gtin, err);
	if (outcome)
		return outcome;
	outcome = catalogue_build_find_gtin(to->build, gtin, item, err);
	return outcome == RC_NOT_FOUND
	               ? err_set(err, outcome, _("no item has the GTIN %.40s"), code)
	               : outcome;
}

static enum outcome
refuse_twice(struct prices *prices, const struct catalogue_sheet *to, const struct price_row *row,
             struct err *err)
{
	char key[ITEM_NUMBER_MAX + 24];
	snprintf(key, sizeof(key), "%s@%lld", row->item, (long long)row->from_ms);
	int64_t before = seen_add(&prices->seen, key, to->sheet.line);
	if (!before)
		return RC_OK;
	return err_set(err, RC_REFUSED,
	               _("the price of item %s from then stands in line %lld already"), row->item,
	               (long long)before);
}

static enum outcome
price_row(struct catalogue_sheet *to, void *context, struct err *err)
{
	const char *from = sheet_value(&to->sheet, FROM);
	struct price_row row = { .has_price = true };
	struct item_row item;
	struct when when = to->sheet.options->at;
	enum catalogue_change change;
	enum outcome found = find_item(to, &item, err);
	if (found && found != RC_NOT_FOUND && found != RC_REFUSED)
		return found;
	sheet_note(&to->sheet, found, err);
	enum outcome outcome = sheet_price(&to->sheet, PRICE, &row.price, err);
	sheet_note(&to->sheet, outcome, err);
	if (!outcome && !found && !row.price.e4 && !item.zero_price_allowed)
		sheet_note(&to->sheet,
		           err_set(err, RC_REFUSED, _("item %s may not have the price 0"),
		                   item.number),
		           err);
	if (*from)
		sheet_note(&to->sheet, when_parse(from, &when, err), err);
	outcome = sheet_refuse_noted(&to->sheet, err);
	if (outcome)
		return outcome;
	memcpy(row.item, item.number, sizeof(row.item));
	/* one that has passed and none mean the same */
	row.from_ms = when.utc_ms > to->sheet.options->at.utc_ms ? when.utc_ms
	                                                         : to->sheet.options->at.utc_ms;
	outcome = refuse_twice(context, to, &row, err);
	if (!outcome)
		outcome = catalogue_build_price(to->build, &row, &change, err);
	if (!outcome)
		report_change(to->sheet.report, change);
	return outcome;
}

static enum outcome
need_price(const char *file, struct err *err)
{
	struct csv *csv = NULL;
	enum outcome outcome = csv_open(&csv, file, err);
	if (outcome)
		return outcome;
	bool there = csv_column(csv, names[PRICE]) >= 0;
	if (csv_column(csv, names[NUMBER]) < 0 && csv_column(csv, names[GTIN]) < 0)
		outcome =
		        err_set(err, RC_REFUSED, _("the column \"%s\" is missing"), names[NUMBER]);
	else if (!there)
		outcome = err_set(err, RC_REFUSED, _("the column \"%s\" is missing"), names[PRICE]);
	csv_close(&csv);
	return outcome;
}

enum outcome
prices_import(const char *folder, const char *file, const struct import_options *options,
              struct import_report *report, struct err *err)
{
	struct prices prices = { .seen = { 0 } };
	memset(report, 0, sizeof(*report));
	enum outcome outcome = need_price(file, err);
	if (outcome)
		return outcome;
	outcome = sheet_into_catalogue(folder, file, names, -1, "prices", price_row, &prices,
	                               options, report, err);
	seen_done(&prices.seen);
	return outcome;
}

/* ---- out ---- */

static enum outcome
put_item(void *context, const struct item_row *row, const char *codes, struct err *err)
{
	struct sheet_out *out = context;
	(void)codes;
	(void)err;
	if (!row->has_price || row->retired)
		return RC_OK;
	sheet_put(out, row->number);
	sheet_put(out, "");
	sheet_put(out, row->name);
	sheet_put_price(out, true, row->price);
	sheet_put(out, "");
	sheet_end_row(out);
	return RC_OK;
}

static enum outcome
put_later(void *context, const struct price_row *row, struct err *err)
{
	struct sheet_out *out = context;
	char from[WHEN_TEXT_MAX];
	struct when when = when_here(row->from_ms);
	(void)err;
	if (!row->has_price)
		return RC_OK;
	sheet_put(out, row->item);
	sheet_put(out, "");
	sheet_put(out, "");
	sheet_put_price(out, true, row->price);
	sheet_put(out, when_text(from, when,
	                         row->from_ms % 60000 ? "%Y-%m-%d %H:%M:%S" : "%Y-%m-%d %H:%M"));
	sheet_end_row(out);
	return RC_OK;
}

enum outcome
prices_export(struct ledger *ledger, FILE *file, struct err *err)
{
	struct sheet_out out;
	sheet_begin(&out, file, ledger_currency(ledger).exponent, names);
	enum outcome outcome = catalogue_each_item(ledger, 0, put_item, &out, err);
	if (!outcome)
		outcome = catalogue_each_price(ledger, put_later, &out, err);
	return outcome ? outcome : sheet_end(&out, err);
}
