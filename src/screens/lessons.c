#include <config.h>

#include "screens/lessons.h"

#include <string.h>

#define ESC 0x1b
#define LEAST 3 /* Esc, "[" or "O", and what ends it */

static struct lesson *
find(const struct lessons *lessons, const char *bytes, size_t count)
{
	for (size_t i = 0; i < lessons->count; i++) {
		const struct lesson *row = &lessons->rows[i];

		if (row->length == count && memcmp(row->bytes, bytes, count) == 0)
			return (struct lesson *)row;
	}
	return NULL;
}

bool
lessons_add(struct lessons *lessons, const char *bytes, size_t count, const struct key *key)
{
	struct lesson *row = find(lessons, bytes, count);

	if (row) {
		row->key = *key;
		return true;
	}
	if (count < LEAST || count > LESSON_BYTES || lessons->count == LESSONS_MAX ||
	    bytes[0] != ESC || (bytes[1] != '[' && bytes[1] != 'O'))
		return false;
	row = &lessons->rows[lessons->count++];
	memcpy(row->bytes, bytes, count);
	row->length = count;
	row->key = *key;
	return true;
}

bool
lessons_find(const struct lessons *lessons, const char *bytes, size_t count, struct key *key)
{
	const struct lesson *row = find(lessons, bytes, count);

	if (row)
		*key = row->key;
	return row != NULL;
}
