#include <config.h>

#include "screens/panel.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/digits.h"
#include "screens/head.h"
#include "screens/typed.h"

#define MINUTE_MS 60000
#define SMALL_ROWS 16 /* of room: below this there are no large digits */
#define TALL_ROWS 32
#define LEFT_COLS 30 /* what stands beside the digits */

struct panel_layout
panel_layout(struct area room)
{
	struct panel_layout layout;
	int bottom = room.row + room.rows - 1;

	layout.rows = room.rows < SMALL_ROWS || room.cols < 56  ? 1
	              : room.rows < TALL_ROWS || room.cols < 96 ? 3
	                                                        : 5;
	layout.buffer = bottom;
	layout.note = bottom - 1;
	layout.top = layout.note - layout.rows - (layout.rows > 1 ? 1 : 0);
	layout.lines = (struct area){ room.row, room.col, layout.top - room.row, room.cols };
	return layout;
}

bool
panel_clock(const struct face *face, char *out, size_t size)
{
	int minutes = (int)(face->view.clock_behind_ms / MINUTE_MS);

	if (minutes == 0)
		return false;
	snprintf(out, size,
	         ngettext("clock %d minute behind", "clock %d minutes behind",
	                  (unsigned long)minutes),
	         minutes);
	return true;
}

/* A printer in trouble: how it is and how many papers wait, in thirty columns; /papers tells more.
 * A paper that a person must be asked about comes first. */
static bool
printer_text(const struct face *face, char *out, size_t size)
{
	int unsure = counter_papers_unsure(face->counter),
	    papers = counter_papers_waiting(face->counter);
	struct printer_view view;

	if (unsure > 0) {
		snprintf(out, size,
		         ngettext("did %d paper come out? /papers",
		                  "did %d papers come out? /papers", (unsigned long)unsure),
		         unsure);
		return true;
	}
	if (!counter_printer_trouble(face->counter, &view))
		return false;
	if (!printer_state_sentence(view.state)[0])
		snprintf(out, size, "%s", view.status);
	else if (papers > 0)
		snprintf(out, size,
		         ngettext("printer: %s, %d waits", "printer: %s, %d wait",
		                  (unsigned long)papers),
		         printer_state_label(view.state), papers);
	else
		snprintf(out, size, _("printer: %s"), printer_state_label(view.state));
	return true;
}

bool
panel_status(const struct face *face, char *out, size_t size)
{
	const char *trouble = counter_trouble(face->counter),
	           *device = counter_device_trouble(face->counter);
	int papers = counter_papers_waiting(face->counter), suspended = face->view.suspended;

	if (panel_clock(face, out, size))
		return true;
	if (trouble[0]) {
		snprintf(out, size, "%s", trouble);
		return true;
	}
	if (printer_text(face, out, size))
		return true;
	if (device[0]) {
		snprintf(out, size, "%s", device);
		return true;
	}
	if (papers > 0)
		snprintf(out, size,
		         ngettext("%d paper to print", "%d papers to print", (unsigned long)papers),
		         papers);
	else if (suspended > 0)
		snprintf(out, size,
		         ngettext("%d suspended", "%d suspended", (unsigned long)suspended),
		         suspended);
	else
		out[0] = '\0';
	return false;
}

static bool
shows_digits(const struct face *face, const struct panel *panel, int rows)
{
	return panel->has_amount && rows > 1 && face->settings->show_big_total;
}

static void
draw_digits(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
            struct area room, const struct panel *panel)
{
	char amount[MONEY_TEXT_MAX];
	enum digits_size size =
	        layout->rows >= digits_rows(DIGITS_LARGE) ? DIGITS_LARGE : DIGITS_SMALL;
	int cols;

	face_money(face, panel->amount, amount);
	cols = digits_cols(size, amount);
	if (cols > room.cols - LEFT_COLS - 2) {
		size = DIGITS_SMALL;
		cols = digits_cols(size, amount);
	}
	if (cols <= room.cols - LEFT_COLS - 2)
		digits_draw(canvas, layout->top + 1, room.col + room.cols - cols - 3, INK_DUE, size,
		            amount);
}

