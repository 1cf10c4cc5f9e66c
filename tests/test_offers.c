/*
 * Promotions against brute force: on small baskets every choice of units is tried, in a way that has
 * nothing in common with the engine, and the best is what the engine must find.  And what must hold of
 * any promotions on any basket.
 *
 * A failure names its seed; RINGUP_SEED=N runs that one again, RINGUP_ROUNDS=N tries more.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checkout/pricing.h"
#include "tests/engine.h"
#include "tests/suite.h"

#define ROUNDS 400
#define LINES_MAX 7
#define UNITS_MAX 7     /* of all lines together, where everything is tried */

/* ---- chance ---- */

static uint64_t seed, state, now_seed;
static int rounds;

static void
begin(void)
{
	const char *given = getenv("RINGUP_SEED"), *more = getenv("RINGUP_ROUNDS");

	rounds = more ? atoi(more) : ROUNDS;
	seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 1000003u;
}

static void
next_round(void)
{
	now_seed = seed;
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	state = seed;
}

static int
chance(int below)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (int)((state >> 16) % (uint64_t)below);
}

#define assert_seeded(condition, ...) \
	do { \
		if (!(condition)) { \
			fprintf(stderr, "RINGUP_SEED=%llu: ", (unsigned long long)now_seed); \
			fprintf(stderr, __VA_ARGS__); \
			fputc('\n', stderr); \
		} \
		ck_assert(condition); \
	} while (0)

/* ---- random promotions ---- */

/* items a..e, given as text: "a", "b\0c" */
static const struct promotion_target targets[] = {
	{ .item_count = 0 },
	{ .items = "a", .item_count = 1 },
	{ .items = "b", .item_count = 1 },
	{ .items = "a\0b", .item_count = 2 },
	{ .items = "b\0c\0d", .item_count = 3 },
	{ .category = "food" },
	{ .items = "e", .item_count = 1, .category = "food/sweet" },
};
#define TARGETS (int)(sizeof targets / sizeof targets[0])

static void
random_groups(struct promotion *promotion)
{
	static const enum promotion_effect effects[] = { PROMOTION_BUY_X_GET_Y, PROMOTION_N_FOR_PRICE,
		                                         PROMOTION_GROUP_FLAT, PROMOTION_GROUP_PERCENT };

	promotion->effect = effects[chance(4)];
	promotion->buy = chance(2) + 1;
	promotion->get = chance(2) + 1;
	promotion->units = chance(3) + 2;
	promotion->amount = money_of(chance(2000));
	promotion->percent_ppm = (chance(10) + 1) * 100000;
	promotion->target = targets[chance(TARGETS)];
	promotion->has_get_target = chance(2);
	if (promotion->has_get_target)
		promotion->get_target = targets[chance(TARGETS - 1) + 1];
}

static void
random_promotion(struct promotion *promotion)
{
	random_groups(promotion);
	if (chance(3) == 0)
		return;
	promotion->effect = (enum promotion_effect)chance(PROMOTION_EFFECTS);
	promotion->additional = money_of(chance(500));
	promotion->unit_price.e4 = chance(900) * 10000;
	promotion->pick = (enum promotion_pick)chance(PROMOTION_PICKS);
	promotion->repeat = chance(2);
	strcpy(promotion->item, "a");
	promotion->tier_count = 2;
	promotion->tiers[0] = (struct promotion_tier){ money_of(1000), money_of(200), 50000 };
	promotion->tiers[1] = (struct promotion_tier){ money_of(2500), money_of(600), 100000 };
	promotion->has_max_amount = chance(4) == 0;
	promotion->max_amount = money_of(chance(700));
	if (chance(5) == 0) {
		promotion->when.has_min_subtotal = true;
		promotion->when.min_subtotal = money_of(chance(4000));
	}
	if (chance(6) == 0)
		promotion->when.min_qty = chance(5) + 1;
}

