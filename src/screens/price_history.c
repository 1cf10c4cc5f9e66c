/*
 * What an item cost, costs and will cost: each price with the moment it began or begins at.
 */
#include <config.h>

#include <string.h>

#include "base/gettext.h"
#include "screens/item_form.h"
#include "screens/rooms.h"
#include "screens/setting_up.h"
#include "screens/table.h"

#define PRICES_MAX 500

/* The price before all that have a beginning. */
static bool
set_up_price(const struct face *face, const char *number, struct item_row *row)
{
	bool there;

	catalogue_at(face->ledger, 1);
	there = catalogue_item(face->ledger, number, row, NULL) == RC_OK;
	catalogue_at(face->ledger, face_now(face).utc_ms);
	return there;
}

bool
price_before(const struct face *face, const char *number, const struct price_row rows[],
             size_t count, size_t index, struct price_row *before)
{
	struct item_row item;

	if (index + 1 < count) {
		*before = rows[index + 1];
		return true;
	}
	if (!set_up_price(face, number, &item))
		return false;
	*before = (struct price_row){ .has_price = item.has_price, .price = item.price };
	return true;
}

static struct table_row *
add_price(struct table *table, bool has_price, struct unit_price price, const char *note)
{
	const struct face *face = table->screen.face;
	struct table_row *row = table_add(table, (int64_t)table->list.count);
	char text[MONEY_TEXT_MAX];

	table_cell(row, 1, "%s",
	           has_price ? unit_price_text(text, price, &face->settings->style)
	                     : _("is asked"));
	table_cell(row, 2, "%s", note);
	return row;
}

static void
history_load(struct table *table)
{
	struct face *face = table->screen.face;
	struct price_row rows[PRICES_MAX];
	struct item_row item;
	struct table_row *row;
	char day[WHEN_TEXT_MAX], time[WHEN_TEXT_MAX];
	int64_t now = face_now(face).utc_ms;
	bool begun = false;
	size_t count = 0;

	if (catalogue_prices(face->ledger, table->key, rows, PRICES_MAX, &count, NULL))
		count = 0;
	for (size_t i = 0; i < count; i++) {
		struct when from = when_here(rows[i].from_ms);
		bool is_now = !begun && rows[i].from_ms <= now;

		row = add_price(table, rows[i].has_price, rows[i].price,
		                rows[i].from_ms > now ? _("to come")
		                : is_now              ? _("now")
		                                      : "");
		row->strong = is_now;
		row->dim = begun;
		begun |= is_now;
		table_cell(row, 0, "%s %s", when_text(day, from, face->settings->date_pattern),
		           when_text(time, from, "%H:%M"));
	}
	if (!set_up_price(face, table->key, &item))
		return;
	row = add_price(table, item.has_price, item.price,
	                begun ? _("when it was set up") : _("now, as it was set up"));
	row->strong = !begun;
	row->dim = begun;
	text_copy(table->note, sizeof(table->note), item.name);
}

static const struct table_ops history_ops = {
	.title = N_("Prices of an item"),
	.about = N_("Each change is an entry of the journal; this is what they come to."),
	.columns = {
		{ N_("From"), 18, ALIGN_LEFT, 0 },
		{ N_("Price"), 12, ALIGN_RIGHT, 0 },
		{ "", 0, ALIGN_LEFT, 0 },
	},
	.load = history_load,
};

void
price_history_open(struct face *face, const char *number)
{
	table_open(face, &history_ops, 0, number);
}
