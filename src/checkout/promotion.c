#include <config.h>

#include "checkout/promotion.h"

#include <string.h>

size_t
promotion_next_category(const char **list)
{
	size_t length = 0;

	while (**list == ' ' || **list == '|')
		++*list;
	while ((*list)[length] && (*list)[length] != '|')
		length++;
	while (length > 0 && (*list)[length - 1] == ' ')
		length--;
	return length;
}

static bool
is_within(const char *name, size_t length, const char *wanted, size_t count)
{
	return count <= length && memcmp(name, wanted, count) == 0 &&
	       (count == length || name[count] == '/');
}

bool
promotion_in_category(const char *categories, const char *wanted)
{
	size_t length, count;

	for (; (count = promotion_next_category(&wanted)) > 0; wanted += count)
		for (const char *at = categories; (length = promotion_next_category(&at)) > 0;
		     at += length)
			if (is_within(at, length, wanted, count))
				return true;
	return false;
}

bool
promotion_targets(const struct promotion_target *target, const struct basket_line *line)
{
	const char *item = target->items;

	if (target->item_count == 0 && !target->category)
		return true;
	if (target->category && promotion_in_category(line->category, target->category))
		return true;
	for (int i = 0; i < target->item_count; i++, item += strlen(item) + 1)
		if (line->is.item[0] != '\0' && strcmp(item, line->is.item) == 0)
			return true;
	return false;
}

bool
promotion_in_groups(const char *groups, const char *wanted)
{
	while (*(wanted += strspn(wanted, " "))) {
		size_t length = strcspn(wanted, " ");
		const char *mine = groups;

		while (*(mine += strspn(mine, " "))) {
			size_t here = strcspn(mine, " ");

			if (here == length && strncmp(mine, wanted, length) == 0)
				return true;
			mine += here;
		}
		wanted += length;
	}
	return false;
}

bool
promotion_picks(const struct promotion *promotion)
{
	switch (promotion->effect) {
	case PROMOTION_CHEAPEST_PERCENT:
	case PROMOTION_FREE_UNITS:
	case PROMOTION_BUY_X_GET_Y:
	case PROMOTION_GROUP_FLAT:
	case PROMOTION_GROUP_PERCENT:
	case PROMOTION_N_FOR_PRICE:
	case PROMOTION_UNIT_PRICE_FROM:
		return true;
	default:
		return false;
	}
}
