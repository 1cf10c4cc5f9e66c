/*
 * Which key does what, and giving an action another key: the shop's keymap.conf, changed at the
 * till.
 *
 * A row is an action with one of its keys, on all screens where the two belong together, so that
 * the same key keeps the same meaning when it moves.  Every change is tried on a copy, written to
 * the file, and only then held by the till.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/box.h"
#include "screens/chooser.h"
#include "screens/form.h"
#include "screens/keys_change.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "screens/table.h"

/* Row ids: 0 and up are rows of the map; these are below. */
enum { ROW_NEW = -1, ROW_SHIPPED = -2, ROW_NO_F = -3, ROW_UNBOUND = -100 };

/* How screens are called here, by their names in key maps. */
static const struct {
	const char *section, *label;
} screens[] = {
	{ "*", N_("everywhere") },        { "sale", N_("selling") },    { "pay", N_("paying") },
	{ "change", N_("after a sale") }, { "sign-on", N_("sign on") }, { "paper", N_("paper") },
	{ "find", N_("searching") },      { "list", N_("lists") },
};

static const char *
screen_label(const char *section)
{
	for (size_t i = 0; i < sizeof(screens) / sizeof(screens[0]); i++) {
		if (strcmp(screens[i].section, section) == 0)
			return _(screens[i].label);
	}
	return section;
}

/* What a key that is pressed next is for. */
struct wish {
	struct binding row; /* its key: the one it has now */
	bool in_place;      /* instead of that key, else beside it */
};

/* ---- the key that is pressed ---- */

struct catch
{
	struct screen screen;
	struct wish wish;
};

static void
catch_enter(struct screen *screen, const void *with)
{
	((struct catch *)screen)->wish = *(const struct wish *)with;
}

static const char *
name_of(const struct binding *row)
{
	return binding_label(row)[0] ? binding_label(row) : verb_help(row->verb);
}

static void
catch_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct wish *wish = &((const struct catch *)screen)->wish;
	char title[2 * BINDING_TEXT_MAX], key[KEY_TEXT_MAX], now[160];
	struct area inside;

	snprintf(title, sizeof(title), _("A key for \"%s\""), name_of(&wish->row));
	inside = box_draw(canvas, room, 5, 56, title, _("Esc: leave it as it is"));
	canvas_put(canvas, inside.row + 1, inside.col, inside.cols, INK_BOX_STRONG,
	           _("Press the key."));
	if (wish->in_place) {
		snprintf(now, sizeof(now), _("It has %s now."), key_text(&wish->row.key, key));
		canvas_put(canvas, inside.row + 2, inside.col, inside.cols, INK_BOX_DIM, now);
	}
	canvas_put(canvas, inside.row + 3, inside.col, inside.cols, INK_BOX_DIM,
	           _("If it only beeps: ringup keys --learn teaches it."));
	canvas_cursor(canvas, inside.row + 1, inside.col - 1);
}

static enum reaction
catch_key(struct screen *screen, const struct key *key)
{
	struct face *face = screen->face;
	struct wish wish = ((struct catch *)screen)->wish;
	char text[160], name[KEY_TEXT_MAX];
	struct err err;

	face_pop(face, screen);
	if (key->cap == CAP_ESC && !key->mods)
		return REACT_DONE;
	if (keys_give(face, &wish.row, wish.in_place, key, &err)) {
		face_error(face, &err);
		return REACT_DONE;
	}
	snprintf(text, sizeof(text), _("%s from now on: %s"), key_text(key, name),
	         name_of(&wish.row));
	face_note(face, text);
	return REACT_DONE;
}

static const struct screen_ops catch_screen = {
	.name = "key-test",
	.title = N_("A key"),
	.size = sizeof(struct catch),
	.over = true,
	.text = true,
	.enter = catch_enter,
	.draw = catch_draw,
	.key = catch_key,
};

static void
ask_key(struct face *face, const struct binding *row, bool in_place)
{
	struct wish wish = { *row, in_place };

	face_push(face, &catch_screen, &wish);
}

/* ---- other maps, and commands with words ---- */

static void
use_shipped(struct face *face, const char *name)
{
	struct err err;

	if (keys_use(face, name, &err))
		face_error(face, &err);
	else
		face_note(face, _("these keys hold from now on"));
}

