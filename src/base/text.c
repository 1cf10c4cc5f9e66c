#include <config.h>

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

/* One character of text: bytes it takes (0 at the end) and columns it shows.  A byte that is not
 * UTF-8 counts as one character of one column. */
static size_t
next_char(const char *text, ucs4_t *character, int *cols)
{
	int count;

	if ((unsigned char)*text < 0x80) {
		*character = (unsigned char)*text;
		*cols = *text != '\0';
		return *text != '\0';
	}
	count = u8_strmbtouc(character, (const uint8_t *)text);
	if (count < 1) {
		*character = 0xFFFD;
		*cols = 1;
		return 1;
	}
	*cols = uc_width(*character, "UTF-8");
	if (*cols < 0)
		*cols = 1;
	return (size_t)count;
}

/* Most texts are ASCII as far as anybody looks, where a byte is a column.  False if there is more:
 * what follows may be a mark of the last letter. */
static bool
ascii_beginning(const char *text, size_t max, int cols, int *used)
{
	size_t limit = cols > 0 ? (size_t)cols : 0, at = 0;

	if (limit > max)
		limit = max;
	while (at < limit && text[at] && (unsigned char)text[at] < 0x80)
		at++;
	*used = (int)at;
	return (unsigned char)text[at] < 0x80;
}

/* The longest beginning that takes at most max bytes and cols columns; marks go with their base. */
static size_t
beginning(const char *text, size_t max, int cols, int *used)
{
	ucs4_t character;
	size_t at = 0, whole = 0, count;
	int width, sum = 0;

	if (ascii_beginning(text, max, cols, used))
		return (size_t)*used;
	*used = 0;
	while ((count = next_char(text + at, &character, &width)) > 0) {
		if (width > 0) { /* what came before is whole now */
			whole = at;
			*used = sum;
		}
		sum += width;
		if (at + count > max || sum > cols)
			return whole;
		at += count;
	}
	*used = sum;
	return at;
}

int
text_cols(const char *text)
{
	int used;

	beginning(text, (size_t)-1, 0x7fffffff, &used);
	return used;
}

size_t
text_cut(char *out, size_t size, const char *text, int cols)
{
	int used;
	size_t count;

	assert(size > 0);
	count = beginning(text, size - 1, cols, &used);
	memmove(out, text, count);
	out[count] = '\0';
	return count;
}

size_t
text_copy(char *out, size_t size, const char *text)
{
	return text_cut(out, size, text, 0x7fffffff);
}

size_t
text_fit(const char *text, int cols)
{
	int used;

	return beginning(text, (size_t)-1, cols, &used);
}

size_t
text_pad(char *out, size_t size, const char *text, int cols, enum text_align align)
{
	int used, spaces, before;
	size_t count = beginning(text, size - 1, cols, &used);

	spaces = cols - used;
	before = align == ALIGN_LEFT ? 0 : align == ALIGN_RIGHT ? spaces : spaces / 2;
	assert(count + (size_t)spaces < size);
	memmove(out + before, text, count);
	memset(out, ' ', (size_t)before);
	memset(out + before + count, ' ', (size_t)(spaces - before));
	out[count + (size_t)spaces] = '\0';
	return count + (size_t)spaces;
}

size_t
text_wrap(const char *text, int cols, size_t *next)
{
	size_t fits = text_fit(text, cols), end = fits;
	ucs4_t character;
	int width;

	if (text[fits] != '\0' && text[fits] != ' ') {
		next_char(text + fits, &character, &width);
		while (end > 0 && text[end - 1] != ' ' && width < 2)
			end--;
		if (end == 0) /* a word longer than a line */
			end = fits;
	}
	if (end == 0) /* not even one character fits: go on all the same */
		end = next_char(text, &character, &width);
	*next = end;
	while (text[*next] == ' ')
		(*next)++;
	while (end > 0 && text[end - 1] == ' ')
		end--;
	return end;
}

static bool
is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

static size_t
fold_ascii(char *out, size_t size, const char *text)
{
	size_t count = 0;

	for (; text[count] && count + 1 < size; count++)
		out[count] =
		        text[count] >= 'A' && text[count] <= 'Z' ? text[count] + 32 : text[count];
	out[count] = '\0';
	return count;
}

size_t
text_fold(char *out, size_t size, const char *text)
{
	uint8_t *folded;
	size_t length = 0, count = 0;
	ucs4_t character;
	int bytes;

	assert(size > 0);
	if (is_ascii(text) || !text_is_utf8(text, strlen(text)))
		return fold_ascii(out, size, text);
	folded =
	        u8_casefold((const uint8_t *)text, strlen(text), NULL, UNINORM_NFKD, NULL, &length);
	if (!folded)
		return fold_ascii(out, size, text);
	for (size_t at = 0; at < length; at += (size_t)bytes) {
		bytes = u8_mbtouc(&character, folded + at, length - at);
		if (uc_combining_class(character) != UC_CCC_NR)
			continue;
		if (count + (size_t)bytes >= size)
			break;
		memcpy(out + count, folded + at, (size_t)bytes);
		count += (size_t)bytes;
	}
	out[count] = '\0';
	free(folded);
	return count;
}

bool
text_is_utf8(const char *text, size_t length)
{
	size_t plain = 0;

	while (plain < length && (unsigned char)text[plain] < 0x80)
		plain++;
	return u8_check((const uint8_t *)text + plain, length - plain) == NULL;
}
