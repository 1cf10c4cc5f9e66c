/*
 * Taxes from their definitions: every tax of a line is a straight line over the net and the units,
 *
 *   percent    rate x base
 *   fixed      rate x units
 *   division   rate x (base + itself), and neighbours with the same base are one share of one price
 *
 * where the base is the net and, unless the tax is unaffected, the compound taxes before it.  Price
 * = net + the included ones gives the net, and so all of them.
 */
#include <config.h>

#include "tests/oracle/work.h"

#include <assert.h>
#include <string.h>

struct slope {
	rational net, units; /* figure = net x N + units x U */
};

static struct slope
add(struct slope a, struct slope b)
{
	return (struct slope){ plus(a.net, b.net), plus(a.units, b.units) };
}

static struct slope
scale(struct slope a, rational factor)
{
	return (struct slope){ times(a.net, factor), times(a.units, factor) };
}

static rational
at(struct slope a, rational net, rational units)
{
	return plus(times(a.net, net), times(a.units, units));
}

static struct slope
base_of(const struct bought *bought, const struct slope amounts[], int number)
{
	struct slope base = { whole(1), whole(0) };

	for (int i = 0; bought->taxes[number]->affected && i < number; i++)
		if (bought->taxes[i]->compound)
			base = add(base, amounts[i]);
	return base;
}

static bool
same_slope(struct slope a, struct slope b)
{
	return same(a.net, b.net) && same(a.units, b.units);
}

/* Neighbouring divisions from `first` on that have this base; gives the number after them. */
static int
divide(const struct bought *bought, struct slope amounts[], struct slope bases[], int first)
{
	struct slope base = bases[first] = base_of(bought, amounts, first);
	rational shares = whole(0);
	int end = first;
	bool compound = false;

	do {
		shares = plus(shares, bought->taxes[end]->rate);
		bases[end] = base;
		amounts[end] = (struct slope){ whole(0), whole(0) };
		end++;
		compound |= bought->taxes[end - 1]->compound;
	} while (end < bought->tax_count && bought->taxes[end]->kind == DIVISION &&
	         !(compound && bought->taxes[end]->affected) &&
	         bought->taxes[end]->included == bought->taxes[first]->included &&
	         same_slope(base_of(bought, amounts, end), base));
	for (int i = first; i < end; i++)
		amounts[i] = scale(base, over(bought->taxes[i]->rate, minus(whole(1), shares)));
	return end;
}

static void
slopes_of(const struct bought *bought, struct slope bases[], struct slope amounts[])
{
	for (int i = 0; i < bought->tax_count;) {
		const struct tax *tax = bought->taxes[i];

		if (tax->kind == DIVISION) {
			i = divide(bought, amounts, bases, i);
			continue;
		}
		bases[i] = base_of(bought, amounts, i);
		if (tax->kind == FIXED)
			amounts[i] = (struct slope){ whole(0), tax->rate };
		else
			amounts[i] = scale(bases[i], tax->rate);
		i++;
	}
}

void
taxes_of(const struct bought *bought, rational price, rational units, struct exact *out)
{
	struct slope bases[LINE_TAXES], amounts[LINE_TAXES], full = { whole(1), whole(0) };

	slopes_of(bought, bases, amounts);
	for (int i = 0; i < bought->tax_count; i++)
		if (bought->taxes[i]->included)
			full = add(full, amounts[i]);
	out->net = over(minus(price, times(full.units, units)), full.net);
	for (int i = 0; i < bought->tax_count; i++) {
		out->base[i] = at(bases[i], out->net, units);
		out->amount[i] = at(amounts[i], out->net, units);
	}
}

/* Fixed taxes follow the goods: they turn where the quantity does, or the price. */
rational
units_of(const struct bought *bought)
{
	return sign(bought->price) < 0 ? opposite(bought->quantity) : bought->quantity;
}

bool
any_included(const struct bought *bought)
{
	for (int i = 0; i < bought->tax_count; i++)
		if (bought->taxes[i]->included)
			return true;
	return false;
}

bool
any_added(const struct bought *bought)
{
	for (int i = 0; i < bought->tax_count; i++)
		if (!bought->taxes[i]->included)
			return true;
	return false;
}

/* The price at which the net is nothing. */
rational
untouched(const struct worked_line *line)
{
	struct slope bases[LINE_TAXES], amounts[LINE_TAXES];
	rational price = whole(0);

	slopes_of(line->bought, bases, amounts);
	for (int i = 0; i < line->bought->tax_count; i++)
		if (line->bought->taxes[i]->included)
			price = plus(price, times(amounts[i].units, line->units));
	return price;
}

/* ---- what was said of them ---- */

