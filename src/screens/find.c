/*
 * Items by any part of their name, or by number, as it is typed; with the price of the marked one
 * beside.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "shop/items.h"
#include "screens/digits.h"
#include "screens/item_form.h"
#include "screens/rooms.h"
#include "screens/scanned.h"
#include "screens/table.h"

#define HITS_MAX 60
#define BESIDE_COLS 30

static void
add_item(struct table *table, const struct item_row *item)
{
	const struct face *face = table->screen.face;
	struct table_row *row;
	char price[MONEY_TEXT_MAX] = "";

	for (int i = 0; i < table->list.count; i++) {
		if (strcmp(table->rows[i].key, item->number) == 0)
			return;
	}
	row = table_add(table, item->plu);
	text_copy(row->key, sizeof(row->key), item->number);
	row->dim = item->retired;
	if (item->has_price)
		unit_price_text(price, item->price, &face->settings->style);
	table_cell(row, 0, "%s", item->name);
	table_cell(row, 1, "%s%s%s", price, item->unit[0] ? "/" : "", item->unit);
	table_cell(row, 2, "%s", item->number);
	if (item->plu)
		table_cell(row, 3, "%lld", (long long)item->plu);
}

/* A whole number that is an item's comes first. */
static void
add_by_number(struct table *table, const char *typed)
{
	const struct face *face = table->screen.face;
	struct found found = { 0 };

	if (items_look_up(face->ledger, face->settings, typed, false, 0, &found, NULL))
		return;
	if (found.kind == FOUND_ITEM)
		add_item(table, &found.item);
	for (int i = 0; found.kind == FOUND_SEVERAL && i < found.hit_count; i++)
		add_item(table, &found.hits[i]);
}

static void
find_load(struct table *table)
{
	const char *typed = table->filter.text;
	struct item_row *hits;
	size_t count;

	if (!typed[0])
		return;
	add_by_number(table, typed);
	hits = alloc_zero(HITS_MAX, sizeof(*hits));
	count = name_index_find(till_names(table->screen.face->till), typed, hits, HITS_MAX);
	for (size_t i = 0; i < count; i++)
		add_item(table, &hits[i]);
	free(hits);
	if (count == HITS_MAX)
		snprintf(table->note, sizeof(table->note), _("more than %d: type more of the name"),
		         HITS_MAX);
	else if (table->list.count > 0)
		snprintf(table->note, sizeof(table->note),
		         ngettext("%d item", "%d items", (unsigned long)table->list.count),
		         table->list.count);
}

/* ---- the marked item, large ---- */

static int
detail(struct canvas *canvas, struct area area, int row, const char *label, const char *text)
{
	if (!text[0] || row >= area.row + area.rows)
		return row;
	canvas_put(canvas, row, area.col + 1, 12, INK_PANEL_DIM, label);
	canvas_put(canvas, row, area.col + 13, area.cols - 14, INK_PANEL, text);
	return row + 1;
}

static int
draw_price(const struct face *face, const struct item_row *item, struct canvas *canvas,
           struct area area, int row)
{
	char price[MONEY_TEXT_MAX];

	if (!item->has_price) {
		canvas_put(canvas, row, area.col + 1, area.cols - 2, INK_PANEL_STRONG,
		           _("the price is asked for"));
		return row + 2;
	}
	unit_price_text(price, item->price, &face->settings->style);
	if (digits_cols(DIGITS_SMALL, price) <= area.cols - 2 && area.rows > 12) {
		digits_draw(canvas, row, area.col + 1, INK_DUE, DIGITS_SMALL, price);
		row += 4;
	}
	canvas_format(canvas, row, area.col + 1, area.cols - 2, INK_PANEL_STRONG, "%s %s%s%s",
	              price, face->settings->currency.code, item->unit[0] ? " / " : "", item->unit);
	return row + 2;
}

