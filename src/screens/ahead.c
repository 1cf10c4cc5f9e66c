#include <config.h>

#include "screens/ahead.h"

#include <string.h>

#include "screens/rooms.h"

static struct key
key_of(char byte)
{
	struct key key = { .cap = CAP_CHAR };

	if (byte == 0x7f || byte == '\b')
		return (struct key){ .cap = CAP_BACKSPACE };
	key.text[0] = byte;
	return key;
}

/* ---- digits ---- */

static struct field *
field_of(struct face *face)
{
	struct screen *top = face->top;

	if (face->message == MESSAGE_ERROR || (face->counter && counter_busy(face->counter)))
		return NULL;
	return top && top->ops->typing ? top->ops->typing(top) : NULL;
}

void
ahead_draw_begin(struct face *face, struct field *before)
{
	struct field *field = field_of(face);
	const char *held = face->ahead.held;

	if (!field || !held[0])
		return;
	*before = *field;
	for (; *held; held++) {
		struct key key = key_of(*held);

		if (key.cap != CAP_BACKSPACE && !strchr("0123456789.,", *held))
			break;
		field_key(field, &key, false);
	}
}

void
ahead_draw_end(struct face *face, const struct field *before)
{
	struct field *field = field_of(face);

	if (field && face->ahead.held[0])
		*field = *before;
}

/* ---- Total ---- */

/* Goods given back are looked at again before they are paid out, which may be refused. */
static bool
has_returns(const struct basket *basket)
{
	for (size_t i = 0; i < basket->line_count; i++) {
		if (basket->lines[i].is.return_of.number)
			return true;
	}
	return false;
}

/* Would this key be Total and nothing else, and the step back bring back all that is now? */
static bool
is_plain_total(const struct face *face, const struct key *key)
{
	const struct till_view *view = &face->view;
	const struct binding *binding;

	if (face->top->ops != &sale_screen || face->message == MESSAGE_ERROR ||
	    counter_busy(face->counter) || view->state != TILL_RINGING || view->selected ||
	    view->next_qty_milli || !field_is_empty(&face->buffer) || has_returns(view->basket))
		return false;
	binding = keymap_find(face->keymap, face->top->ops->name, key);
	return binding && verb_is_command(binding->verb, CMD_TOTAL) && !binding->words[0] &&
	       face_may(face, CMD_TOTAL);
}

bool
ahead_was_done(struct face *face, const struct key *key)
{
	bool done = face->ahead.is_done && key_same(key, &face->ahead.done);

	face->ahead.is_done = false;
	return done;
}

void
ahead_take_back(struct face *face)
{
	struct command clear;

	if (!face->ahead.is_done)
		return;
	face->ahead.is_done = false;
	face->message = MESSAGE_NONE;
	if (face->view.state == TILL_RINGING || !face_may(face, CMD_CLEAR))
		return;
	command_make(&clear, CMD_CLEAR, NULL);
	face_do(face, &clear);
}

/* ---- both ---- */

void
ahead_held(struct face *face, const char *bytes, size_t count)
{
	struct key key;

	face->ahead.held[0] = '\0';
	/* as many as that are a scan */
	if (count == 0 || count >= sizeof(face->ahead.held))
		return;
	key = key_of(bytes[0]);
	if (count == 1 && !face->ahead.is_done && is_plain_total(face, &key)) {
		face_key_now(face, &key);
		face->ahead.done = key;
		face->ahead.is_done = true;
	}
	if (face->ahead.is_done) {
		bytes++;
		count--;
	}
	memcpy(face->ahead.held, bytes, count);
	face->ahead.held[count] = '\0';
}
