/*
 * Search in all names at once, as someone types.
 *
 * The folded names of the catalogue lie one after the other in one block, each between two line
 * feeds:  \nbananas\noat drink 1 l\ncola 1 l\n.  A query is folded and split into words; the
 * longest word is looked for in the block, and what is around a hit, up to the line feeds, is its
 * name.  The other words must be in the same name.  So there is no index to build, a substring in
 * any script is found, and a million names (32 MB) take a few milliseconds at worst.
 *
 * Rank: the name begins with the word, a word of the name begins with it, or it is anywhere; and
 * among equals the shorter name, then the older item.  A word that is nearly everywhere would give
 * more hits than anyone reads: after HITS_LOOKED_AT of them a full list is good enough.
 */
#include <config.h>

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/find.h"
#include "base/text.h"
#include "shop/items.h"

#define SLICE_NAMES 1000
#define HITS_LOOKED_AT 30000
#define HITS_ROOM 64
#define WORDS_MAX 8
#define QUERY_MAX 512

struct name_index {
	struct ledger *ledger; /* borrowed */
	char *block;
	size_t length, room;
	uint32_t *starts; /* offset of each name's first byte, ascending */
	int64_t *rows;    /* its item; 0 when the name is an old one */
	size_t count, names_room;
	int64_t next; /* row the loading stands at */
	bool ready;
};

struct word {
	const char *text;
	size_t length;
};

struct hit {
	size_t name; /* index into starts */
	int rank;
	size_t length;
};

static void
add_name(struct name_index *index, int64_t row_id, const char *folded)
{
	size_t length = strlen(folded);

	if (index->length + length + 2 > index->room) {
		index->room = (index->room + length + 4096) * 2;
		index->block = alloc_again(index->block, index->room, 1);
	}
	if (index->count == index->names_room) {
		index->names_room = (index->names_room + 512) * 2;
		index->starts =
		        alloc_again(index->starts, index->names_room, sizeof(*index->starts));
		index->rows = alloc_again(index->rows, index->names_room, sizeof(*index->rows));
	}
	if (index->length == 0)
		index->block[index->length++] = '\n';
	assert(index->length <= UINT32_MAX);
	index->starts[index->count] = (uint32_t)index->length;
	index->rows[index->count++] = row_id;
	memcpy(index->block + index->length, folded, length);
	index->length += length;
	index->block[index->length++] = '\n';
}

static void
take_name(void *context, const struct item_name *name)
{
	add_name(context, name->row_id, name->folded);
}

struct name_index *
name_index_new(struct ledger *ledger)
{
	struct name_index *index = alloc_zero(1, sizeof(*index));

	index->ledger = ledger;
	return index;
}

void
name_index_reset(struct name_index *index)
{
	index->length = index->count = 0;
	index->next = 0;
	index->ready = false;
}

