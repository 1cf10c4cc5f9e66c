/*
 * The JSON form of a promotion, read.  What a promotion owns is collected in buffers that become
 * its texts, so a form that is refused half-way frees whatever it had.
 */
#include <config.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/promotion_form.h"

#define UNITS_MAX 9999
#define USES_MAX 999999999
#define PERCENT_MAX_PPM INT64_C(1000000)
#define DAY_MINUTES 1440
#define STRANGER _("not a key of a promotion")

const char *const promotion_effect_names[PROMOTION_EFFECTS + 1] = {
	"percent",          "fixed_order",        "fixed_per_line",  "fixed_per_unit",
	"cheapest_percent", "free_units_in_cart", "buy_x_get_y",     "free_extra",
	"group_flat",       "group_percent",      "tier_flat",       "tier_percent",
	"first_additional", "n_for_price",        "unit_price_from", NULL,
};

const char *const promotion_pick_names[PROMOTION_PICKS + 1] = { "cheapest", "dearest", "order",
	                                                        NULL };

const char *const promotion_day_names[8] = {
	"mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL
};

/* clang-format off */
#define AT(member) offsetof(struct promotion, member)
#define TARGET { "target", FORM_TARGET, 0, false }

const struct form_field promotion_fields[PROMOTION_EFFECTS][FORM_FIELDS_MAX] = {
	[PROMOTION_PERCENT] = {
		{ "percent", FORM_PERCENT, AT(percent_ppm), true },
		{ "max_amount", FORM_MAX_AMOUNT, 0, false }, TARGET },
	[PROMOTION_FIXED_ORDER] = {
		{ "amount", FORM_MONEY, AT(amount), true }, TARGET },
	[PROMOTION_FIXED_PER_LINE] = {
		{ "amount", FORM_MONEY, AT(amount), true },
		{ "max_units", FORM_COUNT, AT(units), false }, TARGET },
	[PROMOTION_FIXED_PER_UNIT] = {
		{ "amount", FORM_MONEY, AT(amount), true },
		{ "max_units", FORM_COUNT, AT(units), false }, TARGET },
	[PROMOTION_CHEAPEST_PERCENT] = {
		{ "percent", FORM_PERCENT, AT(percent_ppm), true },
		{ "max_amount", FORM_MAX_AMOUNT, 0, false }, TARGET },
	[PROMOTION_FREE_UNITS] = {
		{ "units", FORM_COUNT, AT(units), true },
		{ "pick", FORM_PICK, 0, false }, TARGET },
	[PROMOTION_BUY_X_GET_Y] = {
		{ "buy", FORM_COUNT, AT(buy), true },
		{ "get", FORM_COUNT, AT(get), true }, TARGET,
		{ "get_target", FORM_GET_TARGET, 0, false } },
	[PROMOTION_FREE_EXTRA] = {
		{ "buy", FORM_COUNT, AT(buy), true },
		{ "get", FORM_COUNT, AT(get), true },
		{ "item", FORM_ITEM, 0, true },
		{ "repeat", FORM_BOOL, AT(repeat), false }, TARGET },
	[PROMOTION_GROUP_FLAT] = {
		{ "group", FORM_COUNT, AT(units), true },
		{ "amount", FORM_MONEY, AT(amount), true }, TARGET },
	[PROMOTION_GROUP_PERCENT] = {
		{ "group", FORM_COUNT, AT(units), true },
		{ "percent", FORM_PERCENT, AT(percent_ppm), true }, TARGET },
	[PROMOTION_TIER_FLAT] = {
		{ "base", FORM_MONEY, AT(amount), false },
		{ "tiers", FORM_TIERS, 0, true }, TARGET },
	[PROMOTION_TIER_PERCENT] = {
		{ "base", FORM_PERCENT, AT(percent_ppm), false },
		{ "tiers", FORM_TIERS, 0, true }, TARGET },
	[PROMOTION_FIRST_ADDITIONAL] = {
		{ "first", FORM_MONEY, AT(amount), true },
		{ "additional", FORM_MONEY, AT(additional), true }, TARGET },
	[PROMOTION_N_FOR_PRICE] = {
		{ "n", FORM_COUNT, AT(units), true },
		{ "price", FORM_MONEY, AT(amount), true }, TARGET },
	[PROMOTION_UNIT_PRICE_FROM] = {
		{ "n", FORM_COUNT, AT(units), true },
		{ "price", FORM_UNIT_PRICE, AT(unit_price), true }, TARGET },
};
/* clang-format on */

struct reading {
	struct promotion *promotion;
	int exponent;
};

/* ---- parts ---- */

