/*
 * Promotions that pick units, each unit at what is left of its line by the unit.
 *
 * Groups are made from the dearest unit down; which is best for the customer follows from the
 * effect:
 *
 *   buy + get         of each buy + get neighbours the cheapest are free
 *   n for a price     as many groups as save something
 *   group, percent    of the dearest
 */
#include <config.h>

#include "tests/oracle/promotions.h"

#include <string.h>

#define UNITS 400

struct units {
	rational values[UNITS]; /* dearest first, unless in order */
	int count;
	bool whole_cents;
	int lines;
	bool loose; /* another promotion has picked from these lines, or they are turned */
};

/* Bought, or coming back. */
int
side_of(const struct worked_line *line)
{
	return sign(line->amount) != 0 ? sign(line->amount) : sign(line->bought->quantity);
}

static void
gather(const struct work *work, const struct target *target, int side, bool with_fixed,
       struct units *out)
{
	*out = (struct units){ .whole_cents = true };
	for (int l = 0; l < work->line_count; l++) {
		const struct worked_line *line = &work->lines[l];
		long units = whole_units(line);
		rational value;

		if (side_of(line) != side || !targets(target, line) || units == 0)
			continue;
		out->loose |= sign(line->left) == 0 && !same(line->exact, whole(0));
		if (sign(line->left) == 0)
			continue;
		value = line->picked || work->question->best ? line->unit_left
		        : with_fixed                         ? line->left
		                                             : open_price(work, line);
		value = size_of(over(value, line->bought->quantity));
		out->whole_cents &= is_whole(over(value, work->question->unit)) &&
		                    same(line->left, line->exact);
		out->loose |= line->picked || line->turned || work->question->best;
		out->lines++;
		for (long i = 0; i < units && out->count < UNITS; i++)
			out->values[out->count++] = value;
	}
}

static void
sort(struct units *units)
{
	for (int i = 1; i < units->count; i++) {
		rational value = units->values[i];
		int place = i;

		for (; place > 0 && compare(units->values[place - 1], value) < 0; place--)
			units->values[place] = units->values[place - 1];
		units->values[place] = value;
	}
}

/* Of the units [from, until). */
static rational
sum_of(const struct units *units, long from, long until)
{
	rational sum = whole(0);

	for (long i = from < 0 ? 0 : from; i < until && i < units->count; i++)
		sum = plus(sum, units->values[i]);
	return sum;
}

/* ---- effect by effect ---- */

static rational
buy_get(const struct offer *offer, const struct units *units)
{
	long size = offer->buy + offer->get;
	rational free = whole(0);

	for (long group = 0; (group + 1) * size <= units->count; group++)
		free = plus(free, sum_of(units, group * size + offer->buy, (group + 1) * size));
	return free;
}

static rational
n_for_price(const struct offer *offer, const struct units *units)
{
	rational best = whole(0);

	for (long groups = 1; groups * offer->units <= units->count; groups++)
		best = greater(best, minus(sum_of(units, 0, groups * offer->units),
		                           times(offer->price, whole(groups))));
	return best;
}

static rational
price_from(const struct offer *offer, const struct units *units)
{
	rational saved = whole(0);

	for (int i = 0; units->count >= offer->units && i < units->count; i++)
		saved = plus(saved, greater(whole(0), minus(units->values[i], offer->price)));
	return saved;
}

static rational
free_units(const struct offer *offer, const struct units *units)
{
	if (units->loose || (offer->pick && strcmp(offer->pick, "cheapest") != 0))
		return sum_of(units, 0, offer->units);
	return sum_of(units, units->count - offer->units, units->count);
}

/* The first is the unit that is best for the customer. */
static rational
first_additional(const struct offer *offer, const struct units *units)
{
	rational saved = whole(0), more = NULL;

	for (int i = 0; i < units->count; i++) {
		rational further = lesser(units->values[i], offer->additional);
		rational gain = minus(lesser(units->values[i], offer->amount), further);

		saved = plus(saved, further);
		more = more ? greater(more, gain) : gain;
	}
	return more ? plus(saved, more) : saved;
}

static rational
at_most(const struct offer *offer, rational amount)
{
	return offer->max_amount ? lesser(offer->max_amount, amount) : amount;
}

static rational
worth(const struct offer *offer, const struct units *units, const struct units *gets)
{
	switch (offer->effect) {
	case E_CHEAPEST_PERCENT:
		/* cheaper ones may be taken */
		return at_most(offer,
		               times(units->loose ? sum_of(units, 0, 1)
		                                  : sum_of(units, units->count - 1, units->count),
		                     offer->percent));
	case E_FREE_UNITS:
		return free_units(offer, units);
	case E_BUY_GET:
		if (offer->has_get_target)
			return sum_of(gets, 0, units->count / offer->buy * offer->get);
		return buy_get(offer, units);
	case E_GROUP_PERCENT:
		return times(sum_of(units, 0, units->count / offer->units * offer->units),
		             offer->percent);
	case E_GROUP_FLAT:
		return times(offer->amount, whole(units->count / offer->units));
	case E_FIRST_ADDITIONAL:
		return first_additional(offer, units);
	case E_N_FOR_PRICE:
		return n_for_price(offer, units);
	case E_UNIT_PRICE_FROM:
		return price_from(offer, units);
	default:
		return whole(0);
	}
}

/* ---- */

bool
may_pick(const struct offer *offer, const struct worked_line *line)
{
	return targets(&offer->target, line) ||
	       (offer->has_get_target && targets(&offer->get_target, line));
}

static bool
overlap(const struct work *work, const struct offer *offer)
{
	for (int l = 0; offer->has_get_target && l < work->line_count; l++)
		if (targets(&offer->target, &work->lines[l]) &&
		    targets(&offer->get_target, &work->lines[l]))
			return true;
	return false;
}

bool
picked_value(const struct work *work, const struct offer *offer, int side, rational *best,
             rational *slack)
{
	static struct units units, gets;
	bool in_order = offer->pick && strcmp(offer->pick, "order") == 0;
	bool priced = offer->effect == E_N_FOR_PRICE || offer->effect == E_UNIT_PRICE_FROM;

	gather(work, &offer->target, side, priced, &units);
	gather(work, &offer->get_target, side, false, &gets);
	if (!in_order || units.loose)
		sort(&units);
	sort(&gets);
	*best = worth(offer, &units, &gets);
	if (offer->effect == E_FIRST_ADDITIONAL && units.loose)
		*best = times(*best, whole(2));
	*slack = units.whole_cents && (!offer->has_get_target || gets.whole_cents)
	                 ? fraction(1, 2)
	                 : whole(1 + units.lines + gets.lines + units.count / 2);
	if (units.count == UNITS || gets.count == UNITS)
		*slack = whole(1000000);
	if (work->rough)
		*slack = plus(*slack, whole(2));
	/* a group that is worth less than its amount gives what it is worth: all groupings would
	 * have to be tried */
	if (offer->effect == E_GROUP_FLAT && units.count > 0 &&
	    compare(times(units.values[units.count - 1], whole(offer->units)), offer->amount) < 0)
		return false;
	if (units.loose || gets.loose || overlap(work, offer)) {
		*slack = plus(*slack, whole(1 + units.lines + gets.lines));
		return false;
	}
	return true;
}

void
note_picked(struct work *work, const struct offer *offer, int side)
{
	for (int l = 0; l < work->line_count; l++)
		if (side_of(&work->lines[l]) == side && may_pick(offer, &work->lines[l]))
			work->lines[l].picked = true;
}
