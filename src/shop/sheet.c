#include <config.h>

#include "shop/sheet.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/text.h"

/* ---- the header ---- */

static enum outcome
hint_columns(const struct sheet *sheet, struct err *err)
{
	char list[180] = "";
	size_t length = 0;
	for (int i = 0; sheet->names[i] && length < sizeof(list); i++)
		length += (size_t)snprintf(list + length, sizeof(list) - length, " %s",
		                           sheet->names[i]);
	err_hint(err, _("columns are:%s"), list);
	return RC_REFUSED;
}

static enum outcome
find_columns(struct sheet *sheet, struct err *err)
{
	for (int i = 0; i < SHEET_COLUMNS_MAX; i++)
		sheet->fields[i] = -1;
	for (size_t i = 0; i < csv_columns(sheet->csv); i++) {
		const char *name = csv_column_name(sheet->csv, i);
		char shown[61];
		int column = 0;
		while (sheet->names[column] && strcasecmp(sheet->names[column], name) != 0)
			column++;
		assert(column < SHEET_COLUMNS_MAX);
		text_cut(shown, sizeof(shown), name, 40);
		if (!*name)
			return err_set(err, RC_REFUSED, _("column %zu has no name"), i + 1);
		if (!sheet->names[column]) {
			err_set(err, RC_REFUSED, _("the column \"%s\" is not known"), shown);
			return hint_columns(sheet, err);
		}
		if (sheet->fields[column] >= 0)
			return err_set(err, RC_REFUSED, _("the column \"%s\" is there twice"),
			               shown);
		sheet->fields[column] = (int)i;
	}
	return RC_OK;
}

static enum outcome
read_settings(struct sheet *sheet, const char *folder, struct err *err)
{
	struct ledger *ledger = NULL;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_READ, err);
	if (!outcome)
		outcome = settings_load(&sheet->settings, ledger, err);
	ledger_close(&ledger);
	return outcome;
}

enum outcome
sheet_open(struct sheet *sheet, const char *folder, const char *file, const char *const names[],
           const struct import_options *options, struct import_report *report, struct err *err)
{
	*sheet = (struct sheet){ .options = options, .report = report, .names = names };
	memset(report, 0, sizeof(*report));
	enum outcome outcome = csv_open(&sheet->csv, file, err);
	if (!outcome)
		outcome = find_columns(sheet, err);
	if (!outcome)
		outcome = read_settings(sheet, folder, err);
	if (outcome)
		sheet_close(sheet);
	return outcome;
}

void
sheet_close(struct sheet *sheet)
{
	if (sheet->csv)
		csv_close(&sheet->csv);
}

enum outcome
sheet_need(const struct sheet *sheet, int column, struct err *err)
{
	if (sheet_has(sheet, column))
		return RC_OK;
	err_set(err, RC_REFUSED, _("the column \"%s\" is missing"), sheet->names[column]);
	return hint_columns(sheet, err);
}

/* ---- rows ---- */

/* Blanks around a field say nothing. */
static void
trim(struct sheet *sheet)
{
	for (size_t i = 0; i < csv_columns(sheet->csv); i++) {
		char *value = (char *)sheet->values[i];
		size_t length = strlen(value);
		while (length > 0 && value[length - 1] == ' ')
			value[--length] = '\0';
		sheet->values[i] = value + strspn(value, " ");
	}
}

enum outcome
sheet_each(struct sheet *sheet, sheet_row_fn *call, void *context, struct err *err)
{
	for (;;) {
		struct err why = { 0 };
		enum outcome outcome = csv_row(sheet->csv, &sheet->values, &why);
		if (outcome == RC_NOT_FOUND)
			return RC_OK;
		sheet->report->rows++;
		sheet->line = csv_line(sheet->csv);
		if (outcome == RC_REFUSED) {
			report_line(sheet->report, sheet->line, why.msg);
			continue;
		}
		if (!outcome) {
			trim(sheet);
			outcome = call(sheet, context, &why);
		}
		if (outcome == RC_REFUSED || outcome == RC_NOT_FOUND) {
			sheet_note(sheet, outcome, &why);
		} else if (outcome) {
			if (err)
				*err = why;
			return outcome;
		}
	}
}

