/*
 * Payment: what is due, what was taken so far, and the amounts the quick keys propose.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "screens/lines.h"
#include "screens/panel.h"
#include "screens/register.h"
#include "screens/rooms.h"

#define SIDE_COLS 28
#define SIDE_FROM 76 /* narrower rooms show the proposal in the buffer line only */

struct pay {
	struct screen screen;
};

static bool
pays_out(const struct face *face)
{
	return face->view.settlement.remaining.minor < 0;
}

/* ---- what was taken ---- */

static void
tender_text(const struct sale_tender *tender, char *out, size_t size)
{
	snprintf(out, size, "%s%s%s%s%s", tender->kind, tender->scheme[0] ? " " : "",
	         tender->scheme, tender->last4[0] ? " …" : "", tender->last4);
}

/* The shop's own name for a kind. */
static void
tender_label(const struct face *face, const struct sale_tender *tender, char *out, size_t size)
{
	struct tender_row rows[32];
	struct sale_tender named = *tender;
	size_t count = 0;
	char rest[96];

	out[0] = '\0';
	if (catalogue_tenders(face->ledger, rows, 32, &count, NULL) == RC_OK) {
		for (size_t i = 0; i < count; i++) {
			if (strcmp(rows[i].kind, tender->kind) == 0) {
				named.kind[0] = '\0';
				tender_text(&named, rest, sizeof(rest));
				snprintf(out, size, "%s%s", rows[i].label, rest);
			}
		}
	}
	if (!out[0])
		tender_text(tender, out, size);
}

/* Rows under the lines; returns how many. */
static int
taken_rows(const struct face *face)
{
	return (int)face->view.basket->tender_count + (face->view.basket->tender_count > 0 ? 1 : 0);
}

static void
draw_taken(const struct face *face, struct canvas *canvas, struct area area)
{
	const struct basket *basket = face->view.basket;
	struct lines_columns columns = lines_columns(area.cols);
	char text[160], amount[MONEY_TEXT_MAX];

	canvas_rule(canvas, area.row, area.col + columns.name,
	            columns.amount + columns.amount_cols - columns.name, INK_RULE);
	for (size_t i = 0; i < basket->tender_count && (int)i + 1 < area.rows; i++) {
		int row = area.row + 1 + (int)i;

		tender_label(face, &basket->tenders[i], text, sizeof(text));
		canvas_put(canvas, row, area.col + columns.name, columns.name_cols, INK_STRONG,
		           text);
		canvas_pad(canvas, row, area.col + columns.amount, columns.amount_cols, INK_STRONG,
		           ALIGN_RIGHT,
		           face_money(face, money_neg(basket->tenders[i].amount), amount));
	}
}

/* ---- the side: amounts for cash, and other ways ---- */

static void
draw_key(const struct face *face, struct canvas *canvas, int row, int col, struct verb verb,
         const char *label)
{
	const struct binding *binding = keymap_key_of(face->keymap, "pay", verb);
	char key[KEY_TEXT_MAX];

	if (!binding)
		return;
	canvas_pad(canvas, row, col, 6, INK_STRONG, ALIGN_LEFT, key_text(&binding->key, key));
	canvas_put(canvas, row, col + 7, SIDE_COLS - 8, INK_BODY, label);
}

static int
draw_proposals(const struct face *face, struct canvas *canvas, struct area area)
{
	struct money proposals[PROPOSALS_MAX];
	size_t count = register_proposals(face, proposals),
	       room = area.rows > 8 ? (size_t)area.rows - 7 : 1;
	char amount[MONEY_TEXT_MAX];

	for (size_t i = 0; i < count && i < room; i++) {
		bool marked = (int)i == face->proposal;
		int row = area.row + 1 + (int)i;
		enum ink ink = marked ? INK_MARK : INK_BODY;

		if (marked)
			canvas_fill(canvas, (struct area){ row, area.col, 1, area.cols - 1 }, ink);
		canvas_put(canvas, row, area.col, 1, ink, marked ? "▸" : " ");
		canvas_pad(canvas, row, area.col + 2, 13, ink, ALIGN_RIGHT,
		           face_money(face, proposals[i], amount));
		if (i == 0)
			canvas_put(canvas, row, area.col + 17, area.cols - 18,
			           marked ? INK_MARK_DIM : INK_DIM, _("exact"));
	}
	return (int)(count < room ? count : room);
}

static void
draw_side(const struct face *face, struct canvas *canvas, struct area area)
{
	int row;

	for (int i = 0; i < area.rows; i++)
		canvas_put(canvas, area.row + i, area.col - 2, 1, INK_RULE, "│");
	draw_key(face, canvas, area.row, area.col, verb_of_command(CMD_CASH),
	         pays_out(face) ? _("pay out cash") : _("Cash"));
	row = area.row + (pays_out(face) ? 1 : draw_proposals(face, canvas, area) + 1) + 1;
	draw_key(face, canvas, row, area.col, verb_of_command(CMD_CARD),
	         pays_out(face) ? _("back to the card") : _("Card"));
	draw_key(face, canvas, row + 1, area.col, verb_of_action(ACT_TENDERS), _("another way"));
	draw_key(face, canvas, row + 3, area.col, verb_of_command(CMD_CLEAR),
	         _("back to ringing up"));
}

