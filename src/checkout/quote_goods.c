/*
 * Items and what is scanned: those of the question, and behind them the shop's.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/gtin.h"
#include "base/text.h"
#include "shop/items.h"
#include "shop/reading.h"
#include "checkout/promotion_form.h"
#include "checkout/quote_inside.h"

#define PACK_MAX 9999

/* ---- items ---- */

/* All that an item is in; "" or an empty list is none. */
enum outcome
quote_category(const struct json_place *place, char out[static CATEGORY_MAX])
{
	const char *text = json_text(place->node);
	struct buf names = { .length = 0 };
	enum outcome outcome = RC_OK;

	out[0] = '\0';
	if (!text || text[0] != '\0')
		outcome = form_read_category(place, &names);
	if (outcome == RC_OK && names.length >= CATEGORY_MAX)
		outcome = place_refuse(place, _("this is longer than %d bytes"), CATEGORY_MAX - 1);
	if (outcome == RC_OK)
		text_copy(out, CATEGORY_MAX, names.text ? names.text : "");
	buf_done(&names);
	return outcome;
}

/* "4006381333931", or "4006381333931*6" for a pack that rings 6. */
static enum outcome
parse_code(const char *text, int64_t *gtin, int64_t *pack, struct err *err)
{
	char code[CODE_MAX];
	size_t length = strcspn(text, "*");

	snprintf(code, sizeof code, "%.*s", (int)length, text);
	*pack = 1;
	if (text[length] == '*' &&
	    (number_parse(text + length + 1, 0, PACK_MAX, pack) || *pack < 1))
		return err_set(err, RC_REFUSED, _("\"%s\" is no code of a pack"), text);
	return gtin_parse(code, gtin, err);
}

static enum outcome
check_gtins(const struct json_place *place)
{
	size_t count = 0;
	enum outcome outcome = place_list(place, ITEM_CODES_MAX, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_of_list(place, i);
		char code[CODE_MAX];
		struct err why;
		int64_t gtin, pack;

		outcome = place_text(&member, code, sizeof code);
		if (outcome == RC_OK && parse_code(code, &gtin, &pack, &why))
			return place_refuse(&member, "%s", why.msg);
	}
	return outcome;
}

static enum outcome
read_item(struct quote *quote, const struct json_place *place, struct basket_line *line,
          bool *has_price)
{
	static const char *const keys[] = { "name", "gtins", "price", "taxes", "category", NULL };
	struct json_place name = place_key(place, "name"), gtins = place_key(place, "gtins");
	struct json_place price = place_key(place, "price"), taxes = place_key(place, "taxes");
	struct json_place category = place_key(place, "category");
	enum outcome outcome = place_object(place, keys, _("not a key of an item"));

	text_copy(line->is.item, sizeof line->is.item, place->key);
	text_copy(line->is.name, sizeof line->is.name, place->key);
	*has_price = price.node != NULL;
	if (outcome == RC_OK && name.node)
		outcome = place_text(&name, line->is.name, sizeof line->is.name);
	if (outcome == RC_OK && gtins.node)
		outcome = check_gtins(&gtins);
	if (outcome == RC_OK && price.node)
		outcome =
		        place_unit_price(&price, quote->currency.exponent, false, &line->is.price);
	if (outcome == RC_OK && taxes.node)
		outcome = quote_rules(quote, &taxes, line);
	if (outcome == RC_OK && category.node)
		outcome = quote_category(&category, line->category);
	return outcome;
}

/* ---- by their codes ---- */

static void
keep_codes(struct quote *quote, const struct json_place *item)
{
	struct json_place gtins = place_key(item, "gtins");
	size_t count = 0;

	if (!gtins.node || place_list(&gtins, ITEM_CODES_MAX, &count))
		return;
	if (quote->code_count + count > quote->code_room) {
		quote->code_room = 2 * quote->code_room + count + 64;
		quote->codes = alloc_again(quote->codes, quote->code_room, sizeof quote->codes[0]);
	}
	for (size_t i = 0; i < count; i++) {
		struct quote_code *code = &quote->codes[quote->code_count];

		if (parse_code(json_text(place_of_list(&gtins, i).node), &code->gtin, &code->pack,
		               NULL))
			continue;
		code->number = item->key;
		code->order = quote->code_count++;
	}
}

static int
by_gtin(const void *left, const void *right)
{
	const struct quote_code *a = left, *b = right;

	if (a->gtin != b->gtin)
		return a->gtin < b->gtin ? -1 : 1;
	return a->order < b->order ? -1 : a->order > b->order;
}

