#include <config.h>

#include "screens/face.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/log.h"
#include "screens/register.h"
#include "screens/rooms.h"

#define FLASH_MS 120

/* ---- the stack ---- */

struct screen *
face_push(struct face *face, const struct screen_ops *ops, const void *with)
{
	struct screen *screen = alloc_zero(1, ops->size);

	screen->ops = ops;
	screen->face = face;
	screen->serial = ++face->serials;
	screen->below = face->top;
	face->top = screen;
	if (ops->enter)
		ops->enter(screen, with);
	return screen;
}

static void
free_screen(struct face *face, struct screen *screen)
{
	if (face->asker == screen)
		face->asker = NULL;
	if (screen->ops->leave)
		screen->ops->leave(screen);
	free(screen);
}

void
face_pop(struct face *face, struct screen *screen)
{
	bool last = false;

	while (!last && face->top) {
		struct screen *top = face->top;

		last = top == screen;
		face->top = top->below;
		free_screen(face, top);
	}
	assert(last);
}

static struct screen *
base_of(const struct face *face)
{
	struct screen *screen = face->top;

	while (screen && screen->below)
		screen = screen->below;
	return screen;
}

void
face_set_base(struct face *face, const struct screen_ops *ops)
{
	struct screen *base = base_of(face), **link = &face->top, *new;

	if (base && base->ops == ops)
		return;
	new = alloc_zero(1, ops->size);
	new->ops = ops;
	new->face = face;
	new->serial = ++face->serials;
	while (*link && (*link)->below)
		link = &(*link)->below;
	*link = new;
	if (base)
		free_screen(face, base);
	if (ops->enter)
		ops->enter(new, NULL);
}

bool
face_has(const struct face *face, const struct screen_ops *ops)
{
	for (const struct screen *screen = face->top; screen; screen = screen->below) {
		if (screen->ops == ops)
			return true;
	}
	return false;
}

bool
face_is_open(const struct face *face, int64_t serial)
{
	for (const struct screen *screen = face->top; screen; screen = screen->below) {
		if (screen->serial == serial)
			return true;
	}
	return false;
}

/* ---- what is said ---- */

/* The header in the colour of errors for a moment: terminals flash in ways that stop everything
 * else. */
static void
flash_over(void *context)
{
	struct face *face = context;

	face->flash_timer = 0;
	face_drained(face);
}

void
face_beep(struct face *face)
{
	const char *how = face->settings ? face->settings->signal : "b";

	if (!face->term)
		return;
	if (strchr(how, 'b'))
		term_bell(face->term);
	if (strchr(how, 'f') && !face->flash_timer)
		face->flash_timer = loop_timer(face->loop, FLASH_MS, 0, flash_over, face);
}

/* What was typed before this came up was meant for something else. */
static void
drop_ahead(struct face *face)
{
	bool some = face->queued > 0;

	for (size_t i = 0; i < face->queued; i++)
		free(face->queue[i].scan);
	face->queued = 0;
	if (face->term && term_drop(face->term))
		some = true;
	if (some)
		face_beep(face);
	face->dropping = face->handling;
}

void
face_error(struct face *face, const struct err *err)
{
	face->message = MESSAGE_ERROR;
	face->err = *err;
	if (err->detail[0])
		log_line("%s: %s", err->msg, err->detail);
	face_beep(face);
	drop_ahead(face);
}

void
face_note(struct face *face, const char *text)
{
	if (!text[0])
		return;
	face->message = MESSAGE_NOTE;
	err_set(&face->err, RC_REFUSED, "%s", text);
}

void
face_say_keymap(struct face *face)
{
	if (face->keymap_trouble.msg[0])
		face_error(face, &face->keymap_trouble);
}

/* ---- the till's state and the screens that follow it ---- */

static const struct screen_ops *
base_for(enum till_state state)
{
	switch (state) {
	case TILL_LOCKED:
		return &sign_screen;
	case TILL_TENDERING:
		return &pay_screen;
	case TILL_CHANGE:
		return &change_screen;
	default:
		return &sale_screen;
	}
}

static void
close_all(struct face *face)
{
	while (face->top->below)
		face_pop(face, face->top);
}

static void
pop_ops(struct face *face, const struct screen_ops *ops)
{
	for (struct screen *screen = face->top; screen; screen = screen->below) {
		if (screen->ops == ops) {
			face_pop(face, screen);
			return;
		}
	}
}

