#include <config.h>

#include "screens/band.h"

#include <stdio.h>

#include "screens/panel.h"

#define HINT_GAP 6 /* what is typed needs some room before the hint */

static int
choice_count(const struct band *band)
{
	int count = 0;

	while (count < 9 && band->choices[count])
		count++;
	return count;
}

static void
draw_line_below(const struct band *band, struct canvas *canvas, struct area room, int row)
{
	int col = room.col + 2, hint;

	canvas_fill(canvas, (struct area){ row, room.col, 1, room.cols }, INK_FIELD);
	if (band->prompt)
		col += canvas_put(canvas, row, col, room.cols / 2, INK_FIELD, band->prompt) + 1;
	if (band->field)
		col = field_draw(band->field, canvas, row, col,
		                 room.cols / 2 < 48 ? room.cols / 2 : 48, INK_TYPED);
	canvas_cursor(canvas, row, col);
	hint = band->hint ? room.col + room.cols - text_cols(band->hint) - 2 : 0;
	if (hint > col + HINT_GAP)
		canvas_put(canvas, row, hint, room.cols, INK_FIELD_DIM, band->hint);
}

void
band_draw(const struct band *band, struct canvas *canvas, struct area room)
{
	struct panel_layout layout = panel_layout(room);
	int bottom = layout.top, choices = choice_count(band);
	int indent = text_cols(band->word) + 5, cols = room.cols - indent - 2;
	int text_rows = canvas_wrap_rows(band->text, cols);
	int height = text_rows + (choices ? choices + 1 : 0) + 2;
	struct area area;

	/* the amount due stays in sight, unless the question needs the room */
	if (height > layout.lines.rows)
		bottom = layout.buffer;
	if (height > bottom - room.row)
		height = bottom - room.row;
	area = (struct area){ bottom - height, room.col, height, room.cols };
	canvas_fill(canvas, area, INK_QUESTION);
	if (canvas->plain)
		canvas_rule(canvas, area.row, area.col, area.cols, INK_RULE);
	canvas_format(canvas, area.row + 1, room.col + 1, indent, INK_QUESTION_WORD, " %s ",
	              band->word);
	canvas_wrap(canvas, (struct area){ area.row + 1, room.col + indent, text_rows, cols },
	            INK_QUESTION, band->text);
	for (int i = 0; i < choices; i++)
		canvas_format(canvas, area.row + text_rows + 2 + i, room.col + indent, cols,
		              INK_QUESTION, "%d  %s", i + 1, band->choices[i]);
	draw_line_below(band, canvas, room, layout.buffer);
}
