/*
 * Promotions from a sheet, or from the JSON array that `ringup quote` takes.  Either becomes the
 * JSON that is kept; what it means is asked of the check that came with the options.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "base/text.h"
#include "shop/import.h"
#include "shop/promotion_sheet.h"
#include "shop/sheet.h"

#define FILE_MAX (8 * 1024 * 1024)
#define PROMOTIONS_MAX 10000

struct promotions {
	struct catalogue_build *build;
	const struct import_options *options;
	struct import_report *report;
	int exponent;
	struct seen seen;
	int next_order;
};

/* ---- one promotion ---- */

static bool
same_promotion(const char *before, const char *after)
{
	struct buf a = { 0 }, b = { 0 };
	struct json_doc *was = NULL, *is = NULL;
	bool same = json_parse(&was, before, strlen(before), NULL) == RC_OK &&
	            json_parse(&is, after, strlen(after), NULL) == RC_OK &&
	            promotion_canonical(json_root(was), &a, NULL) == RC_OK &&
	            promotion_canonical(json_root(is), &b, NULL) == RC_OK &&
	            strcmp(a.text, b.text) == 0;
	json_free(&was);
	json_free(&is);
	buf_done(&a);
	buf_done(&b);
	return same;
}

static enum outcome
set_json(struct promotions *promotions, struct promotion_row *row, const char *json,
         struct err *err)
{
	enum outcome outcome = RC_OK;
	if (strlen(json) >= sizeof(row->json))
		return err_set(err, RC_REFUSED, _("the promotion is longer than %d bytes"),
		               (int)sizeof(row->json) - 1);
	if (promotions->options->check_promotion)
		outcome = promotions->options->check_promotion(json, promotions->exponent, err);
	if (!outcome && !same_promotion(row->json, json))
		text_copy(row->json, sizeof(row->json), json);
	return outcome;
}

/* What is there under this name, or a new one behind all others. */
static enum outcome
find_row(struct promotions *promotions, const char *name, int64_t line, struct promotion_row *row,
         struct err *err)
{
	memset(row, 0, sizeof(*row));
	row->active = true;
	if (text_clean(row->name, sizeof(row->name), name, strlen(name), NULL))
		return err_set(err, RC_REFUSED, _("%s is longer than %d bytes"), "name",
		               (int)sizeof(row->name) - 1);
	if (!*row->name)
		return err_set(err, RC_REFUSED, _("the name is missing"));
	int64_t before = seen_add(&promotions->seen, row->name, line);
	if (before)
		return err_set(err, RC_REFUSED, _("promotion \"%s\" stands in line %lld already"),
		               row->name, (long long)before);
	enum outcome outcome = catalogue_build_find_promotion(promotions->build, row, err);
	if (outcome != RC_NOT_FOUND)
		return outcome;
	row->order = promotions->next_order++;
	return RC_OK;
}

static enum outcome
put_row(struct promotions *promotions, const struct promotion_row *row, struct err *err)
{
	enum catalogue_change change;
	enum outcome outcome = catalogue_build_promotion(promotions->build, row, &change, err);
	if (!outcome)
		report_change(promotions->report, change);
	return outcome;
}

/* ---- from a sheet ---- */

static enum outcome
json_of_row(const struct sheet *sheet, struct buf *json, struct err *err)
{
	const char *values[PROMOTION_COLUMNS];
	for (int i = 0; i < PROMOTION_COLUMNS; i++)
		values[i] = sheet_value(sheet, i);
	return promotion_json(values, json, err);
}

static enum outcome
promotion_fields(struct promotions *promotions, const struct sheet *sheet,
                 struct promotion_row *row, struct err *err)
{
	struct buf json = { 0 };
	int64_t order = row->order;
	enum outcome outcome = sheet_yes_no(sheet, PROMOTION_ACTIVE, &row->active, err);
	if (!outcome && *sheet_value(sheet, PROMOTION_ORDER))
		outcome = sheet_whole(sheet, PROMOTION_ORDER, 99999, &order, err);
	row->order = (int)order;
	/* names with "active" alone switch what is there on and off */
	if (!outcome && sheet_has(sheet, PROMOTION_EFFECT)) {
		outcome = json_of_row(sheet, &json, err);
		if (!outcome)
			outcome = set_json(promotions, row, json.text, err);
	} else if (!outcome && !*row->json) {
		outcome = err_set(err, RC_REFUSED, _("there is no promotion \"%s\""), row->name);
	}
	buf_done(&json);
	return outcome;
}

static enum outcome
promotion_row(struct sheet *sheet, void *context, struct err *err)
{
	struct promotions *promotions = context;
	struct promotion_row row;
	enum outcome outcome =
	        find_row(promotions, sheet_value(sheet, PROMOTION_NAME), sheet->line, &row, err);
	if (!outcome)
		outcome = promotion_fields(promotions, sheet, &row, err);
	return outcome ? outcome : put_row(promotions, &row, err);
}

static enum outcome
from_sheet(struct promotions *promotions, const char *folder, const char *file, struct err *err)
{
	struct sheet sheet;
	enum outcome outcome = sheet_open(&sheet, folder, file, promotion_columns,
	                                  promotions->options, promotions->report, err);
	if (!outcome)
		outcome = sheet_need(&sheet, PROMOTION_NAME, err);
	if (!outcome)
		outcome = sheet_each(&sheet, promotion_row, promotions, err);
	sheet_close(&sheet);
	return outcome;
}

/* ---- from JSON ---- */

