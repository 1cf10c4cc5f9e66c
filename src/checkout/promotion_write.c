/*
 * Promotions as text: the JSON form written back, and a few words for lists.
 */
#include <config.h>

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "checkout/promotion_form.h"

struct writing {
	struct json_writer json;
	struct number_style style;
};

static void
put_money(struct writing *to, const char *key, struct money amount)
{
	char text[MONEY_TEXT_MAX];

	json_put_text(&to->json, key, money_text(text, amount, &to->style));
}

/* Parts per million as percent: 105000 is "10.5". */
static void
put_percent(struct writing *to, const char *key, int64_t ppm)
{
	struct number_style plain = number_plain(0);
	char text[MONEY_TEXT_MAX];

	json_put_text(&to->json, key, number_text(text, sizeof text, ppm, 4, 0, &plain));
}

static void
put_words(struct writing *to, const char *key, const char *text, char separator)
{
	char word[CUSTOMER_GROUPS_TEXT_MAX];

	json_open_array(&to->json, key);
	while (*text) {
		size_t length = 0;

		while (text[length] && text[length] != separator)
			length++;
		snprintf(word, sizeof word, "%.*s", (int)length, text);
		json_put_text(&to->json, NULL, word);
		text += length + (text[length] != '\0');
	}
	json_close_array(&to->json);
}

static void
put_list(struct writing *to, const char *key, const char *list, int count)
{
	json_open_array(&to->json, key);
	for (int i = 0; i < count; i++, list += strlen(list) + 1)
		json_put_text(&to->json, NULL, list);
	json_close_array(&to->json);
}

static void
put_target(struct writing *to, const char *key, const struct promotion_target *target)
{
	if (target->item_count == 0 && !target->category)
		return;
	json_open_object(&to->json, key);
	if (target->item_count > 0)
		put_list(to, "skus", target->items, target->item_count);
	if (target->category)
		put_words(to, "category", target->category, '|');
	json_close_object(&to->json);
}

/* ---- the effect ---- */

static void
put_tiers(struct writing *to, const struct promotion *promotion)
{
	json_open_array(&to->json, "tiers");
	for (int i = 0; i < promotion->tier_count; i++) {
		json_open_array(&to->json, NULL);
		put_money(to, NULL, promotion->tiers[i].from);
		if (promotion->effect == PROMOTION_TIER_FLAT)
			put_money(to, NULL, promotion->tiers[i].amount);
		else
			put_percent(to, NULL, promotion->tiers[i].percent_ppm);
		json_close_array(&to->json);
	}
	json_close_array(&to->json);
}

static void
put_field(struct writing *to, const struct promotion *promotion, const struct form_field *field)
{
	const void *member = (const char *)promotion + field->offset;
	char text[MONEY_TEXT_MAX];

	switch (field->kind) {
	case FORM_PERCENT:
		put_percent(to, field->key, *(const int64_t *)member);
		break;
	case FORM_MONEY:
		put_money(to, field->key, *(const struct money *)member);
		break;
	case FORM_MAX_AMOUNT:
		if (promotion->has_max_amount)
			put_money(to, field->key, promotion->max_amount);
		break;
	case FORM_UNIT_PRICE:
		json_put_text(&to->json, field->key,
		              unit_price_text(text, promotion->unit_price, &to->style));
		break;
	case FORM_COUNT:
		if (*(const int *)member > 0)
			json_put_int(&to->json, field->key, *(const int *)member);
		break;
	case FORM_PICK:
		json_put_text(&to->json, field->key, promotion_pick_names[promotion->pick]);
		break;
	case FORM_BOOL:
		json_put_bool(&to->json, field->key, *(const bool *)member);
		break;
	case FORM_ITEM:
		json_put_text(&to->json, field->key, promotion->item);
		break;
	case FORM_TIERS:
		put_tiers(to, promotion);
		break;
	case FORM_TARGET:
		put_target(to, field->key, &promotion->target);
		break;
	case FORM_GET_TARGET:
		put_target(to, field->key, &promotion->get_target);
		break;
	}
}

/* ---- conditions ---- */

static void
put_moment(struct writing *to, const char *key, const struct price_moment *moment)
{
	char text[WHEN_TEXT_MAX + 16], day[WHEN_TEXT_MAX];

	if (moment->day == 0)
		return;
	day_iso(day, moment->day);
	if (moment->minute < 0)
		snprintf(text, sizeof text, "%s", day);
	else
		snprintf(text, sizeof text, "%sT%02d:%02d", day, moment->minute / 60,
		         moment->minute % 60);
	json_put_text(&to->json, key, text);
}

static void
put_times(struct writing *to, const struct promotion_conditions *when)
{
	char span[32];

	if (when->days) {
		json_open_array(&to->json, "days");
		for (int i = 0; i < 7; i++)
			if (when->days & (2u << i))
				json_put_text(&to->json, NULL, promotion_day_names[i]);
		json_close_array(&to->json);
	}
	if (when->hour_count > 0) {
		json_open_array(&to->json, "hours");
		for (int i = 0; i < when->hour_count; i++) {
			snprintf(span, sizeof span, "%02d:%02d-%02d:%02d", when->hours[i].from / 60,
			         when->hours[i].from % 60, when->hours[i].until / 60,
			         when->hours[i].until % 60);
			json_put_text(&to->json, NULL, span);
		}
		json_close_array(&to->json);
	}
	put_moment(to, "from", &when->from);
	put_moment(to, "until", &when->until);
}

