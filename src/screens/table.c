#include <config.h>

#include "screens/table.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"

#define GAP 2
#define MARGIN 2

static const struct screen_ops table_screen, table_text_screen;

static struct table *
table_of(const struct screen *screen)
{
	return (struct table *)screen;
}

/* ---- rows ---- */

struct table_row *
table_add(struct table *table, int64_t id)
{
	struct table_row *row;

	if ((size_t)table->list.count == table->room) {
		table->room = table->room ? 2 * table->room : 32;
		table->rows = alloc_again(table->rows, table->room, sizeof(*table->rows));
	}
	row = &table->rows[table->list.count++];
	memset(row, 0, sizeof(*row));
	row->id = id;
	return row;
}

void
table_cell(struct table_row *row, int column, const char *format, ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text_copy(row->cells[column], TABLE_CELL_MAX, text);
}

void
table_reload(struct table *table)
{
	int marked = table->list.marked;

	table->list.count = 0;
	table->more = false;
	table->note[0] = '\0';
	table->ops->load(table);
	table->list.marked = marked;
	list_set_count(&table->list, table->list.count);
}

const struct table_row *
table_marked(const struct table *table)
{
	return table->list.marked >= 0 && table->list.marked < table->list.count
	               ? &table->rows[table->list.marked]
	               : NULL;
}

struct table *
table_open(struct face *face, const struct table_ops *ops, int64_t id, const char *key)
{
	struct table_with with = { ops, id, key };

	return table_of(face_push(face, ops->filters ? &table_text_screen : &table_screen, &with));
}

static void
table_enter(struct screen *screen, const void *context)
{
	struct table *table = table_of(screen);
	const struct table_with *with = context;

	table->ops = with->ops;
	table->id = with->id;
	text_copy(table->key, sizeof(table->key), with->key ? with->key : "");
	if (table->ops->filters)
		field_set(&table->filter, table->key);
	table_reload(table);
}

static void
table_leave(struct screen *screen)
{
	struct table *table = table_of(screen);

	if (table->ops->leave)
		table->ops->leave(table);
	free(table->rows);
}

/* ---- drawing ---- */

void
table_layout(const struct table_ops *ops, int cols, int starts[TABLE_COLUMNS_MAX],
             int widths[TABLE_COLUMNS_MAX])
{
	int left = cols, flexible = -1, at = 0;

	for (int i = 0; i < TABLE_COLUMNS_MAX; i++) {
		const struct table_column *column = &ops->columns[i];

		widths[i] = 0;
		if (!column->heading || cols < column->from_cols)
			continue;
		widths[i] = column->cols;
		if (column->cols == 0)
			flexible = i;
		left -= column->cols + (i > 0 ? GAP : 0);
	}
	if (flexible >= 0)
		widths[flexible] = left > 4 ? left : 4;
	for (int i = 0; i < TABLE_COLUMNS_MAX; i++) {
		starts[i] = at;
		at += widths[i] ? widths[i] + GAP : 0;
	}
}

static int
draw_title(const struct table *table, struct canvas *canvas, struct area room)
{
	int row = room.row + (room.rows > 14 ? 1 : 0), note = text_cols(table->note);
	int col = room.col + MARGIN;

	canvas_put(canvas, row, col, room.cols - 2 * MARGIN - note - GAP, INK_STRONG,
	           _(table->ops->title));
	if (note)
		canvas_put(canvas, row, room.col + room.cols - MARGIN - note, note, INK_DIM,
		           table->note);
	row++;
	if (table->ops->about && room.rows > 12)
		row += canvas_wrap(canvas, (struct area){ row, col, 2, room.cols - 2 * MARGIN },
		                   INK_DIM, _(table->ops->about));
	return row + (room.rows > 14 ? 1 : 0);
}

static void
draw_headings(const struct table *table, struct canvas *canvas, struct area area,
              const int starts[], const int widths[])
{
	for (int i = 0; i < TABLE_COLUMNS_MAX; i++) {
		if (widths[i] && table->ops->columns[i].heading[0])
			canvas_pad(canvas, area.row, area.col + starts[i], widths[i], INK_DIM,
			           table->ops->columns[i].align, _(table->ops->columns[i].heading));
	}
}

static bool
has_headings(const struct table_ops *ops)
{
	for (int i = 0; i < TABLE_COLUMNS_MAX; i++) {
		if (ops->columns[i].heading && ops->columns[i].heading[0])
			return true;
	}
	return false;
}

static void
draw_row(const struct table *table, int index, struct canvas *canvas, struct area area,
         const int starts[], const int widths[])
{
	const struct table_row *row = &table->rows[index];
	bool marked = index == table->list.marked;
	enum ink ink = marked ? INK_MARK : row->dim ? INK_DIM : row->strong ? INK_STRONG : INK_BODY;
	int number = index - table->list.first + 1;

	if (marked)
		canvas_fill(canvas,
		            (struct area){ area.row, area.col - MARGIN, 1, area.cols + MARGIN + 1 },
		            ink);
	canvas_put(canvas, area.row, area.col - MARGIN, 1, ink, marked ? "▸" : " ");
	if (table->ops->numbers && number <= 9)
		canvas_format(canvas, area.row, area.col, 1, marked ? INK_MARK : INK_STRONG, "%d",
		              number);
	for (int i = 0; i < TABLE_COLUMNS_MAX; i++) {
		int shift = table->ops->numbers && i == 0 ? 3 : 0;

		if (widths[i])
			canvas_pad(canvas, area.row, area.col + starts[i] + shift,
			           widths[i] - shift, ink, table->ops->columns[i].align,
			           row->cells[i]);
	}
}

