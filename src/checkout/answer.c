#include <config.h>

#include "checkout/inside.h"
#include "ledger/postings.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"

/* ---- a remark for people ---- */

void
till_remark(struct answer *answer, const char *format, ...)
{
	char note[2 * sizeof answer->note];
	va_list values;

	va_start(values, format);
	vsnprintf(note, sizeof note, format, values);
	va_end(values);
	text_copy(answer->note, sizeof answer->note, note);
}

/* ---- members for scripts ---- */

/* Members of an answer, one after the other; json_writer puts the commas. */
static struct json_writer
writer(struct answer *answer)
{
	return (struct json_writer){ .buf = &answer->json, .comma = answer->json.length > 0 };
}

void
say_text(struct answer *answer, const char *key, const char *text)
{
	struct json_writer to = writer(answer);

	json_put_text(&to, key, text);
}

void
say_int(struct answer *answer, const char *key, int64_t number)
{
	struct json_writer to = writer(answer);

	json_put_int(&to, key, number);
}

void
say_bool(struct answer *answer, const char *key, bool value)
{
	struct json_writer to = writer(answer);

	json_put_bool(&to, key, value);
}

void
say_raw(struct answer *answer, const char *key, const char *json)
{
	struct json_writer to = writer(answer);

	json_put_raw(&to, key, json);
}

static struct number_style
plain(const struct till *till)
{
	return number_plain(till->settings->currency.exponent);
}

void
say_money(const struct till *till, struct answer *answer, const char *key, struct money money)
{
	struct number_style style = plain(till);
	char text[MONEY_TEXT_MAX];

	say_text(answer, key, money_text(text, money, &style));
}

static void
say_price(const struct till *till, struct answer *answer, const char *key, struct unit_price price)
{
	struct number_style style = plain(till);
	char text[MONEY_TEXT_MAX];

	say_text(answer, key, unit_price_text(text, price, &style));
}

void
say_qty(struct answer *answer, const char *key, int64_t qty_milli)
{
	struct number_style style = number_plain(3);
	char text[QTY_TEXT_MAX];

	say_text(answer, key, qty_text(text, qty_milli, 0, &style));
}

void
say_totals(const struct till *till, struct answer *answer, const char *key,
           const struct total totals[], size_t count)
{
	struct number_style style = plain(till);
	struct buf list = { 0 };
	struct json_writer to = { .buf = &list };
	struct currency currency;
	char text[MONEY_TEXT_MAX];

	json_open_array(&to, NULL);
	for (size_t i = 0; i < count; i++) {
		json_open_object(&to, NULL);
		json_put_text(&to, "account", totals[i].account);
		if (totals[i].key[0])
			json_put_text(&to, "key", totals[i].key);
		json_put_int(&to, "count", totals[i].count);
		style.exponent = total_currency(&totals[i], &currency)
		                         ? currency.exponent
		                         : till->settings->currency.exponent;
		json_put_text(&to, "amount", money_text(text, totals[i].amount, &style));
		json_close_object(&to);
	}
	json_close_array(&to);
	say_raw(answer, key, list.text);
	buf_done(&list);
}

static void
put_item(const struct till *till, struct json_writer *to, const struct item_row *item)
{
	struct number_style style = number_plain(till->settings->currency.exponent);
	char text[MONEY_TEXT_MAX];

	json_open_object(to, NULL);
	json_put_text(to, "item", item->number);
	if (item->plu)
		json_put_int(to, "plu", item->plu);
	json_put_text(to, "name", item->name);
	json_put_int(to, "department", item->department);
	if (item->has_price)
		json_put_text(to, "price", unit_price_text(text, item->price, &style));
	if (item->unit[0])
		json_put_text(to, "unit", item->unit);
	if (item->min_age)
		json_put_int(to, "min-age", item->min_age);
	json_close_object(to);
}

void
say_items(const struct till *till, struct answer *answer, const char *key,
          const struct item_row items[], size_t count)
{
	struct buf list = { 0 };
	struct json_writer to = { .buf = &list };

	json_open_array(&to, NULL);
	for (size_t i = 0; i < count; i++)
		put_item(till, &to, &items[i]);
	json_close_array(&to);
	say_raw(answer, key, list.text);
	buf_done(&list);
}

/* No day says nothing. */
static void
say_day(struct answer *answer, const char *key, day_number day)
{
	char text[WHEN_TEXT_MAX];

	if (day)
		say_text(answer, key, day_iso(text, day));
}

void
say_line(const struct till *till, struct answer *answer, const struct basket_line *line)
{
	say_int(answer, "line", line->is.number);
	if (line->is.item[0])
		say_text(answer, "item", line->is.item);
	say_text(answer, "name", line->is.name);
	say_qty(answer, "quantity", line->is.qty_milli);
	if (line->is.unit[0])
		say_text(answer, "unit", line->is.unit);
	say_price(till, answer, "price", line->is.price);
	say_money(till, answer, "amount", line->is.total);
	if (line->is.lot[0])
		say_text(answer, "lot", line->is.lot);
	if (line->is.serial[0])
		say_text(answer, "serial", line->is.serial);
	say_day(answer, "expiry", line->is.expiry);
	say_day(answer, "best-before", line->is.best_before);
	if (line->is.voided)
		say_bool(answer, "voided", true);
}

void
say_basket(const struct till *till, struct answer *answer)
{
	struct settlement settlement;

	say_int(answer, "lines", basket_open_lines(&till->basket));
	say_money(till, answer, "total", till->basket.total);
	if (till->state != TILL_TENDERING && till->basket.tender_count == 0)
		return;
	till_settlement(till, &settlement);
	say_money(till, answer, "tendered", settlement.tendered);
	say_money(till, answer, "remaining", settlement.remaining);
	say_money(till, answer, "remaining-cash", settlement.remaining_cash);
}
