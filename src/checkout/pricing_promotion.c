/*
 * Promotions in a basket.
 *
 * Those that pick units (3 for 2, 5 for 20.00, the cheapest at half price) look at the units of
 * their target as runs, dearest first; promotion_units.c chooses, and what the choice takes off is
 * taken from the units that are free, or spread over those that made it possible.  Those that do
 * not (10 % off, 5.00 off) are discounts on several lines: pricing_discount.c takes them, tax by
 * tax where the shop counts discounts on the other side of the tax.
 *
 * Both work on what is left.  A unit that nothing has counted is worth its price, scaled down by
 * the percentages and amounts that came off its line before; so 10 % and then 3 for 2 is what it
 * says, in either order.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "base/text.h"
#include "checkout/promotion_best.h"
#include "checkout/promotion_inside.h"

static bool
comes_back(const struct priced_line *priced)
{
	const struct sale_line *is = &priced->line->is;

	return (is->qty_milli < 0) != (is->price.e4 < 0);
}

int64_t
promoting_whole_units(const struct priced_line *priced)
{
	int64_t milli = priced->line->is.qty_milli;

	return (milli < 0 ? -milli : milli) / QTY_ONE;
}

int64_t
promoting_units(const struct promoting *promoting, const size_t lines[], size_t count)
{
	int64_t units = 0;

	for (size_t i = 0; i < count; i++) {
		const struct priced_line *priced = &promoting->pricing->lines[lines[i]];
		int64_t some = priced->line->is.unit[0] ? 1 : promoting_whole_units(priced);

		units += comes_back(priced) ? -some : some;
	}
	return units;
}

enum discount_kind
promoting_kind(const struct promotion *promotion)
{
	return promotion->code[0] ? DISCOUNT_COUPON : DISCOUNT_PROMOTION;
}

static struct given_discount
discount_of(const struct promotion *promotion)
{
	struct given_discount given = { .is_percent = false };

	text_copy(given.reason, sizeof given.reason, promotion->name);
	return given;
}

void
promoting_took(struct promoting *promoting, size_t index)
{
	promoting->applied[index] = true;
	promoting->sums_known = false;
}

/* ---- in words ---- */

static void
say(struct promoting *promoting, size_t index, const struct run runs[], size_t count)
{
	const struct promotion *promotion = &promoting->promotions[index];
	bool gives = promotion->effect == PROMOTION_BUY_X_GET_Y ||
	             promotion->effect == PROMOTION_FREE_UNITS;
	char **text = promoting->details ? &promoting->details->texts[index] : NULL;
	struct buf words = { .length = 0 };

	if (!text)
		return;
	if (*text)
		buf_format(&words, "%s; ", *text);
	for (size_t i = 0, said = 0; i < count && words.length < STEP_TEXT_MAX; i++) {
		int64_t units = gives ? runs[i].free : runs[i].counted;
		const char *name = promoting->pricing->lines[runs[i].line].line->is.name;

		if (units == 0)
			continue;
		buf_add(&words, said++ ? ", " : "");
		buf_format(&words, gives ? _("%lld x %s free") : "%lld x %s", (long long)units,
		           name);
	}
	free(*text);
	*text = buf_take(&words);
}

/* ---- picking ---- */

static int64_t
units_open(const struct priced_line *priced, bool back)
{
	if (priced->line->is.unit[0] || priced->worth_e4 <= 0 || comes_back(priced) != back)
		return 0;
	return promoting_whole_units(priced) - priced->taken_units;
}

static struct run *
add_run(struct promoting *promoting, size_t line, bool back, struct run runs[], size_t *count)
{
	const struct priced_line *priced = &promoting->pricing->lines[line];
	int64_t units = units_open(priced, back);
	struct run *run = &runs[*count];

	if (units <= 0)
		return NULL;
	*run = (struct run){ .line = line, .worth_e4 = priced->worth_e4, .units = units };
	++*count;
	return run;
}