/* The number of the item with this code, or with this number itself; NULL none. */
static const char *
number_of(const struct quote *quote, const char *code, int64_t gtin, int64_t *pack)
{
	size_t low = 0, high = quote->code_count;

	*pack = 1;
	if (quote->item_list.node && place_key(&quote->item_list, code).node)
		return code;
	while (low < high) {
		size_t middle = (low + high) / 2;

		if (quote->codes[middle].gtin < gtin)
			low = middle + 1;
		else
			high = middle;
	}
	if (!gtin || low == quote->code_count || quote->codes[low].gtin != gtin)
		return NULL;
	*pack = quote->codes[low].pack;
	return quote->codes[low].number;
}

static enum outcome
check_item(struct quote *quote, const struct json_place *place)
{
	struct basket_line line = { .rule_count = 0 };
	bool has_price;
	enum outcome outcome;

	if (place->key[0] == '\0' || strlen(place->key) >= ITEM_NUMBER_MAX)
		return place_refuse(place, _("an item number has 1 to %d bytes"),
		                    ITEM_NUMBER_MAX - 1);
	outcome = read_item(quote, place, &line, &has_price);
	if (outcome == RC_OK)
		keep_codes(quote, place);
	return outcome;
}

enum outcome
quote_read_items(struct quote *quote)
{
	struct json_place place = { .up = &quote->item_list, .err = quote->err };
	enum outcome outcome = RC_OK;

	quote->item_list = place_key(&quote->root, "items");
	if (!quote->item_list.node)
		return RC_OK;
	if (json_type_of(quote->item_list.node) != JSON_IS_OBJECT)
		return place_refuse(&quote->item_list, _("this must be an object, with { and }"));
	if (json_count(quote->item_list.node) > QUOTE_ITEMS_MAX)
		return place_refuse(&quote->item_list, _("at most %d are taken"), QUOTE_ITEMS_MAX);
	while (outcome == RC_OK && (place.node = json_next(quote->item_list.node, &place.key)))
		outcome = check_item(quote, &place);
	if (quote->code_count > 0)
		qsort(quote->codes, quote->code_count, sizeof quote->codes[0], by_gtin);
	return outcome;
}

/* ---- the shop's ---- */

static enum outcome
take_row(struct quote *quote, const struct json_place *place, const struct item_row *row,
         struct basket_line *line, bool *has_price)
{
	const struct tables *tables = quote->shop->tables;
	struct err why;

	text_copy(line->is.item, sizeof line->is.item, row->number);
	text_copy(line->is.name, sizeof line->is.name, row->name);
	text_copy(line->is.unit, sizeof line->is.unit, row->unit);
	text_copy(line->category, sizeof line->category, row->category);
	line->is.department = row->department;
	line->is.price = row->price;
	*has_price = row->has_price;
	text_copy(quote->linked, sizeof quote->linked, row->deposit_item);
	quote->by_pieces = row->unit[0] == '\0';
	if (row->retired)
		return place_refuse(place, _("%s is not sold any more"), row->name);
	if (tables_rules(tables, tables_way_codes(tables, row, quote->basket.way), quote->day,
	                 quote->basket.way, line->rules, &line->rule_count, &why))
		return place_refuse(place, "%s", why.msg);
	return RC_OK;
}

/* What a label says is paid to the cent; what it weighs follows from the price on the shelf. */
static void
take_label_price(const struct found *found, struct basket_line *line)
{
	struct unit_price shelf = line->is.price;
	int64_t milli = found->has_weight ? found->weight_milli : 0;

	line->is.price = unit_price_of(found->price);
	line->is.qty_milli = QTY_ONE;
	if (found->item.unit[0] == '\0' || !found->item.has_price || shelf.e4 <= 0) {
		line->is.unit[0] = '\0';
		return;
	}
	if (milli == 0)
		milli = round_div((__int128)line->is.price.e4 * QTY_ONE, shelf.e4, ROUND_HALF_UP);
	line->is.qty_milli = milli > 0 ? milli : 1;
	line->is.price = shelf;
	line->is.flags |= LINE_LABEL_PRICE;
	line->is.amount = found->price;
}

static enum outcome
scan_in_shop(struct quote *quote, const struct json_place *place, const char *code,
             struct basket_line *line, bool *has_price)
{
	struct found found;
	struct err why;
	enum outcome outcome = items_look_up(quote->shop->ledger, quote->shop->settings, code, true,
	                                     quote->day, &found, &why);

