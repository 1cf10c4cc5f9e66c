/*
 * Promotions, in their order: which are in force, what each is worth, and where it may have been
 * taken.
 *
 * What one takes is worked out from what the lines had left when its turn came.  On which of
 * several equal lines its cents lie is the engine's choice: the sum must be right, no line falls
 * below nothing, and none that is not targeted falls at all (whatever was taken without being asked
 * for is found in the end).
 */
#include <config.h>

#include "tests/oracle/promotions.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- targets ---- */

static size_t
names_in(const struct json_node *list)
{
	return json_text(list) ? 1 : json_count(list);
}

static const char *
name_at(const struct json_node *list, size_t i)
{
	return json_text(list) ? json_text(list) : json_text(json_at(list, i));
}

static bool
in_category(const char *category, const char *wanted)
{
	size_t length = strlen(wanted);

	return strncmp(category, wanted, length) == 0 &&
	       (category[length] == '\0' || category[length] == '/');
}

/* Any of its categories is any of those, or below it. */
static bool
in_categories(const struct json_node *categories, const struct json_node *wanted)
{
	for (size_t i = 0; i < names_in(categories); i++)
		for (size_t w = 0; w < names_in(wanted); w++)
			if (in_category(name_at(categories, i), name_at(wanted, w)))
				return true;
	return false;
}

bool
targets(const struct target *target, const struct worked_line *line)
{
	if (target->everything)
		return true;
	for (int i = 0; i < target->item_count; i++)
		if (line->bought->item && strcmp(line->bought->item, target->items[i]) == 0)
			return true;
	return in_categories(line->bought->categories, target->categories);
}

long
whole_units(const struct worked_line *line)
{
	return floor_of(size_of(line->bought->quantity));
}

/* ---- conditions ---- */

static bool
has_code(const struct work *work, const char *code)
{
	const struct json_node *codes = work->question->codes;

	for (size_t i = 0; i < json_count(codes); i++)
		if (strcmp(json_text(json_at(codes, i)), code) == 0)
			return true;
	return false;
}

static bool
in_list(const struct json_node *list, const char *name)
{
	if (json_text(list))
		return strcmp(json_text(list), name) == 0;
	for (size_t i = 0; i < json_count(list); i++)
		if (strcmp(json_text(json_at(list, i)), name) == 0)
			return true;
	return false;
}

static bool
in_groups(const struct work *work, const struct json_node *wanted)
{
	const struct json_node *groups = json_get(work->question->customer, "groups");

	for (size_t i = 0; i < json_count(groups); i++)
		if (in_list(wanted, json_text(json_at(groups, i))))
			return true;
	return false;
}

static bool
used_up(const struct work *work, const struct offer *offer)
{
	const struct json_node *uses = json_get(work->question->customer, "uses");
	long used = (long)json_int(json_get(uses, offer->name));

	if (offer->code && (long)json_int(json_get(uses, offer->code)) > used)
		used = (long)json_int(json_get(uses, offer->code));
	return offer->usage_limit_per_customer > 0 && used >= offer->usage_limit_per_customer;
}

/* 1 Monday: days of the two moments that random baskets are sold at */
static const char *
weekday(const char *at)
{
	static const char *const names[] = { "sun", "mon", "tue", "wed", "thu", "fri", "sat" };
	int year = atoi(at), month = atoi(at + 5), day = atoi(at + 8);
	static const int shift[] = { 0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4 };

	year -= month < 3;
	return names[(year + year / 4 - year / 100 + year / 400 + shift[month - 1] + day) % 7];
}

static bool
in_hours(const char *hours, const char *time)
{
	char from[6] = "", until[6] = "", now[6] = "";

	snprintf(from, sizeof from, "%.5s", hours);
	snprintf(until, sizeof until, "%.5s", hours + 6);
	snprintf(now, sizeof now, "%.5s", time);
	if (strcmp(from, until) <= 0)
		return strcmp(from, now) <= 0 && strcmp(now, until) < 0;
	return strcmp(from, now) <= 0 || strcmp(now, until) < 0;
}

static bool
at_that_time(const struct work *work, const struct offer *offer)
{
	const char *at = work->question->at;
	bool fits = json_text(offer->hours) ? in_hours(json_text(offer->hours), at + 11)
	                                    : !offer->hours;

	for (size_t i = 0; !json_text(offer->hours) && i < json_count(offer->hours); i++)
		fits |= in_hours(json_text(json_at(offer->hours, i)), at + 11);
	if (!fits || (offer->days && !in_list(offer->days, weekday(at))))
		return false;
	/* moments compare as texts, as far as they are given */
	if (offer->from && strncmp(at, offer->from, strlen(offer->from)) < 0)
		return false;
	return !offer->until || strncmp(at, offer->until, strlen(offer->until)) <= 0;
}

