#include <config.h>

#include "screens/chooser.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/box.h"
#include "screens/list.h"

#define PAGE_MAX 9

struct chooser_screen {
	struct screen screen;
	struct chooser chooser;
	struct list list;
	int page; /* rows that are shown at once, from the last drawing */
};

static struct chooser_screen *
screen_of(const struct screen *screen)
{
	return (struct chooser_screen *)screen;
}

struct choice *
chooser_add(struct chooser *chooser, const char *label, int64_t id)
{
	struct choice *choice = &chooser->choices[chooser->count++];

	assert(chooser->count <= CHOICES_MAX);
	text_copy(choice->label, sizeof(choice->label), label);
	choice->id = id;
	return choice;
}

static void
chooser_enter(struct screen *screen, const void *with)
{
	struct chooser_screen *self = screen_of(screen);

	self->chooser = *(const struct chooser *)with;
	list_set_count(&self->list, self->chooser.count);
	self->page = PAGE_MAX;
}

static int
label_cols(const struct chooser *chooser)
{
	int most = 0;

	for (int i = 0; i < chooser->count; i++) {
		int cols = text_cols(chooser->choices[i].label);

		most = cols > most ? cols : most;
	}
	return most;
}

static int
widest(const struct chooser *chooser)
{
	int most = 30, labels = label_cols(chooser);

	for (int i = 0; i < chooser->count; i++) {
		int cols = labels + text_cols(chooser->choices[i].right) + 7;

		most = cols > most ? cols : most;
	}
	return most < 68 ? most : 68;
}

static void
chooser_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct chooser_screen *self = screen_of(screen);
	const struct chooser *chooser = &self->chooser;
	int cols = widest(chooser),
	    about = chooser->about[0] ? canvas_wrap_rows(chooser->about, cols) + 1 : 0;
	int rows = chooser->count < PAGE_MAX ? chooser->count : PAGE_MAX,
	    margin = rows + about + 4 <= room.rows;
	struct area inside;

	/* pages, so that a number means the same row every time */
	self->page = rows + about + 2 <= room.rows ? rows
	             : room.rows - about - 2 > 1   ? room.rows - about - 2
	                                           : 1;
	inside = box_draw(canvas, room, self->page + about + 2 * margin, cols, chooser->title,
	                  chooser->count > self->page ? _("PgDn: more") : NULL);
	if (about)
		canvas_wrap(canvas,
		            (struct area){ inside.row + margin, inside.col, about, inside.cols },
		            INK_BOX_DIM, chooser->about);
	list_fit(&self->list, self->page);
	self->list.first = self->list.marked >= 0 ? self->list.marked / self->page * self->page : 0;
	for (int i = 0; i < self->page && self->list.first + i < chooser->count; i++) {
		const struct choice *choice = &chooser->choices[self->list.first + i];
		bool marked = self->list.first + i == self->list.marked && !chooser->no_enter;
		int row = inside.row + margin + about + i;

		box_row(canvas, (struct area){ row, inside.col, 1, inside.cols }, marked, i + 1,
		        choice->label, label_cols(chooser), choice->right);
		if (marked || (chooser->no_enter && i == 0))
			canvas_cursor(canvas, row, inside.col - 1);
	}
}

static enum reaction
take(struct chooser_screen *self, int row)
{
	struct face *face = self->screen.face;
	struct chooser *copy;

	if (row < 0 || row >= self->chooser.count)
		return REACT_BEEP;
	copy = alloc_zero(1, sizeof(*copy));
	*copy = self->chooser;
	face_pop(face, &self->screen);
	copy->take(face, copy, &copy->choices[row]);
	free(copy);
	return REACT_DONE;
}

static enum reaction
chooser_key(struct screen *screen, const struct key *key)
{
	struct chooser_screen *self = screen_of(screen);

	if (!key_is_digit(key) || key->text[0] == '0' || key->text[0] - '0' > self->page)
		return REACT_BEEP;
	return take(self, self->list.first + key->text[0] - '1');
}

static enum reaction
turn_page(struct list *list, int step)
{
	int to = list->first + step;

	if (to < 0 || to >= list->count)
		return REACT_BEEP;
	list->marked = to;
	list->first = to;
	return REACT_DONE;
}

static enum reaction
chooser_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct chooser_screen *self = screen_of(screen);

	(void)words;
	if (verb_is(verb, ACT_ENTER))
		return self->chooser.no_enter ? REACT_BEEP : take(self, self->list.marked);
	if (verb_is(verb, ACT_PAGE_DOWN) || verb_is(verb, ACT_PAGE_UP))
		return turn_page(&self->list,
		                 verb.action == ACT_PAGE_DOWN ? self->page : -self->page);
	if (verb.is_action && verb.action >= ACT_UP && verb.action <= ACT_LAST)
		return !self->chooser.no_enter && list_move(&self->list, verb.action) ? REACT_DONE
		                                                                      : REACT_BEEP;
	return REACT_PASS;
}

static bool
chooser_offers(const struct screen *screen, struct verb verb)
{
	const struct chooser_screen *self = screen_of(screen);

	if (verb_is(verb, ACT_PAGE_DOWN) || verb_is(verb, ACT_PAGE_UP))
		return self->chooser.count > self->page;
	if (verb_is(verb, ACT_ENTER) || verb_is(verb, ACT_UP) || verb_is(verb, ACT_DOWN))
		return !self->chooser.no_enter;
	return false;
}

const struct screen_ops chooser_screen = {
	.name = "list",
	.title = N_("Choose"),
	.size = sizeof(struct chooser_screen),
	.over = true,
	.enter = chooser_enter,
	.draw = chooser_draw,
	.offers = chooser_offers,
	.verb = chooser_verb,
	.key = chooser_key,
};