static int
draw_filter(const struct table *table, struct canvas *canvas, struct area room)
{
	int row = room.row + room.rows - 1, col;

	if (!table->ops->filters)
		return room.rows;
	canvas_fill(canvas, (struct area){ row, room.col, 1, room.cols }, INK_FIELD);
	col = room.col + 2 +
	      canvas_put(canvas, row, room.col + 2, room.cols / 2, INK_FIELD, _("Find")) + 1;
	col = field_draw(&table->filter, canvas, row, col, room.cols / 2, INK_TYPED);
	canvas_cursor(canvas, row, col);
	return room.rows - 1;
}

static void
table_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct table *table = table_of(screen);
	int starts[TABLE_COLUMNS_MAX], widths[TABLE_COLUMNS_MAX],
	        row = draw_title(table, canvas, room);
	int rows = draw_filter(table, canvas, room), beside = 0;
	struct area area = { row, room.col + MARGIN, room.row + rows - row,
		             room.cols - 2 * MARGIN };

	if (table->ops->beside && room.cols >= table->ops->beside_cols + 36)
		beside = table->ops->beside_cols;
	area.cols -= beside ? beside + 2 : 0;
	table_layout(table->ops, area.cols, starts, widths);
	if (table->list.count == 0 && table->ops->empty)
		canvas_wrap(canvas, (struct area){ area.row + 1, area.col, 3, area.cols }, INK_DIM,
		            _(table->ops->empty));
	if (has_headings(table->ops)) {
		if (table->list.count > 0)
			draw_headings(table, canvas, area, starts, widths);
		area.row++;
		area.rows--;
	}
	list_fit(&table->list, area.rows);
	for (int i = 0; i < area.rows && table->list.first + i < table->list.count; i++)
		draw_row(table, table->list.first + i, canvas,
		         (struct area){ area.row + i, area.col, 1, area.cols }, starts, widths);
	list_draw_position(&table->list, canvas, area.row, area.col + area.cols + 1, INK_RULE);
	if (!table->ops->filters && table->list.marked >= 0)
		canvas_cursor(canvas, area.row + table->list.marked - table->list.first,
		              area.col - MARGIN);
	if (beside)
		table->ops->beside(
		        table, canvas,
		        (struct area){ room.row, room.col + room.cols - beside, rows, beside },
		        table_marked(table));
}

/* ---- keys ---- */

static enum reaction
take(struct table *table)
{
	const struct table_row *row = table_marked(table);

	if (!row || !table->ops->take)
		return REACT_BEEP;
	table->ops->take(table, row);
	return REACT_DONE;
}

static enum reaction
table_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct table *table = table_of(screen);

	if (table->ops->verb) {
		enum reaction reaction = table->ops->verb(table, verb, words, table_marked(table));

		if (reaction != REACT_PASS)
			return reaction;
	}
	if (verb_is(verb, ACT_ENTER))
		return take(table);
	if (verb.is_action && verb.action >= ACT_UP && verb.action <= ACT_LAST)
		return list_move(&table->list, verb.action) ? REACT_DONE : REACT_BEEP;
	if (verb_is_command(verb, CMD_CLEAR) && table->ops->filters &&
	    !field_is_empty(&table->filter)) {
		field_clear(&table->filter);
		table_reload(table);
		return REACT_DONE;
	}
	return REACT_PASS;
}

static enum reaction
table_key(struct screen *screen, const struct key *key)
{
	struct table *table = table_of(screen);
	int row;

	if (table->ops->filters) {
		if (key->cap != CAP_CHAR && key->cap != CAP_BACKSPACE && key->cap != CAP_LEFT &&
		    key->cap != CAP_RIGHT)
			return REACT_PASS;
		if (!field_key(&table->filter, key, true))
			return key->mods ? REACT_PASS : REACT_BEEP;
		table->list.marked = 0;
		table_reload(table);
		return REACT_DONE;
	}
	if (!table->ops->numbers || !key_is_digit(key))
		return REACT_BEEP;
	row = list_row_of_digit(&table->list, key->text[0] - '0');
	if (row < 0)
		return REACT_BEEP;
	list_mark(&table->list, row);
	return take(table);
}

static enum reaction
table_scan(struct screen *screen, const struct scan *scan)
{
	struct table *table = table_of(screen);

	return table->ops->scan ? table->ops->scan(table, scan) : REACT_BEEP;
}

static void
table_answered(struct screen *screen, enum outcome outcome, const struct answer *answer)
{
	struct table *table = table_of(screen);

	if (table->ops->answered)
		table->ops->answered(table, outcome, answer);
}

static void
table_changed(struct screen *screen)
{
	struct table *table = table_of(screen);

	table_reload(table);
}

static bool
table_offers(const struct screen *screen, struct verb verb)
{
	const struct table *table = table_of(screen);

	if (table->ops->offers && table->ops->offers(table, verb))
		return true;
	if (verb_is(verb, ACT_ENTER))
		return table->ops->take && table->list.count > 0;
	return verb.is_action && verb.action >= ACT_UP && verb.action <= ACT_LAST &&
	       table->list.count > 1;
}

static const struct screen_ops table_screen = {
	.name = "list",
	.title = N_("List"),
	.size = sizeof(struct table),
	.enter = table_enter,
	.leave = table_leave,
	.draw = table_draw,
	.offers = table_offers,
	.verb = table_verb,
	.key = table_key,
	.scan = table_scan,
	.answered = table_answered,
	.changed = table_changed,
};

/* The same where what is typed is text. */
static const struct screen_ops table_text_screen = {
	.name = "find",
	.title = N_("Find"),
	.size = sizeof(struct table),
	.text = true,
	.enter = table_enter,
	.leave = table_leave,
	.draw = table_draw,
	.offers = table_offers,
	.verb = table_verb,
	.key = table_key,
	.scan = table_scan,
	.answered = table_answered,
	.changed = table_changed,
};
