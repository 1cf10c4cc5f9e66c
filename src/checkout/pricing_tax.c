/*
 * The taxes of a basket: each line's by itself, or each rate's over all lines.
 *
 * Per line is tax_line().  Per total, what is charged alike (kind, rate, included, compound,
 * affected) is summed up unrounded over the basket (which its plan makes a sum of prices), rounded
 * once, and the cents go back to the lines by spread_round(), so that lines still add up.  Codes
 * are names for the paper: a basket costs the same whether one code or ten stand for a rate.  Two
 * taxes of one line that are alike (the two halves of a tax that two authorities share) stay two.
 * The net of a line is what its price and its taxes leave no choice about, with one exception:
 * where a price contains one tax and has another added to it, neither net nor total is given, and
 * the net is rounded over the basket like a tax.
 */
#include <config.h>

#include "checkout/pricing_inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

struct sale_tax *
pricing_tax_row(struct basket *basket, const struct line_tax *tax, const char *name)
{
	struct sale_tax *row;
	size_t i;

	for (i = 0; i < basket->tax_count; i++) {
		row = &basket->taxes[i];
		if (strcmp(row->tax, tax->tax) == 0 && row->kind == tax->kind &&
		    row->rate_ppm == tax->rate_ppm && row->included == tax->included)
			break;
	}
	assert(i < BASKET_TAXES_MAX);
	row = &basket->taxes[i];
	if (i == basket->tax_count) {
		*row = (struct sale_tax){ .kind = tax->kind,
			                  .rate_ppm = tax->rate_ppm,
			                  .included = tax->included };
		text_copy(row->tax, sizeof row->tax, tax->tax);
		basket->tax_count++;
	}
	if (row->name[0] == '\0')
		text_copy(row->name, sizeof row->name, name);
	return row;
}

static void
line_taxes(struct basket_line *line)
{
	line->is.tax_count = line->rule_count;
	for (int i = 0; i < line->rule_count; i++) {
		const struct tax_rule *rule = &line->rules[i];
		struct line_tax *tax = &line->is.taxes[i];

		*tax = (struct line_tax){ .kind = rule->kind, .included = rule->included };
		text_copy(tax->tax, sizeof tax->tax, rule->code);
		if (rule->kind == TAX_FIXED)
			tax->per_unit = rule->per_unit;
		else
			tax->rate_ppm = rule->rate_ppm;
	}
}

/* How many taxes before this one of the line are charged alike. */
static int
turn_of(const struct tax_rule rules[], int index)
{
	int turn = 0;

	for (int i = 0; i < index; i++)
		turn += tax_rules_equal(&rules[i], 1, &rules[index], 1);
	return turn;
}

size_t
pricing_tax_rate(struct pricing *pricing, const struct tax_rule rules[], int index)
{
	int turn = turn_of(rules, index);
	struct tax_rate *rate;

	for (size_t i = 0; i < pricing->rate_count; i++)
		if (pricing->rates[i].turn == turn &&
		    tax_rules_equal(&pricing->rates[i].rule, 1, &rules[index], 1))
			return i;
	if (pricing->rate_count == pricing->rate_room) {
		size_t room = pricing->rate_room ? 2 * pricing->rate_room : 8;

		pricing->rates = alloc_again(pricing->rates, room, sizeof *rate);
		pricing->rate_values =
		        alloc_again(pricing->rate_values, room + 1, sizeof pricing->rate_values[0]);
		pricing->rate_parts =
		        alloc_again(pricing->rate_parts, room + 1, sizeof pricing->rate_parts[0]);
		pricing->rate_limits =
		        alloc_again(pricing->rate_limits, room + 1, sizeof pricing->rate_limits[0]);
		pricing->rate_room = room;
	}
	pricing->rates[pricing->rate_count] =
	        (struct tax_rate){ .rule = rules[index], .turn = turn, .carry = { 0, 1 } };
	return pricing->rate_count++;
}

