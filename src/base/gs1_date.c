#include <config.h>

#include "base/gs1.h"

#include <stdio.h>
#include <string.h>

/* Where a date stands in an AI, and what follows it. */
enum after { NOTHING, TIME, LAST_DAY };
static const struct {
	const char *ai;
	int year_digits;
	enum after after;
} dates[] = {
	{ "11", 2, NOTHING }, { "12", 2, NOTHING },   { "13", 2, NOTHING },
	{ "15", 2, NOTHING }, { "16", 2, NOTHING },   { "17", 2, NOTHING },
	{ "4324", 2, TIME },  { "4325", 2, TIME },    { "4326", 2, NOTHING },
	{ "7003", 2, TIME },  { "7006", 2, NOTHING }, { "7007", 2, LAST_DAY },
	{ "7011", 2, TIME },  { "8008", 2, TIME },    { "7250", 4, NOTHING },
	{ "7251", 4, TIME },
};

static int
number(const char *digits, size_t count)
{
	int value = 0;

	for (size_t i = 0; i < count; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

/* The century is the one that brings the year nearest. */
static int
near_year(int two_digits, int this_year)
{
	int year = this_year - this_year % 100 + two_digits;

	if (year - this_year > 50)
		return year - 100;
	return this_year - year >= 50 ? year + 100 : year;
}

static day_number
day_of(const char *data, int year_digits, int this_year)
{
	int year = number(data, (size_t)year_digits);
	day_number day;

	if (year_digits == 2)
		year = near_year(year, this_year);
	day = year * 10000 + number(data + year_digits, 4);
	if (day % 100)
		return day;
	/* the day before the first of the next month */
	return day_add(day / 100 % 100 == 12 ? (year + 1) * 10000 + 101 : day + 101, -1);
}

static void
add_time(struct gs1_date *date, const char *data)
{
	size_t length = strlen(data);

	if (length < 2 || strcmp(data, "9999") == 0)
		return;
	date->seconds = number(data, 2) * 3600;
	if (length >= 4)
		date->seconds += number(data + 2, 2) * 60;
	if (length >= 6) {
		date->seconds += number(data + 4, 2);
		date->has_seconds = true;
	}
}

enum outcome
gs1_date(const struct gs1_element *element, int this_year, struct gs1_date *date)
{
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		const char *after = element->data + dates[i].year_digits + 4;

		if (strcmp(dates[i].ai, element->ai) != 0)
			continue;
		*date = (struct gs1_date){ .seconds = -1 };
		date->day = day_of(element->data, dates[i].year_digits, this_year);
		if (dates[i].after == LAST_DAY && *after)
			date->until = day_of(after, 2, this_year);
		else if (dates[i].after != NOTHING)
			add_time(date, after);
		return RC_OK;
	}
	return RC_NOT_FOUND;
}

char *
gs1_date_text(char out[static GS1_DATE_TEXT_MAX], const struct gs1_date *date)
{
	char day[WHEN_TEXT_MAX];
	int used = snprintf(out, GS1_DATE_TEXT_MAX, "%.10s", day_iso(day, date->day));
	char *end = out + used;
	size_t size = (size_t)(GS1_DATE_TEXT_MAX - used);

	if (date->until)
		snprintf(end, size, "/%.10s", day_iso(day, date->until));
	else if (date->has_seconds)
		snprintf(end, size, " %02d:%02d:%02d", date->seconds / 3600,
		         date->seconds / 60 % 60, date->seconds % 60);
	else if (date->seconds >= 0)
		snprintf(end, size, " %02d:%02d", date->seconds / 3600, date->seconds / 60 % 60);
	return out;
}
