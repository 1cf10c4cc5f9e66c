/*
 * The sale: lines, what is due, the buffer.  Also what is seen while nothing is being sold.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "screens/lines.h"
#include "screens/panel.h"
#include "screens/register.h"
#include "screens/rooms.h"

#define SIDE_COLS 34
#define SIDE_FROM 118 /* narrower rooms have no side */
#define PRESETS_SHOWN 9

struct sale {
	struct screen screen;
	struct preset_row *presets; /* owned; shown where there is room */
	size_t preset_count;
};

static struct sale *
sale_of(struct screen *screen)
{
	return (struct sale *)screen;
}

static void
load_presets(struct sale *sale)
{
	if (!sale->presets)
		sale->presets = alloc_zero(PRESETS_SHOWN, sizeof(*sale->presets));
	if (catalogue_presets(sale->screen.face->ledger, sale->presets, PRESETS_SHOWN,
	                      &sale->preset_count, NULL))
		sale->preset_count = 0;
}

static void
sale_enter(struct screen *screen, const void *with)
{
	(void)with;
	load_presets(sale_of(screen));
}

static void
sale_leave(struct screen *screen)
{
	free(sale_of(screen)->presets);
}

/* ---- ready ---- */

/* What can be done next, with the keys it is bound to. */
static const struct {
	enum command_id command;
	const char *text;
} beginnings[] = {
	{ CMD_OPEN_SHIFT, N_("open a shift with the float in the drawer") },
	{ CMD_FIND, N_("find an item, or type part of its name") },
	{ CMD_OPEN, N_("presets; with an amount typed: a department") },
	{ CMD_RETURN, N_("take goods back") },
	{ CMD_RECALL, N_("bring back a basket that was put aside") },
};

static int
draw_beginning(const struct face *face, struct canvas *canvas, int row, int col, int cols,
               size_t index)
{
	struct verb verb = verb_of_command(beginnings[index].command);
	const struct binding *binding;
	char key[KEY_TEXT_MAX];

	if (!face_may(face, beginnings[index].command))
		return 0;
	if (verb.command == CMD_RECALL && face->view.suspended == 0)
		return 0;
	if (verb.command == CMD_OPEN)
		verb = verb_of_action(ACT_DEPARTMENT);
	if (verb.command == CMD_RECALL)
		verb = verb_of_command(CMD_SUSPEND);
	binding = keymap_key_of(face->keymap, "sale", verb);
	if (!binding && verb_is_command(verb, CMD_OPEN_SHIFT))
		binding = keymap_key_of(face->keymap, "sale", verb_of_action(ACT_MENU));
	if (!binding)
		return 0;
	canvas_pad(canvas, row, col, 6, INK_STRONG, ALIGN_RIGHT, key_text(&binding->key, key));
	canvas_put(canvas, row, col + 8, cols - 8, INK_DIM, _(beginnings[index].text));
	return 1;
}

static void
draw_ready(const struct face *face, struct canvas *canvas, struct area area)
{
	int cols = area.cols < 72 ? area.cols - 4 : 66;
	int row = area.row + (area.rows > 12 ? area.rows / 4 : 1),
	    col = area.col + (area.cols - cols) / 2;
	const char *title = !face->view.shift_open ? _("No shift is open")
	                    : face->view.gap       ? _("Selling is closed: numbers are lost")
	                                           : _("Ready for the next customer");

	canvas_put(canvas, row, col, cols, INK_STRONG, title);
	if (face->view.shift_open && !face->view.gap)
		canvas_put(canvas, row + 1, col, cols, INK_BODY,
		           _("Scan an item, or type its number and press Enter."));
	row += 3;
	for (size_t i = 0;
	     i < sizeof(beginnings) / sizeof(beginnings[0]) && row < area.row + area.rows; i++)
		row += draw_beginning(face, canvas, row, col, cols, i);
}

/* ---- ringing ---- */

static void
pieces_text(const struct face *face, char *out, size_t size)
{
	const struct basket *basket = face->view.basket;
	int64_t pieces = basket_pieces(basket);
	char saved[MONEY_TEXT_MAX], more[96] = "";

	if (basket->saved.minor > 0)
		snprintf(more, sizeof(more), _("   saved %s"),
		         face_money(face, basket->saved, saved));
	snprintf(out, size, ngettext("%lld piece%s", "%lld pieces%s", (unsigned long)pieces),
	         (long long)pieces, more);
}

static void
last_text(const struct face *face, char *out, size_t size)
{
	const struct basket *basket = face->view.basket;
	char amount[MONEY_TEXT_MAX];

	out[0] = '\0';
	for (size_t i = basket->line_count; i-- > 0;) {
		const struct sale_line *line = &basket->lines[i].is;

		if (!line->voided && line->kind != LINE_DEPOSIT) {
			snprintf(out, size, "%s  %s", face_money(face, line->total, amount),
			         line->name);
			return;
		}
	}
}

