#include <config.h>

#include "shop/markdown.h"

#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "shop/items.h"

static enum outcome
check(const struct settings *settings, const struct markdown_row *row, const struct item_row *item,
      day_number today, struct err *err)
{
	char text[MONEY_TEXT_MAX];
	if (!item->has_price)
		return err_set(err, RC_REFUSED, _("%s has no price to reduce"), item->name);
	if (row->price.e4 >= item->price.e4)
		return err_set(err, RC_REFUSED, _("the price now is %s: that is no reduction"),
		               unit_price_text(text, item->price, &settings->style));
	if (row->price.e4 < 0 || (!row->price.e4 && !item->zero_price_allowed))
		return err_set(err, RC_REFUSED, _("it cannot be sold for nothing"));
	if (!*row->reason)
		return err_set(err, RC_REFUSED, _("say why it is reduced"));
	if (row->until < today)
		return err_set(err, RC_REFUSED, _("the last day has passed"));
	if (row->pieces < 1 || row->pieces > MARKDOWN_PIECES_MAX)
		return err_set(err, RC_REFUSED, _("from 1 to %d labels at once"),
		               MARKDOWN_PIECES_MAX);
	return RC_OK;
}

enum outcome
markdown_make(struct ledger *ledger, const struct settings *settings, const char *code,
              struct markdown_row *row, struct item_row *item, struct entry *entry, struct err *err)
{
	struct found found;
	enum outcome outcome = items_look_up(ledger, settings, code, false, 0, &found, err);
	if (!outcome && found.kind == FOUND_SEVERAL)
		outcome = err_set(err, RC_REFUSED, _("%s fits several items: give the item number"),
		                  code);
	if (!outcome && found.kind != FOUND_ITEM)
		outcome = err_set(err, RC_NOT_FOUND, _("there is no item %.40s"), code);
	if (!outcome)
		outcome = check(settings, row, &found.item, when_day(entry->at), err);
	if (!outcome)
		outcome = catalogue_next_markdown(ledger, &row->number, err);
	if (outcome)
		return outcome;
	memcpy(row->item, found.item.number, sizeof(row->item));
	*item = found.item;
	return catalogue_put_markdown(ledger, row, entry, err);
}