/* With tax or without, of what is left now. */
static rational
subtotal(const struct work *work, bool with_tax)
{
	rational sum = whole(0);

	for (int l = 0; l < work->line_count; l++) {
		const struct worked_line *line = &work->lines[l];
		struct exact exact;

		taxes_of(line->bought, line->left, line->units, &exact);
		sum = plus(sum, exact.net);
		for (int i = 0; with_tax && i < line->bought->tax_count; i++)
			sum = plus(sum, exact.amount[i]);
	}
	return sum;
}

/* Whether goods that come back count is not written: then perhaps. */
static enum answer
enough_units(const struct work *work, const struct offer *offer)
{
	const struct target *target = offer->has_counted ? &offer->counted : &offer->target;
	long bought = 0, back = 0, most;

	for (int l = 0; l < work->line_count; l++) {
		if (!targets(target, &work->lines[l]))
			continue;
		if (sign(work->lines[l].amount) < 0)
			back += whole_units(&work->lines[l]);
		else
			bought += whole_units(&work->lines[l]);
	}
	most = bought > back ? bought : back;
	if (offer->min_qty == 0 ||
	    (bought - back >= offer->min_qty || (bought == 0 && back >= offer->min_qty)))
		return YES;
	return bought + back < offer->min_qty ? NO : most == bought + back ? YES : PERHAPS;
}

/* Yes, no, or by a cent that nobody fixed. */
static enum answer
reaches(const struct work *work, rational least, bool with_tax)
{
	rational beyond;

	if (!least)
		return YES;
	beyond = minus(size_of(subtotal(work, with_tax)), least);
	if (compare(size_of(beyond), times(work->question->unit, whole(2 + work->line_count))) <=
	            0 &&
	    sign(beyond) != 0)
		return PERHAPS;
	return sign(beyond) >= 0 ? YES : NO;
}

static bool
excluded(const struct work *work, const struct offer *offer)
{
	for (int o = 0; o < work->question->offer_count; o++) {
		const struct offer *other = &work->question->offers[o];

		if (other != offer && work->applied[o] &&
		    (in_list(offer->not_with, other->name) ||
		     in_list(other->not_with, offer->name)))
			return true;
	}
	return false;
}

enum answer
in_force(const struct work *work, const struct offer *offer)
{
	enum answer net, gross, units;

	if (offer->code && !has_code(work, offer->code))
		return NO;
	if (!at_that_time(work, offer) || used_up(work, offer) || excluded(work, offer))
		return NO;
	if (offer->groups && !in_groups(work, offer->groups))
		return NO;
	units = enough_units(work, offer);
	gross = reaches(work, offer->min_subtotal, true);
	net = reaches(work, offer->min_net, false);
	if (gross == NO || net == NO || units == NO)
		return NO;
	return gross == YES && net == YES && units == YES ? YES : PERHAPS;
}

/* ---- what was said ---- */

/* Takes what was said off the line; gives it. */
static rational
follow(struct work *work, struct worked_line *line, const struct offer *offer)
{
	rational said = said_discount(line, offer->name);

	if (!said)
		return whole(0);
	if (sign(said) != 0 && sign(said) != sign(line->amount))
		complain(work, "%s: %s off a line of %s", offer->name, shown(said),
		         shown(line->amount));
	lower_price(work, line, said);
	if (line->turned && sign(said) != 0) {
		line->bends += 2;
		work->bends += 2;
	}
	return said;
}

static bool
anything_said(const struct work *work, const struct offer *offer)
{
	for (int l = 0; l < work->line_count; l++)
		for (int i = 0; i < work->lines[l].said->discount_count; i++)
			if (strcmp(work->lines[l].said->reasons[i], offer->name) == 0)
				return true;
	return false;
}

/* ---- what takes from what is left ---- */

static rational
tier(const struct offer *offer, rational subtotal_left)
{
	rational value = offer->base, from = NULL;

	for (int i = 0; i < offer->tier_count; i++) {
		if (compare(offer->tier_from[i], size_of(subtotal_left)) <= 0 &&
		    (!from || compare(offer->tier_from[i], from) >= 0)) {
			from = offer->tier_from[i];
			value = offer->tier_value[i];
		}
	}
	return value;
}