static struct run *
run_of(struct run runs[], size_t count, size_t line)
{
	size_t low = 0, high = count; /* still in the order of lines */

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (runs[middle].line < line)
			low = middle + 1;
		else
			high = middle;
	}
	return low < count && runs[low].line == line ? &runs[low] : NULL;
}

static void
add_gets(struct promoting *promoting, const struct promotion *promotion, bool back,
         struct run runs[], size_t *count)
{
	size_t found = lookup_find(promoting, &promotion->get_target, promoting->found);
	size_t buying = *count;

	for (size_t i = 0; i < found; i++) {
		struct run *run = run_of(runs, buying, promoting->found[i]);

		if (!run)
			run = add_run(promoting, promoting->found[i], back, runs, count);
		if (run)
			run->gets = true;
	}
}

size_t
promoting_runs(struct promoting *promoting, const struct promotion *promotion, bool back,
               struct run runs[])
{
	size_t found = lookup_find(promoting, &promotion->target, promoting->found), count = 0;

	for (size_t i = 0; i < found; i++) {
		struct run *run = add_run(promoting, promoting->found[i], back, runs, &count);

		if (run)
			run->buys = true;
	}
	if (promotion->effect == PROMOTION_BUY_X_GET_Y && promotion->has_get_target)
		add_gets(promoting, promotion, back, runs, &count);
	runs_sort(runs, count);
	return count;
}

static void
take_share(struct promoting *promoting, size_t index, const struct run *run, struct money share,
           bool back)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct given_discount given = discount_of(promotion);

	promoting->pricing->lines[run->line].taken_units += run->counted;
	pricing_take_from_price(promoting->pricing, run->line, back ? money_neg(share) : share,
	                        &given, promoting_kind(promotion));
}

