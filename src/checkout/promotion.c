/*
 * A promotion looks at the units of its target as runs (so many units of a line at a price), the
 * dearest first.  Its effect says of each run how many units count towards the promotion and how
 * many of them are free; the rest is the same for all effects: what the free units cost is spread
 * over the units that counted.
 *
 *   3 for 2 on prices 5, 4, 4, 1: groups are made from the dearest down (5, 4, 4), whose cheapest
 *   is free, and the 1 stays over.  No other choice of groups saves the customer more.
 */
#include <config.h>

#include "checkout/promotion.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/json.h"
#include "base/text.h"
#include "checkout/pricing_inside.h"

#define UNITS_MAX 999

/* Units of one line at one price. */
struct run {
	size_t line;
	int64_t price_e4; /* its size */
	int64_t units;
	int64_t counted, free; /* filled in by the effect */
};

struct effect {
	const char *name;
	enum outcome (*read)(struct promotion *promotion, const struct json_node *effect,
	                     struct err *err);
	/* runs come dearest first */
	void (*choose)(const struct promotion *promotion, struct run runs[], size_t count);
};

/* ---- buy_x_get_y ---- */

static enum outcome
read_count(const struct json_node *object, const char *key, int *out, struct err *err)
{
	const struct json_node *node = json_get(object, key);

	if (!node || json_type_of(node) != JSON_IS_INT || json_int(node) < 1 ||
	    json_int(node) > UNITS_MAX)
		return err_set(err, RC_REFUSED, _("effect.%s: a whole number from 1 to %d"), key,
		               UNITS_MAX);
	*out = (int)json_int(node);
	return RC_OK;
}

static enum outcome
read_buy_x_get_y(struct promotion *promotion, const struct json_node *effect, struct err *err)
{
	enum outcome outcome = read_count(effect, "buy", &promotion->buy, err);

	return outcome ? outcome : read_count(effect, "get", &promotion->get, err);
}

/* Free units among the first `units` of whole groups laid out dearest first. */
static int64_t
free_among(const struct promotion *promotion, int64_t units)
{
	int64_t group = promotion->buy + promotion->get, over = units % group - promotion->buy;

	return units / group * promotion->get + (over > 0 ? over : 0);
}

static void
choose_buy_x_get_y(const struct promotion *promotion, struct run runs[], size_t count)
{
	int64_t all = 0, before = 0, group = promotion->buy + promotion->get;

	for (size_t i = 0; i < count; i++)
		all += runs[i].units;
	all -= all % group;
	for (size_t i = 0; i < count && before < all; i++) {
		int64_t after = before + runs[i].units < all ? before + runs[i].units : all;

		runs[i].counted = after - before;
		runs[i].free = free_among(promotion, after) - free_among(promotion, before);
		before = after;
	}
}

static const struct effect effects[PROMOTION_EFFECTS] = {
	[PROMOTION_BUY_X_GET_Y] = { "buy_x_get_y", read_buy_x_get_y, choose_buy_x_get_y },
};

/* ---- the form of `ringup quote` ---- */

static const char *const promotion_keys[] = { "name", "trigger", "effect", NULL };
static const char *const effect_keys[] = { "type", "buy", "get", "target", NULL };
static const char *const target_keys[] = { "skus", "category", NULL };

static enum outcome
known_keys(const struct json_node *object, const char *path, const char *const keys[],
           struct err *err)
{
	for (size_t i = 0; i < json_count(object); i++) {
		const char *key;
		size_t k = 0;

		json_member(object, i, &key);
		while (keys[k] && strcmp(keys[k], key) != 0)
			k++;
		if (!keys[k])
			return err_set(err, RC_REFUSED, _("%s%s: not a key of a promotion"), path,
			               key);
	}
	return RC_OK;
}

static enum outcome
read_skus(struct promotion *promotion, const struct json_node *skus, struct err *err)
{
	if (json_type_of(skus) != JSON_IS_ARRAY || json_count(skus) > PROMOTION_ITEMS_MAX)
		return err_set(err, RC_REFUSED, _("effect.target.skus: at most %d item numbers"),
		               PROMOTION_ITEMS_MAX);
	for (size_t i = 0; i < json_count(skus); i++) {
		const char *number = json_text(json_at(skus, i));

		if (!number || strlen(number) >= ITEM_NUMBER_MAX)
			return err_set(err, RC_REFUSED,
			               _("effect.target.skus[%zu]: an item number"), i);
		text_copy(promotion->items[promotion->item_count++], ITEM_NUMBER_MAX, number);
	}
	return RC_OK;
}

