#include <config.h>

#include "screens/typed.h"

#include <stdio.h>
#include <string.h>

#include "base/gettext.h"

/* Digits with at most one point or comma, and at least one digit. */
static bool
is_number(const char *text)
{
	int digits = 0, points = 0;

	for (; *text; text++) {
		if (*text >= '0' && *text <= '9')
			digits++;
		else if (*text == '.' || *text == ',')
			points++;
		else
			return false;
	}
	return digits > 0 && points <= 1;
}

/* With a point for a comma, and none at the end. */
static enum outcome
plain_number(const char *text, char out[static TYPED_MAX], struct err *err)
{
	size_t length = strlen(text);
	char *comma;

	if (!is_number(text) || length + 8 > TYPED_MAX)
		return err_set(err, RC_REFUSED, _("\"%s\" is not a number"), text);
	strcpy(out, text);
	comma = strchr(out, ',');
	if (comma)
		*comma = '.';
	if (out[length - 1] == '.')
		out[length - 1] = '\0';
	if (out[0] == '.') {
		memmove(out + 1, out, strlen(out) + 1);
		out[0] = '0';
	}
	return RC_OK;
}

/* Digits that are minor units: a point before the last `exponent` of them. */
static void
put_point(char text[static TYPED_MAX], int exponent)
{
	char digits[TYPED_MAX], filled[2 * TYPED_MAX];
	size_t length;

	snprintf(digits, sizeof(digits), "%s", text);
	length = strlen(digits);
	snprintf(filled, sizeof(filled), "%.*s%s",
	         (int)length <= exponent ? exponent + 1 - (int)length : 0, "0000", digits);
	length = strlen(filled) - (size_t)exponent;
	snprintf(text, TYPED_MAX, "%.*s.%s", (int)length, filled, filled + length);
}

static enum outcome
amount_of(const struct settings *settings, int exponent, const char *text,
          char out[static TYPED_MAX], struct err *err)
{
	bool pointed = strpbrk(text, ".,") != NULL;
	enum outcome outcome = plain_number(text, out, err);
	struct money money;

	if (outcome)
		return outcome;
	if (!pointed && settings->amount_entry == AMOUNTS_MINOR && exponent > 0)
		put_point(out, exponent);
	return money_parse(out, exponent, &money, err);
}

enum outcome
typed_amount(const struct settings *settings, const char *text, char out[static TYPED_MAX],
             struct err *err)
{
	return amount_of(settings, settings->currency.exponent, text, out, err);
}

enum outcome
typed_foreign(const struct settings *settings, const char *currency, const char *text,
              char out[static TYPED_MAX], struct err *err)
{
	struct currency other = settings->currency;
	enum outcome outcome = currency[0] ? currency_find(currency, &other, err) : RC_OK;

	return outcome ? outcome : amount_of(settings, other.exponent, text, out, err);
}

enum outcome
typed_money(const struct settings *settings, const char *text, struct money *money, struct err *err)
{
	char word[TYPED_MAX];
	enum outcome outcome = typed_amount(settings, text, word, err);

	return outcome ? outcome : money_parse(word, settings->currency.exponent, money, err);
}

enum outcome
typed_qty(const char *text, char out[static TYPED_MAX], struct err *err)
{
	enum outcome outcome = plain_number(text, out, err);
	int64_t qty_milli;

	return outcome ? outcome : qty_parse(out, &qty_milli, err);
}

enum outcome
typed_discount(const struct settings *settings, const char *text, char out[static TYPED_MAX],
               struct err *err)
{
	size_t length = strlen(text);
	char number[TYPED_MAX];
	enum outcome outcome;

	if (length < 2 || length >= TYPED_MAX || text[length - 1] != '%')
		return typed_amount(settings, text, out, err);
	memcpy(number, text, length - 1);
	number[length - 1] = '\0';
	outcome = plain_number(number, out, err);
	if (outcome == RC_OK)
		strcat(out, "%");
	return outcome;
}
