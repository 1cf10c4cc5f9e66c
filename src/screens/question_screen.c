/*
 * The till asks: one question at a time, answered in the buffer's place.  Enter alone answers
 * nothing.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/band.h"
#include "screens/form.h"
#include "screens/rooms.h"
#include "screens/typed.h"

struct question_screen {
	struct screen screen;
	struct field field;
	char first_pin[16]; /* typed once; the second time must be the same */
};

static struct question_screen *
screen_of(const struct screen *screen)
{
	return (struct question_screen *)screen;
}

/* ---- what each question takes ---- */

enum takes { TAKES_TEXT, TAKES_QTY, TAKES_AMOUNT, TAKES_PIN, TAKES_CHOICE };

static const struct {
	enum takes takes;
	const char *prompt, *hint;
	const char *choices[4];
	const char *answers[4]; /* of choices; NULL: more is asked */
} questions[QUESTIONS] = {
	[ASK_BIRTH_DATE] = {
		.takes = TAKES_TEXT,
		.prompt = N_("Date of birth"),
		.hint = N_("day, month, year; N if refused"),
	},
	[ASK_WEIGHT] = {
		.takes = TAKES_QTY,
		.prompt = N_("Weight"),
		.hint = N_("Enter takes it, Esc goes back"),
	},
	[ASK_PRICE] = {
		.takes = TAKES_AMOUNT,
		.prompt = N_("Price"),
		.hint = N_("Enter takes it, Esc goes back"),
	},
	[ASK_QUANTITY] = {
		.takes = TAKES_QTY,
		.prompt = N_("Quantity"),
		.hint = N_("type what is meant; Esc goes back"),
	},
	[ASK_AMOUNT] = {
		.takes = TAKES_CHOICE,
		.hint = N_("Esc goes back"),
		.choices = { N_("yes, that is right"), N_("no") },
		.answers = { "yes", "no" },
	},
	[ASK_UNKNOWN] = {
		.takes = TAKES_CHOICE,
		.hint = N_("Esc: do not sell it"),
		.choices = { N_("sell it by department and amount"), N_("find the item"),
		             N_("set it up as a new item") },
	},
	[ASK_WHICH] = {
		.takes = TAKES_CHOICE,
		.hint = N_("Esc goes back"),
	},
	[ASK_OLD_DAY] = {
		.takes = TAKES_CHOICE,
		.choices = { N_("close it now"), N_("go on selling into it") },
		.answers = { "close", "go-on" },
	},
	[ASK_REASON] = {
		.takes = TAKES_TEXT,
		.prompt = N_("Reason"),
		.hint = N_("a number, or type it; Esc goes back"),
	},
	[ASK_NEW_PIN] = {
		.takes = TAKES_PIN,
		.prompt = N_("New PIN"),
		.hint = N_("digits; keep it to yourself"),
	},
};

static void
question_enter(struct screen *screen, const void *with)
{
	struct question_screen *self = screen_of(screen);

	(void)with;
	self->field.secret = questions[screen->face->view.question].takes == TAKES_PIN;
	self->field.room = self->field.secret ? 12 : 24;
	if (screen->face->view.question == ASK_REASON)
		self->field.room = REASON_MAX - 1;
}

/* ---- drawing ---- */

static void
draw_which(const struct till_view *view, const struct face *face, char rows[9][NAME_MAX_BYTES],
           struct band *band)
{
	for (int i = 0; i < view->which_count && i < 9; i++) {
		char price[MONEY_TEXT_MAX];

		snprintf(rows[i], NAME_MAX_BYTES, "%.100s   %s", view->which[i].name,
		         view->which[i].has_price ? unit_price_text(price, view->which[i].price,
		                                                    &face->settings->style)
		                                  : "");
		band->choices[i] = rows[i];
	}
}

static void
draw_reasons(const struct face *face, char rows[9][NAME_MAX_BYTES], struct band *band)
{
	for (int i = 0; i < REASONS_PROPOSED_MAX; i++) {
		char reason[REASON_MAX];

		till_reason_proposed(face->till, i + 1, reason);
		if (reason[0] == '\0')
			return;
		text_copy(rows[i], NAME_MAX_BYTES, reason);
		band->choices[i] = rows[i];
	}
}