static int
targeted(struct work *work, const struct target *target, struct worked_line *lines[])
{
	int count = 0;

	for (int l = 0; l < work->line_count; l++)
		if (targets(target, &work->lines[l]))
			lines[count++] = &work->lines[l];
	return count;
}

static rational
sum_open(const struct work *work, struct worked_line *const lines[], int count)
{
	rational sum = whole(0);

	for (int i = 0; i < count; i++)
		sum = plus(sum, open_part(work, lines[i]));
	return sum;
}

static bool
goes_both_ways(const struct work *work)
{
	bool out = false, back = false;

	for (int l = 0; l < work->line_count; l++) {
		out |= sign(work->lines[l].amount) > 0;
		back |= sign(work->lines[l].amount) < 0;
	}
	return out && back;
}

static rational
said_sum(const struct work *work, const struct offer *offer)
{
	rational sum = whole(0);

	for (int l = 0; l < work->line_count; l++)
		for (int i = 0; i < work->lines[l].said->discount_count; i++)
			if (strcmp(work->lines[l].said->reasons[i], offer->name) == 0)
				sum = plus(sum, work->lines[l].said->amounts[i]);
	return sum;
}

/* An amount goes to lines on the side of the sum, never beyond it. */
static void
take_amount(struct work *work, const struct offer *offer, rational amount)
{
	struct worked_line *lines[LINES], *same_side[LINES];
	int count = targeted(work, &offer->target, lines), kept = 0;
	rational sum = sum_open(work, lines, count), open, off;

	for (int i = 0; i < count; i++)
		if (sign(open_part(work, lines[i])) == sign(sum) && sign(sum) != 0)
			same_side[kept++] = lines[i];
	if (kept == 0)
		return;
	open = sum_open(work, same_side, kept);
	off = lesser(amount, size_of(sum));
	off = sign(sum) < 0 ? opposite(off) : off;
	spread_over(work, same_side, kept, off, over(off, open), false, offer->name);
}

static void
take_percent(struct work *work, const struct offer *offer, rational percent)
{
	struct worked_line *lines[LINES];
	int count = targeted(work, &offer->target, lines);
	rational open = sum_open(work, lines, count), sum = to_unit(work, times(open, percent));

	/* half a cent may be rounded on what is taken or on what is left */
	for (int i = 0; i < count; i++)
		work->loose |= lines[i]->turned;
	if (compare(said_sum(work, offer), sum) != 0)
		sum = minus(open, to_unit(work, minus(open, times(open, percent))));
	if (offer->max_amount && goes_both_ways(work)) {
		for (int i = 0; i < count; i++)
			follow(work, lines[i], offer);
		work->rough = true;
		return;
	}
	if (offer->max_amount && compare(size_of(sum), offer->max_amount) > 0) {
		take_amount(work, offer, offer->max_amount);
		return;
	}
	/* per total, lines of each set of taxes are added up by themselves */
	work->rough |= work->question->per_total;
	spread_over(work, lines, count, sum, percent, true, offer->name);
}

static rational
tier_subtotal(const struct work *work)
{
	rational sum = whole(0);

	for (int l = 0; l < work->line_count; l++)
		sum = plus(sum, work->lines[l].left);
	return sum;
}

static void
take_each(struct work *work, const struct offer *offer)
{
	for (int l = 0; l < work->line_count; l++) {
		struct worked_line *line = &work->lines[l], *one[1] = { line };
		rational open = open_part(work, line), off = offer->amount;
		long units = whole_units(line);

		if (offer->units > 0 && units > offer->units)
			units = offer->units;
		if (!targets(&offer->target, line) || sign(open) == 0)
			continue;
		if (offer->effect == E_FIXED_PER_UNIT)
			off = times(off, whole(units));
		/* no unit gives more than there is of it */
		if (offer->effect == E_FIXED_PER_UNIT && units > 0)
			off = lesser(off, times(over(open, line->bought->quantity), whole(units)));
		work->loose |= line->turned && !is_whole(over(off, work->question->unit));
		off = lesser(to_unit(work, off), size_of(open));
		off = sign(open) < 0 ? opposite(off) : off;
		spread_over(work, one, 1, off, over(off, open), false, offer->name);
	}
}

/* ---- what picks units ---- */

