/*
 * The sanitiser: what every name passes when it enters.
 */
#include <config.h>

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>
#include <unistr.h>

#include "base/alloc.h"
#include "base/gettext.h"

#define MARKS_MAX 2 /* combining marks in a row that text_clean() keeps */
/* No character before it combines with another or has another normal form: NFC is what it is. */
#define FIRST_COMBINING 0x300

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
