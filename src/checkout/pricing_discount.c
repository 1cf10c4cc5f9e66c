/*
 * Discounts, on a line, on the basket or on what a promotion targets.
 *
 * A discount counts on prices with tax or without it (price_rules.discount_without_tax).  Where
 * that is how a line's price was given, the discount simply lowers the price, and tax follows from
 * what is left.  Where it is not, pricing_by_tax.c takes it tax by tax.
 *
 * What is left is kept twice: in whole cents, which is what the paper says, and exactly, so that a
 * percentage is a percentage of what there was before anything was rounded.  Amounts are whole
 * cents by nature and come off both.
 *
 *   0.5 kg at 89.05, 33 % off     exact 44.525, left 44.53
 *                                 exact 29.83175, left 29.83: the discount is 14.70
 *
 * Fixed taxes, and the tax on them, stay whole.  Deposits are given back as they were paid, so no
 * discount touches them.
 */
#include <config.h>

#include "checkout/pricing_inside.h"

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

bool
pricing_counts_as_given(const struct pricing *pricing, const struct priced_line *line)
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

struct exact
pricing_open_exact(const struct pricing *pricing, const struct priced_line *line)
{
	return tax_discountable_exact(plan_of(pricing, line), line->exact, line->units);
}

static struct money
with_sign_of(struct money amount, struct money whole)
{
	return whole.minor < 0 ? money_neg(amount) : amount;
}

/* An amount: the exact figure falls with what is left, but not below nothing. */
void
pricing_take_from_left(struct priced_line *line, enum discount_kind kind, struct money amount,
                       const struct given_discount *given)
{
	line->left = money_sub(line->left, amount);
	line->exact = exact_sub(line->exact, exact_whole(amount.minor));
	if (amount.minor != 0 && (line->left.minor == 0 || line->exact.num == 0 ||
	                          (line->exact.num < 0) != (line->left.minor < 0)))
		line->exact = exact_whole(line->left.minor);
	pricing_note_discount(&line->line->is, kind, amount, given->reason, given->approver);
}

/* ---- on a line ---- */

/* What a percentage takes: from what is left to what the rest of the exact figure is rounded to. */
static void
take_percent(const struct pricing *pricing, struct priced_line *line,
             const struct given_discount *given)
{
	struct exact rest = exact_mul(line->exact, exact_of(PPM - given->percent_ppm, PPM));
	struct money left = money_of(exact_round(rest, pricing->rules->rounding));
	struct money open = pricing_open(pricing, line), amount = money_sub(line->left, left);

	if ((amount.minor < 0) != (line->left.minor < 0))
		amount = money_of(0); /* nothing was left to round away */
	if (at_most(amount, open).minor != amount.minor || given->percent_ppm == PPM) {
		pricing_take_from_left(line, DISCOUNT_LINE, at_most(amount, open), given);
		return;
	}
	line->left = money_sub(line->left, amount);
	line->exact = rest;
	line->scaled |= given->percent_ppm > 0;
	pricing_note_discount(&line->line->is, DISCOUNT_LINE, amount, given->reason,
	                      given->approver);
}

static void
take_given(const struct pricing *pricing, struct priced_line *line,
           const struct given_discount *given)
{
	struct money amount = with_sign_of(given->amount, line->left);

	if (given->is_percent)
		take_percent(pricing, line, given);
	else
		pricing_take_from_left(line, DISCOUNT_LINE,
		                       at_most(amount, pricing_open(pricing, line)), given);
	if (amount.minor != 0 && line->left.minor == 0)
		line->exact = exact_whole(0); /* fractions of a cent go with the rest */
}

/* How many of the line's discounts can be taken from its price: all, or the percentages before the
 * first amount, which mean the same on either side of the tax. */
static int
first_by_tax(const struct pricing *pricing, const struct priced_line *line)
{
	int index = 0;

	if (pricing_counts_as_given(pricing, line) || line->no_tax)
		return line->line->given_count;
	if (line->by_tax)
		return line->given_before;
	while (index < line->line->given_count && line->line->given[index].is_percent)
		index++;
	return index;
}

