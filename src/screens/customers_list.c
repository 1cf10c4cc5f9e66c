/*
 * Customers for a manager: found, added, changed, and forgotten when they ask for it.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/customers.h"
#include "ledger/sales.h"
#include "screens/chooser.h"
#include "screens/record.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"

#define SHOWN_MAX 500
#define PROMOTIONS_MAX 500

enum customer_field {
	CF_NAME,
	CF_GROUPS,
	CF_CARD,
	CF_ADDRESS,
	CF_TAX_NUMBER,
	CF_PHONE,
	CF_EMAIL,
	CF_NOTE
};

/* ---- the form ---- */

static enum outcome
fill_row(const struct form_with *form, struct customer_row *row, struct err *err)
{
	const struct {
		char *out;
		size_t size;
	} texts[] = {
		[CF_NAME] = { row->name, sizeof(row->name) },
		[CF_GROUPS] = { row->groups, sizeof(row->groups) },
		[CF_CARD] = { row->card, sizeof(row->card) },
		[CF_ADDRESS] = { row->address, sizeof(row->address) },
		[CF_TAX_NUMBER] = { row->tax_number, sizeof(row->tax_number) },
		[CF_PHONE] = { row->phone, sizeof(row->phone) },
		[CF_EMAIL] = { row->email, sizeof(row->email) },
		[CF_NOTE] = { row->note, sizeof(row->note) },
	};
	enum outcome outcome = RC_OK;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]) && !outcome; i++)
		outcome = record_clean(&form->fields[i], texts[i].out, texts[i].size, err);
	row_to_lines(row->address);
	return outcome;
}

static enum outcome
submit_customer(struct face *face, struct form_with *form, struct err *err)
{
	struct customer_row row = { .number = form->id };
	struct entry entry;
	char text[NAME_MAX_BYTES + 60];
	enum outcome outcome = fill_row(form, &row, err);

	if (outcome)
		return outcome;
	setting_up_entry(face, &entry, ENTRY_RECORD);
	outcome = record_done(face, &entry, customer_change(face->ledger, &row, &entry, err));
	if (outcome)
		return outcome;
	if (!form->id) {
		snprintf(text, sizeof(text), _("%.60s is customer %lld"), row.name,
		         (long long)row.number);
		face_note(face, text);
	}
	return RC_OK;
}

static void
ask_customer(struct face *face, const struct customer_row *row)
{
	struct form_with form = { .submit = submit_customer, .id = row->number };
	char address[NOTE_MAX];

	text_copy(form.title, sizeof(form.title), row->number ? row->name : _("New customer"));
	text_copy(address, sizeof(address), row->address);
	lines_to_row(address);
	form_add(&form, _("Name"), FORM_TEXT, row->name)->room = NAME_MAX_BYTES - 1;
	form_add(&form, _("Groups"), FORM_TEXT, row->groups)->optional = true;
	form_add(&form, _("Customer card"), FORM_TEXT, row->card)->optional = true;
	form_add(&form, _("Address"), FORM_TEXT, address)->optional = true;
	form_add(&form, _("Tax number"), FORM_TEXT, row->tax_number)->optional = true;
	form_add(&form, _("Phone"), FORM_TEXT, row->phone)->optional = true;
	form_add(&form, _("E-mail"), FORM_TEXT, row->email)->optional = true;
	form_add(&form, _("Note"), FORM_TEXT, row->note)->optional = true;
	face_push(face, &form_screen, &form);
}

/* ---- what they used ---- */