static rational
sum_said(const struct said_line *said)
{
	rational sum = whole(0);

	for (int i = 0; i < said->tax_count; i++)
		sum = plus(sum, said->taxes[i].amount);
	return sum;
}

/* A line's own figures. */
static void
check_line_sums(struct work *work, const struct worked_line *line, int number)
{
	const struct said_line *said = line->said;
	rational taken = whole(0), price;

	must_be(work, said->gross, plus(said->net, said->tax), "line %d: gross is not net and tax",
	        number);
	must_be(work, sum_said(said), said->tax, "line %d: its taxes are not its tax", number);
	for (int i = 0; i < said->discount_count; i++)
		taken = plus(taken, said->amounts[i]);
	must_be(work, minus(line->amount, taken), line->left,
	        "line %d: discounts and what they leave", number);
	if (work->question->exempt || line->turned)
		return;
	price = said->net;
	for (int i = 0; i < line->bought->tax_count && i < said->tax_count; i++)
		if (line->bought->taxes[i]->included)
			price = plus(price, said->taxes[i].amount);
	if (!work->question->per_total || !any_included(line->bought) || !any_added(line->bought))
		must_be(work, price, line->left, "line %d: net and the taxes it contains", number);
}

/* The bases go with the net and the compound taxes as they were rounded. */
static void
check_bases(struct work *work, const struct worked_line *line, int number)
{
	const struct said_line *said = line->said;

	for (int i = 0; i < said->tax_count; i++) {
		rational base = said->net;

		for (int j = 0; line->bought->taxes[i]->affected && j < i; j++)
			if (line->bought->taxes[j]->compound)
				base = plus(base, said->taxes[j].amount);
		must_be(work, said->taxes[i].base, base, "line %d: base of %s", number,
		        said->taxes[i].code);
	}
}

static void
check_exempt_line(struct work *work, const struct worked_line *line, const struct exact *exact,
                  int number)
{
	rational net = line->left;

	must_be(work, line->said->tax, whole(0), "line %d: tax of an exempt sale", number);
	for (int i = 0; i < line->said->tax_count; i++) {
		must_be(work, line->said->taxes[i].amount, whole(0),
		        "line %d: tax of an exempt sale", number);
		must_be(work, line->said->taxes[i].base, line->said->net,
		        "line %d: base of an exempt sale", number);
	}
	for (int i = 0; i < line->bought->tax_count; i++)
		if (line->bought->taxes[i]->included)
			net = minus(net, work->question->per_total
			                         ? exact->amount[i]
			                         : to_unit(work, exact->amount[i]));
	if (line->turned || work->question->per_total)
		must_be_near(work, line->said->net, net, whole(line->bends + LINE_TAXES),
		             "line %d: net without its tax", number);
	else
		must_be(work, line->said->net, net, "line %d: net without its tax", number);
}

static void
check_line(struct work *work, struct worked_line *line, int number, struct exact *exact)
{
	const struct bought *bought = line->bought;

	/* per total, nothing was rounded before */
	taxes_of(bought, work->question->per_total ? line->exact : line->left, line->units, exact);
	check_line_sums(work, line, number);
	if (work->question->exempt) {
		check_exempt_line(work, line, exact, number);
		return;
	}
	if (line->said->tax_count != bought->tax_count) {
		complain(work, "line %d: %d taxes, should be %d", number, line->said->tax_count,
		         bought->tax_count);
		return;
	}
	check_bases(work, line, number);
	for (int i = 0; i < bought->tax_count; i++) {
		const struct said_tax *said = &line->said->taxes[i];

		if (strcmp(said->code, bought->taxes[i]->code) != 0)
			complain(work, "line %d: tax %s, should be %s", number, said->code,
			         bought->taxes[i]->code);
		else if (line->turned)
			must_be_near(work, said->amount, exact->amount[i], whole(1 + line->bends),
			             "line %d: tax %s", number, said->code);
		else if (work->question->per_total && work->rough)
			must_be_near(work, said->amount, exact->amount[i], whole(2),
			             "line %d: tax %s", number, said->code);
		else if (work->question->per_total)
			must_be_within_a_unit(work, said->amount, exact->amount[i],
			                      "line %d: tax %s", number, said->code);
		else
			must_be(work, said->amount, to_unit(work, exact->amount[i]),
			        "line %d: tax %s", number, said->code);
	}
}

bool
charged_alike(const struct tax *a, const struct tax *b)
{
	return a->kind == b->kind && same(a->rate, b->rate) && a->included == b->included &&
	       a->compound == b->compound && a->affected == b->affected;
}

struct sum {
	rational worked, lines, line_bases, said, base;
	int bends, twins;
};

static struct sum
no_sum(void)
{
	rational none = whole(0);

	return (struct sum){ none, none, none, none, none, 0, 0 };
}

