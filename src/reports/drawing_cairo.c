/*
 * Drawing with cairo and pango, which know every script.  They and what they load are some twenty
 * libraries, and a till that sells draws nothing: so they are not linked but opened when the first
 * page is drawn.  Where they are missing then, drawing_plain draws.
 */
#include <config.h>

#include "reports/drawing_face.h"

#ifdef HAVE_CAIRO

#include <assert.h>
#include <cairo-pdf.h>
#include <dlfcn.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#include "base/alloc.h"
#include "base/log.h"

#define LIBRARY "libpangocairo-1.0.so.0" /* brings the others */

/* clang-format off */
#define CALLS(CALL) \
	CALL(cairo_create) CALL(cairo_destroy) CALL(cairo_fill) CALL(cairo_move_to) \
	CALL(cairo_rectangle) CALL(cairo_show_page) \
	CALL(cairo_font_options_create) CALL(cairo_font_options_destroy) \
	CALL(cairo_font_options_set_hint_metrics) CALL(cairo_font_options_set_hint_style) \
	CALL(cairo_pdf_surface_create_for_stream) CALL(cairo_pdf_surface_set_metadata) \
	CALL(cairo_pdf_surface_set_size) \
	CALL(cairo_surface_destroy) CALL(cairo_surface_finish) CALL(cairo_surface_status) \
	CALL(g_object_unref) \
	CALL(pango_cairo_context_set_font_options) CALL(pango_cairo_create_context) \
	CALL(pango_cairo_show_layout_line) \
	CALL(pango_context_set_round_glyph_positions) \
	CALL(pango_font_description_free) CALL(pango_font_description_from_string) \
	CALL(pango_font_description_set_absolute_size) \
	CALL(pango_layout_get_line_readonly) CALL(pango_layout_line_get_extents) \
	CALL(pango_layout_new) CALL(pango_layout_set_font_description) \
	CALL(pango_layout_set_single_paragraph_mode) CALL(pango_layout_set_text)
/* clang-format on */

#define MEMBER(name) __typeof__(name) *name;
static struct {
	CALLS(MEMBER)
} lib;
#undef MEMBER

static const char *const families[DRAWING_FONTS] = { "Sans", "Sans Bold", "Monospace",
	                                             "Monospace Bold" };

struct canvas {
	cairo_surface_t *surface;
	cairo_t *cairo;
	PangoLayout *layout;
	PangoFontDescription *fonts[DRAWING_FONTS];
	struct buf file;
	int height; /* of the page at hand; 0 none was begun */
};

/* ---- opening ---- */

static bool
find_calls(void *handle)
{
#define FIND(name)                                                                                 \
	lib.name = (__typeof__(name) *)dlsym(handle, #name);                                       \
	if (!lib.name)                                                                             \
		return false;
	CALLS(FIND)
#undef FIND
	return true;
}

static bool
open_library(void)
{
	void *handle = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);

	if (handle && find_calls(handle))
		return true;
	log_line("drawing: %s: Latin-1 only", dlerror());
	return false;
}

/* ---- drawing ---- */

static double
points(int thousandths)
{
	return thousandths / 1000.0;
}

static cairo_status_t
keep_bytes(void *context, const unsigned char *bytes, unsigned int count)
{
	buf_add_bytes(context, bytes, count);
	return CAIRO_STATUS_SUCCESS;
}

/* As on paper: nothing is moved to the dots of a screen. */
static PangoContext *
exact_context(cairo_t *cairo)
{
	PangoContext *context = lib.pango_cairo_create_context(cairo);
	cairo_font_options_t *options = lib.cairo_font_options_create();

	lib.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	lib.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	lib.pango_cairo_context_set_font_options(context, options);
	lib.pango_context_set_round_glyph_positions(context, FALSE);
	lib.cairo_font_options_destroy(options);
	return context;
}

static void *
start(void)
{
	struct canvas *canvas = alloc_zero(1, sizeof(*canvas));
	PangoContext *context;

	canvas->surface = lib.cairo_pdf_surface_create_for_stream(keep_bytes, &canvas->file, 1, 1);
	/* the same drawing is the same file */
	lib.cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_CREATE_DATE,
	                                   "2000-01-01T00:00:00Z");
	canvas->cairo = lib.cairo_create(canvas->surface);
	context = exact_context(canvas->cairo);
	canvas->layout = lib.pango_layout_new(context);
	lib.g_object_unref(context);
	lib.pango_layout_set_single_paragraph_mode(canvas->layout, TRUE);
	for (int i = 0; i < DRAWING_FONTS; i++)
		canvas->fonts[i] = lib.pango_font_description_from_string(families[i]);
	return canvas;
}

static void
page(void *drawn_on, int width, int height)
{
	struct canvas *canvas = drawn_on;

	if (canvas->height)
		lib.cairo_show_page(canvas->cairo);
	lib.cairo_pdf_surface_set_size(canvas->surface, points(width), points(height));
	canvas->height = height;
}

static PangoLayoutLine *
lay_out(struct canvas *canvas, enum drawing_font font, int size, const char *text)
{
	PangoFontDescription *description = canvas->fonts[font];

	lib.pango_font_description_set_absolute_size(description, points(size) * PANGO_SCALE);
	lib.pango_layout_set_font_description(canvas->layout, description);
	lib.pango_layout_set_text(canvas->layout, text, -1);
	return lib.pango_layout_get_line_readonly(canvas->layout, 0);
}

static void
text(void *drawn_on, enum drawing_font font, int size, int x, int y, const char *shown)
{
	struct canvas *canvas = drawn_on;

	assert(canvas->height);
	lib.cairo_move_to(canvas->cairo, points(x), points(canvas->height - y));
	lib.pango_cairo_show_layout_line(canvas->cairo, lay_out(canvas, font, size, shown));
}

static int
text_width(void *drawn_on, enum drawing_font font, int size, const char *shown)
{
	PangoRectangle logical;

	lib.pango_layout_line_get_extents(lay_out(drawn_on, font, size, shown), NULL, &logical);
	return (int)((int64_t)logical.width * 1000 / PANGO_SCALE);
}

static void
fill(void *drawn_on, int x, int y, int width, int height)
{
	struct canvas *canvas = drawn_on;

	assert(canvas->height);
	lib.cairo_rectangle(canvas->cairo, points(x), points(canvas->height - y - height),
	                    points(width), points(height));
	lib.cairo_fill(canvas->cairo);
}

static void
finish(void *drawn_on, struct buf *out)
{
	struct canvas *canvas = drawn_on;

	if (canvas->height)
		lib.cairo_show_page(canvas->cairo);
	lib.g_object_unref(canvas->layout);
	for (int i = 0; i < DRAWING_FONTS; i++)
		lib.pango_font_description_free(canvas->fonts[i]);
	lib.cairo_destroy(canvas->cairo);
	lib.cairo_surface_finish(canvas->surface);
	if (lib.cairo_surface_status(canvas->surface) != CAIRO_STATUS_SUCCESS)
		log_line("drawing: cairo could not finish its file");
	lib.cairo_surface_destroy(canvas->surface);
	buf_add_bytes(out, canvas->file.text, canvas->file.length);
	buf_done(&canvas->file);
	free(canvas);
}

static const struct drawing_face face = { start, page, text, text_width, fill, finish };

const struct drawing_face *
drawing_cairo(void)
{
	static enum { NOT_ASKED, THERE, MISSING } library;

	if (library == NOT_ASKED)
		library = open_library() ? THERE : MISSING;
	return library == THERE ? &face : NULL;
}

#else

const struct drawing_face *
drawing_cairo(void)
{
	return NULL;
}

#endif