static void
uses_load(struct table *table)
{
	const struct face *face = table->screen.face;
	struct promotion_row *rows = alloc_zero(PROMOTIONS_MAX, sizeof(*rows));
	enum series series = face->view.training ? SERIES_TRAINING : SERIES_LIVE;
	size_t count = 0;

	if (catalogue_promotions(face->ledger, rows, PROMOTIONS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		int64_t uses = 0;

		if (promotion_uses(face->ledger, series, rows[i].name, table->id, &uses, NULL) ||
		    uses == 0)
			continue;
		struct table_row *row = table_add(table, (int64_t)i);
		table_cell(row, 0, "%s", rows[i].name);
		table_cell(row, 1, "%lld", (long long)uses);
	}
	free(rows);
}

static const struct table_ops uses_ops = {
	.title = N_("Promotions and coupons used"),
	.empty = N_("None was used yet."),
	.columns = {
		{ N_("Promotion"), 0, ALIGN_LEFT, 0 },
		{ N_("Sales"), 8, ALIGN_RIGHT, 0 },
	},
	.load = uses_load,
};

/* ---- forgetting ---- */

static const char *const no_yes[] = { N_("no"), N_("yes"), NULL };

static enum outcome
submit_forget(struct face *face, struct form_with *form, struct err *err)
{
	struct entry entry;

	if (form_choice(&form->fields[0]) == 0)
		return RC_OK;
	if (face->view.basket_stands && face->view.basket->customer == form->id)
		return err_set(err, RC_REFUSED, _("the open basket is for this customer"));
	setting_up_entry(face, &entry, ENTRY_RECORD);
	if (record_done(face, &entry, customer_forget(face->ledger, form->id, &entry, err)))
		return err->outcome;
	face_note(face, _("the customer is forgotten; copies made before still hold the data"));
	return RC_OK;
}

static void
ask_forget(struct face *face, const struct customer_row *row)
{
	struct form_with form = { .submit = submit_forget, .id = row->number };

	text_copy(form.title, sizeof(form.title), row->name);
	form.about = _("Name, address, card and all else about them are erased for good. The "
	               "journal keeps their number alone.");
	form_add(&form, _("Forget"), FORM_CHOICE, no_yes[0])->choices = no_yes;
	face_push(face, &form_screen, &form);
}

/* ---- the list ---- */

enum { DO_CHANGE = 1, DO_USES, DO_FORGET };

static void
take_change(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	struct customer_row row;
	struct err err;

	(void)chooser;
	if (customer_get(face->ledger, atoll(choice->key), &row, &err)) {
		face_error(face, &err);
		return;
	}
	if (choice->id == DO_CHANGE)
		ask_customer(face, &row);
	else if (choice->id == DO_USES)
		table_open(face, &uses_ops, row.number, NULL);
	else
		ask_forget(face, &row);
}

static void
customers_take(struct table *table, const struct table_row *marked)
{
	static const struct {
		int id;
		const char *label;
	} changes[] = {
		{ DO_CHANGE, N_("change") },
		{ DO_USES, N_("promotions and coupons used") },
		{ DO_FORGET, N_("forget, as they asked") },
	};
	struct chooser chooser = { .take = take_change, .no_enter = true };
	struct customer_row none = { 0 };

	if (marked->id < 0) {
		ask_customer(table->screen.face, &none);
		return;
	}
	text_copy(chooser.title, sizeof(chooser.title), marked->cells[1]);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		snprintf(chooser_add(&chooser, _(changes[i].label), changes[i].id)->key, CODE_MAX,
		         "%lld", (long long)marked->id);
	face_push(table->screen.face, &chooser_screen, &chooser);
}

static void
customers_load(struct table *table)
{
	const struct face *face = table->screen.face;
	struct customer_row *rows = alloc_zero(SHOWN_MAX, sizeof(*rows));
	const char *typed = table->filter.text;
	size_t count = 0;

	if (!*typed)
		record_add_new(table);
	if (*typed ? customer_find(face->ledger, typed, rows, SHOWN_MAX, &count, NULL)
	           : customer_list(face->ledger, 0, rows, SHOWN_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, rows[i].number);

		table_cell(row, 0, "%lld", (long long)rows[i].number);
		table_cell(row, 1, "%s", rows[i].name);
		table_cell(row, 2, "%s", rows[i].groups);
		table_cell(row, 3, "%s", rows[i].card);
		table_cell(row, 4, "%s", rows[i].note);
	}
	table->more = count == SHOWN_MAX;
	free(rows);
}

static const struct table_ops customers_ops = {
	.title = N_("Customers"),
	.empty = N_("Nobody is called so."),
	.filters = true,
	.columns = {
		{ N_("No"), 6, ALIGN_RIGHT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Groups"), 14, ALIGN_LEFT, 50 },
		{ N_("Customer card"), 21, ALIGN_LEFT, 60 },
		{ N_("Note"), 30, ALIGN_LEFT, 110 },
	},
	.load = customers_load,
	.take = customers_take,
};

void
customers_open(struct face *face)
{
	table_open(face, &customers_ops, 0, NULL);
}
