/*
 * What a basket costs.  1,000 lines and 500 promotions, against the
 * least there is to do: each price times its quantity, and one tax of it.
 * And one more line in it, as a till rings it: asked whether it fits, added, everything priced.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"
#include "checkout/capacity.h"
#include "checkout/pricing.h"
#include "samples.h"

#define LINES 1000
#define PROMOTIONS 500

static struct promotion promotions[PROMOTIONS];
static char items[PROMOTIONS][16];

/* Of every ten: six on one item, two groups of items, a category, and one that asks for a subtotal. */
static void
make_promotion(int i)
{
	static const enum promotion_effect effects[] = {
		PROMOTION_BUY_X_GET_Y, PROMOTION_N_FOR_PRICE, PROMOTION_PERCENT, PROMOTION_UNIT_PRICE_FROM,
		PROMOTION_FIXED_PER_UNIT, PROMOTION_GROUP_PERCENT,
	};
	struct promotion *promotion = &promotions[i];

	*promotion = (struct promotion){ .effect = effects[i % 6], .buy = 2, .get = 1, .units = 3,
		                         .percent_ppm = 50000, .amount = { 300 },
		                         .unit_price = { 1500000 } };
	snprintf(promotion->name, sizeof promotion->name, "promotion %d", i);
	snprintf(items[i], sizeof items[i], "item %d", i % 400);
	promotion->target.items = items[i];
	promotion->target.item_count = 1;
	if (i % 10 == 8) {
		promotion->target = (struct promotion_target){ .item_count = 0 };
		snprintf(items[i], sizeof items[i], "food/%d", i % 50);
		promotion->target.category = items[i];
	}
	if (i == 499) {
		promotion->effect = PROMOTION_PERCENT;
		promotion->target = (struct promotion_target){ .item_count = 0 };
		promotion->when.has_min_subtotal = true;
		promotion->when.min_subtotal = money_of(10000);
	}
}

static void
add_line(struct basket *basket, int i)
{
	struct basket_line *line;

	if (basket_add(basket, &line, NULL))
		return;
	snprintf(line->is.item, sizeof line->is.item, "item %d", i % 700);
	snprintf(line->is.name, sizeof line->is.name, "Item %d", i % 700);
	snprintf(line->category, sizeof line->category, "food/%d", i % 60);
	line->is.price.e4 = (100 + i * 7 % 900) * 10000;
	line->is.qty_milli = (1 + i % 4) * QTY_ONE;
	line->rules[0] = (struct tax_rule){ .code = "A", .rate_ppm = i % 3 ? 190000 : 70000, .included = true,
		                            .affected = true };
	strcpy(line->rules[0].code, i % 3 ? "A" : "B");
	line->rule_count = 1;
}

/* What no program can do without. */
static int64_t
floor_price(const struct basket *basket)
{
	int64_t sum = 0;

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *line = &basket->lines[i].is;
		struct money amount = money_times_milli(line->price, line->qty_milli, ROUND_HALF_UP);

		sum += amount.minor + money_share(amount, 190000, 1190000, ROUND_HALF_UP).minor;
	}
	return sum;
}

static bool
compare(const struct bench *bench, const char *name, size_t lines, bool best)
{
	struct comparison comparison = { .name = name, .mine_is = "price_basket()",
		                         .floor_is = "price x quantity and a tax" };
	struct price_rules rules = { .exponent = 2, .promotions = promotions, .promotion_count = PROMOTIONS,
		                     .promotions_best = best };
	struct basket basket;
	volatile int64_t sum = 0;

	basket_init(&basket);
	for (size_t i = 0; i < lines; i++)
		add_line(&basket, (int)i);
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples; i++) {
			int64_t began = now_ns(), middle;

			price_basket(&rules, &basket);
			middle = now_ns();
			sum += floor_price(&basket);
			samples_add(&comparison.mine, middle - began);
			samples_add(&comparison.floor, now_ns() - middle);
		}
		comparison_end(&comparison);
	}
	basket_done(&basket);
	return comparison_print(&comparison);
}

/* The thousandth line goes in, and out again. */
static void
ring_one_more(const struct price_rules *rules, struct basket *basket)
{
	struct capacity capacity = { .amount = 0 };

	capacity_add_basket(&capacity, basket, 0, 0);
	if (capacity_ask(&capacity, NULL))
		return;
	add_line(basket, LINES - 1);
	price_basket(rules, basket);
	basket->line_count--;
}

static bool
compare_adding(const struct bench *bench, const char *name, bool best)
{
	struct comparison comparison = { .name = name, .mine_is = "a line into 999",
		                         .floor_is = "price x quantity and a tax" };
	struct price_rules rules = { .exponent = 2, .promotions = promotions, .promotion_count = PROMOTIONS,
		                     .promotions_best = best };
	struct basket basket;
	struct samples all = { .count = 0 };
	volatile int64_t sum = 0;
	bool met;

	basket_init(&basket);
	for (int i = 0; i < LINES - 1; i++)
		add_line(&basket, i);
	for (int round = 0; round < bench->rounds; round++) {
		comparison_begin(&comparison);
		for (int i = 0; i < bench->samples; i++) {
			int64_t began = now_ns(), middle;

			ring_one_more(&rules, &basket);
			middle = now_ns();
			sum += floor_price(&basket);
			samples_add(&comparison.mine, middle - began);
			samples_add(&comparison.floor, now_ns() - middle);
			samples_add(&all, middle - began);
		}
		comparison_end(&comparison);
	}
	basket_done(&basket);
	met = comparison_print(&comparison);
	met &= figure_print("adding a line, p50", samples_us(&all, 50) / 1000, "ms", 1);
	samples_done(&all);
	return met;
}

bool
bench_price(const struct bench *bench)
{
	bool met = true;

	for (int i = 0; i < PROMOTIONS; i++)
		make_promotion(i);
	met &= compare(bench, "1,000 lines, 500 promotions as listed", LINES, false);
	met &= compare(bench, "1,000 lines, 500 promotions, best for the customer", LINES, true);
	met &= compare(bench, "10 lines, 500 promotions as listed", 10, false);
	met &= compare_adding(bench, "one line more, 500 promotions as listed", false);
	met &= compare_adding(bench, "one line more, 500 promotions, best for the customer", true);
	return met;
}
