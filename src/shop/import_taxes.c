/*
 * Taxes with their first days.  A code has a row for each rate it had and will have.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/number.h"
#include "base/text.h"
#include "shop/import.h"
#include "shop/sheet.h"

#define RATE_MAX_PPM INT64_C(9999999)
#define TAXES_MAX 500

enum { CODE, NAME, KIND, RATE, AMOUNT, INCLUDED, COMPOUND, AFFECTED, FROM, ORDER };
static const char *const names[] = { "code",     "name",     "kind", "rate",  "amount", "included",
	                             "compound", "affected", "from", "order", NULL };
static const char *const kind_names[TAX_KINDS] = { "percent", "fixed", "division" };

/* ---- in ---- */

static enum outcome
read_kind(const struct sheet *sheet, enum tax_kind *kind, struct err *err)
{
	const char *value = sheet_value(sheet, KIND);
	if (!sheet_has(sheet, KIND))
		return RC_OK;
	for (int i = 0; i < TAX_KINDS; i++) {
		if (strcasecmp(value, kind_names[i]) == 0 || (!*value && i == TAX_PERCENT)) {
			*kind = (enum tax_kind)i;
			return RC_OK;
		}
	}
	return err_set(err, RC_REFUSED, _("kind \"%.20s\" is not percent, fixed or division"),
	               value);
}

static enum outcome
read_rate(const struct sheet *sheet, struct tax_row *row, struct err *err)
{
	const char *value = sheet_value(sheet, RATE);
	if (!sheet_has(sheet, RATE))
		return RC_OK;
	row->rate_ppm = 0;
	if (*value && (number_parse(value, 4, RATE_MAX_PPM, &row->rate_ppm) || row->rate_ppm < 0))
		return sheet_no_sense(sheet, RATE, err);
	return RC_OK;
}

static enum outcome
read_amount(const struct sheet *sheet, struct tax_row *row, struct err *err)
{
	if (!*sheet_value(sheet, AMOUNT)) {
		if (sheet_has(sheet, AMOUNT))
			row->per_unit.e4 = 0;
		return RC_OK;
	}
	return sheet_price(sheet, AMOUNT, &row->per_unit, err);
}

static enum outcome
check(const struct tax_row *row, struct err *err)
{
	if (!*row->name)
		return err_set(err, RC_REFUSED, _("the name is missing"));
	if (row->kind == TAX_FIXED && row->rate_ppm)
		return err_set(err, RC_REFUSED, _("a fixed tax has an amount and no rate"));
	if (row->kind != TAX_FIXED && row->per_unit.e4)
		return err_set(err, RC_REFUSED, _("only a fixed tax has an amount"));
	if (row->kind == TAX_DIVISION && row->rate_ppm >= 1000000)
		return err_set(err, RC_REFUSED, _("a share of the price is less than 100 %%"));
	return RC_OK;
}

static enum outcome
read_fields(const struct sheet *sheet, struct tax_row *row, struct err *err)
{
	int64_t order = row->order;
	struct err why;
	sheet_note(sheet, sheet_text(sheet, NAME, row->name, sizeof(row->name), &why), &why);
	sheet_note(sheet, read_kind(sheet, &row->kind, &why), &why);
	sheet_note(sheet, read_rate(sheet, row, &why), &why);
	sheet_note(sheet, read_amount(sheet, row, &why), &why);
	sheet_note(sheet, sheet_yes_no(sheet, INCLUDED, &row->included, &why), &why);
	sheet_note(sheet, sheet_yes_no(sheet, COMPOUND, &row->compound, &why), &why);
	sheet_note(sheet, sheet_yes_no(sheet, AFFECTED, &row->affected, &why), &why);
	sheet_note(sheet, sheet_whole(sheet, ORDER, 999, &order, &why), &why);
	sheet_note(sheet, check(row, &why), &why);
	row->order = (int)order;
	return sheet_refuse_noted(sheet, err);
}

static enum outcome
tax_row(struct catalogue_sheet *to, void *context, struct err *err)
{
	const struct sheet *sheet = &to->sheet;
	struct tax_row row = { .included = sheet->settings.prices_with_tax, .affected = true };
	enum catalogue_change change;
	char key[TAX_CODE_MAX + 16];
	enum outcome outcome =
	        sheet_words(sheet, CODE, row.code, sizeof(row.code), TAX_CODE_MAX - 1, err);
	if (!outcome && (!*row.code || strpbrk(row.code, " @\"'")))
		outcome = sheet_no_sense(sheet, CODE, err);
	sheet_note(sheet, outcome, err);
	sheet_note(sheet, sheet_day(sheet, FROM, &row.from, err), err);
	if (sheet_refuse_noted(sheet, err))
		return read_fields(sheet, &row, err);
	snprintf(key, sizeof(key), "%s@%d", row.code, row.from);
	int64_t before = seen_add(context, key, sheet->line);
	if (before)
		return err_set(err, RC_REFUSED,
		               _("tax %s from that day stands in line %lld already"), row.code,
		               (long long)before);
	outcome = catalogue_build_find_tax(to->build, &row, err);
	if (!outcome || outcome == RC_NOT_FOUND)
		outcome = read_fields(sheet, &row, err);
	if (!outcome)
		outcome = catalogue_build_tax(to->build, &row, &change, err);
	if (!outcome)
		report_change(sheet->report, change);
	return outcome;
}

enum outcome
taxes_import(const char *folder, const char *file, const struct import_options *options,
             struct import_report *report, struct err *err)
{
	struct seen seen = { 0 };
	enum outcome outcome = sheet_into_catalogue(folder, file, names, CODE, "taxes", tax_row,
	                                            &seen, options, report, err);
	seen_done(&seen);
	return outcome;
}

/* ---- out ---- */

static void
put_row(struct sheet_out *out, const struct tax_row *row)
{
	char rate[24] = "";
	bool fixed = row->kind == TAX_FIXED;
	if (!fixed)
		number_text(rate, sizeof(rate), row->rate_ppm, 4, 0, &out->style);
	sheet_put(out, row->code);
	sheet_put(out, row->name);
	sheet_put(out, kind_names[row->kind]);
	sheet_put(out, rate);
	sheet_put_price(out, fixed, row->per_unit);
	sheet_put(out, row->included ? "yes" : "no");
	sheet_put(out, row->compound ? "yes" : "no");
	sheet_put(out, row->affected ? "yes" : "no");
	sheet_put_day(out, row->from);
	sheet_put_number(out, row->order);
	sheet_end_row(out);
}

enum outcome
taxes_export(struct ledger *ledger, FILE *file, struct err *err)
{
	struct tax_row *rows = alloc_zero(TAXES_MAX, sizeof(*rows));
	struct sheet_out out;
	size_t count = 0;
	enum outcome outcome = catalogue_taxes(ledger, rows, TAXES_MAX, &count, err);
	sheet_begin(&out, file, ledger_currency(ledger).exponent, names);
	for (size_t i = 0; i < count && !outcome; i++)
		put_row(&out, &rows[i]);
	free(rows);
	return outcome ? outcome : sheet_end(&out, err);
}