void
name_index_free(struct name_index **index)
{
	if (!*index)
		return;
	free((*index)->block);
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
	/* a catalogue that cannot be read has no names to find; selling says what is wrong with it
	 */
	if (catalogue_names(index->ledger, &index->next, SLICE_NAMES, take_name, index, &more,
	                    NULL))
		more = false;
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
name_index_changed(struct name_index *index, const struct item_row *row)
{
	char folded[QUERY_MAX];
	int64_t row_id;

	if (catalogue_item_row(index->ledger, row->number, &row_id, NULL))
		return;
	for (size_t i = 0; i < index->count; i++)
		if (index->rows[i] == row_id)
			index->rows[i] = 0;
	if (row->retired || (!index->ready && row_id > index->next))
		return; /* not to be found, or still to be loaded */
	text_fold(folded, sizeof(folded), row->name);
	add_name(index, row_id, folded);
}

/* ---- finding ---- */

/* Splits in place; the longest word comes first: it is the one that is looked for. */
static int
split_words(char *query, struct word words[static WORDS_MAX])
{
	int count = 0;

	for (char *at = query; count < WORDS_MAX;) {
		at += strspn(at, " ");
		if (!*at)
			break;
		words[count] = (struct word){ at, strcspn(at, " ") };
		at += words[count].length;
		if (words[count].length > words[0].length) {
			struct word longest = words[count];

			words[count] = words[0];
			words[0] = longest;
		}
		count++;
	}
	return count;
}

/* Folded text has no capitals: a word begins where no ASCII letter, digit or later byte stands
 * before. */
static bool
begins_word(const char *at)
{
	unsigned char before = (unsigned char)at[-1];

	return !((before >= 'a' && before <= 'z') || (before >= '0' && before <= '9') ||
	         before >= 0x80);
}

static int
rank_of(const char *start, const char *end, const char *at, const struct word *word)
{
	if (at == start)
		return 0;
	for (; at; at = find_bytes(at + 1, (size_t)(end - at - 1), word->text, word->length)) {
		if (begins_word(at))
			return 1;
		if (at + 1 >= end)
			break;
	}
	return 2;
}

/* The summed rank of all words in the name, or -1 if one is missing. */
static int
match(const char *start, const char *end, const char *at, const struct word words[], int count)
{
	int rank = rank_of(start, end, at, &words[0]);

	for (int i = 1; i < count; i++) {
		const char *place =
		        find_bytes(start, (size_t)(end - start), words[i].text, words[i].length);

		if (!place)
			return -1;
		rank += rank_of(start, end, place, &words[i]);
	}
	return rank;
}

static size_t
name_at(const struct name_index *index, const char *start)
{
	uint32_t offset = (uint32_t)(start - index->block);
	size_t low = 0, high = index->count;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (index->starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	assert(index->starts[low] == offset);
	return low;
}

static bool
is_better(const struct hit *a, const struct hit *b)
{
	if (a->rank != b->rank)
		return a->rank < b->rank;
	return a->length < b->length;
}

/* Keeps the best, in order; equal ones in the order of the catalogue. */
static void
keep(struct hit hits[], size_t *count, size_t room, const struct hit *hit)
{
	size_t at = *count;

	if (at == room && !is_better(hit, &hits[at - 1]))
		return;
	if (at < room)
		++*count;
	else
		at--;
	for (; at > 0 && is_better(hit, &hits[at - 1]); at--)
		hits[at] = hits[at - 1];
	hits[at] = *hit;
}

static size_t
collect(const struct name_index *index, const struct word words[], int word_count,
        struct hit hits[], size_t room)
{
	const char *at = index->block, *end = index->block + index->length;
	size_t count = 0;
	int looked_at = 0;

	while ((at = find_bytes(at, (size_t)(end - at), words[0].text, words[0].length))) {
		const char *start =
		        (const char *)memrchr(index->block, '\n', (size_t)(at - index->block)) + 1;
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct hit hit = { .rank = match(start, stop, at, words, word_count),
			           .length = (size_t)(stop - start) };

		at = stop;
		if (hit.rank >= 0 && (count < room || is_better(&hit, &hits[count - 1]))) {
			hit.name = name_at(index, start);
			if (index->rows[hit.name])
				keep(hits, &count, room, &hit);
		}
		if (++looked_at >= HITS_LOOKED_AT && count == room)
			break;
	}
	return count;
}

size_t
name_index_find(struct name_index *index, const char *text, struct item_row rows[], size_t room)
{
	char query[QUERY_MAX];
	struct word words[WORDS_MAX];
	struct hit hits[HITS_ROOM];
	size_t found = 0;

	name_index_load_all(index);
	text_fold(query, sizeof(query), text);
	int word_count = split_words(query, words);
	if (word_count == 0 || index->length == 0)
		return 0;
	size_t count = collect(index, words, word_count, hits, room < HITS_ROOM ? room : HITS_ROOM);
	for (size_t i = 0; i < count; i++)
		if (!catalogue_item_by_row(index->ledger, index->rows[hits[i].name], &rows[found],
		                           NULL))
			found++;
	return found;
}
