#include <config.h>

#include <string.h>

#include "devices/printout_layout.h"

struct text_paper {
	struct buf *out;
	int cols;
};

static void
line(void *context, const char *text, unsigned style)
{
	struct text_paper *paper = context;

	(void)style;
	buf_add(paper->out, text);
	buf_add_char(paper->out, '\n');
}

static void
centred(struct text_paper *paper, const char *text)
{
	struct printout one;

	printout_init(&one);
	printout_text(&one, ALIGN_CENTRE, 0, text);
	printout_render_text(&one, paper->cols, paper->out);
	printout_done(&one);
}

/* Where the paper is cut, so that papers one after the other in a file can be told apart. */
static void
cut(struct text_paper *paper)
{
	for (int i = 0; i + 1 < paper->cols; i += 2)
		buf_add(paper->out, i > 0 ? " -" : "-");
	buf_add_char(paper->out, '\n');
}

static void
mark(void *context, enum part_kind kind, const char *text)
{
	struct text_paper *paper = context;

	if (kind == PART_CUT)
		cut(paper);
	else if (kind != PART_DRAWER)
		centred(paper, text);
}

void
printout_render_text(const struct printout *printout, int cols, struct buf *out)
{
	static const struct layout_ops ops = { .line = line, .mark = mark };
	struct text_paper paper = { out, cols };

	printout_layout(printout, cols, &ops, &paper);
}
