#include <config.h>

#include "screens/form.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/box.h"
#include "screens/scanned.h"
#include "screens/typed.h"

struct form {
	struct screen screen;
	struct form_with with;
	struct field fields[FORM_FIELDS_MAX];
	bool proposed[FORM_FIELDS_MAX]; /* a number nobody typed: the first digit replaces it */
	int at;
	bool waiting; /* for the answer to its command */
};

static struct form *
form_of(const struct screen *screen)
{
	return (struct form *)screen;
}

struct form_field *
form_add(struct form_with *form, const char *label, enum form_kind kind, const char *value)
{
	struct form_field *field = &form->fields[form->count++];

	assert(form->count <= FORM_FIELDS_MAX);
	field->label = label;
	field->kind = kind;
	text_copy(field->value, sizeof(field->value), value ? value : "");
	return field;
}

int
form_choice(const struct form_field *field)
{
	for (int i = 0; field->choices[i]; i++) {
		if (strcmp(field->choices[i], field->value) == 0)
			return i;
	}
	return 0;
}

static void
form_enter(struct screen *screen, const void *with)
{
	struct form *form = form_of(screen);

	form->with = *(const struct form_with *)with;
	for (int i = 0; i < form->with.count; i++) {
		struct form_field *field = &form->with.fields[i];

		form->fields[i].room = field->room;
		form->fields[i].secret = field->kind == FORM_PIN;
		if (field->kind == FORM_CHOICE && !field->value[0])
			text_copy(field->value, sizeof(field->value), field->choices[0]);
		field_set(&form->fields[i], field->value);
		form->proposed[i] = field->value[0] && field->kind != FORM_TEXT;
	}
}

/* ---- drawing ---- */

static int
label_cols(const struct form *form)
{
	int most = 0;

	for (int i = 0; i < form->with.count; i++) {
		int cols = text_cols(form->with.fields[i].label);

		most = cols > most ? cols : most;
	}
	return most;
}

static int
choices_cols(const struct form_field *field)
{
	int cols = 0;

	for (int i = 0; field->choices[i]; i++)
		cols += text_cols(_(field->choices[i])) + 3;
	return cols;
}

static void
draw_choice(const struct form *form, int index, struct canvas *canvas, struct area row,
            bool current)
{
	const struct form_field *field = &form->with.fields[index];
	int chosen = form_choice(field), col = row.col;

	if (current)
		canvas_cursor(canvas, row.row, row.col);
	/* too many to stand beside each other: one at a time */
	if (choices_cols(field) > row.cols) {
		canvas_format(canvas, row.row, col, row.cols,
		              current ? INK_BOX_MARK : INK_BOX_STRONG, "‹ %s ›",
		              _(field->choices[chosen]));
		return;
	}
	for (int i = 0; field->choices[i]; i++) {
		bool on = i == chosen;
		enum ink ink = on ? current ? INK_BOX_MARK : INK_BOX_STRONG : INK_BOX_DIM;

		col += canvas_format(canvas, row.row, col, row.col + row.cols - col, ink,
		                     on ? "[%s]" : " %s ", _(field->choices[i]));
		col++;
	}
}

static void
draw_field(const struct form *form, int index, struct canvas *canvas, struct area row, bool current)
{
	int col;

	if (form->with.fields[index].kind == FORM_CHOICE) {
		draw_choice(form, index, canvas, row, current);
		return;
	}
	col = field_draw(&form->fields[index], canvas, row.row, row.col, row.cols, INK_BOX_FIELD);
	if (current)
		canvas_cursor(canvas, row.row,
		              col < row.col + row.cols ? col : row.col + row.cols - 1);
}