/* ---- the panel ---- */

static void
draw_panel(const struct face *face, struct canvas *canvas, const struct panel_layout *layout,
           struct area room)
{
	const struct settlement *settlement = &face->view.settlement;
	char above[160] = "", below[200] = "", total[MONEY_TEXT_MAX], taken[MONEY_TEXT_MAX];
	struct panel panel = { .above = above, .below = below, .has_amount = true };

	panel.amount = money_abs(settlement->remaining);
	panel.label = pays_out(face)               ? _("PAY OUT")
	              : settlement->tendered.minor ? _("STILL TO PAY")
	                                           : _("TO PAY");
	if (settlement->tendered.minor)
		snprintf(above, sizeof(above), _("total %s   paid %s"),
		         face_money(face, face->view.basket->total, total),
		         face_money(face, settlement->tendered, taken));
	panel.alert = panel_status(face, below, sizeof(below));
	if (money_cmp(settlement->remaining, settlement->remaining_cash) != 0) {
		/* a panel of one row has no place below */
		snprintf(layout->rows == 1 ? above : below, sizeof(above), _("in cash %s"),
		         face_money(face, money_abs(settlement->remaining_cash), total));
		panel.alert = panel.alert && layout->rows == 1;
	}
	panel_draw(face, canvas, layout, room, &panel);
}

static void
draw_buffer(const struct face *face, struct canvas *canvas, struct area room, int row)
{
	struct money proposals[PROPOSALS_MAX];
	char prompt[MONEY_TEXT_MAX + 32] = "", amount[MONEY_TEXT_MAX];

	if (face->proposal > 0 && register_proposals(face, proposals) > (size_t)face->proposal)
		snprintf(prompt, sizeof(prompt), _("Cash %s"),
		         face_money(face, proposals[face->proposal], amount));
	panel_draw_buffer(face, canvas, room, row, prompt, _("amount, then how it is paid"));
}

static void
pay_draw(struct screen *screen, struct canvas *canvas, struct area room)
{
	const struct face *face = screen->face;
	struct panel_layout layout = panel_layout(room);
	struct area lines = layout.lines, side;
	int taken = taken_rows(face);

	if (room.cols >= SIDE_FROM) {
		lines.cols -= SIDE_COLS + 2;
		side = (struct area){ lines.row + 1, lines.col + lines.cols + 2, lines.rows - 2,
			              SIDE_COLS };
		draw_side(face, canvas, side);
	}
	if (taken > lines.rows / 2)
		taken = lines.rows / 2;
	lines_draw(face, face->view.basket, canvas,
	           (struct area){ lines.row, lines.col, lines.rows - taken, lines.cols },
	           &(struct lines_look){ 0, true, false });
	if (taken > 0)
		draw_taken(face, canvas,
		           (struct area){ lines.row + lines.rows - taken, lines.col, taken,
		                          lines.cols });
	draw_panel(face, canvas, &layout, room);
	draw_buffer(face, canvas, room, layout.buffer);
}

/* ---- keys ---- */

static void
pay_enter(struct screen *screen, const void *with)
{
	(void)with;
	screen->face->proposal = 0;
}

static enum reaction
walk(struct face *face, int step)
{
	struct money proposals[PROPOSALS_MAX];
	int count = (int)register_proposals(face, proposals), to = face->proposal + step;

	if (pays_out(face) || to < 0 || to >= count)
		return REACT_BEEP;
	face->proposal = to;
	/* the amount shown is another: the key that takes it must come after it was seen */
	face->unseen = true;
	return REACT_DONE;
}

static enum reaction
pay_verb(struct screen *screen, struct verb verb, const char *words)
{
	struct face *face = screen->face;

	(void)words;
	if (!field_is_empty(&face->buffer))
		return REACT_PASS;
	if (verb_is(verb, ACT_UP))
		return walk(face, -1);
	if (verb_is(verb, ACT_DOWN))
		return walk(face, 1);
	return REACT_PASS;
}

static enum reaction
pay_key(struct screen *screen, const struct key *key)
{
	return register_key(screen->face, key);
}

static enum reaction
pay_scan(struct screen *screen, const struct scan *scan)
{
	return register_scan(screen->face, scan);
}

static void
pay_changed(struct screen *screen)
{
	struct money proposals[PROPOSALS_MAX];

	if (screen->face->proposal >= (int)register_proposals(screen->face, proposals))
		screen->face->proposal = 0;
}

static bool
pay_offers(const struct screen *screen, struct verb verb)
{
	return verb.is_action && (verb.action == ACT_UP || verb.action == ACT_DOWN) &&
	       !pays_out(screen->face);
}

const struct screen_ops pay_screen = {
	.name = "pay",
	.title = N_("Payment"),
	.size = sizeof(struct pay),
	.enter = pay_enter,
	.draw = pay_draw,
	.offers = pay_offers,
	.verb = pay_verb,
	.key = pay_key,
	.typing = register_typing,
	.scan = pay_scan,
	.changed = pay_changed,
};
