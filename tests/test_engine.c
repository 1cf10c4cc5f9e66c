/*
 * What must hold for every basket, tried on random ones.  Taxes are worked out a second time, in a
 * way that has nothing in common with tax.c: forward from the net, in plain fractions.
 *
 * A failure names its seed; RINGUP_SEED=N runs that one again.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "checkout/pricing.h"
#include "checkout/promotion.h"
#include "tests/engine.h"
#include "tests/suite.h"

#define ROUNDS 1500     /* RINGUP_ROUNDS=N tries more */
#define LINES_MAX 9

/* ---- chance ---- */

static uint64_t seed, state;
static int rounds;

static void
begin(void)
{
	const char *given = getenv("RINGUP_SEED"), *more = getenv("RINGUP_ROUNDS");

	rounds = more ? atoi(more) : ROUNDS;

	seed = given ? strtoull(given, NULL, 10) : (uint64_t)time(NULL) * 1000003u;
}

/* Each basket has a seed of its own, so that one number repeats it. */
static void
next_basket(void)
{
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

static uint64_t before_seed;
static const struct basket *shown;

static void
show(const char *what)
{
	fprintf(stderr, "%s, with RINGUP_SEED=%llu\n", what, (unsigned long long)before_seed);
	for (size_t i = 0; shown && i < shown->line_count; i++) {
		const struct basket_line *line = &shown->lines[i];

		fprintf(stderr, "%s%s %lld x %lld = %lld -> %lld", line->is.voided ? "void " : "", line->is.item,
		        (long long)line->is.qty_milli, (long long)line->is.price.e4,
		        (long long)line->is.amount.minor, (long long)line->is.total.minor);
		for (int d = 0; d < line->is.discount_count; d++)
			fprintf(stderr, " -%lld", (long long)line->is.discounts[d].amount.minor);
		for (int t = 0; t < line->is.tax_count; t++)
			fprintf(stderr, " %s%s:%lld", line->is.taxes[t].tax,
			        line->is.taxes[t].included ? "i" : "", (long long)line->is.taxes[t].amount.minor);
		fputc('\n', stderr);
	}
}

#define assert_seeded(condition) \
	do { \
		if (!(condition)) \
			show(#condition); \
		ck_assert(condition); \
	} while (0)

/* ---- random shops and baskets ---- */

static const char *const tax_sets[] = {
	"percent:21:incl",
	"percent:7:incl",
	"",
	"percent:15",
	"percent:6.25 | percent:2.5",
	"percent:9.975:compound | percent:5",
	"fixed:0.25:incl:compound | percent:19:incl",
	"fixed:0.1:compound | percent:21",
	"division:5:incl | division:3.65:incl | division:9:incl",
	"division:5 | division:12.5",
	"percent:6:incl:compound | percent:6:incl:compound:unaffected | percent:3",
	"percent:10:incl | percent:8.875",
	"fixed:0.013:incl | percent:7.7:incl:compound | percent:1:incl",
};
#define TAX_SETS (int)(sizeof tax_sets / sizeof tax_sets[0])

/* Codes must tell taxes of different sets apart, as a shop's do. */
static void
name_taxes(struct basket_line *line, int set)
{
	for (int i = 0; i < line->rule_count; i++)
		snprintf(line->rules[i].code, TAX_CODE_MAX, "%d%c", set, 'a' + i);
}

static struct basket_line *
random_line(struct basket *basket, int sets)
{
	char price[32], qty[32], item[8];
	bool weighed = chance(5) == 0;
	int set = chance(sets);
	struct basket_line *line;

	snprintf(price, sizeof price, "%d.%02d%s", chance(60) + 1, chance(100), chance(8) ? "" : "5");
	if (weighed)
		snprintf(qty, sizeof qty, "%d.%03d", chance(4), chance(999) + 1);
	else
		snprintf(qty, sizeof qty, "%d", chance(6) + 1);
	snprintf(item, sizeof item, "%c", 'a' + chance(5));
	line = engine_line(basket, item, qty, price, tax_sets[set]);
	name_taxes(line, set);
	if (weighed)
		strcpy(line->is.unit, "kg");
	return line;
}

static void
random_discount(struct given_discount *given)
{
	*given = (struct given_discount){ .is_percent = chance(2) == 0, .reason = "given" };
	if (given->is_percent)
		given->percent_ppm = (chance(20) == 0 ? 100 : chance(60)) * 10000 + chance(2) * 5000;
	else
		given->amount = money_of(chance(chance(4) ? 300 : 90000));
	if (given->percent_ppm > 1000000)
		given->percent_ppm = 1000000;
}

static void
random_basket(struct basket *basket, struct price_rules *rules, bool discounts)
{
	int lines = chance(LINES_MAX) + 1, sets = chance(3) ? TAX_SETS : 3;

	*rules = (struct price_rules){
		.exponent = 2,
		.tax_rounding = chance(2) ? TAX_PER_TOTAL : TAX_PER_LINE,
		.rounding = chance(4) ? ROUND_HALF_UP : (enum rounding)chance(ROUNDINGS),
		.discount_without_tax = chance(3) == 0,
	};
	shown = basket;
	basket_clear(basket);
	for (int i = 0; i < lines; i++) {
		struct basket_line *line = random_line(basket, sets);

		line->is.voided = chance(12) == 0;
		if (discounts && chance(3) == 0)
			random_discount(&line->given[line->given_count++]);
		if (discounts && chance(10) == 0)
			random_discount(&line->given[line->given_count++]);
		if (chance(8) == 0)
			line->is.kind = LINE_DEPOSIT;
	}
	if (discounts && chance(2)) {
		random_discount(&basket->discount);
		basket->has_discount = true;
	}
}

/* ---- the second opinion ---- */

/* A fraction of cents; small numbers only, so no care is taken for their size. */
struct fraction {
	__int128 num, den;
};

static struct fraction
lowest(__int128 num, __int128 den)
{
	__int128 a = num < 0 ? -num : num, b = den;

	while (b != 0) {
		__int128 rest = a % b;

		a = b;
		b = rest;
	}
	return (struct fraction){ num / (a ? a : 1), den / (a ? a : 1) };
}

static struct fraction
plus(struct fraction a, struct fraction b)
{
	return lowest(a.num * b.den + b.num * a.den, a.den * b.den);
}

static struct fraction
times(struct fraction a, __int128 num, __int128 den)
{
	struct fraction one = lowest(a.num, den), other = lowest(num, a.den);

	return lowest(one.num * other.num, one.den * other.den);
}

struct opinion {
	struct fraction net, tax[LINE_TAXES_MAX];
};

static int64_t
division_together(const struct basket_line *line, int index)
{
	int64_t together = 0;

	/* in the sets above all division taxes of a line stand together */
	(void)index;
	for (int i = 0; i < line->rule_count; i++)
		if (line->rules[i].kind == TAX_DIVISION)
			together += line->rules[i].rate_ppm;
	return together;
}

/* Taxes and price for a net. */
static struct fraction
forward(const struct basket_line *line, struct fraction net, struct opinion *out)
{
	int64_t units = line->is.price.e4 < 0 ? -line->is.qty_milli : line->is.qty_milli;
	struct fraction price = net;

	out->net = net;
	for (int i = 0; i < line->rule_count; i++) {
		const struct tax_rule *rule = &line->rules[i];
		struct fraction base = net;

		for (int j = 0; j < i && rule->affected; j++)
			if (line->rules[j].compound)
				base = plus(base, out->tax[j]);
		if (rule->kind == TAX_FIXED)
			out->tax[i] = lowest((__int128)rule->per_unit.e4 * units, 10000000);
		else if (rule->kind == TAX_DIVISION)
			out->tax[i] = times(base, rule->rate_ppm, 1000000 - division_together(line, i));
		else
			out->tax[i] = times(base, rule->rate_ppm, 1000000);
		if (rule->included)
			price = plus(price, out->tax[i]);
	}
	return price;
}

/* price(net) is a straight line: two points find the net of a price. */
static void
second_opinion(const struct basket_line *line, struct fraction left, struct opinion *out)
{
	struct fraction at_0 = forward(line, (struct fraction){ 0, 1 }, out);
	struct fraction at_1 = forward(line, (struct fraction){ 1, 1 }, out);
	struct fraction slope = plus(at_1, times(at_0, -1, 1));
	struct fraction net = plus(left, times(at_0, -1, 1));

	forward(line, times(net, slope.den, slope.num), out);
}

/* Price x quantity, which only a scale rounds where tax is rounded over the total. */
static struct fraction
exact_amount(const struct basket_line *line)
{
	if (line->is.unit[0])
		return (struct fraction){ line->is.amount.minor, 1 };
	return lowest((__int128)line->is.price.e4 * line->is.qty_milli, 10000000);
}

static int64_t
rounded(struct fraction value, enum rounding mode)
{
	return round_div(value.num, value.den, mode);
}

/* ---- what must hold ---- */

static struct money
left_of(const struct sale_line *line)
{
	struct money left = line->amount;

	for (int i = 0; i < line->discount_count; i++)
		left = money_sub(left, line->discounts[i].amount);
	return left;
}

static void
assert_adds_up(const struct basket *basket)
{
	struct money total = { 0 }, tax = { 0 }, rows = { 0 }, saved = { 0 };

	for (size_t i = 0; i < basket->line_count; i++) {
		const struct sale_line *line = &basket->lines[i].is;

		total = money_add(total, line->total);
		for (int t = 0; t < line->tax_count; t++)
			tax = money_add(tax, line->taxes[t].amount);
		saved = money_add(saved, money_sub(line->amount, left_of(line)));
	}
	for (size_t i = 0; i < basket->tax_count; i++)
		rows = money_add(rows, basket->taxes[i].amount);
	assert_seeded(basket->total.minor == total.minor);
	assert_seeded(basket->tax.minor == tax.minor);
	assert_seeded(basket->tax.minor == rows.minor);
	assert_seeded(basket->net.minor == total.minor - tax.minor);
	assert_seeded(basket->saved.minor == saved.minor);
}

/* A tax that is in a price and one that is added to it: neither net nor total is given. */
static bool
is_mixed(const struct basket_line *line)
{
	int included = 0;

	for (int i = 0; i < line->rule_count; i++)
		included += line->rules[i].included;
	return included > 0 && included < line->rule_count;
}

static void
assert_line_adds_up(const struct price_rules *rules, const struct basket_line *line)
{
	struct money total = left_of(&line->is);

	for (int t = 0; t < line->is.tax_count; t++)
		if (!line->is.taxes[t].included)
			total = money_add(total, line->is.taxes[t].amount);
	if (rules->tax_rounding == TAX_PER_LINE || !is_mixed(line))
		assert_seeded(line->is.total.minor == total.minor);
	assert_seeded(left_of(&line->is).minor >= 0);
	assert_seeded(left_of(&line->is).minor <= line->is.amount.minor);
	assert_seeded(line->is.total.minor >= 0);
	if (line->is.kind == LINE_DEPOSIT && line->given_count == 0)
		assert_seeded(line->is.discount_count == 0);
}

START_TEST(lines_and_taxes_add_up)
{
	struct price_rules rules;
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, true);
		price_basket(&rules, &basket);
		assert_adds_up(&basket);
		for (size_t l = 0; l < basket.line_count; l++)
			assert_line_adds_up(&rules, &basket.lines[l]);
	}
	basket_done(&basket);
}
END_TEST

