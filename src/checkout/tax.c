/*
 * How a plan is found.  Call the price without any tax N and the units U.  Going through the taxes
 * in their order, each amount is a x N + b x U:
 *
 *   percent    rate x base, where base = N + the earlier compound amounts (if the tax is affected)
 *   fixed      per_unit x U
 *   division   rate x (base + all division taxes that stand together with it); so, solved for the
 *              base, rate / (1 - sum of their rates) x base
 *
 * The price as given is P = N + the included amounts, which is one equation for N.  With N known
 * in P and U, so is everything else.
 *
 *   Example: 1.00 a unit, compound, and 21 %, both included.  a1 = U, a2 = 0.21 (N + U), so
 *   P = 1.21 N + 1.21 U and N = P / 1.21 - U.  21.53 for one: N = 16.79, tax 1.00 and 3.74.
 */
#include <config.h>

#include "checkout/tax.h"

#include "base/gettext.h"

#define PPM 1000000
/* Fixed amounts come in 1/10000 of a minor unit and units in thousandths. */
#define FIXED_DEN INT64_C(10000000)
/* Above this a plan keeps 18 digits, so that figures of any basket fit 128 bits. */
#define DEN_MAX INT64_C(1000000000000000000)

/* a x N + b x U */
struct part {
	struct exact net, unit;
};

static const struct exact zero = { 0, 1 }, one = { 1, 1 };

static void
add_to(struct part *sum, const struct part *more)
{
	sum->net = exact_add(sum->net, more->net);
	sum->unit = exact_add(sum->unit, more->unit);
}

static struct part
times(const struct part *part, struct exact factor)
{
	return (struct part){ exact_mul(part->net, factor), exact_mul(part->unit, factor) };
}

/* ---- amounts over N and U ---- */

static struct part
base_of(const struct tax_rule rules[], const struct part amounts[], int index)
{
	struct part base = { one, zero };

	for (int i = 0; i < index && rules[index].affected; i++)
		if (rules[i].compound)
			add_to(&base, &amounts[i]);
	return base;
}

static bool
any_compound(const struct tax_rule rules[], int count)
{
	for (int i = 0; i < count; i++)
		if (rules[i].compound)
			return true;
	return false;
}

/* Does the division tax at index stand together with the one before it?  Then they have one base.
 */
static bool
joins(const struct tax_rule rules[], int index)
{
	const struct tax_rule *before = &rules[index - 1], *this = &rules[index];

	return before->kind == TAX_DIVISION && this->kind == TAX_DIVISION &&
	       before->included == this->included && !(before->compound && this->affected) &&
	       (before->affected == this->affected || !any_compound(rules, index - 1));
}

static struct exact
division_rate(const struct tax_rule rules[], int count, int index)
{
	int first = index, last = index;
	int64_t together = 0;

	while (first > 0 && joins(rules, first))
		first--;
	while (last + 1 < count && joins(rules, last + 1))
		last++;
	for (int i = first; i <= last; i++)
		together += rules[i].rate_ppm;
	if (together >= PPM)
		return zero;
	return exact_of(rules[index].rate_ppm, PPM - together);
}

static struct part
amount_of(const struct tax_rule rules[], int count, const struct part amounts[], int index)
{
	const struct tax_rule *rule = &rules[index];
	struct part base = base_of(rules, amounts, index);

	switch (rule->kind) {
	case TAX_FIXED:
		return (struct part){ zero, exact_of(rule->per_unit.e4, FIXED_DEN) };
	case TAX_DIVISION:
		return times(&base, division_rate(rules, count, index));
	case TAX_PERCENT:
	case TAX_KINDS:
		break;
	}
	return times(&base, exact_of(rule->rate_ppm, PPM));
}

/* ---- the same over P and U, with one denominator ---- */

/* N = (P - unit x U) / net, where P = net x N + unit x U. */
static struct part
solve(const struct part *over_net, const struct part *price)
{
	struct exact slope = exact_div(over_net->net, price->net);

	return (struct part){ slope, exact_sub(over_net->unit, exact_mul(slope, price->unit)) };
}

static __int128
widen(__int128 den, struct exact value)
{
	return den > 0 ? exact_lcm(den, value.den, DEN_MAX) : 0;
}

static __int128
numerator(struct exact value, __int128 den)
{
	struct exact scaled = exact_mul(value, (struct exact){ den, 1 });

	return scaled.num / scaled.den;
}

static struct tax_slope
slope_of(const struct part *part, __int128 den)
{
	return (struct tax_slope){ numerator(part->net, den), numerator(part->unit, den) };
}

static __int128
common_den(const struct part figures[], int count)
{
	__int128 den = 1;

	for (int i = 0; i < count; i++) {
		den = widen(den, figures[i].net);
		den = widen(den, figures[i].unit);
	}
	return den > 0 ? den : DEN_MAX;
}

