/*
 * Units that a promotion adds: one line for each promotion, which it keeps as long as it is earned.
 */
#include <config.h>

#include <string.h>

#include "base/text.h"
#include "checkout/promotion_inside.h"

/* What is given away for nothing has its limits, so that amounts stay what money can hold. */
#define EXTRA_UNITS_MAX 9999
#define EXTRA_AMOUNT_MAX INT64_C(100000000000)

static const struct basket_line *
extra_item(const struct price_rules *rules, const char *item)
{
	for (size_t i = 0; i < rules->extra_count; i++)
		if (strcmp(rules->extras[i].is.item, item) == 0)
			return &rules->extras[i];
	return NULL;
}

/* The line that this promotion added before, or a new one; NULL where the basket is full. */
static struct basket_line *
extra_line(struct basket *basket, const struct promotion *promotion)
{
	struct basket_line *line;

	for (size_t i = 0; i < basket->line_count; i++)
		if (strcmp(basket->lines[i].is.extra_of, promotion->name) == 0)
			return &basket->lines[i];
	return basket_add(basket, &line, NULL) == RC_OK ? line : NULL;
}

static void
add_extra(struct promoting *promoting, size_t index, const struct basket_line *item, int64_t units)
{
	const struct promotion *promotion = &promoting->promotions[index];
	struct pricing *pricing = promoting->pricing;
	struct basket_line *line = extra_line(pricing->basket, promotion);
	struct priced_line *priced;
	int number;

	if (!line)
		return;
	number = line->is.number;
	*line = *item;
	line->is.number = number;
	line->is.flags |= LINE_FREE;
	line->is.qty_milli = units * QTY_ONE;
	text_copy(line->is.extra_of, sizeof line->is.extra_of, promotion->name);
	priced = pricing_add_line(pricing, line);
	priced->no_tax = true;
	priced->units = 0;
	pricing_note_discount(&line->is, promoting_kind(promotion), line->is.amount,
	                      promotion->name, 0);
	priced->left = money_of(0);
	priced->exact = exact_whole(0);
	promoting_took(promoting, index);
}

static bool
worth_giving(const struct basket_line *item, int64_t units)
{
	__int128 e4 = (__int128)item->is.price.e4 * units;

	return (e4 < 0 ? -e4 : e4) / UNIT_PRICE_PER_MINOR <= EXTRA_AMOUNT_MAX;
}

void
promoting_give_extra(struct promoting *promoting, size_t index)
{
	const struct promotion *promotion = &promoting->promotions[index];
	const struct basket_line *item = extra_item(promoting->pricing->rules, promotion->item);
	struct promotion_target own = { .items = promotion->item, .item_count = 1 };
	bool targeted = promotion->target.item_count > 0 || promotion->target.category;
	size_t count =
	        lookup_find(promoting, targeted ? &promotion->target : &own, promoting->found);
	int64_t units = promoting_units(promoting, promoting->found, count);
	int64_t times = units / promotion->buy, most = EXTRA_UNITS_MAX / promotion->get;

	if (!promotion->repeat && times != 0)
		times = times < 0 ? -1 : 1;
	if (times > most)
		times = most;
	if (times < -most)
		times = -most;
	if (item && times != 0 && worth_giving(item, times * promotion->get))
		add_extra(promoting, index, item, times * promotion->get);
}