/* ["food", "drinks"] is the path food/drinks. */
static enum outcome
read_category(struct promotion *promotion, const struct json_node *category, struct err *err)
{
	struct buf path = { .length = 0 };
	bool fits;

	if (json_type_of(category) != JSON_IS_ARRAY || json_count(category) == 0)
		return err_set(err, RC_REFUSED, _("effect.target.category: a list of names"));
	for (size_t i = 0; i < json_count(category); i++) {
		const char *name = json_text(json_at(category, i));

		buf_format(&path, "%s%s", i > 0 ? "/" : "", name ? name : "");
	}
	fits = path.length < CATEGORY_MAX;
	if (fits)
		text_copy(promotion->category, CATEGORY_MAX, path.text);
	buf_done(&path);
	if (!fits)
		return err_set(err, RC_REFUSED, _("effect.target.category: too long"));
	return RC_OK;
}

static enum outcome
read_target(struct promotion *promotion, const struct json_node *target, struct err *err)
{
	const struct json_node *skus, *category;
	enum outcome outcome;

	if (!target)
		return RC_OK;
	if (json_type_of(target) != JSON_IS_OBJECT)
		return err_set(err, RC_REFUSED, _("effect.target: skus or a category"));
	outcome = known_keys(target, "effect.target.", target_keys, err);
	skus = json_get(target, "skus");
	category = json_get(target, "category");
	if (!outcome && skus)
		outcome = read_skus(promotion, skus, err);
	if (!outcome && category)
		outcome = read_category(promotion, category, err);
	return outcome;
}

static enum outcome
read_effect(struct promotion *promotion, const struct json_node *effect, struct err *err)
{
	const char *type = NULL;
	enum outcome outcome;
	int which = 0;

	if (effect && json_type_of(effect) == JSON_IS_OBJECT && json_get(effect, "type"))
		type = json_text(json_get(effect, "type"));
	if (!type)
		return err_set(err, RC_REFUSED, _("effect.type: missing"));
	while (which < PROMOTION_EFFECTS && strcmp(effects[which].name, type) != 0)
		which++;
	if (which == PROMOTION_EFFECTS)
		return err_set(err, RC_REFUSED, _("effect.type: %s is not known"), type);
	promotion->effect = (enum promotion_effect)which;
	outcome = known_keys(effect, "effect.", effect_keys, err);
	if (!outcome)
		outcome = effects[which].read(promotion, effect, err);
	return outcome ? outcome : read_target(promotion, json_get(effect, "target"), err);
}

static enum outcome
read_promotion(struct promotion *promotion, const struct json_node *root, struct err *err)
{
	const struct json_node *trigger;
	const char *name = NULL;
	enum outcome outcome;

	if (json_type_of(root) != JSON_IS_OBJECT)
		return err_set(err, RC_REFUSED, _("a promotion is an object"));
	outcome = known_keys(root, "", promotion_keys, err);
	if (outcome)
		return outcome;
	trigger = json_get(root, "trigger");
	if (trigger && (!json_text(trigger) || strcmp(json_text(trigger), "automatic") != 0))
		return err_set(err, RC_REFUSED, _("trigger: only \"automatic\" is known"));
	if (json_get(root, "name"))
		name = json_text(json_get(root, "name"));
	if (!name || name[0] == '\0' || strlen(name) >= sizeof promotion->name)
		return err_set(err, RC_REFUSED, _("name: missing or too long"));
	text_copy(promotion->name, sizeof promotion->name, name);
	return read_effect(promotion, json_get(root, "effect"), err);
}

enum outcome
promotion_parse(struct promotion *promotion, const char *json, struct err *err)
{
	struct promotion out = { .item_count = 0 };
	struct json_doc *doc = NULL;
	enum outcome outcome = json_parse(&doc, json, strlen(json), err);

	if (outcome)
		return outcome;
	outcome = read_promotion(&out, json_root(doc), err);
	json_free(&doc);
	if (!outcome)
		*promotion = out;
	return outcome;
}

/* ---- in a basket ---- */

static bool
in_category(const char *category, const char *target)
{
	size_t length = strlen(target);

	return strncmp(category, target, length) == 0 &&
	       (category[length] == '\0' || category[length] == '/');
}

static bool
is_targeted(const struct promotion *promotion, const struct basket_line *line)
{
	if (promotion->item_count == 0 && promotion->category[0] == '\0')
		return true;
	if (promotion->category[0] != '\0' && in_category(line->category, promotion->category))
		return true;
	for (int i = 0; i < promotion->item_count; i++)
		if (line->is.item[0] != '\0' && strcmp(promotion->items[i], line->is.item) == 0)
			return true;
	return false;
}

