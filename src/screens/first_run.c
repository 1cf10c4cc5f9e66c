/*
 * The first start: where the shop is, what it is called, who its manager is; then the recovery
 * sheet.  What is asked here cannot be changed later or is needed to begin; the checklist has the
 * rest.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/paths.h"
#include "shop/setup.h"
#include "screens/chooser.h"
#include "screens/form.h"
#include "screens/paper.h"
#include "screens/screens.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define COUNTRIES_MAX 64
#define PRESETS_MAX 12

/* clang-format off */
enum first_field {
	OF_NAME, OF_ADDRESS, OF_TAX_NUMBER, OF_CURRENCY, OF_TILL, OF_DEPARTMENTS,
	OF_LOCAL_TAX, OF_MANAGER, OF_PIN, OF_PIN_AGAIN, FIRST_FIELDS
};
/* clang-format on */

/* ---- the recovery sheet ---- */

struct recovery {
	struct screen screen;
	char text[RECOVERY_MAX];
};

static void
recovery_enter(struct screen *screen, const void *with)
{
	strcpy(((struct recovery *)screen)->text, with);
}

static void
recovery_leave(struct screen *screen)
{
	struct recovery *recovery = (struct recovery *)screen;

	memset(recovery->text, 0, sizeof(recovery->text));
}

static void
recovery_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct recovery *recovery = (const struct recovery *)screen;
	int cols = room.cols > 76 ? 70 : room.cols - 4, row = room.row + 1,
	    col = room.col + (room.cols - cols) / 2;
	struct area sheet;

	canvas_put(canvas, row++, col, cols, INK_STRONG, _("The shop is set up. Keep this sheet."));
	row += canvas_wrap(canvas, (struct area){ row, col, 3, cols }, INK_DIM,
	                   _("Write it down or photograph it, and keep it away from the till. It "
	                     "brings the shop back when the "
	                     "machine is lost. It is shown only now and stored nowhere."));
	row++;
	sheet = (struct area){ row, col, canvas_wrap_rows(recovery->text, cols - 4) + 2, cols };
	if (sheet.rows > room.row + room.rows - row - 4)
		sheet.rows = room.row + room.rows - row - 4;
	canvas_fill(canvas, sheet, INK_PAPER);
	canvas_wrap(canvas,
	            (struct area){ sheet.row + 1, sheet.col + 2, sheet.rows - 2, sheet.cols - 4 },
	            INK_PAPER_STRONG, recovery->text);
	canvas_put(canvas, room.row + room.rows - 4, col, cols, INK_BODY,
	           _("1  it is kept: go on"));
	canvas_put(canvas, room.row + room.rows - 3, col, cols, INK_BODY,
	           _("2  save it in a file"));
	canvas_cursor(canvas, room.row + room.rows - 4, col);
}

/* On a stick, say: never on the till itself, whose loss it is for. */
static enum outcome
submit_file(struct face *face, struct form_with *form, struct err *err)
{
	const char *text = ((const struct recovery *)face->top->below)->text;
	const char *path = form->fields[0].value;
	enum outcome outcome;

	if (path[0] != '/')
		return err_set(err, RC_REFUSED,
		               _("type the whole path, as in /media/stick/shop.txt"));
	outcome = paths_replace_file(path, text, strlen(text), 0600, err);
	if (!outcome)
		face_note(face, _("the file is written: keep it away from the till"));
	return outcome;
}

static void
ask_file(struct face *face)
{
	struct form_with form = { .submit = submit_file };

	text_copy(form.title, sizeof(form.title), _("Save the recovery sheet"));
	form.about = _("On a stick that is kept elsewhere: this machine may be lost or broken.");
	form_add(&form, _("File"), FORM_TEXT, "/media/");
	face_push(face, &form_screen, &form);
}

static enum reaction
recovery_key(struct screen *screen, const struct key *key)
{
	if (key_is(key, "2")) {
		ask_file(screen->face);
		return REACT_DONE;
	}
	if (!key_is(key, "1"))
		return REACT_BEEP;
	face_leave(screen->face);
	return REACT_DONE;
}

