#include <config.h>

#include "base/gettext.h"
#include "shop/import.h"
#include "shop/sheet.h"

static enum outcome
put_item(void *context, const struct item_row *row, const char *codes, struct err *err)
{
	struct sheet_out *out = context;
	(void)err;
	sheet_put(out, row->number);
	sheet_put_number(out, row->plu);
	sheet_put(out, row->name);
	sheet_put(out, codes);
	sheet_put_number(out, row->department);
	sheet_put_price(out, row->has_price, row->price);
	sheet_put(out, row->taxes);
	sheet_put(out, row->unit);
	sheet_put_price(out, row->cost.e4 != 0, row->cost);
	sheet_put(out, row->category);
	sheet_put_number(out, row->min_age);
	sheet_put(out, row->deposit_item);
	sheet_put_qty(out, row->reorder_level_milli);
	sheet_put_qty(out, row->max_qty_milli);
	sheet_put_yes(out, row->zero_price_allowed);
	sheet_put_yes(out, row->retired);
	sheet_put(out, row->taxes_eat_in);
	sheet_put(out, row->taxes_take_away);
	sheet_put_qty(out, row->content_milli);
	sheet_put(out, row->content_unit);
	sheet_put_qty(out, row->tare_milli);
	sheet_end_row(out);
	return RC_OK;
}

enum outcome
items_export(struct ledger *ledger, FILE *file, struct err *err)
{
	const char *names[IMPORT_COLUMNS + 1] = { NULL };
	struct sheet_out out;
	for (int i = 0; i < IMPORT_COLUMNS; i++)
		names[i] = import_column_name((enum import_column)i);
	sheet_begin(&out, file, ledger_currency(ledger).exponent, names);
	enum outcome outcome = catalogue_each_item(ledger, 0, put_item, &out, err);
	return outcome ? outcome : sheet_end(&out, err);
}