static enum outcome
promotion_node(struct promotions *promotions, const struct json_node *node, int64_t number,
               struct err *err)
{
	const char *name = json_text(json_get(node, "name"));
	struct json_writer writer = { .buf = &(struct buf){ 0 } };
	struct promotion_row row;
	enum outcome outcome = find_row(promotions, name ? name : "", number, &row, err);
	if (!outcome) {
		json_write_node(&writer, NULL, node);
		outcome = set_json(promotions, &row, writer.buf->text, err);
	}
	if (!outcome)
		outcome = put_row(promotions, &row, err);
	buf_done(writer.buf);
	return outcome;
}

static enum outcome
each_node(struct promotions *promotions, const struct json_node *array, struct err *err)
{
	if (json_type_of(array) != JSON_IS_ARRAY)
		return err_set(err, RC_REFUSED, _("the file is no list of promotions"));
	for (size_t i = 0; i < json_count(array); i++) {
		struct err why = { 0 };
		char named[240];
		enum outcome outcome =
		        promotion_node(promotions, json_at(array, i), (int64_t)i + 1, &why);
		promotions->report->rows++;
		if (outcome == RC_REFUSED || outcome == RC_NOT_FOUND) {
			snprintf(named, sizeof(named), _("promotion %d: %s"), (int)i + 1, why.msg);
			report_line(promotions->report, (int64_t)i + 1, named);
		} else if (outcome) {
			if (err)
				*err = why;
			return outcome;
		}
	}
	return RC_OK;
}

static enum outcome
from_json(struct promotions *promotions, const char *file, struct err *err)
{
	struct json_doc *doc = NULL;
	char *text = NULL;
	size_t length = 0;
	memset(promotions->report, 0, sizeof(*promotions->report));
	enum outcome outcome = paths_read_file(file, FILE_MAX, &text, &length, err);
	if (!outcome)
		outcome = json_parse(&doc, text, length, err);
	if (!outcome)
		outcome = each_node(promotions, json_root(doc), err);
	json_free(&doc);
	free(text);
	return outcome;
}

/* A JSON list begins with a bracket, which no header of ours does. */
static bool
is_json(const char *file)
{
	FILE *opened = fopen(file, "re");
	int byte = ' ';
	if (!opened)
		return false;
	while (byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t')
		byte = getc(opened);
	fclose(opened);
	return byte == '[' || byte == '{';
}

static enum outcome
look_around(struct promotions *promotions, const char *folder, struct err *err)
{
	struct ledger *ledger = NULL;
	enum outcome outcome = ledger_open(&ledger, folder, LEDGER_READ, err);
	if (outcome)
		return outcome;
	promotions->exponent = ledger_currency(ledger).exponent;
	ledger_close(&ledger);
	return RC_OK;
}

enum outcome
promotions_import(const char *folder, const char *file, const struct import_options *options,
                  struct import_report *report, struct err *err)
{
	struct promotions promotions = { .options = options, .report = report };
	bool json = is_json(file);
	memset(report, 0, sizeof(*report));
	enum outcome outcome = look_around(&promotions, folder, err);
	if (!outcome)
		outcome = catalogue_build_open(&promotions.build, folder, options->at.utc_ms, err);
	if (!outcome)
		outcome = catalogue_build_last_promotion(promotions.build, &promotions.next_order,
		                                         err);
	promotions.next_order++;
	if (!outcome)
		outcome = json ? from_json(&promotions, file, err)
		               : from_sheet(&promotions, folder, file, err);
	seen_done(&promotions.seen);
	return build_end(&promotions.build, outcome, file, "promotions", options, report, err);
}

/* ---- out ---- */

static enum outcome
export_row(struct sheet_out *out, const struct promotion_row *row, struct err *err)
{
	struct json_doc *doc = NULL;
	struct buf value = { 0 };
	enum outcome outcome = json_parse(&doc, row->json, strlen(row->json), err);
	if (outcome)
		return outcome;
	for (int i = 0; i < PROMOTION_COLUMNS; i++) {
		promotion_value(json_root(doc), i, &value);
		if (i == PROMOTION_NAME)
			sheet_put(out, row->name);
		else if (i == PROMOTION_ACTIVE)
			sheet_put(out, row->active ? "yes" : "no");
		else if (i == PROMOTION_ORDER)
			sheet_put_number(out, row->order);
		else
			sheet_put(out, value.text);
	}
	sheet_end_row(out);
	buf_done(&value);
	json_free(&doc);
	return RC_OK;
}

enum outcome
promotions_export(struct ledger *ledger, FILE *file, struct err *err)
{
	struct promotion_row *rows = alloc_zero(PROMOTIONS_MAX, sizeof(*rows));
	struct sheet_out out;
	size_t count = 0;
	enum outcome outcome = catalogue_promotions(ledger, rows, PROMOTIONS_MAX, &count, err);
	sheet_begin(&out, file, ledger_currency(ledger).exponent, promotion_columns);
	for (size_t i = 0; i < count && !outcome; i++)
		outcome = export_row(&out, &rows[i], err);
	free(rows);
	return outcome ? outcome : sheet_end(&out, err);
}

enum outcome
promotions_export_json(struct ledger *ledger, FILE *file, struct err *err)
{
	struct promotion_row *rows = alloc_zero(PROMOTIONS_MAX, sizeof(*rows));
	const char *before = "[";
	size_t count = 0;
	enum outcome outcome = catalogue_promotions(ledger, rows, PROMOTIONS_MAX, &count, err);
	for (size_t i = 0; i < count && !outcome; i++) {
		if (!rows[i].active)
			continue;
		fprintf(file, "%s\n%s", before, rows[i].json);
		before = ",";
	}
	fprintf(file, "%s\n]\n", *before == '[' ? "[" : "");
	free(rows);
	return outcome ? outcome : fflush(file) ? err_system(err, "writing the file") : RC_OK;
}