static int
random_promotions(struct promotion promotions[], int most, bool groups)
{
	int count = chance(most) + 1;

	memset(promotions, 0, (size_t)most * sizeof promotions[0]);
	for (int i = 0; i < count; i++) {
		snprintf(promotions[i].name, sizeof promotions[i].name, "offer %d", i);
		if (groups)
			random_groups(&promotions[i]);
		else
			random_promotion(&promotions[i]);
	}
	return count;
}

static const char *const item_names[] = { "a", "b", "c", "d", "e" };
static const char *const categories[] = { "food", "food/sweet", "", "drinks", "food" };

static struct basket_line *
random_line(struct basket *basket, int units, const char *taxes)
{
	char price[16], qty[16];
	int item = chance(5);
	struct basket_line *line;

	snprintf(price, sizeof price, "%d.%02d", chance(9) + 1, chance(3) * 33);
	snprintf(qty, sizeof qty, "%d", units);
	line = engine_line(basket, item_names[item], qty, price, taxes);
	strcpy(line->category, categories[item]);
	return line;
}

static void
show(const struct basket *basket, const struct promotion promotions[], int count)
{
	struct buf text = { .length = 0 };

	for (int i = 0; i < count; i++) {
		buf_clear(&text);
		promotion_write(&promotions[i], 2, &text);
		fprintf(stderr, "%s\n", text.text);
	}
	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *line = &basket->lines[i].is;

		fprintf(stderr, "%s %lld x %lld = %lld", line->item, (long long)line->qty_milli,
		        (long long)line->price.e4, (long long)line->amount.minor);
		for (int d = 0; d < line->discount_count; d++)
			fprintf(stderr, " -%lld (%s)", (long long)line->discounts[d].amount.minor,
			        line->discounts[d].reason);
		fputc('\n', stderr);
	}
	buf_done(&text);
}

/* ---- every choice there is ---- */

/* Units one by one: which line, at what price, taken or not. */
struct unit {
	const struct basket_line *line;
	int64_t price;          /* cents */
	bool taken;
};

struct trial {
	struct unit units[UNITS_MAX];
	int count;
	const struct promotion *promotions;
	int promotion_count;
};

static int64_t best_saving(struct trial *trial);

static int64_t
saving(const struct promotion *promotion, int64_t bought[], int bought_count, int64_t got)
{
	int64_t sum = 0, free = 0;

	for (int i = 0; i < bought_count; i++)
		sum += bought[i];
	switch (promotion->effect) {
	case PROMOTION_N_FOR_PRICE:
		return sum - promotion->amount.minor;
	case PROMOTION_GROUP_FLAT:
		return sum < promotion->amount.minor ? sum : promotion->amount.minor;
	case PROMOTION_GROUP_PERCENT: /* in thousandths of a cent it would be exact */
		return sum * promotion->percent_ppm / 1000000;
	default:
		break;
	}
	if (promotion->has_get_target)
		return got;
	for (int g = 0; g < promotion->get; g++) { /* the cheapest of them */
		int at = -1;

		for (int i = 0; i < bought_count; i++)
			if (bought[i] >= 0 && (at < 0 || bought[i] < bought[at]))
				at = i;
		free += bought[at];
		bought[at] = -1;
	}
	return free;
}

/* All ways to take `gets` more units that are given away, from unit `from` on; then go on with the rest. */
static int64_t
with_gets(struct trial *trial, const struct promotion *promotion, int64_t bought[], int bought_count, int gets,
          int64_t got, int from)
{
	int64_t copy[UNITS_MAX], best;

	memcpy(copy, bought, sizeof copy);
	best = saving(promotion, copy, bought_count, got) + best_saving(trial);
	for (int i = from; gets > 0 && i < trial->count; i++) {
		struct unit *unit = &trial->units[i];
		int64_t with;

		if (unit->taken || !promotion_targets(&promotion->get_target, unit->line))
			continue;
		unit->taken = true;
		with = with_gets(trial, promotion, bought, bought_count, gets - 1, got + unit->price, i + 1);
		unit->taken = false;
		if (with > best)
			best = with;
	}
	return best;
}

