/*
 * ESC/POS as nearly every receipt printer speaks it; what differs from printer to printer is its
 * profile.
 *
 * A line whose characters the printer has goes out as text.  Another one is drawn as a picture, if
 * the printer takes pictures and there is something to draw with; else what is missing is replaced
 * by its nearest character, before anything is measured, so that columns stay aligned.
 *
 * The bytes under 0x20 that go out are this file's own: commands, line feeds, counts, pictures, and
 * the digit pairs of Code 128, which stand behind their count.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bars.h"
#include "devices/escpos_text.h"
#include "devices/printout_layout.h"

#define ESC "\x1b"
#define GS "\x1d"

#define QR_TEXT_MAX 500
#define BARCODE_MAX 40
#define CELL_WIDTH 12 /* dots of a character of font A */
#define CELL_HEIGHT 24
#define BAR_DOTS 2 /* of a module */
#define BARCODE_HEIGHT 80
#define QUIET 10 /* modules beside the bars */

struct escpos {
	struct buf *out;
	const struct escpos_profile *profile;
	struct escpos_text text;
	int cols;
	unsigned style; /* as the printer is set now */
};

static printout_draw_fn *draw_line;

void
printout_set_drawing(printout_draw_fn *draw)
{
	draw_line = draw;
}

/* ---- commands ---- */

static void
command(struct escpos *paper, const char *bytes, size_t count)
{
	buf_add_bytes(paper->out, bytes, count);
}

#define COMMAND(paper, bytes) command(paper, bytes, sizeof(bytes) - 1)

static void
set_style(struct escpos *paper, unsigned style)
{
	unsigned changed = style ^ paper->style;

	if (changed & STYLE_BOLD) {
		if (style & STYLE_BOLD)
			COMMAND(paper, ESC "E\x01");
		else
			COMMAND(paper, ESC "E\x00");
	}
	if (changed & STYLE_LARGE) {
		if (style & STYLE_LARGE)
			COMMAND(paper, GS "!\x11");
		else
			COMMAND(paper, GS "!\x00");
	}
	paper->style = style;
}

/* ---- pictures ---- */

static void
add_count(struct buf *out, int count)
{
	buf_add_char(out, (char)(count & 0xff));
	buf_add_char(out, (char)(count >> 8));
}

static void
picture(struct escpos *paper, const unsigned char *bits, int stride, int height)
{
	COMMAND(paper, GS "v0\x00");
	add_count(paper->out, stride);
	add_count(paper->out, height);
	buf_add_bytes(paper->out, bits, (size_t)stride * (size_t)height);
}

/* False: it cannot be drawn. */
static bool
drawn_line(struct escpos *paper, const char *line, unsigned style)
{
	int scale = style & STYLE_LARGE ? 2 : 1, height = CELL_HEIGHT * scale;
	int stride = (paper->cols * CELL_WIDTH + 7) / 8;
	unsigned char *bits;
	bool drawn;

	if (!draw_line || !paper->profile->raster)
		return false;
	bits = alloc_zero((size_t)stride, (size_t)height);
	drawn = draw_line(line, style & STYLE_BOLD, CELL_WIDTH * scale, height, bits, stride);
	if (drawn) {
		set_style(paper, 0);
		picture(paper, bits, stride, height);
	}
	free(bits);
	return drawn;
}

/* ---- lines ---- */

static char *
replace(void *context, const char *text)
{
	struct escpos *paper = context;
	char *clean = alloc_text(text), *replaced;

	text_scrub(clean);
	if (draw_line && paper->profile->raster)
		return clean;
	replaced = escpos_text_replace(&paper->text, clean);
	free(clean);
	return replaced;
}

static void
line(void *context, const char *text, unsigned style)
{
	struct escpos *paper = context;

	if (!escpos_text_has(&paper->text, text) && drawn_line(paper, text, style))
		return;
	set_style(paper, style & (STYLE_BOLD | STYLE_LARGE));
	escpos_text_add(&paper->text, text);
	COMMAND(paper, "\n");
}

/* ---- codes ---- */

static bool
is_digits(const char *text, size_t count)
{
	return count > 0 && strspn(text, "0123456789") == count;
}

/* Pairs of digits in set C, which halves the bars; anything else in set B. */
static void
code128_data(struct buf *data, const char *text)
{
	size_t count = strlen(text), pairs = is_digits(text, count) ? count / 2 : 0;

	if (pairs > 0)
		buf_add(data, "{C");
	for (size_t i = 0; i < pairs; i++)
		buf_add_char(data, (char)((text[2 * i] - '0') * 10 + text[2 * i + 1] - '0'));
	if (2 * pairs == count)
		return;
	buf_add(data, "{B");
	for (text += 2 * pairs; *text; text++) {
		bool plain = *text >= 0x20 && *text < 0x7f;

		if (*text == '{')
			buf_add_char(data, '{');
		buf_add_char(data, (char)(plain ? *text : '?'));
	}
}