void
pricing_discount_lines(struct pricing *pricing)
{
	bool any_by_tax = pricing->basket->has_discount;

	pricing_thaw(pricing);
	for (size_t i = 0; i < pricing->count; i++) {
		struct priced_line *line = &pricing->lines[i];
		int count = first_by_tax(pricing, line);

		for (int g = 0; g < count; g++)
			take_given(pricing, line, &line->line->given[g]);
		line->given_before = count;
		any_by_tax |= count < line->line->given_count;
	}
	if (any_by_tax)
		pricing_freeze(pricing);
}

/* ---- measuring ---- */

/* What discounts count on, of lines that they are taken from as prices were given. */
static struct money
basis(const struct pricing *pricing, const size_t lines[], size_t count)
{
	struct money sum = { 0 };

	for (size_t k = 0; k < count; k++)
		if (!pricing->lines[lines[k]].by_tax)
			sum = money_add(sum, pricing_open(pricing, &pricing->lines[lines[k]]));
	return sum;
}

static struct exact
basis_exact(const struct pricing *pricing, const size_t lines[], size_t count)
{
	struct exact sum = { 0, 1 };

	for (size_t k = 0; k < count; k++)
		if (!pricing->lines[lines[k]].by_tax)
			sum = exact_add(sum,
			                pricing_open_exact(pricing, &pricing->lines[lines[k]]));
	return sum;
}

struct money
pricing_basis(const struct pricing *pricing, const size_t lines[], size_t count)
{
	return money_add(basis(pricing, lines, count), pricing_by_tax_basis(pricing, lines, count));
}

static bool
is_promotion(enum discount_kind kind)
{
	return kind == DISCOUNT_PROMOTION || kind == DISCOUNT_COUPON;
}

/* A part of an exact sum; of a promotion what it leaves is what is rounded: 10 % off 81.95 leaves
 * 73.76. */
static struct money
percent_of(const struct pricing *pricing, const struct taking *taking, struct money of,
           struct exact exact)
{
	enum rounding mode = pricing->rules->rounding;
	struct money rest;

	if (!is_promotion(taking->kind))
		return at_most(money_of(exact_round(exact_mul(exact, taking->part), mode)), of);
	rest = money_of(exact_round(exact_mul(exact, exact_of(PPM - taking->num, PPM)), mode));
	return at_most(rest, of).minor == rest.minor ? money_sub(of, rest) : money_of(0);
}

/* The discount as a fraction of what it counts on, and the amount that this comes to. */
static void
measure(const struct pricing *pricing, struct money of, struct exact exact, struct taking *taking)
{
	const struct given_discount *given = taking->given;

	if (given->is_percent) {
		taking->num = given->percent_ppm;
		taking->den = PPM;
		taking->part = exact_of(taking->num, PPM);
		taking->amount = percent_of(pricing, taking, of, exact);
		return;
	}
	taking->amount = at_most(with_sign_of(given->amount, of), of);
	taking->num = money_abs(taking->amount).minor;
	taking->den = of.minor != 0 ? money_abs(of).minor : 1;
	taking->part = exact_of(taking->num, taking->den);
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
			struct money of = pricing_by_tax_basis(pricing, &i, 1);

			measure(pricing, of, exact_whole(of.minor), &taking);
			pricing_take_by_tax(pricing, &taking);
		}
	}
}

/* ---- on several lines ---- */

static __int128
share_value(const struct pricing *pricing, const struct priced_line *line,
            const struct taking *taking)
{
	struct exact open = pricing_open_exact(pricing, line);

	if (open.den > 1)
		open = exact_mul(open, taking->part);
	else
		open = (struct exact){ open.num * taking->num, taking->den };
	return spread_value(open.num, open.den);
}

/* A promotion's percentage goes on exactly; everything else was an amount of whole cents. */
static void
take_share(struct pricing *pricing, struct priced_line *line, const struct taking *taking,
           struct money share)
{
	struct exact open = pricing_open_exact(pricing, line);
	bool exactly = taking->given->is_percent && is_promotion(taking->kind);