static enum outcome
read_percent(const struct json_place *place, int64_t *ppm)
{
	enum outcome outcome = place_rate(place, true, ppm);

	if (outcome == RC_OK && (*ppm < 0 || *ppm > PERCENT_MAX_PPM))
		return place_refuse(place, _("a percentage from 0 to 100"));
	return outcome;
}

static enum outcome
read_money(const struct json_place *place, int exponent, struct money *out)
{
	enum outcome outcome = place_money(place, exponent, true, out);

	if (outcome == RC_OK && out->minor < 0)
		return place_refuse(place, _("an amount that is not negative"));
	return outcome;
}

/* Several short texts as one, each with its NUL. */
static enum outcome
read_list(const struct json_place *place, size_t size, char **list, int *count)
{
	struct buf all = { .length = 0 };
	size_t members = 0;
	enum outcome outcome = place_array(place, PROMOTION_ITEMS_MAX, &members);

	for (size_t i = 0; outcome == RC_OK && i < members; i++) {
		struct json_place member = place_at(place, i);
		char text[NAME_MAX_BYTES];

		outcome = place_text(&member, text, size);
		if (outcome == RC_OK)
			buf_add_bytes(&all, text, strlen(text) + 1);
	}
	if (outcome == RC_OK && members > 0) {
		*list = alloc_zero(all.length, 1);
		memcpy(*list, all.text, all.length);
		*count = (int)members;
	}
	buf_done(&all);
	return outcome;
}

/* ["food", "drinks"] is the path food/drinks. */
static enum outcome
read_category(const struct json_place *place, char out[static CATEGORY_MAX])
{
	size_t count = 0, length = 0;
	enum outcome outcome = place_array(place, CATEGORY_MAX, &count);

	if (outcome == RC_OK && count == 0)
		return place_refuse(place, _("a list of names"));
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_at(place, i);
		char name[CATEGORY_MAX];

		outcome = place_text(&member, name, sizeof name);
		if (outcome)
			return outcome;
		if (length + strlen(name) + 2 > CATEGORY_MAX)
			return place_refuse(place, _("this is longer than %d bytes"),
			                    CATEGORY_MAX - 1);
		length += (size_t)snprintf(out + length, CATEGORY_MAX - length, "%s%s",
		                           i > 0 ? "/" : "", name);
	}
	return outcome;
}

static enum outcome
read_target(const struct json_place *place, struct promotion_target *target)
{
	static const char *const keys[] = { "skus", "category", NULL };
	struct json_place skus = place_key(place, "skus"), category = place_key(place, "category");
	enum outcome outcome = place_object(place, keys, STRANGER);
	char *items = NULL;

	if (outcome == RC_OK && skus.node)
		outcome = read_list(&skus, ITEM_NUMBER_MAX, &items, &target->item_count);
	target->items = items;
	if (outcome == RC_OK && category.node)
		outcome = read_category(&category, target->category);
	if (outcome == RC_OK && target->item_count == 0 && target->category[0] == '\0')
		return place_refuse(place, _("name skus or a category"));
	return outcome;
}

static enum outcome
read_tier(const struct json_place *place, const struct reading *reading,
          struct promotion_tier *tier)
{
	struct json_place from = place_at(place, 0), value = place_at(place, 1);
	size_t count = 0;
	enum outcome outcome = place_array(place, 2, &count);

	if (outcome)
		return outcome;
	outcome = read_money(&from, reading->exponent, &tier->from);
	if (outcome)
		return outcome;
	if (reading->promotion->effect == PROMOTION_TIER_FLAT)
		return read_money(&value, reading->exponent, &tier->amount);
	return read_percent(&value, &tier->percent_ppm);
}

static enum outcome
read_tiers(const struct json_place *place, struct reading *reading)
{
	struct promotion *promotion = reading->promotion;
	size_t count = 0;
	enum outcome outcome = place_array(place, PROMOTION_TIERS_MAX, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place tier = place_at(place, i);

		outcome = read_tier(&tier, reading, &promotion->tiers[i]);
		if (outcome == RC_OK && i > 0 &&
		    money_cmp(promotion->tiers[i - 1].from, promotion->tiers[i].from) >= 0)
			outcome = place_refuse(&tier, _("thresholds must grow"));
		promotion->tier_count++;
	}
	return outcome;
}

/* ---- the effect ---- */

