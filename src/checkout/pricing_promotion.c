/*
 * Promotions in a basket.
 *
 * Those that pick units (3 for 2, 5 for 20.00, the cheapest at half price) look at the units of
 * their target as runs, dearest first; promotion_units.c chooses, and what the choice takes off is
 * spread over the units that made it possible.  Those that do not (10 % off, 5.00 off) are
 * discounts on several lines: pricing_discount.c takes them, tax by tax where the shop counts
 * discounts on the other side of the tax.
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

#define PPM INT64_C(1000000)
/* What is given away for nothing has its limits, so that amounts stay what money can hold. */
#define EXTRA_UNITS_MAX 9999
#define EXTRA_PRICE_MAX_E4 (INT64_C(100000000) * UNIT_PRICE_PER_MINOR)

static bool
comes_back(const struct priced_line *priced)
{
	const struct sale_line *is = &priced->line->is;

	return (is->qty_milli < 0) != (is->price.e4 < 0);
}

static int64_t
whole_units(const struct priced_line *priced)
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
		int64_t some = priced->line->is.unit[0] ? 1 : whole_units(priced);

		units += comes_back(priced) ? -some : some;
	}
	return units;
}

static enum discount_kind
kind_of(const struct promotion *promotion)
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

static void
took(struct promoting *promoting, size_t index)
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
	return whole_units(priced) - priced->taken_units;
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
	                        &given, kind_of(promotion));
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
	took(promoting, index);
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

/* ---- off several lines ---- */

/* What units that nobody counted are worth shrinks with their line. */
static void
take_scaled(struct promoting *promoting, size_t index, const size_t lines[], size_t count,
            const struct given_discount *given)
{
	struct pricing *pricing = promoting->pricing;
	bool any = false;

	for (size_t k = 0; k < count; k++)
		promoting->before[k] = pricing_open(pricing, &pricing->lines[lines[k]]);
	pricing_take(pricing, lines, count, given, kind_of(&promoting->promotions[index]));
	for (size_t k = 0; k < count; k++) {
		struct priced_line *line = &pricing->lines[lines[k]];
		struct money before = promoting->before[k], now = pricing_open(pricing, line);

		if (before.minor == now.minor)
			continue;
		any = true;
		line->worth_e4 = (int64_t)((__int128)line->worth_e4 * now.minor / before.minor);
	}
	if (any)
		took(promoting, index);
}

/* Off the order: of lines that go the way the sum of them goes, at most that sum. */
static void
take_amount(struct promoting *promoting, size_t index, struct money amount)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct pricing *pricing = promoting->pricing;
	struct given_discount given = discount_of(promotion);
	size_t all = lookup_find(promoting, &promotion->target, promoting->found), count = 0;
	struct money sum = pricing_basis(pricing, promoting->found, all);

	for (size_t k = 0; k < all; k++) {
		struct money left = pricing->lines[promoting->found[k]].left;

		if (left.minor != 0 && (left.minor < 0) == (sum.minor < 0))
			promoting->found[count++] = promoting->found[k];
	}
	given.amount = money_min(amount, money_abs(sum));
	take_scaled(promoting, index, promoting->found, count, &given);
}

/* Where the limit is reached it is an amount like any other. */
static bool
is_limited(struct promoting *promoting, const struct promotion *promotion, size_t count,
           int64_t ppm)
{
	struct money sum = pricing_basis(promoting->pricing, promoting->found, count);

	return promotion->has_max_amount &&
	       (__int128)money_abs(sum).minor * ppm > (__int128)promotion->max_amount.minor * PPM;
}

static void
take_percent(struct promoting *promoting, size_t index, int64_t ppm)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct given_discount given = discount_of(promotion);
	size_t count = lookup_find(promoting, &promotion->target, promoting->found);

	given.is_percent = true;
	given.percent_ppm = ppm;
	if (is_limited(promoting, promotion, count, ppm))
		take_amount(promoting, index, promotion->max_amount);
	else
		take_scaled(promoting, index, promoting->found, count, &given);
}

static void
take_from_line(struct promoting *promoting, size_t index, size_t line, __int128 amount)
{
	struct given_discount given = discount_of(&promoting->promotions[index]);
	int64_t most = money_abs(pricing_basis(promoting->pricing, &line, 1)).minor;

	given.amount = money_of(amount > most ? most : (int64_t)amount);
	if (given.amount.minor > 0)
		take_scaled(promoting, index, &line, 1, &given);
}

static void
take_per_line(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	size_t count = lookup_find(promoting, &promotion->target, promoting->found);

	for (size_t k = 0; k < count; k++)
		take_from_line(promoting, index, promoting->found[k], promotion->amount.minor);
}

/* What one unit of a line is worth on the side of the tax where discounts count, in 1/10000. */
static __int128
unit_basis_e4(const struct promoting *promoting, size_t line)
{
	const struct sale_line *is = &promoting->pricing->lines[line].line->is;
	int64_t milli = is->qty_milli < 0 ? -is->qty_milli : is->qty_milli;
	int64_t basis = money_abs(pricing_basis(promoting->pricing, &line, 1)).minor;

	return milli == 0 ? 0 : (__int128)basis * UNIT_PRICE_PER_MINOR * 1000 / milli;
}

static __int128
least(__int128 a, __int128 b)
{
	return a < b ? a : b;
}