void
sheet_note(const struct sheet *sheet, enum outcome outcome, const struct err *why)
{
	if (outcome && why->msg[0])
		report_row(sheet->report, sheet->line, why->msg);
}

enum outcome
sheet_refuse_noted(const struct sheet *sheet, struct err *err)
{
	return sheet->report->last_bad == sheet->line ? err_set(err, RC_REFUSED, "%s", "") : RC_OK;
}

bool
sheet_has(const struct sheet *sheet, int column)
{
	return sheet->fields[column] >= 0;
}

const char *
sheet_value(const struct sheet *sheet, int column)
{
	return sheet_has(sheet, column) ? sheet->values[sheet->fields[column]] : "";
}

/* ---- fields ---- */

enum outcome
sheet_no_sense(const struct sheet *sheet, int column, struct err *err)
{
	char shown[61];
	text_cut(shown, sizeof(shown), sheet_value(sheet, column), 30);
	return err_set(err, RC_REFUSED, _("%s \"%s\" cannot be read"), sheet->names[column], shown);
}

enum outcome
sheet_text(const struct sheet *sheet, int column, char *out, size_t size, struct err *err)
{
	const char *value = sheet_value(sheet, column);
	if (!sheet_has(sheet, column))
		return RC_OK;
	if (text_clean(out, size, value, strlen(value), NULL))
		return err_set(err, RC_REFUSED, _("%s is longer than %d bytes"),
		               sheet->names[column], (int)size - 1);
	if (text_has_card_number(out))
		return err_set(err, RC_REFUSED,
		               _("%s looks like a card number, which is never kept"),
		               sheet->names[column]);
	return RC_OK;
}

enum outcome
sheet_words(const struct sheet *sheet, int column, char *out, size_t size, size_t word_max,
            struct err *err)
{
	enum outcome outcome = sheet_text(sheet, column, out, size, err);
	if (outcome || !sheet_has(sheet, column))
		return outcome;
	for (const char *at = out; *at; at += *at == ' ') {
		size_t length = strcspn(at, " ");
		if (length > word_max)
			return sheet_no_sense(sheet, column, err);
		at += length;
	}
	return RC_OK;
}

enum outcome
sheet_whole(const struct sheet *sheet, int column, int64_t max, int64_t *number, struct err *err)
{
	const char *value = sheet_value(sheet, column);
	size_t digits = strspn(value, "0123456789");
	if (!sheet_has(sheet, column))
		return RC_OK;
	*number = strtoll(value, NULL, 10);
	return digits > 15 || value[digits] || *number > max ? sheet_no_sense(sheet, column, err)
	                                                     : RC_OK;
}

enum outcome
sheet_yes_no(const struct sheet *sheet, int column, bool *out, struct err *err)
{
	const char *value = sheet_value(sheet, column);
	bool yes = strcasecmp(value, "yes") == 0 || strcmp(value, "1") == 0;
	if (!sheet_has(sheet, column))
		return RC_OK;
	*out = yes;
	return yes || !*value || strcasecmp(value, "no") == 0 || strcmp(value, "0") == 0
	               ? RC_OK
	               : sheet_no_sense(sheet, column, err);
}

enum outcome
sheet_price(const struct sheet *sheet, int column, struct unit_price *price, struct err *err)
{
	const char *value = sheet_value(sheet, column), *name = sheet->names[column];
	struct unit_price most = unit_price_of(sheet->settings.max_price);
	if (!sheet_has(sheet, column))
		return RC_OK;
	if (unit_price_parse(value, sheet->settings.currency.exponent, price, NULL))
		return sheet_no_sense(sheet, column, err);
	if (price->e4 < 0)
		return err_set(err, RC_REFUSED, _("%s %s is below zero"), name, value);
	if (price->e4 > most.e4)
		return err_set(err, RC_REFUSED, _("%s %s is above the highest price of the shop"),
		               name, value);
	return RC_OK;
}

enum outcome
sheet_day(const struct sheet *sheet, int column, day_number *day, struct err *err)
{
	const char *value = sheet_value(sheet, column);
	if (!sheet_has(sheet, column))
		return RC_OK;
	*day = 0;
	return *value && day_parse(value, day, NULL) ? sheet_no_sense(sheet, column, err) : RC_OK;
}

