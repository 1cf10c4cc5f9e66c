#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/crypto.h"
#include "shop/import.h"

/*
 * Files mostly come in the order of their numbers.  As long as they do, a number is new because it
 * is above the last one, and is only noted: in "run", which is sorted, so that it can be searched.
 * What comes later than its place goes into a table by hash, of which one in three places at least
 * stays free.
 */
#define FIRST_ROOM 1024
#define DIGITS_MAX 18

static uint64_t
mix(uint64_t key)
{
	key ^= key >> 33;
	key *= UINT64_C(0xff51afd7ed558ccd);
	key ^= key >> 33;
	key *= UINT64_C(0xc4ceb9fe1a85ec53);
	return key ^ key >> 33;
}

static uint64_t
key_of(const struct seen *seen, const char *text)
{
	uint64_t key = seen->seed;
	size_t length = strlen(text);
	for (; length >= 8; text += 8, length -= 8) {
		uint64_t piece;
		memcpy(&piece, text, 8);
		key = mix(key ^ piece) + seen->seed;
	}
	uint64_t rest = length;
	memcpy(&rest, text, length);
	key = mix(key ^ rest ^ (uint64_t)length << 56);
	return key ? key : 1;
}

static uint64_t
key_of_number(const struct seen *seen, int64_t number)
{
	uint64_t key = mix((uint64_t)number ^ seen->seed);
	return key ? key : 1;
}

/* Its place, or the free one where it belongs. */
static size_t
place_of(const struct seen *seen, uint64_t key)
{
	size_t at = key & (seen->room - 1);
	while (seen->keys[at] && seen->keys[at] != key)
		at = (at + 1) & (seen->room - 1);
	return at;
}

static void
grow(struct seen *seen)
{
	struct seen old = *seen;
	if (!old.room)
		random_bytes(&seen->seed, sizeof(seen->seed));
	seen->room = old.room ? old.room * 2 : FIRST_ROOM;
	seen->keys = alloc_zero(seen->room, sizeof(*seen->keys));
	seen->lines = alloc_zero(seen->room, sizeof(*seen->lines));
	for (size_t i = 0; i < old.room; i++) {
		if (!old.keys[i])
			continue;
		size_t at = place_of(seen, old.keys[i]);
		seen->keys[at] = old.keys[i];
		seen->lines[at] = old.lines[i];
	}
	free(old.keys);
	free(old.lines);
}

static int64_t
add_key(struct seen *seen, uint64_t key, int64_t line)
{
	size_t at = place_of(seen, key);
	if (seen->keys[at])
		return seen->lines[at];
	seen->keys[at] = key;
	seen->lines[at] = (uint32_t)line;
	seen->count++;
	return 0;
}

static int64_t
find_key(const struct seen *seen, uint64_t key)
{
	return seen->room ? seen->lines[place_of(seen, key)] : 0;
}

static void
make_room(struct seen *seen)
{
	if (seen->count * 3 >= seen->room * 2)
		grow(seen);
}

/* In the run; 0 it is not there. */
static int64_t
find_in_run(const struct seen *seen, int64_t number)
{
	size_t low = 0, high = seen->run_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (seen->run[middle].number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low < seen->run_count && seen->run[low].number == number ? seen->run[low].line : 0;
}

static void
add_to_run(struct seen *seen, int64_t number, int64_t line)
{
	if (seen->run_count == seen->run_room) {
		seen->run_room = seen->run_room ? seen->run_room * 2 : FIRST_ROOM;
		seen->run = alloc_again(seen->run, seen->run_room, sizeof(*seen->run));
	}
	seen->run[seen->run_count++] = (struct seen_number){ number, (uint32_t)line };
}

int64_t
seen_add_number(struct seen *seen, int64_t number, int64_t line)
{
	if (!seen->run_count || number > seen->run[seen->run_count - 1].number) {
		/* it may have come out of its order before the run reached it */
		int64_t before = find_key(seen, key_of_number(seen, number));
		if (!before)
			add_to_run(seen, number, line);
		return before;
	}
	int64_t before = find_in_run(seen, number);
	if (before)
		return before;
	make_room(seen);
	return add_key(seen, key_of_number(seen, number), line);
}

/* The number that text is written as, in one way only: no zeros before it. */
static bool
is_number(const char *text, int64_t *number)
{
	const char *at = text;
	for (*number = 0; *at >= '0' && *at <= '9' && at - text < DIGITS_MAX; at++)
		*number = *number * 10 + (*at - '0');
	return *at == '\0' && at > text && *text != '0';
}

int64_t
seen_add(struct seen *seen, const char *text, int64_t line)
{
	int64_t number;
	if (is_number(text, &number))
		return seen_add_number(seen, number, line);
	make_room(seen);
	return add_key(seen, key_of(seen, text), line);
}

int64_t
seen_find(const struct seen *seen, const char *text)
{
	int64_t number;
	if (is_number(text, &number)) {
		int64_t line = find_in_run(seen, number);
		return line ? line : find_key(seen, key_of_number(seen, number));
	}
	return find_key(seen, key_of(seen, text));
}

void
seen_done(struct seen *seen)
{
	free(seen->keys);
	free(seen->lines);
	free(seen->run);
	memset(seen, 0, sizeof(*seen));
}