	if (share.minor != 0 && (!exactly || share.minor == line->left.minor)) {
		pricing_take_from_left(line, taking->kind, share, taking->given);
	} else if (exactly) {
		open = exact_mul(open, taking->part);
		line->exact = exact_sub(line->exact, open);
		line->left = money_sub(line->left, share);
		line->scaled |= taking->num > 0;
		pricing_note_discount(&line->line->is, taking->kind, share, taking->given->reason,
		                      taking->given->approver);
	}
}

static void
take_as_given(struct pricing *pricing, const struct taking *taking, struct money whole)
{
	for (size_t k = 0; k < taking->count; k++) {
		struct priced_line *line = &pricing->lines[taking->lines[k]];

		pricing->values[k] = 0;
		pricing->limits[k] = pricing_open(pricing, line);
		if (!line->by_tax)
			pricing->values[k] = share_value(pricing, line, taking);
	}
	spread_round(pricing->values, taking->count, whole, pricing->limits, pricing->shares);
	for (size_t k = 0; k < taking->count; k++)
		if (!pricing->lines[taking->lines[k]].by_tax)
			take_share(pricing, &pricing->lines[taking->lines[k]], taking,
			           pricing->shares[k]);
}

/* How much of it falls on lines that it is taken from as their prices were given; the others can
 * bear the rest. */
static struct money
as_given_part(const struct pricing *pricing, const struct taking *taking, struct money as_given,
              struct exact exact, struct money by_tax)
{
	struct exact part = exact_whole(as_given.minor);
	struct money whole, rest;

	if (by_tax.minor == 0)
		return taking->amount;
	if (taking->given->is_percent)
		part = exact;
	part = exact_mul(part, taking->part);
	whole = at_most(money_of(exact_round(part, pricing->rules->rounding)), as_given);
	rest = at_most(money_sub(taking->amount, whole), by_tax);
	return money_sub(taking->amount, rest);
}

void
pricing_take(struct pricing *pricing, const size_t lines[], size_t count,
             const struct given_discount *given, enum discount_kind kind)
{
	struct taking taking = { .lines = lines, .count = count, .given = given, .kind = kind };
	struct money as_given = basis(pricing, lines, count);
	struct money by_tax = pricing_by_tax_basis(pricing, lines, count), whole;
	struct exact exact = basis_exact(pricing, lines, count);

	measure(pricing, money_add(as_given, by_tax), exact_add(exact, exact_whole(by_tax.minor)),
	        &taking);
	whole = as_given_part(pricing, &taking, as_given, exact, by_tax);
	taking.amount = money_sub(taking.amount, whole);
	take_as_given(pricing, &taking, whole);
	if (by_tax.minor != 0)
		pricing_take_by_tax(pricing, &taking);
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
		pricing_take_from_left(line, kind, amount, given);
		return;
	}
	taking.num = money_abs(amount).minor;
	taking.den = money_abs(open).minor;
	taking.amount = money_share(pricing_by_tax_basis(pricing, &index, 1), (int64_t)taking.num,
	                            (int64_t)taking.den, pricing->rules->rounding);
	pricing_take_by_tax(pricing, &taking);
}

/* ---- on the basket ---- */

struct money
pricing_keep_one_side(struct pricing *pricing, size_t lines[], size_t *count, struct money amount)
{
	struct money sum = pricing_basis(pricing, lines, *count);
	size_t kept = 0;

	for (size_t k = 0; k < *count; k++) {
		struct money left = pricing->lines[lines[k]].left;

		if (left.minor != 0 && (left.minor < 0) == (sum.minor < 0))
			lines[kept++] = lines[k];
	}
	*count = kept;
	return money_min(amount, money_abs(sum));
}

/* Its percentage counts on what the paper says the lines come to; over the total, fractions of a
 * cent go on. */
void
pricing_discount_basket(struct pricing *pricing)
{
	struct given_discount given = pricing->basket->discount;
	size_t count = 0;

	pricing_settle(pricing, false);
	for (size_t i = 0; i < pricing->count; i++)
		if (!sale_line_is_deposit(&pricing->lines[i].line->is))
			pricing->members[count++] = i;
	if (!given.is_percent)
		given.amount =
		        pricing_keep_one_side(pricing, pricing->members, &count, given.amount);
	pricing_take(pricing, pricing->members, count, &given, DISCOUNT_BASKET);
}
