/*
 * Who the basket is for: by number, card or a part of the name.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "ledger/customers.h"
#include "screens/chooser.h"
#include "screens/form.h"
#include "screens/rooms.h"

static void
take(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	struct command command;

	(void)chooser;
	command_make(&command, CMD_CUSTOMER, choice->key, NULL);
	face_do(face, &command);
}

static void
choose(struct face *face, const struct customer_row rows[], size_t count)
{
	struct chooser chooser = { .take = take };

	text_copy(chooser.title, sizeof(chooser.title), _("Customer"));
	for (size_t i = 0; i < count; i++) {
		struct choice *choice = chooser_add(&chooser, rows[i].name, 0);

		snprintf(choice->key, sizeof(choice->key), "%lld", (long long)rows[i].number);
		snprintf(choice->right, sizeof(choice->right), "%lld  %.60s",
		         (long long)rows[i].number, rows[i].groups);
	}
	face_push(face, &chooser_screen, &chooser);
}

static enum outcome
look_for(struct face *face, const char *text, struct err *err)
{
	struct customer_row *rows = alloc_zero(CHOICES_MAX, sizeof(*rows));
	struct command command;
	char number[24];
	size_t count = 0;
	enum outcome outcome = RC_OK;

	if (strcmp(text, "none") != 0)
		outcome = customer_find(face->ledger, text, rows, CHOICES_MAX, &count, err);
	if (outcome == RC_OK && count > 1) {
		choose(face, rows, count);
	} else if (outcome == RC_OK) {
		snprintf(number, sizeof(number), "%lld", (long long)rows[0].number);
		command_make(&command, CMD_CUSTOMER, count == 1 ? number : text, NULL);
		outcome = face_do(face, &command);
		if (!outcome && count == 1 && rows[0].note[0])
			face_note(face, rows[0].note);
	}
	free(rows);
	return outcome;
}

static enum outcome
submit(struct face *face, struct form_with *form, struct err *err)
{
	return look_for(face, form->fields[0].value, err);
}

void
customer_open(struct face *face, const char *typed)
{
	struct form_with form = { .submit = submit };
	struct err err = { 0 };

	if (typed[0]) {
		if (look_for(face, typed, &err) && err.msg[0])
			face_error(face, &err);
		return;
	}
	text_copy(form.title, sizeof(form.title), _("Customer"));
	form.about = _("Number, card, or a part of the name; none for nobody");
	form_add(&form, _("Customer"), FORM_TEXT, "");
	face_push(face, &form_screen, &form);
}
