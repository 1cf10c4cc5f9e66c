/*
 * Staff: add, new PIN, other group, has left, unlock.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/helper.h"
#include "ledger/people.h"
#include "screens/chooser.h"
#include "screens/consent.h"
#include "screens/form.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define STAFF_ROWS_MAX 1000
#define PIN_DEADLINE_MS 15000

static const char *const group_names[] = { N_("cashier"), N_("supervisor"), N_("manager"), NULL };

/* ---- the PIN of somebody, hashed by the helper ---- */

struct hashing {
	struct face *face;
	int number, approver;
	struct helper *helper;
};

static void
hashed(void *context, enum outcome outcome, const char *answer, size_t length)
{
	struct hashing *hashing = context;
	struct face *face = hashing->face;
	char hash[PIN_HASH_MAX] = "";
	struct entry entry;
	struct err err;
	bool matches;

	if (outcome || !staff_pin_answer(answer, length, &matches, hash)) {
		err_set(&err, RC_OFFLINE, _("the PIN could not be stored: try again"));
		face_error(face, &err);
	} else {
		setting_up_entry(face, &entry, ENTRY_STAFF);
		entry.approver = hashing->approver;
		if (staff_change_row(face->ledger, hashing->number, STAFF_PIN, hash, &entry, &err))
			face_error(face, &err);
		else
			face_note(face, _("the new PIN holds from now on"));
		entry_done(&entry);
		setting_up_done(face);
	}
	free(hashing);
	face_drained(face);
}

static enum outcome
start_hashing(struct face *face, int number, const char *pin, struct err *err)
{
	struct hashing *hashing = alloc_zero(1, sizeof(*hashing));
	char *request = staff_pin_request(NULL, pin, number, ledger_pepper(face->ledger));
	enum outcome outcome;

	hashing->face = face;
	hashing->number = number;
	hashing->approver = consent_approver(face);
	outcome = helper_start(&hashing->helper, face->loop, "pin", request, strlen(request),
	                       PIN_DEADLINE_MS, hashed, hashing, err);
	explicit_bzero(request, strlen(request));
	free(request);
	if (outcome)
		free(hashing);
	return outcome;
}

static enum outcome
submit_pin(struct face *face, struct form_with *form, struct err *err)
{
	struct staff_row row;
	enum outcome outcome = staff_get(face->ledger, (int)form->id, &row, err);

	if (!outcome)
		outcome = staff_pin_check_form(form->fields[0].value, row.group, err);
	if (!outcome && strcmp(form->fields[0].value, form->fields[1].value) != 0)
		outcome = err_set(err, RC_REFUSED, _("the two PINs are not the same"));
	return outcome ? outcome : start_hashing(face, (int)form->id, form->fields[0].value, err);
}

static void
ask_pin(struct face *face, const struct staff_row *row)
{
	struct form_with form = { .submit = submit_pin, .id = row->number };

	snprintf(form.title, sizeof(form.title), _("New PIN of %.60s"), row->name);
	form_add(&form, _("New PIN"), FORM_PIN, "");
	form_add(&form, _("The same again"), FORM_PIN, "");
	face_push(face, &form_screen, &form);
}

/* ---- adding ---- */

static enum outcome
submit_new(struct face *face, struct form_with *form, struct err *err)
{
	struct entry entry;
	day_number born = 0;
	int number;
	char text[120];
	enum outcome outcome = RC_OK;

	if (form->fields[2].value[0])
		outcome = day_parse_typed(form->fields[2].value, face->settings->date_pattern,
		                          when_day(face_now(face)), &born, err);
	if (outcome)
		return outcome;
	setting_up_entry(face, &entry, ENTRY_STAFF);
	outcome = staff_add(face->ledger, form->fields[0].value, form->fields[1].value, "", born,
	                    &entry, &number, err);
	entry_done(&entry);
	if (outcome)
		return outcome;
	snprintf(text, sizeof(text),
	         _("%.60s has number %d and chooses a PIN at the first sign-on"),
	         form->fields[0].value, number);
	setting_up_done(face);
	face_note(face, text);
	return RC_OK;
}

static void
ask_new(struct face *face)
{
	struct form_with form = { .submit = submit_new };

	text_copy(form.title, sizeof(form.title), _("New staff"));
	form_add(&form, _("Name"), FORM_TEXT, "")->room = NAME_MAX_BYTES - 1;
	form_add(&form, _("Group"), FORM_CHOICE, group_names[0])->choices = group_names;
	form_add(&form, _("Date of birth"), FORM_TEXT, "")->optional = true;
	face_push(face, &form_screen, &form);
}

