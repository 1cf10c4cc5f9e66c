/*
 * All names of items in memory, for search while a cashier types.
 *
 * There is no index.  The names, folded (case, accents), lie in one block, each ended by '\n', and
 * a query is looked for in all of it, thirty-two bytes at a time: a million names are 30 MB, which
 * takes a few milliseconds and needs no building.  Of several words the rarest is looked for (rare
 * in a sample), and the others only in the names where it stands; if that one is frequent too, up
 * to four are looked for together.
 *
 * A hit has a rank: 0 every word begins a word and one of them begins the name, 1 every word begins
 * a word, 2 somewhere.  Hits of a rank are kept until no more of it can be shown; from then on only
 * better ones are looked for, so that a query that fits half the names ends early.
 *
 *     block   \n o a t _ d r i n k \n c a f e _ c r e m e \n ...
 *     starts     ^0                   ^1
 *     rows       12                   13                         row of the item in the catalogue
 *
 * A name that is changed is wiped out where it stood and added at the end.
 */
#include <config.h>

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "shop/items.h"
#include "shop/name_scan.h"

#define SLICE_ROWS 4000
#define WORDS_MAX 8
#define QUERY_MAX 256
#define RANKS 3
/* Of equal rank the shorter name is better; among more than this the first ones are good enough. */
#define LOOKED_AT_MAX 3000
/* Of 16384 bytes: going to each of its names takes longer than looking for several words in all of
 * them. */
#define FREQUENT 41
/* As often as this it stands in nearly every name, and looking for it leaves none out. */
#define EVERYWHERE 300
#define WIPED '\x01'

struct name_index {
	struct ledger *ledger; /* borrowed */
	char *block;           /* NAME_SCAN_PAD bytes lie before and behind */
	size_t size, room;
	uint32_t *starts;
	int64_t *rows;
	size_t count, count_room;
	size_t in_order; /* so many rows grow; behind them stand changed ones */
	int64_t next;    /* where loading goes on */
	bool ready;
};

struct query {
	char folded[QUERY_MAX];
	struct name_word words[WORDS_MAX]; /* the rarest first */
	int count;
	bool frequent; /* even that stands in many names: so many are looked for together */
	int together;
};

/* ---- the block ---- */

static void
make_room(struct name_index *index, size_t more)
{
	if (index->size + more > index->room) {
		char *whole = index->block ? index->block - NAME_SCAN_PAD : NULL;
		index->room = index->room ? index->room * 2 : 65536;
		while (index->room < index->size + more)
			index->room *= 2;
		whole = alloc_again(whole, index->room + 2 * NAME_SCAN_PAD, 1);
		memset(whole, '\n', NAME_SCAN_PAD);
		index->block = whole + NAME_SCAN_PAD;
	}
	if (index->count == index->count_room) {
		index->count_room = index->count_room ? index->count_room * 2 : 4096;
		index->starts =
		        alloc_again(index->starts, index->count_room, sizeof(*index->starts));
		index->rows = alloc_again(index->rows, index->count_room, sizeof(*index->rows));
	}
}

static void
add_name(void *context, const struct item_name *name)
{
	struct name_index *index = context;
	size_t length = strlen(name->folded);
	make_room(index, length + 1);
	assert(index->size < UINT32_MAX);
	bool grows = !index->count || name->row_id > index->rows[index->count - 1];
	if (index->in_order == index->count && grows)
		index->in_order++;
	index->starts[index->count] = (uint32_t)index->size;
	index->rows[index->count++] = name->row_id;
	memcpy(index->block + index->size, name->folded, length);
	index->block[index->size + length] = '\n';
	index->size += length + 1;
}

static void
end_block(struct name_index *index)
{
	memset(index->block + index->size, '\n', NAME_SCAN_PAD);
}

struct name_index *
name_index_new(struct ledger *ledger)
{
	struct name_index *index = alloc_zero(1, sizeof(*index));
	index->ledger = ledger;
	make_room(index, 1);
	end_block(index);
	return index;
}

void
name_index_free(struct name_index **index)
{
	if (!*index)
		return;
	free((*index)->block - NAME_SCAN_PAD);
	free((*index)->starts);
	free((*index)->rows);
	free(*index);
	*index = NULL;
}

