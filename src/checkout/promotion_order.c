/*
 * Best for the customer: which promotions, in which order.
 *
 * Promotions that make groups of units (n for m, n for a price) compete for them.  Those that share
 * lines are chosen together: promotion_best.c looks at every choice, and together they are one
 * part of what is put in order.  Every other promotion is a part by itself.
 *
 * Only parts that touch the same lines, or look at the whole order, matter to each other: a family.
 * Of a family of up to FAMILY_MAX parts all orders are tried, if that means no more than TRIES_MAX
 * lines and WORK_MAX groups looked at.  A larger one goes by a rule of thumb: groups first, since a
 * percentage of what is left costs the customer nothing there; then what picks units, that which
 * saves most by itself first; then percentages, those with a limit last; then amounts.  It is taken
 * only where it costs no more than the order the shop lists.
 *
 *   measured   5 promotions of 10 lines: 120 orders, about 1 ms; 2 of 1,000 lines the same
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/gettext.h"
#include "checkout/promotion_best.h"
#include "checkout/promotion_inside.h"

#define FAMILY_MAX 5
#define TRIES_MAX 6000
#define WORK_MAX 150000

/* What is applied at once: one promotion, or all that share units. */
struct part {
	struct one *ones; /* borrowed */
	size_t count;
};

/* ---- one after the other ---- */

/* What it would take off now, by itself. */
static struct money
offer(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	__int128 worth = 0;

	for (int back = 0; back < 2; back++) {
		size_t count = promoting_runs(promoting, promotion, back, promoting->runs);

		worth += runs_choose(promotion, promoting->runs, count);
	}
	return money_of(round_div(worth, UNIT_PRICE_PER_MINOR, ROUND_HALF_UP));
}

/* In ranks: what picks, percentages, those with a limit, tiers, amounts. */
static int
rank(const struct promotion *promotion)
{
	if (promotion_picks(promotion))
		return 0;
	switch (promotion->effect) {
	case PROMOTION_PERCENT:
		return promotion->has_max_amount ? 2 : 1;
	case PROMOTION_TIER_PERCENT:
		return 1;
	default:
		return 3;
	}
}

static const struct promotion *ranked; /* for qsort only */

static int
by_rule(const void *left, const void *right)
{
	const struct one *a = left, *b = right;
	int order = rank(&ranked[a->index]) - rank(&ranked[b->index]);

	if (order == 0)
		order = money_cmp(b->saves, a->saves);
	if (order != 0)
		return order;
	return a->index < b->index ? -1 : a->index > b->index;
}

static void
note_greedy(struct promoting *promoting)
{
	if (promoting->details && !promoting->details->greedy) {
		promoting->details->greedy = true;
		steps_note(promoting->details, "%s",
		           _("too many promotions to try all orders: taken one after the other, "
		             "the one that saves most first"));
	}
}

/* A list of its own is put in order: the caller's tells which belong together. */
static void
one_after_the_other(struct promoting *promoting, const struct one ones[], size_t count)
{
	struct one *ordered = alloc_zero(count, sizeof ordered[0]);

	memcpy(ordered, ones, count * sizeof ordered[0]);
	for (size_t i = 0; i < count; i++)
		if (promotion_picks(&promoting->promotions[ordered[i].index]))
			ordered[i].saves = offer(promoting, ordered[i].index);
	ranked = promoting->promotions;
	qsort(ordered, count, sizeof ordered[0], by_rule);
	for (size_t i = 0; i < count; i++)
		promoting_apply(promoting, ordered[i].index);
	free(ordered);
	note_greedy(promoting);
}

/* ---- parts ---- */

static size_t
parts_of(struct one ones[], size_t count, struct part parts[])
{
	size_t part_count = 0;

	for (size_t i = 0; i < count; i++) {
		if (i > 0 && ones[i].groups && ones[i - 1].groups &&
		    ones[i].group == ones[i - 1].group)
			parts[part_count - 1].count++;
		else
			parts[part_count++] = (struct part){ &ones[i], 1 };
	}
	return part_count;
}

