/*
 * Paying from the keyboard: a kind of tender with what is in the buffer, with the amount that is
 * shown, or alone.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "checkout/tables.h"
#include "screens/form.h"
#include "screens/register.h"
#include "screens/typed.h"

size_t
register_proposals(const struct face *face, struct money out[static PROPOSALS_MAX])
{
	const struct settings *settings = face->settings;
	struct tender_rules rules = tables_tender_rules(settings);

	if (face->view.state != TILL_TENDERING)
		return 0;
	return tender_proposals(&rules, face->view.settlement.remaining, settings, out,
	                        PROPOSALS_MAX);
}

static bool
is_refund(const struct face *face)
{
	return face->view.settlement.remaining.minor < 0;
}

static enum reaction
do_tender(struct face *face, const char *kind, const char *amount)
{
	struct command command;

	field_clear(&face->buffer);
	face->proposal = 0;
	if (strcmp(kind, "cash") == 0)
		command_make(&command, CMD_CASH, amount[0] ? amount : NULL, NULL);
	else if (strcmp(kind, "card") == 0)
		command_make(&command, CMD_CARD, amount[0] ? amount : NULL, NULL);
	else
		command_make(&command, CMD_TENDER, kind, amount, NULL);
	face_do(face, &command);
	return REACT_DONE;
}

static enum outcome
submit_reference(struct face *face, struct form_with *form, struct err *err)
{
	struct command command;

	(void)err;
	if (strcmp(form->key, "card") == 0)
		command_make(&command, CMD_CARD, form->fields[0].value, form->fields[1].value,
		             form->fields[2].value, form->fields[3].value, NULL);
	else
		command_make(&command, CMD_TENDER, form->key, form->fields[0].value,
		             form->fields[1].value, NULL);
	field_clear(&face->buffer);
	face->proposal = 0;
	return face_do(face, &command);
}

/* Kinds that need what stands on their slip. */
static enum reaction
ask_reference(struct face *face, const struct tender_row *row, const char *amount)
{
	struct form_with form = { .submit = submit_reference };
	struct form_field *field;
	char text[MONEY_TEXT_MAX];

	text_copy(form.title, sizeof(form.title), row->label);
	text_copy(form.key, sizeof(form.key), row->kind);
	field = form_add(&form, _("Amount"), FORM_AMOUNT, amount);
	text_copy(field->currency, sizeof(field->currency), row->currency);
	if (!amount[0]) {
		struct number_style plain = number_plain(face->settings->currency.exponent);

		text_copy(field->value, sizeof(field->value),
		          money_text(text, money_abs(face->view.settlement.remaining), &plain));
	}
	form_add(&form, _("Reference"), FORM_TEXT, "")->room = REFERENCE_MAX - 1;
	if (strcmp(row->kind, "card") == 0) {
		form_add(&form, _("Card"), FORM_TEXT, "")->optional = true;
		field = form_add(&form, _("Last four digits"), FORM_NUMBER, "");
		field->optional = true;
		field->room = 4;
	}
	face_push(face, &form_screen, &form);
	return REACT_DONE;
}

static bool
find_tender(const struct face *face, const char *kind, struct tender_row *row)
{
	struct tender_row rows[32];
	size_t count;

	if (catalogue_tenders(face->ledger, rows, 32, &count, NULL))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (strcmp(rows[i].kind, kind) == 0) {
			*row = rows[i];
			return true;
		}
	}
	return false;
}

enum reaction
register_tender(struct face *face, const char *kind, const char *amount)
{
	struct tender_row row;

	/* without an amount it is only done by a key that was pressed after the amount was seen */
	if (face->view.state == TILL_TENDERING && (!amount[0] || is_refund(face)) &&
	    !face_is_fresh(face))
		return REACT_DONE;
	if (face->view.state == TILL_TENDERING && !is_refund(face) &&
	    find_tender(face, kind, &row) && row.needs_reference)
		return ask_reference(face, &row, amount);
	return do_tender(face, kind, amount);
}

enum reaction
register_tender_key(struct face *face, const char *kind)
{
	char amount[FIELD_TEXT_MAX] = "";
	struct money proposals[PROPOSALS_MAX];
	struct err err;

	if (!field_is_empty(&face->buffer)) {
		if (typed_amount(face->settings, face->buffer.text, amount, &err)) {
			face_error(face, &err);
			return REACT_DONE;
		}
	} else if (strcmp(kind, "cash") == 0 && face->proposal > 0 &&
	           register_proposals(face, proposals) > (size_t)face->proposal) {
		struct number_style plain = number_plain(face->settings->currency.exponent);
		char text[MONEY_TEXT_MAX];

		if (!face_is_fresh(face))
			return REACT_DONE;
		strcpy(amount, money_text(text, proposals[face->proposal], &plain));
	}
	return register_tender(face, kind, amount);
}