static void
tax_text(const struct face *face, char *out, size_t size)
{
	const struct basket *basket = face->view.basket;
	bool added = false;
	char net[MONEY_TEXT_MAX], tax[MONEY_TEXT_MAX];

	for (size_t i = 0; i < basket->tax_count; i++)
		added = added || !basket->taxes[i].included;
	if (added)
		snprintf(out, size, _("%s and tax %s"), face_money(face, basket->net, net),
		         face_money(face, basket->tax, tax));
	else
		out[0] = '\0';
}

static void
draw_panel(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
           struct area room)
{
	char above[160], below[200], last[NAME_MAX_BYTES + MONEY_TEXT_MAX], tax[160];
	struct panel panel = {
		.label = _("TOTAL"), .above = above, .below = below, .more = { tax, last }
	};
	bool ringing = face->view.basket_stands;

	above[0] = last[0] = tax[0] = '\0';
	panel.alert = panel_status(face, below, sizeof(below));
	if (ringing) {
		panel.has_amount = true;
		panel.amount = face->view.basket->total;
		pieces_text(face, above, sizeof(above));
		last_text(face, last, sizeof(last));
		tax_text(face, tax, sizeof(tax));
		if (layout->rows == 3 && !below[0])
			strcpy(below, tax[0] ? tax : last);
	} else {
		panel.has_amount = face->view.shift_open;
		panel.amount = money_of(0);
	}
	panel_draw(face, canvas, layout, room, &panel);
}

static void
key_of(const struct face *face, struct verb verb, char out[static KEY_TEXT_MAX])
{
	const struct binding *binding = keymap_key_of(face->keymap, "sale", verb);

	snprintf(out, KEY_TEXT_MAX, "/%s", verb_name(verb));
	if (binding)
		key_text(&binding->key, out);
}

static const char *
marked_hint(const struct face *face, char *out, size_t size)
{
	char take_back[KEY_TEXT_MAX], change[KEY_TEXT_MAX], clear[KEY_TEXT_MAX];

	key_of(face, verb_of_command(CMD_VOID), take_back);
	key_of(face, verb_of_action(ACT_LINE), change);
	key_of(face, verb_of_command(CMD_CLEAR), clear);
	snprintf(out, size, _("%s takes it back, %s changes it, %s unmarks"), take_back, change,
	         clear);
	return out;
}

static void
draw_buffer(const struct face *face, struct canvas *canvas, struct area room, int row)
{
	char prompt[2 * QTY_TEXT_MAX + 64] = "", qty[QTY_TEXT_MAX], tare[QTY_TEXT_MAX], text[160];
	const char *hint = face->view.shift_open ? _("scan, or number and Enter") : "";

	if (face->view.next_qty_milli)
		snprintf(prompt, sizeof(prompt), "%s %s",
		         qty_text(qty, face->view.next_qty_milli, 0, &face->settings->style),
		         face->view.next_is_weight ? _("weight ×") : "×");
	if (face->view.next_tare_milli == NO_TARE)
		snprintf(prompt + strlen(prompt), sizeof(prompt) - strlen(prompt),
		         _("%swithout tare"), prompt[0] ? " " : "");
	else if (face->view.next_tare_milli)
		snprintf(prompt + strlen(prompt), sizeof(prompt) - strlen(prompt), _("%stare %s"),
		         prompt[0] ? " " : "",
		         qty_text(tare, face->view.next_tare_milli, 3, &face->settings->style));
	if (face->view.selected)
		hint = marked_hint(face, text, sizeof(text));
	panel_draw_buffer(face, canvas, room, row, prompt, hint);
}

/* ---- beside the sale, in wide windows ---- */

static int
side_title(const struct face *face, struct canvas *canvas, struct area side, int row,
           struct verb verb, const char *title)
{
	const struct binding *binding = keymap_key_of(face->keymap, "sale", verb);
	char key[KEY_TEXT_MAX];

	canvas_put(canvas, row, side.col, side.cols, INK_DIM, title);
	if (binding)
		canvas_pad(canvas, row, side.col + side.cols - 8, 7, INK_STRONG, ALIGN_RIGHT,
		           key_text(&binding->key, key));
	return row + 1;
}

static int
side_figure(const struct face *face, struct canvas *canvas, struct area side, int row,
            const char *label, struct money amount)
{
	char text[MONEY_TEXT_MAX];

	canvas_put(canvas, row, side.col, side.cols - 15, INK_BODY, label);
	canvas_pad(canvas, row, side.col + side.cols - 15, 14, INK_BODY, ALIGN_RIGHT,
	           face_money(face, amount, text));
	return row + 1;
}

