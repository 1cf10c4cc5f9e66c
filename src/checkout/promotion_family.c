/*
 * Families: promotions that matter to each other.
 *
 * Only what touches the same lines, looks at the whole order or excludes others has to be put in
 * order; everything else may come in any.  Within a family those that make groups of the same
 * units (n for m, n for a price) are marked, for they are chosen together: promotion_order.c.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checkout/promotion_best.h"
#include "checkout/promotion_inside.h"

#define NOBODY SIZE_MAX

struct ordering {
	struct promoting *promoting;
	struct one *ones;
	size_t count;
	size_t *owner; /* of each line, the first of the ones that has it */
};

/* ---- joining ---- */

static size_t
family_of(struct ordering *ordering, size_t one)
{
	while (ordering->ones[one].family != one)
		one = ordering->ones[one].family;
	return one;
}

static void
join(struct ordering *ordering, size_t a, size_t b)
{
	a = family_of(ordering, a);
	b = family_of(ordering, b);
	if (a < b)
		ordering->ones[b].family = a;
	else
		ordering->ones[a].family = b;
}

static void
claim(struct ordering *ordering, size_t one, const struct promotion_target *target)
{
	struct promoting *promoting = ordering->promoting;
	size_t count = lookup_find(promoting, target, promoting->found);

	for (size_t i = 0; i < count; i++) {
		size_t *owner = &ordering->owner[promoting->found[i]];

		if (*owner == NOBODY)
			*owner = one;
		else
			join(ordering, one, *owner);
	}
}

/* By the lines they share. */
static void
join_by_lines(struct ordering *ordering, bool groups_only)
{
	struct promoting *promoting = ordering->promoting;

	for (size_t i = 0; i < promoting->pricing->count; i++)
		ordering->owner[i] = NOBODY;
	for (size_t i = 0; i < ordering->count; i++)
		ordering->ones[i].family = i;
	for (size_t i = 0; i < ordering->count; i++) {
		const struct promotion *promotion = &promoting->promotions[ordering->ones[i].index];

		if (groups_only && !ordering->ones[i].groups)
			continue;
		claim(ordering, i, &promotion->target);
		if (promotion->has_get_target)
			claim(ordering, i, &promotion->get_target);
	}
}

/* Who looks at the whole order, or excludes others, matters to all. */
static void
join_by_conditions(struct ordering *ordering)
{
	const struct promoting *promoting = ordering->promoting;
	bool all = promoting->any_not_with;

	for (size_t i = 0; i < ordering->count; i++)
		all |= conditions_change(&promoting->promotions[ordering->ones[i].index]);
	for (size_t i = 1; all && i < ordering->count; i++)
		join(ordering, 0, i);
}

static void
find_families(struct ordering *ordering)
{
	join_by_lines(ordering, true);
	for (size_t i = 0; i < ordering->count; i++)
		ordering->ones[i].group = family_of(ordering, i);
	join_by_lines(ordering, false);
	join_by_conditions(ordering);
	for (size_t i = 0; i < ordering->count; i++)
		ordering->ones[i].family = family_of(ordering, i);
}

/* A family lies together, its groups first and those by what they share. */
static int
by_family(const void *left, const void *right)
{
	const struct one *a = left, *b = right;

	if (a->family != b->family)
		return a->family < b->family ? -1 : 1;
	if (a->groups != b->groups)
		return a->groups ? -1 : 1;
	if (a->groups && a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

/* ---- all ---- */

static bool
excludes(const struct promoting *promoting, const struct promotion *promotion)
{
	const char *name;

	if (promotion->when.not_with_count > 0)
		return true;
	for (size_t i = 0; promoting->any_not_with && i < promoting->count; i++) {
		name = promoting->promotions[i].when.not_with;
		for (int n = 0; n < promoting->promotions[i].when.not_with_count; n++) {
			if (strcmp(name, promotion->name) == 0)
				return true;
			name += strlen(name) + 1;
		}
	}
	return false;
}

/* Does it touch anything here? */
static bool
concerns(struct promoting *promoting, const struct promotion *promotion)
{
	return lookup_find(promoting, &promotion->target, promoting->found) > 0 ||
	       (promotion->has_get_target &&
	        lookup_find(promoting, &promotion->get_target, promoting->found) > 0);
}

static void
list(struct ordering *ordering)
{
	struct promoting *promoting = ordering->promoting;

	for (size_t i = 0; i < promoting->active_count; i++) {
		size_t index = promoting->active[i];
		const struct promotion *promotion = &promoting->promotions[index];

		if (promotion->effect == PROMOTION_FREE_EXTRA || !concerns(promoting, promotion))
			continue;
		ordering->ones[ordering->count++] = (struct one){
			.index = index,
			.groups = best_makes_groups(promotion) && !conditions_change(promotion) &&
			          !excludes(promoting, promotion) &&
			          conditions_met(promoting, index),
		};
	}
}

static void
apply_families(struct ordering *ordering)
{
	size_t from = 0;

	find_families(ordering);
	qsort(ordering->ones, ordering->count, sizeof ordering->ones[0], by_family);
	for (size_t i = 1; i <= ordering->count; i++) {
		if (i < ordering->count && ordering->ones[i].family == ordering->ones[from].family)
			continue;
		promoting_order_family(ordering->promoting, &ordering->ones[from], i - from);
		from = i;
	}
}

void
promoting_best_order(struct promoting *promoting)
{
	struct ordering ordering = { .promoting = promoting };
	size_t extras = 0;

	ordering.ones = alloc_zero(promoting->active_count + 1, sizeof ordering.ones[0]);
	ordering.owner = alloc_zero(promoting->pricing->count + 1, sizeof ordering.owner[0]);
	list(&ordering);
	for (size_t i = 0; i < ordering.count; i++)
		if (!promotion_picks(&promoting->promotions[ordering.ones[i].index]))
			pricing_freeze(promoting->pricing);
	apply_families(&ordering);
	for (size_t i = 0; i < promoting->active_count; i++) /* what is added comes at the end */
		if (promoting->promotions[promoting->active[i]].effect == PROMOTION_FREE_EXTRA)
			promoting->active[extras++] = promoting->active[i];
	promoting->active_count = extras;
	free(ordering.ones);
	free(ordering.owner);
}
