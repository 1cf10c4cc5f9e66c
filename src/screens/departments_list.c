/*
 * Departments: a list and a form; a change is the row and its entry in one.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "shop/items.h"
#include "screens/record.h"
#include "screens/setting_up.h"

static size_t
read_departments(const struct face *face, struct department_row *rows)
{
	size_t count = 0;

	return catalogue_departments(face->ledger, rows, RECORDS_MAX, &count, NULL) ? 0 : count;
}

static void
departments_load(struct table *table)
{
	const struct face *face = table->screen.face;
	struct department_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows));
	size_t count = read_departments(face, rows);
	char text[MONEY_TEXT_MAX];

	record_add_new(table);
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].number);

		table_cell(row, 0, "%d", rows[i].number);
		table_cell(row, 1, "%s", rows[i].name);
		table_cell(row, 2, "%s", rows[i].taxes);
		table_cell(row, 3, "%s", rows[i].open_ring ? _("yes") : _("no"));
		if (rows[i].max_price.minor)
			table_cell(row, 4, "%s", face_money(face, rows[i].max_price, text));
		if (rows[i].min_age)
			table_cell(row, 5, "%d", rows[i].min_age);
	}
	free(rows);
}

/* The fields of the form, in their order. */
enum {
	DF_NUMBER,
	DF_NAME,
	DF_TAXES,
	DF_EAT_IN,
	DF_TAKE_AWAY,
	DF_OPEN_RING,
	DF_LOWEST,
	DF_HIGHEST,
	DF_AGE
};

static enum outcome
take_taxes(const struct face *face, const struct form_field *field, char out[static TAXES_TEXT_MAX],
           struct err *err)
{
	enum outcome outcome = record_clean(field, out, TAXES_TEXT_MAX, err);

	return outcome ? outcome : taxes_check(face->ledger, out, err);
}

static enum outcome
submit_department(struct face *face, struct form_with *form, struct err *err)
{
	struct department_row row = { .number = atoi(form->fields[DF_NUMBER].value) };
	struct entry entry;
	enum outcome outcome =
	        record_clean(&form->fields[DF_NAME], row.name, sizeof(row.name), err);

	if (row.number < 1 || row.number > 999)
		return err_set(err, RC_REFUSED, _("departments have numbers from 1 to 999"));
	if (!outcome)
		outcome = take_taxes(face, &form->fields[DF_TAXES], row.taxes, err);
	if (!outcome)
		outcome = take_taxes(face, &form->fields[DF_EAT_IN], row.taxes_eat_in, err);
	if (!outcome)
		outcome = take_taxes(face, &form->fields[DF_TAKE_AWAY], row.taxes_take_away, err);
	if (outcome)
		return outcome;
	row.open_ring = record_is_yes(&form->fields[DF_OPEN_RING]);
	record_money(face, &form->fields[DF_LOWEST], &row.min_price);
	record_money(face, &form->fields[DF_HIGHEST], &row.max_price);
	row.min_age = atoi(form->fields[DF_AGE].value);
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return record_done(face, &entry, catalogue_put_department(face->ledger, &row, &entry, err));
}

static void
departments_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct department_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows)),
	                      row = { .open_ring = true };
	struct form_with form = { .submit = submit_department };
	size_t count = read_departments(face, rows);
	char text[MONEY_TEXT_MAX], number[16] = "";

	for (size_t i = 0; i < count; i++) {
		if (rows[i].number == marked->id)
			row = rows[i];
	}
	free(rows);
	if (row.number)
		snprintf(number, sizeof(number), "%d", row.number);
	text_copy(form.title, sizeof(form.title), row.number ? row.name : _("New department"));
	form_add(&form, _("Number"), FORM_NUMBER, number);
	form_add(&form, _("Name"), FORM_TEXT, row.name);
	form_add(&form, _("Taxes"), FORM_TEXT, row.taxes);
	form_add(&form, _("Taxes eaten in"), FORM_TEXT, row.taxes_eat_in)->optional = true;
	form_add(&form, _("Taxes taken away"), FORM_TEXT, row.taxes_take_away)->optional = true;
	record_yes_no(&form, _("Rung by amount"), row.open_ring);
	form_add(&form, _("Lowest amount"), FORM_AMOUNT, record_amount(face, row.min_price, text))
	        ->optional = true;
	form_add(&form, _("Highest amount"), FORM_AMOUNT, record_amount(face, row.max_price, text))
	        ->optional = true;
	number[0] = '\0';
	if (row.min_age)
		snprintf(number, sizeof(number), "%d", row.min_age);
	form_add(&form, _("From age"), FORM_NUMBER, number)->optional = true;
	face_push(face, &form_screen, &form);
}

static const struct table_ops departments_ops = {
	.title = N_("Departments"),
	.columns = {
		{ N_("No"), 5, ALIGN_RIGHT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Taxes"), 8, ALIGN_LEFT, 0 },
		{ N_("By amount"), 10, ALIGN_LEFT, 60 },
		{ N_("Up to"), 12, ALIGN_RIGHT, 70 },
		{ N_("Age"), 5, ALIGN_RIGHT, 70 },
	},
	.load = departments_load,
	.take = departments_take,
};

void
departments_open(struct face *face)
{
	table_open(face, &departments_ops, 0, NULL);
}