static void
choose_groups(struct promoting *promoting, const struct one members[], size_t count)
{
	size_t indexes[BEST_PROMOTIONS_MAX];

	if (count == 1) {
		promoting_apply(promoting, members[0].index);
		return;
	}
	for (size_t i = 0; i < count && i < BEST_PROMOTIONS_MAX; i++)
		indexes[i] = members[i].index;
	if (count > BEST_PROMOTIONS_MAX || !promoting_together(promoting, indexes, count))
		one_after_the_other(promoting, members, count);
}

static bool
next_order(size_t order[], size_t count)
{
	size_t i = count - 1, j = count - 1, swap;

	while (i > 0 && order[i - 1] > order[i])
		i--;
	if (i == 0)
		return false;
	while (order[j] < order[i - 1])
		j--;
	swap = order[i - 1];
	order[i - 1] = order[j];
	order[j] = swap;
	for (j = count - 1; i < j; i++, j--) {
		swap = order[i];
		order[i] = order[j];
		order[j] = swap;
	}
	return true;
}

static void
apply_part(struct promoting *promoting, const struct part *part)
{
	choose_groups(promoting, part->ones, part->count);
}

static void
apply_in_order(struct promoting *promoting, const struct part parts[], const size_t order[],
               size_t count)
{
	for (size_t i = 0; i < count; i++)
		apply_part(promoting, &parts[order[i]]);
}

/* Parts in the order that costs least. */
struct plan {
	struct part parts[FAMILY_MAX];
	size_t order[FAMILY_MAX], count;
	int64_t cost;
};

/* Looks for it; everything is as before afterwards. */
static void
try_all_orders(struct promoting *promoting, const struct part parts[], size_t count,
               struct plan *plan)
{
	size_t order[FAMILY_MAX];
	struct step_details *details = promoting->details;
	bool first = true;
	struct kept kept;

	for (size_t i = 0; i < count; i++) {
		order[i] = i;
		plan->parts[i] = parts[i];
	}
	plan->count = count;
	promoting_keep(promoting, &kept);
	promoting->details = NULL;
	do {
		int64_t now;

		apply_in_order(promoting, parts, order, count);
		now = promoting_cost(promoting);
		if (first || now < plan->cost) {
			plan->cost = now;
			memcpy(plan->order, order, sizeof order);
			first = false;
		}
		promoting_go_back(promoting, &kept);
	} while (next_order(order, count));
	promoting->details = details;
	kept_done(&kept);
}

static size_t
orders_of(size_t count)
{
	size_t orders = 1;

	for (size_t i = 2; i <= count && i <= FAMILY_MAX; i++)
		orders *= i;
	return orders;
}

/* What choosing groups takes, which every order does again. */
static int64_t
work_of(struct promoting *promoting, const struct part parts[], size_t count)
{
	struct step_details *details = promoting->details;
	int64_t before = promoting->work;
	struct kept kept;

	promoting_keep(promoting, &kept);
	promoting->details = NULL;
	for (size_t i = 0; i < count; i++)
		if (best_makes_groups(&promoting->promotions[parts[i].ones->index]))
			apply_part(promoting, &parts[i]);
	promoting_go_back(promoting, &kept);
	promoting->details = details;
	kept_done(&kept);
	return promoting->work - before;
}

/* May all their orders be tried? */
static bool
few_enough(struct promoting *promoting, const struct part parts[], size_t count)
{
	return count <= FAMILY_MAX && orders_of(count) * promoting->pricing->count <= TRIES_MAX &&
	       (int64_t)orders_of(count) * work_of(promoting, parts, count) <= WORK_MAX;
}

static void
each_by_itself(struct one ones[], size_t count, struct part parts[])
{
	for (size_t i = 0; i < count && i < FAMILY_MAX; i++)
		parts[i] = (struct part){ &ones[i], 1 };
}

/* With groups chosen together; and, since what is spread over other units may leave others more
 * to take, with each promotion by itself. */
static void
apply_best_plan(struct promoting *promoting, const struct part parts[], size_t part_count,
                struct one ones[], size_t count)
{
	struct plan together, apart;
	struct part singles[FAMILY_MAX];
	const struct plan *best = &together;

	try_all_orders(promoting, parts, part_count, &together);
	each_by_itself(ones, count, singles);
	if (count > part_count && few_enough(promoting, singles, count)) {
		try_all_orders(promoting, singles, count, &apart);
		if (apart.cost < together.cost)
			best = &apart;
	}
	apply_in_order(promoting, best->parts, best->order, best->count);
}