static int64_t
with_buys(struct trial *trial, const struct promotion *promotion, int64_t bought[], int bought_count, int size, int from)
{
	int64_t best = -1;

	if (bought_count == size)
		return with_gets(trial, promotion, bought, bought_count,
		                 promotion->effect == PROMOTION_BUY_X_GET_Y && promotion->has_get_target
		                         ? promotion->get
		                         : 0, 0, 0);
	for (int i = from; i < trial->count; i++) {
		struct unit *unit = &trial->units[i];
		int64_t with;

		if (unit->taken || !promotion_targets(&promotion->target, unit->line))
			continue;
		unit->taken = true;
		bought[bought_count] = unit->price;
		with = with_buys(trial, promotion, bought, bought_count + 1, size, i + 1);
		unit->taken = false;
		if (with > best)
			best = with;
	}
	return best;
}

/* Any group of any promotion next, or none. */
static int64_t
best_saving(struct trial *trial)
{
	int64_t best = 0, bought[UNITS_MAX];

	for (int p = 0; p < trial->promotion_count; p++) {
		const struct promotion *promotion = &trial->promotions[p];
		int size = promotion->units;
		int64_t with;

		if (promotion->effect == PROMOTION_BUY_X_GET_Y)
			size = promotion->has_get_target ? promotion->buy : promotion->buy + promotion->get;
		with = with_buys(trial, promotion, bought, 0, size, 0);
		if (with > best)
			best = with;
	}
	return best;
}

static int64_t
brute_force(const struct basket *basket, const struct promotion promotions[], int count)
{
	struct trial trial = { .promotions = promotions, .promotion_count = count };

	for (size_t l = 0; l < basket->line_count; l++)
		for (int64_t u = 0; u < basket->lines[l].is.qty_milli / 1000; u++)
			trial.units[trial.count++] =
			        (struct unit){ &basket->lines[l], basket->lines[l].is.price.e4 / 10000, false };
	return best_saving(&trial);
}

static void
check_against_brute_force(int most)
{
	struct promotion promotions[3];
	struct basket basket;
	int count = random_promotions(promotions, most, true), units = chance(UNITS_MAX - 1) + 2;
	struct price_rules rules = { .exponent = 2, .promotions = promotions, .promotion_count = (size_t)count,
		                     .promotions_best = true };
	int64_t best, slack = 0;

	for (int i = 0; i < count; i++) /* whole percentages of whole prices: no fractions to argue about */
		if (promotions[i].effect == PROMOTION_GROUP_PERCENT)
			slack += UNITS_MAX;
	basket_init(&basket);
	while (units > 0) {
		int some = chance(units < 3 ? units : 3) + 1;

		random_line(&basket, some, "");
		units -= some;
	}
	best = brute_force(&basket, promotions, count);
	price_basket(&rules, &basket);
	assert_seeded(basket.saved.minor >= best && basket.saved.minor <= best + slack,
	              "saved %lld, brute force %lld", (long long)basket.saved.minor, (long long)best);
	basket_done(&basket);
}

START_TEST(one_promotion_takes_the_best_units_there_are)
{
	begin();
	for (int i = 0; i < rounds; i++) {
		next_round();
		check_against_brute_force(1);
	}
}
END_TEST

START_TEST(promotions_that_compete_are_chosen_as_brute_force_does)
{
	begin();
	for (int i = 0; i < rounds; i++) {
		next_round();
		check_against_brute_force(3);
	}
}
END_TEST

/* ---- the order of all others ---- */

static int64_t
cost_in_order(const struct price_rules *rules, struct basket *basket, const struct promotion promotions[],
              const int order[], int count)
{
	struct promotion ordered[3];
	struct price_rules listed = *rules;

	for (int i = 0; i < count; i++)
		ordered[i] = promotions[order[i]];
	listed.promotions = ordered;
	listed.promotions_best = false;
	price_basket(&listed, basket);
	return basket->total.minor;
}

