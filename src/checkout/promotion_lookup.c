#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checkout/promotion_inside.h"

/* ---- making ---- */

static size_t
hash_of(const char *item)
{
	size_t hash = 5381;

	while (*item)
		hash = hash * 33 ^ (unsigned char)*item++;
	return hash ^ hash >> 17;
}

static size_t
category_index(struct lookup *lookup, const char *category)
{
	size_t slot = hash_of(category) & lookup->mask, index;

	while ((index = lookup->category_slots[slot]) > 0) {
		if (strcmp(lookup->categories[index - 1], category) == 0)
			return index - 1;
		slot = (slot + 1) & lookup->mask;
	}
	lookup->categories[lookup->category_count] = category;
	lookup->category_slots[slot] = ++lookup->category_count;
	return lookup->category_count - 1;
}

void
lookup_make(struct lookup *lookup, const struct pricing *pricing)
{
	size_t room = 16, lines = pricing->count + 1;

	while (room < 2 * lines)
		room *= 2;
	*lookup = (struct lookup){ .mask = room - 1 };
	lookup->heads = alloc_zero(room, sizeof lookup->heads[0]);
	lookup->next = alloc_zero(lines, sizeof lookup->next[0]);
	lookup->categories = alloc_zero(lines, sizeof lookup->categories[0]);
	lookup->category_slots = alloc_zero(room, sizeof lookup->category_slots[0]);
	lookup->category_heads = alloc_zero(lines, sizeof lookup->category_heads[0]);
	lookup->category_next = alloc_zero(lines, sizeof lookup->category_next[0]);
	lookup->seen = alloc_zero(lines, sizeof lookup->seen[0]);
	for (size_t i = pricing->count; i > 0; i--) { /* backwards, so that chains go forward */
		const struct basket_line *line = pricing->lines[i - 1].line;
		size_t *head = &lookup->heads[hash_of(line->is.item) & lookup->mask];

		lookup->next[i - 1] = *head;
		*head = i;
		head = &lookup->category_heads[category_index(lookup, line->category)];
		lookup->category_next[i - 1] = *head;
		*head = i;
	}
}

void
lookup_done(struct lookup *lookup)
{
	free(lookup->heads);
	free(lookup->next);
	free(lookup->categories);
	free(lookup->category_slots);
	free(lookup->category_heads);
	free(lookup->category_next);
	free(lookup->seen);
}

/* ---- finding ---- */

/* A promotion touches neither deposits nor what it adds itself. */
static bool
may_touch(const struct priced_line *priced)
{
	return !priced->line->no_promotion && priced->line->is.kind != LINE_DEPOSIT &&
	       !priced->no_tax;
}

static size_t
find_all(const struct promoting *promoting, size_t out[])
{
	const struct pricing *pricing = promoting->pricing;
	size_t count = 0;

	for (size_t i = 0; i < pricing->count; i++)
		if (may_touch(&pricing->lines[i]))
			out[count++] = i;
	return count;
}

static size_t
find_items(const struct promoting *promoting, const struct promotion_target *target, size_t out[])
{
	const struct pricing *pricing = promoting->pricing;
	const struct lookup *lookup = &promoting->lookup;
	const char *item = target->items;
	size_t count = 0;

	for (int i = 0; i < target->item_count; i++, item += strlen(item) + 1) {
		size_t at = lookup->heads[hash_of(item) & lookup->mask];

		for (; at > 0; at = lookup->next[at - 1]) {
			const struct priced_line *priced = &pricing->lines[at - 1];

			if (strcmp(priced->line->is.item, item) == 0 && may_touch(priced) &&
			    !lookup->seen[at - 1]) {
				lookup->seen[at - 1] = true;
				out[count++] = at - 1;
			}
		}
	}
	return count;
}

static size_t
find_category(const struct promoting *promoting, const char *category, size_t out[], size_t count)
{
	const struct pricing *pricing = promoting->pricing;
	const struct lookup *lookup = &promoting->lookup;

	for (size_t c = 0; c < lookup->category_count; c++) {
		if (!promotion_in_category(lookup->categories[c], category))
			continue;
		for (size_t at = lookup->category_heads[c]; at > 0;
		     at = lookup->category_next[at - 1])
			if (may_touch(&pricing->lines[at - 1]) && !lookup->seen[at - 1])
				out[count++] = at - 1;
	}
	return count;
}

static int
by_number(const void *left, const void *right)
{
	size_t a = *(const size_t *)left, b = *(const size_t *)right;

	return a < b ? -1 : a > b;
}

static bool
in_order(const size_t lines[], size_t count)
{
	for (size_t i = 1; i < count; i++)
		if (lines[i] < lines[i - 1])
			return false;
	return true;
}

size_t
lookup_find(const struct promoting *promoting, const struct promotion_target *target, size_t out[])
{
	size_t count, of_items;

	if (target->item_count == 0 && !target->category)
		return find_all(promoting, out);
	count = of_items = find_items(promoting, target, out);
	if (target->category)
		count = find_category(promoting, target->category, out, count);
	for (size_t i = 0; i < of_items; i++)
		promoting->lookup.seen[out[i]] = false;
	if (!in_order(out, count))
		qsort(out, count, sizeof out[0], by_number);
	return count;
}