/* Esc and Enter do not make it go away. */
static enum reaction
recovery_verb(struct screen *screen, struct verb verb, const char *words)
{
	(void)screen;
	(void)words;
	return verb_is(verb, ACT_REDRAW) ? REACT_PASS : REACT_BEEP;
}

static bool
recovery_withholds(const struct screen *screen, struct verb verb, const char *words)
{
	(void)screen;
	(void)words;
	return verb_is_command(verb, CMD_CLEAR);
}

static const struct screen_ops recovery_screen = {
	.name = "recovery",
	.title = N_("Recovery sheet"),
	.size = sizeof(struct recovery),
	.enter = recovery_enter,
	.leave = recovery_leave,
	.draw = recovery_draw,
	.withholds = recovery_withholds,
	.verb = recovery_verb,
	.key = recovery_key,
};

/* ---- the form ---- */

/* What was typed; "" where this country is not asked for it. */
static const char *
typed(const struct form_with *form, enum first_field field)
{
	return form->slots[field] ? form->fields[form->slots[field] - 1].value : "";
}

static enum outcome
check_pin(struct form_with *form, struct err *err)
{
	enum outcome outcome = staff_pin_check_form(typed(form, OF_PIN), "manager", err);

	if (!outcome && strcmp(typed(form, OF_PIN), typed(form, OF_PIN_AGAIN)) != 0)
		outcome = err_set(err, RC_REFUSED, _("the two PINs are not the same"));
	if (outcome)
		form->wrong = form->slots[OF_PIN];
	return outcome;
}

static enum outcome
fill_setup(struct form_with *form, struct setup *setup, struct err *err)
{
	struct currency currency;
	enum outcome outcome = text_clean(setup->name, sizeof(setup->name), typed(form, OF_NAME),
	                                  strlen(typed(form, OF_NAME)), err);

	form->wrong = form->slots[OF_NAME];
	if (!outcome) {
		outcome = currency_find(typed(form, OF_CURRENCY), &currency, err);
		form->wrong = form->slots[OF_CURRENCY];
	}
	if (!outcome)
		outcome = check_pin(form, err);
	if (outcome)
		return outcome;
	form->wrong = 0;
	text_copy(setup->address, sizeof(setup->address), typed(form, OF_ADDRESS));
	row_to_lines(setup->address);
	text_copy(setup->tax_number, sizeof(setup->tax_number), typed(form, OF_TAX_NUMBER));
	text_copy(setup->country, sizeof(setup->country), form->key);
	text_copy(setup->currency, sizeof(setup->currency), typed(form, OF_CURRENCY));
	setup->till = atoi(typed(form, OF_TILL));
	text_copy(setup->departments, sizeof(setup->departments), typed(form, OF_DEPARTMENTS));
	text_copy(setup->local_tax, sizeof(setup->local_tax), typed(form, OF_LOCAL_TAX));
	text_copy(setup->manager_name, sizeof(setup->manager_name), typed(form, OF_MANAGER));
	text_copy(setup->manager_pin, sizeof(setup->manager_pin), typed(form, OF_PIN));
	setup->at = clock_system.now(clock_system.context);
	return RC_OK;
}

static enum outcome
submit(struct face *face, struct form_with *form, struct err *err)
{
	struct setup setup = { 0 };
	char recovery[RECOVERY_MAX] = "";
	enum outcome outcome = fill_setup(form, &setup, err);

	if (!outcome)
		outcome = setup_make(face->new_folder, &setup, recovery, err);
	memset(&setup, 0, sizeof(setup));
	if (outcome)
		return outcome;
	face->made = true;
	while (face->top->below)
		face_pop(face, face->top);
	face_push(face, &recovery_screen, recovery);
	memset(recovery, 0, sizeof(recovery));
	return RC_OK;
}

