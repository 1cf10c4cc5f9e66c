#include <config.h>

#include "base/money.h"

#include <assert.h>
#include <string.h>

#include "base/gettext.h"

#define UNIT_PRICE_DECIMALS 4
#define UNIT_PRICE_MAX_E4 INT64_C(1000000000000000000) /* 10^18: 10^14 minor units */

const char *const rounding_names[ROUNDINGS + 1] = {
	[ROUND_HALF_UP] = "half_up",     [ROUND_HALF_EVEN] = "half_even",
	[ROUND_HALF_DOWN] = "half_down", [ROUND_UP] = "up",
	[ROUND_DOWN] = "down",
};

/* Rounds the size of the quotient, so that -x is always the opposite of x. */
int64_t
round_div(__int128 numerator, __int128 denominator, enum rounding mode)
{
	__int128 size = numerator < 0 ? -numerator : numerator;
	__int128 quotient, rest, other;
	bool up = false;

	assert(denominator > 0);
	quotient = size / denominator;
	rest = size % denominator;
	other = denominator - rest; /* compare rest with other, not 2 * rest: no overflow */
	switch (mode) {
	case ROUND_HALF_UP:
		up = rest >= other;
		break;
	case ROUND_HALF_EVEN:
		up = rest > other || (rest == other && (quotient & 1));
		break;
	case ROUND_HALF_DOWN:
		up = rest > other;
		break;
	case ROUND_UP:
		up = rest > 0;
		break;
	case ROUND_DOWN:
		break;
	case ROUNDINGS:
		assert(!"a rounding mode");
	}
	quotient += up;
	assert(quotient <= INT64_MAX);
	return numerator < 0 ? -(int64_t)quotient : (int64_t)quotient;
}

struct money
money_of(int64_t minor)
{
	assert(minor >= -MONEY_MAX_MINOR && minor <= MONEY_MAX_MINOR);
	return (struct money){ minor };
}

struct money
money_add(struct money a, struct money b)
{
	return money_of(a.minor + b.minor); /* two in range cannot overflow 64 bits */
}

struct money
money_sub(struct money a, struct money b)
{
	return money_of(a.minor - b.minor);
}

struct money
money_neg(struct money a)
{
	return money_of(-a.minor);
}

struct money
money_abs(struct money a)
{
	return a.minor < 0 ? money_neg(a) : a;
}

int
money_cmp(struct money a, struct money b)
{
	return (a.minor > b.minor) - (a.minor < b.minor);
}

struct money
money_min(struct money a, struct money b)
{
	return a.minor < b.minor ? a : b;
}

struct money
money_times_milli(struct unit_price price, int64_t qty_milli, enum rounding mode)
{
	return money_of(round_div((__int128)price.e4 * qty_milli,
	                          (__int128)UNIT_PRICE_PER_MINOR * 1000, mode));
}

struct money
money_share(struct money amount, int64_t part, int64_t whole, enum rounding mode)
{
	assert(whole > 0);
	return money_of(round_div((__int128)amount.minor * part, whole, mode));
}

struct money
money_to_step(struct money amount, int64_t step_minor, enum rounding mode)
{
	if (step_minor <= 1)
		return amount;
	return money_of(round_div(amount.minor, step_minor, mode) * step_minor);
}

struct unit_price
unit_price_of(struct money amount)
{
	struct unit_price price;

	if (__builtin_mul_overflow(amount.minor, UNIT_PRICE_PER_MINOR, &price.e4))
		assert(!"an amount that fits a unit price");
	return price;
}

enum outcome
money_parse(const char *text, int exponent, struct money *money, struct err *err)
{
	int64_t minor;

	switch (number_parse(text, exponent, MONEY_MAX_MINOR, &minor)) {
	case NUMBER_OK:
		money->minor = minor;
		return RC_OK;
	case NUMBER_DECIMALS:
		return err_set(err, RC_REFUSED, _("\"%s\" has too many decimal places"), text);
	case NUMBER_LARGE:
		return err_set(err, RC_REFUSED, _("the amount %s is too large"), text);
	case NUMBER_NOT:
		break;
	}
	return err_set(err, RC_REFUSED, _("\"%s\" is not an amount"), text);
}

enum outcome
unit_price_parse(const char *text, int exponent, struct unit_price *price, struct err *err)
{
	int64_t e4;

	switch (number_parse(text, exponent + UNIT_PRICE_DECIMALS, UNIT_PRICE_MAX_E4, &e4)) {
	case NUMBER_OK:
		price->e4 = e4;
		return RC_OK;
	case NUMBER_DECIMALS:
		return err_set(err, RC_REFUSED, _("\"%s\" has too many decimal places"), text);
	case NUMBER_LARGE:
		return err_set(err, RC_REFUSED, _("the price %s is too large"), text);
	case NUMBER_NOT:
		break;
	}
	return err_set(err, RC_REFUSED, _("\"%s\" is not a price"), text);
}

char *
money_text(char out[static MONEY_TEXT_MAX], struct money money, const struct number_style *style)
{
	return number_text(out, MONEY_TEXT_MAX, money.minor, style->exponent, style->exponent,
	                   style);
}

char *
unit_price_text(char out[static MONEY_TEXT_MAX], struct unit_price price,
                const struct number_style *style)
{
	return number_text(out, MONEY_TEXT_MAX, price.e4, style->exponent + UNIT_PRICE_DECIMALS,
	                   style->exponent, style);
}

enum outcome
rounding_parse(const char *name, enum rounding *mode, struct err *err)
{
	for (size_t i = 0; i < ROUNDINGS; i++) {
		if (strcmp(name, rounding_names[i]) == 0) {
			*mode = (enum rounding)i;
			return RC_OK;
		}
	}
	return err_set(err, RC_REFUSED, _("\"%s\" is not a way to round"), name);
}
