/*
 * Departments, for an amount that was typed; presets without one: nine to a page, and one digit
 * takes.  Departments 1 to 9 have their own digits on the first page; longer numbers follow on
 * pages where they are counted from 1.
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
	int page, digit;
	char label[NAME_MAX_BYTES];
};

struct department {
	struct screen screen;
	char amount[FIELD_TEXT_MAX]; /* a word of a command; "" shows presets */
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

/* Which page and digit each has. */
static void
number_choices(struct department *self)
{
	bool own_digits =
	        self->amount[0] && self->list.count > 0 && self->choices[0].number <= PAGE;
	int longer = 0;

	for (int i = 0; i < self->list.count; i++) {
		struct choice *choice = &self->choices[i];

		if (own_digits && choice->number <= PAGE) {
			choice->page = 0;
			choice->digit = choice->number;
			continue;
		}
		choice->page = longer / PAGE + (own_digits ? 1 : 0);
		choice->digit = longer++ % PAGE + 1;
	}
}

static void
department_enter(struct screen *screen, const void *with)
{
	struct department *self = department_of(screen);

	text_copy(self->amount, sizeof(self->amount), with);
	self->choices = alloc_zero(ROWS_MAX, sizeof(*self->choices));
	list_set_count(&self->list, self->amount[0] ? load_departments(self) : load_presets(self));
	number_choices(self);
}

static void
department_leave(struct screen *screen)
{
	free(department_of(screen)->choices);
}

/* ---- pages ---- */

static int
page_of(const struct department *self, int row)
{
	return row >= 0 && row < self->list.count ? self->choices[row].page : 0;
}

static int
page_now(const struct department *self)
{
	return page_of(self, self->list.marked);
}

static int
page_count(const struct department *self)
{
	return page_of(self, self->list.count - 1) + 1;
}

/* The first row of a page, and how many it has. */
static int
page_rows(const struct department *self, int page, int *count)
{
	int first = 0;

	while (first < self->list.count && self->choices[first].page < page)
		first++;
	for (*count = 0; first + *count < self->list.count; (*count)++) {
		if (self->choices[first + *count].page != page)
			break;
	}
	return first;
}

static bool
turn_page(struct department *self, int by)
{
	int count, to = page_now(self) + by;

	if (to < 0 || to >= page_count(self))
		return false;
	list_mark(&self->list, page_rows(self, to, &count));
	return true;
}

/* ---- drawing ---- */

static void
draw_choice(const struct department *self, int index, struct canvas *canvas, struct area row)
{
	const struct choice *choice = &self->choices[index];
	bool marked = index == self->list.marked;
	char number[16] = "";
	int cols;

	if (self->amount[0] && choice->digit != choice->number)
		snprintf(number, sizeof(number), "%d", choice->number);
	cols = text_cols(number);
	box_row(canvas, row, marked, choice->digit, choice->label, 0, NULL);
	canvas_pad(canvas, row.row, row.col + row.cols - cols, cols,
	           marked ? INK_BOX_MARK : INK_BOX_DIM, ALIGN_RIGHT, number);
	if (marked)
		canvas_cursor(canvas, row.row, row.col - 1);
}

static void
title_text(const struct department *self, char *out, size_t size)
{
	const struct face *face = self->screen.face;
	char amount[MONEY_TEXT_MAX];
	struct money money = money_of(0);

	if (!self->amount[0]) {
		snprintf(out, size, "%s", _("Presets"));
		return;
	}
	money_parse(self->amount, face->settings->currency.exponent, &money, NULL);
	snprintf(out, size, _("%s in which department?"), face_money(face, money, amount));
}

static void
department_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct department *self = department_of(screen);
	char title[MONEY_TEXT_MAX + 64], note[64] = "";
	int count, first = page_rows(self, page_now(self), &count), air, skip;
	/* as tall as its first page: turning pages moves nothing */
	int rows = page_count(self) > 1 ? PAGE : count > 0 ? count : 1;
	struct area inside;

	title_text(self, title, sizeof(title));
	if (page_count(self) > 1)
		snprintf(note, sizeof(note), _("page %d of %d, 0 turns it"), page_now(self) + 1,
		         page_count(self));
	inside = box_draw(canvas, room, rows + 2, 44, title, note);
	air = inside.rows >= rows + 2 ? 1 : 0;
	if (self->list.count == 0)
		canvas_wrap(canvas, (struct area){ inside.row + air, inside.col, 1, inside.cols },
		            INK_BOX_DIM,
		            self->amount[0] ? _("No department is open to amounts.")
		                            : _("No presets are set up."));
	/* a window too low for a page shows the rows around the mark */
	skip = self->list.marked - first - (inside.rows - 2 * air) + 1;
	first += skip > 0 ? skip : 0;
	count -= skip > 0 ? skip : 0;
	for (int i = 0; i < count && i < inside.rows - air; i++)
		draw_choice(self, first + i, canvas,
		            (struct area){ inside.row + air + i, inside.col, 1, inside.cols });
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

/* A key that means nothing here changes nothing, and the amount still waits. */
static enum reaction
say_what_to_press(struct department *self)
{
	face_note(self->screen.face, page_count(self) > 1
	                                     ? _("choose a number that is shown, 0 for the next "
	                                         "page, or Esc")
	                                     : _("choose a number that is shown, or Esc"));
	return REACT_BEEP;
}

static enum reaction
department_key(struct screen *screen, const struct key *key)
{
	struct department *self = department_of(screen);
	int count, first = page_rows(self, page_now(self), &count);

	if (key_is(key, "0") && page_count(self) > 1) {
		if (!turn_page(self, 1))
			turn_page(self, 1 - page_count(self));
		return REACT_DONE;
	}
	for (int i = first; key_is_digit(key) && i < first + count; i++) {
		if (self->choices[i].digit == key->text[0] - '0')
			return take(self, i);
	}
	return say_what_to_press(self);
}

static enum reaction
department_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct department *self = department_of(screen);

	(void)words;
	if (verb_is(verb, ACT_ENTER))
		return take(self, self->list.marked);
	if (verb_is(verb, ACT_PAGE_DOWN) || verb_is(verb, ACT_PAGE_UP))
		return turn_page(self, verb.action == ACT_PAGE_DOWN ? 1 : -1) ? REACT_DONE
		                                                              : REACT_BEEP;
	if (verb.is_action && verb.action >= ACT_UP && verb.action <= ACT_LAST)
		return list_move(&self->list, verb.action) ? REACT_DONE : REACT_BEEP;
	return REACT_PASS;
}

static enum reaction
department_scan(struct screen *screen, const struct scan *scan)
{
	(void)scan;
	say_what_to_press(department_of(screen));
	return REACT_BEEP;
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
	.scan = department_scan,
};
