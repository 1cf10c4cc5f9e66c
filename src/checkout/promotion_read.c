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

#define PERCENT_MAX_PPM INT64_C(1000000)

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

enum outcome
form_read_money(const struct json_place *place, int exponent, struct money *out)
{
	enum outcome outcome = place_money(place, exponent, true, out);

	if (outcome == RC_OK && out->minor < 0)
		return place_refuse(place, _("an amount that is not negative"));
	return outcome;
}

/* Several short texts as one, each with its NUL. */
enum outcome
form_read_list(const struct json_place *place, size_t size, char **list, int *count)
{
	struct buf all = { .length = 0 };
	size_t members = 0;
	enum outcome outcome = place_list(place, PROMOTION_ITEMS_MAX, &members);

	for (size_t i = 0; outcome == RC_OK && i < members; i++) {
		struct json_place member = place_of_list(place, i);
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

enum outcome
form_read_category(const struct json_place *place, struct buf *names)
{
	size_t count = 0;
	enum outcome outcome = place_list(place, PROMOTION_ITEMS_MAX, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place member = place_of_list(place, i);
		char name[CATEGORY_MAX];

		outcome = place_text(&member, name, sizeof name);
		if (outcome == RC_OK)
			buf_format(names, "%s%s", i > 0 ? "|" : "", name);
	}
	return outcome;
}

/* Those that a promotion is for: one at least. */
static enum outcome
read_wanted(const struct json_place *place, const char **category)
{
	struct buf names = { .length = 0 };
	enum outcome outcome = form_read_category(place, &names);

	if (outcome == RC_OK && names.length == 0)
		outcome = place_refuse(place, _("a list of names"));
	if (outcome == RC_OK)
		*category = alloc_text(names.text);
	buf_done(&names);
	return outcome;
}

enum outcome
form_read_target(const struct json_place *place, struct promotion_target *target)
{
	static const char *const keys[] = { "skus", "category", NULL };
	struct json_place skus = place_key(place, "skus"), category = place_key(place, "category");
	enum outcome outcome = place_object(place, keys, STRANGER);
	char *items = NULL;

	if (outcome == RC_OK && skus.node)
		outcome = form_read_list(&skus, ITEM_NUMBER_MAX, &items, &target->item_count);
	target->items = items;
	if (outcome == RC_OK && category.node)
		outcome = read_wanted(&category, &target->category);
	if (outcome == RC_OK && target->item_count == 0 && !target->category)
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
	outcome = form_read_money(&from, reading->exponent, &tier->from);
	if (outcome)
		return outcome;
	if (reading->promotion->effect == PROMOTION_TIER_FLAT)
		return form_read_money(&value, reading->exponent, &tier->amount);
	return read_percent(&value, &tier->percent_ppm);
}

static int
by_threshold(const void *left, const void *right)
{
	return money_cmp(((const struct promotion_tier *)left)->from,
	                 ((const struct promotion_tier *)right)->from);
}

/* In whatever order they were written. */
static enum outcome
read_tiers(const struct json_place *place, struct reading *reading)
{
	struct promotion *promotion = reading->promotion;
	size_t count = 0;
	enum outcome outcome = place_array(place, PROMOTION_TIERS_MAX, &count);

	for (size_t i = 0; outcome == RC_OK && i < count; i++) {
		struct json_place tier = place_at(place, i);

		outcome = read_tier(&tier, reading, &promotion->tiers[i]);
		for (size_t j = 0; outcome == RC_OK && j < i; j++)
			if (money_cmp(promotion->tiers[j].from, promotion->tiers[i].from) == 0)
				outcome = place_refuse(&tier, _("another tier begins there too"));
		promotion->tier_count++;
	}
	if (outcome == RC_OK)
		qsort(promotion->tiers, count, sizeof promotion->tiers[0], by_threshold);
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
		return form_read_money(place, reading->exponent, member);
	case FORM_MAX_AMOUNT:
		promotion->has_max_amount = true;
		return form_read_money(place, reading->exponent, &promotion->max_amount);
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
		return form_read_target(place, &promotion->target);
	case FORM_GET_TARGET:
		promotion->has_get_target = true;
		return form_read_target(place, &promotion->get_target);
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

/* ---- the whole ---- */

static enum outcome
read_trigger(const struct json_place *place, struct promotion *promotion)
{
	static const char *const triggers[] = { "automatic", "code", NULL };
	struct json_place trigger = place_key(place, "trigger"), code = place_key(place, "code");
	enum outcome outcome = RC_OK;
	int by_code = code.node && !trigger.node;

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
		outcome = form_read_conditions(&conditions, &promotion->when, exponent);
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

static void
target_done(struct promotion_target *target)
{
	free((char *)target->items);
	free((char *)target->category);
}

void
promotion_done(struct promotion *promotion)
{
	target_done(&promotion->target);
	target_done(&promotion->get_target);
	target_done(&promotion->when.counted);
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
