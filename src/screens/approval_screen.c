/*
 * Consent in place: another person's number and PIN for one action.  Who may is not asked.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "screens/band.h"
#include "screens/rooms.h"

struct approval {
	struct screen screen;
	struct field number, pin;
	bool at_pin;
};

static struct approval *
approval_of(const struct screen *screen)
{
	return (struct approval *)screen;
}

static void
approval_enter(struct screen *screen, const void *with)
{
	struct approval *approval = approval_of(screen);

	(void)with;
	approval->number.room = 4;
	approval->pin.room = 12;
	approval->pin.secret = true;
}

static void
approval_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct approval *approval = approval_of(screen);
	struct band band = {
		.word = _("Approval"),
		.text = screen->face->view.asks,
		.prompt = approval->at_pin ? _("PIN") : _("Number of the one who agrees"),
		.field = approval->at_pin ? &approval->pin : &approval->number,
		.hint = _("Esc: do not do it"),
	};

	band_draw(&band, canvas, room);
}

static void
start_again(struct approval *approval)
{
	field_clear(&approval->number);
	field_clear(&approval->pin);
	approval->at_pin = false;
}

static enum reaction
give(struct approval *approval)
{
	struct command command;

	command_make(&command, CMD_APPROVE, approval->number.text, approval->pin.text, NULL);
	field_clear(&approval->pin);
	face_do(approval->screen.face, &command);
	return REACT_DONE;
}

static enum reaction
approval_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct approval *approval = approval_of(screen);
	struct field *field = approval->at_pin ? &approval->pin : &approval->number;

	(void)words;
	if (verb_is(verb, ACT_ENTER)) {
		if (field_is_empty(field))
			return REACT_BEEP;
		if (approval->at_pin)
			return give(approval);
		approval->at_pin = true;
		return REACT_DONE;
	}
	if (verb_is_command(verb, CMD_CLEAR)) {
		struct command command;

		if (!field_is_empty(&approval->number)) {
			start_again(approval);
			return REACT_DONE;
		}
		command_make(&command, CMD_BACK, NULL);
		face_do(screen->face, &command);
		return REACT_DONE;
	}
	return REACT_PASS;
}

static enum reaction
approval_key(struct screen *screen, const struct key *key)
{
	struct approval *approval = approval_of(screen);

	if (!key_is_digit(key) && key->cap != CAP_BACKSPACE)
		return REACT_BEEP;
	return field_key(approval->at_pin ? &approval->pin : &approval->number, key, false)
	               ? REACT_DONE
	               : REACT_BEEP;
}

static void
approval_answered(struct screen *screen, enum outcome outcome, const struct answer *answer)
{
	(void)answer;
	if (outcome)
		start_again(approval_of(screen));
}

static enum reaction
approval_scan(struct screen *screen, const struct scan *scan)
{
	(void)scan;
	face_note(screen->face,
	          _("that scan was not taken: somebody must agree first, or go back"));
	return REACT_BEEP;
}

static bool
approval_offers(const struct screen *screen, struct verb verb)
{
	(void)screen;
	return verb_is(verb, ACT_ENTER) || verb_is_command(verb, CMD_CLEAR);
}

const struct screen_ops approval_screen = {
	.name = "approval",
	.title = N_("Approval"),
	.size = sizeof(struct approval),
	.over = true,
	.enter = approval_enter,
	.draw = approval_draw,
	.offers = approval_offers,
	.verb = approval_verb,
	.key = approval_key,
	.scan = approval_scan,
	.answered = approval_answered,
};
