/*
 * What can be saved with some units left is the best of
 *
 *   - what can be saved without one unit of the first class that has any, and
 *   - for each promotion and each group that holds such a unit: what the group saves, and what can
 * be saved with the rest.
 *
 * Since some unit of the first class is either in no group or in one of these, nothing is missed;
 * since the result depends on nothing but the units left, each such state is worked out once.
 *
 *   A 50 (3 for 130, 5 for 200), six of them: 5 and 1 save 50, 3 and 3 save 40.
 */
#include <config.h>

#include "checkout/promotion_best.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

#define UNKNOWN (-1)
#define PPM INT64_C(1000000)

struct deal {
	int promotion;
	int64_t buys[BEST_CLASSES_MAX], gets[BEST_CLASSES_MAX];
};

struct search {
	const struct promotion *const *promotions;
	int count;
	const struct unit_class *classes;
	int class_count;
	int64_t stride[BEST_CLASSES_MAX];
	int64_t left[BEST_CLASSES_MAX];
	int64_t *memo;
	int64_t work;
	struct deal deal; /* being made up */
	int first;        /* the class that must be in it */
	int64_t best;     /* so far, of the state being looked at */
	bool replay;      /* find again what gave `best` */
	bool found;
	struct deal chosen;
};

bool
best_makes_groups(const struct promotion *promotion)
{
	switch (promotion->effect) {
	case PROMOTION_BUY_X_GET_Y:
	case PROMOTION_N_FOR_PRICE:
	case PROMOTION_GROUP_FLAT:
	case PROMOTION_GROUP_PERCENT:
		return true;
	default:
		return false;
	}
}

/* ---- what a group saves ---- */

static int64_t
sum_of(const struct search *search, const int64_t units[])
{
	int64_t sum = 0;

	for (int c = 0; c < search->class_count; c++)
		sum += search->classes[c].worth_e4 * units[c];
	return sum;
}

/* The cheapest of a group: the classes come dearest first. */
static int64_t
cheapest_of(const struct search *search, const int64_t units[], int64_t get, int64_t free[])
{
	int64_t sum = 0;

	for (int c = search->class_count - 1; c >= 0; c--) {
		int64_t some = units[c] < get ? units[c] : get;

		if (free)
			free[c] += some;
		sum += some * search->classes[c].worth_e4;
		get -= some;
	}
	return sum;
}

static int64_t
saved_by(const struct search *search, const struct deal *deal)
{
	const struct promotion *promotion = search->promotions[deal->promotion];
	int64_t amount = promotion->amount.minor * UNIT_PRICE_PER_MINOR, sum;

	if (promotion->effect == PROMOTION_BUY_X_GET_Y)
		return promotion->has_get_target
		               ? sum_of(search, deal->gets)
		               : cheapest_of(search, deal->buys, promotion->get, NULL);
	sum = sum_of(search, deal->buys);
	if (promotion->effect == PROMOTION_N_FOR_PRICE)
		return sum - amount;
	if (promotion->effect == PROMOTION_GROUP_FLAT)
		return sum < amount ? sum : amount;
	return (int64_t)((__int128)sum * promotion->percent_ppm / PPM);
}

/* ---- all groups ---- */

static int64_t solve(struct search *search);

static bool
too_much(struct search *search)
{
	return ++search->work > BEST_WORK_MAX;
}

/* The group is complete, and its units are taken from `left`. */
static void
complete(struct search *search)
{
	int first = search->first;
	struct deal deal = search->deal;
	int64_t best = search->best, saved;
	bool replay = search->replay;

	if (deal.buys[first] + deal.gets[first] == 0 || too_much(search))
		return;
	saved = saved_by(search, &deal);
	if (saved <= 0)
		return;
	search->replay = false;
	saved += solve(search);
	search->replay = replay;
	search->deal = deal;
	search->first = first;
	search->best = best;
	if (replay && !search->found && saved == best) {
		search->found = true;
		search->chosen = deal;
	}
	if (!replay && saved > best)
		search->best = saved;
}

/* Every way to add `more` units that the promotion gives away, of this class on. */
static void
add_gets(struct search *search, int class, int64_t more)
{
	unsigned bit = 1u << search->deal.promotion;
	int64_t most;

	if (search->work > BEST_WORK_MAX || search->found)
		return;
	if (class == search->class_count || more == 0) {
		complete(search);
		return;
	}
	most = search->classes[class].gets & bit ? search->left[class] : 0;
	if (most > more)
		most = more;
	for (int64_t some = most; some >= 0; some--) {
		search->deal.gets[class] = some;
		search->left[class] -= some;
		add_gets(search, class + 1, more - some);
		search->left[class] += some;
	}
	search->deal.gets[class] = 0;
}