static int64_t
best_order(const struct price_rules *rules, struct basket *basket, const struct promotion promotions[], int count)
{
	static const int orders[6][3] = { { 0, 1, 2 }, { 0, 2, 1 }, { 1, 0, 2 }, { 1, 2, 0 }, { 2, 0, 1 }, { 2, 1, 0 } };
	static const int two[2][3] = { { 0, 1, 0 }, { 1, 0, 0 } };
	int64_t best = INT64_MAX;

	for (int o = 0; o < (count == 3 ? 6 : count); o++) {
		int64_t cost = cost_in_order(rules, basket, promotions, count == 3 ? orders[o] : two[o], count);

		if (cost < best)
			best = cost;
	}
	return best;
}

START_TEST(best_is_never_dearer_than_any_order)
{
	begin();
	for (int i = 0; i < rounds; i++) {
		struct promotion promotions[3];
		struct price_rules rules = { .exponent = 2, .promotions = promotions };
		struct basket basket;
		int count, lines;
		int64_t best;

		next_round();
		rules.promotion_count = (size_t)(count = random_promotions(promotions, 3, false));
		basket_init(&basket);
		lines = chance(4) + 1;
		for (int l = 0; l < lines; l++)
			random_line(&basket, chance(4) + 1, chance(2) ? "percent:19:incl" : "");
		best = best_order(&rules, &basket, promotions, count);
		rules.promotions_best = true;
		price_basket(&rules, &basket);
		if (basket.total.minor > best)
			show(&basket, promotions, count);
		assert_seeded(basket.total.minor <= best, "best costs %lld, an order %lld",
		              (long long)basket.total.minor, (long long)best);
		basket_done(&basket);
	}
}
END_TEST

/* ---- whatever they are ---- */

static const char *const taxes[] = { "", "percent:19:incl", "percent:15", "fixed:0.25:incl:compound | percent:19:incl",
	                             "percent:10:incl | percent:8.875" };

static void
random_basket(struct basket *basket, struct price_rules *rules, struct promotion promotions[])
{
	int lines = chance(LINES_MAX) + 1;

	*rules = (struct price_rules){
		.exponent = 2,
		.tax_rounding = chance(2) ? TAX_PER_TOTAL : TAX_PER_LINE,
		.discount_without_tax = chance(3) == 0,
		.promotions_best = chance(2),
		.promotions = promotions,
	};
	rules->promotion_count = (size_t)random_promotions(promotions, 6, false);
	basket_clear(basket);
	for (int i = 0; i < lines; i++) {
		int set = chance(5);
		struct basket_line *line = random_line(basket, chance(5) + 1, taxes[set]);

		for (int t = 0; t < line->rule_count; t++)
			snprintf(line->rules[t].code, TAX_CODE_MAX, "%d%c", set, 'a' + t);
		if (chance(6) == 0) {
			strcpy(line->is.unit, "kg");
			line->is.qty_milli = chance(3000) + 1;
		}
		if (chance(5) == 0)
			engine_give(line, chance(2) ? "10%" : "0.50");
	}
	if (chance(3) == 0)
		engine_give_basket(basket, chance(2) ? "5%" : "1.00");
}

START_TEST(nothing_becomes_less_than_nothing_and_steps_add_up)
{
	struct basket basket;
	struct promotion promotions[6];
	struct price_rules rules;
	struct basket_line extra = { .is = { .item = "a", .name = "a", .price = { 1990000 } } };

	begin();
	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		struct price_steps steps = { .count = 0 };
		int64_t sum = 0;

		next_round();
		random_basket(&basket, &rules, promotions);
		rules.steps = &steps;
		rules.extras = &extra;
		rules.extra_count = 1;
		price_basket(&rules, &basket);
		for (size_t l = 0; l < basket.line_count; l++) {
			const struct sale_line *line = &basket.lines[l].is;
			struct money left = line->amount;

			for (int d = 0; d < line->discount_count; d++) {
				assert_seeded(line->discounts[d].amount.minor >= 0, "a discount below nothing");
				left = money_sub(left, line->discounts[d].amount);
			}
			assert_seeded(left.minor >= 0 && line->total.minor >= 0, "line %zu below nothing", l + 1);
			assert_seeded(!(line->flags & LINE_FREE) || line->total.minor == 0, "not free");
		}
		for (size_t s = 0; s < steps.count; s++)
			sum += steps.steps[s].amount.minor;
		assert_seeded(sum == basket.total.minor, "steps %lld, total %lld", (long long)sum,
		              (long long)basket.total.minor);
		steps_done(&steps);
	}
	basket_done(&basket);
}
END_TEST

