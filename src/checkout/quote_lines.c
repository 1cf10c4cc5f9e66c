/*
 * The lines of a question, and how it is paid.
 */
#include <config.h>

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/text.h"
#include "checkout/capacity.h"
#include "checkout/quote_inside.h"

#define QTY_FINE_TEXT_MAX 40
#define QTY_FINE_DECIMALS 12 /* of a quantity as people may write it */
#define QTY_FINE INT64_C(1000000000)

static const char *const line_keys[] = {
	"item", "scan", "name", "price", "quantity", "discount", "taxes", "category", NULL,
};

/* ---- discounts ---- */

static void
discount_reason(const struct quote *quote, struct given_discount *given)
{
	struct number_style plain = number_plain(0);
	char text[MONEY_TEXT_MAX];

	if (given->is_percent)
		snprintf(given->reason, sizeof given->reason, _("discount %s %%"),
		         number_text(text, sizeof text, given->percent_ppm, 4, 0, &plain));
	else
		snprintf(given->reason, sizeof given->reason, _("discount %s"),
		         money_text(text, given->amount, &quote->style));
}

enum outcome
quote_read_discount(struct quote *quote, const struct json_place *place,
                    struct given_discount *given)
{
	static const char *const keys[] = { "percent", "amount", "reason", NULL };
	struct json_place percent = place_key(place, "percent"),
	                  amount = place_key(place, "amount");
	struct json_place reason = place_key(place, "reason");
	enum outcome outcome = place_object(place, keys, _("not a key of a discount"));

	if (outcome && json_type_of(place->node) != JSON_IS_OBJECT)
		err_hint(place->err, _("write {\"percent\": \"10\"} or {\"amount\": \"1.00\"}"));
	if (outcome)
		return outcome;
	if ((percent.node != NULL) == (amount.node != NULL))
		return place_refuse(place, _("give a percent or an amount"));
	given->is_percent = percent.node != NULL;
	if (given->is_percent)
		outcome = place_rate(&percent, false, &given->percent_ppm);
	else
		outcome = place_money(&amount, quote->currency.exponent, false, &given->amount);
	if (outcome)
		return outcome;
	if (given->percent_ppm < 0 || given->percent_ppm > 1000000)
		return place_refuse(&percent, _("a percentage from 0 to 100"));
	if (given->amount.minor < 0)
		return place_refuse(&amount, _("a discount is not negative"));
	discount_reason(quote, given);
	return reason.node && (!json_text(reason.node) || json_text(reason.node)[0] != '\0')
	               ? place_text(&reason, given->reason, sizeof given->reason)
	               : RC_OK;
}

/* ---- lines ---- */

/* What the line is of: an item, a scan, or itself. */
static enum outcome
read_goods(struct quote *quote, const struct json_place *place, struct basket_line *line,
           bool *has_price)
{
	struct json_place item = place_key(place, "item"), scan = place_key(place, "scan");
	struct json_place name = place_key(place, "name"), price = place_key(place, "price");
	char text[CODE_MAX];

	if (item.node && scan.node)
		return place_refuse(&scan, _("a line has an item or a scan"));
	if (item.node)
		return place_text(&item, text, sizeof text) ||
		                       quote_item(quote, &item, text, line, has_price)
		               ? RC_REFUSED
		               : RC_OK;
	if (scan.node)
		return place_text(&scan, text, sizeof text) ||
		                       quote_scan(quote, &scan, text, line, has_price)
		               ? RC_REFUSED
		               : RC_OK;
	if (!name.node && !price.node) {
		place_refuse(place, _("a line names an item, a scan, or itself"));
		err_hint(place->err, _("give \"item\", \"scan\", or \"name\" and \"price\""));
		return RC_REFUSED;
	}
	line->is.kind = LINE_OPEN;
	snprintf(line->is.name, sizeof line->is.name, _("item %d"), line->is.number);
	return RC_OK;
}

/* More decimals than a quantity has are rounded, once; but something never becomes nothing. */
static enum outcome
parse_quantity(const struct quote *quote, const char *text, int64_t *qty_milli, struct err *err)
{
	char number[QTY_FINE_TEXT_MAX] = "";
	size_t length;
	int64_t fine;

	text += strspn(text, " ");
	for (length = strlen(text); length > 0 && text[length - 1] == ' ';)
		length--;
	if (length < sizeof number)
		memcpy(number, text, length);
	if (number_parse(number, QTY_FINE_DECIMALS, QTY_MAX_MILLI * QTY_FINE, &fine) != NUMBER_OK)
		return qty_parse(number[0] ? number : text, qty_milli, err);
	*qty_milli = round_div(fine, QTY_FINE, quote->rules.rounding);
	if (*qty_milli == 0 && fine != 0)
		return err_set(err, RC_REFUSED, _("the quantity %s is less than a thousandth"),
		               number);
	return RC_OK;
}