START_TEST(each_line_is_taxed_as_fractions_say)
{
	struct price_rules rules;
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, false);
		rules.tax_rounding = TAX_PER_LINE;
		price_basket(&rules, &basket);
		for (size_t l = 0; l < basket.line_count; l++) {
			const struct basket_line *line = &basket.lines[l];
			struct opinion opinion;

			if (line->is.voided)
				continue;
			second_opinion(line, (struct fraction){ left_of(&line->is).minor, 1 }, &opinion);
			for (int t = 0; t < line->rule_count; t++)
				assert_seeded(line->is.taxes[t].amount.minor ==
				              rounded(opinion.tax[t], rules.rounding));
		}
	}
	basket_done(&basket);
}
END_TEST

/* Is it charged alike, and as the same of those that are alike on its line? */
static bool
same_rate(const struct basket_line *a, int i, const struct basket_line *b, int j)
{
	int turn = 0;

	if (!tax_rules_equal(&a->rules[i], 1, &b->rules[j], 1))
		return false;
	for (int k = 0; k < i; k++)
		turn += tax_rules_equal(&a->rules[k], 1, &a->rules[i], 1);
	for (int k = 0; k < j; k++)
		turn -= tax_rules_equal(&b->rules[k], 1, &b->rules[j], 1);
	return turn == 0;
}

