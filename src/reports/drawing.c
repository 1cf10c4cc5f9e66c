#include <config.h>

#include "reports/drawing.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "reports/drawing_face.h"

#define REST "..."

struct drawing {
	const struct drawing_face *face;
	void *canvas;
};

bool
drawing_shows_all(void)
{
	return drawing_cairo() != NULL;
}

struct drawing *
drawing_new(void)
{
	struct drawing *drawing = alloc_zero(1, sizeof(*drawing));

	drawing->face = drawing_shows_all() ? drawing_cairo() : &drawing_plain;
	drawing->canvas = drawing->face->start();
	return drawing;
}

void
drawing_page(struct drawing *drawing, int width, int height)
{
	drawing->face->page(drawing->canvas, width, height);
}

void
drawing_text(struct drawing *drawing, enum drawing_font font, int size, int x, int y,
             const char *text)
{
	if (*text)
		drawing->face->text(drawing->canvas, font, size, x, y, text);
}

int
drawing_text_width(struct drawing *drawing, enum drawing_font font, int size, const char *text)
{
	return *text ? drawing->face->text_width(drawing->canvas, font, size, text) : 0;
}

void
drawing_text_right(struct drawing *drawing, enum drawing_font font, int size, int x, int y,
                   const char *text)
{
	drawing_text(drawing, font, size, x - drawing_text_width(drawing, font, size, text), y,
	             text);
}

/* Its first columns, and three points for the rest. */
static void
shorten(char *out, size_t size, const char *text, int cols)
{
	strcpy(out + text_cut(out, size - strlen(REST), text, cols), REST);
}

/* The longest beginning that fits is found by halving. */
void
drawing_text_in(struct drawing *drawing, enum drawing_font font, int size, int x, int y, int width,
                const char *text)
{
	size_t room = strlen(text) + sizeof(REST);
	char *shown = alloc_zero(room, 1);
	int fits = 0, too_wide = text_cols(text);

	text_copy(shown, room, text);
	if (drawing_text_width(drawing, font, size, shown) > width) {
		while (too_wide - fits > 1) {
			int cols = fits + (too_wide - fits) / 2;

			shorten(shown, room, text, cols);
			if (drawing_text_width(drawing, font, size, shown) > width)
				too_wide = cols;
			else
				fits = cols;
		}
		shorten(shown, room, text, fits);
	}
	drawing_text(drawing, font, size, x, y, shown);
	free(shown);
}

void
drawing_fill(struct drawing *drawing, int x, int y, int width, int height)
{
	drawing->face->fill(drawing->canvas, x, y, width, height);
}

void
drawing_bars(struct drawing *drawing, const struct bars *bars, int x, int y, int module, int height)
{
	for (int i = 0; i < bars->count; i++) {
		int width = bars->widths[i] * module;

		if (i % 2 == 0)
			drawing_fill(drawing, x, y, width, height);
		x += width;
	}
}

void
drawing_finish(struct drawing **drawing, struct buf *out)
{
	(*drawing)->face->finish((*drawing)->canvas, out);
	free(*drawing);
	*drawing = NULL;
}
