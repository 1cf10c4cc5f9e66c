/*
 * To whom, when, and from how much on.
 */
#include <config.h>

#include <string.h>
#include <strings.h>

#include "checkout/promotion_inside.h"

/* ---- what does not change ---- */

static bool
has_code(const struct promotion *promotion, const struct basket *basket)
{
	if (promotion->code[0] == '\0')
		return true;
	for (int i = 0; i < basket->code_count; i++)
		if (strcasecmp(basket->codes[i].code, promotion->code) == 0)
			return true;
	return false;
}

/* A moment of whole days compares by its day. */
static bool
not_before(const struct price_moment *now, const struct price_moment *then)
{
	if (now->day != then->day)
		return now->day > then->day;
	return then->minute < 0 || now->minute >= then->minute;
}

static bool
not_after(const struct price_moment *now, const struct price_moment *then)
{
	if (now->day != then->day)
		return now->day < then->day;
	return then->minute < 0 || now->minute <= then->minute;
}

static bool
in_hours(const struct promotion_conditions *when, int minute)
{
	if (when->hour_count == 0)
		return true;
	for (int i = 0; i < when->hour_count; i++) {
		int from = when->hours[i].from, until = when->hours[i].until;

		if (from <= until ? minute >= from && minute < until
		                  : minute >= from || minute < until)
			return true;
	}
	return false;
}

static bool
is_time(const struct promotion_conditions *when, const struct price_moment *now)
{
	if (!when->days && when->hour_count == 0 && when->from.day == 0 && when->until.day == 0)
		return true;
	if (now->day == 0)
		return false;
	if (when->days && !(when->days & 1u << day_weekday(now->day)))
		return false;
	if (when->from.day && !not_before(now, &when->from))
		return false;
	if (when->until.day && !not_after(now, &when->until))
		return false;
	return in_hours(when, now->minute);
}

static bool
uses_left(const struct promotion *promotion, const struct price_rules *rules)
{
	const struct promotion_conditions *when = &promotion->when;

	for (size_t i = 0; i < rules->use_count; i++) {
		const struct promotion_use *use = &rules->uses[i];

		if (strcmp(use->name, promotion->name) != 0 &&
		    (promotion->code[0] == '\0' || strcasecmp(use->name, promotion->code) != 0))
			continue;
		if (when->usage_limit && use->in_all >= when->usage_limit)
			return false;
		if (when->usage_limit_per_customer &&
		    use->by_customer >= when->usage_limit_per_customer)
			return false;
	}
	return true;
}

enum promotion_bar
promotion_bar(const struct promotion *promotion, const struct price_rules *rules)
{
	const struct promotion_conditions *when = &promotion->when;
	const struct price_moment *now = &rules->moment;

	if (!is_time(when, now)) {
		if (when->from.day && !not_before(now, &when->from))
			return PROMOTION_TOO_EARLY;
		if (when->until.day && !not_after(now, &when->until))
			return PROMOTION_EXPIRED;
		return PROMOTION_NOT_NOW;
	}
	for (size_t i = 0; i < rules->use_count; i++)
		if (strcmp(rules->uses[i].name, promotion->name) == 0 &&
		    when->usage_limit_per_customer &&
		    rules->uses[i].by_customer >= when->usage_limit_per_customer)
			return PROMOTION_USED_BY_CUSTOMER;
	return uses_left(promotion, rules) ? PROMOTION_OPEN : PROMOTION_USED_UP;
}

bool
conditions_may_apply(const struct promotion *promotion, const struct price_rules *rules,
                     const struct basket *basket)
{
	const struct promotion_conditions *when = &promotion->when;

	return has_code(promotion, basket) && is_time(when, &rules->moment) &&
	       (!when->groups || promotion_in_groups(basket->groups, when->groups)) &&
	       uses_left(promotion, rules);
}

/* ---- what does ---- */

bool
conditions_change(const struct promotion *promotion)
{
	return promotion->when.has_min_subtotal || promotion->when.has_min_net ||
	       promotion->effect == PROMOTION_TIER_FLAT ||
	       promotion->effect == PROMOTION_TIER_PERCENT;
}

static void
add_sums(struct promoting *promoting, const struct priced_line *line)
{
	const struct pricing *pricing = promoting->pricing;
	struct tax_amounts amounts = line->taxed;

	if (!line->by_tax)
		tax_line(plan_of(pricing, line), line->left, line->units, pricing->rules->rounding,
		         &amounts);
	promoting->gross = money_add(promoting->gross, amounts.total);
	promoting->net = money_add(promoting->net, amounts.net);
	promoting->as_given = money_add(promoting->as_given, line->left);
}

/* The order as it is now; deposits are not part of it. */
static void
know_sums(struct promoting *promoting)
{
	const struct pricing *pricing = promoting->pricing;

	if (promoting->sums_known)
		return;
	promoting->gross = promoting->net = promoting->as_given = money_of(0);
	for (size_t i = 0; i < pricing->count; i++)
		if (!sale_line_is_deposit(&pricing->lines[i].line->is))
			add_sums(promoting, &pricing->lines[i]);
	promoting->sums_known = true;
}

struct money
conditions_subtotal(struct promoting *promoting)
{
	know_sums(promoting);
	return promoting->as_given;
}

static bool
enough(struct promoting *promoting, const struct promotion *promotion)
{
	const struct promotion_conditions *when = &promotion->when;

	if (!when->has_min_subtotal && !when->has_min_net)
		return true;
	know_sums(promoting);
	return (!when->has_min_subtotal ||
	        money_cmp(money_abs(promoting->gross), when->min_subtotal) >= 0) &&
	       (!when->has_min_net || money_cmp(money_abs(promoting->net), when->min_net) >= 0);
}

static bool
enough_units(struct promoting *promoting, const struct promotion *promotion)
{
	const struct promotion_conditions *when = &promotion->when;
	const struct promotion_target *target =
	        when->has_counted ? &when->counted : &promotion->target;
	int64_t units;
	size_t count;

	if (when->min_qty == 0)
		return true;
	count = lookup_find(promoting, target, promoting->found);
	units = promoting_units(promoting, promoting->found, count);
	return (units < 0 ? -units : units) >= when->min_qty;
}

static bool
names(const struct promotion_conditions *when, const char *name)
{
	const char *other = when->not_with;

	for (int i = 0; i < when->not_with_count; i++, other += strlen(other) + 1)
		if (strcmp(other, name) == 0)
			return true;
	return false;
}

static bool
stands_alone(const struct promoting *promoting, const struct promotion *promotion)
{
	for (size_t i = 0; promoting->any_not_with && i < promoting->count; i++) {
		const struct promotion *other = &promoting->promotions[i];

		if (promoting->applied[i] && other != promotion &&
		    (names(&promotion->when, other->name) || names(&other->when, promotion->name)))
			return false;
	}
	return true;
}

bool
conditions_met(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];

	return stands_alone(promoting, promotion) && enough(promoting, promotion) &&
	       enough_units(promoting, promotion);
}
