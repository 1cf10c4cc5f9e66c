/*
 * Numbers of payment cards, which are never stored: found in whatever is typed.
 */
#include <config.h>

#include "base/text.h"

#include <string.h>
#include <unictype.h>
#include <unistr.h>

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