static void
take_per_unit(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	__int128 amount = (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR;
	size_t count = lookup_find(promoting, &promotion->target, promoting->found);

	for (size_t k = 0; k < count; k++) {
		size_t line = promoting->found[k];
		int64_t units = whole_units(&promoting->pricing->lines[line]);

		if (promotion->units > 0 && units > promotion->units)
			units = promotion->units;
		take_from_line(promoting, index, line,
		               round_div(least(amount, unit_basis_e4(promoting, line)) * units,
		                         UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
	}
}

/* Which line has the unit that is called the first: where that is worth most. */
static size_t
best_first(const struct promoting *promoting, const struct promotion *promotion, size_t count)
{
	__int128 first = (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR, most = 0;
	__int128 further = (__int128)promotion->additional.minor * UNIT_PRICE_PER_MINOR;
	size_t best = count;

	for (size_t k = 0; k < count; k++) {
		size_t line = promoting->found[k];
		__int128 worth = unit_basis_e4(promoting, line);
		__int128 more = least(first, worth) - least(further, worth);

		if (whole_units(&promoting->pricing->lines[line]) > 0 &&
		    (best == count || more > most)) {
			best = k;
			most = more;
		}
	}
	return best;
}

static void
take_first_additional(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	__int128 first = (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR;
	__int128 further = (__int128)promotion->additional.minor * UNIT_PRICE_PER_MINOR;
	size_t count = lookup_find(promoting, &promotion->target, promoting->found);
	size_t at = best_first(promoting, promotion, count);

	for (size_t k = 0; k < count; k++) {
		size_t line = promoting->found[k];
		__int128 worth = unit_basis_e4(promoting, line), amount;
		int64_t units = whole_units(&promoting->pricing->lines[line]);

		amount = least(further, worth) * (units - (k == at)) +
		         (k == at ? least(first, worth) : 0);
		take_from_line(promoting, index, line,
		               round_div(amount, UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
	}
}

static void
take_tier(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct money subtotal = money_abs(conditions_subtotal(promoting));
	struct money amount = promotion->amount;
	int64_t ppm = promotion->percent_ppm;

	for (int i = 0; i < promotion->tier_count; i++) {
		if (money_cmp(subtotal, promotion->tiers[i].from) < 0)
			break;
		amount = promotion->tiers[i].amount;
		ppm = promotion->tiers[i].percent_ppm;
	}
	if (promotion->effect == PROMOTION_TIER_FLAT)
		take_amount(promoting, index, amount);
	else
		take_percent(promoting, index, ppm);
}

/* ---- units that are added ---- */

static const struct basket_line *
extra_item(const struct price_rules *rules, const char *item)
{
	for (size_t i = 0; i < rules->extra_count; i++)
		if (strcmp(rules->extras[i].is.item, item) == 0)
			return &rules->extras[i];
	return NULL;
}

/* The line that this promotion added before, or a new one; NULL where the basket is full. */
static struct basket_line *
extra_line(struct basket *basket, const struct promotion *promotion)
{
	struct basket_line *line;

	for (size_t i = 0; i < basket->line_count; i++)
		if (strcmp(basket->lines[i].extra_of, promotion->name) == 0)
			return &basket->lines[i];
	return basket_add(basket, &line, NULL) == RC_OK ? line : NULL;
}

static void
add_extra(struct promoting *promoting, size_t index, const struct basket_line *item, int64_t units)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct pricing *pricing = promoting->pricing;
	struct basket_line *line = extra_line(pricing->basket, promotion);
	struct priced_line *priced;
	int number;

	if (!line)
		return;
	number = line->is.number;
	*line = *item;
	line->is.number = number;
	line->is.flags |= LINE_FREE;
	line->is.qty_milli = units * QTY_ONE;
	text_copy(line->extra_of, sizeof line->extra_of, promotion->name);
	priced = pricing_add_line(pricing, line);
	priced->no_tax = true;
	priced->units = 0;
	pricing_note_discount(&line->is, kind_of(promotion), line->is.amount, promotion->name, 0);
	priced->left = money_of(0);
	took(promoting, index);
}

static void
give_extra(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	const struct basket_line *item = extra_item(promoting->pricing->rules, promotion->item);
	struct promotion_target own = { .items = promotion->item, .item_count = 1 };
	bool targeted = promotion->target.item_count > 0 || promotion->target.category[0];
	size_t count =
	        lookup_find(promoting, targeted ? &promotion->target : &own, promoting->found);
	int64_t units = promoting_units(promoting, promoting->found, count);
	int64_t times = units / promotion->buy, most = EXTRA_UNITS_MAX / promotion->get;

	if (!promotion->repeat && times != 0)
		times = times < 0 ? -1 : 1;
	if (times > most)
		times = most;
	if (times < -most)
		times = -most;
	if (item && times != 0 && item->is.price.e4 <= EXTRA_PRICE_MAX_E4)
		add_extra(promoting, index, item, times * promotion->get);
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
	if (promotion->effect == PROMOTION_FREE_EXTRA) {
		give_extra(promoting, index);
		return;
	}
	if (lookup_find(promoting, &promotion->target, promoting->found) == 0)
		return;
	pricing_freeze(promoting->pricing);
	switch (promotion->effect) {
	case PROMOTION_PERCENT:
		take_percent(promoting, index, promotion->percent_ppm);
		break;
	case PROMOTION_FIXED_ORDER:
		take_amount(promoting, index, promotion->amount);
		break;
	case PROMOTION_FIXED_PER_LINE:
		take_per_line(promoting, index);
		break;
	case PROMOTION_FIXED_PER_UNIT:
		take_per_unit(promoting, index);
		break;
	case PROMOTION_FIRST_ADDITIONAL:
		take_first_additional(promoting, index);
		break;
	case PROMOTION_TIER_FLAT:
	case PROMOTION_TIER_PERCENT:
		take_tier(promoting, index);
		break;
	default:
		break;
	}
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
