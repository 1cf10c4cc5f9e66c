#include <config.h>

#include "screens/box.h"

#include <stdio.h>

#define EDGE 1
#define PADDING 2

struct area
box_draw(struct canvas *canvas, struct area room, int rows, int cols, const char *title,
         const char *note)
{
	int wanted = text_cols(title) + 2 * PADDING;
	struct area box = { 0, 0, rows + 2 * EDGE,
		            (cols > wanted ? cols : wanted) + 2 * (EDGE + PADDING) };
	struct area inside;

	if (box.rows > room.rows)
		box.rows = room.rows;
	if (box.cols > room.cols)
		box.cols = room.cols;
	box.row = room.row + (room.rows - box.rows) / 3;
	box.col = room.col + (room.cols - box.cols) / 2;
	canvas_fill(canvas, box, INK_BOX);
	canvas_border(canvas, box, INK_BOX_RULE);
	canvas_format(canvas, box.row, box.col + PADDING, box.cols - 2 * PADDING, INK_BOX_STRONG,
	              " %s ", title);
	if (note && note[0]) {
		int width = text_cols(note) + 2;
		int most = box.cols - 2 * PADDING;

		canvas_format(canvas, box.row + box.rows - 1,
		              box.col + box.cols - PADDING - (width < most ? width : most), most,
		              INK_BOX_DIM, " %s ", note);
	}
	inside = (struct area){ box.row + EDGE, box.col + EDGE + PADDING, box.rows - 2 * EDGE,
		                box.cols - 2 * (EDGE + PADDING) };
	return inside;
}

void
box_row(struct canvas *canvas, struct area row, bool marked, int number, const char *label,
        int label_cols, const char *about)
{
	enum ink ink = marked ? INK_BOX_MARK : INK_BOX;
	int used = label_cols + 6;
	char key[16] = "";

	canvas_fill(canvas, (struct area){ row.row, row.col - 1, 1, row.cols + 2 }, ink);
	if (number > 0)
		snprintf(key, sizeof(key), "%d", number);
	canvas_put(canvas, row.row, row.col - 1, 1, ink, marked ? "▸" : " ");
	canvas_pad(canvas, row.row, row.col, 2, marked ? INK_BOX_MARK : INK_BOX_STRONG, ALIGN_RIGHT,
	           key);
	canvas_put(canvas, row.row, row.col + 4, row.cols - 4, ink, label);
	if (about && about[0] && row.cols - used >= 12)
		canvas_put(canvas, row.row, row.col + used, row.cols - used,
		           marked ? INK_BOX_MARK : INK_BOX_DIM, about);
}