enum outcome
tax_plan_make(struct tax_plan *plan, const struct tax_rule rules[], int count, struct err *err)
{
	/* first the amounts, then the bases, then the net */
	struct part figures[2 * LINE_TAXES_MAX + 1], price = { one, zero };

	*plan = (struct tax_plan){ .count = count };
	for (int i = 0; i < count; i++) {
		figures[i] = amount_of(rules, count, figures, i);
		figures[count + i] = base_of(rules, figures, i);
		plan->included[i] = rules[i].included;
		plan->compound[i] = rules[i].compound;
		plan->affected[i] = rules[i].affected;
		plan->included_count += rules[i].included;
		plan->has_fixed |= rules[i].kind == TAX_FIXED;
		if (rules[i].kind == TAX_DIVISION && division_rate(rules, count, i).num == 0 &&
		    rules[i].rate_ppm != 0)
			return err_set(err, RC_REFUSED, _("these taxes take the whole price"));
		if (rules[i].included)
			add_to(&price, &figures[i]);
	}
	if (price.net.num <= 0)
		return err_set(err, RC_REFUSED, _("these taxes take the whole price"));
	figures[2 * count] = (struct part){ one, zero };
	for (int i = 0; i < 2 * count + 1; i++)
		figures[i] = solve(&figures[i], &price);
	plan->den = common_den(figures, 2 * count + 1);
	for (int i = 0; i < count; i++) {
		plan->amount[i] = slope_of(&figures[i], plan->den);
		plan->base[i] = slope_of(&figures[count + i], plan->den);
	}
	plan->net = slope_of(&figures[2 * count], plan->den);
	return RC_OK;
}

bool
tax_rules_equal(const struct tax_rule a[], int a_count, const struct tax_rule b[], int b_count)
{
	if (a_count != b_count)
		return false;
	for (int i = 0; i < a_count; i++)
		if (a[i].kind != b[i].kind || a[i].rate_ppm != b[i].rate_ppm ||
		    a[i].per_unit.e4 != b[i].per_unit.e4 || a[i].included != b[i].included ||
		    a[i].compound != b[i].compound || a[i].affected != b[i].affected)
			return false;
	return true;
}

int64_t
tax_units(struct unit_price price, int64_t qty_milli)
{
	return price.e4 < 0 ? -qty_milli : qty_milli;
}

/* ---- lines ---- */

__int128
tax_figure(const struct tax_slope *slope, __int128 price_left, int64_t units)
{
	return slope->price * price_left + slope->unit * units;
}

struct money
tax_discountable(const struct tax_plan *plan, struct money price_left, int64_t units)
{
	struct money open = price_left;

	if (plan->has_fixed && plan->net.unit != 0)
		open = money_of(round_div(tax_figure(&plan->net, price_left.minor, units),
		                          plan->net.price, ROUND_HALF_UP));
	/* A price that its fixed taxes eat up has nothing to give. */
	if (open.minor != 0 &&
	    (price_left.minor == 0 || (open.minor < 0) != (price_left.minor < 0)))
		return money_of(0);
	return open;
}

struct exact
tax_discountable_exact(const struct tax_plan *plan, struct exact price_left, int64_t units)
{
	struct exact open = price_left;

	if (plan->has_fixed && plan->net.unit != 0)
		open = exact_add(price_left, exact_of(plan->net.unit * units, plan->net.price));
	if (price_left.num == 0 || (open.num < 0) != (price_left.num < 0))
		return zero;
	return open;
}

struct exact
tax_figure_exact(const struct tax_plan *plan, const struct tax_slope *slope,
                 struct exact price_left, __int128 units)
{
	struct exact by_price, by_unit;

	if (price_left.den == 1)
		return (struct exact){ slope->price * price_left.num + slope->unit * units,
			               plan->den };
	by_price = exact_mul(price_left, exact_of(slope->price, plan->den));
	by_unit = exact_of(slope->unit * units, plan->den);
	return exact_add(by_price, by_unit);
}

void
tax_line_exact(const struct tax_plan *plan, struct money price_left, int64_t units,
               struct tax_exact *out)
{
	*out = (struct tax_exact){ .denominator = plan->den };
	out->net = out->total = tax_figure(&plan->net, price_left.minor, units);
	for (int i = 0; i < plan->count; i++) {
		out->base[i] = tax_figure(&plan->base[i], price_left.minor, units);
		out->amount[i] = tax_figure(&plan->amount[i], price_left.minor, units);
		out->total += out->amount[i];
	}
}

void
tax_bases(const struct tax_plan *plan, struct tax_amounts *amounts)
{
	for (int i = 0; i < plan->count; i++) {
		amounts->base[i] = amounts->net;
		for (int j = 0; j < i && plan->affected[i]; j++)
			if (plan->compound[j])
				amounts->base[i] = money_add(amounts->base[i], amounts->amount[j]);
	}
}

void
tax_line(const struct tax_plan *plan, struct money price_left, int64_t units, enum rounding mode,
         struct tax_amounts *out)
{
	out->net = out->total = price_left;
	for (int i = 0; i < plan->count; i++) {
		__int128 exact = tax_figure(&plan->amount[i], price_left.minor, units);

		out->amount[i].minor = round_div(exact, plan->den, mode);
		if (plan->included[i])
			out->net = money_sub(out->net, out->amount[i]);
		else
			out->total = money_add(out->total, out->amount[i]);
	}
	tax_bases(plan, out);
}