/* ---- into the catalogue ---- */

void
fill_import_facts(struct catalogue_facts *facts, const char *file, const char *what,
                  const struct import_report *report)
{
	const char *slash = strrchr(file, '/'), *name = slash ? slash + 1 : file;
	if (text_clean(facts->file, sizeof(facts->file), name, strlen(name), NULL))
		text_copy(facts->file, sizeof(facts->file), "?");
	text_copy(facts->what, sizeof(facts->what), what);
	facts->added = report->added;
	facts->changed = report->changed;
	facts->unchanged = report->unchanged;
}

enum outcome
build_end(struct catalogue_build **build, enum outcome outcome, const char *file, const char *what,
          const struct import_options *options, const struct import_report *report, struct err *err)
{
	struct catalogue_facts facts = { .added = 0 };
	if (!outcome)
		outcome = report_refuse(report, err);
	if (!outcome)
		outcome = hash_file(&facts.digest, file, err);
	if (outcome || options->dry_run || report->added + report->changed == 0) {
		catalogue_build_drop(build);
		return outcome;
	}
	fill_import_facts(&facts, file, what, report);
	return catalogue_build_finish(build, &facts, err);
}

struct into {
	struct catalogue_sheet to;
	catalogue_row_fn *call;
	void *context;
};

static enum outcome
into_row(struct sheet *sheet, void *context, struct err *err)
{
	struct into *into = context;
	assert(sheet == &into->to.sheet);
	return into->call(&into->to, into->context, err);
}

enum outcome
sheet_into_catalogue(const char *folder, const char *file, const char *const names[], int needed,
                     const char *what, catalogue_row_fn *call, void *context,
                     const struct import_options *options, struct import_report *report,
                     struct err *err)
{
	struct into into = { .call = call, .context = context };
	enum outcome outcome =
	        sheet_open(&into.to.sheet, folder, file, names, options, report, err);
	if (!outcome && needed >= 0)
		outcome = sheet_need(&into.to.sheet, needed, err);
	if (!outcome)
		outcome = catalogue_build_open(&into.to.build, folder, options->at.utc_ms, err);
	if (!outcome)
		outcome = sheet_each(&into.to.sheet, into_row, &into, err);
	sheet_close(&into.to.sheet);
	return build_end(&into.to.build, outcome, file, what, options, report, err);
}

/* ---- writing ---- */

void
sheet_begin(struct sheet_out *out, FILE *file, int exponent, const char *const names[])
{
	*out = (struct sheet_out){ .file = file, .style = number_plain(exponent) };
	for (int i = 0; names[i]; i++)
		sheet_put(out, names[i]);
	sheet_end_row(out);
}

void
sheet_put(struct sheet_out *out, const char *text)
{
	if (out->column++)
		putc(',', out->file);
	csv_write_field(out->file, text, ',', 0);
}

void
sheet_put_number(struct sheet_out *out, int64_t number)
{
	char text[24] = "";
	if (number)
		snprintf(text, sizeof(text), "%lld", (long long)number);
	sheet_put(out, text);
}

void
sheet_put_price(struct sheet_out *out, bool has_price, struct unit_price price)
{
	char text[MONEY_TEXT_MAX] = "";
	sheet_put(out, has_price ? unit_price_text(text, price, &out->style) : "");
}

void
sheet_put_qty(struct sheet_out *out, int64_t qty_milli)
{
	char text[QTY_TEXT_MAX] = "";
	sheet_put(out, qty_milli ? qty_text(text, qty_milli, 0, &out->style) : "");
}

void
sheet_put_yes(struct sheet_out *out, bool yes)
{
	sheet_put(out, yes ? "yes" : "");
}

void
sheet_put_day(struct sheet_out *out, day_number day)
{
	char text[WHEN_TEXT_MAX] = "";
	sheet_put(out, day ? day_iso(text, day) : "");
}

void
sheet_end_row(struct sheet_out *out)
{
	putc('\n', out->file);
	out->column = 0;
}

enum outcome
sheet_end(struct sheet_out *out, struct err *err)
{
	if (fflush(out->file) != 0 || ferror(out->file))
		return err_system(err, "writing the file");
	return RC_OK;
}
