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
	const char *label;
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
		row->label = binding_label(binding);
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
			    face_offers(face, row->verb))
				add_key(help, row);
		}
	}
	face->top = screen;
	list_set_count(&help->list, help->list.count);
}

static int
keys_cols(const struct help *help)
{
	int most = 8;

	for (int i = 0; i < help->list.count; i++) {
		int cols = text_cols(help->rows[i].keys);

		most = cols > most ? cols : most;
	}
	return most > 18 ? 18 : most;
}

static void
help_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct help *help = help_of(screen);
	int keys = keys_cols(help), row = room.row + (room.rows > 14 ? 1 : 0), col = room.col + 3;
	struct area area;

	canvas_format(canvas, row, col, room.cols - 6, INK_STRONG, _("Keys that work now: %s"),
	              _(help->title));
	canvas_put(canvas, row + 1, col, room.cols - 6, INK_DIM,
	           _("Numbers come first: 3 * item, 2000 F9. Every command can be typed after /."));
	area = (struct area){ row + 3, col, room.row + room.rows - row - 4, room.cols - 6 };
	list_fit(&help->list, area.rows);
	for (int i = 0; i < area.rows && help->list.first + i < help->list.count; i++) {
		const struct help_row *entry = &help->rows[help->list.first + i];

		canvas_pad(canvas, area.row + i, area.col, keys, INK_STRONG, ALIGN_LEFT,
		           entry->keys);
		if (area.cols - keys < 50) {
			canvas_put(canvas, area.row + i, area.col + keys + 2, area.cols - keys - 2,
			           INK_BODY,
			           entry->label[0] ? entry->label : verb_help(entry->verb));
			continue;
		}
		canvas_put(canvas, area.row + i, area.col + keys + 2, 14, INK_BODY, entry->label);
		canvas_put(canvas, area.row + i, area.col + keys + 18, area.cols - keys - 18,
		           INK_DIM, verb_help(entry->verb));
	}
	list_draw_position(&help->list, canvas, area.row, room.col + room.cols - 2, INK_RULE);
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
