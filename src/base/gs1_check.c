#include <config.h>

#include "base/gs1_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/gettext.h"
#include "base/gtin.h"

/*
 * What the data of one element must be: characters of its set, and the checks of each of its
 * parts.  A check looks at one part alone, which is a text of its own here.
 */

#define DIGITS "0123456789"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define LOWER "abcdefghijklmnopqrstuvwxyz"
/* In the order of their values, which count in the check characters of CHECK_PAIR. */
static const char set_82[] = "!\"%&'()*+,-./" DIGITS ":;<=>?" UPPER "_" LOWER;

static const char *const sets[] = {
	[GS1_DIGITS] = DIGITS,
	[GS1_82] = set_82,
	[GS1_39] = "#-/" DIGITS UPPER,
	[GS1_64] = "-" DIGITS UPPER "_" LOWER "=",
};

static int
number(const char *digits, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count && digits[i]; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

static bool
has(const char *list, char c)
{
	return c && strchr(list, c);
}

/* ---- keys ---- */

static bool
check_digit(const char *text)
{
	size_t count = strlen(text) - 1;

	return gtin_check_digit(text, count) == text[count] - '0';
}

/* A company's prefix has four digits at least. */
static bool
prefix(const char *text)
{
	return strspn(text, DIGITS) >= 4;
}

/* Two check characters: values of the 82 characters times primes, counted from the right, modulo
 * 1021 in base 32. */
static bool
pair(const char *text)
{
	static const int primes[] = { 2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37,
		                      41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83 };
	static const char digits_32[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
	size_t count = strlen(text);
	int sum = 0;

	if (count < 3 || count - 2 > sizeof primes / sizeof *primes)
		return false;
	count -= 2;
	for (size_t i = 0; i < count; i++)
		sum += (int)(strchr(set_82, text[i]) - set_82) * primes[count - 1 - i];
	sum %= 1021;
	return text[count] == digits_32[sum >> 5] && text[count + 1] == digits_32[sum & 31];
}

static bool
not_all_digits(const char *text)
{
	return text[strspn(text, DIGITS)] != '\0';
}

/* Letters count from A = 10; the first four characters go to the end; the whole modulo 97 is 1. */
static bool
iban(const char *text)
{
	char country[3] = { text[0], text[0] ? text[1] : '\0', '\0' };
	size_t count = strlen(text);
	int rest = 0;

	if (count < 5 || strspn(text, DIGITS UPPER) != count || !gs1_country_letters(country))
		return false;
	for (size_t i = 0; i < count; i++) {
		char c = text[(i + 4) % count];

		rest = isdigit((unsigned char)c) ? rest * 10 + (c - '0')
		                                 : rest * 100 + (c - 'A' + 10);
		rest %= 97;
	}
	return rest == 1;
}

/* ---- days and hours ---- */

static bool
month_and_day(int year, const char *text, bool day_0)
{
	static const int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int month = number(text, 2), day = number(text + 2, 2);
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	if (month < 1 || month > 12 || (day == 0 && !day_0))
		return false;
	return day <= lengths[month - 1] + (month == 2 && leap);
}

/* Any year of two digits that is divided by 4 is a leap year near ours: 2000 was one. */
bool
gs1_is_date(const char *text)
{
	return month_and_day(2000 + number(text, 2), text + 2, false);
}

static bool
date_day_0(const char *text)
{
	return month_and_day(2000 + number(text, 2), text + 2, true);
}

static bool
date_8(const char *text)
{
	return month_and_day(number(text, 4), text + 4, false);
}

static bool
hour(const char *text)
{
	return number(text, 2) < 24;
}

static bool
minute(const char *text)
{
	return number(text, 2) < 60;
}

static bool
time_of_day(const char *text)
{
	return hour(text) && minute(text + 2);
}

/* 9999: the hour does not matter. */
static bool
time_or_9999(const char *text)
{
	return strcmp(text, "9999") == 0 || time_of_day(text);
}

/* ---- lists and small things ---- */

static bool
country(const char *text)
{
	return gs1_country(text);
}

static bool
country_or_999(const char *text)
{
	return strcmp(text, "999") == 0 || gs1_country(text);
}

static bool
currency(const char *text)
{
	char code[4];

	return gs1_currency(text, code);
}

static bool
zero(const char *text)
{
	return text[strspn(text, "0")] == '\0';
}

static bool
not_zero(const char *text)
{
	return !zero(text);
}

static bool
no_zero_first(const char *text)
{
	return text[0] != '0' || text[1] == '\0';
}

static bool
yes_no(const char *text)
{
	return has("01", *text);
}

static bool
winding(const char *text)
{
	return has("019", *text);
}

/* "0203": piece 2 of 3. */
static bool
piece_of(const char *text)
{
	int piece = number(text, 2), total = number(text + 2, 2);

	return piece > 0 && piece <= total;
}

/* "%C3%A4" stands for what the 82 characters do not hold. */
static bool
percent(const char *text)
{
	for (; *text; text++) {
		if (*text != '%')
			continue;
		if (!isxdigit((unsigned char)text[1]) || !isxdigit((unsigned char)text[2]))
			return false;
		text += 2;
	}
	return true;
}

/* Degrees from the south pole, or from 180 west, with seven decimals. */
static bool
latitude(const char *text)
{
	return atoll(text) <= 1800000000LL;
}

static bool
longitude(const char *text)
{
	return atoll(text) <= 3600000000LL;
}

static bool
minus(const char *text)
{
	return *text == '-';
}

static bool
media(const char *text)
{
	int value = number(text, 2);

	return (value >= 1 && value <= 10) || value >= 80;
}

static bool
sex(const char *text)
{
	return has("0129", *text);
}

/* "1/2": the first of two. */
static bool
birth_order(const char *text)
{
	return isdigit((unsigned char)text[0]) && text[1] == '/' &&
	       isdigit((unsigned char)text[2]) && text[0] != '0' && text[0] <= text[2];
}

static bool
importer(const char *text)
{
	return has("-_" DIGITS UPPER LOWER, *text);
}

static bool
package(const char *text)
{
	return gs1_package(text);
}

/* ---- the table ---- */

static const struct {
	bool (*fits)(const char *text);
	const char *sentence; /* behind (AI) data: */
} checks[GS1_CHECKS] = {
	[CHECK_DIGIT] = { check_digit, NULL },
	[CHECK_PREFIX] = { prefix, N_("it does not begin with a company's prefix") },
	[CHECK_PAIR] = { pair, N_("its check characters are wrong") },
	[CHECK_NOT_ALL_DIGITS] = { not_all_digits, N_("it needs a letter") },
	[CHECK_DATE] = { gs1_is_date, N_("this is no date") },
	[CHECK_DATE_DAY_0] = { date_day_0, N_("this is no date") },
	[CHECK_DATE_8] = { date_8, N_("this is no date") },
	[CHECK_TIME] = { time_of_day, N_("this is no time of day") },
	[CHECK_TIME_OR_9999] = { time_or_9999, N_("this is no time of day") },
	[CHECK_HOUR] = { hour, N_("this is no time of day") },
	[CHECK_MINUTE] = { minute, N_("this is no time of day") },
	[CHECK_SECOND] = { minute, N_("this is no time of day") },
	[CHECK_COUNTRY] = { country, N_("this is no number of a country") },
	[CHECK_COUNTRY_OR_999] = { country_or_999, N_("this is no number of a country") },
	[CHECK_COUNTRY_LETTERS] = { gs1_country_letters, N_("this is no country") },
	[CHECK_CURRENCY] = { currency, N_("this is no number of a currency") },
	[CHECK_IBAN] = { iban, N_("this is no IBAN") },
	[CHECK_ZERO] = { zero, N_("it must begin with 0") },
	[CHECK_NOT_ZERO] = { not_zero, N_("it is zero") },
	[CHECK_NO_ZERO_FIRST] = { no_zero_first, N_("it begins with 0") },
	[CHECK_YES_NO] = { yes_no, N_("it is neither 0 nor 1") },
	[CHECK_WINDING] = { winding, N_("this is no direction of winding") },
	[CHECK_PIECE_OF] = { piece_of, N_("this is no piece of a whole") },
	[CHECK_PERCENT] = { percent, N_("two digits are missing behind a percent sign") },
	[CHECK_LATITUDE] = { latitude, N_("this is no latitude") },
	[CHECK_LONGITUDE] = { longitude, N_("this is no longitude") },
	[CHECK_MINUS] = { minus, N_("only a minus may stand at its end") },
	[CHECK_MEDIA] = { media, N_("this is no kind of media") },
	[CHECK_SEX] = { sex, N_("it is none of 0, 1, 2 and 9") },
	[CHECK_BIRTH_ORDER] = { birth_order, N_("this is no place in a sequence") },
	[CHECK_IMPORTER] = { importer, N_("this is no importer") },
	[CHECK_PACKAGE] = { package, N_("this is no kind of package") },
	[CHECK_COUPON] = { gs1_coupon, N_("this is no coupon") },
	[CHECK_OFFER] = { gs1_offer, N_("this is no coupon") },
};

static enum gs1_fault
run_check(int check, const char *ai, const char *text, struct err *err)
{
	size_t last = strlen(text) - 1;

	if (checks[check].fits(text))
		return GS1_SOUND;
	if (check == CHECK_DIGIT)
		err_set(err, RC_REFUSED, _("check digit is %c, should be %d"), text[last],
		        gtin_check_digit(text, last));
	else
		err_set(err, RC_REFUSED, "(%s) %.40s: %s", ai, text, _(checks[check].sentence));
	return GS1_VALUE;
}

static enum gs1_fault
check_part(const struct gs1_part *part, const char *ai, const char *text, struct err *err)
{
	enum gs1_fault fault = GS1_SOUND;

	if (text[strspn(text, sets[part->set])]) {
		err_set(err, RC_REFUSED,
		        part->set == GS1_DIGITS
		                ? _("(%s) holds something else than digits")
		                : _("(%s) holds a character that GS1 does not know"),
		        ai);
		return GS1_VALUE;
	}
	for (int i = 0; i < GS1_PART_CHECKS_MAX && part->checks[i] && fault == GS1_SOUND; i++)
		fault = run_check(part->checks[i], ai, text, err);
	return fault;
}

enum gs1_fault
gs1_check(const struct gs1_ai *row, const char *ai, const char *data, struct err *err)
{
	enum gs1_fault fault = GS1_SOUND;

	for (int i = 0; i < GS1_PARTS_MAX && row->parts[i].most && fault == GS1_SOUND; i++) {
		const struct gs1_part *part = &row->parts[i];
		char text[GS1_DATA_MAX];
		size_t count = strnlen(data, part->most);

		if (count == 0 && part->optional)
			break;
		memcpy(text, data, count);
		text[count] = '\0';
		data += count;
		if (count < part->least) {
			err_set(err, RC_REFUSED, _("(%s) breaks off in the middle"), ai);
			return GS1_VALUE;
		}
		fault = check_part(part, ai, text, err);
	}
	return fault;
}