START_TEST(goods_coming_back_are_the_mirror_image)
{
	struct basket basket;
	struct promotion promotions[6];
	struct price_rules rules;

	begin();
	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		struct money total;

		next_round();
		random_basket(&basket, &rules, promotions);
		price_basket(&rules, &basket);
		total = basket.total;
		for (size_t l = 0; l < basket.line_count; l++)
			basket.lines[l].is.qty_milli = -basket.lines[l].is.qty_milli;
		price_basket(&rules, &basket);
		assert_seeded(basket.total.minor == -total.minor, "sold for %lld, back for %lld", (long long)total.minor,
		              (long long)basket.total.minor);
	}
	basket_done(&basket);
}
END_TEST

/* Lines that no promotion targets cost what they cost without it. */
START_TEST(a_promotion_stays_with_its_target)
{
	struct basket basket;
	struct promotion promotions[6];
	struct price_rules rules;

	begin();
	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		next_round();
		random_basket(&basket, &rules, promotions);
		basket.has_discount = false;
		price_basket(&rules, &basket);
		for (size_t l = 0; l < basket.line_count; l++) {
			const struct basket_line *line = &basket.lines[l];

			for (int d = 0; d < line->is.discount_count; d++) {
				const struct line_discount *discount = &line->is.discounts[d];
				int index = atoi(discount->reason + 6);

				if (discount->kind == DISCOUNT_PROMOTION && !(line->is.flags & LINE_FREE))
					assert_seeded(promotion_targets(&promotions[index].target, line) ||
					              (promotions[index].has_get_target &&
					               promotion_targets(&promotions[index].get_target, line)),
					              "%s on line %zu", discount->reason, l + 1);
			}
		}
	}
	basket_done(&basket);
}
END_TEST

/* Returned piece by piece, in any order, all of it comes back. */
START_TEST(returning_every_piece_gives_back_what_was_paid)
{
	struct basket basket;
	struct promotion promotions[6];
	struct price_rules rules;

	begin();
	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		next_round();
		random_basket(&basket, &rules, promotions);
		price_basket(&rules, &basket);
		for (size_t l = 0; l < basket.line_count; l++) {
			const struct sale_line *line = &basket.lines[l].is;
			struct sale_line share = { .number = 1 };
			int64_t back = 0, sum = 0;

			while (back < line->qty_milli) {
				int64_t some = chance(2000) + 1;

				if (some > line->qty_milli - back)
					some = line->qty_milli - back;
				price_returned_share(line, back, some, &share);
				assert_seeded(share.total.minor <= 0, "a piece costs the shopper");
				sum += share.total.minor;
				back += some;
			}
			assert_seeded(sum == -line->total.minor, "line %zu", l + 1);
		}
	}
	basket_done(&basket);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("offers");
	TCase *best = tcase_create("best"), *always = tcase_create("always");

	tcase_add_test(best, one_promotion_takes_the_best_units_there_are);
	tcase_add_test(best, promotions_that_compete_are_chosen_as_brute_force_does);
	tcase_add_test(best, best_is_never_dearer_than_any_order);
	tcase_add_test(always, nothing_becomes_less_than_nothing_and_steps_add_up);
	tcase_add_test(always, goods_coming_back_are_the_mirror_image);
	tcase_add_test(always, a_promotion_stays_with_its_target);
	tcase_add_test(always, returning_every_piece_gives_back_what_was_paid);
	tcase_set_timeout(best, 0);
	tcase_set_timeout(always, 0);
	suite_add_tcase(suite, best);
	suite_add_tcase(suite, always);
	return run_suite(suite);
}