static void
follow(struct face *face)
{
	enum till_state state = face->view.state;
	bool side = state == TILL_QUESTION || state == TILL_APPROVAL;
	const struct screen_ops *asks =
	        state == TILL_APPROVAL ? &approval_screen : &question_screen;

	if (state != TILL_QUESTION)
		pop_ops(face, &question_screen);
	if (state != TILL_APPROVAL)
		pop_ops(face, &approval_screen);
	face_set_base(face, base_for(side ? face->view.under : state));
	if (state == TILL_LOCKED)
		close_all(face);
	if (side && !face_has(face, asks)) {
		drop_ahead(face);
		face_push(face, asks, NULL);
	}
}

void
face_look(struct face *face)
{
	enum question before = face->view.state == TILL_QUESTION ? face->view.question : ASK_NONE;

	till_view(face->till, &face->view);
	/* one question after another is a new screen */
	if (before != ASK_NONE && face->view.state == TILL_QUESTION &&
	    face->view.question != before)
		pop_ops(face, &question_screen);
	follow(face);
	for (struct screen *screen = face->top; screen; screen = screen->below) {
		if (screen->ops->changed)
			screen->ops->changed(screen);
	}
}

void
face_reload(struct face *face)
{
	struct err err;

	if (till_reload(face->till, &err))
		face_error(face, &err);
	if (face->counter)
		counter_devices_look(face->counter);
	face_look(face);
}

/* ---- commands ---- */

void
face_answered(void *context, enum outcome outcome, const struct answer *answer,
              const struct err *err)
{
	struct face *face = context;
	struct screen *asker = face->asker;

	face->asker = NULL;
	face->done_outcome = true;
	face->outcome = outcome;
	face->unseen = true;
	if (outcome)
		face_error(face, err);
	else if (answer)
		face_note(face, answer->note);
	till_view(face->till, &face->view);
	if (asker && asker->ops->answered)
		asker->ops->answered(asker, outcome, answer);
	face_look(face);
	if (!outcome && answer)
		register_effects(face, answer);
	if (!face->handling) {
		face_run_queue(face);
		face_drained(face);
	}
}

void
face_changed(void *context)
{
	struct face *face = context;

	face_look(face);
	if (!face->handling)
		face_drained(face);
}

static enum outcome
give(struct face *face, struct screen *asker, const struct command *command)
{
	assert(face->counter);
	face->asker = asker;
	face->done_outcome = false;
	counter_do(face->counter, command);
	return face->done_outcome ? face->outcome : RC_BUSY;
}

enum outcome
face_do(struct face *face, const struct command *command)
{
	return give(face, face->top, command);
}

enum outcome
face_do_quietly(struct face *face, const struct command *command)
{
	return give(face, NULL, command);
}

enum outcome
face_do_line(struct face *face, const char *line)
{
	struct command command;
	struct err err;
	enum outcome outcome =
	        command_parse(&command, line, true, face->settings->currency.exponent, &err);

	if (outcome) {
		face_error(face, &err);
		return outcome;
	}
	return face_do(face, &command);
}

bool
face_is_fresh(struct face *face)
{
	if (!face->now.stale && !face->unseen)
		return true;
	face_note(face, _("press it again: it came before the amount was shown"));
	face_beep(face);
	return false;
}

bool
face_may(const struct face *face, enum command_id id)
{
	return face->till && till_may(face->till, id, NULL) == RC_OK;
}

static bool
recalls(const struct face *face, struct verb verb)
{
	return verb_is_command(verb, CMD_SUSPEND) && !face_may(face, CMD_SUSPEND);
}

const char *
face_label(const struct face *face, const struct binding *binding)
{
	if (recalls(face, binding->verb) && !binding->label[0])
		return verb_label(verb_of_command(CMD_RECALL));
	return binding_label(binding);
}

const char *
face_help(const struct face *face, struct verb verb)
{
	return verb_help(recalls(face, verb) ? verb_of_command(CMD_RECALL) : verb);
}

bool
face_offers(const struct face *face, struct verb verb)
{
	const struct screen *top = face->top;

	if (face->message == MESSAGE_ERROR)
		return verb_is_command(verb, CMD_CLEAR);
	if (verb_is(verb, ACT_HELP))
		return top->ops != &help_screen;
	if (verb_is(verb, ACT_REDRAW) || verb_is(verb, ACT_QUIT))
		return true;
	if (top->ops->offers && top->ops->offers(top, verb))
		return true;
	if (top->below)
		return verb_is_command(verb, CMD_CLEAR);
	return face->counter && !top->ops->alone && register_offers(face, verb);
}

bool
face_offers_key(const struct face *face, const struct binding *binding)
{
	const struct screen *top = face->top;

	return face_offers(face, binding->verb) &&
	       !(top->ops->withholds &&
	         top->ops->withholds(top, binding->verb, binding->words));
}