static void
draw_one_row(const struct face *face, struct canvas *canvas, int row, struct area room,
             const struct panel *panel)
{
	char amount[MONEY_TEXT_MAX];
	int col = room.col + 1;

	canvas_fill(canvas, (struct area){ row, room.col, 1, room.cols }, INK_PANEL);
	if (panel->has_amount) {
		col += canvas_put(canvas, row, col, room.cols - col, INK_PANEL, panel->label) + 2;
		col += canvas_put(canvas, row, col, room.cols - col, INK_DUE,
		                  face_money_symbol(face, panel->amount, amount)) +
		       2;
	}
	if (panel->alert && panel->below)
		canvas_put(canvas, row, col, room.cols - col - 1, INK_PANEL_ALERT, panel->below);
	else if (panel->above)
		canvas_put(canvas, row, col, room.cols - col - 1, INK_PANEL_DIM, panel->above);
}

/* The plain amount stands in the middle row, always the same one. */
static void
draw_left(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
          struct area room, const struct panel *panel)
{
	bool digits = shows_digits(face, panel, layout->rows);
	int cols = digits ? LEFT_COLS : room.cols - 4, col = room.col + 2, row = layout->top + 1;
	char amount[MONEY_TEXT_MAX];

	if (layout->rows > 3 && panel->more[0])
		canvas_put(canvas, row, col, cols, INK_PANEL_DIM, panel->more[0]);
	row += (layout->rows - 3) / 2;
	if (panel->above)
		canvas_put(canvas, row, col, cols, INK_PANEL, panel->above);
	if (panel->has_amount) {
		int used = canvas_put(canvas, row + 1, col, cols, INK_PANEL, panel->label) + 2;

		canvas_put(canvas, row + 1, col + used, cols - used, INK_PANEL_STRONG,
		           face_money_symbol(face, panel->amount, amount));
	}
	if (panel->below)
		canvas_put(canvas, row + 2, col, cols,
		           panel->alert ? INK_PANEL_ALERT : INK_PANEL_DIM, panel->below);
	if (layout->rows > 3 && panel->more[1])
		canvas_put(canvas, row + 3, col, cols, INK_PANEL_DIM, panel->more[1]);
}

void
panel_draw(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
           struct area room, const struct panel *panel)
{
	if (layout->rows == 1) {
		draw_one_row(face, canvas, layout->top, room, panel);
		if (canvas->plain)
			canvas_rule(canvas, layout->note, room.col, room.cols, INK_RULE);
	} else {
		canvas_fill(canvas,
		            (struct area){ layout->top, room.col, layout->rows + 2, room.cols },
		            INK_PANEL);
		if (canvas->plain) {
			canvas_rule(canvas, layout->top, room.col, room.cols, INK_RULE);
			canvas_rule(canvas, layout->note, room.col, room.cols, INK_RULE);
		}
		if (shows_digits(face, panel, layout->rows))
			draw_digits(face, canvas, layout, room, panel);
		draw_left(face, canvas, layout, room, panel);
	}
	note_draw(face, canvas, layout->note);
}

void
panel_draw_buffer(const struct face *face, struct canvas *canvas, struct area room, int row,
                  const char *prompt, const char *hint)
{
	int col = room.col + 2, cursor, used;
	char word[TYPED_MAX], read_back[TYPED_MAX + 8];

	canvas_fill(canvas, (struct area){ row, room.col, 1, room.cols }, INK_FIELD);
	if (prompt && prompt[0])
		col += canvas_put(canvas, row, col, room.cols / 2, INK_FIELD, prompt) + 1;
	used = text_cols(face->buffer.text);
	cursor = field_draw(&face->buffer, canvas, row, col, used + 1 > 40 ? 40 : used + 1,
	                    INK_TYPED);
	canvas_cursor(canvas, row, cursor);
	col += used + 2;
	if (used > 1 && strlen(face->buffer.text) <= 9 &&
	    typed_amount(face->settings, face->buffer.text, word, NULL) == RC_OK) {
		struct money money;
		char amount[MONEY_TEXT_MAX];

		if (money_parse(word, face->settings->currency.exponent, &money, NULL) == RC_OK) {
			snprintf(read_back, sizeof(read_back), "= %s",
			         face_money(face, money, amount));
			col += canvas_put(canvas, row, col, 20, INK_FIELD_DIM, read_back) + 2;
		}
	}
	if (hint && text_cols(hint) < room.col + room.cols - col - 2)
		canvas_put(canvas, row, room.col + room.cols - text_cols(hint) - 2, room.cols,
		           INK_FIELD_DIM, hint);
}