static void
take_picked(struct work *work, const struct offer *offer)
{
	for (int side = 1; side >= -1; side -= 2) {
		rational said = whole(0), best, slack = whole(0);
		bool exact = picked_value(work, offer, side, &best, &slack);

		for (int l = 0; l < work->line_count; l++) {
			struct worked_line *line = &work->lines[l];

			if (side_of(line) == side && may_pick(offer, line))
				said = plus(said, follow(work, line, offer));
		}
		said = size_of(said);
		if (exact)
			must_be_near(work, said, best, slack, "%s (%s)%s", offer->name,
			             effect_names[offer->effect], side < 0 ? ", coming back" : "");
		else if (compare(said, plus(best, times(slack, work->question->unit))) > 0)
			complain(work, "%s takes %s, at most %s", offer->name, shown(said),
			         shown(best));
		if (sign(said) != 0)
			note_picked(work, offer, side);
	}
}

static void
apply(struct work *work, const struct offer *offer)
{
	switch (offer->effect) {
	case E_PERCENT:
		take_percent(work, offer, offer->percent);
		break;
	case E_TIER_PERCENT:
		take_percent(work, offer, over(tier(offer, tier_subtotal(work)), whole(100)));
		break;
	case E_FIXED_ORDER:
		take_amount(work, offer, offer->amount);
		break;
	case E_TIER_FLAT:
		take_amount(work, offer, tier(offer, tier_subtotal(work)));
		break;
	case E_FIXED_PER_LINE:
	case E_FIXED_PER_UNIT:
		take_each(work, offer);
		break;
	default:
		take_picked(work, offer);
		break;
	}
}

/* ---- best for the customer: in whatever order that is ---- */

/* More than this no order gives. */
static rational
most(const struct work *work, const struct offer *offer, struct worked_line *const lines[],
     int count)
{
	rational sum = whole(0), value;
	long units = 0;

	for (int i = 0; i < count; i++) {
		sum = plus(sum, size_of(lines[i]->unit_left));
		units += whole_units(lines[i]);
	}
	switch (offer->effect) {
	case E_PERCENT:
		return times(sum, offer->percent);
	case E_FIXED_ORDER:
		return offer->amount;
	case E_FIXED_PER_LINE:
		return times(offer->amount, whole(count));
	case E_FIXED_PER_UNIT:
		return times(offer->amount, whole(units));
	default:
		value = offer->base;
		for (int i = 0; i < offer->tier_count; i++)
			value = greater(value, offer->tier_value[i]);
		return offer->effect == E_TIER_FLAT ? value : times(sum, over(value, whole(100)));
	}
	(void)work;
}

static void
follow_best(struct work *work, const struct offer *offer)
{
	struct worked_line *lines[LINES];
	int count = targeted(work, &offer->target, lines);
	rational said = whole(0);

	if (offer->effect != E_PERCENT && offer->effect != E_FIXED_ORDER &&
	    offer->effect != E_FIXED_PER_LINE && offer->effect != E_FIXED_PER_UNIT &&
	    offer->effect != E_TIER_FLAT && offer->effect != E_TIER_PERCENT) {
		take_picked(work, offer);
		return;
	}
	for (int i = 0; i < count; i++) {
		said = plus(said, size_of(follow(work, lines[i], offer)));
		work->loose |= lines[i]->turned;
		lines[i]->bends += lines[i]->turned ? 100 : 0;
		work->bends += lines[i]->turned ? 100 : 0;
	}
	if (work->bends == 0 &&
	    compare(said, plus(most(work, offer, lines, count),
	                       times(work->question->unit, whole(1 + count)))) > 0)
		complain(work, "%s takes %s, at most %s", offer->name, shown(said),
		         shown(most(work, offer, lines, count)));
}

static void
check_best(struct work *work)
{
	enum answer answers[PROMOTIONS];

	work->rough = true;
	for (int o = 0; o < work->question->offer_count; o++)
		answers[o] = in_force(work, &work->question->offers[o]);
	for (int o = 0; o < work->question->offer_count; o++) {
		const struct offer *offer = &work->question->offers[o];

		if (answers[o] == NO || !anything_said(work, offer))
			continue;
		if (excluded(work, offer))
			complain(work, "%s is there with one that excludes it", offer->name);
		follow_best(work, offer);
		work->applied[o] = true;
	}
}

/* ---- as listed ---- */

void
check_promotions(struct work *work)
{
	if (work->question->best) {
		check_best(work);
		return;
	}
	for (int o = 0; o < work->question->offer_count; o++) {
		const struct offer *offer = &work->question->offers[o];
		enum answer answer = in_force(work, offer);
		bool said = anything_said(work, offer);

		if (answer == NO || (answer == PERHAPS && !said))
			continue;
		apply(work, offer);
		work->applied[o] = said;
	}
}
