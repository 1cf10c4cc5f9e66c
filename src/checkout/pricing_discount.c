/*
 * Discounts, on a line, on the basket or on what a promotion targets.
 *
 * A discount counts on prices with tax or without it (price_rules.discount_without_tax).  Where
 * that is how a line's price was given, the discount simply lowers the price, and tax follows from
 * what is left.  Where it is not (5.00 off the total, prices without tax), it is taken tax by tax:
 * the discounted part of the line's net and of each tax shrinks by the same fraction, each rounded
 * once over all lines concerned, so that the total falls by exactly what was promised:
 *
 *   2 x 16.79, 21 % added, 2 % off          total 40.64, discount 0.81
 *   of the tax 7.06                         0.14
 *   of the net                              0.81 - 0.14 = 0.67
 *
 * Fixed taxes, and the tax on them, stay whole.  Deposits are given back as they were paid, so no
 * discount touches them.
 */
#include <config.h>

#include "checkout/pricing_inside.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

#define PPM INT64_C(1000000)

void
pricing_note_discount(struct sale_line *line, enum discount_kind kind, struct money amount,
                      const char *reason, int approver)
{
	struct line_discount *row = NULL;

	if (amount.minor == 0)
		return;
	for (int i = 0; i < line->discount_count && !row; i++)
		if (line->discounts[i].kind == kind &&
		    strcmp(line->discounts[i].reason, reason) == 0)
			row = &line->discounts[i];
	if (!row && line->discount_count == LINE_DISCOUNTS_MAX)
		row = &line->discounts[LINE_DISCOUNTS_MAX - 1];
	if (row) {
		row->amount = money_add(row->amount, amount);
		return;
	}
	row = &line->discounts[line->discount_count++];
	*row = (struct line_discount){ .kind = kind, .amount = amount, .approver = approver };
	text_copy(row->reason, sizeof row->reason, reason);
}

/* Is the line's price given on the side of the tax where discounts count? */
static bool
counts_as_given(const struct pricing *pricing, const struct priced_line *line)
{
	const struct tax_plan *plan = plan_of(pricing, line);

	if (pricing->rules->discount_without_tax)
		return plan->included_count == 0;
	return plan->included_count == plan->count;
}

struct money
pricing_open(const struct pricing *pricing, const struct priced_line *line)
{
	return tax_discountable(plan_of(pricing, line), line->left, line->units);
}

static struct money
with_sign_of(struct money amount, struct money whole)
{
	return whole.minor < 0 ? money_neg(amount) : amount;
}

static struct money
at_most(struct money amount, struct money whole)
{
	return money_cmp(money_abs(amount), money_abs(whole)) > 0 ? whole : amount;
}

static void
take_from_left(struct priced_line *line, enum discount_kind kind, struct money amount,
               const struct given_discount *given)
{
	line->left = money_sub(line->left, amount);
	pricing_note_discount(&line->line->is, kind, amount, given->reason, given->approver);
}

/* ---- on a line ---- */

/*
 * What a percentage leaves.  Where tax is rounded over the total, so is this: the fraction of a
 * cent that rounding drops here goes on to the next line of the same taxes.  Six times 18 % off
 * 28.75 leaves 6 x 23.575 = 141.45, and not 6 x 23.58.
 */
static struct money
percent_left(struct pricing *pricing, const struct priced_line *line, int64_t ppm)
{
	__int128 *carry = &pricing->sets[line->set].carry;
	__int128 exact = (__int128)line->left.minor * (PPM - ppm);
	struct money left;

	if (pricing->rules->tax_rounding != TAX_PER_TOTAL || ppm == 0 || ppm == PPM)
		return money_of(round_div(exact, PPM, pricing->rules->rounding));
	exact += *carry;
	left.minor = round_div(exact, PPM, pricing->rules->rounding);
	*carry = exact - (__int128)left.minor * PPM;
	return left;
}

static struct money
given_amount(struct pricing *pricing, const struct priced_line *line,
             const struct given_discount *given)
{
	struct money open = pricing_open(pricing, line);

	if (given->is_percent)
		return at_most(
		        money_sub(line->left, percent_left(pricing, line, given->percent_ppm)),
		        open);
	return at_most(with_sign_of(given->amount, line->left), open);
}

/* How many of the line's discounts can be taken from its price: all, or the percentages before the
 * first amount, which mean the same on either side of the tax. */
static int
first_by_tax(const struct pricing *pricing, const struct priced_line *line)
{
	int index = 0;

	if (counts_as_given(pricing, line) || line->no_tax)
		return line->line->given_count;
	if (line->by_tax)
		return line->given_before;
	while (index < line->line->given_count && line->line->given[index].is_percent)
		index++;
	return index;
}

/* All or none, so that a rate is still rounded once over the lines. */
void
pricing_freeze(struct pricing *pricing)
{
	if (pricing->frozen)
		return;
	pricing->frozen = true;
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];

		line->by_tax = !line->no_tax && !counts_as_given(pricing, line);
	}
	pricing_tax(pricing, true);
}

void
pricing_discount_lines(struct pricing *pricing)
{
	bool any_by_tax = pricing->basket->has_discount;

	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];
		int count = first_by_tax(pricing, line);

		for (int g = 0; g < count; g++) {
			const struct given_discount *given = &line->line->given[g];

			take_from_left(line, DISCOUNT_LINE, given_amount(pricing, line, given),
			               given);
		}
		line->given_before = count;
		any_by_tax |= count < line->line->given_count;
	}
	if (any_by_tax)
		pricing_freeze(pricing);
}

/* ---- tax by tax ---- */

/* What is taken: the fraction num / den of everything, and exactly `amount` on the side that
 * counts. */
