#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/crypto.h"
#include "shop/import.h"

/* One in three places at least stays free. */
#define FIRST_ROOM 1024

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

static void
make_room(struct seen *seen)
{
	if (seen->count * 3 >= seen->room * 2)
		grow(seen);
}

int64_t
seen_add(struct seen *seen, const char *text, int64_t line)
{
	make_room(seen);
	return add_key(seen, key_of(seen, text), line);
}

int64_t
seen_add_number(struct seen *seen, int64_t number, int64_t line)
{
	make_room(seen);
	uint64_t key = mix((uint64_t)number ^ seen->seed);
	return add_key(seen, key ? key : 1, line);
}

int64_t
seen_find(const struct seen *seen, const char *text)
{
	if (!seen->room)
		return 0;
	size_t at = place_of(seen, key_of(seen, text));
	return seen->keys[at] ? seen->lines[at] : 0;
}

void
seen_done(struct seen *seen)
{
	free(seen->keys);
	free(seen->lines);
	memset(seen, 0, sizeof(*seen));
}
