#include <config.h>

#include "screens/canvas.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

static const struct cell blank = { .text = " ", .width = 1, .ink = INK_BODY };

void
canvas_init(struct canvas *canvas, int rows, int cols)
{
	memset(canvas, 0, sizeof(*canvas));
	canvas_resize(canvas, rows, cols);
}

void
canvas_done(struct canvas *canvas)
{
	free(canvas->cells);
	memset(canvas, 0, sizeof(*canvas));
}

void
canvas_resize(struct canvas *canvas, int rows, int cols)
{
	size_t count = (size_t)rows * (size_t)cols;

	assert(rows > 0 && cols > 0);
	canvas->cells = alloc_again(canvas->cells, count, sizeof(*canvas->cells));
	canvas->rows = rows;
	canvas->cols = cols;
	canvas_fill(canvas, canvas_area(canvas), INK_BODY);
	canvas_cursor(canvas, 0, 0);
}

struct area
canvas_area(const struct canvas *canvas)
{
	return (struct area){ 0, 0, canvas->rows, canvas->cols };
}

static struct cell *
cell_at(struct canvas *canvas, int row, int col)
{
	return &canvas->cells[(size_t)row * (size_t)canvas->cols + (size_t)col];
}

/* A cell that is about to be overwritten: the other half of a wide character becomes a space. */
static void
unhinge(struct canvas *canvas, int row, int col)
{
	struct cell *cell = cell_at(canvas, row, col);
	uint8_t width = cell->width;

	if (width == 2 && col + 1 < canvas->cols) {
		uint8_t ink = cell[1].ink;

		cell[1] = blank;
		cell[1].ink = ink;
	} else if (width == 0 && col > 0) {
		uint8_t ink = cell[-1].ink;

		cell[-1] = blank;
		cell[-1].ink = ink;
	}
}

static void
set(struct canvas *canvas, int row, int col, const char *text, size_t bytes, int width,
    enum ink ink)
{
	struct cell *cell = cell_at(canvas, row, col);

	if (cell->width != 1)
		unhinge(canvas, row, col);
	memset(cell->text, 0, sizeof(cell->text));
	memcpy(cell->text, text, bytes < sizeof(cell->text) ? bytes : 0);
	cell->width = (uint8_t)width;
	cell->ink = (uint8_t)ink;
	if (width < 2)
		return;
	if (cell[1].width != 1)
		unhinge(canvas, row, col + 1);
	memset(cell[1].text, 0, sizeof(cell[1].text));
	cell[1].width = 0;
	cell[1].ink = (uint8_t)ink;
}

/* The first character of text with its marks: its bytes and columns. */
static size_t
next_character(const char *text, int *width)
{
	size_t bytes;

	*width = 1;
	if ((unsigned char)text[0] < 0x80 && (unsigned char)text[1] < 0x80)
		return 1;
	bytes = text_fit(text, 1);
	if (bytes == 0) {
		*width = 2;
		bytes = text_fit(text, 2);
	}
	return bytes ? bytes : 1;
}

/* Columns [col, col + cols) that lie on the canvas; false if none. */
static bool
clip(const struct canvas *canvas, int row, int *col, int *cols)
{
	if (row < 0 || row >= canvas->rows)
		return false;
	if (*col < 0) {
		*cols += *col;
		*col = 0;
	}
	if (*cols > canvas->cols - *col)
		*cols = canvas->cols - *col;
	return *cols > 0;
}

static int
put_cut(struct canvas *canvas, int row, int col, int cols, enum ink ink, const char *text)
{
	int used = 0;

	while (*text) {
		int width;
		size_t bytes = next_character(text, &width);
		bool control = (unsigned char)*text < 0x20 || *text == 0x7f;

		if (used + width > cols)
			break;
		set(canvas, row, col + used, control ? " " : text, control ? 1 : bytes, width, ink);
		used += width;
		text += bytes;
	}
	return used;
}

/* As text_cols(), and quicker for what most texts are. */
static int
count_cols(const char *text)
{
	int cols = 0;

	while (text[cols] && (unsigned char)text[cols] < 0x80)
		cols++;
	return text[cols] ? cols + text_cols(text + cols) : cols;
}

int
canvas_put(struct canvas *canvas, int row, int col, int cols, enum ink ink, const char *text)
{
	int used;

	if (!clip(canvas, row, &col, &cols))
		return 0;
	if (count_cols(text) <= cols)
		return put_cut(canvas, row, col, cols, ink, text);
	used = put_cut(canvas, row, col, cols - 1, ink, text);
	return used + put_cut(canvas, row, col + used, 1, ink, "…");
}

int
canvas_format(struct canvas *canvas, int row, int col, int cols, enum ink ink, const char *format,
              ...)
{
	char text[512];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	return canvas_put(canvas, row, col, cols, ink, text);
}