static void
add_buys(struct search *search, int class, int64_t more)
{
	const struct promotion *promotion = search->promotions[search->deal.promotion];
	unsigned bit = 1u << search->deal.promotion;
	int64_t most, least;

	if (search->work > BEST_WORK_MAX || search->found)
		return;
	if (more == 0) {
		if (promotion->effect == PROMOTION_BUY_X_GET_Y && promotion->has_get_target)
			add_gets(search, search->first, promotion->get);
		else
			complete(search);
		return;
	}
	if (class == search->class_count || too_much(search))
		return;
	most = search->classes[class].buys & bit ? search->left[class] : 0;
	if (most > more)
		most = more;
	/* without get_target a group that must hold the first class buys it */
	least = class == search->first && !promotion->has_get_target;
	for (int64_t some = most; some >= least; some--) {
		search->deal.buys[class] = some;
		search->left[class] -= some;
		add_buys(search, class + 1, more - some);
		search->left[class] += some;
	}
	search->deal.buys[class] = 0;
}

static int64_t
group_size(const struct promotion *promotion)
{
	if (promotion->effect != PROMOTION_BUY_X_GET_Y)
		return promotion->units;
	return promotion->has_get_target ? promotion->buy : promotion->buy + promotion->get;
}

static void
all_groups(struct search *search)
{
	for (int p = 0; p < search->count && !search->found; p++) {
		unsigned bit = 1u << p;

		if (!((search->classes[search->first].buys | search->classes[search->first].gets) &
		      bit))
			continue;
		memset(&search->deal, 0, sizeof search->deal);
		search->deal.promotion = p;
		add_buys(search, search->first, group_size(search->promotions[p]));
	}
}

/* ---- states ---- */

static int
first_left(const struct search *search, int64_t *state)
{
	int first = -1;

	*state = 0;
	for (int c = search->class_count - 1; c >= 0; c--) {
		*state += search->left[c] * search->stride[c];
		if (search->left[c] > 0)
			first = c;
	}
	return first;
}

static int64_t
without_one(struct search *search, int class)
{
	int64_t saved;

	search->left[class]--;
	saved = solve(search);
	search->left[class]++;
	return saved;
}

/* What can be saved with the units left. */
static int64_t
solve(struct search *search)
{
	int64_t state, best;
	int first = first_left(search, &state);

	if (first < 0)
		return 0;
	if (search->memo[state] != UNKNOWN)
		return search->memo[state];
	if (too_much(search))
		return 0;
	best = without_one(search, first);
	search->best = best;
	search->first = first;
	all_groups(search);
	best = search->best;
	search->memo[state] = best;
	return best;
}

static void
note_deal(const struct search *search, struct class_choice *choice)
{
	const struct deal *deal = &search->chosen;
	const struct promotion *promotion = search->promotions[deal->promotion];

	choice->worth_e4 += saved_by(search, deal);
	for (int c = 0; c < search->class_count; c++) {
		choice->counted[c] += deal->buys[c] + deal->gets[c];
		choice->free[c] += deal->gets[c];
	}
	if (promotion->effect == PROMOTION_BUY_X_GET_Y && !promotion->has_get_target)
		cheapest_of(search, deal->buys, promotion->get, choice->free);
}

/* Goes the best way again, now with everything known. */
static void
follow(struct search *search, struct class_choice choices[])
{
	int64_t state;
	int first;

	while ((first = first_left(search, &state)) >= 0) {
		int64_t best = search->memo[state];

		if (without_one(search, first) == best) {
			search->left[first]--;
			continue;
		}
		search->work = 0;
		search->best = best;
		search->first = first;
		search->replay = true;
		search->found = false;
		all_groups(search);
		search->replay = false;
		note_deal(search, &choices[search->chosen.promotion]);
		for (int c = 0; c < search->class_count; c++)
			search->left[c] -= search->chosen.buys[c] + search->chosen.gets[c];
		search->found = false;
	}
}

/* How many states there are; more than the limit is 0. */
static int64_t
lay_out(struct search *search)
{
	int64_t states = 1, units = 0;

	for (int c = 0; c < search->class_count; c++) {
		search->stride[c] = states;
		search->left[c] = search->classes[c].units;
		units += search->left[c];
		if (units > BEST_UNITS_MAX)
			return 0;
		states *= search->left[c] + 1;
		if (states > BEST_STATES_MAX)
			return 0;
	}
	return states;
}

bool
best_together(const struct promotion *const promotions[], int count,
              const struct unit_class classes[], int class_count, struct class_choice choices[],
              int64_t *work)
{
	struct search search = { .promotions = promotions,
		                 .count = count,
		                 .classes = classes,
		                 .class_count = class_count };
	int64_t states = lay_out(&search);
	bool done;

	if (states == 0)
		return false;
	search.memo = alloc_zero((size_t)states, sizeof search.memo[0]);
	for (int64_t i = 0; i < states; i++)
		search.memo[i] = UNKNOWN;
	solve(&search);
	done = search.work <= BEST_WORK_MAX;
	*work += search.work;
	if (done) {
		memset(choices, 0, (size_t)count * sizeof choices[0]);
		follow(&search, choices);
	}
	free(search.memo);
	return done;
}