static void
form_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct form *form = form_of(screen);
	int labels = label_cols(form), cols = room.cols - 8 > 64 ? 64 : room.cols - 8;
	int about = form->with.about ? canvas_wrap_rows(form->with.about, cols) + 1 : 0;
	struct area inside =
	        box_draw(canvas, room, form->with.count + about + 2, cols, form->with.title,
	                 form->waiting ? _("one moment") : _("Enter takes, Esc leaves"));
	int room_rows = inside.rows - about - 2, first = 0;
	bool narrow = inside.cols < 40;

	if (narrow && labels > inside.cols / 2)
		labels = inside.cols / 2;
	if (form->with.about)
		canvas_wrap(canvas, (struct area){ inside.row + 1, inside.col, about, inside.cols },
		            INK_BOX_DIM, form->with.about);
	if (room_rows < 1)
		room_rows = 1;
	if (form->at >= room_rows)
		first = form->at - room_rows + 1;
	for (int i = first; i < form->with.count && i - first < room_rows; i++) {
		int row = inside.row + 1 + about + i - first;
		bool current = i == form->at;

		canvas_put(canvas, row, inside.col - 2, 1, INK_BOX_STRONG, current ? "▸" : " ");
		canvas_put(canvas, row, inside.col, labels, current ? INK_BOX_STRONG : INK_BOX,
		           form->with.fields[i].label);
		if (i > 0 && i == first)
			canvas_put(canvas, row, inside.col + inside.cols, 1, INK_BOX_DIM, "▲");
		else if (i + 1 < form->with.count && i - first == room_rows - 1)
			canvas_put(canvas, row, inside.col + inside.cols, 1, INK_BOX_DIM, "▼");
		draw_field(
		        form, i, canvas,
		        (struct area){ row, inside.col + labels + 2, 1, inside.cols - labels - 2 },
		        current);
	}
}

/* ---- keys ---- */

static bool
may_type(enum form_kind kind, const struct key *key)
{
	if (kind == FORM_TEXT || key->cap != CAP_CHAR)
		return true;
	if (key_is_digit(key))
		return true;
	if (kind == FORM_DISCOUNT && key_is(key, "%"))
		return true;
	return (kind == FORM_AMOUNT || kind == FORM_QTY || kind == FORM_DISCOUNT) &&
	       (key_is(key, ".") || key_is(key, ",") || key_is(key, "-"));
}

static enum reaction
choice_key(struct form_field *field, const struct key *key)
{
	int count = 0, at = form_choice(field);

	while (field->choices[count])
		count++;
	if (key->cap == CAP_LEFT)
		at = at > 0 ? at - 1 : count - 1;
	else if (key->cap == CAP_RIGHT || key_is(key, " "))
		at = at < count - 1 ? at + 1 : 0;
	else if (key_is_digit(key) && key->text[0] >= '1' && key->text[0] - '1' < count)
		at = key->text[0] - '1';
	else
		return key->cap == CAP_CHAR || key->cap == CAP_BACKSPACE ? REACT_BEEP : REACT_PASS;
	text_copy(field->value, sizeof(field->value), field->choices[at]);
	return REACT_DONE;
}

static enum reaction
form_key(struct screen *screen, const struct key *key)
{
	struct form *form = form_of(screen);
	struct form_field *field = &form->with.fields[form->at];

	if (form->waiting)
		return REACT_BEEP;
	if (field->kind == FORM_CHOICE)
		return choice_key(field, key);
	if (!may_type(field->kind, key))
		return REACT_BEEP;
	if (form->proposed[form->at] && key->cap == CAP_CHAR && !key->mods)
		field_clear(&form->fields[form->at]);
	form->proposed[form->at] = false;
	if (field_key(&form->fields[form->at], key, true))
		return REACT_DONE;
	return key->cap == CAP_CHAR || key->cap == CAP_BACKSPACE ? REACT_BEEP : REACT_PASS;
}

