/*
 * The command line: "/" and then words as in a script, abbreviated where only one command begins
 * so.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/rooms.h"

#define HITS_MAX 8

struct command_line {
	struct screen screen;
	struct field field;
};

static struct command_line *
line_of(const struct screen *screen)
{
	return (struct command_line *)screen;
}

/* The verbs that begin like the first word; those that mean nothing now are left out. */
static size_t
matches(const struct command_line *self, struct verb out[], size_t room)
{
	size_t length = strcspn(self->field.text, " "), count = 0;
	const struct screen *below = self->screen.below;

	for (int i = 0; i < VERB_COUNT && count < room; i++) {
		struct verb verb = verb_at(i);

		if (strncmp(verb_name(verb), self->field.text, length) != 0)
			continue;
		if (self->field.text[length] == ' ' && verb_name(verb)[length])
			continue;
		if (!verb.is_action && !face_may(below->face, verb.command))
			continue;
		out[count++] = verb;
	}
	return count;
}

static void
command_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct command_line *self = line_of(screen);
	struct verb hits[HITS_MAX];
	size_t count = matches(self, hits, HITS_MAX);
	int row = room.row + room.rows - 1,
	    rows = (int)count < room.rows - 2 ? (int)count : room.rows - 2, col;

	if (rows > 0)
		canvas_fill(canvas, (struct area){ row - rows - 1, room.col, rows + 1, room.cols },
		            INK_BOX);
	if (rows > 0 && canvas->plain)
		canvas_rule(canvas, row - rows - 1, room.col, room.cols, INK_BOX_RULE);
	for (int i = 0; i < rows; i++) {
		int at = row - rows + i;
		char usage[160];

		snprintf(usage, sizeof(usage), "%s %s", verb_name(hits[i]),
		         verb_arguments(hits[i]));
		canvas_put(canvas, at, room.col + 2, 34, INK_BOX_STRONG, usage);
		if (room.cols > 60)
			canvas_put(canvas, at, room.col + 38, room.cols - 40, INK_BOX_DIM,
			           verb_help(hits[i]));
	}
	canvas_fill(canvas, (struct area){ row, room.col, 1, room.cols }, INK_FIELD);
	canvas_put(canvas, row, room.col + 2, 1, INK_TYPED, "/");
	col = field_draw(&self->field, canvas, row, room.col + 3, room.cols - 6, INK_TYPED);
	canvas_cursor(canvas, row, col);
}

/* With words a command goes to the till as it is; alone it is the key of the same name. */
static enum reaction
submit(struct command_line *self)
{
	struct face *face = self->screen.face;
	char line[FIELD_TEXT_MAX], name[FIELD_TEXT_MAX];
	size_t length = strcspn(self->field.text, " ");
	bool words;
	struct verb verb;
	struct err err;

	snprintf(line, sizeof(line), "%s", self->field.text);
	snprintf(name, sizeof(name), "%.*s", (int)length, line);
	words = line[length + strspn(line + length, " ")] != '\0';
	if (verb_find(name, true, &verb, &err)) {
		face_error(face, &err);
		return REACT_DONE;
	}
	face_pop(face, &self->screen);
	if (words && !verb.is_action) {
		face_do_line(face, line);
		return REACT_DONE;
	}
	return face_verb(face, verb, "");
}

static enum reaction
command_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct command_line *self = line_of(screen);

	(void)words;
	if (!verb_is(verb, ACT_ENTER))
		return REACT_PASS;
	return field_is_empty(&self->field) ? REACT_BEEP : submit(self);
}

/* Tab completes as far as all agree. */
static enum reaction
complete(struct command_line *self)
{
	struct verb hits[HITS_MAX * 8];
	size_t count = matches(self, hits, HITS_MAX * 8), length = strlen(self->field.text);
	char name[FIELD_TEXT_MAX];

	if (count == 0 || strchr(self->field.text, ' '))
		return REACT_BEEP;
	snprintf(name, sizeof(name), "%s", verb_name(hits[0]));
	for (size_t i = 1; i < count; i++) {
		size_t same = 0;

		while (name[same] && name[same] == verb_name(hits[i])[same])
			same++;
		name[same] = '\0';
	}
	if (count == 1)
		strcat(name, " ");
	if (strlen(name) <= length)
		return REACT_BEEP;
	field_set(&self->field, name);
	return REACT_DONE;
}

static enum reaction
command_key(struct screen *screen, const struct key *key)
{
	struct command_line *self = line_of(screen);

	if (key->cap == CAP_TAB && !key->mods)
		return complete(self);
	/* Backspace over the "/" leaves */
	if (key->cap == CAP_BACKSPACE && field_is_empty(&self->field)) {
		face_pop(screen->face, screen);
		return REACT_DONE;
	}
	if (field_key(&self->field, key, true))
		return REACT_DONE;
	return key->cap == CAP_CHAR && !key->mods ? REACT_BEEP : REACT_PASS;
}

static bool
command_offers(const struct screen *screen, struct verb verb)
{
	(void)screen;
	return verb_is(verb, ACT_ENTER);
}

const struct screen_ops command_screen = {
	.name = "command",
	.title = N_("Command line"),
	.size = sizeof(struct command_line),
	.over = true,
	.text = true,
	.draw = command_draw,
	.offers = command_offers,
	.verb = command_verb,
	.key = command_key,
};