static enum outcome
read_field(const struct json_place *place, const struct form_field *field, struct reading *reading)
{
	struct promotion *promotion = reading->promotion;
	void *member = (char *)promotion + field->offset;
	enum outcome outcome;
	int word;

	switch (field->kind) {
	case FORM_PERCENT:
		return read_percent(place, member);
	case FORM_MONEY:
		return read_money(place, reading->exponent, member);
	case FORM_MAX_AMOUNT:
		promotion->has_max_amount = true;
		return read_money(place, reading->exponent, &promotion->max_amount);
	case FORM_UNIT_PRICE:
		outcome = place_unit_price(place, reading->exponent, true, member);
		if (outcome == RC_OK && promotion->unit_price.e4 < 0)
			return place_refuse(place, _("an amount that is not negative"));
		return outcome;
	case FORM_COUNT:
		return place_count(place, 1, UNITS_MAX, member);
	case FORM_PICK:
		outcome = place_word(place, promotion_pick_names, &word);
		if (outcome == RC_OK)
			promotion->pick = (enum promotion_pick)word;
		return outcome;
	case FORM_BOOL:
		return place_bool(place, member);
	case FORM_ITEM:
		return place_text(place, promotion->item, sizeof promotion->item);
	case FORM_TIERS:
		return read_tiers(place, reading);
	case FORM_TARGET:
		return read_target(place, &promotion->target);
	case FORM_GET_TARGET:
		promotion->has_get_target = true;
		return read_target(place, &promotion->get_target);
	}
	return RC_OK;
}

static enum outcome
read_type(const struct json_place *place, int *effect)
{
	char type[32];
	enum outcome outcome = place_text(place, type, sizeof type);

	if (outcome)
		return outcome;
	for (*effect = 0; *effect < PROMOTION_EFFECTS; ++*effect)
		if (strcmp(promotion_effect_names[*effect], type) == 0)
			return RC_OK;
	return place_refuse(place, _("\"%s\" is no effect of a promotion"), type);
}

static enum outcome
read_effect(const struct json_place *place, struct reading *reading)
{
	struct json_place type = place_key(place, "type");
	const char *keys[FORM_FIELDS_MAX + 1] = { "type" };
	const struct form_field *fields;
	enum outcome outcome;
	int effect, count = 1;

	if (!place->node || json_type_of(place->node) != JSON_IS_OBJECT)
		return place_refuse(place, place->node ? _("this must be an object, with { and }")
		                                       : _("missing"));
	outcome = read_type(&type, &effect);
	if (outcome)
		return outcome;
	reading->promotion->effect = (enum promotion_effect)effect;
	fields = promotion_fields[effect];
	for (int i = 0; fields[i].key; i++)
		keys[count++] = fields[i].key;
	outcome = place_object(place, keys, STRANGER);
	for (int i = 0; outcome == RC_OK && fields[i].key; i++) {
		struct json_place field = place_key(place, fields[i].key);

		if (field.node || fields[i].needed)
			outcome = read_field(&field, &fields[i], reading);
	}
	return outcome;
}

/* ---- conditions ---- */

/* "mon", "Monday", or 1 to 7. */
static enum outcome
read_day(const struct json_place *place, unsigned *days)
{
	const char *text = json_text(place->node);
	int64_t number = json_int(place->node);

	for (int i = 0; text && i < 7; i++)
		if (strncasecmp(text, promotion_day_names[i], 3) == 0)
			number = i + 1;
	if (number < 1 || number > 7)
		return place_refuse(place, _("a day is one of mon, tue, wed, thu, fri, sat, sun"));
	*days |= 1u << number;
	return RC_OK;
}

static enum outcome
read_days(const struct json_place *place, unsigned *days)
{
	size_t count = 0;
	enum outcome outcome = place_array(place, 7, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place day = place_at(place, i);

		outcome = read_day(&day, days);
	}
	return outcome;
}

/* "9:30", "17:00:00"; *text is left behind it.  -1 is none. */
static int
minute_in(const char **text)
{
	int hour, minute, second, end = 0, longer = 0;

	if (sscanf(*text, "%2d:%2d%n", &hour, &minute, &end) != 2 || end == 0 || hour < 0 ||
	    hour > 24 || minute < 0 || minute > 59 || hour * 60 + minute > DAY_MINUTES)
		return -1;
	if (sscanf(*text + end, ":%2d%n", &second, &longer) == 1)
		end += longer;
	*text += end;
	return hour * 60 + minute;
}

static enum outcome
add_hours(const struct json_place *place, const char *from, const char *until,
          struct promotion_conditions *when)
{
	int first = from ? minute_in(&from) : -1, last;