/* What was typed, in the form commands want it. */
static enum outcome
take_field(struct form *form, int index, struct err *err)
{
	struct form_field *field = &form->with.fields[index];
	const char *typed = form->fields[index].text;
	char word[TYPED_MAX];
	enum outcome outcome = RC_OK;

	if (field->kind == FORM_CHOICE)
		return RC_OK;
	if (!typed[0] && !field->optional)
		return err_set(err, RC_REFUSED, _("%s is needed"), field->label);
	if (!typed[0] || field->kind == FORM_TEXT || field->kind == FORM_PIN ||
	    field->kind == FORM_NUMBER) {
		text_copy(field->value, sizeof(field->value), typed);
		return RC_OK;
	}
	if (field->kind == FORM_AMOUNT)
		outcome = typed_foreign(form->screen.face->settings, field->currency, typed, word,
		                        err);
	else if (field->kind == FORM_DISCOUNT)
		outcome = typed_discount(form->screen.face->settings, typed, word, err);
	else
		outcome = typed_qty(typed, word, err);
	if (!outcome)
		text_copy(field->value, sizeof(field->value), word);
	return outcome;
}

/* Back to what is wrong; what was typed as a secret is typed again. */
static void
go_to_wrong(struct form *form)
{
	if (form->with.wrong == 0)
		return;
	form->at = form->with.wrong - 1;
	form->with.wrong = 0;
	for (int i = form->at; i < form->with.count; i++) {
		if (form->with.fields[i].kind == FORM_PIN)
			field_clear(&form->fields[i]);
	}
}

static enum reaction
submit(struct form *form)
{
	struct face *face = form->screen.face;
	int64_t serial = form->screen.serial;
	struct err err = { 0 };
	enum outcome outcome;

	for (int i = 0; i < form->with.count; i++) {
		if (take_field(form, i, &err)) {
			form->at = i;
			face_error(face, &err);
			return REACT_DONE;
		}
	}
	form->waiting = true;
	outcome = form->with.submit(face, &form->with, &err);
	/* a command that ended at once has closed it already */
	if (!face_is_open(face, serial))
		return REACT_DONE;
	if (outcome != RC_BUSY)
		form->waiting = false;
	if (!outcome)
		face_pop(face, &form->screen);
	else if (outcome != RC_BUSY && err.msg[0])
		face_error(face, &err);
	if (outcome && outcome != RC_BUSY)
		go_to_wrong(form);
	return REACT_DONE;
}

static void
form_answered(struct screen *screen, enum outcome outcome, const struct answer *answer)
{
	struct form *form = form_of(screen);

	(void)answer;
	form->waiting = false;
	if (!outcome)
		face_pop(screen->face, screen);
}

static enum reaction
form_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct form *form = form_of(screen);

	(void)words;
	if (form->waiting)
		return REACT_BEEP;
	if (verb_is(verb, ACT_ENTER)) {
		struct err err;

		if (take_field(form, form->at, &err)) {
			face_error(screen->face, &err);
			return REACT_DONE;
		}
		if (form->at + 1 < form->with.count) {
			form->at++;
			return REACT_DONE;
		}
		return submit(form);
	}
	if (verb_is(verb, ACT_UP) && form->at > 0) {
		form->at--;
		return REACT_DONE;
	}
	if (verb_is(verb, ACT_DOWN) && form->at + 1 < form->with.count) {
		form->at++;
		return REACT_DONE;
	}
	return REACT_PASS;
}

static enum reaction
form_scan(struct screen *screen, const struct scan *scan)
{
	struct form *form = form_of(screen);
	struct form_field *field = &form->with.fields[form->at];
	char number[CODE_MAX];

	/* a code may be scanned where one is asked for, and only there */
	if (form->waiting || field->kind != FORM_TEXT || strcmp(field->label, _("Code")) != 0)
		return REACT_BEEP;
	scanned_number(form->screen.face->settings, scan, number);
	field_set(&form->fields[form->at], number);
	return REACT_DONE;
}

static bool
form_offers(const struct screen *screen, struct verb verb)
{
	(void)screen;
	return verb_is(verb, ACT_ENTER) || verb_is(verb, ACT_UP) || verb_is(verb, ACT_DOWN);
}

const struct screen_ops form_screen = {
	.name = "form",
	.title = N_("Fill in"),
	.size = sizeof(struct form),
	.over = true,
	.text = true,
	.enter = form_enter,
	.draw = form_draw,
	.offers = form_offers,
	.verb = form_verb,
	.key = form_key,
	.scan = form_scan,
	.answered = form_answered,
};