/* Whole units of pieces that no promotion has counted; 0 for what takes no part. */
static int64_t
units_free_for(const struct promotion *promotion, const struct basket_line *line)
{
	int64_t milli = line->is.qty_milli < 0 ? -line->is.qty_milli : line->is.qty_milli;

	if (line->is.voided || line->fixed || line->no_promotion || line->is.kind == LINE_DEPOSIT ||
	    line->is.unit[0] != '\0' || line->is.price.e4 == 0 || !is_targeted(promotion, line))
		return 0;
	return (milli - line->promoted_milli) / QTY_ONE;
}

static bool
comes_back(const struct basket_line *line)
{
	return (line->is.qty_milli < 0) != (line->is.price.e4 < 0);
}

static int
dearest_first(const void *left, const void *right)
{
	const struct run *a = left, *b = right;

	if (a->price_e4 != b->price_e4)
		return a->price_e4 > b->price_e4 ? -1 : 1;
	return a->line < b->line ? -1 : 1;
}

static size_t
collect(const struct promotion *promotion, const struct basket *basket, bool back,
        struct run runs[])
{
	size_t count = 0;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct basket_line *line = &basket->lines[i];
		int64_t units = units_free_for(promotion, line), price = line->is.price.e4;

		if (units > 0 && comes_back(line) == back)
			runs[count++] = (struct run){ .line = i,
				                      .units = units,
				                      .price_e4 = price < 0 ? -price : price };
	}
	qsort(runs, count, sizeof runs[0], dearest_first);
	return count;
}

static struct money
worth_of_free(const struct run runs[], size_t count)
{
	__int128 worth = 0;

	for (size_t i = 0; i < count; i++)
		worth += (__int128)runs[i].price_e4 * runs[i].free;
	return money_of(round_div(worth, UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
}

static void
spread_over(const struct run runs[], size_t count, struct money worth, __int128 values[])
{
	__int128 all = 0;

	for (size_t i = 0; i < count; i++)
		all += (__int128)runs[i].price_e4 * runs[i].counted;
	for (size_t i = 0; i < count; i++)
		values[i] = spread_value((__int128)runs[i].price_e4 * runs[i].counted * worth.minor,
		                         all);
}

static void
note(const struct promotion *promotion, struct basket *basket, const struct run *run,
     struct money share, bool back)
{
	struct basket_line *line = &basket->lines[run->line];

	line->promoted_milli += run->counted * QTY_ONE;
	pricing_note_discount(&line->is, DISCOUNT_PROMOTION, back ? money_neg(share) : share,
	                      promotion->name, 0);
}

/* What it saves; with `take` it is taken. */
static struct money
offer(const struct promotion *promotion, struct basket *basket, bool back, bool take)
{
	struct run *runs = alloc_zero(basket->line_count + 1, sizeof runs[0]);
	size_t count = collect(promotion, basket, back, runs);
	struct money worth, *shares;
	__int128 *values;

	effects[promotion->effect].choose(promotion, runs, count);
	worth = worth_of_free(runs, count);
	if (take && worth.minor > 0) {
		values = alloc_zero(count, sizeof values[0]);
		shares = alloc_zero(count, sizeof shares[0]);
		spread_over(runs, count, worth, values);
		spread_round(values, count, worth, NULL, shares);
		for (size_t i = 0; i < count; i++)
			note(promotion, basket, &runs[i], shares[i], back);
		free(values);
		free(shares);
	}
	free(runs);
	return back ? money_neg(worth) : worth;
}

/* Gives what it took. */
static struct money
apply(const struct promotion *promotion, struct basket *basket)
{
	struct money sold = offer(promotion, basket, false, true);

	return money_add(sold, offer(promotion, basket, true, true));
}

struct ranked {
	const struct promotion *promotion;
	struct money saves;
	size_t listed;
};

static int
most_first(const void *left, const void *right)
{
	const struct ranked *a = left, *b = right;
	int order = money_cmp(b->saves, a->saves);

	if (order != 0)
		return order;
	return a->listed < b->listed ? -1 : 1;
}

void
promotions_apply(const struct promotion promotions[], size_t count, bool best,
                 struct basket *basket)
{
	struct ranked *ranked;

	if (count == 0)
		return;
	ranked = alloc_zero(count, sizeof ranked[0]);
	for (size_t i = 0; i < count; i++) {
		ranked[i] = (struct ranked){ .promotion = &promotions[i], .listed = i };
		if (best) /* both directions count, so that a refund ranks as its sale did */
			ranked[i].saves = money_sub(offer(&promotions[i], basket, false, false),
			                            offer(&promotions[i], basket, true, false));
	}
	if (best)
		qsort(ranked, count, sizeof ranked[0], most_first);
	for (size_t i = 0; i < count; i++)
		apply(ranked[i].promotion, basket);
	free(ranked);
}