static int
find_beside(struct table *table, struct canvas *canvas, struct area area,
            const struct table_row *row)
{
	const struct face *face = table->screen.face;
	struct item_code_row codes[3];
	struct item_row item;
	char text[64];
	size_t count = 0;
	int at = area.row + 1;

	if (!row || catalogue_item(face->ledger, row->key, &item, NULL))
		return BESIDE_COLS;
	canvas_fill(canvas, area, INK_PANEL);
	for (int line = 0; canvas->plain && line < area.rows; line++)
		canvas_put(canvas, area.row + line, area.col - 1, 1, INK_RULE, "│");
	at += canvas_wrap(canvas, (struct area){ at, area.col + 1, 3, area.cols - 2 },
	                  INK_PANEL_STRONG, item.name) +
	      1;
	at = draw_price(face, &item, canvas, area, at);
	at = detail(canvas, area, at, _("Number"), item.number);
	if (item.plu) {
		snprintf(text, sizeof(text), "%lld", (long long)item.plu);
		at = detail(canvas, area, at, _("PLU"), text);
	}
	snprintf(text, sizeof(text), "%d", item.department);
	at = detail(canvas, area, at, _("Department"), text);
	at = detail(canvas, area, at, _("Category"), item.category);
	if (item.min_age) {
		snprintf(text, sizeof(text), "%d", item.min_age);
		at = detail(canvas, area, at, _("From age"), text);
	}
	at = detail(canvas, area, at, _("Deposit"), item.deposit_item);
	if (catalogue_codes(face->ledger, item.number, codes, 3, &count, NULL) == RC_OK) {
		for (size_t i = 0; i < count && i < 3; i++) {
			snprintf(text, sizeof(text), "%lld", (long long)codes[i].gtin);
			at = detail(canvas, area, at, i ? "" : _("Barcode"), text);
		}
	}
	if (item.retired)
		detail(canvas, area, at, _("Sold"), _("no longer"));
	return BESIDE_COLS;
}

/* ---- taking one ---- */

static void
find_take(struct table *table, const struct table_row *row)
{
	struct face *face = table->screen.face;
	struct command command;
	char text[CODE_MAX + 8], number[CODE_MAX];

	text_copy(number, sizeof(number), row->key);
	switch ((enum find_for)table->id) {
	case FIND_RING:
		face_pop(face, &table->screen);
		command_make(&command, CMD_ITEM, number, NULL);
		face_do(face, &command);
		break;
	case FIND_ANSWER:
		face_pop(face, &table->screen);
		snprintf(text, sizeof(text), "item %s", number);
		command_make(&command, CMD_ANSWER, text, NULL);
		face_do(face, &command);
		break;
	case FIND_CHANGE:
		item_form_open(face, number);
		break;
	case FIND_PRICES:
		price_history_open(face, number);
		break;
	case FIND_CHECK:
		break;
	}
}

static enum reaction
find_scan(struct table *table, const struct scan *scan)
{
	if (table->id == FIND_RING)
		return REACT_BEEP;
	char number[CODE_MAX];

	scanned_number(table->screen.face->settings, scan, number);
	field_set(&table->filter, number);
	table_reload(table);
	return REACT_DONE;
}

/* clang-format off */
#define FIND_OPS \
	.empty = N_("Type any part of a name, or a number."), .filters = true, \
	.columns = { \
		{ N_("Item"), 0, ALIGN_LEFT, 0 }, \
		{ N_("Price"), 12, ALIGN_RIGHT, 0 }, \
		{ N_("Number"), 14, ALIGN_LEFT, 60 }, \
		{ N_("PLU"), 6, ALIGN_RIGHT, 70 }, \
	}, \
	.load = find_load, .scan = find_scan, .beside = find_beside, .beside_cols = BESIDE_COLS
/* clang-format on */

static const struct table_ops find_ops = { .title = N_("Find an item"),
	                                   .take = find_take,
	                                   FIND_OPS };
static const struct table_ops check_ops = { .title = N_("Price check: nothing is sold"), FIND_OPS };

void
find_open(struct face *face, enum find_for what, const char *typed)
{
	struct table *table =
	        table_open(face, what == FIND_CHECK ? &check_ops : &find_ops, what, typed);

	table_reload(table);
}