/* What a rate comes to over the basket, exactly, and what was charged. */
static void
sum_of_rate(const struct basket *basket, const struct basket_line *of, int index, struct fraction *exact,
            int64_t *charged)
{
	*exact = (struct fraction){ 0, 1 };
	*charged = 0;
	for (size_t l = 0; l < basket->line_count; l++) {
		const struct basket_line *line = &basket->lines[l];
		struct opinion opinion;

		if (line->is.voided)
			continue;
		second_opinion(line, exact_amount(line), &opinion);
		for (int t = 0; t < line->rule_count; t++) {
			if (!same_rate(of, index, line, t))
				continue;
			*exact = plus(*exact, opinion.tax[t]);
			*charged += line->is.taxes[t].amount.minor;
		}
	}
}

/* Codes are but names: now and then each line has its own, or all have the same. */
static void
rename_taxes(struct basket *basket)
{
	int how = chance(3);

	for (size_t l = 0; how > 0 && l < basket->line_count; l++)
		for (int t = 0; t < basket->lines[l].rule_count; t++)
			snprintf(basket->lines[l].rules[t].code, TAX_CODE_MAX, "%d", how == 1 ? (int)l * 4 + t : t);
}

START_TEST(each_rate_is_rounded_once_over_the_total)
{
	struct price_rules rules;
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, false);
		rename_taxes(&basket);
		rules.tax_rounding = TAX_PER_TOTAL;
		price_basket(&rules, &basket);
		for (size_t l = 0; l < basket.line_count; l++) {
			const struct basket_line *line = &basket.lines[l];

			for (int t = 0; t < line->rule_count && !line->is.voided; t++) {
				struct fraction exact;
				int64_t charged;

				sum_of_rate(&basket, line, t, &exact, &charged);
				assert_seeded(charged == rounded(exact, rules.rounding));
			}
		}
	}
	basket_done(&basket);
}
END_TEST

