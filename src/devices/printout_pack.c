/*
 * A printout as bytes and back, for the way to the helper: a part is a line of numbers (kind,
 * style, alignment, lengths of its texts, -1 for none), then its texts.
 */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "devices/printout.h"

#define PART_LINE_MAX 80

static int
length_of(const char *text)
{
	return text ? (int)strlen(text) : -1;
}

void
printout_pack(const struct printout *printout, struct buf *out)
{
	size_t index;

	for (index = 0; index < printout->count; index++) {
		const struct part *part = &printout->parts[index];

		buf_format(out, "%d %u %d %d %d\n", (int)part->kind, part->style, (int)part->align,
		           length_of(part->text), length_of(part->right));
		buf_add(out, part->text ? part->text : "");
		buf_add(out, part->right ? part->right : "");
	}
}

/* Takes a text of that length; false it is not all there. */
static bool
take_text(const char **bytes, size_t *count, int length, char **text)
{
	*text = NULL;
	if (length < 0)
		return length == -1;
	if ((size_t)length > *count)
		return false;
	*text = alloc_zero((size_t)length + 1, 1);
	memcpy(*text, *bytes, (size_t)length);
	*bytes += length;
	*count -= (size_t)length;
	return true;
}

static bool
take_part(const char **bytes, size_t *count, struct part *part)
{
	char line[PART_LINE_MAX];
	const char *end = memchr(*bytes, '\n', *count);
	int kind, align, text, right;

	*part = (struct part){ 0 };
	if (!end || end - *bytes >= PART_LINE_MAX)
		return false;
	memcpy(line, *bytes, (size_t)(end - *bytes));
	line[end - *bytes] = '\0';
	if (sscanf(line, "%d %u %d %d %d", &kind, &part->style, &align, &text, &right) != 5 ||
	    kind < 0 || kind > PART_LAST || align < 0 || align > ALIGN_CENTRE)
		return false;
	part->kind = (enum part_kind)kind;
	part->align = (enum text_align)align;
	*count -= (size_t)(end + 1 - *bytes);
	*bytes = end + 1;
	return take_text(bytes, count, text, &part->text) &&
	       take_text(bytes, count, right, &part->right);
}

bool
printout_unpack(struct printout *printout, const char *bytes, size_t count)
{
	struct part part;

	while (count > 0) {
		if (!take_part(&bytes, &count, &part)) {
			free(part.text);
			free(part.right);
			return false;
		}
		printout_take(printout, &part);
	}
	return true;
}
