#include <config.h>

#include "screens/paper.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/gettext.h"
#include "screens/rooms.h"

/* ---- paper as lines ---- */

void
paper_render(struct paper *paper, const struct printout *printout, int cols)
{
	struct buf text = { 0 };

	printout_render_text(printout, cols, &text);
	buf_add(&text, "");
	paper->text = buf_take(&text);
	paper->cols = cols;
	paper->lines = 0;
	for (const char *at = paper->text; *at; at++)
		paper->lines += *at == '\n';
}

void
paper_done(struct paper *paper)
{
	free(paper->text);
	memset(paper, 0, sizeof(*paper));
}

static const char *
line_at(const struct paper *paper, int line)
{
	const char *at = paper->text;

	while (at && line-- > 0) {
		at = strchr(at, '\n');
		at = at ? at + 1 : NULL;
	}
	return at ? at : "";
}

void
paper_draw(const struct paper *paper, struct canvas *canvas, struct area area, int first)
{
	const char *line = paper->text ? line_at(paper, first) : "";
	int margin = (area.cols - paper->cols) / 2;

	/* paper is as long as what is on it */
	if (area.rows > paper->lines - first + 1)
		area.rows = paper->lines - first + 1;
	canvas_fill(canvas, area, INK_PAPER);
	for (int row = 0; canvas->plain && row < area.rows; row++)
		canvas_put(canvas, area.row + row, area.col, 1, INK_PAPER, "│");
	if (margin < 0)
		margin = 0;
	for (int row = 0; row < area.rows; row++) {
		size_t length = strcspn(line, "\n");
		char text[512];

		if (length >= sizeof(text))
			length = sizeof(text) - 1;
		memcpy(text, line, length);
		text[length] = '\0';
		if (first + row < paper->lines)
			canvas_put(canvas, area.row + row, area.col + margin, area.cols - margin,
			           INK_PAPER, text);
		line += length;
		line += *line == '\n';
	}
}

/* ---- the screen ---- */

struct paper_with {
	const struct printout *printout;
	const char *title;
	enum paper_origin origin;
};

struct paper_screen {
	struct screen screen;
	struct printout printout; /* a copy, to print */
	struct paper paper;
	char title[NAME_MAX_BYTES];
	enum paper_origin origin;
	int first, height;
};

static const struct screen_ops paper_screen;

static struct paper_screen *
screen_of(const struct screen *screen)
{
	return (struct paper_screen *)screen;
}

static void
copy_printout(struct printout *to, const struct printout *from)
{
	printout_init(to);
	for (size_t i = 0; i < from->count; i++) {
		const struct part *part = &from->parts[i];

		switch (part->kind) {
		case PART_TEXT:
			printout_text(to, part->align, part->style, part->text);
			break;
		case PART_COLUMNS:
			printout_columns(to, part->style, part->text, part->right);
			break;
		case PART_RULE:
			printout_rule(to, part->style);
			break;
		case PART_BLANK:
			printout_blank(to);
			break;
		case PART_BARCODE:
			printout_barcode(to, part->text);
			break;
		case PART_QR:
			printout_qr(to, part->text);
			break;
		case PART_CUT:
			printout_cut(to);
			break;
		case PART_DRAWER:
			break;
		}
	}
}

void
paper_open(struct face *face, const struct printout *printout, const char *title,
           enum paper_origin origin)
{
	struct paper_with with = { printout, title, origin };

	face_push(face, &paper_screen, &with);
}

static void
paper_enter(struct screen *screen, const void *context)
{
	struct paper_screen *self = screen_of(screen);
	const struct paper_with *with = context;
	int cols = screen->face->settings->receipt_cols;

	copy_printout(&self->printout, with->printout);
	paper_render(&self->paper, with->printout, cols > 0 ? cols : 42);
	text_copy(self->title, sizeof(self->title), with->title);
	self->origin = with->origin;
}

static void
paper_leave(struct screen *screen)
{
	struct paper_screen *self = screen_of(screen);

	printout_done(&self->printout);
	paper_done(&self->paper);
}

static int
last_first(const struct paper_screen *self)
{
	return self->paper.lines > self->height ? self->paper.lines - self->height : 0;
}

static void
paper_screen_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct paper_screen *self = screen_of(screen);
	int cols = self->paper.cols + 4 < room.cols ? self->paper.cols + 4 : room.cols,
	    margin = room.rows > 16;
	struct area sheet = { room.row + margin, room.col + (room.cols - cols) / 2,
		              room.rows - 2 * margin, cols };

	self->height = sheet.rows;
	if (self->first > last_first(self))
		self->first = last_first(self);
	paper_draw(&self->paper, canvas, sheet, self->first);
	if (room.cols >= cols + 24) {
		canvas_put(canvas, room.row + 1, 2, sheet.col - 4, INK_STRONG, self->title);
		if (last_first(self) > 0)
			canvas_format(canvas, room.row + 3, 2, sheet.col - 4, INK_DIM, "%d–%d / %d",
			              self->first + 1, self->first + self->height,
			              self->paper.lines);
	}
	canvas_cursor(canvas, room.row + room.rows - 1, sheet.col + cols - 1);
}

static bool
scroll(struct paper_screen *self, enum action action)
{
	int before = self->first, page = self->height > 2 ? self->height - 2 : 1;

	switch (action) {
	case ACT_UP:
		self->first--;
		break;
	case ACT_DOWN:
		self->first++;
		break;
	case ACT_PAGE_UP:
		self->first -= page;
		break;
	case ACT_PAGE_DOWN:
		self->first += page;
		break;
	case ACT_FIRST:
		self->first = 0;
		break;
	case ACT_LAST:
		self->first = last_first(self);
		break;
	default:
		return false;
	}
	if (self->first > last_first(self))
		self->first = last_first(self);
	if (self->first < 0)
		self->first = 0;
	return self->first != before;
}

static enum reaction
paper_print(struct paper_screen *self)
{
	struct face *face = self->screen.face;
	struct err err;

	if (self->origin != PAPER_OF_NOW)
		return REACT_BEEP;
	if (counter_print(face->counter, PRINTER_REPORT, &self->printout, &err))
		face_error(face, &err);
	else
		face_note(face, _("it is on its way to the printer"));
	return REACT_DONE;
}

static bool
is_move(enum action action)
{
	return action == ACT_UP || action == ACT_DOWN || action == ACT_PAGE_UP ||
	       action == ACT_PAGE_DOWN || action == ACT_FIRST || action == ACT_LAST;
}

static enum reaction
paper_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct paper_screen *self = screen_of(screen);

	(void)words;
	if (verb_is_command(verb, CMD_RECEIPT))
		return paper_print(self);
	if (!verb.is_action || !is_move(verb.action))
		return REACT_PASS;
	return scroll(self, verb.action) ? REACT_DONE : REACT_BEEP;
}

static bool
paper_offers(const struct screen *screen, struct verb verb)
{
	const struct paper_screen *self = screen_of(screen);

	if (verb_is_command(verb, CMD_RECEIPT))
		return self->origin == PAPER_OF_NOW;
	return verb.is_action && is_move(verb.action) && last_first(self) > 0;
}

static const struct screen_ops paper_screen = {
	.name = "paper",
	.title = N_("Paper"),
	.size = sizeof(struct paper_screen),
	.enter = paper_enter,
	.leave = paper_leave,
	.draw = paper_screen_draw,
	.offers = paper_offers,
	.verb = paper_verb,
};