static size_t
set_of(struct pricing *pricing, struct basket_line *line)
{
	struct tax_set *set;
	enum outcome made;

	for (size_t i = 0; i < pricing->set_count; i++) {
		set = &pricing->sets[i];
		if (tax_rules_equal(set->of->rules, set->of->rule_count, line->rules,
		                    line->rule_count))
			return i;
	}
	if (pricing->set_count == pricing->set_room) {
		pricing->set_room = pricing->set_room ? 2 * pricing->set_room : 8;
		pricing->sets = alloc_again(pricing->sets, pricing->set_room, sizeof *set);
	}
	set = &pricing->sets[pricing->set_count];
	*set = (struct tax_set){ .of = line };
	made = tax_plan_make(&set->plan, line->rules, line->rule_count, NULL);
	assert(made == RC_OK); /* whoever adds a line checks its taxes */
	for (int i = 0; i < line->rule_count; i++)
		set->rate[i] = pricing_tax_rate(pricing, line->rules, i);
	return pricing->set_count++;
}

void
pricing_tax_set(struct pricing *pricing, struct priced_line *priced)
{
	line_taxes(priced->line);
	priced->set = set_of(pricing, priced->line);
}

/* ---- per total ---- */

/* What the taxes are worked out from: everything of a line, or what discounts may take. */
struct tax_part {
	bool open;
	bool by_tax; /* which lines */
};

static struct tax_amounts *
amounts_of(struct priced_line *line, const struct tax_part *part)
{
	return part->open ? &line->open : &line->taxed;
}

static struct money
price_of(const struct pricing *pricing, const struct priced_line *line, const struct tax_part *part)
{
	if (!part->open)
		return line->left;
	return tax_discountable(plan_of(pricing, line), line->left, line->units);
}

/* The same before rounding: over the total nothing is rounded but its sum. */
static struct exact
exact_price_of(const struct pricing *pricing, const struct priced_line *line,
               const struct tax_part *part)
{
	struct exact exact = pricing_exact(pricing, line);

	if (!part->open)
		return exact;
	return tax_discountable_exact(plan_of(pricing, line), exact, line->units);
}

static int64_t
units_of(const struct priced_line *line, const struct tax_part *part)
{
	return part->open ? 0 : line->units;
}

/* A figure of a set over the sums of its lines' prices and units. */
static struct exact
sum_over_set(const struct pricing *pricing, size_t set, const struct tax_slope *slope,
             const struct tax_part *part)
{
	struct exact price = { 0, 1 }, sum;
	__int128 units = 0;

	for (size_t i = 0; i < pricing->count; i++) {
		const struct priced_line *line = &pricing->lines[i];

		if (line->set != set || line->by_tax != part->by_tax)
			continue;
		price = exact_add(price, exact_price_of(pricing, line, part));
		units += units_of(line, part);
	}
	sum = tax_figure_exact(&pricing->sets[set].plan, slope, price, units);
	return exact_of(sum.num, sum.den);
}

/* A line's own figure, for spreading. */
static __int128
value_of(const struct pricing *pricing, const struct priced_line *line,
         const struct tax_slope *slope, const struct tax_part *part)
{
	struct exact figure =
	        tax_figure_exact(plan_of(pricing, line), slope, exact_price_of(pricing, line, part),
	                         units_of(line, part));

	return spread_value(figure.num, figure.den);
}

static struct money
rounded(const struct pricing *pricing, struct exact sum)
{
	return money_of(exact_round(sum, pricing->rules->rounding));
}

int
pricing_tax_of_rate(const struct tax_set *set, size_t rate)
{
	for (int i = 0; i < set->plan.count; i++)
		if (set->rate[i] == rate)
			return i;
	return -1;
}

/* Lines that are taken from tax by tax are rounded first; what that lost goes on to the others, so
 * that a rate is rounded once over all. */
static struct money
round_rate(struct pricing *pricing, struct tax_rate *rate, struct exact sum,
           const struct tax_part *part)
{
	struct money whole;

	if (part->open)
		return rounded(pricing, sum);
	sum = exact_add(sum, rate->carry);
	whole = rounded(pricing, sum);
	rate->carry = exact_sub(sum, exact_whole(whole.minor));
	return whole;
}

static bool
bears(const struct pricing *pricing, size_t rate, const struct tax_part *part)
{
	for (size_t i = 0; i < pricing->count; i++)
		if (pricing->lines[i].by_tax == part->by_tax &&
		    pricing_tax_of_rate(&pricing->sets[pricing->lines[i].set], rate) >= 0)
			return true;
	return false;
}

