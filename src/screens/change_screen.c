/*
 * After a sale: the change, large, in the place of the total, and the paper beside it, until the
 * next entry.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "ledger/journal.h"
#include "screens/form.h"
#include "screens/panel.h"
#include "screens/paper.h"
#include "screens/register.h"
#include "screens/rooms.h"

struct change {
	struct screen screen;
	struct receipt_ref sale; /* whose paper it is */
	struct paper paper;
};

static struct change *
change_of(struct screen *screen)
{
	return (struct change *)screen;
}

/* ---- the paper ---- */

static bool
same_ref(struct receipt_ref a, struct receipt_ref b)
{
	return a.till == b.till && a.series == b.series && a.number == b.number;
}

static void
compose(struct change *change)
{
	struct face *face = change->screen.face;
	struct receipt_ref sale = face->view.last_sale;
	struct printout printout;
	struct entry entry;

	if (same_ref(sale, change->sale) || sale.number == 0)
		return;
	paper_done(&change->paper);
	change->sale = sale;
	if (journal_read_sale(face->ledger, sale, &entry, NULL))
		return;
	printout_init(&printout);
	if (counter_compose(face->counter, &entry, PAPER_PRINT, 0, &printout, NULL) == RC_OK)
		paper_render(&change->paper, &printout, face->settings->receipt_cols);
	printout_done(&printout);
	entry_done(&entry);
}

static void
change_enter(struct screen *screen, const void *with)
{
	(void)with;
	compose(change_of(screen));
}

static void
change_changed(struct screen *screen)
{
	if (screen->face->view.state == TILL_CHANGE)
		compose(change_of(screen));
}

static void
change_leave(struct screen *screen)
{
	paper_done(&change_of(screen)->paper);
}

/* ---- drawing ---- */

static int
draw_figure(const struct face *face, struct canvas *canvas, int row, int col, int cols,
            const char *label, struct money amount, enum ink ink)
{
	char text[MONEY_TEXT_MAX];

	canvas_put(canvas, row, col, cols - 14, ink == INK_STRONG ? INK_STRONG : INK_DIM, label);
	canvas_pad(canvas, row, col + cols - 14, 14, ink, ALIGN_RIGHT,
	           face_money(face, amount, text));
	return row + 1;
}

/* Printed or not is chosen once; gift receipts and invoices can follow. */
static bool
is_settled(const struct face *face, const char *words)
{
	return face->view.receipt_waits.number == 0 &&
	       (strcmp(words, "print") == 0 || strcmp(words, "none") == 0);
}

/* What becomes of the paper, by a letter. */
static int
draw_choices(const struct face *face, struct canvas *canvas, int row, int col, int cols)
{
	static const struct {
		const char *words, *label;
	} choices[] = {
		{ "print", N_("print the receipt") },
		{ "none", N_("no receipt") },
		{ "gift", N_("gift: without prices") },
		{ "invoice", N_("invoice with the buyer") },
	};

	for (size_t i = 0; i < sizeof(choices) / sizeof(choices[0]); i++) {
		for (size_t k = 0; k < keymap_count(face->keymap); k++) {
			const struct binding *binding = keymap_row(face->keymap, k);
			char key[KEY_TEXT_MAX];

			if (!verb_is_command(binding->verb, CMD_RECEIPT) ||
			    strcmp(binding->section, "change") != 0 ||
			    strcmp(binding->words, choices[i].words) != 0 ||
			    is_settled(face, binding->words))
				continue;
			canvas_put(canvas, row, col, 3, INK_STRONG, key_text(&binding->key, key));
			canvas_put(canvas, row, col + 4, cols - 4, INK_DIM, _(choices[i].label));
			row++;
			break;
		}
	}
	return row;
}

#define PIECES_ROWS 4

/* "2 × 20.00"; one of a kind is its worth alone. */
static size_t
piece_text(const struct face *face, const struct cash_piece *piece, char *out, size_t size)
{
	char amount[MONEY_TEXT_MAX];

	face_money(face, piece->value, amount);
	if (piece->count == 1)
		return text_copy(out, size, amount);
	return (size_t)snprintf(out, size, "%lld × %s", (long long)piece->count, amount);
}

/* The change as notes and coins, dearest first: "2 × 20.00 + 0.50".  A piece is never cut in two.
 */
static int
draw_pieces(const struct face *face, struct canvas *canvas, struct area area)
{
	struct cash_piece pieces[CASH_PIECES_MAX];
	char piece[2 * MONEY_TEXT_MAX];
	struct money rest;
	size_t count = tender_change(face->view.last_change, face->settings, pieces, &rest);
	int col = area.col, row = area.row;

	if (count == 0 || rest.minor != 0)
		return area.row;
	for (size_t i = 0; i < count; i++) {
		piece_text(face, &pieces[i], piece, sizeof(piece));
		if (col > area.col && col + 3 + text_cols(piece) > area.col + area.cols) {
			col = area.col;
			if (++row == area.row + area.rows)
				break;
		}
		col += canvas_put(canvas, row, col, area.col + area.cols - col, INK_DIM,
		                  i == 0 ? "= " : "+ ");
		col += canvas_put(canvas, row, col, area.col + area.cols - col, INK_BODY, piece);
		col++;
	}
	return row + 1;
}