/* ---- refunds ---- */

static bool
opposite(const struct sale_line *a, const struct sale_line *b)
{
	bool same = a->amount.minor == -b->amount.minor && a->total.minor == -b->total.minor &&
	            a->discount_count == b->discount_count && a->tax_count == b->tax_count;

	for (int i = 0; same && i < a->discount_count; i++)
		same = a->discounts[i].amount.minor == -b->discounts[i].amount.minor;
	for (int i = 0; same && i < a->tax_count; i++)
		same = a->taxes[i].amount.minor == -b->taxes[i].amount.minor &&
		       a->taxes[i].base.minor == -b->taxes[i].base.minor;
	return same;
}

static const struct promotion offers[2] = {
	{ .name = "3 for 2", .effect = PROMOTION_BUY_X_GET_Y, .buy = 2, .get = 1, .target = { .items = "a\0b", .item_count = 2 } },
	{ .name = "2 for 1", .effect = PROMOTION_BUY_X_GET_Y, .buy = 1, .get = 1, .target = { .items = "b\0c", .item_count = 2 } },
};

static void
with_offers(struct price_rules *rules)
{
	rules->promotions = offers;
	rules->promotion_count = 2;
	rules->promotions_best = chance(2);
}

START_TEST(a_refund_is_the_exact_opposite)
{
	struct price_rules rules;
	struct basket basket;
	struct sale_line sold[LINES_MAX];

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		struct money total;
		bool by_price;

		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, true);
		with_offers(&rules);
		by_price = chance(2);
		price_basket(&rules, &basket);
		total = basket.total;
		for (size_t l = 0; l < basket.line_count; l++) {
			sold[l] = basket.lines[l].is;
			if (by_price) /* a negative price says the same as a negative quantity */
				basket.lines[l].is.price.e4 = -basket.lines[l].is.price.e4;
			else
				basket.lines[l].is.qty_milli = -basket.lines[l].is.qty_milli;
		}
		price_basket(&rules, &basket);
		assert_seeded(basket.total.minor == -total.minor);
		for (size_t l = 0; l < basket.line_count; l++)
			assert_seeded(opposite(&basket.lines[l].is, &sold[l]));
	}
	basket_done(&basket);
}
END_TEST

/* Some of it comes back, some of that the very same goods. */
static void
turn_some(struct basket *basket)
{
	for (size_t l = 0; l < basket->line_count; l++) {
		struct basket_line *line = &basket->lines[l];

		if (l > 0 && chance(3) == 0) {
			int number = line->is.number;

			*line = basket->lines[chance((int)l)];
			line->is.number = number;
			line->is.qty_milli = -line->is.qty_milli;
		} else if (chance(4) == 0) {
			line->is.qty_milli = -line->is.qty_milli;
		}
	}
}

