/*
 * A line is drawn word by word, each at its own column, so that amounts stay under each other
 * whatever the letters' widths are; within a word letters join as their script wants.
 */
#include <config.h>

#include "reports/drawing_bits.h"

#ifdef HAVE_CAIRO

#include <pango/pangocairo.h>
#include <string.h>

#include "base/text.h"

/* Of the height of a cell: the size of the font, and where letters stand. */
#define FONT_PERCENT 83
#define BASE_PERCENT 78
#define BLACK 110 /* from here on a dot is printed */

struct drawer {
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoLayout *layout;
	int cell_width, cell_height;
};

static void
set_font(struct drawer *drawer, bool bold)
{
	PangoFontDescription *font =
	        pango_font_description_from_string(bold ? "Monospace Bold" : "Monospace");

	pango_font_description_set_absolute_size(
	        font, (double)drawer->cell_height * FONT_PERCENT / 100 * PANGO_SCALE);
	pango_layout_set_font_description(drawer->layout, font);
	pango_layout_set_single_paragraph_mode(drawer->layout, TRUE);
	pango_font_description_free(font);
}

static void
draw_word(struct drawer *drawer, const char *word, size_t bytes, int col, int cols)
{
	PangoLayoutLine *line;
	PangoRectangle extents;
	double room = (double)cols * drawer->cell_width, width;

	pango_layout_set_text(drawer->layout, word, (int)bytes);
	line = pango_layout_get_line_readonly(drawer->layout, 0);
	pango_layout_line_get_extents(line, NULL, &extents);
	width = (double)extents.width / PANGO_SCALE;
	cairo_save(drawer->cairo);
	cairo_translate(drawer->cairo, (double)col * drawer->cell_width,
	                (double)drawer->cell_height * BASE_PERCENT / 100);
	if (width > room)
		cairo_scale(drawer->cairo, room / width, 1);
	cairo_move_to(drawer->cairo, 0, 0);
	pango_cairo_show_layout_line(drawer->cairo, line);
	cairo_restore(drawer->cairo);
}

static void
draw_words(struct drawer *drawer, const char *line)
{
	int col = 0;

	while (*line) {
		size_t spaces = strspn(line, " "), bytes;
		char word[1024];
		int cols;

		col += (int)spaces;
		line += spaces;
		bytes = strcspn(line, " ");
		if (bytes >= sizeof word)
			bytes = sizeof word - 1;
		memcpy(word, line, bytes);
		word[bytes] = '\0';
		cols = text_cols(word);
		if (bytes > 0)
			draw_word(drawer, line, bytes, col, cols);
		col += cols;
		line += bytes;
	}
}

static void
take_bits(cairo_surface_t *surface, int width, int height, unsigned char *bits, int stride)
{
	const unsigned char *alpha = cairo_image_surface_get_data(surface);
	int alpha_stride = cairo_image_surface_get_stride(surface);

	for (int y = 0; y < height; y++) {
		for (int x = 0; x < width; x++) {
			if (alpha[y * alpha_stride + x] >= BLACK)
				bits[y * stride + x / 8] |= (unsigned char)(0x80 >> x % 8);
		}
	}
}

bool
drawing_bits(const char *line, bool bold, int cell_width, int cell_height, unsigned char *bits,
             int stride)
{
	struct drawer drawer = { .cell_width = cell_width, .cell_height = cell_height };
	bool drawn;

	drawer.surface = cairo_image_surface_create(CAIRO_FORMAT_A8, stride * 8, cell_height);
	drawer.cairo = cairo_create(drawer.surface);
	drawer.layout = pango_cairo_create_layout(drawer.cairo);
	set_font(&drawer, bold);
	draw_words(&drawer, line);
	cairo_surface_flush(drawer.surface);
	drawn = cairo_surface_status(drawer.surface) == CAIRO_STATUS_SUCCESS &&
	        cairo_status(drawer.cairo) == CAIRO_STATUS_SUCCESS;
	if (drawn)
		take_bits(drawer.surface, stride * 8, cell_height, bits, stride);
	g_object_unref(drawer.layout);
	cairo_destroy(drawer.cairo);
	cairo_surface_destroy(drawer.surface);
	return drawn;
}

#else

bool
drawing_bits(const char *line, bool bold, int cell_width, int cell_height, unsigned char *bits,
             int stride)
{
	(void)line;
	(void)bold;
	(void)cell_width;
	(void)cell_height;
	(void)bits;
	(void)stride;
	return false;
}

#endif