void
canvas_pad(struct canvas *canvas, int row, int col, int cols, enum ink ink, enum text_align align,
           const char *text)
{
	int gap = cols - count_cols(text);
	int left = gap <= 0 || align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? gap : gap / 2;

	canvas_fill(canvas, (struct area){ row, col, 1, cols }, ink);
	canvas_put(canvas, row, col + left, cols - left, ink, text);
}

/* One cell, then copies of what is there, twice as many each time. */
static void
fill_cells(struct cell *cells, size_t count, struct cell cell)
{
	size_t filled = 1;

	cells[0] = cell;
	while (filled < count) {
		size_t more = filled < count - filled ? filled : count - filled;

		memcpy(cells + filled, cells, more * sizeof(*cells));
		filled += more;
	}
}

void
canvas_fill(struct canvas *canvas, struct area area, enum ink ink)
{
	struct cell cell = blank;

	cell.ink = (uint8_t)ink;
	for (int row = area.row; row < area.row + area.rows; row++) {
		int col = area.col, cols = area.cols;

		if (!clip(canvas, row, &col, &cols))
			continue;
		unhinge(canvas, row, col);
		unhinge(canvas, row, col + cols - 1);
		fill_cells(cell_at(canvas, row, col), (size_t)cols, cell);
	}
}

void
canvas_repeat(struct canvas *canvas, int row, int col, int cols, enum ink ink, const char *text)
{
	if (!clip(canvas, row, &col, &cols))
		return;
	for (int i = 0; i < cols; i++)
		set(canvas, row, col + i, text, strlen(text), 1, ink);
}

void
canvas_rule(struct canvas *canvas, int row, int col, int cols, enum ink ink)
{
	canvas_repeat(canvas, row, col, cols, ink, "─");
}

void
canvas_border(struct canvas *canvas, struct area area, enum ink ink)
{
	int bottom = area.row + area.rows - 1, right = area.col + area.cols - 1;

	canvas_rule(canvas, area.row, area.col, area.cols, ink);
	canvas_rule(canvas, bottom, area.col, area.cols, ink);
	for (int row = area.row + 1; row < bottom; row++) {
		canvas_repeat(canvas, row, area.col, 1, ink, "│");
		canvas_repeat(canvas, row, right, 1, ink, "│");
	}
	canvas_repeat(canvas, area.row, area.col, 1, ink, "┌");
	canvas_repeat(canvas, area.row, right, 1, ink, "┐");
	canvas_repeat(canvas, bottom, area.col, 1, ink, "└");
	canvas_repeat(canvas, bottom, right, 1, ink, "┘");
}

void
canvas_tint(struct canvas *canvas, int row, int col, int cols, enum ink ink)
{
	if (!clip(canvas, row, &col, &cols))
		return;
	for (int i = 0; i < cols; i++)
		cell_at(canvas, row, col + i)->ink = (uint8_t)ink;
}

void
canvas_cursor(struct canvas *canvas, int row, int col)
{
	canvas->cursor_row = row < 0 ? 0 : row >= canvas->rows ? canvas->rows - 1 : row;
	canvas->cursor_col = col < 0 ? 0 : col >= canvas->cols ? canvas->cols - 1 : col;
}

/* One line of text at a time, through `line`, which may be NULL. */
static int
wrap(const char *text, int cols, int rows, void (*line)(void *, int, const char *), void *context)
{
	int row = 0;

	while (*text && row < rows) {
		const char *end = strchr(text, '\n');
		size_t whole = end ? (size_t)(end - text) : strlen(text);
		char part[1024];
		size_t next, bytes;

		snprintf(part, sizeof(part), "%.*s",
		         (int)(whole < sizeof(part) ? whole : sizeof(part) - 1), text);
		bytes = text_wrap(part, cols, &next);
		if (next == 0 && part[0])
			next = bytes = strlen(part);
		part[bytes] = '\0';
		if (line)
			line(context, row, part);
		row++;
		text += next;
		if (end && text >= end)
			text = end + 1;
	}
	return row;
}

struct wrap_to {
	struct canvas *canvas;
	struct area area;
	enum ink ink;
};

static void
wrap_line(void *context, int row, const char *text)
{
	struct wrap_to *to = context;

	canvas_put(to->canvas, to->area.row + row, to->area.col, to->area.cols, to->ink, text);
}

int
canvas_wrap(struct canvas *canvas, struct area area, enum ink ink, const char *text)
{
	struct wrap_to to = { canvas, area, ink };

	return area.cols < 1 ? 0 : wrap(text, area.cols, area.rows, wrap_line, &to);
}

int
canvas_wrap_rows(const char *text, int cols)
{
	return cols < 1 ? 0 : wrap(text, cols, 1000, NULL, NULL);
}

void
canvas_row_text(const struct canvas *canvas, int row, struct buf *out)
{
	int last = canvas->cols - 1;
	const struct cell *cells = &canvas->cells[(size_t)row * (size_t)canvas->cols];

	while (last >= 0 && strcmp(cells[last].text, " ") == 0)
		last--;
	for (int col = 0; col <= last; col++)
		buf_add(out, cells[col].text);
}
