/*
 * Changing a line: 1 quantity, 2 price, 3 discount ...  What was typed before goes into the first
 * field.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/chooser.h"
#include "screens/form.h"
#include "screens/rooms.h"

static int
line_number(const struct face *face)
{
	struct basket_line *last;

	if (face->view.selected)
		return face->view.selected;
	last = basket_last((struct basket *)face->view.basket);
	return last ? last->is.number : 0;
}

static enum outcome
submit(struct face *face, struct form_with *form, struct err *err)
{
	struct command command;
	char line[16];

	(void)err;
	snprintf(line, sizeof(line), "%d", (int)form->id);
	command_make(&command, form->command, form->fields[0].value, line,
	             form->count > 1 && form->fields[1].value[0] ? form->fields[1].value : NULL,
	             NULL);
	return face_do(face, &command);
}

/* ---- taxes ---- */

static void
take_tax(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	struct command command;

	command_make(&command, CMD_TAX, chooser->words, choice->key, NULL);
	face_do(face, &command);
}

static void
choose_tax(struct face *face, const char *line, const char *name)
{
	struct chooser chooser = { .take = take_tax };
	struct tax_row rows[CHOICES_MAX - 2];
	size_t count = 0;

	if (catalogue_taxes(face->ledger, rows, CHOICES_MAX - 2, &count, NULL))
		count = 0;
	text_copy(chooser.title, sizeof(chooser.title), _("Tax"));
	text_copy(chooser.about, sizeof(chooser.about), name);
	text_copy(chooser.words, sizeof(chooser.words), line);
	text_copy(chooser_add(&chooser, _("as the item has"), 0)->key, CODE_MAX, "own");
	text_copy(chooser_add(&chooser, _("none"), 0)->key, CODE_MAX, "none");
	for (size_t i = 0; i < count; i++) {
		struct choice *choice;

		/* a tax with several rates over time is one choice */
		if (i > 0 && strcmp(rows[i].code, rows[i - 1].code) == 0)
			continue;
		choice = chooser_add(&chooser, rows[i].name, 0);
		text_copy(choice->key, CODE_MAX, rows[i].code);
		text_copy(choice->right, sizeof(choice->right), rows[i].code);
	}
	face_push(face, &chooser_screen, &chooser);
}

/* ---- the menu of a line ---- */

static void
take(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	struct form_with form = { .submit = submit, .command = (enum command_id)choice->id };
	const struct basket_line *line =
	        basket_line((struct basket *)face->view.basket, atoi(chooser->words));
	char text[MONEY_TEXT_MAX], typed[FIELD_TEXT_MAX];

	if (!line)
		return;
	strcpy(typed, face->buffer.text);
	field_clear(&face->buffer);
	form.id = line->is.number;
	text_copy(form.title, sizeof(form.title), line->is.name);
	switch (form.command) {
	case CMD_QUANTITY:
		qty_text(text, line->is.qty_milli, 0, &(struct number_style){ ".", "", 0 });
		form_add(&form, _("Quantity"), FORM_QTY, typed[0] ? typed : text);
		break;
	case CMD_DISCOUNT:
		form_add(&form, _("Amount, or percent with %"), FORM_DISCOUNT, typed);
		form_add(&form, _("Reason"), FORM_TEXT, "")->optional = line->given_count > 0;
		break;
	case CMD_PRICE:
		form_add(&form, _("Price"), FORM_AMOUNT, typed);
		form_add(&form, _("Reason"), FORM_TEXT, "")->optional = true;
		break;
	case CMD_TAX:
		choose_tax(face, chooser->words, line->is.name);
		return;
	case CMD_VOID: {
		struct command command;

		command_make(&command, CMD_VOID, chooser->words, NULL);
		face_do(face, &command);
		return;
	}
	default:
		form_add(&form, _("Note"), FORM_TEXT, line->is.note);
		break;
	}
	face_push(face, &form_screen, &form);
}

void
line_open(struct face *face)
{
	static const struct {
		enum command_id id;
		const char *label;
	} changes[] = {
		{ CMD_QUANTITY, N_("Quantity") }, { CMD_PRICE, N_("Price") },
		{ CMD_DISCOUNT, N_("Discount") }, { CMD_NOTE, N_("Note") },
		{ CMD_TAX, N_("Tax") },           { CMD_VOID, N_("Take it back") },
	};
	struct chooser chooser = { .take = take };
	int number = line_number(face);
	const struct basket_line *line = basket_line((struct basket *)face->view.basket, number);

	if (!line) {
		face_beep(face);
		return;
	}
	snprintf(chooser.title, sizeof(chooser.title), _("Line %d"), number);
	text_copy(chooser.about, sizeof(chooser.about), line->is.name);
	snprintf(chooser.words, sizeof(chooser.words), "%d", number);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++)
		chooser_add(&chooser, _(changes[i].label), changes[i].id);
	face_push(face, &chooser_screen, &chooser);
}