static void
printed_barcode(struct escpos *paper, const char *text)
{
	struct buf data = { .length = 0 };

	buf_add(&data, "");
	code128_data(&data, text);
	COMMAND(paper, ESC "a\x01");           /* centred */
	COMMAND(paper, GS "h\x50" GS "w\x02"); /* 80 dots high, 2 wide */
	COMMAND(paper, GS "H\x02");            /* with the digits below */
	COMMAND(paper, GS "k\x49");
	buf_add_char(paper->out, (char)data.length);
	buf_add_bytes(paper->out, data.text, data.length);
	COMMAND(paper, "\n" ESC "a\x00");
	buf_done(&data);
}

/* Bars for a printer that draws, but does not know the code. */
static void
drawn_barcode(struct escpos *paper, const char *text)
{
	struct bars bars;
	int dots = paper->cols * CELL_WIDTH, stride = (dots + 7) / 8, at;
	unsigned char *bits;

	if (!paper->profile->raster || bars_code128(&bars, text, NULL) ||
	    (bars.modules + 2 * QUIET) * BAR_DOTS > dots)
		return;
	bits = alloc_zero((size_t)stride, BARCODE_HEIGHT);
	at = (dots - bars.modules * BAR_DOTS) / 2;
	for (int i = 0; i < bars.count; i++) {
		for (int dot = 0; dot < bars.widths[i] * BAR_DOTS; dot++, at++) {
			if (i % 2 == 0)
				bits[at / 8] |= (unsigned char)(0x80 >> at % 8);
		}
	}
	for (int row = 1; row < BARCODE_HEIGHT; row++)
		memcpy(bits + row * stride, bits, (size_t)stride);
	picture(paper, bits, stride, BARCODE_HEIGHT);
	free(bits);
}

/* As signs, where it cannot be bars. */
static void
spelt_out(struct escpos *paper, const char *text)
{
	char *clean = replace(paper, text);

	COMMAND(paper, ESC "a\x01");
	escpos_text_add(&paper->text, clean);
	COMMAND(paper, "\n" ESC "a\x00");
	free(clean);
}

static void
barcode(struct escpos *paper, const char *text)
{
	char shortened[BARCODE_MAX + 1];

	text_copy(shortened, sizeof shortened, text);
	if (paper->profile->barcode) {
		printed_barcode(paper, shortened);
	} else {
		drawn_barcode(paper, shortened);
		spelt_out(paper, shortened);
	}
}

static void
qr_command(struct escpos *paper, char function, const char *parameters, size_t count)
{
	size_t length = count + 2;

	COMMAND(paper, GS "(k");
	buf_add_char(paper->out, (char)(length & 0xff));
	buf_add_char(paper->out, (char)(length >> 8));
	buf_add_char(paper->out, '1');
	buf_add_char(paper->out, function);
	buf_add_bytes(paper->out, parameters, count);
}

static void
qr(struct escpos *paper, const char *text)
{
	char data[QR_TEXT_MAX + 2] = "0";

	if (!paper->profile->qr) {
		spelt_out(paper, text);
		return;
	}
	text_copy(data + 1, QR_TEXT_MAX + 1, text);
	text_scrub(data);
	COMMAND(paper, ESC "a\x01");
	qr_command(paper, 'A', "2\0", 2);  /* model 2 */
	qr_command(paper, 'C', "\x05", 1); /* dots a module */
	qr_command(paper, 'E', "1", 1);    /* error correction M */
	qr_command(paper, 'P', data, strlen(data));
	qr_command(paper, 'Q', "0", 1);
	COMMAND(paper, "\n" ESC "a\x00");
}

static void
cut(struct escpos *paper)
{
	switch (paper->profile->cut) {
	case CUT_FULL:
		COMMAND(paper, GS "V\x41\x10"); /* to the knife, and cut */
		break;
	case CUT_PARTIAL:
		COMMAND(paper, GS "V\x42\x10"); /* but for a point */
		break;
	case CUT_NONE:
		COMMAND(paper, ESC "d\x04"); /* to where it is torn off */
		break;
	}
}

static void
mark(void *context, enum part_kind kind, const char *text)
{
	struct escpos *paper = context;

	set_style(paper, 0);
	if (kind == PART_BARCODE)
		barcode(paper, text);
	else if (kind == PART_QR)
		qr(paper, text);
	else if (kind == PART_CUT)
		cut(paper);
	else if (kind == PART_DRAWER && paper->profile->drawer)
		COMMAND(paper, ESC "p\x00\x19\xfa"); /* pin 2, 50 ms, 500 ms rest */
}

void
printout_render_escpos(const struct printout *printout, int cols,
                       const struct escpos_profile *profile, struct buf *out)
{
	static const struct layout_ops ops = {
		.line = line, .mark = mark, .replace = replace, .halve_large = true
	};
	struct escpos *paper = alloc_zero(1, sizeof *paper);

	paper->out = out;
	paper->profile = profile;
	paper->cols = cols < profile->cols ? cols : profile->cols;
	COMMAND(paper, ESC "@"); /* as switched on */
	escpos_text_begin(&paper->text, profile, out);
	printout_layout(printout, paper->cols, &ops, paper);
	set_style(paper, 0);
	free(paper);
}
