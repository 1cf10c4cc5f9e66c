#include <config.h>

#include "screens/paint.h"

#include <curses.h>
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <wchar.h>

#include "base/alloc.h"

#define NOWHERE (-1)

/* How an ink is switched on: whatever was on before, and after one with the same attributes. */
struct mixed {
	char *whole;
	char *fore, *back; /* NULL: the terminal's own colour, which only `whole` brings back */
	unsigned attrs;
	short fore_colour, back_colour;
};

struct paint {
	struct buf page; /* what is to be sent */
	struct mixed inks[INKS];
	char *reset, *move, *clear;
	bool plain_move; /* ESC [ row ; col H, as nearly all terminals have it */
	int colours;
	bool corner_scrolls; /* writing the last cell of the last row would */
	int ink;             /* on now; NOWHERE: not known */
	int row, col;        /* where the terminal writes next; row NOWHERE: not known */
};

/* An attribute, terminfo's name of what switches it on, and its bit in "no colour beside it". */
static const struct {
	unsigned look;
	const char *capability;
	int excludes;
} attributes[] = {
	{ LOOK_BOLD, "bold", 32 },
	{ LOOK_REVERSE, "rev", 4 },
	{ LOOK_UNDERLINE, "smul", 2 },
	{ LOOK_DIM, "dim", 16 },
};

/* Adds terminfo's text; "$<5>" in it asks for a pause that no terminal has needed for decades. */
static void
add_capability(struct buf *buf, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "$");

		buf_add_bytes(buf, text, plain);
		text += plain;
		if (text[0] == '$' && text[1] == '<' && strchr(text, '>'))
			text = strchr(text, '>') + 1;
		else if (*text)
			buf_add_char(buf, *text++);
	}
}

static const char *
capability(const char *name)
{
	const char *text = tigetstr((char *)name);

	return text && text != (const char *)-1 ? text : "";
}

static char *
clean_capability(const char *name)
{
	struct buf buf = { 0 };

	add_capability(&buf, capability(name));
	return buf_take(&buf);
}

static int
count_colours(void)
{
	const char *none = getenv("NO_COLOR");
	int colours = tigetnum((char *)"colors");

	return (none && *none) || colours < 8 || !*capability("setaf") || !*capability("setab")
	               ? 0
	               : colours;
}

/* ---- inks ---- */

/* NULL for no colour. */
static char *
colour(const char *setter, short colour)
{
	struct buf buf = { 0 };

	if (colour < 0)
		return NULL;
	add_capability(&buf, tiparm(capability(setter), (int)colour));
	return buf_take(&buf);
}

static struct mixed
mix(const struct paint *paint, enum ink ink)
{
	struct look look = palette_look(ink, paint->colours);
	bool coloured = paint->colours > 0 && (look.ink >= 0 || look.ground >= 0);
	int excluded = coloured ? tigetnum((char *)"ncv") : 0;
	struct mixed mixed = { .fore_colour = coloured ? look.ink : -1,
		               .back_colour = coloured ? look.ground : -1 };
	struct buf buf = { 0 };

	buf_add(&buf, paint->reset);
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		bool allowed = excluded <= 0 || !(excluded & attributes[i].excludes);

		if (!(look.attrs & attributes[i].look) || !allowed)
			continue;
		add_capability(&buf, capability(attributes[i].capability));
		mixed.attrs |= attributes[i].look;
	}
	mixed.fore = colour("setaf", mixed.fore_colour);
	mixed.back = colour("setab", mixed.back_colour);
	buf_add(&buf, mixed.fore ? mixed.fore : "");
	buf_add(&buf, mixed.back ? mixed.back : "");
	mixed.whole = buf_take(&buf);
	return mixed;
}

static void
mixed_done(struct mixed *mixed)
{
	free(mixed->whole);
	free(mixed->fore);
	free(mixed->back);
}

/* Adds a colour that is another than before; false if that cannot be said by itself. */
static bool
change_colour(struct buf *page, short from, short to, const char *text)
{
	if (from == to)
		return true;
	if (text)
		buf_add(page, text);
	return text != NULL;
}

static void
switch_ink(struct paint *paint, int ink)
{
	const struct mixed *to = &paint->inks[ink];
	const struct mixed *from = paint->ink == NOWHERE ? NULL : &paint->inks[paint->ink];

	paint->ink = ink;
	if (!from || from->attrs != to->attrs ||
	    !change_colour(&paint->page, from->fore_colour, to->fore_colour, to->fore) ||
	    !change_colour(&paint->page, from->back_colour, to->back_colour, to->back))
		buf_add(&paint->page, to->whole);
}

