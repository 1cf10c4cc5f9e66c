/*
 * From a key or scan to the screen it is for, one at a time and in order.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/ahead.h"
#include "screens/consent.h"
#include "screens/face.h"
#include "screens/register.h"
#include "screens/rooms.h"

static enum reaction
anywhere(struct face *face, struct verb verb)
{
	if (verb_is(verb, ACT_REDRAW)) {
		if (face->term)
			term_repaint(face->term);
		return REACT_DONE;
	}
	if (verb_is(verb, ACT_HELP) && face->top->ops != &help_screen) {
		face_push(face, &help_screen, NULL);
		return REACT_DONE;
	}
	if (verb_is(verb, ACT_QUIT)) {
		quit_open(face);
		return REACT_DONE;
	}
	return REACT_PASS;
}

enum reaction
face_verb(struct face *face, struct verb verb, const char *words)
{
	struct screen *top = face->top;
	enum reaction reaction = top->ops->verb ? top->ops->verb(top, verb, words) : REACT_PASS;

	if (reaction == REACT_PASS)
		reaction = anywhere(face, verb);
	if (reaction != REACT_PASS)
		return reaction;
	if (top->below) {
		if (!verb_is_command(verb, CMD_CLEAR))
			return REACT_BEEP;
		face_pop(face, top);
		return REACT_DONE;
	}
	return face->counter && !top->ops->alone ? register_verb(face, verb, words) : REACT_BEEP;
}

/* "+ - * /" and Space are plain characters in text, and once the buffer holds a letter. */
static bool
is_text_now(const struct face *face, const struct key *key)
{
	return key->cap == CAP_CHAR && !key->mods && face->top->ops->text;
}

static enum reaction
dispatch(struct face *face, const struct key *key)
{
	struct screen *top = face->top;
	const struct binding *binding = keymap_find(face->keymap, top->ops->name, key);

	if (top->ops->text && top->ops->key) {
		enum reaction reaction = top->ops->key(top, key);

		if (reaction != REACT_PASS)
			return reaction;
	}
	if (binding && !is_text_now(face, key))
		return face_verb(face, binding->verb, binding->words);
	return !top->ops->text && top->ops->key ? top->ops->key(top, key) : REACT_BEEP;
}

/* An error holds until Clear. */
static void
key_in_error(struct face *face, const struct key *key)
{
	const struct binding *binding = keymap_find(face->keymap, face->top->ops->name, key);

	if (binding && verb_is_command(binding->verb, CMD_CLEAR))
		face->message = MESSAGE_NONE;
	else if (binding && verb_is(binding->verb, ACT_REDRAW))
		anywhere(face, binding->verb);
	else
		face_beep(face);
}

static void
handle_key(struct face *face, const struct key *key)
{
	enum message_kind before = face->message;
	enum reaction reaction = REACT_BEEP;

	face->now = *key;
	consent_look(face);
	if (before == MESSAGE_ERROR) {
		key_in_error(face, key);
		return;
	}
	face->message = MESSAGE_NONE;
	if (key->cap != CAP_UNKNOWN)
		reaction = dispatch(face, key);
	if (reaction == REACT_BEEP) {
		if (face->message == MESSAGE_NONE)
			face->message = before;
		face_beep(face);
	}
}

static void
handle_scan(struct face *face, const struct scan *scan)
{
	struct screen *top = face->top;

	memset(&face->now, 0, sizeof(face->now));
	if (face->message == MESSAGE_ERROR) {
		face_beep(face);
		face_beep(face);
		return;
	}
	face->message = MESSAGE_NONE;
	if (top->ops->scan && top->ops->scan(top, scan) == REACT_DONE)
		return;
	face_beep(face);
	face_beep(face);
	if (face->message == MESSAGE_NONE)
		face_note(face, _("that scan was not taken: answer or leave this first"));
}

/* While a PIN is being checked the till takes nothing: what comes waits, in order. */
static bool
must_wait(const struct face *face)
{
	return face->counter && counter_busy(face->counter);
}

static void
wait_key(struct face *face, const struct key *key, const struct scan *scan)
{
	struct pending *pending = &face->queue[face->queued];

	if (face->queued == QUEUE_MAX) {
		face_beep(face);
		return;
	}
	memset(pending, 0, sizeof(*pending));
	if (scan) {
		pending->is_scan = true;
		pending->scan = alloc_zero(1, sizeof(*scan));
		*pending->scan = *scan;
	} else {
		pending->key = *key;
		pending->key.stale = true;
	}
	face->queued++;
}

/* The rest of what came together with something that asks: one beep for all of it. */
static bool
is_dropped(struct face *face)
{
	if (face->dropping && face->dropped++ == 0)
		face_beep(face);
	return face->dropping;
}

static void
touched(struct face *face)
{
	face->consumed++;
	face->touched_ms = when_monotonic_ms();
}

void
face_key_now(struct face *face, const struct key *key)
{
	face->handling = true;
	handle_key(face, key);
	face->handling = false;
}

void
face_key(struct face *face, const struct key *key)
{
	touched(face);
	if (ahead_was_done(face, key) || is_dropped(face))
		return;
	if (must_wait(face))
		wait_key(face, key, NULL);
	else
		face_key_now(face, key);
}

void
face_scan(struct face *face, const struct scan *scan)
{
	touched(face);
	ahead_take_back(face);
	if (is_dropped(face))
		return;
	if (must_wait(face)) {
		wait_key(face, NULL, scan);
		return;
	}
	face->handling = true;
	handle_scan(face, scan);
	face->handling = false;
}

/* What was typed while the till was busy.  Something in it may make it busy again, or be refused.
 */
void
face_run_queue(struct face *face)
{
	while (face->queued > 0 && !must_wait(face)) {
		struct pending next = face->queue[0];

		face->queued--;
		memmove(&face->queue[0], &face->queue[1], face->queued * sizeof(face->queue[0]));
		face->handling = true;
		if (next.is_scan)
			handle_scan(face, next.scan);
		else
			handle_key(face, &next.key);
		face->handling = false;
		free(next.scan);
		face->dropping = false;
	}
}