/* So many of what one scan is: pieces, packs, or labels. */
static enum outcome
count_scans(const struct quote *quote, const struct json_place *place, int64_t times_milli,
            struct basket_line *line)
{
	__int128 qty = (__int128)line->is.qty_milli * times_milli / QTY_ONE;

	if (quote->by_pieces && times_milli % QTY_ONE != 0)
		return place_refuse(place, _("%s is sold in whole pieces"), line->is.name);
	if (qty > QTY_MAX_MILLI || qty < -QTY_MAX_MILLI)
		return place_refuse(place, _("that is too many"));
	line->is.qty_milli = (int64_t)qty;
	line->is.amount.minor *= times_milli / QTY_ONE;
	return RC_OK;
}

static enum outcome
read_quantity(const struct quote *quote, const struct json_place *place, struct basket_line *line)
{
	const char *text = json_text(place->node);
	int64_t times_milli;
	struct err why;

	if (!text) {
		place_refuse(place, _("this must be a text that holds the number"));
		err_hint(place->err, _("write it in quotation marks: \"3\""));
		return RC_REFUSED;
	}
	if (parse_quantity(quote, text, &times_milli, &why))
		return place_refuse(place, "%s", why.msg);
	return count_scans(quote, place, times_milli, line);
}

/* Amounts that stay far inside what money holds, all lines together. */
static enum outcome
check_size(struct quote *quote, const struct json_place *place, const struct basket_line *line)
{
	__int128 e7 = (__int128)line->is.price.e4 * line->is.qty_milli, fixed = 0;
	int64_t qty = line->is.qty_milli < 0 ? -line->is.qty_milli : line->is.qty_milli;

	for (int i = 0; i < line->rule_count; i++)
		fixed += (__int128)(line->rules[i].per_unit.e4 < 0 ? -line->rules[i].per_unit.e4
		                                                   : line->rules[i].per_unit.e4) *
		         qty;
	quote->amounts += (e7 < 0 ? -e7 : e7) + fixed;
	if (quote->amounts / (UNIT_PRICE_PER_MINOR * 1000) > PLACE_MONEY_MAX)
		return place_refuse(place, _("this is more than a basket can hold"));
	return RC_OK;
}

static enum outcome
read_line_discount(struct quote *quote, const struct json_place *place, struct basket_line *line)
{
	size_t count = 0;
	enum outcome outcome;

	if (json_type_of(place->node) != JSON_IS_ARRAY) {
		line->given_count = 1;
		return quote_read_discount(quote, place, &line->given[0]);
	}
	outcome = place_array(place, GIVEN_DISCOUNTS_MAX, &count);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_at(place, i);

		outcome = quote_read_discount(quote, &member, &line->given[line->given_count++]);
	}
	return outcome;
}

static enum outcome
read_parts(struct quote *quote, const struct json_place *place, struct basket_line *line)
{
	struct json_place name = place_key(place, "name"), taxes = place_key(place, "taxes");
	struct json_place category = place_key(place, "category");
	struct json_place quantity = place_key(place, "quantity");
	struct json_place discount = place_key(place, "discount");
	enum outcome outcome = RC_OK;

	if (name.node && (!json_text(name.node) || json_text(name.node)[0] != '\0'))
		outcome = place_text(&name, line->is.name, sizeof line->is.name);
	if (outcome == RC_OK && taxes.node)
		outcome = quote_rules(quote, &taxes, line);
	if (outcome == RC_OK && category.node)
		outcome = quote_category(&category, line->category);
	if (outcome == RC_OK && quantity.node)
		outcome = read_quantity(quote, &quantity, line);
	if (outcome == RC_OK && discount.node)
		outcome = read_line_discount(quote, &discount, line);
	return outcome;
}

static enum outcome
read_line(struct quote *quote, const struct json_place *place, struct basket_line *line)
{
	struct json_place price = place_key(place, "price");
	enum outcome outcome = place_object(place, line_keys, _("not a key of a line"));
	bool has_price = false;

	line->is.qty_milli = QTY_ONE;
	quote->by_pieces = false;
	if (outcome == RC_OK)
		outcome = read_goods(quote, place, line, &has_price);
	if (outcome == RC_OK && (price.node || !has_price)) {
		line->is.flags &= ~(unsigned)LINE_LABEL_PRICE;
		outcome =
		        place_unit_price(&price, quote->currency.exponent, false, &line->is.price);
		if (outcome && !price.node)
			err_hint(place->err, _("give the line a price"));
	}
	if (outcome == RC_OK)
		outcome = read_parts(quote, place, line);
	return outcome ? outcome : check_size(quote, place, line);
}

