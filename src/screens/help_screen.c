/*
 * Help: the keys that work now, from the key map and the tables of commands and actions.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/list.h"
#include "screens/rooms.h"

#define ROWS_MAX 96
#define KEYS_TEXT_MAX 64

struct help_row {
	struct verb verb;
	char words[BINDING_TEXT_MAX];
	char keys[KEYS_TEXT_MAX]; /* all that are bound to it: "F9, Ctrl-P" */
	const char *label, *about;
};

struct help {
	struct screen screen;
	struct help_row rows[ROWS_MAX];
	struct list list;
	const char *title;
};

static struct help *
help_of(const struct screen *screen)
{
	return (struct help *)screen;
}

static struct help_row *
row_of(struct help *help, const struct binding *binding)
{
	for (int i = 0; i < help->list.count; i++) {
		if (verb_same(help->rows[i].verb, binding->verb) &&
		    strcmp(help->rows[i].words, binding->words) == 0)
			return &help->rows[i];
	}
	return NULL;
}

static void
add_key(struct help *help, const struct binding *binding)
{
	struct help_row *row = row_of(help, binding);
	char key[KEY_TEXT_MAX];
	size_t length;

	if (!row) {
		if (help->list.count == ROWS_MAX)
			return;
		row = &help->rows[help->list.count++];
		row->verb = binding->verb;
		strcpy(row->words, binding->words);
		row->label = face_label(help->screen.face, binding);
		row->about = face_help(help->screen.face, binding->verb);
	}
	length = strlen(row->keys);
	snprintf(row->keys + length, sizeof(row->keys) - length, "%s%s", length ? ", " : "",
	         key_text(&binding->key, key));
}

/* Those of the screen that help was asked from. */
static void
help_enter(struct screen *screen, const void *with)
{
	struct help *help = help_of(screen);
	struct face *face = screen->face;
	const struct screen_ops *ops = screen->below->ops;

	(void)with;
	help->title = ops->title;
	face->top = screen->below;
	for (int own = 1; own >= 0; own--) {
		for (size_t i = 0; i < keymap_count(face->keymap); i++) {
			const struct binding *row = keymap_row(face->keymap, i);
			bool mine = strcmp(row->section, own ? ops->name : "*") == 0;
			bool character = row->key.cap == CAP_CHAR && !row->key.mods;

			if (mine && !row->none && !(character && ops->text) &&
			    keymap_row_holds(face->keymap, i, ops->name) &&
			    face_offers_key(face, row))
				add_key(help, row);
		}
	}
	face->top = screen;
	list_set_count(&help->list, help->list.count);
}

#define KEYS_MOST 16
#define LABEL_MOST 16
#define ABOUT_LEAST 24 /* without that much room for it, what a key does is left out */

/* The widest of the keys, and of their labels. */
static void
measure(const struct help *help, int *keys, int *labels)
{
	*keys = 6;
	*labels = 4;
	for (int i = 0; i < help->list.count; i++) {
		int key = text_cols(help->rows[i].keys), label = text_cols(help->rows[i].label);

		*keys = key > *keys ? key : *keys;
		*labels = label > *labels ? label : *labels;
	}
	*keys = *keys < KEYS_MOST ? *keys : KEYS_MOST;
	*labels = *labels < LABEL_MOST ? *labels : LABEL_MOST;
}

static void
draw_row(const struct help_row *entry, struct canvas *canvas, struct area row, int keys, int labels)
{
	int label = row.col + keys + 2, about = label + labels + 2;

	canvas_put(canvas, row.row, row.col, keys, INK_STRONG, entry->keys);
	if (row.col + row.cols - about < ABOUT_LEAST) {
		canvas_put(canvas, row.row, label, row.cols - keys - 2, INK_BODY,
		           entry->label[0] ? entry->label : entry->about);
		return;
	}
	canvas_put(canvas, row.row, label, labels, INK_BODY, entry->label);
	canvas_put(canvas, row.row, about, row.col + row.cols - about, INK_DIM, entry->about);
}

static void
help_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct help *help = help_of(screen);
	int row = room.row + (room.rows > 14 ? 1 : 0), col = room.col + 2, keys, labels;
	struct area area = { row + 1, col, 2, room.cols - 4 };

	measure(help, &keys, &labels);
	canvas_format(canvas, row, col, area.cols, INK_STRONG, _("Keys that work now: %s"),
	              _(help->title));
	area.row += canvas_wrap(
	        canvas, area, INK_DIM,
	        _("Numbers come first: 3 * item, 2000 F9. Every command can be typed after /."));
	area.row++;
	area.rows = room.row + room.rows - area.row;
	list_fit(&help->list, area.rows);
	for (int i = 0; i < area.rows && help->list.first + i < help->list.count; i++)
		draw_row(&help->rows[help->list.first + i], canvas,
		         (struct area){ area.row + i, col, 1, area.cols }, keys, labels);
	list_draw_position(&help->list, canvas, area.row, room.col + room.cols - 1, INK_RULE);
	canvas_cursor(canvas, area.row, area.col);
}

static enum reaction
help_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct help *help = help_of(screen);
	int page = help->list.height > 1 ? help->list.height - 1 : 1,
	    last = help->list.count - help->list.height;
	int to = help->list.first;

	(void)words;
	if (verb_is(verb, ACT_DOWN))
		to++;
	else if (verb_is(verb, ACT_UP))
		to--;
	else if (verb_is(verb, ACT_PAGE_DOWN))
		to += page;
	else if (verb_is(verb, ACT_PAGE_UP))
		to -= page;
	else
		return REACT_PASS;
	to = to > last ? last : to;
	to = to < 0 ? 0 : to;
	if (to == help->list.first)
		return REACT_BEEP;
	help->list.first = help->list.marked = to;
	return REACT_DONE;
}

static bool
help_offers(const struct screen *screen, struct verb verb)
{
	const struct help *help = help_of(screen);

	return help->list.count > help->list.height &&
	       (verb_is(verb, ACT_UP) || verb_is(verb, ACT_DOWN));
}

const struct screen_ops help_screen = {
	.name = "help",
	.title = N_("Help"),
	.size = sizeof(struct help),
	.enter = help_enter,
	.draw = help_draw,
	.offers = help_offers,
	.verb = help_verb,
};
