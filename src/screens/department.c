/*
 * Departments, for an amount that was typed; presets without one, nine to a page.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/box.h"
#include "screens/list.h"
#include "screens/rooms.h"

#define ROWS_MAX 500
#define PAGE 9

struct choice {
	int number;
	char label[NAME_MAX_BYTES];
};

struct department {
	struct screen screen;
	char amount[FIELD_TEXT_MAX]; /* a word of a command; "" shows presets */
	char typed[8];               /* of a department's number */
	bool answers;                /* a question: what an unknown code is sold as */
	struct choice *choices;
	struct list list;
};

static const struct screen_ops department_screen;

static struct department *
department_of(const struct screen *screen)
{
	return (struct department *)screen;
}

void
department_open(struct face *face, const char *amount)
{
	face_push(face, &department_screen, amount);
}

void
department_answer(struct face *face, const char *amount)
{
	department_of(face_push(face, &department_screen, amount))->answers = true;
}

/* ---- rows ---- */

static int
load_departments(struct department *self)
{
	struct department_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = 0;
	int kept = 0;

	if (catalogue_departments(self->screen.face->ledger, rows, ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		if (!rows[i].open_ring)
			continue;
		self->choices[kept].number = rows[i].number;
		text_copy(self->choices[kept++].label, NAME_MAX_BYTES, rows[i].name);
	}
	free(rows);
	return kept;
}

static int
load_presets(struct department *self)
{
	struct preset_row *rows = alloc_zero(ROWS_MAX, sizeof(*rows));
	size_t count = 0;

	if (catalogue_presets(self->screen.face->ledger, rows, ROWS_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		self->choices[i].number = rows[i].number;
		text_copy(self->choices[i].label, NAME_MAX_BYTES, rows[i].label);
	}
	free(rows);
	return (int)count;
}

static void
department_enter(struct screen *screen, const void *with)
{
	struct department *self = department_of(screen);

	text_copy(self->amount, sizeof(self->amount), with);
	self->choices = alloc_zero(ROWS_MAX, sizeof(*self->choices));
	list_set_count(&self->list, self->amount[0] ? load_departments(self) : load_presets(self));
}

static void
department_leave(struct screen *screen)
{
	free(department_of(screen)->choices);
}

/* ---- drawing ---- */

static void
department_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct department *self = department_of(screen);
	const struct face *face = screen->face;
	bool presets = !self->amount[0];
	char title[MONEY_TEXT_MAX + 64], amount[MONEY_TEXT_MAX];
	int rows = self->list.count < PAGE || !presets ? self->list.count : PAGE;
	struct money money = money_of(0);
	struct area inside;

	money_parse(self->amount[0] ? self->amount : "0", face->settings->currency.exponent, &money,
	            NULL);
	snprintf(title, sizeof(title), presets ? _("Presets") : _("%s in which department?"),
	         face_money(face, money, amount));
	inside = box_draw(canvas, room, rows + 2 > 3 ? rows + 2 : 3, 44, title,
	                  presets && self->list.count > PAGE ? _("PgDn: more") : self->typed);
	if (self->list.count == 0)
		canvas_wrap(canvas, (struct area){ inside.row + 1, inside.col, 1, inside.cols },
		            INK_BOX_DIM,
		            presets ? _("No presets are set up.")
		                    : _("No department is open to amounts."));
	list_fit(&self->list, inside.rows - 2 > 0 ? inside.rows - 2 : 1);
	for (int i = 0; i < self->list.height && self->list.first + i < self->list.count; i++) {
		const struct choice *choice = &self->choices[self->list.first + i];
		bool marked = self->list.first + i == self->list.marked;

		box_row(canvas, (struct area){ inside.row + 1 + i, inside.col, 1, inside.cols },
		        marked, presets ? i + 1 : choice->number, choice->label, 0, NULL);
		if (marked)
			canvas_cursor(canvas, inside.row + 1 + i, inside.col - 1);
	}
}

/* ---- taking one ---- */

static enum reaction
take(struct department *self, int row)
{
	struct face *face = self->screen.face;
	struct command command;
	char number[16], answer[FIELD_TEXT_MAX + 32];

	if (row < 0 || row >= self->list.count)
		return REACT_BEEP;
	snprintf(number, sizeof(number), "%d", self->choices[row].number);
	snprintf(answer, sizeof(answer), "open %s %s", number, self->amount);
	if (self->answers)
		command_make(&command, CMD_ANSWER, answer, NULL);
	else if (self->amount[0])
		command_make(&command, CMD_OPEN, number, self->amount, NULL);
	else
		command_make(&command, CMD_PRESET, number, NULL);
	face_pop(face, &self->screen);
	face_do(face, &command);
	return REACT_DONE;
}

/* A department's number is taken as soon as it can be no other. */
static enum reaction
type_number(struct department *self, char digit)
{
	size_t length = strlen(self->typed);
	int exact = -1, longer = 0;

	if (length + 1 >= sizeof(self->typed))
		return REACT_BEEP;
	self->typed[length] = digit;
	self->typed[length + 1] = '\0';
	for (int i = 0; i < self->list.count; i++) {
		char number[16];

		snprintf(number, sizeof(number), "%d", self->choices[i].number);
		if (strcmp(number, self->typed) == 0)
			exact = i;
		else if (strncmp(number, self->typed, length + 1) == 0)
			longer++;
	}
	if (exact >= 0)
		list_mark(&self->list, exact);
	if (exact >= 0 && longer == 0)
		return take(self, exact);
	if (exact < 0 && longer == 0) {
		self->typed[length] = '\0';
		return REACT_BEEP;
	}
	return REACT_DONE;
}

static enum reaction
department_key(struct screen *screen, const struct key *key)
{
	struct department *self = department_of(screen);

	if (!key_is_digit(key))
		return REACT_BEEP;
	if (self->amount[0])
		return type_number(self, key->text[0]);
	return take(self, list_row_of_digit(&self->list, key->text[0] - '0'));
}

static enum reaction
department_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct department *self = department_of(screen);

	(void)words;
	if (verb_is(verb, ACT_ENTER))
		return take(self, self->list.marked);
	if (verb_is_command(verb, CMD_CLEAR) && self->typed[0]) {
		self->typed[0] = '\0';
		return REACT_DONE;
	}
	if (!self->amount[0] && (verb_is(verb, ACT_PAGE_DOWN) || verb_is(verb, ACT_PAGE_UP))) {
		int to = self->list.first + (verb.action == ACT_PAGE_DOWN ? PAGE : -PAGE);

		if (to < 0 || to >= self->list.count)
			return REACT_BEEP;
		self->list.first = self->list.marked = to;
		return REACT_DONE;
	}
	if (verb.is_action && verb.action >= ACT_UP && verb.action <= ACT_LAST)
		return list_move(&self->list, verb.action) ? REACT_DONE : REACT_BEEP;
	return REACT_PASS;
}

static bool
department_offers(const struct screen *screen, struct verb verb)
{
	const struct department *self = department_of(screen);

	if (verb_is(verb, ACT_ENTER))
		return self->list.count > 0;
	return verb.is_action && verb.action >= ACT_UP && verb.action <= ACT_LAST &&
	       self->list.count > 1;
}

static const struct screen_ops department_screen = {
	.name = "list",
	.title = N_("Departments and presets"),
	.size = sizeof(struct department),
	.over = true,
	.enter = department_enter,
	.leave = department_leave,
	.draw = department_draw,
	.offers = department_offers,
	.verb = department_verb,
	.key = department_key,
};
