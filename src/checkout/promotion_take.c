/*
 * Promotions that take from what is left: discounts on the lines of a target.
 */
#include <config.h>

#include "base/text.h"
#include "checkout/promotion_inside.h"

#define PPM INT64_C(1000000)

static struct given_discount
discount_of(const struct promotion *promotion)
{
	struct given_discount given = { .is_percent = false };

	text_copy(given.reason, sizeof given.reason, promotion->name);
	return given;
}

/* worth x now / before */
static int64_t
scaled(int64_t worth_e4, struct exact now, struct exact before)
{
	if (now.den == 1 && before.den == 1)
		return (int64_t)((__int128)worth_e4 * now.num / before.num);
	return exact_round(exact_mul(exact_whole(worth_e4), exact_div(now, before)), ROUND_DOWN);
}

/* What units that nobody counted are worth shrinks with their line. */
static void
take_scaled(struct promoting *promoting, size_t index, const size_t lines[], size_t count,
            const struct given_discount *given)
{
	struct pricing *pricing = promoting->pricing;
	bool any = false;

	for (size_t k = 0; k < count; k++)
		promoting->before[k] = pricing_open_exact(pricing, &pricing->lines[lines[k]]);
	pricing_take(pricing, lines, count, given, promoting_kind(&promoting->promotions[index]));
	for (size_t k = 0; k < count; k++) {
		struct priced_line *line = &pricing->lines[lines[k]];
		struct exact before = promoting->before[k];
		struct exact now = pricing_open_exact(pricing, line);

		if (before.num == now.num && before.den == now.den)
			continue;
		any = true;
		if (line->taken_units == 0 && line->line->is.qty_milli % 1000 == 0)
			line->worth_e4 = pricing_unit_worth(pricing, line);
		else
			line->worth_e4 = scaled(line->worth_e4, now, before);
	}
	if (any)
		promoting_took(promoting, index);
}

/* Off the order: of lines that go the way the sum of them goes. */
static void
take_amount(struct promoting *promoting, size_t index, struct money amount)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct given_discount given = discount_of(promotion);
	size_t count = lookup_find(promoting, &promotion->target, promoting->found);

	given.amount = pricing_keep_one_side(promoting->pricing, promoting->found, &count, amount);
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
		int64_t units = promoting_whole_units(&promoting->pricing->lines[line]);

		if (promotion->units > 0 && units > promotion->units)
			units = promotion->units;
		take_from_line(promoting, index, line,
		               round_div(least(amount, unit_basis_e4(promoting, line)) * units,
		                         UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
	}
}

static bool
goes_back(const struct promoting *promoting, size_t line)
{
	return promoting->pricing->lines[line].line->is.amount.minor < 0;
}

/* Which line has the unit that is called the first: where that is worth most.  Goods coming back
 * have a first of their own. */
static size_t
best_first(const struct promoting *promoting, const struct promotion *promotion, size_t count,
           bool back)
{
	__int128 first = (__int128)promotion->amount.minor * UNIT_PRICE_PER_MINOR, most = 0;
	__int128 further = (__int128)promotion->additional.minor * UNIT_PRICE_PER_MINOR;
	size_t best = count;

	for (size_t k = 0; k < count; k++) {
		size_t line = promoting->found[k];
		__int128 worth = unit_basis_e4(promoting, line);
		__int128 more = least(first, worth) - least(further, worth);

		if (goes_back(promoting, line) == back && worth > 0 &&
		    promoting_whole_units(&promoting->pricing->lines[line]) > 0 &&
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
	size_t at = best_first(promoting, promotion, count, false);
	size_t back = best_first(promoting, promotion, count, true);

	for (size_t k = 0; k < count; k++) {
		size_t line = promoting->found[k];
		__int128 worth = unit_basis_e4(promoting, line), amount;
		int64_t units = promoting_whole_units(&promoting->pricing->lines[line]);

		amount = least(further, worth) * (units - (k == at || k == back)) +
		         (k == at || k == back ? least(first, worth) : 0);
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

void
promoting_take_from_lines(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];

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