bool
name_index_load(struct name_index *index)
{
	bool more = false;
	if (index->ready)
		return false;
	if (catalogue_names(index->ledger, &index->next, SLICE_ROWS, add_name, index, &more, NULL))
		more = false;
	end_block(index);
	index->ready = !more;
	return more;
}

void
name_index_load_all(struct name_index *index)
{
	while (name_index_load(index))
		;
}

bool
name_index_ready(const struct name_index *index)
{
	return index->ready;
}

void
name_index_reset(struct name_index *index)
{
	index->size = index->count = index->in_order = 0;
	index->next = 0;
	index->ready = false;
	end_block(index);
}

/* The name that stands at this place. */
static size_t
name_at(const struct name_index *index, size_t at)
{
	size_t low = 0, high = index->count;
	while (high - low > 1) {
		size_t middle = (low + high) / 2;
		if (index->starts[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static void
wipe_row(struct name_index *index, int64_t row)
{
	size_t low = 0, high = index->in_order;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (index->rows[middle] < row)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = low; i < index->count; i = i < index->in_order ? index->in_order : i + 1) {
		if (index->rows[i] != row)
			continue;
		for (char *at = index->block + index->starts[i]; *at != '\n'; at++)
			*at = WIPED;
	}
}

void
name_index_changed(struct name_index *index, const struct item_row *row)
{
	char folded[512];
	struct item_name name = { .name = row->name, .folded = folded };
	if (catalogue_item_row(index->ledger, row->number, &name.row_id, NULL))
		return;
	/* what is not loaded yet will be loaded as it is now */
	if (!index->ready && name.row_id > index->next)
		return;
	wipe_row(index, name.row_id);
	if (row->retired)
		return;
	text_fold(folded, sizeof(folded), row->name);
	add_name(index, &name);
	end_block(index);
}

/* ---- the query ---- */

static bool
can_match(const struct name_word *word)
{
	for (size_t i = 0; i < word->length; i++)
		if ((unsigned char)word->text[i] < ' ')
			return false;
	return true;
}

/* False: nothing to look for. */
static bool
parse_query(struct query *query, const char *text)
{
	char *rest = NULL;
	memset(query, 0, sizeof(*query));
	text_fold(query->folded, sizeof(query->folded), text);
	for (char *at = strtok_r(query->folded, " ", &rest); at && query->count < WORDS_MAX;
	     at = strtok_r(NULL, " ", &rest)) {
		struct name_word *word = &query->words[query->count++];
		*word = (struct name_word){ .text = at, .length = strlen(at) };
		if (!can_match(word))
			return false;
	}
	return query->count > 0;
}

/* The longer one, if both are as rare. */
static int
rarer_first(const void *a, const void *b)
{
	const struct name_word *left = a, *right = b;
	if (left->often != right->often)
		return left->often < right->often ? -1 : 1;
	return (left->length < right->length) - (left->length > right->length);
}

static void
put_rarest_first(const struct name_index *index, struct query *query)
{
	for (int i = 0; i < query->count; i++)
		name_word_choose(&query->words[i], index->block, index->size);
	qsort(query->words, (size_t)query->count, sizeof(*query->words), rarer_first);
	query->frequent = query->count > 1 && query->words[0].often > FREQUENT;
	query->together = 2;
	while (query->together < query->count && query->together < NAME_SCAN_WORDS &&
	       query->words[query->together].often < EVERYWHERE)
		query->together++;
}

/* ---- hits ---- */

struct hit {
	int rank;
	size_t length; /* of the name */
	size_t start;  /* where the name begins in the block */
};

struct hits {
	struct hit *best; /* in order */
	size_t count, room;
	int looked_at; /* since the last of them got its rank */
};

/* The best place of a word in a name. */
static int
place_in(const char *name, const char *end, const struct name_word *word)
{
	for (const char *at = name; (size_t)(end - at) >= word->length; at++) {
		at = memchr(at, word->text[0], (size_t)(end - at) - word->length + 1);
		if (!at)
			break;
		if (memcmp(at, word->text, word->length) != 0)
			continue;
		if (at == name)
			return PLACE_NAME;
		if ((unsigned char)at[-1] < '0')
			return PLACE_WORD;
	}
	return PLACE_ANYWHERE;
}

/* 0, 1, 2: every word is in the name. */
static int
rank_of(const char *name, const char *end, const struct query *query)
{
	int worst = PLACE_NAME, best = PLACE_ANYWHERE;
	for (int i = 0; i < query->count; i++) {
		int place = place_in(name, end, &query->words[i]);
		worst = place > worst ? place : worst;
		best = place < best ? place : best;
	}
	return worst == PLACE_ANYWHERE ? 2 : best == PLACE_NAME ? 0 : 1;
}

static bool
is_better(const struct hit *a, const struct hit *b)
{
	return a->rank != b->rank ? a->rank < b->rank : a->length < b->length;
}

/* Equal ones stay in the order of the catalogue. */
static void
keep(struct hits *hits, const struct hit *hit)
{
	bool full = hits->count == hits->room;
	int worst = full ? hits->best[hits->count - 1].rank : RANKS;
	hits->looked_at++;
	if (full && !is_better(hit, &hits->best[hits->count - 1]))
		return;
	size_t at = full ? hits->count - 1 : hits->count++;
	for (; at > 0 && is_better(hit, &hits->best[at - 1]); at--)
		hits->best[at] = hits->best[at - 1];
	hits->best[at] = *hit;
	if (hits->count == hits->room && hits->best[hits->count - 1].rank != worst)
		hits->looked_at = 0;
}

/* The worst rank that a further hit may have and still be shown; -1 none. */
static int
rank_wanted(const struct hits *hits)
{
	if (hits->count < hits->room)
		return RANKS - 1;
	int worst = hits->best[hits->count - 1].rank;
	return hits->looked_at < LOOKED_AT_MAX ? worst : worst - 1;
}

/* Where the first word has to stand in a name of that rank. */
static enum name_place
place_wanted(int rank, const struct query *query)
{
	if (rank == 0 && query->count == 1)
		return PLACE_NAME;
	return rank <= 1 ? PLACE_WORD : PLACE_ANYWHERE;
}

/* A place in the next name that may fit. */
static size_t
next_place(const struct name_index *index, const struct query *query, size_t from, int wanted)
{
	if (query->frequent)
		return name_scan_all(index->block, from, index->size, query->words, query->together,
		                     wanted <= 1 ? PLACE_WORD : PLACE_ANYWHERE);
	return name_scan(index->block, from, index->size, &query->words[0],
	                 place_wanted(wanted, query));
}

/* Are the other words in this name too?  Nearly always not, so this is asked before all else. */
static bool
has_others(const char *block, size_t start, size_t end, const struct query *query)
{
	for (int i = query->frequent ? 0 : 1; i < query->count; i++)
		if (!memmem(block + start, end - start, query->words[i].text,
		            query->words[i].length))
			return false;
	return true;
}

static bool
begins_with_any(const char *start, size_t length, const struct query *query)
{
	for (int i = 0; i < query->count; i++)
		if (query->words[i].length <= length &&
		    memcmp(start, query->words[i].text, query->words[i].length) == 0)
			return true;
	return false;
}

static void
collect(const struct name_index *index, const struct query *query, struct hits *hits)
{
	const char *block = index->block;
	int wanted = RANKS - 1;
	for (size_t from = 0; wanted >= 0; wanted = rank_wanted(hits)) {
		size_t at = next_place(index, query, from, wanted);
		if (at >= index->size)
			break;
		const char *start = (const char *)memrchr(block - 1, '\n', at + 1) + 1;
		const char *end = memchr(block + at, '\n', index->size - at);
		struct hit hit = { .start = (size_t)(start - block) };
		hit.length = (size_t)(end - start);
		from = (size_t)(end - block);
		if ((wanted == 0 && !begins_with_any(start, hit.length, query)) ||
		    !has_others(block, hit.start, from, query))
			continue;
		hit.rank = rank_of(start, end, query);
		keep(hits, &hit);
	}
}

size_t
name_index_find(struct name_index *index, const char *text, struct item_row rows[], size_t room)
{
	struct query query;
	struct hits hits = { .room = room };
	size_t found = 0;
	if (!room || !parse_query(&query, text))
		return 0;
	name_index_load_all(index);
	put_rarest_first(index, &query);
	hits.best = alloc_zero(room, sizeof(*hits.best));
	collect(index, &query, &hits);
	for (size_t i = 0; i < hits.count; i++) {
		int64_t row = index->rows[name_at(index, hits.best[i].start)];
		if (!catalogue_item_by_row(index->ledger, row, &rows[found], NULL))
			found++;
	}
	free(hits.best);
	return found;
}