/* As at the till: whatever taxes add, and a row of the sums for each tax. */
static enum outcome
check_capacity(const struct quote *quote, const struct json_place *place)
{
	struct capacity capacity = { .amount = 0 };
	struct err why;

	capacity_add_basket(&capacity, &quote->basket, 0, 0);
	return capacity_ask(&capacity, &why) ? place_refuse(place, "%s", why.msg) : RC_OK;
}

/* As at the till: a shop's item with a deposit has a line for it. */
static enum outcome
add_linked(struct quote *quote, const struct json_place *place, int parent, int64_t qty_milli)
{
	char number[ITEM_NUMBER_MAX];
	struct basket_line *line;
	bool has_price = false;
	int own;

	text_copy(number, sizeof number, quote->linked);
	if (basket_add(&quote->basket, &line, quote->err))
		return place_refuse(place, _("the basket is full"));
	own = line->is.number;
	if (quote_item(quote, place, number, line, &has_price) || !has_price)
		return place_refuse(place, _("the deposit of this item is not set up"));
	line->is.kind = LINE_DEPOSIT;
	line->is.number = own;
	line->is.parent = parent;
	line->is.qty_milli = qty_milli;
	return check_size(quote, place, line);
}

enum outcome
quote_read_lines(struct quote *quote)
{
	struct json_place list = place_key(&quote->root, "lines");
	size_t count = 0;
	enum outcome outcome = place_array(&list, BASKET_LINES_MAX, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place place = place_at(&list, i);
		struct basket_line *line;
		int number;

		outcome = basket_add(&quote->basket, &line, quote->err);
		if (outcome)
			return outcome;
		number = line->is.number;
		quote->linked[0] = '\0';
		outcome = read_line(quote, &place, line);
		line->is.number = number;
		if (outcome == RC_OK && quote->linked[0])
			outcome = add_linked(quote, &place, number, line->is.qty_milli);
	}
	return outcome ? outcome : check_capacity(quote, &list);
}

/* ---- tenders ---- */

/* In another currency: it counts as what it is worth in ours. */
static enum outcome
read_foreign(struct quote *quote, const struct json_place *place, struct sale_tender *tender)
{
	struct json_place currency = place_key(place, "currency"), rate = place_key(place, "rate");
	struct json_place amount = place_key(place, "amount");
	struct foreign_rate worth;
	struct money theirs;
	char code[8], text[32];
	struct err why;

	if (place_text(&currency, code, sizeof code) || place_text(&rate, text, sizeof text))
		return RC_REFUSED;
	if (foreign_rate_parse(&worth, code, text, &quote->currency, &why))
		return place_refuse(&rate, "%s", why.msg);
	if (place_money(&amount, worth.currency.exponent, false, &theirs))
		return RC_REFUSED;
	if ((__int128)(theirs.minor < 0 ? -theirs.minor : theirs.minor) * worth.ours /
	            worth.theirs >
	    PLACE_MONEY_MAX)
		return place_refuse(&amount, _("this is more than a basket can hold"));
	tender->amount = foreign_to_ours(&worth, theirs, quote->rules.rounding);
	return RC_OK;
}

static enum outcome
read_tender(struct quote *quote, const struct json_place *place, struct sale_tender *tender)
{
	static const char *const keys[] = {
		"kind", "amount", "currency", "rate", "reference", NULL
	};
	struct json_place kind = place_key(place, "kind"), amount = place_key(place, "amount");
	struct json_place currency = place_key(place, "currency");
	struct json_place reference = place_key(place, "reference");
	enum outcome outcome = place_object(place, keys, _("not a key of a tender"));

	if (outcome == RC_OK)
		outcome = place_text(&kind, tender->kind, sizeof tender->kind);
	if (outcome == RC_OK && reference.node)
		outcome = place_text(&reference, tender->reference, sizeof tender->reference);
	if (outcome == RC_OK && currency.node)
		return read_foreign(quote, place, tender);
	return outcome ? outcome
	               : place_money(&amount, quote->currency.exponent, false, &tender->amount);
}

enum outcome
quote_read_tenders(struct quote *quote)
{
	struct json_place list = place_key(&quote->root, "tenders");
	size_t count = 0;
	enum outcome outcome = list.node ? place_array(&list, BASKET_TENDERS_MAX, &count) : RC_OK;

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place place = place_at(&list, i);

		outcome = read_tender(quote, &place, &quote->basket.tenders[i]);
		quote->basket.tender_count++;
	}
	return outcome;
}