/* Presets as the choices of a form: their names live as long as the program. */
static const char *const *
preset_choices(void)
{
	static char names[PRESETS_MAX][17];
	static const char *choices[PRESETS_MAX + 1];
	size_t count = 0;

	if (setup_department_presets(names, PRESETS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++)
		choices[i] = names[i];
	if (count == 0)
		choices[count++] = "none";
	choices[count] = NULL;
	return choices;
}

static struct form_field *
add(struct form_with *form, enum first_field field, const char *label, enum form_kind kind,
    const char *value)
{
	form->slots[field] = form->count + 1;
	return form_add(form, label, kind, value);
}

static void
country_take(struct table *table, const struct table_row *row)
{
	static char hint[NOTE_MAX];
	struct form_with form = { .submit = submit };
	const char *const *presets = preset_choices();

	text_copy(form.key, sizeof(form.key), row->key);
	snprintf(form.title, sizeof(form.title), _("A new shop: %s"), row->cells[1]);
	hint[0] = '\0';
	if (setup_country_hint(row->key, hint, NULL) == RC_OK && hint[0])
		form.about = _(hint);
	add(&form, OF_NAME, _("Name of the shop"), FORM_TEXT, "")->room = NAME_MAX_BYTES - 1;
	add(&form, OF_ADDRESS, _("Address (| new line)"), FORM_TEXT, "")->optional = true;
	add(&form, OF_TAX_NUMBER, _("Tax number"), FORM_TEXT, "")->optional = true;
	add(&form, OF_CURRENCY, _("Currency"), FORM_TEXT, row->cells[2])->room = 3;
	add(&form, OF_TILL, _("Till number"), FORM_NUMBER, "1")->room = 4;
	add(&form, OF_DEPARTMENTS, _("Departments"), FORM_CHOICE, presets[0])->choices = presets;
	if (setup_has_local_tax(row->key))
		add(&form, OF_LOCAL_TAX, _("Local tax, percent"), FORM_TEXT, "")->optional = true;
	add(&form, OF_MANAGER, _("Your name"), FORM_TEXT, "")->room = NAME_MAX_BYTES - 1;
	add(&form, OF_PIN, _("Your PIN (6 digits)"), FORM_PIN, "")->room = 12;
	add(&form, OF_PIN_AGAIN, _("The same again"), FORM_PIN, "")->room = 12;
	face_push(table->screen.face, &form_screen, &form);
}

/* ---- the country ---- */

static void
country_load(struct table *table)
{
	struct country_row *rows = alloc_zero(COUNTRIES_MAX, sizeof(*rows));
	size_t count = 0;

	if (setup_countries(rows, COUNTRIES_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct table_row *row = table_add(table, (int64_t)i);

		text_copy(row->key, sizeof(row->key), rows[i].code);
		table_cell(row, 0, "%s", rows[i].code);
		table_cell(row, 1, "%s", rows[i].name);
		table_cell(row, 2, "%s", rows[i].currency);
	}
	free(rows);
}

/* The lowest screen: Esc asks whether to leave. */
static enum reaction
country_verb(struct table *table, struct verb verb, const char *words, const struct table_row *row)
{
	(void)words;
	(void)row;
	if (!verb_is_command(verb, CMD_CLEAR))
		return REACT_PASS;
	return face_verb(table->screen.face, verb_of_action(ACT_QUIT), "");
}

static const struct table_ops country_ops = {
	.title = N_("Welcome to Ringup. In which country is the shop?"),
	.about = N_("It brings taxes, coins and the wording of receipts; all of that can be changed. To look around first: "
	            "ringup demo."),
	.columns = {
		{ "", 4, ALIGN_LEFT, 0 },
		{ N_("Country"), 0, ALIGN_LEFT, 0 },
		{ N_("Currency"), 10, ALIGN_LEFT, 0 },
	},
	.load = country_load,
	.take = country_take,
	.verb = country_verb,
};

enum outcome
screens_first_run(const char *folder, struct loop *loop, struct err *err)
{
	struct face *face = alloc_zero(1, sizeof(*face));
	enum outcome outcome = face_open(face, NULL, loop, true, err);

	if (!outcome) {
		face->new_folder = folder;
		table_open(face, &country_ops, 0, NULL);
		face_run(face);
		if (!face->made)
			outcome = err_set(err, RC_REFUSED, _("no shop was set up"));
	}
	face_close(face);
	free(face);
	return outcome;
}
