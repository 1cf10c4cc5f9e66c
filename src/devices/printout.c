#include <config.h>

#include "devices/printout.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "devices/printout_layout.h"

#define FIRST_ROOM 32
/* With less than this beside the amount, the left column gets lines of its own. */
#define LEFT_COLS_MIN 8

/* ---- the list ---- */

void
printout_init(struct printout *printout)
{
	*printout = (struct printout){ .count = 0 };
}

void
printout_done(struct printout *printout)
{
	for (size_t i = 0; i < printout->count; i++) {
		free(printout->parts[i].text);
		free(printout->parts[i].right);
	}
	free(printout->parts);
	printout_init(printout);
}

void
printout_take(struct printout *printout, const struct part *part)
{
	if (printout->count == printout->room) {
		printout->room = printout->room ? 2 * printout->room : FIRST_ROOM;
		printout->parts =
		        alloc_again(printout->parts, printout->room, sizeof printout->parts[0]);
	}
	printout->parts[printout->count++] = *part;
}

static struct part *
add(struct printout *printout, enum part_kind kind, unsigned style, const char *text)
{
	const struct part part = { .kind = kind, .style = style, .text = alloc_text(text) };

	printout_take(printout, &part);
	return &printout->parts[printout->count - 1];
}

void
printout_text(struct printout *printout, enum text_align align, unsigned style, const char *text)
{
	add(printout, PART_TEXT, style, text)->align = align;
}

void
printout_columns(struct printout *printout, unsigned style, const char *left, const char *right)
{
	add(printout, PART_COLUMNS, style, left)->right = alloc_text(right);
}

void
printout_rule(struct printout *printout, unsigned style)
{
	add(printout, PART_RULE, style, NULL);
}

void
printout_blank(struct printout *printout)
{
	add(printout, PART_BLANK, 0, NULL);
}

void
printout_barcode(struct printout *printout, const char *digits)
{
	add(printout, PART_BARCODE, 0, digits);
}

void
printout_qr(struct printout *printout, const char *text)
{
	add(printout, PART_QR, 0, text);
}

void
printout_cut(struct printout *printout)
{
	add(printout, PART_CUT, 0, NULL);
}

void
printout_drawer(struct printout *printout)
{
	add(printout, PART_DRAWER, 0, NULL);
}

bool
printout_is_pulse(const struct printout *printout)
{
	return printout->count == 1 && printout->parts[0].kind == PART_DRAWER;
}

/* ---- lines ---- */

struct layout {
	const struct layout_ops *ops;
	void *context;
	int cols;
};

static char *
printable(const struct layout *layout, const char *text)
{
	char *clean = layout->ops->replace ? layout->ops->replace(layout->context, text) : alloc_text(text);

	text_scrub(clean);
	return clean;
}

static int
cols_for(const struct layout *layout, unsigned style)
{
	return style & STYLE_LARGE && layout->ops->halve_large ? layout->cols / 2 : layout->cols;
}

/* One line out of `bytes` of text, after an indent, aligned in cols. */
static void
emit(const struct layout *layout, const char *text, size_t bytes, int indent, int cols,
     enum text_align align, unsigned style)
{
	char line[PAPER_LINE_MAX + PAPER_COLS_MAX], part[PAPER_LINE_MAX];
	size_t end;

	text_copy(part, bytes + 1 < sizeof part ? bytes + 1 : sizeof part, text);
	text_pad(line, sizeof line, "", indent, ALIGN_LEFT);
	text_pad(line + indent, sizeof line - (size_t)indent, part, cols - indent, align);
	end = strlen(line);
	while (end > 0 && line[end - 1] == ' ')
		end--;
	line[end] = '\0';
	layout->ops->line(layout->context, line, style);
}

static int
indent_of(const char *text, int cols)
{
	int indent = (int)strspn(text, " ");

	return indent > cols / 2 ? cols / 2 : indent;
}

