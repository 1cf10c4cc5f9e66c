/*
 * Discounts given on lines and on the basket.
 *
 * A line is *turned* where discounts count on the other side of its tax than its price is given on.
 * There the total falls by exactly what was promised, net and each tax by the same fraction; how
 * the cents of net and taxes fall is the engine's choice, within a unit for each time one was
 * rounded (`bends`).
 */
#include <config.h>

#include "tests/oracle/promotions.h"

/* ---- where lines start ---- */

static bool
bears_fixed(const struct bought *bought)
{
	for (int i = 0; i < bought->tax_count; i++)
		if (bought->taxes[i]->kind == FIXED)
			return true;
	return false;
}

/* What discounts count on: with tax or without, and no fixed tax nor tax on it. */
static rational
counted_total(const struct work *work, const struct worked_line *line)
{
	struct exact all, bare;
	rational net, total;

	taxes_of(line->bought, line->left, line->units, &all);
	taxes_of(line->bought, minus(line->left, untouched(line)), whole(0), &bare);
	net = line->left;
	for (int i = 0; i < line->bought->tax_count; i++)
		if (line->bought->taxes[i]->included)
			net = minus(net, work->question->per_total ? all.amount[i]
			                                           : to_unit(work, all.amount[i]));
	if (work->question->without_tax)
		return net;
	total = net;
	for (int i = 0; i < line->bought->tax_count; i++)
		total = plus(total, work->question->per_total ? bare.amount[i]
		                                              : to_unit(work, bare.amount[i]));
	return total;
}

void
start_lines(struct work *work)
{
	work->turned = whole(0);
	for (int l = 0; l < work->line_count; l++) {
		struct worked_line *line = &work->lines[l];
		const struct bought *bought = line->bought;

		line->exact = times(bought->price, bought->quantity);
		line->amount = line->left = to_unit(work, line->exact);
		if (work->question->per_total && line->said->amount) {
			must_be_near(work, line->said->amount, line->exact, whole(2),
			             "line %d: its amount", l + 1);
			line->amount = line->left = line->said->amount;
		}
		line->unit_left = line->left;
		line->units = units_of(bought);
		line->turned =
		        work->question->without_tax ? any_included(bought) : any_added(bought);
		if (!line->turned)
			continue;
		line->total = counted_total(work, line);
		work->turned = plus(work->turned, line->total);
		work->loose |= bears_fixed(bought);
	}
}

/* Of a price that contains a fixed tax: what is beside it, as it is rounded. */
rational
open_price(const struct work *work, const struct worked_line *line)
{
	rational open = minus(line->left, to_unit(work, untouched(line)));

	return sign(open) == sign(line->left) ? open : whole(0);
}

rational
open_part(const struct work *work, const struct worked_line *line)
{
	return line->turned ? line->total : open_price(work, line);
}

/* ---- off one line ---- */

static rational
toward(rational amount, rational side)
{
	return sign(side) < 0 ? opposite(amount) : amount;
}

/* Not beyond what is open, nor to the other side of nothing. */
static rational
capped(rational amount, rational open)
{
	if (sign(amount) != sign(open))
		return whole(0);
	return compare(size_of(amount), size_of(open)) > 0 ? open : amount;
}

/* The price itself was lowered from `before`: its total follows. */
static void
turn_again(struct work *work, struct worked_line *line, rational before)
{
	rational total = line->total;

	if (line->bends == 0) {
		line->total = counted_total(work, line);
	} else {
		line->bends += 2;
		work->bends += bears_fixed(line->bought) ? 100 : 2;
		work->loose = true;
		line->total = sign(before) == 0 ? total : times(total, over(line->left, before));
	}
	work->turned = plus(work->turned, minus(line->total, total));
}

static void
take_turned(struct work *work, struct worked_line *line, rational promised, int number,
            const char *reason)
{
	rational said = said_discount(line, reason), part = whole(0);

	if (sign(line->total) != 0)
		part = times(open_price(work, line), over(promised, line->total));
	line->bends++;
	work->bends++;
	must_be_near(work, said ? said : whole(0), part,
	             whole(line->bought->tax_count + 1 + line->bends), "line %d: %s, of its price",
	             number, reason);
	line->left = minus(line->left, said ? said : whole(0));
	line->exact = minus(line->exact, said ? said : whole(0));
	line->total = minus(line->total, promised);
	work->turned = minus(work->turned, promised);
}

void
lower_price(struct work *work, struct worked_line *line, rational amount)
{
	rational before = line->left;

	work->rough |= !same(line->left, line->exact) || sign(untouched(line)) != 0;
	work->loose |= line->turned;
	line->left = minus(line->left, amount);
	line->exact = minus(line->exact, amount);
	if (line->turned)
		turn_again(work, line, before);
}

