#include <config.h>

#include "base/book.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/gettext.h"
#include "base/gtin.h"

#define EAN_DIGITS 13

/* Drops "ISBN", "ISBN-10:" and the like in front. */
static const char *
without_name(const char *text)
{
	static const char *const names[] = { "ISBN-13", "ISBN-10", "ISBN", "ISSN", "ISMN" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t length = strlen(names[i]);

		if (strncasecmp(text, names[i], length) == 0)
			return text + length + strspn(text + length, ": ");
	}
	return text;
}

/* Digits without single dashes and spaces between; an X only at the end.  0: it is something else.
 */
static size_t
collect(const char *text, char out[static EAN_DIGITS + 1])
{
	size_t count = 0;

	for (; *text; text++) {
		bool last = text[1] == '\0';

		if (strchr("- ", *text) && count && !last && isalnum((unsigned char)text[1]))
			continue;
		if (count == EAN_DIGITS || !(isdigit((unsigned char)*text) ||
		                             (last && toupper((unsigned char)*text) == 'X')))
			return 0;
		out[count++] = (char)toupper((unsigned char)*text);
	}
	out[count] = '\0';
	return count;
}

/* Weights count, plus, minus one ... down to 2; the sum with the check character is divided by 11.
 */
static char
check_character(const char *digits, size_t count)
{
	int sum = 0, rest;

	for (size_t i = 0; i < count - 1; i++)
		sum += (digits[i] - '0') * (int)(count - i);
	rest = (11 - sum % 11) % 11;
	return rest == 10 ? 'X' : (char)('0' + rest);
}

static enum outcome
finish(const char *digits, size_t count, const char *prefix, char out[static 14], struct err *err)
{
	char right = check_character(digits, count), number[EAN_DIGITS + 1] = "";

	if (digits[count - 1] != right)
		return err_set(err, RC_REFUSED, _("check digit is %c, should be %c"),
		               digits[count - 1], right);
	memcpy(number, prefix, 3);
	memcpy(number + 3, digits, count - 1);
	if (count == 8) /* an ISSN: two digits for the variant of the issue */
		memcpy(number + 10, "00", 2);
	number[12] = (char)('0' + gtin_check_digit(number, 12));
	memcpy(out, number, sizeof number);
	return RC_OK;
}

enum outcome
book_number(const char *text, char out[static 14], struct err *err)
{
	char digits[EAN_DIGITS + 1];
	const char *bare = without_name(text);
	size_t count = collect(bare, digits);
	bool dashed = strlen(bare) != count || bare != text;
	int64_t gtin;
	enum outcome outcome;

	if (count == 10)
		return finish(digits, count, "978", out, err);
	if (count == 8 && (dashed || digits[7] == 'X'))
		return finish(digits, count, "977", out, err);
	if (count != EAN_DIGITS || !dashed)
		return RC_NOT_FOUND;
	outcome = gtin_parse(digits, &gtin, err);
	if (outcome)
		return err_set(err, RC_REFUSED, _("check digit is %c, should be %d"),
		               digits[count - 1], gtin_check_digit(digits, count - 1));
	memcpy(out, digits, sizeof digits);
	return RC_OK;
}

int
book_add_on(const char *digits)
{
	size_t count = strspn(digits, "0123456789");
	int more = (int)count - EAN_DIGITS;

	if (digits[count] || (more != 2 && more != 5) || strncmp(digits, "97", 2) != 0 ||
	    !strchr("789", digits[2]))
		return 0;
	return gtin_check_digit(digits, EAN_DIGITS - 1) == digits[EAN_DIGITS - 1] - '0' ? more : 0;
}