static void
draw_side(const struct sale *sale, struct canvas *canvas, struct area side)
{
	const struct face *face = sale->screen.face;
	int row = side.row;
	char ref[RECEIPT_REF_TEXT_MAX];

	for (int i = 0; i < side.rows; i++)
		canvas_put(canvas, side.row + i, side.col - 2, 1, INK_RULE, "│");
	if (sale->preset_count > 0)
		row = side_title(face, canvas, side, row, verb_of_action(ACT_DEPARTMENT),
		                 _("Presets"));
	for (size_t i = 0; i < sale->preset_count; i++, row++) {
		canvas_format(canvas, row, side.col, 2, INK_STRONG, "%zu", i + 1);
		canvas_put(canvas, row, side.col + 3, side.cols - 4, INK_BODY,
		           sale->presets[i].label);
	}
	if (face->view.last_sale.number == 0 || row + 5 > side.row + side.rows)
		return;
	row += row > side.row;
	canvas_format(canvas, row, side.col, side.cols, INK_DIM, _("Last sale %s"),
	              receipt_ref_text(ref, face->view.last_sale));
	row = side_figure(face, canvas, side, row + 1, _("Total"), face->view.last_total);
	row = side_figure(face, canvas, side, row, _("Paid"), face->view.last_tendered);
	side_figure(face, canvas, side, row, _("Change"), face->view.last_change);
}

static void
sale_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct face *face = screen->face;
	struct panel_layout layout = panel_layout(room);
	bool marked =
	        face->view.selected > 0 && field_is_empty(&face->buffer) && screen == face->top;

	draw_panel(face, canvas, &layout, room);
	draw_buffer(face, canvas, room, layout.buffer);
	if (room.cols >= SIDE_FROM) {
		struct area side = { layout.lines.row + 1, room.cols - SIDE_COLS,
			             layout.lines.rows - 2, SIDE_COLS };

		draw_side(sale_of(screen), canvas, side);
		layout.lines.cols -= SIDE_COLS + 2;
	}
	if (face->view.basket_stands && face->view.basket->line_count > 0)
		lines_draw(face, face->view.basket, canvas, layout.lines,
		           &(struct lines_look){ face->view.selected, face->hide_voided, marked });
	else
		draw_ready(face, canvas, layout.lines);
}

/* ---- keys ---- */

/* The next line up or down that can be marked; 0 none. */
static int
neighbour(const struct face *face, int from, int step)
{
	const struct basket *basket = face->view.basket;
	int count = (int)basket->line_count, at = count;

	for (int i = 0; from && i < count; i++) {
		if (basket->lines[i].is.number == from)
			at = i;
	}
	for (at += step; at >= 0 && at < count; at += step) {
		const struct sale_line *line = &basket->lines[at].is;

		if (line->kind != LINE_DEPOSIT && !line->voided)
			return line->number;
	}
	return 0;
}

static enum reaction
mark(struct face *face, int number)
{
	struct command command;
	char text[16];

	if (!number || !face_may(face, CMD_SELECT))
		return REACT_BEEP;
	snprintf(text, sizeof(text), "%d", number);
	command_make(&command, CMD_SELECT, text, NULL);
	face_do(face, &command);
	return REACT_DONE;
}

static enum reaction
mark_far(struct face *face, int step, int rows)
{
	int number = face->view.selected, next = 0;

	while (rows-- > 0 && (number = neighbour(face, number, step)))
		next = number;
	return mark(face, next);
}

static enum reaction
sale_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct face *face = screen->face;

	(void)words;
	if (!verb.is_action || !field_is_empty(&face->buffer))
		return REACT_PASS;
	switch (verb.action) {
	case ACT_UP:
		return mark_far(face, -1, 1);
	case ACT_DOWN:
		return face->view.selected ? mark_far(face, 1, 1) : REACT_BEEP;
	case ACT_PAGE_UP:
		return mark_far(face, -1, 10);
	case ACT_PAGE_DOWN:
		return face->view.selected ? mark_far(face, 1, 10) : REACT_BEEP;
	case ACT_FIRST:
		return mark_far(face, -1, (int)face->view.basket->line_count);
	default:
		return REACT_PASS;
	}
}

static enum reaction
sale_key(struct screen *screen, const struct key *key)
{
	return register_key(screen->face, key);
}

static enum reaction
sale_scan(struct screen *screen, const struct scan *scan)
{
	return register_scan(screen->face, scan);
}

static bool
sale_offers(const struct screen *screen, struct verb verb)
{
	return verb.is_action && (verb.action == ACT_UP || verb.action == ACT_DOWN) &&
	       face_may(screen->face, CMD_SELECT);
}

const struct screen_ops sale_screen = {
	.name = "sale",
	.title = N_("Sale"),
	.size = sizeof(struct sale),
	.enter = sale_enter,
	.leave = sale_leave,
	.draw = sale_draw,
	.offers = sale_offers,
	.verb = sale_verb,
	.key = sale_key,
	.typing = register_typing,
	.scan = sale_scan,
};