static void
draw_figures(const struct face *face, struct canvas *canvas, struct area area)
{
	const struct till_view *view = &face->view;
	int row = area.row, cols = area.cols > 44 ? 44 : area.cols;
	char ref[RECEIPT_REF_TEXT_MAX];

	canvas_format(canvas, row, area.col, cols, INK_STRONG, _("Receipt %s"),
	              receipt_ref_text(ref, view->last_sale));
	row += area.rows > 10 ? 2 : 1;
	row = draw_figure(face, canvas, row, area.col, cols, _("Total"), view->last_total,
	                  INK_BODY);
	if (view->last_rounding.minor)
		row = draw_figure(face, canvas, row, area.col, cols, _("Rounding"),
		                  view->last_rounding, INK_BODY);
	row = draw_figure(face, canvas, row, area.col, cols,
	                  view->last_total.minor < 0 ? _("Paid out") : _("Paid"),
	                  money_abs(view->last_tendered), INK_BODY);
	row = draw_figure(face, canvas, row, area.col, cols, _("Change"), view->last_change,
	                  INK_STRONG);
	row = draw_pieces(face, canvas, (struct area){ row, area.col, PIECES_ROWS, cols });
	row++;
	if (area.row + area.rows - row >= 4)
		draw_choices(face, canvas, row, area.col, cols);
}

static void
draw_panel(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
           struct area room)
{
	const struct till_view *view = &face->view;
	char above[160], below[200], amount[MONEY_TEXT_MAX];
	bool out = view->last_total.minor<0, change = view->last_change.minor> 0;
	struct panel panel = { .above = above, .below = below, .has_amount = true };

	panel.label = out ? _("PAID OUT") : change ? _("CHANGE") : _("PAID");
	panel.amount = out      ? money_abs(view->last_tendered)
	               : change ? view->last_change
	                        : view->last_total;
	snprintf(above, sizeof(above), _("total %s"), face_money(face, view->last_total, amount));
	panel.alert = panel_status(face, below, sizeof(below));
	panel_draw(face, canvas, layout, room, &panel);
}

static void
change_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	struct change *change = change_of(screen);
	const struct face *face = screen->face;
	struct panel_layout layout = panel_layout(room);
	struct area left = { layout.lines.row + 1, room.col + 3, layout.lines.rows - 2,
		             room.cols - 6 };
	int paper_cols = change->paper.cols + 4;

	if (left.rows < 6)
		left.row = layout.lines.row, left.rows = layout.lines.rows;
	if (change->paper.text && room.cols >= paper_cols + 30) {
		struct area sheet = { layout.lines.row, room.col + room.cols - paper_cols - 2,
			              layout.lines.rows, paper_cols };

		left.cols = sheet.col - left.col - 3;
		/* the end of a long paper is what matters: total, tenders, change */
		paper_draw(&change->paper, canvas, sheet,
		           change->paper.lines > sheet.rows ? change->paper.lines - sheet.rows : 0);
	}
	draw_figures(face, canvas, left);
	draw_panel(face, canvas, &layout, room);
	panel_draw_buffer(face, canvas, room, layout.buffer, "",
	                  _("scan or type for the next customer"));
}

/* ---- keys ---- */

static enum outcome
submit_buyer(struct face *face, struct form_with *form, struct err *err)
{
	struct command command;
	enum outcome outcome;

	(void)err;
	command_make(&command, CMD_BUYER, form->fields[0].value, form->fields[1].value, NULL);
	outcome = face_do(face, &command);
	if (outcome)
		return outcome;
	command_make(&command, CMD_RECEIPT, "invoice", NULL);
	return face_do(face, &command);
}

static enum reaction
ask_buyer(struct face *face)
{
	struct form_with form = { .submit = submit_buyer };

	text_copy(form.title, sizeof(form.title), _("Invoice"));
	form.about = _("Who buys? Name and address on one line, and the tax number.");
	form_add(&form, _("Buyer"), FORM_TEXT, "");
	form_add(&form, _("Tax number"), FORM_TEXT, "")->optional = true;
	face_push(face, &form_screen, &form);
	return REACT_DONE;
}

static bool
change_withholds(const struct screen *screen, struct verb verb, const char *words)
{
	return verb_is_command(verb, CMD_RECEIPT) && is_settled(screen->face, words);
}

static enum reaction
change_verb(struct screen *screen, struct verb verb, const char *words)
{
	if (verb_is_command(verb, CMD_RECEIPT) && strcmp(words, "invoice") == 0 &&
	    face_may(screen->face, CMD_BUYER))
		return ask_buyer(screen->face);
	return REACT_PASS;
}

static enum reaction
change_key(struct screen *screen, const struct key *key)
{
	return key_is_letter(key) ? REACT_BEEP : register_key(screen->face, key);
}

static enum reaction
change_scan(struct screen *screen, const struct scan *scan)
{
	return register_scan(screen->face, scan);
}

const struct screen_ops change_screen = {
	.name = "change",
	.title = N_("After the sale"),
	.size = sizeof(struct change),
	.enter = change_enter,
	.leave = change_leave,
	.draw = change_draw,
	.withholds = change_withholds,
	.verb = change_verb,
	.key = change_key,
	.typing = register_typing,
	.scan = change_scan,
	.changed = change_changed,
};
