/*
 * Discounts on the other side of the tax than the one where prices are given, tax by tax.
 *
 * Five off the total where prices are without tax, or five off the net where they are with it: the
 * part of the line's net that a discount may touch and each tax of it shrink by the same fraction,
 * each rounded once over all lines concerned, so that the side that counts falls by exactly what
 * was promised:
 *
 *   2 x 16.79, 21 % added, 2 % off          total 40.64, discount 0.81
 *   of the tax 7.06                         0.14
 *   of the net                              0.81 - 0.14 = 0.67
 *
 * From the first such discount on, net and taxes of these lines are figures that were rounded
 * (pricing_freeze()), and what a discount takes is a part of these.
 */
#include <config.h>

#include <string.h>

#include "checkout/pricing_inside.h"

/* All or none, so that a rate is still rounded once over the lines. */
void
pricing_freeze(struct pricing *pricing)
{
	if (pricing->frozen)
		return;
	pricing->frozen = true;
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];

		line->by_tax = !line->no_tax && !pricing_counts_as_given(pricing, line);
	}
	pricing_tax(pricing, true);
}

/* Rounded per line, each line is by itself; over the total all lines are frozen together. */
void
pricing_thaw(struct pricing *pricing)
{
	bool all = pricing->rules->tax_rounding == TAX_PER_TOTAL;

	if (!pricing->frozen)
		return;
	for (size_t i = 0; all && i < pricing->count; i++)
		if (pricing->lines[i].taken_by_tax)
			return;
	for (size_t i = 0; i < pricing->count; i++)
		pricing->lines[i].by_tax &= pricing->lines[i].taken_by_tax;
	for (size_t rate = 0; rate < pricing->rate_count; rate++)
		pricing->rates[rate].carry = exact_whole(0);
	pricing->frozen = false;
}

struct money
pricing_by_tax_basis(const struct pricing *pricing, const size_t lines[], size_t count)
{
	struct money sum = { 0 };

	for (size_t k = 0; k < count; k++) {
		const struct priced_line *line = &pricing->lines[lines[k]];

		if (line->by_tax)
			sum = money_add(sum, pricing->rules->discount_without_tax
			                             ? line->open.net
			                             : line->open.total);
	}
	return sum;
}

static struct money
fraction(const struct pricing *pricing, const struct taking *taking, struct money of)
{
	return money_of(round_div(of.minor * taking->num, taking->den, pricing->rules->rounding));
}

/* A line's net (index -1) or one of its taxes. */
static struct money *
figure(struct tax_amounts *amounts, int index)
{
	return index < 0 ? &amounts->net : &amounts->amount[index];
}

/* After all rates comes the net. */
static bool
takes_part(const struct pricing *pricing, const struct priced_line *line, size_t rate, int *index)
{
	bool is_net = rate == pricing->rate_count;

	*index = is_net ? -1 : pricing_tax_of_rate(&pricing->sets[line->set], rate);
	return line->by_tax && (is_net || *index >= 0);
}

/* Takes `whole` off the taxes of a rate, or off the net, and adds to each line's discount as its
 * price was given. */
static void
take_rate(struct pricing *pricing, const struct taking *taking, size_t rate, struct money whole)
{
	int index;

	for (size_t k = 0; k < taking->count; k++) {
		struct priced_line *line = &pricing->lines[taking->lines[k]];

		pricing->values[k] = 0;
		pricing->limits[k] = money_of(0);
		if (!takes_part(pricing, line, rate, &index))
			continue;
		pricing->limits[k] = *figure(&line->open, index);
		pricing->values[k] =
		        spread_value(pricing->limits[k].minor * taking->num, taking->den);
	}
	spread_round(pricing->values, taking->count, whole, pricing->limits, pricing->shares);
	for (size_t k = 0; k < taking->count; k++) {
		struct priced_line *line = &pricing->lines[taking->lines[k]];
		struct money share = pricing->shares[k];

		if (!takes_part(pricing, line, rate, &index))
			continue;
		line->taken_by_tax |= share.minor != 0;
		*figure(&line->open, index) = money_sub(*figure(&line->open, index), share);
		*figure(&line->taxed, index) = money_sub(*figure(&line->taxed, index), share);
		line->open.total = money_sub(line->open.total, share);
		line->taxed.total = money_sub(line->taxed.total, share);
		if (index < 0 || plan_of(pricing, line)->included[index])
			pricing->as_given[k] = money_add(pricing->as_given[k], share);
	}
}

static struct money
sum_of_rate(const struct pricing *pricing, const struct taking *taking, size_t rate)
{
	struct money sum = { 0 };
	int index;

	for (size_t k = 0; k < taking->count; k++) {
		struct priced_line *line = &pricing->lines[taking->lines[k]];

		if (takes_part(pricing, line, rate, &index))
			sum = money_add(sum, *figure(&line->open, index));
	}
	return sum;
}

/*
 * How much of the discount falls on each rate, and on the net, which is the last: each rate its
 * fraction, and the net what is left.  A discount of a cent or two may leave the net less than
 * nothing; then all of them share it out by the cent.
 */
static void
divide(struct pricing *pricing, const struct taking *taking)
{
	size_t net = pricing->rate_count;
	struct money *parts = pricing->rate_parts, *open = pricing->rate_limits;
	struct money rest = taking->amount;

	for (size_t rate = 0; rate <= net; rate++) {
		open[rate] = sum_of_rate(pricing, taking, rate);
		pricing->rate_values[rate] =
		        spread_value(open[rate].minor * taking->num, taking->den);
		parts[rate] = fraction(pricing, taking, open[rate]);
		if (rate < net)
			rest = money_sub(rest, parts[rate]);
	}
	if (pricing->rules->discount_without_tax) {
		parts[net] = taking->amount;
		return;
	}
	parts[net] = rest;
	if (at_most(rest, open[net]).minor != rest.minor ||
	    (rest.minor != 0 && (rest.minor < 0) != (open[net].minor < 0)))
		spread_round(pricing->rate_values, net + 1, taking->amount, open, parts);
}

void
pricing_take_by_tax(struct pricing *pricing, const struct taking *taking)
{
	memset(pricing->as_given, 0, taking->count * sizeof pricing->as_given[0]);
	divide(pricing, taking);
	for (size_t rate = 0; rate <= pricing->rate_count; rate++)
		take_rate(pricing, taking, rate, pricing->rate_parts[rate]);
	for (size_t k = 0; k < taking->count; k++) {
		struct priced_line *line = &pricing->lines[taking->lines[k]];

		if (!line->by_tax)
			continue;
		tax_bases(plan_of(pricing, line), &line->taxed);
		pricing_take_from_left(line, taking->kind,
		                       at_most(pricing->as_given[k], line->left), taking->given);
	}
}