static void
put_conditions(struct writing *to, const struct promotion_conditions *when)
{
	size_t before = to->json.buf->length, opened;

	json_open_object(&to->json, "conditions");
	opened = to->json.buf->length;
	if (when->has_min_subtotal)
		put_money(to, "min_subtotal", when->min_subtotal);
	if (when->has_min_net)
		put_money(to, "min_subtotal_without_tax", when->min_net);
	if (when->min_qty)
		json_put_int(&to->json, "min_qty", when->min_qty);
	if (when->has_counted)
		put_target(to, "target", &when->counted);
	if (when->groups)
		put_words(to, "customer_group", when->groups, ' ');
	if (when->usage_limit)
		json_put_int(&to->json, "usage_limit", when->usage_limit);
	if (when->usage_limit_per_customer)
		json_put_int(&to->json, "usage_limit_per_customer", when->usage_limit_per_customer);
	if (when->not_with_count)
		put_list(to, "not_with", when->not_with, when->not_with_count);
	put_times(to, when);
	if (to->json.buf->length > opened) {
		json_close_object(&to->json);
		return;
	}
	to->json.buf->length = before; /* there are none */
	to->json.buf->text[before] = '\0';
	to->json.comma = true;
}

void
promotion_write(const struct promotion *promotion, int exponent, struct buf *out)
{
	struct writing to = { .json = { .buf = out }, .style = number_plain(exponent) };
	const struct form_field *fields = promotion_fields[promotion->effect];

	json_open_object(&to.json, NULL);
	json_put_text(&to.json, "name", promotion->name);
	json_put_text(&to.json, "trigger", promotion->code[0] ? "code" : "automatic");
	if (promotion->code[0])
		json_put_text(&to.json, "code", promotion->code);
	put_conditions(&to, &promotion->when);
	json_open_object(&to.json, "effect");
	json_put_text(&to.json, "type", promotion_effect_names[promotion->effect]);
	for (int i = 0; fields[i].key; i++)
		put_field(&to, promotion, &fields[i]);
	json_close_object(&to.json);
	json_close_object(&to.json);
}

/* ---- in words ---- */

static const char *
percent_words(char out[static MONEY_TEXT_MAX], int64_t ppm, const struct number_style *style)
{
	return number_text(out, MONEY_TEXT_MAX, ppm, 4, 0, style);
}

static void
about_buy_x_get_y(const struct promotion *promotion, struct buf *out)
{
	if (promotion->has_get_target)
		buf_format(out, _("for every %d, %d of another free"), promotion->buy,
		           promotion->get);
	else
		buf_format(out, _("%d for %d"), promotion->buy + promotion->get, promotion->buy);
}

void
promotion_about(const struct promotion *promotion, const struct number_style *style,
                struct buf *out)
{
	char amount[MONEY_TEXT_MAX], more[MONEY_TEXT_MAX], percent[MONEY_TEXT_MAX];

	money_text(amount, promotion->amount, style);
	money_text(more, promotion->additional, style);
	percent_words(percent, promotion->percent_ppm, style);
	switch (promotion->effect) {
	case PROMOTION_PERCENT:
		buf_format(out, _("%s %% off"), percent);
		break;
	case PROMOTION_FIXED_ORDER:
		buf_format(out, _("%s off the total"), amount);
		break;
	case PROMOTION_FIXED_PER_LINE:
		buf_format(out, _("%s off each line"), amount);
		break;
	case PROMOTION_FIXED_PER_UNIT:
		buf_format(out, _("%s off each"), amount);
		break;
	case PROMOTION_CHEAPEST_PERCENT:
		buf_format(out, _("%s %% off the cheapest"), percent);
		break;
	case PROMOTION_FREE_UNITS:
		buf_format(out, ngettext("%d free", "%d free", (unsigned long)promotion->units),
		           promotion->units);
		break;
	case PROMOTION_BUY_X_GET_Y:
		about_buy_x_get_y(promotion, out);
		break;
	case PROMOTION_FREE_EXTRA:
		buf_format(out, _("for %d, %d x %s free"), promotion->buy, promotion->get,
		           promotion->item);
		break;
	case PROMOTION_GROUP_FLAT:
		buf_format(out, _("%s off every %d"), amount, promotion->units);
		break;
	case PROMOTION_GROUP_PERCENT:
		buf_format(out, _("%s %% off every %d"), percent, promotion->units);
		break;
	case PROMOTION_TIER_FLAT:
	case PROMOTION_TIER_PERCENT:
		buf_add(out, _("more off, the more is bought"));
		break;
	case PROMOTION_FIRST_ADDITIONAL:
		buf_format(out, _("%s off the first, %s off each further"), amount, more);
		break;
	case PROMOTION_N_FOR_PRICE:
		buf_format(out, _("%d for %s"), promotion->units, amount);
		break;
	case PROMOTION_UNIT_PRICE_FROM:
		unit_price_text(amount, promotion->unit_price, style);
		buf_format(out, _("from %d on %s each"), promotion->units, amount);
		break;
	case PROMOTION_EFFECTS:
		break;
	}
}