static bool
never_turns(int64_t amount, int64_t whole)
{
	return whole < 0 ? amount <= 0 && amount >= whole : amount >= 0 && amount <= whole;
}

START_TEST(goods_out_and_goods_back_keep_their_sides)
{
	struct price_rules rules;
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		bool all_off = chance(4) == 0;

		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, true);
		turn_some(&basket);
		with_offers(&rules);
		if (all_off) {
			basket.has_discount = true;
			basket.discount = (struct given_discount){ .is_percent = true, .percent_ppm = 1000000 };
		}
		price_basket(&rules, &basket);
		assert_adds_up(&basket);
		for (size_t l = 0; l < basket.line_count; l++) {
			const struct sale_line *line = &basket.lines[l].is;

			assert_seeded(never_turns(left_of(line).minor, line->amount.minor));
			assert_seeded(line->amount.minor < 0 ? line->total.minor <= 0 : line->total.minor >= 0);
		}
	}
	basket_done(&basket);
}
END_TEST

/* Returns everything in pieces, in any order; what came back is put into a basket and priced again. */
static void
return_in_pieces(const struct price_rules *rules, const struct basket *sale, struct basket *back)
{
	int64_t returned[LINES_MAX] = { 0 };
	size_t open = sale->line_count;
	struct err err;

	basket_clear(back);
	while (open > 0) {
		size_t l = (size_t)chance((int)sale->line_count);
		const struct basket_line *line = &sale->lines[l];
		int64_t rest = line->is.qty_milli - returned[l], some = rest;
		struct basket_line *piece;

		if (rest == 0)
			continue;
		if (!line->is.voided) {
			if (rest > 1000 && chance(3))
				some = 1000 * (chance((int)(rest / 1000)) + 1);
			ck_assert_int_eq(basket_add(back, &piece, &err), RC_OK);
			piece->fixed = true;
			price_returned_share(&line->is, returned[l], some, &piece->is);
			assert_seeded(piece->is.total.minor <= 0);
		}
		returned[l] += some;
		open -= returned[l] == line->is.qty_milli;
	}
	price_basket(rules, back);
}

static struct money
tax_of(const struct basket *basket, const char *code)
{
	for (size_t i = 0; i < basket->tax_count; i++)
		if (strcmp(basket->taxes[i].tax, code) == 0)
			return basket->taxes[i].amount;
	return money_of(0);
}

START_TEST(returning_piece_by_piece_gives_back_what_was_paid)
{
	struct price_rules rules;
	struct basket sale, back;

	basket_init(&sale);
	basket_init(&back);
	for (int i = 0; i < rounds; i++) {
		before_seed = seed;
		next_basket();
		random_basket(&sale, &rules, true);
		with_offers(&rules);
		price_basket(&rules, &sale);
		return_in_pieces(&rules, &sale, &back);
		assert_adds_up(&back);
		assert_seeded(back.total.minor == -sale.total.minor);
		assert_seeded(back.net.minor == -sale.net.minor);
		assert_seeded(back.saved.minor == -sale.saved.minor);
		for (size_t t = 0; t < sale.tax_count; t++)
			assert_seeded(tax_of(&back, sale.taxes[t].tax).minor == -sale.taxes[t].amount.minor);
	}
	basket_done(&sale);
	basket_done(&back);
}
END_TEST

/* ---- discounts ---- */

static struct money
undiscounted(const struct price_rules *rules, struct basket *basket)
{
	bool has_discount = basket->has_discount;
	struct money total;

	basket->has_discount = false;
	price_basket(rules, basket);
	total = rules->discount_without_tax ? basket->net : basket->total;
	basket->has_discount = has_discount;
	return total;
}

START_TEST(an_amount_off_the_basket_comes_off_to_the_cent)
{
	struct price_rules rules;
	struct basket basket;
	int taken = 0;

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		struct money before, after, off;

		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, false);
		basket.has_discount = true;
		basket.discount = (struct given_discount){ .amount = money_of(chance(900)) };
		before = undiscounted(&rules, &basket);
		price_basket(&rules, &basket);
		after = rules.discount_without_tax ? basket.net : basket.total;
		off = money_sub(before, after);
		assert_seeded(off.minor >= 0);
		assert_seeded(off.minor <= basket.discount.amount.minor);
		if (before.minor > 5000 && off.minor == basket.discount.amount.minor)
			taken++;
	}
	ck_assert_int_gt(taken, rounds / 3);
	basket_done(&basket);
}
END_TEST