/* ---- changing ---- */

static void
change(struct face *face, int number, enum staff_change change, const char *value)
{
	struct entry entry;
	struct err err;

	setting_up_entry(face, &entry, ENTRY_STAFF);
	if (staff_change_row(face->ledger, number, change, value, &entry, &err))
		face_error(face, &err);
	entry_done(&entry);
	setting_up_done(face);
}

static enum outcome
submit_group(struct face *face, struct form_with *form, struct err *err)
{
	struct entry entry;
	enum outcome outcome;

	setting_up_entry(face, &entry, ENTRY_STAFF);
	outcome = staff_change_row(face->ledger, (int)form->id, STAFF_GROUP, form->fields[0].value,
	                           &entry, err);
	entry_done(&entry);
	if (!outcome)
		setting_up_done(face);
	return outcome;
}

enum { DO_PIN = 1, DO_GROUP, DO_LEFT, DO_FREE };

static void
take_change(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	struct form_with form = { .submit = submit_group };
	struct staff_row row;

	(void)chooser;
	if (staff_get(face->ledger, atoi(choice->key), &row, NULL))
		return;
	switch (choice->id) {
	case DO_PIN:
		ask_pin(face, &row);
		break;
	case DO_GROUP:
		form.id = row.number;
		text_copy(form.title, sizeof(form.title), row.name);
		form_add(&form, _("Group"), FORM_CHOICE, row.group)->choices = group_names;
		face_push(face, &form_screen, &form);
		break;
	case DO_LEFT:
		change(face, row.number, STAFF_LEFT, NULL);
		break;
	default:
		change(face, row.number, STAFF_FREED, NULL);
		break;
	}
}

static void
ask_change(struct face *face, const struct table_row *person)
{
	static const struct {
		int id;
		const char *label;
	} changes[] = {
		{ DO_PIN, N_("new PIN") },
		{ DO_GROUP, N_("other group") },
		{ DO_FREE, N_("unlock after wrong PINs") },
		{ DO_LEFT, N_("has left: may not sign on any more") },
	};
	struct chooser chooser = { .take = take_change, .no_enter = true };

	text_copy(chooser.title, sizeof(chooser.title), person->cells[1]);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		snprintf(chooser_add(&chooser, _(changes[i].label), changes[i].id)->key, CODE_MAX,
		         "%lld", (long long)person->id);
	face_push(face, &chooser_screen, &chooser);
}

/* ---- the list ---- */

static bool
is_locked(const struct face *face, int number)
{
	struct err why;

	return staff_may_try(face->ledger, number, face_now(face), &why) != RC_OK;
}

static void
staff_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct staff_row *rows = alloc_zero(STAFF_ROWS_MAX, sizeof(*rows));
	struct table_row *row = table_add(table, 0);
	size_t count = 0;

	table_cell(row, 1, "%s", _("+ new"));
	if (staff_list(face->ledger, rows, STAFF_ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		row = table_add(table, rows[i].number);
		row->dim = rows[i].left;
		table_cell(row, 0, "%d", rows[i].number);
		table_cell(row, 1, "%s", rows[i].name);
		table_cell(row, 2, "%s", _(rows[i].group));
		table_cell(row, 3, "%s",
		           rows[i].left                      ? _("has left")
		           : !rows[i].pin_hash[0]            ? _("no PIN yet")
		           : is_locked(face, rows[i].number) ? _("locked: wrong PINs")
		                                             : "");
	}
	free(rows);
}

static void
staff_take(struct table *table, const struct table_row *row)
{
	if (row->id == 0)
		ask_new(table->screen.face);
	else if (row->dim)
		face_beep(table->screen.face);
	else
		ask_change(table->screen.face, row);
}

static const struct table_ops staff_ops = {
	.title = N_("Staff"),
	.columns = {
		{ N_("No"), 6, ALIGN_RIGHT, 0 },
		{ N_("Name"), 0, ALIGN_LEFT, 0 },
		{ N_("Group"), 14, ALIGN_LEFT, 0 },
		{ "", 20, ALIGN_LEFT, 60 },
	},
	.load = staff_load,
	.take = staff_take,
};

void
staff_list_open(struct face *face)
{
	table_open(face, &staff_ops, 0, NULL);
}
