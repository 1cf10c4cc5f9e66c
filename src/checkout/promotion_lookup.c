/*
 * Which lines a promotion is about.
 *
 * Lines are chained by the hash of their item, and by their list of categories ("drinks|gifts"),
 * of which a basket has few.  Every name in these lists, and every name above it, leads to the
 * lists it stands in; so a target costs what it finds, and not what the basket holds.
 */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "checkout/promotion_inside.h"

#define FIRST_SLOTS 64

/* ---- hashes ---- */

static size_t
hash_of(const char *text, size_t length)
{
	size_t hash = 5381;

	for (size_t i = 0; i < length; i++)
		hash = hash * 33 ^ (unsigned char)text[i];
	return hash ^ hash >> 17;
}

static bool
same(const struct category_name *name, const char *text, size_t length)
{
	return name->length == length && memcmp(name->text, text, length) == 0;
}

/* The slot that has the name, or where it would go. */
static size_t
slot_of(const struct lookup *lookup, const char *text, size_t length)
{
	size_t slot = hash_of(text, length) & lookup->name_mask, index;

	while ((index = lookup->name_slots[slot]) > 0 &&
	       !same(&lookup->names[index - 1], text, length))
		slot = (slot + 1) & lookup->name_mask;
	return slot;
}

/* ---- making ---- */

static void
more_slots(struct lookup *lookup)
{
	size_t room = lookup->name_mask ? 2 * (lookup->name_mask + 1) : FIRST_SLOTS;

	free(lookup->name_slots);
	lookup->name_slots = alloc_zero(room, sizeof lookup->name_slots[0]);
	lookup->name_mask = room - 1;
	lookup->name_room = room / 2;
	lookup->names = alloc_again(lookup->names, lookup->name_room, sizeof lookup->names[0]);
	for (size_t i = 0; i < lookup->name_count; i++)
		lookup->name_slots[slot_of(lookup, lookup->names[i].text,
		                           lookup->names[i].length)] = i + 1;
}

static struct category_name *
name_of(struct lookup *lookup, const char *text, size_t length)
{
	size_t slot;

	if (lookup->name_count == lookup->name_room)
		more_slots(lookup);
	slot = slot_of(lookup, text, length);
	if (lookup->name_slots[slot] == 0) {
		lookup->names[lookup->name_count] =
		        (struct category_name){ .text = text, .length = length };
		lookup->name_slots[slot] = ++lookup->name_count;
	}
	return &lookup->names[lookup->name_slots[slot] - 1];
}

static void
link_list(struct lookup *lookup, size_t list, const char *text, size_t length)
{
	struct category_name *name = name_of(lookup, text, length);

	if (lookup->link_count == lookup->link_room) {
		lookup->link_room = lookup->link_room ? 2 * lookup->link_room : FIRST_SLOTS;
		lookup->links =
		        alloc_again(lookup->links, lookup->link_room, sizeof lookup->links[0]);
	}
	lookup->links[lookup->link_count] = (struct category_link){ list, name->first };
	name->first = ++lookup->link_count;
}

/* Every name of the list, and all above it. */
static void
link_names(struct lookup *lookup, size_t list)
{
	size_t length;

	for (const char *at = lookup->lists[list]; (length = promotion_next_category(&at)) > 0;
	     at += length) {
		for (size_t i = 1; i < length; i++)
			if (at[i] == '/')
				link_list(lookup, list, at, i);
		link_list(lookup, list, at, length);
	}
}

static size_t
list_index(struct lookup *lookup, const char *list)
{
	size_t slot = hash_of(list, strlen(list)) & lookup->mask, index;

	while ((index = lookup->list_slots[slot]) > 0) {
		if (strcmp(lookup->lists[index - 1], list) == 0)
			return index - 1;
		slot = (slot + 1) & lookup->mask;
	}
	lookup->lists[lookup->list_count] = list;
	lookup->list_slots[slot] = ++lookup->list_count;
	link_names(lookup, lookup->list_count - 1);
	return lookup->list_count - 1;
}

/* A promotion touches neither deposits nor what it adds itself. */
static bool
may_touch(const struct priced_line *priced)
{
	return !priced->line->no_promotion && priced->line->is.kind != LINE_DEPOSIT &&
	       !priced->no_tax;
}

