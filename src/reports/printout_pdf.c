/*
 * The printout is laid out to columns as any renderer does, and each line is put on the page word
 * by word, each at its own column: letters of a script may have any width, amounts still stand
 * under each other.
 */
#include <config.h>

#include "reports/printout_pdf.h"

#include <stdint.h>
#include <string.h>

#include "base/bars.h"
#include "devices/printout_layout.h"
#include "reports/drawing.h"

/* all in thousandths of a point */
#define CELL 6000 /* a column */
#define FONT 9900 /* its letters */
#define LEADING 12000
#define MARGIN 42000 /* of a sheet */
#define ROLL_MARGIN 12000
#define BASE 3000 /* letters stand so high in their line */
#define BARS_HEIGHT 36000
#define BAR_MODULE 1200

struct sheet {
	struct drawing *drawing; /* NULL: only the height is wanted */
	int width, height, margin;
	int y; /* of the top of the next line; from the bottom */
	int used;
};

/* Room for something so high; a new page if there is none left. */
static void
make_room(struct sheet *sheet, int height)
{
	sheet->used += height;
	if (!sheet->drawing)
		return;
	if (sheet->y - height < sheet->margin) {
		drawing_page(sheet->drawing, sheet->width, sheet->height);
		sheet->y = sheet->height - sheet->margin;
	}
	sheet->y -= height;
}

static void
put_word(struct sheet *sheet, enum drawing_font font, int scale, int col, const char *word)
{
	int size = FONT * scale, room = text_cols(word) * CELL * scale;
	int width = drawing_text_width(sheet->drawing, font, size, word);

	if (width > room)
		size = (int)((int64_t)size * room / width);
	drawing_text(sheet->drawing, font, size, sheet->margin + col * CELL * scale,
	             sheet->y + BASE * scale, word);
}

static void
put_line(struct sheet *sheet, const char *line, enum drawing_font font, int scale)
{
	char word[PAPER_LINE_MAX];
	int col = 0;

	while (*line) {
		size_t spaces = strspn(line, " "), bytes = strcspn(line + spaces, " ");

		col += (int)spaces;
		line += spaces;
		if (bytes >= sizeof word)
			bytes = sizeof word - 1;
		memcpy(word, line, bytes);
		word[bytes] = '\0';
		if (bytes > 0)
			put_word(sheet, font, scale, col, word);
		col += text_cols(word);
		line += bytes;
	}
}

static void
line(void *context, const char *text, unsigned style)
{
	struct sheet *sheet = context;
	int scale = style & STYLE_LARGE ? 2 : 1;

	make_room(sheet, LEADING * scale);
	if (sheet->drawing)
		put_line(sheet, text, style & STYLE_BOLD ? DRAWING_FIXED_BOLD : DRAWING_FIXED,
		         scale);
}

static void
put_bars(struct sheet *sheet, const char *text)
{
	struct bars bars;

	if (bars_code128(&bars, text, NULL))
		return;
	make_room(sheet, BARS_HEIGHT + LEADING);
	if (sheet->drawing)
		drawing_bars(sheet->drawing, &bars, sheet->margin + 10 * BAR_MODULE,
		             sheet->y + LEADING / 2, BAR_MODULE, BARS_HEIGHT);
}

/* A cut ends nothing on a sheet but the drawing of what is cut off; a drawer has no pulse here. */
static void
mark(void *context, enum part_kind kind, const char *text)
{
	if (kind == PART_BARCODE)
		put_bars(context, text);
	if (kind == PART_BARCODE || kind == PART_QR)
		line(context, text, 0);
}

static const struct layout_ops ops = { .line = line, .mark = mark, .halve_large = true };

void
printout_pdf(const struct printout *printout, int cols, enum printout_page page, struct buf *out)
{
	struct sheet sheet = { .width = DRAWING_A4_WIDTH,
		               .height = DRAWING_A4_HEIGHT,
		               .margin = MARGIN };

	if (page == PAGE_ROLL) {
		printout_layout(printout, cols, &ops, &sheet);
		sheet.margin = ROLL_MARGIN;
		sheet.width = cols * CELL + 2 * ROLL_MARGIN;
		sheet.height = sheet.used + 2 * ROLL_MARGIN;
	}
	sheet.y = sheet.height - sheet.margin;
	sheet.drawing = drawing_new();
	drawing_page(sheet.drawing, sheet.width, sheet.height);
	printout_layout(printout, cols, &ops, &sheet);
	drawing_finish(&sheet.drawing, out);
}