/* Puts out all but the last line of text and gives that. */
static const char *
wrap(const struct layout *layout, const char *text, int indent, int cols, enum text_align align,
     unsigned style)
{
	while (text_cols(text) > cols - indent) {
		size_t next, bytes = text_wrap(text, cols - indent, &next);

		if (text[next] == '\0')
			break;
		emit(layout, text, bytes, indent, cols, align, style);
		text += next;
	}
	return text;
}

static void
text_line(const struct layout *layout, const struct part *part, const char *text)
{
	int cols = cols_for(layout, part->style);
	int indent = part->align == ALIGN_LEFT ? indent_of(text, cols) : 0;
	const char *last =
	        wrap(layout, text + strspn(text, " "), indent, cols, part->align, part->style);

	emit(layout, last, strlen(last), indent, cols, part->align, part->style);
}

/* A line break in the text begins a new line; every other control character is gone after
 * printable(). */
static void
text_lines(const struct layout *layout, const struct part *part)
{
	char *copy = alloc_text(part->text), *rest = copy, *line;

	while ((line = strsep(&rest, "\n"))) {
		char *clean = printable(layout, line);

		text_line(layout, part, clean);
		free(clean);
	}
	free(copy);
}

/* The right column is kept whole (in small letters, if need be) beside the left one's last line. */
static void
columns_line(const struct layout *layout, unsigned style, const char *left, const char *right)
{
	int cols = cols_for(layout, style), right_cols = text_cols(right);
	int beside = cols - right_cols - (right_cols > 0), indent = indent_of(left, cols);
	char last[PAPER_LINE_MAX / 2], line[PAPER_LINE_MAX];

	left += strspn(left, " ");
	if (left[0] != '\0' && beside - indent < LEFT_COLS_MIN &&
	    indent + text_cols(left) > beside) {
		left = wrap(layout, left, indent, cols, ALIGN_LEFT, style);
		emit(layout, left, strlen(left), indent, cols, ALIGN_LEFT, style);
		left = "";
	}
	if (left[0] == '\0') {
		emit(layout, right, strlen(right), 0, cols, ALIGN_RIGHT, style);
		return;
	}
	left = wrap(layout, left, indent, beside, ALIGN_LEFT, style);
	text_copy(last, sizeof last, left);
	text_pad(line, sizeof line, last, beside - indent, ALIGN_LEFT);
	if (right_cols > 0)
		snprintf(line + strlen(line), sizeof line - strlen(line), " %s", right);
	emit(layout, line, strlen(line), indent, cols, ALIGN_LEFT, style);
}

static void
rule_line(const struct layout *layout, unsigned style)
{
	char line[PAPER_COLS_MAX + 1];

	memset(line, style & STYLE_DOUBLE_RULE ? '=' : '-', (size_t)layout->cols);
	line[layout->cols] = '\0';
	layout->ops->line(layout->context, line, style & ~(unsigned)STYLE_DOUBLE_RULE);
}

static void
columns(const struct layout *layout, const struct part *part)
{
	char *left = printable(layout, part->text), *right = printable(layout, part->right);
	unsigned style = part->style;

	if (text_cols(right) > cols_for(layout, style))
		style &= ~(unsigned)STYLE_LARGE;
	columns_line(layout, style, left, right);
	free(left);
	free(right);
}

void
printout_layout(const struct printout *printout, int cols, const struct layout_ops *ops,
                void *context)
{
	struct layout layout = { ops, context, cols };

	layout.cols = cols < PAPER_COLS_MIN   ? PAPER_COLS_MIN
	              : cols > PAPER_COLS_MAX ? PAPER_COLS_MAX
	                                      : cols;
	for (size_t i = 0; i < printout->count; i++) {
		const struct part *part = &printout->parts[i];

		switch (part->kind) {
		case PART_TEXT:
			text_lines(&layout, part);
			break;
		case PART_COLUMNS:
			columns(&layout, part);
			break;
		case PART_RULE:
			rule_line(&layout, part->style);
			break;
		case PART_BLANK:
			ops->line(context, "", 0);
			break;
		case PART_BARCODE:
		case PART_QR:
		case PART_CUT:
		case PART_DRAWER:
			ops->mark(context, part->kind, part->text);
			break;
		}
	}
}