static void
make_room(struct lookup *lookup, size_t lines)
{
	size_t room = 16;

	while (room < 2 * lines)
		room *= 2;
	*lookup = (struct lookup){ .mask = room - 1 };
	lookup->heads = alloc_zero(room, sizeof lookup->heads[0]);
	lookup->next = alloc_zero(lines, sizeof lookup->next[0]);
	lookup->hashes = alloc_zero(lines, sizeof lookup->hashes[0]);
	lookup->touchable = alloc_zero(lines, sizeof lookup->touchable[0]);
	lookup->lists = alloc_zero(lines, sizeof lookup->lists[0]);
	lookup->list_slots = alloc_zero(room, sizeof lookup->list_slots[0]);
	lookup->list_heads = alloc_zero(lines, sizeof lookup->list_heads[0]);
	lookup->list_next = alloc_zero(lines, sizeof lookup->list_next[0]);
	lookup->seen = alloc_zero(lines, sizeof lookup->seen[0]);
	more_slots(lookup);
}

void
lookup_make(struct lookup *lookup, const struct pricing *pricing)
{
	make_room(lookup, pricing->count + 1);
	lookup->count = pricing->count;
	for (size_t i = pricing->count; i > 0; i--) { /* backwards, so that chains go forward */
		const struct basket_line *line = pricing->lines[i - 1].line;
		size_t hash = hash_of(line->is.item, strlen(line->is.item));
		size_t *head = &lookup->heads[hash & lookup->mask];

		lookup->touchable[i - 1] = may_touch(&pricing->lines[i - 1]);
		lookup->hashes[i - 1] = hash;
		lookup->next[i - 1] = *head;
		*head = i;
		head = &lookup->list_heads[list_index(lookup, line->category)];
		lookup->list_next[i - 1] = *head;
		*head = i;
	}
}

void
lookup_done(struct lookup *lookup)
{
	free(lookup->heads);
	free(lookup->next);
	free(lookup->hashes);
	free(lookup->touchable);
	free(lookup->lists);
	free(lookup->list_slots);
	free(lookup->list_heads);
	free(lookup->list_next);
	free(lookup->names);
	free(lookup->name_slots);
	free(lookup->links);
	free(lookup->seen);
}

/* ---- finding ---- */

static size_t
find_all(const struct lookup *lookup, size_t out[])
{
	size_t count = 0;

	for (size_t i = 0; i < lookup->count; i++)
		if (lookup->touchable[i])
			out[count++] = i;
	return count;
}

static size_t
find_items(const struct promoting *promoting, const struct promotion_target *target, size_t out[])
{
	const struct pricing *pricing = promoting->pricing;
	const struct lookup *lookup = &promoting->lookup;
	const char *item = target->items;
	size_t count = 0, length;

	for (int i = 0; i < target->item_count; i++, item += length + 1) {
		size_t hash, at;

		length = strlen(item);
		hash = hash_of(item, length);
		for (at = lookup->heads[hash & lookup->mask]; at > 0; at = lookup->next[at - 1])
			if (lookup->hashes[at - 1] == hash && lookup->touchable[at - 1] &&
			    !lookup->seen[at - 1] &&
			    strcmp(pricing->lines[at - 1].line->is.item, item) == 0) {
				lookup->seen[at - 1] = true;
				out[count++] = at - 1;
			}
	}
	return count;
}

static size_t
find_category(const struct lookup *lookup, const char *text, size_t length, size_t out[],
              size_t count)
{
	size_t index = lookup->name_slots[slot_of(lookup, text, length)];
	size_t link = index > 0 ? lookup->names[index - 1].first : 0;

	for (; link > 0; link = lookup->links[link - 1].next) {
		size_t at = lookup->list_heads[lookup->links[link - 1].list];

		for (; at > 0; at = lookup->list_next[at - 1])
			if (lookup->touchable[at - 1] && !lookup->seen[at - 1]) {
				lookup->seen[at - 1] = true;
				out[count++] = at - 1;
			}
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
	size_t count, length;

	if (target->item_count == 0 && !target->category)
		return find_all(&promoting->lookup, out);
	count = find_items(promoting, target, out);
	for (const char *at = target->category; at && (length = promotion_next_category(&at)) > 0;
	     at += length)
		count = find_category(&promoting->lookup, at, length, out, count);
	for (size_t i = 0; i < count; i++)
		promoting->lookup.seen[out[i]] = false;
	if (!in_order(out, count))
		qsort(out, count, sizeof out[0], by_number);
	return count;
}
