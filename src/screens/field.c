#include <config.h>

#include "screens/field.h"

#include <assert.h>
#include <string.h>

void
field_clear(struct field *field)
{
	field->text[0] = '\0';
	field->cursor = 0;
}

void
field_set(struct field *field, const char *text)
{
	text_copy(field->text, field->room ? field->room + 1 : sizeof(field->text), text);
	field->cursor = strlen(field->text);
}

bool
field_is_empty(const struct field *field)
{
	return field->text[0] == '\0';
}

/* Where the character before (with its marks) begins. */
static size_t
previous(const struct field *field)
{
	size_t at = 0, before = 0;

	while (at < field->cursor) {
		size_t step = text_fit(field->text + at, 1);

		if (step == 0)
			step = text_fit(field->text + at, 2);
		before = at;
		at += step ? step : 1;
	}
	return before;
}

static size_t
next(const struct field *field)
{
	size_t step = text_fit(field->text + field->cursor, 1);

	if (!field->text[field->cursor])
		return field->cursor;
	if (step == 0)
		step = text_fit(field->text + field->cursor, 2);
	return field->cursor + (step ? step : 1);
}

static void
cut(struct field *field, size_t from, size_t to)
{
	memmove(field->text + from, field->text + to, strlen(field->text + to) + 1);
	field->cursor = from;
}

static bool
insert(struct field *field, const char *text)
{
	size_t length = strlen(field->text), more = strlen(text);
	size_t room = field->room && field->room < sizeof(field->text) - 1
	                      ? field->room
	                      : sizeof(field->text) - 1;

	if (length + more > room)
		return false;
	memmove(field->text + field->cursor + more, field->text + field->cursor,
	        length - field->cursor + 1);
	memcpy(field->text + field->cursor, text, more);
	field->cursor += more;
	return true;
}

static bool
move_key(struct field *field, const struct key *key)
{
	switch (key->cap) {
	case CAP_LEFT:
		field->cursor = previous(field);
		return true;
	case CAP_RIGHT:
		field->cursor = next(field);
		return true;
	case CAP_HOME:
		field->cursor = 0;
		return true;
	case CAP_END:
		field->cursor = strlen(field->text);
		return true;
	case CAP_DELETE:
		cut(field, field->cursor, next(field));
		return true;
	default:
		return false;
	}
}

bool
field_key(struct field *field, const struct key *key, bool moves)
{
	assert(field->cursor <= strlen(field->text));
	if (key->mods)
		return false;
	if (key->cap == CAP_CHAR)
		return insert(field, key->text);
	if (key->cap == CAP_BACKSPACE) {
		if (field->cursor == 0)
			return false;
		cut(field, previous(field), field->cursor);
		return true;
	}
	return moves && move_key(field, key);
}

/* A long text is shown from where the cursor is still in sight. */
static size_t
first_shown(const char *text, size_t cursor, int cols)
{
	size_t first = 0;
	char part[FIELD_TEXT_MAX * 4];

	for (;;) {
		size_t step = text_fit(text + first, 2);

		memcpy(part, text + first, cursor - first);
		part[cursor - first] = '\0';
		if (text_cols(part) < cols || step == 0)
			return first;
		first += text_fit(text + first, 1) ? text_fit(text + first, 1) : step;
	}
}

int
field_draw(const struct field *field, struct canvas *canvas, int row, int col, int cols,
           enum ink ink)
{
	char shown[FIELD_TEXT_MAX * 4] = "", before[FIELD_TEXT_MAX * 4];
	size_t cursor = field->cursor, first;

	if (field->secret) {
		size_t bullets = strlen("•") * strlen(field->text);

		for (size_t i = 0; field->text[i]; i++)
			strcat(shown, "•");
		cursor = bullets;
	} else {
		strcpy(shown, field->text);
	}
	first = first_shown(shown, cursor, cols);
	canvas_fill(canvas, (struct area){ row, col, 1, cols }, ink);
	canvas_put(canvas, row, col, cols, ink, shown + first);
	memcpy(before, shown + first, cursor - first);
	before[cursor - first] = '\0';
	return col + text_cols(before);
}
