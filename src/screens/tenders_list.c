/*
 * Ways to pay: a list and a form.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/record.h"
#include "screens/setting_up.h"

static const char *const over_labels[] = {
	[OVER_CHANGE] = N_("change"),
	[OVER_EXACT] = N_("exact"),
	[OVER_TIP] = N_("tip"),
	[OVER_KEEP_REST] = N_("rest stays"),
	NULL,
};

static size_t
read_tenders(const struct face *face, struct tender_row *rows)
{
	size_t count = 0;

	return catalogue_tenders(face->ledger, rows, RECORDS_MAX, &count, NULL) ? 0 : count;
}

static void
tenders_load(struct table *table)
{
	struct tender_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows));
	size_t count = read_tenders(table->screen.face, rows);

	record_add_new(table);
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		row->dim = rows[i].retired;
		table_cell(row, 0, "%s", rows[i].kind);
		table_cell(row, 1, "%s", rows[i].label);
		table_cell(row, 2, "%s", _(over_labels[rows[i].over]));
		table_cell(row, 3, "%s", rows[i].counted ? _("yes") : "");
		table_cell(row, 4, "%s", rows[i].refundable ? _("yes") : "");
	}
	free(rows);
}

/* Notes of another currency have both, the shop's neither. */
static enum outcome
foreign_fields(const struct face *face, struct form_with *form, struct tender_row *row,
               struct err *err)
{
	struct foreign_rate rate;

	text_copy(row->currency, sizeof(row->currency), form->fields[9].value);
	text_copy(row->rate, sizeof(row->rate), form->fields[10].value);
	if (!row->currency[0] && !row->rate[0])
		return RC_OK;
	return foreign_rate_parse(&rate, row->currency, row->rate, &face->settings->currency, err);
}

static enum outcome
submit_tender(struct face *face, struct form_with *form, struct err *err)
{
	struct tender_row row = { .order = (int)form->id };
	struct entry entry;
	enum outcome outcome = record_clean(&form->fields[0], row.kind, sizeof(row.kind), err);

	if (!outcome)
		outcome = record_clean(&form->fields[1], row.label, sizeof(row.label), err);
	if (outcome)
		return outcome;
	if (strchr(row.kind, ' ') || !row.kind[0])
		return err_set(err, RC_REFUSED, _("the kind is one short word"));
	row.over = (enum over_tender)form_choice(&form->fields[2]);
	record_money(face, &form->fields[3], &row.max_change);
	row.opens_drawer = record_is_yes(&form->fields[4]);
	row.counted = record_is_yes(&form->fields[5]);
	row.needs_reference = record_is_yes(&form->fields[6]);
	row.refundable = record_is_yes(&form->fields[7]);
	row.retired = !record_is_yes(&form->fields[8]);
	outcome = foreign_fields(face, form, &row, err);
	if (outcome)
		return outcome;
	setting_up_entry(face, &entry, ENTRY_RECORD);
	return record_done(face, &entry, catalogue_put_tender(face->ledger, &row, &entry, err));
}

static void
tenders_take(struct table *table, const struct table_row *marked)
{
	struct face *face = table->screen.face;
	struct tender_row *rows = alloc_zero(RECORDS_MAX, sizeof(*rows)),
	                  row = { .over = OVER_EXACT, .counted = true };
	struct form_with form = { .submit = submit_tender };
	struct form_field *field;
	size_t count = read_tenders(face, rows);
	char text[MONEY_TEXT_MAX];

	if (marked->id >= 0 && (size_t)marked->id < count)
		row = rows[marked->id];
	free(rows);
	form.id = row.kind[0] ? row.order : (int)count + 1;
	text_copy(form.title, sizeof(form.title), row.kind[0] ? row.label : _("New way to pay"));
	form_add(&form, _("Kind"), FORM_TEXT, row.kind)->room = TENDER_KIND_MAX - 1;
	form_add(&form, _("Name"), FORM_TEXT, row.label);
	form_add(&form, _("More than is due"), FORM_CHOICE, over_labels[row.over])->choices =
	        over_labels;
	form_add(&form, _("Change up to"), FORM_AMOUNT, record_amount(face, row.max_change, text))
	        ->optional = true;
	record_yes_no(&form, _("Opens the drawer"), row.opens_drawer);
	record_yes_no(&form, _("Counted at close"), row.counted);
	record_yes_no(&form, _("Asks a reference"), row.needs_reference);
	record_yes_no(&form, _("Refunds go to it"), row.refundable);
	record_yes_no(&form, _("In use"), !row.retired);
	field = form_add(&form, _("Currency"), FORM_TEXT, row.currency);
	field->optional = true;
	field->room = sizeof(row.currency) - 1;
	field = form_add(&form, _("One of it is worth"), FORM_TEXT, row.rate);
	field->optional = true;
	field->room = sizeof(row.rate) - 1;
	face_push(face, &form_screen, &form);
}

static const struct table_ops tenders_ops = {
	.title = N_("Ways to pay"),
	.columns = {
		{ N_("Kind"), 16, ALIGN_LEFT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("More than due"), 14, ALIGN_LEFT, 60 },
		{ N_("Counted"), 8, ALIGN_LEFT, 70 },
		{ N_("Refunds"), 8, ALIGN_LEFT, 70 },
	},
	.load = tenders_load,
	.take = tenders_take,
};

void
tenders_open(struct face *face)
{
	table_open(face, &tenders_ops, 0, NULL);
}