enum { DO_USE = 1, DO_KEEP };

static void
take_map(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	if (choice->id == DO_USE)
		use_shipped(face, chooser->words);
}

static void
ask_map(struct face *face, const char *label, const char *name)
{
	struct chooser chooser = { .take = take_map, .no_enter = true };

	text_copy(chooser.title, sizeof(chooser.title), label);
	text_copy(chooser.about, sizeof(chooser.about),
	          _("All changes that were made to the keys of this till are lost."));
	text_copy(chooser.words, sizeof(chooser.words), name);
	chooser_add(&chooser, _("use these keys"), DO_USE);
	chooser_add(&chooser, _("keep the keys as they are"), DO_KEEP);
	face_push(face, &chooser_screen, &chooser);
}

static enum outcome
submit_new(struct face *face, struct form_with *form, struct err *err)
{
	struct binding row = { .section = "sale" };
	char text[2 * FIELD_TEXT_MAX + 8];
	enum outcome outcome;

	snprintf(text, sizeof(text), "%s%s%s", form->fields[0].value,
	         form->fields[1].value[0] ? " ; " : "", form->fields[1].value);
	outcome = keymap_read_meaning(&row, text, err);
	if (!outcome && row.none)
		outcome = err_set(err, RC_REFUSED, _("type a command, as in preset 4"));
	if (outcome)
		return outcome;
	face_pop(face, face->top); /* the form: the key is asked for in its place */
	ask_key(face, &row, false);
	return RC_OK;
}

static void
ask_new(struct face *face)
{
	struct form_with form = { .submit = submit_new };

	text_copy(form.title, sizeof(form.title), _("A key for a command with words"));
	form.about = _("As after /: preset 4, tender voucher 10.00, no-sale \"change\".");
	form_add(&form, _("Command"), FORM_TEXT, "")->room = BINDING_TEXT_MAX - 1;
	form_add(&form, _("Label in the bar"), FORM_TEXT, "")->optional = true;
	form.fields[1].room = 16;
	face_push(face, &form_screen, &form);
}

/* ---- a row is taken ---- */

enum { DO_OTHER = 1, DO_MORE, DO_NONE };

static void
take_change(struct face *face, const struct chooser *chooser, const struct choice *choice)
{
	int index = atoi(chooser->words);
	struct binding row;
	struct err err;

	if (index >= (int)keymap_count(face->keymap))
		return;
	row = *keymap_row(face->keymap, (size_t)index);
	if (choice->id == DO_NONE && keys_take_away(face, &row, &err))
		face_error(face, &err);
	else if (choice->id != DO_NONE)
		ask_key(face, &row, choice->id == DO_OTHER);
}

static void
ask_change(struct face *face, int index)
{
	const struct binding *row = keymap_row(face->keymap, (size_t)index);
	struct chooser chooser = { .take = take_change };
	char key[KEY_TEXT_MAX];

	snprintf(chooser.title, sizeof(chooser.title), "%s  %.60s", key_text(&row->key, key),
	         name_of(row));
	snprintf(chooser.words, sizeof(chooser.words), "%d", index);
	chooser_add(&chooser, _("another key instead"), DO_OTHER);
	chooser_add(&chooser, _("one more key"), DO_MORE);
	chooser_add(&chooser, _("take this key away"), DO_NONE);
	face_push(face, &chooser_screen, &chooser);
}

static void
keys_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct binding unbound = { .section = "sale" };

	if (row->id >= 0)
		ask_change(face, (int)row->id);
	else if (row->id == ROW_NEW)
		ask_new(face);
	else if (row->id == ROW_SHIPPED)
		ask_map(face, row->cells[1], "keymap.conf");
	else if (row->id == ROW_NO_F)
		ask_map(face, row->cells[1], "keymap-nof.conf");
	else {
		unbound.verb = verb_at((int)(ROW_UNBOUND - row->id));
		ask_key(face, &unbound, false);
	}
}

/* ---- rows ---- */