/* Attributes off, and colours too: most terminals do both at once. */
static char *
mix_reset(const struct paint *paint)
{
	const char *off = capability("sgr0");
	struct buf buf = { 0 };

	add_capability(&buf, off);
	if (paint->colours && !strstr(off, "[m") && !strstr(off, "[0"))
		add_capability(&buf, capability("op"));
	return buf_take(&buf);
}

struct paint *
paint_new(void)
{
	struct paint *paint = alloc_zero(1, sizeof(*paint));

	paint->colours = count_colours();
	paint->reset = mix_reset(paint);
	for (int ink = 0; ink < INKS; ink++)
		paint->inks[ink] = mix(paint, (enum ink)ink);
	paint->move = clean_capability("cup");
	paint->plain_move = strcmp(paint->move, "\033[%i%p1%d;%p2%dH") == 0;
	paint->clear = clean_capability("clear");
	paint->corner_scrolls = tigetflag((char *)"am") == 1 && tigetflag((char *)"xenl") != 1;
	paint->ink = paint->row = NOWHERE;
	return paint;
}

void
paint_free(struct paint **paint)
{
	if (!*paint)
		return;
	buf_add(&(*paint)->page, (*paint)->reset); /* endwin() does not know our inks */
	paint_send(*paint, 0, 0);
	for (int ink = 0; ink < INKS; ink++)
		mixed_done(&(*paint)->inks[ink]);
	free((*paint)->reset);
	free((*paint)->move);
	free((*paint)->clear);
	buf_done(&(*paint)->page);
	free(*paint);
	*paint = NULL;
}

int
paint_colours(const struct paint *paint)
{
	return paint->colours;
}

/* ---- cells ---- */

static void
add_number(struct buf *page, int number)
{
	if (number >= 10)
		add_number(page, number / 10);
	buf_add_char(page, (char)('0' + number % 10));
}

static void
add_move(struct paint *paint, int row, int col)
{
	if (!paint->plain_move) {
		buf_add(&paint->page, tiparm(paint->move, row, col));
		return;
	}
	buf_add_bytes(&paint->page, "\033[", 2);
	add_number(&paint->page, row + 1);
	buf_add_char(&paint->page, ';');
	add_number(&paint->page, col + 1);
	buf_add_char(&paint->page, 'H');
}

static void
move_to(struct paint *paint, int row, int col)
{
	if (row != paint->row || col != paint->col)
		add_move(paint, row, col);
	paint->row = row;
	paint->col = col;
}

void
paint_clear(struct paint *paint)
{
	buf_add(&paint->page, paint->reset);
	buf_add(&paint->page, paint->clear);
	paint->ink = paint->row = NOWHERE;
}

/* What the terminal would count otherwise than we did. */
static bool
is_odd(const struct cell *cell)
{
	wchar_t wide[CELL_TEXT_MAX];
	size_t count;

	count = mbstowcs(wide, cell->text, CELL_TEXT_MAX);
	return count == (size_t)-1 || count == 0 || wcwidth(wide[0]) != cell->width;
}

void
paint_cell(struct paint *paint, int row, int col, const struct cell *cell)
{
	if (paint->corner_scrolls && row == LINES - 1 && col + cell->width >= COLS)
		return;
	move_to(paint, row, col);
	if (cell->ink != paint->ink)
		switch_ink(paint, cell->ink);
	if ((unsigned char)cell->text[0] < 0x80 && cell->text[1] == '\0')
		buf_add_char(&paint->page, cell->text[0] ? cell->text[0] : ' ');
	else if (is_odd(cell))
		buf_add(&paint->page, cell->width == 2 ? "? " : "?");
	else
		buf_add(&paint->page, cell->text);
	paint->col = col + cell->width;
	if (paint->col >= COLS) /* it may wait at the margin, or be in the next row */
		paint->row = NOWHERE;
}

/* ---- sending ---- */

static void
send_all(const char *bytes, size_t count)
{
	struct pollfd fd = { .fd = STDOUT_FILENO, .events = POLLOUT };

	while (count > 0) {
		ssize_t sent = write(STDOUT_FILENO, bytes, count);

		if (sent < 0 && errno == EAGAIN)
			poll(&fd, 1, -1);
		else if (sent < 0 && errno != EINTR)
			return; /* the terminal is gone, and its reading end says so */
		if (sent > 0) {
			bytes += sent;
			count -= (size_t)sent;
		}
	}
}

void
paint_send(struct paint *paint, int cursor_row, int cursor_col)
{
	move_to(paint, cursor_row, cursor_col);
	send_all(paint->page.text ? paint->page.text : "", paint->page.length);
	buf_clear(&paint->page);
}