/* Percentages of all that is left scale groups and amounts alike: they may come after the groups
 * without a look at other orders. */
static bool
only_percentages(const struct promoting *promoting, const struct part parts[], size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct promotion *promotion = &promoting->promotions[parts[i].ones->index];

		if (!parts[i].ones->groups &&
		    (promotion->effect != PROMOTION_PERCENT || promotion->has_max_amount ||
		     promotion->target.item_count > 0 || promotion->target.category ||
		     conditions_change(promotion) || promoting->any_not_with))
			return false;
	}
	return true;
}

/* Groups, which come first in a family, then the others by the rule of thumb. */
static void
groups_first(struct promoting *promoting, const struct part parts[], size_t count)
{
	size_t i = 0, singles = 0;

	while (i < count && parts[i].ones->groups)
		apply_part(promoting, &parts[i++]);
	for (size_t k = i; k < count; k++)
		singles += parts[k].count;
	if (only_percentages(promoting, parts, count))
		for (; i < count; i++)
			apply_part(promoting, &parts[i]);
	else
		one_after_the_other(promoting, parts[i].ones, singles);
}

/* ---- too many for all orders: a few candidates ---- */

/* A family, and what may be done with it. */
struct family {
	const struct part *parts;
	size_t part_count;
	struct one *ones;
	size_t count;
	struct plan apart; /* every promotion by itself, if all their orders could be tried */
};

static int
by_index(const void *left, const void *right)
{
	const struct one *a = left, *b = right;

	return (a->index > b->index) - (a->index < b->index);
}

static void
as_listed(struct promoting *promoting, const struct family *family)
{
	struct one *ordered = alloc_zero(family->count, sizeof ordered[0]);

	memcpy(ordered, family->ones, family->count * sizeof ordered[0]);
	qsort(ordered, family->count, sizeof ordered[0], by_index);
	for (size_t i = 0; i < family->count; i++)
		promoting_apply(promoting, ordered[i].index);
	free(ordered);
}

static void
by_rule_of_thumb(struct promoting *promoting, const struct family *family)
{
	groups_first(promoting, family->parts, family->part_count);
}

static void
apart(struct promoting *promoting, const struct family *family)
{
	apply_in_order(promoting, family->apart.parts, family->apart.order, family->apart.count);
}

typedef void candidate_fn(struct promoting *promoting, const struct family *family);

/* What it would cost; everything is as before afterwards. */
static int64_t
cost_of(struct promoting *promoting, candidate_fn *candidate, const struct family *family)
{
	struct step_details *details = promoting->details;
	struct kept kept;
	int64_t cost;

	promoting_keep(promoting, &kept);
	promoting->details = NULL;
	candidate(promoting, family);
	cost = promoting_cost(promoting);
	promoting_go_back(promoting, &kept);
	kept_done(&kept);
	promoting->details = details;
	return cost;
}

/* By the rule of thumb, as the shop lists them, or each by itself: what costs least of these.  So
 * it never costs more than in the order listed. */
static void
best_candidate(struct promoting *promoting, struct family *family)
{
	struct part singles[FAMILY_MAX];
	candidate_fn *best = by_rule_of_thumb;
	int64_t cost = cost_of(promoting, best, family), listed;

	listed = cost_of(promoting, as_listed, family);
	if (listed < cost) {
		best = as_listed;
		cost = listed;
	}
	each_by_itself(family->ones, family->count, singles);
	if (few_enough(promoting, singles, family->count)) {
		try_all_orders(promoting, singles, family->count, &family->apart);
		if (family->apart.cost < cost)
			best = apart;
	}
	best(promoting, family);
	if (best != by_rule_of_thumb ||
	    !only_percentages(promoting, family->parts, family->part_count))
		note_greedy(promoting);
}

void
promoting_order_family(struct promoting *promoting, struct one ones[], size_t count)
{
	struct part *parts = alloc_zero(count, sizeof parts[0]);
	size_t part_count = parts_of(ones, count, parts);

	if (part_count == 1)
		apply_part(promoting, &parts[0]);
	else if (few_enough(promoting, parts, part_count))
		apply_best_plan(promoting, parts, part_count, ones, count);
	else
		best_candidate(promoting,
		               &(struct family){ parts, part_count, ones, count, { .cost = 0 } });
	free(parts);
}
