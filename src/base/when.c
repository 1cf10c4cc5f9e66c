#include <config.h>

#include "base/when.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/gettext.h"

#define MS_PER_MIN INT64_C(60000)
#define MS_PER_DAY INT64_C(86400000)

static struct when
system_now(void *context)
{
	struct timespec now;
	struct tm local;

	(void)context;
	clock_gettime(CLOCK_REALTIME, &now);
	localtime_r(&now.tv_sec, &local);
	return (struct when){
		.utc_ms = (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000,
		.offset_min = (int)(local.tm_gmtoff / 60),
	};
}

const struct clock clock_system = { .now = system_now };

struct when
when_here(int64_t utc_ms)
{
	time_t seconds = (time_t)(utc_ms / 1000 - (utc_ms % 1000 < 0));
	struct tm local;

	localtime_r(&seconds, &local);
	return (struct when){ .utc_ms = utc_ms, .offset_min = (int)(local.tm_gmtoff / 60) };
}

struct when
when_local(day_number day, int minute)
{
	struct tm local = {
		.tm_year = day / 10000 - 1900,
		.tm_mon = day / 100 % 100 - 1,
		.tm_mday = day % 100,
		.tm_hour = minute / 60,
		.tm_min = minute % 60,
		.tm_isdst = -1,
	};

	return when_here((int64_t)mktime(&local) * 1000);
}

/* Two digits at *text, at most max; false if there are none. */
static bool
take_two(const char **text, int max, int *number)
{
	const char *at = *text;

	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return false;
	*number = (at[0] - '0') * 10 + at[1] - '0';
	*text += 2;
	return *number <= max;
}

enum outcome
when_parse(const char *text, struct when *when, struct err *err)
{
	char date[11] = "";
	const char *at = text + 10;
	day_number day;
	int hour = 0, minute = 0, second = 0;
	bool good = strlen(text) >= 10;

	if (good)
		memcpy(date, text, 10);
	good = good && day_parse(date, &day, NULL) == RC_OK;
	if (good && *at) {
		good = (*at == ' ' || *at == 'T') && (at++, take_two(&at, 23, &hour)) &&
		       *at == ':' && (at++, take_two(&at, 59, &minute));
		if (good && *at == ':')
			good = (at++, take_two(&at, 59, &second));
		good = good && !*at;
	}
	if (!good) {
		err_set(err, RC_REFUSED, _("\"%.30s\" is no moment"), text);
		return err_hint(err, _("write it as 2026-12-01 or 2026-12-01 08:30"));
	}
	*when = when_local(day, hour * 60 + minute);
	when->utc_ms += second * INT64_C(1000);
	return RC_OK;
}

int64_t
when_since_boot_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t
when_monotonic_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int64_t
floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/* Days since 1970-01-01 and back, in the proleptic Gregorian calendar.  The year is taken to
 * begin in March, so that the leap day is its last. */
static int64_t
days_of(day_number day)
{
	int64_t year = day / 10000, month = day / 100 % 100, date = day % 100;
	int64_t era, year_of_era, day_of_year;

	year -= month <= 2;
	era = floor_div(year, 400);
	year_of_era = year - era * 400;
	day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + date - 1;
	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - 719468;
}

static day_number
day_of(int64_t days)
{
	int64_t era, day_of_era, year_of_era, day_of_year, month, year;

	days += 719468;
	era = floor_div(days, 146097);
	day_of_era = days - era * 146097;
	year_of_era =
	        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	month = (5 * day_of_year + 2) / 153;
	year = year_of_era + era * 400 + (month >= 10);
	return (day_number)(year * 10000 + (month + (month < 10 ? 3 : -9)) * 100 + day_of_year -
	                    (153 * month + 2) / 5 + 1);
}

day_number
when_business_day(struct when when, int cutoff_min)
{
	return day_of(
	        floor_div(when.utc_ms + (when.offset_min - cutoff_min) * MS_PER_MIN, MS_PER_DAY));
}

day_number
when_day(struct when when)
{
	return when_business_day(when, 0);
}

bool
day_valid(day_number day)
{
	int month = day / 100 % 100;

	return day >= 10101 && day <= 99991231 && month >= 1 && month <= 12 && day % 100 >= 1 &&
	       day_of(days_of(day)) == day;
}

day_number
day_add(day_number day, int days)
{
	assert(day_valid(day));
	return day_of(days_of(day) + days);
}

int
day_diff(day_number later, day_number earlier)
{
	assert(day_valid(later) && day_valid(earlier));
	return (int)(days_of(later) - days_of(earlier));
}

int
day_weekday(day_number day)
{
	assert(day_valid(day));
	return (int)(days_of(day) + 3 - floor_div(days_of(day) + 3, 7) * 7) + 1;
}

/* Somebody born on 29 February is a year older on 1 March, where there is no 29th. */
int
years_between(day_number birth, day_number on)
{
	return on / 10000 - birth / 10000 - (on % 10000 < birth % 10000);
}

/* Day and minute of the day apart, so that days are written by the same code. */
static char *
write_pattern(char *out, day_number day, int second_of_day, const char *pattern)
{
	size_t count = 0;

	for (; *pattern && count + 5 < WHEN_TEXT_MAX; pattern++) {
		int number, width = 2;

		if (*pattern != '%' || !strchr("YmdHMS", pattern[1]) || !pattern[1]) {
			out[count++] = *pattern;
			continue;
		}
		switch (*++pattern) {
		case 'Y':
			number = day / 10000;
			width = 4;
			break;
		case 'm':
			number = day / 100 % 100;
			break;
		case 'd':
			number = day % 100;
			break;
		case 'H':
			number = second_of_day / 3600;
			break;
		case 'M':
			number = second_of_day / 60 % 60;
			break;
		default:
			number = second_of_day % 60;
			break;
		}
		count +=
		        (size_t)snprintf(out + count, WHEN_TEXT_MAX - count, "%0*d", width, number);
	}
	out[count] = '\0';
	return out;
}

char *
when_text(char out[static WHEN_TEXT_MAX], struct when when, const char *pattern)
{
	int64_t local_ms = when.utc_ms + when.offset_min * MS_PER_MIN;
	int64_t of_day_ms = local_ms - floor_div(local_ms, MS_PER_DAY) * MS_PER_DAY;

	return write_pattern(out, when_day(when), (int)(of_day_ms / 1000), pattern);
}

char *
day_text(char out[static WHEN_TEXT_MAX], day_number day, const char *pattern)
{
	return write_pattern(out, day, 0, pattern);
}

char *
day_iso(char out[static WHEN_TEXT_MAX], day_number day)
{
	return day_text(out, day, "%Y-%m-%d");
}

/* A date as typed, in pieces: runs of digits with anything but digits and letters between. */
#define PIECES_MAX 3
struct pieces {
	int count;
	int digits[PIECES_MAX];
	int number[PIECES_MAX];
};

static bool
take_pieces(struct pieces *pieces, const char *text)
{
	*pieces = (struct pieces){ 0 };
	for (; *text; text++) {
		if (*text >= '0' && *text <= '9') {
			int *digits = &pieces->digits[pieces->count];

			if (*digits == 8)
				return false;
			pieces->number[pieces->count] =
			        pieces->number[pieces->count] * 10 + *text - '0';
			(*digits)++;
			if (text[1] < '0' || text[1] > '9') {
				pieces->count++;
				if (text[1] && pieces->count == PIECES_MAX)
					return false;
			}
		} else if (!strchr("-./ ", *text) || pieces->count == 0) {
			return false;
		}
	}
	return pieces->count == 1 || pieces->count == PIECES_MAX;
}

/* The latest such year in which the day would not be in the future. */
static day_number
full_year(int year_of_century, int month_day, day_number today)
{
	day_number day = (today / 1000000 * 100 + year_of_century) * 10000 + month_day;

	return day > today ? day - 1000000 : day;
}

/* Numbers in the order of pattern ("%d.%m.%Y") to a day; year_digits 2 or 4. */
static day_number
day_in_order(const int number[PIECES_MAX], int year_digits, const char *pattern, day_number today)
{
	int year = 0, month = 0, date = 0, next = 0;

	for (; *pattern && next < PIECES_MAX; pattern++) {
		if (*pattern != '%')
			continue;
		pattern++;
		if (*pattern == 'Y')
			year = number[next++];
		else if (*pattern == 'm')
			month = number[next++];
		else if (*pattern == 'd')
			date = number[next++];
		else if (!*pattern)
			break;
	}
	if (month > 12 || date > 31)
		return 0;
	if (year_digits == 2)
		return full_year(year, month * 100 + date, today);
	return year * 10000 + month * 100 + date;
}

/* "22111990" or "221190" cut at the pattern's places. */
static day_number
day_of_digits(int number, int digits, const char *pattern, day_number today)
{
	int part[PIECES_MAX], next = PIECES_MAX, year_digits = digits - 4;
	const char *at = pattern + strlen(pattern);

	while (next > 0 && at > pattern + 1) {
		int divisor = 100;

		at--;
		if (at[-1] != '%' || !strchr("Ymd", *at))
			continue;
		if (*at == 'Y' && year_digits == 4)
			divisor = 10000;
		part[--next] = number % divisor;
		number /= divisor;
	}
	if (next > 0)
		return 0;
	return day_in_order(part, year_digits, pattern, today);
}

static enum outcome
refuse_day(const char *text, struct err *err)
{
	return err_set(err, RC_REFUSED, _("\"%s\" is not a date"), text);
}

enum outcome
day_parse(const char *text, day_number *day, struct err *err)
{
	struct pieces pieces;
	day_number found = 0;

	if (!take_pieces(&pieces, text))
		return refuse_day(text, err);
	if (pieces.count == 1 && pieces.digits[0] == 8)
		found = pieces.number[0];
	else if (pieces.count == 3 && pieces.digits[0] == 4 &&
	         strspn(text, "0123456789-") == strlen(text))
		found = day_in_order(pieces.number, 4, "%Y%m%d", 0);
	if (!day_valid(found))
		return refuse_day(text, err);
	*day = found;
	return RC_OK;
}

enum outcome
day_parse_typed(const char *text, const char *pattern, day_number today, day_number *day,
                struct err *err)
{
	struct pieces pieces;
	day_number found = 0;
	int year = strstr(pattern, "%Y") && strncmp(pattern, "%Y", 2) != 0 ? 2 : 0;

	if (!take_pieces(&pieces, text))
		return refuse_day(text, err);
	if (pieces.count == 1 && (pieces.digits[0] == 6 || pieces.digits[0] == 8))
		found = day_of_digits(pieces.number[0], pieces.digits[0], pattern, today);
	else if (pieces.count == 3 && pieces.digits[0] == 4)
		found = day_in_order(pieces.number, 4, "%Y%m%d", today);
	else if (pieces.count == 3 && (pieces.digits[year] == 2 || pieces.digits[year] == 4))
		found = day_in_order(pieces.number, pieces.digits[year], pattern, today);
	if (!day_valid(found))
		return refuse_day(text, err);
	*day = found;
	return RC_OK;
}
