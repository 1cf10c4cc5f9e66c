/*
 * Time: a UTC instant with the local offset it was seen at, and days.
 *
 *   unit    milliseconds since 1970 UTC; offset in minutes east; days as yyyymmdd
 *   rule    order comes from entry numbers, never from time
 */
#ifndef RINGUP_BASE_WHEN_H
#define RINGUP_BASE_WHEN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/err.h"

struct when {
	int64_t utc_ms;
	int offset_min;
};

/* A calendar day, 20261122; 0 is none. */
typedef int32_t day_number;

/* A clock is a parameter wherever time matters; only tests and the demo builder pass another. */
struct clock {
	struct when (*now)(void *context);
	void *context;
};
extern const struct clock clock_system;

int64_t when_monotonic_ms(void);
/* The same, going on while the machine sleeps: to tell a clock that was set from a night. */
int64_t when_since_boot_ms(void);
day_number when_day(struct when when);                           /* local calendar day */
/* Local time minus the cut-off: 01:30 with a cut-off of 240 minutes is still yesterday. */
day_number when_business_day(struct when when, int cutoff_min);
day_number day_add(day_number day, int days);
int day_diff(day_number later, day_number earlier);              /* days between */
int day_weekday(day_number day);                                 /* 1 Monday .. 7 Sunday */
bool day_valid(day_number day);
int years_between(day_number birth, day_number on);              /* completed years of age */

/* The local time of this machine: an instant as it is, was or will be seen here, and the instant of a local
 * minute of a day.  An hour that is skipped or comes twice is taken as the system takes it. */
struct when when_here(int64_t utc_ms);
struct when when_local(day_number day, int minute);
/* "2026-12-01" (it begins), "2026-12-01 08:30", "2026-12-01T08:30:15", local. */
enum outcome when_parse(const char *text, struct when *when, struct err *err);

/* Patterns use %Y %m %d %H %M %S only: the shop's settings name them. */
#define WHEN_TEXT_MAX 40
char *when_text(char out[static WHEN_TEXT_MAX], struct when when, const char *pattern);
char *day_text(char out[static WHEN_TEXT_MAX], day_number day, const char *pattern);
char *day_iso(char out[static WHEN_TEXT_MAX], day_number day);   /* 2026-11-22 */
enum outcome day_parse(const char *text, day_number *day, struct err *err);
/* What people type for a birthday: ISO, or digits in the order of the shop's pattern
 * ("22111990", "221190"); a two-digit year is the latest one that is not in the future. */
enum outcome day_parse_typed(const char *text, const char *pattern, day_number today,
                             day_number *day, struct err *err);

#endif
