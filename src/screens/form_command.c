/*
 * Forms made from the arguments of a command: whatever it lacks is asked for.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/form.h"

/* clang-format off */
static const struct {
	const char *argument, *label;
	enum form_kind kind;
} arguments[] = {
	{ "AMOUNT", N_("Amount"), FORM_AMOUNT }, { "REASON", N_("Reason"), FORM_TEXT },
	{ "TEXT", N_("Text"), FORM_TEXT },       { "CODE", N_("Code"), FORM_TEXT },
	{ "NUMBER", N_("Number"), FORM_NUMBER }, { "NAME", N_("Name"), FORM_TEXT },
	{ "LINE", N_("Line"), FORM_NUMBER },     { "QTY", N_("Quantity"), FORM_QTY },
	{ "STAFF", N_("Staff number"), FORM_NUMBER }, { "PIN", N_("PIN"), FORM_PIN },
	{ "KIND", N_("Kind of tender"), FORM_TEXT }, { "SALE", N_("Receipt number"), FORM_TEXT },
	{ "REFERENCE", N_("Reference"), FORM_TEXT }, { "SCHEME", N_("Card"), FORM_TEXT },
	{ "N%|AMOUNT", N_("Amount, or percent with %"), FORM_DISCOUNT },
	{ "CERTIFICATE", N_("Certificate"), FORM_TEXT },
	{ "CODE|AMOUNT", N_("Code, or amount with a point"), FORM_TEXT },
	{ "WEIGHT", N_("Weight"), FORM_QTY },
	{ "AMOUNT|PIECES...", N_("Amount"), FORM_AMOUNT },
	{ "LAST4", N_("Last four digits"), FORM_NUMBER },
};
/* clang-format on */

/* Arguments that are worth asking for although they may be left out. */
static bool
worth_asking(enum command_id id, const char *name)
{
	switch (id) {
	case CMD_CANCEL:
	case CMD_NO_SALE:
	case CMD_POST_VOID:
	case CMD_DISCOUNT:
		return strcmp(name, "REASON") == 0;
	case CMD_BUYER:
	case CMD_SUSPEND:
		return strcmp(name, "TEXT") == 0;
	case CMD_CARD:
		return true;
	default:
		return false;
	}
}

static void
add_argument(struct form_with *form, int slot, const char *name, bool optional)
{
	static const char *const ways[] = { N_("eat-in"), N_("take-away"), N_("none"), NULL };

	form->slots[form->count] = slot;
	if (strcmp(name, "WAY") == 0) {
		form_add(form, _("Where it is eaten"), FORM_CHOICE, "")->choices = ways;
		return;
	}
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		if (strcmp(arguments[i].argument, name) == 0) {
			form_add(form, _(arguments[i].label), arguments[i].kind, "")->optional =
			        optional;
			return;
		}
	}
	form_add(form, name, FORM_TEXT, "")->optional = optional;
}

static enum outcome
submit_command(struct face *face, struct form_with *form, struct err *err)
{
	const char *words[COMMAND_WORDS_MAX] = { NULL };
	struct command command;
	int count = 0;

	(void)err;
	for (int i = 0; i < form->count; i++) {
		while (count <= form->slots[i])
			words[count++] = "";
		words[form->slots[i]] = form->fields[i].value;
	}
	if (form->key[0])
		words[0] = form->key;
	command_make(&command, form->command, words[0], words[1], words[2], words[3], words[4],
	             words[5], NULL);
	return face_do(face, &command);
}

void
form_ask_command(struct face *face, enum command_id id, const char *first)
{
	const struct command_spec *spec = command_spec(id);
	struct form_with form = { .submit = submit_command, .command = id };
	char text[128], *rest, *word;
	bool skip = first && first[0];
	int slot = 0;

	text_copy(form.title, sizeof(form.title), _(spec->label));
	text_copy(form.key, sizeof(form.key), first ? first : "");
	form.about = _(spec->help);
	snprintf(text, sizeof(text), "%s", spec->arguments);
	for (word = strtok_r(text, " ", &rest); word; word = strtok_r(NULL, " ", &rest), slot++) {
		bool optional = word[0] == '[';
		char *name = word + (optional ? 1 : 0);

		name[strcspn(name, "]")] = '\0';
		if (skip) {
			skip = false;
			continue;
		}
		/* giving up a basket is confirmed by saying why */
		if (!optional || worth_asking(id, name))
			add_argument(&form, slot, name,
			             optional && id != CMD_CANCEL && id != CMD_DISCOUNT);
	}
	face_push(face, &form_screen, &form);
}