static void
spread_rate(struct pricing *pricing, size_t rate, const struct tax_part *part)
{
	struct exact sum = { 0, 1 };

	if (!bears(pricing, rate, part))
		return;

	for (size_t s = 0; s < pricing->set_count; s++) {
		int index = pricing_tax_of_rate(&pricing->sets[s], rate);

		if (index >= 0)
			sum = exact_add(sum,
			                sum_over_set(pricing, s,
			                             &pricing->sets[s].plan.amount[index], part));
	}
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];
		int index = pricing_tax_of_rate(&pricing->sets[line->set], rate);

		pricing->values[i] = 0;
		if (index >= 0 && line->by_tax == part->by_tax)
			pricing->values[i] = value_of(pricing, line,
			                              &plan_of(pricing, line)->amount[index], part);
	}
	spread_round(pricing->values, pricing->count,
	             round_rate(pricing, &pricing->rates[rate], sum, part), NULL, pricing->shares);
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];
		int index = pricing_tax_of_rate(&pricing->sets[line->set], rate);

		if (index >= 0 && line->by_tax == part->by_tax)
			amounts_of(line, part)->amount[index] = pricing->shares[i];
	}
}

/* Net and total where the price gives one of them. */
static void
complete(const struct tax_plan *plan, struct money price, struct tax_amounts *amounts)
{
	amounts->net = amounts->total = price;
	for (int i = 0; i < plan->count; i++) {
		if (plan->included[i])
			amounts->net = money_sub(amounts->net, amounts->amount[i]);
		else
			amounts->total = money_add(amounts->total, amounts->amount[i]);
	}
	tax_bases(plan, amounts);
}

/* The exception: the net is rounded over the set, and the total follows from it. */
static void
complete_mixed(struct pricing *pricing, size_t set, const struct tax_part *part)
{
	const struct tax_plan *plan = &pricing->sets[set].plan;
	struct money net = rounded(pricing, sum_over_set(pricing, set, &plan->net, part));

	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];

		pricing->values[i] = 0;
		if (line->set == set && line->by_tax == part->by_tax)
			pricing->values[i] = value_of(pricing, line, &plan->net, part);
	}
	spread_round(pricing->values, pricing->count, net, NULL, pricing->shares);
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];
		struct tax_amounts *amounts = amounts_of(line, part);

		if (line->set != set || line->by_tax != part->by_tax)
			continue;
		amounts->net = amounts->total = pricing->shares[i];
		for (int t = 0; t < plan->count; t++)
			amounts->total = money_add(amounts->total, amounts->amount[t]);
		tax_bases(plan, amounts);
	}
}

static bool
is_mixed(const struct tax_plan *plan)
{
	return plan->included_count > 0 && plan->included_count < plan->count;
}

static void
tax_per_total(struct pricing *pricing, const struct tax_part *part)
{
	for (size_t rate = 0; rate < pricing->rate_count; rate++)
		spread_rate(pricing, rate, part);
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];

		if (line->by_tax == part->by_tax)
			complete(plan_of(pricing, line), price_of(pricing, line, part),
			         amounts_of(line, part));
	}
	for (size_t s = 0; s < pricing->set_count; s++)
		if (is_mixed(&pricing->sets[s].plan))
			complete_mixed(pricing, s, part);
}

static void
tax_per_line(struct pricing *pricing, const struct tax_part *part)
{
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];

		if (line->by_tax == part->by_tax && !line->taken_by_tax)
			tax_line(plan_of(pricing, line), price_of(pricing, line, part),
			         units_of(line, part), pricing->rules->rounding,
			         amounts_of(line, part));
	}
}

static void
tax_part(struct pricing *pricing, bool open, bool by_tax)
{
	struct tax_part part = { .open = open, .by_tax = by_tax };

	if (pricing->rules->tax_rounding == TAX_PER_TOTAL)
		tax_per_total(pricing, &part);
	else
		tax_per_line(pricing, &part);
}

void
pricing_tax(struct pricing *pricing, bool by_tax)
{
	pricing_settle(pricing, by_tax);
	tax_part(pricing, false, by_tax);
	if (by_tax)
		tax_part(pricing, true, true);
}
