#include <config.h>

#include "shop/in_store.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"

/* The twelve digits before the check digit: P prefix, I item, C check digit of the measure,
 * V measure. */
struct rule {
	const char *region, *prefixes, *pattern;
	enum in_store_measure measure;
	int decimals;
};

static const struct rule rules[] = {
	{ "DE", "22 23", "PPIIIICVVVVV", IN_STORE_PRICE, 2 },
	{ "DE", "25 26", "PPIIIICVVVVV", IN_STORE_COUNT, 0 },
	{ "DE", "28 29", "PPIIIICVVVVV", IN_STORE_WEIGHT, 3 },
	{ "GB", "20 28", "PPIIIIICVVVV", IN_STORE_PRICE, 2 },
	{ "US", "02", "PPIIIIICVVVV", IN_STORE_PRICE, 2 },
	{ "DK", "21 22 23 24", "PPIIIIVVVVVV", IN_STORE_PRICE, 2 },
	{ "DK", "26 28", "PPIIIIVVVVVV", IN_STORE_WEIGHT, 3 },
	{ "DK", "27", "PPIIIIIVVVVV", IN_STORE_WEIGHT, 3 },
	{ "SE", "20", "PPIIIIIIVVVV", IN_STORE_PRICE, 2 },
	{ "SE", "21", "PPIIIIIIVVVV", IN_STORE_PRICE, 1 },
	{ "SE", "22", "PPIIIIIIVVVV", IN_STORE_PRICE, 0 },
	{ "SE", "23", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 3 },
	{ "SE", "24", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 2 },
	{ "SE", "25", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 1 },
	{ "NO", "20", "PPIIIIIIVVVV", IN_STORE_PRICE, 2 },
	{ "NO", "21", "PPIIIIIIVVVV", IN_STORE_PRICE, 1 },
	{ "NO", "22", "PPIIIIIIVVVV", IN_STORE_PRICE, 0 },
	{ "NO", "23", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 3 },
	{ "NO", "24", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 2 },
	{ "NO", "25", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 1 },
	{ "FI", "23", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 3 },
	{ "FI", "24", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 2 },
	{ "FI", "25", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 1 },
	{ "EE", "23", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 3 },
	{ "EE", "24", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 2 },
	{ "EE", "25", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 1 },
	{ "LV", "23", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 3 },
	{ "LV", "24", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 2 },
	{ "LV", "25", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 1 },
	{ "LT", "23", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 3 },
	{ "LT", "24", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 2 },
	{ "LT", "25", "PPIIIIIIVVVV", IN_STORE_WEIGHT, 1 },
};

#define RULE_COUNT (sizeof(rules) / sizeof(*rules))
#define DIGITS 13

/* A digit of the measure times 2, 3 or 5, with the tens taken off or added; indexed by the digit.
 */
static const int times_2_minus[10] = { 0, 2, 4, 6, 8, 9, 1, 3, 5, 7 };
static const int times_3[10] = { 0, 3, 6, 9, 2, 5, 8, 1, 4, 7 };
static const int times_5_plus[10] = { 0, 5, 1, 6, 2, 7, 3, 8, 4, 9 };
static const int times_5_minus[10] = { 0, 5, 9, 4, 8, 3, 7, 2, 6, 1 };

/* The check digit of a measure of four or five digits. */
static int
measure_check(const char *digits, int count)
{
	static const int *const four[] = { times_2_minus, times_2_minus, times_3, times_5_minus };
	static const int *const five[] = { times_5_plus, times_2_minus, times_5_minus, times_5_plus,
		                           times_2_minus };
	int sum = 0;
	for (int i = 0; i < count; i++)
		sum += (count == 4 ? four[i] : five[i])[digits[i] - '0'];
	if (count == 4)
		return sum * 3 % 10;
	int check = 0;
	while (times_5_minus[check] != (10 - sum % 10) % 10)
		check++;
	return check;
}

bool
in_store_known(const char *region)
{
	for (size_t i = 0; i < RULE_COUNT; i++)
		if (strcmp(rules[i].region, region) == 0)
			return true;
	return false;
}

bool
in_store_is(int64_t gtin)
{
	int64_t prefix = gtin / INT64_C(100000000000);
	return prefix == 2 || (prefix >= 20 && prefix <= 29);
}

static const struct rule *
find_rule(const char *region, const char digits[static DIGITS + 1])
{
	for (size_t i = 0; i < RULE_COUNT; i++) {
		if (strcmp(rules[i].region, region) != 0)
			continue;
		for (const char *at = rules[i].prefixes; *at; at += at[2] ? 3 : 2)
			if (memcmp(at, digits, 2) == 0)
				return &rules[i];
	}
	return NULL;
}

/* The number the digits marked with this letter make; *first is where they begin. */
static int64_t
part(const struct rule *rule, char letter, const char *digits, int *first, int *count)
{
	int64_t number = 0;
	*count = 0;
	for (int i = 0; i < DIGITS - 1; i++) {
		if (rule->pattern[i] != letter)
			continue;
		if ((*count)++ == 0)
			*first = i;
		number = number * 10 + (digits[i] - '0');
	}
	return number;
}

static int64_t
without_measure(const struct rule *rule, const char *digits)
{
	char bare[DIGITS + 1];
	int64_t gtin = 0;
	for (int i = 0; i < DIGITS - 1; i++) {
		bool varies = rule->pattern[i] == 'V' || rule->pattern[i] == 'C';
		bare[i] = varies ? '0' : digits[i];
		gtin = gtin * 10 + (bare[i] - '0');
	}
	return gtin * 10 + gtin_check_digit(bare, DIGITS - 1);
}

static int64_t
scaled(int64_t value, int decimals, int wanted)
{
	__int128 scaled_value = value;
	__int128 divisor = 1;
	for (; decimals < wanted; decimals++)
		scaled_value *= 10;
	for (; decimals > wanted; decimals--)
		divisor *= 10;
	return round_div(scaled_value, divisor, ROUND_HALF_UP);
}

enum outcome
in_store_read(const char *region, int64_t gtin, int exponent, struct in_store *out, struct err *err)
{
	char digits[24];
	int first = 0, count = 0, check_at = 0, has_check = 0;
	if (!in_store_is(gtin))
		return RC_NOT_FOUND;
	snprintf(digits, sizeof(digits), "%0*" PRId64, DIGITS, gtin);
	const struct rule *rule = find_rule(region, digits);
	if (!rule)
		return RC_NOT_FOUND;

	int64_t check = part(rule, 'C', digits, &check_at, &has_check);
	int64_t value = part(rule, 'V', digits, &first, &count);
	if (has_check && check != measure_check(digits + first, count)) {
		err_set(err, RC_REFUSED, _("the price or weight in %s was misread"), digits);
		return err_hint(err, _("its check digit is %d, should be %d: scan again"),
		                (int)check, measure_check(digits + first, count));
	}
	*out = (struct in_store){ .measure = rule->measure, .gtin = without_measure(rule, digits) };
	out->item = part(rule, 'I', digits, &first, &count);
	if (rule->measure == IN_STORE_PRICE)
		out->price = money_of(scaled(value, rule->decimals, exponent));
	else if (rule->measure == IN_STORE_WEIGHT)
		out->weight_milli = scaled(value, rule->decimals, 3);
	else
		out->count = value;
	return RC_OK;
}