static void
question_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct question_screen *self = screen_of(screen);
	const struct till_view *view = &screen->face->view;
	char rows[9][NAME_MAX_BYTES];
	struct band band = { .word = _("Question"), .text = view->asks, .field = &self->field };

	band.prompt = questions[view->question].prompt ? _(questions[view->question].prompt) : NULL;
	if (self->first_pin[0])
		band.prompt = _("The same PIN again");
	band.hint = questions[view->question].hint && questions[view->question].hint[0]
	                    ? _(questions[view->question].hint)
	                    : NULL;
	if (questions[view->question].takes == TAKES_CHOICE) {
		band.field = NULL;
		for (int i = 0; i < 4 && questions[view->question].choices[i]; i++)
			band.choices[i] = _(questions[view->question].choices[i]);
	}
	if (view->question == ASK_WHICH)
		draw_which(view, screen->face, rows, &band);
	if (view->question == ASK_REASON)
		draw_reasons(screen->face, rows, &band);
	band_draw(&band, canvas, room);
}

/* ---- answers ---- */

static enum reaction
answer(struct face *face, const char *text)
{
	struct command command;

	command_make(&command, CMD_ANSWER, text, NULL);
	face_do(face, &command);
	return REACT_DONE;
}

/* The amount is known; its department is chosen from the list. */
static enum outcome
submit_amount(struct face *face, struct form_with *form, struct err *err)
{
	char amount[FIELD_TEXT_MAX];

	(void)err;
	text_copy(amount, sizeof(amount), form->fields[0].value);
	face_pop(face, face->top);
	department_answer(face, amount);
	return RC_OK;
}

static enum outcome
submit_new(struct face *face, struct form_with *form, struct err *err)
{
	char text[COMMAND_LINE_MAX];

	if (strchr(form->fields[0].value, '"'))
		return err_set(err, RC_REFUSED, _("a name has no quotation marks"));
	snprintf(text, sizeof(text), "new-item %s \"%s\" %s %s", face->view.code,
	         form->fields[0].value, form->fields[1].value, form->fields[2].value);
	answer(face, text);
	return face->done_outcome ? face->outcome : RC_BUSY;
}

static enum reaction
unknown_choice(struct face *face, int number)
{
	struct form_with form = { .count = 0 };

	if (number == 2) {
		find_open(face, FIND_ANSWER, "");
		return REACT_DONE;
	}
	if (number == 1) {
		text_copy(form.title, sizeof(form.title), _("Sell by department"));
		form.submit = submit_amount;
		form_add(&form, _("Amount"), FORM_AMOUNT, "");
	} else {
		text_copy(form.title, sizeof(form.title), _("New item"));
		form.submit = submit_new;
		form_add(&form, _("Name"), FORM_TEXT, "")->room = NAME_MAX_BYTES - 1;
		form_add(&form, _("Price"), FORM_AMOUNT, "");
		form_add(&form, _("Department"), FORM_NUMBER, "");
	}
	face_push(face, &form_screen, &form);
	return REACT_DONE;
}

static enum reaction
choose(struct question_screen *self, int number)
{
	struct face *face = self->screen.face;
	enum question question = face->view.question;
	char text[8];

	if (question == ASK_WHICH) {
		if (number > face->view.which_count)
			return REACT_BEEP;
		snprintf(text, sizeof(text), "%d", number);
		return answer(face, text);
	}
	if (number > 4 || !questions[question].choices[number - 1])
		return REACT_BEEP;
	if (question == ASK_UNKNOWN)
		return unknown_choice(face, number);
	return answer(face, questions[question].answers[number - 1]);
}

static enum reaction
take_pin(struct question_screen *self)
{
	struct err err;
	char pin[16];

	if (!self->first_pin[0]) {
		text_copy(self->first_pin, sizeof(self->first_pin), self->field.text);
		field_clear(&self->field);
		return REACT_DONE;
	}
	if (strcmp(self->first_pin, self->field.text) != 0) {
		err_set(&err, RC_REFUSED, _("the two PINs are not the same"));
		face_error(self->screen.face, &err);
		self->first_pin[0] = '\0';
		field_clear(&self->field);
		return REACT_DONE;
	}
	strcpy(pin, self->first_pin);
	self->first_pin[0] = '\0';
	field_clear(&self->field);
	return answer(self->screen.face, pin);
}

