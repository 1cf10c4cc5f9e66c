/*
 * Taxes: a list and a form.  A new rate from a day on is a new row with the same letter.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/record.h"
#include "screens/setting_up.h"

#define PPM_PER_PERCENT 10000

static void
percent_text(int64_t ppm, char *out, size_t size)
{
	int64_t rest = ppm % PPM_PER_PERCENT;
	char decimals[8];
	size_t length;

	snprintf(decimals, sizeof(decimals), "%04d", (int)rest);
	length = strlen(decimals);
	while (length > 0 && decimals[length - 1] == '0')
		decimals[--length] = '\0';
	snprintf(out, size, "%lld%s%s", (long long)(ppm / PPM_PER_PERCENT), length ? "." : "",
	         decimals);
}

static void
taxes_load(struct table *table)
{
	struct tax_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows));
	size_t count = 0;
	char text[48];

	record_add_new(table);
	if (catalogue_taxes(table->screen.face->ledger, rows, RECORDS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		table_cell(row, 0, "%s", rows[i].code);
		table_cell(row, 1, "%s", rows[i].name);
		percent_text(rows[i].rate_ppm, text, sizeof(text));
		if (rows[i].kind != TAX_FIXED)
			table_cell(row, 2, "%s %%", text);
		table_cell(row, 3, "%s", rows[i].included ? _("in the price") : _("added"));
		if (rows[i].from)
			table_cell(row, 4, "%s",
			           day_text(text, rows[i].from,
			                    table->screen.face->settings->date_pattern));
	}
	free(rows);
}

/* A percentage with up to four decimals. */
static enum outcome
parse_percent(const char *text, int64_t *ppm, struct err *err)
{
	struct money parsed;
	enum outcome outcome = money_parse(text, 4, &parsed, err);

	if (!outcome && (parsed.minor < 0 || parsed.minor > 100 * PPM_PER_PERCENT))
		outcome = err_set(err, RC_REFUSED, _("a rate is from 0 to 100 percent"));
	if (!outcome)
		*ppm = parsed.minor;
	return outcome;
}

static enum outcome
submit_tax(struct face *face, struct form_with *form, struct err *err)
{
	struct tax_row row = { .kind = TAX_PERCENT, .affected = true, .order = (int)form->id };
	struct entry entry;
	enum outcome outcome = record_clean(&form->fields[0], row.code, sizeof(row.code), err);

	if (!outcome)
		outcome = record_clean(&form->fields[1], row.name, sizeof(row.name), err);
	if (!outcome)
		outcome = parse_percent(form->fields[2].value, &row.rate_ppm, err);
	if (!outcome && form->fields[4].value[0])
		outcome = day_parse_typed(form->fields[4].value, face->settings->date_pattern,
		                          when_day(face_now(face)), &row.from, err);
	if (outcome)
		return outcome;
	row.included = record_is_yes(&form->fields[3]);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return record_done(face, &entry, catalogue_put_tax(face->ledger, &row, &entry, err));
}

static void
taxes_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct tax_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows)),
	               row = { .included = face->settings->prices_with_tax };
	struct form_with form = { .submit = submit_tax };
	size_t count = 0;
	char text[48] = "";

	if (catalogue_taxes(face->ledger, rows, RECORDS_MAX, &count, NULL) == RC_OK &&
	    marked->id >= 0 && (size_t)marked->id < count)
		row = rows[marked->id];
	free(rows);
	if (row.kind != TAX_PERCENT) {
		face_note(face, _("taxes of this kind come with an import"));
		face_beep(face);
		return;
	}
	form.id = row.order ? row.order : (int)count + 1;
	text_copy(form.title, sizeof(form.title), row.code[0] ? row.name : _("New tax"));
	form.about = _("A new rate from a day on is a new row with the same letter.");
	form_add(&form, _("Letter"), FORM_TEXT, row.code)->room = TAX_CODE_MAX - 1;
	form_add(&form, _("Name on receipts"), FORM_TEXT, row.name);
	if (row.code[0])
		percent_text(row.rate_ppm, text, sizeof(text));
	form_add(&form, _("Percent"), FORM_TEXT, text);
	record_yes_no(&form, _("In the price"), row.included);
	form_add(&form, _("From day"), FORM_TEXT,
	         row.from ? day_text(text, row.from, face->settings->date_pattern) : "")
	        ->optional = true;
	face_push(face, &form_screen, &form);
}

static const struct table_ops taxes_ops = {
	.title = N_("Taxes"),
	.columns = {
		{ "", 5, ALIGN_LEFT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Rate"), 10, ALIGN_RIGHT, 0 },
		{ "", 14, ALIGN_LEFT, 60 },
		{ N_("From day"), 12, ALIGN_LEFT, 60 },
	},
	.load = taxes_load,
	.take = taxes_take,
};

void
taxes_open(struct face *face)
{
	table_open(face, &taxes_ops, 0, NULL);
}