/*
 * A percentage lowers the price itself, fixed taxes that it contains too, and counts on what there
 * was before it was rounded.  What is left is rounded; per total, over all lines of the same taxes.
 */
static void
give_percent(struct work *work, struct worked_line *line, const struct discount *given, int number)
{
	rational said = said_discount(line, given->reason), open = open_price(work, line), off,
	         before;

	said = said ? said : whole(0);
	off = capped(minus(line->left,
	                   to_unit(work, minus(line->exact, times(line->exact, given->percent)))),
	             open);
	line->exact = minus(line->exact, times(line->exact, given->percent));
	if (compare(size_of(line->exact), size_of(untouched(line))) < 0)
		line->exact = untouched(line);
	if (work->bends > 0)
		must_be_near(work, said, off, whole(100), "line %d: %s", number, given->reason);
	else if (work->question->per_total ||
	         !is_whole(over(untouched(line), work->question->unit)) || work->rough ||
	         (line->turned && work->question->offer_count > 0))
		must_be_near(work, said, off, whole(work->question->per_total ? 2 : 1),
		             "line %d: %s", number, given->reason);
	else
		must_be(work, said, off, "line %d: %s", number, given->reason);
	if (line->bends > 0)
		line->exact = minus(line->left, said);
	before = line->left;
	line->left = minus(line->left, said);
	if (line->turned)
		turn_again(work, line, before);
}

static void
give(struct work *work, struct worked_line *line, const struct discount *given, int number)
{
	rational open = open_part(work, line), off, said;

	if (given->percent) {
		give_percent(work, line, given, number);
		return;
	}
	off = capped(toward(given->amount, open), open);
	if (line->turned) {
		work->loose |= line->bends > 0;
		take_turned(work, line, off, number, given->reason);
		return;
	}
	said = said_discount(line, given->reason);
	said = said ? said : whole(0);
	if (work->question->per_total)
		must_be_near(work, said, off, whole(work->question->per_total ? 2 : 1),
		             "line %d: %s", number, given->reason);
	else
		must_be(work, said, off, "line %d: %s", number, given->reason);
	line->left = minus(line->left, said);
	line->exact = same(off, open) ? line->left : minus(line->exact, off);
}

static bool
same_taxes(const struct bought *a, const struct bought *b)
{
	for (int i = 0; i < a->tax_count && i < b->tax_count; i++)
		if (!charged_alike(a->taxes[i], b->taxes[i]))
			return false;
	return a->tax_count == b->tax_count;
}

/* Per total, lines of the same taxes are off by no more than half a unit together. */
static void
check_lost(struct work *work)
{
	for (int l = 0; l < work->line_count; l++) {
		rational sum = whole(0);

		if (sign(untouched(&work->lines[l])) != 0)
			continue;
		for (int other = 0; other < work->line_count; other++)
			if (same_taxes(work->lines[l].bought, work->lines[other].bought))
				sum = plus(sum, minus(work->lines[other].left,
				                      work->lines[other].exact));
		must_be_near(work, sum, whole(0),
		             work->question->halves < ALL_UP ? fraction(1, 2) : whole(2),
		             "line %d: what it and those like it lose", l + 1);
	}
}

/* ---- off several ---- */

/* Cents are only known nearly where there were fractions of them before, or halves are not rounded
 * as elsewhere. */
static bool
is_rough(const struct work *work, struct worked_line *const lines[], int count)
{
	for (int i = 0; i < count; i++)
		if (!same(lines[i]->left, lines[i]->exact) ||
		    !is_whole(over(untouched(lines[i]), work->question->unit)))
			return true;
	return work->rough || work->question->halves != HALVES_UP ||
	       (work->question->per_total && work->question->offer_count > 0);
}

static bool
both_sides(struct worked_line *const lines[], int count)
{
	bool bought = false, back = false;

	for (int i = 0; i < count; i++) {
		bought |= sign(lines[i]->left) > 0;
		back |= sign(lines[i]->left) < 0;
	}
	return bought && back;
}

static bool
any_turned(struct worked_line *const lines[], int count)
{
	for (int i = 0; i < count; i++)
		if (lines[i]->turned)
			return true;
	return false;
}

static void
follow_all(struct work *work, struct worked_line *const lines[], int count, const char *reason)
{
	for (int i = 0; i < count; i++) {
		rational said = said_discount(lines[i], reason);

		lower_price(work, lines[i], said ? said : whole(0));
		work->rough = true;
		if (lines[i]->turned) {
			lines[i]->bends += 100;
			work->bends += 100;
		}
	}
}