void
promoting_take(struct promoting *promoting, size_t index, const struct run runs[], size_t count,
               __int128 worth_e4, bool back)
{
	struct pricing *pricing = promoting->pricing;
	struct money worth = money_of(round_div(worth_e4, UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
	__int128 all = 0;

	for (size_t i = 0; i < count; i++)
		all += runs[i].weight;
	if (worth.minor <= 0 || all == 0)
		return;
	for (size_t i = 0; i < count; i++) {
		pricing->values[i] = spread_value(runs[i].weight * worth.minor, all);
		pricing->limits[i] =
		        money_abs(pricing_open(pricing, &pricing->lines[runs[i].line]));
	}
	spread_round(pricing->values, count, worth, pricing->limits, pricing->shares);
	/* taking overwrites the room that shares were found in */
	memcpy(promoting->shares, pricing->shares, count * sizeof promoting->shares[0]);
	for (size_t i = 0; i < count; i++)
		if (runs[i].counted > 0)
			take_share(promoting, index, &runs[i], promoting->shares[i], back);
	say(promoting, index, runs, count);
	promoting_took(promoting, index);
}

/* What no grouping can be above: an amount for each group, or everything. */
static __int128
most_for_groups(const struct promotion *promotion, const struct run runs[], size_t count)
{
	__int128 amount = (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR, all = 0;
	int64_t units = 0;

	for (size_t i = 0; i < count; i++) {
		units += runs[i].units;
		all += (__int128)runs[i].worth_e4 * runs[i].units;
	}
	amount *= units / promotion->units;
	return amount < all ? amount : all;
}

/* An amount for each group may be more than a group is worth; then dear and cheap units together
 * are better than the dear ones by themselves, and all groups are looked at. */
static __int128
search_groups(struct promoting *promoting, const struct promotion *promotion, struct run runs[],
              size_t count, __int128 worth)
{
	struct unit_class classes[BEST_CLASSES_MAX];
	struct class_choice choice;

	if (count > BEST_CLASSES_MAX || worth >= most_for_groups(promotion, runs, count))
		return worth;
	for (size_t i = 0; i < count; i++)
		classes[i] = (struct unit_class){ runs[i].worth_e4, runs[i].units, 1, 0 };
	if (!best_together(&promotion, 1, classes, (int)count, &choice, &promoting->work) ||
	    choice.worth_e4 <= worth)
		return worth;
	for (size_t i = 0; i < count; i++) {
		runs[i].counted = choice.counted[i];
		runs[i].weight = (__int128)runs[i].worth_e4 * runs[i].counted;
	}
	return choice.worth_e4;
}

static void
pick(struct promoting *promoting, size_t index, bool back)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct run *runs = promoting->runs;
	size_t count = promoting_runs(promoting, promotion, back, runs);
	__int128 worth;

	if (count == 0)
		return;
	worth = runs_choose(promotion, runs, count);
	if (promotion->effect == PROMOTION_GROUP_FLAT)
		worth = search_groups(promoting, promotion, runs, count, worth);
	promoting_take(promoting, index, runs, count, worth, back);
}

/* ---- in its turn ---- */

void
promoting_apply(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];

	if (!conditions_met(promoting, index))
		return;
	if (promotion_picks(promotion)) {
		pick(promoting, index, false);
		pick(promoting, index, true);
		return;
	}
	if (promotion->effect == PROMOTION_FREE_EXTRA)
		promoting_give_extra(promoting, index);
	else
		promoting_take_from_lines(promoting, index);
}

/* ---- all of them ---- */

static void
begin(struct promoting *promoting, struct pricing *pricing)
{
	const struct price_rules *rules = pricing->rules;
	size_t lines = pricing->count + 1;

	promoting->promotions = rules->promotions;
	promoting->count = rules->promotion_count;
	promoting->active = alloc_zero(promoting->count, sizeof promoting->active[0]);
	promoting->applied = alloc_zero(promoting->count, sizeof promoting->applied[0]);
	promoting->found = alloc_zero(lines, sizeof promoting->found[0]);
	promoting->runs = alloc_zero(lines, sizeof promoting->runs[0]);
	promoting->before = alloc_zero(lines, sizeof promoting->before[0]);
	promoting->shares = alloc_zero(lines, sizeof promoting->shares[0]);
	lookup_make(&promoting->lookup, pricing);
	for (size_t i = 0; i < promoting->count; i++) {
		promoting->any_not_with |= promoting->promotions[i].when.not_with_count > 0;
		if (conditions_may_apply(&promoting->promotions[i], rules, pricing->basket))
			promoting->active[promoting->active_count++] = i;
	}
	if (promoting->details) {
		promoting->details->count = promoting->count;
		promoting->details->texts =
		        alloc_zero(promoting->count, sizeof promoting->details->texts[0]);
	}
}

/* Of each coupon that gave nothing, why. */
static void
note_coupons(const struct promoting *promoting)
{
	const struct basket *basket = promoting->pricing->basket;

	for (int c = 0; promoting->details && c < basket->code_count; c++) {
		const char *code = basket->codes[c].code;
		bool known = false, given = false;

		for (size_t i = 0; i < promoting->count; i++) {
			if (strcasecmp(promoting->promotions[i].code, code) != 0)
				continue;
			known = true;
			given |= promoting->applied[i];
		}
		if (!known)
			steps_note(promoting->details, _("no promotion has the code %s"), code);
		else if (!given)
			steps_note(promoting->details,
			           _("nothing in this basket for the coupon %s"), code);
	}
}

void
pricing_promotions(struct pricing *pricing, struct step_details *details)
{
	struct promoting promoting = { .pricing = pricing, .details = details };

	begin(&promoting, pricing);
	if (pricing->rules->promotions_best)
		promoting_best_order(&promoting);
	for (size_t i = 0; i < promoting.active_count; i++)
		promoting_apply(&promoting, promoting.active[i]);
	note_coupons(&promoting);
	lookup_done(&promoting.lookup);
	free(promoting.active);
	free(promoting.applied);
	free(promoting.found);
	free(promoting.runs);
	free(promoting.before);
	free(promoting.shares);
}