	if (outcome)
		return place_refuse(place, "%s", why.msg);
	if (found.kind != FOUND_ITEM)
		return place_refuse(place, _("no item has the code %s"), code);
	outcome = take_row(quote, place, &found.item, line, has_price);
	if (outcome)
		return outcome;
	line->is.qty_milli = found.pack * QTY_ONE;
	if (found.has_weight) {
		line->is.qty_milli = found.weight_milli;
		quote->by_pieces = true;
	}
	if (found.has_price) {
		take_label_price(&found, line);
		quote->by_pieces = *has_price = true;
	}
	return RC_OK;
}

/* What the label says beside the number, where the question brings the items itself. */
static void
take_label(struct quote *quote, const struct reading *label, struct basket_line *line,
           bool *has_price)
{
	if (label->weight_kg.there && label->weight_kg.value > 0) {
		line->is.qty_milli = figure_scaled(label->weight_kg, 3);
		quote->by_pieces = true;
	} else if (label->count.there && label->count.value > 0 &&
	           label->count.value <= QTY_MAX_MILLI / line->is.qty_milli) {
		line->is.qty_milli *= label->count.value;
		quote->by_pieces = true;
	}
	if (!label->price.there || label->price.value == 0 ||
	    (*label->currency && strcmp(label->currency, quote->currency.code) != 0))
		return;
	line->is.price =
	        unit_price_of(money_of(figure_scaled(label->price, quote->currency.exponent)));
	line->is.qty_milli = QTY_ONE;
	quote->by_pieces = *has_price = true;
}

/* The trade number of what was scanned, and what else was in it: by the shop's rules for numbers
 * it prints itself. */
static enum outcome
read_number(const struct quote *quote, const char *code, struct reading *label, int64_t *gtin,
            struct err *why)
{
	const struct settings *settings = quote->shop ? quote->shop->settings : NULL;
	const struct reading_rules rules = {
		.region = settings ? settings->in_store : "",
		.in_store = settings ? settings->in_store_rules : "",
		.currency = quote->currency.code,
	};
	char scan[CODE_MAX];

	text_copy(scan, sizeof scan, code);
	reading_make(label, scan, reading_unescape(scan), &rules);
	if (label->valid && label->printed)
		*gtin = label->in_store.gtin;
	else if (label->valid && *label->gtin)
		return gtin_parse(label->gtin, gtin, why);
	else if (label->kind == READ_GS1 || label->kind == READ_LINK)
		return err_set(why, RC_REFUSED, "%s",
		               label->valid ? _("this barcode names nothing that is sold")
		                            : label->err.msg);
	else
		return gtin_parse(code, gtin, why);
	return RC_OK;
}

/* Neither items nor a shop: a line with a price stands for itself, whatever its number. */
static bool
stands_alone(const struct quote *quote, const struct json_place *place)
{
	return !quote->shop && !quote->item_list.node && place_key(place->up, "price").node;
}

enum outcome
quote_item(struct quote *quote, const struct json_place *place, const char *number,
           struct basket_line *line, bool *has_price)
{
	struct json_place item = place_key(&quote->item_list, number);
	struct item_row row;

	if (quote->item_list.node && item.node)
		return read_item(quote, &item, line, has_price);
	if (quote->shop && catalogue_item(quote->shop->ledger, number, &row, NULL) == RC_OK)
		return take_row(quote, place, &row, line, has_price);
	if (place->up && strlen(number) < ITEM_NUMBER_MAX && stands_alone(quote, place)) {
		text_copy(line->is.item, sizeof line->is.item, number);
		text_copy(line->is.name, sizeof line->is.name, number);
		return RC_OK;
	}
	place_refuse(place, _("there is no item %s"), number);
	err_hint(place->err, _("name it in \"items\""));
	return RC_REFUSED;
}

enum outcome
quote_scan(struct quote *quote, const struct json_place *place, const char *code,
           struct basket_line *line, bool *has_price)
{
	struct reading label;
	struct err why;
	int64_t gtin = 0, pack;
	enum outcome parsed = read_number(quote, code, &label, &gtin, &why);
	const char *number = number_of(quote, code, parsed ? 0 : gtin, &pack);

	if (number) {
		if (quote_item(quote, place, number, line, has_price))
			return RC_REFUSED;
		line->is.qty_milli = pack * QTY_ONE;
		quote->by_pieces = pack > 1;
		take_label(quote, &label, line, has_price);
		return RC_OK;
	}
	if (quote->shop)
		return scan_in_shop(quote, place, code, line, has_price);
	if (parsed)
		return place_refuse(place, "%s", why.msg);
	if (stands_alone(quote, place)) {
		text_copy(line->is.name, sizeof line->is.name, code);
		take_label(quote, &label, line, has_price);
		return RC_OK;
	}
	place_refuse(place, _("no item has the code %s"), code);
	err_hint(place->err, _("name it in \"items\""));
	return RC_REFUSED;
}