static void
add_lines(const struct work *work, const struct tax *tax, const struct exact exact[],
          struct sum *sum)
{
	for (int l = 0; l < work->line_count; l++) {
		const struct bought *bought = work->lines[l].bought;

		for (int i = 0; i < bought->tax_count && i < work->lines[l].said->tax_count; i++) {
			if (bought->taxes[i] != tax)
				continue;
			sum->bends += work->lines[l].bends;
			for (int j = 0; j < bought->tax_count; j++)
				sum->twins += j != i && charged_alike(bought->taxes[j], tax);
			sum->worked = plus(sum->worked, exact[l].amount[i]);
			sum->lines = plus(sum->lines, work->lines[l].said->taxes[i].amount);
			sum->line_bases = plus(sum->line_bases, work->lines[l].said->taxes[i].base);
		}
	}
	for (int i = 0; i < work->said->tax_count; i++) {
		if (strcmp(work->said->taxes[i].code, tax->code) != 0)
			continue;
		sum->said = plus(sum->said, work->said->taxes[i].amount);
		sum->base = plus(sum->base, work->said->taxes[i].base);
	}
}

/* One tax over the basket: the lines' amounts. */
static void
check_sum(struct work *work, const struct tax *tax, const struct exact exact[])
{
	struct sum sum = no_sum();

	add_lines(work, tax, exact, &sum);
	must_be(work, sum.said, sum.lines, "tax %s: sum and its lines", tax->code);
	must_be(work, sum.base, sum.line_bases, "tax %s: its base and those of its lines",
	        tax->code);
}

/* Per total: what is charged alike, whatever its code, is rounded once. */
static void
check_rate(struct work *work, int number, const struct exact exact[])
{
	const struct tax *taxes = work->question->taxes;
	struct sum sum = no_sum();

	for (int t = 0; t < number; t++)
		if (charged_alike(&taxes[t], &taxes[number]))
			return;
	for (int t = number; t < work->question->tax_count; t++)
		if (charged_alike(&taxes[t], &taxes[number]))
			add_lines(work, &taxes[t], exact, &sum);
	/* two of one rate on one line are two taxes */
	if (sum.bends > 0 || sum.twins || work->rough ||
	    (work->bends > 0 && work->question->offer_count > 0))
		must_be_near(work, sum.said, sum.worked,
		             whole(1 + work->rough + sum.bends + sum.twins),
		             "tax %s over the basket", taxes[number].code);
	else
		must_be(work, sum.said, to_unit(work, sum.worked), "tax %s over the basket",
		        taxes[number].code);
}

/* Where a price contains one tax and another is added to it, net is rounded by itself. */
static void
check_net(struct work *work, const struct exact exact[])
{
	rational net = whole(0);
	bool mixed = false, turned = false;

	for (int l = 0; l < work->line_count; l++) {
		mixed |= any_included(work->lines[l].bought) && any_added(work->lines[l].bought);
		turned |= work->lines[l].turned;
		net = plus(net, exact[l].net);
	}
	if (mixed && !turned && work->question->per_total && !work->question->exempt)
		must_be_near(work, work->said->net, net, fraction(work->line_count > 1 ? 3 : 1, 2),
		             "net over the basket");
}

static void
check_exempt_sum(struct work *work)
{
	rational bases = whole(0), said = whole(0);

	for (int l = 0; l < work->line_count; l++)
		for (int i = 0; i < work->lines[l].said->tax_count; i++)
			bases = plus(bases, work->lines[l].said->taxes[i].base);
	for (int i = 0; i < work->said->tax_count; i++) {
		said = plus(said, work->said->taxes[i].base);
		must_be(work, work->said->taxes[i].amount, whole(0), "tax of an exempt sale");
	}
	must_be(work, said, bases, "the base of an exempt sale");
}

void
check_taxes(struct work *work)
{
	struct exact exact[LINES];
	rational gross = whole(0), net = whole(0), tax = whole(0);

	for (int l = 0; l < work->line_count; l++) {
		check_line(work, &work->lines[l], l + 1, &exact[l]);
		gross = plus(gross, work->lines[l].said->gross);
		net = plus(net, work->lines[l].said->net);
		tax = plus(tax, work->lines[l].said->tax);
	}
	must_be(work, work->said->total, gross, "total and its lines");
	must_be(work, work->said->net, net, "net and its lines");
	must_be(work, work->said->tax, tax, "tax and its lines");
	for (int t = 0; t < work->question->tax_count && !work->question->exempt; t++)
		check_sum(work, &work->question->taxes[t], exact);
	for (int t = 0;
	     t < work->question->tax_count && !work->question->exempt && work->question->per_total;
	     t++)
		check_rate(work, t, exact);
	if (work->question->exempt)
		check_exempt_sum(work);
	check_net(work, exact);
}