	if (first >= 0 && !until) {
		from += strspn(from, " ");
		until = from[0] == '-' ? from + 1 : "";
		until += strspn(until, " ");
		from = "";
	}
	last = first >= 0 ? minute_in(&until) : -1;
	if (last < 0 || *until || *from)
		return place_refuse(place, _("hours are written \"09:00-17:30\""));
	if (when->hour_count == PROMOTION_HOURS_MAX)
		return place_refuse(place, _("at most %d spans of hours"), PROMOTION_HOURS_MAX);
	when->hours[when->hour_count].from = first;
	when->hours[when->hour_count++].until = last;
	return RC_OK;
}

/* {"from": "09:00", "until": "12:00"} */
static enum outcome
read_span(const struct json_place *place, struct promotion_conditions *when)
{
	static const char *const keys[] = { "from", "until", NULL };
	struct json_place from = place_key(place, "from"), until = place_key(place, "until");
	enum outcome outcome = place_object(place, keys, STRANGER);

	if (outcome)
		return outcome;
	return add_hours(place, json_text(from.node),
	                 json_text(until.node) ? json_text(until.node) : "", when);
}

static enum outcome
read_hour(const struct json_place *place, struct promotion_conditions *when)
{
	if (json_type_of(place->node) == JSON_IS_OBJECT)
		return read_span(place, when);
	return add_hours(place, json_text(place->node), NULL, when);
}

/* One of them or a list: "09:00-12:00"; and ["09:00", "12:00"]. */
static enum outcome
read_hours(const struct json_place *place, struct promotion_conditions *when)
{
	struct json_place first = place_at(place, 0), second = place_at(place, 1);
	const char *text = json_text(first.node);
	size_t count = 0;
	enum outcome outcome;

	if (json_type_of(place->node) != JSON_IS_ARRAY)
		return read_hour(place, when);
	outcome = place_array(place, PROMOTION_HOURS_MAX, &count);
	if (outcome == RC_OK && count == 2 && text && !strchr(text, '-') && json_text(second.node))
		return add_hours(place, text, json_text(second.node), when);
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place span = place_at(place, i);

		outcome = read_hour(&span, when);
	}
	return outcome;
}

/* "2026-11-22" or "2026-11-22T10:00", with seconds and offset if one likes: they are not looked at.
 */
static enum outcome
read_moment(const struct json_place *place, struct price_moment *moment)
{
	const char *text = json_text(place->node), *rest;
	char day[11] = "";

	moment->minute = -1;
	if (text && strlen(text) >= 10) {
		memcpy(day, text, 10);
		rest = text + 11;
		if (text[10] != '\0')
			moment->minute = strchr("T ", text[10]) ? minute_in(&rest) : -2;
	}
	if (!day[0] || day_parse(day, &moment->day, NULL) ||
	    (text[10] != '\0' && moment->minute < 0))
		return place_refuse(place, _("a day is written \"2026-11-22\", a moment "
		                             "\"2026-11-22T10:00\""));
	return RC_OK;
}

static void
add_word(struct buf *out, const char *word)
{
	if (out->length > 0)
		buf_add_char(out, ' ');
	for (; *word; word++)
		buf_add_char(out, *word == ' ' ? '_' : *word);
}

/* "VIP", or ["VIP", "staff"]. */
static enum outcome
read_groups(const struct json_place *place, char **groups)
{
	struct buf words = { .length = 0 };
	char word[CUSTOMER_GROUPS_TEXT_MAX];
	size_t count = 0;
	enum outcome outcome;

	if (json_text(place->node)) {
		outcome = place_text(place, word, sizeof word);
		if (outcome == RC_OK)
			add_word(&words, word);
	} else {
		outcome = place_array(place, PROMOTION_ITEMS_MAX, &count);
	}
	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_at(place, i);

		outcome = place_text(&member, word, sizeof word);
		if (outcome == RC_OK)
			add_word(&words, word);
	}
	if (outcome == RC_OK)
		*groups = alloc_text(words.length ? words.text : "");
	buf_done(&words);
	return outcome;
}

static const char *const condition_keys[] = {
	"min_subtotal",
	"min_subtotal_without_tax",
	"min_qty",
	"target",
	"customer_group",
	"usage_limit",
	"usage_limit_per_customer",
	"not_with",
	"days",
	"hours",
	"from",
	"until",
	NULL,
};

