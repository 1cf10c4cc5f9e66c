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

#include "base/alloc.h"
#include "base/gettext.h"

#define MARKS_MAX 2 /* combining marks in a row that text_clean() keeps */
/* No character before it combines with another or has another normal form: NFC is what it is. */
#define FIRST_COMBINING 0x300

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

static bool
is_control(ucs4_t character)
{
	return character < 0x20 || (character >= 0x7F && character < 0xA0);
}

static bool
is_bidi_control(ucs4_t character)
{
	return character == 0x061C || character == 0x200E || character == 0x200F ||
	       (character >= 0x202A && character <= 0x202E) ||
	       (character >= 0x2066 && character <= 0x2069);
}

static bool
is_unwanted(ucs4_t character)
{
	return is_control(character) || is_bidi_control(character) || character == 0xFEFF ||
	       (character >= 0xFDD0 && character <= 0xFDEF) || (character & 0xFFFE) == 0xFFFE;
}

/* A mark that stacks on what stands before it.  Vowel signs of class 0 (Thai, Burmese) are
 * letters of their scripts and not counted. */
static bool
is_stacking_mark(ucs4_t character)
{
	if (character < FIRST_COMBINING)
		return false;
	return uc_combining_class(character) != UC_CCC_NR ||
	       uc_is_general_category_withtable(character, UC_CATEGORY_MASK_Me);
}

static bool
is_space(ucs4_t character)
{
	if (character < 0x80)
		return character == ' ' || (character >= '\t' && character <= '\r');
	return uc_is_property_white_space(character);
}

/* Drops what no name needs; returns the bytes kept, in place.  *plain: it is NFC already. */
static size_t
drop_unwanted(uint8_t *text, size_t length, bool *plain)
{
	size_t count = 0;
	int marks = 0, bytes;
	bool space = false;
	ucs4_t character;

	*plain = true;
	for (size_t at = 0; at < length; at += (size_t)bytes) {
		bytes = u8_mbtouc(&character, text + at, length - at);
		*plain &= character < FIRST_COMBINING;
		if (is_space(character)) {
			space = true;
			continue;
		}
		if (is_unwanted(character))
			continue;
		marks = is_stacking_mark(character) ? marks + 1 : 0;
		if (marks > MARKS_MAX)
			continue;
		if (space && count > 0)
			text[count++] = ' '; /* white space took at least one byte: there is room */
		space = false;
		memmove(text + count, text + at, (size_t)bytes);
		count += (size_t)bytes;
	}
	return count;
}

/* What was dropped may bring marks together: composed after it, and dropped from once more. */
static uint8_t *
clean(uint8_t *text, size_t length, size_t *count)
{
	uint8_t *composed;
	bool plain;

	*count = drop_unwanted(text, length, &plain);
	if (plain)
		return text;
	composed = u8_normalize(UNINORM_NFC, text, *count, NULL, count);
	free(text);
	if (composed)
		*count = drop_unwanted(composed, *count, &plain);
	return composed;
}

/* What most of a shop's names are: printable ASCII with single spaces inside. */
static bool
is_clean_already(const char *text, size_t length)
{
	char before = ' ';

	for (size_t i = 0; i < length; i++) {
		if (text[i] < ' ' || text[i] > '~' || (text[i] == ' ' && before == ' '))
			return false;
		before = text[i];
	}
	return length == 0 || before != ' ';
}

enum outcome
text_clean(char *out, size_t size, const char *text, size_t length, struct err *err)
{
	uint8_t *cleaned;
	size_t count = 0;

	if (length < size && is_clean_already(text, length)) {
		memcpy(out, text, length);
		out[length] = '\0';
		return RC_OK;
	}

	if (!text_is_utf8(text, length))
		return err_set(err, RC_REFUSED, _("the text is not UTF-8"));
	cleaned = alloc_zero(length + 1, 1);
	memcpy(cleaned, text, length);
	cleaned = clean(cleaned, length, &count);
	if (!cleaned)
		return err_set(err, RC_REFUSED, _("the text is not UTF-8"));
	if (count >= size) {
		free(cleaned);
		return err_set(err, RC_REFUSED,
		               ngettext("the text is longer than %zu byte",
		                        "the text is longer than %zu bytes", size - 1),
		               size - 1);
	}
	memcpy(out, cleaned, count);
	out[count] = '\0';
	free(cleaned);
	return RC_OK;
}