void
spread_over(struct work *work, struct worked_line *const lines[], int count, rational sum,
            rational share_of_all, bool keeps_fractions, const char *reason)
{
	rational simple = whole(0);
	bool turned = false, rough = is_rough(work, lines, count) || work->bends > 0;

	rough |= keeps_fractions && work->question->per_total;
	work->rough |= rough;
	/* where goods come back, the sum may be near nothing: shares of it only tell so much */
	if (both_sides(lines, count) && (rough || any_turned(lines, count))) {
		follow_all(work, lines, count, reason);
		return;
	}
	for (int i = 0; i < count; i++) {
		struct worked_line *line = lines[i];
		rational share = times(open_part(work, line), share_of_all),
		         said = said_discount(line, reason), part;
		rational before = line->left;

		said = said ? said : whole(0);
		if (line->turned) {
			turned = true;
			part = sign(line->total) == 0
			               ? whole(0)
			               : times(open_price(work, line), over(share, line->total));
			line->bends += 2;
			work->bends += 2;
			must_be_near(
			        work, said, part, whole(line->bought->tax_count + 1 + line->bends),
			        "%s: line %d of %d", reason, (int)(line - work->lines) + 1, count);
			line->total = minus(line->total, share);
			share = part;
		} else {
			must_be_near(work, said, share,
			             rough ? whole(2 + count / 4) : fraction(99999, 100000),
			             "%s: line %d of %d", reason, (int)(line - work->lines) + 1,
			             count);
			simple = plus(simple, said);
		}
		line->left = minus(line->left, said);
		if (sign(before) != 0)
			line->unit_left = times(line->unit_left, over(line->left, before));
		if (keeps_fractions)
			line->exact = minus(line->exact, times(minus(line->exact, untouched(line)),
			                                       share_of_all));
		else
			line->exact = minus(line->exact, said);
	}
	if (turned)
		work->turned = minus(work->turned, minus(sum, simple));
	work->loose |= turned && sign(simple) != 0;
	if (turned)
		return;
	if (rough)
		must_be_near(work, simple, sum, whole(1 + count / 2), "%s: what it takes", reason);
	else
		must_be(work, simple, sum, "%s: what it takes", reason);
}

/* An amount comes off lines on the side of their sum; the sum of those is left in *open. */
static int
keep_one_side(const struct work *work, struct worked_line *lines[], int count, rational *open)
{
	int side = sign(*open), kept = 0;

	*open = whole(0);
	for (int i = 0; i < count; i++) {
		if (sign(lines[i]->left) != side || side == 0)
			continue;
		lines[kept++] = lines[i];
		*open = plus(*open, open_part(work, lines[i]));
	}
	return kept;
}

static void
give_basket(struct work *work, const struct discount *given)
{
	struct worked_line *lines[LINES];
	rational open = whole(0), sum, share;
	int count = work->line_count;

	for (int l = 0; l < work->line_count; l++) {
		lines[l] = &work->lines[l];
		open = plus(open, open_part(work, lines[l]));
	}
	sum = given->percent ? times(open, given->percent) : toward(given->amount, open);
	sum = capped(to_unit(work, sum), open);
	if (!given->percent)
		count = keep_one_side(work, lines, count, &open);
	share = given->percent ? given->percent : sign(open) == 0 ? whole(0) : over(sum, open);
	spread_over(work, lines, count, sum, share, false, given->reason);
}

void
check_given(struct work *work)
{
	for (int l = 0; l < work->line_count; l++) {
		const struct bought *bought = work->lines[l].bought;

		for (int i = 0; i < bought->given_count; i++)
			give(work, &work->lines[l], &bought->given[i], l + 1);
	}
	if (work->question->per_total && work->bends == 0 && work->question->offer_count == 0)
		check_lost(work);
	if (work->question->has_given)
		give_basket(work, &work->question->given);
}

/* What turned lines come to, on the side where discounts count. */
void
check_turned(struct work *work)
{
	struct exact fixed;
	rational said = whole(0);
	bool any = false;

	for (int l = 0; l < work->line_count; l++) {
		const struct worked_line *line = &work->lines[l];

		if (!line->turned)
			continue;
		any = true;
		said = plus(said,
		            work->question->without_tax ? line->said->net : line->said->gross);
		taxes_of(line->bought, untouched(line), line->units, &fixed);
		for (int i = 0; i < line->bought->tax_count && !work->question->without_tax; i++)
			said = minus(said, fixed.amount[i]);
	}
	if (!any || work->question->exempt)
		return;
	if (work->question->per_total || work->loose ||
	    !is_whole(over(work->turned, work->question->unit)))
		must_be_near(work, said, work->turned, whole(2 + work->line_count + work->bends),
		             "what is left where discounts count");
	else
		must_be(work, said, work->turned, "what is left where discounts count");
}