static bool
fits(const struct table *table, const struct table_row *row)
{
	char folded[2 * TABLE_CELL_MAX], wanted[FIELD_TEXT_MAX];

	if (field_is_empty(&table->filter))
		return true;
	text_fold(wanted, sizeof(wanted), table->filter.text);
	for (int i = 0; i < 4; i++) {
		text_fold(folded, sizeof(folded), row->cells[i]);
		if (strstr(folded, wanted))
			return true;
	}
	return false;
}

/* A row that does not fit what was typed is taken out again. */
static void
keep_if_fits(struct table *table)
{
	if (!fits(table, &table->rows[table->list.count - 1]))
		table->list.count--;
}

static bool
listed_before(const struct keymap *keymap, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (binding_same(keymap_row(keymap, i), keymap_row(keymap, index)))
			return true;
	}
	return false;
}

static void
where_text(const struct keymap *keymap, const struct binding *row, char *out, size_t size)
{
	size_t length = 0;

	out[0] = '\0';
	for (size_t i = 0; i < keymap_count(keymap) && length < size; i++) {
		const struct binding *other = keymap_row(keymap, i);

		if (binding_same(other, row))
			length +=
			        (size_t)snprintf(out + length, size - length, "%s%s",
			                         length ? ", " : "", screen_label(other->section));
	}
}

static void
add_bound(struct table *table, const struct keymap *keymap, size_t index)
{
	const struct binding *binding = keymap_row(keymap, index);
	struct table_row *row;
	char key[KEY_TEXT_MAX], where[200];

	if (binding->none || verb_is(binding->verb, ACT_NUMLOCK) || listed_before(keymap, index))
		return;
	row = table_add(table, (int64_t)index);
	where_text(keymap, binding, where, sizeof(where));
	table_cell(row, 0, "%s", key_text(&binding->key, key));
	table_cell(row, 1, "%s", name_of(binding));
	table_cell(row, 2, "%s", where);
	table_cell(row, 3, "%s%s%s", verb_name(binding->verb), binding->words[0] ? " " : "",
	           binding->words);
	keep_if_fits(table);
}

/* What has no key yet can get one, where it makes sense without anything typed after it. */
static void
add_unbound(struct table *table, const struct keymap *keymap, int index)
{
	struct verb verb = verb_at(index);
	struct table_row *row;

	for (size_t i = 0; i < keymap_count(keymap); i++) {
		const struct binding *binding = keymap_row(keymap, i);

		if (!binding->none && verb_same(binding->verb, verb))
			return;
	}
	if (!verb_label(verb)[0])
		return;
	row = table_add(table, ROW_UNBOUND - index);
	row->dim = true;
	table_cell(row, 0, "-");
	table_cell(row, 1, "%s", verb_label(verb));
	table_cell(row, 3, "%s", verb_name(verb));
	keep_if_fits(table);
}

static void
add_special(struct table *table, int64_t id, const char *label)
{
	table_cell(table_add(table, id), 1, "%s", label);
	keep_if_fits(table);
}

static void
keys_load(struct table *table)
{
	const struct face *face = table->screen.face;
	const struct keymap *keymap = face->keymap;

	for (size_t i = 0; i < keymap_count(keymap); i++)
		add_bound(table, keymap, i);
	for (int i = 0; i < VERB_COUNT; i++)
		add_unbound(table, keymap, i);
	add_special(table, ROW_NEW, _("+ a command with words, as preset 4"));
	add_special(table, ROW_SHIPPED, _("the keys as they came"));
	add_special(table, ROW_NO_F, _("keys for a keyboard without F1 to F12"));
	if (face->keymap_trouble.msg[0])
		text_copy(table->note, sizeof(table->note), face->keymap_trouble.msg);
}

static const struct table_ops keys_ops = {
	.title = N_("Keys"),
	.about = N_("Enter gives an action another key. Type to search; what is changed holds at once."),
	.filters = true,
	.columns = {
		{ N_("Key"), 10, ALIGN_LEFT, 0 },
		{ N_("Does"), 0, ALIGN_LEFT, 0 },
		{ N_("Where"), 24, ALIGN_LEFT, 60 },
		{ N_("Command"), 16, ALIGN_LEFT, 76 },
	},
	.load = keys_load,
	.take = keys_take,
};

void
keys_open(struct face *face)
{
	table_open(face, &keys_ops, 0, NULL);
}