void
text_scrub(char *text)
{
	char *to = text;
	ucs4_t character;
	int count;

	for (const char *at = text; *at; at += count) {
		count = u8_strmbtouc(&character, (const uint8_t *)at);
		if (count < 1) {
			count = 1;
			*to++ = '?';
		} else if (is_control(character) || is_bidi_control(character)) {
			*to++ = ' ';
		} else {
			memmove(to, at, (size_t)count);
			to += count;
		}
	}
	*to = '\0';
}

bool
text_is_utf8(const char *text, size_t length)
{
	size_t plain = 0;

	while (plain < length && (unsigned char)text[plain] < 0x80)
		plain++;
	return u8_check((const uint8_t *)text + plain, length - plain) == NULL;
}

static bool
passes_luhn(const char *digits, int count)
{
	int sum = 0;

	for (int i = 0; i < count; i++) {
		int digit = digits[count - 1 - i] - '0';

		if (i % 2)
			digit = digit > 4 ? digit * 2 - 9 : digit * 2;
		sum += digit;
	}
	return sum % 10 == 0;
}

/* How the numbers of the card networks begin. */
static bool
begins_like_a_card(const char *digits)
{
	int four = (digits[0] - '0') * 1000 + (digits[1] - '0') * 100 + (digits[2] - '0') * 10 +
	           (digits[3] - '0');
	int two = four / 100;

	return two / 10 == 4 || (two >= 50 && two <= 69) || (four >= 2200 && four <= 2720) ||
	       two == 34 || two == 35 || two == 37 || two == 36 || two == 38 || two == 39 ||
	       two == 30;
}

/* A digit of any script, as a full-width keyboard types them, or -1; *bytes is at least 1. */
static int
digit_at(const char *at, int *bytes, bool *between)
{
	ucs4_t character = 0;

	*bytes = u8_strmbtouc(&character, (const uint8_t *)at);
	if (*bytes < 1)
		*bytes = 1;
	*between = character == '.' || uc_is_property_white_space(character) ||
	           uc_is_property_dash(character);
	return uc_decimal_value(character);
}

/* The most that people put between two groups of digits: " - ". */
enum { BETWEEN_MAX = 3, CARD_DIGITS_MIN = 13, CARD_DIGITS_MAX = 19 };

/* Does a card number begin at the first digit of text and end where a run of digits ends? */
static bool
card_number_begins(const char *text)
{
	char digits[CARD_DIGITS_MAX + 1];
	int count = 0, gap = 0, bytes = 0;
	bool between = false;

	for (;; text += bytes) {
		int digit = *text ? digit_at(text, &bytes, &between) : -1;

		if (digit < 0 && gap == 0 && count >= CARD_DIGITS_MIN &&
		    begins_like_a_card(digits) && passes_luhn(digits, count))
			return true;
		if (*text == '\0' || (digit < 0 && (!between || ++gap > BETWEEN_MAX)))
			return false;
		if (digit < 0)
			continue;
		if (count == CARD_DIGITS_MAX)
			return false;
		digits[count++] = (char)('0' + digit);
		gap = 0;
	}
}

/* ASCII with too few digits for any card. */
static bool
has_few_digits(const char *text)
{
	int digits = 0;

	for (; *text; text++) {
		if ((unsigned char)*text > 0x7f)
			return false;
		digits += *text >= '0' && *text <= '9';
	}
	return digits < CARD_DIGITS_MIN;
}

bool
text_has_card_number(const char *text)
{
	bool in_run = false, between;
	int bytes;

	if (has_few_digits(text))
		return false;
	for (; *text; text += bytes) {
		bool is_digit = digit_at(text, &bytes, &between) >= 0;

		if (is_digit && !in_run && card_number_begins(text))
			return true;
		in_run = is_digit;
	}
	return false;
}