static enum reaction
take_typed(struct question_screen *self)
{
	struct face *face = self->screen.face;
	enum takes takes = questions[face->view.question].takes;
	char word[FIELD_TEXT_MAX];
	struct err err;
	enum outcome outcome = RC_OK;

	if (field_is_empty(&self->field) || takes == TAKES_CHOICE)
		return REACT_BEEP;
	if (takes == TAKES_PIN)
		return take_pin(self);
	text_copy(word, sizeof(word), self->field.text);
	if (takes == TAKES_AMOUNT)
		outcome = typed_amount(face->settings, self->field.text, word, &err);
	else if (takes == TAKES_QTY)
		outcome = typed_qty(self->field.text, word, &err);
	field_clear(&self->field);
	if (outcome) {
		face_error(face, &err);
		return REACT_DONE;
	}
	return answer(face, word);
}

/* ---- keys ---- */

/* A number alone takes a proposal; anything else is typed. */
static enum reaction
reason_key(struct question_screen *self, const struct key *key)
{
	struct face *face = self->screen.face;
	char reason[REASON_MAX] = "";

	if (field_is_empty(&self->field) && key_is_digit(key))
		till_reason_proposed(face->till, key->text[0] - '0', reason);
	if (reason[0])
		return answer(face, reason);
	return field_key(&self->field, key, true) ? REACT_DONE : REACT_BEEP;
}

static enum reaction
question_key(struct screen *screen, const struct key *key)
{
	struct question_screen *self = screen_of(screen);
	enum question question = screen->face->view.question;
	enum takes takes = questions[question].takes;

	if (takes == TAKES_CHOICE)
		return key_is_digit(key) && key->text[0] != '0' ? choose(self, key->text[0] - '0')
		                                                : REACT_BEEP;
	if (question == ASK_REASON)
		return reason_key(self, key);
	if (question == ASK_BIRTH_DATE && (key_is(key, "n") || key_is(key, "N")))
		return answer(screen->face, "no");
	if (!key_is_digit(key) && key->cap != CAP_BACKSPACE &&
	    (takes == TAKES_PIN ||
	     !(key_is(key, ".") || key_is(key, ",") || key_is(key, "-") || key_is(key, "/"))))
		return REACT_BEEP;
	return field_key(&self->field, key, false) ? REACT_DONE : REACT_BEEP;
}

static enum reaction
question_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct question_screen *self = screen_of(screen);

	(void)words;
	if (verb_is(verb, ACT_ENTER))
		return take_typed(self);
	if (verb_is_command(verb, CMD_CLEAR)) {
		struct command command;

		if (!field_is_empty(&self->field) || self->first_pin[0]) {
			field_clear(&self->field);
			self->first_pin[0] = '\0';
			return REACT_DONE;
		}
		command_make(&command, CMD_BACK, NULL);
		face_do(screen->face, &command);
		return REACT_DONE;
	}
	/* points and signs are typed here whatever their keys are bound to elsewhere */
	if (screen->face->now.cap == CAP_CHAR && !screen->face->now.mods)
		return question_key(screen, &screen->face->now);
	return REACT_PASS;
}

static enum reaction
question_scan(struct screen *screen, const struct scan *scan)
{
	(void)scan;
	face_note(screen->face, _("that scan was not taken: answer the question first"));
	return REACT_BEEP;
}

static bool
question_offers(const struct screen *screen, struct verb verb)
{
	return verb_is_command(verb, CMD_CLEAR) ||
	       (verb_is(verb, ACT_ENTER) &&
	        questions[screen->face->view.question].takes != TAKES_CHOICE);
}

const struct screen_ops question_screen = {
	.name = "question",
	.title = N_("Question"),
	.size = sizeof(struct question_screen),
	.over = true,
	.enter = question_enter,
	.draw = question_draw,
	.offers = question_offers,
	.verb = question_verb,
	.key = question_key,
	.scan = question_scan,
};