static enum outcome
read_condition(const struct json_place *place, struct promotion_conditions *when, int exponent)
{
	const char *key = place->key;

	if (strcmp(key, "min_subtotal") == 0) {
		when->has_min_subtotal = true;
		return read_money(place, exponent, &when->min_subtotal);
	}
	if (strcmp(key, "min_subtotal_without_tax") == 0) {
		when->has_min_net = true;
		return read_money(place, exponent, &when->min_net);
	}
	if (strcmp(key, "min_qty") == 0)
		return place_count(place, 1, UNITS_MAX, &when->min_qty);
	if (strcmp(key, "target") == 0) {
		when->has_counted = true;
		return read_target(place, &when->counted);
	}
	if (strcmp(key, "customer_group") == 0)
		return read_groups(place, &when->groups);
	if (strcmp(key, "usage_limit") == 0)
		return place_count(place, 1, USES_MAX, &when->usage_limit);
	if (strcmp(key, "usage_limit_per_customer") == 0)
		return place_count(place, 1, USES_MAX, &when->usage_limit_per_customer);
	if (strcmp(key, "not_with") == 0)
		return read_list(place, NAME_MAX_BYTES, &when->not_with, &when->not_with_count);
	if (strcmp(key, "days") == 0)
		return read_days(place, &when->days);
	if (strcmp(key, "hours") == 0)
		return read_hours(place, when);
	return read_moment(place, strcmp(key, "from") == 0 ? &when->from : &when->until);
}

static enum outcome
read_conditions(const struct json_place *place, struct promotion_conditions *when, int exponent)
{
	enum outcome outcome = place_object(place, condition_keys, STRANGER);

	for (size_t i = 0; outcome == RC_OK && condition_keys[i]; i++) {
		struct json_place condition = place_key(place, condition_keys[i]);

		if (condition.node)
			outcome = read_condition(&condition, when, exponent);
	}
	return outcome;
}

/* ---- the whole ---- */

static enum outcome
read_trigger(const struct json_place *place, struct promotion *promotion)
{
	static const char *const triggers[] = { "automatic", "code", NULL };
	struct json_place trigger = place_key(place, "trigger"), code = place_key(place, "code");
	enum outcome outcome = RC_OK;
	int by_code = 0;

	if (trigger.node)
		outcome = place_word(&trigger, triggers, &by_code);
	if (outcome == RC_OK && by_code)
		return place_text(&code, promotion->code, sizeof promotion->code);
	if (outcome == RC_OK && code.node)
		return place_refuse(&code, _("only a promotion with the trigger \"code\" has one"));
	return outcome;
}

static enum outcome
read_all(struct promotion *promotion, const struct json_place *place, int exponent)
{
	static const char *const keys[] = {
		"name", "trigger", "code", "conditions", "effect", NULL
	};
	struct json_place name = place_key(place, "name"), effect = place_key(place, "effect");
	struct json_place conditions = place_key(place, "conditions");
	struct reading reading = { .promotion = promotion, .exponent = exponent };
	enum outcome outcome = place_object(place, keys, STRANGER);

	if (outcome == RC_OK)
		outcome = place_text(&name, promotion->name, sizeof promotion->name);
	if (outcome == RC_OK)
		outcome = read_trigger(place, promotion);
	if (outcome == RC_OK && conditions.node)
		outcome = read_conditions(&conditions, &promotion->when, exponent);
	return outcome ? outcome : read_effect(&effect, &reading);
}

enum outcome
promotion_read(struct promotion *promotion, const struct json_place *place, int exponent)
{
	struct promotion out = { .units = 0 };
	enum outcome outcome = read_all(&out, place, exponent);

	if (outcome) {
		promotion_done(&out);
		return outcome;
	}
	*promotion = out;
	return RC_OK;
}

enum outcome
promotion_parse(struct promotion *promotion, const char *json, int exponent, struct err *err)
{
	struct err where = { .msg = "" };
	struct json_doc *doc = NULL;
	struct json_place root;
	enum outcome outcome = json_parse(&doc, json, strlen(json), err);

	if (outcome)
		return outcome;
	root = place_root(doc, &where);
	outcome = promotion_read(promotion, &root, exponent);
	json_free(&doc);
	if (outcome) {
		err_set(err, outcome, "%s%s%s", where.detail, where.detail[0] ? ": " : "",
		        where.msg);
		if (where.hint[0])
			err_hint(err, "%s", where.hint);
	}
	return outcome;
}

void
promotion_done(struct promotion *promotion)
{
	free((char *)promotion->target.items);
	free((char *)promotion->get_target.items);
	free((char *)promotion->when.counted.items);
	free(promotion->when.groups);
	free(promotion->when.not_with);
	*promotion = (struct promotion){ .units = 0 };
}

void
promotions_free(struct promotion **promotions, size_t count)
{
	for (size_t i = 0; i < count; i++)
		promotion_done(&(*promotions)[i]);
	free(*promotions);
	*promotions = NULL;
}
