/*
 * Drawing without any library.  A PDF file is a list of numbered objects, a table of where each
 * begins, and a trailer.  Ours are, in this order: catalog, list of pages, the fonts, then for
 * each page its description and its content.
 */
#include <config.h>

#include "reports/drawing_face.h"

#include <assert.h>
#include <stdlib.h>

#include "base/alloc.h"

#define CATALOG 1
#define PAGES 2
#define FIRST_FONT 3
#define FIRST_PAGE (FIRST_FONT + DRAWING_FONTS)

static const char *const font_names[DRAWING_FONTS] = { "Helvetica", "Helvetica-Bold", "Courier",
	                                               "Courier-Bold" };

/* How wide the printable ASCII is, in thousandths of the size; letters with accents are as wide as
 * most letters are. */
#define FIRST_WIDTH 0x20
#define OTHER_WIDTH 556
#define FIXED_WIDTH 600
/* clang-format off */
static const short widths[2][95] = {
	{ 278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
	  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
	  1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
	  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
	  333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
	  556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584 },
	{ 278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
	  556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
	  975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
	  667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
	  333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
	  611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584 },
};
/* clang-format on */

struct sheet {
	int width, height;
	struct buf content;
};

struct pdf {
	struct sheet *pages;
	int page_count;
};

static void *
start(void)
{
	return alloc_zero(1, sizeof(struct pdf));
}

static void
page(void *canvas, int width, int height)
{
	struct pdf *pdf = canvas;

	pdf->pages = alloc_again(pdf->pages, (size_t)pdf->page_count + 1, sizeof *pdf->pages);
	pdf->pages[pdf->page_count++] = (struct sheet){ width, height, { 0 } };
}

static struct buf *
current(struct pdf *pdf)
{
	assert(pdf->page_count > 0);
	return &pdf->pages[pdf->page_count - 1].content;
}

/* Thousandths as a decimal number. */
static void
add_number(struct buf *out, int thousandths)
{
	int whole = abs(thousandths) / 1000, rest = abs(thousandths) % 1000;

	buf_format(out, "%s%d.%03d ", thousandths < 0 ? "-" : "", whole, rest);
}

/* The character at *text as one byte of the fonts' encoding, 0 if they have none; moves on. */
static unsigned char
latin_1(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;
	size_t length = at[0] < 0x80 ? 1 : at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;

	for (size_t i = 1; i < length; i++)
		if ((at[i] & 0xc0) != 0x80)
			length = 1;
	*text += length;
	if (length == 1)
		return at[0] >= 0x20 && at[0] < 0x7f ? at[0] : 0;
	if (length == 2 && (at[0] == 0xc2 || at[0] == 0xc3))
		return (unsigned char)((at[0] & 3) << 6 | (at[1] & 0x3f));
	if (length == 3 && at[0] == 0xe2 && at[1] == 0x82 && at[2] == 0xac)
		return 0x80; /* the euro sign */
	return 0;
}

static void
text(void *canvas, enum drawing_font font, int size, int x, int y, const char *shown)
{
	struct buf *out = current(canvas);

	buf_format(out, "BT /F%d ", (int)font);
	add_number(out, size);
	buf_add(out, "Tf ");
	add_number(out, x);
	add_number(out, y);
	buf_add(out, "Td (");
	while (*shown) {
		unsigned char byte = latin_1(&shown);

		if (byte == '(' || byte == ')' || byte == '\\')
			buf_add_char(out, '\\');
		if (byte >= 0x80)
			buf_format(out, "\\%03o", byte);
		else if (byte)
			buf_add_char(out, (char)byte);
	}
	buf_add(out, ") Tj ET\n");
}

static int
text_width(void *canvas, enum drawing_font font, int size, const char *shown)
{
	int64_t sum = 0;

	(void)canvas;
	while (*shown) {
		unsigned char byte = latin_1(&shown);

		if (byte && font >= DRAWING_FIXED)
			sum += FIXED_WIDTH;
		else if (byte)
			sum += byte < 0x7f ? widths[font][byte - FIRST_WIDTH] : OTHER_WIDTH;
	}
	return (int)(sum * size / 1000);
}

static void
fill(void *canvas, int x, int y, int width, int height)
{
	struct buf *out = current(canvas);

	add_number(out, x);
	add_number(out, y);
	add_number(out, width);
	add_number(out, height);
	buf_add(out, "re f\n");
}

/* ---- the file ---- */

struct places {
	size_t *at; /* where object number i + 1 begins */
	int count;
};

static void
begin_object(struct buf *out, struct places *places)
{
	places->at[places->count++] = out->length;
	buf_format(out, "%d 0 obj\n", places->count);
}

static void
write_head(const struct pdf *pdf, struct buf *out, struct places *places)
{
	buf_add(out, "%PDF-1.4\n");
	begin_object(out, places);
	buf_format(out, "<< /Type /Catalog /Pages %d 0 R >>\nendobj\n", PAGES);
	begin_object(out, places);
	buf_add(out, "<< /Type /Pages /Kids [");
	for (int i = 0; i < pdf->page_count; i++)
		buf_format(out, " %d 0 R", FIRST_PAGE + 2 * i);
	buf_format(out, " ] /Count %d >>\nendobj\n", pdf->page_count);
	for (size_t i = 0; i < sizeof font_names / sizeof font_names[0]; i++) {
		begin_object(out, places);
		buf_format(out,
		           "<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding "
		           "/WinAnsiEncoding >>\nendobj\n",
		           font_names[i]);
	}
}

static void
write_page(const struct sheet *sheet, struct buf *out, struct places *places)
{
	const struct buf *content = &sheet->content;

	begin_object(out, places);
	buf_format(out, "<< /Type /Page /Parent %d 0 R /MediaBox [0 0 ", PAGES);
	add_number(out, sheet->width);
	add_number(out, sheet->height);
	buf_add(out, "] /Resources << /Font <<");
	for (int i = 0; i < DRAWING_FONTS; i++)
		buf_format(out, " /F%d %d 0 R", i, FIRST_FONT + i);
	buf_format(out, " >> >> /Contents %d 0 R >>\nendobj\n", places->count + 1);
	begin_object(out, places);
	buf_format(out, "<< /Length %zu >>\nstream\n", content->length);
	buf_add_bytes(out, content->text, content->length);
	buf_add(out, "endstream\nendobj\n");
}

static void
write_tail(struct buf *out, const struct places *places)
{
	size_t table = out->length;

	buf_format(out, "xref\n0 %d\n0000000000 65535 f \n", places->count + 1);
	for (int i = 0; i < places->count; i++)
		buf_format(out, "%010zu 00000 n \n", places->at[i]);
	buf_format(out, "trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%zu\n%%%%EOF\n",
	           places->count + 1, CATALOG, table);
}

static void
finish(void *canvas, struct buf *out)
{
	struct pdf *pdf = canvas;
	struct places places = {
		alloc_zero((size_t)(FIRST_PAGE + 2 * pdf->page_count), sizeof(size_t)), 0
	};

	write_head(pdf, out, &places);
	for (int i = 0; i < pdf->page_count; i++) {
		write_page(&pdf->pages[i], out, &places);
		buf_done(&pdf->pages[i].content);
	}
	write_tail(out, &places);
	free(places.at);
	free(pdf->pages);
	free(pdf);
}

const struct drawing_face drawing_plain = { start, page, text, text_width, fill, finish };