struct taking {
	__int128 num, den;
	struct money amount;
	const size_t *lines; /* which, of pricing->lines */
	size_t count;
	const struct given_discount *given;
	enum discount_kind kind;
};

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

static void
take_by_tax(struct pricing *pricing, const struct taking *taking)
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
		take_from_left(line, taking->kind, at_most(pricing->as_given[k], line->left),
		               taking->given);
	}
}

/* What the discount counts on, of lines that it is taken from in the one way or the other. */
static struct money
basis(const struct pricing *pricing, const size_t lines[], size_t count, bool by_tax)
{
	struct money sum = { 0 };

	for (size_t k = 0; k < count; k++) {
		const struct priced_line *line = &pricing->lines[lines[k]];

		if (line->by_tax != by_tax)
			continue;
		if (!by_tax)
			sum = money_add(sum, pricing_open(pricing, line));
		else if (pricing->rules->discount_without_tax)
			sum = money_add(sum, line->open.net);
		else
			sum = money_add(sum, line->open.total);
	}
	return sum;
}

struct money
pricing_basis(const struct pricing *pricing, const size_t lines[], size_t count)
{
	return money_add(basis(pricing, lines, count, false), basis(pricing, lines, count, true));
}

/* What a promotion's percentage leaves is what is rounded: 10 % off 81.95 leaves 73.76. */
static struct money
rest_of(const struct pricing *pricing, const struct taking *taking, struct money of)
{
	return money_of(round_div(of.minor * (taking->den - taking->num), taking->den,
	                          pricing->rules->rounding));
}

/* The discount as a fraction of what it counts on, and the amount that this comes to. */
static void
measure(const struct pricing *pricing, const struct given_discount *given, struct money of,
        struct taking *taking)
{
	if (given->is_percent) {
		taking->num = given->percent_ppm;
		taking->den = PPM;
		taking->amount = fraction(pricing, taking, of);
		if (taking->kind == DISCOUNT_PROMOTION || taking->kind == DISCOUNT_COUPON)
			taking->amount = money_sub(of, rest_of(pricing, taking, of));
	} else {
		taking->amount = at_most(with_sign_of(given->amount, of), of);
		taking->num = taking->amount.minor;
		taking->den = of.minor;
		if (taking->den < 0) {
			taking->num = -taking->num;
			taking->den = -taking->den;
		}
	}
	if (taking->den == 0)
		taking->den = 1;
}

void
pricing_discount_lines_by_tax(struct pricing *pricing)
{
	for (size_t i = 0; i < pricing->count; i++) {
		const struct priced_line *line = &pricing->lines[i];

		for (int g = line->given_before; g < line->line->given_count; g++) {
			struct taking taking = { .lines = &i,
				                 .count = 1,
				                 .given = &line->line->given[g],
				                 .kind = DISCOUNT_LINE };

			measure(pricing, taking.given, basis(pricing, &i, 1, true), &taking);
			take_by_tax(pricing, &taking);
		}
	}
}

/* ---- on several lines ---- */

static void
take_as_given(struct pricing *pricing, const struct taking *taking, struct money whole)
{
	for (size_t k = 0; k < taking->count; k++) {
		struct priced_line *line = &pricing->lines[taking->lines[k]];

		pricing->values[k] = 0;
		pricing->limits[k] = pricing_open(pricing, line);
		if (!line->by_tax)
			pricing->values[k] =
			        spread_value(pricing->limits[k].minor * taking->num, taking->den);
	}
	spread_round(pricing->values, taking->count, whole, pricing->limits, pricing->shares);
	for (size_t k = 0; k < taking->count; k++)
		if (pricing->shares[k].minor != 0)
			take_from_left(&pricing->lines[taking->lines[k]], taking->kind,
			               pricing->shares[k], taking->given);
}

void
pricing_take(struct pricing *pricing, const size_t lines[], size_t count,
             const struct given_discount *given, enum discount_kind kind)
{
	struct taking taking = { .lines = lines, .count = count, .given = given, .kind = kind };
	struct money as_given = basis(pricing, lines, count, false);
	struct money by_tax = basis(pricing, lines, count, true), whole;

	measure(pricing, given, money_add(as_given, by_tax), &taking);
	whole = taking.amount;
	if (by_tax.minor != 0)
		whole = fraction(pricing, &taking, as_given);
	taking.amount = money_sub(taking.amount, whole);
	take_as_given(pricing, &taking, whole);
	if (by_tax.minor != 0)
		take_by_tax(pricing, &taking);
}

/* An amount off a line's price as it was given, also where its discounts are taken tax by tax. */
void
pricing_take_from_price(struct pricing *pricing, size_t index, struct money amount,
                        const struct given_discount *given, enum discount_kind kind)
{
	struct priced_line *line = &pricing->lines[index];
	struct money open = pricing_open(pricing, line);
	struct taking taking = { .lines = &index, .count = 1, .given = given, .kind = kind };

	amount = at_most(amount, open);
	if (!line->by_tax || open.minor == 0) {
		take_from_left(line, kind, amount, given);
		return;
	}
	taking.num = amount.minor < 0 ? -amount.minor : amount.minor;
	taking.den = open.minor < 0 ? -open.minor : open.minor;
	taking.amount = fraction(pricing, &taking, basis(pricing, &index, 1, true));
	take_by_tax(pricing, &taking);
}

/* ---- on the basket ---- */

void
pricing_discount_basket(struct pricing *pricing)
{
	size_t count = 0;

	for (size_t i = 0; i < pricing->count; i++)
		if (!sale_line_is_deposit(&pricing->lines[i].line->is))
			pricing->members[count++] = i;
	pricing_take(pricing, pricing->members, count, &pricing->basket->discount, DISCOUNT_BASKET);
}