START_TEST(more_discount_is_never_dearer)
{
	struct price_rules rules;
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < rounds; i++) {
		struct money last = { MONEY_MAX_MINOR };

		before_seed = seed;
		next_basket();
		random_basket(&basket, &rules, false);
		basket.has_discount = true;
		for (int percent = 0; percent <= 100; percent += 20) {
			basket.discount = (struct given_discount){ .is_percent = true,
				                                   .percent_ppm = percent * 10000 };
			price_basket(&rules, &basket);
			assert_seeded(basket.total.minor <= last.minor);
			last = basket.total;
		}
	}
	basket_done(&basket);
}
END_TEST

/* ---- n for m against every choice there is ---- */

static int64_t
best_choice(int64_t prices[], int count, int buy, int get, unsigned used)
{
	int64_t best = 0;

	for (unsigned group = 1; group < 1u << count; group++) {
		int64_t inside[8], free = 0;
		int size = 0;

		if ((group & used) || __builtin_popcount(group) != buy + get)
			continue;
		for (int i = 0; i < count; i++)
			if (group & 1u << i)
				inside[size++] = prices[i];
		for (int g = 0; g < get; g++) { /* prices come dearest first */
			free += inside[size - 1 - g];
		}
		free += best_choice(prices, count, buy, get, used | group);
		if (free > best)
			best = free;
	}
	return best;
}

static int
dearest_first(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;

	return a > b ? -1 : a < b;
}

START_TEST(n_for_m_is_the_best_of_all_choices)
{
	struct basket basket;

	basket_init(&basket);
	for (int i = 0; i < rounds / 5; i++) {
		struct promotion offer = { .name = "offer", .effect = PROMOTION_BUY_X_GET_Y, .buy = 1, .get = 1 };
		struct price_rules rules = { .exponent = 2, .promotions = &offer, .promotion_count = 1 };
		int64_t prices[7];
		int count;

		before_seed = seed;
		next_basket();
		offer.buy += chance(2);
		count = chance(7) + 1;
		basket_clear(&basket);
		for (int u = 0; u < count; u++) {
			char price[32];

			prices[u] = chance(900) + 1;
			snprintf(price, sizeof price, "%d.%02d", (int)prices[u] / 100, (int)prices[u] % 100);
			engine_line(&basket, "a", "1", price, "");
		}
		qsort(prices, (size_t)count, sizeof prices[0], dearest_first);
		price_basket(&rules, &basket);
		assert_seeded(basket.saved.minor == best_choice(prices, count, offer.buy, offer.get, 0));
	}
	basket_done(&basket);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("engine");
	TCase *sums = tcase_create("sums"), *refunds = tcase_create("refunds");
	TCase *discounts = tcase_create("discounts");

	tcase_add_checked_fixture(sums, begin, NULL);
	tcase_add_test(sums, lines_and_taxes_add_up);
	tcase_add_test(sums, each_line_is_taxed_as_fractions_say);
	tcase_add_test(sums, each_rate_is_rounded_once_over_the_total);
	tcase_add_checked_fixture(refunds, begin, NULL);
	tcase_add_test(refunds, a_refund_is_the_exact_opposite);
	tcase_add_test(refunds, goods_out_and_goods_back_keep_their_sides);
	tcase_add_test(refunds, returning_piece_by_piece_gives_back_what_was_paid);
	tcase_add_checked_fixture(discounts, begin, NULL);
	tcase_add_test(discounts, an_amount_off_the_basket_comes_off_to_the_cent);
	tcase_add_test(discounts, more_discount_is_never_dearer);
	tcase_add_test(discounts, n_for_m_is_the_best_of_all_choices);
	suite_add_tcase(suite, sums);
	suite_add_tcase(suite, refunds);
	suite_add_tcase(suite, discounts);
	for (TCase **each = (TCase *[]){ sums, refunds, discounts, NULL }; *each; each++)
		tcase_set_timeout(*each, 0);
	return run_suite(suite);
}
